// From facts to nodes and edges: one pass over each file.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/type_text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

uint64_t Key(uint32_t tag, uint32_t a, uint32_t b, uint32_t c) {
  uint64_t h = 0x9e3779b97f4a7c15ull;
  for (const uint32_t part : {tag, a, b, c}) h = (h ^ part) * 0xff51afd7ed558ccdull, h ^= h >> 32;
  return h;
}

/// True for a key that a constant elsewhere may be: KEY, self::KEY, Keys.KEY. Where a language
/// takes a plain name for the entry's own (JavaScript), nobody calls an entry so.
bool IsReference(const facts::FileFacts& facts, const facts::Arg& entry) {
  if (entry.key == facts::kNone || entry.key == entry.value) return false;
  const facts::Expr& key = facts.exprs[entry.key];
  return key.kind == facts::ExprKind::kMember ||
         (key.kind == facts::ExprKind::kName && key.text.size() > 1 &&
          std::none_of(key.text.begin(), key.text.end(), IsLower));
}

constexpr size_t kMaxAwaited = 256;     // calls of one member of an object that is written later
constexpr uint32_t kMostPieces = 1000;  // of a concatenation whose pieces are followed

}  // namespace

NodeId Flow::NamedNode(uint64_t key, Slot slot) {
  const auto [node, fresh] = slots_.Insert(key);
  if (fresh) *node = NewNode(slot);
  return *node;
}

NodeId Flow::LocalSlot(FnRef fn, std::string_view name) {
  return NamedNode(Key(1, fn.file, fn.fn, InternString(name)), {});
}
NodeId Flow::GlobalSlot(FileId file, std::string_view name) {
  return NamedNode(Key(2, program_.ModuleOf(file), 0, InternString(name)), {Slot::Kind::kShared});
}
NodeId Flow::FieldSlot(ClassRef c, std::string_view name) {
  return NamedNode(Key(3, c.file, c.cls, InternString(name)), {Slot::Kind::kField, c.file, c.cls});
}

NodeId Flow::ObjectField(uint32_t object, std::string_view name) {
  const auto at = objects_[object].fields.find(name);
  if (at != objects_[object].fields.end()) return at->second;
  const NodeId node = NewNode({Slot::Kind::kMember, object});
  objects_[object].fields.emplace(std::string(name), node);
  if (const auto waiting = awaited_.find(Key(6, object, InternString(name), 0));
      waiting != awaited_.end()) {
    const std::vector<ExprRef> calls = waiting->second;
    for (const ExprRef& call : calls)
      WatchCallOnce(node, {RuleKind::kCall, call, facts::kNone, {}});
  }
  if (const auto copies = copies_from_.find(object); copies != copies_from_.end()) {
    const std::vector<Copy> all = copies->second;
    for (const Copy& copy : all) CopyMember(std::string(name), node, copy);
  }
  return node;
}

NodeId Flow::ObjectArgument(uint32_t object, uint32_t place) {
  if (place >= objects_[object].arguments.size())
    objects_[object].arguments.resize(place + 1, facts::kNone);
  if (objects_[object].arguments[place] == facts::kNone)
    objects_[object].arguments[place] = NewNode({Slot::Kind::kMember, object});
  return objects_[object].arguments[place];
}

void Flow::AwaitField(uint32_t object, std::string_view name, ExprRef call) {
  const auto field = objects_[object].fields.find(name);
  if (field != objects_[object].fields.end())
    return WatchCallOnce(field->second, {RuleKind::kCall, call, facts::kNone, {}});
  std::vector<ExprRef>& calls = awaited_[Key(6, object, InternString(name), 0)];
  if (calls.size() < kMaxAwaited && (calls.empty() || calls.back() != call)) calls.push_back(call);
}

uint32_t Flow::NewObject(ExprRef at, std::string_view type) {
  const auto [object, fresh] = object_index_.Insert(Key(4, at.file, at.expr, 0));
  if (fresh) {
    *object = static_cast<uint32_t>(objects_.size());
    objects_.push_back({at, type, {}, {}});
  }
  return *object;
}

NodeId Flow::MutableReturn(FnRef function) {
  NodeId& node = returns_[IndexOf(function)];
  if (node == facts::kNone) node = NewNode();
  return node;
}

NodeId Flow::MutableParam(FnRef function, uint32_t index) {
  const std::vector<NodeId>& nodes = params_[IndexOf(function)];
  if (nodes.empty()) return facts::kNone;
  if (index < nodes.size()) return nodes[index];
  return program_.function(function).params.back().is_rest ? nodes.back() : facts::kNone;
}

bool Flow::IsBound(FnRef fn, std::string_view name) const {
  const std::vector<std::string_view>& names =
      bound_[fn.file][fn.fn == facts::kNone ? 0 : fn.fn + 1];
  if (std::binary_search(names.begin(), names.end(), name)) return true;
  // A variable of the module, in another of its files.
  const FileId module = program_.ModuleOf(fn.file);
  if (fn.fn != facts::kNone || !program_.Is(fn.file, &languages::Language::folder_modules))
    return false;
  const auto of_module = module_names_.find(module);
  return of_module != module_names_.end() && of_module->second.contains(name);
}

NodeId Flow::VariableSlot(FileId file, facts::FunctionId fn, facts::ClassId cls,
                          std::string_view name) {
  for (facts::FunctionId g = fn; g != facts::kNone; g = program_.function({file, g}).parent) {
    if (IsBound({file, g}, name)) return LocalSlot({file, g}, name);
  }
  // An inner class sees the fields of the class around it.
  for (facts::ClassId c = cls; c != facts::kNone; c = program_.file(file).classes[c].outer) {
    for (const ClassRef& r : program_.Lineage({file, c})) {
      if (program_.HasField(r, name)) return FieldSlot(r, name);
    }
  }
  if (IsBound({file, facts::kNone}, name)) return GlobalSlot(file, name);
  if (cls == facts::kNone && fn != facts::kNone) {
    // A method that is defined outside its class (C++) names its fields as one inside does.
    const ClassRef own = program_.ClassOf({file, fn});
    if (own.cls != facts::kNone) {
      for (const ClassRef& c : program_.Lineage(own)) {
        if (program_.HasField(c, name)) return FieldSlot(c, name);
      }
    }
  }
  return facts::kNone;
}

void Flow::DeclareType(FileId file, NodeId node, std::string_view type, std::string_view element) {
  if (type.empty() || node == facts::kNone) return;
  for (std::string_view part : Split(type, '|')) {
    part = Trim(part);
    const std::vector<ClassRef> classes = program_.ResolveClass(file, part);
    for (const ClassRef& c : classes) Add(node, Intern({AtomKind::kInstance, c.file, c.cls}));
    const std::string_view simple = SimpleName(program_.ImportedType(file, part));
    if (classes.empty() && StartsUpper(simple))
      Add(node, Intern({AtomKind::kExternalType, InternString(simple)}));
  }
  if (!element.empty()) DeclareElement(file, node, SimpleName(type), element, 0);
}

void Flow::DeclareElement(FileId file, NodeId node, std::string_view holder,
                          std::string_view element, int depth) {
  constexpr int kMostTypes = 4;  // in each other
  const std::string_view type = facts::TypeText(element);
  const std::string_view inner = facts::ElementText(element);
  const std::string_view simple = SimpleName(program_.ImportedType(file, type));
  const bool matters = !program_.ResolveClass(file, type).empty() ||
                       !toolkits_.ClientsOfType(simple, program_.IgnoresCase(file)).empty();
  if (depth >= kMostTypes || (!matters && inner.empty())) return;
  const NodeId held = NewNode();
  if (matters) DeclareType(file, held, type, {});
  if (!inner.empty()) DeclareElement(file, held, SimpleName(type), inner, depth + 1);
  if (Values(held).empty()) return;
  // What will be there, and what is waited for.
  if (program_.Names(file, &languages::Language::awaited, holder)) AddEdge(held, node);
  const auto [object, fresh] = object_index_.Insert(Key(5, node, 0, 0));
  if (fresh) {
    *object = static_cast<uint32_t>(objects_.size());
    objects_.push_back({{file, facts::kNone}, {}, {}, {}});
  }
  const uint32_t collection = *object;
  AddEdge(held, ObjectField(collection, "[]"));
  Add(node, Intern({AtomKind::kObject, collection}));
}

void Flow::BindOuter(FileId file) {
  // Where the name stands in no scope around it, it is taken for one of the function's own, except
  // where the source says that it is none (`global x`): then it is one of the file's.
  const facts::FileFacts& facts = program_.file(file);
  std::vector<std::pair<facts::FunctionId, std::string_view>> own;
  for (const facts::Binding& binding : facts.bindings) {
    if (!binding.is_outer || binding.target == facts::kNone) continue;
    const facts::Expr& target = facts.exprs[binding.target];
    if (target.kind != facts::ExprKind::kName || target.is_instance) continue;
    if (binding.value == facts::kNone) {
      std::erase(Bound(file, binding.function), target.text);
      globals_.emplace_back(file, target.text);
    }
    const bool is_shared =
        binding.value == facts::kNone || program_.Is(file, &languages::Language::assigns_shared);
    if (VariableSlot(file, binding.function, binding.class_id, target.text) == facts::kNone)
      own.emplace_back(is_shared ? facts::kNone : binding.function, target.text);
  }
  for (const auto& [fn, name] : own) Bound(file, fn).push_back(name);
}

void Flow::BuildFunctions(FileId file) {
  const facts::FileFacts& facts = program_.file(file);
  bound_[file].resize(facts.functions.size() + 1);
  for (facts::FunctionId i = 0; i < facts.functions.size(); ++i) {
    for (const facts::Param& param : facts.functions[i].params)
      Bound(file, i).push_back(param.name);
  }
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || NoteTreeName(file, binding) || binding.is_outer) continue;
    const facts::Expr& target = facts.exprs[binding.target];
    if (target.kind == facts::ExprKind::kName && !target.is_instance)
      Bound(file, binding.function).push_back(target.text);
    if (target.kind == facts::ExprKind::kList) {
      for (uint32_t a = 0; a < target.args_count; ++a) {
        const facts::ExprId item = facts.begin_args(target)[a].value;
        if (item != facts::kNone && facts.exprs[item].kind == facts::ExprKind::kName) {
          Bound(file, binding.function).push_back(facts.exprs[item].text);
        }
      }
    }
  }
  const auto settle = [&] {
    for (std::vector<std::string_view>& names : bound_[file]) {
      std::sort(names.begin(), names.end());
      names.erase(std::unique(names.begin(), names.end()), names.end());
    }
  };
  settle();
  BindOuter(file);
  settle();
  if (program_.Is(file, &languages::Language::folder_modules)) {
    const std::vector<std::string_view>& own = Bound(file, facts::kNone);
    module_names_[program_.ModuleOf(file)].insert(own.begin(), own.end());
  }
  for (facts::FunctionId i = 0; i < facts.functions.size(); ++i) {
    const FnRef fn = {file, i};
    const facts::Function& function = facts.functions[i];
    std::vector<NodeId> nodes;
    for (uint32_t p = 0; p < function.params.size(); ++p) {
      const NodeId node = LocalSlot(fn, function.params[p].name);
      nodes.push_back(node);
      Add(node, Intern({AtomKind::kParam, file, i, p}));
      DeclareType(file, node, function.params[p].type, function.params[p].element_type);
      // { retry { it.getTags() } }: the inner one may be given nothing, and mean the outer one.
      const bool is_implicit =
          function.name.empty() && function.parent != facts::kNone &&
          program_.Names(file, &languages::Language::implicit_parameters, function.params[p].name);
      if (is_implicit && IsBound({file, function.parent}, function.params[p].name))
        AddEdge(LocalSlot({file, function.parent}, function.params[p].name), node);
      if (function.params[p].default_value != facts::kNone)
        AddEdge(NodeOf({file, function.params[p].default_value}), node);
    }
    params_[IndexOf(fn)] = std::move(nodes);
    if (!function.return_type.empty())
      DeclareType(file, MutableReturn(fn), function.return_type, function.return_element_type);
  }
}

void Flow::BuildFile(FileId file) {
  const facts::FileFacts& facts = program_.file(file);
  for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) {
    const facts::Expr& e = facts.exprs[id];
    if (e.kind != facts::ExprKind::kMap || e.class_id != facts::kNone) continue;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const facts::ExprId value = facts.begin_args(e)[i].value;
      if (value != facts::kNone && facts.exprs[value].kind == facts::ExprKind::kFunction)
        owners_[{file, facts.exprs[value].target}] = id;
    }
  }
  FindBlockReceivers(file);
  for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) BuildExpr(file, id);
  for (const facts::Field& field : facts.fields) {
    const NodeId slot = FieldSlot({file, field.class_id}, field.name);
    DeclareType(file, slot, field.type, field.element_type);
    if (field.value != facts::kNone) AddEdge(NodeOf({file, field.value}), slot);
    if (field.type.empty() && field.value == facts::kNone && program_.FieldsNameClasses(file))
      DeclareNamedClass(file, slot, field.name);
  }
  for (const facts::Binding& binding : facts.bindings) BuildBinding(file, binding);
  for (const facts::Return& ret : facts.returns) {
    if (ret.value == facts::kNone) continue;
    // What a file returns is what it gives to those that load it.
    AddEdge(NodeOf({file, ret.value}), ret.function == facts::kNone
                                           ? GlobalSlot(file, kWholeModule)
                                           : MutableReturn({file, ret.function}));
  }
  ReadAnnotatedSettings(file);
}

void Flow::DeclareNamedClass(FileId file, NodeId node, std::string_view name) {
  // def marketoService: what the framework puts there has the class of that name.
  const std::string type = UpperFirst(name);
  for (const ClassRef& c : program_.ResolveClass(file, type))
    Add(node, Intern({AtomKind::kInstance, c.file, c.cls}));
}

void Flow::FindBlockReceivers(FileId file) {
  const facts::FileFacts& facts = program_.file(file);
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& e = facts.exprs[id];
    if (e.args_count == 0 || !program_.Names(file, &languages::Language::receiver_blocks, e.text))
      continue;
    const facts::Arg* args = facts.begin_args(e);
    const facts::ExprId block = args[e.args_count - 1].value;
    if (block == facts::kNone || facts.exprs[block].kind != facts::ExprKind::kFunction) continue;
    const facts::ExprId receiver = e.object != facts::kNone ? e.object
                                   : e.args_count > 1       ? args[0].value
                                                            : facts::kNone;
    if (receiver != facts::kNone)
      block_receivers_[{file, facts.exprs[block].target}] = {file, receiver};
  }
  if (!program_.ExtensionsHaveSelf(file)) return;
  for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) {
    const facts::Expr& e = facts.exprs[id];
    if (e.kind != facts::ExprKind::kName || e.function == facts::kNone) continue;
    const facts::Function& function = facts.functions[e.function];
    if (function.receiver_type.empty() || e.span.end > function.name_span.begin ||
        !program_.IsSelf(file, e.text))
      continue;
    block_receivers_.try_emplace({file, e.function}, ExprRef{file, id});
    DeclareType(file, NodeOf({file, id}), function.receiver_type);
  }
}

void Flow::BuildName(FileId file, facts::ExprId id) {
  const facts::Expr& e = program_.file(file).exprs[id];
  const NodeId node = NodeOf({file, id});
  if (e.is_module) {
    for (const FileId module : program_.ResolveModule(file, e.text, {})) {
      Add(node, Intern({AtomKind::kModule, module}));
      AddEdge(GlobalSlot(module, kWholeModule), node);
    }
    return;
  }
  if (e.is_instance) {
    const NodeId slot = e.class_id == facts::kNone ? GlobalSlot(file, e.text) : facts::kNone;
    if (slot != facts::kNone) return AddEdge(slot, node);
    return ReadField(node, {AtomKind::kInstance, file, e.class_id}, e.text, facts::kNone);
  }
  if (program_.ExtensionsHaveSelf(file) && program_.IsSelf(file, e.text)) {
    for (facts::FunctionId f = e.function; f != facts::kNone;
         f = facts::FunctionId(program_.function({file, f}).parent)) {
      const auto receiver = block_receivers_.find({file, f});
      if (receiver == block_receivers_.end()) continue;
      if (receiver->second.expr != id) AddEdgeOnce(NodeOf(receiver->second), node);
      return;
    }
  }
  if (program_.IsSelf(file, e.text) && e.class_id != facts::kNone) {
    const ClassRef c = {file, e.class_id};
    Add(node, Intern({AtomKind::kInstance, c.file, c.cls}));
    return AddClientClass(node, c);
  }
  if (program_.IsSelf(file, e.text)) {  // { find() { return this.ask(); } }
    for (facts::FunctionId fn = e.function; fn != facts::kNone;
         fn = program_.file(file).functions[fn].parent) {
      const auto owner = owners_.find({file, fn});
      if (owner == owners_.end()) continue;
      return AddEdge(NodeOf({file, owner->second}), node);
    }
  }
  if (e.class_id != facts::kNone) {
    for (facts::ClassId c = e.class_id; c != facts::kNone; c = program_.file(file).classes[c].outer)
      ReadGetter({file, id}, {file, c}, e.text);
  }
  const NodeId slot = VariableSlot(file, e.function, e.class_id, e.text);
  if (slot != facts::kNone) return AddEdge(slot, node);
  if (ReadIncluded(file, e.text, node)) return;
  if (ReadTreeName(file, e, node) || ReadPackaged(file, e.text, node)) return;
  if (CallBare({file, id})) return;
  for (const ClassRef& c : program_.ImportedOwners(file, e.text)) {
    if (program_.HasField(c, e.text)) AddEdge(FieldSlot(c, e.text), node);
  }
  const std::vector<ClassRef> classes =
      program_.InScope({file, e.class_id}, program_.ResolveClass(file, e.text));
  for (const ClassRef& c : classes) Add(node, Intern({AtomKind::kClass, c.file, c.cls}));
  if (!classes.empty()) {
    // const Crm = require('./crm'): the class, and what else the file puts on it.
    const facts::Import* whole = program_.ImportOf(file, e.text);
    if (whole == nullptr || !whole->name.empty()) return;
    for (const FileId found : program_.ResolveModule(file, whole->module, {}))
      Add(node, Intern({AtomKind::kModule, program_.ModuleOf(found)}));
    return;
  }
  if (const facts::Import* import = program_.ImportOf(file, e.text)) {
    const std::string_view name = import->name.empty() ? std::string_view() : import->name;
    for (const FileId found : program_.ResolveModule(file, import->module, name)) {
      const FileId module = program_.ModuleOf(found);
      Add(node, Intern({AtomKind::kModule, module}));
      if (!name.empty()) {
        AddEdge(GlobalSlot(module, name), node);
        if (program_.Names(module, &languages::Language::default_exports, name))
          AddEdge(GlobalSlot(module, kWholeModule), node);
        for (const auto& [from, other] : program_.HandedOn(module, name)) {
          AddEdge(GlobalSlot(from, other), node);
          if (program_.Names(from, &languages::Language::default_exports, other))
            AddEdge(GlobalSlot(from, kWholeModule), node);
          if (other == kWholeModule) Add(node, Intern({AtomKind::kModule, from}));
          for (facts::ClassId c = 0; c < program_.file(from).classes.size(); ++c) {
            if (program_.file(from).classes[c].name == other)
              Add(node, Intern({AtomKind::kClass, from, c}));
          }
        }
      }
    }
    std::string full(import->module);
    if (!name.empty() && !program_.Names(file, &languages::Language::default_exports, name))
      full += "." + std::string(name);
    Add(node, Intern({AtomKind::kExternalName, InternString(full)}));
  } else {
    Add(node, Intern({AtomKind::kExternalName, InternString(e.text)}));
    if (const auto* member = toolkits_.EnumMemberOf(e.text, program_.file(file))) {
      Add(node,
          Intern({AtomKind::kEnumMember, InternString(member->value), InternString(member->type)}));
    }
  }
  // Where a method is called by its bare name, that is its value, too.
  if (e.class_id != facts::kNone && !program_.NamesSelf(file) &&
      !program_.FunctionsNamed(e.text).empty()) {
    for (facts::ClassId c = e.class_id; c != facts::kNone; c = program_.file(file).classes[c].outer)
      if (AddMethods(node, {file, c}, e.text)) break;
  }
  for (const FnRef& fn : program_.ResolveFunction(file, e.text)) {
    Add(node, Intern({AtomKind::kFunction, fn.file, fn.fn}));
  }
}

bool Flow::ReadIncluded(FileId file, std::string_view name, NodeId to) {
  if (!program_.SharesIncludes(file)) return false;
  bool found = false;
  for (const facts::Import& import : program_.file(file).imports) {
    if ((!import.name.empty() && import.name != "*") || !import.alias.empty()) continue;
    for (const FileId m : program_.ResolveModule(file, import.module, {})) {
      if (!IsBound({m, facts::kNone}, name)) continue;
      AddEdge(GlobalSlot(m, name), to);
      found = true;
    }
  }
  return found;
}

void Flow::JoinGlobals() {
  // global $crm: the variable of that name of any file that has one.
  for (const auto& [file, name] : globals_) {
    if (!program_.SharesIncludes(file)) continue;
    size_t found = 0;
    for (FileId m = 0; m < program_.file_count() && found < kMaxCandidates; ++m) {
      if (m == file || !program_.SharesIncludes(m) || !IsBound({m, facts::kNone}, name)) continue;
      AddEdge(GlobalSlot(m, name), GlobalSlot(file, name));
      ++found;
    }
  }
}

bool Flow::CallBare(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (!program_.CallsBare(at.file)) return false;
  if (e.class_id != facts::kNone &&
      program_.Names(at.file, &languages::Language::new_methods, e.text)) {
    ConstructSelf(at);  // new.run(x) in a method of the class
    return true;
  }
  std::vector<FnRef> found;
  for (facts::ClassId c = e.class_id; c != facts::kNone && found.empty();
       c = facts.classes[c].outer)
    found = program_.FindMethods({at.file, c}, e.text);
  bool is_handed_on = false;
  for (facts::ClassId c = e.class_id; c != facts::kNone && found.empty() && !is_handed_on;
       c = facts.classes[c].outer)
    is_handed_on = CallDelegate(at, {at.file, c}, e.text);
  if (is_handed_on) return true;
  if (found.empty()) found = program_.ResolveFunction(at.file, e.text);
  for (const FnRef& fn : found) LinkCall(at, fn);
  return !found.empty();
}

void Flow::BuildExpr(FileId file, facts::ExprId id) {
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& e = facts.exprs[id];
  const ExprRef at = {file, id};
  const NodeId node = NodeOf(at);
  const facts::Arg* args = facts.begin_args(e);
  switch (e.kind) {
    case facts::ExprKind::kString:
    case facts::ExprKind::kConstant:
      Add(node, Intern({AtomKind::kString, InternString(e.text)}));
      break;
    case facts::ExprKind::kName:
      BuildName(file, id);
      break;
    case facts::ExprKind::kMember:
      if (e.object != facts::kNone)
        Watch(NodeOf({file, e.object}), {RuleKind::kMember, at, facts::kNone, {}});
      ReadTreeMember(file, e, node);
      ReadSetting(at);
      break;
    case facts::ExprKind::kIndex:
      if (e.object != facts::kNone)
        Watch(NodeOf({file, e.object}), {RuleKind::kIndex, at, facts::kNone, {}});
      if (e.args_count > 0 && args[0].value != facts::kNone) {
        Watch(NodeOf({file, args[0].value}), {RuleKind::kIndex, at, facts::kNone, {}});
      }
      ReadTreeMember(file, e, node);
      ReadSetting(at);
      break;
    case facts::ExprKind::kCall:
    case facts::ExprKind::kNew:
      if (e.object != facts::kNone)
        Watch(NodeOf({file, e.object}), {RuleKind::kCall, at, facts::kNone, {}});
      if (e.name_expr != facts::kNone)
        Watch(NodeOf({file, e.name_expr}), {RuleKind::kCall, at, facts::kNone, {}});
      if (e.object == facts::kNone && !e.text.empty()) {
        const NodeId slot = VariableSlot(file, e.function, facts::kNone, e.text);
        if (slot != facts::kNone) Watch(slot, {RuleKind::kCall, at, facts::kNone, {}});
      }
      if (e.kind == facts::ExprKind::kNew) {  // new ChannelFactory<Port>(…)
        const std::string_view type = facts.source.Slice(e.name_span);
        if (const std::string_view inner = facts::ElementText(type); !inner.empty())
          DeclareElement(file, node, SimpleName(e.text), inner, 0);
      }
      RunCall(at);
      if (program_.CallsBare(file)) ReadTreeMember(file, e, node);
      ReadSetting(at);
      NoteEntry(at);
      if (e.object != facts::kNone && facts.exprs[e.object].kind == facts::ExprKind::kMember &&
          (program_.Names(file, &languages::Language::appends, e.text) ||
           program_.Names(file, &languages::Language::appends_all, e.text)))
        stores_.push_back({RuleKind::kCall, {file, e.object}, facts::kNone, {}});
      break;
    case facts::ExprKind::kMap: {
      const uint32_t object = NewObject(at, {});
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (args[i].value == facts::kNone) continue;
        std::string_view name = args[i].name;
        if (name.empty() && args[i].key != facts::kNone &&
            facts.exprs[args[i].key].kind == facts::ExprKind::kString) {
          name = facts.exprs[args[i].key].text;
        }
        if (IsReference(facts, args[i])) {
          Rule rule = {RuleKind::kStore, at, NodeOf({file, args[i].value}),
                       name.empty() ? "[]" : name};
          rule.number = args[i].key + 1;
          stores_.push_back(rule);
          Watch(node, rule);
          Watch(NodeOf({file, args[i].key}), rule);
          continue;
        }
        AddEdge(NodeOf({file, args[i].value}), ObjectField(object, name.empty() ? "[]" : name));
      }
      Add(node, Intern({AtomKind::kObject, object}));
      break;
    }
    case facts::ExprKind::kList: {
      const uint32_t object = NewObject(at, {});
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (args[i].value != facts::kNone)
          AddEdge(NodeOf({file, args[i].value}), ObjectField(object, "[]"));
      }
      Add(node, Intern({AtomKind::kObject, object}));
      if (e.args_count == 2 && program_.Is(file, &languages::Language::pair_callables) &&
          args[0].value != facts::kNone && args[1].value != facts::kNone) {
        for (const uint32_t i : {0, 1})
          Watch(NodeOf({file, args[i].value}), {RuleKind::kPair, at, facts::kNone, {}});
      }
      break;
    }
    case facts::ExprKind::kConcat:
      // Each piece runs it again: a sum of a hundred thousand numbers is read once, as it stands.
      for (uint32_t i = 0; i < e.args_count && e.args_count <= kMostPieces; ++i) {
        if (args[i].value != facts::kNone)
          Watch(NodeOf({file, args[i].value}), {RuleKind::kConcat, at, facts::kNone, {}});
      }
      RunConcat(at);
      break;
    case facts::ExprKind::kChoice:
    case facts::ExprKind::kAssign:
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (args[i].value != facts::kNone) AddEdge(NodeOf({file, args[i].value}), node);
      }
      DeclareType(file, node, e.text);  // of a cast
      break;
    case facts::ExprKind::kFunction:
      if (e.target != facts::kNone) Add(node, Intern({AtomKind::kFunction, file, e.target}));
      break;
    case facts::ExprKind::kClass:
      if (e.class_id != facts::kNone) Add(node, Intern({AtomKind::kClass, file, e.class_id}));
      break;
    case facts::ExprKind::kUnknown:
      break;
  }
}

void Flow::BuildBinding(FileId file, const facts::Binding& binding) {
  if (binding.target == facts::kNone) return;
  NodeId value = binding.value == facts::kNone ? facts::kNone : NodeOf({file, binding.value});
  if (value != facts::kNone && binding.is_element) {
    const NodeId element = NewNode();
    Watch(value, {RuleKind::kElement, {file, binding.value}, element, {}, value, {}});
    value = element;
  }
  BindTarget(file, binding.target, value, binding);
}

void Flow::BindTarget(FileId file, facts::ExprId target_id, NodeId value,
                      const facts::Binding& binding) {
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& target = facts.exprs[target_id];
  switch (target.kind) {
    case facts::ExprKind::kName: {
      NodeId slot = facts::kNone;
      if (target.is_instance) {
        slot = target.class_id == facts::kNone
                   ? GlobalSlot(file, target.text)
                   : FieldSlot(FieldOwner({file, target.class_id}, target.text), target.text);
      } else {
        slot = VariableSlot(file, binding.function, binding.class_id, target.text);
      }
      if (slot == facts::kNone) return;
      // export default x: what is imported without a name is it, too.
      if (binding.function == facts::kNone && value != facts::kNone &&
          program_.Names(file, &languages::Language::default_exports, target.text))
        AddEdge(value, GlobalSlot(file, kWholeModule));
      DeclareType(file, slot, binding.type, binding.element_type);
      if (binding.is_append && value != facts::kNone) {
        const uint32_t list = NewObject({file, target_id}, {});
        Add(slot, Intern({AtomKind::kObject, list}));
        AddEdge(value, ObjectField(list, "[]"));
      } else if (value != facts::kNone) {
        AddEdge(value, slot);
      }
      return;
    }
    case facts::ExprKind::kList:  // destructuring: items of a list, or fields of the same name
      if (value == facts::kNone) return;
      for (uint32_t i = 0; i < target.args_count; ++i) {
        const facts::Arg& item = facts.begin_args(target)[i];
        if (item.value == facts::kNone) continue;
        const NodeId part = NewNode();
        Watch(value, {RuleKind::kElement, {file, target_id}, part, {}, value, {}});
        BindTarget(file, item.value, part, binding);
      }
      return;
    case facts::ExprKind::kMap:
      if (value == facts::kNone) return;
      for (uint32_t i = 0; i < target.args_count; ++i) {
        const facts::Arg& item = facts.begin_args(target)[i];
        if (item.value == facts::kNone) continue;
        const NodeId part = NewNode();
        Watch(value, {RuleKind::kElement, {file, target_id}, part, item.name, value, {}});
        BindTarget(file, item.value, part, binding);
      }
      return;
    case facts::ExprKind::kMember:
    case facts::ExprKind::kIndex: {
      if (value == facts::kNone && !binding.type.empty()) value = NewNode();
      if (value == facts::kNone || target.object == facts::kNone) return;
      if (const std::string_view name = TreeMember(file, target); !name.empty())
        return AddEdge(value, GlobalSlot(file, name));
      if (!binding.type.empty()) {
        const NodeId typed = NewNode();
        AddEdge(value, typed);
        DeclareType(file, typed, binding.type, binding.element_type);
        value = typed;
      }
      // exports.f = ..., module.exports = ..., module.exports.f = ...: what a file gives to those
      // that require it.
      if (target.kind == facts::ExprKind::kMember) {
        if (program_.IsModuleObject(file, target_id))
          AddEdge(value, GlobalSlot(file, kWholeModule));
        if (program_.IsModuleObject(file, target.object))
          AddEdge(value, GlobalSlot(file, target.text));
      }
      std::string_view name = target.text;
      if (target.kind == facts::ExprKind::kIndex) {
        name = "[]";
        if (target.args_count > 0) {
          const facts::ExprId key = facts.begin_args(target)[0].value;
          if (key != facts::kNone && facts.exprs[key].kind == facts::ExprKind::kString)
            name = facts.exprs[key].text;
        }
      }
      Rule rule = {RuleKind::kStore, {file, target.object}, value, name};
      if (name == "[]" && target.args_count > 0) {
        const facts::ExprId key = facts.begin_args(target)[0].value;
        if (key != facts::kNone && (facts.exprs[key].kind == facts::ExprKind::kName ||
                                    facts.exprs[key].kind == facts::ExprKind::kMember)) {
          rule.number = key + 1;
          Watch(NodeOf({file, key}), rule);
        }
      }
      if (binding.is_append && target.kind == facts::ExprKind::kMember) {
        // $this->names[] = x: an item of the list in that field.
        const uint32_t list = NewObject({file, target_id}, {});
        const NodeId holder = NewNode();
        Add(holder, Intern({AtomKind::kObject, list}));
        AddEdge(value, ObjectField(list, "[]"));
        rule.extra = holder;
      }
      stores_.push_back(rule);
      Watch(NodeOf({file, target.object}), rule);
      return;
    }
    default:
      return;
  }
}

ClassRef Flow::FieldOwner(ClassRef c, std::string_view name) const {
  for (const ClassRef& r : program_.Lineage(c)) {
    if (program_.HasField(r, name)) return r;
  }
  return c;
}

}  // namespace unsoap::link
