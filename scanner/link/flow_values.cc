// What a value does when it is called, wherever it comes from: an import that is no function, the
// object itself, a class that a queue is given. And loops over the entries of a table.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {

using languages::Language;

namespace {

/// each, map: what a call runs once for each item of the object that it is made on.
bool GoesOver(const Program& program, ExprRef call) {
  const std::string_view name = program.expr(call).text;
  return program.Names(call.file, &Language::loops, name) ||
         program.Names(call.file, &Language::maps, name);
}

}  // namespace

bool Flow::CallImported(ExprRef at) {
  // from gateway import find_lead; find_lead(x), where that is an object or a partial
  const facts::Import* import = program_.ImportOf(at.file, program_.expr(at).text);
  if (import == nullptr || import->name == "*") return false;
  bool found = false;
  for (const FileId file : program_.ResolveModule(at.file, import->module, import->name)) {
    const FileId module = program_.ModuleOf(file);
    if (!import->name.empty()) {
      found |= CallDeclared(at, module, import->name);
      continue;
    }
    const NodeId whole = GlobalSlot(module, kWholeModule);
    WatchCallOnce(whole, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList values = Values(whole);
    for (const AtomId id : values) {
      const Atom atom = atoms_[id];
      found |= CallValue(at, atom, whole);
    }
  }
  return found;
}

void Flow::CallSelf(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const std::vector<std::string>& words = program_.Words(at.file, &Language::self);
  if (!words.empty() && e.text == words.front())  // the first is the object, not its class
    CallObject(at, {AtomKind::kInstance, at.file, e.class_id});
}

bool Flow::CallMade(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (!program_.Is(at.file, &Language::made_functions) ||
      program_.Is(at.file, &Language::explicit_self))
    return false;
  for (facts::ClassId c = e.class_id; c != facts::kNone;
       c = program_.file(at.file).classes[c].outer)
    if (CatchCall(at, {at.file, c}, e.text, true)) return true;
  return false;
}

void Flow::ReadMade(NodeId to, FileId module, std::string_view name) {
  const AtomList values = Values(GlobalSlot(module, "[]"));
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    const ExprRef at = ExprOf(to);
    if (atom.kind == AtomKind::kFunction && at.expr != facts::kNone && IsMade({atom.a, atom.b}) &&
        program_.expr(at).kind == facts::ExprKind::kMember &&
        MayAnswer({atom.a, atom.b}, at, name, true))
      Add(to, id);
  }
}

bool Flow::RunClasses(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  std::string_view run = program_.PairOf(at.file, &Language::runs, e.text);
  if (run.empty()) run = program_.PairOf(at.file, &Language::makes_and_runs, e.text);
  if (run.empty() || e.object == facts::kNone) return false;
  return RunGiven(at, run, AtomKind::kClass, 2);  // a delay or a queue may stand before
}

bool Flow::ReadBlockSubject(ExprRef at) {
  const Language* const language = program_.LanguageOf(at.file);
  if (language == nullptr || language->block_subjects.empty()) return false;
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::Expr& name = facts.exprs[at.expr];
  facts::ExprId nearest = facts::kNone;
  for (const auto& [subject, describes] : language->block_subjects) {
    if (subject != name.text) continue;
    for (const facts::ExprId id : facts.calls) {
      const facts::Expr& call = facts.exprs[id];
      if (call.text != describes || call.args_count == 0 || !call.span.Contains(name.span))
        continue;
      const facts::ExprId first = facts.begin_args(call)[0].value;
      const bool is_name =
          first != facts::kNone && (facts.exprs[first].kind == facts::ExprKind::kName ||
                                    facts.exprs[first].kind == facts::ExprKind::kMember);
      if (is_name) nearest = first;  // of calls in their order the last one is the innermost
    }
  }
  if (nearest == facts::kNone) return false;
  AddEdge(NodeOf({at.file, nearest}), NodeOf(at));
  return true;
}

void Flow::HandSelf(ExprRef at, const Atom& object) {
  // Person.where(vip: true).each { |person| ... }: what stands for many objects hands one on.
  const facts::Expr& e = program_.expr(at);
  const bool loops =
      GoesOver(program_, at) || program_.Names(at.file, &Language::callback_takers, e.text);
  if (!loops || e.args_count == 0 || e.object == facts::kNone) return;
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::ExprId last = facts.begin_args(e)[e.args_count - 1].value;
  if (last == facts::kNone || facts.exprs[last].kind != facts::ExprKind::kFunction) return;
  const FnRef closure = {at.file, facts.exprs[last].target};
  if (closure.fn != facts::kNone && program_.function(closure).params.size() == 1)
    Bring(NodeOf({at.file, e.object}), MutableParam(closure, 0), Intern(object));
}

void Flow::HandEntries(ExprRef at, uint32_t object) {
  // TABLE.each { |name, value| ... }
  const facts::Expr& e = program_.expr(at);
  if (e.args_count != 1 || !GoesOver(program_, at)) return;  // $.each(table, f): not over $
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::ExprId given = facts.begin_args(e)[0].value;
  if (given == facts::kNone || facts.exprs[given].kind != facts::ExprKind::kFunction) return;
  const FnRef closure = {at.file, facts.exprs[given].target};
  if (closure.fn == facts::kNone || program_.function(closure).params.size() != 2) return;
  AddKeys(object, MutableParam(closure, 0));
  const Way load = {WayKind::kLoad, NodeOf({at.file, e.object})};
  for (const auto& [name, node] : objects_[object].fields) {
    if (name != "[]") AddEdgeOnce(node, MutableParam(closure, 1), load);
  }
  ReadAny(MutableParam(closure, 1), object, load.by, 0);  // what comes later
}

void Flow::BindPair(FileId file, const facts::Binding& binding, NodeId table) {
  const facts::Expr& target = program_.file(file).exprs[binding.target];
  if (target.kind != facts::ExprKind::kList || target.args_count != 2) return;
  for (const uint32_t i : {0u, 1u}) {
    const facts::ExprId item = program_.file(file).begin_args(target)[i].value;
    if (item == facts::kNone) continue;
    const NodeId part = NewNode();
    Watch(table, {RuleKind::kElement, {file, item}, part, i == 0 ? kKeysOf : kValuesOf, table, {}});
    BindTarget(file, item, part, binding);
  }
}

void Flow::RunPairOf(const Rule& rule, uint32_t object) {
  const NodeId inner = ObjectField(object, "[]");
  if (rule.name == kKeysOf) AddKeys(object, rule.extra);
  std::vector<NodeId> values;
  for (const auto& [name, node] : objects_[object].fields) {
    if (name != "[]" && values.size() < kMaxCandidates) values.push_back(node);
  }
  const Way load = {WayKind::kLoad, rule.number};
  for (const NodeId node : values) {
    if (rule.name == kValuesOf) AddEdgeOnce(node, rule.extra, load);
  }
  // [find: "getLead", save: "syncLead"]: a list of pairs that the grammar takes for one map in it.
  const AtomList held = Values(inner);
  for (const AtomId id : held) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kObject || atom.a == object || depth_ >= kMostHandedOn) continue;
    ++depth_;
    RunPairOf(rule, atom.a);
    --depth_;
  }
}

}  // namespace unsoap::link
