// GitSettings: the few settings of git that say what is ignored, read without running git.
//
// What it is: core.excludesFile and core.ignoreCase from /etc/gitconfig, the user's files and the
// repository's own, the last one wins; and where a repository keeps info/exclude (worktrees and
// submodules have a `.git` file that points elsewhere). The repository's own configuration comes
// with the tree: a file that it names outside the tree is not opened, and a `.git` file that leads
// out of it is believed only if what it points to points back. What it is not: a configuration
// reader; include.path and includeIf are not followed. Reads the environment: HOME,
// XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM. Failure: what cannot
// be read counts as absent, as in git.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace unsoap::git {

struct GitSettings {
  std::string excludes_file;  // absolute, or empty
  bool ignore_case = false;
};

/// Calls sink(section, key, value) for each value in the text of a configuration file, sections
/// (with their subsection, if any) and keys in lower case. A key without a value gives "true".
void ForEachGitConfigValue(
    std::string_view text,
    const std::function<void(std::string_view, std::string_view, std::string_view)>& sink);
/// The value of `section.key` in the text of a configuration file: the last one; false if there is
/// none. Both names in lower case. A key without a value ("ignorecase") gives "true".
bool FindInGitConfig(std::string_view text, std::string_view section, std::string_view key,
                     std::string* value);

/// `top` is the directory that holds `.git`.
GitSettings ReadGitSettings(const std::string& top);
/// The repository's directory of this work tree, whatever `.git` is; empty if it is none after all.
/// A repository in `scanned`, a directory that is read as a whole (empty: none), needs no way back.
std::string GitDirectory(const std::string& top, const std::string& scanned = {});
/// The directory that holds info/exclude and config, whatever `.git` is; empty if it is not a
/// repository after all.
std::string GitCommonDirectory(const std::string& top, const std::string& scanned = {});

}  // namespace unsoap::git
