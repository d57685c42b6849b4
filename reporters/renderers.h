// The renderers named by the table in registry.cc; each lives in the file of its name. Private to
// reporters/.
#pragma once

#include "reporters/reporter.h"

namespace unsoap::reporters {

void RenderCheckstyle(const findings::Report& report, const ReportOptions& options,
                      const Sink& sink);
void RenderConcise(const findings::Report&, const ReportOptions&, const Sink&);
void RenderCsv(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderGithub(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderGitlab(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderHtml(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderJson(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderJsonl(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderJunit(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderMarkdown(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderRdjson(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderSarif(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderSonar(const findings::Report& report, const ReportOptions& options, const Sink& sink);
void RenderText(const findings::Report& report, const ReportOptions& options, const Sink& sink);

}  // namespace unsoap::reporters
