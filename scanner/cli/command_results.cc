// convert, diff: work on saved results, without a scan.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/explain_finding.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/results.h"
#include "scanner/cli/terminal.h"

namespace unsoap::cli {
namespace {

std::string Line(char mark, const findings::Finding& finding, const std::string& note = "") {
  return fmt::format("{} {}:{}  {}  {}{}\n", mark, EscapeForTerminal(finding.location.path),
                     finding.location.start_line, EscapeForTerminal(finding.rule_id),
                     EscapeForTerminal(finding.message), note);
}

using ByFamily = std::map<std::string, std::vector<const findings::Finding*>>;
ByFamily Group(const findings::Report& report) {
  ByFamily groups;
  for (const findings::Finding& finding : report.findings)
    groups[finding.family].push_back(&finding);
  return groups;
}

}  // namespace

int RunConvert(const Invocation& invocation) {
  if (invocation.words.size() != 1)
    return Complain({ErrorKind::kUsage, "convert needs one result file", "", 0, 0, "",
                     "unsoap convert RESULT.json --format FMT[=FILE]"});
  Result<std::vector<PlannedOutput>> outputs = PlanOutputs(invocation.options);
  if (!outputs) return Complain(outputs.error());
  Result<findings::Report> report = LoadReport(invocation.words[0]);
  if (!report) return Complain(report.error());
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
  const Result<void> written = WriteOutputs(*outputs, *report, invocation);
  return written ? kExitClean : Complain(written.error());
}

int RunDiff(const Invocation& invocation) {
  if (invocation.words.size() != 2) {
    return Complain({ErrorKind::kUsage, "diff needs two result files", "", 0, 0, "",
                     "unsoap diff OLD.json NEW.json"});
  }
  Result<findings::Report> old_report = LoadReport(invocation.words[0]);
  if (!old_report) return Complain(old_report.error());
  Result<findings::Report> new_report = LoadReport(invocation.words[1]);
  if (!new_report) return Complain(new_report.error());
  // Equal findings are compared as groups: which of three equal ones went away cannot be known, how
  // many can.
  ByFamily before = Group(*old_report), after = Group(*new_report);
  int fresh = 0, fixed = 0, moved = 0, unchanged = 0;
  std::string out;
  for (const findings::Finding& finding : new_report->findings) {
    std::vector<const findings::Finding*>& then = before[finding.family];
    // Prefer the one that stands where this one stands.
    const auto same = std::find_if(then.begin(), then.end(), [&](const findings::Finding* f) {
      return f->location.path == finding.location.path &&
             f->location.start_line == finding.location.start_line;
    });
    const auto match = same != then.end() ? same : then.begin();
    if (match == then.end()) {
      ++fresh;
      out += Line('+', finding);
      continue;
    }
    const findings::Finding& old = **match;
    if (old.location.path == finding.location.path) {
      ++unchanged;
    } else {
      ++moved;
      out += Line('~', finding, fmt::format("  (was in {})", EscapeForTerminal(old.location.path)));
    }
    then.erase(match);
  }
  for (const findings::Finding& finding : old_report->findings) {
    const std::vector<const findings::Finding*>& left = before[finding.family];
    if (std::find(left.begin(), left.end(), &finding) == left.end()) continue;
    ++fixed;
    out += Line('-', finding);
  }
  out += fmt::format("{} new, {} fixed, {} moved to another file, {} unchanged\n", fresh, fixed,
                     moved, unchanged);
  return Print(out, fresh > 0 ? kExitFindings : kExitClean);
}

}  // namespace unsoap::cli
