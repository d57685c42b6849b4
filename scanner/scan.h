// Scan: the whole main job, from options to a Report. scan.cc is the table of contents of the
// program.
//
// What it is: the pipeline and its threads. What it is not: the command line (cli/) or the output
// (reporters/). Prints nothing; progress goes to a callback. Failure: an Error when nothing could
// be scanned; trouble with single files is in the report.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/collect/options.h"
#include "scanner/evidence/redactor.h"
#include "scanner/facts/read.h"
#include "scanner/findings/report.h"
#include "scanner/git/repository.h"
#include "scanner/rules/pack.h"
#include "scanner/triage/baseline.h"
#include "scanner/walk/walk.h"

namespace unsoap {

struct ScanMemory;

struct ScanOptions : collect::CollectOptions {
  std::string as_of;                                                    // YYYY-MM-DD; empty: today
  findings::Confidence min_confidence = findings::Confidence::kLikely;  // below: not reported
  findings::Level min_level = findings::Level::kNote;                   // the same
  std::string baseline_path;                                            // empty: none
  triage::BaselineScope baseline_scope;                                 // what of it is scanned
  std::string since;  // git revision: only findings on lines changed since it; empty: all
  /// The lines that count, where the caller knows them (--staged); `since` says what they are.
  std::optional<git::ChangedLines> changed;
  std::string effort_path;  // YAML with minutes; empty: the pack's model
  /// nullptr: the pack's model; set from effort_path by the caller.
  const rules::EffortModel* effort = nullptr;
  std::vector<std::string> only_rules, exclude_rules;  // globs of rule ids
  bool keep_facts = false;                             // for --dump
  bool explain = false;  // for --explain: findings keep what was ruled out
  std::string command;   // for Report::command
  /// Of earlier scans with the same options, whose `files` are the collector's memory; nullptr:
  /// from nothing.
  ScanMemory* known = nullptr;
};

struct ScanOutcome {
  findings::Report report;  // redacted
  /// The secrets of the tree: everything else that is written passes through it.
  std::shared_ptr<const evidence::Redactor> redactor;
  std::vector<facts::FileFacts> facts;  // only with keep_facts
  /// Through which other repositories may use the service, where this one is their library.
  std::vector<rules::SharedWrapper> shared;
  std::string stats;  // --stats: times and counts for people
};

Result<ScanOutcome> Scan(const ScanOptions& options);

}  // namespace unsoap
