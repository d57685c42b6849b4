// Result files and row records: how they are named, written and read back.
#include "scanner/fleet/store.h"

#include <dirent.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "reporters/sha256.h"
#include "reporters/write_report.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/findings/json.h"

namespace unsoap::fleet {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kNames[] = {"clean",         "findings", "partial", "timeout",
                                       "out-of-memory", "died",     "missing", "no-revision",
                                       "error",         "not-run",  "stale",   "conflict"};
constexpr std::string_view kBegin = "{\"fleet\": ";
constexpr std::string_view kLibrary = "\"library\": ";
constexpr std::string_view kEnd = "}\n";
constexpr const char* kSchema = "1.0";
constexpr size_t kKeyDigits = 40;
constexpr size_t kLongestHead = 1 << 20;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Text(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

/// Digest of what is the same in every result.
std::string DigestOf(const findings::Report& shared) {
  std::string bytes;
  findings::WriteReportJson(shared, {}, [&](std::string_view part) {
    bytes += part;
    return true;
  });
  return reporters::Sha256Hex(bytes).substr(0, kKeyDigits);
}

Json ToJson(const Head& head) {
  const Identity& identity = head.identity;
  Json json = {
      {"schema_version", kSchema}, {"key", head.key},          {"repository", head.repository},
      {"tree", head.tree},         {"tool", identity.tool},    {"build", identity.build},
      {"rules", identity.rules},   {"as_of", identity.as_of},  {"settings", identity.settings},
      {"complete", head.complete}, {"findings", head.findings}};
  if (!head.shared.empty()) json["shared"] = head.shared;
  return json;
}

/// From the first line, without the comma at its end.
std::optional<Head> ParseHead(std::string_view line) {
  if (!line.starts_with(kBegin) || !line.ends_with(',')) return std::nullopt;
  line = line.substr(kBegin.size(), line.size() - kBegin.size() - 1);
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || Text(json, "schema_version") != kSchema) return std::nullopt;
  Head head{Text(json, "key"),
            Text(json, "repository"),
            Text(json, "tree"),
            {Text(json, "tool"), Text(json, "build"), Text(json, "rules"), Text(json, "as_of"), {}},
            json.value("complete", false),
            json.value("findings", int64_t{0}),
            Text(json, "shared")};
  if (const auto at = json.find("settings"); at != json.end() && at->is_array()) {
    for (const Json& setting : *at) {
      if (setting.is_string()) head.identity.settings.push_back(setting);
    }
  }
  return head;
}

Result<void> WriteText(const std::string& path, const std::string& text) {
  return reporters::WriteOutput(path, [&](const reporters::Sink& sink) { sink(text); });
}

tl::unexpected<Error> CannotMake(const std::string& path) {
  Error error;
  error.kind = ErrorKind::kOutput;
  error.path = path;
  error.message = fmt::format("cannot make the directory: {}", std::strerror(errno));
  return Fail(std::move(error));
}

/// "mkdir -p": a folder may be made by another shard at the same time.
bool MakeDirectory(const std::string& path) {
  for (size_t at = 0; at != std::string::npos;) {
    at = path.find('/', at + 1);
    const std::string part = path.substr(0, at);
    if (!part.empty() && mkdir(part.c_str(), 0777) != 0 && errno != EEXIST &&
        at == std::string::npos)
      return false;
  }
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace

std::string_view Name(Status status) { return kNames[static_cast<size_t>(status)]; }

std::optional<Status> StatusNamed(std::string_view name) {
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) return static_cast<Status>(i);
  }
  return std::nullopt;
}

Result<void> Store::Prepare() const {
  for (const char* folder : {"", "/rows"}) {
    if (!MakeDirectory(directory_ + folder)) return CannotMake(directory_ + folder);
  }
  return {};
}

std::string Store::KeyOf(const Identity& identity, std::string_view id, std::string_view tree,
                         std::string_view shared) {
  // With its length before each part no two lists of parts give one text.
  std::string text;
  const auto add = [&](std::string_view part) { text += fmt::format("{}:{};", part.size(), part); };
  for (const std::string_view part :
       {std::string_view(kSchema), id, tree, std::string_view(identity.tool),
        std::string_view(identity.build), std::string_view(identity.rules),
        std::string_view(identity.as_of)})
    add(part);
  for (const std::string& setting : identity.settings) add(setting);
  if (!shared.empty()) add("shared="), add(shared);
  return reporters::Sha256Hex(text).substr(0, kKeyDigits);
}

std::string Store::PathOf(std::string_view key, bool complete) const {
  return fmt::format("{}/{}{}.json", directory_, key, complete ? "" : ".partial");
}

Result<bool> Store::Write(Head head, const Library& library, findings::Report* report) const {
  findings::Report shared;
  shared.catalog = std::move(report->catalog);
  const std::string catalog = DigestOf(shared);
  shared.catalog.clear();
  shared.timeline = std::move(report->timeline);
  const std::string timeline = DigestOf(shared);
  report->catalog.clear();
  report->timeline.clear();
  report->command.clear();
  report->root_name = head.repository;
  report->repository_url.clear();
  report->revision.clear();
  report->branch.clear();
  head.complete = report->complete;
  head.findings = static_cast<int64_t>(report->findings.size());
  Json first = ToJson(head);
  first["catalog"] = catalog;
  first["timeline"] = timeline;
  const std::string path = PathOf(head.key, head.complete);
  const Result<void> written = reporters::WriteOutput(path, [&](const reporters::Sink& sink) {
    sink(std::string(kBegin) + Dump(first) + ",\n");
    if (!library.empty()) sink(std::string(kLibrary) + fleet::ToJson(library) + ",\n");
    bool is_first = true;
    findings::WriteReportJson(*report, {}, [&](std::string_view part) {
      if (is_first) part.remove_prefix(1);  // its own '{'
      is_first = false;
      return sink(part);
    });
  });
  if (!written) return Fail(written.error());
  if (head.complete) unlink(PathOf(head.key, false).c_str());
  return head.complete;
}

std::optional<Head> Store::Find(std::string_view key, bool complete) const {
  std::ifstream file(PathOf(key, complete), std::ios::binary);
  if (!file) return std::nullopt;
  std::string line(1 << 12, '\0');
  // The first line is short but for the settings.
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<size_t>(file.gcount()));
  if (line.find('\n') == std::string::npos && line.size() == (1 << 12)) {
    std::string more(kLongestHead, '\0');
    file.read(more.data(), static_cast<std::streamsize>(more.size()));
    line.append(more, 0, static_cast<size_t>(file.gcount()));
  }
  std::optional<Head> head = ParseHead(std::string_view(line).substr(0, line.find('\n')));
  if (!head || head->key != key || head->complete != complete) return std::nullopt;
  // Renamed when it was whole; what a disk lost since shows at its end.
  file.clear();
  file.seekg(-static_cast<std::streamoff>(kEnd.size()), std::ios::end);
  std::string end(kEnd.size(), '\0');
  file.read(end.data(), static_cast<std::streamsize>(end.size()));
  if (end != kEnd) return std::nullopt;
  return head;
}

Library Store::LibraryOf(std::string_view key, bool complete) const {
  std::ifstream file(PathOf(key, complete), std::ios::binary);
  std::string line;
  if (!std::getline(file, line) || !std::getline(file, line) || !line.starts_with(kLibrary) ||
      !line.ends_with(','))
    return {};
  return LibraryFromJson(
      std::string_view(line).substr(kLibrary.size(), line.size() - kLibrary.size() - 1));
}

void Store::Sweep(const std::vector<std::string>& keys) const {
  DIR* opened = opendir(directory_.c_str());
  if (opened == nullptr) return;
  std::vector<std::string> left;
  while (const dirent* entry = readdir(opened)) {
    const std::string_view name = entry->d_name;
    if (name.starts_with('.') && name.ends_with(".tmp") && name.size() > kKeyDigits)
      left.emplace_back(name);
  }
  closedir(opened);
  for (const std::string& name : left) {
    if (std::find(keys.begin(), keys.end(), name.substr(1, kKeyDigits)) != keys.end())
      unlink((directory_ + "/" + name).c_str());
  }
}

std::string Store::RowPath(std::string_view id) const {
  return fmt::format("{}/rows/{}.json", directory_, reporters::Sha256Hex(id).substr(0, kKeyDigits));
}

Result<void> Store::Record(const Outcome& outcome) const {
  Json json = {{"repository", outcome.id},
               {"revision", outcome.revision},
               {"status", Name(outcome.status)},
               {"reason", outcome.reason},
               {"key", outcome.key},
               {"commit", outcome.commit},
               {"tree", outcome.tree},
               {"branch", outcome.branch},
               {"url", outcome.url},
               {"findings", outcome.findings}};
  if (!outcome.first.empty()) json["first"] = outcome.first;
  if (!outcome.shared.empty()) json["shared"] = outcome.shared;
  const std::string text = Dump(json) + "\n", path = RowPath(outcome.id);
  const Result<std::string> before = ReadBytes(path, {kLongestHead, false});
  if (before && *before == text) return {};
  return WriteText(path, text);
}

std::optional<Outcome> Store::Recorded(std::string_view id) const {
  const Result<std::string> text = ReadBytes(RowPath(id), {kLongestHead, false});
  if (!text) return std::nullopt;
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object() || Text(json, "repository") != id) return std::nullopt;
  const std::optional<Status> status = StatusNamed(Text(json, "status"));
  if (!status) return std::nullopt;
  return Outcome{Text(json, "repository"),
                 Text(json, "revision"),
                 Text(json, "commit"),
                 Text(json, "tree"),
                 Text(json, "branch"),
                 Text(json, "url"),
                 *status,
                 Text(json, "reason"),
                 Text(json, "key"),
                 json.value("findings", int64_t{0}),
                 Text(json, "first"),
                 Text(json, "shared")};
}

bool ReadResult(std::string_view text, Head* head, const ResultParts& parts) {
  if (!text.ends_with(kEnd)) return false;
  bool in_findings = false, in_suppressed = false;
  for (size_t number = 0; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (number == 0) {
      const std::optional<Head> parsed = ParseHead(line);
      if (!parsed) return false;
      *head = *parsed;
      continue;
    }
    if (line.empty()) continue;
    if (in_findings || in_suppressed) {
      if (line.starts_with(']')) {
        in_findings = in_suppressed = false;
        continue;
      }
      line = Trim(line);
      if (line.ends_with(',')) line.remove_suffix(1);
      if (in_findings) parts.on_finding(line);
      continue;
    }
    const size_t colon = line.find("\": ");
    if (!line.starts_with('"') || colon == std::string_view::npos) return false;
    const std::string_view name = line.substr(1, colon - 1);
    std::string_view value = line.substr(colon + 3);
    in_findings = name == "findings" && value == "[";
    in_suppressed = name == "suppressed" && value == "[";
    if (in_findings || in_suppressed) continue;
    // A comma, or the end of the whole.
    if (value.ends_with(',') || value.ends_with('}')) value.remove_suffix(1);
    parts.on_member(name, value);
  }
  return true;
}

}  // namespace unsoap::fleet
