// Checkout: what git says that a work tree holds, and what of it is not there.
//
// What it is: the index of a repository against the disk (a sparse checkout, --no-checkout, a file
// that was deleted, a submodule that was not fetched), and .gitmodules where there is no repository
// around it (an unpacked archive of one). What it is not: a judgement about what is wanted; the
// walker knows the rules. The directory of a repository is opened where the tree itself or a
// directory above it holds it, and elsewhere only where it links back, as git's own worktrees and
// submodules do. Failure: an index that cannot be read is an Absent itself. Thread safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/walk/walk.h"

namespace unsoap::walk {

struct Absent {
  std::string absolute;
  SkipReason reason = SkipReason::kNotCheckedOut;
  std::string detail;
  bool is_directory = false;
};

/// The directory at or above `root` that holds `.git`; empty if none does.
std::string RepositoryAround(const std::string& root);

/// What the index of the repository at `top` names below `root` (or below `top`, where that is
/// deeper).
struct Indexed {
  bool is_read = false;              // there is one that could be read
  std::vector<Absent> absent;        // what is not there
  std::vector<std::string> unfound;  // absolute paths of regular files that no walk has found
};
/// `is_found` saves a look at the disk.
Indexed CompareWithIndex(const std::string& top, const std::string& root,
                         const std::function<bool(const std::string&)>& is_found);

/// Submodules that `directory`/.gitmodules names and that are not there.
std::vector<Absent> FindAbsentModules(const std::string& directory);

/// Whether a directory with HEAD, objects and refs is a git repository's own.
bool IsGitDirectory(const std::string& directory);
/// The names that git itself gives to what stands in such a directory.
bool IsGitsOwnName(std::string_view name);

}  // namespace unsoap::walk
