// Shift-JIS to UTF-8, by the C library's conversion tables.
#pragma once

#include <string>
#include <string_view>

namespace unsoap::facts {

/// False if the bytes are not well-formed Shift-JIS (code page 932), or if they may as well be
/// single-byte text. Latin-1 never is taken for it; a Japanese text too short to tell (one kanji,
/// half-width kana alone) is not recognised.
bool FromShiftJis(std::string_view bytes, std::string* utf8);

}  // namespace unsoap::facts
