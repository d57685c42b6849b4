// Reporters: one function a format, from the same Report. A reporter decides nothing: no filter, no
// order, no count.
//
// Failure: a reporter cannot fail; writing can, and that is write_report.h's business. Output is
// UTF-8, deterministic, and safe for its medium (terminal escapes, HTML, XML, JSON) whatever the
// scanned repository holds.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/difference.h"
#include "scanner/findings/report.h"

namespace unsoap::reporters {

struct ReportOptions {
  bool color = false;
  bool hyperlinks = false;        // OSC 8
  int width = 80;                 // columns of the terminal
  std::string group_by = "none";  // text: "file", "operation", "none" (the worst first)
  bool full = false;              // text: every finding as a block, and what else is known
  bool no_snippets = false;
  bool examples = false;  // text: each request as a command, too
  bool stamp = false;     // times of the run may be shown
  bool verbose = false;
  std::string link_template;      // "https://git.example/{repo}/blob/{rev}/{path}#L{line}"
  std::string category, project;  // SARIF automationDetails
  bool show_suppressed = false;   // what is suppressed too, with the reasons
  int sarif_max_results = 25000;
  int markdown_max_bytes = 60000;
  /// Since each older report that this one is compared with, oldest first.
  std::vector<findings::Progress> progress;
  /// HTML: the page of each operation, relative to this one ("" for what is about none). With pages
  /// this one has no findings itself; empty: there are no others.
  std::map<std::string, std::string> pages, page_of;  // page_of: by the finding's id
  std::string index;  // HTML: of such a page, the page of all; empty: it is no such page
  std::string root;   // absolute root for hyperlinks in a terminal; never in a file report
};

/// Receives the report piece by piece; a false answer means "stop, the sink is broken".
using Sink = std::function<bool(std::string_view)>;

struct ReporterInfo {
  std::string_view name;  // "sarif"
  std::string_view
      extensions;         // ".sarif .sarif.json": -o FILE infers the format; longest match wins
  std::string_view help;  // one line for --help
  /// True for a record of the whole, which says of each finding whether it is new; the others are
  /// given only what is not in the baseline.
  bool keeps_known;
  void (*render)(const findings::Report&, const ReportOptions&, const Sink&);
};

/// The table of formats: one row each, sorted by name; linted by a test.
std::span<const ReporterInfo> Reporters();
const ReporterInfo* FindReporter(std::string_view name);
/// By file name; nullptr if no extension fits.
const ReporterInfo* ReporterForFile(std::string_view path);

}  // namespace unsoap::reporters
