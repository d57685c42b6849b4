// Into a function: what its parameters hold because of a call, and what comes back through them.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/link/flow.h"
#include "scanner/link/schema_types.h"

namespace unsoap::link {

bool Flow::AddTarget(ExprRef at, FnRef target) {
  if (targets_of_[NodeOf(at)] == 0) {
    targets_.emplace_back();
    targets_of_[NodeOf(at)] = static_cast<uint32_t>(targets_.size());
  }
  std::vector<FnRef>& targets = targets_[targets_of_[NodeOf(at)] - 1];
  if (std::find(targets.begin(), targets.end(), target) != targets.end()) return false;
  if (targets.size() >= 2 * kMaxCandidates) return false;
  targets.push_back(target);
  callers_[IndexOf(target)].push_back(at);
  return true;
}

void Flow::LinkCall(ExprRef at, FnRef target) {
  if (IsMade(target)) return CatchBy(at, target, program_.expr(at).text);
  if (AddTarget(at, target)) EnterFunction(at, target);
}

void Flow::EnterFunction(ExprRef at, FnRef target) {
  const facts::Expr& call = program_.expr(at);
  const facts::Function& function = program_.function(target);
  const facts::FileFacts& facts = program_.file(at.file);
  for (uint32_t p = 0; p < function.params.size(); ++p) {
    const facts::ExprId arg = ArgumentFor(facts, call, function, p);
    if (arg == facts::kNone) continue;
    AddEdge(NodeOf({at.file, arg}), MutableParam(target, p), EdgeKind::kNoParams,
            {WayKind::kEnter, NodeOf(at)});
    // The closure given to it is called with what it hands on; its own parameters are linked when
    // it is called.
  }
  if (const auto self = block_receivers_.find(target); self != block_receivers_.end() &&
                                                       !function.receiver_type.empty() &&
                                                       call.object != facts::kNone)
    AddEdge(NodeOf({at.file, call.object}), NodeOf(self->second), EdgeKind::kNoParams,
            {WayKind::kEnter, NodeOf(at)});
  CollectKeywords(at, target);
  CollectRest(at, target);
  if (!function.is_constructor) {
    const NodeId ret = MutableReturn(target);
    AddEdge(ret, NodeOf(at), EdgeKind::kNoParams, {WayKind::kLeave, NodeOf(at)});
    Watch(ret, {RuleKind::kReturnParams, at, target.file, {}, target.fn, {}});
  }
}

void Flow::CollectKeywords(ExprRef at, FnRef target) {
  // f(x, client: c) for def f(x, options = {}) or def f(x, **options): keywords that no parameter
  // has by name are the entries of the first one that no position fills.
  const facts::Expr& call = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::Function& function = program_.function(target);
  const facts::Arg* args = facts.begin_args(call);
  uint32_t positions = 0;
  std::vector<const facts::Arg*> entries;
  for (uint32_t i = 0; i < call.args_count; ++i) {
    if (args[i].name.empty()) {
      ++positions;
    } else if (args[i].value != facts::kNone &&
               std::none_of(function.params.begin(), function.params.end(),
                            [&](const facts::Param& p) { return p.name == args[i].name; })) {
      entries.push_back(&args[i]);
    }
  }
  if (entries.empty()) return;
  // def f(title, when=None, **tokens): what has defaults is not given what the last one collects.
  if (positions < function.params.size() && function.params.back().is_rest)
    positions = static_cast<uint32_t>(function.params.size()) - 1;
  if (positions >= function.params.size()) return;
  const NodeId param = MutableParam(target, positions);
  if (param == facts::kNone) return;
  const uint32_t object = NewObject(at, {});
  for (const facts::Arg* entry : entries)
    AddEdgeOnce(NodeOf({at.file, entry->value}), ObjectField(object, entry->name));
  const NodeId given = NewNode();
  Add(given, Intern({AtomKind::kObject, object}));
  AddEdge(given, param, EdgeKind::kPlain, {WayKind::kEnter, NodeOf(at)});
}

void Flow::ReturnThroughParams(ExprRef call, FnRef target) {
  // An identity-like function gives back what this call passed, not what all calls passed.
  const facts::Function& function = program_.function(target);
  const AtomList values = Values(MutableReturn(target));
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kParam || atom.a != target.file || atom.b != target.fn ||
        atom.d != 0 || atom.e != 0)
      continue;
    const facts::ExprId arg =
        ArgumentFor(program_.file(call.file), program_.expr(call), function, atom.c);
    if (arg != facts::kNone) AddEdgeOnce(NodeOf({call.file, arg}), NodeOf(call));
  }
}

bool Flow::IsSpread(FileId file, const facts::Arg& entry) const {
  if (!entry.name.empty() || entry.key != facts::kNone || entry.value == facts::kNone) return false;
  const facts::FileFacts& facts = program_.file(file);
  const std::string_view text = facts.source.text();
  const Span value = facts.exprs[entry.value].span;
  uint32_t end = value.begin;
  while (end > 0 && (IsSpace(text[end - 1]) || text[end - 1] == '(')) --end;
  return program_.AnyWord(file, &languages::Language::spread_marks, [&](const std::string& mark) {
    return text.substr(0, end).ends_with(mark) || text.substr(value.begin).starts_with(mark);
  });
}

void Flow::CollectRest(ExprRef at, FnRef target) {
  const facts::Expr& call = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const std::vector<facts::Param>& params = program_.function(target).params;
  const auto rest = std::ranges::find_if(params, [](const facts::Param& p) { return p.is_rest; });
  if (rest == params.end()) return;
  const auto place = static_cast<size_t>(rest - params.begin());
  std::vector<const facts::Arg*> items;
  size_t position = 0;
  for (uint32_t i = 0; i < call.args_count; ++i) {
    const facts::Arg& argument = facts.begin_args(call)[i];
    if (!argument.name.empty()) {  // in its own place
      position += position < place && params[position].name == argument.name ? 1 : 0;
      continue;
    }
    if (argument.value == facts::kNone) continue;
    const bool is_closure = facts.exprs[argument.value].kind == facts::ExprKind::kFunction;
    if (is_closure && i + 1 == call.args_count && !params.back().is_rest) continue;
    if (position++ >= place) items.push_back(&argument);
  }
  // One list that is passed on whole is that list.
  if (items.empty() || (items.size() == 1 && IsSpread(at.file, *items[0]))) return;
  const NodeId param = MutableParam(target, static_cast<uint32_t>(place));
  if (param == facts::kNone) return;
  constexpr uint32_t kRest = 1;
  const uint32_t object = NewObject(at, {}, kRest);
  for (const facts::Arg* item : items) {
    const NodeId value = NodeOf({at.file, item->value});
    if (IsSpread(at.file, *item))
      CopyMembers(value, object, {});
    else
      AddEdgeOnce(value, ObjectField(object, "[]"));
  }
  const NodeId given = NewNode();
  Add(given, Intern({AtomKind::kObject, object}));
  AddEdge(given, param, EdgeKind::kPlain, {WayKind::kEnter, NodeOf(at)});
}

}  // namespace unsoap::link
