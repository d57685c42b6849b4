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
  std::string rule_id, path, reason;  // path: where it was last seen, for people
};

struct Baseline {
  std::vector<BaselineEntry> entries;  // sorted by path, rule, family
};

/// `path` is for messages. A baseline made with another recipe of fingerprints is an Error.
Result<Baseline> ParseBaseline(const std::string& bytes, const std::string& path);
Result<Baseline> LoadBaseline(const std::string& path);
std::string BaselineJson(const Baseline& baseline);

/// Without what is no longer found; nothing is added.
Baseline PruneBaseline(const Baseline& baseline, const std::vector<findings::Finding>& findings);
/// Pruned, with all of `findings` that were not in it, under `reason`; kept entries keep theirs. Of
/// an empty baseline: a new one.
Baseline UpdateBaseline(const Baseline& baseline, const std::vector<findings::Finding>& findings,
                        const std::string& reason);

/// Sets State::kBaseline on the findings that are in it, the first ones of equal ones. Returns the
/// entries that nothing matched any more, with the count that is left over.
std::vector<BaselineEntry> ApplyBaseline(const Baseline& baseline,
                                         std::vector<findings::Finding>& findings);

}  // namespace unsoap::triage
