// One line a finding, the worst first, in the form of a compiler: what editors make a list of
// places from. The last line counts them on a line of another form.
#include <algorithm>

#include "reporters/brief.h"
#include "reporters/layout.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"

namespace unsoap::reporters {

void RenderConcise(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  std::vector<const findings::Finding*> order = WorstFirst(report.findings);
  const size_t total_shown = order.size();
  if (options.show_suppressed) {
    for (const findings::Finding& f : report.suppressed) order.push_back(&f);
  }
  for (const findings::Finding* f : order) {
    const findings::Location& at = f->location;
    const std::string line =
        EscapeForTerminal(report.paths_from + at.path) + ":" + std::to_string(at.start_line) + ":" +
        std::to_string(at.start_column) + ": " + std::string(findings::Name(f->level)) + " " +
        EscapeForTerminal(f->rule_id) + " " + EscapeForTerminal(f->message) +
        (f->suppressed_by.empty() ? "" : " (" + EscapeForTerminal(SuppressedWords(*f)) + ")") +
        " [" + EscapeForTerminal(f->id) + "]\n";
    if (!sink(line)) return;
  }
  if (!report.complete) sink(EscapeForTerminal(findings::NotReadSentence(report)) + "\n");
  std::string total = Count(static_cast<long long>(total_shown), "finding");
  if (report.known > 0) total += ", " + std::to_string(report.known) + " known";
  if (!report.suppressed.empty())
    total += ", " + std::to_string(report.suppressed.size()) + " suppressed";
  sink(total + "\n");
}

}  // namespace unsoap::reporters
