// Question: the walk, and when two objects are the same.
#include "scanner/link/question.h"

#include <algorithm>
#include <string>

#include "scanner/base/budget.h"

namespace unsoap::link {
namespace {

constexpr int kMostCalls = 8;        // that a frame holds
constexpr int kMostUps = 4;          // callers of callers that are gone into
constexpr size_t kMostCallers = 64;  // of a function whose `this` is asked for
constexpr int kMostNested = 40;      // questions, one in the other
constexpr int kMostReceivers = 8;    // calls on `this` through methods on `this`
constexpr int kMostUnfolded = 8;     // copies of copies of a member
constexpr size_t kMostHeld = 4'000;  // of one answer

}  // namespace

Questions::Questions(const Program& program, const Flow& flow) : program_(program), flow_(flow) {
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

Frame Questions::Joined(Frame outer, Frame inner) {
  if (inner == kAnyCall) return outer;
  return Push(Joined(outer, calls_[inner].outer), calls_[inner].call);
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
      if (++all_.steps_ > kMostSteps || out_.held.size() > kMostHeld) {
        out_.complete = false;
        return;
      }
      Spend();
      Visit(at);
    }
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
    if (flow().IsOpen(at.node)) out_.complete = false;
    const ExprRef expr = flow().ExprOf(at.node);
    const facts::Expr* const e = expr.expr == facts::kNone ? nullptr : &all_.program_.expr(expr);
    const bool is_self = e != nullptr && e->kind == facts::ExprKind::kName &&
                         e->class_id != facts::kNone && all_.program_.IsSelf(expr.file, e->text);
    const Atom* const param = Own(at, is_self);
    if (is_self) GiveSelves(at);
    out_.has_unknown |= e != nullptr && flow().Values(at.node).empty() &&
                        all_.begin_[at.node] == all_.begin_[at.node + 1];
    // Loads are answered once for each object that is read.
    std::map<NodeId, std::vector<NodeId>> loads;
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
      } else if (!is_given || !IsDefault(*param, back.from)) {
        Same(at, back.from);
      }
    }
    for (const auto& [holder, members] : loads) Load(at, holder, members);
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
    if (kind == Slot::Kind::kShared || kind == Slot::Kind::kField || here == Slot::Kind::kField ||
        (here == Slot::Kind::kShared && is_expr))
      return Go({from, kAnyCall, at.ups, true});
    Go({from, at.frame, at.ups, at.loose});
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

  /// From a call to what the function gives back.
  void Enter(const State& at, const Back& back) {
    const bool deep =
        all_.calls_[at.frame].depth >= kMostCalls || all_.Holds(at.frame, back.way.by);
    if (deep) return Go({back.from, kAnyCall, at.ups, true});
    Go({back.from, all_.Push(at.frame, back.way.by), at.ups, at.loose});
  }

  void Load(const State& at, NodeId holder, const std::vector<NodeId>& members) {
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
        const Frame ups = all_.Joined(at.ups, object.ups);
        for (const Written& written :
             all_.WrittenInto(object, member, initial == facts::kNone || initial == member))
          Go({written.value, written.frame, ups, written.loose});
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
  }

  Questions& all_;
  Answer& out_;
  std::vector<State> work_;
  std::set<State> seen_;
  std::set<Held> given_;
};

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
  return held;
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
  if (at.expr == facts::kNone) return out;
  const facts::Expr& e = program_.expr(at);
  // A construction makes the object itself.
  const std::vector<AtomId>& values = flow_.Values(call);
  for (size_t i = 0; i < values.size(); ++i) {
    if (flow_.IsOwn(call, i) && flow_.atom(values[i]).kind == AtomKind::kInstance)
      out.push_back({values[i], call, frame, ups, false});
  }
  if (!out.empty()) return out;
  const bool has_object = e.object != facts::kNone;
  const bool on_self = !has_object || program_.IsSuper({at.file, e.object});
  if (on_self) return Selves(FunctionOf(call), frame, ups, false, depth);
  for (Held held : Ask(flow_.NodeOf({at.file, e.object}), frame).held) {
    held.ups = Joined(ups, held.ups);
    out.push_back(held);
  }
  return out;
}

void Questions::AddWritten(const Held& object, const std::vector<Held>& holders, NodeId value,
                           std::set<Written>* out) {
  const bool is_instance = flow_.atom(object.atom).kind == AtomKind::kInstance;
  for (const Held& holder : holders) {
    if (is_instance ? holder.origin != object.origin : holder.atom != object.atom) continue;
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
  const Slot::Kind kind = flow_.SlotOf(member).kind;
  if (kind != Slot::Kind::kMember && !IsMade(object)) return WrittenAnyhow(member, with_initial);
  for (uint32_t i = begin_[member]; i < begin_[member + 1]; ++i) {
    const Back back = back_[i];
    if (back.way.kind == WayKind::kStore && back.way.by != facts::kNone) {
      AddWritten(object, std::vector<Held>(Ask(back.way.by, kAnyCall).held), back.from, &found);
    } else if (kind == Slot::Kind::kMember) {
      found.insert({back.from, object.frame, object.loose});
    } else if (const FnRef in = FunctionOf(back.from); in.fn != facts::kNone) {
      AddWritten(object, Selves(in, kAnyCall, kAnyCall, false, 0), back.from, &found);
    } else if (with_initial) {
      // Of the class itself: each construction runs it anew.
      found.insert({back.from, Push(object.frame, object.origin), object.loose});
    }
  }
  if (found.empty() && kind == Slot::Kind::kField) return WrittenAnyhow(member, with_initial);
  std::set<Written> out;
  for (const Written& written : found) Unfold(written, &out);
  return {out.begin(), out.end()};
}

void Questions::Unfold(const Written& written, std::set<Written>* out) {
  const uint32_t begin = begin_[written.value], end = begin_[written.value + 1];
  const bool is_step =
      flow_.ExprOf(written.value).expr == facts::kNone && begin != end &&
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
      for (const Written& inner : WrittenInto(held, back.from)) out->insert(inner);
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
