// The life of libgit2, and the options that hold for all that is asked of it.
#include "scanner/git/library.h"

#include <git2.h>

#include <iterator>

namespace unsoap::git {

GitLibrary::GitLibrary() {
  git_libgit2_init();
  // A checkout that belongs to another user (a container's mount) is read, and nothing in it is
  // run.
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  // A partial clone says so in its configuration; what it lacks is absent, and nothing else
  // differs. A worktree's own configuration names nothing that is asked here.
  const char* known[] = {"partialclone", "worktreeconfig"};
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known, std::size(known));
}

GitLibrary::~GitLibrary() { git_libgit2_shutdown(); }

void LeaveOutUserSettings() {
  for (const git_config_level_t level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                                         GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL})
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
}

std::string LastGitError() {
  const git_error* error = git_error_last();
  return error != nullptr && error->message != nullptr ? error->message : "unknown error";
}

}  // namespace unsoap::git
