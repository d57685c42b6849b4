// Baseline: the findings that are known, as a file to commit.
//
// What it is: fingerprints with what a reader needs to recognise them, sorted, one a line, so that
// two people's changes merge. What it is not: a place that grows by itself; only `baseline create`
// and `baseline update` write it. Equal findings share a family and are counted: three known ones
// do not hide a fourth.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"

namespace unsoap::triage {

struct BaselineEntry {
  std::string family;  // fingerprint
  int count = 1;
  std::string rule_id;
  std::string path;  // where it was last seen, relative to the baseline's folder
  std::string reason;
  std::string since = {};  // YYYY-MM-DD on which it was added; empty in older files
};

struct Baseline {
  std::vector<BaselineEntry> entries;  // sorted by path, rule, family
};

/// How the paths of a scan lie to the baseline's folder, and which part of it was scanned.
struct BaselineScope {
  std::string prefix;              // in front of each path of the scan: "src/"
  std::vector<std::string> roots;  // relative to the folder; empty, or one that is empty: all
  /// Only some rules, levels or files were asked for: what was not found may be there all the same.
  bool is_filtered = false;
  bool Holds(std::string_view path) const;
};

/// `path` is for messages. A baseline made with another recipe of fingerprints is an Error.
Result<Baseline> ParseBaseline(const std::string& bytes, const std::string& path);
Result<Baseline> LoadBaseline(const std::string& path);
std::string BaselineJson(const Baseline& baseline);

/// Without what is no longer found in what was scanned; nothing is added.
Baseline PruneBaseline(const Baseline& baseline, const std::vector<findings::Finding>& findings,
                       const BaselineScope& scope = {});
/// Pruned, with all of `findings` that were not in it, under `reason` and `today`; kept entries
/// keep theirs. Of an empty baseline: a new one.
Baseline UpdateBaseline(const Baseline& baseline, const std::vector<findings::Finding>& findings,
                        const std::string& reason, const std::string& today = "",
                        const BaselineScope& scope = {});

/// Sets State::kBaseline on the findings that are in it, the first ones of equal ones. Returns the
/// entries that nothing matched any more, with the count that is left over.
std::vector<BaselineEntry> ApplyBaseline(const Baseline& baseline,
                                         std::vector<findings::Finding>& findings);

}  // namespace unsoap::triage
