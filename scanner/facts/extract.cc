#include "scanner/facts/extract.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/facts/format_call.h"
#include "scanner/facts/syntax_tree.h"
#include "scanner/facts/type_text.h"
#include "scanner/facts/unquote.h"

namespace unsoap {
namespace {

constexpr uint32_t kRoot = 0;

bool Contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// One pass over one tree. Recursion is bounded by ReadLimits::max_depth; long operator chains are
/// taken in a loop.
class Extractor {
 public:
  Extractor(const Language& language, const SyntaxTree& tree, const ReadLimits& limits,
            FileFacts* facts)
      : language_(language),
        tree_(tree),
        limits_(limits),
        facts_(*facts),
        source_(facts->source.text()) {}

  void Run() {
    CollectHeredocs();
    VisitChildren(kRoot, false, nullptr);
    // A root with a role of its own (a whole file that is one value) is rare but possible.
    if (tree_.nodes[kRoot].role != Role::kNone && tree_.nodes.size() == 1) Visit(kRoot, true);
  }
  bool dropped() const { return dropped_; }
  const std::vector<std::pair<std::string, Span>>& embedded() const { return embedded_; }

 private:
  using Parts = std::pair<const SyntaxPart*, const SyntaxPart*>;

  // --- the tree
  // -----------------------------------------------------------------------------------------------------
  const SyntaxNode& At(uint32_t i) const { return tree_.nodes[i]; }
  Span SpanOf(uint32_t i) const { return {At(i).begin, At(i).end}; }
  std::string_view Text(Span span) const {
    return std::string_view(source_).substr(span.begin, span.end - span.begin);
  }
  std::string_view Text(uint32_t i) const { return Text(SpanOf(i)); }
  /// Children that are nodes; tokens are skipped.
  uint32_t FirstChild(uint32_t i) const { return SkipTokens(i, i + 1); }
  uint32_t Next(uint32_t parent, uint32_t i) const { return SkipTokens(parent, At(i).last); }
  uint32_t SkipTokens(uint32_t parent, uint32_t i) const {
    while (i < At(parent).last && !At(i).is_named) i = At(i).last;
    return i;
  }

  Parts PartsOf(uint32_t head) const {
    const SyntaxPart* begin = tree_.parts.data() + At(head).parts_begin;
    return {begin, begin + At(head).parts_count};
  }
  /// Parts of one kind, in source order.
  Parts PartsOf(uint32_t head, PartKind kind) const {
    auto [begin, end] = PartsOf(head);
    while (begin != end && begin->kind < kind) ++begin;
    const SyntaxPart* last = begin;
    while (last != end && last->kind == kind) ++last;
    return {begin, last};
  }
  /// The part that the first pattern names, or nullptr.
  const SyntaxPart* Part(uint32_t head, PartKind kind) const {
    auto [begin, end] = PartsOf(head, kind);
    const SyntaxPart* best = nullptr;
    for (; begin != end; ++begin) {
      if (best == nullptr || begin->pattern < best->pattern) best = begin;
    }
    return best;
  }
  bool Has(uint32_t head, PartKind kind) const { return Part(head, kind) != nullptr; }

  std::string_view NameOf(Span span) const {
    std::string_view text = Trim(Text(span));
    for (const std::string& sigil : language_.sigils) {
      while (text.size() > sigil.size() && text.starts_with(sigil))
        text.remove_prefix(sigil.size());
    }
    return text;
  }
  std::string_view NameOf(const SyntaxPart& part) const {
    return NameOf(Span{part.begin, part.end});
  }

  // --- expressions
  // --------------------------------------------------------------------------------------------------
  ExprId Add(ExprKind kind, Span span) {
    Expr e;
    e.kind = kind;
    e.span = e.name_span = span;
    e.function = function_;
    e.class_id = class_;
    facts_.exprs.push_back(e);
    return static_cast<ExprId>(facts_.exprs.size() - 1);
  }
  Expr& Mutable(ExprId id) { return facts_.exprs[id]; }
  void SetArgs(ExprId id, const std::vector<Arg>& args) {
    facts_.exprs[id].args_begin = static_cast<uint32_t>(facts_.args.size());
    facts_.exprs[id].args_count = static_cast<uint32_t>(args.size());
    facts_.args.insert(facts_.args.end(), args.begin(), args.end());
  }
  static Arg Positional(ExprId value) {
    Arg arg;
    arg.value = value;
    return arg;
  }

  /// Visits a node. `want`: its value is used; without it only what is inside matters (calls,
  /// definitions).
  ExprId Visit(uint32_t i, bool want) {
    if (++depth_ > limits_.max_depth) {
      dropped_ = true;
      --depth_;
      return kNone;
    }
    const ExprId id = Dispatch(i, want);
    --depth_;
    return id;
  }

  ExprId Dispatch(uint32_t i, bool want) {
    switch (At(i).role) {
      case Role::kNone:
      case Role::kHole:
        return LookThrough(i, want);
      case Role::kIgnore:
      case Role::kStringPart:
        return kNone;
      case Role::kComment:
        facts_.comments.push_back(SpanOf(i));
        return kNone;
      case Role::kString:
        return String(i);
      case Role::kHeredoc:
        return Heredoc(i);
      case Role::kHeredocBody:
        return kNone;  // read where its name stands
      case Role::kConcat:
        return Concat(i);
      case Role::kFormat:
        return FormatOperator(i);
      case Role::kConstant:
        return want ? Leaf(ExprKind::kConstant, i) : kNone;
      case Role::kName:
        return want ? Name(i) : kNone;
      case Role::kMember:
        return Member(i, want);
      case Role::kIndex:
        return Index(i);
      case Role::kCall:
        return Call(i);
      case Role::kNew:
        return New(i);
      case Role::kMap:
      case Role::kList:
        return Collection(i);
      case Role::kEntry:
      case Role::kArg:
        return LonelyEntry(i);
      case Role::kChoice:
        return Choice(i, want);
      case Role::kAssign:
        return Assign(i, want);
      case Role::kReturn:
        return ReturnOf(i);
      case Role::kFunction:
        return FunctionOf(i, want);
      case Role::kParam:
        ParamOf(i);
        return kNone;
      case Role::kClass:
        return ClassOf(i, ClassKind::kClass);
      case Role::kInterface:
        return ClassOf(i, ClassKind::kInterface);
      case Role::kEnum:
        return ClassOf(i, ClassKind::kEnum);
      case Role::kModule:
        return ClassOf(i, ClassKind::kModule);
      case Role::kField:
        FieldOf(i);
        return kNone;
      case Role::kSpace:
        SpaceOf(i);
        return kNone;
      case Role::kImport:
        ImportOf(i);
        return kNone;
      case Role::kAnnotation:
        AnnotationOf(i);
        return kNone;
      case Role::kStatement:
        return Statement(i);
      case Role::kEmbed:
        EmbedOf(i);
        return kNone;
    }
    return kNone;
  }

  ExprId LookThrough(uint32_t i, bool want) {
    if (!want) {
      VisitChildren(i, false, nullptr);
      return kNone;
    }
    std::vector<Arg> found;
    VisitChildren(i, true, &found);
    if (found.empty()) return kNone;
    if (found.size() == 1) return found[0].value;
    const ExprId id = Add(ExprKind::kUnknown, SpanOf(i));
    SetArgs(id, found);
    return id;
  }

  void VisitChildren(uint32_t i, bool want, std::vector<Arg>* found) {
    for (uint32_t c = FirstChild(i); c < At(i).last; c = Next(i, c)) {
      const ExprId id = Visit(c, want);
      if (found != nullptr && id != kNone) found->push_back(Positional(id));
    }
  }

  /// Visits what is inside a node with a role but is none of its parts. Nodes between the head and
  /// a part lose their own role: they are the shape of the pattern.
  void VisitRest(uint32_t head) {
    std::vector<uint32_t> parts;
    auto [begin, end] = PartsOf(head);
    for (; begin != end; ++begin) {
      if (begin->node != kNone && begin->node != head) parts.push_back(begin->node);
    }
    std::sort(parts.begin(), parts.end());
    VisitRest(head, parts);
  }
  void VisitRest(uint32_t i, const std::vector<uint32_t>& parts) {
    if (++depth_ > limits_.max_depth) {
      dropped_ = true;
      --depth_;
      return;
    }
    for (uint32_t c = FirstChild(i); c < At(i).last; c = Next(i, c)) {
      const auto next = std::lower_bound(parts.begin(), parts.end(), c);
      if (next == parts.end() || *next >= At(c).last) {
        Visit(c, false);
      } else if (*next != c) {
        VisitRest(c, parts);
      }
    }
    --depth_;
  }

  ExprId Leaf(ExprKind kind, uint32_t i) {
    const ExprId id = Add(kind, SpanOf(i));
    Mutable(id).text = Text(i);
    return id;
  }

  ExprId Name(uint32_t i) {
    const ExprId id = Add(ExprKind::kName, SpanOf(i));
    Mutable(id).text = NameOf(SpanOf(i));
    Mutable(id).is_instance = Has(i, PartKind::kInstance);
    return id;
  }

  /// The expression of a part; a kName of its text if the query gives it no role.
  ExprId PartExpr(const SyntaxPart& part) {
    // A node can be its own part ({lead} for {lead: lead}): then it is a plain name.
    ExprId id = part.node == kNone || part.node == part.head ? kNone : Visit(part.node, true);
    if (id == kNone) {
      id = Add(ExprKind::kName, {part.begin, part.end});
      Mutable(id).text = NameOf(part);
    }
    return id;
  }

  // --- strings
  // ------------------------------------------------------------------------------------------------------
  ExprId Literal(Span span, const Quoted& quoted) {
    const ExprId id = Add(ExprKind::kString, span);
    Mutable(id).text =
        IsPlain(language_, quoted) ? quoted.body : facts_.Keep(Unescape(language_, quoted));
    return id;
  }

  ExprId String(uint32_t i) {
    Quoted quoted = TakeQuotes(language_, Text(i));
    // A heredoc whose name is quoted (<<<'XML') takes its text as it is.
    if (quoted.quote.empty())
      quoted.raw = Text(i).substr(0, 5).find('\'') != std::string_view::npos;
    std::vector<Arg> pieces;
    bool has_parts = false, has_holes = false;
    CollectPieces(i, quoted, &pieces, &has_parts, &has_holes);
    if (!has_holes && (!has_parts || !language_.holes.empty())) {
      return Contains(language_.hole_quotes, quoted.quote) ? Interpolated(SpanOf(i), quoted)
                                                           : Literal(SpanOf(i), quoted);
    }
    if (!has_parts) pieces = FillGaps(quoted, pieces);
    if (!has_holes) return JoinPieces(SpanOf(i), pieces);
    return MakeConcat(SpanOf(i), pieces);
  }

  /// Literal pieces and holes of a string in order; adjacent literal pieces stay apart.
  void CollectPieces(uint32_t i, const Quoted& quoted, std::vector<Arg>* pieces, bool* has_parts,
                     bool* has_holes) {
    if (++depth_ > limits_.max_depth) {
      dropped_ = true;
      --depth_;
      return;
    }
    for (uint32_t c = FirstChild(i); c < At(i).last; c = Next(i, c)) {
      const Role role = At(c).role;
      if (role == Role::kStringPart) {
        *has_parts = true;
        Quoted part = quoted;
        part.body = Text(c);
        pieces->push_back(Positional(Literal(SpanOf(c), part)));
      } else if (role == Role::kNone) {
        CollectPieces(c, quoted, pieces, has_parts, has_holes);
      } else {
        ExprId id = Visit(c, true);
        if (id == kNone && role == Role::kHole) id = Add(ExprKind::kUnknown, SpanOf(c));
        if (id != kNone) {
          hole_spans_[id] = SpanOf(c);
          *has_holes = *has_holes || role != Role::kString;
          pieces->push_back(Positional(id));
        }
      }
    }
    --depth_;
  }

  /// A string whose holes the grammar does not see: the language says how they look.
  ExprId Interpolated(Span span, const Quoted& quoted) {
    std::vector<std::pair<Span, Span>> holes;
    const auto base = static_cast<uint32_t>(quoted.body.data() - source_.data());
    for (const Regex& pattern : language_.holes) {
      pattern.FindAll(quoted.body, [&](Span whole, Span inside) {
        holes.push_back(
            {{base + whole.begin, base + whole.end}, {base + inside.begin, base + inside.end}});
      });
    }
    if (holes.empty()) return Literal(span, quoted);
    std::sort(holes.begin(), holes.end());
    std::vector<Arg> pieces;
    uint32_t end = 0;
    for (const auto& [whole, inside] : holes) {
      if (whole.begin < end) continue;  // inside another one
      end = whole.end;
      const ExprId id = PathExpr(inside);
      hole_spans_[id] = whole;
      pieces.push_back(Positional(id));
    }
    pieces = FillGaps(quoted, pieces);
    return pieces.size() == 1 ? pieces[0].value : MakeConcat(span, pieces);
  }

  /// `a.b` as a name and its member; anything else is unknown.
  ExprId PathExpr(Span span) {
    ExprId object = kNone;
    uint32_t at = span.begin;
    for (const std::string_view name : Split(Text(span), '.')) {
      const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return isalnum(static_cast<unsigned char>(c)) || c == '_';
      });
      if (!plain) return Add(ExprKind::kUnknown, span);
      const Span here{at, at + static_cast<uint32_t>(name.size())};
      const ExprId id =
          Add(object == kNone ? ExprKind::kName : ExprKind::kMember, {span.begin, here.end});
      Mutable(id).text = name;
      Mutable(id).name_span = here;
      Mutable(id).object = object;
      object = id;
      at = here.end + 1;
    }
    return object;
  }

  /// Some grammars name only the holes of a string: what stands between them is literal.
  std::vector<Arg> FillGaps(const Quoted& quoted, const std::vector<Arg>& holes) {
    std::vector<Arg> pieces;
    auto at = static_cast<uint32_t>(quoted.body.data() - source_.data());
    const uint32_t end = at + static_cast<uint32_t>(quoted.body.size());
    const auto literal = [&](uint32_t to) {
      if (at >= to) return;
      Quoted part = quoted;
      part.body = Text(Span{at, to});
      pieces.push_back(Positional(Literal({at, to}, part)));
    };
    for (const Arg& hole : holes) {
      const Span span = hole_spans_[hole.value];
      literal(std::min(span.begin, end));
      pieces.push_back(hole);
      at = std::max(at, span.end);
    }
    literal(end);
    return pieces;
  }

  /// One kString of literal pieces; the pieces are given up.
  ExprId JoinPieces(Span span, const std::vector<Arg>& pieces) {
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
    const ExprId id = Add(ExprKind::kString, span);
    Mutable(id).text = facts_.Keep(std::move(text));
    return id;
  }

  void GiveUp(ExprId id) {
    Mutable(id).kind = ExprKind::kUnknown;
    Mutable(id).args_count = 0;
    Mutable(id).text = {};
  }

  /// A kConcat of pieces: inner concatenations are spliced in, neighbouring literals become one.
  ExprId MakeConcat(Span span, const std::vector<Arg>& pieces) {
    std::vector<Arg> flat;
    for (const Arg& piece : pieces) {
      const Expr& e = facts_.at(piece.value);
      if (e.kind == ExprKind::kConcat) {
        flat.insert(flat.end(), facts_.args.begin() + e.args_begin,
                    facts_.args.begin() + e.args_begin + e.args_count);
        GiveUp(piece.value);
      } else {
        flat.push_back(piece);
      }
    }
    std::vector<Arg> merged;
    for (size_t i = 0; i < flat.size();) {
      size_t end = i;
      while (end < flat.size() && facts_.at(flat[end].value).kind == ExprKind::kString) ++end;
      if (end - i < 2) {
        merged.push_back(flat[i++]);
        continue;
      }
      const Span whole{facts_.at(flat[i].value).span.begin,
                       facts_.at(flat[end - 1].value).span.end};
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

  /// `a + b + c` is nested to the left as deep as it is long, so the left spine is walked in a
  /// loop.
  ExprId Concat(uint32_t i) {
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

  void CollectHeredocs() {
    std::vector<uint32_t> names, bodies;
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) {
      if (At(i).role == Role::kHeredoc) names.push_back(i);
      if (At(i).role == Role::kHeredocBody) bodies.push_back(i);
    }
    for (size_t i = 0; i < names.size() && i < bodies.size(); ++i)
      heredocs_.emplace_back(names[i], bodies[i]);
  }

  ExprId Heredoc(uint32_t i) {
    const auto it =
        std::lower_bound(heredocs_.begin(), heredocs_.end(), std::make_pair(i, uint32_t{0}));
    if (it == heredocs_.end() || it->first != i) return Add(ExprKind::kUnknown, SpanOf(i));
    const uint32_t body = it->second;
    Quoted quoted;
    quoted.raw = Text(i).find('\'') != std::string_view::npos;
    std::vector<Arg> pieces;
    bool has_parts = false, has_holes = false;
    CollectPieces(body, quoted, &pieces, &has_parts, &has_holes);
    if (has_holes) return MakeConcat(SpanOf(body), pieces);
    if (has_parts) return JoinPieces(SpanOf(body), pieces);
    quoted.body = Text(body);
    return Literal(SpanOf(body), quoted);
  }

  // --- format calls
  // -------------------------------------------------------------------------------------------------
  /// Turns a template and its arguments into a kConcat; kNone if the template is no constant.
  ExprId Fold(Span span, ExprId format, const std::vector<Arg>& args, FormatCall::Style style) {
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
      if (piece.name.empty() && piece.index >= 0 &&
          static_cast<size_t>(piece.index) < args.size()) {
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

  /// A call that formats is replaced by the concatenation that it is.
  ExprId FoldCall(Span span, ExprId receiver, std::string_view name, const std::vector<Arg>& args) {
    for (const FormatCall& call : language_.format_calls) {
      if (call.name.front() == '.') {
        if (std::string_view(call.name).substr(1) != name || receiver == kNone) continue;
        if (const ExprId id = Fold(span, receiver, ItemsOf(args), call.style); id != kNone)
          return id;
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
      // The template may stand behind a locale or a format provider.
      for (size_t at = 0; at < args.size() && at < 2; ++at) {
        const std::vector<Arg> rest(args.begin() + static_cast<std::ptrdiff_t>(at) + 1, args.end());
        if (const ExprId id = Fold(span, args[at].value, ItemsOf(rest), call.style); id != kNone)
          return id;
      }
    }
    return kNone;
  }

  /// The values of a format call: one list or tuple stands for its items.
  std::vector<Arg> ItemsOf(const std::vector<Arg>& args) const {
    if (args.size() != 1 || args[0].value == kNone) return args;
    const Expr& e = facts_.at(args[0].value);
    if (e.kind != ExprKind::kList && e.kind != ExprKind::kMap) return args;
    return {facts_.args.begin() + e.args_begin, facts_.args.begin() + e.args_begin + e.args_count};
  }

  ExprId FormatOperator(uint32_t i) {
    const SyntaxPart* format = Part(i, PartKind::kTemplate);
    const SyntaxPart* args = Part(i, PartKind::kArgs);
    if (format == nullptr || args == nullptr) return LookThrough(i, true);
    const ExprId text = PartExpr(*format);
    std::vector<Arg> values{Positional(PartExpr(*args))};
    if (const ExprId id = Fold(SpanOf(i), text, ItemsOf(values), FormatCall::Style::kPercent);
        id != kNone)
      return id;
    values.insert(values.begin(), Positional(text));
    const ExprId id = Add(ExprKind::kUnknown, SpanOf(i));
    SetArgs(id, values);
    return id;
  }

  // --- members, calls, collections
  // ----------------------------------------------------------------------------------
  ExprId Member(uint32_t i, bool want) {
    const SyntaxPart* object = Part(i, PartKind::kObject);
    const SyntaxPart* name = Part(i, PartKind::kName);
    ExprId receiver = kNone;
    if (object != nullptr) receiver = want ? PartExpr(*object) : Discard(*object);
    if (name == nullptr || (!want && receiver == kNone)) {
      VisitRest(i);
      return receiver;
    }
    const ExprId id = Add(ExprKind::kMember, SpanOf(i));
    Expr& e = Mutable(id);
    e.object = receiver;
    e.text = NameOf(*name);
    e.name_span = {name->begin, name->end};
    e.is_static = Has(i, PartKind::kStatic);
    VisitRest(i);
    return id;
  }

  ExprId Discard(const SyntaxPart& part) {
    return part.node == kNone ? kNone : Visit(part.node, false);
  }

  ExprId Index(uint32_t i) {
    const SyntaxPart* object = Part(i, PartKind::kObject);
    const SyntaxPart* key = Part(i, PartKind::kKey);
    const ExprId base = object == nullptr ? kNone : PartExpr(*object);
    std::vector<Arg> keys;
    if (key != nullptr) keys.push_back(Positional(PartExpr(*key)));
    VisitRest(i);
    const ExprId id = Add(ExprKind::kIndex, SpanOf(i));
    Mutable(id).object = base;
    SetArgs(id, keys);
    return id;
  }

  /// Arguments, entries or items: `i` is the list node, or one argument if it has a role of its
  /// own.
  void CollectArgs(uint32_t i, std::vector<Arg>* args) {
    const Role role = At(i).role;
    if (role == Role::kArg || role == Role::kEntry) {
      args->push_back(EntryOf(i));
    } else if (role != Role::kNone) {
      if (const ExprId id = Visit(i, true); id != kNone) args->push_back(Positional(id));
    } else {
      CollectItems(i, args);
    }
  }
  void CollectItems(uint32_t i, std::vector<Arg>* args) {
    uint32_t taken = kNone;  // value of an entry whose key stands beside it
    for (uint32_t c = FirstChild(i); c < At(i).last; c = Next(i, c)) {
      const Role role = At(c).role;
      if (c == skipped_argument_ || c == taken) continue;
      if (role == Role::kArg || role == Role::kEntry) {
        args->push_back(EntryOf(c));
        if (const SyntaxPart* value = Part(c, PartKind::kValue); value != nullptr)
          taken = value->node;
        continue;
      }
      ExprId id = Visit(c, true);
      // What is not understood still has a place: the arguments after it must not move up.
      if (id == kNone && role != Role::kComment && role != Role::kIgnore && !At(c).is_error) {
        id = Add(ExprKind::kUnknown, SpanOf(c));
      }
      if (id != kNone) args->push_back(Positional(id));
    }
  }

  Arg EntryOf(uint32_t i) {
    Arg arg;
    if (const SyntaxPart* key = Part(i, PartKind::kKey)) {
      // Entry: the key is an expression; a constant one also gives the name.
      const Quoted quoted = TakeQuotes(language_, Text(i));
      arg.key =
          key->node == i && !quoted.quote.empty() ? Literal(SpanOf(i), quoted) : PartExpr(*key);
      const Expr& e = facts_.at(arg.key);
      if (e.kind == ExprKind::kString || e.kind == ExprKind::kName) arg.name = e.text;
      if (e.kind == ExprKind::kConstant) arg.name = e.text;
    }
    if (const SyntaxPart* name = Part(i, PartKind::kName)) arg.name = NameOf(*name);
    if (const SyntaxPart* value = Part(i, PartKind::kValue)) {
      arg.value = PartExpr(*value);
    } else if (arg.key != kNone && At(i).role == Role::kEntry) {
      arg.value = arg.key;  // {lead} stands for {lead: lead}
    }
    VisitRest(i);
    if (arg.value == kNone) arg.value = Add(ExprKind::kUnknown, SpanOf(i));
    return arg;
  }

  ExprId LonelyEntry(uint32_t i) {
    std::vector<Arg> entries{EntryOf(i)};
    const ExprId id = Add(ExprKind::kMap, SpanOf(i));
    SetArgs(id, entries);
    return id;
  }

  ExprId Collection(uint32_t i) {
    std::vector<Arg> items;
    if (++depth_ <= limits_.max_depth) CollectItems(i, &items);
    --depth_;
    const bool keyed =
        std::any_of(items.begin(), items.end(), [](const Arg& a) { return a.key != kNone; });
    const ExprId id =
        Add(keyed || At(i).role == Role::kMap ? ExprKind::kMap : ExprKind::kList, SpanOf(i));
    SetArgs(id, items);
    return id;
  }

  ExprId Call(uint32_t i) {
    const SyntaxPart* name = Part(i, PartKind::kName);
    const SyntaxPart* callee = Part(i, PartKind::kFunction);
    const SyntaxPart* object = Part(i, PartKind::kReceiver);
    const ExprId receiver = object == nullptr ? kNone : PartExpr(*object);
    ExprId name_expr = kNone;
    // obj.send(:name, x): the more specific pattern says that the name is computed.
    if (name != nullptr && callee != nullptr && callee->pattern < name->pattern) name = nullptr;
    const uint32_t outer_skipped = skipped_argument_;
    skipped_argument_ = name == nullptr && callee != nullptr ? callee->node : kNone;
    if (name == nullptr && callee != nullptr) name_expr = PartExpr(*callee);
    std::vector<Arg> args;
    auto [arg, last] = PartsOf(i, PartKind::kArgs);
    for (; arg != last; ++arg) {
      if (arg->node != kNone) CollectArgs(arg->node, &args);
    }
    if (const SyntaxPart* block = Part(i, PartKind::kBlock);
        block != nullptr && block->node != kNone) {
      if (const ExprId id = Visit(block->node, true); id != kNone) args.push_back(Positional(id));
    }
    skipped_argument_ = outer_skipped;
    VisitRest(i);
    if (name != nullptr && !language_.format_calls.empty()) {
      if (const ExprId id = FoldCall(SpanOf(i), receiver, NameOf(*name), args); id != kNone)
        return id;
    }
    const ExprId id = Add(ExprKind::kCall, SpanOf(i));
    SetArgs(id, args);
    Expr& e = Mutable(id);
    e.object = receiver;
    e.is_static = Has(i, PartKind::kStatic);
    if (name != nullptr) {
      e.text = NameOf(*name);
      e.name_span = {name->begin, name->end};
      // get<Lead>(x): the type arguments are no part of the name.
      if (const size_t generic = e.text.find('<'); e.text.ends_with('>') && generic != 0) {
        e.text = e.text.substr(0, generic);
        e.name_span.end = e.name_span.begin + static_cast<uint32_t>(generic);
      }
    } else if (callee != nullptr) {
      // A computed method name belongs to its receiver; a computed function is the object itself.
      const Expr& computed = facts_.at(name_expr);
      if (object != nullptr && computed.kind == ExprKind::kString) {
        e.text = computed.text;
      } else if (object != nullptr) {
        e.name_expr = name_expr;
      } else {
        e.object = name_expr;
      }
      e.name_span = {callee->begin, callee->end};
    }
    facts_.calls.push_back(id);
    return id;
  }

  ExprId New(uint32_t i) {
    const SyntaxPart* type = Part(i, PartKind::kType);
    const SyntaxPart* dynamic = Part(i, PartKind::kFunction);
    const ExprId object = dynamic == nullptr || type != nullptr ? kNone : PartExpr(*dynamic);
    std::vector<Arg> args;
    auto [arg, last] = PartsOf(i, PartKind::kArgs);
    for (; arg != last; ++arg) {
      if (arg->node != kNone) CollectArgs(arg->node, &args);
    }
    if (const SyntaxPart* init = Part(i, PartKind::kInit); init != nullptr && init->node != kNone) {
      std::vector<Arg> entries;
      CollectItems(init->node, &entries);
      const ExprId map = Add(ExprKind::kMap, SpanOf(init->node));
      SetArgs(map, entries);
      args.push_back(Positional(map));
    }
    VisitRest(i);
    const ExprId id = Add(ExprKind::kNew, SpanOf(i));
    SetArgs(id, args);
    Expr& e = Mutable(id);
    e.object = object;
    if (type != nullptr) {
      e.text = TypeText(Text(Span{type->begin, type->end}));
      e.name_span = {type->begin, type->end};
    }
    facts_.calls.push_back(id);
    return id;
  }

  ExprId Choice(uint32_t i, bool want) {
    auto [value, last] = PartsOf(i, PartKind::kValue);
    if (!want) {
      VisitChildren(i, false, nullptr);
      return kNone;
    }
    std::vector<Arg> values;
    if (value == last) {
      VisitChildren(i, true, &values);
    } else {
      for (; value != last; ++value) {
        if (value->node == kNone) continue;
        if (const ExprId id = Visit(value->node, true); id != kNone)
          values.push_back(Positional(id));
      }
      VisitRest(i);
    }
    if (values.empty()) return kNone;
    if (values.size() == 1) return values[0].value;
    const ExprId id = Add(ExprKind::kChoice, SpanOf(i));
    SetArgs(id, values);
    return id;
  }

  // --- statements
  // ---------------------------------------------------------------------------------------------------
  ExprId Assign(uint32_t i, bool want) {
    const SyntaxPart* value = Part(i, PartKind::kValue);
    const SyntaxPart* type = Part(i, PartKind::kType);
    const ExprId held = value == nullptr || value->node == kNone ? kNone : Visit(value->node, true);
    auto [target, last] = PartsOf(i, PartKind::kTarget);
    const bool several = last - target > 1;
    const Expr* items = several && held != kNone ? &facts_.at(held) : nullptr;
    const bool pairwise =
        items != nullptr && items->kind == ExprKind::kList && items->args_count == last - target;
    const uint32_t first_item = pairwise ? items->args_begin : 0;
    for (uint32_t index = 0; target != last; ++target, ++index) {
      Binding b;
      b.target = PartExpr(*target);
      // define("NAME", value) names its target by a string.
      if (facts_.at(b.target).kind == ExprKind::kString) Mutable(b.target).kind = ExprKind::kName;
      b.value = pairwise ? facts_.args[first_item + index].value : held;
      if (type != nullptr) b.type = TypeText(Text(Span{type->begin, type->end}));
      b.function = function_;
      b.class_id = class_;
      b.span = {target->begin, target->end};
      if (value != nullptr)
        b.span = {std::min(target->begin, value->begin), std::max(target->end, value->end)};
      b.is_element = Has(i, PartKind::kElement) || (several && held != kNone && !pairwise);
      b.is_append = Has(i, PartKind::kAppend);
      const Expr& e = facts_.at(b.target);
      if (e.kind == ExprKind::kIndex && e.args_count == 0 && e.object != kNone) {
        b.target = e.object;  // $list[] = x
        b.is_append = true;
      }
      facts_.bindings.push_back(b);
    }
    VisitRest(i);
    if (!want) return kNone;
    const ExprId id = Add(ExprKind::kAssign, SpanOf(i));
    std::vector<Arg> args;
    if (held != kNone) args.push_back(Positional(held));
    SetArgs(id, args);
    return id;
  }

  ExprId ReturnOf(uint32_t i) {
    auto [value, last] = PartsOf(i, PartKind::kValue);
    ExprId id = kNone;
    if (value == last) {
      id = LookThrough(i, true);
    } else {
      if (value->node != kNone) id = Visit(value->node, true);
      VisitRest(i);
    }
    if (id != kNone) facts_.returns.push_back({id, function_});
    return kNone;
  }

  ExprId Statement(uint32_t i) {
    const ExprId id = LookThrough(i, true);
    if (id != kNone) facts_.statements.push_back(id);
    return id;
  }

  // --- definitions
  // --------------------------------------------------------------------------------------------------
  ExprId FunctionOf(uint32_t i, bool want) {
    const auto id = static_cast<FunctionId>(facts_.functions.size());
    {
      Function f;
      f.span = f.name_span = SpanOf(i);
      f.parent = function_;
      // A member only if the class stands between it and the function around it.
      if (class_ != kNone && class_function_ == function_) f.class_id = class_;
      if (const SyntaxPart* name = Part(i, PartKind::kName)) {
        f.name = NameOf(*name);
        f.name_span = {name->begin, name->end};
      }
      if (const SyntaxPart* type = Part(i, PartKind::kReturns))
        f.return_type = TypeText(Text(Span{type->begin, type->end}));
      if (const SyntaxPart* type = Part(i, PartKind::kReceiver)) {
        f.receiver_type = TypeText(Text(Span{type->begin, type->end}));
      }
      f.is_static = Has(i, PartKind::kStatic);
      f.has_body = Has(i, PartKind::kBody) || Has(i, PartKind::kValue);
      f.is_constructor = Has(i, PartKind::kConstructor) || IsConstructor(f.name, f.class_id);
      facts_.functions.push_back(std::move(f));
    }
    TakePendingAnnotations(At(i).parent, SpanOf(i), id, kNone);
    const FunctionId outer = function_;
    function_ = id;
    if (const SyntaxPart* params = Part(i, PartKind::kParams);
        params != nullptr && params->node != kNone) {
      Visit(params->node, false);
    }
    DropSelfParam(id);
    auto [value, last] = PartsOf(i, PartKind::kValue);
    const SyntaxPart* body = Part(i, PartKind::kBody);
    for (; value != last; ++value) {
      if (body != nullptr && value->node == body->node) continue;
      if (const ExprId result = Visit(value->node, true); result != kNone)
        facts_.returns.push_back({result, id});
    }
    bool own_body = false;  // { x -> f(x) }: the node is its own body
    if (body != nullptr) {
      own_body = body->node == i;
      Body(body->node, Has(i, PartKind::kImplicitReturn), own_body, id);
    }
    if (!own_body) VisitRest(i);
    function_ = outer;
    if (!want) return kNone;
    const ExprId e = Add(ExprKind::kFunction, SpanOf(i));
    Mutable(e).target = id;
    return e;
  }

  void Body(uint32_t body, bool implicit_return, bool is_head, FunctionId id) {
    if (!implicit_return) {
      if (is_head) {
        VisitChildren(body, false, nullptr);
      } else {
        Visit(body, false);
      }
      return;
    }
    if (At(body).role != Role::kNone && !is_head) {
      if (const ExprId e = Visit(body, true); e != kNone) facts_.returns.push_back({e, id});
      return;
    }
    uint32_t tail = kNone;
    for (uint32_t c = FirstChild(body); c < At(body).last; c = Next(body, c)) {
      if (At(c).role == Role::kComment || At(c).role == Role::kHeredocBody) continue;
      if (Contains(language_.tail_skip, tree_.SymbolName(At(c).symbol))) continue;
      tail = c;
    }
    for (uint32_t c = FirstChild(body); c < At(body).last; c = Next(body, c)) {
      const ExprId e = Visit(c, c == tail);
      if (c == tail && e != kNone) facts_.returns.push_back({e, id});
    }
  }

  bool IsConstructor(std::string_view name, ClassId class_id) const {
    if (name.empty()) return false;
    for (const std::string& c : language_.constructors) {
      if (c == "{class}" ? class_id != kNone && facts_.classes[class_id].name == name : c == name)
        return true;
    }
    return false;
  }

  /// `def f(self, x)`: self is no parameter that a caller passes.
  void DropSelfParam(FunctionId id) {
    Function& f = facts_.functions[id];
    if (f.class_id == kNone || f.params.empty() || !Contains(language_.self, f.params[0].name))
      return;
    f.params.erase(f.params.begin());
  }

  void ParamOf(uint32_t i) {
    Param p;
    p.span = SpanOf(i);
    if (const SyntaxPart* name = Part(i, PartKind::kName)) p.name = NameOf(*name);
    if (const SyntaxPart* type = Part(i, PartKind::kType))
      p.type = TypeText(Text(Span{type->begin, type->end}));
    p.is_rest = Has(i, PartKind::kRest);
    if (const SyntaxPart* value = Part(i, PartKind::kDefault)) p.default_value = PartExpr(*value);
    if (function_ != kNone && !p.name.empty()) facts_.functions[function_].params.push_back(p);
    if (Has(i, PartKind::kField) && class_ != kNone && !p.name.empty()) PromoteParam(p);
    VisitRest(i);
  }

  /// A parameter that is also a field: the field, and `this.x = x`.
  void PromoteParam(const Param& p) {
    Field f;
    f.class_id = class_;
    f.name = p.name;
    f.type = p.type;
    f.span = p.span;
    facts_.fields.push_back(f);
    const ExprId self = Add(ExprKind::kName, p.span);
    Mutable(self).text =
        language_.self.empty() ? std::string_view("this") : std::string_view(language_.self[0]);
    const ExprId target = Add(ExprKind::kMember, p.span);
    Mutable(target).text = p.name;
    Mutable(target).object = self;
    const ExprId value = Add(ExprKind::kName, p.span);
    Mutable(value).text = p.name;
    Binding b;
    b.target = target;
    b.value = value;
    b.type = p.type;
    b.function = function_;
    b.class_id = class_;
    b.span = p.span;
    facts_.bindings.push_back(b);
  }

  ExprId ClassOf(uint32_t i, ClassKind kind) {
    const auto id = static_cast<ClassId>(facts_.classes.size());
    {
      Class c;
      c.kind = kind;
      c.span = c.name_span = SpanOf(i);
      c.space = space_;
      c.outer = class_;
      if (const SyntaxPart* name = Part(i, PartKind::kName)) {
        c.name = NameOf(*name);
        c.name_span = {name->begin, name->end};
      }
      auto [base, last] = PartsOf(i, PartKind::kBase);
      for (; base != last; ++base) c.bases.push_back(TypeText(Text(Span{base->begin, base->end})));
      facts_.classes.push_back(std::move(c));
    }
    TakePendingAnnotations(At(i).parent, SpanOf(i), kNone, id);
    const ClassId outer = class_;
    const FunctionId outer_function = class_function_;
    class_ = id;
    class_function_ = function_;
    VisitRest(i);
    class_ = outer;
    class_function_ = outer_function;
    return kNone;
  }

  void FieldOf(uint32_t i) {
    const SyntaxPart* name = Part(i, PartKind::kName);
    const SyntaxPart* type = Part(i, PartKind::kType);
    const SyntaxPart* value = Part(i, PartKind::kValue);
    const size_t annotations = facts_.annotations.size();
    VisitRest(i);
    // An annotation of a field is on neither a class nor a function.
    for (size_t k = annotations; k < facts_.annotations.size(); ++k) {
      if (facts_.annotations[k].class_id == class_) facts_.annotations[k].class_id = kNone;
    }
    const ExprId held = value == nullptr || value->node == kNone ? kNone : Visit(value->node, true);
    const std::string_view type_text =
        type == nullptr ? std::string_view() : TypeText(Text(Span{type->begin, type->end}));
    if (name == nullptr) return;
    if (class_ == kNone) {
      Binding b;
      b.target = PartExpr(*name);
      b.value = held;
      b.type = type_text;
      b.function = function_;
      b.span = SpanOf(i);
      facts_.bindings.push_back(b);
      return;
    }
    Field f;
    f.class_id = class_;
    f.name = NameOf(*name);
    f.type = type_text;
    f.value = held;
    f.span = SpanOf(i);
    f.is_static = Has(i, PartKind::kStatic);
    facts_.fields.push_back(f);
  }

  void SpaceOf(uint32_t i) {
    const SyntaxPart* name = Part(i, PartKind::kName);
    const std::string_view text =
        name == nullptr ? std::string_view() : Trim(Text(Span{name->begin, name->end}));
    const SyntaxPart* body = Part(i, PartKind::kBody);
    if (facts_.space.empty()) facts_.space = std::string(text);
    const std::string_view outer = space_;
    if (body == nullptr || body->node == kNone) {
      space_ = text;  // until the next one
      return;
    }
    space_ = outer.empty() || text.empty()
                 ? text
                 : facts_.Keep(std::string(outer) + "." + std::string(text));
    VisitRest(i);
    if (body->node != i) Visit(body->node, false);
    space_ = outer;
  }

  /// A module's path: an unquoted string, the literal pieces of a concatenation, or a name as
  /// written.
  std::string_view ModuleText(const SyntaxPart& part) {
    const Role role = part.node == kNone ? Role::kNone : At(part.node).role;
    if (role == Role::kString) {
      const Quoted quoted = TakeQuotes(language_, Text(part.node));
      return IsPlain(language_, quoted) ? quoted.body : facts_.Keep(Unescape(language_, quoted));
    }
    if (role == Role::kConcat || role == Role::kFormat || role == Role::kCall) {
      const ExprId id = Visit(part.node, true);
      if (id == kNone) return {};
      std::string text;
      const Expr& e = facts_.at(id);
      for (uint32_t k = 0; k < e.args_count; ++k) {
        const ExprId piece = facts_.begin_args(e)[k].value;
        if (piece != kNone && facts_.at(piece).kind == ExprKind::kString)
          text += facts_.at(piece).text;
      }
      return e.kind == ExprKind::kString ? e.text : facts_.Keep(std::move(text));
    }
    return Trim(Text(Span{part.begin, part.end}));
  }

  void ImportOf(uint32_t i) {
    Import import;
    import.span = SpanOf(i);
    if (const SyntaxPart* module = Part(i, PartKind::kModule)) {
      import.module = ModuleText(*module);
      // A path whose segments are siblings: it goes from the first to the last of them.
      auto [segment, end] = PartsOf(i, PartKind::kModule);
      const SyntaxPart* tail = module;
      for (; segment != end; ++segment) {
        if (segment->begin == tail->end + 1 && source_[tail->end] == '.') tail = segment;
      }
      if (tail != module) import.module = Trim(Text(Span{module->begin, tail->end}));
    }
    if (const SyntaxPart* alias = Part(i, PartKind::kAlias)) import.alias = NameOf(*alias);
    if (Has(i, PartKind::kWildcard)) import.name = "*";
    auto [name, last] = PartsOf(i, PartKind::kName);
    if (name == last) {
      if (!import.module.empty()) facts_.imports.push_back(import);
    }
    for (; name != last; ++name) {
      import.name = NameOf(*name);
      facts_.imports.push_back(import);
    }
    VisitRest(i);
  }

  void AnnotationOf(uint32_t i) {
    Annotation a;
    a.span = SpanOf(i);
    if (const SyntaxPart* name = Part(i, PartKind::kName)) a.name = NameOf(*name);
    std::vector<Arg> args;
    auto [arg, last] = PartsOf(i, PartKind::kArgs);
    const bool has_args = arg != last;
    for (; arg != last; ++arg) {
      if (arg->node != kNone) CollectArgs(arg->node, &args);
    }
    if (has_args) {
      a.args = Add(ExprKind::kList, SpanOf(i));
      SetArgs(a.args, args);
    }
    VisitRest(i);
    // Inside a definition's head it is on that definition; before one it waits for it.
    if (function_ != kNone && a.span.begin < facts_.functions[function_].name_span.begin &&
        facts_.functions[function_].span.Contains(a.span)) {
      a.function = function_;
    } else if (class_ != kNone && a.span.begin < facts_.classes[class_].name_span.begin) {
      a.class_id = class_;
    } else {
      pending_.emplace_back(At(i).parent, static_cast<uint32_t>(facts_.annotations.size()));
    }
    facts_.annotations.push_back(a);
  }

  void TakePendingAnnotations(uint32_t parent, Span span, FunctionId function, ClassId class_id) {
    for (const auto& [annotation_parent, index] : pending_) {
      Annotation& a = facts_.annotations[index];
      if (a.span.begin >= span.begin) continue;
      // A sibling, or the child of a sibling (a list of modifiers or decorators).
      if (annotation_parent != parent && At(annotation_parent).parent != parent) continue;
      if (function != kNone && class_ != kNone && class_function_ == function_ &&
          a.span.begin < facts_.classes[class_].span.begin)
        continue;
      a.function = function;
      a.class_id = class_id;
    }
    pending_.clear();
  }

  void EmbedOf(uint32_t i) {
    if (const SyntaxPart* language = Part(i, PartKind::kLanguage)) {
      embedded_.emplace_back(Lower(NameOf(*language)), SpanOf(i));
    } else {
      embedded_.emplace_back(std::string(), SpanOf(i));
    }
  }

  const Language& language_;
  const SyntaxTree& tree_;
  const ReadLimits& limits_;
  FileFacts& facts_;
  const std::string& source_;
  int depth_ = 0;
  bool dropped_ = false;
  FunctionId function_ = kNone;
  ClassId class_ = kNone;
  FunctionId class_function_ = kNone;  // function around the innermost class
  std::string_view space_;
  uint32_t skipped_argument_ = kNone;  // argument that is the name of the method that is called
  std::unordered_map<ExprId, Span> hole_spans_;  // of the holes of strings, with their brackets
  std::vector<std::pair<uint32_t, uint32_t>> heredocs_;  // name node, body node
  std::vector<std::pair<uint32_t, uint32_t>>
      pending_;  // parent node, index of an annotation without an owner
  std::vector<std::pair<std::string, Span>> embedded_;
};

void AddReason(FileFacts* facts, const std::string& reason) {
  facts->health_reason += (facts->health_reason.empty() ? "" : "; ") + reason;
}

}  // namespace

bool ExtractFacts(const Language& language, const ReadLimits& limits, FileFacts* facts) {
  const SyntaxTree tree = ParseSyntax(language, facts->source.text(), limits);
  if (!tree.failure.empty()) {
    AddReason(facts, tree.failure);
    return false;
  }
  Extractor extractor(language, tree, limits, facts);
  extractor.Run();
  facts->health = Health::kParsed;
  if (tree.has_error) {
    facts->health = Health::kPartial;
    AddReason(facts,
              "syntax error in line " + std::to_string(facts->source.At(tree.error_begin).line));
  }
  if (extractor.dropped()) {
    facts->health = Health::kPartial;
    AddReason(facts, "nested deeper than " + std::to_string(limits.max_depth) + " levels");
  }
  if (tree.lost_matches) {
    facts->health = Health::kPartial;
    AddReason(facts, "too entangled to be matched completely");
  }
  return true;
}

void FinishFacts(FileFacts* facts) {
  for (ExprId id = 0; id < facts->exprs.size(); ++id) {
    const ExprKind kind = facts->exprs[id].kind;
    if (kind == ExprKind::kString || kind == ExprKind::kConcat) facts->strings.push_back(id);
  }
  const auto by_name = [&](ExprId a, ExprId b) {
    return facts->at(a).name_span.begin < facts->at(b).name_span.begin;
  };
  const auto by_span = [&](ExprId a, ExprId b) {
    return facts->at(a).span.begin < facts->at(b).span.begin;
  };
  std::stable_sort(facts->calls.begin(), facts->calls.end(), by_name);
  std::stable_sort(facts->strings.begin(), facts->strings.end(), by_span);
  std::stable_sort(facts->statements.begin(), facts->statements.end(), by_span);
  std::stable_sort(facts->bindings.begin(), facts->bindings.end(),
                   [](const Binding& a, const Binding& b) { return a.span.begin < b.span.begin; });
  std::stable_sort(facts->returns.begin(), facts->returns.end(),
                   [&](const Return& a, const Return& b) { return by_span(a.value, b.value); });
  std::sort(facts->comments.begin(), facts->comments.end());
}

}  // namespace unsoap
