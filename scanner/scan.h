// Scan: the whole main job, from options to a Report. scan.cc is the table of contents of the
// program.
//
// What it is: the pipeline and its threads. What it is not: the command line (cli/) or the output
// (reporters/). Prints nothing; progress goes to a callback. Failure: an Error when nothing could
// be scanned; trouble with single files is in the report.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/evidence/redactor.h"
#include "scanner/facts/read.h"
#include "scanner/findings/report.h"
#include "scanner/rules/pack.h"
#include "scanner/walk/walk.h"

namespace unsoap {

struct ScanOptions {
  WalkOptions walk;
  ReadLimits limits;
  std::vector<const Pack*> packs;                   // not owned
  std::string as_of;                                // YYYY-MM-DD; empty: today
  Confidence min_confidence = Confidence::kLikely;  // findings below are not reported
  bool use_prefilter = true;                        // off only for tests and measurements
  bool use_clang = true;
  std::string clang_helper;  // path of unsoap-clang; empty: beside the program
  int archive_depth = 3;     // archives inside archives; 0: archives are not opened
  int jobs = 0;
  std::string baseline_path;  // empty: none
  std::string since;          // git revision: only findings on lines changed since it; empty: all
  std::string effort_path;    // YAML with minutes; empty: the pack's model
  const EffortModel* effort =
      nullptr;  // nullptr: the pack's model; set from effort_path by the caller
  std::vector<std::string> only_rules, exclude_rules;  // globs of rule ids
  bool keep_facts = false;                             // for --dump
  bool explain = false;  // for --explain: findings keep what was ruled out
  std::string command;   // for Report::command
  const std::atomic<bool>* interrupted =
      nullptr;  // set by a signal: finish the current file and say incomplete
  struct Progress {
    std::string stage;  // "walk", "read", "link", "report"
    int64_t done = 0, total = 0;
  };
  std::function<void(const Progress&)> progress;  // may be called from any thread
};

struct ScanOutcome {
  Report report;  // redacted
  /// The secrets of the tree: everything else that is written passes through it.
  std::shared_ptr<const Redactor> redactor;
  std::vector<FileFacts> facts;  // only with keep_facts
  std::string stats;             // --stats: times and counts for people
};

Result<ScanOutcome> Scan(const ScanOptions& options);

}  // namespace unsoap
