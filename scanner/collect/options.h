// CollectOptions: what is read of a tree, how far, and by how many threads.
//
// What it is: the part of a scan's options (scan.h) that walk, prefilter and front-ends know. What
// it is not: anything about findings. Owns nothing: packs outlive the scan. That the run is to end
// is said in base/budget.h.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scanner/facts/read.h"
#include "scanner/rules/pack.h"
#include "scanner/walk/walk.h"

namespace unsoap::collect {

class Memory;

struct CollectOptions {
  walk::WalkOptions walk;
  facts::ReadLimits limits;
  std::vector<const rules::Pack*> packs;
  bool use_prefilter = true;  // off only for tests and measurements
  /// Files that hold an everyday name of an operation and no word of a toolkit are read as well, to
  /// tell what they were ruled out by.
  bool read_everyday = false;
  bool use_clang = true;
  std::string clang_helper;  // path of unsoap-clang; empty: beside the program
  int archive_depth = 3;     // archives inside archives; 0: archives are not opened
  int jobs = 0;              // 0: as many as the machine gives
  struct Progress {
    std::string stage;  // "walk", "read", "link", "report"
    int64_t done = 0, total = 0;
  };
  Memory* memory = nullptr;  // of earlier scans with the same options; nullptr: from nothing
  std::function<void(const Progress&)> progress;  // may be called from any thread
};

}  // namespace unsoap::collect
