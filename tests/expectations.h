// Expectations: what a fixture's comments say must be found, and the comparison with what was
// found.
//
// What it is: a parser that knows comments only by their first characters, so that it serves every
// language, and a matcher that explains each difference. What it is not: tied to the scanner's own
// idea of comments or rules.
//
//   // expect: RULE [kind=K] [operation=O] [confidence=C] [param=P] [replacement=ID] [label=L]
//   // expect-none: why this tempting line is no use
//   // expect-miss: RULE why it is not found (only under fixtures/known_misses/)
//
// One comment a line, above the line that it claims; several stack. A file without comments has
// `<file>.expect` with lines `12: expect: RULE ...`. Every finding must be claimed and every claim
// met.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap {

struct Expectation {
  enum class What { kFinding, kNone, kMiss };
  What what = What::kFinding;
  int line = 0;      // that it claims
  std::string rule;  // with or without the pack's prefix
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;  // as written, for messages
};

struct FixtureText {
  std::vector<Expectation> expectations;
  std::string stripped;  // expectation comments replaced by blanks; lines and offsets kept
  std::vector<std::string> mistakes;  // "line 3: unknown attribute 'knd'"
};

FixtureText ParseExpectations(std::string_view text);
/// Lines of a `.expect` file; `stripped` is empty.
FixtureText ParseExpectFile(std::string_view text);

/// One line a difference ("a.php:3: missing: expect: getLead"), empty when all is as claimed.
/// `findings` are those of the one file `path`; a known miss is allowed only where `may_miss`.
std::vector<std::string> Compare(const std::string& path,
                                 const std::vector<Expectation>& expectations,
                                 const std::vector<Finding>& findings, bool may_miss);

}  // namespace unsoap
