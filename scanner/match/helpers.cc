// What helper functions do for the service in files that name nothing of it: they sign what goes
// into its header, and put its address together.
#include "scanner/match/match_state.h"

namespace unsoap::match {
namespace {

using evidence::SignalKind;

constexpr int kMostHelpers = 2;     // functions between the signature and the header
constexpr size_t kMostCalls = 32;   // of a helper that are looked at
constexpr int kMostNested = 3;      // maps and objects around an address
constexpr size_t kMostParts = 16;   // of one of them
constexpr size_t kMostSeen = 4096;  // values that are looked at in all

}  // namespace

const evidence::Signal* Matcher::HeaderFilledWith(link::FnRef fn, int depth, link::FileId* where) {
  const std::vector<link::ExprRef>& calls = flow_.CallersOf(fn);
  for (size_t i = 0; i < calls.size() && i < kMostCalls; ++i) {
    const link::ExprRef call = calls[i];
    const link::FnRef in = program_.NamedFunction({call.file, program_.expr(call).function});
    for (const evidence::Signal& s : Signals(call.file).all) {
      if (s.kind != SignalKind::kAuthField || s.in_comment) continue;
      if (program_.NamedFunction({call.file, FunctionAt(call.file, s.span)}) != in) continue;
      *where = call.file;
      return &s;
    }
    if (depth >= kMostHelpers || in.fn == facts::kNone || in == fn) continue;
    if (const evidence::Signal* field = HeaderFilledWith(in, depth + 1, where)) return field;
  }
  return nullptr;
}

void Matcher::SigningHelpers() {
  EachFile([&](link::FileId f) {
    if (IsStub(f) || Signals(f).strong != nullptr) return;
    std::set<link::FnRef> seen;
    for (const evidence::Signal& s : Signals(f).all) {
      if (s.kind != SignalKind::kSignature || s.in_comment) continue;
      const link::FnRef fn = program_.NamedFunction({f, FunctionAt(f, s.span)});
      if (fn.fn == facts::kNone || !seen.insert(fn).second) continue;
      link::FileId where = f;
      const evidence::Signal* field = HeaderFilledWith(fn, 0, &where);
      if (field == nullptr || where == f) continue;
      findings::Finding finding =
          Begin(f, s.span, findings::Kind::kAuthentication, field->pack, "authentication");
      finding.message = "Code that signs requests of the " + field->pack->service_short +
                        " API: " + About(field->pack).Fate() +
                        "; REST takes an OAuth 2.0 bearer token.";
      AddReasons({{"signature", std::string(File(f).source.Slice(s.span).substr(0, 60)), f, s.span},
                  {"header", "what it gives goes into the service's header", where, field->span}},
                 &finding);
      Emit(f, s.span, std::move(finding));
    }
  });
}

void Matcher::AddressesIn(link::NodeId node, link::Frame frame, int depth,
                          std::set<link::ExprRef>* found, size_t* steps) {
  if (node == facts::kNone || depth > kMostNested) return;
  const std::vector<link::Questions::Held> all = questions_.HeldBy(node, frame, false);
  for (const link::Questions::Held& held : all) {
    if (++*steps > kMostSeen) return;
    const link::Atom& atom = flow_.atom(held.atom);
    if (atom.kind == link::AtomKind::kString) {
      const link::ExprRef origin = flow_.ExprOf(held.origin);
      if (origin.expr != facts::kNone) found->insert(origin);
    } else if (atom.kind == link::AtomKind::kObject) {
      for (const link::NodeId part : flow_.object(atom.a).Members(kMostParts))
        AddressesIn(part, held.frame, depth + 1, found, steps);
    }
  }
}

void Matcher::AddressHelpers() {
  // 'location' => $this->host() . '?wsdl', in a file of its own.
  std::map<link::FileId, std::vector<const evidence::Signal*>> open;
  EachFile([&](link::FileId f) {
    for (const evidence::Signal& s : Signals(f).all) {
      if (s.kind == SignalKind::kWsdlSuffix && s.pack == nullptr && !s.in_comment && !IsStub(f))
        open[f].push_back(&s);
    }
  });
  if (open.empty()) return;
  size_t steps = 0;
  for (size_t i = 0; i < flow_.clients().size(); ++i) {
    const link::ClientSite& site = flow_.clients()[i];
    const link::ClientProof& proof = uses_.proofs[i];
    if (site.at.expr == facts::kNone || proof.pack == nullptr ||
        (proof.grade != link::ClientProof::Grade::kProven &&
         proof.grade != link::ClientProof::Grade::kFile))
      continue;
    std::set<link::ExprRef> addresses;
    const facts::Expr& made = program_.expr(site.at);
    const facts::FileFacts& facts = File(site.at.file);
    for (uint32_t k = 0; k < made.args_count; ++k) {
      const facts::ExprId value = facts.begin_args(made)[k].value;
      if (value != facts::kNone)
        AddressesIn(flow_.NodeOf({site.at.file, value}), link::kAnyCall, 0, &addresses, &steps);
    }
    for (const link::ExprRef& address : addresses) {
      const auto signals = open.find(address.file);
      if (signals == open.end()) continue;
      for (const evidence::Signal* s : signals->second) {
        if (program_.expr(address).span.Contains(s->span)) AddressHelper(address.file, *s, proof);
      }
    }
  }
}

void Matcher::AddressHelper(link::FileId f, const evidence::Signal& s,
                            const link::ClientProof& proof) {
  // A client that is made on this very line says it.
  if (client_lines_.contains({f, File(f).source.At(s.span.begin).line}) ||
      IsPlaceholderAddress(f, s.span) || !open_addresses_.insert({f, s.span.begin}).second)
    return;
  findings::Finding finding =
      Begin(f, s.span, findings::Kind::kWsdlReference, proof.pack, "wsdl-reference");
  finding.message = "A reference to the WSDL of the " + proof.pack->service_short +
                    " API: " + About(proof.pack).Fate() + ".";
  AddReasons({{"wsdl-suffix", places_[f].Text(s.span, 80), f, s.span}}, &finding);
  AddReasons(proof.reasons, &finding);
  Emit(f, s.span, std::move(finding));
}

}  // namespace unsoap::match
