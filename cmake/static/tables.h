// The tables of a grammar that make nine tenths of its size: how long they are, by the description itself.
//
// What it is: shared by the tool that packs them and the program that unpacks them; C++ without the scanner. Source: the
// layout of parse tables in tree-sitter's parser.h and language.h (a small state is a count of groups; a group is an
// action, a count of symbols and the symbols).
#pragma once

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "parser.h"

/// Of `parse_table`, in numbers of 16 bits.
inline size_t LargeTable(const TSLanguage& language) {
  return static_cast<size_t>(language.large_state_count) * language.symbol_count;
}

/// Of `small_parse_table`, in numbers of 16 bits. Reads the table itself.
inline size_t SmallTable(const TSLanguage& language) {
  size_t size = 0;
  for (uint32_t state = language.large_state_count; state < language.state_count; ++state) {
    size_t at = language.small_parse_table_map[state - language.large_state_count];
    const uint16_t groups = language.small_parse_table[at++];
    for (uint16_t group = 0; group < groups; ++group)
      at += 2 + static_cast<size_t>(language.small_parse_table[at + 1]);
    size = std::max(size, at);
  }
  return size;
}
