// Parts of the HTML report; private to reporters/html*.cc. Everything returned is HTML, safe to be
// put into a page.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "reporters/reporter.h"

namespace unsoap {

/// The first folder of a path, "." for files at the root: the unit of the folder filter.
std::string TopFolder(std::string_view path);

/// "path:line" in code, linked where a template was given.
std::string HtmlPlace(const Report& report, const ReportOptions& options, const Location& at);

/// A link to the source at a place, "" without a template.
std::string HtmlSourceLink(const Report& report, const ReportOptions& options, const Location& at);

/// The work list of plan.h as a section; empty without findings.
std::string HtmlPlan(const Report& report, const ReportOptions& options);

/// One finding as an <article>, complete.
std::string HtmlFinding(const Report& report, const ReportOptions& options, const Finding& finding);

/// Findings for the script, compactly: each string and each replacement once.
class HtmlData {
 public:
  explicit HtmlData(bool snippets) : snippets_(snippets) { Intern(""); }
  void Add(const Finding& finding);
  /// Bytes that Json() will take, about.
  size_t size() const { return size_; }
  /// The data block's content, escaped for a script element.
  std::string Json() const;

 private:
  int Intern(std::string_view text);
  std::string Index(std::string_view text) { return std::to_string(Intern(text)); }

  bool snippets_;
  size_t size_ = 0;
  std::unordered_map<std::string, int> ids_;
  std::string strings_, rest_, findings_;
  std::map<std::string, int> rest_ids_;
};

/// Counts by confidence; index is the enumerator's value.
struct ByConfidence {
  int64_t counts[3] = {0, 0, 0};
  int64_t total() const { return counts[0] + counts[1] + counts[2]; }
};
/// A stacked bar, `longest` being the largest total of its column.
std::string SvgBar(const ByConfidence& row, int64_t longest);
/// Who calls which wrapper, and what the wrapper calls; empty without wrappers.
std::string SvgWrappers(const Report& report);

}  // namespace unsoap
