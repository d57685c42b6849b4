// Findings of what stands in text, settings and manifests.
#include "scanner/base/char.h"
#include "scanner/evidence/named_values.h"
#include "scanner/facts/xml_steps.h"
#include "scanner/languages/language.h"
#include "scanner/match/element_trees.h"
#include "scanner/match/envelope_values.h"
#include "scanner/match/identity.h"
#include "scanner/match/match_state.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {

/// How far in front of its envelope a namespace may be declared, in bytes.
constexpr uint32_t kReachOfDeclaration = 4000;
/// How many lines the code that fills one header may take between two fields.
constexpr int kLinesOfHeader = 14;

Span Matcher::ToSending(link::ExprRef send, Span text) const {
  constexpr int kMostLines = 80;
  const Span name = program_.expr(send).name_span;
  const Span whole = {std::min(text.begin, name.begin), std::max(text.end, name.end)};
  const SourceText& source = File(send.file).source;
  return source.At(whole.end).line - source.At(whole.begin).line > kMostLines ? text : whole;
}

void Matcher::Envelopes() {
  EachFile([&](link::FileId f) {
    if (IsStub(f) || wsdl_[f]) return;
    const evidence::Signal* ns = nullptr;  // one outside of comments says more
    for (const evidence::Signal& signal : Signals(f).all) {
      if (signal.kind == evidence::SignalKind::kNamespace &&
          (ns == nullptr || (ns->in_comment && !signal.in_comment)))
        ns = &signal;
    }
    for (const Envelope& envelope : (*in_.envelopes)[f]) {
      const rules::Operation* op = envelope.use.operation;
      if (op == nullptr) continue;  // told where it is sent
      const link::ExprRef send = sending_.Of(f, envelope.use.span);
      const bool is_sent = send.expr != facts::kNone;
      if (is_sent) sent_.insert(send);
      findings::Finding finding = Begin(
          f, is_sent ? ToSending(send, envelope.use.span) : envelope.use.span,
          is_sent ? findings::Kind::kCall : findings::Kind::kEnvelope, envelope.use.pack, op->name);
      finding.operation = op->name;
      if (is_sent) finding.location = places_[f].At(ToSending(send, envelope.use.span));
      std::vector<SeenArgument> arguments = envelope.arguments;
      FillHoles(tools_, *envelope.use.pack, {op}, f, Index(f).strings, &arguments);
      if (arguments.empty())
        arguments = ReadElementTree(tools_, *envelope.use.pack, {op},
                                    ElementMadeAt(program_, f, envelope.name_span));
      for (const SeenArgument& argument : HeaderArguments(f, *envelope.use.pack, {op}))
        arguments.push_back(argument);
      About(envelope.use.pack)
          .Explain({op}, {arguments, envelope.closed, {}, {}}, places_, &finding);
      finding.message = (is_sent ? op->name + " by a hand-written request envelope"
                                 : "Hand-written request envelope for " + op->name) +
                        ": " + About(envelope.use.pack).Fate() + findings::UseInstead(finding) +
                        ".";
      if (ns != nullptr) {
        AddReasons({{"namespace", "the service's namespace stands in the file", f, ns->span}},
                   &finding);
      }
      if (envelope.closed) {
        AddReasons({{"envelope", "the request's element stands here from start tag to end tag", f,
                     envelope.use.span}},
                   &finding);
      }
      if (is_sent) {
        AddReasons({{"sent", "the request is sent here", f, program_.expr(send).name_span}},
                   &finding);
      }
      const link::FnRef in = program_.NamedFunction({f, FunctionAt(f, envelope.use.span)});
      AddCallers(in, &finding);
      Emit(f, envelope.use.span, std::move(finding));
    }
  });
}

void Matcher::SentConstants() {
  EachUse(uses_.envelope_reads, [&](const link::EnvelopeRead& read) {
    const link::ExprRef send = sending_.Of(read.at);
    if (send.expr != facts::kNone) SentText(send, read.envelope);
  });
}

void Matcher::SentFrames() {
  EachFile([&](link::FileId f) {
    for (const Envelope& envelope : (*in_.envelopes)[f]) {
      if (envelope.use.operation != nullptr || IsStub(f) || wsdl_[f]) continue;
      for (const link::ExprRef& send :
           sending_.OfGivenBack(f, envelope.use.span, FunctionAt(f, envelope.use.span)))
        SentText(send, envelope.use);
    }
  });
}

void Matcher::SentText(link::ExprRef send, const link::EnvelopeUse& text) {
  const std::string name = text.operation == nullptr ? std::string() : text.operation->name;
  const link::FnRef in = program_.NamedFunction({send.file, program_.expr(send).function});
  // A function that is given the name of the operation has its call already.
  const auto is_known = [&](const link::OperationUse& use) {
    return use.in == in && use.at.file == send.file && in.fn != facts::kNone;
  };
  if (text.operation == nullptr && std::ranges::any_of(uses_.operations, is_known)) return;
  if (!sent_.insert(send).second && text.operation == nullptr) return;
  const Span at = StatementStart(send, program_.expr(send).name_span);
  findings::Finding finding =
      Begin(send.file, at, findings::Kind::kCall, text.pack, name.empty() ? "operation" : name);
  finding.operation = name;
  // Who gives the name of the operation beside its text has been told of the call.
  std::set<std::string>& said = operation_lines_[{send.file, finding.location.start_line}];
  if ((name.empty() && !said.empty()) || !said.insert(name).second) return;
  finding.message = (name.empty() ? "A call by a hand-written request envelope whose body is put in"
                                  : name + " by a hand-written request envelope") +
                    ": " + About(text.pack).Fate() + findings::UseInstead(finding) + ".";
  AddReasons({{"envelope", "the request's envelope is written here", text.file, text.span},
              {"sent", "the request is sent here", send.file, program_.expr(send).name_span}},
             &finding);
  AddCallers(in, &finding);
  Emit(send.file, program_.expr(send).span, std::move(finding), IdentityOf(program_, send));
}

void Matcher::ClientSites() {
  std::set<link::ExprRef> of_stubs;
  for (const link::StubClient& client : uses_.stub_clients) of_stubs.insert(client.at);
  for (size_t i = 0; i < flow_.clients().size() && !Interrupted(); ++i) {
    const link::ClientSite& site = flow_.clients()[i];
    const link::ClientProof& proof = uses_.proofs[i];
    if (site.at.expr == facts::kNone || IsStub(site.at.file)) continue;
    if (site.form->toolkit->is_shared) continue;  // nothing is said of what is not called
    if (of_stubs.contains(site.at) || (site.cls.cls != facts::kNone && IsStub(site.cls.file)))
      continue;                                                       // told below
    if (program_.expr(site.at).text == facts::kStepClient) continue;  // its address is a finding
    const bool sure = proof.grade == link::ClientProof::Grade::kProven;
    if (!sure && proof.grade != link::ClientProof::Grade::kFile) continue;
    const facts::Expr& e = program_.expr(site.at);
    // A port that a service object hands out is not made from a WSDL; the service is.
    const std::string_view made = site.form->type.empty() ? std::string_view(site.form->method)
                                                          : std::string_view(site.form->type);
    const auto& ports = proof.pack->surface.port_names;
    const bool is_port = std::any_of(ports.begin(), ports.end(), [&](const std::string& port) {
      return made.find(port) != std::string_view::npos;
    });
    if (is_port && site.form->type.empty()) continue;
    findings::Finding finding = Begin(site.at.file, e.name_span.empty() ? e.span : e.name_span,
                                      findings::Kind::kWsdlReference, proof.pack, "wsdl-reference");
    finding.toolkit = site.form->toolkit->id;
    finding.message = "A client of the " + proof.pack->service_short + " API (" +
                      site.form->toolkit->title + ") is made here: " + About(proof.pack).Fate() +
                      ".";
    AddReasons(proof.reasons, &finding);
    client_lines_.insert({site.at.file, finding.location.start_line});
    Emit(site.at.file, e.span, std::move(finding), IdentityOf(program_, site.at));
  }
  for (const auto& [at, cls] : uses_.stub_clients) {
    if (Interrupted()) return;
    const link::GeneratedFile& stub = (*in_.generated)[cls.file];
    const facts::Expr& e = program_.expr(at);
    findings::Finding finding = Begin(at.file, e.name_span.empty() ? e.span : e.name_span,
                                      findings::Kind::kWsdlReference, stub.pack, "wsdl-reference");
    finding.toolkit = stub.toolkit->id;
    finding.message = "A client of the " + stub.pack->service_short + " API (" +
                      stub.toolkit->title + ") is made here: " + About(stub.pack).Fate() + ".";
    AddReasons(
        {{"type",
          "its type " + std::string(program_.cls(cls).name) + " is generated from the service",
          cls.file, program_.cls(cls).name_span}},
        &finding);
    client_lines_.insert({at.file, finding.location.start_line});
    Emit(at.file, e.span, std::move(finding), IdentityOf(program_, at));
  }
}

/// setMktowsUserId, mktows_user_id -> mktowsuserid: a setter and its field are one word.
static std::string FieldName(const std::vector<std::string_view>& setters, std::string_view word) {
  const std::string_view property = languages::PropertyOf(setters, word);
  std::string name = Lower(property.empty() ? word : property);
  std::erase(name, '_');
  return name;
}

Span Matcher::SpanOfBlock(link::FileId f, const std::vector<evidence::Signal>& block) const {
  // A return type or a parameter says what the function is for; the header is made in its body.
  const facts::FunctionId in = FunctionAt(f, block.back().span);
  const auto& source = File(f).source;
  const int signature =
      in == facts::kNone ? 0 : source.At(File(f).functions[in].name_span.begin).line;
  const auto first = std::find_if(block.begin(), block.end(), [&](const evidence::Signal& s) {
    return s.kind == evidence::SignalKind::kSignature || source.At(s.span.begin).line > signature;
  });
  return {(first == block.end() ? block.front() : *first).span.begin, block.back().span.end};
}

void Matcher::Authentication() {
  EachFile([&](link::FileId f) {
    if (IsStub(f) || wsdl_[f] || Signals(f).is_of_other) return;
    const rules::Pack* pack = nullptr;
    std::vector<evidence::Signal> block;
    std::vector<Span> said;
    const std::vector<std::string_view> setters = evidence::SettersOf(File(f));
    const auto flush = [&] {
      if (block.empty()) return;
      int fields = 0;
      std::set<std::string> words;  // one field's name alone, however often, is a variable
      bool signature = false, header = false;  // header: its name in a string, not a type
      bool assigned = false;                   // a field of a header object gets its value
      const evidence::Signal* best = nullptr;
      for (const evidence::Signal& s : block) {
        fields += s.kind == evidence::SignalKind::kAuthField;
        if (s.kind == evidence::SignalKind::kAuthField)
          words.insert(FieldName(setters, File(f).source.Slice(s.span)));
        signature |= s.kind == evidence::SignalKind::kSignature;
        header |= s.kind == evidence::SignalKind::kAuthHeader && InQuotes(f, s.span);
        assigned |= s.kind == evidence::SignalKind::kAuthField && IsAssignedMember(f, s.span);
        if (best == nullptr || (s.kind == evidence::SignalKind::kSignature &&
                                best->kind != evidence::SignalKind::kSignature))
          best = &s;
      }
      const bool strong_file = Signals(f).strong != nullptr;
      if (words.size() > 1 || (fields > 0 && (header || signature)) || assigned ||
          (strong_file && (header || signature))) {
        pack = block.front().pack;
        findings::Finding finding = Begin(f, (signature ? best : &block.front())->span,
                                          findings::Kind::kAuthentication, pack, "authentication");
        const findings::Location from = places_[f].OneLine(block.front().span),
                                 to = places_[f].OneLine(block.back().span);
        finding.properties["first_line"] = std::to_string(from.start_line);
        finding.properties["last_line"] = std::to_string(to.start_line);
        finding.location = places_[f].At(SpanOfBlock(f, block));
        finding.message =
            std::string(signature ? "Code that signs requests" : "The authentication header") +
            " of the " + pack->service_short + " API: " + About(pack).Fate() +
            "; REST takes an OAuth 2.0 bearer token.";
        for (const evidence::Signal& s : block) {
          AddReasons({{s.kind == evidence::SignalKind::kSignature   ? "signature"
                       : s.kind == evidence::SignalKind::kAuthField ? "field"
                                                                    : "header",
                       std::string(File(f).source.Slice(s.span).substr(0, 60)), f, s.span}},
                     &finding);
        }
        said.push_back((signature ? best : &block.front())->span);
        Emit(f, said.back(), std::move(finding));
      }
      block.clear();
    };
    int last_line = -100;
    facts::FunctionId last_function = facts::kNone;
    for (const evidence::Signal& s : Signals(f).all) {
      if (s.in_comment) continue;
      if (s.kind != evidence::SignalKind::kAuthField &&
          s.kind != evidence::SignalKind::kSignature && s.kind != evidence::SignalKind::kAuthHeader)
        continue;
      const int line = File(f).source.At(s.span.begin).line;
      const facts::FunctionId function = FunctionAt(f, s.span);
      if (line > last_line + kLinesOfHeader || function != last_function) flush();
      last_function = function;
      block.push_back(s);
      last_line = line;
    }
    flush();
    CreatedHeaders(f, said);
  });
}

bool Matcher::IsAssignedMember(link::FileId f, Span span) const {
  const std::string_view text = File(f).source.text();
  const std::string_view head = Trim(text.substr(0, span.begin)),
                         tail = Trim(text.substr(span.end, 40));
  // A class that keeps the value in a field of that name is no header yet.
  const std::string_view access = head.ends_with("->")  ? "->"
                                  : head.ends_with('.') ? "."
                                                        : std::string_view();
  const std::string_view owner = head.substr(0, head.size() - access.size());
  if (!access.empty()) {
    size_t begin = owner.size();
    while (begin > 0 && IsWordChar(owner[begin - 1])) --begin;
    if (program_.IsSelf(f, owner.substr(begin))) return false;
    const std::vector<std::string_view> setters = evidence::SettersOf(File(f));
    if (tail.starts_with('(') &&
        !languages::PropertyOf(setters, File(f).source.Slice(span)).empty())
      return true;
  }
  return (head.ends_with('.') || head.ends_with("->") || head.ends_with('{')) &&
         tail.starts_with('=') && !tail.starts_with("==") && !tail.starts_with("=>");
}

void Matcher::CreatedHeaders(link::FileId f, const std::vector<Span>& said) {
  const facts::FileFacts& facts = File(f);
  if (Signals(f).strong == nullptr) return;
  const rules::Surface& surface = Signals(f).strong->surface;
  std::set<std::pair<facts::FunctionId, int>> lines_said;
  for (const Span& span : said) {
    lines_said.insert({FunctionAt(f, span), facts.source.At(span.begin).line});
  }
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& call = facts.exprs[id];
    const facts::ExprId arg = call.args_count == 1 ? facts.begin_args(call)[0].value : facts::kNone;
    if (arg == facts::kNone || facts.exprs[arg].kind != facts::ExprKind::kString) continue;
    const facts::Expr& name = facts.exprs[arg];
    const std::string_view type = name.text.substr(name.text.find_last_of(":}") + 1);
    const auto is_header = [&](const std::string& element) { return type == element + "Info"; };
    if (std::none_of(surface.auth_header_elements.begin(), surface.auth_header_elements.end(),
                     is_header))
      continue;
    const facts::FunctionId function = FunctionAt(f, name.span);
    const int line = facts.source.At(name.span.begin).line;
    const auto near = lines_said.lower_bound({function, line - kLinesOfHeader + 1});
    const bool known =
        near != lines_said.end() && near->first == function && near->second < line + kLinesOfHeader;
    if (known) continue;
    const rules::Pack* pack = Signals(f).strong;
    findings::Finding finding =
        Begin(f, name.span, findings::Kind::kAuthentication, pack, "authentication");
    finding.message = "The authentication header of the " + pack->service_short +
                      " API is made here: " + About(pack).Fate() +
                      "; REST takes an OAuth 2.0 bearer token.";
    AddReasons({{"header", std::string(type), f, name.span}}, &finding);
    Emit(f, name.span, std::move(finding));
  }
}

bool Matcher::InQuotes(link::FileId f, Span span) const {
  const std::string_view text = File(f).source.text();
  if (span.begin == 0 || span.end >= text.size()) return false;
  const char before = text[span.begin - 1], after = text[span.end];
  return before == '"' || before == '\'' || before == ':' || before == '<' || before == '`' ||
         after == '"' || after == '\'';
}

void Matcher::TextSignals() {
  EachFile([&](link::FileId f) {
    if (wsdl_[f]) return WsdlFile(f);
    if (IsStub(f) || IsListing(f)) return;
    std::set<std::pair<int, findings::Kind>> seen;
    std::set<int> wsdl_lines, endpoint_lines;
    std::set<std::string> hosts;  // a log says its host on every line: once is enough
    for (const evidence::Signal& s : Signals(f).all) {
      if (s.in_comment) continue;
      const int line = File(f).source.At(s.span.begin).line;
      if (s.kind == evidence::SignalKind::kWsdlReference ||
          (s.kind == evidence::SignalKind::kWsdlSuffix && s.pack != nullptr))
        wsdl_lines.insert(line);
      if (s.kind == evidence::SignalKind::kEndpoint || s.kind == evidence::SignalKind::kHost)
        endpoint_lines.insert(line);
      if (s.kind != evidence::SignalKind::kEndpoint &&
          s.kind != evidence::SignalKind::kWsdlReference)
        continue;
      const std::vector<evidence::Signal>& all = Signals(f).all;  // by position
      auto host = std::lower_bound(
          all.begin(), all.end(), s.span.begin,
          [](const evidence::Signal& signal, uint32_t begin) { return signal.span.begin < begin; });
      for (; host != all.end() && host->span.begin < s.span.end; ++host) {
        if (host->kind == evidence::SignalKind::kHost && s.span.Contains(host->span))
          hosts.insert(Lower(File(f).source.Slice(host->span)));
      }
    }
    for (const evidence::Signal& s : Signals(f).all) {
      findings::Kind kind;
      const char* rule;
      if (s.kind == evidence::SignalKind::kWsdlReference ||
          (s.kind == evidence::SignalKind::kWsdlSuffix && s.pack != nullptr)) {
        kind = findings::Kind::kWsdlReference, rule = "wsdl-reference";
      } else if (s.kind == evidence::SignalKind::kEndpoint ||
                 s.kind == evidence::SignalKind::kHost) {
        kind = findings::Kind::kEndpoint, rule = "endpoint";
      } else if (s.kind == evidence::SignalKind::kNamespace) {
        kind = findings::Kind::kNamespace, rule = "namespace";
      } else {
        continue;
      }
      if (s.in_comment) continue;
      const int line = File(f).source.At(s.span.begin).line;
      // One place, one finding: the WSDL's URL is also an endpoint, an action URL also a
      // namespace.
      if (kind == findings::Kind::kEndpoint && wsdl_lines.contains(line)) continue;
      if (kind == findings::Kind::kNamespace &&
          (wsdl_lines.contains(line) || endpoint_lines.contains(line)))
        continue;
      // An envelope declares the namespace that it is in: one finding for both.
      if (kind == findings::Kind::kNamespace && InEnvelope(f, s.span)) continue;
      // A host that has been said leaves its line to an endpoint that stands there, too.
      if (s.kind == evidence::SignalKind::kHost &&
          !hosts.insert(Lower(File(f).source.Slice(s.span))).second)
        continue;
      if (!seen.insert({line, kind}).second) continue;
      if (s.kind == evidence::SignalKind::kWsdlSuffix && IsPlaceholderAddress(f, s.span)) continue;
      if (kind == findings::Kind::kWsdlReference) {
        if (client_lines_.contains({f, line}))
          continue;  // made a client on this very line: said already
      }
      findings::Finding finding = Begin(f, s.span, kind, s.pack, rule);
      // An address with holes is certain where its literal parts spell the service.
      const bool is_open =
          s.kind == evidence::SignalKind::kWsdlSuffix && !endpoint_lines.contains(line);
      const std::string text = places_[f].Text(s.span, 80);
      finding.message = (kind == findings::Kind::kNamespace  ? "The namespace of the "
                         : kind == findings::Kind::kEndpoint ? "An endpoint of the "
                                                             : "A reference to the WSDL of the ") +
                        s.pack->service_short + " API: " + About(s.pack).Fate() + ".";
      AddReasons({{is_open ? "wsdl-suffix" : rule, text, f, s.span}}, &finding);
      Emit(f, s.span, std::move(finding));
    }
  });
}

bool Matcher::IsPlaceholderAddress(link::FileId f, Span span) const {
  const facts::FileFacts& facts = File(f);
  // A pattern asks what an address ends with: /\\?wsdl$/
  if (span.begin > 0 && facts.source.text()[span.begin - 1] == '\\') return true;
  std::vector<facts::ExprId> around;  // the outermost first
  Index(f).strings.Around(span.begin, [&](uint32_t i) {
    if (facts.exprs[facts.strings[i]].span.Contains(span)) around.push_back(facts.strings[i]);
    return false;
  });
  std::reverse(around.begin(), around.end());
  for (const facts::ExprId id : around) {
    const facts::Expr& e = facts.exprs[id];
    if (e.kind == facts::ExprKind::kString && e.text.size() <= 5)
      continue;  // the suffix itself, a piece of the address
    bool constant = false;
    for (const link::AtomId atom_id : flow_.ValuesOf({f, id})) {
      const link::Atom& atom = flow_.atom(atom_id);
      if (atom.kind != link::AtomKind::kString) continue;
      if (flow_.str(atom.a).find(link::kHole) != std::string_view::npos) return false;
      constant = true;
    }
    return constant;
  }
  return false;
}

bool Matcher::InEnvelope(link::FileId f, Span span) const {
  const std::vector<Envelope>& envelopes = (*in_.envelopes)[f];
  if (envelopes.empty()) return false;
  const facts::FileFacts& facts = File(f);
  const FileIndex& index = Index(f);
  const auto around = [&](Span outer) {
    if (!outer.Contains(span)) return false;
    const auto next = std::lower_bound(index.envelopes.begin(), index.envelopes.end(), outer.begin);
    return next != index.envelopes.end() && *next < outer.end;
  };
  // Envelopes are sorted; those that begin before the place and reach over it are near it.
  const auto after =
      std::upper_bound(envelopes.begin(), envelopes.end(), span.begin,
                       [](uint32_t at, const Envelope& e) { return at < e.use.span.begin; });
  if (after != envelopes.begin() && std::prev(after)->use.span.Contains(span)) return true;
  const uint32_t tag = index.start_tags.Innermost(span);
  if (tag != SpanIndex::kNothing && around(facts.elements[tag].span)) return true;
  // Written in pieces: a declaration (xmlns:m="...") serves the next envelope of its function.
  const std::string_view before = std::string_view(facts.source.text())
                                      .substr(0, span.begin)
                                      .substr(span.begin - std::min<uint32_t>(span.begin, 40));
  if (before.find("xmlns") != std::string_view::npos) {
    const facts::FunctionId function = FunctionAt(f, span);
    for (auto e = after; e != envelopes.end(); ++e) {
      if (e->use.span.begin <= span.end) continue;
      if (e->use.span.begin - span.end >= kReachOfDeclaration) break;
      if (FunctionAt(f, e->use.span) == function) return true;
    }
  }
  return index.strings.Around(
      span.begin, [&](uint32_t i) { return around(facts.exprs[facts.strings[i]].span); });
}

void Matcher::WsdlFile(link::FileId f) {
  const evidence::Signal* ns = nullptr;
  for (const evidence::Signal& s : Signals(f).all) {
    if (s.kind == evidence::SignalKind::kNamespace && !s.in_comment) {
      ns = &s;
      break;
    }
  }
  if (ns == nullptr) return;
  int operations = 0;
  for (const facts::XmlElement& element : File(f).elements) {
    if (element.name == "operation" && element.parent != facts::kNone &&
        File(f).elements[element.parent].name == "portType")
      ++operations;
  }
  findings::Finding finding = Begin(f, ns->span, findings::Kind::kWsdlFile, ns->pack, "wsdl-file");
  finding.location =
      places_[f].OneLine(File(f).elements.empty() ? ns->span : File(f).elements[0].start_tag);
  finding.properties["operations"] = std::to_string(operations);
  finding.message = "The " + ns->pack->service_short + " API's WSDL or schema is checked in (" +
                    std::to_string(operations) + " operations): " + About(ns->pack).Fate() +
                    "; delete it with the last client made from it.";
  AddReasons({{"namespace", "its target namespace is the service's", f, ns->span}}, &finding);
  Emit(f, File(f).elements.empty() ? ns->span : File(f).elements[0].start_tag, std::move(finding));
}

namespace {

const char* WhyDoubted(std::string_view doubt) {
  if (doubt == "doc-comment") return "a doc comment shows it";
  if (doubt == "example") return "a form's placeholder shows it";
  return "any product has keys of this name, and nothing around it says whose it is";
}

}  // namespace

void Matcher::Credentials() {
  EachFile([&](link::FileId f) {
    if (IsStub(f)) return;
    std::set<int> lines;
    for (const evidence::CredentialUse& use : credentials_[f]) {
      const Span at = use.name.empty() || File(f).source.At(use.name.begin).line !=
                                              File(f).source.At(use.value.begin).line
                          ? use.value
                          : use.name;
      findings::Finding finding = Begin(f, at, findings::Kind::kCredential, use.pack, "credential");
      if (!lines.insert(finding.location.start_line).second) continue;
      if (File(f).InComment(use.value.begin)) AddLabel(&finding, "comment");
      finding.message = "A credential of the " + use.pack->service_short + " API (" + use.title +
                        ", value not shown): rotate it if it still opens anything, then delete it.";
      finding.properties["name"] = use.title;
      if (!use.advice.empty()) finding.notes.push_back(use.advice);
      if (!use.use.empty()) {
        AddReasons({{"use", use.use, use.use_file, use.use_span}}, &finding);
        Emit(f, use.name, std::move(finding));
        continue;
      }
      AddReasons({{use.name.empty() ? "shape" : "setting",
                   use.name.empty() ? "a value of the shape that the service gives its keys"
                                    : "a name that holds this service's keys",
                   f, at}},
                 &finding);
      if (use.confidence == findings::Confidence::kCertain) AddFileReason(f, &finding);
      if (!use.doubt.empty()) AddReasons({{use.doubt, WhyDoubted(use.doubt), f, at}}, &finding);
      // The value is not part of the identity: rotating a key does not make a new finding, and no
      // hash of it leaves.
      Emit(f, use.name.empty() ? Span{} : use.name, std::move(finding));
    }
  });
}

void Matcher::Configuration() {
  const bool is_known = std::any_of(describers_.begin(), describers_.end(),
                                    [&](const auto& d) { return AnyStrong(d.first); });
  EachFile([&](link::FileId f) {
    if (IsStub(f) || wsdl_[f]) return;
    Settings(f);
    if (is_known && !IsTestPath(File(f).path) && !IsListing(f)) KeyReads(f);
  });
}

void Matcher::AddSetting(link::FileId f, const rules::Pack* pack, std::string_view key, Span span,
                         const char* why) {
  if (Signals(f).has_rest || !AnyStrong(pack) || File(f).InComment(span.begin)) return;
  if (const auto lines = covered_.find(f);
      lines != covered_.end() && lines->second.contains(File(f).source.At(span.begin).line))
    return;
  findings::Finding finding = Begin(f, span, findings::Kind::kConfiguration, pack, "configuration");
  AddReasons({{"setting", why, f, span}}, &finding);
  if (Signals(f).strong == pack) AddFileReason(f, &finding);
  finding.message = "The setting " + ToValidUtf8(key.substr(0, 80)) + " belongs to the " +
                    pack->service_short + " API: " + About(pack).Fate() + ".";
  Emit(f, span, std::move(finding));
}

void Matcher::Settings(link::FileId f) {
  const facts::FileFacts& facts = File(f);
  const bool is_test = IsTestPath(File(f).path);
  const auto address = [&](std::string_view key, Span span) {
    const rules::Pack* pack = credentials_finder_.EndpointKey(key, Signals(f));
    if (pack != nullptr) AddSetting(f, pack, key, span, "a name that holds this service's address");
    return pack != nullptr;
  };
  // A value that is there is a credential; the place for one is a setting of the service, too.
  const auto written = [&](std::string_view key, std::string_view value, Span span) {
    const bool is_empty = Trim(value).empty();
    if ((is_test && is_empty) || address(key, span) || !is_empty) return;
    const rules::Pack* pack = credentials_finder_.CredentialKey(key);
    if (pack != nullptr) AddSetting(f, pack, key, span, "a name that holds this service's keys");
  };
  for (const facts::Setting& setting : facts.settings) {
    for (const auto& [pack, describer] : describers_) {
      const rules::Surface& surface = pack->surface;
      for (const auto* names : {&surface.service_names, &surface.port_names, &surface.port_types}) {
        if (std::find(names->begin(), names->end(), setting.value) != names->end())
          AddSetting(f, pack, setting.key, setting.span, "its value is a name from the WSDL");
      }
    }
    written(setting.key, setting.value, setting.span);
  }
  // $config['properties']['marketo_wsdl'] = ''
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
    const facts::Expr &target = facts.exprs[binding.target], &value = facts.exprs[binding.value];
    if (target.kind != facts::ExprKind::kIndex || target.args_count == 0 ||
        value.kind != facts::ExprKind::kString)
      continue;
    const facts::ExprId index = facts.begin_args(target)[0].value;
    if (index != facts::kNone && facts.exprs[index].kind == facts::ExprKind::kString)
      written(facts.exprs[index].text, value.text, facts.exprs[index].span);
  }
  // A key that code reads: the first argument of a call. Beside a sentence it is spoken of.
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& call = facts.exprs[id];
    if (call.args_count == 0 || call.args_count > 2) continue;
    const facts::Arg* args = facts.begin_args(call);
    const facts::ExprId arg = args[0].value;
    if (arg == facts::kNone || facts.exprs[arg].kind != facts::ExprKind::kString) continue;
    if (call.args_count == 2 && args[1].value != facts::kNone &&
        facts.exprs[args[1].value].kind == facts::ExprKind::kString &&
        evidence::IsSentence(facts.exprs[args[1].value].text))
      continue;
    const std::string_view text = facts.exprs[arg].text;
    if (text.size() >= 8 && text.find_first_of(" <") == std::string_view::npos)
      address(text, facts.exprs[arg].span);
  }
}

void Matcher::AddFileReason(link::FileId f, findings::Finding* finding) const {
  const evidence::Signal* signal = Signals(f).first_strong();
  if (signal == nullptr) return;
  AddReasons({{"anchor", "the same file names the service", f, signal->span}}, finding);
}

bool Matcher::AnyStrong(const rules::Pack* pack) const {
  if (!knows_strong_packs_) {
    for (const evidence::FileSignals& signals : *in_.signals) strong_packs_.insert(signals.strong);
    knows_strong_packs_ = true;
  }
  return strong_packs_.contains(pack);
}

void Matcher::Dependencies() {
  std::vector<const rules::Pack*> packs;
  for (const auto& [pack, describer] : describers_) packs.push_back(pack);
  EachFile([&](link::FileId f) {
    // A line may name a package and the repository that it is fetched from.
    std::set<std::pair<int, std::string_view>> said;
    for (const DependencyUse& use : MatchDependencies(File(f), packs)) {
      const int line = File(f).source.At(use.dependency->span.begin).line;
      if (!said.insert({line, use.package->id}).second) continue;
      if (InTree(use.dependency->name)) continue;  // its source is here and was read
      findings::Finding finding = Begin(f, use.dependency->span, findings::Kind::kDependency,
                                        use.pack, "dependency/" + use.package->id);
      finding.properties["package"] = std::string(use.dependency->name);
      finding.properties["ecosystem"] = std::string(use.dependency->ecosystem);
      if (!use.dependency->version.empty())
        finding.properties["version"] = std::string(use.dependency->version);
      finding.properties["direct"] = use.dependency->is_direct ? "true" : "false";
      if (!use.dependency->through.empty())
        finding.properties["through"] = std::string(use.dependency->through);
      finding.message = "The package " + std::string(use.dependency->name) + " speaks the " +
                        use.pack->service_short + " API" +
                        (use.package->condition.empty() ? "" : " when " + use.package->condition) +
                        ": " + About(use.pack).Fate() + ".";
      if (!use.package->advice.empty()) finding.notes.push_back(use.package->advice);
      AddReasons({{use.confidence == findings::Confidence::kCertain ? "package" : "dual-package",
                   use.package->title, f, use.dependency->span}},
                 &finding);
      Emit(f, use.dependency->span, std::move(finding));
    }
  });
}

bool Matcher::InTree(std::string_view package) const {
  const size_t slash = package.find_last_of("/:");
  const std::string_view name =
      slash == std::string_view::npos ? package : package.substr(slash + 1);
  if (!knows_packages_) {
    for (link::FileId f = 0; f < program_.file_count(); ++f) {
      const std::string& path = File(f).path;
      const std::string_view file = std::string_view(path).substr(path.find_last_of('/') + 1);
      for (const std::string& suffix : rules::BuiltinWords().module_manifests) {
        if (file.ends_with(suffix))
          packages_in_tree_.emplace(file.substr(0, file.size() - suffix.size()));
      }
    }
    knows_packages_ = true;
  }
  return packages_in_tree_.contains(name);
}

void Matcher::Finish() {
  for (const auto& [fn, wrapper] : uses_.wrappers) {
    if (wrapper.level > 0 || wrapper.is_declaration || IsStub(fn.file)) continue;
    const auto at = wrapper_index_.find(fn);
    findings::WrapperSummary summary;
    summary.name = program_.NameOf(fn);
    summary.location = places_[fn.file].OneLine(program_.function(fn).name_span);
    std::set<link::ExprRef> sites;
    summary.callers = CallersOf(fn, &sites);
    summary.operations = OperationsThrough(wrapper, sites);
    if (summary.callers.total == 0) continue;
    if (at != wrapper_index_.end()) summary.finding_id = out_.findings[at->second].family;
    out_.wrappers.push_back(std::move(summary));
  }
  std::sort(out_.wrappers.begin(), out_.wrappers.end(),
            [](const findings::WrapperSummary& a, const findings::WrapperSummary& b) {
              if (a.callers.total != b.callers.total) return a.callers.total > b.callers.total;
              if (a.location.path != b.location.path) return a.location.path < b.location.path;
              return a.location.start_line < b.location.start_line;
            });
  std::sort(out_.shared.begin(), out_.shared.end());
  std::sort(out_.findings.begin(), out_.findings.end(), findings::Before);
}

}  // namespace unsoap::match
