#include "scanner/findings/json_replacement.h"

#include <map>
#include <string>

namespace unsoap::findings {
namespace {

using Json = nlohmann::ordered_json;
using Map = std::map<std::string, std::string>;

void PutText(Json& json, const char* key, const std::string& value) {
  if (!value.empty()) json[key] = value;
}

Json ToJson(const JsonTree& tree) {
  switch (tree.kind) {
    case JsonTree::Kind::kNone:
    case JsonTree::Kind::kNull:
      return nullptr;
    case JsonTree::Kind::kBool:
      return tree.text == "true";
    case JsonTree::Kind::kNumber:
      return Json::parse(tree.text, nullptr, false);
    case JsonTree::Kind::kString:
      return tree.text;
    case JsonTree::Kind::kList: {
      Json list = Json::array();
      for (const JsonTree& item : tree.items) list.push_back(ToJson(item));
      return list;
    }
    case JsonTree::Kind::kObject:
      break;
  }
  Json out = Json::object();
  for (size_t i = 0; i < tree.names.size(); ++i) out[tree.names[i]] = ToJson(tree.items[i]);
  return out;
}

}  // namespace

Json ReplacementToJson(const Replacement& r) {
  Json json = {{"id", r.id},           {"title", r.title}, {"http_method", r.http_method},
               {"path", r.path},       {"role", r.role},   {"applies", r.applies ? "yes" : "if"},
               {"because", r.because}, {"step", r.step}};
  Json request = {{"path_parameters", ToJson(r.request.path_parameters)},
                  {"query", ToJson(r.request.query)},
                  {"headers", ToJson(r.request.headers)}};
  if (!r.request.body.empty()) request["body"] = ToJson(r.request.body);
  json["request"] = std::move(request);
  json["url"] = r.url;
  json["guidance"] = r.guidance;
  PutText(json, "caveat", r.caveat);
  PutText(json, "permission", r.permission);
  PutText(json, "limits", r.limits);
  if (!r.examples.curl.empty()) {
    Json examples = {{"curl", r.examples.curl}};
    if (!r.examples.code.empty()) examples[r.examples.language] = r.examples.code;
    examples["variables"] = r.examples.variables;
    json["examples"] = std::move(examples);
  }
  return json;
}

namespace {

template <class T>
void Get(const Json& json, const char* key, T& value) {
  const auto at = json.find(key);
  if (at != json.end() && !at->is_null()) value = at->template get<T>();
}

JsonTree TreeFrom(const Json& json) {
  if (json.is_null()) return {JsonTree::Kind::kNull, {}, {}, {}};
  if (json.is_boolean()) return JsonTree::Bool(json.get<bool>());
  if (json.is_number()) return JsonTree::Number(json.dump());
  if (json.is_string()) return JsonTree::String(json.get<std::string>());
  JsonTree out = json.is_array() ? JsonTree::List() : JsonTree::Object();
  for (const auto& [name, value] : json.items()) {
    if (json.is_object()) out.names.push_back(name);
    out.items.push_back(TreeFrom(value));
  }
  return out;
}

// Schema 1.x: values were text, with the placeholders of the path among the query.
void OldRequestFrom(const Json& json, Replacement& r) {
  Map query, body;
  Get(json, "query", query);
  Get(json, "body", body);
  for (const auto& [name, value] : query) {
    const bool in_path = name.size() > 2 && name.front() == '{' && name.back() == '}';
    (in_path ? r.request.path_parameters : r.request.query)
        .Set(in_path ? name.substr(1, name.size() - 2) : name, JsonTree::String(value));
  }
  if (!body.empty()) r.request.body = JsonTree::Object();
  for (const auto& [name, value] : body) r.request.body.Set(name, JsonTree::String(value));
  Get(json, "applies", r.applies);
  std::string when;
  Get(json, "when", when);
  if (!when.empty()) r.because = when, r.applies = false;
  if (r.role == "before") r.role = "first";
  if (r.role == "or" || r.role == "perhaps") r.role = "instead";
}

}  // namespace

Replacement ReplacementFrom(const Json& json) {
  Replacement r;
  Get(json, "id", r.id);
  Get(json, "title", r.title);
  Get(json, "http_method", r.http_method);
  Get(json, "path", r.path);
  Get(json, "url", r.url);
  Get(json, "because", r.because);
  Get(json, "guidance", r.guidance);
  Get(json, "caveat", r.caveat);
  Get(json, "permission", r.permission);
  Get(json, "limits", r.limits);
  Get(json, "role", r.role);
  Get(json, "step", r.step);
  const auto request = json.find("request");
  if (request == json.end()) {
    OldRequestFrom(json, r);
    r.step = 0;  // its place in the list: see FindingFrom
    return r;
  }
  std::string applies = "yes";
  Get(json, "applies", applies);
  r.applies = applies == "yes";
  const auto tree = [&](const char* key, JsonTree& out) {
    if (const auto at = request->find(key); at != request->end()) out = TreeFrom(*at);
  };
  tree("path_parameters", r.request.path_parameters);
  tree("query", r.request.query);
  tree("headers", r.request.headers);
  tree("body", r.request.body);
  if (const auto at = json.find("examples"); at != json.end()) {
    for (const auto& [name, value] : at->items()) {
      if (name == "curl") {
        r.examples.curl = value.get<std::string>();
      } else if (name == "variables") {
        r.examples.variables = value.get<Map>();
      } else if (value.is_string()) {
        r.examples.language = name, r.examples.code = value.get<std::string>();
      }
    }
  }
  return r;
}

}  // namespace unsoap::findings
