// Calls on a value: what a method's name means on each kind of receiver, and what of the program
// answers for it.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"
#include "scanner/link/foreign_bases.h"
#include "scanner/link/schema_types.h"

namespace unsoap::link {
namespace {

constexpr size_t kMostLookedUp = 16;  // entries of a map that is read under an unknown key

/// The name in a call's last argument that stands for each item, where that is no closure as
/// written: steps.foreach(_.run()); kNone if there is none.
facts::ExprId PlaceholderIn(const Program& program, ExprRef call) {
  const facts::FileFacts& facts = program.file(call.file);
  const facts::Expr& e = facts.exprs[call.expr];
  if (e.args_count == 0) return facts::kNone;
  facts::ExprId id = facts.begin_args(e)[e.args_count - 1].value;
  constexpr int kMostSteps = 8;
  for (int i = 0; i < kMostSteps && id != facts::kNone; ++i) {
    const facts::Expr& part = facts.exprs[id];
    if (part.kind == facts::ExprKind::kName)
      return program.Names(call.file, &languages::Language::implicit_parameters, part.text)
                 ? id
                 : facts::kNone;
    id = part.object;
  }
  return facts::kNone;
}

/// person(withEmail: x), for a class whose own language calls that personWithEmail; empty where
/// both speak the same language.
std::string NameAbroad(const Program& program, ExprRef call, ClassRef c) {
  const facts::FileFacts& facts = program.file(call.file);
  const facts::Expr& e = facts.exprs[call.expr];
  if (e.args_count == 0 || program.file(c.file).language == facts.language) return {};
  const std::string_view label = facts.begin_args(e)[0].name;
  return label.empty() ? std::string() : std::string(e.text) + UpperFirst(label);
}

}  // namespace

bool Flow::CallOn(ExprRef at, const Atom& receiver, std::string_view name) {
  switch (receiver.kind) {
    case AtomKind::kInstance:
    case AtomKind::kClass:
      return CallOnClass(at, receiver, name);
    case AtomKind::kModule:
      return CallOnModule(at, receiver.a, name);
    case AtomKind::kObject:
      return CallOnObject(at, receiver, name);
    case AtomKind::kMethod:
      return CallOnMethod(at, receiver, name);
    case AtomKind::kClient:
      return CallOnClient(at, receiver, name);
    case AtomKind::kExternalName:
      if (!program_.Names(at.file, &languages::Language::new_methods, name))
        return CallInSpace(at, str(receiver.a), name);
      ConstructExternal(at, str(receiver.a));
      return true;
    case AtomKind::kExternalType:
      return CallOnExternalType(at, receiver, name);
    case AtomKind::kFunction:
      return CallOnFunction(at, receiver, name);
    default:
      return false;
  }
}

bool Flow::CallOnClass(ExprRef at, const Atom& receiver, std::string_view name) {
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  const ClassRef c = {receiver.a, receiver.b};
  const bool is_class = receiver.kind == AtomKind::kClass;
  if (is_class && program_.Names(at.file, &languages::Language::new_methods, name)) {
    if (CallLater(at, receiver, name)) return true;  // Worker.new(args), which a queue runs
    Construct(at, c);
    ConstructExternal(at, program_.cls(c).name);
    return true;
  }
  std::vector<FnRef> methods = program_.FindMethods(c, name);
  if (const std::string abroad = methods.empty() ? NameAbroad(program_, at, c) : "";
      !abroad.empty())
    methods = program_.FindMethods(c, abroad);
  LinkOverloads(at, methods);
  // class C(inner: I) : I by inner: what is only declared above the class is what `inner` does.
  if (!methods.empty() && std::none_of(methods.begin(), methods.end(), [&](const FnRef& m) {
        return program_.function(m).has_body;
      }))
    CallDelegate(at, c, name);
  if (!methods.empty() || CallInstead(at, receiver, name)) return true;
  if (!is_class && CallExtension(at, receiver, name)) return true;
  const bool gives_self = program_.Names(at.file, &languages::Language::gives_self, name);
  if (!gives_self && !program_.HasField(c, name) && CatchCall(at, c, name)) return true;
  if (e.args_count > 0 && args[0].value != facts::kNone &&
      program_.Names(at.file, &languages::Language::method_getters, name) &&
      TakeMethods(at, receiver, args[0].value))
    return true;
  if (gives_self) {
    Bring(NodeOf({at.file, e.object}), NodeOf(at), Intern(receiver));
    return true;
  }
  if (is_class && program_.Names(at.file, &languages::Language::instance_getters, name)) {
    Construct(at, c);
    return true;
  }
  const bool is_record = is_class && HasForeignBase(program_, c);
  // Lead.where(...).first(), Lead.objects.filter(...): what a class has from outside the tree gives
  // objects of its own, one or many; the class goes on as their type.
  if (is_record) Bring(NodeOf({at.file, e.object}), NodeOf(at), Intern(receiver));
  if (!is_class || is_record) HandSelf(at, receiver);
  CallAccessor(at, receiver, name);
  return false;
}

void Flow::CallAccessor(ExprRef at, const Atom& receiver, std::string_view name) {
  const facts::Expr& e = program_.expr(at);
  const NodeId node = NodeOf(at), holder = NodeOf({at.file, e.object});
  if (e.args_count == 0) {
    ReadField(node, receiver, name, holder);  // attr_reader, generated getters
    const std::string property = program_.PropertyOf(at.file, &languages::Language::getters, name);
    if (!property.empty()) ReadField(node, receiver, property, holder);
  }
  if (e.args_count != 1) return;
  const facts::ExprId value = program_.file(at.file).begin_args(e)[0].value;
  if (value == facts::kNone) return;
  const std::string property = program_.PropertyOf(at.file, &languages::Language::setters, name);
  if (property.empty()) return;
  WriteField(receiver, property, NodeOf({at.file, value}), holder);
  // A setter that only the base from outside has gives its object back.
  if (receiver.kind == AtomKind::kInstance) Bring(holder, node, Intern(receiver));
}

bool Flow::CallOnModule(ExprRef at, FileId module, std::string_view name) {
  bool found = false;
  for (const FnRef& fn : program_.FunctionsNamed(name)) {
    if (program_.ModuleOf(fn.file) == module && program_.function(fn).class_id == facts::kNone &&
        program_.function(fn).receiver_type.empty())
      LinkCall(at, fn), found = true;
  }
  for (const ClassRef& c : program_.ClassesNamed(name)) {
    if (program_.ModuleOf(c.file) == module) Construct(at, c), found = true;
  }
  for (const std::string_view slot_name : {name, kWholeModule}) {
    const NodeId slot = GlobalSlot(module, slot_name);
    WatchCallOnce(slot, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList exported = Values(slot);
    for (const AtomId id : exported) {
      const Atom atom = atoms_[id];
      if (slot_name == name) found |= CallValue(at, atom, slot);
      if (atom.kind == AtomKind::kModule || atom.kind == AtomKind::kFunction) continue;
      if (slot_name == kWholeModule) found |= CallOn(at, atom, name);
    }
  }
  if (found) return true;
  for (const auto& [other, there] : program_.HandedOn(module, name)) {
    if (there != kWholeModule && other != module) found |= CallDeclared(at, other, there);
  }
  return found || CatchHeld(at, GlobalSlot(module, "[]"), name);
}

bool Flow::CallOnObject(ExprRef at, const Atom& object, std::string_view name) {
  bool found = LookUp(at, object, name);
  AwaitField(object.a, name, at);
  if (program_.Names(at.file, &languages::Language::elements, name)) {
    AddEdgeOnce(ObjectField(object.a, "[]"), NodeOf(at),
                {WayKind::kLoad, NodeOf({at.file, program_.expr(at).object})});
    found = true;
  }
  // Each may be what the name means: of an object without a class nobody says what it has.
  found |= CallMember(at, object.a, name);
  found |= SetProperty(at, object, name);
  found |= PutInto(at, object, name);
  found |= JoinObjects(at);
  found |= GetProperty(at, object.a, name);
  HandItems(at, object.a);
  HandEntries(at, object.a);
  return found;
}

bool Flow::CallMember(ExprRef at, uint32_t object, std::string_view name) {
  // { push: function () {} }
  const auto field = objects_[object].fields.find(name);
  if (field == objects_[object].fields.end()) {  // made under a name that code computes
    if (!program_.Is(at.file, &languages::Language::made_functions)) return false;
    AwaitField(object, "[]", at);
    const auto items = objects_[object].fields.find("[]");
    return items != objects_[object].fields.end() && CatchHeld(at, items->second, name);
  }
  bool found = false;
  const AtomList held = Values(field->second);
  for (const AtomId id : held) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
    CallBound(at, atom);
    found |= atom.kind == AtomKind::kMethod;
  }
  return found;
}

bool Flow::SetProperty(ExprRef at, const Atom& object, std::string_view name) {
  const facts::Expr& e = program_.expr(at);
  if (e.args_count != 1 || program_.Names(at.file, &languages::Language::appends_all, name))
    return false;
  const facts::ExprId value = program_.file(at.file).begin_args(e)[0].value;
  const std::string property = program_.PropertyOf(at.file, &languages::Language::setters, name);
  if (property.empty() || value == facts::kNone) return false;
  const NodeId holder = NodeOf({at.file, e.object});
  AddEdgeOnce(NodeOf({at.file, value}), ObjectField(object.a, property), {WayKind::kStore, holder});
  Bring(holder, NodeOf(at), Intern(object));  // fluent builders give themselves back
  return true;
}

namespace {

/// True for names.map(f), names.map(f).toList()
bool IsMadeList(const Program& program, ExprRef at) {
  constexpr int kMostSteps = 4;
  const facts::FileFacts& facts = program.file(at.file);
  for (int step = 0; step < kMostSteps && at.expr != facts::kNone; ++step) {
    const facts::Expr& e = facts.exprs[at.expr];
    if (e.kind != facts::ExprKind::kCall) return false;
    if (program.Names(at.file, &languages::Language::maps, e.text)) return true;
    if (!program.Names(at.file, &languages::Language::gives_all, e.text)) return false;
    at.expr =
        e.object == facts::kNone && e.args_count == 1 ? facts.begin_args(e)[0].value : e.object;
  }
  return false;
}

}  // namespace

bool Flow::PutInto(ExprRef at, const Atom& object, std::string_view name) {
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  const NodeId holder = NodeOf({at.file, e.object});
  const Way store = {WayKind::kStore, holder};
  if (e.args_count == 2 && args[0].value != facts::kNone && args[1].value != facts::kNone &&
      program_.Names(at.file, &languages::Language::registers, name)) {
    for (const std::string& key : Constants(NodeOf({at.file, args[0].value})))
      AddEdgeOnce(NodeOf({at.file, args[1].value}), ObjectField(object.a, key), store);
    return true;
  }
  if (program_.Names(at.file, &languages::Language::appends, name)) {
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (args[i].value != facts::kNone)
        AddEdgeOnce(NodeOf({at.file, args[i].value}), ObjectField(object.a, "[]"), store);
    }
    return e.args_count > 0;
  }
  if (!program_.Names(at.file, &languages::Language::appends_all, name)) return false;
  PutAll(at, object.a, store);
  // What a closure makes of each item is known by the call that runs it alone.
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const ExprRef list = {at.file, args[i].value};
    if (IsMadeList(program_, list)) AddEdgeOnce(NodeOf(list), ObjectField(object.a, "[]"), store);
  }
  Bring(holder, NodeOf(at), Intern(object));
  return e.args_count > 0;
}

bool Flow::GetProperty(ExprRef at, uint32_t object, std::string_view name) {
  const facts::Expr& e = program_.expr(at);
  if (e.args_count != 0) return false;
  const std::string property = program_.PropertyOf(at.file, &languages::Language::getters, name);
  if (property.empty()) return false;
  const NodeId holder = NodeOf({at.file, e.object});
  const NodeId held = ObjectField(object, property);
  AddEdgeOnce(held, NodeOf(at), {WayKind::kLoad, holder});
  if (!objects_[object].type.empty() && Values(held).empty()) {
    // A list accessor of a generated type makes its list on first use: getLeadKeys().add(key).
    const NodeId made = NewNode();
    Add(made, Intern({AtomKind::kObject, NewObject(at, {})}));
    AddEdge(made, held, EdgeKind::kPlain, {WayKind::kStore, holder});
  }
  return true;
}

void Flow::HandItems(ExprRef at, uint32_t object) {
  // names.each { |name| ... }, names.forEach(name => ...)
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (e.args_count == 0) return;
  const Way load = {WayKind::kLoad, NodeOf({at.file, e.object})};
  if (const facts::ExprId each = PlaceholderIn(program_, at); each != facts::kNone)
    return AddEdgeOnce(ObjectField(object, "[]"), NodeOf({at.file, each}), load);
  const facts::ExprId last = facts.begin_args(e)[e.args_count - 1].value;
  if (last == facts::kNone || facts.exprs[last].kind != facts::ExprKind::kFunction) return;
  const FnRef closure = {at.file, facts.exprs[last].target};
  if (closure.fn == facts::kNone) return;
  AddEdgeOnce(ObjectField(object, "[]"), MutableParam(closure, 0), load);
  // Object.values(jobs).forEach(job => ...)
  if (program_.Names(at.file, &languages::Language::gives_values, facts.exprs[e.object].text))
    ReadAny(MutableParam(closure, 0), object, load.by, kMostLookedUp);
}

bool Flow::CallOnMethod(ExprRef at, const Atom& method, std::string_view name) {
  if (MayMakeType(program_, toolkits_, at) && NamesType(*this, program_, toolkits_, at))
    return false;
  if (program_.Names(at.file, &languages::Language::binds, "." + std::string(name)))
    Bring(NodeOf({at.file, program_.expr(at).object}), NodeOf(at), Intern(method));
  if (program_.Names(at.file, &languages::Language::invokers, name)) CallBound(at, method);
  return true;
}

bool Flow::CallOnClient(ExprRef at, const Atom& client, std::string_view name) {
  if (MayMakeType(program_, toolkits_, at) && NamesType(*this, program_, toolkits_, at))
    return false;
  if (program_.Names(at.file, &languages::Language::method_getters, name)) {
    Add(NodeOf(at), Intern({AtomKind::kMethod, at.file, at.expr}));
  } else if (toolkits_.IsPassthrough(name) ||
             program_.Names(at.file, &languages::Language::gives_back, name)) {
    Bring(NodeOf({at.file, program_.expr(at).object}), NodeOf(at), Intern(client));
  }
  return true;
}

bool Flow::CallOnExternalType(ExprRef at, const Atom& type, std::string_view name) {
  if (!toolkits_.ClientsOfType(str(type.a)).empty()) {  // of a declared port, by reflection
    if (program_.Names(at.file, &languages::Language::gives_back, name))
      Bring(NodeOf({at.file, program_.expr(at).object}), NodeOf(at), Intern(type));
    if (program_.Names(at.file, &languages::Language::method_getters, name)) {
      Add(NodeOf(at), Intern({AtomKind::kMethod, at.file, at.expr}));
      return true;
    }
  }
  return CallExtension(at, type, name);
}

bool Flow::CallOnFunction(ExprRef at, const Atom& function, std::string_view name) {
  // f.call(x); entry.Value(x), where entry is one of a table of functions
  if (program_.Names(at.file, &languages::Language::invokers, name) ||
      program_.Names(at.file, &languages::Language::entry_values, name)) {
    LinkCall(at, {function.a, function.b});
    return true;
  }
  if (program_.Names(at.file, &languages::Language::same_function, name)) {  // f.bind(this)
    Bring(NodeOf({at.file, program_.expr(at).object}), NodeOf(at), Intern(function));
    return true;
  }
  return CallClosure(at, {function.a, function.b}, name);
}

bool Flow::CallExtension(ExprRef at, const Atom& receiver, std::string_view name) {
  const std::vector<FnRef>& extensions = program_.ExtensionsNamed(name);
  constexpr size_t kMostLookedAt = 64;
  if (extensions.empty() || extensions.size() > kMostLookedAt) return false;
  const bool is_ours = receiver.kind == AtomKind::kInstance;
  const std::string_view type =
      is_ours ? program_.cls({receiver.a, receiver.b}).name : str(receiver.a);
  const auto fits = [&](const FnRef& fn) {
    const std::string_view extended =
        SimpleName(program_.ImportedType(fn.file, program_.function(fn).receiver_type));
    if (extended == type) return true;
    if (is_ours) {
      const std::vector<std::string_view> bases = program_.BaseNames({receiver.a, receiver.b});
      return std::any_of(bases.begin(), bases.end(),
                         [&](std::string_view base) { return SimpleName(base) == extended; });
    }
    // The service's port and its client: nobody says here that one is the other.
    const auto proven = [&](std::string_view of) {
      const std::vector<const ClientForm*>& forms = toolkits_.ClientsOfType(of);
      return std::any_of(forms.begin(), forms.end(),
                         [](const ClientForm* form) { return form->form->proven; });
    };
    return proven(extended) && proven(type);
  };
  bool found = false;
  for (const FnRef& fn : extensions) {
    const facts::Function& function = program_.function(fn);
    const bool is_method = function.class_id != facts::kNone && !function.is_static;
    if (is_method || !program_.AreRelated(fn.file, at.file) || !fits(fn)) continue;
    LinkCall(at, fn);
    found = true;
  }
  return found;
}

bool Flow::CallInSpace(ExprRef at, std::string_view space, std::string_view name) {
  // acme.gate.lookup(), mkto::lookup(): a function by its package or namespace.
  const std::vector<FnRef> found = program_.FunctionsIn(at.file, space, name);
  for (const FnRef& fn : found) LinkCall(at, fn);
  return !found.empty();
}

bool Flow::CallDeclared(ExprRef at, FileId module, std::string_view name) {
  bool found = false;
  for (const FnRef& fn : program_.FunctionsNamed(name)) {
    if (fn.file == module && program_.function(fn).class_id == facts::kNone)
      LinkCall(at, fn), found = true;
  }
  const facts::FileFacts& facts = program_.file(module);
  for (facts::ClassId c = 0; c < facts.classes.size(); ++c) {
    if (facts.classes[c].name == name) Construct(at, {module, c}), found = true;
  }
  const NodeId slot = GlobalSlot(module, name);
  WatchCallOnce(slot, {RuleKind::kCall, at, facts::kNone, {}});
  const AtomList values = Values(slot);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    found |= CallValue(at, atom, slot);
  }
  return found || CatchHeld(at, GlobalSlot(module, "[]"), name);
}

bool Flow::LookUp(ExprRef at, const Atom& object, std::string_view name) {
  // map.get(key), hash.fetch(key, default)
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  if (e.args_count == 0 || e.args_count > 2 || args[0].value == facts::kNone ||
      !program_.Names(at.file, &languages::Language::lookups, name))
    return false;
  ReadEntry(at, object, e.object == facts::kNone ? facts::kNone : NodeOf({at.file, e.object}));
  if (program_.Names(at.file, &languages::Language::fills_last, name)) {
    FillLast(at);
  } else if (e.args_count == 2 && args[1].value != facts::kNone) {
    AddEdgeOnce(NodeOf({at.file, args[1].value}), NodeOf(at));
  }
  return true;
}

void Flow::FillLast(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::ExprId last = facts.begin_args(e)[e.args_count - 1].value;
  if (last == facts::kNone) return;
  std::string_view name = facts.exprs[last].kind == facts::ExprKind::kName ? facts.exprs[last].text
                                                                           : std::string_view();
  for (const facts::Binding& binding : facts.bindings) {  // out var job
    if (binding.target != facts::kNone &&
        facts.exprs[last].span.Contains(facts.exprs[binding.target].span))
      name = facts.exprs[binding.target].text;
  }
  const NodeId slot =
      name.empty() ? facts::kNone : VariableSlot(at.file, e.function, e.class_id, name);
  AddEdgeOnce(NodeOf(at), slot);
}

void Flow::ReadEntry(ExprRef at, const Atom& object, NodeId holder) {
  const NodeId key =
      NodeOf({at.file, program_.file(at.file).begin_args(program_.expr(at))[0].value});
  WatchCallOnce(key, {RuleKind::kCall, at, facts::kNone, {}});
  const std::vector<std::string> keys = Constants(key);
  for (const std::string& each : keys) ReadField(NodeOf(at), object, each, holder);
  if (!keys.empty()) return;
  ReadField(NodeOf(at), object, "[]", holder);
  ReadAny(NodeOf(at), object.a, holder, kMostLookedUp);
}

bool Flow::CallAny(ExprRef at, uint32_t object) {
  constexpr uint32_t kCallee = 2;
  const NodeId callee = NamedNode(static_cast<uint64_t>(NodeOf(at)) << 8 | kCallee, {});
  ReadAny(callee, object, NodeOf({at.file, program_.expr(at).object}), kMostLookedUp);
  WatchCallOnce(callee, {RuleKind::kCall, at, facts::kNone, {}});
  return LinkHeld(at, callee);
}

bool Flow::LinkHeld(ExprRef at, NodeId callee) {
  bool found = false;
  const AtomList values = Values(callee);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
    CallBound(at, atom);
    found |= atom.kind == AtomKind::kMethod;
  }
  return found;
}

void Flow::CallResult(ExprRef at, FnRef getter) {
  // def __getattr__(self, name): what it gives is what is called.
  if (program_.function(getter).params.size() != 1) return;
  // A function that gives itself, or another that does, answers nothing more than it did.
  constexpr size_t kMostAnswering = 16;
  if (answering_.size() >= kMostAnswering || !answering_.insert({at, getter}).second) return;
  const NodeId result = MutableReturn(getter);
  WatchCallOnce(result, {RuleKind::kCall, at, facts::kNone, {}});
  LinkHeld(at, result);
  answering_.erase({at, getter});
}

}  // namespace unsoap::link
