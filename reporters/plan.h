// The work list of scanner/findings/plan.h for people and for issue trackers. Same promises as a
// reporter (reporter.h).
//
// PlanRows() is what text, Markdown and HTML show of an item, in order; none of them picks or
// counts for itself. Its texts are not escaped. CSV and JSON have everything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reporters/reporter.h"
#include "scanner/findings/plan.h"

namespace unsoap::reporters {

struct PlanValue {
  std::string text;
  std::string when;                            // the condition under which it holds; empty: always
  const findings::Finding* finding = nullptr;  // where the text is the place of one
};

struct PlanRow {
  std::string_view label;  // "build", "decide", "blocked" ...
  bool code = false;       // values are code
  std::vector<PlanValue> values;
  size_t more = 0;  // values that are not shown
};

std::vector<PlanRow> PlanRows(const findings::PlanItem& item);
/// "clears 5 places, about 1 h 30 min".
std::string PlanFacts(const findings::PlanItem& item);
/// "6 items, about 3 h".
std::string PlanTotal(const std::vector<findings::PlanItem>& plan);

/// One item as an entry of a Markdown task list.
std::string MarkdownPlanItem(const findings::PlanItem& item);

/// "text", "markdown", "csv" or "json"; false for another format, and nothing is written.
bool RenderPlan(std::string_view format, const findings::Report& report,
                const ReportOptions& options, const Sink& sink);

}  // namespace unsoap::reporters
