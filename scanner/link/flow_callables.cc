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
  const std::vector<std::string> names = Constants(NodeOf({at.file, args[1].value}));
  const AtomList values = ValuesOf({at.file, args[0].value});
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kClient)
      Add(NodeOf(at), Intern({AtomKind::kMethod, at.file, at.expr}));
    std::vector<ClassRef> classes;
    if (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)
      classes = {{atom.a, atom.b}};
    if (atom.kind == AtomKind::kString) classes = program_.ResolveClass(at.file, str(atom.a));
    for (const std::string& name : names) {
      for (const ClassRef& c : classes) AddMethods(NodeOf(at), c, name);
    }
  }
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
  for (const std::string& method : Constants(from))
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
    for (const std::string& name : Constants(callee)) {  // send(:name, x), of the object itself
      const std::vector<FnRef> methods = program_.FindMethods({at.file, e.class_id}, name);
      for (const FnRef& fn : methods) LinkCall(at, fn);
      found |= !methods.empty();
    }
    return found;
  }
  if (!program_.Names(at.file, &Language::calls_by_name, e.text)) return false;
  for (const FnRef& fn : NamedBy(at)) LinkCall(at, fn), found = true;
  const AtomList values = Values(callee);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
    CallBound(at, atom);
    found |= atom.kind == AtomKind::kMethod;
  }
  return found;
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
