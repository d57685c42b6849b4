// Fields, elements and items: what is read from an object, a class, a module or a list, and what is
// written into it.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/link/flow.h"
#include "scanner/link/foreign_bases.h"

namespace unsoap::link {
namespace {

constexpr size_t kMaxFields = 16;    // of an object read under an unknown key
constexpr size_t kMaxMakers = 64;    // callers that an object is made for
constexpr size_t kMaxElements = 64;  // of a collection that is looped over

}  // namespace

std::vector<NodeId> Object::Members(size_t most) const {
  std::vector<NodeId> out;
  for (const NodeId node : arguments) {
    if (node != facts::kNone && out.size() < most) out.push_back(node);
  }
  for (const auto& [name, node] : fields) {
    if (out.size() >= most) break;
    out.push_back(node);
  }
  return out;
}

void Flow::ReadField(NodeId to, const Atom& from, std::string_view name, NodeId holder) {
  const Way load = {WayKind::kLoad, holder};
  switch (from.kind) {
    case AtomKind::kInstance:
    case AtomKind::kClass: {
      const ClassRef c = {from.a, from.b};
      for (const ClassRef& r : program_.Lineage(c)) AddEdgeOnce(FieldSlot(r, name), to, load);
      if (program_.Lineage(c).empty()) AddEdgeOnce(FieldSlot(c, name), to, load);
      // A mixin or abstract class may read what its users assign.
      if (program_.Descendants(c).size() <= kMaxCandidates) {
        for (const ClassRef& r : program_.Descendants(c)) AddEdgeOnce(FieldSlot(r, name), to, load);
      }
      if (from.kind == AtomKind::kClass && holder != facts::kNone && !program_.HasField(c, name) &&
          program_.FindMethods(c, name).empty() && HasForeignBase(program_, c))
        Bring(holder, to, Intern(from));  // Lead.objects
      for (const FnRef& fn : program_.FindMethods(c, name)) {
        if (program_.function(fn).params.empty())
          AddEdgeOnce(MutableReturn(fn), to, {WayKind::kLeave, to});
        Add(to, Intern({AtomKind::kFunction, fn.file, fn.fn}));
      }
      return;
    }
    case AtomKind::kObject:
      AddEdgeOnce(ObjectField(from.a, name), to, load);
      if (name != "[]") AddEdgeOnce(ObjectField(from.a, "[]"), to, load);
      return;
    case AtomKind::kModule: {
      AddEdgeOnce(GlobalSlot(from.a, name), to);
      for (const ClassRef& c : program_.ClassesNamed(name)) {
        if (program_.ModuleOf(c.file) == from.a) Add(to, Intern({AtomKind::kClass, c.file, c.cls}));
      }
      for (const FnRef& fn : program_.FunctionsNamed(name)) {
        if (program_.ModuleOf(fn.file) == from.a &&
            program_.function(fn).class_id == facts::kNone) {
          Add(to, Intern({AtomKind::kFunction, fn.file, fn.fn}));
        }
      }
      ReadMade(to, from.a, name);
      const AtomList exported = Values(GlobalSlot(from.a, kWholeModule));
      for (const AtomId id : exported) {
        const Atom atom = atoms_[id];
        if (atom.kind != AtomKind::kModule || atom.a != from.a) ReadField(to, atom, name, holder);
      }
      for (const auto& [module, other] : program_.HandedOn(from.a, name)) {
        if (other == kWholeModule) Add(to, Intern({AtomKind::kModule, module}));
        AddEdgeOnce(GlobalSlot(module, other), to);
        if (program_.Names(module, &languages::Language::default_exports, other))
          AddEdgeOnce(GlobalSlot(module, kWholeModule), to);
        for (const FnRef& fn : program_.FunctionsNamed(other)) {
          if (fn.file == module && program_.function(fn).class_id == facts::kNone)
            Add(to, Intern({AtomKind::kFunction, fn.file, fn.fn}));
        }
        const facts::FileFacts& there = program_.file(module);
        for (facts::ClassId c = 0; c < there.classes.size(); ++c) {
          if (there.classes[c].name == other) Add(to, Intern({AtomKind::kClass, module, c}));
        }
      }
      return;
    }
    default:
      return;
  }
}

void Flow::WriteField(const Atom& object, std::string_view name, NodeId value, NodeId holder) {
  const Way store = {WayKind::kStore, holder};
  switch (object.kind) {
    case AtomKind::kInstance:
    case AtomKind::kClass:
      return AddEdgeOnce(value, FieldSlot(FieldOwner({object.a, object.b}, name), name), store);
    case AtomKind::kObject:
      return AddEdgeOnce(value, ObjectField(object.a, name), store);
    case AtomKind::kModule:
      return AddEdgeOnce(value, GlobalSlot(object.a, name));
    default:
      return;
  }
}

namespace {

bool IsDeclaredAsText(const Program& program, ClassRef c, std::string_view member) {
  const facts::FileFacts& facts = program.file(c.file);
  return std::any_of(facts.fields.begin(), facts.fields.end(), [&](const facts::Field& field) {
    return field.class_id == c.cls && field.name == member && field.value != facts::kNone &&
           facts.exprs[field.value].kind == facts::ExprKind::kString;
  });
}

/// True for a member of an object that was constructed by the name of its type.
bool IsOfTypedObject(const Flow& flow, const Program& program, ExprRef member) {
  const facts::Expr& e = program.expr(member);
  if (e.object == facts::kNone) return false;
  const std::vector<AtomId>& owners = flow.ValuesOf({member.file, e.object});
  return std::any_of(owners.begin(), owners.end(), [&](AtomId id) {
    const Atom& atom = flow.atom(id);
    return atom.kind == AtomKind::kObject && !flow.object(atom.a).type.empty();
  });
}

/// Kind.LEAD.soapName, where LEAD is declared with one text: the field that its constructor fills
/// is that text.
bool IsFieldOfMember(const Flow& flow, const Program& program, ExprRef at) {
  const facts::Expr& field = program.expr(at);
  const facts::Expr& member = program.expr({at.file, field.object});
  if (member.kind != facts::ExprKind::kMember || member.object == facts::kNone) return false;
  const std::vector<AtomId>& classes = flow.ValuesOf({at.file, member.object});
  return std::any_of(classes.begin(), classes.end(), [&](AtomId id) {
    const Atom& atom = flow.atom(id);
    const ClassRef c = {atom.a, atom.b};
    return atom.kind == AtomKind::kClass && program.cls(c).kind == facts::ClassKind::kEnum &&
           IsDeclaredAsText(program, c, member.text) && program.HasField(c, field.text);
  });
}

}  // namespace

bool Flow::HasText(ClassRef c, std::string_view member) const {
  return IsDeclaredAsText(program_, c, member);
}

void Flow::RunMember(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const NodeId node = NodeOf(at), holder = NodeOf({at.file, e.object});
  const AtomList values = Values(holder);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    switch (atom.kind) {
      case AtomKind::kString:
      case AtomKind::kEnumMember:
        // What an enumeration's member stands for (Op.FIND.value): its constant was read already.
        if (program_.Names(at.file, &languages::Language::enum_values, e.text) ||
            IsFieldOfMember(*this, program_, at))
          Bring(holder, node, id);
        break;
      case AtomKind::kClient:
        if (toolkits_.IsPassthrough(e.text)) {
          Bring(holder, node, id);
        } else {
          Add(node, Intern({AtomKind::kMethod, at.file, at.expr}));
        }
        break;
      case AtomKind::kExternalType:
        if (toolkits_.IsPassthrough(e.text)) Bring(holder, node, id);
        ReadClient(at);
        break;
      case AtomKind::kExternalName:
        ReadMemberOutside(at, str(atom.a));
        break;
      case AtomKind::kClass:
        ReadMemberOfClass(at, atom);
        break;
      case AtomKind::kModule:
        WatchCallOnce(GlobalSlot(atom.a, kWholeModule), {RuleKind::kMember, at, facts::kNone, {}});
        ReadField(node, atom, e.text, holder);
        break;
      case AtomKind::kInstance:
        if (program_.Names(at.file, &languages::Language::class_literals, e.text))
          Add(node, Intern({AtomKind::kClass, atom.a, atom.b}));  // self.__class__
        ReadField(node, atom, e.text, holder);
        if (!ReadGetter(at, {atom.a, atom.b}, e.text)) TakeCaught(at, {atom.a, atom.b});
        break;
      case AtomKind::kObject:
        // jobs.Values, for a loop over it
        if (program_.Names(at.file, &languages::Language::gives_values, e.text))
          Bring(holder, node, id);
        ReadField(node, atom, e.text, holder);
        break;
      default:
        ReadField(node, atom, e.text, holder);
    }
  }
}

void Flow::ReadMemberOutside(ExprRef at, std::string_view owner) {
  const std::string_view member = program_.expr(at).text;
  const NodeId node = NodeOf(at);
  const std::string qualified = std::string(owner) + "." + std::string(member);
  // import acme.client; acme.client: the module by its full path.
  if (const facts::Import* import = program_.ImportOf(at.file, member);
      import != nullptr && import->module == qualified && import->name.empty()) {
    for (const FileId module : program_.ResolveModule(at.file, qualified, {}))
      Add(node, Intern({AtomKind::kModule, program_.ModuleOf(module)}));
  }
  // Acme::Pager, where other files are the module Acme.
  if (StartsUpper(member)) AddClasses(node, at.file, qualified);
  Add(node, Intern({AtomKind::kExternalName, InternString(qualified)}));
  if (StartsUpper(SimpleName(owner)))
    Add(node,
        Intern({AtomKind::kEnumMember, InternString(member), InternString(SimpleName(owner))}));
}

void Flow::AddClasses(NodeId node, FileId file, std::string_view qualified) {
  for (const ClassRef& c : program_.ResolveClass(file, qualified))
    Add(node, Intern({AtomKind::kClass, c.file, c.cls}));
}

void Flow::ReadMemberOfClass(ExprRef at, const Atom& atom) {
  const facts::Expr& e = program_.expr(at);
  const NodeId node = NodeOf(at);
  const ClassRef c = {atom.a, atom.b};
  if (program_.Names(at.file, &languages::Language::class_literals, e.text))
    Add(node, Intern(atom));  // Crm::class is the class again
  ReadField(node, atom, e.text, NodeOf({at.file, e.object}));
  bool is_here = false;
  for (const ClassRef& nested : program_.ClassesNamed(e.text)) {
    if (nested.file == c.file && program_.cls(nested).outer == c.cls) {
      Add(node, Intern({AtomKind::kClass, nested.file, nested.cls}));
      is_here = true;
    }
  }
  // A module that several files open has in each what the others declare.
  if (!is_here && StartsUpper(e.text))
    AddClasses(node, at.file, program_.QualifiedName(c) + "." + std::string(e.text));
  if (program_.cls(c).kind != facts::ClassKind::kEnum) return;
  if (!HasText(c, e.text))
    Add(node,
        Intern({AtomKind::kEnumMember, InternString(e.text), InternString(program_.cls(c).name)}));
  // Gateway.INSTANCE: a member of an enumeration with methods is an object.
  if (program_.HasField(c, e.text) && !program_.MethodsOf(c).empty())
    Add(node, Intern({AtomKind::kInstance, c.file, c.cls}));
}

void Flow::ReadClient(ExprRef at) {
  // service.marketoPort is service.getMarketoPort() of a generated class that is not in the tree.
  if (!program_.ReadsProperties(at.file)) return;
  for (const std::string& prefix : program_.Words(at.file, &languages::Language::getters)) {
    const std::string getter = prefix + UpperFirst(program_.expr(at).text);
    for (const ClientForm* form : toolkits_.ClientsOfMethod(getter)) {
      if (form->receiver.empty() && form->form->proven && form->form->callback_parameter < 0 &&
          ToolkitIndex::Serves(*form->toolkit, program_.file(at.file)))
        MakeClient(at, form);
    }
  }
}

bool Flow::ReadGetter(ExprRef at, ClassRef c, std::string_view name) {
  bool found = false;
  const auto run = [&](const FnRef& fn) {
    found = true;
    if (AddTarget(at, fn))
      AddEdgeOnce(MutableReturn(fn), NodeOf(at), {WayKind::kLeave, NodeOf(at)});
  };
  for (const FnRef& fn : program_.FindMethods(c, name)) {
    if (program_.function(fn).is_getter) run(fn);
  }
  if (found || !program_.ReadsProperties(at.file)) return found;
  for (const std::string& prefix : program_.Words(at.file, &languages::Language::getters)) {
    const std::string getter = prefix + UpperFirst(name);  // x.port is x.getPort()
    if (program_.FunctionsNamed(getter).empty()) continue;
    for (const FnRef& fn : program_.FindMethods(c, getter)) {
      if (program_.function(fn).params.empty()) run(fn);
    }
  }
  return found;
}

bool Flow::IsPlace(ExprRef index) const {
  const facts::FileFacts& facts = program_.file(index.file);
  const auto is_number = [&](facts::ExprId id) {
    if (id == facts::kNone || facts.exprs[id].kind != facts::ExprKind::kConstant) return false;
    const std::string_view text = facts.exprs[id].text;
    return !text.empty() && text.find_first_not_of("0123456789-") == std::string_view::npos;
  };
  const facts::Expr& e = program_.expr(index);
  if (e.args_count == 0) return false;
  const facts::ExprId key = facts.begin_args(e)[0].value;
  if (is_number(key)) return true;
  if (key == facts::kNone || facts.exprs[key].kind != facts::ExprKind::kUnknown) return false;
  const facts::Expr& range = facts.exprs[key];  // op[1..-1]
  const facts::Arg* ends = facts.begin_args(range);
  return range.args_count > 0 &&
         std::all_of(ends, ends + range.args_count,
                     [&](const facts::Arg& arg) { return is_number(arg.value); });
}

bool Flow::IsSlice(ExprRef index) const {
  const facts::Expr& e = program_.expr(index);
  const facts::FileFacts& facts = program_.file(index.file);
  if (e.args_count == 0 || e.object == facts::kNone) return false;
  const facts::ExprId key = facts.begin_args(e)[0].value;
  if (key == facts::kNone || facts.exprs[key].kind == facts::ExprKind::kString) return false;
  const std::string_view text =
      facts.source.Slice({facts.exprs[e.object].span.end, e.span.end}).substr(0, 100);
  return text.find_first_of("\"'") == std::string_view::npos &&
         program_.AnyWord(index.file, &languages::Language::slices, [&](const std::string& mark) {
           return text.find(mark) != std::string_view::npos;
         });
}

void Flow::ReadAny(NodeId to, uint32_t object, NodeId holder, size_t most) {
  for (const NodeId field : objects_[object].Members(most))
    AddEdgeOnce(field, to, {WayKind::kLoad, holder});
  constexpr size_t kMostReads = 64;
  std::vector<Reading>& reads = any_reads_[object];
  const bool is_known =
      std::ranges::any_of(reads, [&](const Reading& read) { return read.to == to; });
  if (!is_known && reads.size() < kMostReads) reads.push_back({to, holder});
}

void Flow::RunIndex(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (e.object == facts::kNone) return;
  const facts::Arg* args = program_.file(at.file).begin_args(e);
  std::vector<std::string> keys;
  if (e.args_count > 0 && args[0].value != facts::kNone)
    keys = Constants(NodeOf({at.file, args[0].value}));
  const NodeId holder = NodeOf({at.file, e.object});
  const AtomList values = Values(holder);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kClient) {  // client[name], client['Service']['Port']
      if (keys.size() == 1 && toolkits_.IsPassthrough(keys[0])) {
        Bring(holder, NodeOf(at), id);
      } else {
        Add(NodeOf(at), Intern({AtomKind::kMethod, at.file, at.expr}));
      }
    }
    CallByIndex(at, atom);
    // op[0], op[1:]: a part of the parameter is not somebody else's.
    if (atom.kind == AtomKind::kParam && IsPlace(at)) Bring(holder, NodeOf(at), id);
    if (atom.kind != AtomKind::kObject) continue;
    if (IsSlice(at)) {
      Bring(holder, NodeOf(at), id);
      continue;
    }
    if (keys.empty()) ReadAny(NodeOf(at), atom.a, holder, kMaxFields);
    for (const std::string& key : keys) ReadField(NodeOf(at), atom, key, holder);
  }
}

void Flow::RunElement(const Rule& rule) {
  const Way load = {WayKind::kLoad, rule.number};
  const AtomList values = Values(rule.number);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kExternalName && !rule.name.empty() && IsAlpha(rule.name[0])) {
      const std::string member = std::string(str(atom.a)) + "." + std::string(rule.name);
      Add(rule.extra, Intern({AtomKind::kExternalName, InternString(member)}));
    }
    if (atom.kind == AtomKind::kClass && rule.name.empty() &&
        HasForeignBase(program_, {atom.a, atom.b}))
      Bring(rule.number, rule.extra, id);
    if (atom.kind != AtomKind::kObject) continue;
    if (rule.name == kKeysOf || rule.name == kValuesOf) {
      RunPairOf(rule, atom.a);
      continue;
    }
    if (!rule.name.empty()) {
      ReadField(rule.extra, atom, rule.name, rule.number);
      continue;
    }
    for (const NodeId field : objects_[atom.a].Members(kMaxElements))
      AddEdgeOnce(field, rule.extra, load);
    AddEdgeOnce(ObjectField(atom.a, "[]"), rule.extra, load);
  }
}

void Flow::CopyMembers(NodeId from, uint32_t object, Way way) {
  if (!copies_.Insert(static_cast<uint64_t>(from) << 32 | object).fresh) return;
  Watch(from, {RuleKind::kCopy, {}, from, {}, object, way});
}

void Flow::RunCopy(const Rule& rule) {
  const AtomList values = Values(rule.extra);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    // { ...require('./crm') }: what a module has is read of it. A type that only names members says
    // nothing of what they hold.
    const bool is_record = atom.kind == AtomKind::kInstance &&
                           program_.cls({atom.a, atom.b}).kind == facts::ClassKind::kInterface &&
                           program_.MethodsOf({atom.a, atom.b}).empty();
    if (atom.kind == AtomKind::kModule || (atom.kind == AtomKind::kInstance && !is_record) ||
        atom.kind == AtomKind::kClass)
      Bring(rule.extra, ObjectField(rule.number, "[]"), id);
    if (atom.kind != AtomKind::kObject || atom.a == rule.number) continue;
    const Copy copy = {rule.number, rule.extra, rule.way};
    std::vector<Copy>& known = copies_from_[atom.a];
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const Copy& other) {
      return other.into == copy.into && other.holder == copy.holder;
    });
    if (is_known) continue;
    known.push_back(copy);
    ObjectField(atom.a, "[]");
    const std::map<std::string, NodeId, std::less<>> members = objects_[atom.a].fields;
    size_t count = 0;
    for (const auto& [name, node] : members) {
      if (++count <= kMaxElements) CopyMember(name, node, copy);
    }
  }
}

void Flow::CopyMember(const std::string& name, NodeId member, const Copy& copy) {
  const NodeId into = ObjectField(copy.into, name);
  const NodeId between = NewNode();
  AddEdge(member, between, EdgeKind::kPlain, {WayKind::kLoad, copy.holder});
  AddEdge(between, into, EdgeKind::kPlain, copy.way);
}

void Flow::RunStore(const Rule& rule) {
  std::vector<std::string> names = {std::string(rule.name)};
  if (rule.number != 0) {  // x[KEY] = ..., { [KEY]: ... }: the key stands elsewhere
    names = Constants(NodeOf({rule.at.file, rule.number - 1}));
    if (names.size() > kMaxCandidates) return;
  }
  const AtomList values = ValuesOf(rule.at);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    for (const std::string& name : names) WriteField(atom, name, rule.extra, NodeOf(rule.at));
  }
}

void Flow::MakeImplicitObjects() {
  for (const Rule& rule : stores_) {
    if (rule.number != 0) {
      const std::vector<std::string> keys = Constants(NodeOf({rule.at.file, rule.number - 1}));
      if (keys.empty() || keys.size() > kMaxCandidates) {  // nothing tells the key
        Rule as_written = rule;
        as_written.number = 0;
        Watch(NodeOf(rule.at), as_written);
        RunStore(as_written);
      }
    }
    // names.stringItems.add(x): an object of a type that is not in the program makes its lists.
    if (rule.kind == RuleKind::kCall && !IsOfTypedObject(*this, program_, rule.at)) continue;
    if (!HasObject(rule.at) && !MakeAtCallers(rule.at)) MakeImplicitObject(rule.at);
  }
}

bool Flow::HasObject(ExprRef at) const {
  const std::vector<AtomId>& values = ValuesOf(at);
  return std::any_of(values.begin(), values.end(), [&](AtomId id) {
    const AtomKind kind = atoms_[id].kind;
    return kind == AtomKind::kObject || kind == AtomKind::kInstance || kind == AtomKind::kClass ||
           kind == AtomKind::kModule;
  });
}

bool Flow::MakeAtCallers(ExprRef at) {
  bool any = false;
  const AtomList values = ValuesOf(at);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kParam || atom.d != 0 || atom.e != 0) continue;
    const FnRef function = {atom.a, atom.b};
    const std::vector<ExprRef>& callers = callers_[IndexOf(function)];
    for (size_t i = 0; i < callers.size() && i < kMaxMakers; ++i) {
      const ExprRef call = callers[i];
      const facts::ExprId given = ArgumentFor(program_.file(call.file), program_.expr(call),
                                              program_.function(function), atom.c);
      if (given == facts::kNone) continue;
      const ExprRef argument = {call.file, given};
      const facts::ExprKind kind = program_.expr(argument).kind;
      if (kind != facts::ExprKind::kName && kind != facts::ExprKind::kCall) continue;
      any = true;
      if (HasObject(argument)) continue;
      if (kind == facts::ExprKind::kName)
        MakeImplicitObject(argument);
      else
        Add(NodeOf(argument), Intern({AtomKind::kObject, NewObject(argument, {})}));
    }
  }
  return any;
}

void Flow::MakeImplicitObject(ExprRef at) {
  const facts::Expr& base = program_.expr(at);
  const AtomId object = Intern({AtomKind::kObject, NewObject(at, {})});
  if (base.kind == facts::ExprKind::kName) {
    const NodeId slot = base.is_instance
                            ? FieldSlot({at.file, base.class_id}, base.text)
                            : VariableSlot(at.file, base.function, base.class_id, base.text);
    if (slot != facts::kNone) Add(slot, object);
  } else if (const std::string_view member = TreeMember(at.file, base); !member.empty()) {
    Add(GlobalSlot(at.file, member), object);
  } else if (base.object != facts::kNone) {
    std::string_view name = base.text;
    if (base.kind == facts::ExprKind::kIndex) {
      name = "[]";
      const facts::FileFacts& facts = program_.file(at.file);
      const facts::ExprId key =
          base.args_count > 0 ? facts.begin_args(base)[0].value : facts::kNone;
      if (key != facts::kNone && facts.exprs[key].kind == facts::ExprKind::kString)
        name = facts.exprs[key].text;
    }
    const NodeId holder = NewNode();
    Add(holder, object);
    const AtomList owners = ValuesOf({at.file, base.object});
    for (const AtomId id : owners) {
      const Atom atom = atoms_[id];
      WriteField(atom, name, holder, NodeOf({at.file, base.object}));
    }
  }
  Add(NodeOf(at), object);
}

}  // namespace unsoap::link
