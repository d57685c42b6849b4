// NeedSearch: does a file declare something that link needs?
//
// What it is: a prefilter for the needed names as whole words, a look at what stands before each
// one (language.yaml: `declares`), and a comparison of paths with the modules that are imported. It
// errs to the side of yes: a file is only read then. What it is not: a parser, nor the choice among
// many files that declare one name beyond how near they are. Immutable, safe to share between
// threads.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/link/uses.h"
#include "scanner/prefilter/prefilter.h"

namespace unsoap::collect {

class NeedSearch {
 public:
  explicit NeedSearch(const std::set<link::Need>& needs);
  bool empty() const { return needs_.empty(); }

  /// Indices of the needs that the file may meet; sorted. `path` as reports show it.
  std::vector<uint32_t> Met(std::string_view path, std::string_view bytes) const;

  /// Of the files that meet needs those that are to be read, as indices into `met`, which has what
  /// Met() said of each file: for each need the files that its module means, or else all, or if
  /// they are many those next to the file that needs it.
  std::vector<size_t> Choose(const std::vector<std::string_view>& paths,
                             const std::vector<std::vector<uint32_t>>& met) const;

 private:
  /// False if a file that declares the name can hardly be the module that it is imported from.
  bool MayBeOf(uint32_t need, std::string_view path, std::string_view bytes) const;

  std::vector<link::Need> needs_;
  std::vector<std::vector<uint32_t>> needs_of_word_;  // by needle
  std::vector<std::vector<std::string>> modules_;     // by need: parts of the module, folded
  std::vector<std::pair<std::string, uint32_t>>
      by_stem_;  // last parts of modules and names, sorted
  std::optional<prefilter::Prefilter> words_;
};

}  // namespace unsoap::collect
