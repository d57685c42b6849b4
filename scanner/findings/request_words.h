// Request words: how a report says the way in which a request stands to the others of its finding.
//
// What it is: two words for every renderer, so that all of them tell steps from alternatives in the
// same way. What it is not: layout or escaping; the text comes from rule packs and source code.
#pragma once

#include <string>
#include <string_view>

#include "scanner/findings/finding.h"

namespace unsoap::findings {

/// "use", "first", "then", "once" or "or" (an alternative).
std::string_view RoleWord(const Replacement& r);

/// True where the request is only needed under a condition: ReasonOf is then what must hold,
/// otherwise it is what decided for it.
bool IsConditional(const Replacement& r);
const std::string& ReasonOf(const Replacement& r);

/// The request that replaces the call; null where nothing does.
const Replacement* MainRequest(const Finding& finding);

/// "POST /rest/v1/leads.json (Sync Leads)".
std::string RequestName(const Replacement& r);

/// "; use A, then B, after C, or D if ...": the requests that the finding's arguments ask for.
/// Empty for a finding of no operation.
std::string UseInstead(const Finding& finding);

}  // namespace unsoap::findings
