// baseline: make, bring up to date, prune and compare the file of known findings.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "reporters/write_report.h"
#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/run_scan.h"
#include "scanner/rules/dates.h"
#include "scanner/triage/baseline.h"
#include "scanner/triage/owners.h"

namespace unsoap::cli {
namespace {

constexpr const char* kDefaultFile = ".unsoap-baseline.json";

int Count(const triage::Baseline& baseline) {
  int count = 0;
  for (const triage::BaselineEntry& entry : baseline.entries) count += entry.count;
  return count;
}

Result<int> Compare(const triage::Baseline& baseline, std::vector<findings::Finding> findings) {
  const std::vector<triage::BaselineEntry> stale = triage::ApplyBaseline(baseline, findings);
  std::string out;
  int fresh = 0;
  for (const findings::Finding& finding : findings) {
    if (finding.state == findings::State::kBaseline) continue;
    ++fresh;
    out += fmt::format("+ {}:{}  {}\n", EscapeForTerminal(finding.location.path),
                       finding.location.start_line, EscapeForTerminal(finding.rule_id));
  }
  int gone = 0;
  for (const triage::BaselineEntry& entry : stale) {
    gone += entry.count;
    out +=
        fmt::format("- {}  {}{}\n", EscapeForTerminal(entry.path), EscapeForTerminal(entry.rule_id),
                    entry.count > 1 ? fmt::format("  ({} times)", entry.count) : "");
  }
  out += fmt::format("{} not in the baseline, {} no longer found\n", fresh, gone);
  return Print(out, fresh > 0 ? kExitFindings : kExitClean);
}

/// What is known, by rule, with its age and who is asked about it.
Result<int> Show(const triage::Baseline& baseline, const std::string& path) {
  const std::string folder = FolderOf(path).empty() ? "." : FolderOf(path);
  const triage::Owners owners = triage::Owners::FromRepository(folder);
  const std::optional<int> today = rules::ParseDate(rules::Today());
  std::map<std::string, std::vector<const triage::BaselineEntry*>> by_rule;
  for (const triage::BaselineEntry& entry : baseline.entries)
    by_rule[entry.rule_id].push_back(&entry);
  std::string out;
  for (const auto& [rule, entries] : by_rule) {
    int count = 0;
    for (const triage::BaselineEntry* entry : entries) count += entry->count;
    out += fmt::format("{}  {}\n", EscapeForTerminal(rule), count);
    for (const triage::BaselineEntry* entry : entries) {
      const std::optional<int> since = rules::ParseDate(entry->since);
      std::string line = "  " + EscapeForTerminal(entry->path);
      if (entry->count > 1) line += fmt::format(" ({} times)", entry->count);
      if (since && today) line += fmt::format(", {} days", std::max(0, *today - *since));
      if (const std::string owner = owners.Of(entry->path); !owner.empty())
        line += ", " + EscapeForTerminal(owner);
      if (!entry->reason.empty()) line += ": " + EscapeForTerminal(entry->reason);
      out += line + "\n";
    }
  }
  out += fmt::format("{} known findings\n", Count(baseline));
  return Print(out, kExitClean);
}

Result<int> Baselines(Invocation invocation) {
  const Result<std::string> asked = VerbOf(*FindCommand("baseline"), invocation);
  if (!asked) return Fail(asked.error());
  const std::string& verb = *asked;
  invocation.words.erase(invocation.words.begin());
  const std::string path =
      invocation.options.baseline.empty() ? kDefaultFile : invocation.options.baseline;
  // A name that nobody gave must not lead anywhere else, as a link of the tree would.
  std::error_code failed;
  if (invocation.options.baseline.empty() && std::filesystem::is_symlink(path, failed)) {
    return Fail(fmt::format("{} is a symbolic link", path), "name the file with --baseline");
  }
  invocation.options.baseline.clear();  // the scan itself must see all findings as new
  if (verb == "create" && !invocation.options.force && std::filesystem::exists(path, failed))
    return Fail(fmt::format("{} is there already, with the reasons that were given", path),
                "'unsoap baseline update' adds to it; --force writes over it");
  triage::Baseline baseline;
  if (verb != "create") {
    Result<triage::Baseline> loaded = triage::LoadBaseline(path);
    if (!loaded) return Fail(loaded.error());
    baseline = std::move(*loaded);
  }
  if (verb == "show") return Show(baseline, path);
  Result<FinishedScan> finished = RunPipeline(invocation, false);
  if (!finished) return Fail(finished.error());
  const findings::Report& report = finished->outcome.report;
  // Half a scan would forget what it has not reached.
  if (report.interrupted) return Fail("the scan was interrupted; the baseline is as it was");
  if (!report.complete && !invocation.options.quiet)
    fmt::print(stderr, "warning: {}\n", findings::NotReadSentence(report));
  if (verb == "diff") return Compare(baseline, report.findings);
  const std::vector<std::string> roots =
      invocation.words.empty() ? std::vector<std::string>{"."} : invocation.words;
  const triage::BaselineScope scope = ScopeOfBaseline(invocation.options, roots, path);
  const triage::Baseline made =
      verb == "prune" ? triage::PruneBaseline(baseline, report.findings, scope)
                      : triage::UpdateBaseline(baseline, report.findings, invocation.options.reason,
                                               report.as_of, scope);
  const std::string text = triage::BaselineJson(made);
  const Result<void> written =
      reporters::WriteOutput(path, [&](const reporters::Sink& sink) { sink(text); });
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

}  // namespace unsoap::cli
