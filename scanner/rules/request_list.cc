#include "scanner/rules/request_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/reader.h"

namespace unsoap::rules {
namespace {

bool Has(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

bool IsForPeople(const Mapping& mapping) {
  return std::ranges::any_of(mapping.when,
                             [](const Condition& c) { return c.test == Condition::Test::kHuman; });
}

// Parameters of an endpoint's path: "/rest/v1/lead/{leadId}.json" has leadId.
bool HasPathParameter(const RestEndpoint& endpoint, const std::string& name) {
  return endpoint.path.find("{" + name + "}") != std::string::npos;
}

void Merge(const Evaluator& evaluator, const Mapping& mapping, RequestChoice* choice) {
  const RestEndpoint& endpoint = *choice->endpoint;
  for (const auto& [name, text] : mapping.query) {
    if (Has(endpoint.query_parameters, name)) choice->query.emplace(name, evaluator.Fill(text));
  }
  for (const auto& [name, text] : mapping.body) {
    if (Has(endpoint.body_parameters, name)) choice->body.emplace(name, evaluator.Fill(text));
  }
  for (const auto& [name, text] : mapping.path) {
    if (HasPathParameter(endpoint, name)) choice->path.emplace(name, evaluator.Fill(text));
  }
}

// "a is X" and "a is Y" are "a is X or Y".
void AddCase(const std::string& condition, std::string* when) {
  const size_t is = condition.find(" is ");
  if (is != std::string::npos && when->starts_with(condition.substr(0, is + 4))) {
    *when += " or " + condition.substr(is + 4);
  } else {
    *when += (when->empty() ? "" : ", or if ") + condition;
  }
}

constexpr size_t kMaxCases = 3;  // conditions of one request that are spelled out

}  // namespace

RequestList::RequestList(const Pack& pack, const Operation& operation, const Evaluator& evaluator,
                         Verdict* verdict)
    : pack_(pack), operation_(operation), evaluator_(evaluator), verdict_(verdict) {}

RequestList::Entry* RequestList::Find(const std::string& id) {
  const auto at =
      std::ranges::find_if(entries_, [&](const Entry& e) { return e.choice.endpoint->id == id; });
  return at == entries_.end() ? nullptr : &*at;
}

bool RequestList::IsListed(const std::string& id) const {
  return std::ranges::any_of(entries_, [&](const Entry& e) { return e.choice.endpoint->id == id; });
}

RequestList::Entry* RequestList::Insert(const std::string& id, const Slot& slot,
                                        const Decision& decision) {
  const RestEndpoint* endpoint = pack_.FindEndpoint(id);
  if (endpoint == nullptr) return nullptr;
  Entry entry;
  entry.choice.endpoint = endpoint;
  entry.choice.role = slot.role;
  entry.joined = slot.joined;
  entry.choice.because = decision.because;
  return &*entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(slot.at),
                           std::move(entry));
}

void RequestList::Fill(const Decision& decision, RequestChoice* choice) const {
  Merge(evaluator_, *decision.mapping, choice);
  if (choice->how.empty()) choice->how = decision.mapping->how;
  if (choice->caveat.empty()) choice->caveat = decision.mapping->caveat;
}

// Where a step that is not listed yet goes, and its role there.
RequestList::Slot RequestList::SlotFor(const Decision& decision, size_t step, bool chooses,
                                       size_t previous, bool previous_is_new,
                                       RequestRole first) const {
  const std::vector<std::string>& steps = decision.mapping->use;
  // A look-up: something that this row asks for afterwards is asked for already.
  bool before = decision.mapping->before;
  for (size_t later = step + 1; later < steps.size() && !chooses; ++later) {
    for (const std::string& id : EndpointsOf({steps[later]})) before = before || IsListed(id);
  }
  if (before) return {entries_.size(), RequestRole::kBefore, false};
  if (step == 0) return {entries_.size(), first, first == RequestRole::kThen};
  const bool sure = decision.applies && !decision.may;
  if (previous_is_new) return {previous + 1, RequestRole::kThen, true};
  if (sure) return {entries_.size(), RequestRole::kThen, true};
  // Another row went on from the step before: this is another way to go on.
  size_t at = previous + 1;
  const bool goes_on = at < entries_.size() && entries_[at].choice.role == RequestRole::kThen;
  while (goes_on && at < entries_.size() && entries_[at].joined) ++at;
  return {at, goes_on ? RequestRole::kOr : RequestRole::kThen, true};
}

// Requests of a row in order. A step may name alternatives; what is listed already stays where it
// is.
void RequestList::Walk(const Decision& decision, bool applies, bool chooses, RequestRole first) {
  size_t previous = 0;
  bool previous_is_new = false;
  for (size_t i = 0; i < decision.mapping->use.size(); ++i) {
    const std::vector<std::string> alternatives = EndpointsOf({decision.mapping->use[i]});
    const bool met = std::ranges::any_of(alternatives, [&](const std::string& id) {
      const Entry* entry = Find(id);
      return entry != nullptr && entry->choice.applies;
    });
    bool placed = false;  // an alternative before this one
    for (const std::string& id : alternatives) {
      Entry* entry = Find(id);
      const bool is_new = entry == nullptr;
      if (is_new) {
        const Slot slot = placed ? Slot{previous + 1, RequestRole::kOr, true}
                                 : SlotFor(decision, i, chooses, previous, previous_is_new, first);
        entry = Insert(id, slot, decision);
        if (entry == nullptr) continue;
      }
      if (!placed || is_new) {
        previous = static_cast<size_t>(entry - entries_.data());
        previous_is_new = is_new;
      }
      placed = true;
      entry->leads = entry->leads || chooses;
      Settle(decision, id, applies, is_new, met, alternatives.size() > 1, &entry->choice);
    }
  }
}

// Whether the row's arguments ask for the request, and under which condition.
void RequestList::Settle(const Decision& decision, const std::string& id, bool applies, bool is_new,
                         bool met, bool is_one_of_several, RequestChoice* choice) {
  if (!applies) {
    if (is_new) choice->when = choice->because = ConditionOf(id, "", decision.because);
    if (!choice->applies) Fill(decision, choice);
    return;
  }
  // An alternative of what is asked for already is no more than offered.
  if (met && is_one_of_several && !choice->applies) {
    if (is_new) choice->when = choice->because = decision.because;
    return;
  }
  // Which of them it is depends on the value that is not known.
  const Condition& condition = decision.mapping->when.front();
  if (is_one_of_several && is_new && condition.test == Condition::Test::kUnknown)
    choice->when = ConditionOf(id, condition.parameter, "");
  if (condition.test == Condition::Test::kAlways) choice->when.clear();
  if (!choice->applies && !is_new && !is_one_of_several) {
    choice->because = decision.because;
    choice->when.clear();
    choice->query.clear(), choice->body.clear(), choice->path.clear();
    choice->how.clear(), choice->caveat.clear();
  }
  choice->applies = true;
  Fill(decision, choice);
}

void RequestList::Choose(const Decision& decision) {
  if (decision.mapping->use.empty()) {
    if (decision.may) {
      NothingIf(decision.when, *decision.mapping);
    } else {
      options_.push_back(&decision);
    }
    return;
  }
  const RequestRole first = !has_leader_   ? RequestRole::kUse
                            : decision.may ? RequestRole::kOr
                                           : RequestRole::kThen;
  has_leader_ = true;
  Walk(decision, true, true, first);
  if (!decision.may) return;
  for (const std::string& id : EndpointsOf(decision.mapping->use)) {
    Entry* entry = Find(id);
    if (entry != nullptr) AddCase(decision.when, &entry->choice.when);
  }
}

void RequestList::NothingIf(const std::string& condition, const Mapping& mapping) {
  is_open_ = true;
  verdict_->notes.push_back("If " + condition + ", nothing in REST replaces the call. " +
                            mapping.how);
}

void RequestList::Extend(const Decision& decision) {
  if (decision.mapping->use.empty()) {
    options_.push_back(&decision);
    return;
  }
  Walk(decision, true, false, RequestRole::kThen);
}

void RequestList::Offer(const Decision& decision) {
  // What people must decide leads only where no argument can.
  const bool has_arguments = std::ranges::any_of(verdict_->decisions, [](const Decision& d) {
    return d.possible && d.mapping->priority >= 0 && !d.mapping->use.empty() &&
           !IsForPeople(*d.mapping);
  });
  const bool chooses =
      decision.mapping->priority >= 0 && !(has_arguments && IsForPeople(*decision.mapping));
  if (!decision.possible) return;
  if (decision.mapping->use.empty() && chooses) NothingIf(decision.because, *decision.mapping);
  Walk(decision, false, chooses, RequestRole::kOr);
}

// "leadKey.keyType is EMAIL or COOKIE": the conditions of all rows that may ask for the request, of
// those about `parameter` where it is given; `none` where there is no such row, empty where one of
// them always holds.
std::string RequestList::ConditionOf(const std::string& id, const std::string& parameter,
                                     const std::string& none) const {
  std::vector<const Decision*> rows;
  for (const Decision& decision : verdict_->decisions) {
    const Condition& condition = decision.mapping->when.front();
    const bool is_about = parameter.empty() || condition.parameter == parameter;
    if (is_about && !decision.applies && condition.test != Condition::Test::kUnknown &&
        Has(EndpointsOf(decision.mapping->use), id))
      rows.push_back(&decision);
  }
  // What known arguments speak against, and what only adds, counts where there is nothing else.
  const auto prefer = [&](auto wanted) {
    if (std::ranges::any_of(rows, wanted))
      std::erase_if(rows, [&](const Decision* d) { return !wanted(d); });
  };
  prefer([](const Decision* d) { return d->possible; });
  prefer([](const Decision* d) { return d->mapping->priority >= 0; });
  if (rows.empty()) return none;

  std::vector<Condition> single;  // rows with one condition on a value: one with all their values
  std::vector<std::string> cases;
  for (const Decision* row : rows) {
    const Condition& condition = row->mapping->when.front();
    if (row->mapping->when.size() > 1 || condition.test != Condition::Test::kEquals ||
        condition.text != ConditionText(condition)) {
      if (!Has(cases, row->because)) cases.push_back(row->because);
      const bool rest = std::ranges::any_of(rows, [&](const Decision* other) {
        const Condition& is = other->mapping->when.front();
        return condition.test == Condition::Test::kNot && is.test == Condition::Test::kEquals &&
               is.parameter == condition.parameter && is.values == condition.values;
      });
      if (rest) return "";  // "is IDNUM" and "is not IDNUM"
      continue;
    }
    const auto same = std::ranges::find(single, condition.parameter, &Condition::parameter);
    if (same == single.end()) {
      single.push_back(condition);
      continue;
    }
    same->or_absent = same->or_absent || condition.or_absent;
    for (const std::string& value : condition.values) {
      if (!Has(same->values, value)) same->values.push_back(value);
    }
  }
  for (size_t i = 0; i < single.size(); ++i) {
    if (single[i].or_absent && Has(single[i].values, "true") && Has(single[i].values, "false"))
      return "";
    cases.insert(cases.begin() + static_cast<std::ptrdiff_t>(i), ConditionText(single[i]));
  }
  const size_t more = cases.size() > kMaxCases ? cases.size() - kMaxCases : 0;
  cases.resize(cases.size() - more);
  std::string out = Join(cases, ", or if ");
  if (more > 0) out += fmt::format(", or in {} more {}", more, more == 1 ? "case" : "cases");
  return out;
}

// Nothing is decided, but every row that may choose asks for one and the same request, and one for
// nothing else: that is the request, the others of these rows are options.
void RequestList::Promote() {
  if (has_leader_) return;
  std::vector<std::vector<std::string>> rows;
  for (const Decision& d : verdict_->decisions) {
    if (d.possible && d.mapping->priority >= 0 && !IsForPeople(*d.mapping) &&
        !d.mapping->use.empty())
      rows.push_back(EndpointsOf(d.mapping->use));
  }
  const auto alone = std::ranges::find_if(rows, [](const auto& row) { return row.size() == 1; });
  if (alone == rows.end()) return;
  const std::string id = alone->front();
  if (!std::ranges::all_of(rows, [&](const auto& row) { return Has(row, id); })) return;
  for (Entry& entry : entries_) {
    const std::string& other = entry.choice.endpoint->id;
    entry.joined = false;
    if (other == id) {
      entry.choice.role = RequestRole::kUse;
      entry.choice.applies = true;
      entry.choice.when.clear(), entry.choice.because.clear();
    }
    const bool comes_before = std::ranges::any_of(rows, [&](const auto& row) {
      const auto at = std::ranges::find(row, other);
      return at != row.end() && at < std::ranges::find(row, id);
    });
    if (comes_before) entry.choice.role = RequestRole::kBefore;
  }
  has_leader_ = true;
}

void RequestList::AddNeeded() {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const RestEndpoint& endpoint = *entries_[i].choice.endpoint;
    if (endpoint.needs.empty() || !entries_[i].choice.applies) continue;
    Entry* needed = Find(endpoint.needs);
    if (needed != nullptr && needed->choice.applies) continue;
    if (needed != nullptr) entries_.erase(entries_.begin() + (needed - entries_.data()));
    const auto at = std::ranges::find_if(
        entries_, [&](const Entry& e) { return e.choice.endpoint == &endpoint; });
    Decision because;
    because.because = endpoint.title + " needs it first";
    needed = Insert(endpoint.needs,
                    {static_cast<size_t>(at - entries_.begin()) + 1, RequestRole::kBefore, true},
                    because);
    if (needed != nullptr) needed->choice.applies = true;
  }
}

// What applies comes first; where nothing that chooses a request does, the possible ones lead, the
// usual one of the pack first. A request and the steps after it stay together.
void RequestList::Sort() {
  struct Group {
    std::vector<Entry> entries;
    int rank = 0;
    std::ptrdiff_t usual = 0;
  };
  const bool has_default =
      std::ranges::any_of(operation_.mappings, [](const Mapping& m) { return m.is_default; });
  std::vector<Group> groups;
  for (Entry& entry : entries_) {
    const bool parts = has_leader_ && !groups.empty() &&
                       entry.choice.applies != groups.back().entries.back().choice.applies;
    if (groups.empty() || !entry.joined || parts) {
      Group& group = groups.emplace_back();
      const bool leads = has_leader_ ? entry.choice.applies : entry.leads;
      group.rank = leads ? 0 : entry.choice.applies ? 1 : entry.leads ? 2 : 3;
      const auto at = std::ranges::find(operation_.replacements, entry.choice.endpoint->id);
      group.usual = has_leader_ || has_default || !leads ? 0 : at - operation_.replacements.begin();
    }
    groups.back().entries.push_back(std::move(entry));
  }
  std::ranges::stable_sort(groups, [](const Group& a, const Group& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.usual < b.usual;
  });
  entries_.clear();
  for (Group& group : groups) {
    for (Entry& entry : group.entries) entries_.push_back(std::move(entry));
  }
}

void RequestList::Finish() {
  for (const Decision* option : options_) {
    for (Entry& entry : entries_) {
      if (entry.choice.applies) Merge(evaluator_, *option->mapping, &entry.choice);
    }
    verdict_->notes.push_back(option->mapping->how);
  }
  Promote();
  AddNeeded();
  Sort();
  for (const std::string& id : operation_.replacements) {
    if (Find(id) != nullptr) continue;
    Entry* entry = Insert(id, {entries_.size(), RequestRole::kPerhaps, false}, Decision());
    if (entry != nullptr)
      entry->choice.when = entry->choice.because =
          ConditionOf(id, "", "the job needs this step, too");
  }
  for (Entry& entry : entries_) {
    const bool leads = entry.leads && !has_leader_;
    if (!entry.choice.applies && !leads && entry.choice.role != RequestRole::kBefore)
      entry.choice.role = RequestRole::kPerhaps;
  }
  if (!entries_.empty() && entries_.front().choice.role == RequestRole::kOr)
    entries_.front().choice.role = RequestRole::kUse;
  // A condition on the only request that there is says nothing.
  const bool several = std::ranges::any_of(
      entries_, [](const Entry& e) { return e.leads && e.choice.role == RequestRole::kOr; });
  if (!several && !is_open_ && !entries_.empty() && entries_.front().choice.applies) {
    for (Entry& entry : entries_) {
      if (entry.choice.applies) entry.choice.when.clear();
    }
  }
  for (Entry& entry : entries_) verdict_->requests.push_back(std::move(entry.choice));
}

}  // namespace unsoap::rules
