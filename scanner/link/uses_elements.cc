// Elements of requests that a builder makes by their name: a method that is called like the
// element, a function or a key of a map that is given the name. Written out with a prefix they are
// envelopes (match/envelopes.h).
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

/// The operation whose request has the element that a text ends in, behind its prefix or namespace.
const rules::Operation* Exactly(const rules::Pack& pack, std::string_view name) {
  name.remove_prefix(name.find_last_of(":}/") + 1);
  const auto found = std::find_if(
      pack.operations.begin(), pack.operations.end(),
      [&](const rules::Operation& op) { return !name.empty() && op.request_element == name; });
  return found == pack.operations.end() ? nullptr : &*found;
}

}  // namespace

Finder::MadeElement Finder::ElementNamed(ExprRef name, const rules::Pack& pack) const {
  MadeElement made;
  for (const AtomId id : flow_.ValuesOf(name)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kString && made.operation == nullptr)
      made.operation = Exactly(pack, flow_.str(atom.a));
    if (atom.kind != AtomKind::kParam || atom.e != 0 ||
        program_.function({atom.a, atom.b}).name.empty())
      continue;
    // "mkt:" + tag, "{http://x}" + tag, NS + tag; "soap_" + tag is another name.
    const std::string_view before = flow_.str(atom.d);
    evidence::SignalKind kind;
    if (before.empty() || before.ends_with(':') || before.ends_with('}') ||
        scanner_.ServiceIn(before, &kind) == &pack)
      made.params.push_back(atom);
  }
  // What the callers give says that the parameter names a request's element.
  if (made.operation == nullptr) made.params.clear();
  return made;
}

Finder::MadeElement Finder::ElementMadeBy(ExprRef call, const rules::Pack& pack) const {
  const facts::Expr& e = program_.expr(call);
  // xml['mkt'].paramsGetLead { ... }: the method is called like the element.
  const bool is_method = e.kind == facts::ExprKind::kCall && e.object != facts::kNone;
  if (const rules::Operation* op = is_method ? Exactly(pack, e.text) : nullptr) return {op, {}};
  if (e.name_expr != facts::kNone) return ElementNamed({call.file, e.name_expr}, pack);
  const bool is_new = e.kind == facts::ExprKind::kNew;  // of a type that may be qualified
  if (!program_.Names(call.file, &languages::Language::element_makers,
                      is_new ? SimpleName(e.text) : e.text))
    return {};
  // xml.tag!('mkt:paramsGetLead'), Element('{%s}paramsGetLead' % NS)
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::Arg& arg = File(call.file).begin_args(e)[i];
    if (arg.value == facts::kNone || !arg.name.empty()) continue;
    MadeElement made = ElementNamed({call.file, arg.value}, pack);
    if (made.operation != nullptr) return made;
  }
  return {};
}

void Finder::FindElementCalls(FileId f) {
  const rules::Pack* const pack = Signals(f).strong;
  if (pack == nullptr) return;
  const facts::FileFacts& facts = File(f);
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& e = facts.exprs[id];
    if (!IsUnresolved({f, id})) continue;
    MadeElement made = ElementMadeBy({f, id}, *pack);
    if (made.operation == nullptr ||
        (e.object != facts::kNone && !ReceiversOf({f, e.object}).empty()))
      continue;
    // A function that is handed the name itself is looked at for its envelope.
    if (made.params.empty() &&
        (e.kind != facts::ExprKind::kCall || e.object == facts::kNone || e.text.empty()))
      continue;
    EmitElement({f, id}, e.name_span, std::move(made), *pack);
  }
  for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) {  // { ['mkt:' + tag]: fields }
    const facts::Expr& e = facts.exprs[id];
    for (uint32_t i = 0; e.kind == facts::ExprKind::kMap && i < e.args_count; ++i) {
      const facts::ExprId key = facts.begin_args(e)[i].key;
      if (key == facts::kNone || (facts.exprs[key].kind != facts::ExprKind::kConcat &&
                                  facts.exprs[key].kind != facts::ExprKind::kName))
        continue;
      MadeElement made = ElementNamed({f, key}, *pack);
      if (!made.params.empty())
        EmitElement({f, key}, facts.exprs[key].span, std::move(made), *pack);
    }
  }
}

void Finder::EmitElement(ExprRef at, Span name_span, MadeElement made, const rules::Pack& pack) {
  const facts::Expr& e = program_.expr(at);
  // Written out with its prefix it is an envelope by itself.
  const bool is_envelope =
      made.params.empty() &&
      std::any_of(in_.envelopes->begin(), in_.envelopes->end(), [&](const EnvelopeUse& known) {
        return known.file == at.file && known.operation == made.operation &&
               e.span.Contains(known.span);
      });
  if (is_envelope || (!made.params.empty() && NamesElement(FunctionOf(at)))) return;
  OperationUse use;
  use.at = at, use.in = FunctionOf(at), use.pack = &pack, use.name_span = name_span;
  use.confidence = findings::Confidence::kCertain;
  use.reasons.push_back({"element", "a builder makes the request's element", at.file, name_span});
  AddFileReason(at.file, &use.reasons);
  if (made.params.empty()) {
    AddOperation(&use, made.operation);
  } else {
    use.is_dispatcher_site = true;
    Dispatch like;
    like.is_element = true;
    AddDispatchers(made.params, std::move(like));
  }
  if (e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kNew)
    AddRequests(e, File(at.file), 0, false, &use);
  Emit(std::move(use));
}

}  // namespace unsoap::link
