// Clients: constructions, calls and classes that are a client of some toolkit.
#include <algorithm>

#include "scanner/link/flow.h"

namespace unsoap::link {

bool Flow::MayMakeClient(ExprRef at) {
  // Most calls have a name that no toolkit knows; they are asked about again and again.
  const facts::Expr& e = program_.expr(at);
  if (e.object != facts::kNone &&
      program_.Names(at.file, &languages::Language::new_methods, e.text))
    return true;
  if (e.kind != facts::ExprKind::kNew && !toolkits_.ClientsOfMethod(e.text).empty()) return true;
  if (e.kind == facts::ExprKind::kCall && e.object == facts::kNone) {
    const NodeId slot = VariableSlot(at.file, e.function, facts::kNone, e.text);
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

void Flow::FindClientForms(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (!MayMakeClient(at)) return;
  const bool makes_new = e.object != facts::kNone &&
                         program_.Names(at.file, &languages::Language::new_methods, e.text);
  std::string_view receiver_text;
  std::vector<std::string> receivers;
  if (e.object != facts::kNone) {
    const facts::Expr& object = facts.exprs[e.object];
    receiver_text = facts.source.Slice(object.span);
    receivers.emplace_back(receiver_text.substr(0, 80));
    for (const AtomId id : ValuesOf({at.file, e.object})) {
      if (atoms_[id].kind == AtomKind::kExternalName || atoms_[id].kind == AtomKind::kExternalType)
        receivers.emplace_back(str(atoms_[id].a));
    }
  }
  const auto matches = [](std::string_view have, std::string_view wanted) {
    // Equal up to separators, or a longer path that ends in it.
    std::string a, b;
    for (const char c : have) a += (c == ':' || c == '\\' || c == '/') ? '.' : c;
    for (const char c : wanted) b += (c == ':' || c == '\\' || c == '/') ? '.' : c;
    const auto squeeze = [](std::string& s) {
      s.erase(std::unique(s.begin(), s.end(), [](char x, char y) { return x == '.' && y == '.'; }),
              s.end());
      while (!s.empty() && s.front() == '.') s.erase(s.begin());
    };
    squeeze(a), squeeze(b);
    return a == b || (a.size() > b.size() && a.ends_with(b) && a[a.size() - b.size() - 1] == '.');
  };
  const auto try_type = [&](std::string_view written) {
    const std::string_view type_text = program_.RealType(at.file, written);
    std::string_view simple = SimpleName(type_text);
    std::string resolved(type_text);
    if (const facts::Import* import = program_.ImportOf(at.file, simple)) {
      resolved = std::string(import->module) +
                 (import->name.empty() ? "" : "." + std::string(import->name));
      simple = SimpleName(import->name.empty() ? import->module : import->name);
    }
    for (const ClientForm* form : toolkits_.ClientsOfType(simple, program_.IgnoresCase(at.file))) {
      if (!ToolkitIndex::Serves(*form->toolkit, facts)) continue;
      const bool is_qualified = SimpleName(form->type).size() != form->type.size();
      bool fits = matches(resolved, form->type) || matches(type_text, form->type);
      if (!is_qualified)
        fits = form->form->proven || toolkits_.ImportsShow(*form->toolkit, facts.imports);
      for (const std::string& receiver : receivers) {
        fits |= is_qualified && matches(receiver + "." + std::string(e.text), form->type);
      }
      if (is_qualified && !fits) {
        // from suds.client import *, import suds: the qualifier stands in an import of the file.
        const std::string_view qualifier =
            std::string_view(form->type).substr(0, form->type.find_first_of(".:\\"));
        const bool plain = e.object == facts::kNone ||
                           (makes_new && SimpleName(receiver_text).size() == receiver_text.size());
        for (const facts::Import& import : facts.imports) {
          fits |= plain && import.module.starts_with(qualifier) &&
                  (import.name == "*" || import.name == simple);
        }
      }
      // A class of the project of that name is its own, unless it is the service's stub, checked
      // in.
      if (fits && (form->form->proven || program_.ResolveClass(at.file, type_text).empty()))
        MakeClient(at, form);
    }
  };
  if (e.kind == facts::ExprKind::kNew) return try_type(e.text);
  if (makes_new) {
    try_type(receiver_text);
    for (size_t i = 1; i < receivers.size(); ++i) try_type(receivers[i]);
    return;
  }
  if (!e.text.empty()) try_type(e.text);
  std::string_view method = e.text;
  if (e.object == facts::kNone && receivers.empty()) {  // const make = promisify(soap.createClient)
    const NodeId slot = VariableSlot(at.file, e.function, facts::kNone, e.text);
    for (const AtomId id : Values(slot)) {
      if (atoms_[id].kind != AtomKind::kExternalName) continue;
      const std::string_view full = str(atoms_[id].a);
      const std::string_view last = SimpleName(full);
      if (last.size() == full.size() || toolkits_.ClientsOfMethod(last).empty()) continue;
      method = last;
      receivers.emplace_back(full.substr(0, full.size() - last.size() - 1));
    }
  }
  for (const ClientForm* form : toolkits_.ClientsOfMethod(method)) {
    if (!ToolkitIndex::Serves(*form->toolkit, facts)) continue;
    bool fits = form->receiver.empty() && (form->form->proven || e.object != facts::kNone);
    for (const std::string& receiver : receivers)
      fits |= !form->receiver.empty() && matches(receiver, form->receiver);
    if (!fits && e.object == facts::kNone && !form->receiver.empty()) {
      if (const facts::Import* import = program_.ImportOf(at.file, e.text))
        fits = matches(import->module, form->receiver);
    }
    if (fits) MakeClient(at, form);
  }
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
