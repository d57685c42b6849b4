// The exit sheet: whether anything still depends on the service, in a form that can be signed.
//
// What it is: an in-toto statement (v1, unsigned) whose subjects are the revisions that were read,
// and the same for people. "clear" only where every row of the list is final and has no finding.
// What it is not: a signature. Pure.
#pragma once

#include <string>

#include "scanner/fleet/merge.h"

namespace unsoap::fleet {

std::string ExitStatement(const Merged& merged);
std::string ExitSheet(const Merged& merged);
/// "clear", or in one sentence why not.
std::string VerdictOf(const Merged& merged);

}  // namespace unsoap::fleet
