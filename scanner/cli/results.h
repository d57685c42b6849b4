// Saved results: what convert, diff and plan read back.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/flags.h"
#include "scanner/findings/difference.h"
#include "scanner/findings/report.h"

namespace unsoap::cli {

/// The reports that --compare names. To be read before the report that is written: what hides
/// secrets in the output is that of the last one.
Result<std::vector<findings::Report>> LoadOlderReports(const Options& options);
/// How far `now` has come since each of them, oldest first.
std::vector<findings::Progress> ProgressSinceEach(const std::vector<findings::Report>& older,
                                                  const findings::Report& now);

/// Reads a file that `--format json` wrote. The error says how to make one.
Result<findings::Report> LoadReport(const std::string& path);

}  // namespace unsoap::cli
