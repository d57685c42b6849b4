// UTF-16 for searching: which files are in it, and their ASCII letters as bytes.
//
// What it is: enough to find ASCII needles. What it is not: decoding; whatever is no ASCII becomes
// 0xff.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace unsoap::prefilter {

enum class Utf16 : uint8_t { kNo, kLittle, kBig };

/// By the byte order mark, or by every other byte of the beginning being NUL in most places. Errs
/// towards yes: then both readings are searched.
Utf16 GuessUtf16(std::string_view bytes);
inline bool LooksUtf16(std::string_view bytes) { return GuessUtf16(bytes) != Utf16::kNo; }

/// One byte for each unit: unit i of `bytes` is byte i of the result.
std::string NarrowUtf16(std::string_view bytes, Utf16 order);

}  // namespace unsoap::prefilter
