// Scratch: a temporary directory for children, gone with its owner even where that was killed.
//
// What it is: a directory below TMPDIR with a lock that its process holds, one folder a child;
// whoever makes a new one removes those whose process is gone. What it is not: shared with other
// users. Failure: an Error where none can be made. Threading: one thread.
#pragma once

#include <string>

#include "scanner/base/result.h"

namespace unsoap::fleet {

class Scratch {
 public:
  static Result<Scratch> Make();
  ~Scratch();
  Scratch(Scratch&& other) noexcept;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch& operator=(Scratch&&) = delete;

  /// An empty folder, made now.
  std::string Folder(size_t number) const;
  void Remove(size_t number) const;

 private:
  Scratch(std::string directory, int lock) : directory_(std::move(directory)), lock_(lock) {}
  std::string directory_;
  int lock_ = -1;
};

}  // namespace unsoap::fleet
