#include "scanner/rules/request_way.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::rules {
namespace {

struct Known {
  Truth truth = Truth::kYes;
  std::string because;
};

Known All(const Evaluator& evaluator, const std::vector<Condition>& conditions) {
  Known out;
  std::vector<std::string> reasons;
  for (const Condition& condition : conditions) {
    const Evaluation one = evaluator.Evaluate(condition);
    out.truth = std::min(out.truth, one.truth);
    reasons.push_back(one.truth == Truth::kYes && !one.because.empty() ? one.because
                      : one.when.empty()                               ? condition.text
                                                                       : one.when);
  }
  out.because = Join(reasons, " and ");
  return out;
}

int Order(const std::string& role) {
  static const std::vector<std::string> kOrder = {"once", "first", "use", "then", "instead"};
  return static_cast<int>(std::ranges::find(kOrder, role) - kOrder.begin());
}

std::string With(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == b) return a.empty() ? b : a;
  return a + " and " + b;
}

}  // namespace

RequestWay::RequestWay(const Pack& pack, const Evaluator& evaluator, const Mapping& row,
                       bool applies, std::string because)
    : pack_(pack), evaluator_(evaluator) {
  Plan(row, applies, because);
}

void RequestWay::Plan(const Mapping& row, bool applies, const std::string& because) {
  for (const RequestStep& step : row.steps) {
    if (step.role == "with") continue;
    const Known known = All(evaluator_, step.when);
    if (known.truth == Truth::kNo) continue;
    planned_.push_back(
        {&step, &row, applies && known.truth == Truth::kYes, With(because, known.because), {}});
  }
}

bool RequestWay::Add(const Decision& decision, bool with_steps) {
  const Mapping& row = *decision.mapping;
  if (!decision.possible) return false;
  const bool sure = decision.applies && !decision.may;
  bool has_with = false, fits = false;
  for (const RequestStep& step : row.steps) {
    if (step.role != "with") continue;
    has_with = true;
    for (Planned& planned : planned_) {
      if (planned.step->endpoint != step.endpoint) continue;
      fits = true;
      if (sure && All(evaluator_, step.when).truth == Truth::kYes) planned.more.push_back(&step);
    }
  }
  if (has_with && !fits) return false;
  if (with_steps) Plan(row, sure, decision.may ? decision.when : decision.because);
  return sure;
}

std::vector<RequestChoice> RequestWay::Build(int first, bool lead,
                                             std::vector<std::string>* notes) const {
  std::vector<const Planned*> order;
  for (const Planned& planned : planned_) order.push_back(&planned);
  std::ranges::stable_sort(order, [](const Planned* a, const Planned* b) {
    return Order(a->step->role) < Order(b->step->role);
  });
  const auto name_of = [](const RequestStep& step) {
    return step.name.empty() ? step.endpoint : step.name;
  };
  std::vector<RequestChoice> out;
  for (size_t i = 0; i < order.size(); ++i) {
    const Planned& planned = *order[i];
    const StepNames steps = [&](std::string_view name) {
      for (size_t before = i; before > 0; --before) {
        const Planned& other = *order[before - 1];
        // What may have to be looked up is rather there already; what replaces the call is made.
        const bool is_made = other.applies || !planned.applies || other.step->role == "use";
        if (name_of(*other.step) == name && is_made)
          return std::to_string(first + static_cast<int>(before) - 1);
      }
      return std::string();
    };
    RequestChoice choice;
    choice.endpoint = pack_.FindEndpoint(planned.step->endpoint);
    if (choice.endpoint == nullptr) continue;
    BuiltRequest built = BuildRequest(pack_, evaluator_, *planned.step, steps);
    for (const RequestStep* more : planned.more) {
      BuiltRequest added = BuildRequest(pack_, evaluator_, *more, steps);
      MergeInto(&built.request.path, added.request.path);
      MergeInto(&built.request.query, added.request.query);
      MergeInto(&built.request.body, added.request.body);
      built.notes.insert(built.notes.end(), added.notes.begin(), added.notes.end());
    }
    choice.request = std::move(built.request);
    Complete(*choice.endpoint, &choice.request);
    choice.role = planned.step->role == "use" && !lead ? "instead" : planned.step->role;
    choice.applies = planned.applies;
    choice.because = planned.because;
    choice.step = first + static_cast<int>(i);
    choice.how = planned.step->how.empty() ? planned.row->how : planned.step->how;
    choice.caveat = planned.step->caveat;
    if (choice.caveat.empty() && planned.step->how.empty()) choice.caveat = planned.row->caveat;
    for (const RequestStep* more : planned.more) {
      if (!more->how.empty() && more->how != choice.how) choice.how += " " + more->how;
      if (!more->caveat.empty()) choice.caveat += (choice.caveat.empty() ? "" : " ") + more->caveat;
    }
    for (std::string& note : built.notes) {
      if (std::ranges::find(*notes, note) == notes->end()) notes->push_back(std::move(note));
    }
    out.push_back(std::move(choice));
  }
  // The request that replaces the call stands first, whatever has to be called before it.
  const auto use = std::ranges::find_if(
      out, [](const RequestChoice& c) { return c.role == "use" || c.role == "instead"; });
  if (use != out.end()) std::rotate(out.begin(), use, use + 1);
  return out;
}

}  // namespace unsoap::rules
