// Configuration files: found, parsed, and, where they come with the scanned tree, restricted.
#include "scanner/cli/config.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <filesystem>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/rules/yaml.h"

namespace unsoap::cli {
namespace {

namespace fs = std::filesystem;

bool IsThere(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0;
}

std::vector<std::string> ConfigKeys() {
  std::vector<std::string> keys = OwnKeys();
  for (const Flag& flag : Flags()) {
    if (flag.in_config != InConfig::kNo) keys.emplace_back(flag.name);
  }
  return keys;
}

constexpr int64_t kMaxConfig = 1 << 20;  // bytes

/// How far the tree's own configuration may lift what bounds the work on it.
struct Ceiling {
  std::string_view flag;
  double most;
  std::string_view shown;
  double (*value)(const Options&);
};
constexpr Ceiling kCeilings[] = {
    {"jobs", 64, "64", [](const Options& o) { return static_cast<double>(o.jobs); }},
    {"archives", 8, "8", [](const Options& o) { return static_cast<double>(o.archives); }},
    {"max-file-size", 64 << 20, "64M",
     [](const Options& o) { return static_cast<double>(o.max_file_size); }},
    {"max-memory", 1 << 30, "1G",
     [](const Options& o) { return static_cast<double>(o.max_memory); }},
    {"timeout-file", 60, "60", [](const Options& o) { return o.timeout_file; }},
};

/// The path that `value` means in `folder`, from here if that is shorter; an Error if it leads out
/// of the folder, also through links, or into its .git.
Result<std::string> PathBelow(const std::string& folder, const std::string& value) {
  if (value.empty()) return value;
  std::error_code failed;
  const fs::path base = fs::canonical(folder, failed);
  if (failed) return Fail("is relative to a folder that is gone");
  const fs::path path = fs::weakly_canonical(base / value, failed);
  if (failed) return Fail("names a path that cannot be followed");
  const fs::path inside = path.lexically_relative(base);
  if (inside.empty() || *inside.begin() == "..") {
    return Fail("leads out of the folder of this configuration, which is what is scanned");
  }
  for (const fs::path& part : inside) {
    if (EqualsIgnoreCase(part.string(), ".git")) return Fail("leads into .git");
  }
  const fs::path here = fs::current_path(failed);
  const fs::path from_here = failed ? fs::path() : path.lexically_relative(here);
  return from_here.empty() || *from_here.begin() == ".." ? path.string() : from_here.string();
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

  tl::unexpected<Error> Wrong(const rules::YamlNode& node, std::string message,
                              std::string hint) const {
    Error error;
    error.message = std::move(message);
    error.hint = std::move(hint);
    error.path = path;
    error.line = node.line;
    error.column = node.column;
    error.source = rules::LineOf(bytes, node.line);
    return Fail(std::move(error));
  }

  Result<void> Add(const Flag& flag, const rules::YamlNode& node,
                   std::vector<Assignment>* out) const {
    if (node.kind == rules::YamlNode::Kind::kList) {
      for (const rules::YamlNode& item : node.items) {
        if (item.kind != rules::YamlNode::Kind::kScalar) {
          return Wrong(
              item,
              fmt::format("an entry of '{}' must be a word, not {}", flag.name, item.KindName()),
              "");
        }
        if (Result<void> added = Add(flag, item, out); !added) return added;
      }
      return {};
    }
    if (node.kind != rules::YamlNode::Kind::kScalar) {
      return Wrong(node,
                   fmt::format("'{}' must be a word or a list, not {}", flag.name, node.KindName()),
                   "");
    }
    if (flag.value.empty() && node.text != "true" && node.text != "false") {
      return Wrong(node, fmt::format("'{}' must be true or false", flag.name), "");
    }
    out->push_back({&flag, node.text, std::string(flag.name), path, node.line, node.column,
                    rules::LineOf(bytes, node.line)});
    return {};
  }
};

}  // namespace

Result<std::vector<Assignment>> ParseConfig(const std::string& path, const std::string& bytes,
                                            OwnNames* own) {
  std::vector<Assignment> out;
  OwnNames names;
  names.path = path;
  if (IsBlank(bytes)) return out;
  Result<rules::YamlNode> root = rules::ParseYaml(path, bytes);
  if (!root) return Fail(root.error());
  const Reader reader{path, bytes};
  if (root->kind != rules::YamlNode::Kind::kMap) {
    return reader.Wrong(*root,
                        fmt::format("the configuration must be a map, not {}", root->KindName()),
                        "write 'flag: value' lines, for example 'fail-on: certain'");
  }
  for (size_t i = 0; i + 1 < root->items.size(); i += 2) {
    const rules::YamlNode& key = root->items[i];
    if (IsOwnKey(key.text)) {
      Result<void> read = ReadOwnNames(key.text, root->items[i + 1], bytes, &names);
      if (!read) return Fail(read.error());
      continue;
    }
    const Flag* flag = FindFlag(key.text);
    if (flag == nullptr || flag->in_config == InConfig::kNo) {
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
  if (own != nullptr) *own = std::move(names);
  return out;
}

std::string FindConfig(const std::string& start) {
  std::string directory = RealPath(start);
  if (directory.empty()) return "";
  struct stat status;
  if (::stat(directory.c_str(), &status) == 0 && !S_ISDIR(status.st_mode)) {
    directory = DirectoryAround(directory);
  }
  for (;;) {
    const std::string slash = directory == "/" ? "/" : directory + "/";
    for (const char* name : {".unsoap.yml", ".unsoap.yaml"}) {
      // Whatever it is: one that cannot be read, a link or a FIFO, is an error and not left out.
      struct stat info;
      if (::lstat((slash + name).c_str(), &info) == 0) return slash + name;
    }
    // A file outside the repository says nothing about it.
    if (directory == "/" || IsThere(slash + ".git")) return "";
    directory = DirectoryAround(directory);
  }
}

Result<void> RestrictToTree(const std::string& folder, std::vector<Assignment>& values) {
  const auto wrong = [](const Assignment& value, std::string message, std::string hint) {
    Error error;
    error.message = std::move(message);
    error.hint = std::move(hint);
    error.path = value.path;
    error.line = value.line;
    error.column = value.column;
    error.source = value.source;
    return Fail(std::move(error));
  };
  for (Assignment& value : values) {
    const Flag& flag = *value.flag;
    const std::string instead =
        fmt::format("give --{}, set {}, or name a file of your own with --config", flag.name,
                    EnvironmentName(flag));
    if (flag.in_config == InConfig::kWrites &&
        (flag.name != "format" || value.value.find('=') != std::string::npos)) {
      return wrong(
          value,
          fmt::format("'{}' names a file to write, and the configuration of what is scanned "
                      "may name none",
                      flag.name),
          instead);
    }
    if (flag.in_config == InConfig::kReads) {
      Result<std::string> path = PathBelow(folder, value.value);
      if (!path)
        return wrong(value, fmt::format("'{}' {}", flag.name, path.error().message), instead);
      value.value = std::move(*path);
    }
  }
  for (const Ceiling& ceiling : kCeilings) {
    for (const Assignment& value : values) {
      if (value.flag->name != ceiling.flag) continue;
      Options options;
      // What is no value of the flag at all is said when all sources are joined.
      if (!value.flag->set(options, value.value) || ceiling.value(options) <= ceiling.most)
        continue;
      return wrong(
          value,
          fmt::format("'{}' may be at most {} in the configuration of what is scanned",
                      ceiling.flag, ceiling.shown),
          fmt::format("give --{}, or name a file of your own with --config", ceiling.flag));
    }
  }
  return {};
}

Result<Config> LoadConfig(const Options& options, const std::string& start) {
  Config config;
  if (options.no_config) return config;
  const bool is_users = !options.config.empty();
  config.path = is_users ? options.config : FindConfig(start);
  if (config.path.empty()) return config;
  Result<std::string> bytes = ReadBytes(config.path, {kMaxConfig, is_users});
  if (!bytes) {
    Error error = bytes.error();
    error.message = fmt::format("cannot read the configuration: {}",
                                IsThere(config.path) || !is_users ? error.message : "no such file");
    error.hint = is_users ? "" : "--no-config does without; --config names another";
    return Fail(std::move(error));
  }
  Result<std::vector<Assignment>> values = ParseConfig(config.path, *bytes, &config.own);
  if (!values) return Fail(values.error());
  config.values = std::move(*values);
  if (is_users) return config;
  const std::string folder = fs::path(config.path).parent_path().string();
  if (Result<void> checked = RestrictToTree(folder, config.values); !checked)
    return Fail(checked.error());
  return config;
}

}  // namespace unsoap::cli
