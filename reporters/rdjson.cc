// reviewdog's own format. Its columns count bytes of UTF-8, so they are given only where the line
// is known.
#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/json_writer.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

/// Byte column (from 1) of a code point column on a line; 0 where the line is not known or is
/// shorter.
int ByteColumn(const findings::Finding& f, int line, int column) {
  const int index = line - f.snippet.first_line;
  if (index < 0 || index >= static_cast<int>(f.snippet.lines.size())) return 0;
  const std::string& text = f.snippet.lines[static_cast<size_t>(index)];
  size_t at = 0;
  for (int point = 1; point < column; ++point) {
    if (at >= text.size()) return 0;
    for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;) ++at;
  }
  return static_cast<int>(at) + 1;
}

void Point(JsonWriter& json, std::string_view key, const findings::Finding& f, int line,
           int column) {
  json.Object(key).Field("line", line);
  const int byte = ByteColumn(f, line, column);
  if (byte > 0) json.Field("column", byte);
  json.EndObject();
}

}  // namespace

void RenderRdjson(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  static constexpr std::string_view kSeverity[] = {"INFO", "WARNING", "ERROR"};
  JsonWriter json;
  json.Object().Object("source").Field("name", "unsoap").EndObject().Array("diagnostics");
  for (const findings::NotRead& row : MissingRows(report)) {
    json.Break().Object().Field("message", EscapeForTerminal(row.reason));
    json.Object("location").Field("path", findings::RepositoryPath(report, row.path)).EndObject();
    json.Field("severity", "WARNING");
    json.Object("code").Field("value", kNotReadRule).EndObject().EndObject();
  }
  for (const findings::Finding* listed : Listed(report, options)) {
    const findings::Finding& f = *listed;
    const std::string suppressed = SuppressedWords(f);
    json.Break().Object().Field(
        "message",
        EscapeForTerminal(f.message + (suppressed.empty() ? "" : " (" + suppressed + ")")) + " [" +
            EscapeForTerminal(f.id) + "]");
    json.Object("location")
        .Field("path", findings::RepositoryPath(report, f.location.path))
        .Object("range");
    Point(json, "start", f, f.location.start_line, f.location.start_column);
    Point(json, "end", f, f.location.end_line, f.location.end_column);
    json.EndObject().EndObject();
    json.Field("severity", kSeverity[suppressed.empty() ? static_cast<size_t>(f.level) : 0]);
    json.Object("code").Field("value", EscapeForTerminal(f.rule_id));
    const findings::Replacement* const use = findings::MainRequest(f);
    if (use != nullptr && !SafeUrl(use->url).empty()) json.Field("url", SafeUrl(use->url));
    json.EndObject().EndObject();
    if (!sink(json.Take())) return;
  }
  json.Break().EndArray().EndObject().Break();
  sink(json.Take());
}

}  // namespace unsoap::reporters
