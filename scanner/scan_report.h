// The report of a scan, put together from what its stages gave.
//
// What it is: what stands around the findings: the rules and their dates, the coverage, errata and
// second hops that concern these findings, the summary and the first line. What it is not: the
// choice of findings, or their output (reporters/). Redacts nothing. Cannot fail.
#pragma once

#include <string>
#include <vector>

#include "scanner/collect/collector.h"
#include "scanner/findings/report.h"
#include "scanner/scan.h"
#include "scanner/scan_analysis.h"
#include "scanner/scan_times.h"
#include "scanner/triage/triage.h"

namespace unsoap {

/// What is known before anything is read: tool, rules, service and dates.
void Describe(const ScanOptions& options, findings::Report* report);

/// The rest, but for `seconds`; after Describe.
void Assemble(const ScanOptions& options, const collect::Collector& collector, const Rounds& rounds,
              std::vector<findings::WrapperSummary> wrappers, triage::Triaged triaged,
              findings::Report* report);

/// What the migration needs once (report->migration): of one pack, for the report's findings.
void AddMigration(const rules::Pack& pack, findings::Report* report);

/// For --stats, at the end of the scan.
std::string Statistics(const ScanTimes& times, const Rounds& rounds,
                       const collect::Collector& collector, const findings::Report& report);

}  // namespace unsoap
