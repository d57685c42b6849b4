// The pipeline, stage by stage. Read Scan() top to bottom: it is the table of contents of the
// program.
#include "scanner/scan.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "scanner/base/budget.h"
#include "scanner/collect/collector.h"
#include "scanner/findings/examples.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/match/binaries.h"
#include "scanner/match/copies.h"
#include "scanner/match/flow_secrets.h"
#include "scanner/match/matcher.h"
#include "scanner/match/repeats.h"
#include "scanner/match/rule_catalog.h"
#include "scanner/rules/builtin.h"
#include "scanner/scan_analysis.h"
#include "scanner/scan_memory.h"
#include "scanner/scan_report.h"
#include "scanner/scan_secrets.h"
#include "scanner/scan_times.h"
#include "scanner/triage/triage.h"

namespace unsoap {
namespace {

/// True if a finding was asked for, whatever its confidence.
bool Selected(const ScanOptions& options, const findings::Finding& finding) {
  const auto any = [&](const std::vector<std::string>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) {
      return triage::RuleMatches(p, finding.rule_id);
    });
  };
  if (finding.level < options.min_level) return false;
  if (!options.only_rules.empty() && !any(options.only_rules)) return false;
  return !any(options.exclude_rules);
}

/// A function that is only there to hold one of the findings is no second one: what it holds names
/// it. One that other code calls is the wrapper to migrate, and stays.
void DropRepeats(std::vector<findings::Finding>* findings) {
  std::set<std::pair<std::string, int>> holding;
  for (const findings::Finding& f : *findings) {
    if (findings::IsUseInFunction(f)) holding.emplace(f.location.path, f.enclosing_line);
  }
  std::erase_if(*findings, [&](const findings::Finding& f) {
    return f.kind == findings::Kind::kDefinition && f.callers.total == 0 &&
           holding.contains({f.location.path, f.location.start_line});
  });
}

/// Takes out what is not certain enough, and says in the report how much that was.
void LeaveOut(findings::Confidence least, std::vector<findings::Finding>* findings,
              findings::Report* report) {
  std::set<std::string_view> files;
  for (const findings::Finding& finding : *findings) {
    if (finding.confidence >= least) continue;
    ++report->left_out;
    files.insert(finding.location.path);
  }
  report->left_out_files = static_cast<int>(files.size());
  std::erase_if(*findings, [&](const findings::Finding& f) { return f.confidence < least; });
}

/// Findings of all kinds that were asked for, each once.
match::Matched FindFindings(const match::Linked& view, const ScanOptions& options,
                            const std::string& as_of, const LinkTools& tools,
                            const std::set<std::string>& paths, collect::Collector* collector,
                            findings::Report* report) {
  match::Matched matched =
      match::Match(view, {options.packs, as_of, options.effort, options.explain});
  for (const auto& [file, reason] : matched.troubles)
    collector->NoteTrouble(collector->facts()[file].path, reason);
  DropRepeats(&matched.findings);
  // Binaries join, and copies go into what they repeat.
  match::AddBinaries({collector->artefacts(), &tools.signals, options.packs, as_of, options.effort,
                      &paths, &collector->copies()},
                     &matched.findings);
  match::FoldCopies(collector->facts(), collector->copies(), &matched.findings);
  std::erase_if(matched.findings,
                [&](const findings::Finding& finding) { return !Selected(options, finding); });
  LeaveOut(options.min_confidence, &matched.findings, report);
  match::FoldRepeats(&matched.findings, &matched.notes);
  findings::NumberFingerprints(matched.findings);
  return matched;
}

std::vector<triage::InlineSuppression> ReadSuppressions(const ScanOptions& options,
                                                        collect::Collector* collector) {
  std::vector<triage::InlineSuppression> out;
  for (const facts::FileFacts& file : collector->facts()) {
    const Budget budget(options.limits.StepsOfFile());
    const std::string trouble = ForOneFile("reading its suppressions", [&] {
      for (triage::InlineSuppression& s : triage::ReadInlineSuppressions(file))
        out.push_back(std::move(s));
    });
    if (!trouble.empty()) collector->NoteTrouble(file.path, trouble);
  }
  return out;
}

triage::TriageOptions TriageOptionsOf(const ScanOptions& options, const std::string& as_of) {
  triage::TriageOptions out;
  out.root = options.walk.roots.empty() ? "." : options.walk.roots.front();
  out.as_of = as_of, out.baseline_path = options.baseline_path, out.since = options.since;
  out.baseline_scope = options.baseline_scope, out.changed = options.changed;
  for (const findings::RuleInfo& rule : match::RuleCatalog(options.packs, as_of))
    out.rule_ids.push_back(rule.id);
  return out;
}

/// Goes as far as the last scan came with the same files; gives what followed from them, or nothing
/// where this tree is another one from some round on. `done`: rounds that were gone through.
const Conclusion* Recall(const ScanOptions& options, collect::Collector* collector, int* done) {
  if (options.known == nullptr) return nullptr;
  std::vector<ScanMemory::Round>& rounds = options.known->rounds;
  const std::optional<Conclusion>& conclusion = options.known->conclusion;
  for (size_t i = 0; i < rounds.size(); ++i) {
    *done = static_cast<int>(i);
    const std::string state = collector->State();
    const bool is_last = i + 1 == rounds.size();
    if (state.empty() || state != rounds[i].state || (is_last && !conclusion)) {
      rounds.resize(i);
      break;
    }
    if (is_last && conclusion->cut_off) return &*conclusion;
    // A file that is not as it was may hold a name that nothing held before.
    const bool has_more = collector->Learn(rounds[i].learned);
    if (is_last && !has_more) return &*conclusion;
    *done = static_cast<int>(i) + 1;
  }
  options.known->conclusion.reset();
  return nullptr;
}

/// Links and matches. From here on no file is opened and no source text is read.
Conclusion Conclude(const ScanOptions& options, const std::set<std::string>& paths, int done,
                    findings::Report* report, collect::Collector* collector, ScanTimes* times,
                    Rounds* rounds) {
  Conclusion out;
  // Link, with more files as long as it learns names that other files may hold.
  const LinkTools tools(options.packs);
  *rounds = AnalyseInRounds(options, tools, paths, collector, done, times);
  Analysis& analysis = rounds->analysis;
  // From here on no file is opened: facts, values and uses are fixed.
  times->linked = Now();

  // Match. From here on findings are sorted and each has its family.
  const auto look =
      std::make_shared<const evidence::SecretLook>(rules::BuiltinSecretWords(), options.packs);
  const FoundSecrets secrets = FindSecrets(collector->facts(), options, *look, &analysis);
  for (size_t i = 0; i < analysis.troubles.size(); ++i) {
    if (!analysis.troubles[i].empty())
      collector->NoteTrouble(collector->facts()[i].path, analysis.troubles[i]);
  }
  const match::Linked view = {analysis.program.get(), analysis.flow.get(),  &analysis.signals,
                              &analysis.envelopes,    &analysis.generated,  &analysis.stubs,
                              &analysis.uses,         &secrets.credentials, &secrets.values};
  out.matched = FindFindings(view, options, report->as_of, tools, paths, collector, report);
  out.left_out = report->left_out, out.left_out_files = report->left_out_files;
  out.suppressions = ReadSuppressions(options, collector);
  out.redactor = MakeRedactor(look, secrets, match::SecretsByFlow(view, *look), paths, *report);
  out.troubles = collector->troubles();
  out.rounds = rounds->count, out.cut_off = rounds->cut_off;
  return out;
}

}  // namespace

Result<ScanOutcome> Scan(const ScanOptions& options) {
  ScanTimes times;
  ScanOutcome outcome;
  findings::Report& report = outcome.report;
  Describe(options, &report);

  // Walk, prefilter, front-ends. From here on every path is read, dropped or counted with a reason.
  collect::Collector collector(options);
  if (Result<void> collected = collector.Run(); !collected)
    return tl::unexpected<Error>(collected.error());
  if (!Interrupted()) {
    if (Result<void> any = collector.HasRead(); !any) return tl::unexpected<Error>(any.error());
  }
  times.read = Now();

  // Link and match, where no earlier scan did with the same files.
  const std::set<std::string> paths = collector.paths();
  Rounds rounds;
  int done = 0;
  const Conclusion* const known = Recall(options, &collector, &done);
  Conclusion found;
  if (known != nullptr) {
    found = *known;
    for (const auto& [path, reason] : found.troubles) collector.NoteTrouble(path, reason);
    rounds.count = found.rounds, rounds.cut_off = found.cut_off;
    report.left_out = found.left_out, report.left_out_files = found.left_out_files;
  } else {
    found = Conclude(options, paths, done, &report, &collector, &times, &rounds);
    if (options.known != nullptr && !Interrupted()) options.known->conclusion = found;
  }

  // Triage. Nothing is dropped: findings are kept or counted as suppressed.
  Result<triage::Triaged> triaged =
      triage::Triage(std::move(found.matched.findings), std::move(found.suppressions),
                     TriageOptionsOf(options, report.as_of));
  if (!triaged) return tl::unexpected<Error>(triaged.error());
  triaged->diagnostics.insert(triaged->diagnostics.begin(), found.matched.notes.begin(),
                              found.matched.notes.end());

  // Report.
  outcome.shared = std::move(found.matched.shared);
  Assemble(options, collector, rounds, std::move(found.matched.wrappers), std::move(*triaged),
           &report);
  // From here on no secret is in the report.
  evidence::Redact(*found.redactor, false, &report);
  findings::AddExamples(options.packs, rules::BuiltinExamples(), &report);
  outcome.redactor = found.redactor;
  report.seconds = Now() - times.start;
  if (known == nullptr) outcome.stats = Statistics(times, rounds, collector, report);
  if (options.keep_facts) outcome.facts = collector.TakeFacts();
  return outcome;
}

}  // namespace unsoap
