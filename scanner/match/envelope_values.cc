#include "scanner/match/envelope_values.h"

#include <algorithm>
#include <vector>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/match/envelope_code.h"

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

/// The value of the one binding of a name in the file; kNone if there are several.
facts::ExprId OnlyValueOf(const facts::FileFacts& facts, std::string_view name) {
  facts::ExprId found = facts::kNone;
  Spend(static_cast<int64_t>(facts.bindings.size()));
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || facts.exprs[binding.target].text != name) continue;
    if (found != facts::kNone || binding.is_append || binding.is_element) return facts::kNone;
    found = binding.value;
  }
  return found;
}

/// #name#: what the file gives that name.
facts::ExprId HashedName(const facts::FileFacts& facts, Span leaf) {
  std::string_view text = Trim(facts.source.Slice(leaf));
  if (text.size() < 3 || text.front() != '#' || text.back() != '#') return facts::kNone;
  text = text.substr(1, text.size() - 2);
  return std::ranges::all_of(text, IsWordChar) ? OnlyValueOf(facts, text) : facts::kNone;
}

/// The span around all leaves of a file.
Span Around(link::FileId file, const std::vector<SeenArgument>& arguments) {
  Span out;
  for (const SeenArgument& argument : arguments) {
    if (argument.file != file || argument.span.empty()) continue;
    if (out.empty()) out = argument.span;
    out = {std::min(out.begin, argument.span.begin), std::max(out.end, argument.span.end)};
  }
  return out;
}

/// What stands in the leaf, where no constant is known: `mail` of '<keyValue>' + mail +
/// '</keyValue>'.
void ShowCode(const facts::FileFacts& facts, facts::ExprId value, const LeafCode& code,
              SeenArgument* argument) {
  if (value == facts::kNone) value = code.expr;
  Span span = code.span;
  if (value != facts::kNone) {
    const facts::Expr& e = facts.exprs[value];
    // A variable that the template itself names: {mail}.
    if (e.span.Contains(argument->span)) {
      if (!e.text.empty()) argument->source = std::string(e.text);
      return;
    }
    span = e.span;
  } else if (!span.empty()) {
    argument->opens = code.opens ? code.quote : 0;
    argument->closes = code.closes ? code.quote : 0;
  }
  if (span.empty()) return;
  argument->value_file = argument->file;
  argument->value_span = span;
}

}  // namespace

void FillHoles(const ArgumentTools& tools, const rules::Pack& pack,
               const std::vector<const rules::Operation*>& operations, link::FileId file,
               const SpanIndex& strings, std::vector<SeenArgument>* arguments) {
  const facts::FileFacts& facts = tools.program->file(file);
  const Span around = Around(file, *arguments);
  if (around.empty()) return;
  const EnvelopeCode code(*tools.program, file, strings, around);
  for (SeenArgument& argument : *arguments) {
    if (!argument.values.empty() || argument.file != file) continue;
    const LeafCode between = code.Between(argument.span);
    const facts::ExprId filling = code.Filling(argument.span);
    facts::ExprId hole = filling != facts::kNone ? filling : between.expr;
    if (hole == facts::kNone && between.span.empty()) hole = HoleOf(facts, strings, argument.span);
    if (hole == facts::kNone) hole = HashedName(facts, argument.span);
    const SeenArgument held = hole == facts::kNone
                                  ? SeenArgument()
                                  : ReadValue(tools, pack, operations, argument.path, {file, hole});
    // A part of the document is no value of its own.
    const bool is_markup = std::any_of(held.values.begin(), held.values.end(), [](const auto& v) {
      return v.find('<') != std::string::npos;
    });
    // What callers give is theirs, and may be anything else another time.
    if (!is_markup && held.complete && held.callers.empty()) {
      argument.values = held.values;
      argument.complete = true;
    } else {
      ShowCode(facts, filling, between, &argument);
    }
  }
}

}  // namespace unsoap::match
