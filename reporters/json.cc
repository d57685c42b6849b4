#include "scanner/findings/json.h"

#include "reporters/renderers.h"

namespace unsoap {
namespace {

JsonOptions Options(const ReportOptions& options) { return {!options.no_snippets, options.stamp}; }

}  // namespace

void RenderJson(const Report& report, const ReportOptions& options, const Sink& sink) {
  WriteReportJson(report, Options(options), sink);
}

void RenderJsonl(const Report& report, const ReportOptions& options, const Sink& sink) {
  if (!sink(ReportHeadToJson(report, Options(options)) + "\n")) return;
  for (const Finding& finding : report.findings) {
    if (!sink(FindingToJson(finding, Options(options)) + "\n")) return;
  }
}

}  // namespace unsoap
