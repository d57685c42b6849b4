// RequiredLiterals: text that must stand in whatever a regular expression of a rule pack matches.
//
// What it is: for each alternative the longest run of plain characters outside of optional parts.
// What it is not: a parser of regular expressions; in doubt a run ends. One-sided: an expression
// for which nothing can be required gives an empty list, and then the file must be found by another
// needle.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap::prefilter {

/// Every match of the expression contains one of the results. Shorter runs than `least` are no use:
/// then the list is empty.
std::vector<std::string> RequiredLiterals(std::string_view regex, size_t least = 4);

/// For each of RequiredLiterals(regex): true if whatever its alternative matches also contains one
/// of `words` (lower case), outside of the literal.
std::vector<bool> AlsoRequired(std::string_view regex, const std::vector<std::string>& words);

/// A run of bytes of one kind that must stand in whatever an expression matches ("[0-9A-F]{21,}"),
/// for expressions that have no literal: a text without one is dropped at a few looks a run.
struct RequiredRun {
  std::array<bool, 256> kind{};
  size_t size = 0;  // 0: nothing is required
  bool IsIn(std::string_view text) const;
};
/// The longest one of an expression without alternatives on its outer level.
RequiredRun FindRequiredRun(std::string_view regex);

}  // namespace unsoap::prefilter
