// Outputs: which reports to write, in which format and where, decided before the work starts.
#pragma once

#include <string>
#include <vector>

#include "reporters/reporter.h"
#include "scanner/base/result.h"
#include "scanner/cli/commands.h"

namespace unsoap::cli {

struct PlannedOutput {
  const reporters::ReporterInfo* reporter = nullptr;
  std::string file;  // empty: standard output
};

/// True if a report was asked for by a flag.
bool AsksForReport(const Options& options);

/// From --format, -o and --out-dir; without any: text on standard output. An unknown format is an
/// Error with "did you mean"; so are two reports for one place.
Result<std::vector<PlannedOutput>> PlanOutputs(const Options& options);

/// Writes them all; goes on after a failure so that nothing is lost, and gives the first Error.
Result<void> WriteOutputs(const std::vector<PlannedOutput>& outputs, const findings::Report& report,
                          const Invocation& invocation, const std::string& root = {});

/// The report without what is in the baseline: its findings, numbers and wrappers are of the rest.
findings::Report WithoutKnown(const findings::Report& report);

}  // namespace unsoap::cli
