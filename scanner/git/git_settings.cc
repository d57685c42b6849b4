#include "scanner/git/git_settings.h"

#include <sys/stat.h>

#include <cstdlib>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"

namespace unsoap::git {
namespace {

constexpr int64_t kLimit = 1 << 20;

/// Of a file of the user; one of the tree is read only if it is no link.
std::string Contents(const std::string& path, bool is_users = false) {
  if (path.empty()) return {};
  Result<std::string> bytes = ReadBytes(path, {kLimit, is_users});
  return bytes ? std::move(*bytes) : std::string();
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool IsDirectory(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool IsTrue(std::string_view value) {
  const std::string lower = Lower(value);
  return lower == "true" || lower == "yes" || lower == "on" ||
         (std::strtol(lower.c_str(), nullptr, 10) != 0);
}

/// Reads a value from `at` to the end of its line: quotes, escapes, comments, continued lines.
std::string Value(std::string_view text, size_t* at) {
  std::string value;
  size_t keep = 0;  // up to here spaces count
  bool quoted = false;
  size_t& i = *at;
  for (; i < text.size() && text[i] != '\n'; ++i) {
    const char c = text[i];
    if (c == '"') {
      quoted = !quoted;
      keep = value.size();
    } else if (c == '\\' && i + 1 < text.size()) {
      const char next = text[++i];
      if (next == '\n') continue;
      if (next == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
        ++i;
        continue;
      }
      value += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'b' ? '\b' : next;
      keep = value.size();
    } else if (!quoted && (c == '#' || c == ';')) {
      while (i < text.size() && text[i] != '\n') ++i;
      break;
    } else {
      const bool blank = c == ' ' || c == '\t' || c == '\r';
      if (blank && !quoted && value.empty()) continue;
      value += c;
      if (!blank || quoted) keep = value.size();
    }
  }
  value.resize(keep);
  return value;
}

}  // namespace

void ForEachGitConfigValue(
    std::string_view text,
    const std::function<void(std::string_view, std::string_view, std::string_view)>& sink) {
  std::string section;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++i;
    } else if (c == '#' || c == ';') {
      while (i < text.size() && text[i] != '\n') ++i;
    } else if (c == '[') {
      const size_t end = std::min(text.find_first_of("]\n", i), text.size());
      section = Lower(Trim(text.substr(i + 1, end - i - 1)));
      i = std::min(end + 1, text.size());
    } else {
      const size_t end = std::min(text.find_first_of("=\n#;", i), text.size());
      const std::string key = Lower(Trim(text.substr(i, end - i)));
      i = end;
      std::string read = "true";
      if (i < text.size() && text[i] == '=') {
        ++i;
        read = Value(text, &i);
      }
      sink(section, key, read);
    }
  }
}

bool FindInGitConfig(std::string_view text, std::string_view section, std::string_view key,
                     std::string* value) {
  bool found = false;
  ForEachGitConfigValue(text, [&](std::string_view s, std::string_view k, std::string_view v) {
    if (s != section || k != key) return;
    *value = std::string(v);
    found = true;
  });
  return found;
}

namespace {

/// True if a directory to which a `.git` file outside of it points says that it belongs to that
/// file: git writes the way back into worktrees and submodules. Who only wrote the file cannot.
bool PointsBack(const std::string& directory, const std::string& top) {
  if (IsWithinOnDisk(directory, top)) return true;
  if (directory.find("/worktrees/") != std::string::npos) {
    const std::string back(Trim(Contents(directory + "/gitdir")));
    return !back.empty() && IsWithinOnDisk(top + "/.git", From(back, directory));
  }
  if (directory.find("/modules/") != std::string::npos) {
    std::string worktree;
    return FindInGitConfig(Contents(directory + "/config"), "core", "worktree", &worktree) &&
           IsWithinOnDisk(top, From(worktree, directory)) &&
           IsWithinOnDisk(From(worktree, directory), top);
  }
  return false;
}

}  // namespace

std::string GitDirectory(const std::string& top, const std::string& scanned) {
  std::string directory = top + "/.git";
  if (!IsDirectory(directory)) {
    const std::string pointer = Contents(directory);
    if (!pointer.starts_with("gitdir:")) return {};
    directory = From(std::string(Trim(std::string_view(pointer).substr(7))), top);
    if (!IsWithinOnDisk(directory, scanned) && !PointsBack(directory, top)) return {};
  } else if (!IsWithinOnDisk(directory, top)) {
    return {};
  }
  // As git does: a directory that only looks like a repository does not end the search for one.
  struct stat head {};
  return lstat((directory + "/HEAD").c_str(), &head) == 0 ? directory : std::string();
}

std::string GitCommonDirectory(const std::string& top, const std::string& scanned) {
  const std::string directory = GitDirectory(top, scanned);
  if (directory.empty()) return {};
  const std::string common(Trim(Contents(directory + "/commondir")));
  if (common.empty()) return directory;
  const std::string resolved = From(common, directory);
  // A worktree's directory lies in the one that it shares.
  return IsWithinOnDisk(directory, resolved) || IsWithinOnDisk(resolved, top) ||
                 IsWithinOnDisk(resolved, scanned)
             ? resolved
             : std::string();
}

GitSettings ReadGitSettings(const std::string& top) {
  const std::string home = Environment("HOME");
  std::string xdg = Environment("XDG_CONFIG_HOME");
  if (xdg.empty() && !home.empty()) xdg = home + "/.config";

  std::string files[4];
  if (Environment("GIT_CONFIG_NOSYSTEM").empty()) {
    files[0] = Environment("GIT_CONFIG_SYSTEM");
    if (files[0].empty()) files[0] = "/etc/gitconfig";
  }
  if (const char* global = std::getenv("GIT_CONFIG_GLOBAL"); global != nullptr) {
    files[1] = global;
  } else {
    if (!xdg.empty()) files[1] = xdg + "/git/config";
    if (!home.empty()) files[2] = home + "/.gitconfig";
  }
  const std::string common = GitCommonDirectory(top);
  if (!common.empty()) files[3] = common + "/config";

  GitSettings settings;
  if (!xdg.empty()) settings.excludes_file = xdg + "/git/ignore";
  for (const std::string& file : files) {
    const std::string text = Contents(file, &file != &files[3]);
    std::string value;
    if (FindInGitConfig(text, "core", "excludesfile", &value)) {
      if (value.starts_with("~/")) value.replace(0, 1, home);
      value = From(value, top);
      // The last file is the repository's own: what it names may be anybody's.
      if (&file != &files[3] || IsWithinOnDisk(value, top)) settings.excludes_file = value;
    }
    if (FindInGitConfig(text, "core", "ignorecase", &value)) settings.ignore_case = IsTrue(value);
  }
  return settings;
}

}  // namespace unsoap::git
