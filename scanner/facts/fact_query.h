// FactQuery: one facts.scm, compiled for its grammar, with every capture resolved to a role or a part.
//
// What it is: the vocabulary of languages/README.md as a table, and its check. What it is not: embedded data; the text of
// the query is handed in. Failure: an Error that names file, line and column and suggests the capture that was meant.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/facts/syntax_tree.h"

struct TSLanguage;
struct TSQuery;
namespace re2 {
class RE2;
}

namespace unsoap {

/// A row of the table that CMake generates from the languages' grammar pins.
struct GrammarRow {
  const char* symbol;
  const char* package;
  const char* version;
  const TSLanguage* (*language)();
};
/// nullptr if the symbol is not linked in.
const GrammarRow* FindGrammar(std::string_view symbol);
int GrammarAbi(const GrammarRow& row);

/// What one capture name of the query means.
struct CaptureMeaning {
  bool ignored = false;        // @_name: only for predicates
  bool is_part = false;
  Role role = Role::kNone;     // of the node, or of the head that the part belongs to
  PartKind part = PartKind::kName;
};

/// (#eq? @a "x") and the like; the C library leaves them to us.
struct Predicate {
  enum class Kind { kEqual, kAnyOf, kMatch } kind = Kind::kEqual;
  bool negated = false;
  uint32_t capture = 0;
  uint32_t other = 0xffffffff;         // second capture of kEqual
  std::vector<std::string> texts;
  std::shared_ptr<re2::RE2> re;
};

struct FactQuery {
  TSQuery* query = nullptr;
  std::vector<CaptureMeaning> captures;            // by capture id
  std::vector<std::vector<Predicate>> predicates;  // by pattern
  std::vector<std::string> vocabulary;             // head captures that occur
  FactQuery() = default;
  FactQuery(const FactQuery&) = delete;
  FactQuery& operator=(const FactQuery&) = delete;
  ~FactQuery();
};

/// Compiles `text`; `path` is for errors.
Result<std::unique_ptr<FactQuery>> CompileFactQuery(const GrammarRow& grammar, std::string_view path,
                                                    std::string_view text);

}  // namespace unsoap
