// Rule catalog: what each rule of the packs says by itself, for reports that list rules.
//
// What it is: one RuleInfo for every rule id that the matcher can give a finding: the operations,
// the flagged parameters, and the kinds that are about no operation. What it is not: a match; the
// same packs and day give the same catalog whatever was scanned.
#pragma once

#include <string>
#include <vector>

#include "scanner/findings/report.h"
#include "scanner/rules/pack.h"

namespace unsoap::match {

/// Sorted by id.
std::vector<findings::RuleInfo> RuleCatalog(const std::vector<const rules::Pack*>& packs,
                                            const std::string& as_of);

}  // namespace unsoap::match
