// GitLibrary: libgit2 is up as long as one of these lives. The files of scanner/git/ hold one where
// they need it; whoever asks them about thousands of repositories holds one meanwhile, since coming
// up takes longer than an answer.
#pragma once

#include <string>

namespace unsoap::git {

class GitLibrary {
 public:
  GitLibrary();
  ~GitLibrary();
  GitLibrary(const GitLibrary&) = delete;
  GitLibrary& operator=(const GitLibrary&) = delete;
};

/// What libgit2 says of the last failure in this thread.
std::string LastGitError();

}  // namespace unsoap::git
