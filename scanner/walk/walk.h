// Walk: from roots to the files that are read, and for every other path the reason why not.
//
// Contract: every path met below a root is either handed on as a FoundFile or counted with a
// SkipReason; nothing is dropped in silence. Ignore rules as git has them (.gitignore nested and
// negated, .git/info/exclude, core.excludesFile), then .unsoapignore (same syntax, nested), then
// include/exclude globs. Symbolic links are not followed unless `follow`; never out of the root;
// loops end; a link to what is read anyway is no skip. What the index of a git repository names and
// the disk lacks is a skip as well (checkout.h). Nothing is executed; .git itself is not entered.
// Threads: walks in parallel; the result is sorted by path and the same for any number of threads.
// Failure: a root that does not exist is an Error; anything below a root is a skip.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace unsoap::walk {

enum class SkipReason : uint8_t {
  kIgnored,         // by an ignore rule (`detail` = file:line of the rule)
  kExcluded,        // by --exclude, --include, the config or a default exclude
  kLink,            // a symbolic link, not followed
  kLinkLoop,        // a link that leads back to a directory above it
  kOutsideRoot,     // a link out of the root
  kUnreadable,      // permission or input/output error
  kSpecial,         // socket, device, pipe
  kTooDeep,         // beyond what the system lets us open
  kNotCheckedOut,   // the git index names it, and it is not there
  kSubmodule,       // a submodule that is not there
  kBareRepository,  // a repository without a work tree: its files are in its object store
  kNoMatch,         // a pattern of --include that matches nothing; `path` is the pattern
  kInterrupted,     // the run was to end
};
std::string_view Name(SkipReason reason);  // "ignored", "excluded", ...: fixed words, used in JSON

struct FoundFile {
  std::string path;  // relative to the first root that holds it ('/' separators); what reports show
  std::string absolute;  // to open it; empty for a file that is not there
};
struct WalkOptions {
  std::vector<std::string> roots;    // files or directories; as given by the user
  std::vector<std::string> include;  // gitignore globs; empty: all
  std::vector<std::string> exclude;
  bool use_vcs_ignore = true;  // .gitignore family
  bool use_own_ignore = true;  // .unsoapignore
  bool follow = false;
  /// Why a file that the rules let through is left out all the same ("--type php"); empty: it is
  /// read. Not asked of files that are roots themselves: those were named by the user.
  std::function<std::string(const FoundFile&)> leave_out;
  int jobs = 0;  // 0: as many as the machine (cgroup) gives
  /// Why what the index of a repository names may be absent, where the caller knows it better than
  /// the disk does; empty: he does not.
  std::string absent_because;
  bool record_ignored = false;  // keep a Skipped for each ignored path too (unsoap files --why)
};

struct Skipped {
  std::string path;
  SkipReason reason;
  std::string detail;
  bool is_directory = false;
};
struct WalkResult {
  std::vector<FoundFile> files;  // sorted by path, unique
  std::vector<Skipped> skipped;  // sorted; ignored paths only if record_ignored
  int64_t ignored_files = 0, ignored_directories = 0;
  bool mostly_ignored = false;  // the ignore rules hide most of the tree: worth a word to the user
  /// The rules leave nothing but their own files: then `skipped` has what they hide in the roots.
  bool all_ignored = false;
};

Result<WalkResult> Walk(const WalkOptions& options);

}  // namespace unsoap::walk
