// Objects: the files of a revision straight from a repository's object store, read only.
//
// What it is: a bare, mirror, shallow or partial clone, a `.git` directory or a work tree, opened
// by libgit2 where it stands; what a name of a revision means there; and that revision written out
// as a checkout would lie on the disk: files as they are stored, links as links, an index that
// names them all, so that whoever walks it sees what git says should be there. What it is not: a
// checkout of git's; no filter, hook or configuration of the repository runs, and nothing of the
// repository is written. A blob that the store lacks is left out of the files and stays in the
// index. A repository whose own files name what lies outside of it (git_hazard.h) is not opened.
// Failure: an Error that says why. Threading: one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "scanner/base/result.h"

namespace unsoap::git {

struct Revision {
  std::string commit;  // 40 hex digits; empty: the name is that of a tree
  std::string tree;
  std::string branch;  // where the name is that of a branch, or HEAD stands on one
};

class OpenRepository;

struct Store {
  std::string directory;  // absolute: the repository's own directory
  std::string name;       // "shop" of shop.git, shop/.git and a work tree shop
  std::string url;        // of "origin", without credentials
  /// What is open of it; may be given up, and comes again where it is needed.
  std::shared_ptr<const OpenRepository> open;
};

/// What `directory` is: a repository's own directory, or a work tree that has one.
Result<Store> OpenStore(const std::string& directory);

/// "main" is also found where only the remote named origin has it.
Result<Revision> FindRevision(const Store& store, const std::string& name);

/// Bytes of packs and loose objects: how large a repository is, without opening one of them.
int64_t StoreBytes(const Store& store);

/// Writes the tree below `target`, which exists and is empty, with a `.git` that holds an index and
/// no objects. An Error too where a tree of it is absent or names a path that no checkout may hold.
Result<void> WriteCheckout(const Store& store, const Revision& revision, const std::string& target);

}  // namespace unsoap::git
