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

/// path -> ranges of lines [first, last], sorted; paths are relative to the directory that was
/// asked for.
using ChangedLines = std::map<std::string, std::vector<std::pair<int, int>>>;

/// Lines of today's files (work tree) that differ from where HEAD left the revision (their merge
/// base, so that what others added there since is no change here). "A...B" is from the merge base
/// of the two, "A..B" from A itself; B has to be what is checked out. A renamed file and line ends
/// of another kind are no change; an untracked file is one from the first line to the last. An
/// Error too when the run is to end meanwhile (base/budget.h).
Result<ChangedLines> LinesChangedSince(const std::string& directory, const std::string& revision);
/// Lines that the index changes against HEAD; without a commit all of them.
Result<ChangedLines> LinesStaged(const std::string& directory);

/// Writes the files of the index, or of a revision, below `target`, which exists and is empty: as
/// they are stored, without filters, links as files that hold their target. Gives where `directory`
/// lies in it: "services/crm/", or empty at its root.
Result<std::string> WriteIndex(const std::string& directory, const std::string& target);
Result<std::string> WriteRevision(const std::string& directory, const std::string& revision,
                                  const std::string& target);

}  // namespace unsoap::git
