// Spill: lines in order, however many, in a bounded amount of memory.
//
// What it is: an external sort. Lines are added in any order and given back sorted by their bytes;
// what does not fit into the buffer goes to temporary files that have no name. What it is not: for
// lines with a line break in them. Failure: an Error where the temporary directory cannot be
// written. Threading: one thread.
#pragma once

#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace unsoap::fleet {

class Spill {
 public:
  explicit Spill(size_t buffer = 8 << 20) : limit_(buffer) {}
  Result<void> Add(std::string line);
  /// All lines, sorted. Once.
  Result<void> Sorted(const std::function<void(std::string_view)>& sink);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;
  Result<void> Flush();

  const size_t limit_;
  size_t bytes_ = 0;
  std::vector<std::string> lines_;
  std::vector<File> runs_;
};

}  // namespace unsoap::fleet
