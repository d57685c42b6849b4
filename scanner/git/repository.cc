#include "scanner/git/repository.h"

#include <fmt/core.h>
#include <git2.h>

#include <climits>
#include <filesystem>
#include <fstream>
#include <memory>

#include "scanner/base/budget.h"
#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/git/git_hazard.h"
#include "scanner/git/handle.h"
#include "scanner/git/library.h"

namespace unsoap::git {
namespace {

using Repository = std::unique_ptr<git_repository, Freer<git_repository_free>>;
using Reference = std::unique_ptr<git_reference, Freer<git_reference_free>>;
using Config = std::unique_ptr<git_config, Freer<git_config_free>>;
using Object = std::unique_ptr<git_object, Freer<git_object_free>>;
using Diff = std::unique_ptr<git_diff, Freer<git_diff_free>>;
using Blob = std::unique_ptr<git_blob, Freer<git_blob_free>>;
using Index = std::unique_ptr<git_index, Freer<git_index_free>>;

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

namespace {

/// The repository of a flag, or why there is none.
Result<Repository> OpenFor(std::string_view flag, const std::string& directory) {
  if (const std::string top = FindRepository(directory); !top.empty()) {
    if (const std::string hazard = GitHazard(top); !hazard.empty())
      return Fail(fmt::format("{}: this repository is not opened: {}", flag, hazard),
                  "what a scanned tree names outside of itself is not followed");
  }
  Repository repository = Open(directory);
  if (!repository || git_repository_workdir(repository.get()) == nullptr)
    return Fail(fmt::format("{} needs a git checkout, and this is none", flag));
  return repository;
}

Result<Object> Find(git_repository* repository, std::string_view flag, const std::string& revision,
                    const char* peel) {
  git_object* found = nullptr;
  if (git_revparse_single(&found, repository, (revision + peel).c_str()) != 0) {
    return Fail(fmt::format("{}: there is no revision '{}' here", flag, revision),
                "a shallow clone may lack it: fetch more of the history");
  }
  return Object(found);
}

/// Where two lines of history part.
Result<Object> MergeBase(git_repository* repository, const std::string& a, const std::string& b) {
  Result<Object> first = Find(repository, "--since", a, "^{commit}");
  if (!first) return first;
  Result<Object> second = Find(repository, "--since", b, "^{commit}");
  if (!second) return second;
  git_oid base;
  if (git_merge_base(&base, repository, git_object_id(first->get()),
                     git_object_id(second->get())) != 0) {
    return Fail(fmt::format("--since: '{}' and '{}' have no common history here", a, b),
                "a shallow clone lacks it: fetch more of the history ('git fetch --unshallow')");
  }
  char text[GIT_OID_HEXSZ + 1];
  return Find(repository, "--since", git_oid_tostr(text, sizeof text, &base), "^{tree}");
}

/// The tree that "--since TEXT" compares with.
Result<Object> TreeSince(git_repository* repository, const std::string& text) {
  const size_t dots = text.find("..");
  const bool from_base = dots == std::string::npos || text.compare(dots, 3, "...") == 0;
  const std::string from = text.substr(0, dots);
  std::string to = dots == std::string::npos ? "" : text.substr(dots + (from_base ? 3 : 2));
  if (to.empty()) to = "HEAD";
  if (to != "HEAD") {
    Result<Object> there = Find(repository, "--since", to, "^{commit}");
    if (!there) return there;
    Result<Object> here = Find(repository, "--since", "HEAD", "^{commit}");
    if (!here) return here;
    if (git_oid_equal(git_object_id(there->get()), git_object_id(here->get())) == 0)
      return Fail(fmt::format("--since: '{}' is not what is checked out here", to),
                  "the files of the checkout are compared: check it out first");
  }
  // A tree has no history, and neither has a repository without a commit.
  git_object* head = nullptr;
  git_object* commit = nullptr;
  const bool has_head = git_revparse_single(&head, repository, "HEAD^{commit}") == 0;
  const bool is_commit =
      git_revparse_single(&commit, repository, (from + "^{commit}").c_str()) == 0;
  const Object keep_head(head), keep_commit(commit);
  if (from_base && has_head && is_commit) return MergeBase(repository, from, to);
  return Find(repository, "--since", from, "^{tree}");
}

Result<ChangedLines> LinesOf(git_repository* repository, const std::string& directory, Diff diff,
                             std::string_view flag) {
  git_diff_find_options similar;
  git_diff_find_options_init(&similar, GIT_DIFF_FIND_OPTIONS_VERSION);
  similar.flags = GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_FOR_UNTRACKED;
  Collector collector;
  collector.prefix = PrefixOf(git_repository_workdir(repository), directory);
  if (git_diff_find_similar(diff.get(), &similar) != 0 ||
      git_diff_foreach(diff.get(), OnFile, nullptr, OnHunk, nullptr, &collector) != 0)
    return Fail(fmt::format("{}: git cannot compare: {}", flag, LastGitError()));
  return std::move(collector.lines);
}

git_diff_options PlainDiff() {
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
                  GIT_DIFF_SHOW_UNTRACKED_CONTENT | GIT_DIFF_IGNORE_WHITESPACE_EOL;
  options.notify_cb = OnCompare;
  return options;
}

/// A path of the index or of a tree, which anybody may have written, that stays below a directory.
bool StaysInside(std::string_view path) {
  for (const std::string_view part : Split(path, '/')) {
    if (part.empty() || part == "." || part == "..") return false;
  }
  return true;
}

/// Writes one blob below a directory in which nothing but these is.
bool WriteBlob(git_repository* repository, const git_oid* id, const std::string& target,
               std::string_view path) {
  git_blob* found = nullptr;
  if (git_blob_lookup(&found, repository, id) != 0) return false;
  const Blob blob(found);
  const std::filesystem::path file = std::filesystem::path(target) / path;
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(static_cast<const char*>(git_blob_rawcontent(blob.get())),
            static_cast<std::streamsize>(git_blob_rawsize(blob.get())));
  return static_cast<bool>(out.flush());
}

bool IsFile(uint32_t mode) {
  return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

tl::unexpected<Error> CannotWriteOut(std::string_view flag, std::string_view path) {
  return Fail(fmt::format("{}: '{}' cannot be taken out of the repository", flag, path),
              "it may be absent from a partial clone, or the temporary directory be full");
}

struct TreeWriter {
  git_repository* repository;
  std::string target, failed;
};

int OnTreeEntry(const char* folder, const git_tree_entry* entry, void* payload) {
  auto* writer = static_cast<TreeWriter*>(payload);
  if (Interrupted()) return -1;
  const std::string path = std::string(folder) + git_tree_entry_name(entry);
  if (git_tree_entry_type(entry) == GIT_OBJECT_TREE) return StaysInside(path) ? 0 : 1;
  if (!IsFile(static_cast<uint32_t>(git_tree_entry_filemode(entry))) || !StaysInside(path))
    return 0;
  if (WriteBlob(writer->repository, git_tree_entry_id(entry), writer->target, path)) return 0;
  writer->failed = path;
  return -1;
}

}  // namespace

Result<ChangedLines> LinesChangedSince(const std::string& directory, const std::string& revision) {
  const GitLibrary library;
  Result<Repository> repository = OpenFor("--since", directory);
  if (!repository) return Fail(repository.error());
  Result<Object> tree = TreeSince(repository->get(), revision);
  if (!tree) return Fail(tree.error());
  const git_diff_options options = PlainDiff();
  git_diff* made = nullptr;
  if (git_diff_tree_to_workdir_with_index(
          &made, repository->get(), reinterpret_cast<git_tree*>(tree->get()), &options) != 0) {
    return Fail(fmt::format("--since: git cannot compare with '{}': {}", revision, LastGitError()));
  }
  return LinesOf(repository->get(), directory, Diff(made), "--since");
}

Result<ChangedLines> LinesStaged(const std::string& directory) {
  const GitLibrary library;
  Result<Repository> repository = OpenFor("--staged", directory);
  if (!repository) return Fail(repository.error());
  git_object* head = nullptr;  // stays null before the first commit
  if (git_revparse_single(&head, repository->get(), "HEAD^{tree}") != 0) head = nullptr;
  const Object tree(head);
  const git_diff_options options = PlainDiff();
  git_diff* made = nullptr;
  if (git_diff_tree_to_index(&made, repository->get(), reinterpret_cast<git_tree*>(head), nullptr,
                             &options) != 0)
    return Fail(fmt::format("--staged: git cannot compare: {}", LastGitError()));
  return LinesOf(repository->get(), directory, Diff(made), "--staged");
}

Result<std::string> WriteIndex(const std::string& directory, const std::string& target) {
  const GitLibrary library;
  Result<Repository> repository = OpenFor("--staged", directory);
  if (!repository) return Fail(repository.error());
  git_index* found = nullptr;
  if (git_repository_index(&found, repository->get()) != 0)
    return Fail(fmt::format("--staged: the index cannot be read: {}", LastGitError()));
  const Index index(found);
  for (size_t i = 0; i < git_index_entrycount(found) && !Interrupted(); ++i) {
    const git_index_entry* entry = git_index_get_byindex(found, i);
    // Of a conflict the stages are no files yet.
    if (!IsFile(entry->mode) || git_index_entry_stage(entry) != 0 || !StaysInside(entry->path))
      continue;
    if (!WriteBlob(repository->get(), &entry->id, target, entry->path))
      return CannotWriteOut("--staged", entry->path);
  }
  return PrefixOf(git_repository_workdir(repository->get()), directory);
}

Result<std::string> WriteRevision(const std::string& directory, const std::string& revision,
                                  const std::string& target) {
  const GitLibrary library;
  Result<Repository> repository = OpenFor("--rev", directory);
  if (!repository) return Fail(repository.error());
  Result<Object> tree = Find(repository->get(), "--rev", revision, "^{tree}");
  if (!tree) return Fail(tree.error());
  TreeWriter writer{repository->get(), target, ""};
  git_tree_walk(reinterpret_cast<git_tree*>(tree->get()), GIT_TREEWALK_PRE, OnTreeEntry, &writer);
  if (!writer.failed.empty()) return CannotWriteOut("--rev", writer.failed);
  return PrefixOf(git_repository_workdir(repository->get()), directory);
}

}  // namespace unsoap::git
