#include "scanner/fleet/library.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/match/place.h"

namespace unsoap::fleet {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr size_t kMostManifests = 2000;  // of a repository
constexpr int64_t kLargestManifest = 4 << 20;
constexpr size_t kMostDependencies = 5000;

/// Paths of manifests below a directory, sorted.
std::vector<std::string> ManifestsBelow(const std::string& directory) {
  std::vector<std::string> out;
  std::error_code failed;
  fs::recursive_directory_iterator at(directory, failed);
  for (const fs::recursive_directory_iterator end; !failed && at != end; at.increment(failed)) {
    const std::string path = at->path().lexically_relative(directory).generic_string();
    if (at->is_symlink(failed)) continue;
    if (at->is_directory(failed)) {
      if (path == ".git" || !match::LabelsOfPath(path + "/x").empty())
        at.disable_recursion_pending();
      continue;
    }
    if (facts::IsManifest(path) && match::LabelsOfPath(path).empty()) out.push_back(path);
  }
  std::sort(out.begin(), out.end());
  if (out.size() > kMostManifests) out.resize(kMostManifests);
  return out;
}

std::string Text(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

int NumberOf(const Json& json, const char* key, int otherwise) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_integer() ? at->get<int>() : otherwise;
}

template <class Body>
void EachOf(const Json& json, const char* key, const Body& body) {
  const auto at = json.find(key);
  if (at == json.end() || !at->is_array()) return;
  for (const Json& item : *at) body(item);
}

std::vector<std::string> TextsOf(const Json& json) {
  std::vector<std::string> out;
  if (!json.is_array()) return out;
  for (const Json& item : json) {
    if (item.is_string()) out.push_back(item);
  }
  return out;
}

Json ToJson(const rules::SharedWrapper& wrapper) {
  Json json = {{"family", wrapper.family}, {"name", wrapper.name},
               {"title", wrapper.title},   {"path", wrapper.path},
               {"line", wrapper.line},     {"operations", wrapper.operations}};
  if (!wrapper.type.empty()) json["type"] = wrapper.type;
  if (!wrapper.space.empty()) json["space"] = wrapper.space;
  if (!wrapper.makers.empty()) json["makers"] = wrapper.makers;
  if (wrapper.operation_argument >= 0) json["operation_argument"] = wrapper.operation_argument;
  for (const rules::SharedValue& value : wrapper.values) {
    Json one = {{"path", value.path}};
    if (!value.value.empty()) one["value"] = value.value;
    if (!value.source.empty()) one["source"] = value.source;
    if (value.place >= 0) one["parameter"] = value.parameter, one["place"] = value.place;
    json["values"].push_back(std::move(one));
  }
  return json;
}

rules::SharedWrapper WrapperOf(const Json& json) {
  rules::SharedWrapper out;
  if (!json.is_object()) return out;
  out.name = Text(json, "name"), out.title = Text(json, "title"), out.path = Text(json, "path");
  out.family = Text(json, "family");
  out.type = Text(json, "type"), out.space = Text(json, "space");
  out.line = NumberOf(json, "line", 0);
  if (json.contains("operations")) out.operations = TextsOf(json["operations"]);
  if (json.contains("makers")) out.makers = TextsOf(json["makers"]);
  out.operation_argument = NumberOf(json, "operation_argument", -1);
  EachOf(json, "values", [&](const Json& value) {
    if (value.is_object())
      out.values.push_back({Text(value, "path"), Text(value, "value"), Text(value, "source"),
                            Text(value, "parameter"), NumberOf(value, "place", -1)});
  });
  return out;
}

}  // namespace

Library ReadLibrary(const std::string& directory, std::vector<rules::SharedWrapper> wrappers) {
  Library out;
  out.wrappers = std::move(wrappers);
  std::map<std::string, std::pair<std::string, std::string>> halves;  // of coordinates, by folder
  for (const std::string& path : ManifestsBelow(directory)) {
    const Result<std::string> bytes =
        ReadBytes(directory + "/" + path, {kLargestManifest, /*follow_link=*/false});
    if (!bytes) continue;
    facts::Manifest manifest = facts::ReadManifest(path, *bytes);
    out.depends_on.insert(out.depends_on.end(), manifest.direct.begin(), manifest.direct.end());
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    std::string& name = manifest.own.name;
    if (name.ends_with(':')) halves[folder].first = name;
    if (name.starts_with(':')) halves[folder].second = name.substr(1);
    if (name.ends_with(':') || name.starts_with(':')) {
      const auto& [group, artifact] = halves[folder];
      name = group.empty() || artifact.empty() ? "" : group + artifact;
    }
    if (!name.empty()) out.packages.push_back({manifest.own, folder});
  }
  std::sort(out.packages.begin(), out.packages.end());
  out.packages.erase(std::unique(out.packages.begin(), out.packages.end()), out.packages.end());
  std::sort(out.depends_on.begin(), out.depends_on.end());
  out.depends_on.erase(std::unique(out.depends_on.begin(), out.depends_on.end()),
                       out.depends_on.end());
  if (out.depends_on.size() > kMostDependencies) out.depends_on.resize(kMostDependencies);
  return out;
}

std::string ToJson(const Library& library) {
  Json json = Json::object();
  for (const Library::Package& package : library.packages)
    json["packages"].push_back({package.name.ecosystem, package.name.name, package.folder});
  for (const facts::PackageName& name : library.depends_on)
    json["depends_on"][name.ecosystem].push_back(name.name);
  for (const rules::SharedWrapper& wrapper : library.wrappers)
    json["wrappers"].push_back(ToJson(wrapper));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Library LibraryFromJson(std::string_view text) {
  Library out;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return out;
  EachOf(json, "packages", [&](const Json& one) {
    const std::vector<std::string> parts = TextsOf(one);
    if (parts.size() == 3) out.packages.push_back({{parts[0], parts[1]}, parts[2]});
  });
  if (json.contains("depends_on") && json["depends_on"].is_object()) {
    for (const auto& [ecosystem, names] : json["depends_on"].items()) {
      for (std::string& name : TextsOf(names))
        out.depends_on.push_back({ecosystem, std::move(name)});
    }
  }
  EachOf(json, "wrappers", [&](const Json& one) { out.wrappers.push_back(WrapperOf(one)); });
  return out;
}

}  // namespace unsoap::fleet
