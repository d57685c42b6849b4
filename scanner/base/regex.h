// Regex: RE2 behind a small face; the one place that includes it. Linear time on any input, safe on
// hostile text.
//
// Bytes are matched as Latin-1, so malformed UTF-8 neither fails nor slows a search; write
// non-ASCII in patterns as bytes. Immutable and safe to share between threads after Compile().
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/base/source.h"

namespace unsoap {

class Regex {
 public:
  /// Error: what RE2 says is wrong with the pattern (no position in a file; the caller adds it).
  static Result<Regex> Compile(std::string_view pattern);
  /// For patterns that were checked before (built-in packs); a bad one matches nothing. Each is
  /// compiled once for the process and kept: a process that scans again, or a copy of it, has it.
  explicit Regex(std::string_view pattern);
  Regex();  // matches nothing
  ~Regex();
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;

  bool Matches(std::string_view text) const;  // somewhere
  bool MatchesWhole(std::string_view text) const;
  /// First match at or after `from`; false if none. `group1` (may be null) gets the first group or
  /// the whole match.
  bool Find(std::string_view text, uint32_t from, Span* whole, Span* group1 = nullptr) const;
  /// Every match in order, not overlapping.
  void FindAll(std::string_view text,
               const std::function<void(Span whole, Span group1)>& found) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace unsoap
