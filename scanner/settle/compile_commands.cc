#include "scanner/settle/compile_commands.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "scanner/base/char.h"
#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"

namespace unsoap::settle {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kMaxDatabase = 64 << 20;
constexpr size_t kMaxArguments = 400;  // of one command, after filtering

std::string Absolute(std::string_view path, const std::string& directory) {
  return (fs::path(directory) / fs::path(path)).lexically_normal().string();
}

enum class Meaning { kDirectory, kMacro, kFile, kText };

/// Flags that are passed on. With `joined`, the value may follow in the same word.
struct Flag {
  std::string_view name;
  Meaning meaning;
};
constexpr Flag kWithValue[] = {
    {"-isystem", Meaning::kDirectory},
    {"-iquote", Meaning::kDirectory},
    {"-idirafter", Meaning::kDirectory},
    {"-I", Meaning::kDirectory},
    {"-F", Meaning::kDirectory},
    {"-D", Meaning::kMacro},
    {"-U", Meaning::kMacro},
    {"-include", Meaning::kFile},
};
constexpr std::string_view kAlone[] = {
    "-fms-extensions",
    "-fms-compatibility",
    "-fblocks",
    "-fobjc-arc",
    "-fno-exceptions",
    "-fexceptions",
    "-fno-rtti",
    "-frtti",
    "-fsigned-char",
    "-funsigned-char",
    "-fchar8_t",
    "-fno-char8_t",
    "-fdeclspec",
    "-fshort-enums",
    "-fcoroutines",
    "-fobjc-exceptions",
    "-m32",
    "-m64",
    "-fdelayed-template-parsing",
    "-fgnu-keywords",
    "-fdollars-in-identifiers",
    "-ansi",
    "-fpermissive",
};

bool IsDialect(std::string_view word) {
  if (!word.starts_with("-std=")) return false;
  word.remove_prefix(5);
  return !word.empty() && word.size() <= 16 && std::all_of(word.begin(), word.end(), [](char c) {
    return IsAlnum(c) || c == '+' || c == ':';
  });
}

void AddPath(const Flag& flag, std::string_view value, const std::string& directory,
             const std::string& root, CompileFlags* out) {
  if (value.empty()) return;
  const std::string path = Absolute(value, directory);
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error) return;
  if (flag.meaning == Meaning::kDirectory) {
    // The whole file system is no include directory.
    if (!fs::is_directory(status) || path == "/") return;
    if (!IsWithin(path, root)) out->directories.push_back(path);
  } else if (!fs::is_regular_file(status) || !IsWithin(path, root)) {
    return;
  }
  out->arguments.emplace_back(flag.name);
  out->arguments.push_back(path);
}

}  // namespace

std::vector<std::string> SplitCommand(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      if (in_word) words.push_back(std::move(word));
      word.clear(), in_word = false;
      continue;
    }
    in_word = true;
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (quote != 0 && c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < command.size() &&
               (quote == 0 || command[i + 1] == '"' || command[i + 1] == '\\')) {
      word += command[++i];
    } else {
      word += c;
    }
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

CompileFlags SanitizeArguments(const std::vector<std::string>& arguments,
                               const std::string& directory, const std::string& root) {
  CompileFlags out;
  out.from_database = true;
  // The first word is the compiler. Microsoft's spells its flags with a slash.
  const std::string compiler =
      arguments.empty() ? "" : Lower(fs::path(arguments[0]).filename().string());
  const bool is_msvc =
      compiler.starts_with("cl.") || compiler == "cl" || compiler.starts_with("clang-cl");
  for (size_t i = 1; i < arguments.size() && out.arguments.size() < kMaxArguments; ++i) {
    std::string word = arguments[i];
    if (is_msvc && word.starts_with("/")) word[0] = '-';
    if (word == "--") break;
    if (IsDialect(word) ||
        std::find(std::begin(kAlone), std::end(kAlone), word) != std::end(kAlone)) {
      out.arguments.push_back(std::move(word));
      continue;
    }
    for (const Flag& flag : kWithValue) {
      if (!word.starts_with(flag.name)) continue;
      // -include-pch is another flag than -include.
      const bool joined = word.size() > flag.name.size();
      if (joined && flag.meaning == Meaning::kFile) break;
      if (!joined && i + 1 == arguments.size()) break;
      const std::string value = joined ? word.substr(flag.name.size()) : arguments[++i];
      if (flag.meaning == Meaning::kMacro) {
        if (!value.empty() && (IsAlpha(value[0]) || value[0] == '_'))
          out.arguments.push_back(std::string(flag.name) + value);
      } else {
        AddPath(flag, value, directory, root, &out);
      }
      break;
    }
  }
  return out;
}

struct CompileCommands::Database {
  struct Entry {
    std::string file;  // absolute, normal
    std::string directory;
    std::vector<std::string> arguments;
  };
  std::vector<Entry> entries;  // sorted by file

  const Entry* Find(const std::string& path) const {
    const auto by_file = [](const Entry& entry, const std::string& file) {
      return entry.file < file;
    };
    const auto at = std::lower_bound(entries.begin(), entries.end(), path, by_file);
    if (at != entries.end() && at->file == path) return &*at;
    // The neighbours in the order share the longest beginning with it.
    const Entry* best = nullptr;
    size_t best_length = 0;
    const auto consider = [&](const Entry& entry) {
      size_t same = 0;
      while (same < entry.file.size() && same < path.size() && entry.file[same] == path[same])
        ++same;
      if (best == nullptr || same > best_length) best = &entry, best_length = same;
    };
    if (at != entries.begin()) consider(*(at - 1));
    if (at != entries.end()) consider(*at);
    return best;
  }
};

CompileCommands::CompileCommands(std::string root)
    : root_(fs::path(root).lexically_normal().string()) {}
CompileCommands::~CompileCommands() = default;

const CompileCommands::Database* CompileCommands::Load(const std::string& path) {
  const auto [at, fresh] = databases_.try_emplace(path);
  if (!fresh) return at->second.get();
  // Build systems link it to the top; a link out of the tree is not followed.
  std::error_code error;
  const std::string real = fs::canonical(path, error).string();
  if (error || !IsWithin(real, fs::canonical(root_, error).string())) return nullptr;
  ReadOptions options;
  options.limit = kMaxDatabase;
  const Result<std::string> bytes = ReadBytes(path, options);
  if (!bytes) return nullptr;
  const nlohmann::json json = nlohmann::json::parse(*bytes, nullptr, false);
  if (!json.is_array()) return nullptr;
  auto database = std::make_unique<Database>();
  const std::string here = fs::path(path).parent_path().string();
  for (const nlohmann::json& row : json) {
    if (!row.is_object()) continue;
    const auto text = [&](const char* key) {
      const auto found = row.find(key);
      return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (text("file").empty()) continue;
    Database::Entry entry;
    entry.directory = Absolute(text("directory"), here);
    entry.file = Absolute(text("file"), entry.directory);
    if (const auto words = row.find("arguments"); words != row.end() && words->is_array()) {
      for (const nlohmann::json& word : *words) {
        if (word.is_string()) entry.arguments.push_back(word.get<std::string>());
      }
    } else {
      entry.arguments = SplitCommand(text("command"));
    }
    database->entries.push_back(std::move(entry));
  }
  std::stable_sort(
      database->entries.begin(), database->entries.end(),
      [](const Database::Entry& a, const Database::Entry& b) { return a.file < b.file; });
  at->second = std::move(database);
  return at->second.get();
}

const CompileCommands::Database* CompileCommands::Nearest(const std::string& path) {
  for (fs::path folder = fs::path(path).parent_path(); IsWithin(folder.string(), root_);
       folder = folder.parent_path()) {
    for (const char* const inner : {"compile_commands.json", "build/compile_commands.json"}) {
      const Database* const database = Load((folder / inner).string());
      if (database != nullptr && !database->entries.empty()) return database;
    }
    if (folder == folder.root_path()) break;
  }
  return nullptr;
}

CompileFlags CompileCommands::FlagsFor(const std::string& absolute_path) {
  const std::string path = fs::path(absolute_path).lexically_normal().string();
  const std::lock_guard<std::mutex> lock(mutex_);
  const Database* const database = Nearest(path);
  if (database == nullptr) return {};
  const Database::Entry* const entry = database->Find(path);
  if (entry == nullptr || !IsWithin(entry->file, root_)) return {};
  return SanitizeArguments(entry->arguments, entry->directory, root_);
}

}  // namespace unsoap::settle
