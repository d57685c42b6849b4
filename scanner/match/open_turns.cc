#include "scanner/match/open_turns.h"

#include <algorithm>

namespace unsoap::match {

OpenTurn OpenTurnOf(const link::Program& program, const link::Questions& questions, Turns& turns,
                    const OpenLoops& loops, link::ExprRef at) {
  if (at.expr == facts::kNone || at.file == facts::kNone ||
      questions.ChosenAt(at, loops.frame).is_known())
    return OpenTurn::kNo;
  link::ExprRef root = at;
  const auto goes_on = [&](const facts::Expr& e) {
    return (e.kind == facts::ExprKind::kMember || e.kind == facts::ExprKind::kIndex ||
            (e.kind == facts::ExprKind::kCall && e.args_count == 0)) &&
           e.object != facts::kNone;
  };
  while (goes_on(program.expr(root))) root.expr = program.expr(root).object;
  const facts::Expr& name = program.expr(root);
  if (name.kind != facts::ExprKind::kName || questions.ChosenAt(root, loops.frame).is_known())
    return OpenTurn::kNo;
  const auto takes = [&](const Loop& loop) {
    return loop.extent.Contains(name.span) &&
           ((!loop.key.empty() && loop.key == name.text) ||
            std::ranges::find(loop.names, name.text) != loop.names.end());
  };
  const auto has_parts = [&](const Loop& loop) {
    return loop.has_parts || loop.names.size() > 1 || !loop.key.empty();
  };
  OpenTurn out = OpenTurn::kNo;
  for (const auto& entry : loops.open) {
    const Loop& loop = *entry.second;
    if (entry.first == root.file && takes(loop))
      out = std::max(out, has_parts(loop) || root != at ? OpenTurn::kPart : OpenTurn::kWhole);
  }
  if (loops.use.expr == facts::kNone || loops.use.file != root.file) return out;
  for (const Loop* loop : turns.Around(loops.use)) {
    if (takes(*loop) && has_parts(*loop)) out = OpenTurn::kPart;
  }
  return out;
}

link::ExprRef EntryOf(const link::Program& program, const link::Object& object,
                      std::string_view name) {
  if (object.at.expr == facts::kNone || object.at.file == facts::kNone) return {};
  const facts::Expr& e = program.expr(object.at);
  if (e.kind != facts::ExprKind::kMap) return {};
  const facts::Arg* const args = program.file(object.at.file).begin_args(e);
  const facts::Arg* const at = std::find_if(
      args, args + e.args_count, [&](const facts::Arg& entry) { return entry.name == name; });
  if (at == args + e.args_count || at->value == facts::kNone) return {};
  return {object.at.file, at->value};
}

bool IsEmptyLiteral(const link::Program& program, link::ExprRef at) {
  if (at.expr == facts::kNone || at.file == facts::kNone) return false;
  const facts::Expr& e = program.expr(at);
  return e.args_count == 0 && (e.kind == facts::ExprKind::kMap || e.kind == facts::ExprKind::kList);
}

bool IsEmptyMap(const link::Program& program, const link::Questions& questions,
                const link::Object& object) {
  return object.type.empty() && object.arguments.empty() &&
         std::ranges::none_of(
             object.fields, [&](const auto& field) { return questions.IsWritten(field.second); }) &&
         IsEmptyLiteral(program, object.at);
}

}  // namespace unsoap::match
