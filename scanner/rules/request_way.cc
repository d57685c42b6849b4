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

namespace {

const std::string& NameOf(const RequestStep& step) {
  return step.name.empty() ? step.endpoint : step.name;
}

void AddSentence(const std::string& text, std::string* to) {
  if (!text.empty()) *to += (to->empty() ? "" : " ") + text;
}

}  // namespace

RequestChoice RequestWay::Choose(const Planned& planned, BuiltRequest built) const {
  RequestChoice choice;
  choice.endpoint = pack_.FindEndpoint(planned.step->endpoint);
  choice.request = std::move(built.request);
  Complete(*choice.endpoint, &choice.request);
  choice.role = planned.step->role;
  choice.applies = planned.applies;
  choice.because = planned.because;
  choice.how = planned.step->how.empty() ? planned.row->how : planned.step->how;
  choice.caveat = planned.step->caveat;
  if (choice.caveat.empty() && planned.step->how.empty()) choice.caveat = planned.row->caveat;
  for (const RequestStep* more : planned.more) {
    if (more->how != choice.how) AddSentence(more->how, &choice.how);
    AddSentence(more->caveat, &choice.caveat);
  }
  return choice;
}

BuiltRequest RequestWay::BuildStep(const Planned& planned, const StepNames& steps,
                                   size_t turn) const {
  BuiltRequest built = BuildRequest(pack_, evaluator_, *planned.step, steps, turn);
  for (const RequestStep* more : planned.more) {
    BuiltRequest added = BuildRequest(pack_, evaluator_, *more, steps, turn);
    MergeInto(&built.request.path, added.request.path);
    MergeInto(&built.request.query, added.request.query);
    MergeInto(&built.request.body, added.request.body);
    built.notes.insert(built.notes.end(), added.notes.begin(), added.notes.end());
  }
  return built;
}

std::vector<RequestChoice> RequestWay::Build(int first, bool lead,
                                             std::vector<std::string>* notes) const {
  std::vector<const Planned*> order;
  for (const Planned& planned : planned_) {
    if (pack_.FindEndpoint(planned.step->endpoint) != nullptr) order.push_back(&planned);
  }
  std::ranges::stable_sort(order, [](const Planned* a, const Planned* b) {
    return Order(a->step->role) < Order(b->step->role);
  });
  std::vector<RequestChoice> out, further;
  for (size_t i = 0; i < order.size(); ++i) {
    const Planned& planned = *order[i];
    const StepNames steps = [&](std::string_view name) {
      for (size_t before = i; before > 0; --before) {
        const Planned& other = *order[before - 1];
        // What may have to be looked up is rather there already; what replaces the call is made.
        const bool is_made = other.applies || !planned.applies || other.step->role == "use";
        if (NameOf(*other.step) == name && is_made)
          return std::to_string(first + static_cast<int>(before) - 1);
      }
      return std::string();
    };
    BuiltRequest built = BuildStep(planned, steps, 0);
    for (std::string& note : built.notes) {
      if (std::ranges::find(*notes, note) == notes->end()) notes->push_back(std::move(note));
    }
    const size_t turns = planned.step->role == "use" ? std::min(built.turns, kMostTurns) : 1;
    RequestChoice& choice = out.emplace_back(Choose(planned, std::move(built)));
    if (choice.role == "use" && !lead) choice.role = "instead";
    choice.step = first + static_cast<int>(i);
    for (size_t turn = 1; turn < turns; ++turn) {
      further.push_back(Choose(planned, BuildStep(planned, steps, turn)));
      further.back().role = "then";
      further.back().step = first + static_cast<int>(order.size() + further.size()) - 1;
    }
  }
  out.insert(out.end(), further.begin(), further.end());
  // The request that replaces the call stands first, whatever has to be called before it.
  const auto use = std::ranges::find_if(
      out, [](const RequestChoice& c) { return c.role == "use" || c.role == "instead"; });
  if (use != out.end()) std::rotate(out.begin(), use, use + 1);
  return out;
}

}  // namespace unsoap::rules
