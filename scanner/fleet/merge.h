// Merge: the results of a fleet as one answer, or what is missing from it.
//
// What it is: for each row of the list the one result that holds, from any number of directories,
// under one set of rules, flags and one version; then all findings and rows in the order of ids,
// written as they pass, one result in memory at a time. The bytes do not depend on how the list was
// split, or on the order of directories. What it is not: a judgement about findings; the gate is
// the caller's. Failure: an Error where something cannot be written; a row that cannot be answered
// is a row with its status and its reason. Threading: one thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/fleet/list.h"
#include "scanner/fleet/store.h"

namespace unsoap::fleet {

/// The three confidences by their names.
struct Counts {
  int64_t certain = 0, likely = 0, possible = 0;
  int64_t minutes = 0;
  int64_t total() const { return certain + likely + possible; }
  void Add(std::string_view confidence, int64_t effort);
};

/// A row and what its result says.
struct MergedRow {
  Row row;
  Outcome outcome;
  Head head;           // of its result
  std::string digest;  // SHA-256 of its result
  Counts counts;
  int64_t files = 0, files_not_read = 0;
  std::vector<std::string> not_read;  // the first ones: "path: reason"
  std::string service;                // the service's name
};

struct Family {
  std::string id, message, operation, repository, place;  // of the first site
  int64_t sites = 0, repositories = 0;
};
struct Wrapper {
  std::string repository, name, place, operations;
  int64_t calls = 0, files = 0;
};
/// A wrapper in a library, and the other repositories that call it.
struct LibraryUse {
  std::string repository, wrapper, place, operations;
  std::vector<std::string> users;  // the first ones
  int64_t repositories = 0, calls = 0;
  std::string last;  // of the users, while they are counted
};
struct Secret {
  std::string repository, place, message, owner;
};
struct TrendPoint {
  std::string as_of;
  int64_t repositories = 0, with_findings = 0, findings = 0, not_final = 0;
};

/// What the page and the sheet say; its size depends on the list and not on the findings.
struct Merged {
  std::vector<MergedRow> rows;  // sorted by id
  Identity identity;            // that the answer stands under
  std::map<std::string, Counts> owners;
  std::vector<Family> families;  // over two repositories and more, the widest first
  int64_t families_more = 0;
  std::vector<Wrapper> wrappers;  // by calls
  int64_t wrappers_more = 0;
  std::vector<LibraryUse> libraries;  // by the repositories that use them
  std::vector<Secret> secrets;
  int64_t secrets_more = 0;
  std::vector<TrendPoint> trend;  // by date; the last one is this answer
  int64_t at_gate = 0;
  bool AllFinal() const;
  int64_t Findings() const;
  /// "clear" is said of this and of nothing else.
  bool IsClear() const { return AllFinal() && Findings() == 0; }
};

struct MergeOptions {
  std::vector<std::string> directories;
  std::vector<Row> rows;
  std::string out;                   // directory
  std::vector<std::string> against;  // runs.jsonl of earlier answers
  /// Whether a finding of this confidence and level reaches the gate.
  std::function<bool(std::string_view confidence, std::string_view level)> reaches_gate;
};

/// Writes findings.jsonl, findings.csv, runs.jsonl, runs.csv, index.html, exit.json and exit.txt.
Result<Merged> Merge(const MergeOptions& options);

}  // namespace unsoap::fleet
