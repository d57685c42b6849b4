// Calls that reach nothing of the program: what they still carry, and what they call in turn.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/link/flow.h"
#include "scanner/link/foreign_bases.h"
#include "scanner/link/schema_types.h"

namespace unsoap::link {
namespace {

/// What stands in <> behind the name of a call; empty if nothing does.
std::string_view TypeArgumentOf(const facts::FileFacts& facts, const facts::Expr& call) {
  constexpr uint32_t kLongest = 200;
  const std::string_view text = facts.source.text();
  const size_t begin = call.name_span.end;
  if (begin >= text.size() || text[begin] != '<') return {};
  const std::string_view behind = text.substr(begin, kLongest);
  const size_t end = behind.find('(');
  if (end == std::string_view::npos) return {};
  const std::string_view inside = Trim(behind.substr(1, end - 1));
  return inside.ends_with('>') ? Trim(inside.substr(0, inside.size() - 1)) : std::string_view();
}

}  // namespace

void Flow::HandOver(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const std::vector<AtomId>& result = ValuesOf(at);
  const bool makes_client = std::any_of(result.begin(), result.end(), [&](AtomId id) {
    return atoms_[id].kind == AtomKind::kClient;
  });
  if (makes_client) return;  // the function is given the client, which is another use
  // Who keeps it for later does not call it.
  const bool keeps = program_.Names(at.file, &languages::Language::registrars, e.text);
  const bool takes = program_.Names(at.file, &languages::Language::callback_takers, e.text);
  const bool gives_back = program_.Names(at.file, &languages::Language::same_function, e.text);
  for (const FnRef& fn : NamedBy(at)) NoteGiven(at, fn);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId arg = facts.begin_args(e)[i].value;
    if (arg == facts::kNone) continue;
    const facts::ExprKind kind = facts.exprs[arg].kind;
    if (kind == facts::ExprKind::kString) HandNamed(at, arg);
    HandClassAndName(at, i);
    const bool is_taken =
        kind == facts::ExprKind::kCall &&
        program_.Names(at.file, &languages::Language::method_getters, facts.exprs[arg].text);
    const bool is_pair = kind == facts::ExprKind::kList && (takes || gives_back) &&
                         program_.Is(at.file, &languages::Language::pair_callables);
    if (kind != facts::ExprKind::kName && kind != facts::ExprKind::kMember &&
        !(takes && kind == facts::ExprKind::kIndex) && !is_taken && !is_pair &&
        !(gives_back && kind == facts::ExprKind::kFunction) && kind != facts::ExprKind::kNew &&
        kind != facts::ExprKind::kCall)
      continue;
    const NodeId from = NodeOf({at.file, arg});
    WatchCallOnce(from, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList values = Values(from);
    for (const AtomId id : values) {
      const Atom atom = atoms_[id];
      if (gives_back && (atom.kind == AtomKind::kExternalName || atom.kind == AtomKind::kMethod))
        Bring(from, NodeOf(at), id);
      if (atom.kind == AtomKind::kInstance && !keeps) HandObject(at, {atom.a, atom.b});
      const bool is_made =
          kind == facts::ExprKind::kNew || (kind == facts::ExprKind::kCall && !is_taken);
      if (takes && !gives_back && !keeps) CallBound(at, atom);
      if (atom.kind != AtomKind::kFunction || is_made) continue;
      if (gives_back) Bring(from, NodeOf(at), id);
      if (gives_back || program_.function({atom.a, atom.b}).name.empty()) continue;
      NoteGiven(at, {atom.a, atom.b});
    }
  }
}

void Flow::HandObject(ExprRef at, ClassRef c) {
  // pool.submit(new Callable() { ... }): whatever its body defines.
  if (program_.MadeAt(c).expr != facts::kNone) {
    for (const FnRef& fn : program_.MethodsOf(c)) {
      if (!program_.function(fn).is_constructor) NoteHandover(at, fn);
    }
    return;
  }
  const auto note = [&](const std::string& name, bool plain_only) {
    for (const FnRef& fn : program_.FindMethods(c, name)) {
      if (program_.function(fn).has_body && (!plain_only || program_.function(fn).params.empty()))
        NoteHandover(at, fn);
    }
  };
  for (const std::string& name : program_.Words(c.file, &languages::Language::object_calls))
    note(name, false);
  // pool.submit(new LeadTask(port)), where LeadTask implements Callable, which is not in the tree.
  if (!HasForeignBase(program_, c)) return;
  for (const std::string& name : program_.Words(c.file, &languages::Language::invokers))
    note(name, true);
}

void Flow::CallUnknown(ExprRef at) {
  if (MayMakeType(program_, toolkits_, at)) {
    const facts::Expr& e = program_.expr(at);
    const std::string_view own = StartsUpper(e.text) ? SchemaType(toolkits_, e.text) : "";
    if (!own.empty()) return ConstructExternal(at, own);
    const NodeId name = NodeOf({at.file, program_.file(at.file).begin_args(e)[0].value});
    WatchCallOnce(name, {RuleKind::kCall, at, facts::kNone, {}});
    bool any = false;
    for (const std::string& text : Constants(name)) {
      bool is_enum = false;
      const std::string_view type = SchemaType(toolkits_, text, &is_enum);
      if (type.empty()) continue;
      any = true;
      Add(NodeOf(at), Intern({AtomKind::kExternalName, InternString(type)}));
      if (!is_enum) Add(NodeOf(at), Intern({AtomKind::kObject, NewObject(at, type)}));
    }
    if (any) return;
  }
  PutIntoFirst(at);
  TypeClosures(at);
  if (JoinObjects(at) || GiveKeys(at)) return;
  GiveObjectOf(at);
  if (RunArguments(at) || RunClasses(at) || SendMessage(at)) return;
  HandOver(at);
  PassThrough(at);
}

void Flow::TypeClosures(ExprRef at) {
  // Enqueue<Leads>(x => x.Push()): the closure is given one of those.
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const std::string_view type = e.args_count == 0 ? "" : TypeArgumentOf(facts, e);
  for (uint32_t i = 0; i < e.args_count && !type.empty(); ++i) {
    const facts::ExprId arg = facts.begin_args(e)[i].value;
    if (arg == facts::kNone || facts.exprs[arg].kind != facts::ExprKind::kFunction) continue;
    const FnRef closure = {at.file, facts.exprs[arg].target};
    const std::vector<facts::Param>& params = program_.function(closure).params;
    if (params.size() == 1 && params[0].type.empty())
      DeclareType(at.file, MutableParam(closure, 0), type);
  }
}

void Flow::PutIntoFirst(ExprRef at) {
  // array_push($list, $item), Collections.addAll(list, items)
  const facts::Expr& call = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::Arg* const args = facts.begin_args(call);
  const bool of_class = call.object != facts::kNone &&
                        facts.exprs[call.object].kind == facts::ExprKind::kName &&
                        StartsUpper(facts.exprs[call.object].text);
  const bool appends = call.object == facts::kNone &&
                       program_.Names(at.file, &languages::Language::appends, call.text);
  const bool appends_all =
      of_class && program_.Names(at.file, &languages::Language::appends_all, call.text);
  if (call.args_count < 2 || args[0].value == facts::kNone || (!appends && !appends_all)) return;
  const NodeId list = NodeOf({at.file, args[0].value});
  WatchCallOnce(list, {RuleKind::kCall, at, facts::kNone, {}});
  const AtomList lists = Values(list);
  for (const AtomId id : lists) {
    const Atom object = atoms_[id];
    if (object.kind != AtomKind::kObject) continue;
    const NodeId items = ObjectField(object.a, "[]");
    for (uint32_t i = 1; i < call.args_count; ++i) {
      if (args[i].value == facts::kNone) continue;
      const NodeId item = NodeOf({at.file, args[i].value});
      const Way store = {WayKind::kStore, list};
      const bool is_text = facts.exprs[args[i].value].kind == facts::ExprKind::kString;
      if (appends_all && !is_text) {
        CopyMembers(item, object.a, store);
      } else {
        AddEdgeOnce(item, items, store);
      }
    }
  }
}

bool Flow::IsPartOfText(ExprRef at) const {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (e.object == facts::kNone || e.args_count == 0 || e.args_count > 2) return false;
  const facts::Arg* args = facts.begin_args(e);
  return std::all_of(args, args + e.args_count, [&](const facts::Arg& arg) {
    if (arg.value == facts::kNone || facts.exprs[arg.value].kind != facts::ExprKind::kConstant)
      return false;
    const std::string_view text = facts.exprs[arg.value].text;
    return !text.empty() && text.find_first_not_of("0123456789-") == std::string_view::npos;
  });
}

namespace {

/// items.collect(toList()), ids.toArray(new String[0]): all that it is called on.
ExprRef ListGivenBack(const Program& program, ExprRef at) {
  const facts::Expr& e = program.expr(at);
  const facts::FileFacts& facts = program.file(at.file);
  if (e.object == facts::kNone || e.args_count != 1 ||
      !program.Names(at.file, &languages::Language::gives_all, e.text))
    return {};
  const facts::ExprId argument = facts.begin_args(e)[0].value;
  const facts::Expr& object = facts.exprs[e.object];
  const bool is_class = object.kind == facts::ExprKind::kName && StartsUpper(object.text);
  if (argument == facts::kNone || is_class) return {};
  const facts::ExprKind kind = facts.exprs[argument].kind;
  const bool is_made = kind == facts::ExprKind::kCall || kind == facts::ExprKind::kNew;
  return is_made ? ExprRef{at.file, e.object} : ExprRef{};
}

}  // namespace

void Flow::PassThrough(ExprRef at) {
  // A function from outside the program that converts one value (trim(x), x.to_sym,
  // Enum.valueOf(x), new SoapVar(x, ...)) still carries it. Strings only, so that a logger does not
  // become a client.
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  NodeId from = facts::kNone;
  if (e.args_count == 1 && !program_.Names(at.file, &languages::Language::lookups, e.text))
    from = facts.begin_args(e)[0].value == facts::kNone
               ? facts::kNone
               : NodeOf({at.file, facts.begin_args(e)[0].value});
  if (e.object != facts::kNone &&
      (e.args_count == 0 || program_.Names(at.file, &languages::Language::gives_self, e.text)))
    from = NodeOf({at.file, e.object});
  if (const ExprRef list = ListGivenBack(program_, at); list.expr != facts::kNone)
    from = NodeOf(list);
  if (IsPartOfText(at)) {  // op.substring(0, 1): a part of the parameter is not somebody else's
    const NodeId whole = NodeOf({at.file, e.object});
    WatchCallOnce(whole, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList values = Values(whole);
    for (const AtomId id : values) {
      if (atoms_[id].kind == AtomKind::kParam) Bring(whole, NodeOf(at), id);
    }
    return;
  }
  if (from == facts::kNone) return;
  WatchCallOnce(from, {RuleKind::kCall, at, facts::kNone, {}});
  const AtomList values = Values(from);
  const bool gives_back = program_.Names(at.file, &languages::Language::gives_back, e.text);
  for (const AtomId id : values) {
    const AtomKind kind = atoms_[id].kind;
    if ((gives_back && (kind == AtomKind::kInstance || kind == AtomKind::kClient)) ||
        kind == AtomKind::kString || kind == AtomKind::kEnumMember || kind == AtomKind::kParam ||
        kind == AtomKind::kObject || kind == AtomKind::kMethod) {
      Bring(from, NodeOf(at), id);
    }
  }
}

}  // namespace unsoap::link
