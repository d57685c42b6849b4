// By bindings and entries of maps; fields name theirs where they are declared.
#include "scanner/facts/closure_names.h"

#include <algorithm>

namespace unsoap::facts {
namespace {

/// The function that a value is, also through what gives it back (new Func<A, B>(x => ...));
/// kNone if it is none or has a name.
FunctionId ClosureOf(const languages::Language& language, const FileFacts& facts, ExprId value) {
  if (value == kNone) return kNone;
  const Expr* e = &facts.at(value);
  if ((e->kind == ExprKind::kCall || e->kind == ExprKind::kNew) && e->args_count == 1 &&
      std::find(language.same_function.begin(), language.same_function.end(), e->text) !=
          language.same_function.end()) {
    const ExprId held = facts.begin_args(*e)[0].value;
    if (held == kNone) return kNone;
    e = &facts.at(held);
  }
  if (e->kind != ExprKind::kFunction || e->target == kNone) return kNone;
  const Function& closure = facts.functions[e->target];
  return closure.name.empty() && closure.parent == kNone && closure.class_id == kNone &&
                 !closure.is_constructor
             ? e->target
             : kNone;
}

}  // namespace

void NameClosures(const languages::Language& language, FileFacts* facts) {
  const auto name = [&](ExprId value, std::string_view text, Span span) {
    const FunctionId closure = ClosureOf(language, *facts, value);
    if (closure == kNone || text.empty()) return;
    facts->functions[closure].name = text;
    facts->functions[closure].name_span = span;
  };
  for (const Binding& binding : facts->bindings) {
    if (binding.target == kNone || binding.is_append || binding.is_element) continue;
    const Expr& target = facts->at(binding.target);
    if (target.kind == ExprKind::kName) name(binding.value, target.text, target.span);
  }
  for (const Expr& map : facts->exprs) {
    if (map.kind != ExprKind::kMap) continue;
    const Arg* const entries = facts->begin_args(map);
    for (uint32_t i = 0; i < map.args_count; ++i) {
      if (!entries[i].name.empty() && entries[i].value != kNone)
        name(entries[i].value, entries[i].name, facts->at(entries[i].value).span);
    }
  }
}

}  // namespace unsoap::facts
