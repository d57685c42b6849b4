// By bindings and entries of maps; fields name theirs where they are declared.
#include "scanner/facts/closure_names.h"

#include <algorithm>
#include <vector>

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
  return closure.name.empty() && !closure.is_constructor ? e->target : kNone;
}

bool IsFree(const Function& function) {
  return function.parent == kNone && function.class_id == kNone;
}

/// Notes a map that a call is given, and those in it.
void NoteGiven(const FileFacts& facts, ExprId map, std::vector<bool>* given) {
  if (map == kNone || (*given)[map] || facts.at(map).kind != ExprKind::kMap) return;
  (*given)[map] = true;
  const Expr& e = facts.at(map);
  for (uint32_t i = 0; i < e.args_count; ++i) NoteGiven(facts, facts.begin_args(e)[i].value, given);
}

/// True for new Map { ["find"] = ... }: what is made is a table.
bool HasTextKeys(const FileFacts& facts, const Expr& map) {
  const Arg* const entries = facts.begin_args(map);
  return std::all_of(entries, entries + map.args_count, [&](const Arg& entry) {
    return entry.key != kNone && facts.at(entry.key).kind == ExprKind::kString;
  });
}

std::vector<bool> MapsGiven(const FileFacts& facts) {
  std::vector<bool> given(facts.exprs.size());
  for (const ExprId id : facts.calls) {
    const Expr& call = facts.at(id);
    for (uint32_t i = 0; i < call.args_count; ++i) {
      const ExprId map = facts.begin_args(call)[i].value;
      if (map == kNone || facts.at(map).kind != ExprKind::kMap) continue;
      if (call.kind != ExprKind::kNew || !HasTextKeys(facts, facts.at(map)))
        NoteGiven(facts, map, &given);
    }
  }
  return given;
}

/// The name under which a value is kept by what is no variable: this.find, jobs["find"].
std::string_view KeptAs(const languages::Language& language, const FileFacts& facts,
                        const Expr& target) {
  if (target.kind == ExprKind::kName) return target.is_instance ? target.text : "";
  if (target.object == kNone) return {};
  if (target.kind == ExprKind::kMember) {
    const Expr& object = facts.at(target.object);
    const bool is_own =
        object.kind == ExprKind::kName &&
        std::find(language.self.begin(), language.self.end(), object.text) != language.self.end();
    return is_own ? target.text : "";
  }
  if (target.kind != ExprKind::kIndex || target.args_count != 1) return {};
  const ExprId key = facts.begin_args(target)[0].value;
  return key != kNone && facts.at(key).kind == ExprKind::kString ? facts.at(key).text : "";
}

}  // namespace

void NameClosures(const languages::Language& language, FileFacts* facts) {
  const auto name = [&](FunctionId closure, std::string_view text, Span span) {
    facts->functions[closure].name = text;
    facts->functions[closure].name_span = span;
  };
  // No method, and no function of the file: it is called by what holds it alone.
  const auto name_kept = [&](FunctionId closure, std::string_view text) {
    name(closure, text, facts->functions[closure].span);
    facts->functions[closure].class_id = kNone;
  };
  for (const Binding& binding : facts->bindings) {
    if (binding.target == kNone || binding.is_append || binding.is_element) continue;
    const Expr& target = facts->at(binding.target);
    const FunctionId closure = ClosureOf(language, *facts, binding.value);
    if (closure == kNone) continue;
    const std::string_view kept = KeptAs(language, *facts, target);
    if (!kept.empty())
      name_kept(closure, kept);
    else if (target.kind == ExprKind::kName && IsFree(facts->functions[closure]))
      name(closure, target.text, target.span);
  }
  for (const ExprId id : facts->calls) {  // jobs.put("find", mail -> ...)
    const Expr& call = facts->at(id);
    if (call.args_count != 2 || call.object == kNone ||
        std::find(language.registers.begin(), language.registers.end(), call.text) ==
            language.registers.end())
      continue;
    const ExprId key = facts->begin_args(call)[0].value;
    const FunctionId closure = ClosureOf(language, *facts, facts->begin_args(call)[1].value);
    if (closure != kNone && key != kNone && facts->at(key).kind == ExprKind::kString)
      name_kept(closure, facts->at(key).text);
  }
  const std::vector<bool> given = MapsGiven(*facts);
  for (ExprId id = 0; id < facts->exprs.size(); ++id) {
    const Expr& map = facts->at(id);
    if (map.kind != ExprKind::kMap) continue;
    const Arg* const entries = facts->begin_args(map);
    for (uint32_t i = 0; i < map.args_count; ++i) {
      const FunctionId closure =
          entries[i].name.empty() ? kNone : ClosureOf(language, *facts, entries[i].value);
      if (closure != kNone && (!given[id] || IsFree(facts->functions[closure])))
        name_kept(closure, entries[i].name);
    }
  }
}

}  // namespace unsoap::facts
