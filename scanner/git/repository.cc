#include "scanner/git/repository.h"

#include <fmt/core.h>
#include <git2.h>

#include <climits>
#include <memory>

#include "scanner/base/budget.h"
#include "scanner/base/paths.h"
#include "scanner/git/git_hazard.h"
#include "scanner/git/library.h"

namespace unsoap::git {
namespace {

template <auto kFree>
struct Freer {
  template <class T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using Repository = std::unique_ptr<git_repository, Freer<git_repository_free>>;
using Reference = std::unique_ptr<git_reference, Freer<git_reference_free>>;
using Config = std::unique_ptr<git_config, Freer<git_config_free>>;
using Object = std::unique_ptr<git_object, Freer<git_object_free>>;
using Diff = std::unique_ptr<git_diff, Freer<git_diff_free>>;

/// Null where there is no repository, or one whose own files name what lies outside of it: the
/// library would follow them.
Repository Open(const std::string& directory) {
  const std::string top = FindRepository(directory);
  if (top.empty() || !GitHazard(top).empty()) return nullptr;
  git_repository* repository = nullptr;
  git_repository_open_ext(&repository, directory.c_str(), 0, nullptr);
  return Repository(repository);
}

// Paths of git are relative to the work tree; ours to the scanned directory.
std::string PrefixOf(const std::string& work_tree, const std::string& directory) {
  const std::string real = RealPath(directory);
  if (real.empty()) return "";
  const std::string path = real + "/";
  return path.size() > work_tree.size() && path.compare(0, work_tree.size(), work_tree) == 0
             ? path.substr(work_tree.size())
             : "";
}

struct Collector {
  std::string prefix;
  ChangedLines lines;
};

std::string OurPath(const Collector& collector, const git_diff_delta* delta) {
  const std::string path = delta->new_file.path;
  return path.compare(0, collector.prefix.size(), collector.prefix) == 0
             ? path.substr(collector.prefix.size())
             : "";
}

/// What a callback gives to go on, or to end the comparison when the run is to end.
int GoOn() { return Interrupted() ? GIT_EUSER : 0; }

int OnCompare(const git_diff*, const git_diff_delta*, const char*, void*) { return GoOn(); }

int OnFile(const git_diff_delta* delta, float, void* payload) {
  auto* collector = static_cast<Collector*>(payload);
  const std::string path = OurPath(*collector, delta);
  if (path.empty()) return GoOn();
  if (delta->status == GIT_DELTA_UNTRACKED || delta->status == GIT_DELTA_ADDED) {
    collector->lines[path] = {{1, INT_MAX}};
  }
  return GoOn();
}

int OnHunk(const git_diff_delta* delta, const git_diff_hunk* hunk, void* payload) {
  auto* collector = static_cast<Collector*>(payload);
  const std::string path = OurPath(*collector, delta);
  if (!path.empty() && hunk->new_lines > 0) {
    collector->lines[path].push_back({hunk->new_start, hunk->new_start + hunk->new_lines - 1});
  }
  return GoOn();
}

}  // namespace

std::string WithoutCredentials(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const size_t begin = scheme + 3;
  const size_t end = url.find('/', begin);
  const size_t at = url.rfind('@', end == std::string::npos ? std::string::npos : end - 1);
  if (at == std::string::npos || at < begin) return url;
  return url.substr(0, begin) + url.substr(at + 1);
}

GitInfo ReadGitInfo(const std::string& directory) {
  const GitLibrary library;
  GitInfo info;
  if (const std::string top = FindRepository(directory); !top.empty()) info.hazard = GitHazard(top);
  const Repository repository = Open(directory);
  if (!repository) return info;
  if (const char* root = git_repository_workdir(repository.get())) info.root = root;
  git_reference* head = nullptr;
  if (git_repository_head(&head, repository.get()) == 0) {
    const Reference reference(head);
    if (const git_oid* id = git_reference_target(head)) {
      char text[GIT_OID_HEXSZ + 1];
      info.revision = git_oid_tostr(text, sizeof text, id);
    }
    if (git_reference_is_branch(head) == 1) info.branch = git_reference_shorthand(head);
  }
  // Not by git_remote_lookup, which loses memory in libgit2 1.5.
  git_config* settings = nullptr;
  if (git_repository_config_snapshot(&settings, repository.get()) == 0) {
    const Config config(settings);
    const char* url = nullptr;
    if (git_config_get_string(&url, settings, "remote.origin.url") == 0)
      info.repository_url = WithoutCredentials(url);
  }
  return info;
}

Result<ChangedLines> LinesChangedSince(const std::string& directory, const std::string& revision) {
  const GitLibrary library;
  if (const std::string top = FindRepository(directory); !top.empty()) {
    if (const std::string hazard = GitHazard(top); !hazard.empty())
      return Fail("--since: this repository is not opened: " + hazard,
                  "what a scanned tree names outside of itself is not followed");
  }
  const Repository repository = Open(directory);
  if (!repository || git_repository_workdir(repository.get()) == nullptr) {
    return Fail("--since needs a git checkout, and this is none");
  }
  git_object* found = nullptr;
  if (git_revparse_single(&found, repository.get(), (revision + "^{tree}").c_str()) != 0) {
    return Fail(fmt::format("--since: there is no revision '{}' here", revision),
                "a shallow clone may lack it: fetch more of the history");
  }
  const Object object(found);
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
                  GIT_DIFF_SHOW_UNTRACKED_CONTENT;
  options.notify_cb = OnCompare;
  git_diff* made = nullptr;
  if (git_diff_tree_to_workdir_with_index(&made, repository.get(),
                                          reinterpret_cast<git_tree*>(found), &options) != 0) {
    return Fail(fmt::format("--since: git cannot compare with '{}': {}", revision, LastGitError()));
  }
  const Diff diff(made);
  Collector collector;
  collector.prefix = PrefixOf(git_repository_workdir(repository.get()), directory);
  if (git_diff_foreach(made, OnFile, nullptr, OnHunk, nullptr, &collector) != 0) {
    return Fail(fmt::format("--since: git cannot compare with '{}': {}", revision, LastGitError()));
  }
  return std::move(collector.lines);
}

}  // namespace unsoap::git
