// Encoded forms: how a text looks inside of a text that hides it from a search.
//
// What it is: base64, and each character by its number as source and markup write it. What it is
// not: a decoder. Pure and thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unsoap {

/// The whole groups of base64; what is left over at the end depends on what follows.
std::string Base64(std::string_view value);

/// What of the base64 of any text that holds `value` does not depend on what stands around it: one
/// form for each of the three places in a group where it may begin.
std::vector<std::string> Base64Inside(std::string_view value);

/// \u006d, \x6d, %6d, &#109; and &#x6d; for each character. ASCII.
std::vector<std::string> NumberForms(std::string_view value);

}  // namespace unsoap
