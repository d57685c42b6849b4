// Index: what a git index says that a work tree holds.
//
// What it is: the entries of one index file, read with libgit2 from that file alone. What it is
// not: a repository; no configuration, no object and no other path is opened. Failure: an Error
// whose message says why (no regular file, too large, damaged, or a format that libgit2 cannot read
// such as a sparse or split index); a missing file is `exists` false. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace unsoap::git {

struct IndexEntry {
  enum class Kind { kFile, kLink, kSubmodule } kind = Kind::kFile;
  std::string path;          // relative to the work tree, '/' separators
  bool is_left_out = false;  // by a sparse checkout
};

struct GitIndex {
  bool exists = false;
  std::vector<IndexEntry> entries;  // sorted by path, unique
};

/// `path` of the index file itself, usually `.git/index`.
Result<GitIndex> ReadGitIndex(const std::string& path);

}  // namespace unsoap::git
