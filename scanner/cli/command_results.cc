// convert, diff: work on saved results, without a scan.
#include <algorithm>
#include <set>

#include "reporters/diff.h"
#include "reporters/reporter.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/explain_finding.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/results.h"
#include "scanner/cli/target.h"
#include "scanner/cli/terminal.h"
#include "scanner/findings/difference.h"

namespace unsoap::cli {

int RunConvert(const Invocation& invocation) {
  if (invocation.words.size() != 1)
    return Complain({ErrorKind::kUsage, "convert needs one result file", "", 0, 0, "",
                     "unsoap convert RESULT.json --format FMT[=FILE]"});
  Result<std::vector<PlannedOutput>> outputs = PlanOutputs(invocation.options);
  if (!outputs) return Complain(outputs.error());
  const Result<std::vector<findings::Report>> older = LoadOlderReports(invocation.options);
  if (!older) return Complain(older.error());
  Result<findings::Report> report = LoadReport(invocation.words[0]);
  if (!report) return Complain(report.error());
  Invocation with_progress = invocation;
  with_progress.progress = ProgressSinceEach(*older, *report);
  if (invocation.options.no_snippets) findings::RemoveSnippets(&*report);
  if (!invocation.options.explain.empty()) {
    const Result<std::vector<const findings::Finding*>> meant =
        FindingsMeant(*report, invocation.options.explain);
    if (!meant) return Complain(meant.error());
    std::string text;
    for (const findings::Finding* finding : *meant)
      text += (text.empty() ? "" : "\n") + ExplainFinding(*finding, false, TerminalWidth(stdout));
    return Print(text);
  }
  const Result<void> written = WriteOutputs(*outputs, *report, with_progress);
  return written ? kExitClean : Complain(written.error());
}

namespace {

/// The format that diff is asked for, where it is one of reports alone; empty otherwise.
std::string ReportFormatOf(const Options& options) {
  if (options.outputs.size() != 1) return {};
  const Output& output = options.outputs.front();
  const reporters::ReporterInfo* const reporter = output.format.empty()
                                                      ? reporters::ReporterForFile(output.file)
                                                      : reporters::FindReporter(output.format);
  const std::vector<std::string>& own = reporters::DiffFormats();
  if (reporter == nullptr || std::ranges::find(own, reporter->name) != own.end()) return {};
  return std::string(reporter->name);
}

/// The newer report, in which what the older one has is known.
int WriteAsReport(const Invocation& invocation, const findings::Report& before,
                  const findings::Difference& difference, findings::Report* now) {
  Invocation with_progress = invocation;
  with_progress.progress = {findings::ProgressSince(before, *now)};
  const Result<std::vector<PlannedOutput>> outputs = PlanOutputs(invocation.options);
  if (!outputs) return Complain(outputs.error());
  const std::set<const findings::Finding*> fresh(difference.fresh.begin(), difference.fresh.end());
  for (findings::Finding& finding : now->findings)
    finding.state = fresh.contains(&finding) ? findings::State::kNew : findings::State::kBaseline;
  now->summary = findings::Summarize(now->findings);
  now->gate_count = static_cast<int>(fresh.size());
  const Result<void> written = WriteOutputs(*outputs, *now, with_progress);
  if (!written) return Complain(written.error());
  return fresh.empty() ? kExitClean : kExitFindings;
}

}  // namespace

int RunDiff(const Invocation& invocation) {
  if (invocation.words.size() != 2) {
    return Complain({ErrorKind::kUsage, "diff needs two result files", "", 0, 0, "",
                     "unsoap diff OLD.json NEW.json"});
  }
  // A wrong format must not cost the reading.
  const bool as_report = !ReportFormatOf(invocation.options).empty();
  Result<Target> target = Target();
  if (!as_report) target = TargetOf(invocation.options, reporters::DiffFormats());
  if (!target) return Complain(target.error());
  Result<findings::Report> old_report = LoadReport(invocation.words[0]);
  if (!old_report) return Complain(old_report.error());
  Result<findings::Report> new_report = LoadReport(invocation.words[1]);
  if (!new_report) return Complain(new_report.error());
  const findings::Difference difference = findings::Compare(*old_report, *new_report);
  if (as_report) return WriteAsReport(invocation, *old_report, difference, &*new_report);
  const int delivered = Deliver(*target, reporters::RenderDiff(target->format, difference));
  if (delivered != kExitClean) return delivered;
  return difference.fresh.empty() ? kExitClean : kExitFindings;
}

}  // namespace unsoap::cli
