// NamedValues: every name of a file that a constant value stands under, however the file writes it.
//
// What it is: one list for code (variables, fields, parameters, entries, arguments, setters),
// settings, elements, options of a command line, and rows of name and value in languages without a
// grammar. What it is not: a judgement of what is a credential (credentials.h) or hidden
// (secrets.h). Pure; linear in the facts and the text; counts its work (base/budget.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"

namespace unsoap::evidence {

/// A name with a constant value, and the part of the file that it shares with its siblings.
struct NamedValue {
  std::string key;
  Span key_span;
  std::string_view value;  // of the facts
  Span value_span;         // inside the quotes
  std::string section;
  Span command;  // whose option it is; empty: it is none
};

std::vector<NamedValue> NamedValues(const facts::FileFacts& facts);

/// Inside the quotes of a string literal, as far as its value stands in the source as it is.
Span InsideQuotes(const facts::FileFacts& facts, const facts::Expr& literal);

/// What the methods of the file's languages begin with that set a property.
std::vector<std::string_view> SettersOf(const facts::FileFacts& facts);

}  // namespace unsoap::evidence
