// PathDecision: what becomes of each path, for `unsoap files [--why] [--hits]`.
//
// What it is: the walker's and the prefilter's answers side by side, sorted by path. What it is
// not: a scan; nothing is parsed, and whether a deferred file is parsed is known only when the
// whole repository has been seen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/prefilter/prefilter.h"
#include "scanner/walk/walk.h"

namespace unsoap::prefilter {

struct PathDecision {
  enum class What : uint8_t {
    kSkipped,     // not handed on by the walker
    kUnreadable,  // handed on, but its bytes could not be read
    kDropped,     // read: nothing in it can matter
    kDeferred,    // matters only if the repository holds a strong anchor, and it holds none
    kCandidate,   // is parsed
    kFound,       // handed on; its bytes were not looked at
  };
  struct Hit {
    size_t offset = 0;
    int line = 0;  // from 1
    std::string needle;
    Needle kind = Needle::kWeak;
  };
  std::string path;
  What what = What::kFound;
  std::string why;  // for people: "ignored .gitignore:3", "strong: mktows"
  bool is_directory = false;
  std::vector<Hit> hits;  // the first one of each needle
};
std::string_view Name(PathDecision::What what);

/// Every path of a walk (made with record_ignored to have the ignored ones too).
std::vector<PathDecision> DecidePaths(const walk::WalkResult& walk);
/// The same with the files read and searched, `jobs` threads.
std::vector<PathDecision> DecidePaths(const walk::WalkResult& walk,
                                      const std::vector<Prefilter::NeedleText>& needles, int jobs);

}  // namespace unsoap::prefilter
