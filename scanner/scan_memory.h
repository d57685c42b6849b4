// ScanMemory: what one scan of a tree leaves to the next: what was read of its files, what each
// round learned, and what followed from it.
//
// What it is: conclusions by the state that they were drawn from: which files there are, and which
// bytes those have that were read. A scan that comes to the same state has the same conclusion, so
// that an edit of a file which does not matter costs no linking. What it is not: for other options
// than those of the first scan. Threads: one scan at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/collect/memory.h"
#include "scanner/evidence/redactor.h"
#include "scanner/link/uses.h"
#include "scanner/match/matcher.h"
#include "scanner/triage/triage.h"

namespace unsoap {

/// What follows from the files that were read, before it is said which findings count.
struct Conclusion {
  match::Matched matched;
  std::vector<triage::InlineSuppression> suppressions;
  std::shared_ptr<evidence::Redactor> redactor;
  std::map<std::string, std::string> troubles;  // by path: what went wrong after the reading
  int left_out = 0, left_out_files = 0;         // for their confidence, as in the report
  int rounds = 0;
  bool cut_off = false;
};

struct ScanMemory {
  collect::Memory files;
  struct Round {
    std::string state;  // collect/collector.h; empty: nothing can be told by it
    link::LearnedNames learned;
  };
  std::vector<Round> rounds;  // of the last scan that ended
  std::optional<Conclusion> conclusion;
};

}  // namespace unsoap
