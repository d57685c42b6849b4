#include "scanner/link/joined_parts.h"

#include <algorithm>

#include "scanner/base/char.h"

namespace unsoap::link {

bool IsSpreadEntry(const Program& program, FileId file, const facts::Arg& entry) {
  if (!entry.name.empty() || entry.key != facts::kNone || entry.value == facts::kNone) return false;
  const facts::FileFacts& facts = program.file(file);
  const Span span = facts.exprs[entry.value].span;
  const std::string_view text = facts.source.text();
  uint32_t end = span.begin;
  while (end > 0 && (IsSpace(text[end - 1]) || text[end - 1] == '(')) --end;
  return program.AnyWord(file, &languages::Language::spread_marks, [&](const std::string& mark) {
    return text.substr(0, end).ends_with(mark) || text.substr(span.begin).starts_with(mark);
  });
}

std::vector<ExprRef> JoinedParts(const Program& program, ExprRef made) {
  std::vector<ExprRef> out;
  if (made.expr == facts::kNone || made.file == facts::kNone) return out;
  const facts::FileFacts& facts = program.file(made.file);
  const facts::Expr& e = facts.exprs[made.expr];
  const bool is_call = e.kind == facts::ExprKind::kCall &&
                       program.Names(made.file, &languages::Language::joins, e.text);
  const bool is_written = e.kind == facts::ExprKind::kList || e.kind == facts::ExprKind::kMap;
  // COMMON.merge(extra), but Object.assign(a, b)
  if (is_call && e.object != facts::kNone) {
    const facts::Expr& object = facts.exprs[e.object];
    const bool is_module = object.kind == facts::ExprKind::kName && StartsUpper(object.text) &&
                           std::ranges::any_of(object.text, IsLower);
    if (!is_module) out.push_back({made.file, e.object});
  }
  const facts::Arg* const args = facts.begin_args(e);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    bool is_part = e.kind == facts::ExprKind::kConcat || (is_call && args[i].name.empty());
    if (is_written) is_part = IsSpreadEntry(program, made.file, args[i]);
    if (is_part && args[i].value != facts::kNone) out.push_back({made.file, args[i].value});
  }
  return out;
}

}  // namespace unsoap::link
