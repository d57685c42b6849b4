// Replacements in the JSON report: requests as data, and what schema 1.x had instead.
//
// What it is: the part of json.cc that knows a request's shape. What it is not: for others; the
// report's JSON is json.h's. Failure while reading: the library's exceptions, which json.cc
// catches.
#pragma once

#include <nlohmann/json.hpp>

#include "scanner/findings/finding.h"

namespace unsoap::findings {

nlohmann::ordered_json ReplacementToJson(const Replacement& replacement);
/// Of schema 1.x the step is 0: its place in the list is not known here.
Replacement ReplacementFrom(const nlohmann::ordered_json& json);

}  // namespace unsoap::findings
