// Branches: which arguments of one call are never passed together, because one is written where an
// `if` holds and the other where it does not, or they stand in two values of one choice (c ? a :
// b).
//
// What it is: the source between two places, read by braces, by indentation and by the language's
// words, and the choices among the expressions around them. What it is not: an evaluation of
// conditions, or flow; places in different functions or far apart count as independent. Choices are
// found once a file.
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "scanner/base/span_index.h"
#include "scanner/link/program.h"
#include "scanner/match/arguments.h"

namespace unsoap::match {

/// One way through the choices: what it leaves out of the arguments, and one that only it has.
struct Branch {
  /// An argument, by its number, and which of those that are written under its path.
  using Item = std::pair<size_t, size_t>;
  std::vector<Item> left_out;  // sorted
  Item own;
};

class Branches {
 public:
  static constexpr size_t kMostBranches = 4;

  /// Must outlive it.
  explicit Branches(const link::Program& program) : program_(program) {}

  /// Those of a call, in order of the source, at most kMostBranches; none where all arguments may
  /// be passed together.
  std::vector<Branch> Of(const std::vector<SeenArgument>& arguments);

 private:
  struct Choices {
    std::vector<facts::ExprId> exprs;
    SpanIndex index;
  };
  const Choices& ChoicesOf(link::FileId file);
  /// True if both stand in one choice, in two of its values.
  bool AreInOtherValues(link::FileId file, Span a, Span b);
  /// `has_words`: the language's words may part them, too.
  bool AreApart(link::FileId file, Span a, Span b, bool has_words);

  const link::Program& program_;
  std::map<link::FileId, Choices> choices_;
};

}  // namespace unsoap::match
