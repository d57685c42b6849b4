// baseline: make, bring up to date, prune and compare the file of known findings.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "reporters/write_report.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/run_scan.h"
#include "scanner/triage/baseline.h"

namespace unsoap {
namespace {

constexpr const char* kDefaultFile = ".unsoap-baseline.json";

int Count(const Baseline& baseline) {
  int count = 0;
  for (const BaselineEntry& entry : baseline.entries) count += entry.count;
  return count;
}

Result<int> Compare(const Baseline& baseline, std::vector<Finding> findings) {
  const std::vector<BaselineEntry> stale = ApplyBaseline(baseline, findings);
  std::string out;
  int fresh = 0;
  for (const Finding& finding : findings) {
    if (finding.state == State::kBaseline) continue;
    ++fresh;
    out += fmt::format("+ {}:{}  {}\n", EscapeForTerminal(finding.location.path),
                       finding.location.start_line, EscapeForTerminal(finding.rule_id));
  }
  int gone = 0;
  for (const BaselineEntry& entry : stale) {
    gone += entry.count;
    out +=
        fmt::format("- {}  {}{}\n", EscapeForTerminal(entry.path), EscapeForTerminal(entry.rule_id),
                    entry.count > 1 ? fmt::format("  ({} times)", entry.count) : "");
  }
  out += fmt::format("{} not in the baseline, {} no longer found\n", fresh, gone);
  return Print(out, fresh > 0 ? kExitFindings : kExitClean);
}

Result<int> Baselines(Invocation invocation) {
  const std::vector<std::string> kVerbs = {"create", "update", "prune", "diff"};
  const std::string verb = invocation.words.empty() ? "" : invocation.words[0];
  if (std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end()) {
    const std::string near = DidYouMean(verb, kVerbs);
    return Fail(
        verb.empty() ? "baseline needs to know what" : fmt::format("baseline cannot '{}'", verb),
        near.empty() ? "one of " + Join(kVerbs, ", ") : fmt::format("did you mean '{}'?", near));
  }
  invocation.words.erase(invocation.words.begin());
  const std::string path =
      invocation.options.baseline.empty() ? kDefaultFile : invocation.options.baseline;
  // A name that nobody gave must not lead anywhere else, as a link of the tree would.
  std::error_code failed;
  if (invocation.options.baseline.empty() && std::filesystem::is_symlink(path, failed)) {
    return Fail(fmt::format("{} is a symbolic link", path), "name the file with --baseline");
  }
  invocation.options.baseline.clear();  // the scan itself must see all findings as new
  Baseline baseline;
  if (verb != "create") {
    Result<Baseline> loaded = LoadBaseline(path);
    if (!loaded) return Fail(loaded.error());
    baseline = std::move(*loaded);
  }
  Result<FinishedScan> finished = RunPipeline(invocation, false);
  if (!finished) return Fail(finished.error());
  const Report& report = finished->outcome.report;
  // Half a scan would forget what it has not reached.
  if (report.interrupted) return Fail("the scan was interrupted; the baseline is as it was");
  if (!report.complete && !invocation.options.quiet)
    fmt::print(stderr, "warning: {}\n", NotReadSentence(report));
  if (verb == "diff") return Compare(baseline, report.findings);
  const Baseline made = verb == "prune"
                            ? PruneBaseline(baseline, report.findings)
                            : UpdateBaseline(baseline, report.findings, invocation.options.reason);
  const std::string text = BaselineJson(made);
  const Result<void> written = WriteOutput(path, [&](const Sink& sink) { sink(text); });
  if (!written) return Fail(written.error());
  if (!invocation.options.quiet) {
    Say(fmt::format("{}: {} known findings\n", EscapeForTerminal(path), Count(made)));
  }
  return kExitClean;
}

}  // namespace

int RunBaseline(const Invocation& invocation) {
  const Result<int> status = Baselines(invocation);
  return status ? *status : Complain(status.error());
}

}  // namespace unsoap
