// Parts of the HTML report; private to reporters/html*.cc. Everything returned is HTML, safe to be
// put into a page.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reporters/reporter.h"

namespace unsoap::reporters {

/// Text in <code>.
std::string HtmlCode(std::string_view text);
/// A button that puts `text` on the clipboard; shown only where the script runs.
std::string HtmlCopy(std::string_view label, std::string_view text);

/// The first folder of a path, "." for files at the root: the unit of the folder filter.
std::string TopFolder(std::string_view path);

/// Call sites of a line, which a reader sees as one.
struct LineOfSites {
  const findings::Location* at;
  int calls;
};
/// `sites`: sorted; they must outlive the answer.
std::vector<LineOfSites> LinesOf(const std::vector<findings::Location>& sites);

/// "path:line" in code, linked where a template was given.
std::string HtmlPlace(const findings::Report& report, const ReportOptions& options,
                      const findings::Location& at);

/// Where a finding stands: in this page, or in that of its operation.
std::string HtmlHref(const ReportOptions& options, const std::string& id);

/// A link to the source at a place, "" without a template.
std::string HtmlSourceLink(const findings::Report& report, const ReportOptions& options,
                           const findings::Location& at);

/// The work list of plan.h as a section; empty without findings.
std::string HtmlPlan(const findings::Report& report, const ReportOptions& options);

/// One finding as an <article>, complete, in pieces: what several findings have alike (a request, a
/// reason) is a piece of its own. The only template of a finding: the page holds the first ones
/// joined, and the data block holds the others piece by piece.
void HtmlFinding(const findings::Report& report, const ReportOptions& options,
                 const findings::Finding& finding, const std::function<void(std::string)>& put);

/// What the filters know of a finding: "confidence", "operation", "kind" ...
struct FilterField {
  std::string_view name, title;
  std::vector<std::string> (*values)(const findings::Finding& finding);
};
const std::vector<FilterField>& FilterFields();

/// Findings for the script: each piece of their HTML once, with marks for markup that is frequent
/// and for what the finding itself repeats. The script puts them together again and knows nothing
/// of their content.
class HtmlData {
 public:
  void Add(const findings::Report& report, const ReportOptions& options,
           const findings::Finding& finding);
  /// Bytes that Write() will take, about.
  size_t size() const { return size_; }
  /// The data block's content in pieces, escaped for a script element.
  void Write(const std::function<void(std::string_view)>& put) const;

 private:
  class Table {
   public:
    /// The index of `json`, and whether it is new.
    std::pair<size_t, bool> Add(const std::string& json);
    std::string items;

   private:
    std::unordered_map<std::string, size_t> ids_;
  };
  std::string Index(Table& table, const std::string& text);

  size_t size_ = 0;
  Table pieces_, values_;
  std::string findings_;
};

/// Rows of a table; the rest is counted below it.
constexpr size_t kHtmlRows = 300;
/// A table up to its first row. `label` names the region that scrolls; a column whose name begins
/// with '#' holds numbers.
std::string HtmlTableHead(std::string_view label, std::string_view caption,
                          const std::vector<std::string_view>& columns);
std::string HtmlTableEnd(size_t rows);
std::string HtmlCell(int64_t number);

/// A flagged parameter and the finding that it stands in.
struct HtmlFlag {
  const findings::Finding* finding;
  const findings::FlaggedUse* use;
};
std::string HtmlFlagged(const ReportOptions& options,
                        const std::map<std::string, std::vector<HtmlFlag>>& flagged);
/// Findings as a table of places; `id`, `title` and `hint` are HTML.
std::string HtmlPlaces(std::string_view id, std::string_view title,
                       const std::vector<const findings::Finding*>& findings, std::string_view hint,
                       const ReportOptions& options);
/// What is suppressed, with the reasons; empty where it was not asked for.
std::string HtmlSuppressed(const findings::Report& report, const ReportOptions& options);
std::string HtmlNotRead(const findings::Report& report);
std::string HtmlErrata(const findings::Report& report);
/// What the whole migration needs, each topic once.
std::string HtmlOnce(const findings::Report& report);
std::string HtmlAbout(const findings::Report& report, const ReportOptions& options);

/// Counts as the verdict counts: by confidence (the index is the enumerator's value), and notes, of
/// whatever confidence, apart.
struct ByConfidence {
  int64_t counts[4] = {0, 0, 0, 0};
  int64_t minutes = 0;
  int64_t total() const { return counts[0] + counts[1] + counts[2] + counts[3]; }
};
/// The index there, and the word for it: "certain", "likely", "possible" or "note".
size_t CountedAs(const findings::Finding& finding);
std::string_view CountedAsWord(const findings::Finding& finding);
/// The colour of a confidence where no style sheet gives one.
std::string_view SvgColor(std::string_view confidence);
/// A stacked bar, `longest` being the largest total of its column.
std::string SvgBar(const ByConfidence& row, int64_t longest);
/// What was there, what is done and what has come since, as bars over the reports that are
/// compared.
std::string SvgProgress(const std::vector<findings::Progress>& progress,
                        const findings::Report& report);
/// Who calls which wrapper, and what the wrapper calls; empty without wrappers.
std::string SvgWrappers(const findings::Report& report);

}  // namespace unsoap::reporters
