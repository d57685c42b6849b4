#include "cmake/static/unpack.h"

#include <zstd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "parser.h"

const TSLanguage* WithTables(const TSLanguage* bare, const unsigned char* packed, size_t packed_size, size_t large,
                             size_t small) {
  const size_t bytes = (large + small) * sizeof(uint16_t);
  auto* const tables = static_cast<uint16_t*>(std::malloc(bytes == 0 ? 1 : bytes));
  if (tables == nullptr || ZSTD_decompress(tables, bytes, packed, packed_size) != bytes) {
    std::fputs("unsoap: out of memory\n", stderr);
    std::_Exit(71);
  }
  // The object behind it is no constant: without_tables.sed took that away.
  auto* const language = const_cast<TSLanguage*>(bare);
  language->parse_table = tables;
  language->small_parse_table = tables + large;
  return language;
}
