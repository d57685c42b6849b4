// Flags: every option of every command, one row each, and the values they fill.
//
// What it is: the table that parsing, --help, shell completion, the manual page, the environment
// (UNSOAP_<FLAG>) and the configuration file all read, so that none can disagree. What it is not:
// what a flag means; commands decide that from Options. To add a flag: a field in Options and a row
// in flags.cc; tests/cli_flags_test.cc checks the row.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"

namespace unsoap::rules {
struct Package;
}

namespace unsoap::cli {

struct OwnNames;

/// One report to write. An empty file is standard output, an empty format is to be told from the
/// file's name.
struct Output {
  std::string format, file;
};

/// Which findings make the run fail.
struct Gate {
  bool never = false;
  findings::Confidence confidence = findings::Confidence::kLikely;
  findings::Level level = findings::Level::kWarning;
  std::string Text() const;  // "likely,warning" or "never"
};

/// All values of all flags, with their defaults.
struct Options {
  // Input
  std::vector<std::string> include, exclude, globs, types, types_not;
  bool no_ignore = false, hidden = true, follow = false;
  int unrestricted = 0;  // how often it was said
  int archives = 3;
  std::string since, revision, git_dir, files_from, stdin_path;
  bool staged = false, from_stdin = false;
  // Rules
  std::vector<std::string> rules, only_rules, exclude_rules;
  std::string as_of, effort, fixtures;
  findings::Confidence min_confidence = findings::Confidence::kLikely;
  findings::Level severity = findings::Level::kNote;  // below: not reported
  // Gate
  Gate gate;
  std::string baseline;
  bool strict = false, exit_zero = false;
  int exit_code = 1;
  // Output
  std::vector<Output> outputs;
  std::string out_dir, html_pages;
  std::vector<std::string> compare;
  std::string group_by = "none", link_template, category, project, reason;
  std::string color = "auto", progress = "auto";
  int sarif_max_results = 25000;
  bool no_snippets = false, examples = false, stamp = false, show_suppressed = false,
       show_known = false, full = false, force = false, quiet = false, verbose = false;
  std::string results, shard, list;
  std::vector<std::string> against;
  // Limits
  int jobs = 0;
  int64_t max_file_size = 4 << 20, max_memory = 256 << 20;
  double timeout_file = 2.0;
  int64_t memory_repo = int64_t{8} << 30;
  double timeout_repo = 3600;
  // Looking inside
  std::string dump, explain;
  bool shared = false;
  bool stats = false, why = false, hits = false, no_prefilter = false;
  bool no_clang = false, rest = false;
  // General
  std::string config;
  /// What the configuration says about the project's own names; null: nothing.
  std::shared_ptr<const OwnNames> own;
  /// What fleet tells a scan of the libraries that the repository depends on; null: nothing. No
  /// flag, and no file, sets it.
  const std::vector<rules::Package>* libraries = nullptr;
  bool no_config = false, help = false, version = false, type_list = false;
};

/// Commands that take a flag, as a set.
enum CommandSet : uint32_t {
  kForScan = 1,
  kForFiles = 2,
  kForRules = 4,
  kForConvert = 8,
  kForPlan = 16,
  kForBaseline = 32,
  kForCards = 64,
  kForDiff = 128,
  kForServer = 256,
  kForFleet = 512,
  kForMerge = 1024,
  kForReports = kForScan | kForConvert | kForDiff,  // that write reports
  kForAll = 0xffffffffu,
};

/// Whether a flag may stand in .unsoap.yml and in the environment. The nearest .unsoap.yml comes
/// with the tree that is scanned, so it is trusted less than the one that --config names: see
/// config.h.
enum class InConfig : uint8_t {
  kNo,
  kYes,
  kReads,   // names what is read: in the tree's own file only what lies beside or below it
  kWrites,  // names what is written: never in the tree's own file
};

struct Flag {
  std::string_view name;   // "max-file-size": long name, key in .unsoap.yml, UNSOAP_MAX_FILE_SIZE
  char letter;             // 'j', or 0
  std::string_view value;  // "SIZE", for help; empty: a switch
  std::string_view words;  // "auto always never" when only these are allowed; empty: anything
  std::string_view standard;  // what holds where nobody sets it, as people write it; empty: nothing
  std::string_view category;  // heading in --help
  uint32_t commands;          // CommandSet
  bool adds_up;  // values from the configuration, the environment and the command line are joined
  InConfig in_config;
  std::string_view help;  // one sentence, no period
  Result<void> (*set)(Options& options,
                      const std::string& value);  // switches get "true" or "false"
};

/// The table, grouped by category in the order of --help.
std::span<const Flag> Flags();
/// Calls begin(category) before the first flag of each category and one(flag) for each flag, of
/// those that a command of the set has.
template <class Begin, class One>
void ForEachFlag(uint32_t set, const Begin& begin, const One& one) {
  std::string_view category;
  for (const Flag& flag : Flags()) {
    if ((flag.commands & set) == 0) continue;
    if (flag.category != category) begin(category = flag.category);
    one(flag);
  }
}
/// The words that a flag takes, each in `quote`: "text, json"; empty if it takes any.
std::string WordsOf(const Flag& flag, std::string_view quote = "");
/// By long name, or nullptr.
const Flag* FindFlag(std::string_view name);
const Flag* FindFlag(char letter);
/// What the names of our environment variables begin with.
inline constexpr std::string_view kEnvironmentPrefix = "UNSOAP_";
/// The help with what holds where nobody sets the flag: "Threads (default 4)".
std::string FullHelp(const Flag& flag);
/// UNSOAP_MAX_FILE_SIZE for max-file-size.
std::string EnvironmentName(const Flag& flag);

/// Checks `words`, then calls the setter; an error names the flag as `origin` says it ("--fail-on",
/// "UNSOAP_FAIL_ON").
Result<void> SetFlag(const Flag& flag, const std::string& origin, const std::string& value,
                     Options& options);

}  // namespace unsoap::cli
