#include "scanner/cli/config.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "scanner/base/text.h"
#include "scanner/git/git_hazard.h"
#include "scanner/rules/yaml.h"

namespace unsoap {
namespace {

bool IsThere(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0;
}

std::vector<std::string> ConfigKeys() {
  std::vector<std::string> keys;
  for (const Flag& flag : Flags()) {
    if (flag.in_config) keys.emplace_back(flag.name);
  }
  return keys;
}

// Nothing but comments: a configuration that somebody prepared, not an error.
bool IsBlank(std::string_view bytes) {
  for (const std::string_view line : Split(bytes, '\n')) {
    const std::string_view text = Trim(line);
    if (!text.empty() && text[0] != '#') return false;
  }
  return true;
}

// One file's parse: keeps what errors need.
struct Reader {
  const std::string& path;
  const std::string& bytes;

  tl::unexpected<Error> Wrong(const YamlNode& node, std::string message, std::string hint) const {
    Error error;
    error.message = std::move(message);
    error.hint = std::move(hint);
    error.path = path;
    error.line = node.line;
    error.column = node.column;
    error.source = LineOf(bytes, node.line);
    return Fail(std::move(error));
  }

  Result<void> Add(const Flag& flag, const YamlNode& node, std::vector<Assignment>* out) const {
    if (node.kind == YamlNode::Kind::kList) {
      for (const YamlNode& item : node.items) {
        if (item.kind != YamlNode::Kind::kScalar) {
          return Wrong(
              item,
              fmt::format("an entry of '{}' must be a word, not {}", flag.name, item.KindName()),
              "");
        }
        if (Result<void> added = Add(flag, item, out); !added) return added;
      }
      return {};
    }
    if (node.kind != YamlNode::Kind::kScalar) {
      return Wrong(node,
                   fmt::format("'{}' must be a word or a list, not {}", flag.name, node.KindName()),
                   "");
    }
    if (flag.value.empty() && node.text != "true" && node.text != "false") {
      return Wrong(node, fmt::format("'{}' must be true or false", flag.name), "");
    }
    out->push_back({&flag, node.text, std::string(flag.name), path, node.line, node.column,
                    LineOf(bytes, node.line)});
    return {};
  }
};

}  // namespace

Result<std::vector<Assignment>> ParseConfig(const std::string& path, const std::string& bytes) {
  std::vector<Assignment> out;
  if (IsBlank(bytes)) return out;
  Result<YamlNode> root = ParseYaml(path, bytes);
  if (!root) return Fail(root.error());
  const Reader reader{path, bytes};
  if (root->kind != YamlNode::Kind::kMap) {
    return reader.Wrong(*root,
                        fmt::format("the configuration must be a map, not {}", root->KindName()),
                        "write 'flag: value' lines, for example 'fail-on: certain'");
  }
  for (size_t i = 0; i + 1 < root->items.size(); i += 2) {
    const YamlNode& key = root->items[i];
    const Flag* flag = FindFlag(key.text);
    if (flag == nullptr || !flag->in_config) {
      const std::string near = DidYouMean(key.text, ConfigKeys());
      const std::string message =
          flag != nullptr ? fmt::format("'{}' can only be given on the command line", key.text)
                          : fmt::format("unknown key '{}'", key.text);
      return reader.Wrong(
          key, message,
          near.empty() || flag != nullptr ? "" : fmt::format("did you mean '{}'?", near));
    }
    if (Result<void> added = reader.Add(*flag, root->items[i + 1], &out); !added)
      return Fail(added.error());
  }
  return out;
}

std::string FindConfig(const std::string& start) {
  char* real = ::realpath(start.c_str(), nullptr);
  if (real == nullptr) return "";
  std::string directory = real;
  std::free(real);
  struct stat status;
  if (::stat(directory.c_str(), &status) == 0 && !S_ISDIR(status.st_mode)) {
    directory.resize(std::max<size_t>(directory.rfind('/'), 1));
  }
  for (;;) {
    const std::string slash = directory == "/" ? "/" : directory + "/";
    for (const char* name : {".unsoap.yml", ".unsoap.yaml"}) {
      // Not a FIFO that never answers, nor somebody else's file.
      struct stat info;
      if (::stat((slash + name).c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
          LiesInside(slash + name, directory))
        return slash + name;
    }
    // A file outside the repository says nothing about it.
    if (directory == "/" || IsThere(slash + ".git")) return "";
    directory.resize(std::max<size_t>(directory.rfind('/'), 1));
  }
}

Result<Config> LoadConfig(const Options& options, const std::string& start) {
  Config config;
  if (options.no_config) return config;
  config.path = options.config.empty() ? FindConfig(start) : options.config;
  if (config.path.empty()) return config;
  std::ifstream file(config.path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file && !file.eof()) {
    Error error;
    error.message = fmt::format("cannot read the configuration: {}", std::strerror(errno));
    error.path = config.path;
    return Fail(std::move(error));
  }
  Result<std::vector<Assignment>> values = ParseConfig(config.path, bytes);
  if (!values) return Fail(values.error());
  config.values = std::move(*values);
  return config;
}

}  // namespace unsoap
