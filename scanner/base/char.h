// Classes of single characters: ASCII alone, the same in every locale.
//
// What it is: what the C library's isalpha() and its kin say in the "C" locale, as constexpr
// functions of a plain char. What it is not: Unicode. A byte at or above 0x80, which is a part of
// some other character in UTF-8, is in no class and folds to itself. Who means more by "a byte of a
// name" (`-`, `.`, such bytes) says so where it is meant and builds on these. Cannot fail.
#pragma once

#include <string_view>

namespace unsoap {

constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsAlpha(char c) { return IsLower(c) || IsUpper(c); }
constexpr bool IsAlnum(char c) { return IsAlpha(c) || IsDigit(c); }
/// A letter, a digit or `_`: what identifiers are made of.
constexpr bool IsWordChar(char c) { return IsAlnum(c) || c == '_'; }

/// Within a line.
constexpr bool IsBlank(char c) { return c == ' ' || c == '\t'; }
/// White space of XML, JSON and YAML: IsBlank and what ends a line.
constexpr bool IsDataSpace(char c) { return IsBlank(c) || c == '\n' || c == '\r'; }
/// White space of C and most languages, and what Trim takes away: IsDataSpace, \v and \f.
constexpr bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr char ToLower(char c) { return IsUpper(c) ? static_cast<char>(c | 0x20) : c; }
constexpr char ToUpper(char c) { return IsLower(c) ? static_cast<char>(c & ~0x20) : c; }
/// What a hexadecimal digit stands for; -1 if it is none.
constexpr int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = ToLower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// True where the first character is a capital: by convention a type's name.
constexpr bool StartsUpper(std::string_view text) { return !text.empty() && IsUpper(text[0]); }

}  // namespace unsoap
