// The pipeline, stage by stage. Read it top to bottom: it is the table of contents of the program.
#include "scanner/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "scanner/base/budget.h"
#include "scanner/base/parallel.h"
#include "scanner/collect/collector.h"
#include "scanner/evidence/redactor.h"
#include "scanner/evidence/signals.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/link/flow.h"
#include "scanner/link/program.h"
#include "scanner/link/toolkit_index.h"
#include "scanner/link/uses.h"
#include "scanner/match/binaries.h"
#include "scanner/match/copies.h"
#include "scanner/match/credential_reads.h"
#include "scanner/match/describe.h"
#include "scanner/match/envelopes.h"
#include "scanner/match/flow_secrets.h"
#include "scanner/match/matcher.h"
#include "scanner/match/place.h"
#include "scanner/match/rule_catalog.h"
#include "scanner/match/stubs.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/dates.h"
#include "scanner/triage/triage.h"

namespace unsoap {
namespace {

/// Of names learned; each round is one more pass over the dropped files. A chain of wrappers or
/// factories through files that name nothing takes one for each of them.
constexpr int kMaxRounds = 12;

double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Everything that link and match know of one round. Later members refer to earlier ones.
struct Analysis {
  std::vector<evidence::FileSignals> signals;
  std::vector<link::GeneratedFile> generated;
  std::vector<std::vector<match::Envelope>> envelopes;
  std::vector<std::string> troubles;  // a file; empty: none
  std::unique_ptr<link::Program> program;
  std::unique_ptr<link::Flow> flow;
  std::vector<match::Stub> stubs;
  link::Uses uses;
  std::vector<match::CredentialRead> reads;  // settings that are the keys, by their use
};

/// Where the time of linking went, over all rounds.
struct LinkTimes {
  double text = 0, program = 0, flow = 0, uses = 0;
};

Analysis Analyse(const std::vector<facts::FileFacts>& facts, const ScanOptions& options,
                 const evidence::SignalScanner& scanner, const match::StubFinder& stub_finder,
                 const link::ToolkitIndex& toolkits, const std::set<std::string>* paths,
                 LinkTimes* times) {
  Analysis out;
  double last = Now();
  const auto took = [&](double* stage) {
    const double now = Now();
    *stage += now - last;
    last = now;
  };
  out.signals.resize(facts.size());
  out.generated.resize(facts.size());
  out.envelopes.resize(facts.size());
  out.troubles.resize(facts.size());
  ParallelFor(facts.size(), options.jobs, [&](size_t i, int) {
    const Budget budget(options.limits.StepsOfFile());
    out.troubles[i] = ForOneFile("looking for evidence in it", [&] {
      out.signals[i] = scanner.Scan(facts[i]);
      out.generated[i] = stub_finder.Generated(facts[i], out.signals[i]);
      out.envelopes[i] = match::FindEnvelopes(static_cast<link::FileId>(i), facts[i],
                                              out.signals[i], options.packs);
    });
  });
  took(&times->text);
  std::vector<const facts::FileFacts*> pointers;
  for (const facts::FileFacts& file : facts) pointers.push_back(&file);
  out.program = std::make_unique<link::Program>(std::move(pointers));
  stub_finder.Spread(*out.program, out.signals, scanner, &out.generated);
  took(&times->program);
  out.flow = std::make_unique<link::Flow>(*out.program, toolkits);
  out.flow->Solve();
  took(&times->flow);
  out.stubs = stub_finder.Group(*out.program, toolkits, out.generated);
  std::vector<link::EnvelopeUse> envelopes;
  for (const std::vector<match::Envelope>& of_file : out.envelopes) {
    for (const match::Envelope& envelope : of_file) envelopes.push_back(envelope.use);
  }
  std::vector<bool> is_test;
  for (const facts::FileFacts& file : facts) {
    const std::vector<std::string> labels = match::LabelsOfPath(file.path);
    is_test.push_back(std::find(labels.begin(), labels.end(), "test") != labels.end());
  }
  out.uses = link::FindUses({out.program.get(), out.flow.get(), &toolkits, &scanner, &out.signals,
                             &out.generated, &envelopes, std::move(is_test), paths});
  out.uses.learned.alone.merge(match::NamesOf(out.stubs, *out.program));
  out.reads = match::ReadCredentials(*out.program, out.signals);
  match::LearnKeys(out.reads, &out.uses.learned);
  took(&times->uses);
  return out;
}

/// What no output may show, file by file, and what of it is a credential of the service.
std::vector<evidence::Secrets> FindSecrets(
    const std::vector<facts::FileFacts>& facts, const std::vector<evidence::FileSignals>& signals,
    const std::vector<match::CredentialRead>& reads, const ScanOptions& options,
    const evidence::SecretLook& look,
    std::vector<std::vector<evidence::CredentialUse>>* credentials,
    std::vector<std::string>* troubles) {
  const evidence::CredentialFinder credential_finder(options.packs);
  const evidence::SecretFinder secret_finder(look);
  std::vector<evidence::Secrets> secrets(facts.size());
  credentials->resize(facts.size());
  troubles->resize(facts.size());
  ParallelFor(facts.size(), options.jobs, [&](size_t i, int) {
    const Budget budget(options.limits.StepsOfFile());
    bool done = false;
    std::string trouble = ForOneFile("looking for its secrets", [&] {
      (*credentials)[i] = credential_finder.Find(facts[i], signals[i]);
      match::AddCredentialsByUse(reads, facts[i], credential_finder, look, &(*credentials)[i]);
      secrets[i] = secret_finder.Find(facts[i], (*credentials)[i]);
      done = true;
    });
    if (done) return;
    // Where it is not known what must not be shown, nothing is.
    secrets[i] = {{{0, static_cast<uint32_t>(facts[i].source.text().size())}}, {}};
    if (trouble.empty()) return;
    (*troubles)[i] += (*troubles)[i].empty() ? trouble : "; " + trouble;
  });
  return secrets;
}

/// The values of all files in one automaton, without words that every report needs.
std::shared_ptr<evidence::Redactor> MakeRedactor(std::shared_ptr<const evidence::SecretLook> look,
                                                 const std::vector<evidence::Secrets>& secrets,
                                                 const std::vector<std::string>& flowed,
                                                 const std::set<std::string>& paths,
                                                 const findings::Report& report) {
  auto redactor = std::make_shared<evidence::Redactor>(std::move(look));
  for (const evidence::Secrets& of_file : secrets) redactor->Add(of_file.values);
  redactor->Add(flowed);
  for (const std::string& path : paths) redactor->Keep(path);
  for (const findings::RuleInfo& rule : report.catalog) redactor->Keep(rule.id);
  for (const findings::RulesIdentity& rules : report.rules) redactor->Keep(rules.pack);
  redactor->Compile();
  return redactor;
}

void Describe(const ScanOptions& options, findings::Report* report) {
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
    return missing + when +
           (missing.empty() ? "No dependence on it was found."
                            : "In what was read no dependence on it was found.");
  }
  std::string out =
      missing + when +
      fmt::format("{} in {} {}", number(certain, "certain place"),
                  number(static_cast<int>(files["certain"].size()), "file"),
                  removed ? (certain == 1 ? "fails today" : "fail today") : "will fail");
  if (likely > 0) out += fmt::format("; {} likely", likely);
  return out + ".";
}

bool Selected(const ScanOptions& options, const findings::Finding& finding) {
  const auto any = [&](const std::vector<std::string>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) {
      return triage::RuleMatches(p, finding.rule_id);
    });
  };
  if (finding.confidence < options.min_confidence) return false;
  if (!options.only_rules.empty() && !any(options.only_rules)) return false;
  return !any(options.exclude_rules);
}

}  // namespace

Result<ScanOutcome> Scan(const ScanOptions& options) {
  const double start = Now();
  ScanOutcome outcome;
  findings::Report& report = outcome.report;
  report.as_of = options.as_of.empty() ? rules::Today() : options.as_of;
  report.command = options.command;
  Describe(options, &report);

  // Walk, prefilter, front-ends. From here on every path is read, dropped or counted with a reason.
  collect::Collector collector(options);
  if (Result<void> collected = collector.Run(); !collected)
    return tl::unexpected<Error>(collected.error());
  if (!collector.interrupted()) {
    if (Result<void> any = collector.HasRead(); !any) return tl::unexpected<Error>(any.error());
  }
  const double read = Now();

  // Link, with more files as long as it learns names that other files may hold.
  const evidence::SignalScanner scanner(options.packs);
  const match::StubFinder stub_finder(options.packs);
  const link::ToolkitIndex toolkits(options.packs);
  LinkTimes times;
  const std::set<std::string> paths = collector.paths();
  Analysis analysis =
      Analyse(collector.facts(), options, scanner, stub_finder, toolkits, &paths, &times);
  int rounds = 1;
  while (rounds < kMaxRounds && collector.Learn(analysis.uses.learned)) {
    analysis = {};  // the old one goes before the new one grows
    analysis = Analyse(collector.facts(), options, scanner, stub_finder, toolkits, &paths, &times);
    ++rounds;
  }
  // From here on no file is opened: facts, values and uses are fixed.
  const double linked = Now();

  // Match. From here on findings are sorted and each has its family.
  const auto look =
      std::make_shared<const evidence::SecretLook>(rules::BuiltinSecretWords(), options.packs);
  std::vector<std::vector<evidence::CredentialUse>> credentials;
  const std::vector<evidence::Secrets> secrets =
      FindSecrets(collector.facts(), analysis.signals, analysis.reads, options, *look, &credentials,
                  &analysis.troubles);
  const match::Linked view = {analysis.program.get(), analysis.flow.get(), &analysis.signals,
                              &analysis.envelopes,    &analysis.generated, &analysis.stubs,
                              &analysis.uses,         &credentials,        &secrets};
  for (size_t i = 0; i < analysis.troubles.size(); ++i) {
    if (!analysis.troubles[i].empty())
      collector.NoteTrouble(collector.facts()[i].path, analysis.troubles[i]);
  }
  match::Matched matched =
      match::Match(view, {options.packs, report.as_of, options.effort, options.explain});
  for (const auto& [file, reason] : matched.troubles)
    collector.NoteTrouble(collector.facts()[file].path, reason);
  // Binaries join, and copies go into what they repeat.
  match::AddBinaries(
      {collector.artefacts(), &scanner, options.packs, report.as_of, options.effort, &paths},
      &matched.findings);
  match::FoldCopies(collector.facts(), &matched.findings);
  std::erase_if(matched.findings,
                [&](const findings::Finding& finding) { return !Selected(options, finding); });
  findings::NumberFingerprints(matched.findings);
  // From here on no source text is read.

  // Triage. Nothing is dropped: findings are kept or counted as suppressed.
  std::vector<triage::InlineSuppression> suppressions;
  for (const facts::FileFacts& file : collector.facts()) {
    const Budget budget(options.limits.StepsOfFile());
    const std::string trouble = ForOneFile("reading its suppressions", [&] {
      for (triage::InlineSuppression& s : triage::ReadInlineSuppressions(file))
        suppressions.push_back(std::move(s));
    });
    if (!trouble.empty()) collector.NoteTrouble(file.path, trouble);
  }
  triage::TriageOptions triage;
  triage.root = options.walk.roots.empty() ? "." : options.walk.roots.front();
  triage.as_of = report.as_of, triage.baseline_path = options.baseline_path,
  triage.since = options.since;
  Result<triage::Triaged> triaged =
      triage::Triage(std::move(matched.findings), suppressions, triage);
  if (!triaged) return tl::unexpected<Error>(triaged.error());

  // Report.
  report.findings = std::move(triaged->findings);
  report.suppressed = std::move(triaged->suppressed);
  report.diagnostics = collector.diagnostics();
  report.diagnostics.insert(report.diagnostics.end(), triaged->diagnostics.begin(),
                            triaged->diagnostics.end());
  if (rounds == kMaxRounds) {
    report.diagnostics.push_back(
        {findings::Level::kWarning, "", 0,
         fmt::format("files that name nothing of the service were followed {} times and no further",
                     kMaxRounds),
         "a scan with --no-prefilter reads all of them at once"});
  }
  report.coverage = collector.coverage();
  report.interrupted = collector.interrupted();
  report.complete = !report.interrupted && report.coverage.IsComplete();
  report.wrappers = std::move(matched.wrappers);
  std::map<std::string, std::string> id_of_family;
  for (const findings::Finding& finding : report.findings)
    id_of_family.emplace(finding.family, finding.id);
  for (findings::WrapperSummary& wrapper : report.wrappers) {
    const auto at = id_of_family.find(wrapper.finding_id);
    wrapper.finding_id = at == id_of_family.end() ? "" : at->second;
  }
  for (const rules::Pack* pack : options.packs) {
    for (const rules::Erratum& erratum : pack->errata) {
      const bool used = std::any_of(
          report.findings.begin(), report.findings.end(), [&](const findings::Finding& f) {
            return std::find(erratum.operations.begin(), erratum.operations.end(), f.operation) !=
                   erratum.operations.end();
          });
      if (used)
        report.errata.push_back({erratum.id,
                                 erratum.where + ": " + erratum.wrong + " Right: " + erratum.right,
                                 erratum.proof});
    }
    for (const rules::SecondHop& hop : pack->second_hop) {
      const bool used = std::any_of(
          report.findings.begin(), report.findings.end(), [&](const findings::Finding& f) {
            return std::any_of(
                f.replacements.begin(), f.replacements.end(), [&](const findings::Replacement& r) {
                  return std::find(hop.endpoints.begin(), hop.endpoints.end(), r.id) !=
                         hop.endpoints.end();
                });
          });
      if (used) report.second_hop.push_back(hop.topic + " (" + hop.since + "): " + hop.text);
    }
  }
  report.summary = findings::Summarize(report.findings);
  report.verdict = VerdictOf(report);
  // From here on no secret is in the report.
  const std::shared_ptr<evidence::Redactor> redactor =
      MakeRedactor(look, secrets, match::SecretsByFlow(view, *look), paths, report);
  evidence::Redact(*redactor, false, &report);
  outcome.redactor = redactor;
  report.seconds = Now() - start;
  const link::Flow::Stats flow = analysis.flow->stats();
  outcome.stats = fmt::format(
      "read {:.3f} s, link {:.3f} s in {} rounds, match {:.3f} s\n"
      "link: text {:.3f} s, names {:.3f} s, values {:.3f} s, uses {:.3f} s\nfiles {} candidates {} "
      "nodes {} "
      "edges {} steps {} atoms {} objects {}\n",
      read - start, linked - read, rounds, Now() - linked, times.text, times.program, times.flow,
      times.uses, report.coverage.files_found, collector.facts().size(), flow.nodes, flow.edges,
      flow.steps, flow.atoms, flow.objects);
  outcome.stats += fmt::format("work: {} steps\n", StepsSpent());
  outcome.stats += collector.settlement();
  if (options.keep_facts) outcome.facts = collector.TakeFacts();
  return outcome;
}

}  // namespace unsoap
