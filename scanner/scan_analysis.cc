#include "scanner/scan_analysis.h"

#include <utility>

#include "scanner/base/budget.h"
#include "scanner/base/parallel.h"
#include "scanner/evidence/credentials.h"
#include "scanner/match/place.h"
#include "scanner/scan_memory.h"

namespace unsoap {
namespace {

/// Of names learned; each round is one more pass over the dropped files. A chain of wrappers or
/// factories through files that name nothing takes one for each of them.
constexpr int kMaxRounds = 12;

/// Of each file by itself.
void FindEvidence(const std::vector<facts::FileFacts>& facts, const ScanOptions& options,
                  const LinkTools& tools, Analysis* into) {
  Analysis& out = *into;
  out.signals.resize(facts.size());
  out.generated.resize(facts.size());
  out.envelopes.resize(facts.size());
  out.troubles.resize(facts.size());
  ParallelFor(facts.size(), options.jobs, [&](size_t i, int) {
    const Budget budget(options.limits.StepsOfFile());
    out.troubles[i] = ForOneFile("looking for evidence in it", [&] {
      out.signals[i] = tools.signals.Scan(facts[i]);
      out.generated[i] = tools.stubs.Generated(facts[i], out.signals[i]);
      out.envelopes[i] = match::FindEnvelopes(static_cast<link::FileId>(i), facts[i],
                                              out.signals[i], options.packs);
    });
  });
}

link::Uses FindUses(const std::vector<facts::FileFacts>& facts, const LinkTools& tools,
                    const std::set<std::string>& paths, const Analysis& out) {
  std::vector<link::EnvelopeUse> envelopes;
  for (const std::vector<match::Envelope>& of_file : out.envelopes) {
    for (const match::Envelope& envelope : of_file) envelopes.push_back(envelope.use);
  }
  std::vector<bool> is_test;
  for (const facts::FileFacts& file : facts) is_test.push_back(match::IsTestPath(file.path));
  return link::FindUses({out.program.get(), out.flow.get(), &tools.toolkits, &tools.signals,
                         &out.signals, &out.generated, &envelopes, std::move(is_test), &paths});
}

Analysis Analyse(const std::vector<facts::FileFacts>& facts, const ScanOptions& options,
                 const LinkTools& tools, const std::set<std::string>& paths, ScanTimes* times) {
  Analysis out;
  double last = Now();
  const auto took = [&](double* stage) {
    const double now = Now();
    *stage += now - last;
    last = now;
  };
  FindEvidence(facts, options, tools, &out);
  took(&times->text);
  std::vector<const facts::FileFacts*> pointers;
  for (const facts::FileFacts& file : facts) pointers.push_back(&file);
  out.program = std::make_unique<link::Program>(std::move(pointers));
  tools.stubs.Spread(*out.program, out.signals, tools.signals, &out.generated);
  took(&times->program);
  out.flow = std::make_unique<link::Flow>(*out.program, tools.toolkits);
  out.flow->Solve();
  took(&times->flow);
  out.stubs = tools.stubs.Group(*out.program, tools.toolkits, out.generated);
  try {
    out.uses = FindUses(facts, tools, paths, out);
  } catch (const WorkEnded& end) {
    if (!end.interrupted()) throw;  // what was read is reported as far as it came
  }
  out.uses.learned.alone.merge(match::NamesOf(out.stubs, *out.program));
  out.keys = match::FindCredentialSources(*out.program, *out.flow, out.signals,
                                          options.limits.StepsOfFile());
  match::LearnKeys(out.keys, &out.uses.learned);
  for (const rules::Pack* pack : NamedPacks(out.signals)) {
    for (std::string& shape : evidence::DistinctiveShapes(*pack))
      out.uses.learned.shapes.insert(std::move(shape));
  }
  took(&times->uses);
  return out;
}

}  // namespace

std::set<const rules::Pack*> NamedPacks(const std::vector<evidence::FileSignals>& signals) {
  std::set<const rules::Pack*> out;
  for (const evidence::FileSignals& of_file : signals) {
    if (of_file.strong != nullptr) out.insert(of_file.strong);
  }
  return out;
}

Rounds AnalyseInRounds(const ScanOptions& options, const LinkTools& tools,
                       const std::set<std::string>& paths, collect::Collector* collector, int done,
                       ScanTimes* times) {
  Rounds out;
  const auto analyse = [&] {
    out.analysis = {};  // the old one goes before the new one grows
    out.analysis = Analyse(collector->facts(), options, tools, paths, times);
    if (options.known != nullptr)
      options.known->rounds.push_back({collector->State(), out.analysis.uses.learned});
  };
  analyse();
  for (out.count = done + 1; out.count < kMaxRounds; ++out.count) {
    if (!collector->Learn(out.analysis.uses.learned)) return out;
    analyse();
  }
  out.cut_off = true;
  return out;
}

}  // namespace unsoap
