// ExampleLanguage: how a REST request is written as something to run: a shell command, or a
// program's lines with its language's usual HTTP client.
//
// What it is: data of rules/examples/*.yaml, which serves every pack. What it is not: requests, or
// the filling in (rules/render_example.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scanner/rules/pack.h"

namespace unsoap::rules {

/// A piece of the example. Holes: {SERVICE} (the first word of its short name),
/// {step} (number of the request), {method}, {path}, {json} (the body as one literal), {native}
/// (the body in the language's own values), {content_type}; of an `each`: {name}, {value}, {pair}
/// ("name=value" as one literal), {file} ("name=@file").
struct ExampleLine {
  std::string text;
  /// Facts of the request: "query", "body", "json", "form", "multipart", "login" (it fetches the
  /// token), "get". All of `when` must hold and none of `unless`.
  std::vector<std::string> when, unless;
  std::string each;  // "query", "form", "multipart": a line for each value; empty: one line
};

struct ExampleLanguage {
  std::string id, title;
  std::vector<std::string> languages;  // of findings that it is for; empty: of all
  /// "variables": what is not known becomes a variable of capitals; "code": it stands as the
  /// source has it.
  std::string leaves = "code";
  std::string quote = "\"";                    // around a literal text
  std::map<std::string, std::string> escapes;  // in it
  std::string splice;       // a value in the middle of a literal: {name} is its expression
  std::string path_splice;  // the same in {path}; empty: as `splice`
  std::string value;        // an expression by itself: {name}; empty: as it is
  /// Expressions: {step} and {path} (each key and index of it by the next two); {text}. `choose`
  /// empty: a literal "<text>".
  std::string answer, answer_key, answer_index, choose;
  std::string join = "\n";
  /// {native}: {name} and {value}, {items}.
  std::string object, object_entry, object_joint = ", ", list;
  std::string true_word = "true", false_word = "false", null_word = "null";
  std::vector<ExampleLine> lines;
  SourcePlace place;
};

}  // namespace unsoap::rules
