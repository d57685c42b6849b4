// Statement: between which lines of a text code can be put without breaking what stands there.
//
// What it is: brackets, counted by the quotes and comments that the language's data has: a
// statement ends at a line end where no round or square bracket and no literal is open. What it is
// not: a parser; where brackets do not pair, the line itself counts as the statement. Pure.
#pragma once

#include <string_view>

#include "scanner/languages/language.h"

namespace unsoap::languages {

struct StatementLines {
  int first = 0, last = 0;  // from 0
};

/// The lines of the statement around the byte. `language`: nullptr if it is none.
StatementLines StatementAround(std::string_view text, size_t offset, const Language* language);

}  // namespace unsoap::languages
