// Report as JSON: the form that is saved, published as docs/schema/findings.schema.json, and read
// again by `convert`.
//
// What it is: a lossless writer and reader; ReadReport(WriteReport(r)) renders like r in every
// format. What it is not: the place where anything is left out, except what the options say. The
// writer holds one finding at a time; the reader turns each finding into its struct as it passes,
// so neither builds a document of the whole report. Failure: writing cannot fail here (a sink that
// answers false stops it); reading malformed or foreign JSON is an Error.
#pragma once

#include <functional>
#include <istream>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/findings/report.h"

namespace unsoap::findings {

inline constexpr std::string_view kReportSchemaVersion = "2.0";

struct JsonOptions {
  bool snippets = true;  // false: no source text (lines and argument expressions)
  bool stamp = false;    // true: the times of the run
};

/// The report, one finding a line. False if the sink broke.
bool WriteReportJson(const Report& report, const JsonOptions& options,
                     const std::function<bool(std::string_view)>& sink);
/// One finding as a JSON object without line breaks.
std::string FindingToJson(const Finding& finding, const JsonOptions& options);
/// Everything but findings and suppressed ones, as one object without line breaks.
std::string ReportHeadToJson(const Report& report, const JsonOptions& options);

/// The members of a report by the code that writes and reads them, as a JSON Schema without
/// sentences, bounds and the insides of requests: what the published schema must say, too.
std::string DescribeReport();

/// The report in `bytes`; `path` is for messages only.
Result<Report> ReadReportJson(std::string_view bytes, const std::string& path);
/// The same from a stream, which is never held as a whole: a large report takes half the memory.
Result<Report> ReadReportJson(std::istream& in, const std::string& path);

/// A JSON string literal with its quotes; malformed UTF-8 becomes U+FFFD.
std::string JsonString(std::string_view text);

}  // namespace unsoap::findings
