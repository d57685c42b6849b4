// The JSON side of catalog.h: every struct of a pack by the same key lists that read it (fields.h).
#include <nlohmann/json.hpp>

#include "scanner/rules/catalog.h"
#include "scanner/rules/catalog_find.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/fields.h"

namespace unsoap::rules {
namespace {

using Json = nlohmann::ordered_json;

const char* TestName(Condition::Test test) {
  switch (test) {
    case Condition::Test::kEquals:
      return "is";
    case Condition::Test::kNot:
      return "is_not";
    case Condition::Test::kPresent:
      return "given";
    case Condition::Test::kAbsent:
      return "not_given";
    case Condition::Test::kUnknown:
      return "not_constant";
    case Condition::Test::kAlways:
      return "always";
    case Condition::Test::kHuman:
      return "human";
    case Condition::Test::kSeveral:
      return "several";
    case Condition::Test::kSingle:
      return "single";
  }
  return "";
}

Json ToJson(const JsonTree& tree) {
  switch (tree.kind) {
    case JsonTree::Kind::kList: {
      Json out = Json::array();
      for (const JsonTree& item : tree.items) out.push_back(ToJson(item));
      return out;
    }
    case JsonTree::Kind::kObject: {
      Json out = Json::object();
      for (size_t i = 0; i < tree.names.size(); ++i) out[tree.names[i]] = ToJson(tree.items[i]);
      return out;
    }
    case JsonTree::Kind::kString:
      return tree.text;
    case JsonTree::Kind::kNone:
      return Json::object();
    default:
      return Json::parse(tree.text.empty() ? "null" : tree.text);
  }
}

// Writes an object's members under their keys; empty lists and maps are kept, so that readers need
// no "if present".
class JsonWriter {
 public:
  explicit JsonWriter(Json* out) : out_(out) {}

  void operator()(const char* key, std::string& text, FieldRule) { (*out_)[key] = text; }
  void operator()(const char* key, bool& value, FieldRule) { (*out_)[key] = value; }
  void operator()(const char* key, int& value, FieldRule) { (*out_)[key] = value; }
  void operator()(const char* key, std::vector<std::string>& list, FieldRule) {
    (*out_)[key] = list;
  }
  template <class T>
  void operator()(const char* key, std::map<std::string, T>& map, FieldRule) {
    (*out_)[key] = map.empty() ? Json::object() : Json(map);
  }
  void operator()(const char* key, JsonTree& tree, FieldRule) {
    (*out_)[key] = rules::ToJson(tree);
  }
  void operator()(const char*, SourcePlace& place, FieldRule) {
    (*out_)["file"] = place.file;
    (*out_)["line"] = place.line;
  }
  void operator()(const char* key, std::vector<Condition>& list, FieldRule) {
    Json array = Json::array();
    for (const Condition& c : list) {
      Json item = {{"test", TestName(c.test)}, {"text", c.text}};
      if (!c.parameter.empty()) item["parameter"] = c.parameter;
      if (!c.values.empty()) item["values"] = c.values;
      if (c.or_absent) item["or_absent"] = true;
      if (c.every) item["every"] = true;
      array.push_back(std::move(item));
    }
    (*out_)[key] = std::move(array);
  }
  template <class T>
  void operator()(const char* key, std::vector<T>& list, FieldRule) {
    Json array = Json::array();
    for (T& item : list) array.push_back(ToJson(item));
    (*out_)[key] = std::move(array);
  }
  template <class T>
  static Json ToJson(T item) {
    Json json = Json::object();
    JsonWriter writer(&json);
    Visit(writer, item);
    return json;
  }

 private:
  Json* out_;
};

template <class T>
Json ToJson(const T& item) {
  return JsonWriter::ToJson(item);
}

// An operation with its replacements spelled out, so that a reader needs no second look-up.
Json OperationJson(const Pack& pack, const Operation& operation) {
  Json json = ToJson(operation);
  Json replacements = Json::array();
  for (const std::string& id : operation.replacements) {
    const RestEndpoint* e = pack.FindEndpoint(id);
    if (e == nullptr) continue;
    replacements.push_back({{"id", e->id},
                            {"title", e->title},
                            {"method", e->http_method},
                            {"path", e->path},
                            {"url", e->url}});
  }
  json["replacements"] = std::move(replacements);
  json["rule_id"] = pack.id + "/" + operation.name;
  return json;
}

Json ParameterJson(const Pack& pack, const FlaggedParameter& parameter) {
  Json json = ToJson(parameter);
  json["rule_id"] = pack.id + "/param/" + parameter.id;
  return json;
}

Json TimelineOf(const Pack& pack, std::string_view as_of) {
  Json events = Json::array();
  for (const TimelineEvent* event : VisibleTimeline(pack, as_of)) {
    Json json = ToJson(*event);
    if (!event->superseded_on.empty() && event->superseded_on > as_of) json["superseded_on"] = "";
    events.push_back(std::move(json));
  }
  const std::string believed = RemovalBelievedOn(pack, as_of);
  return {{"pack", pack.id},
          {"service", pack.service_name},
          {"as_of", as_of},
          {"removal", believed},
          {"phrase", DatePhrase(believed, as_of)},
          {"events", std::move(events)}};
}

Json PackJson(const Pack& source, std::string_view as_of) {
  Pack pack = source;  // visitors take objects that they may change
  Json json = Json::object();
  JsonWriter writer(&json);
  VisitPackFile(writer, pack);
  json["digest"] = pack.digest;
  json["as_of"] = as_of;
  json["removal_phrase"] = DatePhrase(pack.removed_on, as_of);
  Json operations = Json::array();
  for (const Operation& operation : pack.operations)
    operations.push_back(OperationJson(pack, operation));
  json["operations"] = std::move(operations);
  VisitListFiles(writer, pack);
  Json parameters = Json::array();
  for (const FlaggedParameter& parameter : pack.parameters)
    parameters.push_back(ParameterJson(pack, parameter));
  json["parameters"] = std::move(parameters);
  json["surface"] = ToJson(pack.surface);
  json["credentials"] = ToJson(pack.credentials);
  json["effort"] = ToJson(pack.effort);
  writer("toolkits", pack.toolkits, kPlain);
  return json;
}

std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json FoundJson(const Found& found) {
  Json json;
  switch (found.kind) {
    case Found::Kind::kOperation:
      json = OperationJson(*found.pack, *found.operation);
      break;
    case Found::Kind::kEndpoint:
      json = ToJson(*found.endpoint);
      break;
    case Found::Kind::kParameter:
      json = ParameterJson(*found.pack, *found.parameters.front());
      break;
    case Found::Kind::kMapping:
      json = ToJson(*found.mapping);
      break;
    case Found::Kind::kPackage:
      json = ToJson(*found.package);
      break;
    case Found::Kind::kToolkit:
      json = ToJson(*found.toolkit);
      break;
    case Found::Kind::kErratum:
      json = ToJson(*found.erratum);
      break;
    case Found::Kind::kSecondHop:
      json = ToJson(*found.second_hop);
      break;
    case Found::Kind::kEnum:
      json = ToJson(*found.enumeration);
      break;
    case Found::Kind::kField:
      for (const FieldMap* field : found.fields) json["fields"].push_back(ToJson(*field));
      json["field_rules"] = found.pack->field_rules;
      break;
    case Found::Kind::kError:
      for (const ErrorCode* error : found.errors) json["errors"].push_back(ToJson(*error));
      break;
    case Found::Kind::kQuotas:
      json["quotas"] = found.pack->quotas;
      break;
    case Found::Kind::kType:
      json = ToJson(*found.type);
      break;
    case Found::Kind::kTopic:
      json = ToJson(*found.topic);
      break;
  }
  json["kind"] = KindName(found.kind);
  json["pack"] = found.pack->id;
  return json;
}

}  // namespace

std::string RulesListJson(const Packs& packs, std::string_view as_of) {
  Json list = Json::array();
  for (const Pack* pack : packs) list.push_back(PackJson(*pack, as_of));
  return Dump({{"schema_version", "2.0"}, {"packs", std::move(list)}});
}

Result<std::string> RulesShow(const Packs& packs, const std::string& id) {
  const Result<Found> found = FindRule(packs, id);
  if (!found) return Fail(found.error());
  return Dump(FoundJson(*found));
}

Result<std::string> ExplainJson(const Packs& packs, const std::string& name,
                                std::string_view as_of) {
  const Result<Found> found = FindRule(packs, name);
  if (!found) return Fail(found.error());
  Json json = FoundJson(*found);
  json["service"] = found->pack->service_name;
  json["removed_on"] = found->pack->removed_on;
  json["as_of"] = as_of;
  json["removal_phrase"] = DatePhrase(found->pack->removed_on, as_of);
  return Dump(json);
}

std::string TimelineJson(const Packs& packs, std::string_view as_of) {
  Json list = Json::array();
  for (const Pack* pack : packs) list.push_back(TimelineOf(*pack, as_of));
  return Dump({{"schema_version", "1.0"}, {"packs", std::move(list)}});
}

std::string ErrataJson(const Packs& packs) {
  Json list = Json::array();
  for (const Pack* pack : packs) {
    Json errata = Json::array();
    for (const Erratum& erratum : pack->errata) errata.push_back(ToJson(erratum));
    list.push_back({{"pack", pack->id}, {"errata", std::move(errata)}});
  }
  return Dump({{"schema_version", "1.0"}, {"packs", std::move(list)}});
}

}  // namespace unsoap::rules
