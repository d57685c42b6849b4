// Request words: how a report says the way in which a request stands to the others of its finding.
//
// What it is: two words for every renderer, so that all of them tell steps from alternatives in the
// same way. What it is not: layout or escaping; the text comes from rule packs and source code.
#pragma once

#include <string>
#include <string_view>

#include "scanner/findings/finding.h"

namespace unsoap::findings {

/// "use", "then", "first" (a look-up that must come before the others) or "or".
std::string_view RoleWord(const Replacement& r);

/// True where the request is only needed under a condition: ReasonOf is then what must hold,
/// otherwise it is what decided for it.
bool IsConditional(const Replacement& r);
const std::string& ReasonOf(const Replacement& r);

/// "; use A, then B or C, after D": the requests that the finding's arguments ask for, or what they
/// depend on. Empty for a finding of no operation.
std::string UseInstead(const Finding& finding);

}  // namespace unsoap::findings
