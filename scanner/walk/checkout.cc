// Git's view of a work tree, read from the index and from .gitmodules; git itself is not run.
#include "scanner/walk/checkout.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/git/git_settings.h"
#include "scanner/git/index.h"

namespace unsoap::walk {
namespace {

constexpr int64_t kSmall = 1 << 16;     // a pointer file
constexpr int64_t kPacked = 256 << 20;  // packed-refs, .gitmodules

constexpr std::string_view kGitsOwnNames[] = {
    "HEAD",   "FETCH_HEAD",  "MERGE_HEAD", "ORIG_HEAD", "COMMIT_EDITMSG", "branches",
    "config", "description", "gc.log",     "gc.pid",    "hooks",          "index",
    "info",   "lfs",         "logs",       "modules",   "objects",        "packed-refs",
    "refs",   "reftable",    "shallow",    "worktrees", "config.worktree"};

std::string Text(const std::string& path, int64_t limit) {
  Result<std::string> bytes = ReadBytes(path, {limit, false});
  return bytes ? std::move(*bytes) : std::string();
}

enum class There { kNo, kDirectory, kFile, kOther };
There Look(const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0)
    return errno == ENOENT || errno == ENOTDIR ? There::kNo : There::kOther;
  return S_ISDIR(info.st_mode)   ? There::kDirectory
         : S_ISREG(info.st_mode) ? There::kFile
                                 : There::kOther;
}

/// True if HEAD stands for a commit: a repository that was only made has none. The branches of a
/// worktree stand in the directory that it shares, `common`.
bool HasCommit(const std::string& git, const std::string& common) {
  const std::string head(Trim(Text(git + "/HEAD", kSmall)));
  if (!head.starts_with("ref:")) return !head.empty();
  const std::string name(Trim(std::string_view(head).substr(4)));
  if (name.find("..") != std::string::npos || common.empty()) return false;
  if (Look(common + "/" + name) == There::kFile) return true;
  if (Look(common + "/reftable") == There::kDirectory) return true;  // says so in its own way
  return Text(common + "/packed-refs", kPacked).find(" " + name + "\n") != std::string::npos;
}

bool IsEmptyOrAbsent(const std::string& directory) {
  const There what = Look(directory);
  if (what != There::kDirectory) return what == There::kNo;
  struct Close {
    void operator()(DIR* opened) const { closedir(opened); }
  };
  const std::unique_ptr<DIR, Close> opened(opendir(directory.c_str()));
  if (opened == nullptr) return false;  // the walk has said so
  while (const dirent* entry = readdir(opened.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") return false;
  }
  return true;
}

/// A path of an index or of .gitmodules may be anything; one that leads out of its tree is none.
bool IsPlain(std::string_view path) {
  if (path.empty() || path.starts_with('/')) return false;
  const std::vector<std::string_view> parts = Split(path, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == ".." || part == ".git";
  });
}

constexpr const char* kFetchModule = "'git submodule update --init' fetches it";

}  // namespace

std::string RepositoryAround(const std::string& root) {
  for (std::string directory = root;;) {
    if (Look(directory + "/.git") != There::kNo) return directory;
    if (directory == "/" || directory.empty()) return {};
    directory = DirectoryAround(directory);
  }
}

Indexed CompareWithIndex(const std::string& top, const std::string& root,
                         const std::function<bool(const std::string&)>& is_found) {
  Indexed out;
  if (Look(top + "/.git") == There::kOther) return out;  // a link: a walk follows none by itself
  const std::string git = RealPath(git::GitDirectory(top, root));
  if (git.empty()) return out;
  const std::string from = IsWithin(root, top) ? root : top;
  const Result<git::GitIndex> index = git::ReadGitIndex(git + "/index");
  if (!index) {
    out.absent.push_back({from, SkipReason::kNotCheckedOut,
                          "the git index cannot be read (" + index.error().message +
                              "), so nobody knows whether all files are here",
                          true});
    return out;
  }
  if (index->entries.empty()) {
    if (HasCommit(git, git::GitCommonDirectory(top, root))) {
      out.absent.push_back({from, SkipReason::kNotCheckedOut,
                            "the git index names no file of the commit; 'git checkout' writes them",
                            true});
    }
    return out;
  }
  out.is_read = true;
  for (const git::IndexEntry& entry : index->entries) {
    if (!IsPlain(entry.path)) continue;
    std::string path = top + "/" + entry.path;
    if (!IsWithin(path, from) || is_found(path)) continue;
    if (entry.kind == git::IndexEntry::Kind::kSubmodule) {
      if (IsEmptyOrAbsent(path))
        out.absent.push_back({std::move(path), SkipReason::kSubmodule, kFetchModule, true});
    } else if (const There what = Look(path); what == There::kFile) {
      out.unfound.push_back(std::move(path));
    } else if (what == There::kNo) {
      out.absent.push_back({std::move(path), SkipReason::kNotCheckedOut,
                            entry.is_left_out ? "a sparse checkout leaves it out"
                                              : "the git index names it, and it is not there",
                            false});
    }
  }
  return out;
}

std::vector<Absent> FindAbsentModules(const std::string& directory) {
  std::vector<Absent> out;
  git::ForEachGitConfigValue(
      Text(directory + "/.gitmodules", kPacked),
      [&](std::string_view section, std::string_view key, std::string_view value) {
        if (!section.starts_with("submodule") || key != "path") return;
        const std::string path(value);
        std::string absolute = directory + "/" + path;
        if (IsPlain(path) && IsEmptyOrAbsent(absolute))
          out.push_back({std::move(absolute), SkipReason::kSubmodule, kFetchModule, true});
      });
  return out;
}

bool IsGitDirectory(const std::string& directory) {
  const std::string head = Text(directory + "/HEAD", kSmall);
  if (!head.starts_with("ref: ") &&
      head.find_first_not_of("0123456789abcdef\r\n") != std::string::npos)
    return false;
  return !head.empty() && Look(directory + "/objects") == There::kDirectory &&
         Look(directory + "/refs") == There::kDirectory;
}

bool IsGitsOwnName(std::string_view name) {
  return std::ranges::find(kGitsOwnNames, name) != std::end(kGitsOwnNames);
}

}  // namespace unsoap::walk
