// Envelopes whose request element is put together from a name: `<m:params{op}>`. The function
// around it is a dispatcher where the name is its parameter; the operation is known where it is
// constant. Elements that are written out are match/envelopes.h's.
#include "scanner/base/char.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr size_t kMaxPieces = 256;  // of a template

/// A text with holes: a literal piece, or the expression that fills a hole.
struct Piece {
  std::string_view text;
  facts::ExprId hole = facts::kNone;
};

bool IsNameChar(char c) { return IsWordChar(c) || c == '-' || c == '.'; }

/// The pieces of a template that is known as a constant, with the arguments that fill it:
/// {name} {0} {} and %s %1$s %(name)s.
std::vector<Piece> Split(std::string_view text, const facts::FileFacts& facts,
                         const std::vector<facts::Arg>& args) {
  std::vector<Piece> pieces;
  size_t from = 0, next = 0;
  const auto argument = [&](std::string_view name, size_t index) {
    for (const facts::Arg& arg : args) {
      if (!name.empty() && arg.name == name) return arg.value;
      if (name.empty() || arg.value == facts::kNone) continue;
      const facts::Expr& e = facts.exprs[arg.value];  // % {"name": x}
      for (uint32_t i = 0; e.kind == facts::ExprKind::kMap && i < e.args_count; ++i) {
        if (facts.begin_args(e)[i].name == name) return facts.begin_args(e)[i].value;
      }
    }
    return name.empty() && index < args.size() && args[index].name.empty() ? args[index].value
                                                                           : facts::kNone;
  };
  for (size_t at = 0; at + 1 < text.size() && pieces.size() < kMaxPieces; ++at) {
    std::string_view name;
    size_t end = 0, index = next;
    if (text[at] == '{') {
      end = text.find('}', at);
      if (end == std::string_view::npos || end - at > 40) continue;
      name = text.substr(at + 1, end - at - 1);
      ++end;
    } else if (text[at] == '%' && text[at + 1] == '(') {
      end = text.find(')', at);
      if (end == std::string_view::npos || end + 1 >= text.size()) continue;
      name = text.substr(at + 2, end - at - 2);
      end += 2;
    } else if (text[at] == '%' && text[at + 1] == 's') {
      end = at + 2;
    } else if (text[at] == '%' && text[at + 1] >= '1' && text[at + 1] <= '9' &&
               text.substr(at + 2, 2) == "$s") {
      name = text.substr(at + 1, 1), end = at + 4;
    } else {
      continue;
    }
    if (!std::all_of(name.begin(), name.end(), IsNameChar)) continue;
    if (!name.empty() && std::all_of(name.begin(), name.end(), IsDigit)) {
      index = static_cast<size_t>(std::atoi(std::string(name).c_str())) - (text[at] == '%' ? 1 : 0);
      name = {};
    } else if (name.empty()) {
      ++next;
    }
    pieces.push_back({text.substr(from, at - from)});
    pieces.push_back({{}, argument(name, index)});
    from = end, at = end - 1;
  }
  pieces.push_back({text.substr(from)});
  return pieces;
}

/// "<m:params" at the end of a piece: what of the element's name stands there.
struct Opened {
  bool found = false;
  std::string_view prefix, part;
  bool in_body = false;  // right below the envelope's body
  bool is_name = false;  // there is nothing else before it
};

Opened OpenedBy(std::string_view text) {
  size_t at = text.size();
  while (at > 0 && IsNameChar(text[at - 1])) --at;
  Opened opened;
  opened.part = text.substr(at);
  if (at > 0 && text[at - 1] == ':') {
    const size_t end = --at;
    while (at > 0 && IsNameChar(text[at - 1])) --at;
    opened.prefix = text.substr(at, end - at);
  }
  while (at > 0 && text[at - 1] == ' ') --at;
  if (at > 0 && text[at - 1] == '}' && !opened.part.empty()) {  // {namespace}params: a name of lxml
    opened.found = true;
    return opened;
  }
  // A builder is given the name alone: "params" + op, "m:params" + op.
  if (at == 0 && !opened.part.empty()) {
    opened.found = opened.is_name = true;
    return opened;
  }
  if (at == 0 || text[at - 1] != '<') return opened;
  opened.found = true;
  std::string_view before = text.substr(0, at - 1);
  while (!before.empty() && (before.back() == ' ' || before.back() == '\n' ||
                             before.back() == '\r' || before.back() == '\t'))
    before.remove_suffix(1);
  const size_t tag = before.rfind('<');
  opened.in_body = tag != std::string_view::npos && before.ends_with('>') &&
                   before.substr(tag).find("Body") != std::string_view::npos;
  return opened;
}

}  // namespace

const rules::Operation* Finder::OperationOfElement(const rules::Pack& pack, std::string_view name) {
  name.remove_prefix(name.find_last_of(":}/") + 1);  // its prefix or namespace
  for (const rules::Operation& operation : pack.operations) {
    if (EqualsIgnoreCase(name, operation.request_element) ||
        EqualsIgnoreCase(name, rules::ExpandTemplate(pack.surface.request_element, operation.name)))
      return &operation;
  }
  return nullptr;
}

namespace {

constexpr size_t kMostBetween = 8;  // calls that two appended texts lie apart

/// What calls in a row are made on: sb of sb.append(a).append(b).
facts::ExprId RootOf(const facts::FileFacts& facts, facts::ExprId id) {
  while (facts.exprs[id].kind == facts::ExprKind::kCall && facts.exprs[id].object != facts::kNone)
    id = facts.exprs[id].object;
  return id;
}

/// What was put in just before a call puts its argument into the same text, in the same function:
/// sb.append("<m:").append(op), sb.append("<m:"); sb.append(op); kNone if nothing was.
facts::ExprId AppendedBefore(const facts::FileFacts& facts, size_t call) {
  const facts::Expr& e = facts.exprs[facts.calls[call]];
  const facts::Expr& root = facts.exprs[RootOf(facts, e.object)];
  for (size_t i = call; i-- > 0 && call - i <= kMostBetween;) {
    const facts::Expr& other = facts.exprs[facts.calls[i]];
    if (other.text != e.text || other.object == facts::kNone || other.function != e.function ||
        facts.exprs[RootOf(facts, other.object)].text != root.text || root.text.empty())
      continue;
    return other.args_count == 1 ? facts.begin_args(other)[0].value : facts::kNone;
  }
  return facts::kNone;
}

/// What follows the hole up to the end of the element's name.
std::string_view TailOf(const std::vector<Piece>& pieces, size_t hole) {
  if (hole + 1 >= pieces.size() || pieces[hole + 1].hole != facts::kNone) return {};
  const std::string_view text = pieces[hole + 1].text;
  size_t end = 0;
  while (end < text.size() && IsNameChar(text[end])) ++end;
  return text.substr(0, end);
}

/// Pieces of a name that begins with a literal: it, and holes that are all the same parameter's
/// (Upper(op[0]) + op[1..]).
size_t CountOfName(const std::vector<Piece>& pieces, size_t hole) {
  size_t count = hole;
  while (count < pieces.size() && pieces[count].hole != facts::kNone && count < hole + 2) ++count;
  return count;
}

/// True if behind the holes of a name there is nothing, or the rest of the name: params{verb}Leads.
bool EndsWithName(const std::vector<Piece>& pieces, size_t count) {
  return pieces.size() == count ||
         (pieces.size() == count + 1 && pieces[count].hole == facts::kNone &&
          std::all_of(pieces[count].text.begin(), pieces[count].text.end(), IsNameChar));
}

}  // namespace

void Finder::FindAppendedElements(FileId f) {
  const facts::FileFacts& facts = File(f);
  for (size_t i = 1; i < facts.calls.size(); ++i) {
    const facts::Expr& e = facts.exprs[facts.calls[i]];
    if (e.kind != facts::ExprKind::kCall || e.object == facts::kNone || e.args_count != 1 ||
        !program_.Names(f, &languages::Language::appends, e.text))
      continue;
    const facts::ExprId hole = facts.begin_args(e)[0].value;
    const facts::ExprId before = AppendedBefore(facts, i);
    if (hole == facts::kNone || before == facts::kNone ||
        facts.exprs[hole].kind == facts::ExprKind::kString)
      continue;
    const facts::Expr* text = &facts.exprs[before];
    if (text->kind == facts::ExprKind::kConcat && text->args_count > 0 &&
        facts.begin_args(*text)[text->args_count - 1].value != facts::kNone)
      text = &facts.exprs[facts.begin_args(*text)[text->args_count - 1].value];
    if (text->kind == facts::ExprKind::kString)
      FindNamedElement({f, facts.calls[i]}, std::vector<Piece>{{text->text}, {{}, hole}}, false);
  }
}

void Finder::FindNamedElements(bool bare_names) {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (IsGenerated(f) || repository_ == nullptr || Interrupted()) continue;
    const facts::FileFacts& facts = File(f);
    if (!bare_names) FindAppendedElements(f);
    for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) {
      const facts::Expr& e = facts.exprs[id];
      const facts::Arg* args = facts.begin_args(e);
      std::vector<Piece> pieces;
      if (e.kind == facts::ExprKind::kConcat) {
        for (uint32_t i = 0; i < e.args_count && i < kMaxPieces; ++i) {
          if (args[i].value == facts::kNone) continue;
          const facts::Expr& piece = facts.exprs[args[i].value];
          pieces.push_back(piece.kind == facts::ExprKind::kString ? Piece{piece.text}
                                                                  : Piece{{}, args[i].value});
        }
        FindNamedElement({f, id}, pieces, bare_names);
        continue;
      }
      // A template that is a constant elsewhere: TEMPLATE.format(op=x), sprintf(TEMPLATE, x).
      facts::ExprId text = facts::kNone;
      uint32_t first = 0;
      if (e.kind == facts::ExprKind::kCall && program_.Formats(f, e.text)) {
        text = e.object;
        if (e.args_count > 0 && args[0].value != facts::kNone &&
            (text == facts::kNone || flow_.Constants(flow_.NodeOf({f, text})).empty()))
          text = args[0].value, first = 1;
      } else if (e.kind == facts::ExprKind::kUnknown && e.args_count == 2) {
        text = args[0].value, first = 1;  // TEMPLATE % x
      }
      if (text == facts::kNone || facts.exprs[text].kind == facts::ExprKind::kString) continue;
      std::vector<facts::Arg> values(args + first, args + e.args_count);
      if (values.size() == 1 && values[0].value != facts::kNone &&
          facts.exprs[values[0].value].kind == facts::ExprKind::kList) {
        const facts::Expr& list = facts.exprs[values[0].value];
        values.assign(facts.begin_args(list), facts.begin_args(list) + list.args_count);
      }
      for (const AtomId atom : flow_.ValuesOf({f, text})) {
        if (flow_.atom(atom).kind != AtomKind::kString) continue;
        FindNamedElement({f, id}, Split(flow_.str(flow_.atom(atom).a), facts, values), bare_names);
      }
    }
  }
}

bool Finder::NamesElement(FnRef fn) const {
  return std::any_of(dispatchers_.begin(), dispatchers_.end(),
                     [&](const Dispatch& dispatch) { return dispatch.fn == fn; });
}

template <class Pieces>
bool Finder::IsOthers(const Pieces& pieces, std::string_view prefix,
                      const rules::Pack& pack) const {
  if (prefix.empty()) return false;
  const std::string declares = "xmlns:" + std::string(prefix) + "=";
  for (const Piece& piece : pieces) {
    const size_t at = piece.text.find(declares);
    if (at == std::string_view::npos) continue;
    std::string_view uri = piece.text.substr(at + declares.size());
    while (!uri.empty() && (uri[0] == '\\' || uri[0] == '"' || uri[0] == '\''))
      uri.remove_prefix(1);
    const size_t end = uri.find_first_of("\\\"'");
    if (end == std::string_view::npos) return false;  // it is put in
    evidence::SignalKind kind;
    return scanner_.ServiceIn(uri.substr(0, end), &kind) != &pack;
  }
  return false;
}

template <class Pieces>
void Finder::FindNamedElement(ExprRef at, const Pieces& pieces, bool bare_names) {
  for (size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i].hole == facts::kNone || pieces[i - 1].hole != facts::kNone) continue;
    const Opened opened = OpenedBy(pieces[i - 1].text);
    if (!opened.found) continue;
    const rules::Pack* pack = Signals(at.file).strong;
    bool names_service = false;
    for (const Piece& piece : pieces) {
      evidence::SignalKind kind;
      if (const rules::Pack* named = scanner_.ServiceIn(piece.text, &kind))
        pack = named, names_service = true;
    }
    if (pack == nullptr || IsOthers(pieces, opened.prefix, *pack)) continue;
    const std::string& element = pack->surface.request_element;
    const std::string_view prefix = std::string_view(element).substr(0, element.find('{'));
    const bool has_prefix = !prefix.empty() && EqualsIgnoreCase(opened.part, prefix);
    if (!has_prefix && !opened.part.empty()) continue;
    if (opened.is_name != bare_names) continue;
    if (bare_names &&
        (i != 1 || !EndsWithName(pieces, CountOfName(pieces, i)) || NamesElement(FunctionOf(at))))
      continue;
    const std::string_view tail = TailOf(pieces, i);
    OperationUse use;
    use.at = at, use.in = FunctionOf(at), use.pack = pack, use.is_written = true;
    use.name_span = program_.expr({at.file, pieces[i].hole}).span;
    use.confidence = names_service ? findings::Confidence::kCertain : findings::Confidence::kLikely;
    use.named_by = {at.file, pieces[i].hole};
    around_names_[use.named_by] = {std::string(opened.part), std::string(tail)};
    std::vector<Atom> params;
    for (const AtomId id : flow_.ValuesOf({at.file, pieces[i].hole})) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember) {
        const std::string name =
            std::string(opened.part) + std::string(flow_.str(atom.a)) + std::string(tail);
        if (const rules::Operation* op = OperationOfElement(*pack, name)) AddOperation(&use, op);
      }
      if (atom.kind == AtomKind::kParam && !program_.function({atom.a, atom.b}).name.empty() &&
          !IsOfConstants({atom.a, atom.b}))
        params.push_back(atom);
    }
    // Of an element that may be any, what the callers give says that it is the request's.
    if (!has_prefix && !opened.in_body && use.operations.empty()) params.clear();
    if (params.empty() && use.operations.empty()) continue;
    use.reasons.push_back({names_service ? "element" : "template",
                           "the request's element is put together here", at.file,
                           program_.expr(at).span});
    AddFileReason(at.file, &use.reasons);
    if (!params.empty()) {
      use.is_dispatcher_site = true;
      use.operations.clear();
      Dispatch like;
      like.before = opened.part, like.after = tail, like.is_element = true;
      AddDispatchers(params, std::move(like));
    }
    std::sort(
        use.operations.begin(), use.operations.end(),
        [](const rules::Operation* a, const rules::Operation* b) { return a->name < b->name; });
    Emit(std::move(use));
    return;
  }
}

}  // namespace unsoap::link
