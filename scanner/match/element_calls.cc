// Shapes of the calls by which builders make elements.
#include "scanner/match/element_calls.h"

#include <algorithm>

#include "scanner/base/budget.h"

namespace unsoap::match {
namespace {

using facts::ExprKind;

std::string_view WithoutPrefix(std::string_view name) {
  const size_t colon = name.find_last_of(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The element's name where an expression is a text that is one.
std::string_view NameIn(const facts::FileFacts& facts, facts::ExprId id,
                        const IsElement& is_element) {
  if (id == facts::kNone || facts.exprs[id].kind != ExprKind::kString) return {};
  const std::string_view name = WithoutPrefix(facts.exprs[id].text);
  return is_element(name) ? name : std::string_view();
}

}  // namespace

std::optional<ElementCall> ElementOf(const facts::FileFacts& facts, facts::ExprId id,
                                     const IsElement& is_element) {
  if (id == facts::kNone) return {};
  const facts::Expr& e = facts.exprs[id];
  if (e.kind != ExprKind::kCall || e.args_count == 0) return {};
  const facts::Arg* args = facts.begin_args(e);
  // name(Email => $x)->type('xsd:string'): what follows an element that is whole is about it.
  if (e.object != facts::kNone) {
    std::optional<ElementCall> whole = ElementOf(facts, e.object, is_element);
    if (whole.has_value() && !whole->name.empty()) return whole;
  }
  ElementCall out;
  const std::string_view keyword = WithoutPrefix(args[0].name);
  if (e.args_count == 1 && !keyword.empty() && is_element(keyword)) {
    out.name = keyword;
    out.values.push_back(args[0].value);
    return out;
  }
  uint32_t first = 0;
  out.name = NameIn(facts, args[0].value, is_element);
  if (!out.name.empty()) {
    first = 1;
  } else if (e.object != facts::kNone) {
    const facts::Expr& before = facts.exprs[e.object];
    if (before.kind == ExprKind::kCall && before.args_count == 1)
      out.name = NameIn(facts, facts.begin_args(before)[0].value, is_element);
  }
  for (uint32_t i = first; i < e.args_count; ++i) {
    if (args[i].name.empty()) out.values.push_back(args[i].value);
  }
  if (out.values.empty()) return {};
  // value(a, b) holds elements alone.
  const bool holds = std::ranges::all_of(out.values, [&](facts::ExprId value) {
    return ElementOf(facts, value, is_element).has_value();
  });
  if (out.name.empty() && !holds) return {};
  return out;
}

std::vector<facts::ExprId> WrittenTo(const facts::FileFacts& facts, facts::ExprId variable) {
  const facts::Expr& own = facts.exprs[variable];
  std::vector<facts::ExprId> out;
  if (own.kind != ExprKind::kName) return out;
  Spend(static_cast<int64_t>(facts.bindings.size()));
  const auto add = [&](auto&& self, facts::ExprId id, int depth) -> void {
    if (id == facts::kNone) return;
    const facts::Expr& e = facts.exprs[id];
    const bool holds = e.kind == ExprKind::kList || (depth > 0 && e.kind == ExprKind::kUnknown);
    if (!holds || depth > 2) {
      out.push_back(id);
      return;
    }
    for (uint32_t i = 0; i < e.args_count; ++i) self(self, facts.begin_args(e)[i].value, depth + 1);
  };
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.function == own.function && binding.target != facts::kNone && !binding.is_element &&
        facts.exprs[binding.target].kind == ExprKind::kName &&
        facts.exprs[binding.target].text == own.text)
      add(add, binding.value, 0);
  }
  return out;
}

std::vector<facts::ExprId> CallsIn(const facts::FileFacts& facts, facts::ExprId block) {
  const facts::Expr& own = facts.exprs[block];
  std::vector<facts::ExprId> out;
  const auto take = [&](facts::ExprId id) {
    const facts::Expr& e = facts.exprs[id];
    if (e.kind == ExprKind::kCall && e.function == own.target) out.push_back(id);
    return e.span.begin >= own.span.begin && e.span.end <= own.span.end;
  };
  // What stands in a block was numbered beside it: no other part of the file is looked at.
  for (facts::ExprId id = block; id > 0 && take(id - 1); --id) continue;
  for (facts::ExprId id = block + 1; id < facts.exprs.size() && take(id); ++id) continue;
  std::ranges::stable_sort(out, {}, [&](facts::ExprId id) { return facts.exprs[id].span.begin; });
  return out;
}

}  // namespace unsoap::match
