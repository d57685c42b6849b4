// Declared: does the word at a place of a file stand behind one that declares it?
//
// What it is: class X, exports.X, package A::X, in the words of the language's data. What it is
// not: a parser; comments and texts count as code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unsoap::collect {

bool IsNameByte(char c);

/// `words`: the language's `declares`; where it has none, any mention may be a declaration.
bool IsDeclared(std::string_view text, size_t at, size_t size,
                const std::vector<std::string>& words);

}  // namespace unsoap::collect
