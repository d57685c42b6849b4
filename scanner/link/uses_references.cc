// Methods of a client's type that are handed on by name, without an object: call(&Proxy::getLead,
// request), retry(Port::getLead, request). Who is given one calls it on a client that it has.
#include "scanner/link/use_finder.h"

namespace unsoap::link {

const InvokeForm* Finder::ReferencedForm(ExprRef at) const {
  const facts::FileFacts& facts = File(at.file);
  const facts::Expr& e = program_.expr(at);
  if (e.kind != facts::ExprKind::kMember || e.object == facts::kNone || e.text.empty())
    return nullptr;
  const facts::Expr& type = facts.exprs[e.object];
  if (type.kind != facts::ExprKind::kName || type.text.empty()) return nullptr;
  for (const ClientForm* client :
       toolkits_.ClientsOfType(SimpleName(type.text), program_.IgnoresCase(at.file))) {
    if (!client->form->proven || client->toolkit->is_package ||
        !ToolkitIndex::Serves(*client->toolkit, facts))
      continue;
    for (const InvokeForm* form : FormsFor(at.file, e.text)) {
      if (form->operation != nullptr && form->pack == client->pack &&
          ToolkitIndex::Serves(*form->toolkit, facts) &&
          SameFamily(*form->toolkit, *client->toolkit))
        return form;
    }
  }
  return nullptr;
}

void Finder::FindReferences() {
  for (FileId f = 0; f < program_.file_count() && !Interrupted(); ++f) {
    if (IsGenerated(f)) continue;
    const facts::FileFacts& facts = File(f);
    for (const facts::ExprId id : facts.calls) {
      const facts::Expr& call = facts.exprs[id];
      for (uint32_t i = 0; i < call.args_count; ++i) {
        const facts::ExprId value = facts.begin_args(call)[i].value;
        const ExprRef at = {f, value};
        if (value == facts::kNone || seen_.contains(at)) continue;
        const InvokeForm* form = ReferencedForm(at);
        if (form == nullptr) continue;
        OperationUse use;
        use.at = at, use.in = FunctionOf(at), use.pack = form->pack, use.toolkit = form->toolkit;
        use.name_span = facts.exprs[value].name_span;
        use.confidence = findings::Confidence::kCertain;
        use.reasons.push_back({"type", "the method of the service's generated port is handed on", f,
                               facts.exprs[value].span});
        AddOperation(&use, form->operation);
        for (uint32_t k = i + 1; k < call.args_count; ++k) {
          if (const facts::ExprId other = facts.begin_args(call)[k].value; other != facts::kNone)
            use.requests.push_back(other);
        }
        Emit(std::move(use));
      }
    }
  }
}

}  // namespace unsoap::link
