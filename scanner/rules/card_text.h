// Card text: lines of words for the cards and lists of the catalog.
//
// What it is: wrapping at the width that every terminal has. What it is not: layout of a report
// (reporters/layout.h knows the terminal's width).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace unsoap::rules {

inline constexpr size_t kCardWidth = 80;

/// Lines of words; the first begins with `first`, the others with as many blanks as `indent`. A
/// word that is longer than a line stands alone.
std::string WrapText(std::string_view text, std::string first, size_t indent);

/// "  Limits       text", nothing for an empty text.
std::string Row(std::string_view label, std::string_view text);

}  // namespace unsoap::rules
