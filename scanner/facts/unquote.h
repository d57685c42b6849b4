// Unquoting: from the source text of a string literal to its value, as language.yaml describes its
// strings.
#pragma once

#include <string>
#include <string_view>

#include "scanner/languages/language.h"

namespace unsoap::facts {

/// A literal taken apart; views point into the given text.
struct Quoted {
  std::string_view body;   // between the quotes
  bool raw = false;        // no escapes but, in a raw quote, \\ and \quote
  std::string_view quote;  // opening quote; empty for a symbol or bare word
};
Quoted TakeQuotes(const languages::Language& language, std::string_view literal);

/// True if the body is its own value (the common case: no copy is needed).
bool IsPlain(const languages::Language& language, const Quoted& quoted);
std::string Unescape(const languages::Language& language, const Quoted& quoted);

}  // namespace unsoap::facts
