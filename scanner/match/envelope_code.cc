#include "scanner/match/envelope_code.h"

#include <algorithm>
#include <optional>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/format_call.h"
#include "scanner/languages/language.h"

namespace unsoap::match {
namespace {

using facts::Expr;
using facts::ExprId;
using facts::ExprKind;

constexpr int kMostNested = 8;

bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }

/// The one place of a template that ends a text; index and name say which argument it is.
std::optional<facts::FormatPiece> LastPlace(std::string_view text,
                                            languages::FormatCall::Style style) {
  std::vector<facts::FormatPiece> pieces = facts::SplitFormat(text, style);
  if (pieces.empty() || !pieces.back().is_hole) return {};
  return pieces.back();
}

languages::FormatCall::Style StyleOf(std::string_view place) {
  return place.starts_with('{') ? languages::FormatCall::Style::kBraces
                                : languages::FormatCall::Style::kPercent;
}

/// True if a text is one place of a template and nothing else: {0}, %s, %(mail)s.
bool IsPlace(std::string_view text) {
  if (text.size() < 2 || (text.front() != '{' && text.front() != '%')) return false;
  const std::vector<facts::FormatPiece> pieces = facts::SplitFormat(text, StyleOf(text));
  return pieces.size() == 1 && pieces[0].is_hole;
}

}  // namespace

EnvelopeCode::EnvelopeCode(const link::Program& program, link::FileId file,
                           const SpanIndex& strings, Span around)
    : program_(program), file_(file), facts_(program.file(file)), strings_(strings) {
  Spend(static_cast<int64_t>(facts_.exprs.size()));
  for (ExprId id = 0; id < facts_.exprs.size(); ++id) {
    const Span span = facts_.exprs[id].span;
    if (span.begin < around.end && span.end > around.begin) near_.push_back(id);
  }
  std::ranges::stable_sort(near_, [&](ExprId a, ExprId b) {
    const Span one = facts_.exprs[a].span, other = facts_.exprs[b].span;
    return one.begin != other.begin ? one.begin < other.begin : one.end > other.end;
  });
}

bool EnvelopeCode::IsText(const Expr& e, std::string_view name) const {
  return (e.kind == ExprKind::kName || e.kind == ExprKind::kMember) && e.text == name;
}

/// The variables that the text is put together in, by the statement in which the leaf begins.
std::vector<std::string_view> EnvelopeCode::Buffers(Span leaf) const {
  std::vector<std::string_view> out;
  const auto add = [&](ExprId id) {
    if (id == facts::kNone) return;
    const Expr& e = facts_.exprs[id];
    if (e.kind == ExprKind::kName || e.kind == ExprKind::kMember) out.push_back(e.text);
  };
  for (const facts::Binding& binding : facts_.bindings) {
    const bool holds =
        binding.value != facts::kNone && facts_.exprs[binding.value].span.Contains(leaf.begin);
    if (holds || (binding.is_append && binding.target != facts::kNone &&
                  leaf.Contains(facts_.exprs[binding.target].span)))
      add(binding.target);
  }
  for (const ExprId id : near_) {
    const Expr& e = facts_.exprs[id];
    if (e.span.begin >= leaf.begin) break;
    if (e.span.end < leaf.begin) continue;
    if (e.kind == ExprKind::kCall) add(e.object);
    if ((e.kind == ExprKind::kConcat || e.kind == ExprKind::kUnknown) && e.args_count > 0)
      add(facts_.begin_args(e)[0].value);
  }
  return out;
}

/// parts.append(mail), out << mail, text + mail: what is put there.
void EnvelopeCode::Unwrap(ExprId id, const std::vector<std::string_view>& buffers, int depth,
                          std::vector<ExprId>* out) const {
  const Expr& e = facts_.exprs[id];
  const auto is_buffer = [&](ExprId at) {
    return at != facts::kNone && std::ranges::any_of(buffers, [&](std::string_view name) {
             return IsText(facts_.exprs[at], name);
           });
  };
  if (is_buffer(id)) return;
  const facts::Arg* args = facts_.begin_args(e);
  if (e.kind == ExprKind::kAssign && e.args_count == 1 && args[0].value != facts::kNone &&
      depth <= kMostNested)
    return Unwrap(args[0].value, buffers, depth + 1, out);
  const bool is_put = e.kind == ExprKind::kCall && is_buffer(e.object);
  const bool is_joined = (e.kind == ExprKind::kConcat || e.kind == ExprKind::kUnknown) &&
                         e.args_count > 1 && is_buffer(args[0].value);
  if ((!is_put && !is_joined) || depth > kMostNested) {
    out->push_back(id);
    return;
  }
  for (uint32_t i = 0; i < e.args_count; ++i) {
    if (args[i].value != facts::kNone && facts_.exprs[args[i].value].kind != ExprKind::kString)
      Unwrap(args[i].value, buffers, depth + 1, out);
  }
}

/// The expressions in the leaf that no other of them holds, without literals and what only takes
/// the text.
std::vector<ExprId> EnvelopeCode::Pieces(Span leaf) const {
  const std::vector<std::string_view> buffers = Buffers(leaf);
  std::vector<ExprId> out;
  uint32_t end = leaf.begin;
  const auto first = std::ranges::lower_bound(
      near_, leaf.begin, {}, [&](ExprId id) { return facts_.exprs[id].span.begin; });
  for (auto id = first; id != near_.end(); ++id) {
    const Expr& e = facts_.exprs[*id];
    if (e.span.begin >= leaf.end) break;
    Spend();
    if (e.span.begin < end || e.span.end > leaf.end || e.kind == ExprKind::kString) continue;
    end = e.span.end;
    Unwrap(*id, buffers, 0, &out);
  }
  return out;
}

LeafCode EnvelopeCode::Between(Span leaf) const {
  LeafCode out;
  const std::string_view text = facts_.source.text();
  // The literal in which the leaf begins ends in it, and the one in which it ends begins there.
  Span first, last;
  for (const ExprId id : near_) {
    const Expr& e = facts_.exprs[id];
    if (e.span.begin > leaf.end) break;
    if (e.kind != ExprKind::kString || e.span.empty() || !IsQuote(text[e.span.end - 1])) continue;
    if (e.span.begin < leaf.begin && e.span.end > leaf.begin) first = e.span;
    if (e.span.begin < leaf.end && e.span.end > leaf.end) last = e.span;
  }
  if (first.empty() || last.empty() || first.end > leaf.end || last.begin < first.end) return out;
  const std::vector<ExprId> pieces = Pieces(leaf);
  if (pieces.empty()) return out;
  const auto says = [&](uint32_t begin, uint32_t end) {
    return begin < end && !Trim(text.substr(begin, end - begin)).empty();
  };
  uint32_t opening = last.begin;
  while (opening < leaf.end && !IsQuote(text[opening])) ++opening;  // f", @"
  out.opens = says(leaf.begin, first.end - 1);
  out.closes = says(opening + 1, leaf.end);
  if (pieces.size() == 1 && !out.opens && !out.closes) {
    out.expr = pieces[0];
    return out;
  }
  // Several pieces are one expression only where one joins them all.
  const uint32_t joined = strings_.Innermost(leaf);
  if (joined == SpanIndex::kNothing) return {};
  out.quote = text[first.end - 1];
  out.span = {out.opens ? leaf.begin : facts_.exprs[pieces.front()].span.begin,
              out.closes ? leaf.end : facts_.exprs[pieces.back()].span.end};
  return out;
}

ExprId EnvelopeCode::Filling(Span leaf) const {
  const std::string_view text = facts_.source.text();
  while (leaf.begin < leaf.end && IsSpace(text[leaf.begin])) ++leaf.begin;
  while (leaf.begin < leaf.end && IsSpace(text[leaf.end - 1])) --leaf.end;
  if (!IsPlace(facts_.source.Slice(leaf))) return facts::kNone;
  const uint32_t number = strings_.Innermost(leaf);
  if (number == SpanIndex::kNothing) return facts::kNone;
  const Expr& whole = facts_.exprs[facts_.strings[number]];
  if (whole.kind == ExprKind::kConcat) return FilledInPlace(leaf, whole);
  for (const ExprId id : near_) {
    const Expr& joined = facts_.exprs[id];
    if (joined.span.begin >= leaf.begin) break;
    const facts::Arg* args = facts_.begin_args(joined);
    const bool holds = joined.kind == ExprKind::kConcat && joined.span.Contains(leaf) &&
                       std::any_of(args, args + joined.args_count, [&](const facts::Arg& arg) {
                         return arg.value != facts::kNone &&
                                facts_.exprs[arg.value].kind == ExprKind::kString &&
                                facts_.exprs[arg.value].span == whole.span;
                       });
    if (holds) return FilledInPlace(leaf, joined);
  }
  std::string_view name;
  for (const facts::Binding& binding : facts_.bindings) {
    if (binding.value == facts_.strings[number] && binding.target != facts::kNone)
      name = facts_.exprs[binding.target].text;
  }
  for (const facts::Field& field : facts_.fields) {
    if (field.value == facts_.strings[number]) name = field.name;
  }
  return name.empty() ? facts::kNone : FilledByName(leaf, whole, name);
}

/// The template and its arguments were joined where they stand.
ExprId EnvelopeCode::FilledInPlace(Span leaf, const Expr& joined) const {
  const facts::Arg* args = facts_.begin_args(joined);
  const Expr* literal = nullptr;  // that was not kept in its place: the whole template
  for (uint32_t i = 0; i < joined.args_count; ++i) {
    if (args[i].value == facts::kNone) continue;
    const Expr& piece = facts_.exprs[args[i].value];
    if (piece.kind != ExprKind::kString) continue;
    if (piece.span.end == leaf.begin && i + 1 < joined.args_count) return args[i + 1].value;
    if (literal == nullptr && piece.span.Contains(leaf)) literal = &piece;
  }
  if (literal == nullptr) return facts::kNone;
  const std::string_view before = facts_.source.Slice({literal->span.begin, leaf.end});
  const std::vector<facts::FormatPiece> pieces =
      facts::SplitFormat(before, StyleOf(facts_.source.Slice(leaf)));
  auto place = std::ranges::count_if(pieces, [](const auto& piece) { return piece.is_hole; });
  for (uint32_t i = 0; i < joined.args_count && place > 0; ++i) {
    if (args[i].value == facts::kNone) continue;
    const Expr& piece = facts_.exprs[args[i].value];
    if (piece.kind == ExprKind::kString && piece.span == literal->span) continue;
    if (--place == 0) return args[i].value;
  }
  return facts::kNone;
}

/// The one place where a template that has a name gets its arguments.
ExprId EnvelopeCode::FilledByName(Span leaf, const Expr& text, std::string_view name) const {
  const std::string_view own = facts_.source.Slice(leaf);
  const languages::FormatCall::Style style = StyleOf(own);
  const std::optional<facts::FormatPiece> place =
      LastPlace(facts_.source.Slice({text.span.begin, leaf.end}), style);
  if (!place.has_value()) return facts::kNone;
  const std::vector<facts::FormatPiece> all =
      facts::SplitFormat(facts_.source.Slice(text.span), style);
  const auto places = std::ranges::count_if(all, [](const auto& piece) { return piece.is_hole; });
  Spend(static_cast<int64_t>(facts_.exprs.size()));
  ExprId found = facts::kNone;
  for (const Expr& e : facts_.exprs) {
    if (e.kind != ExprKind::kCall && e.kind != ExprKind::kUnknown) continue;
    const facts::Arg* args = facts_.begin_args(e);
    const bool formats = e.kind == ExprKind::kUnknown || program_.Formats(file_, e.text);
    uint32_t first = facts::kNone;
    if (e.kind == ExprKind::kCall && e.object != facts::kNone && formats &&
        IsText(facts_.exprs[e.object], name))
      first = 0;
    for (uint32_t i = 0; i < e.args_count && i < 3 && first == facts::kNone; ++i) {
      if (args[i].value != facts::kNone && IsText(facts_.exprs[args[i].value], name)) first = i + 1;
    }
    if (first == facts::kNone || first >= e.args_count) continue;
    if (!formats && e.args_count - first != static_cast<uint32_t>(places)) continue;
    const facts::Arg* values = args + first;
    uint32_t count = e.args_count - first;
    if (count == 1 && values->value != facts::kNone) {
      const Expr& list = facts_.exprs[values->value];
      if (list.kind == ExprKind::kList || list.kind == ExprKind::kMap)
        values = facts_.begin_args(list), count = list.args_count;
    }
    if (found != facts::kNone) return facts::kNone;  // several, each with its own values
    for (uint32_t i = 0; i < count; ++i) {
      const bool is_it =
          place->name.empty() ? place->index == static_cast<int>(i) : values[i].name == place->name;
      if (is_it) found = values[i].value;
    }
  }
  return found;
}

}  // namespace unsoap::match
