// What a compiler knows (FileFacts::settled) enters the flow: it adds values, and where it names a
// class that is no client of any toolkit, it also keeps others out. The flow merges functions and
// variables by name; a compiler does not.
#include <algorithm>

#include "scanner/link/flow.h"

namespace unsoap::link {

void Flow::Settle(FileId file, const facts::Settled& settled) {
  const NodeId node = NodeOf({file, settled.expr});
  if (settled.has_value) Add(node, Intern({AtomKind::kString, InternString(settled.value)}));
  if (settled.type.empty()) return;
  std::vector<std::string_view> names = {settled.type};
  names.insert(names.end(), settled.bases.begin(), settled.bases.end());
  const auto is_client = [&](std::string_view name) {
    return !toolkits_.ClientsOfType(SimpleName(name)).empty();
  };
  bool client = std::any_of(names.begin(), names.end(), is_client);
  const std::vector<ClassRef> classes = program_.ResolveClass(file, settled.type);
  for (const ClassRef& c : classes) {
    Add(node, Intern({AtomKind::kInstance, c.file, c.cls}));
    AddClientClass(node, c);
    for (const std::string_view base : program_.BaseNames(c)) client |= is_client(base);
  }
  if (classes.empty()) {
    // A class that we have not read is what its bases are.
    for (const std::string_view name : names)
      Add(node, Intern({AtomKind::kExternalType, InternString(SimpleName(name))}));
  }
  if (!client) sealed_.emplace(node, SimpleName(settled.type));
}

bool Flow::Contradicts(NodeId node, const Atom& atom) const {
  const auto at = sealed_.find(node);
  if (at == sealed_.end()) return false;
  const std::string_view name = at->second;
  const auto is_one = [&](ClassRef c) {
    const std::vector<ClassRef>& lineage = program_.Lineage(c);
    const std::vector<std::string_view> bases = program_.BaseNames(c);
    return std::any_of(lineage.begin(), lineage.end(),
                       [&](const ClassRef& r) { return program_.cls(r).name == name; }) ||
           std::any_of(bases.begin(), bases.end(),
                       [&](std::string_view base) { return SimpleName(base) == name; });
  };
  switch (atom.kind) {
    case AtomKind::kInstance:
      return !is_one({atom.a, atom.b});
    case AtomKind::kExternalType:
      return str(atom.a) != name;
    case AtomKind::kClient:
      return clients_[atom.a].cls.cls == facts::kNone || !is_one(clients_[atom.a].cls);
    default:
      return false;
  }
}

}  // namespace unsoap::link
