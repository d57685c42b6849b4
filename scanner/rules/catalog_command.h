// Commands on cards: a request of the catalog as a line to run.
//
// What it is: the examples that hold for every language (curl), filled with what a request must
// have, and the variables in them. What it is not: a request of source code (rules/decide.h makes
// those).
#pragma once

#include <string>

#include "scanner/rules/build_request.h"
#include "scanner/rules/pack.h"

namespace unsoap::rules {

/// The request with what its definition requires; `step` is its number.
std::string CommandText(const Pack& pack, const RestEndpoint& endpoint, Request request, int step);

/// The requests that replace an operation where nothing is known of its arguments: the ordinary
/// way, without its alternatives.
std::string CommandsFor(const Pack& pack, const Operation& operation);

}  // namespace unsoap::rules
