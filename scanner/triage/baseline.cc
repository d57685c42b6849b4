#include "scanner/triage/baseline.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <tuple>

#include "scanner/findings/fingerprint.h"

namespace unsoap::triage {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kBaselineVersion = 1;

void Sort(Baseline* baseline) {
  std::sort(baseline->entries.begin(), baseline->entries.end(),
            [](const BaselineEntry& a, const BaselineEntry& b) {
              return std::tie(a.path, a.rule_id, a.family, a.reason) <
                     std::tie(b.path, b.rule_id, b.family, b.reason);
            });
}

tl::unexpected<Error> Bad(const std::string& path, std::string message, std::string hint = "") {
  Error error;
  error.path = path;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return Fail(std::move(error));
}

std::string StringOf(const Json& entry, const char* key) {
  const auto it = entry.find(key);
  return it != entry.end() && it->is_string() ? it->get<std::string>() : std::string();
}

// How many findings of a family there are, and the first of them.
struct Seen {
  int count = 0;
  const findings::Finding* first = nullptr;
};
std::map<std::string, Seen> Count(const std::vector<findings::Finding>& findings) {
  std::map<std::string, Seen> seen;
  for (const findings::Finding& finding : findings) {
    Seen& entry = seen[finding.family];
    if (entry.count++ == 0) entry.first = &finding;
  }
  return seen;
}

Result<BaselineEntry> ReadEntry(const Json& entry, const std::string& path) {
  BaselineEntry out;
  out.family = entry.is_object() ? StringOf(entry, "id") : "";
  if (out.family.empty()) return Bad(path, "an entry of the baseline has no id");
  out.rule_id = StringOf(entry, "rule_id");
  out.path = StringOf(entry, "path");
  out.reason = StringOf(entry, "reason");
  out.since = StringOf(entry, "since");
  const auto count = entry.find("count");
  if (count == entry.end()) return out;
  const int64_t number = count->is_number_integer() ? count->get<int64_t>() : 0;
  if (number < 1 || number > 1000000)
    return Bad(path, fmt::format("the count of {} is no positive number", out.family));
  out.count = static_cast<int>(number);
  return out;
}

}  // namespace

Result<Baseline> ParseBaseline(const std::string& bytes, const std::string& path) {
  const Json json = Json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object() || !json.contains("baseline_version")) {
    return Bad(path, "this is not a baseline", "'unsoap baseline create' makes one");
  }
  const std::string recipe = StringOf(json, "fingerprints");
  const Json& version = json["baseline_version"];
  if (!version.is_number_integer() || version.get<int64_t>() != kBaselineVersion ||
      recipe != findings::kFingerprintVersion) {
    return Bad(path,
               fmt::format("the baseline was made by another version (fingerprints '{}')", recipe),
               "look at the findings and make it again with 'unsoap baseline create'");
  }
  const auto entries = json.find("findings");
  if (entries == json.end() || !entries->is_array())
    return Bad(path, "the baseline has no list of findings");
  Baseline baseline;
  for (const Json& entry : *entries) {
    Result<BaselineEntry> read = ReadEntry(entry, path);
    if (!read) return Fail(read.error());
    baseline.entries.push_back(std::move(*read));
  }
  return baseline;
}

Result<Baseline> LoadBaseline(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Bad(path, "cannot read the baseline", "'unsoap baseline create' makes one");
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return ParseBaseline(bytes, path);
}

std::string BaselineJson(const Baseline& baseline) {
  std::string out =
      fmt::format("{{\n\"baseline_version\": {},\n\"fingerprints\": \"{}\",\n\"findings\": [",
                  kBaselineVersion, findings::kFingerprintVersion);
  const char* separator = "\n";
  for (const BaselineEntry& entry : baseline.entries) {
    Json json{{"id", entry.family}, {"rule_id", entry.rule_id}, {"path", entry.path}};
    if (entry.count != 1) json["count"] = entry.count;
    if (!entry.since.empty()) json["since"] = entry.since;
    if (!entry.reason.empty()) json["reason"] = entry.reason;
    out += separator + json.dump(-1, ' ', false, Json::error_handler_t::replace);
    separator = ",\n";
  }
  return out + "\n]\n}\n";
}

bool BaselineScope::Holds(std::string_view path) const {
  return roots.empty() || std::any_of(roots.begin(), roots.end(), [&](const std::string& root) {
           if (root.empty() || path == root) return true;
           const bool is_below = path.size() > root.size() && path.starts_with(root);
           return is_below && (path[root.size()] == '/' || path[root.size()] == '!');
         });
}

Baseline PruneBaseline(const Baseline& baseline, const std::vector<findings::Finding>& findings,
                       const BaselineScope& scope) {
  std::map<std::string, Seen> seen = Count(findings);
  Baseline out;
  for (BaselineEntry entry : baseline.entries) {
    if (!scope.Holds(entry.path)) {
      out.entries.push_back(std::move(entry));
      continue;
    }
    Seen& now = seen[entry.family];
    const int found = std::min(entry.count, now.count);
    if (!scope.is_filtered) entry.count = found;
    if (entry.count == 0) continue;
    now.count -= found;
    if (found > 0 && !scope.is_filtered) entry.path = scope.prefix + now.first->location.path;
    out.entries.push_back(std::move(entry));
  }
  Sort(&out);
  return out;
}

Baseline UpdateBaseline(const Baseline& baseline, const std::vector<findings::Finding>& findings,
                        const std::string& reason, const std::string& today,
                        const BaselineScope& scope) {
  Baseline out = PruneBaseline(baseline, findings, scope);
  std::map<std::string, int> known;
  for (const BaselineEntry& entry : out.entries) {
    if (scope.Holds(entry.path)) known[entry.family] += entry.count;
  }
  for (const auto& row : Count(findings)) {
    const int missing = row.second.count - known[row.first];
    if (missing <= 0) continue;
    // Equal findings with equal reasons are one line; another reason is a line of its own.
    const auto same =
        std::find_if(out.entries.begin(), out.entries.end(), [&](const BaselineEntry& entry) {
          return entry.family == row.first && entry.reason == reason && entry.since == today &&
                 scope.Holds(entry.path);
        });
    if (same != out.entries.end()) {
      same->count += missing;
    } else {
      const findings::Finding& first = *row.second.first;
      out.entries.push_back(
          {row.first, missing, first.rule_id, scope.prefix + first.location.path, reason, today});
    }
  }
  Sort(&out);
  return out;
}

std::vector<BaselineEntry> ApplyBaseline(const Baseline& baseline,
                                         std::vector<findings::Finding>& findings) {
  std::map<std::string, std::vector<BaselineEntry>> left;
  for (const BaselineEntry& entry : baseline.entries) left[entry.family].push_back(entry);
  for (findings::Finding& finding : findings) {
    const auto it = left.find(finding.family);
    if (it == left.end() || it->second.empty()) continue;
    finding.state = findings::State::kBaseline;
    if (--it->second.back().count == 0) it->second.pop_back();
  }
  std::vector<BaselineEntry> stale;
  for (const auto& row : left) stale.insert(stale.end(), row.second.begin(), row.second.end());
  return stale;
}

}  // namespace unsoap::triage
