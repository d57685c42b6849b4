#include "scanner/findings/json.h"

#include "reporters/renderers.h"

namespace unsoap::reporters {
namespace {

findings::JsonOptions Options(const ReportOptions& options) {
  return {!options.no_snippets, options.stamp};
}

}  // namespace

void RenderJson(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  findings::WriteReportJson(report, Options(options), sink);
}

void RenderJsonl(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  if (!sink(findings::ReportHeadToJson(report, Options(options)) + "\n")) return;
  for (const findings::Finding& finding : report.findings) {
    if (!sink(findings::FindingToJson(finding, Options(options)) + "\n")) return;
  }
}

}  // namespace unsoap::reporters
