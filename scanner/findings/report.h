// Report: the whole answer of one scan. Every reporter renders this and nothing else; a reporter decides nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap {

struct RulesIdentity {
  std::string pack, version, digest;
};

struct TimelineEntry {
  std::string date;        // YYYY-MM-DD
  std::string event;       // "announced-retirement", "removed", "documentation-removed" ...
  std::string said_on;     // when it was said
  std::string superseded_on;  // empty when it still holds
  std::string source, note;
};

struct NotRead {
  std::string path;
  std::string reason;  // one of the fixed words of walk/skip_reason.h, then details after ": "
};

struct Coverage {
  /// Files and members of archives met, ignored ones not counted: the sum of parsed, text only, dropped and not read.
  int64_t files_found = 0;
  int64_t files_parsed = 0;              // by a grammar or a structured reader
  int64_t files_text_only = 0;
  int64_t files_dropped_by_prefilter = 0;  // read, and without anything that matters
  int64_t files_not_read = 0;
  int64_t files_partial = 0;             // part of files_parsed: with syntax errors
  int64_t files_ignored = 0;             // by ignore rules; directories counted once in directories_ignored
  int64_t directories_ignored = 0;
  int64_t bytes_read = 0;
  std::vector<NotRead> not_read;         // sorted by path
  std::vector<NotRead> text_only;        // candidates read as plain text although a grammar exists, and why
  std::map<std::string, int64_t> ignored_by;  // reason -> count
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

/// Numbers over `findings` (not the suppressed ones).
struct Summary {
  int total = 0, fresh = 0;  // fresh: not in the baseline
  std::map<std::string, int> by_confidence, by_kind, by_operation, by_language, by_rule, by_level, by_parameter;
  int files = 0;
  int effort_minutes = 0;
};

struct Report {
  std::string tool_version;
  std::vector<RulesIdentity> rules;
  std::string as_of;           // YYYY-MM-DD
  bool complete = true;        // false: interrupted
  std::string service_name;    // "Marketo Engage SOAP API"
  std::string service_short;   // "Marketo SOAP"
  std::string removed_on;      // YYYY-MM-DD
  std::string verdict;         // one line with the dates; every format shows it first
  std::vector<TimelineEntry> timeline;  // as known on as_of
  Coverage coverage;
  std::vector<Finding> findings;        // sorted by Before(), unique ids
  std::vector<Finding> suppressed;
  std::vector<WrapperSummary> wrappers;  // by leverage
  std::vector<ErratumUse> errata;
  std::vector<std::string> second_hop;
  std::vector<Diagnostic> diagnostics;
  Summary summary;
  // Where the code comes from; empty when not known. Credentials in the URL are cut out.
  std::string root_name, repository_url, revision, branch;
  std::string command;         // to reproduce, without absolute paths
  // Not in any report unless --stamp: wall time of the run.
  double seconds = 0;
  std::string started_at;
  std::string fail_on;         // the gate that was applied, for people
  int gate_count = 0;          // findings at or above it
};

Summary Summarize(const std::vector<Finding>& findings);

}  // namespace unsoap
