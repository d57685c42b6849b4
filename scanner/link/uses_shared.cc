// Wrappers in libraries that the project depends on, known from the scans of those.
#include <fmt/core.h>

#include "scanner/link/use_finder.h"

namespace unsoap::link {

ClientProof Finder::ProofOfShared(const ClientSite& site) const {
  const bool is_made = site.at.expr != facts::kNone;
  ClientProof proof;
  proof.grade = Grade::kProven, proof.pack = site.form->pack;
  proof.reasons.push_back(
      {"library", "it is a class of the library " + site.form->toolkit->title,
       is_made ? site.at.file : site.cls.file,
       is_made ? program_.expr(site.at).span : program_.cls(site.cls).name_span});
  return proof;
}

bool Finder::AddShared(const ClientForm& form, std::string_view type, ExprRef object,
                       std::vector<Receiver>* out) const {
  if (!flow_.MeansShared(object.file, type, form.type, *form.toolkit) ||
      !program_.ResolveClass(object.file, type).empty())
    return false;
  Receiver& r = out->emplace_back();
  r.toolkit = form.toolkit, r.proof.grade = Grade::kProven, r.proof.pack = form.pack;
  r.proof.reasons.push_back({"library",
                             "its declared type " + std::string(type) +
                                 " is a class of the library " + form.toolkit->title,
                             object.file, program_.expr(object).span});
  return true;
}

bool Finder::TakeShared(const InvokeForm& form, ExprRef at, OperationUse* use) const {
  const facts::Expr& e = program_.expr(at);
  const rules::SharedWrapper& shared = *form.form->shared;
  const bool is_here = std::ranges::any_of(
      flow_.Targets(at), [&](const FnRef& t) { return program_.function(t).has_body; });
  if (is_here || (e.object == facts::kNone && !form.form->is_function)) return false;
  const std::string_view written =
      e.object == facts::kNone ? e.text
                               : File(at.file).source.Slice(File(at.file).exprs[e.object].span);
  const std::string full = e.object != facts::kNone
                               ? (form.form->is_function ? shared.space : shared.type)
                           : shared.space.empty() ? shared.name
                                                  : shared.space + "." + shared.name;
  if (!flow_.MeansShared(at.file, written, full, *form.toolkit)) return false;
  use->confidence = findings::Confidence::kLikely;
  return true;
}

bool Finder::TakeSharedName(const InvokeForm& form, ExprRef name, Direct* call) const {
  std::vector<Atom> found;
  const bool known = ReadOperationArgument(name, *form.pack, {}, &call->use, &found);
  // What names it is out of sight: nothing is said of it.
  if (!known && found.empty()) return false;
  call->dispatches |= !found.empty();
  call->params.insert(call->params.end(), found.begin(), found.end());
  call->use.named_by = name, call->use.name_span = program_.expr(name).span;
  return true;
}

void Finder::TryImported(Direct* call) const {
  const facts::Expr& e = program_.expr(call->at);
  if (call->matched || e.object != facts::kNone || e.text.empty()) return;
  const facts::Import* const import = program_.ImportOf(call->at.file, e.text);
  if (import == nullptr || import->name.empty() || import->name == e.text) return;
  const std::string name(import->name);
  for (const InvokeForm* form : FormsFor(call->at.file, name)) {
    if (form->form->shared != nullptr) TryForm(*form, name, call);
  }
}

Reason Finder::SharedReason(const rules::SharedWrapper& shared, ExprRef at) const {
  return {"library",
          fmt::format("{} of {} ({}:{}) performs the operation", shared.title, shared.repository,
                      shared.path, shared.line),
          at.file, program_.expr(at).name_span};
}

}  // namespace unsoap::link
