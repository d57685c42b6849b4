// From a repository's directory to a tree on the disk; the paths in it are anybody's.
#include "scanner/git/objects.h"

#include <fmt/core.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <new>
#include <vector>

#include "scanner/base/budget.h"
#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/git/git_hazard.h"
#include "scanner/git/handle.h"
#include "scanner/git/library.h"
#include "scanner/git/repository.h"

namespace unsoap::git {
namespace {

namespace fs = std::filesystem;

using Object = std::unique_ptr<git_object, Freer<git_object_free>>;
using Reference = std::unique_ptr<git_reference, Freer<git_reference_free>>;
using Config = std::unique_ptr<git_config, Freer<git_config_free>>;
using Index = std::unique_ptr<git_index, Freer<git_index_free>>;
using Database = std::unique_ptr<git_odb, Freer<git_odb_free>>;
using Stored = std::unique_ptr<git_odb_object, Freer<git_odb_object_free>>;

/// Longer ones are none that a file system takes.
constexpr size_t kLongestLink = 4096;

std::string Text(const git_oid* id) {
  char text[GIT_OID_HEXSZ + 1];
  return git_oid_tostr(text, sizeof text, id);
}

tl::unexpected<Error> NoRepository(const std::string& directory, std::string why) {
  return Fail(fmt::format("'{}' is no git repository: {}", directory, why),
              "a bare or mirror clone, a .git directory, or a work tree");
}

std::string NameOfStore(std::string directory) {
  while (directory.ends_with("/.git")) directory = FolderOf(directory);
  std::string name(NameOf(directory));
  if (name.size() > 4 && name.ends_with(".git")) name.resize(name.size() - 4);
  return name;
}

/// Where HEAD or the name stands on a branch: "main".
std::string BranchOf(git_repository* repository, const std::string& name) {
  git_reference* found = nullptr;
  if (name == "HEAD") {
    if (git_repository_head(&found, repository) != 0) return {};
  } else if (git_reference_lookup(&found, repository, ("refs/heads/" + name).c_str()) != 0 &&
             git_reference_lookup(&found, repository, name.c_str()) != 0) {
    return {};
  }
  const Reference reference(found);
  return git_reference_is_branch(found) == 1 ? git_reference_shorthand(found) : "";
}

/// What a name means; null where it means nothing, or nothing that has a tree.
Object Find(git_repository* repository, const std::string& name) {
  for (const char* from : {"", "refs/remotes/origin/"}) {
    git_object *found = nullptr, *peeled = nullptr;
    if (git_revparse_single(&found, repository, (from + name).c_str()) != 0) continue;
    const Object named(found);
    if (git_object_peel(&peeled, found, GIT_OBJECT_COMMIT) == 0 ||
        git_object_peel(&peeled, found, GIT_OBJECT_TREE) == 0)
      return Object(peeled);
  }
  return nullptr;
}

/// The tree by its name; null where the store lacks it.
Object FindTree(git_repository* repository, const std::string& name) {
  git_object* found = nullptr;
  git_oid id;
  if (git_oid_fromstr(&id, name.c_str()) != 0 ||
      git_object_lookup(&found, repository, &id, GIT_OBJECT_TREE) != 0)
    return nullptr;
  return Object(found);
}

/// Whether the store has an object, which is not read.
bool Has(git_repository* repository, const git_oid* id) {
  git_odb* opened = nullptr;
  if (git_repository_odb(&opened, repository) != 0) return false;
  const Database database(opened);
  return git_odb_exists(opened, id) == 1;
}

/// A path that a checkout may hold. `.git` in any spelling would be ours.
bool MayBeHeld(std::string_view path) {
  for (const std::string_view part : Split(path, '/')) {
    if (part.empty() || part == "." || part == ".." || EqualsIgnoreCase(part, ".git")) return false;
  }
  return path.find('\0') == std::string_view::npos;
}

/// Writes one tree in one pass: files and directories at once, links when all of those are there,
/// so that nothing is written through a link.
class CheckoutWriter {
 public:
  CheckoutWriter(git_repository* repository, git_index* index, std::string target)
      : index_(index), target_(std::move(target)) {
    git_odb* opened = nullptr;
    git_repository_odb(&opened, repository);
    database_.reset(opened);
  }

  /// Gives what is wrong; empty if nothing is.
  std::string Write(git_tree* tree) {
    if (database_ == nullptr) return LastGitError();
    const int walked = git_tree_walk(tree, GIT_TREEWALK_PRE, OnEntry, this);
    if (is_out_of_memory_) throw std::bad_alloc();  // not through the library's own frames
    if (trouble_.empty() && walked != 0 && !Interrupted()) trouble_ = LastGitError();
    if (trouble_.empty()) WriteLinks();
    return trouble_;
  }

 private:
  struct Link {
    std::string path, to;
  };

  static int OnEntry(const char* folder, const git_tree_entry* entry, void* payload) {
    auto* writer = static_cast<CheckoutWriter*>(payload);
    if (Interrupted()) return -1;
    const std::string path = std::string(folder) + git_tree_entry_name(entry);
    writer->Add(path, git_tree_entry_filemode(entry), git_tree_entry_id(entry));
    return writer->trouble_.empty() ? 0 : -1;
  }

  void Add(const std::string& path, git_filemode_t mode, const git_oid* id) {
    if (!MayBeHeld(path)) {
      trouble_ = fmt::format("it names a path that no checkout may hold, '{}'", path);
      return;
    }
    const std::string file = target_ + "/" + path;
    if (mode == GIT_FILEMODE_TREE) {
      mkdir(file.c_str(), 0777);
      return;
    }
    Remember(path, mode, id);
    if (mode == GIT_FILEMODE_COMMIT) {
      mkdir(file.c_str(), 0777);  // as git leaves a submodule that was not fetched
      return;
    }
    const Stored blob = Read(id);
    if (blob == nullptr) return;
    const std::string_view bytes(static_cast<const char*>(git_odb_object_data(blob.get())),
                                 git_odb_object_size(blob.get()));
    if (mode == GIT_FILEMODE_LINK) {
      if (bytes.size() < kLongestLink && bytes.find('\0') == std::string_view::npos)
        links_.push_back({path, std::string(bytes)});
      return;
    }
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush())
      trouble_ = fmt::format("'{}' cannot be written below the temporary directory: {}", path,
                             std::strerror(errno));
  }

  /// Null where the store lacks it, as a partial clone's does.
  Stored Read(const git_oid* id) {
    git_error_clear();
    errno = 0;
    git_odb_object* found = nullptr;
    // The store is not looked through again for each of what it is known to lack.
    if (git_odb_exists_ext(database_.get(), id, GIT_ODB_LOOKUP_NO_REFRESH) == 0 ||
        git_odb_read(&found, database_.get(), id) != 0) {
      // Want of memory is not want of the object.
      const git_error* const why = git_error_last();
      is_out_of_memory_ |= errno == ENOMEM || (why != nullptr && why->klass == GIT_ERROR_NOMEMORY);
      if (is_out_of_memory_) trouble_ = "out of memory";
      return nullptr;
    }
    Stored stored(found);
    return git_odb_object_type(found) == GIT_OBJECT_BLOB ? std::move(stored) : nullptr;
  }

  void Remember(const std::string& path, git_filemode_t mode, const git_oid* id) {
    git_index_entry entry = {};
    entry.path = path.c_str();
    entry.mode = mode;
    entry.id = *id;
    if (git_index_add(index_, &entry) != 0)
      trouble_ = fmt::format("its path '{}' cannot stand in an index: {}", path, LastGitError());
  }

  void WriteLinks() {
    const std::string top = RealPath(target_);
    for (const Link& link : links_) {
      const std::string file = top + "/" + link.path;
      // A link that is already there may have taken the place of a directory.
      if (RealPath(FolderOf(file)) != FolderOf(file)) continue;
      if (symlink(link.to.c_str(), file.c_str()) != 0) continue;  // the index names it still
    }
  }

  Database database_;
  git_index* const index_;
  const std::string target_;
  std::string trouble_;
  bool is_out_of_memory_ = false;
  std::vector<Link> links_;
};

bool WriteText(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  return static_cast<bool>(out.flush());
}

}  // namespace

class OpenRepository {
 public:
  explicit OpenRepository(const std::string& directory) {
    git_repository_open_ext(&repository_, directory.c_str(),
                            GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE, nullptr);
  }
  ~OpenRepository() { git_repository_free(repository_); }
  OpenRepository(const OpenRepository&) = delete;
  OpenRepository& operator=(const OpenRepository&) = delete;
  git_repository* get() const { return repository_; }

 private:
  const GitLibrary library_;  // as long as it is open
  git_repository* repository_ = nullptr;
};

namespace {

/// Null, with LastGitError(), where it cannot be opened.
std::shared_ptr<const OpenRepository> Open(const Store& store) {
  if (store.open != nullptr) return store.open;
  auto opened = std::make_shared<const OpenRepository>(store.directory);
  return opened->get() == nullptr ? nullptr : opened;
}

}  // namespace

Result<Store> OpenStore(const std::string& directory) {
  const GitLibrary library;
  const std::string real = RealPath(directory);
  if (real.empty()) return NoRepository(directory, std::strerror(errno));
  Store store;
  std::string hazard;
  if (!FindGitDirectory(real, &store.directory, &hazard))
    return NoRepository(directory, "no objects are kept there");
  if (!hazard.empty())
    return Fail(fmt::format("'{}' is not opened: {}", directory, hazard),
                "what a repository names outside of itself is not followed");
  store.name = NameOfStore(real);
  const std::shared_ptr<const OpenRepository> repository = Open(store);
  if (!repository) return NoRepository(directory, LastGitError());
  store.open = repository;
  git_config* settings = nullptr;
  if (git_repository_config_snapshot(&settings, repository->get()) == 0) {
    const Config config(settings);
    const char* url = nullptr;
    if (git_config_get_string(&url, settings, "remote.origin.url") == 0)
      store.url = WithoutCredentials(url);
  }
  return store;
}

Result<Revision> FindRevision(const Store& store, const std::string& name) {
  const GitLibrary library;
  const std::shared_ptr<const OpenRepository> repository = Open(store);
  if (!repository) return NoRepository(store.directory, LastGitError());
  const Object object = Find(repository->get(), name);
  const bool is_commit = object && git_object_type(object.get()) == GIT_OBJECT_COMMIT;
  const git_oid* const tree =
      is_commit ? git_commit_tree_id(reinterpret_cast<const git_commit*>(object.get()))
      : object  ? git_object_id(object.get())
                : nullptr;
  if (tree == nullptr || !Has(repository->get(), tree)) {
    return Fail(fmt::format("there is no revision '{}' in {}", name, store.name),
                "a shallow or partial clone may lack it: fetch more of the history");
  }
  Revision revision;
  revision.tree = Text(tree);
  if (is_commit) revision.commit = Text(git_object_id(object.get()));
  revision.branch = BranchOf(repository->get(), name);
  return revision;
}

int64_t StoreBytes(const Store& store) {
  int64_t bytes = 0;
  std::error_code failed;
  // objects/, and below it only pack/ and the 256 folders of loose objects: one level.
  for (const fs::directory_entry& folder :
       fs::directory_iterator(store.directory + "/objects", failed)) {
    if (folder.is_symlink(failed) || !folder.is_directory(failed)) continue;
    for (const fs::directory_entry& file : fs::directory_iterator(folder.path(), failed)) {
      const auto size = file.is_regular_file(failed) ? file.file_size(failed) : 0;
      if (!failed) bytes += static_cast<int64_t>(size);
    }
  }
  return bytes;
}

Result<void> WriteCheckout(const Store& store, const Revision& revision,
                           const std::string& target) {
  const GitLibrary library;
  const std::shared_ptr<const OpenRepository> repository = Open(store);
  if (!repository) return NoRepository(store.directory, LastGitError());
  const Object tree = FindTree(repository->get(), revision.tree);
  if (!tree) return Fail(fmt::format("{}: the tree {} is not there", store.name, revision.tree));
  const std::string git = target + "/.git";
  for (const char* folder : {"", "/objects", "/refs"}) mkdir((git + folder).c_str(), 0777);
  git_index* made = nullptr;
  if (git_index_open(&made, (git + "/index").c_str()) != 0)
    return Fail(fmt::format("{}: no index can be made: {}", store.name, LastGitError()));
  const Index index(made);
  CheckoutWriter writer(repository->get(), made, target);
  const std::string trouble = writer.Write(reinterpret_cast<git_tree*>(tree.get()));
  if (!trouble.empty())
    return Fail(
        fmt::format("{}: the tree {} cannot be read: {}", store.name, revision.tree, trouble),
        "a partial clone may lack it, or the temporary directory be full");
  // An empty tree is one that is whole: its HEAD names no commit whose files could be missing.
  const bool is_empty = git_index_entrycount(made) == 0;
  const std::string head =
      is_empty || revision.commit.empty() ? "ref: refs/heads/none\n" : revision.commit + "\n";
  if (git_index_write(made) != 0 || !WriteText(git + "/HEAD", head))
    return Fail(fmt::format("{}: the index cannot be written: {}", store.name, LastGitError()),
                "the temporary directory may be full");
  return {};
}

}  // namespace unsoap::git
