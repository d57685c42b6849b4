// Records against the files that they name.
#include "scanner/fleet/choose.h"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "scanner/base/read_bytes.h"

namespace unsoap::fleet {
namespace {

/// What one directory says of a row.
Chosen LookIn(const std::string& directory, const Row& row) {
  Chosen chosen;
  Outcome& outcome = chosen.outcome;
  outcome.id = row.id;
  outcome.revision = row.revision;
  const Store store(directory);
  const std::optional<Outcome> recorded = store.Recorded(row.id);
  if (!recorded) {
    outcome.reason = "it was never run";
    return chosen;
  }
  if (recorded->revision != row.revision) {
    outcome.reason = fmt::format("there is a result of '{}', and the list names '{}'",
                                 recorded->revision, row.revision);
    return chosen;
  }
  outcome = *recorded;
  if (!HasResult(outcome.status)) return chosen;
  const bool complete = IsFinal(outcome.status);
  const std::optional<Head> head = store.Find(outcome.key, complete);
  if (!head || head->repository != row.id || head->tree != outcome.tree) {
    outcome.status = Status::kNotRun;
    outcome.reason = "its result is not there, or not whole";
    outcome.key.clear();
    return chosen;
  }
  chosen.head = *head;
  chosen.path = store.PathOf(outcome.key, complete);
  return chosen;
}

bool HaveSameBytes(const std::string& a, const std::string& b) {
  const Result<std::string> first = ReadBytes(a), second = ReadBytes(b);
  return first && second && *first == *second;
}

int RankOf(Status status) {
  return IsFinal(status) ? 0 : status == Status::kPartial ? 1 : status == Status::kNotRun ? 3 : 2;
}

}  // namespace

Chosen ChooseResult(const std::vector<std::string>& directories, const Row& row) {
  std::vector<Chosen> all;
  for (const std::string& directory : directories) all.push_back(LookIn(directory, row));
  // Not by the order in which directories were named.
  const auto order = [](const Chosen& a) {
    return std::tuple(RankOf(a.outcome.status), a.outcome.first.empty(), a.outcome.key,
                      a.outcome.status, a.outcome.reason, a.path);
  };
  std::sort(all.begin(), all.end(),
            [&](const Chosen& a, const Chosen& b) { return order(a) < order(b); });
  Chosen best = std::move(all.front());
  if (!IsFinal(best.outcome.status)) return best;
  for (size_t i = 1; i < all.size() && IsFinal(all[i].outcome.status); ++i) {
    // The first pass of the same: a share of the second one began with it.
    if (all[i].outcome.first.empty() && all[i].outcome.key == best.outcome.first) continue;
    const bool same_key = all[i].outcome.key == best.outcome.key;
    if (same_key && HaveSameBytes(all[i].path, best.path)) continue;
    best.outcome.status = Status::kConflict;
    best.outcome.reason =
        same_key ? "two results of one key differ" : "two directories have different results of it";
    best.outcome.key.clear();
    best.path.clear();
    return best;
  }
  return best;
}

}  // namespace unsoap::fleet
