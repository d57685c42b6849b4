// Glob: one gitignore wildcard pattern, compiled, with the meaning git gives it.
//
// What it is: `*`, `?`, `[...]` with ranges and [:classes:], backslash escapes and, in path mode,
// `**`. What it is not: anchoring, negation or the trailing slash; those belong to ignore_rules.h.
// Cost: linear in the text for each wildcard, never exponential: patterns come from the scanned
// repository. Thread safety: immutable after construction.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap::walk {

class Glob {
 public:
  /// In path mode `*` and `?` stop at '/', and `**` between slashes spans directories; otherwise
  /// '/' is a byte as any.
  enum class Mode : uint8_t { kName, kPath };
  Glob(std::string_view pattern, Mode mode, bool fold_case);

  bool Matches(std::string_view text) const;

 private:
  enum class Kind : uint8_t {
    kByte,
    kAny,          // one byte, not '/' in path mode
    kSet,          // one byte out of sets_[index]
    kStar,         // any bytes, not '/' in path mode
    kStarStar,     // any bytes
    kDirectories,  // nothing, or whole directories with their slash: leads past kInside, or into it
    kInside,       // within those directories; a slash may lead on
    kNever,        // a malformed part: such a pattern matches nothing
  };
  struct Token {
    Kind kind;
    uint8_t byte = 0;
    uint32_t index = 0;
  };

  size_t CompileSet(std::string_view pattern, size_t at);
  void Add(Kind kind, uint8_t byte = 0) { tokens_.push_back({kind, byte, 0}); }
  bool Accepts(const Token& token, uint8_t c) const;

  bool path_mode_;
  bool fold_case_;
  std::vector<Token> tokens_;
  std::vector<std::bitset<256>> sets_;
  std::string head_, tail_;  // literal bytes that every match begins and ends with
};

}  // namespace unsoap::walk
