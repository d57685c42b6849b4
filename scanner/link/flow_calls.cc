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
  const facts::FileFacts& facts = program_.file(at.file);
  FindClientForms(at);
  GiveBackOfClosure(at);
  if (e.kind == facts::ExprKind::kNew) {
    if (const ClassRef body = program_.BodyOf(at); body.cls != facts::kNone) {
      Construct(at, body);  // new Task() { ... }
      return ConstructExternal(at, e.text);
    }
    if (program_.IsSelf(at.file, e.text) && e.class_id != facts::kNone) return ConstructSelf(at);
    if (e.text.empty() && e.object != facts::kNone) {  // new this(), new $class(), new (f())()
      if (program_.IsSelf(at.file, facts.exprs[e.object].text) && e.class_id != facts::kNone)
        return ConstructSelf(at);
      const AtomList classes = ValuesOf({at.file, e.object});
      for (const AtomId id : classes) {
        const Atom atom = atoms_[id];
        if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b});
      }
      return;
    }
    const std::vector<ClassRef> classes =
        program_.InScope({at.file, e.class_id}, program_.ResolveClass(at.file, e.text));
    for (const ClassRef& c : classes) Construct(at, c);
    if (classes.empty())
      ConstructExported(at), ConstructPromise(at), ConstructHeld(at), HandOver(at);
    ConstructExternal(at, e.text);
    // new Func<A, B>(Method): the function itself.
    if (classes.empty() &&
        program_.Names(at.file, &languages::Language::same_function, SimpleName(e.text)))
      HandOver(at);
    return;
  }
  if (e.object == facts::kNone) {
    if (e.text.empty()) return;
    if (program_.IsSuper(at)) {
      CallBase(at);
      return;
    }
    const NodeId slot = VariableSlot(at.file, e.function, facts::kNone, e.text);
    if (slot != facts::kNone) {
      const AtomList values = Values(slot);
      for (const AtomId id : values) {
        const Atom atom = atoms_[id];
        if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b});
        if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b});
        if (atom.kind == AtomKind::kInstance) CallObject(at, atom);
        if (atom.kind == AtomKind::kResolver && e.args_count > 0 &&
            facts.begin_args(e)[0].value != facts::kNone)
          AddEdgeOnce(NodeOf({at.file, facts.begin_args(e)[0].value}), NodeOf({atom.a, atom.b}));
        if (atom.kind == AtomKind::kExternalName) {
          bool is_enum = false;
          const std::string_view type = SchemaType(toolkits_, str(atom.a), &is_enum);
          if (!type.empty() && !is_enum) ConstructExternal(at, type);
        }
        CallBound(at, atom);
      }
      if (!values.empty()) return;
    }
    bool found = CallInBlock(at);
    if (!found && e.class_id != facts::kNone && !program_.NamesSelf(at.file)) {
      for (facts::ClassId c = e.class_id; c != facts::kNone && !found; c = facts.classes[c].outer) {
        const std::vector<FnRef> methods = program_.FindMethods({at.file, c}, e.text);
        LinkOverloads(at, methods);
        found = !methods.empty();
      }
    }
    for (facts::ClassId c = e.class_id; c != facts::kNone && !found; c = facts.classes[c].outer)
      found = CallDelegate(at, {at.file, c}, e.text);
    if (!found && e.class_id != facts::kNone &&
        program_.Is(at.file, &languages::Language::package_functions)) {
      for (const FnRef& fn : program_.OwnMethods({at.file, e.class_id}, e.text)) {
        if (program_.function(fn).is_static) LinkCall(at, fn), found = true;
      }
    }
    if (!found &&
        (program_.IsSelf(at.file, e.text) ||
         program_.Names(at.file, &languages::Language::new_methods, e.text)) &&
        e.class_id != facts::kNone) {
      ConstructSelf(at);  // cls() in a class method of Python, new() in one of Ruby
      found = true;
    }
    const std::string_view last = SimpleName(e.text);
    if (!found && last.size() + 1 < e.text.size()) {  // Acme::Crm::find(x)
      const std::string_view owner = e.text.substr(0, e.text.size() - last.size());
      for (const ClassRef& c : program_.ResolveClass(at.file, Trimmed(owner))) {
        const std::vector<FnRef> methods = program_.FindMethods(c, last);
        LinkOverloads(at, methods);
        found |= !methods.empty();
      }
    }
    if (!found) {
      for (const ClassRef& c : program_.ImportedOwners(at.file, e.text)) {
        const std::vector<FnRef> methods = program_.FindMethods(c, e.text);
        LinkOverloads(at, methods);
        found |= !methods.empty();
      }
    }
    if (!found) {
      for (const FnRef& fn : program_.ResolveFunction(at.file, e.text))
        LinkCall(at, fn), found = true;
    }
    if (!found && StartsUpper(e.text)) {
      const std::vector<ClassRef> classes = program_.ResolveClass(at.file, e.text);
      for (const ClassRef& c : classes) Construct(at, c);
      ConstructExternal(at, e.text);
      found = true;
    }
    if (!found && program_.Names(at.file, &languages::Language::method_getters, e.text))
      found = TakeMethod(at);
    if (!found) found = CallGiven(at);
    if (!found) CallUnknown(at);
    return;
  }
  const facts::Expr& receiver = facts.exprs[e.object];
  const std::string_view plain = SimpleName(e.text);
  if (plain.size() + 2 < e.text.size() && e.class_id != facts::kNone &&
      program_.Names(at.file, &languages::Language::super,
                     Trimmed(e.text.substr(0, e.text.size() - plain.size())))) {
    for (const ClassRef& base : program_.Lineage({at.file, e.class_id})) {  // $self->SUPER::f()
      if (base == ClassRef{at.file, e.class_id}) continue;
      for (const FnRef& fn : program_.OwnMethods(base, plain)) LinkCall(at, fn);
    }
    return;
  }
  if (receiver.kind == facts::ExprKind::kName && program_.IsSuper({at.file, e.object}) &&
      e.class_id != facts::kNone) {
    for (const ClassRef& base : program_.Lineage({at.file, e.class_id})) {
      if (base == ClassRef{at.file, e.class_id}) continue;
      for (const FnRef& fn : program_.OwnMethods(base, e.text)) LinkCall(at, fn);
    }
    return;
  }
  if (receiver.kind == facts::ExprKind::kCall && program_.IsSuper({at.file, e.object}) &&
      receiver.object == facts::kNone && e.class_id != facts::kNone) {
    for (const ClassRef& base : program_.Lineage({at.file, e.class_id})) {  // super().method()
      if (base == ClassRef{at.file, e.class_id}) continue;
      for (const FnRef& fn : program_.OwnMethods(base, e.text)) LinkCall(at, fn);
    }
    return;
  }
  std::vector<std::string> names;
  if (!e.text.empty()) {
    names.emplace_back(e.text);
  } else if (e.name_expr != facts::kNone) {
    names = Constants(NodeOf({at.file, e.name_expr}));
    if (names.size() > kMaxCandidates) names.resize(kMaxCandidates);
  }
  const AtomList values = ValuesOf({at.file, e.object});
  bool resolved = false;
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (e.text.empty() && e.name_expr == facts::kNone) {
      if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), resolved = true;
      if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b}), resolved = true;
      if (atom.kind == AtomKind::kExternalName) {
        bool is_enum = false;
        const std::string_view type = SchemaType(toolkits_, str(atom.a), &is_enum);
        if (!type.empty() && !is_enum) ConstructExternal(at, type), resolved = true;
      }
      if (atom.kind == AtomKind::kInstance) resolved |= CallObject(at, atom);
      CallBound(at, atom);
      continue;
    }
    for (const std::string& name : names) resolved |= CallOn(at, atom, name);
    HandReceiverOn(at, atom);
  }
  if (!resolved) CallUnknown(at);
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

bool Flow::CallOn(ExprRef at, const Atom& receiver, std::string_view name) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const NodeId node = NodeOf(at), holder = NodeOf({at.file, e.object});
  const Way store = {WayKind::kStore, holder}, load = {WayKind::kLoad, holder};
  const facts::Arg* args = facts.begin_args(e);
  const auto property_of = [&](std::vector<std::string> languages::Language::*prefixes) {
    return program_.PropertyOf(at.file, prefixes, name);
  };
  switch (receiver.kind) {
    case AtomKind::kInstance:
    case AtomKind::kClass: {
      const ClassRef c = {receiver.a, receiver.b};
      if (receiver.kind == AtomKind::kClass &&
          program_.Names(at.file, &languages::Language::new_methods, name)) {
        Construct(at, c);
        ConstructExternal(at, program_.cls(c).name);
        return true;
      }
      const std::vector<FnRef> methods = program_.FindMethods(c, name);
      bool found = !methods.empty();
      LinkOverloads(at, methods);
      if (!found) found = CallInstead(at, receiver, name);
      if (!found && receiver.kind == AtomKind::kInstance) found = CallExtension(at, receiver, name);
      if (!found && !program_.HasField(c, name)) found = CatchCall(at, c, name);
      if (!found && e.args_count > 0 && args[0].value != facts::kNone &&
          program_.Names(at.file, &languages::Language::method_getters, name))
        found = TakeMethods(at, receiver, args[0].value);
      if (!found && program_.Names(at.file, &languages::Language::gives_self, name)) {
        Bring(holder, node, Intern(receiver));
        return true;
      }
      if (!found && receiver.kind == AtomKind::kClass &&
          program_.Names(at.file, &languages::Language::instance_getters, name)) {
        Construct(at, c);
        return true;
      }
      if (!found && e.args_count == 0) {
        ReadField(node, receiver, name, holder);  // attr_reader, generated getters
        const std::string property = property_of(&languages::Language::getters);
        if (!property.empty()) ReadField(node, receiver, property, holder);
      }
      if (!found && e.args_count == 1 && args[0].value != facts::kNone) {
        const std::string property = property_of(&languages::Language::setters);
        if (!property.empty())
          WriteField(receiver, property, NodeOf({at.file, args[0].value}), holder);
      }
      return found;
    }
    case AtomKind::kModule: {
      bool found = false;
      for (const FnRef& fn : program_.FunctionsNamed(name)) {
        if (program_.ModuleOf(fn.file) == receiver.a &&
            program_.function(fn).class_id == facts::kNone &&
            program_.function(fn).receiver_type.empty())
          LinkCall(at, fn), found = true;
      }
      for (const ClassRef& c : program_.ClassesNamed(name)) {
        if (program_.ModuleOf(c.file) == receiver.a) Construct(at, c), found = true;
      }
      for (const std::string_view slot_name : {name, kWholeModule}) {
        const NodeId slot = GlobalSlot(receiver.a, slot_name);
        WatchCallOnce(slot, {RuleKind::kCall, at, facts::kNone, {}});
        const AtomList exported = Values(slot);
        for (const AtomId id : exported) {
          const Atom atom = atoms_[id];
          if (atom.kind == AtomKind::kFunction && slot_name == name)
            LinkCall(at, {atom.a, atom.b}), found = true;
          if (atom.kind == AtomKind::kModule || atom.kind == AtomKind::kFunction) continue;
          if (slot_name == kWholeModule) found |= CallOn(at, atom, name);
        }
      }
      if (!found) {
        for (const auto& [other, there] : program_.HandedOn(receiver.a, name)) {
          if (there != kWholeModule && other != receiver.a) found |= CallDeclared(at, other, there);
        }
      }
      return found;
    }
    case AtomKind::kObject: {
      bool found = LookUp(at, receiver, name);
      AwaitField(receiver.a, name, at);
      if (program_.Names(at.file, &languages::Language::elements, name)) {
        AddEdgeOnce(ObjectField(receiver.a, "[]"), node, load);
        found = true;
      }
      const auto field = objects_[receiver.a].fields.find(name);
      if (field != objects_[receiver.a].fields.end()) {  // { push: function () {} }
        const AtomList held = Values(field->second);
        for (const AtomId id : held) {
          const Atom atom = atoms_[id];
          if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
          CallBound(at, atom);
          found |= atom.kind == AtomKind::kMethod;
        }
      }
      if (const std::string property = property_of(&languages::Language::setters);
          !property.empty() && e.args_count == 1 && args[0].value != facts::kNone) {
        AddEdgeOnce(NodeOf({at.file, args[0].value}), ObjectField(receiver.a, property), store);
        Bring(holder, node, Intern(receiver));  // fluent builders give themselves back
        found = true;
      }
      if (program_.Names(at.file, &languages::Language::registers, name) && e.args_count == 2 &&
          args[0].value != facts::kNone && args[1].value != facts::kNone) {
        for (const std::string& key : Constants(NodeOf({at.file, args[0].value}))) {
          AddEdgeOnce(NodeOf({at.file, args[1].value}), ObjectField(receiver.a, key), store);
        }
        found = true;
      } else if (program_.Names(at.file, &languages::Language::appends, name)) {
        for (uint32_t i = 0; i < e.args_count; ++i) {
          if (args[i].value != facts::kNone)
            AddEdgeOnce(NodeOf({at.file, args[i].value}), ObjectField(receiver.a, "[]"), store);
        }
        found = e.args_count > 0;
      } else if (program_.Names(at.file, &languages::Language::appends_all, name)) {
        PutAll(at, receiver.a, store);
        Bring(holder, node, Intern(receiver));
        found = e.args_count > 0;
      }
      found |= JoinObjects(at);
      const std::string property = property_of(&languages::Language::getters);
      if (!property.empty() && e.args_count == 0) {
        const NodeId held = ObjectField(receiver.a, property);
        AddEdgeOnce(held, node, load);
        if (!objects_[receiver.a].type.empty() && Values(held).empty()) {
          // A list accessor of a generated type makes its list on first use:
          // getLeadKeys().add(key).
          const NodeId made = NewNode();
          Add(made, Intern({AtomKind::kObject, NewObject(at, {})}));
          AddEdge(made, held, EdgeKind::kPlain, store);
        }
        found = true;
      }
      if (e.args_count > 0 &&
          facts.exprs[args[e.args_count - 1].value == facts::kNone ? 0
                                                                   : args[e.args_count - 1].value]
                  .kind == facts::ExprKind::kFunction &&
          args[e.args_count - 1].value !=
              facts::kNone) {  // names.each { |name| ... }, names.forEach(name => ...)
        const FnRef closure = {at.file, facts.exprs[args[e.args_count - 1].value].target};
        if (closure.fn != facts::kNone)
          AddEdgeOnce(ObjectField(receiver.a, "[]"), MutableParam(closure, 0), load);
      }
      return found;
    }
    case AtomKind::kMethod:
      if (MayMakeType(program_, toolkits_, at) && NamesType(*this, program_, toolkits_, at))
        return false;
      if (program_.Names(at.file, &languages::Language::binds, "." + std::string(name)))
        Bring(holder, node, Intern(receiver));
      if (program_.Names(at.file, &languages::Language::invokers, name)) CallBound(at, receiver);
      return true;
    case AtomKind::kClient:
      if (MayMakeType(program_, toolkits_, at) && NamesType(*this, program_, toolkits_, at))
        return false;
      if (program_.Names(at.file, &languages::Language::method_getters, name)) {
        Add(node, Intern({AtomKind::kMethod, at.file, at.expr}));
        return true;
      }
      if (toolkits_.IsPassthrough(name) ||
          program_.Names(at.file, &languages::Language::gives_back, name)) {
        Bring(holder, node, Intern(receiver));
        return true;
      }
      return true;
    case AtomKind::kExternalName:
      if (program_.Names(at.file, &languages::Language::new_methods, name)) {
        ConstructExternal(at, str(receiver.a));
        return true;
      }
      return CallInSpace(at, str(receiver.a), name);
    case AtomKind::kExternalType:
      if (!toolkits_.ClientsOfType(str(receiver.a)).empty()) {  // of a declared port, by reflection
        if (program_.Names(at.file, &languages::Language::gives_back, name))
          Bring(holder, node, Intern(receiver));
        if (program_.Names(at.file, &languages::Language::method_getters, name)) {
          Add(node, Intern({AtomKind::kMethod, at.file, at.expr}));
          return true;
        }
      }
      return CallExtension(at, receiver, name);
    case AtomKind::kFunction:
      if (program_.Names(at.file, &languages::Language::invokers, name)) {
        LinkCall(at, {receiver.a, receiver.b});
        return true;
      }
      if (program_.Names(at.file, &languages::Language::same_function, name)) {  // f.bind(this)
        Bring(holder, node, Intern(receiver));
        return true;
      }
      return CallClosure(at, {receiver.a, receiver.b}, name);
    default:
      return false;
  }
}

bool Flow::CallInSpace(ExprRef at, std::string_view space, std::string_view name) {
  // acme.gate.lookup(), mkto::lookup(): a function by its package or namespace.
  const std::vector<FnRef> found = program_.FunctionsIn(at.file, space, name);
  for (const FnRef& fn : found) LinkCall(at, fn);
  return !found.empty();
}

void Flow::CallBound(ExprRef at, const Atom& method) {
  if (method.kind != AtomKind::kMethod) return;
  std::vector<ExprRef>& taken = bound_methods_[at];
  const ExprRef where = {method.a, method.b};
  if (taken.size() >= kMaxCandidates) return;
  const auto place = std::lower_bound(taken.begin(), taken.end(), where);
  if (place == taken.end() || *place != where) taken.insert(place, where);
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
    if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
  }
  return found;
}

bool Flow::LookUp(ExprRef at, const Atom& object, std::string_view name) {
  // map.get(key), hash.fetch(key, default)
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  if (e.args_count == 0 || e.args_count > 2 || args[0].value == facts::kNone ||
      !program_.Names(at.file, &languages::Language::lookups, name))
    return false;
  const NodeId key = NodeOf({at.file, args[0].value});
  WatchCallOnce(key, {RuleKind::kCall, at, facts::kNone, {}});
  const std::vector<std::string> keys = Constants(key);
  const NodeId holder = e.object == facts::kNone ? facts::kNone : NodeOf({at.file, e.object});
  for (const std::string& each : keys) ReadField(NodeOf(at), object, each, holder);
  if (keys.empty()) ReadField(NodeOf(at), object, "[]", holder);
  if (e.args_count == 2 && args[1].value != facts::kNone)
    AddEdgeOnce(NodeOf({at.file, args[1].value}), NodeOf(at));
  return true;
}

bool Flow::CatchCall(ExprRef at, ClassRef c, std::string_view name) {
  // function __call($name, $args): it is given the name of a method that the class has not.
  for (const ClassRef& r : program_.Lineage(c)) {
    for (const FnRef& fn : program_.MethodsOf(r)) {
      const facts::Function& function = program_.function(fn);
      if (function.params.empty() ||
          !program_.Names(fn.file, &languages::Language::catch_all, function.name))
        continue;
      if (!AddTarget(at, fn)) return CallResult(at, fn), true;
      caught_.insert({at, fn});
      const Way enter = {WayKind::kEnter, NodeOf(at)};
      const NodeId called = NewNode();
      Add(called, Intern({AtomKind::kString, InternString(name)}));
      AddEdge(called, MutableParam(fn, 0), EdgeKind::kPlain, enter);
      const facts::Expr& call = program_.expr(at);
      const facts::Arg* args = program_.file(at.file).begin_args(call);
      if (function.params.size() > 1) {
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
      CallResult(at, fn);
      return true;
    }
  }
  return false;
}

void Flow::CallResult(ExprRef at, FnRef getter) {
  // def __getattr__(self, name): what it gives is what is called.
  if (program_.function(getter).params.size() != 1) return;
  const NodeId result = MutableReturn(getter);
  WatchCallOnce(result, {RuleKind::kCall, at, facts::kNone, {}});
  const AtomList values = Values(result);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b});
    CallBound(at, atom);
  }
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
