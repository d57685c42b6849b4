#include "scanner/link/use_finder.h"

namespace unsoap {

Uses Finder::Run() {
  for (const FileSignals& signals : *in_.signals) {
    if (signals.strong != nullptr) repository_ = signals.strong;
  }
  for (size_t i = 0; i < flow_.clients().size(); ++i)
    out_.proofs.push_back(Prove(flow_.clients()[i]));
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if ((*in_.is_stub)[f]) continue;
    for (const ExprId call : program_.file(f).calls) FindDirect({f, call});
  }
  SpreadDispatchers();
  FindUntraced();
  SpreadDispatchers();
  SortUses();
  FindWrappers();
  FindByName();
  out_.learned = LearnNames(program_, flow_, out_.wrappers);
  return std::move(out_);
}

std::vector<FileId> Finder::Neighbourhood(ExprRef at) const {
  std::vector<FileId> files = {at.file};
  const Expr& e = program_.expr(at);
  if (e.class_id != kNone) {
    const ClassRef own = {at.file, e.class_id};
    for (const ClassRef& c : program_.Lineage(own)) files.push_back(c.file);
    for (const ClassRef& c : program_.Descendants(own)) files.push_back(c.file);
  }
  return files;
}

void Finder::Reach(NodeId node, int depth, std::vector<std::string_view>* out) const {
  if (node == kNone || depth > 3 || out->size() > 64) return;
  for (const AtomId id : flow_.Values(node)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kString) out->push_back(flow_.str(atom.a));
    if (atom.kind == AtomKind::kObject) {
      for (const auto& [name, field] : flow_.object(atom.a).fields) Reach(field, depth + 1, out);
    }
  }
}

bool Finder::ProveByStrings(ExprRef call, ClientProof* proof) const {
  const Expr& e = program_.expr(call);
  const FileFacts& facts = File(call.file);
  std::vector<std::string_view> strings;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const ExprId value = facts.begin_args(e)[i].value;
    if (value == kNone) continue;
    Reach(flow_.NodeOf({call.file, value}), 0, &strings);
    // A configuration block: Savon.client { wsdl "..." }: every string inside it belongs to the
    // client.
    if (facts.exprs[value].kind == ExprKind::kFunction) {
      for (const ExprId s : facts.strings) {
        if (facts.exprs[value].span.Contains(facts.exprs[s].span))
          Reach(flow_.NodeOf({call.file, s}), 0, &strings);
      }
      for (const ExprId c : facts.calls) {
        if (!facts.exprs[value].span.Contains(facts.exprs[c].span)) continue;
        for (uint32_t k = 0; k < facts.exprs[c].args_count; ++k) {
          const ExprId arg = facts.begin_args(facts.exprs[c])[k].value;
          if (arg != kNone) Reach(flow_.NodeOf({call.file, arg}), 0, &strings);
        }
      }
    }
  }
  bool other = false;
  for (const std::string_view text : strings) {
    SignalKind kind;
    if (const Pack* pack = scanner_.ServiceIn(text, &kind)) {
      proof->grade = Grade::kProven, proof->pack = pack;
      const char* what = kind == SignalKind::kNamespace       ? "namespace"
                         : kind == SignalKind::kWsdlReference ? "wsdl"
                                                              : "endpoint";
      proof->reasons.push_back(
          {what, std::string("the client is made with the service's ") + what, call.file, e.span});
      return true;
    }
    other |= scanner_.IsOtherUrl(text);
  }
  if (other) proof->grade = Grade::kOther;
  return false;
}

void Finder::ProveByFile(ExprRef at, ClientProof* proof) const {
  if (proof->grade == Grade::kProven || proof->grade == Grade::kOther) return;
  for (const FileId f : Neighbourhood(at)) {
    if (Signals(f).strong == nullptr) continue;
    const Signal* signal = Signals(f).first_strong();
    proof->grade = Grade::kFile, proof->pack = Signals(f).strong;
    proof->reasons.push_back({"anchor",
                              f == at.file ? "the same file names the service"
                                           : "a file of the same class names the service",
                              f, signal == nullptr ? Span{} : signal->span});
    return;
  }
  if (repository_ != nullptr) proof->grade = Grade::kRepository, proof->pack = repository_;
}

ClientProof Finder::Prove(const ClientSite& site) const {
  ClientProof proof;
  if (site.form->form->proven) {
    proof.grade = Grade::kProven, proof.pack = site.form->pack;
    proof.reasons.push_back(
        {"type",
         "the name " + (site.form->type.empty() ? site.form->method : site.form->type) +
             " belongs to the service's generated client",
         site.at.file, site.at.expr == kNone ? Span{} : program_.expr(site.at).span});
    return proof;
  }
  if (site.at.expr != kNone && ProveByStrings(site.at, &proof)) return proof;
  if (site.cls.cls != kNone) {
    // A class that is itself a client: what stands in it, and what its constructor hands up.
    const FileFacts& facts = File(site.cls.file);
    for (const ExprId s : facts.strings) {
      if (!program_.cls(site.cls).span.Contains(facts.exprs[s].span)) continue;
      for (const AtomId id : flow_.ValuesOf({site.cls.file, s})) {
        SignalKind kind;
        const Atom& atom = flow_.atom(id);
        if (atom.kind != AtomKind::kString) continue;
        if (const Pack* pack = scanner_.ServiceIn(flow_.str(atom.a), &kind)) {
          proof.grade = Grade::kProven, proof.pack = pack;
          proof.reasons.push_back({"client",
                                   "the class extends a SOAP client and names the service",
                                   site.cls.file, facts.exprs[s].span});
          return proof;
        }
      }
    }
    ExprRef in_class = {site.cls.file, 0};
    for (ExprId i = 0; i < facts.exprs.size(); ++i) {
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
      if (site.at.expr != kNone) {
        r.proof.reasons.insert(r.proof.reasons.begin(),
                               {"client", "a " + site.form->toolkit->title + " client is made here",
                                site.at.file, program_.expr(site.at).span});
      } else {
        r.proof.reasons.insert(
            r.proof.reasons.begin(),
            {"client", "this class is a " + site.form->toolkit->title + " client", site.cls.file,
             program_.cls(site.cls).name_span});
      }
      out.push_back(std::move(r));
    }
    if (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)
      AddClassClient({atom.a, atom.b}, &out);
    std::string_view type;
    if (atom.kind == AtomKind::kExternalType) type = flow_.str(atom.a);
    if (atom.kind == AtomKind::kInstance) type = program_.cls({atom.a, atom.b}).name;
    if (type.empty()) continue;
    for (const ClientForm* form : toolkits_.ClientsOfType(type)) {
      if (!ToolkitIndex::Serves(*form->toolkit, File(object.file).language)) continue;
      Receiver r;
      r.toolkit = form->toolkit;
      const Span where = program_.expr(object).span;
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
        if (r.proof.grade != Grade::kFile || r.proof.pack != form->pack) continue;
        out.push_back(std::move(r));
        break;
      }
      r.proof.grade = Grade::kProven, r.proof.pack = form->pack;
      r.proof.reasons.push_back(
          {"type", "its type " + std::string(type) + " is the service's generated port",
           object.file, where});
      out.push_back(std::move(r));
      break;
    }
  }
  return out;
}

void Finder::AddClassClient(ClassRef c, std::vector<Receiver>* out) const {
  for (const ClassRef& r : program_.Lineage(c)) {
    const uint32_t id = flow_.ClientOfClass(r);
    if (id == kNone) continue;
    const ClientSite& site = flow_.clients()[id];
    Receiver receiver = {site.form->toolkit, out_.proofs[id]};
    receiver.proof.reasons.insert(
        receiver.proof.reasons.begin(),
        {"client", "this class is a " + site.form->toolkit->title + " client", site.cls.file,
         program_.cls(site.cls).name_span});
    out->push_back(std::move(receiver));
    return;
  }
}

void Finder::AddOperation(OperationUse* use, const Operation* op) const {
  if (std::find(use->operations.begin(), use->operations.end(), op) == use->operations.end())
    use->operations.push_back(op);
}

bool Finder::ReadOperationArgument(ExprRef arg, const Pack& pack,
                                   const std::vector<std::string>& styles, OperationUse* use,
                                   std::vector<Atom>* params) const {
  bool known = false;
  const bool by_type = Contains(styles, "request_type");
  // An object factory names the type in its method: createParamsGetLead(request).
  const Expr& e = program_.expr(arg);
  if (by_type && e.kind == ExprKind::kCall && e.text.starts_with("create")) {
    if (const Operation* op = ToolkitIndex::OperationOfType(pack, e.text.substr(6)))
      AddOperation(use, op), known = true;
  }
  for (const AtomId id : flow_.ValuesOf(arg)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember) {
      if (const Operation* op = ToolkitIndex::OperationOf(pack, flow_.str(atom.a), styles))
        AddOperation(use, op), known = true;
    }
    if (by_type) {
      std::string_view type;
      if (atom.kind == AtomKind::kObject) type = flow_.object(atom.a).type;
      if (atom.kind == AtomKind::kExternalType) type = flow_.str(atom.a);
      if (atom.kind == AtomKind::kInstance) type = program_.cls({atom.a, atom.b}).name;
      if (const Operation* op = ToolkitIndex::OperationOfType(pack, SimpleName(type)))
        AddOperation(use, op), known = true;
    }
    // What a closure is handed by each() or forEach() is known by its constants; nobody calls it
    // by name.
    if (atom.kind == AtomKind::kParam && !program_.function({atom.a, atom.b}).name.empty())
      params->push_back(atom);
  }
  // A declared type has decided; what the callers pass changes nothing.
  if (by_type && known) params->clear();
  return known;
}

void Finder::AddRequests(const Expr& e, const FileFacts& facts, int from, bool keywords,
                         OperationUse* use) const {
  if (from < 0 || keywords) use->keywords_are_request = true;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const Arg& arg = facts.begin_args(e)[i];
    if (arg.value == kNone) continue;
    if (from < 0 || static_cast<int>(i) >= from) use->requests.push_back(arg.value);
  }
}

void Finder::Emit(OperationUse use) {
  if (!seen_.insert(use.at).second) return;
  out_.operations.push_back(std::move(use));
}

Finder::Shape Finder::ShapeOf(ExprRef at) const {
  const Expr& e = program_.expr(at);
  const FileFacts& facts = File(at.file);
  const Arg* args = facts.begin_args(e);
  Shape shape;
  shape.object = e.object;
  const auto names_of = [&](ExprId name) {
    shape.is_reflective = true;
    shape.methods = flow_.Constants(flow_.NodeOf({at.file, name}));
    for (const AtomId id : flow_.ValuesOf({at.file, name})) {
      if (flow_.atom(id).kind == AtomKind::kParam) shape.method_params.push_back(flow_.atom(id));
    }
  };
  if (!e.text.empty()) shape.methods = {std::string(e.text)};
  if (e.name_expr != kNone) names_of(e.name_expr);
  if (Contains(kReflectiveSends, e.text) && e.object != kNone && e.args_count > 0 &&
      args[0].value != kNone) {
    names_of(args[0].value);
    shape.shift = 1;
  }
  if (Contains(kCallsByName, e.text) && e.object == kNone && e.args_count > 1 &&
      args[0].value != kNone && args[1].value != kNone) {
    shape.object = args[0].value;
    names_of(args[1].value);
    // CallByName has the kind of call between the name and the arguments.
    shape.shift = 2;
  }
  if (Contains(kReflectiveCalls, e.text) && e.object == kNone && e.args_count > 0 &&
      args[0].value != kNone) {
    const Expr& callee = facts.exprs[args[0].value];
    if (callee.kind == ExprKind::kList && callee.args_count == 2) {
      shape.object = facts.begin_args(callee)[0].value;
      if (facts.begin_args(callee)[1].value != kNone) names_of(facts.begin_args(callee)[1].value);
      shape.shift = 1;
    }
  }
  if (e.text.empty() && e.object != kNone && e.name_expr == kNone) {
    const Expr& callee = facts.exprs[e.object];
    if (callee.kind == ExprKind::kCall && Contains(kGetAttributes, callee.text) &&
        callee.args_count >= 2) {
      shape.object = facts.begin_args(callee)[0].value;
      if (facts.begin_args(callee)[1].value != kNone) names_of(facts.begin_args(callee)[1].value);
    } else if (callee.kind == ExprKind::kMember) {  // f = client.getLead held in a parenthesis
      shape.object = callee.object;
      shape.methods = {std::string(callee.text)};
    }
  }
  return shape;
}

void Finder::FindDirect(ExprRef at) {
  const Expr& e = program_.expr(at);
  const FileFacts& facts = File(at.file);
  Shape shape = ShapeOf(at);
  std::erase_if(shape.method_params, [&](const Atom& p) {
    return program_.function({p.a, p.b}).name.empty();
  });
  // The name is decided at the callers: what reaches the parameter here is theirs.
  if (!shape.method_params.empty()) shape.methods.clear();
  OperationUse use;
  use.at = at, use.in = FunctionOf(at), use.name_span = e.name_span;
  std::vector<Atom> params = shape.method_params;
  std::vector<Receiver> receivers;
  if (shape.object != kNone) receivers = ReceiversOf({at.file, shape.object});
  if (shape.object == kNone && e.class_id != kNone && e.kind == ExprKind::kCall)
    AddClassClient({at.file, e.class_id}, &receivers);
  bool matched = false, dispatches = false;
  const Receiver* best = nullptr;
  for (const std::string& method : shape.methods) {
    for (const InvokeForm* form : toolkits_.Invokes(method)) {
      if (!ToolkitIndex::Serves(*form->toolkit, facts.language)) continue;
      const Receiver* receiver = nullptr;
      std::vector<Receiver> passed;
      if (form->form->client_argument >= 0) {
        const ExprId client =
            ArgumentAt(e, facts, static_cast<uint32_t>(form->form->client_argument) + shape.shift);
        if (client != kNone) passed = ReceiversOf({at.file, client});
      }
      for (const Receiver& r : form->form->client_argument >= 0 ? passed : receivers) {
        if (r.proof.grade == Grade::kOther || r.proof.grade == Grade::kNone) continue;
        if (r.proof.pack != form->pack) continue;
        // A generated port may be used by any toolkit of the language; a traced client only by
        // its own.
        if (r.toolkit != nullptr && r.toolkit != form->toolkit &&
            !SameFamily(*r.toolkit, *form->toolkit))
          continue;
        if (receiver == nullptr || r.proof.grade > receiver->proof.grade) receiver = &r;
      }
      if (form->form->is_function && shape.object == kNone) {
        if (Signals(at.file).strong != form->pack && repository_ != form->pack) continue;
        use.confidence =
            Signals(at.file).strong == form->pack ? Confidence::kCertain : Confidence::kLikely;
        use.reasons.push_back({"type", "generated function of a " + form->toolkit->title + " stub",
                               at.file, e.name_span});
      } else if (receiver == nullptr) {
        continue;
      }
      if (form->operation != nullptr) {
        if (receiver != nullptr && receiver->proof.grade == Grade::kRepository &&
            form->operation->is_common_name)
          continue;
        AddOperation(&use, form->operation);
        AddRequests(e, facts,
                    form->form->request_argument < 0
                        ? -1
                        : form->form->request_argument + static_cast<int>(shape.shift),
                    form->form->request_argument < 0, &use);
        matched = true;
      } else if (form->form->operation_argument >= 0) {
        const uint32_t index = static_cast<uint32_t>(form->form->operation_argument) + shape.shift;
        const ExprId arg = ArgumentAt(e, facts, index);
        if (arg == kNone) continue;
        std::vector<Atom> found;
        const bool known = ReadOperationArgument({at.file, arg}, *form->pack,
                                                 form->form->operation_styles, &use, &found);
        if (!known && found.empty()) {
          // The name comes from somewhere we cannot see: report the call itself, operation
          // unknown.
          if (receiver->proof.grade != Grade::kProven && receiver->proof.grade != Grade::kFile)
            continue;
        }
        if (!found.empty())
          dispatches = true, params.insert(params.end(), found.begin(), found.end());
        use.name_span = facts.exprs[arg].span;
        AddRequests(e, facts, form->form->request_argument < 0 ? -1 : form->form->request_argument,
                    form->form->request_argument < 0, &use);
        matched = true;
      } else {
        continue;
      }
      use.pack = form->pack;
      if (use.toolkit == nullptr || (receiver != nullptr && receiver->toolkit == form->toolkit))
        use.toolkit = form->toolkit;
      if (receiver != nullptr && (best == nullptr || receiver->proof.grade > best->proof.grade))
        best = receiver;
    }
  }
  if (!matched && !shape.method_params.empty() && !receivers.empty()) {
    // $client->$operation(...): the method itself is the parameter.
    for (const Receiver& r : receivers) {
      if (r.proof.grade != Grade::kProven && r.proof.grade != Grade::kFile &&
          r.proof.grade != Grade::kRepository)
        continue;
      use.pack = r.proof.pack, use.toolkit = r.toolkit, best = &r;
      matched = dispatches = true;
      AddRequests(e, facts, static_cast<int>(shape.shift), false, &use);
      break;
    }
  }
  if (!matched || use.pack == nullptr) return;
  if (best != nullptr) {
    use.confidence = ConfidenceOf(best->proof.grade);
    use.reasons = best->proof.reasons;
    if (use.confidence != Confidence::kCertain) {
      ClientProof by_arguments;  // a header object with the service's namespace, handed over with
                                 // the call
      if (ProveByStrings(at, &by_arguments)) {
        use.confidence = Confidence::kCertain;
        use.reasons.push_back(
            {"header", "the call carries a header in the service's namespace", at.file, e.span});
      }
    }
  }
  if (dispatches) {
    use.is_dispatcher_site = true;
    use.operations.clear();  // decided at the callers; what reaches the parameter is theirs
    AddDispatchers(params, {}, {}, out_.operations.size());
  }
  std::sort(use.operations.begin(), use.operations.end(),
            [](const Operation* a, const Operation* b) { return a->name < b->name; });
  Emit(std::move(use));
}

bool Finder::SameFamily(const Toolkit& a, const Toolkit& b) {
  // Toolkits that serve a common language may stand in for each other on generated types.
  if (a.languages.empty() || b.languages.empty()) return true;
  for (const std::string& language : a.languages) {
    if (std::find(b.languages.begin(), b.languages.end(), language) != b.languages.end())
      return true;
  }
  return false;
}

ExprId Finder::ArgumentAt(const Expr& e, const FileFacts& facts, uint32_t index) {
  uint32_t position = 0;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const Arg& arg = facts.begin_args(e)[i];
    if (!arg.name.empty()) continue;
    if (position++ == index) return arg.value;
  }
  return kNone;
}

void Finder::AddDispatchers(const std::vector<Atom>& params, const std::string& before,
                            const std::string& after, size_t use) {
  for (const Atom& param : params) {
    dispatchers_.push_back({{param.a, param.b},
                            param.c,
                            before + std::string(flow_.str(param.d)),
                            std::string(flow_.str(param.e)) + after,
                            use});
  }
}

void Finder::SpreadDispatchers() {
  for (; spread_ < dispatchers_.size() && spread_ < 4096; ++spread_) {
    const Dispatch dispatch = dispatchers_[spread_];
    if (!spread_done_.insert({dispatch.fn, dispatch.param}).second) continue;
    const OperationUse base = out_.operations[dispatch.use];
    Wrapper& wrapper = out_.wrappers[dispatch.fn];
    wrapper.fn = dispatch.fn, wrapper.is_dispatcher = true, wrapper.dispatch_param = dispatch.param;
    wrapper.pack = base.pack, wrapper.confidence = base.confidence;
    for (const ExprRef& call : flow_.CallersOf(dispatch.fn)) {
      if ((*in_.is_stub)[call.file]) continue;
      const Expr& e = program_.expr(call);
      const FileFacts& facts = File(call.file);
      const ExprId arg =
          Flow::ArgumentFor(facts, e, program_.function(dispatch.fn), dispatch.param);
      if (arg == kNone || seen_.contains(call)) continue;
      OperationUse use;
      use.at = call, use.in = FunctionOf(call), use.pack = base.pack, use.toolkit = base.toolkit;
      use.is_dispatched = true, use.dispatcher = dispatch.fn, use.confidence = base.confidence;
      use.name_span = facts.exprs[arg].span;
      std::vector<Atom> params;
      for (const AtomId id : flow_.ValuesOf({call.file, arg})) {
        const Atom& atom = flow_.atom(id);
        if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember) {
          const std::string full =
              dispatch.before + std::string(flow_.str(atom.a)) + dispatch.after;
          if (const Operation* op = ToolkitIndex::OperationOf(*base.pack, full, {}))
            AddOperation(&use, op);
        }
        if (atom.kind == AtomKind::kParam) params.push_back(atom);
      }
      use.reasons = base.reasons;
      use.reasons.push_back(
          {"dispatcher",
           program_.NameOf(dispatch.fn) + "() hands the operation's name to the client",
           dispatch.fn.file, program_.function(dispatch.fn).name_span});
      // The other arguments may hold the request.
      for (uint32_t k = 0; k < e.args_count; ++k) {
        const Arg& other = facts.begin_args(e)[k];
        if (other.value != kNone && other.value != arg) use.requests.push_back(other.value);
      }
      if (!params.empty()) {
        use.is_dispatcher_site = true;
        use.operations.clear();
        AddDispatchers(params, dispatch.before, dispatch.after, out_.operations.size());
      } else if (use.operations.empty()) {
        continue;
      }
      std::sort(use.operations.begin(), use.operations.end(),
                [](const Operation* a, const Operation* b) { return a->name < b->name; });
      Emit(std::move(use));
    }
  }
}

void Finder::FindUntraced() {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if ((*in_.is_stub)[f] || repository_ == nullptr) continue;
    const FileFacts& facts = File(f);
    const FileSignals& signals = Signals(f);
    for (const ExprId id : facts.calls) {
      const ExprRef at = {f, id};
      const Expr& e = facts.exprs[id];
      if (e.kind != ExprKind::kCall || e.text.empty() || seen_.contains(at) || !IsUnresolved(at))
        continue;
      if (e.object != kNone && KnownToBeElse({f, e.object})) continue;
      for (const InvokeForm* form : toolkits_.Invokes(e.text)) {
        if (!ToolkitIndex::Serves(*form->toolkit, facts.language)) continue;
        const Pack* pack = form->pack;
        const bool file_evidence = signals.strong == pack;
        if (!file_evidence && (signals.has_rest || repository_ != pack)) continue;
        OperationUse use;
        use.at = at, use.in = FunctionOf(at), use.pack = pack, use.toolkit = form->toolkit,
        use.name_span = e.name_span;
        if (form->operation != nullptr) {
          // A method named like an operation, on something unknown, in a file that names the
          // service; a getter without arguments is an accessor, not a call.
          if (!file_evidence || e.args_count == 0 || e.object == kNone || signals.has_rest)
            continue;
          if (!form->form->via.empty() && facts.exprs[e.object].text != form->form->via) continue;
          AddOperation(&use, form->operation);
          AddRequests(e, facts, form->form->request_argument, form->form->request_argument < 0,
                      &use);
        } else {
          if (form->form->operation_argument < 0) continue;
          const ExprId arg =
              ArgumentAt(e, facts, static_cast<uint32_t>(form->form->operation_argument));
          if (arg == kNone) continue;
          std::vector<Atom> params;
          const bool known =
              ReadOperationArgument({f, arg}, *pack, form->form->operation_styles, &use, &params);
          const bool distinctive = e.text.starts_with("__") || WordsIn(e.text) >= 2;
          if (!known || (!file_evidence && !distinctive)) continue;
          if (!params.empty()) {  // decided at the callers
            use.operations.clear();
            use.is_dispatcher_site = true;
            AddDispatchers(params, {}, {}, out_.operations.size());
          }
          use.name_span = facts.exprs[arg].span;
          AddRequests(e, facts, form->form->request_argument, form->form->request_argument < 0,
                      &use);
        }
        use.confidence = Confidence::kLikely;
        AddFileReason(f, &use.reasons);
        std::sort(use.operations.begin(), use.operations.end(),
                  [](const Operation* a, const Operation* b) { return a->name < b->name; });
        Emit(std::move(use));
        break;
      }
      if (!seen_.contains(at)) FindUnknownDispatcher(at);
    }
  }
}

void Finder::AddFileReason(FileId f, std::vector<Reason>* reasons) const {
  if (Signals(f).strong != nullptr) {
    const Signal* signal = Signals(f).first_strong();
    reasons->push_back({"anchor", "the same file names the service", f,
                        signal == nullptr ? Span{} : signal->span});
  } else {
    reasons->push_back({"anchor", "other files of the repository name the service", f, Span{}});
  }
}

void Finder::FindUnknownDispatcher(ExprRef at) {
  static constexpr std::string_view kNames[] = {
      "request",      "call",         "send_request", "sendRequest", "soap_call", "soapCall",
      "call_service", "callService",  "invoke",       "execute",     "doRequest", "do_request",
      "makeRequest",  "make_request", "soap_request", "soapRequest"};
  const Expr& e = program_.expr(at);
  const FileFacts& facts = File(at.file);
  if (!Contains(kNames, e.text) || Signals(at.file).has_rest) return;
  const ExprId arg = ArgumentAt(e, facts, 0);
  if (arg == kNone || e.args_count < 2) return;
  OperationUse use;
  std::vector<Atom> params;
  if (!ReadOperationArgument({at.file, arg}, *repository_, {}, &use, &params) ||
      use.operations.size() != 1)
    return;
  if (Signals(at.file).strong == nullptr && use.operations[0]->is_common_name) return;
  use.at = at, use.in = FunctionOf(at), use.pack = repository_,
  use.name_span = facts.exprs[arg].span;
  use.confidence = Signals(at.file).strong != nullptr ? Confidence::kLikely : Confidence::kPossible;
  AddFileReason(at.file, &use.reasons);
  AddRequests(e, facts, 1, false, &use);
  Emit(std::move(use));
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
        for (const ClientForm* form : toolkits_.ClientsOfType(type)) client |= form != nullptr;
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

void Finder::SortUses() {
  std::sort(out_.operations.begin(), out_.operations.end(),
            [&](const OperationUse& a, const OperationUse& b) {
              if (a.at.file != b.at.file) return a.at.file < b.at.file;
              return program_.expr(a.at).span.begin != program_.expr(b.at).span.begin
                         ? program_.expr(a.at).span.begin < program_.expr(b.at).span.begin
                         : a.at.expr < b.at.expr;
            });
}

Uses FindUses(const UsesInput& input) { return Finder(input).Run(); }

}  // namespace unsoap
