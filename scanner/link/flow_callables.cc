// Functions and methods as values: [object, 'name'], getattr(object, 'name'), object.method(:name);
// and calls that are given what they call: call_user_func(f, x), send(:name, x), super(x).
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

using languages::Language;

bool Has(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

void Flow::RunPair(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  const AtomList values = ValuesOf({at.file, args[0].value});
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kClient)
      Add(NodeOf(at), Intern({AtomKind::kMethod, at.file, at.expr}));
    std::vector<ClassRef> classes;
    if (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)
      classes = {{atom.a, atom.b}};
    if (atom.kind == AtomKind::kString) classes = program_.ResolveClass(at.file, str(atom.a));
    for (const ClassRef& c : classes) {
      for (const std::string& name : MethodNames(NodeOf({at.file, args[1].value}), c))
        AddMethods(NodeOf(at), c, name);
    }
  }
}

std::vector<std::string> Flow::MethodNames(NodeId node, ClassRef c) const {
  std::vector<std::string> names = Constants(node);
  if (!names.empty()) return names;
  constexpr size_t kLeastKnown = 2;  // letters; fewer say nothing
  for (const AtomId id : Values(node)) {
    if (atoms_[id].kind != AtomKind::kString) continue;
    const std::string_view text = str(atoms_[id].a);
    const size_t hole = text.find(kHole);
    if (hole == std::string_view::npos || text.find(kHole, hole + 1) != std::string_view::npos ||
        text.size() <= kLeastKnown)
      continue;
    const std::string_view before = text.substr(0, hole), after = text.substr(hole + 1);
    for (const ClassRef& owner : program_.Lineage(c)) {
      for (const FnRef& fn : program_.MethodsOf(owner)) {
        const std::string_view name = program_.function(fn).name;
        if (name.size() >= text.size() && name.starts_with(before) && name.ends_with(after) &&
            names.size() < kMaxCandidates)
          names.emplace_back(name);
      }
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool Flow::AddMethods(NodeId node, ClassRef c, std::string_view name) {
  const std::vector<FnRef> methods = program_.FindMethods(c, name);
  for (const FnRef& fn : methods) Add(node, Intern({AtomKind::kFunction, fn.file, fn.fn}));
  return !methods.empty();
}

bool Flow::TakeMethod(ExprRef at) {
  // getattr(client, name); method(:name) of the object itself
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  if (e.args_count == 1 && e.class_id != facts::kNone && args[0].value != facts::kNone)
    return TakeMethods(at, {AtomKind::kInstance, at.file, e.class_id}, args[0].value);
  if (e.args_count < 2 || args[0].value == facts::kNone || args[1].value == facts::kNone)
    return false;
  const NodeId object = NodeOf({at.file, args[0].value});
  WatchCallOnce(object, {RuleKind::kCall, at, facts::kNone, {}});
  const AtomList values = Values(object);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kClient)
      Add(NodeOf(at), Intern({AtomKind::kMethod, at.file, at.expr}));
    TakeMethods(at, atom, args[1].value);
  }
  return true;
}

bool Flow::TakeMethods(ExprRef at, const Atom& receiver, facts::ExprId name) {
  if (receiver.kind != AtomKind::kInstance && receiver.kind != AtomKind::kClass) return false;
  const NodeId from = NodeOf({at.file, name});
  WatchCallOnce(from, {RuleKind::kCall, at, facts::kNone, {}});
  bool found = false;
  for (const std::string& method : MethodNames(from, {receiver.a, receiver.b}))
    found |= AddMethods(NodeOf(at), {receiver.a, receiver.b}, method);
  return found;
}

bool Flow::CallGiven(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::ExprId first =
      e.args_count == 0 ? facts::kNone : program_.file(at.file).begin_args(e)[0].value;
  if (first == facts::kNone) return false;
  const NodeId callee = NodeOf({at.file, first});
  WatchCallOnce(callee, {RuleKind::kCall, at, facts::kNone, {}});
  bool found = false;
  if (e.class_id != facts::kNone && program_.Names(at.file, &Language::sends, e.text)) {
    // send(:name, x), of the object itself
    for (const std::string& name : MethodNames(callee, {at.file, e.class_id})) {
      const std::vector<FnRef> methods = program_.FindMethods({at.file, e.class_id}, name);
      for (const FnRef& fn : methods) LinkCall(at, fn);
      found |= !methods.empty();
    }
    return found;
  }
  if (!program_.Names(at.file, &Language::calls_by_name, e.text)) return false;
  for (const FnRef& fn : NamedBy(at)) LinkCall(at, fn), found = true;
  return LinkHeld(at, callee) || found;
}

void Flow::CallBase(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const FnRef in = program_.NamedFunction({at.file, e.function});
  if (e.class_id == facts::kNone) return;
  const bool is_named = program_.Is(at.file, &Language::bare_super) && in.fn != facts::kNone &&
                        !program_.function(in).is_constructor;
  for (const ClassRef& base : program_.Lineage({at.file, e.class_id})) {
    if (base == ClassRef{at.file, e.class_id}) continue;
    const std::vector<FnRef> methods = is_named
                                           ? program_.OwnMethods(base, program_.function(in).name)
                                           : program_.Constructors(base);
    for (const FnRef& fn : methods) LinkCall(at, fn);
  }
}

uint32_t Flow::FirstArgument(const facts::FileFacts& facts, const facts::Expr& call,
                             std::string_view function, facts::ExprId* spread) {
  *spread = facts::kNone;
  if (call.args_count == 0 || call.text.empty() || call.text == function) return 0;
  const Language* const language = languages::FindLanguage(facts.language);
  if (language == nullptr) return 0;
  uint32_t first = 0;
  if (call.object == facts::kNone)
    first = Has(language->calls_by_name, call.text) || Has(language->sends, call.text);
  else
    first = Has(language->receiver_first, call.text);
  if (Has(language->spreads, call.text) && first < call.args_count)
    *spread = facts.begin_args(call)[first].value;
  return first;
}

}  // namespace unsoap::link
