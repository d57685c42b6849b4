// `rules openapi`: the endpoints of a pack as an OpenAPI document, for mock servers and clients.
#include <nlohmann/json.hpp>

#include "scanner/rules/catalog.h"

namespace unsoap::rules {
namespace {

using Json = nlohmann::ordered_json;

Json SchemaOf(const RestMember& member, bool is_item);

Json ObjectOf(const std::vector<RestMember>& members, bool open) {
  Json out = {{"type", "object"}};
  Json required = Json::array(), properties = Json::object();
  for (const RestMember& member : members) {
    properties[member.name] = SchemaOf(member, false);
    if (member.required) required.push_back(member.name);
  }
  out["properties"] = std::move(properties);
  if (!required.empty()) out["required"] = std::move(required);
  out["additionalProperties"] = open;
  return out;
}

Json SchemaOf(const RestMember& member, bool is_item) {
  if (member.list && !is_item) {
    Json out = {{"type", "array"}, {"items", SchemaOf(member, true)}};
    if (member.most > 0) out["maxItems"] = member.most;
    return out;
  }
  Json out;
  if (member.type == "object") {
    out = ObjectOf(member.members, member.open || member.members.empty());
  } else if (member.type == "datetime") {
    out = {{"type", "string"}, {"format", "date-time"}};
  } else if (member.type == "file") {
    out = {{"type", "string"}, {"format", "binary"}};
  } else {
    out = {{"type", member.type}};
  }
  if (!member.values.empty()) out["enum"] = member.values;
  if (member.top > 0 && member.type != "object") out["maximum"] = member.top;
  if (!member.note.empty()) out["description"] = member.note;
  return out;
}

Json OperationOf(const RestEndpoint& endpoint) {
  Json out = {{"operationId", endpoint.id}, {"summary", endpoint.title}};
  if (!endpoint.tag.empty()) out["tags"] = {endpoint.tag};
  std::string description = endpoint.permission.empty() ? "" : "Permission: " + endpoint.permission;
  if (!endpoint.limits.empty()) description += (description.empty() ? "" : ". ") + endpoint.limits;
  if (!description.empty()) out["description"] = description;
  Json parameters = Json::array();
  for (const auto& [place, members] :
       {std::pair{"path", &endpoint.path_parameters}, std::pair{"query", &endpoint.query}}) {
    for (const RestMember& member : *members) {
      parameters.push_back({{"name", member.name},
                            {"in", place},
                            {"required", member.required},
                            {"schema", SchemaOf(member, false)}});
    }
  }
  if (!parameters.empty()) out["parameters"] = std::move(parameters);
  if (!endpoint.body.empty()) {
    const char* type = endpoint.content == "form"        ? "application/x-www-form-urlencoded"
                       : endpoint.content == "multipart" ? "multipart/form-data"
                                                         : "application/json";
    Json content = Json::object();
    content[type] = {{"schema", ObjectOf(endpoint.body, false)}};
    out["requestBody"] = {{"required", !endpoint.body_optional}, {"content", std::move(content)}};
  }
  Json answer = Json::object();
  answer["application/json"] = {{"schema", ObjectOf(endpoint.answer, true)}};
  out["responses"] = {{"200", {{"description", "The answer"}, {"content", std::move(answer)}}}};
  return out;
}

}  // namespace

std::string RulesOpenApi(const Pack& pack) {
  std::string product = pack.service_short.substr(0, pack.service_short.find(' '));
  Json out = {{"openapi", "3.0.3"},
              {"info",
               {{"title", product + " REST calls that replace the " + pack.service_name},
                {"version", pack.version}}},
              {"servers", {{{"url", "/"}}}}};
  Json paths = Json::object();
  for (const RestEndpoint& endpoint : pack.endpoints) {
    std::string method;
    for (const char c : endpoint.http_method) method += static_cast<char>(c | 0x20);
    paths[endpoint.path][method] = OperationOf(endpoint);
  }
  out["paths"] = std::move(paths);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace unsoap::rules
