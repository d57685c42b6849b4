// What happens when a value arrives at a node that a rule watches.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap {
namespace {

constexpr size_t kMaxFolded = 16;  // strings that one concatenation may give

bool StartsUpper(std::string_view text) {
  return !text.empty() && text[0] >= 'A' && text[0] <= 'Z';
}

/// Methods that put their argument into a collection, whatever the library.
bool IsAppend(std::string_view name) {
  static constexpr std::string_view kNames[] = {"add", "push",   "append", "Add",  "push_back",
                                                "<<",  "insert", "Append", "Push", "emplace_back"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::string_view Accessor(std::string_view name, std::string_view prefix) {
  if (name.size() <= prefix.size() || !name.starts_with(prefix)) return {};
  name.remove_prefix(prefix.size());
  if (name.front() == '_') name.remove_prefix(1);
  return name;
}

}  // namespace

void Flow::Run(const Rule& rule) {
  switch (rule.kind) {
    case RuleKind::kCall:
      return RunCall(rule.at);
    case RuleKind::kConcat:
      return RunConcat(rule.at);
    case RuleKind::kMember:
      return RunMember(rule.at);
    case RuleKind::kIndex:
      return RunIndex(rule.at);
    case RuleKind::kStore:
      return RunStore(rule);
    case RuleKind::kElement:
      return RunElement(rule);
    case RuleKind::kReturnParams:
      return ReturnThroughParams(rule.at, {rule.extra, static_cast<FunctionId>(rule.number)});
  }
}

void Flow::ReadField(NodeId to, const Atom& from, std::string_view name) {
  switch (from.kind) {
    case AtomKind::kInstance:
    case AtomKind::kClass: {
      const ClassRef c = {from.a, from.b};
      for (const ClassRef& r : program_.Lineage(c)) AddEdgeOnce(FieldSlot(r, name), to);
      if (program_.Lineage(c).empty()) AddEdgeOnce(FieldSlot(c, name), to);
      // A mixin or abstract class may read what its users assign.
      if (program_.Descendants(c).size() <= kMaxCandidates) {
        for (const ClassRef& r : program_.Descendants(c)) AddEdgeOnce(FieldSlot(r, name), to);
      }
      for (const FnRef& fn : program_.FindMethods(c, name)) {
        if (program_.function(fn).params.empty()) AddEdgeOnce(MutableReturn(fn), to);
        Add(to, Intern({AtomKind::kFunction, fn.file, fn.fn}));
      }
      return;
    }
    case AtomKind::kObject:
      AddEdgeOnce(ObjectField(from.a, name), to);
      if (name != "[]") AddEdgeOnce(ObjectField(from.a, "[]"), to);
      return;
    case AtomKind::kModule: {
      AddEdgeOnce(GlobalSlot(from.a, name), to);
      const FileFacts& facts = program_.file(from.a);
      for (ClassId c = 0; c < facts.classes.size(); ++c) {
        if (facts.classes[c].name == name) Add(to, Intern({AtomKind::kClass, from.a, c}));
      }
      for (const FnRef& fn : program_.FunctionsNamed(name)) {
        if (fn.file == from.a && program_.function(fn).class_id == kNone) {
          Add(to, Intern({AtomKind::kFunction, fn.file, fn.fn}));
        }
      }
      const std::vector<AtomId> exported = Values(GlobalSlot(from.a, "exports"));
      for (const AtomId id : exported) {
        const Atom atom = atoms_[id];
        if (atom.kind != AtomKind::kModule) ReadField(to, atom, name);
      }
      return;
    }
    default:
      return;
  }
}

void Flow::WriteField(const Atom& object, std::string_view name, NodeId value) {
  switch (object.kind) {
    case AtomKind::kInstance:
    case AtomKind::kClass:
      return AddEdgeOnce(value, FieldSlot(FieldOwner({object.a, object.b}, name), name));
    case AtomKind::kObject:
      return AddEdgeOnce(value, ObjectField(object.a, name));
    case AtomKind::kModule:
      return AddEdgeOnce(value, GlobalSlot(object.a, name));
    default:
      return;
  }
}

void Flow::AddEdgeOnce(NodeId from, NodeId to) {
  if (from == kNone || to == kNone || from == to) return;
  if (!known_edges_.insert(static_cast<uint64_t>(from) << 32 | to).second) return;
  AddEdge(from, to);
}

void Flow::WatchCallOnce(NodeId node, const Rule& rule) {
  if (watched_.insert(static_cast<uint64_t>(node) << 32 | NodeOf(rule.at)).second)
    Watch(node, rule);
}

void Flow::RunMember(ExprRef at) {
  const Expr& e = program_.expr(at);
  const NodeId node = NodeOf(at);
  const std::vector<AtomId> values = ValuesOf({at.file, e.object});
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    switch (atom.kind) {
      case AtomKind::kClient:
        if (toolkits_.IsPassthrough(e.text)) Add(node, id);
        break;
      case AtomKind::kExternalType:
        if (toolkits_.IsPassthrough(e.text)) Add(node, id);
        break;
      case AtomKind::kExternalName:
        Add(node, Intern({AtomKind::kExternalName,
                          InternString(std::string(str(atom.a)) + "." + std::string(e.text))}));
        if (StartsUpper(SimpleName(str(atom.a)))) {
          Add(node, Intern({AtomKind::kEnumMember, InternString(e.text),
                            InternString(SimpleName(str(atom.a)))}));
        }
        break;
      case AtomKind::kClass: {
        const ClassRef c = {atom.a, atom.b};
        ReadField(node, atom, e.text);
        for (const ClassRef& nested : program_.ClassesNamed(e.text)) {
          if (nested.file == c.file && program_.cls(nested).outer == c.cls) {
            Add(node, Intern({AtomKind::kClass, nested.file, nested.cls}));
          }
        }
        if (program_.cls(c).kind == ClassKind::kEnum) {
          Add(node, Intern({AtomKind::kEnumMember, InternString(e.text),
                            InternString(program_.cls(c).name)}));
        }
        break;
      }
      case AtomKind::kModule:
        WatchCallOnce(GlobalSlot(atom.a, "exports"), {RuleKind::kMember, at, kNone, {}});
        ReadField(node, atom, e.text);
        break;
      default:
        ReadField(node, atom, e.text);
    }
  }
}

void Flow::RunIndex(ExprRef at) {
  const Expr& e = program_.expr(at);
  if (e.object == kNone) return;
  const Arg* args = program_.file(at.file).begin_args(e);
  std::vector<std::string> keys;
  if (e.args_count > 0 && args[0].value != kNone)
    keys = Constants(NodeOf({at.file, args[0].value}));
  const std::vector<AtomId> values = ValuesOf({at.file, e.object});
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kObject) continue;
    if (keys.empty()) {
      std::vector<NodeId> fields;
      for (const auto& [name, node] : objects_[atom.a].fields) fields.push_back(node);
      if (fields.size() > kMaxFolded) fields.resize(kMaxFolded);
      for (const NodeId field : fields) AddEdgeOnce(field, NodeOf(at));
    }
    for (const std::string& key : keys) ReadField(NodeOf(at), atom, key);
  }
}

void Flow::RunElement(const Rule& rule) {
  const std::vector<AtomId> values = Values(rule.number);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kObject) continue;
    if (!rule.name.empty()) {
      ReadField(rule.extra, atom, rule.name);
      continue;
    }
    std::vector<NodeId> fields;
    for (const auto& [name, node] : objects_[atom.a].fields) fields.push_back(node);
    if (fields.size() > 64) fields.resize(64);
    for (const NodeId field : fields) AddEdgeOnce(field, rule.extra);
    AddEdgeOnce(ObjectField(atom.a, "[]"), rule.extra);
  }
}

void Flow::RunStore(const Rule& rule) {
  const std::vector<AtomId> values = ValuesOf(rule.at);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    WriteField(atom, rule.name, rule.extra);
  }
}

void Flow::MakeImplicitObjects() {
  for (const Rule& rule : stores_) {
    bool has_object = false;
    for (const AtomId id : ValuesOf(rule.at)) {
      const AtomKind kind = atoms_[id].kind;
      has_object |= kind == AtomKind::kObject || kind == AtomKind::kInstance ||
                    kind == AtomKind::kClass || kind == AtomKind::kModule;
    }
    if (has_object) continue;
    const Expr& base = program_.expr(rule.at);
    const AtomId object = Intern({AtomKind::kObject, NewObject(rule.at, {})});
    if (base.kind == ExprKind::kName) {
      const NodeId slot = base.is_instance
                              ? FieldSlot({rule.at.file, base.class_id}, base.text)
                              : VariableSlot(rule.at.file, base.function, base.class_id, base.text);
      if (slot != kNone) Add(slot, object);
    } else if (base.object != kNone) {
      std::string_view name = base.text;
      if (base.kind == ExprKind::kIndex) {
        name = "[]";
        const FileFacts& facts = program_.file(rule.at.file);
        const ExprId key = base.args_count > 0 ? facts.begin_args(base)[0].value : kNone;
        if (key != kNone && facts.exprs[key].kind == ExprKind::kString)
          name = facts.exprs[key].text;
      }
      const NodeId holder = NewNode();
      Add(holder, object);
      const std::vector<AtomId> owners = ValuesOf({rule.at.file, base.object});
      for (const AtomId id : owners) {
        const Atom atom = atoms_[id];
        WriteField(atom, name, holder);
      }
    }
    Add(NodeOf(rule.at), object);
  }
}

void Flow::RunConcat(ExprRef at) {
  const Expr& e = program_.expr(at);
  const FileFacts& facts = program_.file(at.file);
  const Arg* args = facts.begin_args(e);
  std::vector<std::string> texts = {""};
  Atom param = {AtomKind::kParam};
  int params = 0, unknown = 0;
  std::string before, after;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    if (args[i].value == kNone) continue;
    std::vector<std::string> pieces;
    bool is_param = false;
    for (const AtomId id : ValuesOf({at.file, args[i].value})) {
      const Atom& atom = atoms_[id];
      if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember)
        pieces.emplace_back(str(atom.a));
      if (atom.kind == AtomKind::kParam && !is_param) is_param = true, param = atom;
    }
    if (is_param) {
      ++params;
    } else if (pieces.size() == 1) {
      (params == 0 ? before : after) += pieces[0];
    } else {
      ++unknown;
    }
    if (pieces.empty()) pieces.push_back(std::string(1, kHole));
    std::vector<std::string> next;
    for (const std::string& text : texts) {
      for (const std::string& piece : pieces) {
        if (next.size() < kMaxFolded && text.size() + piece.size() <= 4096)
          next.push_back(text + piece);
      }
    }
    if (!next.empty()) texts = std::move(next);
  }
  for (const std::string& text : texts)
    Add(NodeOf(at), Intern({AtomKind::kString, InternString(text)}));
  if (params == 1 && unknown == 0) {
    param.d = InternString(before + std::string(str(param.d)));
    param.e = InternString(std::string(str(param.e)) + after);
    if (str(param.d).size() + str(param.e).size() < 200) Add(NodeOf(at), Intern(param));
  }
}

void Flow::LinkCall(ExprRef at, FnRef target) {
  std::vector<FnRef>& targets = targets_[at];
  if (std::find(targets.begin(), targets.end(), target) != targets.end()) return;
  if (targets.size() >= 2 * kMaxCandidates) return;
  targets.push_back(target);
  callers_[target].push_back(at);
  const Expr& call = program_.expr(at);
  const Function& function = program_.function(target);
  const FileFacts& facts = program_.file(at.file);
  for (uint32_t p = 0; p < function.params.size(); ++p) {
    const ExprId arg = ArgumentFor(facts, call, function, p);
    if (arg == kNone) continue;
    AddEdge(NodeOf({at.file, arg}), MutableParam(target, p), EdgeKind::kNoParams);
    // The closure given to it is called with what it hands on; its own parameters are linked when
    // it is called.
  }
  if (!function.is_constructor) {
    const NodeId ret = MutableReturn(target);
    AddEdge(ret, NodeOf(at), EdgeKind::kNoParams);
    Watch(ret, {RuleKind::kReturnParams, at, target.file, {}, target.fn});
  }
}

void Flow::ReturnThroughParams(ExprRef call, FnRef target) {
  // An identity-like function gives back what this call passed, not what all calls passed.
  const Function& function = program_.function(target);
  const std::vector<AtomId> values = Values(MutableReturn(target));
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kParam || atom.a != target.file || atom.b != target.fn ||
        atom.d != 0 || atom.e != 0)
      continue;
    const ExprId arg = ArgumentFor(program_.file(call.file), program_.expr(call), function, atom.c);
    if (arg != kNone) AddEdgeOnce(NodeOf({call.file, arg}), NodeOf(call));
  }
}

void Flow::Construct(ExprRef at, ClassRef c) {
  Add(NodeOf(at), Intern({AtomKind::kInstance, c.file, c.cls}));
  AddClientClass(NodeOf(at), c, at);
  for (const FnRef& constructor : program_.Constructors(c)) LinkCall(at, constructor);
}

void Flow::AddClientClass(NodeId node, ClassRef c, ExprRef at) {
  // A class that extends a toolkit's client is one: its own `this` and every instance of it.
  for (const std::string_view base : program_.BaseNames(c)) {
    for (const ClientForm* form : toolkits_.ClientsOfType(SimpleName(base))) {
      if (!form->form->is_base ||
          !ToolkitIndex::Serves(*form->toolkit, program_.file(c.file).language))
        continue;
      const uint64_t key = static_cast<uint64_t>(RefHash::Mix(c.file, c.cls)) ^ 0x5bd1e995u;
      const auto [known, fresh] =
          client_index_.try_emplace(key, static_cast<uint32_t>(clients_.size()));
      if (fresh) clients_.push_back({at, c, form});
      if (clients_[known->second].at.expr == kNone && at.expr != kNone)
        clients_[known->second].at = at;
      Add(node, Intern({AtomKind::kClient, known->second}));
      return;
    }
  }
}

void Flow::ConstructExternal(ExprRef at, std::string_view type) {
  const Expr& e = program_.expr(at);
  const FileFacts& facts = program_.file(at.file);
  const NodeId node = NodeOf(at);
  const std::string_view simple = SimpleName(type);
  if (simple.empty()) return;
  Add(node, Intern({AtomKind::kExternalType, InternString(simple)}));
  const uint32_t object = NewObject(at, type);
  const Arg* args = facts.begin_args(e);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const ExprId value = args[i].value;
    if (value == kNone) continue;
    const Expr& argument = facts.exprs[value];
    if (argument.kind == ExprKind::kMap &&
        args[i].name.empty()) {  // object initialiser, or a map of fields
      for (uint32_t k = 0; k < argument.args_count; ++k) {
        const Arg& entry = facts.begin_args(argument)[k];
        if (!entry.name.empty() && entry.value != kNone) {
          AddEdgeOnce(NodeOf({at.file, entry.value}), ObjectField(object, entry.name));
        }
      }
    }
    AddEdgeOnce(NodeOf({at.file, value}),
                ObjectField(object, args[i].name.empty() ? "#" + std::to_string(i)
                                                         : std::string(args[i].name)));
  }
  Add(node, Intern({AtomKind::kObject, object}));
}

void Flow::RunCall(ExprRef at) {
  const Expr& e = program_.expr(at);
  const FileFacts& facts = program_.file(at.file);
  FindClientForms(at);
  if (e.kind == ExprKind::kNew) {
    const std::vector<ClassRef> classes = program_.ResolveClass(at.file, e.text);
    for (const ClassRef& c : classes) Construct(at, c);
    ConstructExternal(at, e.text);
    return;
  }
  if (e.object == kNone) {
    if (e.text.empty()) return;
    if (Program::IsSuper(e.text)) {
      const ClassRef own = {at.file, e.class_id};
      if (own.cls == kNone) return;
      for (const ClassRef& base : program_.Lineage(own)) {
        if (base == own) continue;
        for (const FnRef& constructor : program_.Constructors(base)) LinkCall(at, constructor);
      }
      return;
    }
    const NodeId slot = VariableSlot(at.file, e.function, kNone, e.text);
    if (slot != kNone) {
      const std::vector<AtomId> values = Values(slot);
      for (const AtomId id : values) {
        const Atom atom = atoms_[id];
        if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b});
        if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b});
      }
      if (!values.empty()) return;
    }
    bool found = false;
    if (e.class_id != kNone) {
      for (ClassId c = e.class_id; c != kNone && !found; c = facts.classes[c].outer) {
        for (const FnRef& fn : program_.FindMethods({at.file, c}, e.text))
          LinkCall(at, fn), found = true;
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
    if (!found) PassThrough(at);
    return;
  }
  const Expr& receiver = facts.exprs[e.object];
  if (receiver.kind == ExprKind::kName && Program::IsSuper(receiver.text) && e.class_id != kNone) {
    for (const ClassRef& base : program_.Lineage({at.file, e.class_id})) {
      if (base == ClassRef{at.file, e.class_id}) continue;
      for (const FnRef& fn : program_.OwnMethods(base, e.text)) LinkCall(at, fn);
    }
    return;
  }
  if (receiver.kind == ExprKind::kCall && Program::IsSuper(receiver.text) &&
      receiver.object == kNone && e.class_id != kNone) {
    for (const ClassRef& base : program_.Lineage({at.file, e.class_id})) {  // super().method()
      if (base == ClassRef{at.file, e.class_id}) continue;
      for (const FnRef& fn : program_.OwnMethods(base, e.text)) LinkCall(at, fn);
    }
    return;
  }
  std::vector<std::string> names;
  if (!e.text.empty()) {
    names.emplace_back(e.text);
  } else if (e.name_expr != kNone) {
    names = Constants(NodeOf({at.file, e.name_expr}));
    if (names.size() > kMaxCandidates) names.resize(kMaxCandidates);
  }
  const std::vector<AtomId> values = ValuesOf({at.file, e.object});
  bool resolved = false;
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (e.text.empty() && e.name_expr == kNone) {
      if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), resolved = true;
      if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b}), resolved = true;
      continue;
    }
    for (const std::string& name : names) resolved |= CallOn(at, atom, name);
  }
  if (!resolved) PassThrough(at);
}

bool Flow::CallOn(ExprRef at, const Atom& receiver, std::string_view name) {
  const Expr& e = program_.expr(at);
  const FileFacts& facts = program_.file(at.file);
  const NodeId node = NodeOf(at);
  const Arg* args = facts.begin_args(e);
  switch (receiver.kind) {
    case AtomKind::kInstance:
    case AtomKind::kClass: {
      const ClassRef c = {receiver.a, receiver.b};
      if (name == "new" && receiver.kind == AtomKind::kClass) {
        Construct(at, c);
        ConstructExternal(at, program_.cls(c).name);
        return true;
      }
      bool found = false;
      for (const FnRef& fn : program_.FindMethods(c, name)) LinkCall(at, fn), found = true;
      if (!found && e.args_count == 0) {
        ReadField(node, receiver, name);  // attr_reader, generated getters
        const std::string_view property = Accessor(name, "get");
        if (!property.empty()) ReadField(node, receiver, LowerFirst(property));
      }
      if (!found && e.args_count == 1 && args[0].value != kNone) {
        const std::string_view property = Accessor(name, "set");
        if (!property.empty())
          WriteField(receiver, LowerFirst(property), NodeOf({at.file, args[0].value}));
      }
      return found;
    }
    case AtomKind::kModule: {
      bool found = false;
      for (const FnRef& fn : program_.FunctionsNamed(name)) {
        if (fn.file == receiver.a && program_.function(fn).class_id == kNone)
          LinkCall(at, fn), found = true;
      }
      const FileFacts& module = program_.file(receiver.a);
      for (ClassId c = 0; c < module.classes.size(); ++c) {
        if (module.classes[c].name == name) Construct(at, {receiver.a, c}), found = true;
      }
      for (const std::string_view slot_name : {name, std::string_view("exports")}) {
        const NodeId slot = GlobalSlot(receiver.a, slot_name);
        WatchCallOnce(slot, {RuleKind::kCall, at, kNone, {}});
        const std::vector<AtomId> exported = Values(slot);
        for (const AtomId id : exported) {
          const Atom atom = atoms_[id];
          if (atom.kind == AtomKind::kFunction && slot_name == name)
            LinkCall(at, {atom.a, atom.b}), found = true;
          if (atom.kind == AtomKind::kModule || atom.kind == AtomKind::kFunction) continue;
          if (slot_name == "exports") found |= CallOn(at, atom, name);
        }
      }
      return found;
    }
    case AtomKind::kObject: {
      bool found = false;
      const auto field = objects_[receiver.a].fields.find(name);
      if (field != objects_[receiver.a].fields.end()) {  // { push: function () {} }
        const std::vector<AtomId> held = Values(field->second);
        for (const AtomId id : held) {
          const Atom atom = atoms_[id];
          if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
        }
      }
      for (const std::string_view prefix : {"set", "with", "put"}) {
        const std::string_view property = Accessor(name, prefix);
        if (property.empty()) continue;
        if (e.args_count == 1 && args[0].value != kNone) {
          AddEdgeOnce(NodeOf({at.file, args[0].value}),
                      ObjectField(receiver.a, LowerFirst(property)));
          Add(node, Intern(receiver));  // fluent builders give themselves back
          found = true;
        }
      }
      if ((name == "put" || name == "set" || name == "Add" || name == "store" ||
           name == "setProperty") &&
          e.args_count == 2 && args[0].value != kNone && args[1].value != kNone) {
        for (const std::string& key : Constants(NodeOf({at.file, args[0].value}))) {
          AddEdgeOnce(NodeOf({at.file, args[1].value}), ObjectField(receiver.a, key));
        }
        found = true;
      } else if (IsAppend(name) && e.args_count >= 1) {
        for (uint32_t i = 0; i < e.args_count; ++i) {
          if (args[i].value != kNone)
            AddEdgeOnce(NodeOf({at.file, args[i].value}), ObjectField(receiver.a, "[]"));
        }
        found = true;
      }
      const std::string_view property = Accessor(name, "get");
      if (!property.empty() && e.args_count == 0) {
        const NodeId held = ObjectField(receiver.a, LowerFirst(property));
        AddEdgeOnce(held, node);
        if (!objects_[receiver.a].type.empty() && Values(held).empty()) {
          // A list accessor of a generated type makes its list on first use:
          // getLeadKeys().add(key).
          Add(held, Intern({AtomKind::kObject, NewObject(at, {})}));
        }
        found = true;
      }
      if (e.args_count > 0 &&
          facts.exprs[args[e.args_count - 1].value == kNone ? 0 : args[e.args_count - 1].value]
                  .kind == ExprKind::kFunction &&
          args[e.args_count - 1].value !=
              kNone) {  // names.each { |name| ... }, names.forEach(name => ...)
        const FnRef closure = {at.file, facts.exprs[args[e.args_count - 1].value].target};
        if (closure.fn != kNone)
          AddEdgeOnce(ObjectField(receiver.a, "[]"), MutableParam(closure, 0));
      }
      return found;
    }
    case AtomKind::kClient:
      if (toolkits_.IsPassthrough(name)) {
        Add(node, Intern(receiver));
        return true;
      }
      if (e.args_count > 0 && args[0].value != kNone &&
          facts.exprs[args[0].value].kind == ExprKind::kFunction) {
        const FnRef closure = {
            at.file,
            facts.exprs[args[0].value].target};  // createClientAsync(url).then(client => ...)
        const NodeId param =
            closure.fn == kNone || name != "then" ? kNone : MutableParam(closure, 0);
        if (param != kNone) Add(param, Intern(receiver));
      }
      return true;
    case AtomKind::kExternalName:
      if (name == "new") {
        ConstructExternal(at, str(receiver.a));
        return true;
      }
      return false;
    case AtomKind::kFunction:
      if (name == "call" || name == "apply" || name == "delay" || name == "__invoke" ||
          name == "Invoke" || name == "invoke") {
        LinkCall(at, {receiver.a, receiver.b});
        return true;
      }
      return false;
    default:
      return false;
  }
}

void Flow::PassThrough(ExprRef at) {
  // A function from outside the program that converts one value (trim(x), x.to_sym,
  // Enum.valueOf(x), new SoapVar(x, ...)) still carries it. Strings only, so that a logger does not
  // become a client.
  const Expr& e = program_.expr(at);
  const FileFacts& facts = program_.file(at.file);
  NodeId from = kNone;
  if (e.args_count == 1)
    from = facts.begin_args(e)[0].value == kNone ? kNone
                                                 : NodeOf({at.file, facts.begin_args(e)[0].value});
  if (e.args_count == 0 && e.object != kNone) from = NodeOf({at.file, e.object});
  if (from == kNone) return;
  WatchCallOnce(from, {RuleKind::kCall, at, kNone, {}});
  const std::vector<AtomId> values = Values(from);
  for (const AtomId id : values) {
    const AtomKind kind = atoms_[id].kind;
    if (kind == AtomKind::kString || kind == AtomKind::kEnumMember || kind == AtomKind::kParam ||
        kind == AtomKind::kObject) {
      Add(NodeOf(at), id);
    }
  }
}

void Flow::FindClientForms(ExprRef at) {
  const Expr& e = program_.expr(at);
  const FileFacts& facts = program_.file(at.file);
  std::string_view receiver_text;
  std::vector<std::string> receivers;
  if (e.object != kNone) {
    const Expr& object = facts.exprs[e.object];
    receiver_text = facts.source.Slice(object.span);
    receivers.emplace_back(receiver_text.substr(0, 80));
    for (const AtomId id : ValuesOf({at.file, e.object})) {
      if (atoms_[id].kind == AtomKind::kExternalName) receivers.emplace_back(str(atoms_[id].a));
    }
  }
  const auto matches = [](std::string_view have, std::string_view wanted) {
    // Equal up to separators, or a longer path that ends in it.
    std::string a, b;
    for (const char c : have) a += (c == ':' || c == '\\' || c == '/') ? '.' : c;
    for (const char c : wanted) b += (c == ':' || c == '\\' || c == '/') ? '.' : c;
    const auto squeeze = [](std::string& s) {
      s.erase(std::unique(s.begin(), s.end(), [](char x, char y) { return x == '.' && y == '.'; }),
              s.end());
      while (!s.empty() && s.front() == '.') s.erase(s.begin());
    };
    squeeze(a), squeeze(b);
    return a == b || (a.size() > b.size() && a.ends_with(b) && a[a.size() - b.size() - 1] == '.');
  };
  const auto try_type = [&](std::string_view type_text) {
    std::string_view simple = SimpleName(type_text);
    std::string resolved(type_text);
    if (const Import* import = program_.ImportOf(at.file, simple)) {
      resolved = std::string(import->module) +
                 (import->name.empty() ? "" : "." + std::string(import->name));
      simple = SimpleName(import->name.empty() ? import->module : import->name);
    }
    for (const ClientForm* form : toolkits_.ClientsOfType(simple)) {
      if (!ToolkitIndex::Serves(*form->toolkit, facts.language)) continue;
      const bool is_qualified = SimpleName(form->type).size() != form->type.size();
      bool fits = matches(resolved, form->type) || matches(type_text, form->type);
      if (!is_qualified)
        fits = form->form->proven || toolkits_.ImportsShow(*form->toolkit, facts.imports);
      for (const std::string& receiver : receivers) {
        fits |= is_qualified && matches(receiver + "." + std::string(e.text), form->type);
      }
      if (is_qualified && !fits) {
        // from suds.client import *, import suds: the qualifier stands in an import of the file.
        const std::string_view qualifier =
            std::string_view(form->type).substr(0, form->type.find_first_of(".:\\"));
        const bool plain =
            e.object == kNone ||
            (e.text == "new" && SimpleName(receiver_text).size() == receiver_text.size());
        for (const Import& import : facts.imports) {
          fits |= plain && import.module.starts_with(qualifier) &&
                  (import.name == "*" || import.name == simple);
        }
      }
      // A class of the project of that name is its own, unless it is the service's stub, checked in.
      if (fits && (form->form->proven || program_.ResolveClass(at.file, type_text).empty())) MakeClient(at, form);
    }
  };
  if (e.kind == ExprKind::kNew) return try_type(e.text);
  if (e.text == "new" && e.object != kNone) {
    try_type(receiver_text);
    for (size_t i = 1; i < receivers.size(); ++i) try_type(receivers[i]);
    return;
  }
  if (!e.text.empty()) try_type(e.text);
  for (const ClientForm* form : toolkits_.ClientsOfMethod(e.text)) {
    if (!ToolkitIndex::Serves(*form->toolkit, facts.language)) continue;
    bool fits = form->receiver.empty() && (form->form->proven || e.object != kNone);
    for (const std::string& receiver : receivers)
      fits |= !form->receiver.empty() && matches(receiver, form->receiver);
    if (!fits && e.object == kNone && !form->receiver.empty()) {
      if (const Import* import = program_.ImportOf(at.file, e.text))
        fits = matches(import->module, form->receiver);
    }
    if (fits) MakeClient(at, form);
  }
}

void Flow::MakeClient(ExprRef at, const ClientForm* form) {
  const uint64_t key = static_cast<uint64_t>(NodeOf(at)) << 20 | 0xfffff;
  const auto [known, fresh] =
      client_index_.try_emplace(key, static_cast<uint32_t>(clients_.size()));
  if (fresh) clients_.push_back({at, {}, form});
  const AtomId atom = Intern({AtomKind::kClient, known->second});
  const Expr& e = program_.expr(at);
  const FileFacts& facts = program_.file(at.file);
  if (form->form->callback_parameter < 0) {
    Add(NodeOf(at), atom);
    return;
  }
  Add(NodeOf(at), atom);  // promise variants give the client itself
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const ExprId value = facts.begin_args(e)[i].value;
    if (value == kNone) continue;
    const std::vector<AtomId> held = ValuesOf({at.file, value});
    for (const AtomId id : held) {
      const Atom function = atoms_[id];
      if (function.kind != AtomKind::kFunction) continue;
      const NodeId param = MutableParam({function.a, function.b},
                                        static_cast<uint32_t>(form->form->callback_parameter));
      if (param != kNone) Add(param, atom);
    }
  }
}

}  // namespace unsoap
