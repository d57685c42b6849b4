#include "scanner/fleet/check_shared.h"

#include <algorithm>

#include "scanner/fleet/share_plan.h"

namespace unsoap::fleet {
namespace {

void MakeStale(const char* reason, Chosen* chosen) {
  chosen->outcome.status = Status::kStale;
  chosen->outcome.reason = reason;
  chosen->path.clear();
}

/// What a result says of its repository, wherever it lies.
Library Find(const std::vector<std::string>& directories, const std::string& key) {
  for (const std::string& directory : directories) {
    const Store store(directory);
    for (const bool complete : {true, false}) {
      if (store.Find(key, complete)) return store.LibraryOf(key, complete);
    }
  }
  return {};
}

}  // namespace

void CheckShared(const std::vector<std::string>& directories, std::vector<Chosen>* chosen) {
  const bool is_shared = std::any_of(chosen->begin(), chosen->end(), [](const Chosen& one) {
    return !one.path.empty() && !one.outcome.first.empty();
  });
  if (!is_shared) return;
  std::vector<SharePlan::Member> members;
  for (const Chosen& one : *chosen) {
    members.push_back({one.outcome.id, {}});
    if (!one.outcome.first.empty()) members.back().library = Find(directories, one.outcome.first);
  }
  SharePlan plan(std::move(members));
  for (bool is_further = true; is_further;) {
    is_further = false;
    for (size_t row = 0; row < chosen->size(); ++row) {
      if (plan.IsSettled(row) || !plan.IsReady(row)) continue;
      Chosen& one = (*chosen)[row];
      if (!one.path.empty() && one.outcome.first.empty()) {
        MakeStale(
            "the others were told of shared libraries, and it was not: run fleet --shared again",
            &one);
      } else if (!one.path.empty() && plan.OfferTo(row).digest != one.head.shared) {
        MakeStale("its shared libraries are not those it was told of: run fleet --shared again",
                  &one);
      }
      plan.Settle(row, one.path.empty() ? std::vector<rules::SharedWrapper>()
                                        : Find(directories, one.outcome.key).wrappers);
      is_further = true;
    }
  }
}

}  // namespace unsoap::fleet
