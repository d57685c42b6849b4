// SonarQube generic issues (10.3 and later): columns count from 0, an empty range is refused,
// effort and evidence show.
#include <set>

#include "reporters/brief.h"
#include "reporters/json_writer.h"
#include "reporters/links.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"

namespace unsoap::reporters {
namespace {

void Place(JsonWriter& json, const findings::Report& report, const findings::Location& at,
           std::string_view message) {
  // What is inside an archive is shown at the archive. The range may not be left out there either.
  const size_t archive = at.path.find("!/");
  json.Field("message", EscapeForTerminal(message))
      .Field("filePath", findings::RepositoryPath(report, at.path.substr(0, archive)));
  if (archive != std::string::npos) {
    json.Object("textRange").Field("startLine", 1).EndObject();
    return;
  }
  json.Object("textRange").Field("startLine", at.start_line);
  if (at.end_line > at.start_line) json.Field("endLine", at.end_line);
  if (at.end_line == at.start_line && at.end_column_utf16 > at.start_column_utf16) {
    json.Field("startColumn", at.start_column_utf16 - 1)
        .Field("endColumn", at.end_column_utf16 - 1);
  }
  json.EndObject();
}

}  // namespace

void RenderSonar(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  static constexpr std::string_view kImpact[] = {"LOW", "MEDIUM", "HIGH"};
  static constexpr std::string_view kSeverity[] = {"MINOR", "MAJOR", "CRITICAL"};
  JsonWriter json;
  json.Object().Array("rules");
  const std::vector<findings::NotRead> missing = MissingRows(report);
  if (!missing.empty()) {
    json.Break()
        .Object()
        .Field("id", kNotReadRule)
        .Field("name", "Not read")
        .Field("description", "Nobody knows whether this file uses the service.");
    json.Field("engineId", "unsoap")
        .Field("cleanCodeAttribute", "CONVENTIONAL")
        .Field("type", "CODE_SMELL");
    json.Field("severity", kSeverity[0]).Array("impacts").Object();
    json.Field("softwareQuality", "RELIABILITY").Field("severity", kImpact[0]);
    json.EndObject().EndArray().EndObject();
  }
  const std::vector<const findings::Finding*> listed = Listed(report, options);
  std::set<std::string_view> used;
  for (const findings::Finding* f : listed) used.insert(f->rule_id);
  for (const auto& [id, rule] : RuleTexts(report, options.show_suppressed)) {
    if (!used.contains(id)) continue;  // Sonar keeps rules that have issues
    const auto level = static_cast<size_t>(rule.level);
    json.Break()
        .Object()
        .Field("id", rule.id)
        .Field("name", rule.title)
        .Field("description", rule.help_text);
    json.Field("engineId", "unsoap")
        .Field("cleanCodeAttribute", "CONVENTIONAL")
        .Field("type", "CODE_SMELL");
    json.Field("severity", kSeverity[level]).Array("impacts").Object();
    json.Field("softwareQuality", "RELIABILITY").Field("severity", kImpact[level]);
    json.EndObject().EndArray().EndObject();
  }
  json.EndArray().Break().Array("issues");
  for (const findings::NotRead& row : missing) {
    findings::Location at;
    at.path = row.path, at.start_line = at.end_line = 1;
    json.Break().Object().Field("ruleId", kNotReadRule).Field("effortMinutes", 0);
    json.Object("primaryLocation");
    Place(json, report, at, row.reason);
    json.EndObject().EndObject();
  }
  for (const findings::Finding* each : listed) {
    const findings::Finding& f = *each;
    const std::string suppressed = SuppressedWords(f);
    json.Break()
        .Object()
        .Field("ruleId", EscapeForTerminal(f.rule_id))
        .Field("effortMinutes", suppressed.empty() ? f.effort_minutes : 0);
    json.Object("primaryLocation");
    Place(json, report, f.location,
          f.message + (suppressed.empty() ? "" : " (" + suppressed + ")") + " [" + f.id + "]");
    json.EndObject();
    if (!f.evidence.empty()) {
      json.Array("secondaryLocations");
      for (const findings::Evidence& evidence : f.evidence) {
        if (evidence.location.path.empty()) continue;
        json.Object();
        Place(json, report, evidence.location, evidence.text);
        json.EndObject();
      }
      json.EndArray();
    }
    json.EndObject();
    if (!sink(json.Take())) return;
  }
  json.Break().EndArray().EndObject().Break();
  sink(json.Take());
}

}  // namespace unsoap::reporters
