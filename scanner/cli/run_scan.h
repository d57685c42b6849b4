// From the flags to a report: what scan, plan and baseline share.
#pragma once

#include <memory>
#include <string>

#include "scanner/cli/commands.h"
#include "scanner/cli/packs.h"
#include "scanner/scan.h"

namespace unsoap {

struct FinishedScan {
  PackSet packs;
  ScanOutcome outcome;
};

/// Scans the operands (default "."), with progress, stopping early on SIGINT and SIGTERM.
/// `keep_facts` for --dump.
Result<FinishedScan> RunPipeline(const Invocation& invocation, bool keep_facts);

/// Walk options alone, for `files`.
WalkOptions MakeWalkOptions(const Invocation& invocation);

/// Findings that reach the gate: new ones at or above its confidence and level.
int CountAtGate(const Gate& gate, const Report& report);

}  // namespace unsoap
