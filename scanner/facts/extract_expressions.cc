#include "scanner/base/char.h"
#include "scanner/facts/extractor.h"

namespace unsoap::facts {

void Extractor::Run() {
  visited_.resize(tree_.nodes.size());
  CollectHeredocs();
  VisitChildren(kRoot, false, nullptr);
  // A root with a role of its own (a whole file that is one value) is rare but possible.
  if (tree_.nodes[kRoot].role != Role::kNone && tree_.nodes.size() == 1) Visit(kRoot, true);
}

Extractor::Parts Extractor::PartsOf(uint32_t head, PartKind kind) const {
  auto [begin, end] = PartsOf(head);
  while (begin != end && begin->kind < kind) ++begin;
  const SyntaxPart* last = begin;
  while (last != end && last->kind == kind) ++last;
  return {begin, last};
}

const SyntaxPart* Extractor::Part(uint32_t head, PartKind kind) const {
  auto [begin, end] = PartsOf(head, kind);
  const SyntaxPart* best = nullptr;
  for (; begin != end; ++begin) {
    if (best == nullptr || begin->pattern < best->pattern) best = begin;
  }
  return best;
}

void Extractor::TakeType(const SyntaxPart& part, std::string_view* type,
                         std::string_view* element) const {
  std::string_view text = Text(Span{part.begin, part.end});
  *type = TypeText(text);
  // Visual Basic's (Of T) is hidden from the grammar.
  const std::string_view rest = std::string_view(source_).substr(part.end);
  if (const size_t end = rest.find(')');
      end != std::string_view::npos && rest.starts_with('(') && BeginsTypeArgument(rest.substr(1)))
    text = Text(Span{part.begin, part.end + static_cast<uint32_t>(end) + 1});
  *element = ElementText(text);
}

std::string_view Extractor::NameOf(Span span) const {
  std::string_view text = Trim(Text(span));
  for (const std::string& sigil : language_.sigils) {
    while (text.size() > sigil.size() && text.starts_with(sigil)) text.remove_prefix(sigil.size());
    if (text.size() > sigil.size() && text.ends_with(sigil)) text.remove_suffix(sigil.size());
  }
  return text;
}

ExprId Extractor::Add(ExprKind kind, Span span) {
  Expr e;
  e.kind = kind;
  e.span = e.name_span = span;
  e.function = function_;
  e.class_id = class_;
  facts_.exprs.push_back(e);
  return static_cast<ExprId>(facts_.exprs.size() - 1);
}

void Extractor::SetArgs(ExprId id, const std::vector<Arg>& args) {
  facts_.exprs[id].args_begin = static_cast<uint32_t>(facts_.args.size());
  facts_.exprs[id].args_count = static_cast<uint32_t>(args.size());
  facts_.args.insert(facts_.args.end(), args.begin(), args.end());
}

Arg Extractor::Positional(ExprId value) {
  Arg arg;
  arg.value = value;
  return arg;
}

ExprId Extractor::Visit(uint32_t i, bool want) {
  Spend();
  if (++depth_ > limits_.max_depth) {
    dropped_ = true;
    --depth_;
    return kNone;
  }
  Visited& known = visited_[i];
  if (known.is_value || (known.is_inside && (!want || known.value != kNone))) {
    --depth_;
    return known.value;
  }
  const ExprId id = Dispatch(i, want);
  known.value = id;
  (want ? known.is_value : known.is_inside) = true;
  --depth_;
  return id;
}

ExprId Extractor::Dispatch(uint32_t i, bool want) {
  switch (At(i).role) {
    case Role::kNone:
    case Role::kHole:
      return LookThrough(i, want);
    case Role::kIgnore:
    case Role::kStringPart:
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
    case Role::kClass:
      return ClassOf(i, ClassKind::kClass, want);
    case Role::kInterface:
      return ClassOf(i, ClassKind::kInterface);
    case Role::kEnum:
      return ClassOf(i, ClassKind::kEnum);
    case Role::kModule:
      return ClassOf(i, ClassKind::kModule);
    case Role::kImport:
      return ImportOf(i, want);
    case Role::kStatement:
      return Statement(i);
    case Role::kReparse:
      return Reparse(i, want);
    case Role::kWith:
      return With(i);
    case Role::kComment:
    case Role::kParam:
    case Role::kField:
    case Role::kSpace:
    case Role::kAlias:
    case Role::kAnnotation:
    case Role::kEmbed:
    case Role::kDelegate:
    case Role::kExtends:
      Note(i);
      return kNone;
  }
  return kNone;
}

void Extractor::Note(uint32_t i) {
  switch (At(i).role) {
    case Role::kComment:
      return facts_.comments.push_back(SpanOf(i));
    case Role::kParam:
      return ParamOf(i);
    case Role::kField:
      return FieldOf(i);
    case Role::kSpace:
      return SpaceOf(i);
    case Role::kAlias:
      return AliasOf(i);
    case Role::kAnnotation:
      return AnnotationOf(i);
    case Role::kEmbed:
      return EmbedOf(i);
    case Role::kDelegate:
      return DelegateOf(i);
    case Role::kExtends:
      return ExtendsOf(i);
    default:
      return;
  }
}

ExprId Extractor::LookThrough(uint32_t i, bool want) {
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

void Extractor::VisitChildren(uint32_t i, bool want, std::vector<Arg>* found) {
  for (uint32_t c = FirstChild(i); c < At(i).last; c = Next(i, c)) {
    // A statement that is a name alone may be a call.
    const ExprId id = Visit(c, want || (language_.bare_calls && At(c).role == Role::kName));
    if (found != nullptr && id != kNone) found->push_back(Positional(id));
  }
}

void Extractor::VisitRest(uint32_t head) {
  std::vector<uint32_t> parts;
  auto [begin, end] = PartsOf(head);
  for (; begin != end; ++begin) {
    if (begin->node != kNone && begin->node != head) parts.push_back(begin->node);
  }
  std::sort(parts.begin(), parts.end());
  VisitRest(head, parts);
}

void Extractor::VisitRest(uint32_t i, const std::vector<uint32_t>& parts) {
  Spend();
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

ExprId Extractor::With(uint32_t i) {
  const ExprId outer = with_object_;
  const SyntaxPart* object = Part(i, PartKind::kObject);
  const ExprId id = object == nullptr ? kNone : PartExpr(*object);
  if (id != kNone) with_object_ = id;
  VisitRest(i, object == nullptr ? std::vector<uint32_t>() : std::vector<uint32_t>{object->node});
  with_object_ = outer;
  return kNone;
}

ExprId Extractor::Name(uint32_t i) {
  // Nothing stands there: the object of the block around it.
  if (with_object_ != kNone && NameOf(SpanOf(i)).empty()) return with_object_;
  const ExprId id = Add(ExprKind::kName, SpanOf(i));
  Mutable(id).text = NameOf(SpanOf(i));
  Mutable(id).is_instance = Has(i, PartKind::kInstance);
  return id;
}

ExprId Extractor::PartExpr(const SyntaxPart& part) {
  // A node can be its own part ({lead} for {lead: lead}): then it is a plain name.
  ExprId id = part.node == kNone || part.node == part.head ? kNone : Visit(part.node, true);
  if (id == kNone) {
    const Span span{part.begin, part.end};
    if (const Quoted quoted = TakeQuotes(language_, Text(span)); !quoted.quote.empty())
      return Literal(span, quoted);
    id = Add(ExprKind::kName, span);
    Mutable(id).text = NameOf(part);
  }
  return id;
}

bool Extractor::HasPart(uint32_t i, int depth) const {
  if (depth > 20) return false;
  for (uint32_t c = FirstChild(i); c < At(i).last; c = At(c).last) {
    if (At(c).role == Role::kStringPart || (At(c).role == Role::kNone && HasPart(c, depth + 1)))
      return true;
  }
  return false;
}

bool Extractor::CollectGaps(uint32_t i, Span body, const Quoted& quoted, std::vector<Arg>* pieces) {
  uint32_t at = body.begin;
  bool has_holes = false;
  const auto add_literal = [&](uint32_t end) {
    if (end <= at) return;
    Quoted part = quoted;
    part.body = Text(Span{at, end});
    pieces->push_back(Positional(Literal({at, end}, part)));
  };
  for (uint32_t c = FirstChild(i); c < At(i).last; c = At(c).last) {
    if (At(c).role == Role::kNone || At(c).begin < at || At(c).end > body.end) continue;
    add_literal(At(c).begin);
    at = At(c).end;
    has_holes = true;
    if (At(c).role == Role::kIgnore) continue;  // the end mark of a here document
    ExprId id = Visit(c, true);
    if (id == kNone) id = Add(ExprKind::kUnknown, SpanOf(c));
    pieces->push_back(Positional(id));
  }
  if (has_holes) add_literal(body.end);
  return has_holes;
}

void Extractor::CollectPieces(uint32_t i, const Quoted& quoted, std::vector<Arg>* pieces,
                              bool* has_parts, bool* has_holes) {
  if (++depth_ > limits_.max_depth) {
    dropped_ = true;
    --depth_;
    return;
  }
  for (uint32_t c = FirstChild(i); c < At(i).last; c = Next(i, c)) {
    const Role role = At(c).role;
    if (role == Role::kStringPart) {
      *has_parts = true;
      if (CollectGaps(c, SpanOf(c), quoted, pieces)) {
        *has_holes = true;
        continue;
      }
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

ExprId Extractor::Interpolated(Span span, const Quoted& quoted) {
  std::vector<std::pair<Span, Span>> holes;
  const auto base = static_cast<uint32_t>(quoted.body.data() - source_.data());
  const bool escapes = !quoted.raw && language_.escapes == languages::Language::Escapes::kBackslash;
  for (const Regex& pattern : language_.holes) {
    pattern.FindAll(quoted.body, [&](Span whole, Span inside) {
      const std::string_view before = quoted.body.substr(0, whole.begin);
      const size_t last = before.find_last_not_of('\\');
      const size_t slashes = before.size() - (last == std::string_view::npos ? 0 : last + 1);
      if (escapes && slashes % 2 == 1) return;  // "\$5"
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

ExprId Extractor::PathExpr(Span span) {
  ExprId object = kNone;
  uint32_t at = span.begin;
  for (const std::string_view name : Split(Text(span), '.')) {
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), IsWordChar);
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

std::vector<Arg> Extractor::FillGaps(const Quoted& quoted, const std::vector<Arg>& holes) {
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

ExprId Extractor::Member(uint32_t i, bool want) {
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

ExprId Extractor::Index(uint32_t i) {
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

void Extractor::CollectArgs(uint32_t i, std::vector<Arg>* args) {
  const Role role = At(i).role;
  if (role == Role::kArg || role == Role::kEntry) {
    args->push_back(EntryOf(i));
  } else if (role != Role::kNone) {
    if (const ExprId id = Visit(i, true); id != kNone) args->push_back(Positional(id));
  } else {
    CollectItems(i, args);
  }
}

void Extractor::CollectItems(uint32_t i, std::vector<Arg>* args) {
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
    if (role == Role::kField) {
      FieldOf(c);
      continue;
    }
    ExprId id = Visit(c, true);
    // What is not understood still has a place: the arguments after it must not move up.
    if (id == kNone && role != Role::kComment && role != Role::kIgnore && !At(c).is_error) {
      id = Add(ExprKind::kUnknown, SpanOf(c));
    }
    if (id == kNone) continue;
    args->push_back(Positional(id));
    // { find(mail) { ... } }: an entry by the function's name.
    const Expr& e = facts_.at(id);
    if (role == Role::kFunction && At(i).role == Role::kMap && e.kind == ExprKind::kFunction)
      args->back().name = facts_.functions[e.target].name;
  }
}

Arg Extractor::EntryOf(uint32_t i) {
  Arg arg;
  if (const SyntaxPart* key = Part(i, PartKind::kKey)) {
    // Entry: the key is an expression; a constant one also gives the name.
    const Quoted quoted = TakeQuotes(language_, Text(i));
    if (key->node == i && !quoted.quote.empty()) {
      arg.key = String(i);
    } else if (key->node == i && Has(i, PartKind::kValue) && IsWord(Text(i))) {
      arg.key = Leaf(ExprKind::kString, i);  // a bare word before an arrow is a text
    } else {
      arg.key = PartExpr(*key);
    }
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

ExprId Extractor::LonelyEntry(uint32_t i) {
  std::vector<Arg> entries{EntryOf(i)};
  const ExprId id = Add(ExprKind::kMap, SpanOf(i));
  SetArgs(id, entries);
  return id;
}

ExprId Extractor::Collection(uint32_t i) {
  std::vector<Arg> items;
  if (++depth_ <= limits_.max_depth) {
    // Some grammars put the items in a list of their own.
    const uint32_t only = FirstChild(i);
    const bool inner = only < At(i).last && At(only).last == At(i).last &&
                       At(only).role == Role::kNone && FirstChild(only) < At(only).last;
    CollectItems(inner ? only : i, &items);
  }
  --depth_;
  const bool keyed =
      std::any_of(items.begin(), items.end(), [](const Arg& a) { return a.key != kNone; });
  const ExprId id =
      Add(keyed || At(i).role == Role::kMap ? ExprKind::kMap : ExprKind::kList, SpanOf(i));
  SetArgs(id, items);
  return id;
}

ExprId Extractor::Call(uint32_t i) {
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
  if (name != nullptr) {
    if (const ExprId id = BoundCall(SpanOf(i), receiver, NameOf(*name), args); id != kNone)
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
    if (const size_t generic = e.text.find('<');
        e.text.ends_with('>') && generic != std::string_view::npos && generic != 0) {
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

ExprId Extractor::BoundCall(Span span, ExprId receiver, std::string_view name,
                            const std::vector<Arg>& args) {
  // partial(f, x) is f(x), put off; f.bind(object, x) as well.
  ExprId function = kNone;
  if (args.size() < 2) return kNone;
  if (Contains(language_.binds, name)) {
    if (args[0].name.empty()) function = args[0].value;
  } else if (receiver != kNone && Contains(language_.binds, "." + std::string(name))) {
    function = receiver;
  }
  if (function == kNone) return kNone;
  const Expr callee = facts_.at(function);
  if (callee.kind != ExprKind::kMember && callee.kind != ExprKind::kName) return kNone;
  const ExprId id = Add(ExprKind::kCall, span);
  SetArgs(id, std::vector<Arg>(args.begin() + 1, args.end()));
  Expr& e = Mutable(id);
  e.object = callee.object;
  e.text = callee.text;
  e.name_span = callee.name_span;
  facts_.calls.push_back(id);
  return id;
}

ExprId Extractor::New(uint32_t i) {
  const SyntaxPart* type = Part(i, PartKind::kType);
  const SyntaxPart* dynamic = Part(i, PartKind::kFunction);
  const ExprId object = dynamic == nullptr || type != nullptr ? kNone : PartExpr(*dynamic);
  std::vector<Arg> args;
  auto [arg, last] = PartsOf(i, PartKind::kArgs);
  for (; arg != last; ++arg) {
    if (arg->node == i) {  // GET("get") of an enumeration: the list is all that there is
      CollectItems(i, &args);
    } else if (arg->node != kNone) {
      CollectArgs(arg->node, &args);
    }
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

ExprId Extractor::Cast(uint32_t i, const Arg& value) {
  const SyntaxPart* type = Part(i, PartKind::kType);
  if (type == nullptr) return value.value;
  const std::string_view name = TypeText(Text(Span{type->begin, type->end}));
  const ExprKind kind = facts_.at(value.value).kind;
  // What is written out is what it is.
  const bool is_open = kind == ExprKind::kName || kind == ExprKind::kMember ||
                       kind == ExprKind::kCall || kind == ExprKind::kIndex ||
                       kind == ExprKind::kUnknown || kind == ExprKind::kAssign;
  if (!is_open || name.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos)
    return value.value;
  const ExprId id = Add(ExprKind::kAssign, SpanOf(i));
  SetArgs(id, {value});
  Mutable(id).text = name;
  return id;
}

ExprId Extractor::Choice(uint32_t i, bool want) {
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
      if (const ExprId id = Visit(value->node, true); id != kNone) values.push_back(Positional(id));
    }
    VisitRest(i);
  }
  if (values.empty()) return kNone;
  if (values.size() == 1) return Cast(i, values[0]);
  const ExprId id = Add(ExprKind::kChoice, SpanOf(i));
  SetArgs(id, values);
  return id;
}

ExprId Extractor::Assign(uint32_t i, bool want) {
  const SyntaxPart* value = Part(i, PartKind::kValue);
  const SyntaxPart* type = Part(i, PartKind::kType);
  const ExprId held = value == nullptr || value->node == kNone ? kNone : Visit(value->node, true);
  if (const SyntaxPart* pattern = Part(i, PartKind::kPattern);
      pattern != nullptr && pattern->node != kNone && held != kNone)
    Unpack(pattern->node, held);
  auto [target, last] = PartsOf(i, PartKind::kTarget);
  const bool several = last - target > 1;
  const bool is_loop = Has(i, PartKind::kElement);
  const Expr* items = several && held != kNone && !is_loop ? &facts_.at(held) : nullptr;
  const bool pairwise =
      items != nullptr && items->kind == ExprKind::kList && items->args_count == last - target;
  const uint32_t first_item = pairwise ? items->args_begin : 0;
  if (const SyntaxPart* key = Part(i, PartKind::kKey)) {
    Binding b;
    b.target = PartExpr(*key);
    b.function = function_, b.class_id = class_;
    b.span = LoopAround(i), b.is_element = true;
    facts_.bindings.push_back(b);
  }
  for (uint32_t index = 0; target != last; ++target, ++index) {
    Binding b;
    b.target = PartExpr(*target);
    // define("NAME", value) names its target by a string.
    if (facts_.at(b.target).kind == ExprKind::kString) Mutable(b.target).kind = ExprKind::kName;
    b.value = pairwise ? facts_.args[first_item + index].value : held;
    if (type != nullptr) TakeType(*type, &b.type, &b.element_type);
    b.function = function_;
    b.class_id = class_;
    b.span = {target->begin, target->end};
    if (value != nullptr)
      b.span = {std::min(target->begin, value->begin), std::max(target->end, value->end)};
    b.is_element = is_loop || (several && held != kNone && !pairwise);
    b.is_append = Has(i, PartKind::kAppend);
    b.is_outer = Has(i, PartKind::kOuter);
    if (is_loop) b.span = LoopAround(i);
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

Span Extractor::LoopAround(uint32_t i) const {
  // A clause of a variable and a collection: what is done with them stands in a node around it.
  const auto children = [&](uint32_t node) {
    uint32_t named = 0;
    for (uint32_t c = FirstChild(node); c < At(node).last; c = Next(node, c)) ++named;
    return named;
  };
  if (children(i) > 2) return SpanOf(i);
  uint32_t node = At(i).parent;
  for (int step = 0; step < 2 && children(node) == 1; ++step) node = At(node).parent;
  return SpanOf(node);
}

void Extractor::Unpack(uint32_t pattern, ExprId object) {
  if (++depth_ > limits_.max_depth) dropped_ = true;
  for (uint32_t c = FirstChild(pattern); c < At(pattern).last && depth_ <= limits_.max_depth;
       c = Next(pattern, c)) {
    if (At(c).role == Role::kImport) Visit(c, false);  // const {A: B} = require('./a')
    const SyntaxPart* key = Part(c, PartKind::kKey);
    if (At(c).role != Role::kEntry || key == nullptr) continue;
    const ExprId member = Add(ExprKind::kMember, Span{key->begin, key->end});
    Mutable(member).text = NameOf(*key);
    Mutable(member).object = object;
    const SyntaxPart* value = Part(c, PartKind::kValue);
    if (value != nullptr && value->node != kNone && At(value->node).role == Role::kMap) {
      Unpack(value->node, member);
      continue;
    }
    Binding b;
    b.target = PartExpr(value != nullptr ? *value : *key);
    b.function = function_;
    b.class_id = class_;
    b.span = SpanOf(c);
    if (const SyntaxPart* otherwise = Part(c, PartKind::kDefault)) {
      b.value = PartExpr(*otherwise);
      facts_.bindings.push_back(b);
    }
    b.value = member;
    facts_.bindings.push_back(b);
  }
  --depth_;
}

ExprId Extractor::ReturnOf(uint32_t i) {
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

ExprId Extractor::Statement(uint32_t i) { return LookThrough(i, true); }

}  // namespace unsoap::facts
