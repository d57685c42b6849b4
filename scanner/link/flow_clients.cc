// Clients: constructions, calls and classes that are a client of some toolkit.
#include <algorithm>

#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

constexpr size_t kLongestReceiver = 80;  // more of its text names nothing

/// True if two paths are equal up to what separates their parts, or the first ends in the second.
bool EndsInPath(std::string_view have, std::string_view wanted) {
  const auto dotted = [](std::string_view path) {
    std::string out;
    for (const char c : path) {
      const bool separates = c == ':' || c == '\\' || c == '/' || c == '.';
      if (separates && (out.empty() || out.back() == '.')) continue;
      out += separates ? '.' : c;
    }
    return out;
  };
  const std::string a = dotted(have), b = dotted(wanted);
  return a == b || (a.size() > b.size() && a.ends_with(b) && a[a.size() - b.size() - 1] == '.');
}

}  // namespace

NodeId Flow::HeldCallee(ExprRef at) {
  // const make = promisify(soap.createClient); make(x), promisify(soap.createClient)(x)
  const facts::Expr& e = program_.expr(at);
  if (e.kind != facts::ExprKind::kCall) return facts::kNone;
  if (e.object == facts::kNone) return VariableSlot(at.file, e.function, facts::kNone, e.text);
  return e.text.empty() && e.name_expr == facts::kNone ? NodeOf({at.file, e.object}) : facts::kNone;
}

bool Flow::MayMakeClient(ExprRef at) {
  // Most calls have a name that no toolkit knows; they are asked about again and again.
  const facts::Expr& e = program_.expr(at);
  if (e.object != facts::kNone &&
      program_.Names(at.file, &languages::Language::new_methods, e.text))
    return true;
  if (e.kind != facts::ExprKind::kNew && !toolkits_.ClientsOfMethod(e.text).empty()) return true;
  if (const NodeId slot = HeldCallee(at); slot != facts::kNone) {
    for (const AtomId id : Values(slot)) {
      if (atoms_[id].kind == AtomKind::kExternalName &&
          !toolkits_.ClientsOfMethod(SimpleName(str(atoms_[id].a))).empty())
        return true;
    }
  }
  const std::string_view simple = SimpleName(program_.RealType(at.file, e.text));
  const bool fold = program_.IgnoresCase(at.file);
  if (!toolkits_.ClientsOfType(simple, fold).empty()) return true;
  const facts::Import* import = program_.ImportOf(at.file, simple);
  return import != nullptr &&
         !toolkits_
              .ClientsOfType(SimpleName(import->name.empty() ? import->module : import->name), fold)
              .empty();
}

Flow::Making Flow::MakingAt(ExprRef at) const {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  Making making = {at, false, {}, {}};
  if (e.object == facts::kNone) return making;
  making.is_new = program_.Names(at.file, &languages::Language::new_methods, e.text);
  making.written = facts.source.Slice(facts.exprs[e.object].span);
  making.receivers.emplace_back(making.written.substr(0, kLongestReceiver));
  for (const AtomId id : ValuesOf({at.file, e.object})) {
    if (atoms_[id].kind == AtomKind::kExternalName || atoms_[id].kind == AtomKind::kExternalType)
      making.receivers.emplace_back(str(atoms_[id].a));
  }
  return making;
}

bool Flow::ImportsQualifier(const Making& making, const ClientForm& form,
                            std::string_view simple) const {
  // from suds.client import *, import suds: the qualifier stands in an import of the file.
  if (program_.expr(making.at).object != facts::kNone &&
      !(making.is_new && SimpleName(making.written).size() == making.written.size()))
    return false;
  const std::string_view qualifier =
      std::string_view(form.type).substr(0, form.type.find_first_of(".:\\"));
  const std::vector<facts::Import>& imports = program_.file(making.at.file).imports;
  return std::any_of(imports.begin(), imports.end(), [&](const facts::Import& import) {
    return import.module.starts_with(qualifier) && (import.name == "*" || import.name == simple);
  });
}

bool Flow::ImportsShow(const rules::Toolkit& toolkit, FileId file) const {
  const auto [at, is_new] = imports_show_.try_emplace({&toolkit, file}, false);
  if (is_new) at->second = toolkits_.ImportsShow(toolkit, program_.file(file).imports);
  return at->second;
}

void Flow::TryClientType(const Making& making, std::string_view written) {
  const FileId file = making.at.file;
  const facts::FileFacts& facts = program_.file(file);
  const std::string_view type_text = program_.RealType(file, written);
  std::string_view simple = SimpleName(type_text);
  std::string resolved(type_text);
  if (const facts::Import* import = program_.ImportOf(file, simple)) {
    resolved =
        std::string(import->module) + (import->name.empty() ? "" : "." + std::string(import->name));
    simple = SimpleName(import->name.empty() ? import->module : import->name);
  }
  const std::string_view method = program_.expr(making.at).text;
  for (const ClientForm* form : toolkits_.ClientsOfType(simple, program_.IgnoresCase(file))) {
    if (!ToolkitIndex::Serves(*form->toolkit, facts)) continue;
    bool fits = false;
    if (form->toolkit->is_shared) {
      fits = MeansShared(file, type_text, form->type, *form->toolkit);
    } else if (SimpleName(form->type).size() == form->type.size()) {
      fits = form->form->proven || ImportsShow(*form->toolkit, file);
    } else {
      fits = EndsInPath(resolved, form->type) || EndsInPath(type_text, form->type) ||
             std::any_of(making.receivers.begin(), making.receivers.end(),
                         [&](const std::string& receiver) {
                           return EndsInPath(receiver + "." + std::string(method), form->type);
                         }) ||
             ImportsQualifier(making, *form, simple);
    }
    // A class of the project of that name is its own, unless it is the service's stub, checked in.
    if (fits && (form->form->proven || program_.ResolveClass(file, type_text).empty()))
      MakeClient(making.at, form);
  }
}

void Flow::TryClientMethod(Making making) {
  const ExprRef at = making.at;
  const facts::Expr& e = program_.expr(at);
  std::string_view method = e.text;
  if (const NodeId slot = HeldCallee(at); slot != facts::kNone) {
    making.receivers.clear();
    for (const AtomId id : Values(slot)) {
      if (atoms_[id].kind != AtomKind::kExternalName) continue;
      const std::string_view full = str(atoms_[id].a);
      const std::string_view last = SimpleName(full);
      if (last.size() == full.size() || toolkits_.ClientsOfMethod(last).empty()) continue;
      method = last;
      making.receivers.emplace_back(full.substr(0, full.size() - last.size() - 1));
    }
  }
  for (const ClientForm* form : toolkits_.ClientsOfMethod(method)) {
    if (!ToolkitIndex::Serves(*form->toolkit, program_.file(at.file))) continue;
    if (form->toolkit->is_shared) {
      // Its own name is that of the function where nothing stands before it.
      const std::string_view written = e.object == facts::kNone ? method : making.written;
      const std::string_view full = e.object == facts::kNone ? method : form->receiver;
      if (MeansShared(at.file, written, full, *form->toolkit)) MakeClient(at, form);
      continue;
    }
    bool fits = form->receiver.empty() && (form->form->proven || e.object != facts::kNone);
    for (const std::string& receiver : making.receivers)
      fits |= !form->receiver.empty() && EndsInPath(receiver, form->receiver);
    if (!fits && e.object == facts::kNone && !form->receiver.empty()) {
      if (const facts::Import* import = program_.ImportOf(at.file, e.text))
        fits = EndsInPath(import->module, form->receiver);
    }
    if (fits) MakeClient(at, form);
  }
}

void Flow::FindClientForms(ExprRef at) {
  if (!MayMakeClient(at)) return;
  const facts::Expr& e = program_.expr(at);
  const Making making = MakingAt(at);
  if (e.kind == facts::ExprKind::kNew) return TryClientType(making, e.text);
  if (making.is_new) {
    TryClientType(making, making.written);
    for (size_t i = 1; i < making.receivers.size(); ++i) TryClientType(making, making.receivers[i]);
    return;
  }
  if (!e.text.empty()) TryClientType(making, e.text);
  TryClientMethod(making);
}

void Flow::MakeClient(ExprRef at, const ClientForm* form) {
  const uint64_t key = static_cast<uint64_t>(NodeOf(at)) << 20 | 0xfffff;
  const auto [known, fresh] =
      client_index_.try_emplace(key, static_cast<uint32_t>(clients_.size()));
  if (fresh) clients_.push_back({at, {}, form});
  const AtomId atom = Intern({AtomKind::kClient, known->second});
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (form->form->callback_parameter < 0) {
    Add(NodeOf(at), atom);
    return;
  }
  Add(NodeOf(at), atom);  // promise variants give the client itself
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId value = facts.begin_args(e)[i].value;
    if (value == facts::kNone) continue;
    const AtomList held = ValuesOf({at.file, value});
    for (const AtomId id : held) {
      const Atom function = atoms_[id];
      if (function.kind != AtomKind::kFunction) continue;
      const NodeId param = MutableParam({function.a, function.b},
                                        static_cast<uint32_t>(form->form->callback_parameter));
      if (param != facts::kNone) Add(param, atom);
    }
  }
}

const ClientForm* Flow::FormOfBase(FileId file, std::string_view base) const {
  const std::vector<ClassRef> own = program_.ResolveClass(file, base);
  std::string full(base);
  // from suds.client import Client as Suds
  if (const facts::Import* import = program_.ImportOf(file, base);
      import != nullptr && !import->alias.empty())
    full =
        std::string(import->module) + (import->name.empty() ? "" : "." + std::string(import->name));
  const std::string written = DottedName(full);
  for (const ClientForm* form :
       toolkits_.ClientsOfType(SimpleName(full), program_.IgnoresCase(file))) {
    if (!form->form->is_base || !ToolkitIndex::Serves(*form->toolkit, program_.file(file)))
      continue;
    if (form->toolkit->is_shared) {
      if (own.empty() && MeansShared(file, base, form->type, *form->toolkit)) return form;
      continue;
    }
    if (SimpleName(form->type).size() == form->type.size()) return form;
    const std::string known = DottedName(form->type);
    // The tree's own class of that name is the toolkit's only where it stands in its namespace.
    const bool fits = own.empty() ? written.ends_with(known) || known.ends_with(written)
                                  : std::any_of(own.begin(), own.end(), [&](const ClassRef& c) {
                                      return DottedName(program_.QualifiedName(c)).ends_with(known);
                                    });
    if (fits) return form;
  }
  return nullptr;
}

void Flow::AddClientClass(NodeId node, ClassRef c, ExprRef at) {
  // A class that extends a toolkit's client is one: its own `this` and every instance of it.
  for (const ClassRef& r : program_.Lineage(c)) {
    for (const std::string_view base : program_.cls(r).bases) {
      const ClientForm* const form = FormOfBase(r.file, base);
      if (form == nullptr) continue;
      const uint64_t key = static_cast<uint64_t>(RefHash::Mix(c.file, c.cls)) ^ 0x5bd1e995u;
      const auto [known, fresh] =
          client_index_.try_emplace(key, static_cast<uint32_t>(clients_.size()));
      if (fresh) clients_.push_back({at, c, form});
      if (clients_[known->second].at.expr == facts::kNone && at.expr != facts::kNone)
        clients_[known->second].at = at;
      Add(node, Intern({AtomKind::kClient, known->second}));
      return;
    }
  }
}

}  // namespace unsoap::link
