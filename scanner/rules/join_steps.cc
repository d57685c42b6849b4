// Equal steps of several rows, joined; answers are renumbered.
#include "scanner/rules/join_steps.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

namespace unsoap::rules {
namespace {

using Numbers = std::map<int, int>;  // a step before -> the step now

// Gives each answer that the tree takes from a step the number that `now` has for it.
template <class Now>
void RenumberBy(const Now& now, JsonTree* tree) {
  if (tree->LeafKind() != "$answer") {
    for (JsonTree& item : tree->items) RenumberBy(now, &item);
    return;
  }
  std::string& text = tree->items[0].text;
  int step = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), step);
  if (error == std::errc())
    text = std::to_string(now(step)) + text.substr(static_cast<size_t>(end - text.data()));
}

void Renumber(const Numbers& numbers, JsonTree* tree) {
  RenumberBy(
      [&](int step) {
        const auto now = numbers.find(step);
        return now == numbers.end() ? step : now->second;
      },
      tree);
}

void AddSentence(const std::string& text, std::string* to) {
  if (text.empty() || to->find(text) != std::string::npos) return;
  *to += (to->empty() ? "" : " ") + text;
}

// Takes the conditions and the words of an equal step.
void Join(const RequestChoice& other, RequestChoice* kept) {
  if (other.applies && !kept->applies) {
    kept->applies = true;
    kept->because = other.because;
  } else if (other.applies == kept->applies && other.because != kept->because) {
    // Under no condition at all: always.
    const bool always = other.because.empty() || kept->because.empty();
    kept->because = always ? "" : kept->because + ", or " + other.because;
  }
  AddSentence(other.how, &kept->how);
  AddSentence(other.caveat, &kept->caveat);
}

}  // namespace

void ShiftAnswers(int by, JsonTree* tree) {
  if (by != 0) RenumberBy([&](int step) { return step + by; }, tree);
}

void ShiftSteps(int by, RequestChoice* request) {
  request->step += by;
  for (JsonTree* tree : {&request->request.path, &request->request.query, &request->request.body})
    ShiftAnswers(by, tree);
}

void JoinSteps(std::vector<RequestChoice>* requests) {
  std::vector<RequestChoice*> order;
  for (RequestChoice& request : *requests) order.push_back(&request);
  std::ranges::stable_sort(order, {}, &RequestChoice::step);
  Numbers now;
  std::vector<RequestChoice*> kept;
  for (RequestChoice* request : order) {
    for (JsonTree* tree : {&request->request.path, &request->request.query, &request->request.body})
      Renumber(now, tree);
    const bool may_join = request->role == "first" || request->role == "once";
    const auto same = std::ranges::find_if(kept, [&](const RequestChoice* other) {
      return may_join && other->endpoint == request->endpoint && other->role == request->role &&
             other->request == request->request;
    });
    if (same == kept.end()) {
      kept.push_back(request);
      now[request->step] = static_cast<int>(kept.size());
      request->step = now[request->step];
      continue;
    }
    Join(*request, *same);
    now[request->step] = (*same)->step;
    request->endpoint = nullptr;
  }
  std::erase_if(*requests, [](const RequestChoice& r) { return r.endpoint == nullptr; });
}

}  // namespace unsoap::rules
