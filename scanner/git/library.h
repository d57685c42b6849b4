// GitLibrary: libgit2 is up as long as one of these lives. For the files of scanner/git/ alone.
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
