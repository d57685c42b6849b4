// The fields that the design fixes are always present; the further ones only when they say
// something.
#include "scanner/findings/json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "scanner/base/text.h"
#include "scanner/findings/json_replacement.h"

namespace unsoap::findings {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Writing: small parts.

template <class T>
void PutIf(Json& json, const char* key, const T& value) {
  if (value != T{}) json[key] = value;
}

template <class T, class F>
Json List(const std::vector<T>& items, F convert) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(convert(item));
  return list;
}

template <class T, class F>
void PutListIf(Json& json, const char* key, const std::vector<T>& items, F convert) {
  if (!items.empty()) json[key] = List(items, convert);
}

Json ToJson(const Location& at) {
  Json json = {{"path", at.path},
               {"start_line", at.start_line},
               {"start_column", at.start_column},
               {"end_line", at.end_line},
               {"end_column", at.end_column}};
  if (at.start_column_utf16 != at.start_column) json["start_column_utf16"] = at.start_column_utf16;
  if (at.end_column_utf16 != at.end_column) json["end_column_utf16"] = at.end_column_utf16;
  return json;
}

Json ToJson(const Callers& callers) {
  Json json = {{"direct", callers.direct},
               {"total", callers.total},
               {"files", callers.files},
               {"sites", List(callers.sites, [](const Location& at) { return ToJson(at); })}};
  PutIf(json, "languages", callers.languages);
  PutIf(json, "entry_points", callers.entry_points);
  return json;
}

Json ToJson(const ArgumentValue& argument, const JsonOptions& options) {
  Json json = {{"name", argument.name}, {"values", argument.values}};
  if (options.snippets) PutIf(json, "source", argument.source);
  json["location"] = ToJson(argument.location);
  return json;
}

Json ToJson(const FlaggedUse& use) {
  Json json = {{"name", use.name}, {"rule_id", use.rule_id}};
  PutIf(json, "severity", use.severity);
  json["location"] = ToJson(use.location);
  json["guidance"] = use.guidance;
  return json;
}

Json ToJson(const Evidence& evidence) {
  return {
      {"what", evidence.what}, {"text", evidence.text}, {"location", ToJson(evidence.location)}};
}

Json ToJson(const FlowStep& step) {
  return {{"text", step.text}, {"location", ToJson(step.location)}};
}

Json ToJson(const Finding& f, const JsonOptions& options) {
  Json json;
  json["id"] = f.id;
  json["rule_id"] = f.rule_id;
  json["kind"] = Name(f.kind);
  json["operation"] = f.operation;
  json["confidence"] = Name(f.confidence);
  json["level"] = Name(f.level);
  json["language"] = f.language;
  json["toolkit"] = f.toolkit;
  json["message"] = f.message;
  json["location"] = ToJson(f.location);
  json["enclosing"] = f.enclosing;
  if (f.enclosing_line > 0) json["enclosing_line"] = f.enclosing_line;
  if (const auto at = f.properties.find("parameter"); at != f.properties.end())
    json["parameter"] = at->second;
  json["arguments"] =
      List(f.arguments, [&](const ArgumentValue& argument) { return ToJson(argument, options); });
  json["parameters"] = List(f.parameters, [](const FlaggedUse& use) { return ToJson(use); });
  json["replacements"] =
      List(f.replacements, [](const Replacement& r) { return ReplacementToJson(r); });
  json["evidence"] = List(f.evidence, [](const Evidence& evidence) { return ToJson(evidence); });
  json["flow"] = List(f.flow, [](const FlowStep& step) { return ToJson(step); });
  json["callers"] = ToJson(f.callers);
  json["effort_minutes"] = f.effort_minutes;
  json["labels"] = f.labels;
  json["state"] = Name(f.state);
  PutIf(json, "notes", f.notes);
  PutIf(json, "owner", f.owner);
  PutIf(json, "properties", f.properties);
  PutIf(json, "family", f.family);
  PutIf(json, "line_hash", f.line_hash);
  if (options.snippets && !f.snippet.lines.empty()) {
    json["snippet"] = {{"first_line", f.snippet.first_line}, {"lines", f.snippet.lines}};
  }
  PutIf(json, "suppressed_by", f.suppressed_by);
  PutIf(json, "suppression_reason", f.suppression_reason);
  return json;
}

Json ToJson(const NotRead& file) { return {{"path", file.path}, {"reason", file.reason}}; }

Json ToJson(const Coverage& c) {
  const auto files = [](const NotRead& file) { return ToJson(file); };
  Json json = {{"files_found", c.files_found},
               {"files_parsed", c.files_parsed},
               {"files_text_only", c.files_text_only},
               {"files_dropped_by_prefilter", c.files_dropped_by_prefilter},
               {"files_not_read", c.files_not_read},
               {"not_read", List(c.not_read, files)},
               {"bytes_read", c.bytes_read}};
  if (const int64_t named = static_cast<int64_t>(c.not_read.size()); named < c.files_not_read)
    json["not_read_more"] = c.files_not_read - named;
  PutIf(json, "files_partial", c.files_partial);
  PutIf(json, "files_given_up", c.files_given_up);
  PutIf(json, "files_ignored", c.files_ignored);
  PutIf(json, "directories_ignored", c.directories_ignored);
  PutListIf(json, "text_only", c.text_only, files);
  PutListIf(json, "partial", c.partial, files);
  PutListIf(json, "left_out", c.left_out, files);
  PutIf(json, "ignored_by", c.ignored_by);
  return json;
}

Json ToJson(const TimelineEntry& entry) {
  Json json = {{"date", entry.date}, {"event", entry.event}};
  PutIf(json, "said_on", entry.said_on);
  PutIf(json, "superseded_on", entry.superseded_on);
  PutIf(json, "source", entry.source);
  PutIf(json, "note", entry.note);
  return json;
}

Json ToJson(const Diagnostic& d) {
  Json json = {{"level", Name(d.level)}, {"message", d.message}};
  PutIf(json, "path", d.path);
  PutIf(json, "line", d.line);
  PutIf(json, "hint", d.hint);
  return json;
}

Json ToJson(const WrapperSummary& wrapper) {
  Json json = {{"name", wrapper.name}};
  PutIf(json, "finding_id", wrapper.finding_id);
  json["location"] = ToJson(wrapper.location);
  json["operations"] = wrapper.operations;
  json["callers"] = ToJson(wrapper.callers);
  return json;
}

Json ToJson(const Summary& s) {
  return {{"total", s.total},
          {"new", s.fresh},
          {"files", s.files},
          {"effort_minutes", s.effort_minutes},
          {"by_confidence", s.by_confidence},
          {"by_kind", s.by_kind},
          {"by_operation", s.by_operation},
          {"by_language", s.by_language},
          {"by_rule", s.by_rule},
          {"by_level", s.by_level},
          {"by_parameter", s.by_parameter}};
}

Json ToJson(const RuleInfo& rule) {
  return {{"id", rule.id},
          {"title", rule.title},
          {"description", rule.description},
          {"level", Name(rule.level)},
          {"precision", Name(rule.precision)},
          {"tags", rule.tags},
          {"advice", List(rule.advice, [](const RuleAdvice& advice) {
             Json row = {{"when", advice.when}, {"use", advice.use}};
             PutIf(row, "url", advice.url);
             PutIf(row, "how", advice.how);
             return row;
           })}};
}

Json Head(const Report& r, const JsonOptions& options) {
  Json json;
  json["schema_version"] = kReportSchemaVersion;
  json["tool"] = {
      {"name", "unsoap"},
      {"version", r.tool_version},
      {"rules", List(r.rules, [](const RulesIdentity& pack) -> Json {
         return {{"pack", pack.pack}, {"version", pack.version}, {"digest", pack.digest}};
       })}};
  json["as_of"] = r.as_of;
  json["complete"] = r.complete;
  if (r.interrupted) json["interrupted"] = true;
  json["verdict"] = r.verdict;
  json["service"] = {{"name", r.service_name}};
  PutIf(json["service"], "short_name", r.service_short);
  json["service"]["removed_on"] = r.removed_on;
  PutIf(json["service"], "fate", r.fate);
  PutIf(json["service"], "documentation", r.documentation);
  json["service"]["timeline"] =
      List(r.timeline, [](const TimelineEntry& entry) { return ToJson(entry); });
  if (r.left_out > 0) json["left_out"] = {{"findings", r.left_out}, {"files", r.left_out_files}};
  json["coverage"] = ToJson(r.coverage);
  Json source = Json::object();
  PutIf(source, "root_name", r.root_name);
  PutIf(source, "repository_url", r.repository_url);
  PutIf(source, "revision", r.revision);
  PutIf(source, "branch", r.branch);
  PutIf(source, "path_in_repository", r.path_in_repository);
  PutIf(source, "paths_from", r.paths_from);
  if (!source.empty()) json["source"] = source;
  PutIf(json, "command", r.command);
  if (!r.fail_on.empty()) json["gate"] = {{"fail_on", r.fail_on}, {"count", r.gate_count}};
  PutListIf(json, "catalog", r.catalog, [](const RuleInfo& rule) { return ToJson(rule); });
  PutListIf(json, "wrappers", r.wrappers, [](const WrapperSummary& w) { return ToJson(w); });
  PutListIf(json, "errata", r.errata, [](const ErratumUse& use) -> Json {
    return {{"id", use.id}, {"text", use.text}, {"source", use.source}};
  });
  PutIf(json, "second_hop", r.second_hop);
  PutListIf(json, "rest", r.rest, [](const RestNote& note) -> Json {
    Json row = {{"location", ToJson(note.location)}, {"rule", note.rule}};
    PutIf(row, "request", note.request);
    PutIf(row, "since", note.since);
    row["text"] = note.text;
    PutIf(row, "source", note.source);
    PutIf(row, "endpoints", note.endpoints);
    return row;
  });
  PutListIf(json, "migration", r.migration, [](const MigrationTopic& topic) -> Json {
    Json row = {{"id", topic.id}, {"title", topic.title}, {"text", topic.text}};
    PutIf(row, "rows", topic.rows);
    PutListIf(row, "requests", topic.requests,
              [](const Replacement& r) { return ReplacementToJson(r); });
    return row;
  });
  PutListIf(json, "diagnostics", r.diagnostics, [](const Diagnostic& d) { return ToJson(d); });
  if (options.stamp) json["run"] = {{"seconds", r.seconds}, {"started_at", r.started_at}};
  return json;
}

// Reading.
// Missing fields keep their defaults: a file written by an older version of the same schema is
// still read.

template <class T>
void Get(const Json& json, const char* key, T& value) {
  const auto at = json.find(key);
  if (at != json.end() && !at->is_null()) value = at->template get<T>();
}

template <class T, class F>
void GetList(const Json& json, const char* key, std::vector<T>& items, F convert) {
  const auto at = json.find(key);
  if (at == json.end()) return;
  for (const Json& item : *at) items.push_back(convert(item));
}

template <class E>
void GetName(const Json& json, const char* key, E& value, int count) {
  const auto at = json.find(key);
  if (at == json.end()) return;
  const auto name = at->get<std::string>();
  for (int i = 0; i < count; ++i) {
    if (Name(static_cast<E>(i)) == name) {
      value = static_cast<E>(i);
      return;
    }
  }
  throw std::runtime_error("unknown " + std::string(key) + " \"" + name + "\"");
}

Location LocationFrom(const Json& json) {
  Location at;
  Get(json, "path", at.path);
  Get(json, "start_line", at.start_line);
  Get(json, "start_column", at.start_column);
  Get(json, "end_line", at.end_line);
  Get(json, "end_column", at.end_column);
  at.start_column_utf16 = at.start_column;
  at.end_column_utf16 = at.end_column;
  Get(json, "start_column_utf16", at.start_column_utf16);
  Get(json, "end_column_utf16", at.end_column_utf16);
  return at;
}

void GetLocation(const Json& json, Location& at) {
  if (json.contains("location")) at = LocationFrom(json["location"]);
}

Callers CallersFrom(const Json& json) {
  Callers callers;
  Get(json, "direct", callers.direct);
  Get(json, "total", callers.total);
  Get(json, "files", callers.files);
  GetList(json, "sites", callers.sites, LocationFrom);
  Get(json, "languages", callers.languages);
  Get(json, "entry_points", callers.entry_points);
  return callers;
}

ArgumentValue ArgumentFrom(const Json& json) {
  ArgumentValue argument;
  Get(json, "name", argument.name);
  Get(json, "values", argument.values);
  Get(json, "source", argument.source);
  GetLocation(json, argument.location);
  return argument;
}

FlaggedUse FlaggedFrom(const Json& json) {
  FlaggedUse use;
  Get(json, "name", use.name);
  Get(json, "rule_id", use.rule_id);
  Get(json, "severity", use.severity);
  Get(json, "guidance", use.guidance);
  GetLocation(json, use.location);
  return use;
}

Evidence EvidenceFrom(const Json& json) {
  Evidence evidence;
  Get(json, "what", evidence.what);
  Get(json, "text", evidence.text);
  GetLocation(json, evidence.location);
  return evidence;
}

FlowStep StepFrom(const Json& json) {
  FlowStep step;
  Get(json, "text", step.text);
  GetLocation(json, step.location);
  return step;
}

Finding FindingFrom(const Json& json) {
  Finding f;
  Get(json, "id", f.id);
  Get(json, "rule_id", f.rule_id);
  GetName(json, "kind", f.kind, static_cast<int>(Kinds().size()));
  Get(json, "operation", f.operation);
  GetName(json, "confidence", f.confidence, 3);
  GetName(json, "level", f.level, 3);
  Get(json, "language", f.language);
  Get(json, "toolkit", f.toolkit);
  Get(json, "message", f.message);
  GetLocation(json, f.location);
  Get(json, "enclosing", f.enclosing);
  Get(json, "enclosing_line", f.enclosing_line);
  GetList(json, "arguments", f.arguments, ArgumentFrom);
  GetList(json, "parameters", f.parameters, FlaggedFrom);
  GetList(json, "replacements", f.replacements, ReplacementFrom);
  for (size_t i = 0; i < f.replacements.size(); ++i) {
    if (f.replacements[i].step == 0) f.replacements[i].step = static_cast<int>(i) + 1;
  }
  GetList(json, "evidence", f.evidence, EvidenceFrom);
  GetList(json, "flow", f.flow, StepFrom);
  if (json.contains("callers")) f.callers = CallersFrom(json["callers"]);
  Get(json, "effort_minutes", f.effort_minutes);
  Get(json, "labels", f.labels);
  GetName(json, "state", f.state, 2);
  Get(json, "notes", f.notes);
  Get(json, "owner", f.owner);
  Get(json, "properties", f.properties);
  Get(json, "family", f.family);
  Get(json, "line_hash", f.line_hash);
  if (json.contains("snippet")) {
    Get(json["snippet"], "first_line", f.snippet.first_line);
    Get(json["snippet"], "lines", f.snippet.lines);
  }
  Get(json, "suppressed_by", f.suppressed_by);
  Get(json, "suppression_reason", f.suppression_reason);
  return f;
}

NotRead NotReadFrom(const Json& json) {
  NotRead file;
  Get(json, "path", file.path);
  Get(json, "reason", file.reason);
  return file;
}

void ReadCoverage(const Json& json, Coverage& c) {
  Get(json, "files_found", c.files_found);
  Get(json, "files_parsed", c.files_parsed);
  Get(json, "files_text_only", c.files_text_only);
  Get(json, "files_dropped_by_prefilter", c.files_dropped_by_prefilter);
  Get(json, "files_not_read", c.files_not_read);
  Get(json, "files_partial", c.files_partial);
  Get(json, "files_given_up", c.files_given_up);
  Get(json, "files_ignored", c.files_ignored);
  Get(json, "directories_ignored", c.directories_ignored);
  Get(json, "bytes_read", c.bytes_read);
  GetList(json, "not_read", c.not_read, NotReadFrom);
  GetList(json, "text_only", c.text_only, NotReadFrom);
  GetList(json, "partial", c.partial, NotReadFrom);
  GetList(json, "left_out", c.left_out, NotReadFrom);
  Get(json, "ignored_by", c.ignored_by);
}

TimelineEntry TimelineFrom(const Json& json) {
  TimelineEntry entry;
  Get(json, "date", entry.date);
  Get(json, "event", entry.event);
  Get(json, "said_on", entry.said_on);
  Get(json, "superseded_on", entry.superseded_on);
  Get(json, "source", entry.source);
  Get(json, "note", entry.note);
  return entry;
}

Diagnostic DiagnosticFrom(const Json& json) {
  Diagnostic d;
  GetName(json, "level", d.level, 3);
  Get(json, "path", d.path);
  Get(json, "line", d.line);
  Get(json, "message", d.message);
  Get(json, "hint", d.hint);
  return d;
}

WrapperSummary WrapperFrom(const Json& json) {
  WrapperSummary wrapper;
  Get(json, "name", wrapper.name);
  Get(json, "finding_id", wrapper.finding_id);
  GetLocation(json, wrapper.location);
  Get(json, "operations", wrapper.operations);
  if (json.contains("callers")) wrapper.callers = CallersFrom(json["callers"]);
  return wrapper;
}

RuleInfo RuleFrom(const Json& json) {
  RuleInfo rule;
  Get(json, "id", rule.id);
  Get(json, "title", rule.title);
  Get(json, "description", rule.description);
  GetName(json, "level", rule.level, 3);
  GetName(json, "precision", rule.precision, 3);
  Get(json, "tags", rule.tags);
  GetList(json, "advice", rule.advice, [](const Json& row) {
    RuleAdvice advice;
    Get(row, "when", advice.when);
    Get(row, "use", advice.use);
    Get(row, "url", advice.url);
    Get(row, "how", advice.how);
    return advice;
  });
  return rule;
}

void ReadHead(const Json& json, Report& r) {
  if (json.contains("tool")) {
    Get(json["tool"], "version", r.tool_version);
    GetList(json["tool"], "rules", r.rules, [](const Json& pack) {
      RulesIdentity identity;
      Get(pack, "pack", identity.pack);
      Get(pack, "version", identity.version);
      Get(pack, "digest", identity.digest);
      return identity;
    });
  }
  Get(json, "as_of", r.as_of);
  Get(json, "complete", r.complete);
  Get(json, "interrupted", r.interrupted);
  Get(json, "verdict", r.verdict);
  if (json.contains("left_out")) {
    Get(json["left_out"], "findings", r.left_out);
    Get(json["left_out"], "files", r.left_out_files);
  }
  if (json.contains("service")) {
    const Json& service = json["service"];
    Get(service, "name", r.service_name);
    Get(service, "short_name", r.service_short);
    Get(service, "removed_on", r.removed_on);
    Get(service, "fate", r.fate);
    Get(service, "documentation", r.documentation);
    GetList(service, "timeline", r.timeline, TimelineFrom);
  }
  if (json.contains("coverage")) ReadCoverage(json["coverage"], r.coverage);
  if (json.contains("source")) {
    Get(json["source"], "root_name", r.root_name);
    Get(json["source"], "repository_url", r.repository_url);
    Get(json["source"], "revision", r.revision);
    Get(json["source"], "branch", r.branch);
    Get(json["source"], "path_in_repository", r.path_in_repository);
    Get(json["source"], "paths_from", r.paths_from);
  }
  Get(json, "command", r.command);
  if (json.contains("gate")) {
    Get(json["gate"], "fail_on", r.fail_on);
    Get(json["gate"], "count", r.gate_count);
  }
  GetList(json, "catalog", r.catalog, RuleFrom);
  GetList(json, "wrappers", r.wrappers, WrapperFrom);
  GetList(json, "errata", r.errata, [](const Json& use) {
    ErratumUse erratum;
    Get(use, "id", erratum.id);
    Get(use, "text", erratum.text);
    Get(use, "source", erratum.source);
    return erratum;
  });
  Get(json, "second_hop", r.second_hop);
  GetList(json, "rest", r.rest, [](const Json& row) {
    RestNote note;
    GetLocation(row, note.location);
    Get(row, "rule", note.rule);
    Get(row, "request", note.request);
    Get(row, "since", note.since);
    Get(row, "text", note.text);
    Get(row, "source", note.source);
    Get(row, "endpoints", note.endpoints);
    return note;
  });
  GetList(json, "migration", r.migration, [](const Json& row) {
    MigrationTopic topic;
    Get(row, "id", topic.id);
    Get(row, "title", topic.title);
    Get(row, "text", topic.text);
    Get(row, "rows", topic.rows);
    GetList(row, "requests", topic.requests, ReplacementFrom);
    return topic;
  });
  GetList(json, "diagnostics", r.diagnostics, DiagnosticFrom);
  if (json.contains("run")) {
    Get(json["run"], "seconds", r.seconds);
    Get(json["run"], "started_at", r.started_at);
  }
}

}  // namespace

std::string JsonString(std::string_view text) { return Dump(Json(text)); }

std::string FindingToJson(const Finding& finding, const JsonOptions& options) {
  return Dump(ToJson(finding, options));
}

std::string ReportHeadToJson(const Report& report, const JsonOptions& options) {
  Json json = Head(report, options);
  json["summary"] = ToJson(report.summary);
  return Dump(json);
}

bool WriteReportJson(const Report& report, const JsonOptions& options,
                     const std::function<bool(std::string_view)>& sink) {
  const auto list = [&](std::string_view name, const std::vector<Finding>& findings) {
    if (!sink("\"" + std::string(name) + "\": [")) return false;
    for (const Finding& f : findings) {
      const std::string_view separator = &f == &findings.front() ? "\n  " : ",\n  ";
      if (!sink(std::string(separator) + FindingToJson(f, options))) return false;
    }
    return sink(findings.empty() ? "],\n" : "\n],\n");
  };
  std::string head = "{";
  const Json head_json = Head(report, options);
  for (const auto& item : head_json.items()) {
    head += Dump(Json(item.key())) + ": " + Dump(item.value()) + ",\n";
  }
  return sink(head) && list("findings", report.findings) && list("suppressed", report.suppressed) &&
         sink("\"summary\": " + Dump(ToJson(report.summary)) + "}\n");
}

namespace {

template <class Input>
Result<Report> Read(Input&& input, const std::string& path) {
  Report report;
  const auto fail = [&](const std::string& message) {
    Error error;
    error.message = message;
    error.path = path;
    error.hint = "expected a report that `unsoap scan --format json` wrote";
    return Fail(std::move(error));
  };
  try {
    std::string section;
    const Json::parser_callback_t take = [&](int depth, Json::parse_event_t event, Json& parsed) {
      if (depth == 1 && event == Json::parse_event_t::key) section = parsed.get<std::string>();
      if (depth != 2 || event != Json::parse_event_t::object_end) return true;
      if (section == "findings") {
        report.findings.push_back(FindingFrom(parsed));
      } else if (section == "suppressed") {
        report.suppressed.push_back(FindingFrom(parsed));
      } else {
        return true;
      }
      return false;  // the struct has it; the document need not keep it
    };
    const Json json = Json::parse(std::forward<Input>(input), take);
    if (!json.is_object() || !json.contains("schema_version")) {
      return fail("not a report: it has no schema_version");
    }
    const auto version = json["schema_version"].get<std::string>();
    const std::string_view major = std::string_view(version).substr(0, version.find('.'));
    // 1.x had requests as text; it is still read.
    if (major != "1" && major != kReportSchemaVersion.substr(0, kReportSchemaVersion.find('.'))) {
      return fail("schema version " + version + " is not one that this program reads (" +
                  std::string(kReportSchemaVersion) + ")");
    }
    ReadHead(json, report);
  } catch (const std::exception& problem) {
    // The library's prefix "[json.exception...]" means nothing to people.
    std::string what = problem.what();
    if (what.starts_with("[") && what.find("] ") != std::string::npos) {
      what.erase(0, what.find("] ") + 2);
    }
    return fail("cannot be read as a report: " + what);
  }
  report.summary = Summarize(report.findings);
  return report;
}

}  // namespace

Result<Report> ReadReportJson(std::string_view bytes, const std::string& path) {
  return Read(bytes, path);
}

Result<Report> ReadReportJson(std::istream& in, const std::string& path) { return Read(in, path); }

}  // namespace unsoap::findings
