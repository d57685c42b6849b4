// Calls that are not written as calls: x[key] of a class that says what that does, the function
// that a field holds, and the object of a class that only a text names.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {

using languages::Language;

namespace {

/// "{1}_Model_{2}" of "crm/lead": crm_Model_lead; {0} is the whole text.
std::string Filled(std::string_view like, std::string_view text, size_t slash) {
  std::string out;
  for (size_t i = 0; i < like.size(); ++i) {
    if (like.compare(i, 3, "{0}") == 0) {
      out += text, i += 2;
    } else if (like.compare(i, 3, "{1}") == 0) {
      out += text.substr(0, slash), i += 2;
    } else if (like.compare(i, 3, "{2}") == 0) {
      out += text.substr(std::min(slash + 1, text.size())), i += 2;
    } else {
      out += like[i];
    }
  }
  return out;
}

}  // namespace

void Flow::CallByIndex(ExprRef at, const Atom& object) {
  if (object.kind != AtomKind::kInstance) return;
  const ClassRef c = {object.a, object.b};
  const auto written = index_writes_.find(at);
  const bool writes = written != index_writes_.end();
  const auto& names =
      program_.Words(at.file, writes ? &Language::index_setters : &Language::index_getters);
  for (const std::string& name : names) {
    for (const FnRef& fn : program_.FindMethods(c, name)) {
      if (program_.function(fn).params.size() != (writes ? 2u : 1u)) continue;
      LinkCall(at, fn);
      if (writes)
        AddEdgeOnce(NodeOf({at.file, written->second}), MutableParam(fn, 1),
                    {WayKind::kEnter, NodeOf(at)});
    }
  }
}

bool Flow::CallField(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (e.class_id == facts::kNone || program_.NamesSelf(at.file)) return false;
  bool found = false;
  for (facts::ClassId c = e.class_id; c != facts::kNone && !found;
       c = program_.cls({at.file, c}).outer) {
    const ClassRef owner = FieldOwner({at.file, c}, e.text);
    if (!program_.HasField(owner, e.text)) continue;
    const NodeId slot = FieldSlot(owner, e.text);
    WatchCallOnce(slot, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList values = Values(slot);
    for (const AtomId id : values) {
      const Atom atom = atoms_[id];
      if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
      if (atom.kind == AtomKind::kMethod) CallBound(at, atom), found = true;
      if (atom.kind == AtomKind::kObject) {  // Func<Port> port; port().getLead(x); jobs(name)
        CallMap(at, atom, slot);
        AddEdgeOnce(ObjectField(atom.a, "[]"), NodeOf(at), {WayKind::kLoad, slot});
        found = true;
      }
    }
  }
  return found;
}

void Flow::MakeNamed(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const std::string_view like = program_.PairOf(at.file, &Language::class_factories, e.text);
  const facts::ExprId arg =
      e.args_count == 0 ? facts::kNone : program_.file(at.file).begin_args(e)[0].value;
  if (like.empty() || arg == facts::kNone) return;
  const NodeId from = NodeOf({at.file, arg});
  WatchCallOnce(from, {RuleKind::kCall, at, facts::kNone, {}});
  for (const std::string& text : Constants(from)) AddNamed(NodeOf(at), at.file, like, text);
}

void Flow::AddNamed(NodeId node, FileId file, std::string_view like, std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos && like.find("{1}") != std::string_view::npos) return;
  const std::string name = Filled(like, text, std::min(slash, text.size()));
  for (const ClassRef& c : program_.ResolveClass(file, name)) {
    Add(node, Intern({AtomKind::kInstance, c.file, c.cls}));
    AddClientClass(node, c);
  }
}

void Flow::MakeMember(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const std::string_view like = program_.PairOf(at.file, &Language::member_factories, e.text);
  if (like.empty() || e.args_count == 0 || e.class_id == facts::kNone) return;
  std::vector<std::string_view> texts;  // of classes; a list names several
  std::string_view own;                 // name of the member
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId value = facts.begin_args(e)[i].value;
    if (value == facts::kNone) continue;
    const facts::Expr& arg = facts.exprs[value];
    if (arg.kind == facts::ExprKind::kString) {
      if (i == 0)
        texts.push_back(arg.text);
      else
        own = arg.text;
    }
    for (uint32_t k = 0; i == 0 && arg.kind == facts::ExprKind::kList && k < arg.args_count; ++k) {
      const facts::ExprId item = facts.begin_args(arg)[k].value;
      if (item != facts::kNone && facts.exprs[item].kind == facts::ExprKind::kString)
        texts.push_back(facts.exprs[item].text);
    }
  }
  for (const std::string_view text : texts) {
    const std::string_view last = text.substr(text.find_last_of("/.") + 1);
    const NodeId made = NewNode();
    AddNamed(made, at.file, like, last);
    if (Values(made).empty()) continue;
    const std::string folded = Lower(last);
    for (const std::string_view name :
         own.empty() ? std::vector<std::string_view>{last, folded} : std::vector{own})
      WriteField({AtomKind::kInstance, at.file, e.class_id}, name, made, facts::kNone);
  }
}

}  // namespace unsoap::link
