// Matcher: from the linked program to findings: one for each place that depends on the service,
// with evidence, arguments, replacement and confidence.
//
// What it is: the join of uses (link), signals, envelopes, stubs, credentials, settings and
// dependencies, with rules of precedence: one place gives one finding, the strongest. What it is
// not: triage (suppressions, baseline) or output. Findings come out sorted, with families (not yet
// numbered ids), below no threshold: callers filter by confidence.
#pragma once

#include <string>
#include <vector>

#include "scanner/evidence/credentials.h"
#include "scanner/evidence/secrets.h"
#include "scanner/evidence/signals.h"
#include "scanner/findings/report.h"
#include "scanner/link/flow.h"
#include "scanner/link/uses.h"
#include "scanner/match/envelopes.h"
#include "scanner/match/stubs.h"

namespace unsoap::match {

/// Everything that was learned about the candidate files, in one place.
struct Linked {
  const link::Program* program = nullptr;
  const link::Flow* flow = nullptr;
  const std::vector<evidence::FileSignals>* signals = nullptr;
  const std::vector<std::vector<Envelope>>* envelopes = nullptr;  // a file
  const std::vector<link::GeneratedFile>* generated = nullptr;
  const std::vector<Stub>* stubs = nullptr;
  const link::Uses* uses = nullptr;
  const std::vector<std::vector<evidence::CredentialUse>>* credentials = nullptr;  // a file
  const std::vector<evidence::Secrets>* secrets = nullptr;                         // a file
};

struct MatchOptions {
  std::vector<const rules::Pack*> packs;
  std::string as_of;
  const rules::EffortModel* effort = nullptr;  // nullptr: the pack's
  bool explain = false;                        // fill Finding::ruled_out
};

struct Matched {
  std::vector<findings::Finding> findings;         // sorted, families set
  std::vector<findings::WrapperSummary> wrappers;  // by leverage
  std::vector<rules::SharedWrapper> shared;        // what code outside of the tree may call, sorted
  std::vector<std::pair<link::FileId, std::string>>
      troubles;                             // what could not be matched in a file
  std::vector<findings::Diagnostic> notes;  // of what is not listed one by one (repeats.h)
};

Matched Match(const Linked& linked, const MatchOptions& options);

}  // namespace unsoap::match
