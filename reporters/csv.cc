// One row a finding; what was not read stands first, a row each without an id. A value that a
// spreadsheet would run as a formula is made text (escape.h).
#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

using findings::Finding;
using findings::Name;
using findings::Replacement;

/// A cell of the request that replaces the call; empty where nothing does.
std::string OfRequest(const Finding& f, const std::string& (*cell)(const Replacement&)) {
  const Replacement* const use = findings::MainRequest(f);
  return use == nullptr ? "" : cell(*use);
}

std::vector<std::string> NamesOfFlagged(const Finding& f) {
  std::vector<std::string> names;
  for (const findings::FlaggedUse& use : f.parameters) names.push_back(use.name);
  return names;
}

struct Column {
  std::string_view name;
  std::string (*cell)(const Finding&);
  /// What a file that was not read has there.
  std::string (*of_not_read)(const findings::NotRead&) = nullptr;
};

/// The first of them tell a file of ours from another one (own_report.h): new ones come last.
constexpr Column kColumns[] = {
    {"id", [](const Finding& f) { return f.id; }},
    {"rule_id", [](const Finding& f) { return f.rule_id; },
     [](const findings::NotRead&) { return std::string(kNotReadRule); }},
    {"kind", [](const Finding& f) { return std::string(Name(f.kind)); },
     [](const findings::NotRead&) { return std::string("not-read"); }},
    {"operation", [](const Finding& f) { return f.operation; }},
    {"confidence", [](const Finding& f) { return std::string(Name(f.confidence)); }},
    {"level", [](const Finding& f) { return std::string(Name(f.level)); }},
    {"state",
     [](const Finding& f) {
       return f.suppressed_by.empty() ? std::string(Name(f.state)) : "suppressed";
     }},
    {"path", [](const Finding& f) { return f.location.path; },
     [](const findings::NotRead& missing) { return missing.path; }},
    {"line", [](const Finding& f) { return std::to_string(f.location.start_line); }},
    {"column", [](const Finding& f) { return std::to_string(f.location.start_column); }},
    {"enclosing", [](const Finding& f) { return f.enclosing; }},
    {"language", [](const Finding& f) { return f.language; }},
    {"toolkit", [](const Finding& f) { return f.toolkit; }},
    {"message", [](const Finding& f) { return f.message; },
     [](const findings::NotRead& missing) { return missing.reason; }},
    {"rest_method",
     [](const Finding& f) {
       return OfRequest(
           f, [](const Replacement& r) -> const auto& { return r.http_method; });
     }},
    {"rest_path",
     [](const Finding& f) {
       return OfRequest(
           f, [](const Replacement& r) -> const auto& { return r.path; });
     }},
    {"rest_title",
     [](const Finding& f) {
       return OfRequest(
           f, [](const Replacement& r) -> const auto& { return r.title; });
     }},
    {"because",
     [](const Finding& f) {
       return OfRequest(
           f, [](const Replacement& r) -> const auto& { return r.because; });
     }},
    {"flagged_parameters", [](const Finding& f) { return Join(NamesOfFlagged(f), " "); }},
    {"callers", [](const Finding& f) { return std::to_string(f.callers.total); }},
    {"effort_minutes", [](const Finding& f) { return std::to_string(f.effort_minutes); }},
    {"labels", [](const Finding& f) { return Join(f.labels, " "); }},
    {"owner", [](const Finding& f) { return f.owner; }},
    {"request",
     [](const Finding& f) {
       const Replacement* const use = findings::MainRequest(f);
       return use == nullptr ? std::string() : RequestLine(*use);
     }},
    {"suppressed_by", [](const Finding& f) { return f.suppressed_by; }},
    {"suppression_reason", [](const Finding& f) { return f.suppression_reason; }},
};

/// What `cell` gives for each column, as a line.
template <class F>
std::string Row(const F& cell) {
  std::string row;
  for (const Column& column : kColumns) {
    if (&column != kColumns) row += ',';
    row += cell(column);
  }
  return row + "\n";
}

}  // namespace

void RenderCsv(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  if (!sink(Row([](const Column& column) { return std::string(column.name); }))) return;
  for (const findings::NotRead& missing : MissingRows(report)) {
    const auto cell = [&](const Column& column) {
      return column.of_not_read == nullptr ? "" : CsvField(column.of_not_read(missing));
    };
    if (!sink(Row(cell))) return;
  }
  for (const Finding* f : Listed(report, options)) {
    if (!sink(Row([&](const Column& column) { return CsvField(column.cell(*f)); }))) return;
  }
}

}  // namespace unsoap::reporters
