// Element builders: the arguments of a request that calls of a builder make, where there is no
// literal XML to read (element "keyType" ("IDNUM" :: Text)).
//
// What it is: a reading of the text alone, for languages without a grammar; indentation says what
// is inside what. What it is not: a parser of any of them. Never fails; lines that are none of its
// business are skipped.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/match/arguments.h"

namespace unsoap::match {

/// Elements below the one whose name ends at `at`: what is indented deeper than its line. The first
/// word in quotes of a line is an element's name, a second one its text.
std::vector<SeenArgument> ReadElementBuilder(link::FileId file, const facts::FileFacts& facts,
                                             uint32_t at);

}  // namespace unsoap::match
