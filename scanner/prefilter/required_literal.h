// RequiredLiterals: text that must stand in whatever a regular expression of a rule pack matches.
//
// What it is: for each alternative the longest run of plain characters outside of optional parts.
// What it is not: a parser of regular expressions; in doubt a run ends. One-sided: an expression
// for which nothing can be required gives an empty list, and then the file must be found by another
// needle.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unsoap::prefilter {

/// Every match of the expression contains one of the results. Shorter runs than `least` are no use:
/// then the list is empty.
std::vector<std::string> RequiredLiterals(std::string_view regex, size_t least = 4);

}  // namespace unsoap::prefilter
