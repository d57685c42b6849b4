// Origins: where the values come from that an expression is put together of.
//
// What it is: a walk against the edges of the solved flow, from one expression back to the literals
// and to the reads of which the program holds no value (a setting, an entry, the environment). A
// call that is walked into gives its own arguments to the parameters, so that two callers of one
// function share nothing. What it is not: an analysis of its own: what flows where is Flow's
// knowledge. Made once for a solved flow, const; one walk takes at most kMostSteps and then gives
// what it has.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "scanner/link/flow.h"
#include "scanner/link/program.h"

namespace unsoap::link {

class Origins {
 public:
  static constexpr int kMostSteps = 4000;

  /// Both must outlive it. Linear in the flow.
  Origins(const Program& program, const Flow& flow);

  struct Origin {
    ExprRef at;  // a kString, or a kName, kMember, kIndex or kCall that nothing is known of
    bool is_part =
        false;  // a piece of something, or an argument of a call from outside the program
  };
  /// In the order of the walk, each once. What the flow has only because two names are the same
  /// (a setting of that name in some file) is not followed: the read is an origin then.
  std::vector<Origin> Of(ExprRef value) const;

 private:
  friend class OriginWalk;
  struct Place {  // of a parameter
    FnRef function;
    uint32_t index = 0;
  };
  const Program& program_;
  const Flow& flow_;
  std::vector<uint32_t> begin_;  // by node, into from_; one more at the end
  std::vector<NodeId> from_;
  std::unordered_map<NodeId, Place> params_;
  std::unordered_map<NodeId, FnRef> returns_;
};

}  // namespace unsoap::link
