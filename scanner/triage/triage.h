// Triage: which findings count, and for every other one who said that it does not and why.
//
// What it is: a function from findings to findings: inline suppressions in comments, the file
// .unsoapignore.yaml, the lines changed since a git revision, and the baseline, in this order. What
// it is not: a filter that loses anything; a finding is either kept (state new or baseline) or
// moved to `suppressed` with `suppressed_by` and a reason. Suppressions that suppress nothing, have
// run out, or name no rule are diagnostics. Failure: an Error when a file that was asked for
// (baseline, ignore file, revision) cannot be used. Threading: none. Deterministic: keeps the order
// of `findings`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/facts/facts.h"
#include "scanner/findings/report.h"
#include "scanner/git/repository.h"
#include "scanner/triage/baseline.h"

namespace unsoap::triage {

/// `unsoap-ignore: getLead, p/syncLead -- wrapped by the sync job until=2027-01-31` in a comment.
struct InlineSuppression {
  std::string path;
  int line = 0;          // on which the comment stands
  int from = 0, to = 0;  // lines whose findings it covers
  bool whole_file = false;
  std::vector<std::string> rules;  // ids or globs; a pack's prefix may be left out
  std::string reason;
  std::string until;    // YYYY-MM-DD, the last day on which it holds; empty: for ever
  std::string problem;  // not empty: malformed; suppresses nothing and is said to the user
};

/// All suppressions in a file's comments (of a file read as text only: on any of its lines), by
/// line.
std::vector<InlineSuppression> ReadInlineSuppressions(const facts::FileFacts& file);

/// One entry of .unsoapignore.yaml.
struct IgnoreEntry {
  std::string id;                  // a rule's id, a glob, or the id of one finding
  std::vector<std::string> paths;  // globs; empty: everywhere
  std::string reason, expires;
  int line = 0;
};
/// `path` is for messages.
Result<std::vector<IgnoreEntry>> ParseIgnoreFile(const std::string& path, const std::string& bytes);

/// True if `pattern` ("getLead", "p/get*", "*") names the rule; the part before the first '/' may
/// be left out.
bool RuleMatches(std::string_view pattern, std::string_view rule_id);

struct TriageOptions {
  std::string root;              // directory that paths are relative to
  std::string as_of;             // YYYY-MM-DD
  std::string baseline_path;     // empty: none
  BaselineScope baseline_scope;  // what of it was scanned
  std::string since;             // git revision; empty: all lines
  /// Lines that count, where the caller knows them; `since` then only says what they are.
  std::optional<git::ChangedLines> changed;
  std::vector<std::string> rule_ids;  // of the packs, for "did you mean"
};

struct Triaged {
  std::vector<findings::Finding> findings, suppressed;
  int gone = 0;  // entries of the baseline that nothing matches any more
  std::vector<findings::Diagnostic> diagnostics;
};

Result<Triaged> Triage(std::vector<findings::Finding> findings,
                       const std::vector<InlineSuppression>& inline_suppressions,
                       const TriageOptions& options);

}  // namespace unsoap::triage
