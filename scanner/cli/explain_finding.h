// ExplainFinding: the answer of `--explain ID`: why one finding is reported, why it is this
// operation, this confidence and this replacement, and what was ruled out.
//
// What it is: text for people from a finding alone, wrapped to `width`, escaped, without colours,
// ending with a newline. What it is not: a report; its words may change. What was ruled out is
// known to a scan only: a finding from a saved result says so instead.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/report.h"

namespace unsoap::cli {

std::string ExplainFinding(const findings::Finding& finding, bool from_scan, int width);

/// The findings that `id` means: an id, the unique beginning of one (at least 4 digits), or a place
/// "PATH:LINE". Suppressed ones, too. An Error of kind kUsage with "did you mean" when it means
/// none or several.
Result<std::vector<const findings::Finding*>> FindingsMeant(const findings::Report& report,
                                                            const std::string& id);

}  // namespace unsoap::cli
