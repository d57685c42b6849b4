// From facts to nodes and edges: one pass over each file.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/type_text.h"
#include "scanner/link/flow.h"
#include "scanner/link/service_enums.h"

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
  if (const auto reads = any_reads_.find(object); reads != any_reads_.end()) {
    for (const Reading& read : reads->second)
      AddEdgeOnce(node, read.to, {WayKind::kLoad, read.holder});
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

uint32_t Flow::NewObject(ExprRef at, std::string_view type, uint32_t part) {
  const auto [object, fresh] = object_index_.Insert(Key(4, at.file, at.expr, part));
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
    // The only class of a shared library may have no name but that of the library.
    const auto is_shared = [](const ClientForm* form) { return form->toolkit->is_shared; };
    if (classes.empty() &&
        (StartsUpper(simple) || std::ranges::any_of(toolkits_.ClientsOfType(simple), is_shared)))
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

void Flow::BuildFunctions(FileId file) {
  const facts::FileFacts& facts = program_.file(file);
  bound_[file].resize(facts.functions.size() + 1);
  for (facts::FunctionId i = 0; i < facts.functions.size(); ++i) {
    for (const facts::Param& param : facts.functions[i].params)
      Bound(file, i).push_back(param.name);
  }
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || NoteTreeName(file, binding) ||
        IsOfOuterScope(facts, binding))
      continue;
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

void Flow::IndexBlockRunners(FileId file) {
  if (program_.Words(file, &languages::Language::receiver_blocks).empty()) return;
  const facts::FileFacts& facts = program_.file(file);
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& e = facts.exprs[id];
    if (e.object == facts::kNone || e.text.empty()) continue;
    const FnRef in = program_.NamedFunction({file, e.function});
    if (in.fn == facts::kNone) continue;
    const facts::Function& function = program_.function(in);
    const bool runs_param = std::ranges::any_of(
        function.params, [&](const facts::Param& param) { return param.name == e.text; });
    if (!runs_param || function.name.empty()) continue;
    const auto [known, fresh] = block_runners_.emplace(function.name, ExprRef{file, e.object});
    // Two functions of a name that run theirs on different things tell nothing.
    if (!fresh &&
        program_.NamedFunction({known->second.file, program_.expr(known->second).function}) != in)
      known->second = {file, facts::kNone};
  }
}

void Flow::FindBlockReceivers(FileId file) {
  const facts::FileFacts& facts = program_.file(file);
  if (!block_runners_.empty() &&
      !program_.Words(file, &languages::Language::receiver_blocks).empty()) {
    for (const facts::ExprId id : facts.calls) {
      const facts::Expr& e = facts.exprs[id];
      const auto runner = block_runners_.find(e.text);
      if (e.args_count == 0 || runner == block_runners_.end() ||
          runner->second.expr == facts::kNone)
        continue;
      const facts::ExprId block = facts.begin_args(e)[e.args_count - 1].value;
      if (block != facts::kNone && facts.exprs[block].kind == facts::ExprKind::kFunction)
        block_receivers_.try_emplace({file, facts.exprs[block].target}, runner->second);
    }
  }
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

void Flow::BuildExpr(FileId file, facts::ExprId id) {
  const facts::Expr& e = program_.file(file).exprs[id];
  const ExprRef at = {file, id};
  const NodeId node = NodeOf(at);
  const facts::Arg* args = program_.file(file).begin_args(e);
  switch (e.kind) {
    case facts::ExprKind::kString:
    case facts::ExprKind::kConstant:
      Add(node, Intern({AtomKind::kString, InternString(e.text)}));
      if (!program_.file(file).elements.empty()) ReadPlaceholder(at);
      break;
    case facts::ExprKind::kName:
      BuildName(file, id);
      break;
    case facts::ExprKind::kMember:
      if (e.object != facts::kNone)
        Watch(NodeOf({file, e.object}), {RuleKind::kMember, at, facts::kNone, {}});
      if (const rules::EnumType* type =
              e.object == facts::kNone
                  ? nullptr
                  : ServiceEnumAt(program_, {file, e.object}, toolkits_.packs());
          type != nullptr && HasMember(*type, e.text))
        Add(node, Intern({AtomKind::kEnumMember, InternString(e.text), InternString(type->name)}));
      ReadTreeMember(file, e, node);
      ReadSetting(at);
      NoteEntryMember(at);
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
      BuildCall(at);
      if (const facts::ExprId named = ServiceMemberNamed(program_, at, toolkits_.packs());
          named != facts::kNone)
        AddEdge(NodeOf({file, named}), node);
      break;
    case facts::ExprKind::kMap:
      BuildMap(at);
      break;
    case facts::ExprKind::kList:
      BuildList(at);
      break;
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

void Flow::BuildCall(ExprRef at) {
  const FileId file = at.file;
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& e = facts.exprs[at.expr];
  const NodeId node = NodeOf(at);
  const Rule call = {RuleKind::kCall, at, facts::kNone, {}};
  if (e.object != facts::kNone) Watch(NodeOf({file, e.object}), call);
  if (e.name_expr != facts::kNone) Watch(NodeOf({file, e.name_expr}), call);
  if (e.object == facts::kNone && !e.text.empty()) {
    const NodeId slot = VariableSlot(file, e.function, facts::kNone, e.text);
    if (slot != facts::kNone) Watch(slot, call);
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
  NoteEntryMember(at);
  // What is put into a member makes the object that nobody made.
  if (e.object != facts::kNone && facts.exprs[e.object].kind == facts::ExprKind::kMember &&
      (program_.Names(file, &languages::Language::appends, e.text) ||
       program_.Names(file, &languages::Language::appends_all, e.text)))
    stores_.push_back({RuleKind::kCall, {file, e.object}, facts::kNone, {}});
}

void Flow::BuildMap(ExprRef at) {
  const FileId file = at.file;
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& e = facts.exprs[at.expr];
  const uint32_t object = NewObject(at, {});
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::Arg& entry = facts.begin_args(e)[i];
    if (entry.value == facts::kNone) continue;
    std::string_view name = entry.name;
    if (name.empty() && entry.key != facts::kNone &&
        facts.exprs[entry.key].kind == facts::ExprKind::kString)
      name = facts.exprs[entry.key].text;
    if (name.empty() && IsSpread(file, entry)) {
      CopyMembers(NodeOf({file, entry.value}), object, {});
      continue;
    }
    if (name.empty()) name = "[]";
    if (!IsReference(facts, entry)) {
      AddEdge(NodeOf({file, entry.value}), ObjectField(object, name));
      continue;
    }
    Rule rule = {RuleKind::kStore, at, NodeOf({file, entry.value}), name};
    rule.number = entry.key + 1;
    stores_.push_back(rule);
    Watch(NodeOf(at), rule);
    Watch(NodeOf({file, entry.key}), rule);
  }
  Add(NodeOf(at), Intern({AtomKind::kObject, object}));
}

void Flow::BuildList(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  const uint32_t object = NewObject(at, {});
  for (uint32_t i = 0; i < e.args_count; ++i) {
    if (args[i].value != facts::kNone)
      AddEdge(NodeOf({at.file, args[i].value}), ObjectField(object, "[]"));
  }
  Add(NodeOf(at), Intern({AtomKind::kObject, object}));
  if (e.args_count == 2 && program_.Is(at.file, &languages::Language::pair_callables) &&
      args[0].value != facts::kNone && args[1].value != facts::kNone) {
    for (const uint32_t i : {0, 1})
      Watch(NodeOf({at.file, args[i].value}), {RuleKind::kPair, at, facts::kNone, {}});
  }
}

}  // namespace unsoap::link
