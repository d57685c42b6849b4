// Owners: who a CODEOWNERS file says is asked about a path.
//
// What it is: the reading of one such file; the last rule that fits wins, and a rule without owners
// takes them away. What it is not: a check that the owners exist. Patterns have the meaning of
// .gitignore, but "dir/*" does not reach below the files of dir, and there is no negation. Lines in
// brackets (sections) and negated rules are skipped. Failure: none. Thread safety: immutable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/walk/ignore_rules.h"

namespace unsoap::triage {

class Owners {
 public:
  explicit Owners(std::string_view text);
  /// The first of .github/CODEOWNERS, CODEOWNERS and docs/CODEOWNERS under `root`; empty rules if
  /// there is none.
  static Owners FromRepository(const std::string& root);

  /// "@team @person", empty if nobody. `path` is relative to the repository.
  std::string Of(std::string_view path) const;
  bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    walk::IgnoreRules pattern;
    bool only_direct;  // "dir/*"
    std::string owners;
  };
  std::vector<Rule> rules_;
};

}  // namespace unsoap::triage
