#include "scanner/facts/extractor.h"

namespace unsoap::facts {

ExprId Extractor::Leaf(ExprKind kind, uint32_t i) {
  const ExprId id = Add(kind, SpanOf(i));
  Mutable(id).text = Text(i);
  return id;
}

ExprId Extractor::Literal(Span span, const Quoted& quoted) {
  const ExprId id = Add(ExprKind::kString, span);
  Mutable(id).text =
      IsPlain(language_, quoted) ? quoted.body : facts_.Keep(Unescape(language_, quoted));
  return id;
}

ExprId Extractor::String(uint32_t i) {
  Quoted quoted = TakeQuotes(language_, Text(i));
  // A heredoc whose name is quoted (<<<'XML') takes its text as it is.
  if (quoted.quote.empty()) quoted.raw = Text(i).substr(0, 5).find('\'') != std::string_view::npos;
  std::vector<Arg> pieces;
  bool has_parts = false, has_holes = false;
  if (!HasPart(i)) {
    const auto begin = static_cast<uint32_t>(quoted.body.data() - source_.data());
    const Span body = {begin, begin + static_cast<uint32_t>(quoted.body.size())};
    if (CollectGaps(i, body, quoted, &pieces)) return MakeConcat(SpanOf(i), pieces);
  }
  CollectPieces(i, quoted, &pieces, &has_parts, &has_holes);
  if (!has_holes && (!has_parts || !language_.holes.empty())) {
    return Contains(language_.hole_quotes, quoted.quote) ? Interpolated(SpanOf(i), quoted)
                                                         : Literal(SpanOf(i), quoted);
  }
  if (!has_parts) pieces = FillGaps(quoted, pieces);
  if (!has_holes) return JoinPieces(SpanOf(i), pieces);
  return MakeConcat(SpanOf(i), pieces);
}

ExprId Extractor::JoinPieces(Span span, const std::vector<Arg>& pieces) {
  if (pieces.size() == 1 && facts_.at(pieces[0].value).kind == ExprKind::kString) {
    Mutable(pieces[0].value).span = Mutable(pieces[0].value).name_span = span;
    return pieces[0].value;
  }
  std::string text;
  uint32_t last = kNone;
  for (const Arg& piece : pieces) {
    const Expr& e = facts_.at(piece.value);
    // Some grammars leave white space between two pieces to neither.
    if (last != kNone && last < e.span.begin) {
      const std::string_view gap = Text(Span{last, e.span.begin});
      if (Trim(gap).empty() && gap.find('\n') != std::string_view::npos) text += gap;
    }
    last = e.span.end;
    text += e.text;
    GiveUp(piece.value);
  }
  Spend(static_cast<int64_t>(text.size()));
  const ExprId id = Add(ExprKind::kString, span);
  Mutable(id).text = facts_.Keep(std::move(text));
  return id;
}

void Extractor::GiveUp(ExprId id) {
  Mutable(id).kind = ExprKind::kUnknown;
  Mutable(id).args_count = 0;
  Mutable(id).text = {};
}

ExprId Extractor::MakeConcat(Span span, const std::vector<Arg>& pieces) {
  std::vector<Arg> flat;
  for (const Arg& piece : pieces) {
    const Expr& e = facts_.at(piece.value);
    if (e.kind == ExprKind::kConcat) {
      flat.insert(flat.end(), facts_.args.begin() + e.args_begin,
                  facts_.args.begin() + e.args_begin + e.args_count);
      // What was copied last is not kept twice: a + (b + (c + ...)) copies it at each level.
      if (e.args_begin + e.args_count == facts_.args.size()) facts_.args.resize(e.args_begin);
      GiveUp(piece.value);
    } else {
      flat.push_back(piece);
    }
  }
  Spend(static_cast<int64_t>(flat.size()));
  std::vector<Arg> merged;
  for (size_t i = 0; i < flat.size();) {
    size_t end = i;
    while (end < flat.size() && facts_.at(flat[end].value).kind == ExprKind::kString) ++end;
    if (end - i < 2) {
      merged.push_back(flat[i++]);
      continue;
    }
    // A format's argument stands behind the template that it is put into.
    Span whole = facts_.at(flat[i].value).span;
    for (size_t k = i + 1; k < end; ++k) {
      const Span piece = facts_.at(flat[k].value).span;
      whole = {std::min(whole.begin, piece.begin), std::max(whole.end, piece.end)};
    }
    merged.push_back(Positional(JoinPieces(whole, {flat.begin() + i, flat.begin() + end})));
    i = end;
  }
  if (merged.size() == 1 && facts_.at(merged[0].value).kind == ExprKind::kString) {
    Mutable(merged[0].value).span = Mutable(merged[0].value).name_span = span;
    return merged[0].value;
  }
  const ExprId id = Add(ExprKind::kConcat, span);
  SetArgs(id, merged);
  return id;
}

ExprId Extractor::Concat(uint32_t i) {
  std::vector<uint32_t> operands;  // in reverse
  uint32_t spine = i;
  for (;;) {
    const size_t before = operands.size();
    for (uint32_t c = FirstChild(spine); c < At(spine).last; c = Next(spine, c))
      operands.push_back(c);
    std::reverse(operands.begin() + static_cast<std::ptrdiff_t>(before), operands.end());
    if (operands.size() == before || At(operands.back()).role != Role::kConcat) break;
    spine = operands.back();
    operands.pop_back();
  }
  std::vector<Arg> pieces;
  for (size_t k = operands.size(); k-- > 0;) {
    ExprId id = Visit(operands[k], true);
    if (id == kNone && At(operands[k]).role != Role::kComment &&
        At(operands[k]).role != Role::kIgnore) {
      id = Add(ExprKind::kUnknown, SpanOf(operands[k]));
    }
    if (id != kNone) pieces.push_back(Positional(id));
  }
  if (pieces.empty()) return kNone;
  return MakeConcat(SpanOf(i), pieces);
}

void Extractor::CollectHeredocs() {
  std::vector<uint32_t> names, bodies;
  for (uint32_t i = 0; i < tree_.nodes.size(); ++i) {
    if (At(i).role == Role::kHeredoc) names.push_back(i);
    if (At(i).role == Role::kHeredocBody) bodies.push_back(i);
  }
  for (size_t i = 0; i < names.size() && i < bodies.size(); ++i)
    heredocs_.emplace_back(names[i], bodies[i]);
}

ExprId Extractor::Heredoc(uint32_t i) {
  const auto it =
      std::lower_bound(heredocs_.begin(), heredocs_.end(), std::make_pair(i, uint32_t{0}));
  if (it == heredocs_.end() || it->first != i) return Add(ExprKind::kUnknown, SpanOf(i));
  const uint32_t body = it->second;
  Quoted quoted;
  quoted.raw = Text(i).find('\'') != std::string_view::npos;
  std::vector<Arg> pieces;
  bool has_parts = false, has_holes = false;
  if (!HasPart(body) && CollectGaps(body, SpanOf(body), quoted, &pieces))
    return MakeConcat(SpanOf(body), pieces);
  CollectPieces(body, quoted, &pieces, &has_parts, &has_holes);
  if (has_holes) return MakeConcat(SpanOf(body), pieces);
  if (has_parts) return JoinPieces(SpanOf(body), pieces);
  quoted.body = Text(body);
  return Literal(SpanOf(body), quoted);
}

ExprId Extractor::Fold(Span span, ExprId format, const std::vector<Arg>& args,
                       languages::FormatCall::Style style) {
  if (format == kNone || facts_.at(format).kind != ExprKind::kString) return kNone;
  const Expr whole = facts_.at(format);
  std::vector<Arg> pieces;
  for (const FormatPiece& piece : SplitFormat(whole.text, style)) {
    if (!piece.is_hole) {
      const ExprId id = Add(ExprKind::kString, whole.span);
      Mutable(id).text = piece.is_copied ? facts_.Keep(piece.literal) : piece.view;
      // Where the text was not unescaped, its pieces keep their exact place.
      if (whole.text.data() >= source_.data() &&
          whole.text.data() < source_.data() + source_.size()) {
        const auto begin = static_cast<uint32_t>(piece.view.data() - source_.data());
        if (!piece.is_copied)
          Mutable(id).span = {begin, begin + static_cast<uint32_t>(piece.view.size())};
        Mutable(id).name_span = Mutable(id).span;
      }
      pieces.push_back(Positional(id));
      continue;
    }
    ExprId value = kNone;
    for (const Arg& arg : args) {
      if (!piece.name.empty() && arg.name == piece.name) value = arg.value;
    }
    if (piece.name.empty() && piece.index >= 0 && static_cast<size_t>(piece.index) < args.size()) {
      value = args[piece.index].value;
    }
    if (value == kNone && !piece.name.empty()) {
      // A name that nothing was given for is a variable in scope ("{email}" in Rust).
      value = Add(ExprKind::kName, whole.span);
      Mutable(value).text = facts_.Keep(std::string(piece.name));
    }
    if (value == kNone) value = Add(ExprKind::kUnknown, whole.span);
    pieces.push_back(Positional(value));
  }
  if (pieces.empty()) return kNone;
  GiveUp(format);
  return MakeConcat(span, pieces);
}

bool Extractor::HasHole(ExprId format, languages::FormatCall::Style style) const {
  if (format == kNone || facts_.at(format).kind != ExprKind::kString) return false;
  const auto pieces = SplitFormat(facts_.at(format).text, style);
  return std::any_of(pieces.begin(), pieces.end(), [](const FormatPiece& p) { return p.is_hole; });
}

ExprId Extractor::FoldCall(Span span, ExprId receiver, std::string_view name,
                           const std::vector<Arg>& args) {
  for (const languages::FormatCall& call : language_.format_calls) {
    if (call.name.front() == '.') {
      if (std::string_view(call.name).substr(1) != name || receiver == kNone) continue;
      if (const ExprId id = Fold(span, receiver, ItemsOf(args), call.style); id != kNone) return id;
      continue;
    }
    const size_t dot = call.name.rfind('.');
    if (dot == std::string::npos) {
      if (call.name != name || receiver != kNone) continue;
    } else {
      if (std::string_view(call.name).substr(dot + 1) != name || receiver == kNone) continue;
      if (!EqualsIgnoreCase(facts_.at(receiver).text, std::string_view(call.name).substr(0, dot)))
        continue;
    }
    // The template may stand behind a locale or a format provider; a constant without holes there
    // is a value for a template that is known elsewhere.
    for (size_t at = 0; at < args.size() && at < 3; ++at) {
      if (at > 0 && !HasHole(args[at].value, call.style)) continue;
      const std::vector<Arg> rest(args.begin() + static_cast<std::ptrdiff_t>(at) + 1, args.end());
      if (const ExprId id = Fold(span, args[at].value, ItemsOf(rest), call.style); id != kNone)
        return id;
    }
  }
  return kNone;
}

std::vector<Arg> Extractor::ItemsOf(const std::vector<Arg>& args) const {
  if (args.size() != 1 || args[0].value == kNone) return args;
  const Expr& e = facts_.at(args[0].value);
  if (e.kind != ExprKind::kList && e.kind != ExprKind::kMap) return args;
  return {facts_.args.begin() + e.args_begin, facts_.args.begin() + e.args_begin + e.args_count};
}

ExprId Extractor::FormatOperator(uint32_t i) {
  const SyntaxPart* format = Part(i, PartKind::kTemplate);
  const SyntaxPart* args = Part(i, PartKind::kArgs);
  if (format == nullptr || args == nullptr) return LookThrough(i, true);
  const ExprId text = PartExpr(*format);
  std::vector<Arg> values{Positional(PartExpr(*args))};
  // The holes tell the style: "%s" % x, "{0}" -f x.
  const std::string_view holes = facts_.at(text).text;
  const bool braces = holes.find("{0") != std::string_view::npos;
  const auto style =
      braces ? languages::FormatCall::Style::kBraces : languages::FormatCall::Style::kPercent;
  if (const ExprId id = Fold(SpanOf(i), text, ItemsOf(values), style); id != kNone) return id;
  values.insert(values.begin(), Positional(text));
  const ExprId id = Add(ExprKind::kUnknown, SpanOf(i));
  SetArgs(id, values);
  return id;
}

}  // namespace unsoap::facts
