// Analysis: everything that link and match know of the files that were read.
//
// What it is: evidence of each file, then names, values and uses across all of them, in rounds: as
// long as a round learns names that other files may hold, the collector reads those files and all
// of it is done anew. What it is not: findings. The files belong to the collector, and an Analysis
// refers to them: it goes before they do. Failure: trouble with one file stands in `troubles`.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scanner/collect/collector.h"
#include "scanner/evidence/signals.h"
#include "scanner/link/flow.h"
#include "scanner/link/program.h"
#include "scanner/link/toolkit_index.h"
#include "scanner/link/uses.h"
#include "scanner/match/credential_reads.h"
#include "scanner/match/envelopes.h"
#include "scanner/match/stubs.h"
#include "scanner/scan.h"
#include "scanner/scan_times.h"

namespace unsoap {

/// What the packs say of evidence, generated clients and toolkits; one for all rounds.
struct LinkTools {
  explicit LinkTools(const std::vector<const rules::Pack*>& packs)
      : signals(packs), stubs(packs), toolkits(packs) {}
  const evidence::SignalScanner signals;
  const match::StubFinder stubs;
  const link::ToolkitIndex toolkits;
};

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
  match::CredentialSources keys;  // what the service's header and clients are given
};

/// The packs whose service a file of the tree names.
std::set<const rules::Pack*> NamedPacks(const std::vector<evidence::FileSignals>& signals);

/// Of the last round. `tools` and `paths`, which are all files that were found, outlive it.
struct Rounds {
  Analysis analysis;
  int count = 0;
  bool cut_off = false;  // there may have been more to learn
};
/// `done`: how many rounds the collector has learned from before.
Rounds AnalyseInRounds(const ScanOptions& options, const LinkTools& tools,
                       const std::set<std::string>& paths, collect::Collector* collector, int done,
                       ScanTimes* times);

}  // namespace unsoap
