// GitHazard: what a repository's own files name outside of it.
//
// What it is: a look at the files under `.git` that a library follows blindly (configuration with
// its includes, links to other object stores, pointers to other directories) before it is let in:
// each has to be a regular file, and what it names has to lie inside. The scanned tree may have
// written them; a path in them may be a FIFO that never answers, a device, or a file of somebody
// else. What it is not: a check of the user's own configuration, which nothing in the tree names.
// Opens regular files inside the tree only, without waiting.
#pragma once

#include <string>

namespace unsoap::git {

/// The directory that holds `.git` (or is a bare repository), `directory` itself or one above it;
/// empty if there is none.
std::string FindRepository(const std::string& directory);

/// The directory that a repository keeps its objects and references in, and why a library must not
/// open it (empty if it may): of a bare repository `directory` itself, also a `.git` or the one of
/// a linked worktree, or of a work tree that holds `.git`. Does not look above. False if it is
/// none.
bool FindGitDirectory(const std::string& directory, std::string* found, std::string* hazard);

/// Why a library must not open the repository whose top this is; empty if it may.
std::string GitHazard(const std::string& top);

}  // namespace unsoap::git
