// GitLab code quality: an entry whose fingerprint was seen is dropped there, so the finding's
// unique id is used.
#include "reporters/brief.h"
#include "reporters/json_writer.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"

namespace unsoap::reporters {

void RenderGitlab(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  static constexpr std::string_view kSeverity[] = {"info", "minor", "major"};
  JsonWriter json;
  json.Array();
  for (const findings::NotRead& row : MissingRows(report)) {
    json.Break().Object().Field("description", EscapeForTerminal(row.reason));
    json.Field("check_name", kNotReadRule)
        .Field("fingerprint", EscapeForTerminal("not-read:" + row.path + ":" + row.reason));
    json.Field("severity", "info");
    json.Object("location").Field("path", findings::RepositoryPath(report, row.path));
    json.Object("lines").Field("begin", 1).EndObject().EndObject().EndObject();
  }
  for (const findings::Finding* listed : Listed(report, options)) {
    const findings::Finding& f = *listed;
    const std::string suppressed = SuppressedWords(f);
    const bool leak = f.kind == findings::Kind::kCredential && f.level != findings::Level::kNote;
    json.Break().Object().Field(
        "description",
        EscapeForTerminal(f.message + (suppressed.empty() ? "" : " (" + suppressed + ")")));
    json.Field("check_name", EscapeForTerminal(f.rule_id))
        .Field("fingerprint", EscapeForTerminal(f.id));
    json.Field("severity", !suppressed.empty() ? "info"
                           : leak              ? "critical"
                                               : kSeverity[static_cast<size_t>(f.level)]);
    json.Object("location").Field("path", findings::RepositoryPath(report, f.location.path));
    json.Object("lines").Field("begin", f.location.start_line).EndObject().EndObject().EndObject();
    if (!sink(json.Take())) return;
  }
  json.Break().EndArray().Break();
  sink(json.Take());
}

}  // namespace unsoap::reporters
