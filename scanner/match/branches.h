// Branches: which arguments of one call are never passed together, because one is written where an
// `if` holds and the other where it does not.
//
// What it is: the source between two places, read by braces, by indentation and by the language's
// words. What it is not: an evaluation of conditions, or flow; places in different functions or far
// apart count as independent. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "scanner/link/program.h"
#include "scanner/match/arguments.h"

namespace unsoap::match {

/// One way through the choices: what it leaves out of the arguments, and one that only it has.
struct Branch {
  std::vector<size_t> left_out;  // sorted
  size_t own = 0;
};
/// Those of a call, in order of the source, at most kMostBranches; none where all arguments may be
/// passed together.
inline constexpr size_t kMostBranches = 4;
std::vector<Branch> BranchesOf(const link::Program& program,
                               const std::vector<SeenArgument>& arguments);

}  // namespace unsoap::match
