// Which item a finding belongs to is decided by what would clear it: a call of a wrapper goes with
// the wrapper nearest to the service that does just this operation, for that is the one function
// whose migration ends the call. A dispatcher, through which every operation goes, keeps only
// itself: its callers are the work of the operations.
#include "scanner/findings/plan.h"

#include <algorithm>
#include <climits>
#include <cstdint>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "scanner/base/text.h"
#include "scanner/findings/kinds.h"
#include "scanner/findings/request_words.h"

namespace unsoap::findings {
namespace {

constexpr size_t kNamed = 3;  // operations in a title

template <class T>
std::vector<T> Sorted(const std::set<T>& set) {
  return {set.begin(), set.end()};
}

bool AddRequest(std::vector<PlanRequest>& list, const Replacement& r, bool conditional) {
  const std::string text = RequestName(r);
  const bool known = std::any_of(list.begin(), list.end(),
                                 [&](const PlanRequest& request) { return request.text == text; });
  if (!known) list.push_back({text, conditional ? r.because : ""});
  return !known;
}

/// What the sites of one operation say about its requests.
struct Needs {
  std::vector<PlanRequest> asked;     // by the arguments of a site, in calling order
  std::vector<PlanRequest> possible;  // in the order of the findings: the usual one first
};
using ByOperation = std::map<std::string, Needs>;

void Collect(const Finding& f, ByOperation& by_operation) {
  Needs& needs = by_operation[f.operation];
  std::vector<const Replacement*> steps;
  for (const Replacement& r : f.replacements) steps.push_back(&r);
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Replacement* a, const Replacement* b) { return a->step < b->step; });
  // Steps of an alternative belong to it.
  const auto first_other = std::find_if(f.replacements.begin(), f.replacements.end(),
                                        [](const Replacement& r) { return r.role == "instead"; });
  const int others =
      first_other == f.replacements.end()
          ? INT_MAX
          : std::min(first_other->step, std::accumulate(first_other, f.replacements.end(), INT_MAX,
                                                        [](int least, const Replacement& r) {
                                                          return std::min(least, r.step);
                                                        }));
  for (const Replacement* r : steps) {
    if (r->applies && r->step < others) {
      AddRequest(needs.asked, *r, false);
    } else {
      AddRequest(needs.possible, *r, true);
    }
  }
}

/// What the whole report knows, for items whose own sites leave a question open.
struct Whole {
  ByOperation needs;
  std::set<std::string> flagged;  // for an operation that is known

  explicit Whole(const Report& report) {
    for (const Finding& f : report.findings) {
      Collect(f, needs);
      for (const FlaggedUse& use : f.parameters) {
        if (!f.operation.empty()) flagged.insert(use.name);
      }
    }
  }
};

bool Has(const std::vector<PlanRequest>& list, const PlanRequest& request) {
  return std::any_of(list.begin(), list.end(),
                     [&](const PlanRequest& other) { return other.text == request.text; });
}

void FillRequests(const Whole& whole, PlanItem& item) {
  ByOperation by_operation;
  for (const Finding* f : item.sites) Collect(*f, by_operation);
  const auto add = [](std::vector<PlanRequest>& list, const PlanRequest& request) {
    if (!Has(list, request)) list.push_back(request);
  };
  for (const auto& [operation, needs] : by_operation) {
    for (const PlanRequest& request : needs.asked) add(item.requests, request);
    if (!needs.asked.empty() || needs.possible.empty()) continue;
    // No site of the item says which: what others of the operation ask for, else the usual one.
    const size_t before = item.requests.size();
    const std::vector<PlanRequest>& elsewhere = whole.needs.at(operation).asked;
    for (const PlanRequest& request : needs.possible) {
      if (Has(elsewhere, request)) add(item.requests, request);
    }
    if (item.requests.size() == before) add(item.requests, needs.possible.front());
  }
  // A dispatcher's own sites name no operation: what those that come through it ask for.
  for (const std::string& operation : item.operations) {
    const auto at = whole.needs.find(operation);
    if (at == whole.needs.end() || by_operation.contains(operation)) continue;
    const Needs& needs = at->second;
    for (const PlanRequest& request : needs.asked) add(item.requests, request);
    if (needs.asked.empty() && !needs.possible.empty()) add(item.requests, needs.possible.front());
  }
  for (const auto& [operation, needs] : by_operation) {
    for (const PlanRequest& request : needs.possible) {
      if (!Has(item.requests, request)) add(item.conditional, request);
    }
  }
}

void Fill(const Whole& whole, PlanItem& item) {
  FillRequests(whole, item);
  std::set<std::string> flagged, blockers, owners;
  for (const Finding* f : item.sites) {
    item.effort_minutes += f->effort_minutes;
    if (!f->owner.empty()) owners.insert(f->owner);
    if (!f->operation.empty() && f->replacements.empty() && f->kind != Kind::kWrapperCall) {
      blockers.insert("nothing in REST replaces " + f->operation);
    }
    for (const FlaggedUse& use : f->parameters) {
      // A dispatcher passes what its callers pass: it is decided there, with the operation.
      if (f->operation.empty() && whole.flagged.count(use.name) > 0) continue;
      flagged.insert(use.name);
      if (use.severity == "blocker") blockers.insert(use.name + ": " + use.guidance);
    }
  }
  item.flagged = Sorted(flagged);
  item.blockers = Sorted(blockers);
  item.owners = Sorted(owners);
}

/// What is to be built once, before anything else.
std::vector<PlanItem> SetUp(const Report& report) {
  std::vector<PlanItem> out;
  for (const MigrationTopic& topic : report.migration) {
    if (topic.requests.empty()) continue;
    PlanItem& item = out.emplace_back();
    item.title = "Build: " + topic.title;
    item.kind = "set-up";
    item.how = {topic.text};
    for (const Replacement& r : topic.requests) AddRequest(item.requests, r, false);
  }
  return out;
}

std::string TitleOf(const WrapperSummary& wrapper) {
  const std::vector<std::string>& all = wrapper.operations;
  std::string title = "Migrate " + wrapper.name;
  if (all.empty()) return title;
  const auto named = static_cast<std::ptrdiff_t>(std::min(all.size(), kNamed));
  title += " (" + Join(std::vector<std::string>(all.begin(), all.begin() + named), ", ");
  if (all.size() > kNamed) title += " and " + std::to_string(all.size() - kNamed) + " more";
  return title + ")";
}

/// Finds the wrapper that a finding goes with, as an index into report.wrappers; -1 for none.
class Wrappers {
 public:
  explicit Wrappers(const Report& report) : report_(report) {
    for (size_t i = 0; i < report.wrappers.size(); ++i) {
      const WrapperSummary& wrapper = report.wrappers[i];
      const int index = static_cast<int>(i);
      if (!wrapper.finding_id.empty()) by_id_.emplace(wrapper.finding_id, index);
      by_body_.emplace(std::pair(wrapper.location.path, wrapper.name), index);
      by_place_[PlaceOf(wrapper.location)].push_back(index);
      for (const Location& site : wrapper.callers.sites) by_site_[PlaceOf(site)].push_back(index);
    }
    // A definition between the caller and the wrapper is done when the calls inside it are.
    for (const Finding& f : report.findings) {
      if (f.kind != Kind::kWrapperCall) continue;
      const int index = Of(f);
      if (index >= 0)
        between_.emplace(std::tuple(f.location.path, f.enclosing, f.operation), index);
    }
  }

  int Of(const Finding& f) const {
    if (const auto at = by_id_.find(f.id); at != by_id_.end()) return at->second;
    const auto body = by_body_.find({f.location.path, f.enclosing});
    if (body != by_body_.end()) return body->second;
    if (f.kind == Kind::kDefinition) {
      const auto at = between_.find({f.location.path, f.enclosing, f.operation});
      return at == between_.end() ? -1 : at->second;
    }
    if (f.kind != Kind::kWrapperCall) return -1;
    int best = -1;
    const auto consider = [&](const auto& table, const Location& at) {
      const auto found = table.find(PlaceOf(at));
      if (found == table.end()) return;
      for (const int index : found->second) {
        if (Serves(index, f) && (best < 0 || Rank(index) < Rank(best))) best = index;
      }
    };
    for (const FlowStep& step : f.flow) consider(by_place_, step.location);
    consider(by_site_, f.location);
    return best;
  }

 private:
  using Place = std::tuple<std::string, int>;
  static Place PlaceOf(const Location& at) { return {at.path, at.start_line}; }

  bool Serves(int index, const Finding& f) const {
    const std::vector<std::string>& all = report_.wrappers[static_cast<size_t>(index)].operations;
    return all.empty() || f.operation.empty() ||
           std::find(all.begin(), all.end(), f.operation) != all.end();
  }
  /// Few operations first, and among equals the one with more leverage; none at all means any.
  std::pair<size_t, int> Rank(int index) const {
    const size_t count = report_.wrappers[static_cast<size_t>(index)].operations.size();
    return {count == 0 ? SIZE_MAX : count, index};
  }

  const Report& report_;
  std::map<std::string, int> by_id_;
  std::map<std::pair<std::string, std::string>, int> by_body_;
  std::map<Place, std::vector<int>> by_place_, by_site_;
  std::map<std::tuple<std::string, std::string, std::string>, int> between_;
};

}  // namespace

std::vector<PlanItem> MakePlan(const Report& report) {
  const Wrappers wrappers(report);
  std::vector<PlanItem> plan(report.wrappers.size());
  for (size_t i = 0; i < plan.size(); ++i) {
    const WrapperSummary& wrapper = report.wrappers[i];
    plan[i].kind = "wrapper";
    plan[i].title = TitleOf(wrapper);
    plan[i].operation = wrapper.operations.empty() ? "" : wrapper.operations.front();
    plan[i].operations = wrapper.operations;
    plan[i].clears = wrapper.callers.total;
  }
  std::map<std::string, PlanItem> operations;
  std::map<Kind, PlanItem> rest;
  for (const Finding& f : report.findings) {
    if (const int index = wrappers.Of(f); index >= 0) {
      plan[static_cast<size_t>(index)].sites.push_back(&f);
      continue;
    }
    PlanItem& item = f.operation.empty() ? rest[f.kind] : operations[f.operation];
    if (item.sites.empty()) {
      item.kind = f.operation.empty() ? "clean-up" : "operation";
      item.operation = f.operation;
      item.title = f.operation.empty() ? "Clean up: " + std::string(InfoOf(f.kind).title)
                                       : "Migrate " + f.operation;
    }
    ++item.clears;
    item.sites.push_back(&f);
  }
  std::erase_if(plan, [](const PlanItem& item) { return item.sites.empty(); });
  const auto by_leverage = [](std::vector<PlanItem>& items) {
    std::stable_sort(items.begin(), items.end(),
                     [](const PlanItem& a, const PlanItem& b) { return a.clears > b.clears; });
  };
  by_leverage(plan);
  std::vector<PlanItem> tail;
  for (auto& entry : operations) tail.push_back(std::move(entry.second));
  by_leverage(tail);
  // What only holds the service up (stubs, packages, keys) goes when nothing calls it any more.
  for (auto& entry : rest) tail.push_back(std::move(entry.second));
  for (PlanItem& item : tail) plan.push_back(std::move(item));
  const Whole whole(report);
  for (PlanItem& item : plan) Fill(whole, item);
  std::vector<PlanItem> first = SetUp(report);
  plan.insert(plan.begin(), std::make_move_iterator(first.begin()),
              std::make_move_iterator(first.end()));
  return plan;
}

}  // namespace unsoap::findings
