// Seals: files that hold nothing but what a key, a loader or another program opens.
//
// What it is: the marks of what is encrypted, encoded or packed in a way that is not read here, by
// the first or last bytes, by the name only where the format has no mark; each with what to do
// about it. What it is not: a list of all that is no text: pictures, fonts, sound and programs are
// searched as they stand. Pure and thread safe.
#pragma once

#include <string>
#include <string_view>

namespace unsoap::collect {

/// Why nothing of it is read; empty for all else.
std::string SealOf(std::string_view path, std::string_view bytes);

/// Holds a character that no text has: packed or encrypted bytes, which need not have a NUL.
bool IsData(std::string_view bytes);

}  // namespace unsoap::collect
