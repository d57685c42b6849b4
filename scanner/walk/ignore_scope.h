// IgnoreScope: all ignore rules that hold in one directory, in their order of precedence.
//
// .unsoapignore decides first, the deepest file first; then, within the repository the directory
// belongs to, .gitignore files from the deepest to the repository's top, then info/exclude, then
// core.excludesFile. A nested repository begins anew with git's rules. A scope is made only for
// directories that add rules; the others share their parent's. Thread safety: immutable once built.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "scanner/walk/ignore_rules.h"

namespace unsoap::walk {

struct IgnoreScope {
  std::shared_ptr<const IgnoreScope> parent;
  size_t base = 0;  // where, in an absolute path, the part relative to this directory begins
  IgnoreRules git, own;
  bool is_repository = false;   // git's rules end here
  bool fold_case = false;       // of the repository
  IgnoreRules exclude, global;  // of the repository: info/exclude, core.excludesFile

  static IgnoreRules::Verdict Decide(const IgnoreScope* scope, std::string_view absolute,
                                     std::string_view name, bool is_directory);
};

/// What a directory has that changes the scope.
struct ScopeFiles {
  bool git_ignore = false, own_ignore = false, git = false;
  bool any() const { return git_ignore || own_ignore || git; }
};
/// `shown` is the directory as people see it, for the verdicts' places.
std::shared_ptr<const IgnoreScope> EnterDirectory(std::shared_ptr<const IgnoreScope> parent,
                                                  const std::string& absolute,
                                                  const std::string& shown, ScopeFiles files);

/// The scope above a root: the rules of the directories between it and the top of the repository it
/// lies in. The root itself is not entered. Without a repository around it there are none.
std::shared_ptr<const IgnoreScope> ScopeAbove(const std::string& root, bool use_git, bool use_own);

}  // namespace unsoap::walk
