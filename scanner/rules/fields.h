// The keys of a rule pack's YAML and the members of Pack that they fill: one list for every reader
// and writer.
//
// What it is: a Visit(visitor, object) for each struct of pack.h; the YAML reader, the binary form
// and `rules show` are visitors. What it is not: code; adding a key to the format is adding one
// line here (and its sentence in rules/README.md and docs/schema/). A visitor is called as
// `visit(key, member, rule)`.
#pragma once

#include "scanner/rules/example.h"
#include "scanner/rules/pack.h"
#include "scanner/rules/secret_words.h"
#include "scanner/rules/words.h"

namespace unsoap::rules {

/// What a value must be besides its type.
enum class Check : unsigned char {
  kNone,
  kRegex,
  kDate,
  kEndpoint,
  kOperation,
  kOperationOrAny,
  kSeverity,
  kPackageKind,
  kHttpMethod,
  kConfidence,
  kTimelineKind,
  kEnumTypeKey,
  kNameStyle,
  kRole,
  kRestType,
  kContent,
  kShows,
};
struct FieldRule {
  bool required = false;
  Check check = Check::kNone;
};
inline constexpr FieldRule kPlain{};
inline constexpr FieldRule kRequired{true, Check::kNone};

/// Members that do not come from a key; the YAML reader fills them otherwise.
inline constexpr const char* kNoKey = "";

template <class V>
void Visit(V& visit, TypeField& o) {
  visit("name", o.name, kRequired);
  visit("type", o.type, kRequired);
}

template <class V>
void Visit(V& visit, RequestType& o) {
  visit("name", o.name, kRequired);
  visit("base", o.base, kPlain);
  visit("fields", o.fields, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, EnumType& o) {
  visit("name", o.name, kRequired);
  visit("values", o.values, kRequired);
  visit("also", o.also, kPlain);
  visit("note", o.note, kPlain);
  visit("source", o.source, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, RequestStep& o) {
  visit("call", o.endpoint, FieldRule{true, Check::kEndpoint});
  visit("role", o.role, FieldRule{false, Check::kRole});
  visit("name", o.name, kPlain);
  visit("when", o.when, kPlain);
  visit("path", o.path, kPlain);
  visit("query", o.query, kPlain);
  visit("body", o.body, kPlain);
  visit("how", o.how, kPlain);
  visit("caveat", o.caveat, kPlain);
}

template <class V>
void Visit(V& visit, Mapping& o) {
  visit("id", o.id, kPlain);
  visit("when", o.when, kRequired);
  visit("steps", o.steps, kPlain);
  visit("how", o.how, kPlain);
  visit("caveat", o.caveat, kPlain);
  visit("basis", o.basis, kPlain);
  visit("default", o.is_default, kPlain);
  visit("adds", o.adds, kPlain);
  visit("priority", o.priority, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, OperationParameter& o) {
  visit("name", o.name, kRequired);
  visit("type", o.type, kRequired);
  visit("required", o.required, kPlain);
  visit("nillable", o.nillable, kPlain);
  visit("since", o.since, kPlain);
}

template <class V>
void Visit(V& visit, Operation& o) {
  visit("operation", o.name, kRequired);
  visit("group", o.group, kPlain);
  visit("title", o.title, kRequired);
  visit("since", o.since, kPlain);
  visit("request_element", o.request_element, kRequired);
  visit("request_type", o.request_type, kPlain);
  visit("success_element", o.success_element, kPlain);
  visit("success_type", o.success_type, kPlain);
  visit("result_type", o.result_type, kPlain);
  visit("soap_action", o.soap_action, kPlain);
  visit("result_fields", o.result_fields, kPlain);
  visit("soap_headers", o.soap_headers, kPlain);
  visit("aliases", o.aliases, kPlain);
  visit("parameters", o.parameters, kPlain);
  visit("limits", o.limits, kPlain);
  visit("replacements", o.replacements, FieldRule{false, Check::kEndpoint});
  visit("no_replacement", o.no_replacement, kPlain);
  visit("mappings", o.mappings, kPlain);
  visit("common_name", o.is_common_name, kPlain);
  visit("source", o.source, kRequired);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, RestMember& o) {
  visit("name", o.name, kRequired);
  visit("type", o.type, FieldRule{false, Check::kRestType});
  visit("list", o.list, kPlain);
  visit("required", o.required, kPlain);
  visit("open", o.open, kPlain);
  visit("values", o.values, kPlain);
  visit("most", o.most, kPlain);
  visit("top", o.top, kPlain);
  visit("note", o.note, kPlain);
  visit("members", o.members, kPlain);
}

template <class V>
void Visit(V& visit, RestEndpoint& o) {
  visit("id", o.id, kRequired);
  visit("title", o.title, kRequired);
  visit("method", o.http_method, FieldRule{true, Check::kHttpMethod});
  visit("path", o.path, kRequired);
  visit("api", o.api, kPlain);
  visit("tag", o.tag, kPlain);
  visit("url", o.url, kPlain);
  visit("permission", o.permission, kPlain);
  visit("limits", o.limits, kPlain);
  visit("needs", o.needs, FieldRule{false, Check::kEndpoint});
  visit("content", o.content, FieldRule{false, Check::kContent});
  visit("body_optional", o.body_optional, kPlain);
  visit("path_parameters", o.path_parameters, kPlain);
  visit("query", o.query, kPlain);
  visit("body", o.body, kPlain);
  visit("answer", o.answer, kPlain);
  visit("source", o.source, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, FlaggedParameter& o) {
  visit("id", o.id, kRequired);
  visit("title", o.title, kPlain);
  visit("names", o.names, kRequired);
  visit("values", o.values, kPlain);
  visit("not_values", o.not_values, kPlain);
  visit("under", o.under, kPlain);
  visit("operations", o.operations, FieldRule{false, Check::kOperationOrAny});
  visit("standalone", o.standalone, kPlain);
  visit("severity", o.severity, FieldRule{true, Check::kSeverity});
  visit("issue", o.issue, kRequired);
  visit("action", o.action, kRequired);
  visit("source", o.source, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, Surface& o) {
  constexpr FieldRule kPattern{false, Check::kRegex};
  visit("namespaces", o.namespaces, kRequired);
  visit("namespace_pattern", o.namespace_pattern, kPattern);
  visit("endpoint_pattern", o.endpoint_pattern, FieldRule{true, Check::kRegex});
  visit("wsdl_pattern", o.wsdl_pattern, kPattern);
  visit("hosts", o.hosts, kPattern);
  visit("not_hosts", o.not_hosts, kPattern);
  visit("version_pattern", o.version_pattern, kPattern);
  visit("wsdl_version_pattern", o.wsdl_version_pattern, kPattern);
  visit("request_element", o.request_element, kPlain);
  visit("success_element", o.success_element, kPlain);
  visit("element_templates", o.element_templates, kPlain);
  visit("service_names", o.service_names, kPlain);
  visit("port_names", o.port_names, kPlain);
  visit("port_types", o.port_types, kPlain);
  visit("bindings", o.bindings, kPlain);
  visit("code_packages", o.code_packages, kPlain);
  visit("types", o.types, kPlain);
  visit("common_types", o.common_types, kPlain);
  visit("type_templates", o.type_templates, kPlain);
  visit("strong_anchors", o.strong_anchors, kRequired);
  visit("weak_anchors", o.weak_anchors, kPlain);
  visit("rest_markers", o.rest_markers, kPattern);
  visit("auth_header_elements", o.auth_header_elements, kPlain);
  visit("context_header_elements", o.context_header_elements, kPlain);
  visit("header_type_ends", o.header_type_ends, kPlain);
  visit("auth_header_fields", o.auth_header_fields, kPlain);
  visit("signature_patterns", o.signature_patterns, kPattern);
}

template <class V>
void Visit(V& visit, CredentialShape& o) {
  visit("id", o.id, kRequired);
  visit("title", o.title, kRequired);
  visit("pattern", o.pattern, FieldRule{true, Check::kRegex});
  visit("confidence", o.confidence, FieldRule{true, Check::kConfidence});
  visit("secret", o.is_secret, kPlain);
  visit("distinctive", o.is_distinctive, kPlain);
  visit("advice", o.advice, kPlain);
}

template <class V>
void Visit(V& visit, Credentials& o) {
  visit("shapes", o.shapes, kPlain);
  visit("names", o.names, kPlain);
  visit("common_names", o.common_names, kPlain);
  visit("endpoint_names", o.endpoint_names, kPlain);
  visit("placeholders", o.placeholders, FieldRule{false, Check::kRegex});
  visit("rotate", o.rotate, kPlain);
  visit("remove", o.remove, kPlain);
}

template <class V>
void Visit(V& visit, SecretWords& o) {
  visit("stems", o.stems, kRequired);
  visit("ends", o.ends, kRequired);
  visit("weak", o.weak, kRequired);
  visit("of_service", o.of_service, kRequired);
  visit("not_ends", o.not_ends, kRequired);
  visit("value_names", o.value_names, kRequired);
  visit("asking", o.asking, kRequired);
  visit("before_names", o.before_names, kRequired);
  visit("row_words", o.row_words, kRequired);
  visit("address_names", o.address_names, kRequired);
  visit("name_ends", o.name_ends, kRequired);
  visit("example_names", o.example_names, kRequired);
  visit("patterns", o.patterns, FieldRule{true, Check::kRegex});
  visit("plain", o.plain, FieldRule{true, Check::kRegex});
  visit("numbers", o.numbers, FieldRule{true, Check::kRegex});
  visit("words", o.words, kRequired);
  visit("letter_pairs", o.letter_pairs, kRequired);
}

template <class V>
void Visit(V& visit, PlaceWords& o) {
  visit("label", o.label, kRequired);
  visit("folders", o.folders, kPlain);
  visit("folder_ends", o.folder_ends, kPlain);
  visit("stems", o.stems, kPlain);
  visit("stem_begins", o.stem_begins, kPlain);
  visit("stem_ends", o.stem_ends, kPlain);
  visit("written_ends", o.written_ends, kPlain);
  visit("extensions", o.extensions, kPlain);
  visit("names", o.names, kPlain);
}

template <class V>
void Visit(V& visit, Words& o) {
  visit("places", o.places, kRequired);
  visit("packages", o.packages, kRequired);
  visit("class_sources", o.class_sources, kRequired);
  visit("projects", o.projects, kRequired);
  visit("configs", o.configs, kRequired);
  visit("deployed_configs", o.deployed_configs, kRequired);
  visit("module_manifests", o.module_manifests, kRequired);
  visit("container_classes", o.container_classes, kRequired);
  visit("soap_addresses", o.soap_addresses, kRequired);
  visit("standard_hosts", o.standard_hosts, kRequired);
  visit("request_names", o.request_names, kRequired);
  visit("attribute_members", o.attribute_members, kRequired);
  visit("sibling_attributes", o.sibling_attributes, kRequired);
  visit("listings", o.listings, kRequired);
  visit("namespace_arguments", o.namespace_arguments, kRequired);
  visit("element_types", o.element_types, kRequired);
  visit("element_verbs", o.element_verbs, kRequired);
  visit("element_methods", o.element_methods, kRequired);
  visit("element_functions", o.element_functions, kRequired);
  visit("element_texts", o.element_texts, kRequired);
  visit("element_contents", o.element_contents, kRequired);
  visit("element_starts", o.element_starts, kRequired);
  visit("element_ends", o.element_ends, kRequired);
  visit("senders", o.senders, kRequired);
}

template <class V>
void Visit(V& visit, Package& o) {
  visit("id", o.id, kRequired);
  visit("title", o.title, kPlain);
  visit("ecosystem", o.ecosystem, kRequired);
  visit("names", o.names, kPlain);
  visit("kind", o.kind, FieldRule{true, Check::kPackageKind});
  visit("versions", o.versions, kPlain);
  visit("condition", o.condition, kPlain);
  visit("imports", o.imports, FieldRule{false, Check::kRegex});
  visit("methods", o.methods, FieldRule{false, Check::kOperation});
  visit("client_types", o.client_types, kPlain);
  visit("factories", o.factories, kPlain);
  visit("key_arguments", o.key_arguments, kPlain);
  visit("advice", o.advice, kPlain);
  visit("source", o.source, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, TimelineEvent& o) {
  visit("date", o.date, FieldRule{true, Check::kDate});
  visit("no_later_than", o.no_later_than, kPlain);
  visit("kind", o.kind, FieldRule{true, Check::kTimelineKind});
  visit("event", o.event, kRequired);
  visit("said_on", o.said_on, FieldRule{false, Check::kDate});
  visit("superseded_on", o.superseded_on, FieldRule{false, Check::kDate});
  visit("source", o.source, kRequired);
  visit("note", o.note, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, Erratum& o) {
  visit("id", o.id, kRequired);
  visit("where", o.where, kRequired);
  visit("wrong", o.wrong, kRequired);
  visit("right", o.right, kRequired);
  visit("proof", o.proof, kRequired);
  visit("operations", o.operations, FieldRule{false, Check::kOperation});
  visit("endpoints", o.endpoints, FieldRule{false, Check::kEndpoint});
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, SecondHop& o) {
  visit("id", o.id, kRequired);
  visit("topic", o.topic, kRequired);
  visit("since", o.since, kPlain);
  visit("text", o.text, kRequired);
  visit("source", o.source, kPlain);
  visit("endpoints", o.endpoints, FieldRule{false, Check::kEndpoint});
  visit("operations", o.operations, FieldRule{false, Check::kOperation});
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, RestRule& o) {
  visit("id", o.id, kRequired);
  visit("hop", o.hop, kPlain);
  visit("topic", o.topic, kPlain);
  visit("since", o.since, kPlain);
  visit("text", o.text, kPlain);
  visit("source", o.source, kPlain);
  visit("endpoints", o.endpoints, FieldRule{false, Check::kEndpoint});
  visit("parameters", o.parameters, kPlain);
  visit("more_than", o.more_than, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, ErrorCode& o) {
  visit("soap", o.soap, kPlain);
  visit("meaning", o.meaning, kRequired);
  visit("rest", o.rest, kPlain);
  visit("quality", o.quality, kPlain);
}

template <class V>
void Visit(V& visit, FieldMap& o) {
  visit("soap", o.soap, kPlain);
  visit("rest", o.rest, kPlain);
  visit("note", o.note, kPlain);
}

template <class V>
void Visit(V& visit, MigrationTopic& o) {
  visit("id", o.id, kRequired);
  visit("title", o.title, kRequired);
  visit("text", o.text, kRequired);
  visit("steps", o.steps, kPlain);
  visit("shows", o.shows, FieldRule{false, Check::kShows});
  visit("operations", o.operations, FieldRule{false, Check::kOperation});
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, Toolkit::Client& o) {
  visit("type", o.type, kPlain);
  visit("receiver", o.receiver, kPlain);
  visit("method", o.method, kPlain);
  visit("base", o.is_base, kPlain);
  visit("callback_parameter", o.callback_parameter, kPlain);
  visit("proven", o.proven, kPlain);
}

template <class V>
void Visit(V& visit, Toolkit::Invoke& o) {
  visit("method", o.method, kRequired);
  visit("operation_argument", o.operation_argument, kPlain);
  visit("operation_styles", o.operation_styles, FieldRule{false, Check::kNameStyle});
  visit("request_argument", o.request_argument, kPlain);
  visit("client_argument", o.client_argument, kPlain);
  visit("via", o.via, kPlain);
  visit("function", o.is_function, kPlain);
}

template <class V>
void Visit(V& visit, Toolkit& o) {
  constexpr FieldRule kPattern{false, Check::kRegex};
  visit("id", o.id, kRequired);
  visit("title", o.title, kRequired);
  visit("languages", o.languages, kPlain);
  visit("clients", o.clients, kPlain);
  visit("invokes", o.invokes, kPlain);
  visit("passthrough", o.passthrough, kPlain);
  visit("imports", o.imports, kPattern);
  visit("generated_markers", o.generated_markers, kPattern);
  visit("generator", o.generator, kPlain);
  visit("request_types", o.request_types, kPlain);
  visit("enum_members", o.enum_members, kPlain);
  visit("header_arguments", o.header_arguments, kPlain);
  visit("dispatchers", o.dispatchers, kPlain);
  visit("note", o.note, kPlain);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, ExampleLine& o) {
  visit("text", o.text, kRequired);
  visit("when", o.when, kPlain);
  visit("unless", o.unless, kPlain);
  visit("each", o.each, kPlain);
}

template <class V>
void Visit(V& visit, ExampleLanguage& o) {
  visit("id", o.id, kRequired);
  visit("title", o.title, kRequired);
  visit("languages", o.languages, kPlain);
  visit("leaves", o.leaves, kPlain);
  visit("quote", o.quote, kPlain);
  visit("escapes", o.escapes, kPlain);
  visit("splice", o.splice, kPlain);
  visit("path_splice", o.path_splice, kPlain);
  visit("value", o.value, kPlain);
  visit("answer", o.answer, kPlain);
  visit("answer_key", o.answer_key, kPlain);
  visit("answer_index", o.answer_index, kPlain);
  visit("choose", o.choose, kPlain);
  visit("join", o.join, kPlain);
  visit("object", o.object, kPlain);
  visit("object_entry", o.object_entry, kPlain);
  visit("object_joint", o.object_joint, kPlain);
  visit("list", o.list, kPlain);
  visit("true_word", o.true_word, kPlain);
  visit("false_word", o.false_word, kPlain);
  visit("null_word", o.null_word, kPlain);
  visit("lines", o.lines, kRequired);
  visit(kNoKey, o.place, kPlain);
}

template <class V>
void Visit(V& visit, EffortModel& o) {
  visit("by_kind", o.minutes_by_kind, kPlain);
  visit("by_operation", o.minutes_by_operation, FieldRule{false, Check::kOperation});
  visit("by_severity", o.minutes_by_severity, FieldRule{false, Check::kSeverity});
}

/// pack.yaml: what the service is.
template <class V>
void VisitPackFile(V& visit, Pack& o) {
  visit("id", o.id, kRequired);
  visit("version", o.version, kRequired);
  visit("service", o.service_name, kRequired);
  visit("short", o.service_short, kRequired);
  visit("documentation", o.documentation, kPlain);
  visit("removed_on", o.removed_on, FieldRule{true, Check::kDate});
}

/// One root key of a file, and the file names that may hold it.
template <class V>
void VisitListFiles(V& visit, Pack& o) {
  visit("endpoints", o.endpoints, kPlain);
  visit("parameters", o.parameters, kPlain);
  visit("enums", o.enums, kPlain);
  visit("types", o.types, kPlain);
  visit("packages", o.packages, kPlain);
  visit("timeline", o.timeline, kPlain);
  visit("errata", o.errata, kPlain);
  visit("second_hop", o.second_hop, kPlain);
  visit("rest_rules", o.rest_rules, kPlain);
  visit("errors", o.errors, kPlain);
  visit("fields", o.fields, kPlain);
  visit("field_rules", o.field_rules, kPlain);
  visit("quotas", o.quotas, kPlain);
  visit("migration", o.migration, kPlain);
  visit("enum_rest_names", o.enum_rest_names, FieldRule{false, Check::kEnumTypeKey});
}

}  // namespace unsoap::rules
