// Occasions: the calls of a function, and the turns of loops, in which one use happens, where each
// of them is known to pass something else.
//
// What it is: the arguments of a use, read once for each caller of the function around it and for
// each turn of the loops around the call, as long as all that they give is written out: then each
// asks for a request of its own. What it is not: the branches in one function (branches.h), or a
// judgement of requests. Where one of them passes what is not known, or where there are more than
// kMostOccasions, there are none: what is read for all of them at once has to do. Tests are no
// callers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/link/question.h"
#include "scanner/link/uses.h"
#include "scanner/match/arguments.h"

namespace unsoap::match {

/// One of them.
struct Occasion {
  std::string when;  // "campaignId is 2210": by which it is told from the others; empty: the only
  std::vector<SeenArgument> arguments;
  bool all_seen = false;
};

class Occasions {
 public:
  static constexpr size_t kMostOccasions = 6;

  /// All must outlive it.
  Occasions(const ArgumentTools& tools, const link::Uses& uses) : tools_(tools), uses_(uses) {}

  /// Those of a use that is reached through the calls of a frame; `all`: what is read without
  /// telling them apart.
  std::vector<Occasion> Of(const link::OperationUse& use, link::Frame frame,
                           const std::vector<SeenArgument>& all);

 private:
  using Chain = std::vector<link::ExprRef>;  // calls, outermost first; the use itself is the last
  bool Along(const Chain& chain, const link::OperationUse& use, int depth,
             std::vector<Occasion>* out);
  bool InTurns(const Chain& chain, size_t place, link::Frame frame, const link::OperationUse& use,
               std::vector<Occasion>* out);
  bool InTurnsOf(const std::vector<const Loop*>& loops, size_t next, const Chain& chain,
                 size_t place, link::Frame frame, const link::OperationUse& use,
                 std::vector<Occasion>* out);
  std::vector<link::ExprRef> CallersOf(const link::ExprRef& at,
                                       const link::OperationUse& use) const;

  const ArgumentTools& tools_;
  const link::Uses& uses_;
};

}  // namespace unsoap::match
