// Question: what may an expression hold in one call, and not in all calls of its function?
//
// What it is: a walk on demand against the ways that Flow knows, with the calls that were walked
// into and out of kept like brackets that must match (in the tradition of Heintze and Tardieu,
// Sridharan and Bodik): what comes out of a function went into it at the same call, and an object
// is the same only if it was made at the same place in the same calls. Two callers of one factory,
// filler or wrapper share nothing. It knows nodes, ways and frames, no code and no service.
// What it is not: a solver: it adds nothing to Flow and finds no value that Flow does not hold at
// the node. Every answer takes at most kMostSteps; one that takes more says so (complete = false)
// and is to be replaced by what Flow holds for all callers. Answers are kept. Deterministic; one
// thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "scanner/link/flow.h"
#include "scanner/link/program.h"
#include "scanner/link/write_order.h"

namespace unsoap::link {

/// The calls that lead to the place that is looked at, as a number of Questions; kAnyCall: not
/// known.
using Frame = uint32_t;
inline constexpr Frame kAnyCall = 0;

class Questions {
 public:
  static constexpr int kMostSteps = 20'000;

  /// Both must outlive it. Linear in the flow, once.
  Questions(const Program& program, const Flow& flow);
  ~Questions();

  /// The frame of the function that a call in `outer` enters.
  Frame Enter(Frame outer, ExprRef call);

  /// The innermost call of a frame, expr == kNone if none is known; and what is around it.
  ExprRef CallOf(Frame frame) const {
    return frame == kAnyCall ? ExprRef{} : flow_.ExprOf(calls_[frame].call);
  }
  Frame OuterOf(Frame frame) const { return calls_[frame].outer; }
  ExprRef OutermostOf(Frame frame) const {
    while (OuterOf(frame) != kAnyCall) frame = OuterOf(frame);
    return CallOf(frame);
  }

  struct Held {
    AtomId atom;
    NodeId origin;         // where it came into being
    Frame frame;           // the calls that lead there from where the question was asked
    Frame ups = kAnyCall;  // callers that were gone into because nobody said which one it is
    bool loose = false;    // it came by way of what no call holds: a variable of a file
    friend auto operator<=>(const Held&, const Held&) = default;
  };
  struct Answer {
    std::vector<Held> held;  // in the order of the walk
    bool complete = true;
    bool is_open = false;  // it is being answered
    /// Something of which nothing is known may be it, too: row.get(name), the result of a call that
    /// reaches nothing.
    bool has_unknown = false;
  };
  /// Valid until the next question that is asked from outside.
  const Answer& Ask(NodeId node, Frame frame);
  /// True if a part of a collection may be something of which nothing is known.
  bool IsUnknown(ExprRef part, Frame frame);

  /// What a variable is in one turn of a loop: in the loop's text, in the calls of `frame`.
  struct Given {
    AtomId text = facts::kNone;  // a key; kNone: what `node` holds
    NodeId node = facts::kNone;
    Frame frame = kAnyCall, ups = kAnyCall;
    bool loose = false;
    bool is_known() const { return text != facts::kNone || node != facts::kNone; }
  };
  struct Choice {
    FileId file = facts::kNone;
    Span loop;
    std::string_view name;
    Frame frame = kAnyCall;  // of the function in which the loop stands
    Given whole;             // the variable itself; not known: it stands for an entry alone
    Given key, value;        // its parts, where it is an entry of a map
  };
  /// While it lives every answer is one for these choices, and for those of the turns around it.
  /// Not to be made while a question is answered.
  class Turn {
   public:
    Turn(Questions* questions, const std::vector<Choice>& choices);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Questions& questions_;
    size_t before_;  // choices
    std::map<std::pair<NodeId, Frame>, std::unique_ptr<Answer>> answers_;
    std::map<FnRef, std::vector<Held>> selves_;
  };
  /// What an expression is by the choices that are made; not known: they say nothing of it.
  Given ChosenAt(ExprRef at, Frame frame) const;
  /// The entries that map[key] reads, where the key is known in this turn; empty: it is not.
  std::vector<Given> EntriesAt(ExprRef index, Frame frame, bool loose = false);
  /// Where alone a node's values come from in its calls; node == kNone: from several places, or
  /// from none.
  struct Place {
    NodeId node = facts::kNone;
    Frame frame = kAnyCall;
  };
  Place SourceOf(Place at);
  /// True if something is written into a member; one that is only read is there as well.
  bool IsWritten(NodeId member) const { return begin_[member] != begin_[member + 1]; }
  /// The item at a place of a list that is written out and not written into; expr == kNone.
  ExprRef ItemAt(const Held& held, uint32_t place) const;

  /// What is written into a member of an object, where it is this one.
  struct Written {
    NodeId value;
    Frame frame;
    bool loose;
    /// The copy of another object that brought it: a step between both members, and the calls in
    /// which it was made; kNone: it was written itself.
    NodeId copy = facts::kNone;
    Frame copy_frame = kAnyCall;
    friend auto operator<=>(const Written&, const Written&) = default;
  };
  /// with_initial: also what the field has from its declaration.
  std::vector<Written> WrittenInto(const Held& object, NodeId member, bool with_initial = true);
  /// Of what is written into a member that which is still there at a place: what was surely written
  /// again before it is gone. `frame`: the calls that lead to the place, which reads the member.
  std::vector<Written> SeenAt(const Held& object, NodeId member, std::vector<Written> written,
                              ExprRef use, Frame frame);
  /// What a node holds; loose: reached by way of what no call holds.
  std::vector<Held> HeldBy(NodeId node, Frame frame, bool loose);

 private:
  struct Back {  // an edge, seen from where it ends
    NodeId from;
    Way way;
  };
  struct Call {  // a frame
    Frame outer = kAnyCall;
    NodeId call = facts::kNone;
    int depth = 0;
  };
  struct State {
    NodeId node;
    Frame frame, ups;
    bool loose;
    friend auto operator<=>(const State&, const State&) = default;
  };
  class Walk;

  /// The number of an index that is one: list[0]; kNone.
  uint32_t PlaceIn(ExprRef index) const;

  /// What a variable was assigned last where it is read; empty: that is not sure, or all of it.
  std::vector<NodeId> LastOf(ExprRef name);
  /// The calls of a frame, outermost first.
  std::vector<NodeId> CallsOf(Frame frame) const;
  /// Of values that calls in the receiver of `at` write into a member, the last one that is sure,
  /// and those behind it: key.type(X).build(). Nothing where none is.
  std::optional<std::vector<Written>> LastInChain(NodeId member,
                                                  const std::vector<Written>& written, size_t depth,
                                                  ExprRef at);
  /// True if the calls of a write, from a depth on, surely lead to it once the first of them runs.
  bool RunsStraight(const Written& written, size_t depth);
  /// True for what was there when the object was made.
  bool WasMadeWith(const Held& object, NodeId member, const Written& written) const;
  /// True if a write into a member is one into this object and no other.
  bool IsSure(NodeId member, const Written& written);
  /// Where both lie in the function that their calls share: its statement or call; expr == kNone.
  static size_t Shared(const std::vector<NodeId>& a, const std::vector<NodeId>& b);

  Frame Push(Frame outer, NodeId call);
  /// `inner` put behind `outer`; nothing where that is longer than callers are gone into.
  std::optional<Frame> Joined(Frame outer, Frame inner);
  /// Those that `ups` went out of, entered again from `outer`.
  Frame Reentered(Frame outer, Frame ups);
  bool Holds(Frame frame, NodeId call) const;
  /// Takes `suffix` off the end of a frame; false if it does not end so.
  bool TakeOff(Frame* frame, Frame suffix) const;
  /// True if the innermost call of a frame may have entered the function; kNone: of any.
  bool MayBeIn(Frame frame, FnRef function) const;
  FnRef FunctionOf(NodeId node) const;
  /// Takes a step of the question that is asked; false if it has none left.
  bool Step();
  std::vector<Held> ReceiversAt(NodeId call, Frame frame, Frame ups, int depth);
  /// The objects that `this` may be in a function, whoever calls it, by where they were made. Kept.
  const std::vector<Held>& SelvesOfAll(FnRef function);
  /// The objects that `this` may be in a function. Callers of callers are many: each that is looked
  /// at is a step.
  std::vector<Held> Selves(FnRef function, Frame frame, Frame ups, bool loose, int depth);
  /// The part that puts something into a joined map: an entry, or what is copied from; expr ==
  /// kNone: it was not there when the map was made.
  ExprRef PartOf(const Held& object, NodeId from) const;
  /// True if a map that is written out has the member, or one that is joined of such.
  bool SurelyHas(NodeId holder, Frame frame, std::string_view name, int depth);
  /// Of what a joined map is made of under one name that which it has: a later part hides those
  /// before it.
  void DropHidden(const Held& object, NodeId member, std::set<Written>* found);
  /// True if a part of which nothing is known may hide what a joined map has under that name.
  bool MayBeHidden(const Held& object, NodeId member);
  void AddWritten(const Held& object, std::span<const Held> holders, NodeId value,
                  std::set<Written>* out);
  /// What a member was copied from stands for the copy.
  void Unfold(const Written& written, std::set<Written>* out);
  /// True if an instance may have a field; the one that is made is of its class and the bases.
  bool MayHave(const Held& object, const Slot& slot) const;
  /// True for an instance whose construction is known.
  bool IsMade(const Held& held) const;
  std::vector<Written> WrittenAnyhow(NodeId member, bool with_initial) const;
  /// True for the value of a field's declaration.
  bool IsInitial(const Back& back) const;
  /// Of fields of one name the one whose declaration an instance has its value from: that of the
  /// nearest class.
  NodeId InitialOf(const Atom& instance, const std::vector<NodeId>& members) const;

  const Program& program_;
  const Flow& flow_;
  WriteOrder order_;
  std::vector<uint32_t> begin_;  // by node, into back_; one more at the end
  std::vector<Back> back_;
  std::vector<Call> calls_;
  std::map<std::pair<Frame, NodeId>, Frame> frame_of_;
  std::map<std::pair<NodeId, Frame>, std::unique_ptr<Answer>> answers_;
  std::map<FnRef, std::vector<Held>> selves_;     // of SelvesOfAll
  std::vector<Held> passing_selves_;              // one that is not kept
  std::vector<std::unique_ptr<Answer>> passing_;  // answers that hold for this question alone
  std::vector<Choice> choices_;                   // of the turns that are looked at
  int steps_ = 0;                                 // of the question that is asked now
  int nested_ = 0;                                // questions that are asked to answer it
  std::set<std::pair<Held, NodeId>> unfolded_;    // copies that were followed
  int unfolding_ = 0;                             // copies that are being followed
  int unfinished_ = 0;                            // times that a question met itself
};

}  // namespace unsoap::link
