// The files of a repository one by one, before anything follows them.
#include "scanner/git/git_hazard.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/git/git_settings.h"

namespace unsoap::git {
namespace {

constexpr int64_t kLimit = 1 << 20;
constexpr int kMostIncludes = 10;  // of a file in a file, as in git

bool Exists(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0;
}

bool IsRegular(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

class Check {
 public:
  Check(const std::string& top, const std::string& directory, const std::string& common)
      : top_(top),
        directory_(directory),
        common_(common),
        real_{RealPath(top), directory == top ? "" : RealPath(directory),
              common == directory ? "" : RealPath(common)} {}

  std::string Run() {
    for (const char* name : {"HEAD", "index", "config.worktree", "commondir", "gitdir"})
      Plain(directory_, name);
    if (common_ != directory_) Plain(common_, "HEAD");
    for (const char* name : {"config", "packed-refs", "shallow", "info/exclude", "info/attributes",
                             "objects/info/alternates"})
      Plain(common_, name);
    if (!trouble_.empty()) return trouble_;
    Head();
    Alternates();
    Config(common_ + "/config", 0);
    Config(directory_ + "/config.worktree", 0);
    return trouble_;
  }

 private:
  bool Inside(const std::string& path) const {
    const std::string real = RealPath(path);
    return !real.empty() &&
           std::any_of(real_.begin(), real_.end(), [&](const std::string& directory) {
             return !directory.empty() && IsWithin(real, directory);
           });
  }
  /// Of a file below `of`, one of the directories, that a library would open: absent, or a regular
  /// file inside. What is no link and lies in the directory itself needs no look at where it leads.
  void Plain(const std::string& of, const std::string& name) {
    const std::string path = of + "/" + name;
    struct stat info {};
    if (!trouble_.empty() || lstat(path.c_str(), &info) != 0) return;
    if (S_ISREG(info.st_mode) && name.find('/') == std::string::npos) return;
    if (!IsRegular(path)) trouble_ = Shown(path) + " is no regular file";
    if (trouble_.empty() && !Inside(path)) trouble_ = Shown(path) + " is a link to outside";
  }
  std::string Shown(const std::string& path) const {
    return path.starts_with(top_ + "/") ? path.substr(top_.size() + 1) : path;
  }
  std::string Contents(const std::string& path) const {
    Result<std::string> bytes = ReadBytes(path, {kLimit, true});
    return bytes ? std::move(*bytes) : std::string();
  }

  void Head() {
    const std::string text = Contents(directory_ + "/HEAD");
    if (!text.starts_with("ref:")) return;
    const std::string name(Trim(std::string_view(text).substr(4)));
    Plain(directory_, name);
    if (common_ != directory_) Plain(common_, name);
  }

  void Alternates() {
    const std::string text = Contents(common_ + "/objects/info/alternates");
    for (const std::string_view line : Split(text, '\n')) {
      if (Trim(line).empty() || line[0] == '#') continue;
      if (!Inside(From(std::string(Trim(line)), common_ + "/objects")))
        trouble_ = "objects/info/alternates names a directory outside";
    }
  }

  /// `path` is absent, or a regular file inside.
  void Config(const std::string& path, int depth) {
    if (!trouble_.empty()) return;
    if (depth > kMostIncludes) {
      trouble_ = "its configuration includes itself";
      return;
    }
    ForEachGitConfigValue(Contents(path), [&](std::string_view section, std::string_view key,
                                              std::string_view value) {
      if (!trouble_.empty()) return;
      const bool includes =
          (section == "include" || section.starts_with("includeif")) && key == "path";
      if (includes) {
        const std::string included = From(std::string(value), FolderOf(path));
        if (value.starts_with("~") || value.empty() || !Exists(included) || !IsRegular(included) ||
            !Inside(included)) {
          trouble_ = "its configuration includes a file that does not lie in it";
          return;
        }
        return Config(included, depth + 1);
      }
      if (section != "core") return;
      if (key == "worktree" && !value.empty() && !Inside(From(std::string(value), directory_)))
        trouble_ = "core.worktree names a directory outside";
      if (key == "attributesfile" || key == "excludesfile") {
        const std::string named = From(std::string(value), top_);
        if (value.empty() || value.starts_with("~") ||
            (Exists(named) && (!IsRegular(named) || !Inside(named))))
          trouble_ = "core." + std::string(key) + " names a file outside";
      }
    });
  }

  const std::string top_, directory_, common_;
  const std::array<std::string, 3> real_;  // each once
  std::string trouble_;
};

}  // namespace

std::string FindRepository(const std::string& directory) {
  std::string at = RealPath(directory);
  while (!at.empty()) {
    if (Exists(at + "/.git")) return at;
    if (Exists(at + "/HEAD") && Exists(at + "/objects") && Exists(at + "/refs")) return at;
    at = FolderOf(at);
  }
  return Exists("/.git") ? "/" : "";
}

bool FindGitDirectory(const std::string& directory, std::string* found, std::string* hazard) {
  hazard->clear();
  const auto has = [](const std::string& at, const char* name) { return Exists(at + "/" + name); };
  if (has(directory, ".git")) {
    *hazard = GitHazard(directory);
    *found = hazard->empty() ? RealPath(GitDirectory(directory)) : directory + "/.git";
    return true;
  }
  *found = directory;
  if (has(directory, "HEAD") && has(directory, "objects") && has(directory, "refs")) {
    *hazard = Check(directory, directory, directory).Run();
    return true;
  }
  if (!has(directory, "HEAD") || !has(directory, "commondir")) return false;
  // What a linked worktree keeps for itself lies in the repository that it shares.
  Result<std::string> bytes = ReadBytes(directory + "/commondir", {kLimit, true});
  const std::string common =
      bytes ? RealPath(From(std::string(Trim(*bytes)), directory)) : std::string();
  *hazard = !common.empty() && IsWithinOnDisk(directory, common)
                ? Check(common, directory, common).Run()
                : "its commondir names a directory that it does not lie in";
  return true;
}

std::string GitHazard(const std::string& top) {
  const std::string pointer = top + "/.git";
  if (!Exists(pointer)) return Check(top, top, top).Run();
  const std::string directory = GitDirectory(top), common = GitCommonDirectory(top);
  if (directory.empty() || common.empty())
    return "what .git names is no repository of this directory";
  return Check(top, directory, common).Run();
}

}  // namespace unsoap::git
