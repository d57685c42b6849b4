// FactQuery: one facts.scm, compiled for its grammar, with every capture resolved to a role or a
// part.
//
// What it is: a tree-sitter query as a small program, and the vocabulary of languages/README.md
// that its captures are checked against. What it is not: embedded data; the text of the query is
// handed in. The matcher is match.h. The parser library can run such queries itself, but to compile
// one takes it up to 250 ms (it explores what the grammar can build), to run it as long again as
// the parse, and its work grows with the square of a long operator chain; ours is compiled in
// microseconds. CheckFactQuery asks the library too, for tests.
// Failure: an Error that names file, line and column and suggests the name that was meant.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/facts/syntax_tree.h"

struct TSLanguage;
namespace re2 {
class RE2;
}

namespace unsoap::facts {

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
  bool ignored = false;  // @_name: only for predicates
  bool is_part = false;
  Role role = Role::kNone;  // of the node, or of the head that the part belongs to
  PartKind part = PartKind::kName;
};

/// One node of a pattern. Children match siblings in order, not necessarily next to each other.
struct PatternNode {
  enum class Kind : uint8_t {
    kNode,   // one of `symbols`
    kNamed,  // (_)
    kAny,    // _
    kGroup,  // one of `children`: [...]
  };
  enum class Count : uint8_t { kOne, kOptional, kSome, kAnyNumber };  // x, x?, x+, x*
  Kind kind = Kind::kNode;
  Count count = Count::kOne;
  bool anchored = false;  // `.` before it: next to the sibling before, or the first child
  bool last = false;      // `.` after its last child
  uint16_t field = 0;     // 0: any
  std::vector<uint16_t> symbols;
  std::vector<uint16_t> absent_fields;  // !name
  std::vector<uint32_t> captures;       // ids of the query
  std::vector<PatternNode> children;    // or alternatives
};

/// (#eq? @a "x") and the like.
struct Predicate {
  enum class Kind { kEqual, kAnyOf, kMatch } kind = Kind::kEqual;
  bool negated = false;
  uint32_t capture = 0;
  uint32_t other = 0xffffffff;  // second capture of kEqual
  std::vector<std::string> texts;
  std::shared_ptr<re2::RE2> re;
};

struct Pattern {
  PatternNode root;
  std::vector<Predicate> predicates;
};

struct FactQuery {
  std::vector<Pattern> patterns;
  std::vector<CaptureMeaning> captures;          // by capture id
  std::vector<std::vector<uint16_t>> by_symbol;  // patterns whose root can be that symbol, in order
  std::vector<std::string> vocabulary;           // head captures that occur
};

/// Compiles `text`; `path` is for errors.
Result<std::unique_ptr<FactQuery>> CompileFactQuery(const GrammarRow& grammar,
                                                    std::string_view path, std::string_view text);

/// The same check by the parser library, which also finds patterns that the grammar never builds.
/// Slow; for tests.
Result<void> CheckFactQuery(const GrammarRow& grammar, std::string_view path,
                            std::string_view text);

}  // namespace unsoap::facts
