// Dispatchers: functions of the project that are given an operation's name, and the calls that give
// it.
#include "scanner/link/use_finder.h"

namespace unsoap::link {

void Finder::AddDispatchers(const std::vector<Atom>& params, Dispatch like) {
  like.use = out_.operations.size();
  for (const Atom& param : params) {
    Dispatch& added = dispatchers_.emplace_back(like);
    added.fn = {param.a, param.b}, added.param = param.c;
    added.before = like.before + std::string(flow_.str(param.d));
    added.after = std::string(flow_.str(param.e)) + like.after;
  }
}

const rules::Operation* Finder::OperationGiven(const Dispatch& dispatch, const rules::Pack& pack,
                                               FileId caller, std::string_view name) const {
  if (dispatch.is_changed) return OperationCalled(pack, name);
  const std::string full = dispatch.before + std::string(name) + dispatch.after;
  if (dispatch.is_element) return OperationOfElement(pack, full);
  if (const rules::Operation* op = ToolkitIndex::OperationOf(pack, full, {})) return op;
  // "params" + ucfirst(op), for a client that is given the element's name.
  if (const rules::Operation* op =
          dispatch.before.empty() ? nullptr : OperationOfElement(pack, full))
    return op;
  // What is put around the name is the toolkit's: `${operation}Async`.
  for (const InvokeForm* form : toolkits_.Invokes(full)) {
    if (form->operation != nullptr && form->pack == &pack &&
        ToolkitIndex::Serves(*form->toolkit, File(caller)))
      return form->operation;
  }
  return nullptr;
}

void Finder::SpreadTo(ExprRef call, const Dispatch& dispatch, const OperationUse& base) {
  const facts::Expr& e = program_.expr(call);
  const facts::FileFacts& facts = File(call.file);
  // A method that answers for others is given their names.
  const bool is_caught = dispatch.param == 0 && flow_.IsCaught(call, dispatch.fn);
  const facts::ExprId arg =
      is_caught ? facts::kNone
                : Flow::ArgumentFor(facts, e, program_.function(dispatch.fn), dispatch.param);
  if ((arg == facts::kNone && !is_caught) || seen_.contains(call)) return;
  if (base.in == dispatch.fn && GivesOtherClient(call, dispatch.fn, base.client_param)) return;
  OperationUse use;
  use.at = call, use.in = FunctionOf(call), use.pack = base.pack, use.toolkit = base.toolkit;
  use.is_dispatched = true, use.dispatcher = dispatch.fn, use.confidence = base.confidence;
  use.name_span = is_caught ? e.name_span : facts.exprs[arg].span;
  std::vector<Atom> params;
  const auto is_given = [&](std::string_view name) {
    if (const rules::Operation* op = OperationGiven(dispatch, *base.pack, call.file, name))
      AddOperation(&use, op);
  };
  if (is_caught) is_given(e.text);
  const std::vector<AtomId>& values =
      flow_.Values(is_caught ? facts::kNone : flow_.NodeOf({call.file, arg}));
  for (const AtomId id : values) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember)
      is_given(flow_.str(atom.a));
    if (atom.kind == AtomKind::kParam) params.push_back(atom);
  }
  // The envelope that the caller writes says it already.
  std::erase_if(use.operations, [&](const rules::Operation* op) {
    return dispatch.is_action && IsSaid(use.in, op);
  });
  use.reasons = base.reasons;
  if (use.reasons.size() < kMaxReasons)
    use.reasons.push_back(
        {"dispatcher", program_.NameOf(dispatch.fn) + "() hands the operation's name to the client",
         dispatch.fn.file, program_.function(dispatch.fn).name_span});
  // The other arguments may hold the request.
  for (uint32_t k = 0; k < e.args_count; ++k) {
    const facts::Arg& other = facts.begin_args(e)[k];
    if (other.value != facts::kNone && other.value != arg) use.requests.push_back(other.value);
  }
  if (!params.empty()) {
    use.is_dispatcher_site = true;
    use.operations.clear();
    AddDispatchers(params, dispatch);
  } else if (use.operations.empty()) {
    return;
  }
  std::sort(use.operations.begin(), use.operations.end(),
            [](const rules::Operation* a, const rules::Operation* b) { return a->name < b->name; });
  Emit(std::move(use));
}

void Finder::SpreadDispatchers() {
  for (; spread_ < dispatchers_.size() && spread_ < 4096 && !Interrupted(); ++spread_) {
    const Dispatch dispatch = dispatchers_[spread_];
    if (!spread_done_.insert({dispatch.fn, dispatch.param}).second) continue;
    const OperationUse base = out_.operations[dispatch.use];
    Wrapper& wrapper = out_.wrappers[dispatch.fn];
    wrapper.fn = dispatch.fn, wrapper.is_dispatcher = true, wrapper.dispatch_param = dispatch.param;
    wrapper.pack = base.pack, wrapper.confidence = base.confidence;
    wrapper.reasons = base.reasons;
    for (const ExprRef& call : flow_.CallersOf(dispatch.fn)) {
      if (!IsGenerated(call.file)) SpreadTo(call, dispatch, base);
    }
  }
}

void Finder::DoubtSharedDispatchers() {
  for (OperationUse& use : out_.operations) {
    if (!use.is_dispatched) continue;
    for (const FnRef& target : flow_.Targets(use.at)) {
      if (!program_.function(target).has_body || out_.wrappers.contains(target)) continue;
      if (in_.is_test[target.file] && !in_.is_test[use.at.file]) continue;
      // What a function that answers for names gives is a part of it.
      FnRef around = target;
      while (around.fn != facts::kNone && around != use.dispatcher)
        around.fn = program_.function(around).parent;
      if (around == use.dispatcher) continue;
      if (!MayReach(use.at, target)) continue;
      // Through an interface, it may as well reach what does not use the service.
      use.confidence = findings::Confidence::kPossible;
      use.reasons.insert(use.reasons.begin(),
                         {"shared",
                          "the call may reach something else of this name, that does not use the "
                          "service",
                          use.at.file, program_.expr(use.at).name_span});
      if (use.reasons.size() > kMaxReasons) use.reasons.pop_back();
      break;
    }
  }
}

}  // namespace unsoap::link
