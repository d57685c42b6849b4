// Dump: facts as text whose literals somebody looks at first, for outputs that must show no secret.
//
// What it is: DumpFacts() of facts.h with a say in what is shown. What it is not: a format to
// parse.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "scanner/facts/facts.h"

namespace unsoap::facts {

/// What is to be shown of a literal, a setting's value, an attribute, a version.
using ShownLiteral = std::function<std::string(std::string_view)>;

std::string DumpFacts(const FileFacts& facts, const ShownLiteral& show);

}  // namespace unsoap::facts
