// The index by libgit2, opened as a bare file: git_index_open() knows of no repository around it.
#include "scanner/git/index.h"

#include <git2.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "scanner/git/handle.h"
#include "scanner/git/library.h"

namespace unsoap::git {
namespace {

/// Ten million entries; larger ones are refused before they are read.
constexpr int64_t kMostBytes = 1LL << 30;

}  // namespace

Result<GitIndex> ReadGitIndex(const std::string& path) {
  GitIndex out;
  struct stat info {};
  // libgit2 would wait for a writer if the file were a pipe.
  if (lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return out;
    return Fail(std::strerror(errno));
  }
  out.exists = true;
  if (!S_ISREG(info.st_mode)) return Fail("it is no regular file");
  if (info.st_size > kMostBytes) return Fail("it is too large");
  const GitLibrary library;
  git_index* opened = nullptr;
  if (git_index_open(&opened, path.c_str()) != 0) return Fail(LastGitError());
  const std::unique_ptr<git_index, Freer<git_index_free>> index(opened);
  const size_t count = git_index_entrycount(index.get());
  for (size_t i = 0; i < count; ++i) {
    const git_index_entry* entry = git_index_get_byindex(index.get(), i);
    if (entry == nullptr || entry->path == nullptr) continue;
    // A conflict has an entry for each side.
    if (!out.entries.empty() && out.entries.back().path == entry->path) continue;
    IndexEntry read;
    read.path = entry->path;
    read.is_left_out = (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
    read.kind = entry->mode == GIT_FILEMODE_COMMIT ? IndexEntry::Kind::kSubmodule
                : entry->mode == GIT_FILEMODE_LINK ? IndexEntry::Kind::kLink
                                                   : IndexEntry::Kind::kFile;
    out.entries.push_back(std::move(read));
  }
  return out;
}

}  // namespace unsoap::git
