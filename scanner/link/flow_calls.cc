// Calls and constructions: which functions a call may reach, what its arguments and its result are
// then, and what a call of something outside the program still carries.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/link/flow.h"
#include "scanner/link/schema_types.h"

namespace unsoap::link {
namespace {

/// "Acme::Crm::" -> "Acme::Crm".
std::string_view Trimmed(std::string_view qualifier) {
  while (!qualifier.empty() &&
         (qualifier.back() == ':' || qualifier.back() == '\\' || qualifier.back() == '.'))
    qualifier.remove_suffix(1);
  return qualifier;
}

}  // namespace

void Flow::RunCall(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  FindClientForms(at);
  GiveBackOfClosure(at);
  if (e.kind == facts::ExprKind::kNew) return RunNew(at);
  if (e.object != facts::kNone) return CallReceiver(at);
  if (!e.text.empty()) CallByName(at);
}

void Flow::RunNew(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (const ClassRef body = program_.BodyOf(at); body.cls != facts::kNone) {
    Construct(at, body);  // new Task() { ... }
    return ConstructExternal(at, e.text);
  }
  if (program_.IsSelf(at.file, e.text) && e.class_id != facts::kNone) return ConstructSelf(at);
  if (e.text.empty() && e.object != facts::kNone) return ConstructComputed(at);
  const std::vector<ClassRef> classes =
      program_.InScope({at.file, e.class_id}, program_.ResolveClass(at.file, e.text));
  for (const ClassRef& c : classes) Construct(at, c);
  if (classes.empty()) ConstructExported(at), ConstructPromise(at), ConstructHeld(at), HandOver(at);
  ConstructExternal(at, e.text);
  // new Func<A, B>(Method): the function itself.
  if (classes.empty() &&
      program_.Names(at.file, &languages::Language::same_function, SimpleName(e.text)))
    HandOver(at);
}

void Flow::ConstructComputed(ExprRef at) {
  // new this(), new $class(), new (f())()
  const facts::Expr& e = program_.expr(at);
  if (program_.IsSelf(at.file, program_.expr({at.file, e.object}).text) &&
      e.class_id != facts::kNone)
    return ConstructSelf(at);
  const AtomList classes = ValuesOf({at.file, e.object});
  for (const AtomId id : classes) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b});
  }
}

void Flow::CallByName(ExprRef at) {
  if (program_.IsSuper(at)) return CallBase(at);
  if (CallVariable(at)) return;
  // What the name means, nearest first.
  const bool found = CallInBlock(at) || CallOwnMethod(at) || CallOwnDelegate(at) ||
                     CallOfPackage(at) || CallOwnClass(at) || CallQualified(at) ||
                     CallImportedMember(at) || CallFreeFunction(at) || CallImported(at) ||
                     CallMade(at) || CallType(at) || CallGetter(at) || CallField(at) ||
                     CallGiven(at);
  if (!found) CallUnknown(at);
}

bool Flow::CallVariable(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const NodeId slot = VariableSlot(at.file, e.function, facts::kNone, e.text);
  if (slot == facts::kNone) return false;
  const facts::FileFacts& facts = program_.file(at.file);
  const AtomList values = Values(slot);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    CallValue(at, atom);
    if (atom.kind == AtomKind::kResolver && e.args_count > 0 &&
        facts.begin_args(e)[0].value != facts::kNone)
      AddEdgeOnce(NodeOf({at.file, facts.begin_args(e)[0].value}), NodeOf({atom.a, atom.b}));
  }
  return !values.empty();
}

bool Flow::CallValue(ExprRef at, const Atom& value, NodeId from) {
  switch (value.kind) {
    case AtomKind::kFunction:
      LinkCall(at, {value.a, value.b});
      return true;
    case AtomKind::kClass:
      Construct(at, {value.a, value.b});
      return true;
    case AtomKind::kInstance:
      if (from != facts::kNone) callees_[at] = from;
      return CallObject(at, value);
    case AtomKind::kExternalName: {
      bool is_enum = false;
      const std::string_view type = SchemaType(toolkits_, str(value.a), &is_enum);
      if (type.empty() || is_enum) return false;
      ConstructExternal(at, type);
      return true;
    }
    case AtomKind::kObject:
      return CallMap(at, value, from);
    default:
      CallBound(at, value);
      return false;
  }
}

bool Flow::CallMap(ExprRef at, const Atom& map, NodeId holder) {
  // jobs(name), where what a call of an object calls reads an element
  const std::vector<std::string>& callers =
      program_.Words(at.file, &languages::Language::object_calls);
  if (std::ranges::none_of(callers, [&](const std::string& name) {
        return program_.Names(at.file, &languages::Language::elements, name);
      }))
    return false;
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* const args = program_.file(at.file).begin_args(e);
  if (e.args_count != 1 || !args[0].name.empty() || args[0].value == facts::kNone ||
      !objects_[map.a].type.empty())
    return false;
  ReadEntry(at, map, holder);
  return true;
}

bool Flow::CallOwnMethod(ExprRef at) {
  if (program_.NamesSelf(at.file)) return false;
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  for (facts::ClassId c = e.class_id; c != facts::kNone; c = facts.classes[c].outer) {
    const std::vector<FnRef> methods = program_.FindMethods({at.file, c}, e.text);
    LinkOverloads(at, methods);
    if (!methods.empty()) return true;
  }
  return false;
}

bool Flow::CallOwnDelegate(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  for (facts::ClassId c = e.class_id; c != facts::kNone; c = facts.classes[c].outer) {
    if (CallDelegate(at, {at.file, c}, e.text)) return true;
  }
  return false;
}

bool Flow::CallOfPackage(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (e.class_id == facts::kNone || !program_.Is(at.file, &languages::Language::package_functions))
    return false;
  bool found = false;
  for (const FnRef& fn : program_.OwnMethods({at.file, e.class_id}, e.text)) {
    if (program_.function(fn).is_static) LinkCall(at, fn), found = true;
  }
  return found;
}

bool Flow::CallOwnClass(ExprRef at) {
  // cls() in a class method of Python, new() in one of Ruby
  const facts::Expr& e = program_.expr(at);
  if (e.class_id == facts::kNone) return false;
  if (!program_.IsSelf(at.file, e.text) &&
      !program_.Names(at.file, &languages::Language::new_methods, e.text))
    return false;
  CallSelf(at);
  ConstructSelf(at);
  return true;
}

bool Flow::CallMethodOf(ExprRef at, const std::vector<ClassRef>& classes, std::string_view name) {
  bool found = false;
  for (const ClassRef& c : classes) {
    const std::vector<FnRef> methods = program_.FindMethods(c, name);
    LinkOverloads(at, methods);
    found |= !methods.empty();
  }
  return found;
}

bool Flow::CallQualified(ExprRef at) {
  // Acme::Crm::find(x)
  const facts::Expr& e = program_.expr(at);
  const std::string_view last = SimpleName(e.text);
  if (last.size() + 1 >= e.text.size()) return false;
  const std::string_view owner = e.text.substr(0, e.text.size() - last.size());
  return CallMethodOf(at, program_.ResolveClass(at.file, Trimmed(owner)), last);
}

bool Flow::CallImportedMember(ExprRef at) {
  const std::string_view name = program_.expr(at).text;
  const facts::Import* const import = program_.ImportOf(at.file, name);
  const bool is_renamed = import != nullptr && !import->name.empty() && import->alias == name;
  return CallMethodOf(at, program_.ImportedOwners(at.file, name), is_renamed ? import->name : name);
}

bool Flow::CallFreeFunction(ExprRef at) {
  const std::vector<FnRef> found = program_.ResolveFunction(at.file, program_.expr(at).text);
  for (const FnRef& fn : found) LinkCall(at, fn);
  return !found.empty();
}

bool Flow::CallType(ExprRef at) {
  // Client(x), where nothing says that it is a construction
  const std::string_view name = program_.expr(at).text;
  if (!StartsUpper(name)) return false;
  const std::vector<ClassRef> classes = program_.ResolveClass(at.file, name);
  for (const ClassRef& c : classes) Construct(at, c);
  ConstructExternal(at, name);
  if (classes.empty()) HandOver(at);  // Operator(python_callable=f)
  return true;
}

bool Flow::CallGetter(ExprRef at) {
  return program_.Names(at.file, &languages::Language::method_getters, program_.expr(at).text) &&
         TakeMethod(at);
}

void Flow::CallReceiver(ExprRef at) {
  if (CallMethodOfBase(at)) return;
  const facts::Expr& e = program_.expr(at);
  std::vector<std::string> names;
  if (!e.text.empty()) {
    names.emplace_back(e.text);
  } else if (e.name_expr != facts::kNone) {
    names = Constants(NodeOf({at.file, e.name_expr}));
    if (names.size() > kMaxCandidates) names.resize(kMaxCandidates);
  }
  const bool calls_value = e.text.empty() && e.name_expr == facts::kNone;
  const AtomList values = ValuesOf({at.file, e.object});
  bool resolved = false;
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (calls_value) {
      resolved |= CallValue(at, atom);
      continue;
    }
    for (const std::string& name : names) resolved |= CallOn(at, atom, name);
    if (names.empty() && e.name_expr != facts::kNone &&
        (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)) {
      for (const std::string& name : MethodNames(NodeOf({at.file, e.name_expr}), {atom.a, atom.b}))
        resolved |= CallOn(at, atom, name);
    }
    if (names.empty() && atom.kind == AtomKind::kObject) resolved |= CallAny(at, atom.a);
    HandReceiverOn(at, atom);
  }
  if (!resolved) CallUnknown(at);
}

bool Flow::CallMethodOfBase(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (e.class_id == facts::kNone) return false;
  const facts::Expr& receiver = program_.expr({at.file, e.object});
  std::string_view name = SimpleName(e.text);
  const bool is_qualified =  // $self->SUPER::f()
      name.size() + 2 < e.text.size() &&
      program_.Names(at.file, &languages::Language::super,
                     Trimmed(e.text.substr(0, e.text.size() - name.size())));
  if (!is_qualified) {  // super.f(), super().f()
    const bool is_plain =
        receiver.kind == facts::ExprKind::kName ||
        (receiver.kind == facts::ExprKind::kCall && receiver.object == facts::kNone);
    if (!is_plain || !program_.IsSuper({at.file, e.object})) return false;
    name = e.text;
  }
  const ClassRef own = {at.file, e.class_id};
  for (const ClassRef& base : program_.Lineage(own)) {
    if (base == own) continue;
    for (const FnRef& fn : program_.OwnMethods(base, name)) LinkCall(at, fn);
  }
  return true;
}

std::vector<ExprRef> Flow::BlockReceivers(ExprRef call) const {
  std::vector<ExprRef> found;
  if (block_receivers_.empty()) return found;
  facts::FunctionId fn = program_.expr(call).function;
  for (; fn != facts::kNone; fn = program_.function({call.file, fn}).parent) {
    const auto receiver = block_receivers_.find({call.file, fn});
    if (receiver != block_receivers_.end()) found.push_back(receiver->second);
  }
  return found;
}

bool Flow::CallInBlock(ExprRef at) {
  bool found = false;
  for (const ExprRef& receiver : BlockReceivers(at)) {
    const NodeId from = NodeOf(receiver);
    WatchCallOnce(from, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList values = Values(from);
    for (const AtomId id : values) {
      const Atom atom = atoms_[id];
      if (atom.kind != AtomKind::kInstance && atom.kind != AtomKind::kClass) continue;
      const std::vector<FnRef> methods =
          program_.FindMethods({atom.a, atom.b}, program_.expr(at).text);
      LinkOverloads(at, methods);
      found |= !methods.empty();
    }
    if (found) break;
  }
  return found;
}

void Flow::CallBound(ExprRef at, const Atom& method) {
  if (method.kind != AtomKind::kMethod) return;
  std::vector<ExprRef>& taken = bound_methods_[at];
  const ExprRef where = {method.a, method.b};
  if (taken.size() >= kMaxCandidates) return;
  const auto place = std::lower_bound(taken.begin(), taken.end(), where);
  if (place == taken.end() || *place != where) taken.insert(place, where);
}

FnRef Flow::HandedOnTo(ExprRef at) const {
  const facts::Expr& e = program_.expr(at);
  if (e.args_count == 0 || e.object == facts::kNone ||
      !program_.Names(at.file, &languages::Language::hands_on, e.text))
    return {};
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::ExprId arg = facts.begin_args(e)[e.args_count - 1].value;
  if (arg == facts::kNone || facts.exprs[arg].kind != facts::ExprKind::kFunction ||
      facts.exprs[arg].target == facts::kNone)
    return {};
  return {at.file, facts.exprs[arg].target};
}

void Flow::HandReceiverOn(ExprRef at, const Atom& receiver) {
  if (receiver.kind == AtomKind::kParam) return;
  const FnRef closure = HandedOnTo(at);
  if (closure.fn == facts::kNone) return;
  const NodeId param = MutableParam(closure, 0);
  const NodeId holder = NodeOf({at.file, program_.expr(at).object});
  if (param != facts::kNone) Bring(holder, param, Intern(receiver));
}

void Flow::GiveBackOfClosure(ExprRef at) {
  // x.map(y => ...): what the closure gives is the call's result, whatever x is.
  const FnRef closure = HandedOnTo(at);
  if (closure.fn != facts::kNone) AddEdgeOnce(MutableReturn(closure), NodeOf(at));
}

void Flow::PutAll(ExprRef at, uint32_t object, Way way) {
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    if (args[i].value == facts::kNone) continue;
    const NodeId value = NodeOf({at.file, args[i].value});
    if (args[i].name.empty()) {
      CopyMembers(value, object, way);
    } else {  // update(name=value)
      AddEdgeOnce(value, ObjectField(object, args[i].name), way);
    }
  }
}

bool Flow::JoinObjects(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (e.args_count == 0 || !program_.Names(at.file, &languages::Language::joins, e.text))
    return false;
  const uint32_t object = NewObject(at, {});
  if (e.object != facts::kNone) CopyMembers(NodeOf({at.file, e.object}), object, {});
  PutAll(at, object, {});
  Add(NodeOf(at), Intern({AtomKind::kObject, object}));
  return true;
}

}  // namespace unsoap::link
