// From the flags to a report: what scan, plan and baseline share.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "scanner/cli/commands.h"
#include "scanner/cli/packs.h"
#include "scanner/rules/catalog.h"
#include "scanner/scan.h"

namespace unsoap::cli {

struct FinishedScan {
  PackSet packs;
  ScanOutcome outcome;
};

/// What the flags say of a scan. `effort` gets the model that --effort names, and outlives the
/// options, as the packs do.
Result<ScanOptions> MakeScanOptions(const Invocation& invocation, const rules::Packs& packs,
                                    rules::EffortModel* effort);

/// Scans the operands (default "."), with progress, stopping early on SIGINT and SIGTERM.
/// `keep_facts` for --dump.
Result<FinishedScan> RunPipeline(const Invocation& invocation, bool keep_facts);

/// What the paths of a report are relative to (walk.h): one directory shows what is below it, files
/// and several roots are shown as they were named. Empty if there is no such path.
std::filesystem::path BaseOfPaths(const std::vector<std::string>& roots);

/// How the paths of a scan of `roots` lie to the folder of the baseline, and what of it they cover.
triage::BaselineScope ScopeOfBaseline(const Options& options, const std::vector<std::string>& roots,
                                      const std::string& baseline);

/// Walk options alone, for `files`.
walk::WalkOptions MakeWalkOptions(const Invocation& invocation);

/// Findings that reach the gate: new ones at or above its confidence and level.
int CountAtGate(const Gate& gate, const findings::Report& report);

}  // namespace unsoap::cli
