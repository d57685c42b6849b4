// CheckShared: whether the results of a list are those of one `fleet --shared`.
//
// What it is: the plan of share_plan.h made again from the first results, against what each row was
// told. Where one row was asked again all have to be, and each with what its libraries have now;
// the others become stale, with the reason. Where none was, nothing is asked. What it is not: a
// scan. Failure: none.
#pragma once

#include <string>
#include <vector>

#include "scanner/fleet/choose.h"

namespace unsoap::fleet {

/// `chosen`: of each row of the list, sorted by id.
void CheckShared(const std::vector<std::string>& directories, std::vector<Chosen>* chosen);

}  // namespace unsoap::fleet
