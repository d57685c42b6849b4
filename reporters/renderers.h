// The renderers named by the table in registry.cc; each lives in the file of its name. Private to
// reporters/.
#pragma once

#include "reporters/reporter.h"

namespace unsoap {

void RenderCheckstyle(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderCsv(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderGithub(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderGitlab(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderHtml(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderJson(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderJsonl(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderJunit(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderMarkdown(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderRdjson(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderSarif(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderSonar(const Report& report, const ReportOptions& options, const Sink& sink);
void RenderText(const Report& report, const ReportOptions& options, const Sink& sink);

}  // namespace unsoap
