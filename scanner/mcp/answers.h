// Answers: parts of a report as small JSON objects.
//
// What it is: pure functions; values of the tree stand under "from_tree". What it is not: the whole
// finding, which findings/json.h writes.
#pragma once

#include <functional>

#include "scanner/findings/plan.h"
#include "scanner/mcp/tools.h"

namespace unsoap::mcp {

/// Verdict, counts, what was not read, what to begin with.
Json SummaryOf(const findings::Report& report);
/// What was read and what was not: the receipt behind "nothing is left".
Json ReceiptOf(const findings::Report& report);
/// One finding in a line: rule, place, the request that replaces it.
Json Brief(const findings::Finding& finding);
/// The lines of the statement that a finding stands in, {first_line, last_line}; null where its
/// file is not to be read.
using StatementOf = std::function<Json(const findings::Finding& finding)>;
/// "replace", "remove", "keep" or "ask": what is to be done with those lines, and why.
Json ToDo(const findings::Finding& finding);
/// One finding with its requests, the example in its own language, flags to decide and evidence.
Json Whole(const findings::Finding& finding, const StatementOf& statement);
/// An item of the plan with everything that it needs.
Json ItemOf(const findings::PlanItem& item, const findings::Report& report,
            const StatementOf& statement);
/// "POST /rest/v1/leads.json"; empty where nothing replaces the call.
std::string RequestOf(const findings::Finding& finding);

}  // namespace unsoap::mcp
