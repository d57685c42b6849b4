// Words: the words of a piece of source, one after the other.
//
// What it is: runs of letters, digits and underscores. What it is not: a tokenizer; literals and
// comments hold words like any other text. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "scanner/base/char.h"

namespace unsoap {

/// True if `is_it(word, offset)` holds for one of them; the rest is not looked at.
template <class F>
bool AnyWord(std::string_view text, const F& is_it) {
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && IsWordChar(text[end])) ++end;
    if (end > begin && is_it(text.substr(begin, end - begin), begin)) return true;
    begin = end > begin ? end : begin + 1;
  }
  return false;
}

}  // namespace unsoap
