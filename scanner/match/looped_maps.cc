#include "scanner/match/looped_maps.h"

#include <algorithm>
#include <vector>

#include "scanner/base/budget.h"

namespace unsoap::match {
namespace {

constexpr int kMostSteps = 4;  // fields.entrySet().stream(), e.getValue()

/// The last argument of a call where it is a closure; kNone if it is none.
facts::ExprId ClosureOf(const facts::FileFacts& facts, const facts::Expr& e) {
  if (e.kind != facts::ExprKind::kCall || e.args_count == 0) return facts::kNone;
  const facts::ExprId last = facts.begin_args(e)[e.args_count - 1].value;
  const bool is_closure =
      last != facts::kNone && facts.exprs[last].kind == facts::ExprKind::kFunction;
  return is_closure ? last : facts::kNone;
}

/// The map that an expression goes over: fields, fields.items(), Object.entries(fields).
link::ExprRef MapIn(const link::Program& program, link::ExprRef from, const IsMap& is_map) {
  for (int step = 0; step < kMostSteps && from.expr != facts::kNone; ++step) {
    if (is_map(from)) return from;
    const facts::FileFacts& facts = program.file(from.file);
    const facts::Expr& e = facts.exprs[from.expr];
    const bool is_view = e.kind == facts::ExprKind::kMember &&
                         program.Names(from.file, &languages::Language::gives_all, e.text);
    if (e.kind != facts::ExprKind::kCall && !is_view) return {};
    from.expr = e.args_count == 1 ? facts.begin_args(e)[0].value : e.object;
  }
  return {};
}

/// The variable that an expression reads: $value, entry.Key, e.getValue().
link::ExprRef VariableIn(const link::Program& program, link::ExprRef at) {
  for (int step = 0; step < kMostSteps; ++step) {
    if (at.expr == facts::kNone || at.file == facts::kNone) return {};
    const facts::Expr& e = program.expr(at);
    if (e.kind == facts::ExprKind::kName) return at;
    const bool reads = e.kind == facts::ExprKind::kMember ||
                       (e.kind == facts::ExprKind::kCall && e.args_count == 0);
    if (!reads) return {};
    at.expr = e.object;
  }
  return {};
}

}  // namespace

bool IsPlainMap(const link::Flow& flow, const link::Object& object) {
  const auto items = object.fields.find("[]");
  const bool has_items = items != object.fields.end() && !flow.Values(items->second).empty();
  const bool has_objects = std::ranges::any_of(object.fields, [&](const auto& field) {
    return std::ranges::any_of(flow.Values(field.second), [&](link::AtomId id) {
      return flow.atom(id).kind == link::AtomKind::kObject;
    });
  });
  return object.arguments.empty() && !has_items && !has_objects &&
         object.fields.size() > (items == object.fields.end() ? 0 : 1);
}

link::ExprRef LoopedOver(const link::Program& program, link::ExprRef variable) {
  const facts::FileFacts& facts = program.file(variable.file);
  const facts::Expr& e = program.expr(variable);
  Spend(static_cast<int64_t>(facts.bindings.size() + facts.calls.size()));
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.is_element && binding.target != facts::kNone && binding.value != facts::kNone &&
        binding.function == e.function && facts.exprs[binding.target].text == e.text)
      return {variable.file, binding.value};
  }
  if (e.function == facts::kNone || !facts.functions[e.function].name.empty()) return {};
  for (const facts::ExprId id : facts.calls) {
    const facts::ExprId closure = ClosureOf(facts, facts.exprs[id]);
    if (closure != facts::kNone && facts.exprs[closure].target == e.function)
      return {variable.file, facts.exprs[id].object};
  }
  return {};
}

link::ExprRef MapOfList(const link::Program& program, link::ExprRef list, const IsMap& is_map) {
  if (list.expr == facts::kNone || list.file == facts::kNone) return {};
  const facts::Expr& e = program.expr(list);
  if (ClosureOf(program.file(list.file), e) == facts::kNone) return {};
  return MapIn(program, {list.file, e.object}, is_map);
}

link::ExprRef MapOfPair(const link::Program& program, const link::Flow& flow,
                        const link::Object& pair, const IsMap& is_map) {
  std::vector<link::ExprRef> variables;
  for (const auto& [name, node] : pair.fields) {
    const link::ExprRef variable = VariableIn(program, flow.WriterOf(node));
    if (variable.expr != facts::kNone) variables.push_back(variable);
  }
  if (variables.size() < 2) return {};
  for (const link::ExprRef& variable : variables) {
    const link::ExprRef over = LoopedOver(program, variable);
    const link::ExprRef map = MapIn(program, over, is_map);
    if (map.expr != facts::kNone) return map;
  }
  return {};
}

void DropCopies(const link::Program& program, const link::Flow& flow, Turns& turns,
                std::vector<link::Questions::Written>* values) {
  using link::Questions;
  std::vector<link::ExprRef> made;
  for (const Questions::Written& value : *values) {
    const link::ExprRef at = flow.ExprOf(value.value);
    if (at.expr != facts::kNone && value.copy == facts::kNone &&
        program.expr(at).kind == facts::ExprKind::kCall &&
        turns.MakerOf(value.value, value.frame, {}).loop != nullptr)
      made.push_back(at);
  }
  if (made.empty()) return;
  std::erase_if(*values, [&](const Questions::Written& value) {
    const link::ExprRef own = flow.ExprOf(value.value);
    const link::ExprRef at = own.expr == facts::kNone ? flow.WriterOf(value.value) : own;
    return at.expr != facts::kNone && std::ranges::any_of(made, [&](const link::ExprRef& call) {
             return call != at && call.file == at.file &&
                    program.expr(call).span.Contains(program.expr(at).span);
           });
  });
}

}  // namespace unsoap::match
