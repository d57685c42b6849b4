// JsonFields: the members of a report's JSON, each named once.
//
// What it is: one walk over every struct of a report, by which json.cc writes it, reads it again
// and describes it for the published schema. A walker has
//   Field(name, x)           always there
//   IfSet(name, x)           left out where x is empty, 0 or false
//   IfOther(name, x, y)      left out where x is y, which it then is when read
//   IfShown(name, x)         source text: left out where empty, and where options say so
//   Said(name, value)        written alone: it follows from other members
//   SaidIf(when, name, value)
//   Group(name, fields)      an object of its own; GroupIf(when, …): where there is something in it
// What it is not: the values' forms. Read walks a struct that holds its defaults.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include "scanner/findings/json.h"

namespace unsoap::findings {

/// `T` is `U`, to be written or to be read.
template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

template <class V, Is<Location> T>
void Fields(V& v, T& at) {
  v.Field("path", at.path);
  v.Field("start_line", at.start_line);
  v.Field("start_column", at.start_column);
  v.Field("end_line", at.end_line);
  v.Field("end_column", at.end_column);
  v.IfOther("start_column_utf16", at.start_column_utf16, at.start_column);
  v.IfOther("end_column_utf16", at.end_column_utf16, at.end_column);
}

template <class V, Is<Callers> T>
void Fields(V& v, T& callers) {
  v.Field("direct", callers.direct);
  v.Field("total", callers.total);
  v.Field("files", callers.files);
  v.Field("sites", callers.sites);
  v.IfSet("languages", callers.languages);
  v.IfSet("entry_points", callers.entry_points);
}

template <class V, Is<ArgumentValue> T>
void Fields(V& v, T& argument) {
  v.Field("name", argument.name);
  v.Field("values", argument.values);
  v.IfShown("source", argument.source);
  v.Field("location", argument.location);
}

template <class V, Is<FlaggedUse> T>
void Fields(V& v, T& use) {
  v.Field("name", use.name);
  v.Field("rule_id", use.rule_id);
  v.IfSet("severity", use.severity);
  v.Field("location", use.location);
  v.Field("guidance", use.guidance);
}

template <class V, Is<Evidence> T>
void Fields(V& v, T& evidence) {
  v.Field("what", evidence.what);
  v.Field("text", evidence.text);
  v.Field("location", evidence.location);
}

template <class V, Is<FlowStep> T>
void Fields(V& v, T& step) {
  v.Field("text", step.text);
  v.Field("location", step.location);
}

template <class V, Is<Snippet> T>
void Fields(V& v, T& snippet) {
  v.Field("first_line", snippet.first_line);
  v.Field("lines", snippet.lines);
}

template <class V, Is<Finding> T>
void Fields(V& v, T& f) {
  v.Field("id", f.id);
  v.Field("rule_id", f.rule_id);
  v.Field("kind", f.kind);
  v.Field("operation", f.operation);
  v.Field("confidence", f.confidence);
  v.Field("level", f.level);
  v.Field("language", f.language);
  v.Field("toolkit", f.toolkit);
  v.Field("message", f.message);
  v.Field("location", f.location);
  v.Field("enclosing", f.enclosing);
  v.IfSet("enclosing_line", f.enclosing_line);
  const auto parameter = f.properties.find("parameter");
  const bool has_parameter = parameter != f.properties.end();
  v.SaidIf(has_parameter, "parameter", has_parameter ? parameter->second : std::string());
  v.Field("arguments", f.arguments);
  v.Field("parameters", f.parameters);
  v.Field("replacements", f.replacements);
  v.Field("evidence", f.evidence);
  v.Field("flow", f.flow);
  v.Field("callers", f.callers);
  v.Field("effort_minutes", f.effort_minutes);
  v.Field("labels", f.labels);
  v.Field("state", f.state);
  v.IfSet("notes", f.notes);
  v.IfSet("owner", f.owner);
  v.IfSet("properties", f.properties);
  v.IfSet("family", f.family);
  v.IfSet("line_hash", f.line_hash);
  v.IfShown("snippet", f.snippet);
  v.IfSet("suppressed_by", f.suppressed_by);
  v.IfSet("suppression_reason", f.suppression_reason);
}

template <class V, Is<NotRead> T>
void Fields(V& v, T& file) {
  v.Field("path", file.path);
  v.Field("reason", file.reason);
}

template <class V, Is<Coverage> T>
void Fields(V& v, T& c) {
  v.Field("files_found", c.files_found);
  v.Field("files_parsed", c.files_parsed);
  v.Field("files_text_only", c.files_text_only);
  v.Field("files_dropped_by_prefilter", c.files_dropped_by_prefilter);
  v.Field("files_not_read", c.files_not_read);
  v.Field("not_read", c.not_read);
  v.Field("bytes_read", c.bytes_read);
  const int64_t more = c.files_not_read - static_cast<int64_t>(c.not_read.size());
  v.SaidIf(more > 0, "not_read_more", more);
  v.IfSet("files_partial", c.files_partial);
  v.IfSet("files_given_up", c.files_given_up);
  v.IfSet("files_ignored", c.files_ignored);
  v.IfSet("directories_ignored", c.directories_ignored);
  v.IfSet("text_only", c.text_only);
  v.IfSet("partial", c.partial);
  v.IfSet("left_out", c.left_out);
  v.IfSet("ignored_by", c.ignored_by);
}

template <class V, Is<TimelineEntry> T>
void Fields(V& v, T& entry) {
  v.Field("date", entry.date);
  v.Field("event", entry.event);
  v.IfSet("said_on", entry.said_on);
  v.IfSet("superseded_on", entry.superseded_on);
  v.IfSet("source", entry.source);
  v.IfSet("note", entry.note);
}

template <class V, Is<Diagnostic> T>
void Fields(V& v, T& d) {
  v.Field("level", d.level);
  v.Field("message", d.message);
  v.IfSet("path", d.path);
  v.IfSet("line", d.line);
  v.IfSet("hint", d.hint);
}

template <class V, Is<WrapperSummary> T>
void Fields(V& v, T& wrapper) {
  v.Field("name", wrapper.name);
  v.IfSet("finding_id", wrapper.finding_id);
  v.Field("location", wrapper.location);
  v.Field("operations", wrapper.operations);
  v.Field("callers", wrapper.callers);
}

/// Computed anew from what is read.
template <class V, Is<Summary> T>
void Fields(V& v, T& s) {
  v.Field("total", s.total);
  v.Field("new", s.fresh);
  v.Field("files", s.files);
  v.Field("effort_minutes", s.effort_minutes);
  v.Field("by_confidence", s.by_confidence);
  v.Field("by_kind", s.by_kind);
  v.Field("by_operation", s.by_operation);
  v.Field("by_language", s.by_language);
  v.Field("by_rule", s.by_rule);
  v.Field("by_level", s.by_level);
  v.Field("by_parameter", s.by_parameter);
}

template <class V, Is<RuleAdvice> T>
void Fields(V& v, T& advice) {
  v.Field("when", advice.when);
  v.Field("use", advice.use);
  v.IfSet("url", advice.url);
  v.IfSet("how", advice.how);
}

template <class V, Is<RuleInfo> T>
void Fields(V& v, T& rule) {
  v.Field("id", rule.id);
  v.Field("title", rule.title);
  v.Field("description", rule.description);
  v.Field("level", rule.level);
  v.Field("precision", rule.precision);
  v.Field("tags", rule.tags);
  v.Field("advice", rule.advice);
}

template <class V, Is<RulesIdentity> T>
void Fields(V& v, T& pack) {
  v.Field("pack", pack.pack);
  v.Field("version", pack.version);
  v.Field("digest", pack.digest);
}

template <class V, Is<ErratumUse> T>
void Fields(V& v, T& erratum) {
  v.Field("id", erratum.id);
  v.Field("text", erratum.text);
  v.Field("source", erratum.source);
}

template <class V, Is<RestNote> T>
void Fields(V& v, T& note) {
  v.Field("location", note.location);
  v.Field("rule", note.rule);
  v.IfSet("request", note.request);
  v.IfSet("since", note.since);
  v.Field("text", note.text);
  v.IfSet("source", note.source);
  v.IfSet("endpoints", note.endpoints);
}

template <class V, Is<MigrationTopic> T>
void Fields(V& v, T& topic) {
  v.Field("id", topic.id);
  v.Field("title", topic.title);
  v.Field("text", topic.text);
  v.IfSet("rows", topic.rows);
  v.IfSet("requests", topic.requests);
}

/// Everything but findings, suppressed ones and the summary.
template <class V, Is<Report> T>
void Fields(V& v, T& r) {
  v.Said("schema_version", kReportSchemaVersion);
  v.Group("tool", [&](auto& tool) {
    tool.Said("name", "unsoap");
    tool.Field("version", r.tool_version);
    tool.Field("rules", r.rules);
  });
  v.Field("as_of", r.as_of);
  v.Field("complete", r.complete);
  v.IfSet("interrupted", r.interrupted);
  v.Field("verdict", r.verdict);
  v.Group("service", [&](auto& service) {
    service.Field("name", r.service_name);
    service.IfSet("short_name", r.service_short);
    service.Field("removed_on", r.removed_on);
    service.IfSet("fate", r.fate);
    service.IfSet("documentation", r.documentation);
    service.Field("timeline", r.timeline);
  });
  v.GroupIf(r.left_out > 0, "left_out", [&](auto& left_out) {
    left_out.Field("findings", r.left_out);
    left_out.Field("files", r.left_out_files);
  });
  v.Field("coverage", r.coverage);
  const bool has_source = !(r.root_name + r.repository_url + r.revision + r.branch +
                            r.path_in_repository + r.paths_from)
                               .empty();
  v.GroupIf(has_source, "source", [&](auto& source) {
    source.IfSet("root_name", r.root_name);
    source.IfSet("repository_url", r.repository_url);
    source.IfSet("revision", r.revision);
    source.IfSet("branch", r.branch);
    source.IfSet("path_in_repository", r.path_in_repository);
    source.IfSet("paths_from", r.paths_from);
  });
  v.IfSet("command", r.command);
  v.GroupIf(!r.fail_on.empty(), "gate", [&](auto& gate) {
    gate.Field("fail_on", r.fail_on);
    gate.Field("count", r.gate_count);
  });
  v.IfSet("catalog", r.catalog);
  v.IfSet("wrappers", r.wrappers);
  v.IfSet("errata", r.errata);
  v.IfSet("second_hop", r.second_hop);
  v.IfSet("rest", r.rest);
  v.IfSet("migration", r.migration);
  v.IfSet("diagnostics", r.diagnostics);
  v.GroupIf(v.stamps(), "run", [&](auto& run) {
    run.Field("seconds", r.seconds);
    run.Field("started_at", r.started_at);
  });
}

}  // namespace unsoap::findings
