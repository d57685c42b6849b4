// Direct uses: a call on a client, by its method, by reflection or by a name that it is given.
#include "scanner/link/use_finder.h"

namespace unsoap::link {

void Finder::TakeName(ExprRef name, Shape* shape) const {
  shape->is_reflective = true;
  shape->named_by = name;
  shape->methods = flow_.Constants(flow_.NodeOf(name));
  for (const AtomId id : flow_.ValuesOf(name)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kParam && !IsOfConstants({atom.a, atom.b}))
      shape->method_params.push_back(atom);
  }
}

void Finder::TakeGivenName(ExprRef at, Shape* shape) const {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = File(at.file);
  const facts::Arg* args = facts.begin_args(e);
  if (e.args_count == 0 || args[0].value == facts::kNone) return;
  if (e.object != facts::kNone) {
    if (!program_.Names(at.file, &languages::Language::sends, e.text)) return;
    TakeName({at.file, args[0].value}, shape);
    shape->shift = 1;
    return;
  }
  if (!program_.Names(at.file, &languages::Language::calls_by_name, e.text)) return;
  const facts::Expr& callee = facts.exprs[args[0].value];
  if (callee.kind == facts::ExprKind::kList && callee.args_count == 2) {  // f([object, name], ...)
    const facts::Arg* pair = facts.begin_args(callee);
    shape->object = pair[0].value;
    if (pair[1].value != facts::kNone) TakeName({at.file, pair[1].value}, shape);
    shape->shift = 1;
  } else if (callee.kind != facts::ExprKind::kString && e.args_count > 1 &&
             args[1].value != facts::kNone && flow_.BoundMethods(at).empty()) {
    shape->object = args[0].value;
    TakeName({at.file, args[1].value}, shape);
    // Visual Basic has the kind of call between the name and the arguments.
    shape->shift = 2;
  }
}

void Finder::TakeBoundMethods(ExprRef at, Shape* shape) const {
  // op = client.getLead; op(x): what is called is what was taken, wherever that was.
  const std::vector<ExprRef>& bound = flow_.BoundMethods(at);
  if (bound.empty()) return;
  // f(callee, x), callee.call(object, x): the method's own arguments stand behind.
  const facts::Expr& e = program_.expr(at);
  if (program_.Names(at.file,
                     e.object == facts::kNone ? &languages::Language::calls_by_name
                                              : &languages::Language::receiver_first,
                     e.text))
    shape->shift = 1;
  std::vector<std::string> methods;
  for (const ExprRef& taken : bound) {
    const facts::Expr& method = program_.expr(taken);
    const facts::Arg* with = File(taken.file).begin_args(method);
    const bool is_function =
        method.kind == facts::ExprKind::kList ||  // [object, name]
        (method.kind == facts::ExprKind::kCall && method.object == facts::kNone);
    shape->file = taken.file, shape->is_reflective = true;
    shape->object = is_function ? with[0].value : method.object;
    shape->methods.clear();
    if (method.kind == facts::ExprKind::kMember) {
      shape->methods = {std::string(method.text)};
    } else if (method.args_count > (is_function ? 1u : 0u)) {
      const facts::ExprId name = with[is_function ? 1 : 0].value;
      if (name != facts::kNone) TakeName({taken.file, name}, shape);
    }
    methods.insert(methods.end(), shape->methods.begin(), shape->methods.end());
  }
  shape->methods = std::move(methods);
}

Finder::Shape Finder::ShapeOf(ExprRef at) const {
  const facts::Expr& e = program_.expr(at);
  Shape shape;
  shape.file = at.file, shape.object = e.object;
  if (!e.text.empty()) shape.methods = {std::string(e.text)};
  // super(x): the method of the base that has the name of the function around it
  const FnRef in = FunctionOf(at);
  if (e.object == facts::kNone && in.fn != facts::kNone && program_.IsSuper(at) &&
      program_.Is(at.file, &languages::Language::bare_super) &&
      !program_.function(in).is_constructor)
    shape.methods = {std::string(program_.function(in).name)};
  if (e.name_expr != facts::kNone) TakeName({at.file, e.name_expr}, &shape);
  TakeGivenName(at, &shape);
  if (e.text.empty() && e.object != facts::kNone && e.name_expr == facts::kNone) {
    const facts::Expr& callee = program_.expr({at.file, e.object});
    if (callee.kind == facts::ExprKind::kMember) {  // (client.getLead)(x)
      shape.object = callee.object;
      shape.methods = {std::string(callee.text)};
    }
  }
  TakeBoundMethods(at, &shape);
  // In a closure that runs on an object, a bare name may be its method's.
  if (shape.object == facts::kNone && e.kind == facts::ExprKind::kCall && !e.text.empty() &&
      flow_.Targets(at).empty()) {
    if (const std::vector<ExprRef> around = flow_.BlockReceivers(at); !around.empty())
      shape.file = around.front().file, shape.object = around.front().expr;
  }
  return shape;
}

bool Finder::ReadOperationArgument(ExprRef arg, const rules::Pack& pack,
                                   const std::vector<std::string>& styles, OperationUse* use,
                                   std::vector<Atom>* params) const {
  bool known = false;
  const bool by_type = Contains(styles, "request_type");
  // An object factory names the type in its method: createParamsGetLead(request).
  const facts::Expr& e = program_.expr(arg);
  if (by_type && e.kind == facts::ExprKind::kCall) {
    for (const std::string& maker : program_.Words(arg.file, &languages::Language::makers)) {
      if (!e.text.starts_with(maker)) continue;
      if (const rules::Operation* op =
              ToolkitIndex::OperationOfType(pack, e.text.substr(maker.size())))
        AddOperation(use, op), known = true;
    }
  }
  for (const AtomId id : flow_.ValuesOf(arg)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember) {
      evidence::SignalKind kind;
      const std::string_view text = flow_.str(atom.a);
      if (text.find("://") != std::string_view::npos && scanner_.ServiceIn(text, &kind) != &pack)
        continue;  // a name in another service's namespace
      if (const rules::Operation* op = ToolkitIndex::OperationOf(pack, text, styles))
        AddOperation(use, op), known = true;
    }
    if (atom.kind == AtomKind::kObject && Contains(styles, "qname")) {
      // new QName(namespace, "getLead"): the local name stands last.
      const Object& name = flow_.object(atom.a);
      const auto argument = [&](size_t place) {
        return place < name.arguments.size() ? name.arguments[place] : facts::kNone;
      };
      const NodeId local = argument(1) != facts::kNone ? argument(1) : argument(0);
      if (!name.type.empty() && local != facts::kNone) {
        for (const std::string& text : flow_.Constants(local)) {
          if (const rules::Operation* op = ToolkitIndex::OperationOf(pack, text, {}))
            AddOperation(use, op), known = true;
        }
      }
    }
    if (atom.kind == AtomKind::kObject && Contains(styles, "method_entry")) {
      const auto& fields = flow_.object(atom.a).fields;
      const auto entry = fields.find("method");
      if (entry == fields.end()) continue;
      for (const std::string& name : flow_.Constants(entry->second)) {
        if (const rules::Operation* op = ToolkitIndex::OperationOf(pack, name, {"op"}))
          AddOperation(use, op), known = true;
      }
    }
    if (by_type) {
      std::string_view type;
      if (atom.kind == AtomKind::kObject) type = flow_.object(atom.a).type;
      if (atom.kind == AtomKind::kExternalType) type = flow_.str(atom.a);
      if (atom.kind == AtomKind::kInstance) type = program_.cls({atom.a, atom.b}).name;
      if (const rules::Operation* op = ToolkitIndex::OperationOfType(pack, SimpleName(type)))
        AddOperation(use, op), known = true;
    }
    // What a closure is handed by each() or forEach() is known by its constants; nobody calls it
    // by name.
    if (atom.kind == AtomKind::kParam && !program_.function({atom.a, atom.b}).name.empty() &&
        !IsOfConstants({atom.a, atom.b}))
      params->push_back(atom);
  }
  // A declared type has decided; what the callers pass changes nothing.
  if (by_type && known) params->clear();
  return known;
}

bool Finder::HasOtherClients() const {
  return std::any_of(out_.proofs.begin(), out_.proofs.end(),
                     [](const ClientProof& proof) { return proof.grade == Grade::kOther; });
}

bool Finder::NamesOther(ExprRef arg) const {
  // A name that is written out, and is none of the service's.
  const std::vector<AtomId>& values = flow_.ValuesOf(arg);
  return !values.empty() && std::all_of(values.begin(), values.end(), [&](AtomId id) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kString)
      return flow_.str(atom.a).find(kHole) == std::string_view::npos;
    if (atom.kind == AtomKind::kExternalType) return true;  // of the QName around it
    if (atom.kind != AtomKind::kObject) return false;
    const std::vector<NodeId>& parts = flow_.object(atom.a).arguments;
    return !parts.empty() && parts.back() != facts::kNone && !flow_.Constants(parts.back()).empty();
  });
}

bool Finder::SameFamily(const rules::Toolkit& a, const rules::Toolkit& b) {
  // Toolkits that serve a common language may stand in for each other on generated types.
  if (a.languages.empty() || b.languages.empty()) return true;
  for (const std::string& language : a.languages) {
    if (std::find(b.languages.begin(), b.languages.end(), language) != b.languages.end())
      return true;
  }
  return false;
}

std::vector<const InvokeForm*> Finder::FormsFor(FileId f, std::string_view method) const {
  std::vector<const InvokeForm*> forms = toolkits_.Invokes(method, program_.IgnoresCase(f));
  std::stable_partition(forms.begin(), forms.end(), [&](const InvokeForm* form) {
    return flow_.ImportsShow(*form->toolkit, f);
  });
  return forms;
}

void Finder::TakeDeclaredRequest(OperationUse* use) const {
  if (use->operations.size() != 1 || use->toolkit == nullptr) return;
  const rules::Operation& operation = *use->operations[0];
  const auto is_request = [&](std::string_view type) {
    type = SimpleName(type);
    if (type.empty()) return false;
    if (type == operation.request_type) return true;
    return std::any_of(use->toolkit->request_types.begin(), use->toolkit->request_types.end(),
                       [&](const std::string& pattern) {
                         const std::string name = rules::ExpandTemplate(pattern, operation.name);
                         return MatchesStar(SimpleName(name), type);
                       });
  };
  std::set<facts::ExprId> requests;
  for (const FnRef& target : flow_.Targets(use->at)) {
    if (!IsStub(target.file)) continue;
    const facts::Function& method = program_.function(target);
    for (uint32_t i = 0; i < method.params.size(); ++i) {
      if (!is_request(method.params[i].type)) continue;
      const facts::ExprId value =
          Flow::ArgumentFor(File(use->at.file), program_.expr(use->at), method, i);
      if (value != facts::kNone) requests.insert(value);
    }
  }
  if (requests.size() == 1) use->requests = {*requests.begin()}, use->keywords_are_request = false;
}

Finder::Direct Finder::DirectAt(ExprRef at) const {
  Direct call;
  Shape& shape = call.shape = ShapeOf(at);
  if (shape.is_reflective && shape.methods.empty() && shape.method_params.empty()) {
    shape.method_params = ParamsBehind(shape.named_by);
    call.is_changed = !shape.method_params.empty();
  }
  std::erase_if(shape.method_params, [&](const Atom& p) {
    return program_.function({p.a, p.b}).name.empty();
  });
  // The name is decided at the callers: what reaches the parameter here is theirs.
  if (!shape.method_params.empty()) shape.methods.clear();
  call.params = shape.method_params;
  // A function that only takes the method by its parameter is the dispatcher, not who calls what it
  // gives: that call names no operation of its own.
  const std::vector<ExprRef>& taken = flow_.BoundMethods(at);
  if (!taken.empty() && !shape.method_params.empty() && FunctionOf(taken[0]) != FunctionOf(at))
    at = taken[0];
  call.at = call.use.at = at;
  call.use.in = FunctionOf(at), call.use.name_span = program_.expr(at).name_span;
  call.use.named_by = shape.named_by;
  FindReceivers(&call);
  return call;
}

void Finder::FindReceivers(Direct* call) const {
  Shape& shape = call->shape;
  const ExprRef at = call->at;
  const facts::Expr& e = program_.expr(at);
  if (shape.object == facts::kNone && e.object == facts::kNone && IsUnresolved(at)) {
    // port.run { getTags() }: the receiver of the block is meant.
    for (const ExprRef& receiver : flow_.BlockReceivers(at)) {
      if (ReceiversOf(receiver).empty()) continue;
      shape.file = receiver.file, shape.object = receiver.expr;
      break;
    }
  }
  if (shape.object != facts::kNone) call->receivers = ReceiversOf({shape.file, shape.object});
  // super.getLead(x), where the base is a stub's.
  const bool on_base = shape.object != facts::kNone && shape.file == at.file &&
                       call->receivers.empty() &&
                       File(at.file).exprs[shape.object].kind == facts::ExprKind::kName &&
                       program_.IsSuper({shape.file, shape.object}) && e.class_id != facts::kNone &&
                       PortOf({at.file, e.class_id}).cls != facts::kNone;
  if ((shape.object == facts::kNone || on_base) && e.class_id != facts::kNone &&
      e.kind == facts::ExprKind::kCall)
    AddClassClient({at.file, e.class_id}, at, &call->receivers);
  AddDelegated(call);
}

const Finder::Receiver* Finder::ReceiverFor(const InvokeForm& form, Direct* call) const {
  const std::vector<Receiver>* candidates = &call->receivers;
  if (form.form->client_argument >= 0) {
    candidates = &call->passed.emplace_back();
    const facts::ExprId client =
        ArgumentAt(program_.expr(call->at), File(call->at.file),
                   static_cast<uint32_t>(form.form->client_argument) + call->shape.shift);
    if (client != facts::kNone) call->passed.back() = ReceiversOf({call->at.file, client});
  }
  const Receiver* surest = nullptr;
  for (const Receiver& r : *candidates) {
    if (r.proof.grade == Grade::kOther || r.proof.grade == Grade::kNone) continue;
    if (r.proof.pack != form.pack) continue;
    // A generated port may be used by any toolkit of the language; a traced client only by its own,
    // and so what a package has made of the service.
    if (form.toolkit->is_package && r.toolkit != form.toolkit) continue;
    if (r.toolkit != nullptr && r.toolkit != form.toolkit && !SameFamily(*r.toolkit, *form.toolkit))
      continue;
    if (surest == nullptr || r.proof.grade > surest->proof.grade) surest = &r;
  }
  return surest;
}

bool Finder::TakeStubFunction(const InvokeForm& form, ExprRef at, OperationUse* use) const {
  const bool is_said_here = Signals(at.file).strong == form.pack;
  if (!is_said_here && repository_ != form.pack) return false;
  const std::vector<FnRef>& targets = flow_.Targets(at);
  const bool is_stubs =
      std::any_of(targets.begin(), targets.end(), [&](const FnRef& t) { return IsStub(t.file); });
  const bool is_others = std::any_of(targets.begin(), targets.end(),
                                     [&](const FnRef& t) { return IsGenerated(t.file); });
  if (is_others && !is_stubs) return false;
  const bool sure = is_stubs || is_said_here;
  use->confidence = sure ? findings::Confidence::kCertain : findings::Confidence::kLikely;
  use->reasons.push_back({"type", "generated function of a " + form.toolkit->title + " stub",
                          at.file, program_.expr(at).name_span});
  if (!sure) AddFileReason(at.file, &use->reasons);
  return true;
}

bool Finder::TakeMethod(const InvokeForm& form, const Receiver* receiver, Direct* call) const {
  // A client that was followed, of whose address nothing is known, is the service's where the tree
  // has no client of another one.
  if (receiver != nullptr && receiver->proof.grade == Grade::kRepository &&
      form.operation->is_common_name &&
      (receiver->is_declared || receiver->is_named || HasOtherClients()))
    return false;
  AddOperation(&call->use, form.operation);
  const bool is_anywhere = form.form->request_argument < 0;
  AddRequests(program_.expr(call->at), File(call->at.file),
              is_anywhere ? -1 : form.form->request_argument + static_cast<int>(call->shape.shift),
              is_anywhere, &call->use);
  return true;
}

bool Finder::TakeArgument(const InvokeForm& form, const Receiver* receiver, Direct* call) const {
  if (form.form->operation_argument < 0) return false;
  if (form.form->shared == nullptr && receiver == nullptr) return false;
  const facts::Expr& e = program_.expr(call->at);
  const facts::FileFacts& facts = File(call->at.file);
  const facts::ExprId arg = ArgumentAt(
      e, facts, static_cast<uint32_t>(form.form->operation_argument) + call->shape.shift);
  if (arg == facts::kNone) return false;
  const ExprRef name = {call->at.file, arg};
  if (form.form->shared != nullptr) return TakeSharedName(form, name, call);
  call->use.named_by = name;
  std::vector<Atom> found;
  const bool known =
      ReadOperationArgument(name, *form.pack, form.form->operation_styles, &call->use, &found);
  if (!known && found.empty() && receiver->proof.grade >= Grade::kFile) {
    found = ParamsBehind(name);
    call->is_changed |= !found.empty();
  }
  // The name comes from somewhere we cannot see: report the call itself, operation unknown.
  if (!known && found.empty() && receiver->proof.grade != Grade::kProven &&
      (receiver->proof.grade != Grade::kFile || NamesOther(name)))
    return false;
  if (receiver->is_declared && receiver->proof.grade == Grade::kRepository && !known) return false;
  if (!found.empty()) {
    call->dispatches = true;
    call->params.insert(call->params.end(), found.begin(), found.end());
  }
  call->use.name_span = facts.exprs[arg].span;
  const int request = form.form->request_argument;
  AddRequests(e, facts, request < 0 ? -1 : request, request < 0, &call->use);
  return true;
}

void Finder::TryForm(const InvokeForm& form, const std::string& method, Direct* call) const {
  const facts::FileFacts& facts = File(call->at.file);
  if (!ToolkitIndex::Serves(*form.toolkit, facts)) return;
  OperationUse& use = call->use;
  const Receiver* receiver = ReceiverFor(form, call);
  if (form.toolkit->is_own && form.form->is_function) {
    if (receiver != nullptr) return;
    use.confidence = findings::Confidence::kCertain;
    use.reasons.push_back({"named",
                           "the configuration names " + method + " as a function that performs " +
                               form.operation->name,
                           call->at.file, program_.expr(call->at).name_span});
  } else if (form.form->shared != nullptr && receiver == nullptr) {
    if (!TakeShared(form, call->at, &use)) return;
  } else if (form.form->is_function && call->shape.object == facts::kNone) {
    if (!TakeStubFunction(form, call->at, &use)) return;
  } else if (receiver == nullptr) {
    return;
  }
  if (!(form.operation != nullptr ? TakeMethod(form, receiver, call)
                                  : TakeArgument(form, receiver, call)))
    return;
  call->matched = true;
  use.pack = form.pack;
  if (use.shared == nullptr) use.shared = form.form->shared;
  const bool is_receivers = receiver != nullptr && receiver->toolkit == form.toolkit;
  // What the file imports says more than what stubs of several toolkits are called.
  const auto shown = [&](const rules::Toolkit& t) { return flow_.ImportsShow(t, call->at.file); };
  if (use.toolkit == nullptr || (is_receivers && (shown(*form.toolkit) || !shown(*use.toolkit))))
    use.toolkit = form.toolkit;
  if (receiver != nullptr &&
      (call->best == nullptr || receiver->proof.grade > call->best->proof.grade))
    call->best = receiver;
}

void Finder::TakeUnnamed(Direct* call) const {
  const Shape& shape = call->shape;
  // $client->$operation(...): the method itself is the parameter.
  const bool by_param = !shape.method_params.empty();
  // The method's name comes from data: the call is one of the service's, which is not known.
  const bool by_data = shape.is_reflective && shape.methods.empty() && !by_param;
  if (!by_param && !by_data) return;
  for (const Receiver& r : call->receivers) {
    const bool fits =
        r.proof.grade == Grade::kProven ||
        (by_param && (r.proof.grade == Grade::kFile || r.proof.grade == Grade::kRepository));
    if (!fits) continue;
    call->use.pack = r.proof.pack, call->use.toolkit = r.toolkit, call->best = &r;
    call->matched = true;
    call->dispatches |= by_param;
    AddRequests(program_.expr(call->at), File(call->at.file), static_cast<int>(shape.shift), false,
                &call->use);
    return;
  }
}

void Finder::TakeProof(const Receiver& receiver, OperationUse* use) const {
  use->confidence = ConfidenceOf(receiver.proof.grade);
  use->reasons = receiver.proof.reasons;
  if (use->confidence == findings::Confidence::kCertain) return;
  // A header object with the service's namespace, handed over with the call.
  ClientProof by_arguments;
  if (!ProveByStrings(use->at, &by_arguments)) return;
  use->confidence = findings::Confidence::kCertain;
  use->reasons.push_back({"header", "the call carries a header in the service's namespace",
                          use->at.file, program_.expr(use->at).span});
}

void Finder::FindDirect(ExprRef at) {
  Direct call = DirectAt(at);
  OperationUse& use = call.use;
  for (const std::string& method : call.shape.methods) {
    for (const InvokeForm* form : FormsFor(call.at.file, method)) TryForm(*form, method, &call);
  }
  TryImported(&call);
  for (const Receiver& r : call.receivers) {
    if (call.matched && r.is_stubs && r.proof.pack == use.pack) use.toolkit = r.toolkit;
  }
  TakeDeclaredRequest(&use);
  const bool by_contract = TakeContract(call.at, &use);
  call.matched |= by_contract;
  if (!call.matched) TakeUnnamed(&call);
  if (!call.matched || use.pack == nullptr) return;
  if (call.shape.object != facts::kNone) {
    for (const AtomId id : flow_.ValuesOf({call.shape.file, call.shape.object})) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind == AtomKind::kParam && FnRef{atom.a, atom.b} == use.in)
        use.client_param = static_cast<int>(atom.c);
    }
  }
  // What an interface of the service declares needs no other proof.
  if (call.best != nullptr && !by_contract) TakeProof(*call.best, &use);
  if (use.shared != nullptr) {
    // What it does is known by its name alone: the library may be here in another version.
    use.confidence = std::min(use.confidence, findings::Confidence::kLikely);
    use.reasons.push_back(SharedReason(*use.shared, call.at));
  }
  if (call.dispatches) {
    use.is_dispatcher_site = true;
    use.operations.clear();  // decided at the callers; what reaches the parameter is theirs
    Dispatch like;
    like.is_changed = call.is_changed;
    AddDispatchers(call.params, std::move(like));
  }
  std::sort(use.operations.begin(), use.operations.end(),
            [](const rules::Operation* a, const rules::Operation* b) { return a->name < b->name; });
  Emit(std::move(use));
}

}  // namespace unsoap::link
