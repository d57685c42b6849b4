// Calls of what an object or class has under a name without a method of its own: what it hands on
// to another object, what it has run later, what it is called itself; and what is called by a text.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {

using languages::Language;

bool Flow::CallObject(ExprRef at, const Atom& object) {
  const ClassRef c = {object.a, object.b};
  const facts::Expr& e = program_.expr(at);
  if (e.object == facts::kNone && !e.text.empty()) {
    const NodeId slot = VariableSlot(at.file, e.function, facts::kNone, e.text);
    if (slot != facts::kNone) callees_[at] = slot;
  }
  bool found = false;
  for (const std::string& name : program_.Words(c.file, &Language::object_calls)) {
    const std::vector<FnRef> methods = program_.FindMethods(c, name);
    LinkOverloads(at, methods);
    found |= !methods.empty();
  }
  return found;
}

bool Flow::CallInstead(ExprRef at, const Atom& receiver, std::string_view name) {
  const ClassRef c = {receiver.a, receiver.b};
  if (receiver.kind == AtomKind::kInstance && program_.expr(at).args_count == 0 &&
      program_.Names(at.file, &Language::class_literals, name)) {  // self.class
    Add(NodeOf(at), Intern({AtomKind::kClass, c.file, c.cls}));
    return true;
  }
  return CallDelegate(at, c, name) || CallLater(at, receiver, name) || CallStandIn(at, c, name) ||
         CallHeld(at, c, name);
}

bool Flow::CallHeld(ExprRef at, ClassRef c, std::string_view name) {
  // this.send = function () {}, lists = () => ...: a field that holds a function is called.
  bool found = false;
  for (const std::string& pattern : program_.Words(c.file, &Language::builders)) {
    const size_t hole = pattern.find("{name}");
    if (hole == std::string::npos) continue;
    const std::string builder =
        pattern.substr(0, hole) + std::string(name) + pattern.substr(hole + 6);
    for (const FnRef& fn : program_.FindMethods(c, builder)) LinkCall(at, fn), found = true;
  }
  if (found) return true;
  for (const ClassRef& r : program_.Lineage(c)) {
    if (!program_.HasField(r, name) && r != c) continue;
    const NodeId slot = FieldSlot(r, name);
    WatchCallOnce(slot, {RuleKind::kCall, at, facts::kNone, {}});
    const AtomList values = Values(slot);
    for (const AtomId id : values) {
      const Atom atom = atoms_[id];
      if (atom.kind == AtomKind::kFunction) LinkCall(at, {atom.a, atom.b}), found = true;
      if (atom.kind == AtomKind::kInstance) found |= CallObject(at, atom);
      CallBound(at, atom);
      found |= atom.kind == AtomKind::kMethod;
    }
  }
  return found;
}

bool Flow::CallDelegate(ExprRef at, ClassRef c, std::string_view name) {
  FileId file = facts::kNone;
  const facts::Delegation* const other = program_.DelegationOf(c, name, &file);
  if (other == nullptr || other->target == facts::kNone) return false;
  const NodeId target = NodeOf({file, other->target});
  const std::string_view method = other->method.empty() ? name : other->method;
  WatchCallOnce(target, {RuleKind::kCall, at, facts::kNone, {}});
  bool found = false;
  const AtomList values = Values(target);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kInstance && atom.kind != AtomKind::kClass) continue;
    // A class that hands its methods on to one object of itself (Singleton) has them.
    const std::vector<FnRef> methods = program_.FindMethods({atom.a, atom.b}, method);
    LinkOverloads(at, methods);
    found |= !methods.empty();
    if (methods.empty() && depth_ < kMostHandedOn) {
      ++depth_;
      found |= CallInstead(at, atom, method) || CatchCall(at, {atom.a, atom.b}, method);
      --depth_;
    }
  }
  return found;
}

bool Flow::CallStandIn(ExprRef at, ClassRef c, std::string_view name) {
  // class Leads extends Facade { static function getFacadeAccessor() { return 'leads'; } }
  bool found = false;
  for (const std::string& says : program_.Words(at.file, &Language::stands_for)) {
    for (const FnRef& fn : program_.FindMethods(c, says)) {
      const NodeId result = MutableReturn(fn);
      WatchCallOnce(result, {RuleKind::kCall, at, facts::kNone, {}});
      std::vector<Atom> objects;
      const AtomList values = Values(result);
      for (const AtomId id : values) {
        const Atom atom = atoms_[id];
        if (atom.kind == AtomKind::kClass) objects.push_back(atom);
        if (atom.kind != AtomKind::kString) continue;
        const auto entry = entries_.find(std::string(str(atom.a)));
        if (entry == entries_.end()) continue;
        for (const NodeId node : entry->second) AddEntryObjects(at, node, &objects);
      }
      for (const Atom& atom : objects) {
        if (ClassRef{atom.a, atom.b} == c) continue;
        const std::vector<FnRef> methods = program_.FindMethods({atom.a, atom.b}, name);
        LinkOverloads(at, methods);
        found |= !methods.empty();
      }
    }
  }
  return found;
}

void Flow::AddEntryObjects(ExprRef at, NodeId node, std::vector<Atom>* objects) {
  WatchCallOnce(node, {RuleKind::kCall, at, facts::kNone, {}});
  const AtomList values = Values(node);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kClass || atom.kind == AtomKind::kInstance) objects->push_back(atom);
    if (atom.kind != AtomKind::kFunction) continue;
    const NodeId made = MutableReturn({atom.a, atom.b});
    WatchCallOnce(made, {RuleKind::kCall, at, facts::kNone, {}});
    for (const AtomId held : Values(made)) {
      if (atoms_[held].kind == AtomKind::kInstance) objects->push_back(atoms_[held]);
    }
  }
}

bool Flow::CallLater(ExprRef at, const Atom& receiver, std::string_view name) {
  const ClassRef c = {receiver.a, receiver.b};
  bool found = false;
  if (const Language* const language = program_.LanguageOf(at.file); language != nullptr) {
    for (const auto& [starts, run] : language->runs) {
      if (starts != name) continue;
      for (const FnRef& fn : program_.FindMethods(c, run)) LinkCall(at, fn), found = true;
    }
  }
  const std::string_view run = program_.PairOf(at.file, &Language::makes_and_runs, name);
  if (run.empty()) return found;
  if (!known_edges_.Insert(~(static_cast<uint64_t>(NodeOf(at)) << 32 | c.cls)).fresh) return true;
  for (const FnRef& fn : program_.FindMethods(c, run)) AddTarget(at, fn), found = true;
  // What it is made from goes into its constructor; the call is of what runs.
  const std::vector<FnRef> constructors = program_.Constructors(c);
  if (found && receiver.kind == AtomKind::kClass) {
    for (const FnRef& fn : constructors) EnterFunction(at, fn);
  }
  return found;
}

AtomList Flow::GivenTo(ExprRef call, uint32_t argument) {
  const facts::Expr& e = program_.expr(call);
  const facts::ExprId given = argument < e.args_count
                                  ? program_.file(call.file).begin_args(e)[argument].value
                                  : facts::kNone;
  if (given == facts::kNone) return AtomList(std::vector<AtomId>());
  const NodeId node = NodeOf({call.file, given});
  WatchCallOnce(node, {RuleKind::kCall, call, facts::kNone, {}});
  return Values(node);
}

bool Flow::RunGiven(ExprRef at, std::string_view run, AtomKind of, uint32_t most) {
  bool found = false;
  for (uint32_t i = 0; i < std::min(program_.expr(at).args_count, most); ++i) {
    const AtomList given = GivenTo(at, i);
    for (const AtomId id : given) {
      const Atom atom = atoms_[id];
      if (atom.kind != of) continue;
      for (const FnRef& fn : program_.FindMethods({atom.a, atom.b}, run))
        AddTarget(at, fn), found = true;
    }
  }
  return found;
}

bool Flow::RunArguments(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const std::string_view run = program_.PairOf(at.file, &Language::makes_and_runs, e.text);
  return !run.empty() && RunGiven(at, run, AtomKind::kInstance, e.args_count);
}

std::vector<FnRef> Flow::NamedBy(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  std::vector<FnRef> found;
  if (!program_.Names(at.file, &Language::callback_takers, e.text)) return found;
  const auto add = [&](const std::vector<FnRef>& functions) {
    found.insert(found.end(), functions.begin(), functions.end());
  };
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId id = facts.begin_args(e)[i].value;
    if (id == facts::kNone) continue;
    const facts::Expr& arg = facts.exprs[id];
    if (arg.kind == facts::ExprKind::kString) {
      const size_t cut = arg.text.find("::");  // 'Crm::sync'
      if (cut == std::string_view::npos) {
        add(program_.ResolveFunction(at.file, arg.text));
        continue;
      }
      for (const ClassRef& c : program_.ResolveClass(at.file, arg.text.substr(0, cut)))
        add(program_.FindMethods(c, arg.text.substr(cut + 2)));
    }
    if (arg.kind != facts::ExprKind::kList || arg.args_count != 2) continue;
    const facts::ExprId object = facts.begin_args(arg)[0].value;  // [$this, 'sync']
    const facts::ExprId name = facts.begin_args(arg)[1].value;
    if (object == facts::kNone || name == facts::kNone ||
        facts.exprs[name].kind != facts::ExprKind::kString)
      continue;
    const NodeId node = NodeOf({at.file, object});
    WatchCallOnce(node, {RuleKind::kCall, at, facts::kNone, {}});
    for (const AtomId value : Values(node)) {
      const Atom& atom = atoms_[value];
      if (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)
        add(program_.FindMethods({atom.a, atom.b}, facts.exprs[name].text));
    }
    for (const ClassRef& c : program_.ResolveClass(at.file, facts.exprs[object].text)) {
      if (facts.exprs[object].kind == facts::ExprKind::kString)
        add(program_.FindMethods(c, facts.exprs[name].text));
    }
  }
  return found;
}

void Flow::NoteHandover(ExprRef at, FnRef function) {
  std::vector<ExprRef>& known = handovers_[IndexOf(function)];
  const auto place = std::lower_bound(known.begin(), known.end(), at);
  if (place == known.end() || *place != at) known.insert(place, at);
}

void Flow::NoteGiven(ExprRef at, FnRef function) {
  const bool keeps = program_.Names(at.file, &Language::registrars, program_.expr(at).text);
  if (!keeps) return NoteHandover(at, function);
  std::vector<ExprRef>& known = registrations_[function];
  const auto place = std::lower_bound(known.begin(), known.end(), at);
  if (place == known.end() || *place != at) known.insert(place, at);
}

void Flow::FillFields(ExprRef at, ClassRef c) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  if (e.args_count == 0) return;
  const std::vector<std::pair<ClassRef, std::string_view>> fields = program_.FieldsInOrder(c);
  const Atom instance = {AtomKind::kInstance, c.file, c.cls};
  uint32_t place = 0;
  const auto fill = [&](const facts::Arg& arg) {
    const std::string_view name = !arg.name.empty()       ? arg.name
                                  : place < fields.size() ? fields[place++].second
                                                          : "";
    if (arg.value != facts::kNone && !name.empty())
      WriteField(instance, name, NodeOf({at.file, arg.value}), NodeOf(at));
  };
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::Arg& arg = facts.begin_args(e)[i];
    const bool is_initialiser = e.kind == facts::ExprKind::kNew && i + 1 == e.args_count &&
                                arg.name.empty() && arg.value != facts::kNone &&
                                facts.exprs[arg.value].kind == facts::ExprKind::kMap;
    if (!is_initialiser) {
      fill(arg);
      continue;
    }
    const facts::Expr& map = facts.exprs[arg.value];  // Request{op, body}, Request{Op: op}
    for (uint32_t k = 0; k < map.args_count; ++k) fill(facts.begin_args(map)[k]);
  }
}

}  // namespace unsoap::link
