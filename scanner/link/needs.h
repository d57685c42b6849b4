// Needs: which declarations link misses to follow the service any further.
//
// What it is: the other half of learned.h. Learned names lead from a wrapper to those who call it;
// needs lead from a use to what it stands on: the base class, mixin, factory or helper function in
// a file that names nothing of the service, so that no needle admitted it. A call is worth a need
// if something of the service goes into it or comes out of it. What it is not: a search; the
// collector looks for the files that declare what is needed (collect/need_search.h). Deterministic.
#pragma once

#include <set>
#include <vector>

#include "scanner/link/uses.h"

namespace unsoap::link {

struct NeedsInput {
  const Program* program = nullptr;
  const Flow* flow = nullptr;
  const ToolkitIndex* toolkits = nullptr;
  const evidence::SignalScanner* scanner = nullptr;
  const std::vector<evidence::FileSignals>* signals = nullptr;  // parallel to the program's files
  const std::vector<GeneratedFile>* generated = nullptr;        // the same; these need nothing
  const std::vector<ClientProof>* proofs = nullptr;             // parallel to the flow's clients
};

std::set<Need> FindNeeds(const NeedsInput& input);

/// Bases of the file's classes that it does not declare itself: a file that was needed needs these.
std::set<Need> BasesNeeded(const facts::FileFacts& facts);

}  // namespace unsoap::link
