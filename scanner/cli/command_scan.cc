// scan: the main job. Reports go where they were asked for, everything else to standard error.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/explain_finding.h"
#include "scanner/cli/interrupt.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/results.h"
#include "scanner/cli/run_scan.h"
#include "scanner/cli/terminal.h"
#include "scanner/facts/dump.h"
#include "scanner/findings/json.h"

namespace unsoap::cli {
namespace {

// One stage's data instead of a report.
int Dump(const std::string& stage, const ScanOutcome& outcome) {
  std::string out;
  if (stage == "findings") {
    for (const findings::Finding& finding : outcome.report.findings)
      out += findings::FindingToJson(finding, {}) + "\n";
    return Print(out);
  }
  for (const facts::FileFacts& facts : outcome.facts) {
    if (stage == "files") {
      out += fmt::format("{}\t{}\t{}\n", EscapeForTerminal(facts.path), facts.language,
                         facts.health_reason.empty() ? "parsed" : facts.health_reason);
    } else {
      out += fmt::format("== {}\n", EscapeForTerminal(facts.path));
      const std::string dump = facts::DumpFacts(facts, [&](std::string_view text) {
        return outcome.redactor->Hides(text) ? std::string("***") : outcome.redactor->Clean(text);
      });
      std::string_view left = dump;
      while (!left.empty()) {
        const size_t end = std::min(left.find('\n'), left.size());
        out += EscapeForTerminal(left.substr(0, end), true) + "\n";
        left.remove_prefix(std::min(end + 1, left.size()));
      }
    }
  }
  return Print(out);
}

// One finding in words; as a report of its own where a format was asked for.
Result<std::string> Explain(const Invocation& invocation, findings::Report* report) {
  const Result<std::vector<const findings::Finding*>> meant =
      FindingsMeant(*report, invocation.options.explain);
  if (!meant) return Fail(meant.error());
  std::string text;
  std::vector<findings::Finding> kept;
  for (const findings::Finding* finding : *meant) {
    text += (text.empty() ? "" : "\n") + ExplainFinding(*finding, true, TerminalWidth(stdout));
    kept.push_back(*finding);
  }
  report->findings = std::move(kept);
  report->suppressed.clear();
  report->summary = findings::Summarize(report->findings);
  return text;
}

void SayDiagnostics(const findings::Report& report) {
  for (const findings::Diagnostic& diagnostic : report.diagnostics) {
    std::string where = EscapeForTerminal(diagnostic.path);
    if (!where.empty() && diagnostic.line > 0) where += fmt::format(":{}", diagnostic.line);
    Say(fmt::format("{}{}{}: {}\n", where, where.empty() ? "" : ": ",
                    findings::Name(diagnostic.level), EscapeForTerminal(diagnostic.message)));
    if (!diagnostic.hint.empty())
      Say(fmt::format("hint: {}\n", EscapeForTerminal(diagnostic.hint)));
  }
}

int StatusOf(const Options& options, const findings::Report& report) {
  if (const int interrupted = InterruptStatus()) return interrupted;
  if (options.exit_zero) return kExitClean;
  if (report.gate_count > 0) return options.exit_code;
  return options.strict && !report.complete ? kExitIncomplete : kExitClean;
}

/// The paths that --files-from names join those of the command line; false if that leaves none.
Result<bool> AddListedPaths(Invocation* invocation) {
  const std::string& list = invocation->options.files_from;
  if (list.empty()) return true;
  std::ifstream file;
  if (list != "-") {
    file.open(list, std::ios::binary);
    if (!file) return Fail(fmt::format("the list '{}' cannot be read", list));
  }
  std::istream& in = list == "-" ? std::cin : file;
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const char separator = text.find('\0') != std::string::npos ? '\0' : '\n';
  for (std::string_view path : Split(text, separator)) {
    if (path.ends_with('\r')) path.remove_suffix(1);
    // A list of what has changed names what is gone, too.
    std::error_code failed;
    if (!path.empty() && std::filesystem::exists(path, failed))
      invocation->words.emplace_back(path);
  }
  return !invocation->words.empty();
}

/// Where nothing went to the screen: what fails, and where to read it.
void SayWhereReportsAre(const std::vector<PlannedOutput>& outputs, const Options& options,
                        const findings::Report& report) {
  std::vector<std::string> files;
  if (!options.html_pages.empty()) files.push_back(options.html_pages + "/index.html");
  for (const PlannedOutput& output : outputs) {
    if (output.file.empty() || output.file.starts_with("/dev/")) return;
    files.push_back(output.file);
  }
  const std::string fails =
      report.gate_count == 0
          ? "nothing fails"
          : fmt::format("{} of {} findings {}", report.gate_count, report.summary.total,
                        report.gate_count == 1 ? "fails" : "fail");
  Say(fmt::format("{} (--fail-on {}); written: {}\n", fails, report.fail_on,
                  EscapeForTerminal(Join(files, ", "))));
}

}  // namespace

int RunScan(const Invocation& given) {
  Invocation invocation = given;
  const Result<bool> any = AddListedPaths(&invocation);
  if (!any) return Complain(any.error());
  const Options& options = invocation.options;
  if (!*any) {
    if (!options.quiet) Say("the list names no file that is there: nothing was to be read\n");
    return kExitClean;
  }
  // A wrong format must not cost a scan.
  Result<std::vector<PlannedOutput>> outputs = PlanOutputs(options);
  if (!outputs) return Complain(outputs.error());
  if (options.verbose && !invocation.config_path.empty()) {
    Say(fmt::format("configuration: {}\n", EscapeForTerminal(invocation.config_path)));
  }
  const Result<std::vector<findings::Report>> older = LoadOlderReports(options);
  if (!older) return Complain(older.error());
  Result<FinishedScan> finished = RunPipeline(invocation, !options.dump.empty());
  if (!finished) return Complain(finished.error());
  findings::Report& report = finished->outcome.report;
  invocation.progress = ProgressSinceEach(*older, report);
  report.fail_on = options.gate.Text();
  report.gate_count = CountAtGate(options.gate, report);
  if (options.stats) Say(finished->outcome.stats);
  if (!options.dump.empty()) return Dump(options.dump, finished->outcome);
  const int status = StatusOf(options, report);
  if (!options.explain.empty()) {
    if (options.no_snippets) findings::RemoveSnippets(&report);
    const Result<std::string> text = Explain(invocation, &report);
    if (!text) return Complain(text.error());
    if (!AsksForReport(options)) return Print(*text, status);
  }
  if (options.no_snippets) findings::RemoveSnippets(&report);
  const std::vector<std::string> roots =
      invocation.words.empty() ? std::vector<std::string>{"."} : invocation.words;
  // What lies in an object store has no path that a terminal could open.
  const std::string base = invocation.checkout ? "" : BaseOfPaths(roots).string();
  Result<void> written = WriteOutputs(*outputs, report, invocation, base);
  if (!options.quiet) SayDiagnostics(report);
  if (!written) return Complain(written.error());
  if (!options.quiet) SayWhereReportsAre(*outputs, options, report);
  if (options.strict && status == kExitIncomplete && !options.quiet) {
    Say("not everything was read, and --strict was given\n");
  }
  return status;
}

}  // namespace unsoap::cli
