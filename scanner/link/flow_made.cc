// Functions that answer for names: those that are made under a name which code computes
// (exports[name] = function () {}), and those that a class has for what it has not (__call). And
// the names that they are made from: the keys of a table.
#include <algorithm>

#include "scanner/facts/made_names.h"
#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

using languages::Language;

constexpr size_t kMostLooseKeys = 16;  // of a table that are followed
constexpr size_t kLeastPart = 3;       // letters of a name that is a part of another

/// True where the name that it is called by is no parameter that code writes.
bool IsGivenItsName(const facts::Function& function) {
  return !function.params.empty() && function.params[0].span == function.name_span;
}

}  // namespace

bool Flow::IsMade(FnRef fn) const {
  const facts::Function& function = program_.function(fn);
  return IsGivenItsName(function) && program_.Is(fn.file, &Language::made_functions) &&
         !program_.Names(fn.file, &Language::catch_all, function.name);
}

bool Flow::MayAnswer(FnRef fn, ExprRef at, std::string_view name, bool must_be_known) {
  const facts::Function& function = program_.function(fn);
  const bool is_made = IsMade(fn);
  if (!is_made && !must_be_known) return true;
  // The variable that the name comes from stands around the function.
  const NodeId key = function.params.empty() ? facts::kNone
                                             : VariableSlot(fn.file, function.parent, facts::kNone,
                                                            function.params[0].name);
  if (key == facts::kNone) return false;
  if (is_made) AddEdgeOnce(key, MutableParam(fn, 0));
  const bool is_read = program_.expr(at).kind == facts::ExprKind::kMember;
  WatchCallOnce(key, {is_read ? RuleKind::kMember : RuleKind::kCall, at, facts::kNone, {}});
  const bool is_whole = !is_made || facts::IsWholeKey(function.name);
  const std::string called = is_whole ? std::string() : facts::LettersOf(name);
  bool any = false;
  for (const AtomId id : Values(key)) {
    if (!IsConstant(atoms_[id])) continue;
    any = true;
    const std::string_view text = str(atoms_[id].a);
    if (text == name) return true;
    if (is_whole) continue;
    const std::string letters = facts::LettersOf(text);
    if (letters == called ||
        (letters.size() >= kLeastPart && called.find(letters) != std::string::npos))
      return true;
  }
  if (any || must_be_known) return false;
  // Names that nobody writes out: of the files of a folder.
  if (!names_settled_) unnamed_.emplace_back(at, fn);
  return names_settled_;
}

void Flow::CatchBy(ExprRef at, FnRef fn, std::string_view name) {
  const facts::Function& function = program_.function(fn);
  const bool is_call = program_.expr(at).kind != facts::ExprKind::kMember;
  if (!AddTarget(at, fn)) {
    if (is_call) CallResult(at, fn);
    return;
  }
  caught_.insert({at, fn});
  const Way enter = {WayKind::kEnter, NodeOf(at)};
  const NodeId called = NewNode();
  Add(called, Intern({AtomKind::kString, InternString(name)}));
  AddEdge(called, MutableParam(fn, 0), EdgeKind::kPlain, enter);
  const facts::Expr& call = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(call);
  if (IsGivenItsName(function)) {  // what it is called with are its other parameters
    for (uint32_t i = 0; i < call.args_count && i + 1 < function.params.size(); ++i) {
      if (args[i].value != facts::kNone && args[i].name.empty())
        AddEdge(NodeOf({at.file, args[i].value}), MutableParam(fn, i + 1), EdgeKind::kNoParams,
                enter);
    }
  } else if (function.params.size() > 1) {
    const NodeId rest = MutableParam(fn, 1);
    const uint32_t list = NewObject(at, {});
    for (uint32_t i = 0; i < call.args_count; ++i) {
      if (args[i].value == facts::kNone) continue;
      AddEdgeOnce(NodeOf({at.file, args[i].value}), ObjectField(list, "[]"));
      if (function.params[1].is_rest)
        AddEdge(NodeOf({at.file, args[i].value}), rest, EdgeKind::kNoParams, enter);
    }
    const NodeId given = NewNode();
    Add(given, Intern({AtomKind::kObject, list}));
    AddEdge(given, rest, EdgeKind::kNoParams, enter);
  }
  AddEdge(MutableReturn(fn), NodeOf(at), EdgeKind::kNoParams, {WayKind::kLeave, NodeOf(at)});
  if (is_call) CallResult(at, fn);
}

bool Flow::CatchCall(ExprRef at, ClassRef c, std::string_view name, bool must_be_known) {
  // function __call($name, $args): it is given the name of a method that the class has not.
  for (const ClassRef& r : program_.Lineage(c)) {
    for (const FnRef& fn : program_.MethodsOf(r)) {
      const facts::Function& function = program_.function(fn);
      if (function.params.empty() ||
          (!IsMade(fn) && !program_.Names(fn.file, &Language::catch_all, function.name)))
        continue;
      if (must_be_known && !IsMade(fn)) continue;
      if (!MayAnswer(fn, at, name, must_be_known)) continue;
      CatchBy(at, fn, name);
      return true;
    }
  }
  return false;
}

void Flow::TakeCaught(ExprRef member, ClassRef c) {
  const std::string_view name = program_.expr(member).text;
  if (program_.HasField(c, name) || !program_.FindMethods(c, name).empty()) return;
  for (const ClassRef& r : program_.Lineage(c)) {
    if (!Values(FieldSlot(r, name)).empty()) return;
    for (const FnRef& fn : program_.MethodsOf(r)) {
      const facts::Function& function = program_.function(fn);
      if (function.params.size() == 1 && !IsMade(fn) &&
          program_.Names(fn.file, &Language::catch_all, function.name))
        return CatchBy(member, fn, name);
    }
  }
}

bool Flow::CatchHeld(ExprRef at, NodeId slot, std::string_view name) {
  WatchCallOnce(slot, {RuleKind::kCall, at, facts::kNone, {}});
  bool found = false;
  const AtomList values = Values(slot);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    const FnRef fn = {atom.a, atom.b};
    if (atom.kind != AtomKind::kFunction || !IsMade(fn) || !MayAnswer(fn, at, name, false))
      continue;
    CatchBy(at, fn, name);
    found = true;
  }
  return found;
}

void Flow::SettleNames() {
  names_settled_ = true;
  const std::vector<std::pair<ExprRef, FnRef>> unnamed = std::move(unnamed_);
  for (const auto& [at, fn] : unnamed) RunCall(at);
}

bool Flow::GiveKeys(ExprRef at) {
  // Object.keys(table), table.keys(): a list of the names of its entries.
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (!program_.Names(at.file, &Language::gives_keys, e.text)) return false;
  const facts::ExprId table = e.args_count == 1   ? facts.begin_args(e)[0].value
                              : e.args_count == 0 ? e.object
                                                  : facts::kNone;
  if (table == facts::kNone) return false;
  const NodeId from = NodeOf({at.file, table});
  WatchCallOnce(from, {RuleKind::kCall, at, facts::kNone, {}});
  bool found = false;
  const AtomList values = Values(from);
  for (const AtomId id : values) {
    if (atoms_[id].kind != AtomKind::kObject) continue;
    if (!found) Add(NodeOf(at), Intern({AtomKind::kObject, NewObject(at, {})}));
    found = true;
    AddKeys(atoms_[id].a, ObjectField(NewObject(at, {}), "[]"));
  }
  return found;
}

void Flow::AddKeys(uint32_t object, NodeId to) {
  size_t added = 0;
  std::vector<std::string> names;
  for (const auto& [name, node] : objects_[object].fields) {
    if (name != "[]" && added++ < kMostLooseKeys) names.push_back(name);
  }
  for (const std::string& name : names) Add(to, Intern({AtomKind::kString, InternString(name)}));
}

}  // namespace unsoap::link
