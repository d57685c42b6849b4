#include "scanner/cli/outputs.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <set>

#include "reporters/write_report.h"
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
  return !options.outputs.empty() || !options.out_dir.empty();
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
  if (out.empty()) out.push_back({reporters::FindReporter("text"), ""});
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
  if (!options.out_dir.empty() && ::mkdir(options.out_dir.c_str(), 0777) != 0 && errno != EEXIST) {
    Error error;
    error.kind = ErrorKind::kOutput;
    error.path = options.out_dir;
    error.message = fmt::format("cannot make the directory: {}", std::strerror(errno));
    return Fail(std::move(error));
  }
  std::optional<Error> first;
  const bool has_known =
      !options.show_known &&
      std::any_of(report.findings.begin(), report.findings.end(),
                  [](const auto& f) { return f.state == findings::State::kBaseline; });
  std::optional<findings::Report> fresh;
  for (const PlannedOutput& output : outputs) {
    reporters::ReportOptions render;
    const bool to_terminal = output.file.empty() && IsTerminal(stdout);
    // Colours are for the eye: a file gets them only when they were asked for by name.
    render.color =
        output.file.empty() ? UseColor(options.color, stdout) : options.color == "always";
    render.hyperlinks = to_terminal && render.color;
    render.root = root;
    // A file is the same whatever terminal it was written from.
    render.width = output.file.empty() ? TerminalWidth(stdout) : 100;
    render.group_by = options.group_by;
    render.full = options.full;
    render.no_snippets = options.no_snippets;
    render.examples = options.examples;
    render.stamp = options.stamp;
    render.verbose = options.verbose;
    render.link_template = options.link_template;
    render.category = options.category;
    render.project = options.project;
    render.sarif_suppressed = options.show_suppressed;
    render.sarif_max_results = options.sarif_max_results;
    const bool hides = has_known && !output.reporter->keeps_known;
    if (hides && !fresh) fresh = WithoutKnown(report);
    Result<void> written =
        reporters::WriteReport(*output.reporter, hides ? *fresh : report, render, output.file);
    if (written) continue;
    if (first) Complain(*first);
    first = written.error();
  }
  if (first) return Fail(std::move(*first));
  return {};
}

}  // namespace unsoap::cli
