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
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "scanner/link/flow.h"
#include "scanner/link/program.h"

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

  /// What is written into a member of an object, where it is this one.
  struct Written {
    NodeId value;
    Frame frame;
    bool loose;
    friend auto operator<=>(const Written&, const Written&) = default;
  };
  /// with_initial: also what the field has from its declaration.
  std::vector<Written> WrittenInto(const Held& object, NodeId member, bool with_initial = true);
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

  Frame Push(Frame outer, NodeId call);
  /// `inner` put behind `outer`.
  Frame Joined(Frame outer, Frame inner);
  /// Those that `ups` went out of, entered again from `outer`.
  Frame Reentered(Frame outer, Frame ups);
  bool Holds(Frame frame, NodeId call) const;
  /// Takes `suffix` off the end of a frame; false if it does not end so.
  bool TakeOff(Frame* frame, Frame suffix) const;
  /// True if the innermost call of a frame may have entered the function; kNone: of any.
  bool MayBeIn(Frame frame, FnRef function) const;
  FnRef FunctionOf(NodeId node) const;
  std::vector<Held> ReceiversAt(NodeId call, Frame frame, Frame ups, int depth);
  /// The objects that `this` may be in a function.
  std::vector<Held> Selves(FnRef function, Frame frame, Frame ups, bool loose, int depth);
  void AddWritten(const Held& object, const std::vector<Held>& holders, NodeId value,
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
  std::vector<uint32_t> begin_;  // by node, into back_; one more at the end
  std::vector<Back> back_;
  std::vector<Call> calls_;
  std::map<std::pair<Frame, NodeId>, Frame> frame_of_;
  std::map<std::pair<NodeId, Frame>, std::unique_ptr<Answer>> answers_;
  std::vector<std::unique_ptr<Answer>> passing_;  // answers that hold for this question alone
  int steps_ = 0;                                 // of the question that is asked now
  int nested_ = 0;                                // questions that are asked to answer it
  int unfolding_ = 0;                             // copies that are followed
  int unfinished_ = 0;                            // times that a question met itself
};

}  // namespace unsoap::link
