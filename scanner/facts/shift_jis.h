// Shift-JIS to UTF-8, by the C library's conversion tables.
#pragma once

#include <string>
#include <string_view>

namespace unsoap {

/// False if the bytes are not well-formed Shift-JIS (code page 932) or hold nothing that makes it likely: of the characters
/// beyond ASCII at least half must be two bytes long, kana or common kanji.
bool FromShiftJis(std::string_view bytes, std::string* utf8);

}  // namespace unsoap
