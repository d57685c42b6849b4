#include "scanner/match/envelope_values.h"

#include <algorithm>

#include "scanner/base/char.h"

namespace unsoap::match {
namespace {

constexpr int kMostNested = 16;  // joined texts in joined texts

/// The pieces of a joined text that are no literals and lie inside the span.
void AddHoles(const facts::FileFacts& facts, facts::ExprId id, Span span, int depth,
              std::vector<facts::ExprId>* out) {
  const facts::Expr& e = facts.exprs[id];
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId piece = facts.begin_args(e)[i].value;
    if (piece == facts::kNone) continue;
    const facts::Expr& inner = facts.exprs[piece];
    if (inner.kind == facts::ExprKind::kConcat && depth < kMostNested)
      AddHoles(facts, piece, span, depth + 1, out);
    else if (inner.kind != facts::ExprKind::kString && span.Contains(inner.span))
      out->push_back(piece);
  }
}

/// The expression that is the leaf's whole text; kNone if there is none. Around it may stand what
/// makes it a hole or joins it: ${x}, " + x + ".
facts::ExprId HoleOf(const facts::FileFacts& facts, const SpanIndex& strings, Span leaf) {
  const uint32_t text = strings.Innermost(leaf);
  if (text == SpanIndex::kNothing) return facts::kNone;
  const facts::ExprId joined = facts.strings[text];
  if (facts.exprs[joined].kind != facts::ExprKind::kConcat) return facts::kNone;
  std::vector<facts::ExprId> holes;
  AddHoles(facts, joined, leaf, 0, &holes);
  if (holes.size() != 1) return facts::kNone;
  const Span hole = facts.exprs[holes[0]].span;
  const auto is_joint = [&](Span span) {
    const std::string_view around = facts.source.Slice(span);
    return std::none_of(around.begin(), around.end(), IsWordChar);
  };
  return is_joint({leaf.begin, hole.begin}) && is_joint({hole.end, leaf.end}) ? holes[0]
                                                                              : facts::kNone;
}

}  // namespace

void FillHoles(const ArgumentTools& tools, const rules::Pack& pack,
               const std::vector<const rules::Operation*>& operations, link::FileId file,
               const SpanIndex& strings, std::vector<SeenArgument>* arguments) {
  const facts::FileFacts& facts = tools.program->file(file);
  for (SeenArgument& argument : *arguments) {
    if (!argument.values.empty() || argument.file != file) continue;
    const facts::ExprId hole = HoleOf(facts, strings, argument.span);
    if (hole == facts::kNone) continue;
    const SeenArgument held = ReadValue(tools, pack, operations, argument.path, {file, hole});
    // A part of the document is no value of its own.
    const bool is_markup = std::any_of(held.values.begin(), held.values.end(), [](const auto& v) {
      return v.find('<') != std::string::npos;
    });
    // What callers give is theirs, and may be anything else another time.
    if (is_markup || !held.complete || !held.callers.empty()) continue;
    argument.values = held.values;
    argument.complete = true;
  }
}

}  // namespace unsoap::match
