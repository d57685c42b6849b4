#include "scanner/walk/ignore_scope.h"

#include <sys/stat.h>

#include <vector>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/git/git_settings.h"

namespace unsoap::walk {
namespace {

constexpr int64_t kIgnoreFileLimit = 64 << 20;

/// git reads ignore files in the work tree only if they are no links; what cannot be read has no
/// rules.
IgnoreRules Load(const std::string& path, std::string shown, bool fold_case, bool follow_link) {
  Result<std::string> text = ReadBytes(path, {kIgnoreFileLimit, follow_link});
  return text ? IgnoreRules(*text, std::move(shown), fold_case) : IgnoreRules();
}

bool Exists(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0;
}

std::string Below(const std::string& directory, std::string_view name) {
  std::string path = directory;
  if (!path.empty() && path.back() != '/') path += '/';
  return path += name;
}

}  // namespace

IgnoreRules::Verdict IgnoreScope::Decide(const IgnoreScope* scope, std::string_view absolute,
                                         std::string_view name, bool is_directory) {
  using Says = IgnoreRules::Verdict::Says;
  for (const IgnoreScope* at = scope; at != nullptr; at = at->parent.get()) {
    if (at->own.empty()) continue;
    const auto verdict = at->own.Decide(absolute.substr(at->base), name, is_directory);
    if (verdict.says != Says::kNothing) return verdict;
  }
  for (const IgnoreScope* at = scope; at != nullptr; at = at->parent.get()) {
    const std::string_view path = absolute.substr(at->base);
    for (const IgnoreRules* rules : {&at->git, &at->exclude, &at->global}) {
      if (rules->empty()) continue;
      const auto verdict = rules->Decide(path, name, is_directory);
      if (verdict.says != Says::kNothing) return verdict;
    }
    if (at->is_repository) break;
  }
  return {};
}

std::shared_ptr<const IgnoreScope> EnterDirectory(std::shared_ptr<const IgnoreScope> parent,
                                                  const std::string& absolute,
                                                  const std::string& shown, ScopeFiles files) {
  auto scope = std::make_shared<IgnoreScope>();
  scope->base = absolute == "/" ? 1 : absolute.size() + 1;
  scope->fold_case = parent != nullptr && parent->fold_case;
  if (files.git) {
    if (const std::string common = git::GitCommonDirectory(absolute); !common.empty()) {
      const git::GitSettings settings = git::ReadGitSettings(absolute);
      scope->is_repository = true;
      scope->fold_case = settings.ignore_case;
      scope->exclude = Load(common + "/info/exclude", Below(shown, ".git/info/exclude"),
                            settings.ignore_case, false);
      if (!settings.excludes_file.empty()) {
        scope->global =
            Load(settings.excludes_file, settings.excludes_file, settings.ignore_case, true);
      }
    }
  }
  if (files.git_ignore) {
    scope->git =
        Load(Below(absolute, ".gitignore"), Below(shown, ".gitignore"), scope->fold_case, false);
  }
  if (files.own_ignore) {
    scope->own =
        Load(Below(absolute, ".unsoapignore"), Below(shown, ".unsoapignore"), false, false);
  }
  scope->parent = std::move(parent);
  return scope;
}

std::shared_ptr<const IgnoreScope> ScopeAbove(const std::string& root, bool use_git, bool use_own) {
  // The directories from the root's parent up to the one that holds `.git`, deepest first.
  std::vector<std::string> above;
  bool in_repository = !git::GitCommonDirectory(root).empty();
  std::string directory = root;
  while (!in_repository && directory != "/") {
    directory = DirectoryAround(directory);
    above.push_back(directory);
    in_repository = !git::GitCommonDirectory(directory).empty();
  }
  if (!in_repository) return nullptr;
  std::shared_ptr<const IgnoreScope> scope;
  for (auto at = above.rbegin(); at != above.rend(); ++at) {
    ScopeFiles files;
    files.git = use_git && at == above.rbegin();  // the top
    files.git_ignore = use_git && Exists(Below(*at, ".gitignore"));
    files.own_ignore = use_own && Exists(Below(*at, ".unsoapignore"));
    if (files.any()) scope = EnterDirectory(std::move(scope), *at, *at, files);
  }
  return scope;
}

}  // namespace unsoap::walk
