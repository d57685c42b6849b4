// NamesInText: names and values that no fact holds: options and variables of command lines in any
// file, and rows and lines of files without a grammar.
//
// What it is: a part of NamedValues (named_values.h). What it is not: a reader of a language:
// quotes, joints and blanks are all that it knows. Linear in the text; counts its work.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "scanner/evidence/named_values.h"

namespace unsoap::evidence {

/// Appends them. `known`: where the values of settings begin, which have their names already.
void NamesInText(const facts::FileFacts& facts, const std::set<uint32_t>& known,
                 std::vector<NamedValue>* all);

}  // namespace unsoap::evidence
