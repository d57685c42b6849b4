#include "scanner/findings/plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace unsoap {
namespace {

template <class T>
std::vector<T> Sorted(const std::set<T>& set) {
  return {set.begin(), set.end()};
}

void Fill(PlanItem& item) {
  std::set<std::string> requests, flagged, blockers, owners;
  for (const Finding* f : item.sites) {
    item.effort_minutes += f->effort_minutes;
    if (!f->owner.empty()) owners.insert(f->owner);
    const bool any_applies = std::any_of(f->replacements.begin(), f->replacements.end(),
                                         [](const Replacement& r) { return r.applies; });
    for (const Replacement& r : f->replacements) {
      // Where the arguments decide, only what they ask for is to be built.
      if (r.applies || !any_applies)
        requests.insert(r.http_method + " " + r.path + " (" + r.title + ")");
    }
    if (!f->operation.empty() && f->replacements.empty() && f->kind != Kind::kWrapperCall) {
      blockers.insert("nothing in REST replaces " + f->operation);
    }
    for (const FlaggedUse& use : f->parameters) {
      flagged.insert(use.name);
      if (use.severity == "blocker") blockers.insert(use.name + ": " + use.guidance);
    }
  }
  item.requests = Sorted(requests);
  item.flagged = Sorted(flagged);
  item.blockers = Sorted(blockers);
  item.owners = Sorted(owners);
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

}  // namespace

std::vector<PlanItem> MakePlan(const Report& report) {
  std::vector<PlanItem> plan;
  std::set<const Finding*> taken;
  // A finding belongs to the wrapper that it defines, whose body it is in, or that it calls.
  for (const WrapperSummary& wrapper : report.wrappers) {
    PlanItem item;
    item.kind = "wrapper";
    item.title = "Migrate " + wrapper.name + " (" + Joined(wrapper.operations) + ")";
    item.operation = wrapper.operations.empty() ? "" : wrapper.operations.front();
    item.clears = wrapper.callers.total;
    std::set<std::tuple<std::string, int>> sites;
    for (const Location& site : wrapper.callers.sites) sites.insert({site.path, site.start_line});
    for (const Finding& f : report.findings) {
      if (taken.count(&f) > 0) continue;
      const bool inside = f.id == wrapper.finding_id ||
                          (f.enclosing == wrapper.name && f.location.path == wrapper.location.path);
      const bool calls =
          f.kind == Kind::kWrapperCall && sites.count({f.location.path, f.location.start_line}) > 0;
      if (!inside && !calls) continue;
      taken.insert(&f);
      item.sites.push_back(&f);
    }
    if (item.sites.empty()) continue;
    Fill(item);
    plan.push_back(std::move(item));
  }
  std::stable_sort(plan.begin(), plan.end(),
                   [](const PlanItem& a, const PlanItem& b) { return a.clears > b.clears; });

  std::map<std::string, PlanItem> operations;
  std::map<Kind, PlanItem> rest;
  for (const Finding& f : report.findings) {
    if (taken.count(&f) > 0) continue;
    PlanItem& item = f.operation.empty() ? rest[f.kind] : operations[f.operation];
    if (item.sites.empty()) {
      item.kind = f.operation.empty() ? "clean-up" : "operation";
      item.operation = f.operation;
      item.title = f.operation.empty()
                       ? "Clean up: " + std::string(Kinds()[static_cast<size_t>(f.kind)].title)
                       : "Migrate " + f.operation;
    }
    ++item.clears;
    item.sites.push_back(&f);
  }
  std::vector<PlanItem> tail;
  for (auto& entry : operations) tail.push_back(std::move(entry.second));
  std::stable_sort(tail.begin(), tail.end(),
                   [](const PlanItem& a, const PlanItem& b) { return a.clears > b.clears; });
  // What only holds the service up (stubs, packages, keys) goes when nothing calls it any more.
  for (auto& entry : rest) tail.push_back(std::move(entry.second));
  for (PlanItem& item : tail) {
    Fill(item);
    plan.push_back(std::move(item));
  }
  return plan;
}

}  // namespace unsoap
