#include "scanner/cli/outputs.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <set>

#include "reporters/write_report.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/cli/terminal.h"

namespace unsoap::cli {
namespace {

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const reporters::ReporterInfo& reporter : reporters::Reporters())
    names.emplace_back(reporter.name);
  return names;
}

Result<PlannedOutput> Resolve(const Output& output) {
  const std::string file = output.file == "-" ? "" : output.file;
  if (!output.format.empty()) {
    if (const reporters::ReporterInfo* reporter = reporters::FindReporter(output.format))
      return PlannedOutput{reporter, file};
    const std::string near = DidYouMean(output.format, FormatNames());
    return Fail(fmt::format("unknown format '{}'", output.format),
                near.empty() ? "one of " + Join(FormatNames(), ", ")
                             : fmt::format("did you mean '{}'?", near));
  }
  if (const reporters::ReporterInfo* reporter = reporters::ReporterForFile(output.file))
    return PlannedOutput{reporter, file};
  return Fail(fmt::format("the name '{}' says no format", output.file),
              fmt::format("write --format FMT={}, with FMT one of {}", output.file,
                          Join(FormatNames(), ", ")));
}

// "unsoap.sarif" in --out-dir: the first extension of the format.
std::string FileInDirectory(const std::string& directory, const reporters::ReporterInfo& reporter) {
  const std::string_view extension = Split(reporter.extensions, ' ')[0];
  return fmt::format("{}/unsoap{}", directory, extension);
}

/// What the flags say about how a report looks, in `file` or on the screen.
reporters::ReportOptions RenderOptions(const Invocation& invocation, const std::string& file,
                                       const std::string& root) {
  const Options& options = invocation.options;
  reporters::ReportOptions render;
  const bool to_terminal = file.empty() && IsTerminal(stdout);
  // Colours are for the eye: a file gets them only when they were asked for by name.
  render.color = file.empty() ? UseColor(options.color, stdout) : options.color == "always";
  render.hyperlinks = to_terminal && render.color;
  render.root = root;
  // A file is the same whatever terminal it was written from.
  render.width = file.empty() ? TerminalWidth(stdout) : 100;
  render.group_by = options.group_by;
  render.full = options.full;
  render.no_snippets = options.no_snippets;
  render.examples = options.examples;
  render.stamp = options.stamp;
  render.verbose = options.verbose;
  render.link_template = options.link_template;
  render.category = options.category;
  render.project = options.project;
  render.show_suppressed = options.show_suppressed;
  render.sarif_max_results = options.sarif_max_results;
  render.progress = invocation.progress;
  return render;
}

Result<void> MakeDirectory(const std::string& path) {
  if (path.empty() || ::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return {};
  Error error;
  error.kind = ErrorKind::kOutput;
  error.path = path;
  error.message = fmt::format("cannot make the directory: {}", std::strerror(errno));
  return Fail(std::move(error));
}

/// "getLead.html"; what is about no single operation is in "other.html".
std::string PageName(const std::string& operation) {
  std::string name;
  for (const char c : operation) name += IsAlnum(c) || c == '-' ? c : '_';
  return (name.empty() ? "other" : name) + ".html";
}

/// The part of a report that is about one operation.
findings::Report PartOf(const findings::Report& report, const std::string& operation) {
  findings::Report part = report;
  const auto is_other = [&](const findings::Finding& f) { return f.operation != operation; };
  std::erase_if(part.findings, is_other);
  std::erase_if(part.suppressed, is_other);
  std::set<std::string> ids;
  for (const findings::Finding& f : part.findings) ids.insert(f.id);
  std::erase_if(part.wrappers, [&](const findings::WrapperSummary& wrapper) {
    return !ids.contains(wrapper.finding_id);
  });
  part.summary = findings::Summarize(part.findings);
  part.verdict =
      fmt::format("{}: {} of {} findings", operation.empty() ? "No single operation" : operation,
                  part.findings.size(), report.findings.size());
  return part;
}

/// A page of all without its findings, and a page of each operation with them.
Result<void> WritePages(const findings::Report& report, const Invocation& invocation) {
  const std::string& directory = invocation.options.html_pages;
  reporters::ReportOptions render = RenderOptions(invocation, directory, "");
  for (const findings::Finding& f : report.findings) {
    const std::string page = PageName(f.operation);
    render.pages[f.operation] = page;
    render.page_of[f.id] = page;
  }
  const reporters::ReporterInfo& html = *reporters::FindReporter("html");
  Result<void> written = reporters::WriteReport(html, report, render, directory + "/index.html");
  if (!written) return written;
  reporters::ReportOptions of_part = render;
  of_part.pages.clear(), of_part.page_of.clear(), of_part.progress.clear();
  of_part.index = "index.html";
  for (const auto& [operation, page] : render.pages) {
    written =
        reporters::WriteReport(html, PartOf(report, operation), of_part, directory + "/" + page);
    if (!written) return written;
  }
  return {};
}

}  // namespace

findings::Report WithoutKnown(const findings::Report& report) {
  findings::Report out = report;
  std::erase_if(out.findings,
                [](const findings::Finding& f) { return f.state == findings::State::kBaseline; });
  out.known = static_cast<int>(report.findings.size() - out.findings.size());
  out.summary = findings::Summarize(out.findings);
  std::set<std::string> ids, operations;
  for (const findings::Finding& f : out.findings) ids.insert(f.id), operations.insert(f.operation);
  std::erase_if(out.wrappers, [&](const findings::WrapperSummary& wrapper) {
    return !ids.contains(wrapper.finding_id);
  });
  if (out.findings.empty()) out.errata.clear(), out.second_hop.clear(), out.migration.clear();
  return out;
}

bool AsksForReport(const Options& options) {
  return !options.outputs.empty() || !options.out_dir.empty() || !options.html_pages.empty();
}

Result<std::vector<PlannedOutput>> PlanOutputs(const Options& options) {
  std::vector<PlannedOutput> out;
  for (const Output& output : options.outputs) {
    Result<PlannedOutput> planned = Resolve(output);
    if (!planned) return Fail(planned.error());
    out.push_back(*planned);
  }
  if (!options.out_dir.empty()) {
    std::set<std::string> taken;
    for (const reporters::ReporterInfo& reporter : reporters::Reporters()) {
      if (reporter.extensions.empty()) continue;
      std::string file = FileInDirectory(options.out_dir, reporter);
      // Two formats with one extension: the second one is told apart by its name.
      if (!taken.insert(file).second)
        file = fmt::format("{}/unsoap-{}.txt", options.out_dir, reporter.name);
      out.push_back({&reporter, std::move(file)});
    }
  }
  if (out.empty() && options.html_pages.empty())
    out.push_back({reporters::FindReporter("text"), ""});
  std::set<std::string> places;
  for (const PlannedOutput& output : out) {
    if (places.insert(output.file).second) continue;
    return Fail(output.file.empty() ? "two formats for standard output"
                                    : fmt::format("two formats for {}", output.file),
                "give each a file of its own: --format FMT=FILE");
  }
  return out;
}

Result<void> WriteOutputs(const std::vector<PlannedOutput>& outputs, const findings::Report& report,
                          const Invocation& invocation, const std::string& root) {
  const Options& options = invocation.options;
  for (const std::string* directory : {&options.out_dir, &options.html_pages}) {
    if (Result<void> made = MakeDirectory(*directory); !made) return made;
  }
  std::optional<Error> first;
  const bool has_known =
      !options.show_known &&
      std::any_of(report.findings.begin(), report.findings.end(),
                  [](const auto& f) { return f.state == findings::State::kBaseline; });
  std::optional<findings::Report> fresh;
  for (const PlannedOutput& output : outputs) {
    reporters::ReportOptions render = RenderOptions(invocation, output.file, root);
    const bool hides = has_known && !output.reporter->keeps_known;
    if (hides && !fresh) fresh = WithoutKnown(report);
    Result<void> written =
        reporters::WriteReport(*output.reporter, hides ? *fresh : report, render, output.file);
    if (written) continue;
    if (first) Complain(*first);
    first = written.error();
  }
  if (!options.html_pages.empty()) {
    if (has_known && !fresh) fresh = WithoutKnown(report);
    Result<void> written = WritePages(has_known ? *fresh : report, invocation);
    if (!written && first) Complain(*first);
    if (!written) first = written.error();
  }
  if (first) return Fail(std::move(*first));
  return {};
}

}  // namespace unsoap::cli
