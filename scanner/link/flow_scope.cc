// What a name is where it stands: a variable of one of the scopes around it, `this`, what a file
// imports, a class or function of the program, or something outside of it.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {

void Flow::BuildName(FileId file, facts::ExprId id) {
  const facts::Expr& e = program_.file(file).exprs[id];
  const NodeId node = NodeOf({file, id});
  if (e.is_module) return ReadModuleFile({file, id});
  if (e.is_instance) {
    const NodeId slot = e.class_id == facts::kNone ? GlobalSlot(file, e.text) : facts::kNone;
    if (slot != facts::kNone) return AddEdge(slot, node);
    return ReadField(node, {AtomKind::kInstance, file, e.class_id}, e.text, facts::kNone);
  }
  if (program_.IsSelf(file, e.text) && ReadSelf({file, id})) return;
  for (facts::ClassId c = e.class_id; c != facts::kNone; c = program_.file(file).classes[c].outer)
    ReadGetter({file, id}, {file, c}, e.text);
  const NodeId slot = VariableSlot(file, e.function, e.class_id, e.text);
  if (slot != facts::kNone) return AddEdge(slot, node);
  if (ReadIncluded(file, e.text, node)) return;
  if (ReadTreeName(file, e, node) || ReadPackaged(file, e.text, node)) return;
  if (ReadBlockSubject({file, id}) || CallBare({file, id})) return;
  for (const ClassRef& c : program_.ImportedOwners(file, e.text)) {
    if (program_.HasField(c, e.text)) AddEdge(FieldSlot(c, e.text), node);
  }
  if (ReadClasses({file, id})) return;
  ReadOutside({file, id});
  ReadFunctions({file, id});
}

void Flow::ReadModuleFile(ExprRef at) {
  for (const FileId module : program_.ResolveModule(at.file, program_.expr(at).text, {})) {
    Add(NodeOf(at), Intern({AtomKind::kModule, module}));
    AddEdge(GlobalSlot(module, kWholeModule), NodeOf(at));
  }
}

bool Flow::ReadSelf(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const NodeId node = NodeOf(at);
  const std::vector<facts::Function>& functions = program_.file(at.file).functions;
  if (program_.ExtensionsHaveSelf(at.file)) {
    for (facts::FunctionId fn = e.function; fn != facts::kNone; fn = functions[fn].parent) {
      const auto receiver = block_receivers_.find({at.file, fn});
      if (receiver == block_receivers_.end()) continue;
      if (receiver->second.expr != at.expr) AddEdgeOnce(NodeOf(receiver->second), node);
      return true;
    }
  }
  if (e.class_id != facts::kNone) {
    Add(node, Intern({AtomKind::kInstance, at.file, e.class_id}));
    AddClientClass(node, {at.file, e.class_id});
    return true;
  }
  // { find() { return this.ask(); } }
  for (facts::FunctionId fn = e.function; fn != facts::kNone; fn = functions[fn].parent) {
    const auto owner = owners_.find({at.file, fn});
    if (owner == owners_.end()) continue;
    AddEdge(NodeOf({at.file, owner->second}), node);
    return true;
  }
  return false;
}

bool Flow::ReadClasses(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const std::vector<ClassRef> classes =
      program_.InScope({at.file, e.class_id}, program_.ResolveClass(at.file, e.text));
  if (classes.empty()) return false;
  for (const ClassRef& c : classes) Add(NodeOf(at), Intern({AtomKind::kClass, c.file, c.cls}));
  // const Crm = require('./crm'): the class, and what else the file puts on it.
  const facts::Import* whole = program_.ImportOf(at.file, e.text);
  if (whole == nullptr || !whole->name.empty()) return true;
  for (const FileId found : program_.ResolveModule(at.file, whole->module, {}))
    Add(NodeOf(at), Intern({AtomKind::kModule, program_.ModuleOf(found)}));
  return true;
}

void Flow::ReadOutside(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const NodeId node = NodeOf(at);
  const facts::Import* import = program_.ImportOf(at.file, e.text);
  if (import == nullptr) {
    Add(node, Intern({AtomKind::kExternalName, InternString(e.text)}));
    if (const auto* member = toolkits_.EnumMemberOf(e.text, program_.file(at.file)))
      Add(node,
          Intern({AtomKind::kEnumMember, InternString(member->value), InternString(member->type)}));
    return;
  }
  const std::string_view name = import->name;
  for (const FileId found : program_.ResolveModule(at.file, import->module, name)) {
    const FileId module = program_.ModuleOf(found);
    Add(node, Intern({AtomKind::kModule, module}));
    if (!name.empty()) ReadExport(module, name, node);
  }
  std::string full(import->module);
  if (!name.empty() && !program_.Names(at.file, &languages::Language::default_exports, name))
    full += "." + std::string(name);
  Add(node, Intern({AtomKind::kExternalName, InternString(full)}));
}

void Flow::ReadExport(FileId module, std::string_view name, NodeId to) {
  const auto read = [&](FileId from, std::string_view exported) {
    AddEdge(GlobalSlot(from, exported), to);
    if (program_.Names(from, &languages::Language::default_exports, exported))
      AddEdge(GlobalSlot(from, kWholeModule), to);
  };
  read(module, name);
  for (const auto& [from, other] : program_.HandedOn(module, name)) {
    read(from, other);
    if (other == kWholeModule) Add(to, Intern({AtomKind::kModule, from}));
    for (facts::ClassId c = 0; c < program_.file(from).classes.size(); ++c) {
      if (program_.file(from).classes[c].name == other)
        Add(to, Intern({AtomKind::kClass, from, c}));
    }
  }
}

void Flow::ReadFunctions(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  // Where a method is called by its bare name, that is its value, too.
  if (!program_.NamesSelf(at.file) && !program_.FunctionsNamed(e.text).empty()) {
    for (facts::ClassId c = e.class_id; c != facts::kNone; c = facts.classes[c].outer) {
      if (AddMethods(NodeOf(at), {at.file, c}, e.text)) break;
    }
  }
  const std::vector<FnRef> found = program_.ResolveFunction(at.file, e.text);
  for (const FnRef& fn : found) Add(NodeOf(at), Intern({AtomKind::kFunction, fn.file, fn.fn}));
  if (!found.empty()) return;
  // \&Acme::Crm::find, AddressOf Crm.Find; and what an import brings in by its bare name.
  const std::string_view last = SimpleName(e.text);
  const std::string_view owner = e.text.substr(0, e.text.size() - last.size());
  for (const ClassRef& c :
       owner.empty()
           ? program_.ImportedOwners(at.file, last)
           : program_.ResolveClass(at.file, owner.substr(0, owner.find_last_not_of(":.\\") + 1)))
    AddMethods(NodeOf(at), c, last);
}

bool Flow::ReadIncluded(FileId file, std::string_view name, NodeId to) {
  if (!program_.SharesIncludes(file)) return false;
  bool found = false;
  for (const facts::Import& import : program_.file(file).imports) {
    if ((!import.name.empty() && import.name != "*") || !import.alias.empty()) continue;
    for (const FileId m : program_.ResolveModule(file, import.module, {})) {
      if (!IsBound({m, facts::kNone}, name)) continue;
      AddEdge(GlobalSlot(m, name), to);
      found = true;
    }
  }
  return found;
}

void Flow::JoinGlobals() {
  // global $crm: the variable of that name of any file that has one.
  for (const auto& [file, name] : globals_) {
    if (!program_.SharesIncludes(file)) continue;
    size_t found = 0;
    for (FileId m = 0; m < program_.file_count() && found < kMaxCandidates; ++m) {
      if (m == file || !program_.SharesIncludes(m) || !IsBound({m, facts::kNone}, name)) continue;
      AddEdge(GlobalSlot(m, name), GlobalSlot(file, name));
      ++found;
    }
  }
}

bool Flow::CallBare(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (!program_.CallsBare(at.file)) return false;
  if (e.class_id != facts::kNone &&
      program_.Names(at.file, &languages::Language::new_methods, e.text)) {
    ConstructSelf(at);  // new.run(x) in a method of the class
    return true;
  }
  std::vector<FnRef> found;
  for (facts::ClassId c = e.class_id; c != facts::kNone && found.empty();
       c = facts.classes[c].outer)
    found = program_.FindMethods({at.file, c}, e.text);
  bool is_handed_on = false;
  for (facts::ClassId c = e.class_id; c != facts::kNone && found.empty() && !is_handed_on;
       c = facts.classes[c].outer)
    is_handed_on = CallDelegate(at, {at.file, c}, e.text);
  if (is_handed_on) return true;
  if (found.empty()) found = program_.ResolveFunction(at.file, e.text);
  for (const FnRef& fn : found) LinkCall(at, fn);
  return !found.empty();
}

}  // namespace unsoap::link
