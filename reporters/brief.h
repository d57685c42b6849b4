// Brief: the words of a finding for somebody who reads the whole report, where what holds for all
// findings is said once and not with each.
//
// What it is: pure functions that the reports for people share (text, HTML). What it is not: for
// formats whose results are read one by one (SARIF, annotations): there each message stands alone.
// Texts are not escaped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reporters/reporter.h"
#include "scanner/findings/report.h"

namespace unsoap::reporters {

/// The message without the sentence about the service's removal, which the verdict has said, and
/// without the requests that are listed below it.
std::string BriefMessage(const findings::Report& report, const findings::Finding& finding);

/// The notes without the errata that the report lists in a section of its own.
std::vector<std::string> BriefNotes(const findings::Report& report,
                                    const findings::Finding& finding);

/// The replacements to print in full, and how many others may be meant. A wrapper's caller moves
/// with the wrapper: only what its own arguments ask for is shown there.
struct BriefReplacements {
  std::vector<const findings::Replacement*> use;   // the arguments ask for them
  std::vector<const findings::Replacement*> some;  // the first of those with a condition
  size_t more = 0;                                 // the rest
};
BriefReplacements BriefRequests(const findings::Finding& finding, size_t most_conditional);

/// The request as it goes over the wire, with what the arguments say filled in: method and path, a
/// query parameter a line, the body. A "{name}" or "<what>" that is left is to be filled in.
std::string RequestLines(const findings::Replacement& replacement);

/// A request's values as people read them, for ToJsonText: what is not known stands in braces, what
/// they choose in angle brackets.
JsonTree ReadableTree(const JsonTree& tree);

/// What a report lists: its findings, and where that was asked for what is suppressed among them;
/// in the order of every report.
std::vector<const findings::Finding*> Listed(const findings::Report& report,
                                             const ReportOptions& options);

/// "suppressed by a comment: the job moves in March"; empty for what is not.
std::string SuppressedWords(const findings::Finding& finding);

/// The request on one line, as it goes over the wire: "GET /rest/v1/leads.json?filterType=email".
std::string RequestLine(const findings::Replacement& replacement);

/// The rule of those rows.
inline constexpr std::string_view kNotReadRule = "unsoap/not-read";

/// What was not read, a row each, for formats that list places: the path (or "." for what is not
/// one file) and a sentence. At most a thousand, then how many more.
std::vector<findings::NotRead> MissingRows(const findings::Report& report);

/// The findings by confidence as the verdict counts them: a note is no place that fails.
struct Numbers {
  int64_t certain = 0, likely = 0, possible = 0, notes = 0;
};
Numbers CountFindings(const findings::Report& report);

/// What was read, as a sum that adds up: "4,120 files found: 287 parsed, 120 as plain text, ...".
std::string Receipt(const findings::Coverage& coverage);

}  // namespace unsoap::reporters
