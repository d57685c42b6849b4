#include "scanner/languages/compile_language.h"

#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "scanner/base/text.h"

namespace unsoap::languages {
namespace {

enum class Shape { kText, kList, kTextOrList, kBool, kMap, kPairs };

struct Key {
  const char* name;
  Shape shape;
  std::vector<Key> keys = {};             // of a map
  std::vector<std::string> allowed = {};  // of a text or list of texts; empty: anything
};

const std::vector<Key>& Schema() {
  static const auto* const kSchema = new std::vector<Key>{
      {"id", Shape::kText},
      {"title", Shape::kText},
      {"inherits", Shape::kText},
      {"extensions", Shape::kList},
      {"shares", Shape::kList},
      {"filenames", Shape::kList},
      {"shebangs", Shape::kList},
      {"modelines", Shape::kList},
      {"content_hints", Shape::kList},
      {"content_needs", Shape::kList},
      {"grammar",
       Shape::kMap,
       {{"package", Shape::kText}, {"path", Shape::kText}, {"symbol", Shape::kText}}},
      {"case", Shape::kTextOrList, {}, {"camel", "snake", "pascal"}},
      {"strings",
       Shape::kMap,
       {{"prefixes", Shape::kList},
        {"raw_prefixes", Shape::kList},
        {"quotes", Shape::kList},
        {"raw_quotes", Shape::kList},
        {"holes", Shape::kList},
        {"hole_quotes", Shape::kList},
        {"escapes", Shape::kText, {}, {"none", "backslash", "double"}},
        {"escape_char", Shape::kText},
        {"symbols", Shape::kList}}},
      {"sigils", Shape::kList},
      {"self", Shape::kList},
      {"super", Shape::kList},
      {"constructors", Shape::kList},
      {"format_calls", Shape::kMap, {{"percent", Shape::kList}, {"braces", Shape::kList}}},
      {"tail_skip", Shape::kList},
      {"read_as", Shape::kPairs},
      {"comments", Shape::kMap, {{"line", Shape::kList}, {"block", Shape::kPairs}}},
      {"embeds", Shape::kPairs},
      {"ignore_case", Shape::kBool},
      {"receiver_classes", Shape::kText},
      {"doc_types",
       Shape::kMap,
       {{"variable", Shape::kList}, {"parameter", Shape::kList}, {"result", Shape::kList}}},
      {"method_getters", Shape::kList},
      {"sends", Shape::kList},
      {"calls_by_name", Shape::kList},
      {"catch_all", Shape::kList},
      {"elements", Shape::kList},
      {"receiver_blocks", Shape::kList},
      {"xml_clients", Shape::kList},
      {"xml_calls", Shape::kList},
      {"extensions_have_self", Shape::kBool},
      {"property_access", Shape::kBool},
      {"fields_name_classes", Shape::kBool},
      {"awaited", Shape::kList},
      {"appends", Shape::kList},
      {"appends_all", Shape::kList},
      {"joins", Shape::kList},
      {"lookups", Shape::kList},
      {"gives_back", Shape::kList},
      {"hands_on", Shape::kList},
      {"promises", Shape::kList},
      {"invokers", Shape::kList},
      {"same_function", Shape::kList},
      {"getter_annotations", Shape::kList},
      {"object_calls", Shape::kList},
      {"runs", Shape::kPairs},
      {"makes_and_runs", Shape::kPairs},
      {"callback_takers", Shape::kList},
      {"stands_for", Shape::kList},
      {"binds", Shape::kList},
      {"builders", Shape::kList},
      {"gives_self", Shape::kList},
      {"instance_getters", Shape::kList},
      {"element_makers", Shape::kList},
      {"package_functions", Shape::kBool},
      {"flat_arguments", Shape::kBool},
      {"memberwise", Shape::kBool},
      {"folder_modules", Shape::kBool},
      {"structural", Shape::kBool},
      {"family", Shape::kText},
      {"includes_share", Shape::kBool},
      {"bare_calls", Shape::kBool},
      {"explicit_self", Shape::kBool},
      {"class_getters", Shape::kList},
      {"registers", Shape::kList},
      {"setters", Shape::kList},
      {"settings_files", Shape::kList},
      {"declares", Shape::kList},
      {"imports", Shape::kList},
      {"reached_by_import", Shape::kBool},
      {"opening", Shape::kText},
      {"clang", Shape::kText, {}, {"c", "c++", "objective-c", "objective-c++"}},
  };
  return *kSchema;
}

class Compiler {
 public:
  Compiler(std::string_view path, const std::string& yaml) : path_(path), yaml_(yaml) {}

  Result<nlohmann::json> Run() {
    YAML::Node root;
    try {
      root = YAML::Load(yaml_);
    } catch (const YAML::Exception& e) {
      return At(e.mark, e.msg);
    }
    if (!root.IsMap()) return At(root.Mark(), "a language file must be a map of keys");
    auto json = Map(root, Schema());
    if (!json) return json;
    for (const char* key : {"id", "title"}) {
      if (!json->contains(key))
        return At(root.Mark(), std::string("the key '") + key + "' is missing");
    }
    if (json->contains("grammar")) {
      for (const char* key : {"package", "symbol"}) {
        if (!(*json)["grammar"].contains(key)) {
          return At(root["grammar"].Mark(), std::string("the key '") + key + "' is missing");
        }
      }
    }
    for (const char* key : {"content_hints", "content_needs"}) {
      if (!json->contains(key)) continue;
      for (const auto& item : root[key]) {
        const RE2 re(item.as<std::string>(), RE2::Quiet);
        if (!re.ok()) return At(item.Mark(), "not a regular expression: " + re.error());
      }
    }
    if (auto checked = CheckPatterns(root); !checked) return Fail(checked.error());
    return json;
  }

 private:
  Result<void> CheckPatterns(const YAML::Node& root) const {
    std::vector<YAML::Node> patterns;
    if (root["strings"] && root["strings"]["holes"]) {
      for (const auto& item : root["strings"]["holes"]) patterns.push_back(item);
    }
    if (root["read_as"]) {
      for (const auto& item : root["read_as"]) patterns.push_back(item[0]);
    }
    for (const YAML::Node& item : patterns) {
      const RE2 re(item.as<std::string>(), RE2::Quiet);
      if (!re.ok()) return At(item.Mark(), "not a regular expression: " + re.error());
    }
    return {};
  }

  tl::unexpected<Error> At(const YAML::Mark& mark, std::string message,
                           std::string hint = {}) const {
    Error error;
    error.path = path_;
    error.message = std::move(message);
    error.hint = std::move(hint);
    if (!mark.is_null()) {
      error.line = mark.line + 1;
      error.column = mark.column + 1;
      const auto lines = Split(yaml_, '\n');
      if (mark.line >= 0 && static_cast<size_t>(mark.line) < lines.size())
        error.source = lines[mark.line];
    }
    return Fail(std::move(error));
  }

  Result<nlohmann::json> Map(const YAML::Node& node, const std::vector<Key>& keys) const {
    if (!node.IsMap()) return At(node.Mark(), "a map of keys was expected");
    nlohmann::json out = nlohmann::json::object();
    for (const auto& pair : node) {
      const auto name = pair.first.as<std::string>("");
      const Key* key = nullptr;
      std::vector<std::string> names;
      for (const Key& k : keys) {
        names.push_back(k.name);
        if (name == k.name) key = &k;
      }
      if (key == nullptr) {
        const std::string near = DidYouMean(name, names);
        return At(pair.first.Mark(), "unknown key '" + name + "'",
                  near.empty() ? "" : "did you mean '" + near + "'?");
      }
      if (out.contains(name))
        return At(pair.first.Mark(), "the key '" + name + "' stands here twice");
      auto value = Value(pair.second, *key);
      if (!value) return value;
      out[name] = std::move(*value);
    }
    return out;
  }

  Result<nlohmann::json> Text(const YAML::Node& node, const Key& key) const {
    if (!node.IsScalar()) return At(node.Mark(), std::string("'") + key.name + "' takes text");
    const auto text = node.as<std::string>();
    if (!key.allowed.empty() &&
        std::find(key.allowed.begin(), key.allowed.end(), text) == key.allowed.end()) {
      const std::string near = DidYouMean(text, key.allowed);
      return At(
          node.Mark(), "'" + text + "' is no value of '" + key.name + "'",
          near.empty() ? "one of: " + Join(key.allowed, ", ") : "did you mean '" + near + "'?");
    }
    return nlohmann::json(text);
  }

  Result<nlohmann::json> Value(const YAML::Node& node, const Key& key) const {
    switch (key.shape) {
      case Shape::kText:
        return Text(node, key);
      case Shape::kBool:
        if (!node.IsScalar() || (node.Scalar() != "true" && node.Scalar() != "false")) {
          return At(node.Mark(), std::string("'") + key.name + "' is true or false");
        }
        return nlohmann::json(node.Scalar() == "true");
      case Shape::kMap:
        return Map(node, key.keys);
      case Shape::kTextOrList:
        if (node.IsScalar()) {
          auto text = Text(node, key);
          if (!text) return text;
          return nlohmann::json::array({*text});
        }
        [[fallthrough]];
      case Shape::kList: {
        if (!node.IsSequence())
          return At(node.Mark(), std::string("'") + key.name + "' takes a list");
        nlohmann::json out = nlohmann::json::array();
        for (const auto& item : node) {
          auto text = Text(item, key);
          if (!text) return text;
          out.push_back(std::move(*text));
        }
        return out;
      }
      case Shape::kPairs: {
        if (!node.IsSequence())
          return At(node.Mark(), std::string("'") + key.name + "' takes a list");
        nlohmann::json out = nlohmann::json::array();
        for (const auto& item : node) {
          if (!item.IsSequence() || item.size() != 2)
            return At(item.Mark(), "a pair [begin, end] was expected");
          out.push_back({item[0].as<std::string>(""), item[1].as<std::string>("")});
        }
        return out;
      }
    }
    return nlohmann::json();
  }

  std::string path_;
  const std::string& yaml_;
};

}  // namespace

Result<std::string> CompileLanguage(std::string_view path, const std::string& yaml) {
  auto json = Compiler(path, yaml).Run();
  if (!json) return Fail(json.error());
  const auto bytes = nlohmann::json::to_msgpack(*json);
  return std::string(bytes.begin(), bytes.end());
}

}  // namespace unsoap::languages
