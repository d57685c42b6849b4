#include "scanner/languages/compile_language.h"

#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "scanner/base/text.h"
#include "scanner/languages/language_keys.h"

namespace unsoap::languages {
namespace {

enum class Shape { kText, kList, kPatterns, kTextOrList, kBool, kMap, kPairs, kReplacements };

struct Key {
  std::string name;
  Shape shape = Shape::kText;
  std::vector<Key> keys = {};             // of a map
  std::vector<std::string> allowed = {};  // of a text or list of texts; empty: anything
};

Shape ShapeOf(std::string Language::*) { return Shape::kText; }
Shape ShapeOf(EscapesKey) { return Shape::kText; }
Shape ShapeOf(bool Language::*) { return Shape::kBool; }
Shape ShapeOf(Texts Language::*) { return Shape::kList; }
Shape ShapeOf(FormatCallKey) { return Shape::kList; }
Shape ShapeOf(Patterns Language::*) { return Shape::kPatterns; }
Shape ShapeOf(PatternTexts) { return Shape::kPatterns; }
Shape ShapeOf(WordOrWords) { return Shape::kTextOrList; }
Shape ShapeOf(TextPairs Language::*) { return Shape::kPairs; }
Shape ShapeOf(Replacements Language::*) { return Shape::kReplacements; }

/// The keys of VisitLanguageKeys(), those with a dot in their names inside maps.
std::vector<Key> MakeSchema() {
  std::vector<Key> keys;
  VisitLanguageKeys([&](std::string_view name, auto where, auto... allowed) {
    std::vector<Key>* level = &keys;
    if (const size_t dot = name.find('.'); dot != std::string_view::npos) {
      const std::string_view map = name.substr(0, dot);
      if (level->empty() || level->back().name != map)
        level->push_back({std::string(map), Shape::kMap});
      level = &level->back().keys;
      name.remove_prefix(dot + 1);
    }
    level->push_back({std::string(name), ShapeOf(where), {}, {allowed...}});
  });
  return keys;
}

const std::vector<Key>& Schema() {
  static const auto* const kSchema = new std::vector<Key>(MakeSchema());
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
    return json;
  }

 private:
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
    if (!node.IsScalar()) return At(node.Mark(), "'" + key.name + "' takes text");
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
          return At(node.Mark(), "'" + key.name + "' is true or false");
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
      case Shape::kPatterns:
      case Shape::kList:
        return List(node, key);
      case Shape::kPairs:
      case Shape::kReplacements:
        return Pairs(node, key);
    }
    return nlohmann::json();
  }

  Result<nlohmann::json> List(const YAML::Node& node, const Key& key) const {
    if (!node.IsSequence()) return At(node.Mark(), "'" + key.name + "' takes a list");
    nlohmann::json out = nlohmann::json::array();
    for (const auto& item : node) {
      auto text = key.shape == Shape::kPatterns ? Pattern(item) : Text(item, key);
      if (!text) return text;
      out.push_back(std::move(*text));
    }
    return out;
  }

  Result<nlohmann::json> Pairs(const YAML::Node& node, const Key& key) const {
    if (!node.IsSequence()) return At(node.Mark(), "'" + key.name + "' takes a list");
    nlohmann::json out = nlohmann::json::array();
    for (const auto& item : node) {
      if (!item.IsSequence() || item.size() != 2)
        return At(item.Mark(), "a pair [begin, end] was expected");
      if (key.shape == Shape::kReplacements) {
        if (auto pattern = Pattern(item[0]); !pattern) return pattern;
      }
      out.push_back({item[0].as<std::string>(""), item[1].as<std::string>("")});
    }
    return out;
  }

  Result<nlohmann::json> Pattern(const YAML::Node& node) const {
    const auto text = node.as<std::string>("");
    const RE2 re(text, RE2::Quiet);
    if (!re.ok()) return At(node.Mark(), "not a regular expression: " + re.error());
    return nlohmann::json(text);
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
