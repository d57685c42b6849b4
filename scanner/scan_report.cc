#include "scanner/scan_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "scanner/base/budget.h"
#include "scanner/match/describe.h"
#include "scanner/match/rule_catalog.h"
#include "scanner/rules/dates.h"

namespace unsoap {
namespace {

constexpr std::string_view kNotListed = " not listed (--min-confidence possible lists them)";

/// The first line of every report: what the dates mean for this tree.
std::string VerdictOf(const findings::Report& report) {
  std::map<std::string, std::set<std::string>> files;
  std::map<std::string, int> count;
  for (const findings::Finding& finding : report.findings) {
    if (finding.level == findings::Level::kNote) continue;
    ++count[std::string(findings::Name(finding.confidence))];
    files[std::string(findings::Name(finding.confidence))].insert(finding.location.path);
  }
  const bool removed = !report.removed_on.empty() && report.removed_on <= report.as_of;
  const std::string when =
      report.removed_on.empty()
          ? ""
          : fmt::format("{} {} {} ({}). ", report.service_short,
                        removed ? "is off since" : "ends on", report.removed_on,
                        rules::DatePhrase(report.removed_on, report.as_of));
  const auto number = [](int n, const char* word) {
    return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
  };
  const int certain = count["certain"], likely = count["likely"];
  const std::string missing = findings::NotReadSentence(report);
  if (certain + likely == 0) {
    const int possible = count["possible"] + report.left_out;
    const std::string found = fmt::format("{} {}dependence on it was found",
                                          missing.empty() ? "No" : "In what was read no",
                                          possible > 0 ? "certain or likely " : "");
    std::string out = missing + when + found;
    if (possible > 0) out += "; " + number(possible, "possible place");
    if (report.left_out > 0 && report.left_out < possible)
      out += fmt::format(", {} of them", report.left_out);
    if (report.left_out > 0) out += kNotListed;
    return out + ".";
  }
  std::string out =
      missing + when +
      fmt::format("{} in {} {}", number(certain, "certain place"),
                  number(static_cast<int>(files["certain"].size()), "file"),
                  removed ? (certain == 1 ? "fails today" : "fail today") : "will fail");
  if (likely > 0) out += fmt::format("; {} likely", likely);
  return out + ".";
}

bool AnyHas(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// What the vendor's documents say wrongly of operations that are used.
void AddErrata(const rules::Pack& pack, findings::Report* report) {
  for (const rules::Erratum& erratum : pack.errata) {
    const bool used = std::any_of(
        report->findings.begin(), report->findings.end(),
        [&](const findings::Finding& f) { return AnyHas(erratum.operations, f.operation); });
    if (!used) continue;
    report->errata.push_back({erratum.id,
                              erratum.where + ": " + erratum.wrong + " Right: " + erratum.right,
                              erratum.proof});
  }
}

/// What becomes of requests that are proposed here.
void AddSecondHops(const rules::Pack& pack, findings::Report* report) {
  for (const rules::SecondHop& hop : pack.second_hop) {
    const auto is_of_hop = [&](const findings::Replacement& r) {
      return AnyHas(hop.endpoints, r.id);
    };
    const bool used = std::any_of(
        report->findings.begin(), report->findings.end(), [&](const findings::Finding& f) {
          return std::any_of(f.replacements.begin(), f.replacements.end(), is_of_hop);
        });
    if (used) report->second_hop.push_back(hop.topic + " (" + hop.since + "): " + hop.text);
  }
}

/// Wrappers name their finding by its family; from here on by its id, where it is reported.
void NameFindings(const std::vector<findings::Finding>& findings,
                  std::vector<findings::WrapperSummary>* wrappers) {
  std::map<std::string, std::string> id_of_family;
  for (const findings::Finding& finding : findings)
    id_of_family.emplace(finding.family, finding.id);
  for (findings::WrapperSummary& wrapper : *wrappers) {
    const auto at = id_of_family.find(wrapper.finding_id);
    wrapper.finding_id = at == id_of_family.end() ? "" : at->second;
  }
}

}  // namespace

void Describe(const ScanOptions& options, findings::Report* report) {
  report->as_of = options.as_of.empty() ? rules::Today() : options.as_of;
  report->command = options.command;
  report->tool_version = UNSOAP_VERSION;
  for (const rules::Pack* pack : options.packs)
    report->rules.push_back({pack->id, pack->version, pack->digest});
  report->catalog = match::RuleCatalog(options.packs, report->as_of);
  if (options.packs.empty()) return;
  const rules::Pack& pack = *options.packs.front();
  report->service_name = pack.service_name, report->service_short = pack.service_short;
  report->documentation = pack.documentation;
  report->fate = match::Describer(pack, report->as_of, pack.effort).Fate();
  report->removed_on = rules::RemovalBelievedOn(pack, report->as_of);
  if (report->removed_on.empty()) report->removed_on = pack.removed_on;
  for (const rules::TimelineEvent* event : rules::VisibleTimeline(pack, report->as_of)) {
    report->timeline.push_back({event->date, event->event, event->said_on, event->superseded_on,
                                event->source, event->note});
  }
}

void Assemble(const ScanOptions& options, const collect::Collector& collector, const Rounds& rounds,
              std::vector<findings::WrapperSummary> wrappers, triage::Triaged triaged,
              findings::Report* into) {
  findings::Report& report = *into;
  report.findings = std::move(triaged.findings);
  report.suppressed = std::move(triaged.suppressed);
  report.gone = triaged.gone;
  report.diagnostics = collector.diagnostics();
  report.diagnostics.insert(report.diagnostics.end(), triaged.diagnostics.begin(),
                            triaged.diagnostics.end());
  if (rounds.cut_off) {
    report.diagnostics.push_back(
        {findings::Level::kWarning, "", 0,
         fmt::format("files that name nothing of the service were followed {} times and no further",
                     rounds.count),
         "a scan with --no-prefilter reads all of them at once"});
  }
  report.coverage = collector.coverage();
  report.interrupted = Interrupted();
  report.complete = !report.interrupted && report.coverage.IsComplete();
  report.wrappers = std::move(wrappers);
  NameFindings(report.findings, &report.wrappers);
  for (const rules::Pack* pack : options.packs) {
    AddErrata(*pack, &report);
    AddSecondHops(*pack, &report);
    AddMigration(*pack, &report);
  }
  report.summary = findings::Summarize(report.findings);
  report.verdict = VerdictOf(report);
}

std::string Statistics(const ScanTimes& times, const Rounds& rounds,
                       const collect::Collector& collector, const findings::Report& report) {
  const link::Flow::Stats flow = rounds.analysis.flow->stats();
  std::string out = fmt::format(
      "read {:.3f} s, link {:.3f} s in {} rounds, match {:.3f} s\n"
      "link: text {:.3f} s, names {:.3f} s, values {:.3f} s, uses {:.3f} s\nfiles {} candidates {} "
      "nodes {} "
      "edges {} steps {} atoms {} objects {}\n",
      times.read - times.start, times.linked - times.read, rounds.count, Now() - times.linked,
      times.text, times.program, times.flow, times.uses, report.coverage.files_found,
      collector.facts().size(), flow.nodes, flow.edges, flow.steps, flow.atoms, flow.objects);
  out += fmt::format("work: {} steps\n", StepsSpent());
  out += collector.settlement();
  return out;
}

}  // namespace unsoap
