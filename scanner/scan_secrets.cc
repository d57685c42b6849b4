#include "scanner/scan_secrets.h"

#include <algorithm>
#include <utility>

#include "scanner/base/budget.h"
#include "scanner/base/parallel.h"
#include "scanner/match/credential_reads.h"
#include "scanner/match/signing_arguments.h"

namespace unsoap {
namespace {

void Add(const match::HandedLiteral& literal, evidence::Secrets* secrets) {
  secrets->values.push_back(literal.value);
  const auto overlaps = [&](const Span& known) {
    return known.begin < literal.span.end && literal.span.begin < known.end;
  };
  if (!literal.span.empty() && std::ranges::none_of(secrets->spans, overlaps))
    secrets->spans.push_back(literal.span);
}

/// What other files, and code in between, make a key of.
void AddHanded(const Analysis& analysis, const evidence::SecretLook& look, FoundSecrets* found) {
  std::set<link::FileId> changed;
  for (const match::HandedLiteral& literal :
       match::LiteralsHandedToKeys(*analysis.program, *analysis.flow, analysis.signals, look)) {
    Add(literal, &found->values[literal.file]);
    changed.insert(literal.file);
  }
  for (const link::FileId file : changed) {
    evidence::Secrets& secrets = found->values[file];
    std::ranges::sort(secrets.spans);
    std::ranges::sort(secrets.values);
    secrets.values.erase(std::unique(secrets.values.begin(), secrets.values.end()),
                         secrets.values.end());
  }
}

}  // namespace

FoundSecrets FindSecrets(const std::vector<facts::FileFacts>& facts, const ScanOptions& options,
                         const evidence::SecretLook& look, Analysis* analysis) {
  const evidence::CredentialFinder credential_finder(options.packs);
  const evidence::SecretFinder secret_finder(look);
  const match::CredentialsByUse by_use(analysis->keys, *analysis->program, credential_finder, look);
  const std::set<const rules::Pack*> named = NamedPacks(analysis->signals);
  FoundSecrets out;
  out.values.resize(facts.size());
  out.credentials.resize(facts.size());
  ParallelFor(facts.size(), options.jobs, [&](size_t i, int) {
    const Budget budget(options.limits.StepsOfFile());
    bool done = false;
    const std::string trouble = ForOneFile("looking for its secrets", [&] {
      out.credentials[i] = credential_finder.Find(facts[i], analysis->signals[i], named);
      by_use.Add(static_cast<link::FileId>(i), &out.credentials[i]);
      out.values[i] = secret_finder.Find(facts[i], out.credentials[i]);
      done = true;
    });
    if (done) return;
    // Where it is not known what must not be shown, nothing is.
    out.values[i] = {{{0, static_cast<uint32_t>(facts[i].source.text().size())}}, {}};
    if (trouble.empty()) return;
    std::string& said = analysis->troubles[i];
    said += said.empty() ? trouble : "; " + trouble;
  });
  constexpr int64_t kFilesWorth = 50;  // of work, for all of them together
  bool done = false;
  ForOneFile("following what signs requests", [&] {
    const Budget budget(options.limits.StepsOfFile() * kFilesWorth);
    AddHanded(*analysis, look, &out);
    done = true;
  });
  // Where it is not known what must not be shown, nothing is.
  for (size_t i = 0; i < facts.size() && !done; ++i)
    out.values[i].spans = {{0, static_cast<uint32_t>(facts[i].source.text().size())}};
  return out;
}

std::shared_ptr<evidence::Redactor> MakeRedactor(std::shared_ptr<const evidence::SecretLook> look,
                                                 const FoundSecrets& secrets,
                                                 const std::vector<std::string>& flowed,
                                                 const std::set<std::string>& paths,
                                                 const findings::Report& report) {
  auto redactor = std::make_shared<evidence::Redactor>(std::move(look));
  for (const evidence::Secrets& of_file : secrets.values) redactor->Add(of_file.values);
  redactor->Add(flowed);
  for (const std::string& path : paths) redactor->Keep(path);
  for (const findings::RuleInfo& rule : report.catalog) {
    redactor->Keep(rule.id);
    // The addresses of REST are ours to print, whatever code hands them to.
    for (const findings::RuleAdvice& advice : rule.advice) {
      for (const std::string& use : advice.use) redactor->Keep(use);
      redactor->Keep(advice.url);
    }
  }
  for (const findings::RulesIdentity& rules : report.rules) redactor->Keep(rules.pack);
  redactor->Compile();
  return redactor;
}

}  // namespace unsoap
