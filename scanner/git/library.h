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

/// From here on the settings of the user and of the machine are not read: whoever opens thousands
/// of repositories for their objects alone asks nothing that they could say, and each look at them
/// is as long as the rest of the opening.
void LeaveOutUserSettings();

/// What libgit2 says of the last failure in this thread.
std::string LastGitError();

}  // namespace unsoap::git
