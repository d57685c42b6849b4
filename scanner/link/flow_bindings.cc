// What an assignment writes to: a variable, a field, an entry, the parts of a list, what a file
// gives to others.
#include <algorithm>

#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

/// a, b = list: which item of the value a target takes; kNone: it takes any of them, as a loop
/// does.
uint32_t PlaceOfTarget(const facts::FileFacts& facts, const facts::Binding& binding) {
  const Span value = facts.exprs[binding.value].span, target = facts.exprs[binding.target].span;
  const bool is_loop = binding.span.begin < std::min(value.begin, target.begin) ||
                       binding.span.end > std::max(value.end, target.end);
  if (is_loop) return facts::kNone;
  const auto own = static_cast<size_t>(&binding - facts.bindings.data());
  size_t first = own;
  constexpr size_t kMostPlaces = 100;
  while (first > 0 && facts.bindings[first - 1].value == binding.value) {
    if (own - --first > kMostPlaces) return facts::kNone;
  }
  return static_cast<uint32_t>(own - first);
}

/// for a, b in list: which part of each item a target takes; kNone: it takes the whole, or what a
/// call makes of a map.
uint32_t PartOfItem(const facts::FileFacts& facts, const facts::Binding& binding) {
  const auto own = static_cast<size_t>(&binding - facts.bindings.data());
  const auto is_beside = [&](size_t other) {
    const facts::Binding& each = facts.bindings[other];
    return each.is_element && each.value == binding.value && each.span == binding.span;
  };
  constexpr size_t kMostParts = 20;
  if (facts.exprs[binding.value].kind == facts::ExprKind::kCall) return facts::kNone;
  size_t first = own;
  while (first > 0 && is_beside(first - 1)) {
    if (own - --first > kMostParts) return facts::kNone;
  }
  const bool is_one = first == own && (own + 1 == facts.bindings.size() || !is_beside(own + 1));
  return is_one ? facts::kNone : static_cast<uint32_t>(own - first);
}

}  // namespace

bool Flow::IsOfOuterScope(const facts::FileFacts& facts, const facts::Binding& binding) {
  return binding.is_outer || (binding.is_append && binding.function != facts::kNone &&
                              facts.functions[binding.function].name.empty() &&
                              facts.functions[binding.function].parent != facts::kNone);
}

void Flow::BindOuter(FileId file) {
  // Where the name stands in no scope around it, it is taken for one of the function's own, except
  // where the source says that it is none (`global x`): then it is one of the file's.
  const facts::FileFacts& facts = program_.file(file);
  std::vector<std::pair<facts::FunctionId, std::string_view>> own;
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || !IsOfOuterScope(facts, binding)) continue;
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

void Flow::BuildBinding(FileId file, const facts::Binding& binding) {
  if (binding.target == facts::kNone) return;
  NodeId value = binding.value == facts::kNone ? facts::kNone : NodeOf({file, binding.value});
  if (value != facts::kNone && binding.is_element) {
    const NodeId element = NewNode();
    Watch(value, {RuleKind::kElement, {file, binding.value}, element, {}, value, {}});
    if (const uint32_t place = PlaceOfTarget(program_.file(file), binding); place != facts::kNone)
      places_[element] = place;
    if (const uint32_t part = PartOfItem(program_.file(file), binding); part != facts::kNone) {
      const NodeId own = NewNode(), paired = NewNode();
      places_[own] = part;
      Watch(element, {RuleKind::kElement, {file, binding.value}, own, {}, element, {}});
      if (part < 2)  // where it is a map
        Watch(value, {RuleKind::kElement,
                      {file, binding.target},
                      paired,
                      part == 0 ? kKeysOf : kValuesOf,
                      value,
                      {}});
      AddEdge(own, paired);
      return BindTarget(file, binding.target, paired, binding);
    }
    BindPair(file, binding, value);
    value = element;
  }
  BindTarget(file, binding.target, value, binding);
}

void Flow::BindTarget(FileId file, facts::ExprId target_id, NodeId value,
                      const facts::Binding& binding) {
  const ExprRef target = {file, target_id};
  switch (program_.expr(target).kind) {
    case facts::ExprKind::kName:
      return BindName(target, value, binding);
    case facts::ExprKind::kList:
    case facts::ExprKind::kMap:
      if (value != facts::kNone) BindParts(target, value, binding);
      return;
    case facts::ExprKind::kMember:
    case facts::ExprKind::kIndex:
      return BindMember(target, value, binding);
    default:
      return;
  }
}

void Flow::BindName(ExprRef at, NodeId value, const facts::Binding& binding) {
  const FileId file = at.file;
  const facts::Expr& target = program_.expr(at);
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
  if (value == facts::kNone) return;
  if (binding.is_append) {
    AddList(slot, at, value);
  } else {
    AddEdge(value, slot);
  }
}

void Flow::AddList(NodeId node, ExprRef at, NodeId item) {
  const uint32_t list = NewObject(at, {});
  Add(node, Intern({AtomKind::kObject, list}));
  AddEdge(item, ObjectField(list, "[]"));
}

void Flow::BindParts(ExprRef at, NodeId value, const facts::Binding& binding) {
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::Expr& target = facts.exprs[at.expr];
  const bool has_names = target.kind == facts::ExprKind::kMap;
  for (uint32_t i = 0; i < target.args_count; ++i) {
    const facts::Arg& item = facts.begin_args(target)[i];
    if (item.value == facts::kNone) continue;
    const NodeId part = NewNode();
    const std::string_view name = has_names ? item.name : std::string_view();
    if (!has_names) places_[part] = i;
    Watch(value, {RuleKind::kElement, at, part, name, value, {}});
    BindTarget(at.file, item.value, part, binding);
  }
}

void Flow::BindExport(ExprRef at, NodeId value) {
  // exports.f = ..., module.exports = ..., module.exports.f = ...
  const facts::Expr& target = program_.expr(at);
  if (target.kind != facts::ExprKind::kMember) {  // exports[name] = ...
    if (program_.IsModuleObject(at.file, target.object)) AddEdge(value, GlobalSlot(at.file, "[]"));
    return;
  }
  if (program_.IsModuleObject(at.file, at.expr)) AddEdge(value, GlobalSlot(at.file, kWholeModule));
  if (program_.IsModuleObject(at.file, target.object))
    AddEdge(value, GlobalSlot(at.file, target.text));
}

void Flow::BindMember(ExprRef at, NodeId value, const facts::Binding& binding) {
  const FileId file = at.file;
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& target = facts.exprs[at.expr];
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
  BindExport(at, value);
  Rule rule = {RuleKind::kStore, {file, target.object}, value, target.text};
  if (target.kind == facts::ExprKind::kIndex) {
    rule.name = "[]";
    if (binding.value != facts::kNone) index_writes_[at] = binding.value;
    const facts::ExprId key =
        target.args_count > 0 ? facts.begin_args(target)[0].value : facts::kNone;
    const facts::ExprKind kind =
        key == facts::kNone ? facts::ExprKind::kUnknown : facts.exprs[key].kind;
    if (kind == facts::ExprKind::kString) rule.name = facts.exprs[key].text;
    if (rule.name == "[]" && (kind == facts::ExprKind::kName || kind == facts::ExprKind::kMember)) {
      rule.number = key + 1;
      Watch(NodeOf({file, key}), rule);
    }
  } else if (binding.is_append) {
    // $this->names[] = x: an item of the list in that field.
    const NodeId holder = NewNode();
    AddList(holder, at, value);
    rule.extra = holder;
  }
  stores_.push_back(rule);
  Watch(NodeOf({file, target.object}), rule);
}

ClassRef Flow::FieldOwner(ClassRef c, std::string_view name) const {
  for (const ClassRef& r : program_.Lineage(c)) {
    if (program_.HasField(r, name)) return r;
  }
  return c;
}

}  // namespace unsoap::link
