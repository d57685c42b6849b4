// Constructions: of classes of the program, of what is outside of it, and of promises.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"
#include "scanner/link/schema_types.h"

namespace unsoap::link {

void Flow::Construct(ExprRef at, ClassRef c) {
  Add(NodeOf(at), Intern({AtomKind::kInstance, c.file, c.cls}));
  AddClientClass(NodeOf(at), c, at);
  const std::vector<FnRef> constructors = program_.Constructors(c);
  LinkOverloads(at, constructors);
  if (constructors.empty() && program_.Is(c.file, &languages::Language::memberwise))
    FillFields(at, c);
}

void Flow::ConstructSelf(ExprRef at) {
  // new self; new static: the class around it, or the one that the static method was called on.
  const ClassRef own = {at.file, program_.expr(at).class_id};
  Construct(at, own);
  const std::vector<ClassRef>& heirs = program_.Descendants(own);
  if (heirs.size() > kMaxCandidates) return;
  for (const ClassRef& c : heirs) Construct(at, c);
}

void Flow::ConstructHeld(ExprRef at) {
  // const Kind = fast ? A : B; new Kind()
  const facts::Expr& e = program_.expr(at);
  const NodeId slot = VariableSlot(at.file, e.function, facts::kNone, e.text);
  const AtomList values = Values(slot);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b});
  }
}

void Flow::ConstructExported(ExprRef at) {
  // const Client = require('./crm'); new Client(): the class has the name that it has over there.
  const facts::Import* import = program_.ImportOf(at.file, program_.expr(at).text);
  if (import == nullptr || !import->name.empty()) return;
  for (const FileId module : program_.ResolveModule(at.file, import->module, {})) {
    const NodeId exported = GlobalSlot(module, kWholeModule);
    WatchCallOnce(exported, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList values = Values(exported);
    for (const AtomId id : values) {
      const Atom atom = atoms_[id];
      if (atom.kind == AtomKind::kClass) Construct(at, {atom.a, atom.b});
    }
  }
}

bool Flow::MayBeToolkits(FileId file, std::string_view type) const {
  // Shop::Client is no Savon::Client; what is written without a qualifier may be anybody's.
  const std::string_view simple = SimpleName(type);
  const std::vector<const ClientForm*>& forms = toolkits_.ClientsOfType(simple);
  if (simple.size() == type.size() || forms.empty()) return true;
  const std::string written = DottedName(type);
  return std::any_of(forms.begin(), forms.end(), [&](const ClientForm* form) {
    const std::string known = DottedName(form->type);
    if (!ToolkitIndex::Serves(*form->toolkit, program_.file(file))) return false;
    return SimpleName(form->type).size() == form->type.size() || written.ends_with(known) ||
           known.ends_with(written);
  });
}

namespace {

/// The member that a statement of the block behind a constructor puts something into: items in
/// List().apply { items.add(x) }.
ExprRef FilledInBlock(const Program& program, ExprRef statement) {
  const facts::FileFacts& facts = program.file(statement.file);
  const facts::Expr& e = facts.exprs[statement.expr];
  if (e.kind != facts::ExprKind::kCall || e.object == facts::kNone ||
      (!program.Names(statement.file, &languages::Language::appends, e.text) &&
       !program.Names(statement.file, &languages::Language::appends_all, e.text)))
    return {};
  const facts::Expr& list = facts.exprs[e.object];
  const bool is_own =
      list.kind == facts::ExprKind::kMember && list.object != facts::kNone &&
      facts.exprs[list.object].kind == facts::ExprKind::kName &&
      program.Names(statement.file, &languages::Language::self, facts.exprs[list.object].text);
  return list.kind == facts::ExprKind::kName || is_own ? ExprRef{statement.file, e.object}
                                                       : ExprRef{};
}

}  // namespace

void Flow::ConstructExternal(ExprRef at, std::string_view type) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const NodeId node = NodeOf(at);
  // String(x), Number(x): the value itself, in other clothes.
  if (e.kind == facts::ExprKind::kCall && e.object == facts::kNone && e.args_count == 1 &&
      (program_.Names(at.file, &languages::Language::text_types, type) ||
       program_.Names(at.file, &languages::Language::number_types, type)))
    return PassThrough(at);
  const std::string_view simple = SimpleName(program_.RealType(at.file, type));
  if (simple.empty()) return;
  if (MayBeToolkits(at.file, type))
    Add(node, Intern({AtomKind::kExternalType, InternString(simple)}));
  const uint32_t object = NewObject(at, type);
  const facts::Arg* args = facts.begin_args(e);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId value = args[i].value;
    if (value == facts::kNone) continue;
    const facts::Expr& argument = facts.exprs[value];
    if (argument.kind == facts::ExprKind::kMap &&
        args[i].name.empty()) {  // object initialiser, or a map of fields
      for (uint32_t k = 0; k < argument.args_count; ++k) {
        const facts::Arg& entry = facts.begin_args(argument)[k];
        if (entry.value == facts::kNone) continue;
        if (!entry.name.empty())
          AddEdgeOnce(NodeOf({at.file, entry.value}), ObjectField(object, entry.name));
        const ExprRef list = FilledInBlock(program_, {at.file, entry.value});
        if (list.expr == facts::kNone) continue;
        const facts::Expr& member = facts.exprs[list.expr];
        const bool is_variable =
            member.kind == facts::ExprKind::kName &&
            VariableSlot(at.file, member.function, facts::kNone, member.text) != facts::kNone;
        if (is_variable) continue;
        const NodeId field = ObjectField(object, member.text);
        AddEdgeOnce(field, NodeOf(list), {WayKind::kLoad, node});
        if (!Values(field).empty()) continue;
        const NodeId made = NewNode();
        Add(made, Intern({AtomKind::kObject, NewObject(list, {})}));
        AddEdge(made, field, EdgeKind::kPlain, {WayKind::kStore, node});
      }
    }
    AddEdgeOnce(NodeOf({at.file, value}), args[i].name.empty() ? ObjectArgument(object, i)
                                                               : ObjectField(object, args[i].name));
  }
  Add(node, Intern({AtomKind::kObject, object}));
}

void Flow::ConstructPromise(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (e.args_count == 0 || !program_.Names(at.file, &languages::Language::promises, e.text)) return;
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::ExprId closure = facts.begin_args(e)[0].value;
  if (closure == facts::kNone || facts.exprs[closure].kind != facts::ExprKind::kFunction ||
      facts.exprs[closure].target == facts::kNone)
    return;
  const NodeId resolve = MutableParam({at.file, facts.exprs[closure].target}, 0);
  if (resolve != facts::kNone) Add(resolve, Intern({AtomKind::kResolver, at.file, at.expr}));
}

}  // namespace unsoap::link
