// JoinedParts: what a collection is made of as a whole.
//
// What it is: {**a, 'x': 1, **b}, array_merge($a, $b), a + b: the expressions of a and b, in the
// order in which they are written. What it is not: their values; an entry that is written out.
#pragma once

#include <vector>

#include "scanner/link/program.h"

namespace unsoap::link {

/// [...a], {**a}, (*a): true for an entry that is all that its value holds.
bool IsSpreadEntry(const Program& program, FileId file, const facts::Arg& entry);

std::vector<ExprRef> JoinedParts(const Program& program, ExprRef made);

}  // namespace unsoap::link
