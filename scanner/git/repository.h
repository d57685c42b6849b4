// Git: what a scan asks of the repository it stands in, read only.
//
// What it is: where the code comes from, and which lines differ from a revision, by libgit2. A
// repository whose files name what lies outside of it (git_hazard.h) is not opened. What it is not:
// a git client; nothing is written, no hook, filter or external program runs. A directory that is
// in no repository gives an empty GitInfo. Threading: one thread at a time.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "scanner/base/result.h"

namespace unsoap::git {

struct GitInfo {
  std::string root;            // absolute path of the work tree; empty: no repository
  std::string repository_url;  // of "origin", without credentials
  std::string revision;        // 40 hex digits
  std::string branch;          // empty when detached
  std::string hazard;          // why it was not opened; empty: it was, or there is none
};
GitInfo ReadGitInfo(const std::string& directory);

/// Removes user name and password from a URL ("https://u:p@h/x" -> "https://h/x"); other text is
/// kept.
std::string WithoutCredentials(const std::string& url);

/// Lines of today's files (work tree) that differ from the revision: path -> ranges [first, last],
/// sorted. Untracked files count as changed from the first line to the last. Paths are relative to
/// `directory`. An Error too when the run is to end meanwhile (base/budget.h).
using ChangedLines = std::map<std::string, std::vector<std::pair<int, int>>>;
Result<ChangedLines> LinesChangedSince(const std::string& directory, const std::string& revision);

}  // namespace unsoap::git
