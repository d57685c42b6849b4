// Question: the walk, and when two objects are the same.
#include "scanner/link/question.h"

#include <algorithm>
#include <string>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/link/call_order.h"

namespace unsoap::link {
namespace {

constexpr int kMostCalls = 8;         // that a frame holds
constexpr int kMostUps = 4;           // callers of callers that are gone into
constexpr int kMostJoined = 12;       // of these, those of the object that is read among them
constexpr size_t kMostCallers = 64;   // of a function whose `this` is asked for
constexpr int kMostNested = 40;       // questions, one in the other
constexpr int kMostReceivers = 8;     // calls on `this` through methods on `this`
constexpr int kMostUnfolded = 8;      // copies of copies of a member
constexpr size_t kMostHeld = 4'000;   // of one answer
constexpr size_t kHoldersAStep = 32;  // objects that are told from another by their number

}  // namespace

Questions::Questions(const Program& program, const Flow& flow)
    : program_(program), flow_(flow), order_(program) {
  calls_.emplace_back();
  begin_.resize(flow.node_count() + 1, 0);
  flow.ForEachWay([&](NodeId, NodeId to, Way) { ++begin_[to + 1]; });
  for (size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  back_.resize(begin_.back());
  std::vector<uint32_t> next(begin_.begin(), begin_.end() - 1);
  flow.ForEachWay([&](NodeId from, NodeId to, Way way) { back_[next[to]++] = {from, way}; });
}

Questions::~Questions() = default;

Frame Questions::Push(Frame outer, NodeId call) {
  const auto [at, fresh] = frame_of_.try_emplace({outer, call}, static_cast<Frame>(calls_.size()));
  if (fresh) calls_.push_back({outer, call, calls_[outer].depth + 1});
  return at->second;
}

Frame Questions::Enter(Frame outer, ExprRef call) { return Push(outer, flow_.NodeOf(call)); }

std::optional<Frame> Questions::Joined(Frame outer, Frame inner) {
  if (calls_[outer].depth + calls_[inner].depth > kMostJoined) return std::nullopt;
  std::vector<NodeId> calls;
  for (; inner != kAnyCall; inner = calls_[inner].outer) calls.push_back(calls_[inner].call);
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) outer = Push(outer, *call);
  return outer;
}

Frame Questions::Reentered(Frame outer, Frame ups) {
  for (; ups != kAnyCall; ups = calls_[ups].outer) outer = Push(outer, calls_[ups].call);
  return outer;
}

bool Questions::Holds(Frame frame, NodeId call) const {
  for (; frame != kAnyCall; frame = calls_[frame].outer) {
    if (calls_[frame].call == call) return true;
  }
  return false;
}

bool Questions::TakeOff(Frame* frame, Frame suffix) const {
  for (; suffix != kAnyCall; suffix = calls_[suffix].outer) {
    if (*frame == kAnyCall || calls_[*frame].call != calls_[suffix].call) return false;
    *frame = calls_[*frame].outer;
  }
  return true;
}

bool Questions::MayBeIn(Frame frame, FnRef function) const {
  if (frame == kAnyCall || function.fn == facts::kNone) return true;
  const ExprRef call = flow_.ExprOf(calls_[frame].call);
  if (call.expr == facts::kNone) return true;
  const std::vector<FnRef>& targets = flow_.Targets(call);
  return targets.empty() || std::any_of(targets.begin(), targets.end(), [&](const FnRef& target) {
           return program_.NamedFunction(target) == function;
         });
}

FnRef Questions::FunctionOf(NodeId node) const {
  const ExprRef at = flow_.ExprOf(node);
  if (at.expr == facts::kNone) return {};
  return program_.NamedFunction({at.file, program_.expr(at).function});
}

/// One answer: the states that it has been in, and what it found.
class Questions::Walk {
 public:
  Walk(Questions* all, Answer* out) : all_(*all), out_(*out) {}

  void Run(NodeId node, Frame frame) {
    Go({node, frame, kAnyCall, false});
    while (!work_.empty() && out_.complete) {
      const State at = work_.back();
      work_.pop_back();
      out_.complete &= all_.Step() && out_.held.size() <= kMostHeld;
      if (out_.complete) Visit(at);
    }
    // The last one may have needed more than there was.
    out_.complete &= all_.steps_ <= kMostSteps;
  }

 private:
  const Flow& flow() const { return all_.flow_; }

  void Go(State state) {
    if (state.node == facts::kNone) return;
    if (seen_.insert(state).second) work_.push_back(state);
  }

  void Give(const Held& held) {
    if (given_.insert(held).second) out_.held.push_back(held);
  }

  void Visit(const State& at) {
    const ExprRef expr = flow().ExprOf(at.node);
    if (TakeChosen(at, expr) || TakePlace(at, expr) || TakeEntry(at, expr) ||
        TakeJoined(at, expr) || TakeLast(at, expr))
      return;
    if (flow().IsOpen(at.node)) out_.complete = false;
    const facts::Expr* const e = expr.expr == facts::kNone ? nullptr : &all_.program_.expr(expr);
    const bool is_self = e != nullptr && e->kind == facts::ExprKind::kName &&
                         e->class_id != facts::kNone && all_.program_.IsSelf(expr.file, e->text);
    const Atom* const param = Own(at, is_self);
    if (is_self) GiveSelves(at);
    out_.has_unknown |= e != nullptr && flow().Values(at.node).empty() &&
                        all_.begin_[at.node] == all_.begin_[at.node + 1];
    // Loads are answered once for each object that is read.
    std::map<NodeId, std::vector<NodeId>> loads;
    std::vector<NodeId> named;
    const bool is_given = param != nullptr && IsGiven(at);
    for (uint32_t i = all_.begin_[at.node]; i < all_.begin_[at.node + 1]; ++i) {
      const Back& back = all_.back_[i];
      const bool by_self = flow().SlotOf(back.from).kind == Slot::Kind::kField &&
                           back.way.kind == WayKind::kSame && e != nullptr;
      if (back.way.kind == WayKind::kLoad || by_self) {
        loads[by_self ? facts::kNone : back.way.by].push_back(back.from);
      } else if (back.way.kind == WayKind::kEnter) {
        Leave(at, back, param);
      } else if (back.way.kind == WayKind::kLeave) {
        Enter(at, back);
      } else if (IsMadeOfText(expr, at, back.from)) {
        out_.has_unknown = true;
      } else if (IsSetting(e, back.from)) {
        named.push_back(back.from);
      } else if (!is_given || !IsDefault(*param, back.from)) {
        Same(at, back.from);
      }
    }
    bool any = false;
    for (const auto& [holder, members] : loads) any |= Load(at, holder, members);
    if (any) return;
    for (const NodeId from : named) Same(at, from);
  }

  /// True for a literal that a call on a text or a list is given: "a,b".Split(','),
  /// names.join(', '). What the call gives is made of what it is called on.
  bool IsMadeOfText(ExprRef call, const State& at, NodeId from) {
    const ExprRef argument = flow().ExprOf(from);
    if (call.expr == facts::kNone || argument.expr == facts::kNone) return false;
    const facts::Expr& e = all_.program_.expr(call);
    if (e.kind != facts::ExprKind::kCall || e.object == facts::kNone || e.args_count != 1 ||
        all_.program_.expr(argument).kind != facts::ExprKind::kString ||
        all_.program_.file(call.file).begin_args(e)[0].value != argument.expr ||
        !flow().Targets(call).empty())
      return false;
    const std::vector<Held> held =
        all_.HeldBy(flow().NodeOf({call.file, e.object}), at.frame, at.loose);
    return std::ranges::any_of(held, [&](const Held& each) {
      const Atom& atom = flow().atom(each.atom);
      if (atom.kind == AtomKind::kString) return true;
      if (atom.kind != AtomKind::kObject) return false;
      const ExprRef made = flow().object(atom.a).at;
      return made.expr != facts::kNone && made.file != facts::kNone &&
             all_.program_.expr(made).kind == facts::ExprKind::kList;
    });
  }

  /// True for what a member is by its name alone, of whatever object: an entry of a table of
  /// settings. What the object itself is known to have under that name goes before it.
  bool IsSetting(const facts::Expr* member, NodeId from) const {
    if (member == nullptr ||
        (member->kind != facts::ExprKind::kMember && member->kind != facts::ExprKind::kIndex))
      return false;
    const ExprRef value = flow().ExprOf(from);
    return value.expr != facts::kNone && !member->span.Contains(all_.program_.expr(value).span);
  }

  /// What a loop's variable is in the turn that is looked at.
  bool TakeChosen(const State& at, ExprRef expr) {
    if (all_.choices_.empty() || expr.expr == facts::kNone) return false;
    const Given chosen = all_.ChosenAt(expr, at.frame);
    if (!chosen.is_known()) return false;
    if (chosen.text != facts::kNone)
      Give({chosen.text, at.node, chosen.frame, at.ups, at.loose});
    else
      GoInto(at, chosen);
    return true;
  }

  /// To what is known to be there, behind the callers that were gone into before.
  void GoInto(const State& at, const Given& given) {
    const std::optional<Frame> ups = all_.Joined(at.ups, given.ups);
    Go({given.node, ups ? given.frame : kAnyCall, ups.value_or(kAnyCall),
        at.loose || given.loose || !ups});
  }

  /// [a, b] = list, list[0]: the item at that place, where every list that may be meant is written
  /// out.
  bool TakePlace(const State& at, ExprRef expr) {
    uint32_t place = flow().PlaceOf(at.node);
    NodeId holder = facts::kNone;
    if (place != facts::kNone) {
      if (all_.begin_[at.node] == all_.begin_[at.node + 1]) return false;
      holder = all_.back_[all_.begin_[at.node]].way.by;
    } else {
      place = expr.expr == facts::kNone ? facts::kNone : all_.PlaceIn(expr);
      if (place == facts::kNone) return false;
      holder = flow().NodeOf({expr.file, all_.program_.expr(expr).object});
    }
    if (holder == facts::kNone) return false;
    std::vector<Given> items;
    for (const Held& held : all_.HeldBy(holder, at.frame, at.loose)) {
      const ExprRef item = all_.ItemAt(held, place);
      if (item.expr == facts::kNone) return false;
      items.push_back({facts::kNone, flow().NodeOf(item), held.frame, held.ups, held.loose});
    }
    for (const Given& item : items) GoInto(at, item);
    return !items.empty();
  }

  /// map[key], where the key is known in this turn: that entry alone.
  bool TakeEntry(const State& at, ExprRef expr) {
    const bool is_certain = !all_.choices_.empty() || at.frame != kAnyCall;
    if (!is_certain || expr.expr == facts::kNone) return false;
    const std::vector<Given> entries = all_.EntriesAt(expr, at.frame, at.loose);
    for (const Given& entry : entries) GoInto(at, entry);
    return !entries.empty();
  }

  /// "{{my." + name + "}}", where each piece is known in this turn.
  bool TakeJoined(const State& at, ExprRef expr) {
    if (all_.choices_.empty() || expr.expr == facts::kNone) return false;
    const facts::Expr& e = all_.program_.expr(expr);
    constexpr uint32_t kMostJoined = 16;
    if (e.kind != facts::ExprKind::kConcat || e.args_count > kMostJoined) return false;
    std::string text;
    bool by_choice = false;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const facts::ExprId piece = all_.program_.file(expr.file).begin_args(e)[i].value;
      if (piece == facts::kNone) return false;
      const ExprRef part = {expr.file, piece};
      by_choice |= all_.ChosenAt(part, at.frame).is_known();
      const Answer& answer = all_.Ask(flow().NodeOf(part), at.frame);
      if (!answer.complete || answer.has_unknown || answer.held.size() != 1) return false;
      const Atom& atom = flow().atom(answer.held[0].atom);
      if (atom.kind != AtomKind::kString) return false;
      text += flow().str(atom.a);
    }
    if (!by_choice || text.find(kHole) != std::string::npos) return false;
    Give({flow().TextAtom(text), at.node, at.frame, at.ups, at.loose});
    return true;
  }

  /// A variable that is surely assigned anew before it is read.
  bool TakeLast(const State& at, ExprRef expr) {
    if (expr.expr == facts::kNone) return false;
    const std::vector<NodeId> values = all_.LastOf(expr);
    for (const NodeId value : values) Go({value, at.frame, at.ups, at.loose});
    return !values.empty();
  }

  /// What came into being here. The parameter that the node is; nullptr if it is none.
  const Atom* Own(const State& at, bool is_self) {
    const std::vector<AtomId>& values = flow().Values(at.node);
    const Atom* param = nullptr;
    const std::set<std::string> others = OfOtherCalls(at);
    for (size_t i = 0; i < values.size(); ++i) {
      if (!flow().IsOwn(at.node, i)) continue;
      const Atom& atom = flow().atom(values[i]);
      if (atom.kind == AtomKind::kString && others.contains(std::string(flow().str(atom.a))))
        continue;
      const bool is_param = atom.kind == AtomKind::kParam && atom.d == 0 && atom.e == 0 &&
                            flow().ExprOf(at.node).expr == facts::kNone;
      if (is_param) param = &atom;
      if (is_param && at.frame != kAnyCall) continue;  // this call says what it is
      if (is_self && atom.kind == AtomKind::kInstance) continue;
      Give({values[i], at.node, at.frame, at.ups, at.loose});
    }
    return param;
  }

  /// "{{my." + name + "}}" is joined for all calls at once: the texts that what is given in this
  /// one does not make.
  std::set<std::string> OfOtherCalls(const State& at) {
    std::set<std::string> out;
    if (at.frame == kAnyCall || flow().ExprOf(at.node).expr == facts::kNone) return out;
    const std::vector<AtomId> values = flow().Values(at.node);
    for (const AtomId id : values) {
      const Atom atom = flow().atom(id);
      const FnRef function = {atom.a, atom.b};
      if (atom.kind != AtomKind::kParam || (atom.d == 0 && atom.e == 0) ||
          !all_.MayBeIn(at.frame, function))
        continue;
      const NodeId node = flow().ParamNode(function, atom.c);
      if (node == facts::kNone) continue;
      const auto joined = [&](AtomId piece) {
        return std::string(flow().str(atom.d)) + std::string(flow().str(flow().atom(piece).a)) +
               std::string(flow().str(atom.e));
      };
      for (const AtomId piece : flow().Values(node)) {
        if (flow().atom(piece).kind == AtomKind::kString) out.insert(joined(piece));
      }
      out_.has_unknown |= all_.Ask(node, at.frame).has_unknown;
      for (const Held& held : all_.HeldBy(node, at.frame, at.loose)) {
        const bool is_text = flow().atom(held.atom).kind == AtomKind::kString;
        if (is_text) out.erase(joined(held.atom));
        out_.has_unknown |= !is_text && flow().ExprOf(held.origin).expr != facts::kNone;
      }
    }
    return out;
  }

  void GiveSelves(const State& at) {
    const std::vector<Held> selves = SelvesAt(at);
    for (const Held& held : selves) Give(held);
    const std::vector<AtomId>& values = flow().Values(at.node);
    for (size_t i = 0; i < values.size() && selves.empty(); ++i) {
      if (flow().IsOwn(at.node, i) && flow().atom(values[i]).kind == AtomKind::kInstance)
        Give({values[i], at.node, at.frame, at.ups, at.loose});
    }
  }

  std::vector<Held> SelvesAt(const State& at) {
    return all_.Selves(all_.FunctionOf(at.node), at.frame, at.ups, at.loose, 0);
  }

  bool IsGiven(const State& at) const {
    if (at.frame == kAnyCall) return false;
    const NodeId call = all_.calls_[at.frame].call;
    for (uint32_t i = all_.begin_[at.node]; i < all_.begin_[at.node + 1]; ++i) {
      const Way& way = all_.back_[i].way;
      if (way.kind == WayKind::kEnter && way.by == call) return true;
    }
    return false;
  }

  bool IsDefault(const Atom& param, NodeId from) const {
    const facts::Function& function = all_.program_.function({param.a, param.b});
    const facts::ExprId usual =
        param.c < function.params.size() ? function.params[param.c].default_value : facts::kNone;
    return usual != facts::kNone && flow().NodeOf({param.a, usual}) == from;
  }

  void Same(const State& at, NodeId from) {
    const Slot::Kind kind = flow().SlotOf(from).kind;
    const Slot::Kind here = flow().SlotOf(at.node).kind;
    const bool is_expr = flow().ExprOf(from).expr != facts::kNone;
    // A file's own statements run once, like those of one call.
    const bool is_read = kind == Slot::Kind::kShared && at.frame == kAnyCall && IsOfFile(at.node);
    const bool is_written = here == Slot::Kind::kShared && !at.loose && IsOfFile(from);
    if (is_read || is_written) return Go({from, kAnyCall, at.ups, at.loose});
    if (kind == Slot::Kind::kShared || kind == Slot::Kind::kField || here == Slot::Kind::kField ||
        (here == Slot::Kind::kShared && is_expr))
      return Go({from, kAnyCall, at.ups, true});
    Go({from, at.frame, at.ups, at.loose});
  }

  /// True for an expression that stands in no function.
  bool IsOfFile(NodeId node) const {
    const ExprRef at = flow().ExprOf(node);
    return at.expr != facts::kNone && all_.program_.expr(at).function == facts::kNone;
  }

  /// From a parameter to what a call gives it.
  void Leave(const State& at, const Back& back, const Atom* param) {
    const FnRef own = param == nullptr ? FnRef{} : FnRef{param->a, param->b};
    const FnRef named = own.fn == facts::kNone ? FnRef{} : all_.program_.NamedFunction(own);
    Frame frame = at.frame;
    if (named == own) {
      // What a closure took from the function around it.
      while (frame != kAnyCall && all_.calls_[frame].call != back.way.by && IsClosures(frame, own))
        frame = all_.calls_[frame].outer;
    } else if (frame == kAnyCall || all_.calls_[frame].call != back.way.by) {
      if (all_.FunctionOf(back.way.by) == named) return Go({back.from, frame, at.ups, at.loose});
      return Go({back.from, kAnyCall, at.ups, true});
    }
    if (frame != kAnyCall) {
      if (all_.calls_[frame].call == back.way.by)
        Go({back.from, all_.calls_[frame].outer, at.ups, at.loose});
      return;
    }
    if (at.loose) return Go({back.from, kAnyCall, at.ups, true});
    if (all_.calls_[at.ups].depth >= kMostUps || all_.Holds(at.ups, back.way.by)) return;
    Go({back.from, kAnyCall, all_.Push(at.ups, back.way.by), false});
  }

  bool IsClosures(Frame frame, FnRef around) const {
    const ExprRef call = flow().ExprOf(all_.calls_[frame].call);
    if (call.expr == facts::kNone) return false;
    const std::vector<FnRef>& targets = flow().Targets(call);
    return std::any_of(targets.begin(), targets.end(), [&](const FnRef& target) {
      return target != around && all_.program_.NamedFunction(target) == around;
    });
  }

  /// False where the objects that a call is made on have another method than the one that gives
  /// this back: what an heir fills in is that heir's.
  bool IsMeant(const State& at, const Back& back) {
    const ExprRef call = flow().ExprOf(back.way.by);
    if (call.expr == facts::kNone || at.frame == kAnyCall) return true;
    const std::vector<FnRef>& targets = flow().Targets(call);
    const auto gives = std::find_if(targets.begin(), targets.end(), [&](const FnRef& target) {
      return flow().ReturnNode(target) == back.from;
    });
    if (targets.size() < 2 || gives == targets.end()) return true;
    const std::vector<Held> objects = all_.ReceiversAt(back.way.by, at.frame, at.ups, 0);
    // What is declared is of no weight where the objects themselves are known.
    const bool knows_one = std::any_of(objects.begin(), objects.end(),
                                       [&](const Held& held) { return all_.IsMade(held); });
    return !knows_one || std::any_of(objects.begin(), objects.end(), [&](const Held& held) {
      if (!all_.IsMade(held)) return false;
      const Atom& atom = flow().atom(held.atom);
      const std::vector<FnRef> methods =
          all_.program_.FindMethods({atom.a, atom.b}, all_.program_.function(*gives).name);
      return std::find(methods.begin(), methods.end(), *gives) != methods.end();
    });
  }

  /// From a call to what the function gives back.
  void Enter(const State& at, const Back& back) {
    if (!IsMeant(at, back)) return;
    const bool deep =
        all_.calls_[at.frame].depth >= kMostCalls || all_.Holds(at.frame, back.way.by);
    if (deep) return Go({back.from, kAnyCall, at.ups, true});
    Go({back.from, all_.Push(at.frame, back.way.by), at.ups, at.loose});
  }

  /// False if no object is known that has one of the members.
  bool Load(const State& at, NodeId holder, const std::vector<NodeId>& members) {
    const std::vector<Held> objects =
        holder == facts::kNone ? SelvesAt(at) : all_.HeldBy(holder, at.frame, at.loose);
    // What a declaration says is of no weight where the objects themselves are known.
    const bool knows_one = std::any_of(objects.begin(), objects.end(),
                                       [&](const Held& held) { return all_.IsMade(held); });
    bool any = false;
    for (const Held& object : objects) {
      const Atom& atom = flow().atom(object.atom);
      if (knows_one && atom.kind == AtomKind::kInstance && !all_.IsMade(object)) continue;
      const NodeId initial = all_.InitialOf(atom, members);
      for (const NodeId member : members) {
        if (!all_.MayHave(object, flow().SlotOf(member))) continue;
        any = true;
        out_.has_unknown |= all_.MayBeHidden(object, member);
        const std::optional<Frame> ups = all_.Joined(at.ups, object.ups);
        for (const Written& written :
             Seen(at, object, member,
                  all_.WrittenInto(object, member, initial == facts::kNone || initial == member))) {
          // Of callers too far away it is not known which they are.
          Go({written.value, ups ? written.frame : kAnyCall, ups.value_or(kAnyCall),
              written.loose || !ups});
        }
      }
    }
    for (const NodeId member : members) {
      const Slot::Kind kind = flow().SlotOf(member).kind;
      if (kind == Slot::Kind::kShared || kind == Slot::Kind::kLocal)
        Go({member, kAnyCall, at.ups, true});
      else if (!any && kind == Slot::Kind::kField)
        for (const Written& written : all_.WrittenAnyhow(member, true))
          Go({written.value, written.frame, at.ups, true});
    }
    return any;
  }

  /// Of what is written into a field that which is there where it is read.
  std::vector<Written> Seen(const State& at, const Held& object, NodeId member,
                            std::vector<Written> written) {
    constexpr size_t kMostWrites = 8;
    if (written.size() < 2 || written.size() > kMostWrites || at.loose || object.loose ||
        !all_.IsMade(object))
      return written;
    return all_.SeenAt(object, member, std::move(written), flow().ExprOf(at.node), at.frame);
  }

  Questions& all_;
  Answer& out_;
  std::vector<State> work_;
  std::set<State> seen_;
  std::set<Held> given_;
};

Questions::Place Questions::SourceOf(Place at) {
  Place found;
  bool is_given = false;
  for (uint32_t i = begin_[at.node]; i < begin_[at.node + 1]; ++i) {
    const Way& way = back_[i].way;
    is_given |=
        way.kind == WayKind::kEnter && at.frame != kAnyCall && way.by == calls_[at.frame].call;
  }
  for (uint32_t i = begin_[at.node]; i < begin_[at.node + 1]; ++i) {
    const Back& back = back_[i];
    Place from = {back.from, at.frame};
    if (back.way.kind == WayKind::kEnter) {
      if (at.frame == kAnyCall || back.way.by != calls_[at.frame].call) {
        if (is_given) continue;
        return {};
      }
      from.frame = calls_[at.frame].outer;
    } else if (back.way.kind == WayKind::kLeave) {
      if (calls_[at.frame].depth >= kMostCalls) return {};
      from.frame = Push(at.frame, back.way.by);
    } else if (back.way.kind != WayKind::kSame || is_given) {
      if (is_given) continue;  // what the parameter is where nothing is given
      return {};
    }
    const Slot::Kind kind = flow_.SlotOf(back.from).kind;
    if (kind == Slot::Kind::kField) return {};
    if (kind == Slot::Kind::kShared) from.frame = kAnyCall;
    if (found.node != facts::kNone && found.node != from.node) return {};
    found = from;
  }
  return found;
}

const Questions::Answer& Questions::Ask(NodeId node, Frame frame) {
  static const Answer nothing = {{}, false};
  if (node == facts::kNone) return nothing;
  const auto [at, fresh] = answers_.try_emplace({node, frame});
  if (!fresh) {
    // One that is being answered gives what it has so far.
    if (at->second->is_open) ++unfinished_;
    return *at->second;
  }
  at->second = std::make_unique<Answer>();
  Answer& answer = *at->second;
  if (nested_ == 0) steps_ = 0;
  const int unfinished = unfinished_;
  answer.is_open = true;
  ++nested_;
  if (nested_ > kMostNested)
    answer.complete = false;
  else
    Walk(this, &answer).Run(node, frame);
  --nested_;
  answer.is_open = false;
  // What another question got on the way, or for want of steps, is no answer to this one later.
  if (nested_ > 0 && (unfinished != unfinished_ || !answer.complete)) {
    passing_.push_back(std::move(answers_.at({node, frame})));
    answers_.erase({node, frame});
  } else if (nested_ == 0) {
    passing_.clear();
  }
  return answer;
}

std::vector<Questions::Held> Questions::HeldBy(NodeId node, Frame frame, bool loose) {
  std::vector<Held> held = Ask(node, frame).held;
  for (Held& each : held) each.loose |= loose;
  const auto alike = [](const Held& a, const Held& b) {
    return a.atom == b.atom && a.origin == b.origin && a.ups == b.ups;
  };
  SortByCalls(program_, *this, alike, &held);
  return held;
}

bool Questions::Step() {
  // Questions of the whole program belong to no file: they end by having no answer.
  if (Interrupted()) steps_ = kMostSteps;
  if (++steps_ > kMostSteps) return false;
  Spend();
  return true;
}

const std::vector<Questions::Held>& Questions::SelvesOfAll(FnRef function) {
  const auto known = selves_.find(function);
  if (known != selves_.end()) return known->second;
  const int unfinished = unfinished_;
  std::vector<Held> found = Selves(function, kAnyCall, kAnyCall, false, 0);
  std::stable_sort(found.begin(), found.end(),
                   [](const Held& a, const Held& b) { return a.origin < b.origin; });
  // The same words as of answers: what came for want of steps is none for later.
  std::vector<Held>& kept =
      unfinished == unfinished_ && steps_ <= kMostSteps ? selves_[function] : passing_selves_;
  kept = std::move(found);
  return kept;
}

std::vector<Questions::Held> Questions::Selves(FnRef function, Frame frame, Frame ups, bool loose,
                                               int depth) {
  std::vector<Held> out;
  if (function.fn == facts::kNone || loose || depth > kMostReceivers) return out;
  if (frame != kAnyCall && MayBeIn(frame, function))
    return ReceiversAt(calls_[frame].call, calls_[frame].outer, ups, depth + 1);
  const std::vector<ExprRef>& callers = flow_.CallersOf(function);
  if (frame != kAnyCall || callers.size() > kMostCallers || calls_[ups].depth >= kMostUps)
    return out;
  for (const ExprRef& caller : callers) {
    const NodeId call = flow_.NodeOf(caller);
    if (Holds(ups, call)) continue;
    const std::vector<Held> of_one = ReceiversAt(call, kAnyCall, Push(ups, call), depth + 1);
    out.insert(out.end(), of_one.begin(), of_one.end());
  }
  return out;
}

std::vector<Questions::Held> Questions::ReceiversAt(NodeId call, Frame frame, Frame ups,
                                                    int depth) {
  std::vector<Held> out;
  const ExprRef at = flow_.ExprOf(call);
  if (at.expr == facts::kNone || !Step()) return out;
  const facts::Expr& e = program_.expr(at);
  // A construction makes the object itself.
  const std::vector<AtomId>& values = flow_.Values(call);
  for (size_t i = 0; i < values.size(); ++i) {
    if (flow_.IsOwn(call, i) && flow_.atom(values[i]).kind == AtomKind::kInstance)
      out.push_back({values[i], call, frame, ups, false});
  }
  if (!out.empty()) return out;
  if (const NodeId callee = flow_.CalleeOf(at); callee != facts::kNone) {  // labels(x)
    for (Held held : Ask(callee, frame).held) {
      const std::optional<Frame> joined = Joined(ups, held.ups);
      held.ups = joined.value_or(kAnyCall);
      held.loose |= !joined;
      out.push_back(held);
    }
    return out;
  }
  const bool has_object = e.object != facts::kNone;
  const bool on_self = !has_object || program_.IsSuper({at.file, e.object});
  if (on_self) return Selves(FunctionOf(call), frame, ups, false, depth);
  for (Held held : Ask(flow_.NodeOf({at.file, e.object}), frame).held) {
    const std::optional<Frame> joined = Joined(ups, held.ups);
    held.ups = joined.value_or(kAnyCall);
    held.loose |= !joined;
    out.push_back(held);
  }
  return out;
}

void Questions::AddWritten(const Held& object, std::span<const Held> holders, NodeId value,
                           std::set<Written>* out) {
  const bool is_instance = flow_.atom(object.atom).kind == AtomKind::kInstance;
  steps_ += static_cast<int>(holders.size() / kHoldersAStep);
  for (const Held& holder : holders) {
    if (is_instance ? holder.origin != object.origin : holder.atom != object.atom) continue;
    if (!Step()) return;
    Frame frame = object.frame, rest = holder.frame;
    if (!TakeOff(&frame, holder.frame)) {
      // Of what came by way of a shared variable the outer calls are not known.
      if (!(object.loose || holder.loose) || !TakeOff(&rest, object.frame)) continue;
      frame = kAnyCall;
    }
    if (holder.loose) {
      out->insert({value, kAnyCall, false});
      continue;
    }
    // The function in which the holder's walk down began.
    const FnRef begins = FunctionOf(holder.ups == kAnyCall ? value : calls_[holder.ups].call);
    if (!MayBeIn(frame, begins)) continue;
    out->insert({value, Reentered(frame, holder.ups), false});
  }
}

std::vector<Questions::Written> Questions::WrittenInto(const Held& object, NodeId member,
                                                       bool with_initial) {
  std::set<Written> found;
  if (nested_ == 0 && unfolding_ == 0) steps_ = 0;
  const Slot::Kind kind = flow_.SlotOf(member).kind;
  if (kind != Slot::Kind::kMember && !IsMade(object)) return WrittenAnyhow(member, with_initial);
  for (uint32_t i = begin_[member]; i < begin_[member + 1] && Step(); ++i) {
    const Back back = back_[i];
    if (back.way.kind == WayKind::kStore && back.way.by != facts::kNone) {
      AddWritten(object, std::vector<Held>(Ask(back.way.by, kAnyCall).held), back.from, &found);
    } else if (kind == Slot::Kind::kMember) {
      found.insert({back.from, object.frame, object.loose});
    } else if (const FnRef in = FunctionOf(back.from); in.fn != facts::kNone) {
      const std::vector<Held>& selves = SelvesOfAll(in);
      const auto first = std::partition_point(selves.begin(), selves.end(), [&](const Held& held) {
        return held.origin < object.origin;
      });
      const auto last = std::partition_point(
          first, selves.end(), [&](const Held& held) { return held.origin == object.origin; });
      AddWritten(object, std::span<const Held>(first, last), back.from, &found);
    } else if (with_initial) {
      // Of the class itself: each construction runs it anew.
      found.insert({back.from, Push(object.frame, object.origin), object.loose});
    }
  }
  if (found.empty() && kind == Slot::Kind::kField) return WrittenAnyhow(member, with_initial);
  if (kind == Slot::Kind::kMember) DropHidden(object, member, &found);
  std::set<Written> out;
  for (const Written& written : found) Unfold(written, &out);
  if (unfolding_ == 0) unfolded_.clear();
  // Where there were too few steps, it is what any object of the kind has.
  if (steps_ > kMostSteps) return WrittenAnyhow(member, with_initial);
  std::vector<Written> sorted(out.begin(), out.end());
  const auto alike = [](const Written& a, const Written& b) { return a.value == b.value; };
  SortByCalls(program_, *this, alike, &sorted);
  return sorted;
}

void Questions::Unfold(const Written& written, std::set<Written>* out) {
  const uint32_t begin = begin_[written.value], end = begin_[written.value + 1];
  const bool is_step =
      flow_.ExprOf(written.value).expr == facts::kNone && begin != end &&
      flow_.PlaceOf(written.value) == facts::kNone &&  // [a, b] = list takes one item alone
      unfolding_ < kMostUnfolded &&
      std::all_of(back_.begin() + begin, back_.begin() + end, [](const Back& back) {
        return back.way.kind == WayKind::kLoad && back.way.by != facts::kNone;
      });
  if (!is_step) {
    out->insert(written);
    return;
  }
  ++unfolding_;
  for (uint32_t i = begin; i < end; ++i) {
    const Back back = back_[i];
    for (const Held& held : HeldBy(back.way.by, written.frame, written.loose)) {
      const Atom& atom = flow_.atom(held.atom);
      if (atom.kind != AtomKind::kObject || atom.a != flow_.SlotOf(back.from).a) continue;
      if (!Step() || !unfolded_.emplace(held, back.from).second) continue;
      for (Written inner : WrittenInto(held, back.from)) {
        inner.copy = written.value, inner.copy_frame = written.frame;
        out->insert(inner);
      }
    }
  }
  --unfolding_;
}

bool Questions::MayHave(const Held& object, const Slot& slot) const {
  const Atom& atom = flow_.atom(object.atom);
  if (slot.kind == Slot::Kind::kMember) return atom.kind == AtomKind::kObject && atom.a == slot.a;
  if (slot.kind != Slot::Kind::kField || atom.kind != AtomKind::kInstance) return false;
  const ClassRef own = {atom.a, atom.b}, of = {slot.a, slot.b};
  const auto holds = [&](const std::vector<ClassRef>& classes) {
    return std::find(classes.begin(), classes.end(), of) != classes.end();
  };
  return own == of || holds(program_.Lineage(own)) ||
         (!IsMade(object) && holds(program_.Descendants(own)));
}

bool Questions::IsInitial(const Back& back) const {
  return back.way.kind != WayKind::kStore && FunctionOf(back.from).fn == facts::kNone &&
         flow_.ExprOf(back.from).expr != facts::kNone;
}

NodeId Questions::InitialOf(const Atom& instance, const std::vector<NodeId>& members) const {
  if (instance.kind != AtomKind::kInstance) return facts::kNone;
  for (const ClassRef& c : program_.Lineage({instance.a, instance.b})) {
    for (const NodeId member : members) {
      const Slot slot = flow_.SlotOf(member);
      if (slot.kind != Slot::Kind::kField || ClassRef{slot.a, slot.b} != c) continue;
      for (uint32_t i = begin_[member]; i < begin_[member + 1]; ++i) {
        if (IsInitial(back_[i])) return member;
      }
    }
  }
  return facts::kNone;
}

bool Questions::IsMade(const Held& held) const {
  const ExprRef origin = flow_.ExprOf(held.origin);
  if (flow_.atom(held.atom).kind != AtomKind::kInstance || origin.expr == facts::kNone)
    return false;
  const facts::ExprKind kind = program_.expr(origin).kind;
  return kind == facts::ExprKind::kNew || kind == facts::ExprKind::kCall;
}

std::vector<Questions::Written> Questions::WrittenAnyhow(NodeId member, bool with_initial) const {
  std::vector<Written> out;
  for (uint32_t i = begin_[member]; i < begin_[member + 1]; ++i) {
    if (with_initial || !IsInitial(back_[i])) out.push_back({back_[i].from, kAnyCall, true});
  }
  return out;
}

}  // namespace unsoap::link
