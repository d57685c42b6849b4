// Operations that only the SOAPAction header names: a request whose body comes from a template or a
// serialised object. Where an envelope or a template says the same, that one is reported.
#include "scanner/base/char.h"
#include "scanner/facts/xml_steps.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr std::string_view kHeader = facts::kActionHeader;
constexpr size_t kMaxAction = 400;  // bytes of a header

/// "SOAPAction: "http://x/y" -> http://x/y; what is no header line stays.
std::string_view ValueOf(std::string_view text) {
  if (text.size() > kHeader.size() && EqualsIgnoreCase(text.substr(0, kHeader.size()), kHeader)) {
    text = Trim(text.substr(kHeader.size()));
    if (text.starts_with(":") || text.starts_with("=")) text = Trim(text.substr(1));
  }
  while (text.starts_with("\"") || text.starts_with("'")) text.remove_prefix(1);
  return text;
}

/// cxf:bean:crm?defaultOperationName=getTags: what stands behind the name in an address.
std::string_view ParameterOf(std::string_view address, std::string_view name) {
  for (size_t at = address.find(name); at != std::string_view::npos;
       at = address.find(name, at + 1)) {
    const size_t end = at + name.size();
    if (at == 0 || (address[at - 1] != '?' && address[at - 1] != '&') || end >= address.size() ||
        address[end] != '=')
      continue;
    return address.substr(end + 1, address.find_first_of("&#", end) - end - 1);
  }
  return {};
}

bool IsHeaderLine(std::string_view text) {
  return text.size() > kHeader.size() && text.size() <= kMaxAction &&
         EqualsIgnoreCase(text.substr(0, kHeader.size()), kHeader) &&
         Trim(text.substr(kHeader.size())).starts_with(":");
}

/// SOAPAction, or one of the other headers that a language's routes name an operation by.
bool IsHeader(const facts::FileFacts& facts, facts::ExprId id,
              const std::vector<std::string>& headers) {
  if (id == facts::kNone) return false;
  const facts::Expr& e = facts.exprs[id];
  const bool is_text = e.kind == facts::ExprKind::kString;
  if (is_text && EqualsIgnoreCase(e.text, kHeader)) return true;
  return (is_text || e.kind == facts::ExprKind::kMember || e.kind == facts::ExprKind::kName) &&
         Contains(headers, e.text);
}

/// What a call, construction, map or pair sets the header to: what has its name, else what stands
/// behind it, or before it where nothing does (setValue(x, forHTTPHeaderField: "SOAPAction")).
facts::ExprId ValueBeside(const facts::FileFacts& facts, const facts::Expr& e,
                          const std::vector<std::string>& headers) {
  const bool is_call = e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kNew;
  const bool is_pair = e.kind == facts::ExprKind::kList && e.args_count == 2;
  if (!is_call && !is_pair && e.kind != facts::ExprKind::kMap) return facts::kNone;
  const facts::Arg* args = facts.begin_args(e);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    if (EqualsIgnoreCase(args[i].name, kHeader)) return args[i].value;
    if (e.kind == facts::ExprKind::kMap || !IsHeader(facts, args[i].value, headers)) continue;
    if (i + 1 < e.args_count) return args[i + 1].value;
    return i > 0 ? args[i - 1].value : facts::kNone;
  }
  return facts::kNone;
}

}  // namespace

std::vector<Finder::Action> Finder::ActionsIn(FileId f) const {
  const facts::FileFacts& facts = File(f);
  std::vector<Action> out;
  const std::vector<std::string>& headers =
      program_.Words(f, &languages::Language::operation_headers);
  for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) {
    const facts::Expr& e = facts.exprs[id];
    const facts::Arg* args = facts.begin_args(e);
    if (const facts::ExprId value = ValueBeside(facts, e, headers); value != facts::kNone)
      out.push_back({id, value});
    if (e.kind == facts::ExprKind::kString && IsHeaderLine(e.text)) out.push_back({id, id});
    for (const std::string& header : headers) {
      if (e.kind == facts::ExprKind::kString && !ParameterOf(e.text, header).empty())
        out.push_back({id, id, header});
    }
    if (e.kind == facts::ExprKind::kConcat && e.args_count > 0 && args[0].value != facts::kNone &&
        IsHeaderLine(facts.exprs[args[0].value].text))
      out.push_back({id, id});
  }
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
    const facts::Expr& target = facts.exprs[binding.target];  // headers['SOAPAction'] = x
    const bool is_index = target.kind == facts::ExprKind::kIndex && target.args_count == 1 &&
                          IsHeader(facts, facts.begin_args(target)[0].value, headers);
    const bool is_member =
        target.kind == facts::ExprKind::kMember && EqualsIgnoreCase(target.text, kHeader);
    if (is_index || is_member) out.push_back({binding.value, binding.value});
  }
  std::erase_if(out, [](const Action& action) { return action.value == facts::kNone; });
  return out;
}

void Finder::FindActions() {
  if (repository_ == nullptr) return;
  for (FileId f = 0; f < program_.file_count() && !Interrupted(); ++f) {
    if (!IsGenerated(f)) FindElementCalls(f);
  }
  for (const EnvelopeUse& envelope : *in_.envelopes) {
    if (envelope.operation != nullptr)
      said_[FunctionAt(envelope.file, envelope.span)].insert(envelope.operation);
  }
  for (const OperationUse& use : out_.operations) {
    said_[use.in].insert(use.operations.begin(), use.operations.end());
    if (use.operations.empty()) said_[use.in].insert(nullptr);
  }
  for (const Dispatch& dispatch : dispatchers_) said_[dispatch.fn].insert(nullptr);
  for (FileId f = 0; f < program_.file_count() && !Interrupted(); ++f) {
    if (IsGenerated(f)) continue;
    for (const Action& action : ActionsIn(f)) FindAction(f, action);
  }
}

Finder::Route Finder::RouteOf(ExprRef step, const rules::Pack& pack) const {
  // from(a).setHeader(name, operation).to("cxf:https://…")
  constexpr size_t kMostSteps = 32;
  const facts::FileFacts& facts = File(step.file);
  std::vector<std::string_view> texts;
  facts::ExprId at = step.expr;
  const auto collect = [&](const facts::Expr& e) {
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const facts::ExprId value = facts.begin_args(e)[i].value;
      if (value != facts::kNone) Reach(flow_.NodeOf({step.file, value}), 0, &texts);
    }
  };
  const facts::Expr& first = program_.expr(step);
  collect(first);
  if (first.object != facts::kNone && first.kind == facts::ExprKind::kCall) {
    Reach(flow_.NodeOf({step.file, first.object}), 0, &texts);
    const std::vector<Receiver> clients = ReceiversOf({step.file, first.object});
    const auto is = [&](Grade grade) {
      return !clients.empty() &&
             std::all_of(clients.begin(), clients.end(),
                         [&](const Receiver& r) { return r.proof.grade == grade; });
    };
    if (is(Grade::kOther)) return Route::kOther;
    if (is(Grade::kProven) && clients.front().proof.pack == &pack) return Route::kService;
  }
  if (first.kind == facts::ExprKind::kString) texts.push_back(first.text);
  auto next = std::partition_point(facts.calls.begin(), facts.calls.end(), [&](facts::ExprId c) {
    return facts.exprs[c].name_span.begin < facts.exprs[at].name_span.end;
  });
  for (size_t seen = 0; next != facts.calls.end() && seen < kMostSteps; ++next, ++seen) {
    const facts::Expr& e = facts.exprs[*next];
    if (e.object != at) continue;
    at = *next;
    collect(e);
  }
  bool is_other = false;
  for (const std::string_view text : texts) {
    evidence::SignalKind kind;
    if (scanner_.ServiceIn(text, &kind) == &pack) return Route::kService;
    // cxf:https://…: a component's name may stand before the address.
    size_t scheme = text.find("://");
    if (scheme == std::string_view::npos) continue;
    while (scheme > 0 && IsAlpha(text[scheme - 1])) --scheme;
    is_other |= scanner_.IsOtherUrl(text.substr(scheme));
  }
  return is_other ? Route::kOther : Route::kUnknown;
}

bool Finder::IsSaid(FnRef in, const rules::Operation* operation) const {
  const auto known = said_.find(in);
  return known != said_.end() &&
         (known->second.contains(operation) || known->second.contains(nullptr));
}

void Finder::FindAction(FileId f, const Action& action) {
  OperationUse use;
  use.at = {f, action.at}, use.in = FunctionOf(use.at), use.is_written = true;
  if (IsSaid(use.in, nullptr)) return;
  use.pack = Signals(f).strong != nullptr ? Signals(f).strong : repository_;
  use.name_span = program_.expr({f, action.value}).span;
  use.named_by = {f, action.value};
  const Route route = RouteOf(use.at, *use.pack);
  if (route == Route::kOther) return;
  bool names_service = route == Route::kService;
  std::vector<Atom> params;
  std::string before, after;
  for (const AtomId id : flow_.ValuesOf({f, action.value})) {
    const Atom& atom = flow_.atom(id);
    evidence::SignalKind kind;
    if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember) {
      const std::string_view text = action.parameter.empty()
                                        ? ValueOf(flow_.str(atom.a))
                                        : ParameterOf(flow_.str(atom.a), action.parameter);
      if (text.empty()) continue;
      const bool is_its = scanner_.ServiceIn(text, &kind) == use.pack;
      names_service |= is_its;
      // urn:rates/getTags is another service's.
      if (!is_its && text.find_first_of(":/#") != std::string_view::npos) continue;
      if (const rules::Operation* op = ToolkitIndex::OperationOf(*use.pack, text, {"op", "qname"}))
        AddOperation(&use, op);
    }
    if (atom.kind != AtomKind::kParam || program_.function({atom.a, atom.b}).name.empty() ||
        IsOfConstants({atom.a, atom.b}))
      continue;
    const std::string_view prefix = ValueOf(flow_.str(atom.d));
    if (prefix.find_first_of(":/#") != std::string_view::npos &&
        scanner_.ServiceIn(prefix, &kind) != use.pack)
      continue;
    params.push_back(atom);
    before = ValueOf(flow_.str(atom.d)), after = flow_.str(atom.e);
    names_service |= scanner_.ServiceIn(before, &kind) == use.pack;
  }
  if (params.empty() && use.operations.empty()) params = ParamsBehindUnknown({f, action.value});
  // The name alone may be any service's; the file that sends it has to name this one.
  if (!names_service && Signals(f).strong != use.pack) return;
  use.confidence = names_service ? findings::Confidence::kCertain : findings::Confidence::kLikely;
  if (names_service)
    use.reasons.push_back(
        {"action", "the SOAPAction header names the operation", f, use.name_span});
  AddFileReason(f, &use.reasons);
  std::erase_if(use.operations, [&](const rules::Operation* op) { return IsSaid(use.in, op); });
  if (params.empty()) {
    if (!use.operations.empty()) Emit(std::move(use));
    return;
  }
  if (said_.contains(use.in)) return;
  use.is_dispatcher_site = true;
  use.operations.clear();
  // Callers that all bring their request's envelope are found by it; this is where it is sent.
  if (!HasCallerWithoutEnvelope(params, before, *use.pack)) {
    if (names_service) Emit(std::move(use));
    return;
  }
  for (const Atom& param : params) {
    dispatchers_.push_back(
        {{param.a, param.b}, param.c, before, after, out_.operations.size(), false, true});
  }
  Emit(std::move(use));
}

std::vector<Atom> Finder::ParamsBehindUnknown(ExprRef value) const {
  // "{$this->ns}{$operation}", where nothing says what the namespace is.
  std::vector<Atom> params;
  const facts::Expr& e = program_.expr(value);
  if (e.kind != facts::ExprKind::kConcat) return params;
  const facts::FileFacts& facts = File(value.file);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId piece = facts.begin_args(e)[i].value;
    if (piece == facts::kNone || facts.exprs[piece].kind != facts::ExprKind::kString) continue;
    if (ValueOf(facts.exprs[piece].text).find_first_of(":/#") != std::string_view::npos) return {};
  }
  for (uint32_t i = 1; i < e.args_count; ++i) {
    const facts::ExprId hole = facts.begin_args(e)[i].value;
    const facts::ExprId before = facts.begin_args(e)[i - 1].value;
    if (hole == facts::kNone || before == facts::kNone) continue;
    const facts::Expr& text = facts.exprs[before];
    const bool is_open = text.kind == facts::ExprKind::kString && !text.text.empty() &&
                         IsWordChar(text.text.back());  // "soap_" + op is another name
    for (const AtomId id : flow_.ValuesOf({value.file, hole})) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind == AtomKind::kParam && atom.d == 0 && atom.e == 0 && !is_open &&
          !program_.function({atom.a, atom.b}).name.empty())
        params.push_back(atom);
    }
  }
  return params;
}

bool Finder::HasCallerWithoutEnvelope(const std::vector<Atom>& params, const std::string& before,
                                      const rules::Pack& pack) const {
  for (const Atom& param : params) {
    const FnRef fn = {param.a, param.b};
    for (const ExprRef& call : flow_.CallersOf(fn)) {
      if (param.c == 0 && flow_.IsCaught(call, fn)) {
        const rules::Operation* const op =
            ToolkitIndex::OperationOf(pack, before + std::string(program_.expr(call).text), {});
        if (op != nullptr && !IsSaid(FunctionOf(call), op)) return true;
        continue;
      }
      const facts::ExprId arg =
          Flow::ArgumentFor(File(call.file), program_.expr(call), program_.function(fn), param.c);
      if (arg == facts::kNone) continue;
      for (const AtomId id : flow_.ValuesOf({call.file, arg})) {
        const Atom& atom = flow_.atom(id);
        if (atom.kind == AtomKind::kParam && !said_.contains(FunctionOf(call))) return true;
        if (atom.kind != AtomKind::kString && atom.kind != AtomKind::kEnumMember) continue;
        const rules::Operation* const op =
            ToolkitIndex::OperationOf(pack, before + std::string(flow_.str(atom.a)), {});
        if (op != nullptr && !IsSaid(FunctionOf(call), op)) return true;
      }
    }
  }
  return false;
}

}  // namespace unsoap::link
