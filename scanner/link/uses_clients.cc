// What a receiver is: the proof that a client belongs to the service, and what is known to be
// something else.
#include "scanner/link/use_finder.h"
#include "scanner/rules/builtin.h"

namespace unsoap::link {
namespace {

/// The word for what names the service, as evidence has it.
const char* WhatOf(evidence::SignalKind kind) {
  return kind == evidence::SignalKind::kNamespace       ? "namespace"
         : kind == evidence::SignalKind::kWsdlReference ? "wsdl"
                                                        : "endpoint";
}

/// Those of a file's strings, which are sorted, that lie in a span.
std::vector<facts::ExprId> StringsIn(const facts::FileFacts& facts, Span outer) {
  std::vector<facts::ExprId> out;
  auto next = std::partition_point(
      facts.strings.begin(), facts.strings.end(),
      [&](facts::ExprId id) { return facts.exprs[id].span.begin < outer.begin; });
  for (; next != facts.strings.end() && facts.exprs[*next].span.begin < outer.end; ++next) {
    if (outer.Contains(facts.exprs[*next].span)) out.push_back(*next);
  }
  return out;
}

}  // namespace

void Finder::Reach(NodeId node, int depth, std::vector<std::string_view>* out) const {
  if (node == facts::kNone || depth > 3 || out->size() > 64) return;
  for (const AtomId id : flow_.Values(node)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kString) out->push_back(flow_.str(atom.a));
    if (atom.kind == AtomKind::kObject) {
      for (const NodeId member : flow_.object(atom.a).Members(64)) Reach(member, depth + 1, out);
    }
  }
}

bool Finder::IsOfTestsOnly(std::string_view text) const {
  if (test_texts_.empty()) {
    test_texts_.emplace();  // so that it is done once
    std::set<std::string_view> others;
    for (FileId f = 0; f < program_.file_count(); ++f) {
      for (const facts::Expr& e : File(f).exprs) {
        if (e.kind != facts::ExprKind::kString || e.text.find("://") == std::string_view::npos)
          continue;
        (in_.is_test[f] ? test_texts_ : others).insert(e.text);
      }
    }
    for (const std::string_view known : others) test_texts_.erase(known);
  }
  return test_texts_.contains(text);
}

bool Finder::IsOtherFile(std::string_view text) const {
  // __dirname + '/wsdl/order.wsdl': a description that lies in the tree and says nothing of the
  // service, or it would have been read.
  text.remove_prefix(text.rfind(kHole) == std::string_view::npos ? 0 : text.rfind(kHole) + 1);
  while (text.starts_with("./") || text.starts_with("../") || text.starts_with("/"))
    text.remove_prefix(text.find('/') + 1);
  const size_t dot = text.rfind('.');
  if (in_.paths == nullptr || text.size() < 6 || text.find("://") != std::string_view::npos ||
      dot == std::string_view::npos || text.find('/', dot) != std::string_view::npos)
    return false;
  bool in_tree = false;
  const auto name_of = [](std::string_view path) { return path.substr(path.rfind('/') + 1); };
  if (paths_by_name_.empty()) {
    for (const std::string& path : *in_.paths) paths_by_name_[name_of(path)].push_back(path);
    for (FileId f = 0; f < program_.file_count(); ++f) file_of_path_[File(f).path] = f;
  }
  const auto namesakes = paths_by_name_.find(name_of(text));
  if (namesakes == paths_by_name_.end()) return false;
  for (const std::string_view path : namesakes->second) {
    if (!path.ends_with(text)) continue;
    if (path.size() > text.size() && path[path.size() - text.size() - 1] != '/') continue;
    in_tree = true;
    const auto read = file_of_path_.find(path);
    if (read != file_of_path_.end() && Signals(read->second).strong != nullptr) return false;
  }
  return in_tree;
}

std::vector<facts::ExprId> Finder::ChainOf(ExprRef call) const {
  constexpr size_t kMost = 6;
  const facts::FileFacts& facts = File(call.file);
  std::vector<facts::ExprId> chain;
  facts::ExprId at = call.expr;
  auto next = std::partition_point(facts.calls.begin(), facts.calls.end(), [&](facts::ExprId c) {
    return facts.exprs[c].name_span.begin < facts.exprs[at].name_span.end;
  });
  for (size_t seen = 0; next != facts.calls.end() && seen < 4 * kMost; ++next, ++seen) {
    const facts::Expr& e = facts.exprs[*next];
    if (e.object != at) continue;
    if (!toolkits_.IsPassthrough(e.text) || chain.size() >= kMost) break;
    chain.push_back(at = *next);
  }
  return chain;
}

bool Finder::ProveByStrings(ExprRef call, ClientProof* proof) const {
  const facts::Expr& e = program_.expr(call);
  const facts::FileFacts& facts = File(call.file);
  std::vector<std::string_view> strings;
  for (const facts::ExprId next : ChainOf(call)) {
    const facts::Expr& link = facts.exprs[next];
    for (uint32_t i = 0; i < link.args_count; ++i) {
      const facts::ExprId value = facts.begin_args(link)[i].value;
      if (value != facts::kNone) Reach(flow_.NodeOf({call.file, value}), 0, &strings);
    }
  }
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId value = facts.begin_args(e)[i].value;
    if (value == facts::kNone) continue;
    Reach(flow_.NodeOf({call.file, value}), 0, &strings);
    // A configuration block: Savon.client { wsdl "..." }: every string inside it belongs to the
    // client.
    if (facts.exprs[value].kind == facts::ExprKind::kFunction) {
      const Span block = facts.exprs[value].span;
      for (const facts::ExprId s : StringsIn(facts, block))
        Reach(flow_.NodeOf({call.file, s}), 0, &strings);
      auto next = std::partition_point(
          facts.calls.begin(), facts.calls.end(),
          [&](facts::ExprId c) { return facts.exprs[c].name_span.begin < block.begin; });
      for (; next != facts.calls.end() && facts.exprs[*next].name_span.begin < block.end; ++next) {
        const facts::ExprId c = *next;
        if (!block.Contains(facts.exprs[c].span)) continue;
        for (uint32_t k = 0; k < facts.exprs[c].args_count; ++k) {
          const facts::ExprId arg = facts.begin_args(facts.exprs[c])[k].value;
          if (arg != facts::kNone) Reach(flow_.NodeOf({call.file, arg}), 0, &strings);
        }
      }
    }
  }
  bool other = false;
  for (const std::string_view text : strings) {
    evidence::SignalKind kind;
    if (const rules::Pack* pack = scanner_.ServiceIn(text, &kind)) {
      proof->grade = Grade::kProven, proof->pack = pack;
      const char* what = WhatOf(kind);
      proof->reasons.push_back(
          {what, std::string("the client is made with the service's ") + what, call.file, e.span});
      return true;
    }
    if (!in_.is_test[call.file] && IsOfTestsOnly(text)) continue;
    other |= scanner_.IsOtherUrl(text) || IsOtherFile(text);
  }
  if (other) proof->grade = Grade::kOther;
  return false;
}

void Finder::ProveByFile(ExprRef at, ClientProof* proof) const {
  if (proof->grade == Grade::kProven || proof->grade == Grade::kOther) return;
  const bool is_shared = NamesForeignContract(at.file);
  for (const FileId f : Neighbourhood(at)) {
    if (Signals(f).strong == nullptr) continue;
    const evidence::Signal* signal = Signals(f).first_strong();
    if (is_shared && (signal == nullptr || signal->kind == evidence::SignalKind::kAnchor)) continue;
    proof->grade = Grade::kFile, proof->pack = Signals(f).strong;
    proof->reasons.push_back({"anchor",
                              f == at.file ? "the same file names the service"
                                           : "a file of the same class names the service",
                              f, signal == nullptr ? Span{} : signal->span});
    return;
  }
  if (repository_ != nullptr && !is_shared)
    proof->grade = Grade::kRepository, proof->pack = repository_;
}

void Finder::FindPorts() {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (!IsStub(f)) continue;
    for (const facts::Function& method : File(f).functions) {
      if (method.class_id != facts::kNone &&
          toolkits_.OperationDeclared(method, File(f)) != nullptr)
        ports_.insert({f, method.class_id});
    }
  }
  std::set<std::string_view> names;
  for (const ClassRef& port : ports_) names.insert(program_.cls(port).name);
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (!IsStub(f)) continue;
    for (const facts::Function& method : File(f).functions) {
      if (method.class_id != facts::kNone && names.contains(SimpleName(method.return_type)))
        services_.insert({f, method.class_id});
    }
  }
}

void Finder::FindStubClients() {
  if (ports_.empty()) return;
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (IsGenerated(f)) continue;
    for (const facts::ExprId id : File(f).calls) {
      const facts::Expr& e = File(f).exprs[id];
      if (e.text.empty()) continue;
      for (const ClassRef& c : program_.ResolveClass(f, e.text)) {
        const ClassRef port = PortOf(c);
        if (port.cls == facts::kNone && !services_.contains(c)) continue;
        const std::vector<AtomId>& values = flow_.ValuesOf({f, id});
        const bool makes_it = std::any_of(values.begin(), values.end(), [&](AtomId value) {
          const Atom& atom = flow_.atom(value);
          return atom.kind == AtomKind::kInstance && ClassRef{atom.a, atom.b} == c;
        });
        if (!makes_it && e.kind != facts::ExprKind::kNew) continue;
        out_.stub_clients.push_back({{f, id}, port.cls == facts::kNone ? c : port});
        break;
      }
    }
  }
}

ClassRef Finder::PortOf(ClassRef c) const {
  if (ports_.empty()) return {};
  for (const ClassRef& base : program_.Lineage(c)) {
    if (!ports_.contains(base)) continue;
    if (base == c || IsStub(c.file) || program_.cls(base).kind != facts::ClassKind::kInterface)
      return base;
  }
  return {};
}

bool Finder::ProveByPort(ExprRef call, ClientProof* proof) const {
  const facts::Expr& e = program_.expr(call);
  const facts::FileFacts& facts = File(call.file);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId value = facts.begin_args(e)[i].value;
    if (value == facts::kNone) continue;
    for (const AtomId id : flow_.ValuesOf({call.file, value})) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind != AtomKind::kClass || !ports_.contains({atom.a, atom.b})) continue;
      proof->grade = Grade::kProven, proof->pack = (*in_.generated)[atom.a].pack;
      proof->reasons.push_back({"type",
                                "the client is made for the service's generated port " +
                                    std::string(program_.cls({atom.a, atom.b}).name),
                                call.file, e.span});
      return true;
    }
  }
  return false;
}

bool Finder::ShowsPackage(FileId f, const rules::Toolkit& toolkit) const {
  return toolkit.is_package &&
         ((toolkit.is_own && toolkit.imports.empty()) || shown_packages_.contains(&toolkit) ||
          (!toolkit.imports.empty() && flow_.ImportsShow(toolkit, f)));
}

ClientProof Finder::Prove(const ClientSite& site) const {
  ClientProof proof;
  if (site.form->form->proven) {
    proof.grade = Grade::kProven, proof.pack = site.form->pack;
    const std::string name = site.form->type.empty() ? site.form->method : site.form->type;
    proof.reasons.push_back(
        {site.form->toolkit->is_own ? "named" : "type",
         site.form->toolkit->is_own
             ? "the configuration names " + name + " as a client of the service"
             : "the name " + name + " belongs to the service's generated client",
         site.at.file, site.at.expr == facts::kNone ? Span{} : program_.expr(site.at).span});
    return proof;
  }
  if (site.cls.cls != facts::kNone && IsGenerated(site.cls.file)) {
    const GeneratedFile& file = (*in_.generated)[site.cls.file];
    proof.grade = file.pack == nullptr ? Grade::kOther : Grade::kProven, proof.pack = file.pack;
    return proof;
  }
  if (site.at.expr != facts::kNone &&
      (ProveByPort(site.at, &proof) || ProveByStrings(site.at, &proof)))
    return proof;
  // A method of the project is no toolkit's, whatever it is called (getPort() of a holder).
  const bool is_own = site.at.expr != facts::kNone && !site.form->method.empty() &&
                      std::any_of(flow_.Targets(site.at).begin(), flow_.Targets(site.at).end(),
                                  [&](const FnRef& fn) {
                                    return program_.function(fn).has_body && !IsGenerated(fn.file);
                                  });
  if (is_own) return proof;
  if (site.form->toolkit->is_shared) return ProofOfShared(site);
  if (site.at.expr != facts::kNone && ShowsPackage(site.at.file, *site.form->toolkit)) {
    proof.grade = Grade::kProven, proof.pack = site.form->pack;
    proof.reasons.push_back({"package",
                             "it is the client of the package " + site.form->toolkit->title +
                                 ", which uses the service",
                             site.at.file, program_.expr(site.at).span});
    return proof;
  }
  if (site.at.expr != facts::kNone && ProveByStrings(site.at, &proof)) return proof;
  if (site.cls.cls != facts::kNone) {
    // A class that is itself a client: what stands in it, and what its constructor hands up.
    const facts::FileFacts& facts = File(site.cls.file);
    bool other = false;
    for (const facts::ExprId s : StringsIn(facts, program_.cls(site.cls).span)) {
      for (const AtomId id : flow_.ValuesOf({site.cls.file, s})) {
        evidence::SignalKind kind;
        const Atom& atom = flow_.atom(id);
        if (atom.kind != AtomKind::kString) continue;
        if (const rules::Pack* pack = scanner_.ServiceIn(flow_.str(atom.a), &kind)) {
          proof.grade = Grade::kProven, proof.pack = pack;
          proof.reasons.push_back({WhatOf(kind),
                                   "the class extends a SOAP client and names the service",
                                   site.cls.file, facts.exprs[s].span});
          return proof;
        }
        const std::string_view text = flow_.str(atom.a);
        const std::vector<std::string>& parts = rules::BuiltinWords().soap_addresses;
        other |= scanner_.IsOtherUrl(text) &&
                 std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
                   return ContainsIgnoreCase(text, part);
                 });
      }
    }
    if (other) {
      proof.grade = Grade::kOther;
      return proof;
    }
    ExprRef in_class = {site.cls.file, 0};
    for (facts::ExprId i = 0; i < facts.exprs.size(); ++i) {
      if (facts.exprs[i].class_id == site.cls.cls) {
        in_class.expr = i;
        break;
      }
    }
    if (!facts.exprs.empty()) ProveByFile(in_class, &proof);
    return proof;
  }
  ProveByFile(site.at, &proof);
  return proof;
}

std::vector<Finder::Receiver> Finder::ReceiversOf(ExprRef object) const {
  std::vector<Receiver> out;
  for (const AtomId id : flow_.ValuesOf(object)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kClient) {
      const ClientSite& site = flow_.clients()[atom.a];
      Receiver r = {site.form->toolkit, out_.proofs[atom.a]};
      r.is_named = site.form->type.empty() && site.form->receiver.empty();
      if (site.at.expr != facts::kNone) {
        r.proof.reasons.insert(
            r.proof.reasons.begin(),
            {"client", "a client of " + site.form->toolkit->title + " is made here", site.at.file,
             program_.expr(site.at).span});
      } else {
        r.proof.reasons.insert(r.proof.reasons.begin(),
                               {"client", "this class is a client of " + site.form->toolkit->title,
                                site.cls.file, program_.cls(site.cls).name_span});
      }
      out.push_back(std::move(r));
    }
    if (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)
      AddClassClient({atom.a, atom.b}, object, &out);
    std::string_view type;
    if (atom.kind == AtomKind::kExternalType) type = flow_.str(atom.a);
    if (atom.kind == AtomKind::kInstance) type = program_.cls({atom.a, atom.b}).name;
    if (type.empty()) continue;
    for (const ClientForm* form :
         toolkits_.ClientsOfType(type, program_.IgnoresCase(object.file))) {
      if (!ToolkitIndex::Serves(*form->toolkit, File(object.file))) continue;
      if (form->toolkit->is_shared) {
        if (atom.kind == AtomKind::kInstance || !AddShared(*form, type, object, &out)) continue;
        break;
      }
      // A package's Client is told from others by what stands before it, which is not known here.
      const bool is_qualified = SimpleName(form->type).size() != form->type.size();
      if (form->toolkit->is_package && (is_qualified || !ShowsPackage(object.file, *form->toolkit)))
        continue;
      Receiver r;
      r.toolkit = form->toolkit;
      const Span where = program_.expr(object).span;
      // A class of the project is its own, whatever toolkit has one of that name (Client).
      if (!form->form->proven && atom.kind == AtomKind::kInstance) continue;
      if (!form->form->proven) {
        // Injected: its maker is out of sight, so what stands around it has to name the service.
        // A client that is traced says more than its declared type.
        const bool traced =
            std::any_of(flow_.ValuesOf(object).begin(), flow_.ValuesOf(object).end(),
                        [&](AtomId other) { return flow_.atom(other).kind == AtomKind::kClient; });
        if (traced) continue;
        r.proof.reasons.push_back(
            {"type",
             "its declared type " + std::string(type) + " is a " + form->toolkit->title + " client",
             object.file, where});
        ProveByFile(object, &r.proof);
        // Where the class makes a client of the service itself, that is why it names it.
        if (r.proof.grade == Grade::kFile && MakesItsOwn(object))
          r.proof.grade = Grade::kRepository;
        if (r.proof.grade < Grade::kRepository || r.proof.grade == Grade::kOther ||
            r.proof.pack != form->pack)
          continue;
        if (r.proof.grade == Grade::kRepository) AddFileReason(object.file, &r.proof.reasons);
        r.is_declared = true;
        out.push_back(std::move(r));
        break;
      }
      r.proof.grade = Grade::kProven, r.proof.pack = form->pack;
      r.proof.reasons.push_back(
          {form->toolkit->is_own ? "named" : "type",
           form->toolkit->is_own
               ? "the configuration names its type " + std::string(type) +
                     " as a client of the service"
               : "its type " + std::string(type) + " is the service's generated port",
           object.file, where});
      out.push_back(std::move(r));
      break;
    }
  }
  return out;
}

bool Finder::MakesItsOwn(ExprRef in) const {
  const facts::ClassId own = program_.expr(in).class_id;
  if (own == facts::kNone) return false;
  for (size_t i = 0; i < flow_.clients().size(); ++i) {
    const ClientSite& site = flow_.clients()[i];
    if (site.at.file == in.file && site.at.expr != facts::kNone &&
        program_.expr(site.at).class_id == own && out_.proofs[i].grade == Grade::kProven)
      return true;
  }
  return false;
}

void Finder::AddClassClient(ClassRef c, ExprRef where, std::vector<Receiver>* out) const {
  if (const ClassRef port = PortOf(c); port.cls != facts::kNone) {
    const GeneratedFile& stub = (*in_.generated)[port.file];
    Receiver receiver = {stub.toolkit, {Grade::kProven, stub.pack, {}}, true};
    receiver.proof.reasons.push_back(
        {"type",
         "its type " + std::string(program_.cls(port).name) + " is the service's generated port",
         where.file, program_.expr(where).span});
    out->push_back(std::move(receiver));
    return;
  }
  for (const ClassRef& r : program_.Lineage(c)) {
    const uint32_t id = flow_.ClientOfClass(r);
    if (id == facts::kNone) continue;
    const ClientSite& site = flow_.clients()[id];
    Receiver receiver = {site.form->toolkit, out_.proofs[id]};
    receiver.proof.reasons.insert(
        receiver.proof.reasons.begin(),
        {"client", "this class is a client of " + site.form->toolkit->title, site.cls.file,
         program_.cls(site.cls).name_span});
    out->push_back(std::move(receiver));
    return;
  }
}

bool Finder::KnownToBeElse(ExprRef object) const {
  const std::vector<AtomId>& values = flow_.ValuesOf(object);
  bool any = false;
  for (const AtomId id : values) {
    const Atom& atom = flow_.atom(id);
    switch (atom.kind) {
      case AtomKind::kInstance:
      case AtomKind::kClass: {
        any = true;
        break;
      }
      case AtomKind::kModule:
      case AtomKind::kObject:
        any = true;
        break;
      case AtomKind::kExternalType: {
        const std::string_view type = flow_.str(atom.a);
        bool client = false;
        for (const ClientForm* form : toolkits_.ClientsOfType(type))
          client |= !form->toolkit->is_package || ShowsPackage(object.file, *form->toolkit);
        if (client) return false;
        any = true;
        break;
      }
      case AtomKind::kClient:
        if (out_.proofs[atom.a].grade == Grade::kOther) return true;
        return false;
      default:
        break;
    }
  }
  return any;
}

}  // namespace unsoap::link
