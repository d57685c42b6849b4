#include "scanner/walk/git_settings.h"

#include <sys/stat.h>

#include <cstdlib>

#include "scanner/base/text.h"
#include "scanner/walk/read_bytes.h"

namespace unsoap {
namespace {

constexpr int64_t kLimit = 1 << 20;

std::string Contents(const std::string& path) {
  if (path.empty()) return {};
  Result<std::string> bytes = ReadBytes(path, {kLimit, true});
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

std::string Resolve(const std::string& path, const std::string& base) {
  return path.empty() || path[0] == '/' ? path : base + "/" + path;
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

void ForEachInGitConfig(
    std::string_view text,
    const std::function<void(std::string_view, std::string_view, const std::string&)>& use) {
  std::string_view section;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++i;
    } else if (c == '#' || c == ';') {
      while (i < text.size() && text[i] != '\n') ++i;
    } else if (c == '[') {
      const size_t end = std::min(text.find_first_of("]\n", i), text.size());
      section = Trim(text.substr(i + 1, end - i - 1));
      i = std::min(end + 1, text.size());
    } else {
      const size_t end = std::min(text.find_first_of("=\n#;", i), text.size());
      const std::string_view key = Trim(text.substr(i, end - i));
      i = end;
      std::string read = "true";
      if (i < text.size() && text[i] == '=') {
        ++i;
        read = Value(text, &i);
      }
      use(section, key, read);
    }
  }
}

bool FindInGitConfig(std::string_view text, std::string_view section, std::string_view key,
                     std::string* value) {
  bool found = false;
  ForEachInGitConfig(text,
                     [&](std::string_view in, std::string_view name, const std::string& read) {
                       if (!EqualsIgnoreCase(in, section) || !EqualsIgnoreCase(name, key)) return;
                       *value = read;
                       found = true;
                     });
  return found;
}

std::string GitCommonDirectory(const std::string& top) {
  std::string directory = top + "/.git";
  if (!IsDirectory(directory)) {
    const std::string pointer = Contents(directory);
    if (!pointer.starts_with("gitdir:")) return {};
    directory = Resolve(std::string(Trim(std::string_view(pointer).substr(7))), top);
  }
  // As git does: a directory that only looks like a repository does not end the search for one.
  struct stat head {};
  if (lstat((directory + "/HEAD").c_str(), &head) != 0) return {};
  const std::string common(Trim(Contents(directory + "/commondir")));
  return common.empty() ? directory : Resolve(common, directory);
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
    const std::string text = Contents(file);
    std::string value;
    if (FindInGitConfig(text, "core", "excludesfile", &value)) {
      if (value.starts_with("~/")) value.replace(0, 1, home);
      settings.excludes_file = Resolve(value, top);
    }
    if (FindInGitConfig(text, "core", "ignorecase", &value)) settings.ignore_case = IsTrue(value);
  }
  return settings;
}

}  // namespace unsoap
