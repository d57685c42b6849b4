// Report: the whole answer of one scan. Every reporter renders this and nothing else; a reporter
// decides nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap::findings {

struct RulesIdentity {
  std::string pack, version, digest;
};

struct TimelineEntry {
  std::string date;           // YYYY-MM-DD
  std::string event;          // "announced-retirement", "removed", "documentation-removed" ...
  std::string said_on;        // when it was said
  std::string superseded_on;  // empty when it still holds
  std::string source, note;
};

struct NotRead {
  std::string path;
  std::string reason;  // one of the fixed words of walk/skip_reason.h, then details after ": "
};

struct Coverage {
  /// Files and members of archives that the tree stands for, ignored ones and those left out not
  /// counted: the sum of parsed, text only, dropped and not read.
  int64_t files_found = 0;
  int64_t files_parsed = 0;  // by a grammar or a structured reader
  int64_t files_text_only = 0;
  int64_t files_dropped_by_prefilter = 0;  // read, and without anything that matters
  int64_t files_not_read = 0;
  int64_t files_partial = 0;  // part of files_parsed: with syntax errors
  /// Part of parsed and text only: a limit ended the parse, what a grammar would show is missing.
  int64_t files_given_up = 0;
  int64_t files_ignored = 0;  // by ignore rules; directories counted once in directories_ignored
  int64_t directories_ignored = 0;
  int64_t bytes_read = 0;
  std::vector<NotRead> not_read;  // sorted by path; fewer than files_not_read where a list was cut
  std::vector<NotRead>
      text_only;  // candidates read as plain text although a grammar exists, and why
  std::vector<NotRead>
      partial;  // candidates with syntax errors: what stands near them may be missing
  std::vector<NotRead> left_out;  // reports that this program wrote: copies of what is said anew
  std::map<std::string, int64_t> ignored_by;  // reason -> count

  /// Whether "nothing found" may be said: nothing is missing, and no parse was given up.
  bool IsComplete() const { return files_not_read == 0 && files_given_up == 0; }
};

/// Trouble of our own run, for people and for SARIF notifications.
struct Diagnostic {
  Level level = Level::kWarning;
  std::string path;  // empty if not about a file
  int line = 0;
  std::string message, hint;
};

struct ErratumUse {
  std::string id, text, source;
};

/// What the migration needs once, whatever it calls.
struct MigrationTopic {
  std::string id, title, text;
  std::vector<std::string> rows;      // "FirstName: firstName"
  std::vector<Replacement> requests;  // "once"
};

/// What is to be said of a REST request that stands in the code (`scan --rest`): no finding, and
/// nothing that a gate counts.
struct RestNote {
  Location location;
  std::string rule;                    // "marketo-soap/rest/access-token-parameter"
  std::string request;                 // as the code has it
  std::string since;                   // YYYY-MM-DD, or less of it; empty: no day is known
  std::string text;                    // sentences
  std::string source;                  // of what they say
  std::vector<std::string> endpoints;  // what it may be: "POST /rest/v1/leads.json (Sync Leads)"
};

/// A wrapper and what hangs on it, for "start here".
struct WrapperSummary {
  std::string name;        // "MarketoClient::upsertLead"
  std::string finding_id;  // of its definition; empty if none was reported
  Location location;
  std::vector<std::string> operations;  // sorted; of a dispatcher: those that its callers name
  Callers callers;
};

/// "getLead, syncLead", or that the operation is not known.
std::string OperationsOf(const WrapperSummary& wrapper);

/// What a rule says whether or not it has a finding. SARIF wants them all in every report: a rule
/// that comes and goes with its findings loses its settings where alerts are kept.
struct RuleAdvice {
  std::string when;  // "leadKey.keyType is EMAIL"; "always"
  std::vector<std::string>
      use;  // "GET /rest/v1/leads.json (Get Leads by Filter Type)"; empty: nothing replaces it
  std::string url;  // of the first one
  std::string how;
};
struct RuleInfo {
  std::string id;                               // as in Finding::rule_id
  std::string title;                            // one line
  std::string description;                      // sentences; stands alone
  Level level = Level::kWarning;                // as a finding of the rule has it at worst
  Confidence precision = Confidence::kCertain;  // how often its findings are right
  std::vector<std::string> tags;                // sorted; at most 10
  std::vector<RuleAdvice> advice;
};

/// Numbers over `findings` (not the suppressed ones).
struct Summary {
  int total = 0, fresh = 0;  // fresh: not in the baseline
  std::map<std::string, int> by_confidence, by_kind, by_operation, by_language, by_rule, by_level,
      by_parameter;
  int files = 0;
  int effort_minutes = 0;
};

struct Report {
  std::string tool_version;
  std::vector<RulesIdentity> rules;
  std::string as_of;          // YYYY-MM-DD
  bool complete = true;       // false: interrupted, or not everything was read (Coverage)
  bool interrupted = false;   // by a signal: the rest was not read
  std::string service_name;   // "Marketo Engage SOAP API"
  std::string service_short;  // "Marketo SOAP"
  std::string removed_on;     // YYYY-MM-DD
  std::string fate;  // "the X API was removed on 2026-07-31 (removed 115 days ago)", as in messages
  std::string documentation;            // address of the vendor's page about the removal
  std::string verdict;                  // one line with the dates; every format shows it first
  std::vector<TimelineEntry> timeline;  // as known on as_of
  Coverage coverage;
  std::vector<Finding> findings;  // sorted by Before(), unique ids
  std::vector<Finding> suppressed;
  std::vector<RuleInfo> catalog;         // every rule of the packs, sorted by id
  std::vector<WrapperSummary> wrappers;  // by leverage
  std::vector<ErratumUse> errata;
  std::vector<MigrationTopic> migration;  // empty where nothing is to migrate
  std::vector<std::string> second_hop;
  std::vector<RestNote> rest;  // only where they were asked for; by place
  std::vector<Diagnostic> diagnostics;
  Summary summary;
  // Where the code comes from; empty when not known. Credentials in the URL are cut out.
  std::string root_name, repository_url, revision, branch;
  std::string path_in_repository;  // "services/crm/" in front of every path gives the repository's;
                                   // empty at its root
  std::string paths_from;  // "src/": in front of every path gives what can be opened from where
                           // the scan was started; empty: the path itself, or not known
  std::string command;     // to reproduce, without absolute paths
  // Not in any report unless --stamp: wall time of the run.
  double seconds = 0;
  std::string started_at;
  std::string fail_on;  // the gate that was applied, for people
  int gate_count = 0;   // findings at or above it
  int gone = 0;         // of a baseline: no longer found
  // Findings that were left out for their confidence (--min-confidence), and the files with them.
  int left_out = 0, left_out_files = 0;
  int known = 0;  // of a view without what is in the baseline: how many it leaves out
};

/// `path` as the repository's root sees it: what services that show the repository look for.
std::string RepositoryPath(const Report& report, const std::string& path);

/// Takes out every piece of source text: lines and expressions.
void RemoveSnippets(Report* report);

Summary Summarize(const std::vector<Finding>& findings);

/// What was not read, in one sentence with the first of its names and a blank at its end; empty
/// where everything was. Every verdict begins with it.
std::string NotReadSentence(const Report& report);

}  // namespace unsoap::findings
