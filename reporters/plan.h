// The work list of scanner/findings/plan.h for people and for issue trackers. Same promises as a
// reporter (reporter.h).
#pragma once

#include <string>
#include <string_view>

#include "reporters/reporter.h"
#include "scanner/findings/plan.h"

namespace unsoap {

/// "text", "markdown", "csv" or "json"; false for another format, and nothing is written.
bool RenderPlan(std::string_view format, const Report& report, const ReportOptions& options,
                const Sink& sink);

}  // namespace unsoap
