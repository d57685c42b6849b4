// IgnoreRules: the rules of one ignore file (.gitignore syntax), and which of them decides about a
// path.
//
// What it is: git's reading of the file (comments, escapes, trailing spaces, byte order mark, CRLF,
// negation, anchors, directory-only rules) and its "last match wins". What it is not: the order of
// precedence between files, and the rule that nothing below an ignored directory can be taken back;
// both are the walker's. Failure: none. A rule that git cannot understand matches nothing, here
// too. Thread safety: immutable after construction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/walk/glob.h"

namespace unsoap::walk {

class IgnoreRules {
 public:
  IgnoreRules() = default;
  /// `source` is the file's name as people should see it.
  IgnoreRules(std::string_view text, std::string source, bool fold_case);
  /// Each string is one rule; for --include and --exclude. Lines are counted from 1.
  static IgnoreRules FromList(const std::vector<std::string>& patterns, std::string source);

  struct Verdict {
    enum class Says : uint8_t { kNothing, kIgnore, kKeep } says = Says::kNothing;
    const IgnoreRules* rules = nullptr;  // whose; null if kNothing
    int line = 0;
    /// "dir/.gitignore:12".
    std::string Place() const;
  };
  /// `path` is relative to the directory the rules belong to, without slashes at the ends; `name`
  /// is its last part.
  Verdict Decide(std::string_view path, std::string_view name, bool is_directory) const;

  bool empty() const { return rules_.empty(); }
  const std::string& source() const { return source_; }

 private:
  struct Rule {
    int line;
    bool negated, directory_only;
  };
  struct Pattern {  // one that no hash table can answer
    uint32_t rule;
    bool by_name;
    Glob glob;
  };
  using Index = std::unordered_map<std::string, std::vector<uint32_t>>;

  void AddLine(std::string_view line, int number);
  std::string Key(std::string_view text) const;

  std::string source_;
  bool fold_case_ = false;
  std::vector<Rule> rules_;
  Index names_;       // "node_modules"
  Index extensions_;  // "*.log", by what follows the last dot
  Index paths_;       // "/build", "docs/api"
  std::vector<Pattern> patterns_;
};

}  // namespace unsoap::walk
