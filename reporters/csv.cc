// One row a finding; what was not read stands first, a row each without an id. A value that a
// spreadsheet would run as a formula is made text (escape.h).
#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"
#include "scanner/findings/own_report.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {

void RenderCsv(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  if (!sink(std::string(findings::kCsvHeader) + std::string(findings::kCsvMore))) return;
  constexpr size_t kColumns = 26, kRule = 1, kKind = 2, kPath = 7, kMessage = 13;
  for (const findings::NotRead& missing : MissingRows(report)) {
    std::string row;
    for (size_t i = 0; i < kColumns; ++i) {
      if (i > 0) row += ',';
      if (i == kRule) row += CsvField(kNotReadRule);
      if (i == kKind) row += "not-read";
      if (i == kPath) row += CsvField(missing.path);
      if (i == kMessage) row += CsvField(missing.reason);
    }
    if (!sink(row + "\n")) return;
  }
  for (const findings::Finding* listed : Listed(report, options)) {
    const findings::Finding& f = *listed;
    const findings::Replacement none;
    const findings::Replacement* const use = findings::MainRequest(f);
    const findings::Replacement& rest = use == nullptr ? none : *use;
    std::vector<std::string> flagged;
    for (const findings::FlaggedUse& use : f.parameters) flagged.push_back(use.name);
    const std::string cells[] = {
        f.id,
        f.rule_id,
        std::string(findings::Name(f.kind)),
        f.operation,
        std::string(findings::Name(f.confidence)),
        std::string(findings::Name(f.level)),
        f.suppressed_by.empty() ? std::string(findings::Name(f.state)) : "suppressed",
        f.location.path,
        std::to_string(f.location.start_line),
        std::to_string(f.location.start_column),
        f.enclosing,
        f.language,
        f.toolkit,
        f.message,
        rest.http_method,
        rest.path,
        rest.title,
        rest.because,
        Join(flagged, " "),
        std::to_string(f.callers.total),
        std::to_string(f.effort_minutes),
        Join(f.labels, " "),
        f.owner,
        use == nullptr ? "" : RequestLine(*use),
        f.suppressed_by,
        f.suppression_reason};
    std::string row;
    for (const std::string& cell : cells) {
      if (&cell != &cells[0]) row += ',';
      row += CsvField(cell);
    }
    if (!sink(row + "\n")) return;
  }
}

}  // namespace unsoap::reporters
