// Snapshot: files that are scanned as they are somewhere else than on the disk: in git's index, in
// a revision, in a repository without a work tree, or on standard input.
//
// What it is: a temporary directory with those files, in the layout of the work tree, that goes
// with the object; and the process's current directory for as long as Enter() holds, so that the
// paths that were given mean the same. What it is not: a checkout; no filter and no hook runs, and
// nothing is written outside of the temporary directory. Failure: an Error where the files cannot
// be had. Threading: one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "scanner/cli/commands.h"
#include "scanner/git/objects.h"
#include "scanner/git/repository.h"

namespace unsoap::cli {

/// A revision out of the object store that --git-dir names, as a checkout of it would lie there: a
/// temporary directory that goes with the object. It is made before the configuration is read,
/// since that tree may hold one.
class GitCheckout {
 public:
  /// `revision` empty: HEAD.
  static Result<std::shared_ptr<const GitCheckout>> Make(const Options& options);
  ~GitCheckout();
  GitCheckout(const GitCheckout&) = delete;
  GitCheckout& operator=(const GitCheckout&) = delete;

  const std::string& directory() const { return directory_; }
  const git::Store& store() const { return store_; }
  const git::Revision& revision() const { return revision_; }

 private:
  explicit GitCheckout(std::string directory) : directory_(std::move(directory)) {}
  std::string directory_;
  git::Store store_;
  git::Revision revision_;
};

class Snapshot {
 public:
  /// Nothing if the command line asks for the files on the disk.
  static Result<std::optional<Snapshot>> Take(const Invocation& invocation);
  ~Snapshot();
  Snapshot(Snapshot&& other) noexcept;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  Snapshot& operator=(Snapshot&&) = delete;

  /// What is scanned, seen from inside.
  std::vector<std::string> roots;
  /// Of the index: the lines that it changes.
  std::optional<git::ChangedLines> changed;
  std::string changed_since;  // what they are changed against, for people
  /// Whether it is read as a checkout is: ignore rules hold, what is absent is missing.
  bool is_checkout = false;

  class Inside {
   public:
    explicit Inside(const std::string& directory);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    int before_ = -1;  // descriptor of the directory to come back to
  };
  /// The current directory is the one inside that stands for the real one, while the result lives.
  Inside Enter() const { return Inside(directory_ + "/" + prefix_); }

 private:
  explicit Snapshot(std::string directory) : directory_(std::move(directory)) {}
  std::string directory_, prefix_;
  bool is_owner_ = true;
};

}  // namespace unsoap::cli
