// LearnedSearch: is one of the names that link learned in a file?
//
// What it is: a prefilter for the names that are enough alone and for one of each pair, and a
// second look at the files that hold a half of a pair. What it is not: the limit on everyday names;
// the collector, which sees all files, sets it. Immutable, safe to share between threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/regex.h"
#include "scanner/link/uses.h"
#include "scanner/prefilter/prefilter.h"

namespace unsoap::collect {

class LearnedSearch {
 public:
  /// Names are whole words, in any case; shapes are looked for in every file.
  explicit LearnedSearch(const link::LearnedNames& names);

  enum class Found { kNothing, kCommon, kEnough };
  /// kCommon: only names that are everyday words.
  Found Search(std::string_view bytes) const;

 private:
  enum class Role : uint8_t { kAlone, kPair, kCommon };
  struct Word {
    Role role;
    size_t index;  // kPair: of pairs_
    bool is_second;
  };
  std::vector<std::vector<Word>> words_;  // by needle
  size_t pairs_ = 0;
  std::vector<Regex> shapes_;
  std::optional<prefilter::Prefilter>
      any_;  // all words; the file is looked at once more if one is in it
};

}  // namespace unsoap::collect
