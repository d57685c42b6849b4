// Store: the result files of a fleet, which are its only memory.
//
// What it is: DIR/<key>.json, one finished repository each. The key is a digest of all that a
// result depends on, so the file that is there is the answer; nothing else says that a repository
// is done. DIR/<key>.partial.json is an answer about less than everything; it is made again.
// DIR/rows/ has for each row of the list what became of it last, which is how a failure is known to
// `merge`. Files come whole or not at all, whatever ends the process. A result holds one finding a
// line, and stands for the report of a scan without what the key does not say (where the repository
// lay, which commit had that tree) and without what every result has alike (the catalogue of rules
// and the service's timeline, which stand there by digest). What it is not: a journal, or a lock.
// Failure: an Error where something cannot be written; what cannot be read is not there. Thread
// safe for different keys, also from different machines.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/report.h"
#include "scanner/fleet/library.h"

namespace unsoap::fleet {

enum class Status : uint8_t {
  kClean,       // everything was read, and nothing found
  kFindings,    // everything was read
  kPartial,     // not everything was read
  kTimeout,     // beyond --timeout-repo
  kMemory,      // beyond --memory-repo
  kDied,        // ended by a signal
  kMissing,     // no repository there
  kNoRevision,  // it lacks the revision
  kError,       // anything else that a scan says
  kNotRun,      // nothing is known of it
  kStale,       // merge: made under other rules, flags or another version than the rest
  kConflict,    // merge: more than one answer
};
std::string_view Name(Status status);  // "clean", "out-of-memory" ...
std::optional<Status> StatusNamed(std::string_view name);
inline bool IsFinal(Status status) {
  return status == Status::kClean || status == Status::kFindings;
}
inline bool HasResult(Status status) { return IsFinal(status) || status == Status::kPartial; }

/// What all results of one run have in common.
struct Identity {
  std::string tool, build;            // version, and digest of the programs
  std::string rules;                  // digests of the packs
  std::string as_of;                  // YYYY-MM-DD
  std::vector<std::string> settings;  // flags that change findings, sorted
};

struct Outcome {
  std::string id, revision;  // as the list has them
  std::string commit, tree, branch, url;
  Status status = Status::kNotRun;
  std::string reason;  // empty for what is final
  std::string key;     // of the result; empty: there is none
  int64_t findings = 0;
  /// Of --shared, where the row went through its second pass: the key of its first result, and the
  /// digest of what it was told then, if it was told anything.
  std::string first, shared;
};

/// The first line of a result.
struct Head {
  std::string key, repository, tree;
  Identity identity;
  bool complete = false;
  int64_t findings = 0;
  std::string shared = {};  // digest of the wrappers of libraries that the scan was told
};

class Store {
 public:
  explicit Store(std::string directory) : directory_(std::move(directory)) {}
  const std::string& directory() const { return directory_; }
  /// Makes the directories.
  Result<void> Prepare() const;

  /// `shared`: as in Head.
  static std::string KeyOf(const Identity& identity, std::string_view id, std::string_view tree,
                           std::string_view shared = {});
  std::string PathOf(std::string_view key, bool complete) const;

  /// Writes a result; gives whether it is complete. `report` loses what a result does not hold.
  Result<bool> Write(Head head, const Library& library, findings::Report* report) const;
  /// The head of a whole result; nothing if it is not there, or not whole.
  std::optional<Head> Find(std::string_view key, bool complete) const;
  /// What a result says of its repository as a library.
  Library LibraryOf(std::string_view key, bool complete) const;
  /// Removes what was left of a write that never ended.
  void Sweep(const std::vector<std::string>& keys) const;

  Result<void> Record(const Outcome& outcome) const;
  std::optional<Outcome> Recorded(std::string_view id) const;

 private:
  std::string RowPath(std::string_view id) const;
  std::string directory_;
};

/// The parts of a result's text in order. False where it is none of ours.
struct ResultParts {
  std::function<void(std::string_view name, std::string_view json)> on_member;
  std::function<void(std::string_view json)> on_finding;
};
bool ReadResult(std::string_view text, Head* head, const ResultParts& parts);

}  // namespace unsoap::fleet
