// Rule card: what `unsoap explain` says of a rule that is about no operation, parameter or package:
// a kind of finding ("wsdl-reference"), under the id that reports print.
//
// What it is: text from the rule catalog (match/rule_catalog.h). What it is not: a look-up in packs
// (rules/catalog.h does that first). Failure: an Error when no rule has the name; its hint is the
// nearest name of all.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/catalog.h"

namespace unsoap::cli {

/// `missing` is what the packs said of the name; it is given back when no rule has it either.
Result<std::string> RuleCard(const rules::Packs& packs, const std::string& name,
                             const std::string& as_of, const Error& missing);

}  // namespace unsoap::cli
