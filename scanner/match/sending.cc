// The walk from a request's text to the call that sends it.
#include "scanner/match/sending.h"

#include <algorithm>

#include "scanner/base/budget.h"
#include "scanner/facts/made_names.h"
#include "scanner/link/write_order.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {
namespace {

constexpr size_t kMostNames = 8;   // variables in a row
constexpr int kMostCalls = 3;      // functions of the program in a row
constexpr int kMostClosures = 8;   // in one another
constexpr size_t kMostGivers = 4;  // functions that give a text back

/// curl_exec, PostAsync, Invoke-WebRequest; with what it is called on, where the name alone is
/// anybody's: session.data(for: request).
bool IsSender(const facts::FileFacts& facts, const facts::Expr& call) {
  const std::vector<std::string>& senders = rules::BuiltinWords().senders;
  const std::string name = facts::LettersOf(call.text);
  if (std::ranges::binary_search(senders, name)) return true;
  return call.object != facts::kNone &&
         std::ranges::binary_search(senders,
                                    facts::LettersOf(facts.exprs[call.object].text) + name);
}

/// The name at the bottom of a.b[c].d; empty if there is none.
std::string_view RootName(const facts::FileFacts& facts, facts::ExprId id) {
  while (id != facts::kNone) {
    const facts::Expr& e = facts.exprs[id];
    if (e.kind == facts::ExprKind::kName) return e.text;
    id = e.object;
  }
  return {};
}

}  // namespace

bool Sending::Sends(link::FnRef function, int depth) {
  const auto [known, fresh] = functions_.try_emplace(function, false);
  if (!fresh || depth > kMostCalls) return known->second;
  const facts::FileFacts& facts = program_.file(function.file);
  const Walk inside = {function.file, function.fn, {}};
  bool sends = false;
  for (const facts::ExprId call : facts.calls) {
    Spend();
    if (IsWithin(inside, facts.exprs[call].function) &&
        Sends(link::ExprRef{function.file, call}, depth + 1)) {
      sends = true;
      break;
    }
  }
  return functions_[function] = sends;
}

bool Sending::Sends(link::ExprRef call, int depth) {
  if (IsSender(program_.file(call.file), program_.expr(call))) return true;
  return std::ranges::any_of(flow_.Targets(call),
                             [&](const link::FnRef& target) { return Sends(target, depth); });
}

bool Sending::IsWithin(const Walk& walk, facts::FunctionId function) const {
  const facts::FileFacts& facts = program_.file(walk.file);
  for (int step = 0; step < kMostClosures && function != walk.function; ++step) {
    if (function == facts::kNone) return false;
    function = facts.functions[function].parent;
  }
  return function == walk.function;
}

facts::ExprId Sending::SenderAround(const Walk& walk, Span place) {
  const facts::FileFacts& facts = program_.file(walk.file);
  facts::ExprId best = facts::kNone;
  for (const facts::ExprId call : facts.calls) {
    Spend();
    const facts::Expr& e = facts.exprs[call];
    if (!e.span.Contains(place) || !IsWithin(walk, e.function)) continue;
    const bool is_wider = best == facts::kNone || e.span.Contains(facts.exprs[best].span);
    if (is_wider && Sends(link::ExprRef{walk.file, call}, 0)) best = call;
  }
  return best;
}

facts::ExprId Sending::SenderAbove(link::FileId file, facts::ExprId id) {
  constexpr int kMostSteps = 40;
  if (parents_file_ != file) {
    Spend(static_cast<int64_t>(program_.file(file).exprs.size()));
    parents_file_ = file, parents_ = link::ParentsOf(program_.file(file));
  }
  facts::ExprId best = facts::kNone;
  for (int step = 0; step < kMostSteps && parents_[id] != facts::kNone; ++step) {
    id = parents_[id];
    const facts::ExprKind kind = program_.expr({file, id}).kind;
    if (kind == facts::ExprKind::kFunction) break;
    if (kind == facts::ExprKind::kCall && Sends(link::ExprRef{file, id}, 0)) best = id;
  }
  return best;
}

facts::ExprId Sending::SenderInRow(const Walk& walk, Span place) {
  const facts::FileFacts& facts = program_.file(walk.file);
  Span row = place;
  for (const facts::ExprId call : facts.calls) {
    Spend();
    const facts::Expr& e = facts.exprs[call];
    if (e.span.Contains(place) && e.span.Contains(row) && IsWithin(walk, e.function)) row = e.span;
  }
  for (const facts::ExprId call : facts.calls) {
    const facts::Expr& e = facts.exprs[call];
    if (e.name_span.begin >= place.end && row.Contains(e.name_span) && IsWithin(walk, e.function) &&
        Sends(link::ExprRef{walk.file, call}, 0))
      return call;
  }
  return facts::kNone;
}

std::string_view Sending::TakenBy(const Walk& walk, Span place) const {
  const facts::FileFacts& facts = program_.file(walk.file);
  const facts::Binding* taker = nullptr;
  for (const facts::Binding& binding : facts.bindings) {
    Spend();
    if (binding.target == facts::kNone || binding.value == facts::kNone ||
        !IsWithin(walk, binding.function) || !facts.exprs[binding.value].span.Contains(place))
      continue;
    if (taker == nullptr ||
        facts.exprs[taker->value].span.Contains(facts.exprs[binding.value].span))
      taker = &binding;
  }
  if (taker != nullptr) return RootName(facts, taker->target);
  // request.setBody(text), curl_setopt($request, BODY, $text): what is told of it.
  const facts::Expr* outermost = nullptr;
  for (const facts::ExprId call : facts.calls) {
    const facts::Expr& e = facts.exprs[call];
    if (e.span.Contains(place) && IsWithin(walk, e.function) &&
        (outermost == nullptr || e.span.Contains(outermost->span)))
      outermost = &e;
  }
  if (outermost == nullptr) return {};
  if (outermost->object != facts::kNone) return RootName(facts, outermost->object);
  const facts::ExprId first =
      outermost->args_count == 0 ? facts::kNone : facts.begin_args(*outermost)[0].value;
  const bool is_name = first != facts::kNone && facts.exprs[first].kind == facts::ExprKind::kName;
  return is_name ? facts.exprs[first].text : std::string_view();
}

facts::ExprId Sending::FollowName(Walk* walk, std::string_view name, uint32_t after) {
  if (name.empty() || walk->names.size() >= kMostNames || !walk->names.insert(name).second)
    return facts::kNone;
  const facts::FileFacts& facts = program_.file(walk->file);
  std::vector<Span> uses;
  for (const facts::Expr& e : facts.exprs) {
    Spend();
    if (e.kind == facts::ExprKind::kName && e.text == name && e.span.begin >= after &&
        IsWithin(*walk, e.function))
      uses.push_back(e.span);
  }
  std::ranges::sort(uses);
  for (const Span use : uses) {
    const facts::ExprId sender = SenderAround(*walk, use);
    if (sender != facts::kNone) return sender;
    const std::string_view taker = TakenBy(*walk, use);
    const facts::ExprId later = FollowName(walk, taker, use.end);
    if (later != facts::kNone) return later;
  }
  return facts::kNone;
}

facts::ExprId Sending::Follow(Walk* walk, Span place, facts::ExprId id) {
  facts::ExprId sender = SenderAround(*walk, place);
  if (sender == facts::kNone) sender = SenderAbove(walk->file, id);
  if (sender == facts::kNone) sender = FollowName(walk, TakenBy(*walk, place), place.end);
  return sender == facts::kNone ? SenderInRow(*walk, place) : sender;
}

link::ExprRef Sending::Of(link::FileId file, Span text) {
  const facts::FileFacts& facts = program_.file(file);
  facts::ExprId inner = facts::kNone;
  const auto look = [&](const std::vector<facts::ExprId>& ids) {
    for (const facts::ExprId id : ids) {
      const Span span = facts.exprs[id].span;
      if (span.Contains(text) && (inner == facts::kNone || facts.exprs[inner].span.Contains(span)))
        inner = id;
    }
  };
  look(facts.strings);
  if (inner == facts::kNone) look(facts.calls);
  if (inner == facts::kNone) return {file, facts::kNone};
  const link::FnRef named = program_.NamedFunction({file, facts.exprs[inner].function});
  Walk walk = {file, named.fn, {}};
  return {file, Follow(&walk, text, inner)};
}

link::ExprRef Sending::Of(link::ExprRef read) {
  const facts::Expr& e = program_.expr(read);
  Walk walk = {read.file, program_.NamedFunction({read.file, e.function}).fn, {}};
  return {read.file, Follow(&walk, e.span, read.expr)};
}

std::vector<link::ExprRef> Sending::OfGivenBack(link::FileId file, Span text,
                                                facts::FunctionId around) {
  const link::ExprRef here = Of(file, text);
  if (here.expr != facts::kNone) return {here};
  std::vector<link::ExprRef> sent;
  std::vector<link::FnRef> givers = {program_.NamedFunction({file, around})};
  for (size_t i = 0; i < givers.size() && givers.size() <= kMostGivers; ++i) {
    if (givers[i].fn == facts::kNone) continue;
    for (const link::ExprRef& call : flow_.CallersOf(givers[i])) {
      const link::ExprRef send = Of(call);
      if (send.expr != facts::kNone) {
        sent.push_back(send);
      } else {
        const link::FnRef next = program_.NamedFunction({call.file, program_.expr(call).function});
        if (std::ranges::find(givers, next) == givers.end()) givers.push_back(next);
      }
    }
  }
  return sent;
}

}  // namespace unsoap::match
