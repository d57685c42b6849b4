// One failed test a finding; a clean scan is one passed test, because an empty suite looks like a
// broken run. What was not read is a skipped test: every server shows those.
#include <algorithm>

#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/renderers.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {

void RenderJunit(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  const std::vector<const findings::Finding*> listed = Listed(report, options);
  const size_t count = report.findings.size();
  const std::vector<findings::NotRead> missing = MissingRows(report);
  const bool whole = missing.empty() && report.complete;
  const std::string tests = std::to_string(std::max<size_t>(listed.size(), 1) + (whole ? 0 : 1));
  const std::string counts = " tests=\"" + tests + "\" failures=\"" + std::to_string(count) +
                             "\" errors=\"0\" skipped=\"" +
                             std::to_string(listed.size() - count + (whole ? 0 : 1)) + "\"";
  if (!sink("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"unsoap\"" + counts +
            ">\n  <testsuite name=\"unsoap\"" + counts +
            ">\n    <properties><property name=\"verdict\" value=\"" + XmlText(report.verdict) +
            "\"/></properties>\n")) {
    return;
  }
  if (!whole) {
    std::string rows;
    for (const findings::NotRead& row : missing) rows += row.path + ": " + row.reason + "\n";
    sink(
        "    <testcase classname=\"unsoap\" name=\"everything was read\">\n      <skipped "
        "message=\"" +
        XmlText(report.verdict) + "\"/>\n      <system-out>" + HtmlText(rows) +
        "</system-out>\n    </testcase>\n");
  }
  if (listed.empty()) {
    sink(std::string("    <testcase classname=\"unsoap\" name=\"") +
         (whole ? "no dependency found" : "no dependency found in what was read") + "\"/>\n");
  }
  for (const findings::Finding* each : listed) {
    const findings::Finding& f = *each;
    const std::string path = findings::RepositoryPath(report, f.location.path);
    const std::string place = path + ":" + std::to_string(f.location.start_line);
    std::string details =
        f.message + "\n" + place + ":" + std::to_string(f.location.start_column) + "\n";
    for (const findings::Replacement& r : f.replacements) {
      details += std::string(findings::RoleWord(r)) + " " + r.http_method + " " + r.path + " (" +
                 r.title + ")" +
                 (findings::ReasonOf(r).empty()
                      ? ""
                      : (findings::IsConditional(r) ? " if " : ": ") + findings::ReasonOf(r)) +
                 "\n";
    }
    if (!options.no_snippets) {
      for (const std::string& line : f.snippet.lines) details += "  " + line + "\n";
    }
    // References keep line ends in attributes; text may have them as they are.
    if (!sink("    <testcase classname=\"" + XmlText(f.rule_id) + "\" name=\"" +
              XmlText(place + " [" + f.id + "]") + "\" file=\"" + XmlText(path) + "\" line=\"" +
              std::to_string(f.location.start_line) + "\">\n      " +
              (f.suppressed_by.empty()
                   ? "<failure type=\"" + std::string(findings::Name(f.level)) + "\" message=\"" +
                         XmlText(f.message) + "\">" + HtmlText(details) + "</failure>"
                   : "<skipped message=\"" + XmlText(SuppressedWords(f)) + "\"/>") +
              "\n    </testcase>\n")) {
      return;
    }
  }
  sink("  </testsuite>\n</testsuites>\n");
}

}  // namespace unsoap::reporters
