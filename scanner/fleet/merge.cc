// One pass over the list: choose, check, write.
#include "scanner/fleet/merge.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <tuple>

#include "reporters/escape.h"
#include "reporters/sha256.h"
#include "reporters/write_report.h"
#include "scanner/base/budget.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/findings/json.h"
#include "scanner/findings/own_report.h"
#include "scanner/fleet/check_shared.h"
#include "scanner/fleet/choose.h"
#include "scanner/fleet/exit_sheet.h"
#include "scanner/fleet/page.h"
#include "scanner/fleet/spill.h"

namespace unsoap::fleet {
namespace {

using Json = nlohmann::json;
using reporters::CsvField;
using reporters::Sink;

constexpr size_t kMostFamilies = 200, kMostWrappers = 100, kMostSecrets = 500, kMostNotRead = 5,
                 kMostUsers = 20;
constexpr int64_t kLargestResult = int64_t{4} << 30;

std::string Text(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}
int64_t Number(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_integer() ? at->get<int64_t>() : 0;
}
std::string PlaceOf(const Json& json) {
  const auto at = json.find("location");
  if (at == json.end() || !at->is_object()) return {};
  return fmt::format("{}:{}", Text(*at, "path"), Number(*at, "start_line"));
}

/// What has to be the same for two results to be of one answer.
std::string KindOf(const Identity& identity) {
  std::string out = identity.tool + "\n" + identity.rules;
  for (const std::string& setting : identity.settings) out += "\n" + setting;
  return out;
}

/// The kind that most rows have; of two equally frequent ones the first in the alphabet.
std::string MostFrequentKind(const std::vector<Chosen>& all) {
  std::map<std::string, int> counts;
  for (const Chosen& one : all) {
    if (!one.path.empty()) ++counts[KindOf(one.head.identity)];
  }
  const auto at = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
    return a.second < b.second;
  });
  return at == counts.end() ? "" : at->first;
}

/// One line for each site in which a family occurs, so that sorted they stand together.
std::string FamilyLine(const Json& finding, const std::string& repository) {
  std::string out = Text(finding, "family");
  for (const std::string& part :
       {repository, PlaceOf(finding), Text(finding, "operation"), Text(finding, "message")}) {
    out += '\t';
    for (const char c : part) out += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

class Merger {
 public:
  explicit Merger(const MergeOptions& options) : options_(options) {}

  Result<Merged> Run() {
    if (mkdir(options_.out.c_str(), 0777) != 0 && errno != EEXIST) {
      Error error;
      error.kind = ErrorKind::kOutput;
      error.path = options_.out;
      error.message = fmt::format("cannot make the directory: {}", std::strerror(errno));
      return Fail(std::move(error));
    }
    ChooseAll();
    Result<void> inner,
        outer = Write("findings.csv", [&](const Sink&csv) {
          csv(findings::kFleetCsvHeader);
          inner = Write("findings.jsonl", [&](const Sink& lines) { WriteFindings(lines, csv); });
        });
    for (Result<void>* result : {&trouble_, &inner, &outer}) {
      if (!*result) return Fail(result->error());
    }
    SortLibraries();
    if (Result<void> sorted = CountFamilies(); !sorted) return Fail(sorted.error());
    if (Result<void> read = ReadTrend(); !read) return Fail(read.error());
    for (const auto& [name, produce] :
         {std::pair<const char*, std::function<void(const Sink&)>>{
              "runs.jsonl", [&](const Sink& sink) { WriteRuns(sink); }},
          {"runs.csv", [&](const Sink& sink) { WriteRunsCsv(sink); }},
          {"index.html", [&](const Sink& sink) { WritePage(merged_, sink); }},
          {"exit.json", [&](const Sink& sink) { sink(ExitStatement(merged_)); }},
          {"exit.txt", [&](const Sink& sink) { sink(ExitSheet(merged_)); }}}) {
      if (Result<void> written = Write(name, produce); !written) return Fail(written.error());
    }
    return std::move(merged_);
  }

 private:
  Result<void> Write(const std::string& name, const std::function<void(const Sink&)>& produce) {
    return reporters::WriteOutput(options_.out + "/" + name, produce);
  }

  void ChooseAll() {
    for (const Row& row : options_.rows) chosen_.push_back(ChooseResult(options_.directories, row));
    CheckShared(options_.directories, &chosen_);
    const std::string kind = MostFrequentKind(chosen_);
    bool is_known = false;
    for (size_t i = 0; i < chosen_.size(); ++i) {
      Chosen& one = chosen_[i];
      if (!one.path.empty() && KindOf(one.head.identity) != kind) {
        one.outcome.status = Status::kStale;
        one.outcome.reason =
            fmt::format("made by {} with rules {} and other settings than the rest",
                        one.head.identity.tool, one.head.identity.rules);
        one.path.clear();
      }
      if (!one.path.empty() && !is_known) {
        merged_.identity = one.head.identity;
        is_known = true;
      }
      if (!one.path.empty())
        merged_.identity.as_of = std::max(merged_.identity.as_of, one.head.identity.as_of);
      MergedRow row;
      row.row = options_.rows[i];
      row.outcome = one.outcome;
      row.head = one.head;
      merged_.rows.push_back(std::move(row));
    }
  }

  void WriteFindings(const Sink& lines, const Sink& csv) {
    for (size_t i = 0; i < chosen_.size() && trouble_ && !Interrupted(); ++i) {
      if (chosen_[i].path.empty()) continue;
      MergedRow& row = merged_.rows[i];
      const Result<std::string> text = ReadBytes(chosen_[i].path, {kLargestResult, true});
      Head head;
      row.digest = text ? reporters::Sha256Hex(*text) : "";
      bool is_whole = text.has_value();
      ResultParts parts;
      parts.on_member = [&](std::string_view name, std::string_view json) {
        Member(row, name, json);
      };
      parts.on_finding = [&](std::string_view json) {
        is_whole = Finding(row, json, lines, csv) && is_whole;
      };
      is_whole = is_whole && ReadResult(*text, &head, parts) &&
                 row.counts.total() == chosen_[i].head.findings && is_whole;
      if (is_whole) continue;
      row.outcome.status = Status::kNotRun;
      row.outcome.reason = "its result is damaged";
    }
  }

  bool Finding(MergedRow& row, std::string_view text, const Sink& lines, const Sink& csv) {
    const Json finding = Json::parse(text, nullptr, false);
    if (!finding.is_object() || text.size() < 2) return false;
    const std::string confidence = Text(finding, "confidence"), level = Text(finding, "level");
    std::string owner = Text(finding, "owner");
    const int64_t minutes = Number(finding, "effort_minutes");
    row.counts.Add(confidence, minutes);
    if (Text(finding, "state") != "baseline" && options_.reaches_gate(confidence, level))
      ++merged_.at_gate;
    std::string line = "{\"repository\":" + findings::JsonString(row.row.id) +
                       ",\"revision\":" + findings::JsonString(row.outcome.commit);
    if (owner.empty() && !row.row.owner.empty()) {
      owner = row.row.owner;
      line += ",\"owner\":" + findings::JsonString(owner);
    }
    lines(line + "," + std::string(text.substr(1)) + "\n");
    merged_.owners[owner].Add(confidence, minutes);
    const Json& at = finding.contains("location") ? finding["location"] : finding;
    const std::string kind = Text(finding, "kind"), path = Text(at, "path");
    std::string record;
    for (const std::string& field :
         {row.row.id, row.outcome.commit, owner, path, std::to_string(Number(at, "start_line")),
          kind, Text(finding, "operation"), confidence, level, Text(finding, "rule_id"),
          Text(finding, "language"), Text(finding, "id"), Text(finding, "family"),
          std::to_string(minutes), Text(finding, "message")})
      record += (record.empty() ? "" : ",") + CsvField(field);
    csv(record + "\r\n");
    CountLibrary(row, finding);
    if (kind == "credential") {
      if (merged_.secrets.size() < kMostSecrets) {
        merged_.secrets.push_back({row.row.id, PlaceOf(finding), Text(finding, "message"), owner});
      } else {
        ++merged_.secrets_more;
      }
    }
    if (!Text(finding, "family").empty() && trouble_)
      trouble_ = families_.Add(FamilyLine(finding, row.row.id));
    return true;
  }

  /// A call of a wrapper in another repository's library.
  void CountLibrary(const MergedRow& row, const Json& finding) {
    const auto at = finding.find("properties");
    if (at == finding.end() || !at->is_object()) return;
    const std::string library = Text(*at, "library"), name = Text(*at, "wrapper");
    if (library.empty() || name.empty()) return;
    const auto [known, is_new] = libraries_.try_emplace({library, name});
    LibraryUse& use = known->second;
    if (is_new) {
      use.repository = library, use.wrapper = name, use.place = Text(*at, "library_place");
      const std::string several = Text(*at, "operations");
      use.operations = several.empty() ? Text(finding, "operation") : several;
    }
    ++use.calls;
    if (use.last == row.row.id) return;  // rows come one after the other
    use.last = row.row.id;
    ++use.repositories;
    if (use.users.size() < kMostUsers) use.users.push_back(row.row.id);
  }

  void SortLibraries() {
    for (auto& [name, use] : libraries_) merged_.libraries.push_back(std::move(use));
    std::stable_sort(merged_.libraries.begin(), merged_.libraries.end(),
                     [](const LibraryUse& a, const LibraryUse& b) {
                       return std::tie(b.repositories, b.calls) < std::tie(a.repositories, a.calls);
                     });
  }

  void Member(MergedRow& row, std::string_view name, std::string_view text) {
    if (name != "coverage" && name != "wrappers" && name != "service") return;
    const Json json = Json::parse(text, nullptr, false);
    if (name == "service" && json.is_object()) row.service = Text(json, "name");
    if (name == "coverage" && json.is_object()) {
      row.files = Number(json, "files_found");
      row.files_not_read = Number(json, "files_not_read");
      if (!json.contains("not_read") || !json["not_read"].is_array()) return;
      for (const Json& one : json["not_read"]) {
        if (row.not_read.size() == kMostNotRead) break;
        row.not_read.push_back(Text(one, "path") + ": " + Text(one, "reason"));
      }
    }
    if (name != "wrappers" || !json.is_array()) return;
    for (const Json& one : json) AddWrapper(row, one);
  }

  void AddWrapper(const MergedRow& row, const Json& json) {
    Wrapper wrapper{row.row.id, Text(json, "name"), PlaceOf(json), "", 0, 0};
    if (json.contains("callers")) {
      wrapper.calls = Number(json["callers"], "total");
      wrapper.files = Number(json["callers"], "files");
    }
    if (json.contains("operations") && json["operations"].is_array()) {
      for (const Json& operation : json["operations"]) {
        if (operation.is_string())
          wrapper.operations +=
              (wrapper.operations.empty() ? "" : ", ") + operation.get<std::string>();
      }
    }
    std::vector<Wrapper>& all = merged_.wrappers;
    const auto before = [](const Wrapper& a, const Wrapper& b) {
      return std::tie(b.calls, a.repository, a.name) < std::tie(a.calls, b.repository, b.name);
    };
    all.insert(std::upper_bound(all.begin(), all.end(), wrapper, before), wrapper);
    if (all.size() <= kMostWrappers) return;
    all.pop_back();
    ++merged_.wrappers_more;
  }

  /// Families of two repositories and more: the widest are kept.
  Result<void> CountFamilies() {
    Family now;
    std::vector<Family>& best = merged_.families;
    const auto wider = [](const Family& a, const Family& b) {
      return std::tie(b.repositories, b.sites, a.id) < std::tie(a.repositories, a.sites, b.id);
    };
    const auto end = [&] {
      if (now.repositories < 2) return;
      best.insert(std::upper_bound(best.begin(), best.end(), now, wider), now);
      if (best.size() <= kMostFamilies) return;
      best.pop_back();
      ++merged_.families_more;
    };
    std::string last_repository;
    Result<void> sorted = families_.Sorted([&](std::string_view line) {
      const std::vector<std::string_view> parts = Split(line, '\t');
      if (parts.size() != 5) return;
      if (parts[0] != now.id) {
        end();
        now = {std::string(parts[0]),
               std::string(parts[4]),
               std::string(parts[3]),
               std::string(parts[1]),
               std::string(parts[2]),
               0,
               0};
        last_repository.clear();
      }
      ++now.sites;
      if (parts[1] == last_repository) return;
      ++now.repositories;
      last_repository = parts[1];
    });
    end();
    return sorted;
  }

  Result<void> ReadTrend() {
    std::map<std::string, TrendPoint> points;
    for (const std::string& path : options_.against) {
      const Result<std::string> text = ReadBytes(path);
      if (!text) {
        Error error = text.error();
        error.path = path;
        return Fail(std::move(error));
      }
      // The date of a run is the latest of its rows: a night may end within it.
      TrendPoint point;
      for (const std::string_view line : Split(*text, '\n')) {
        if (line.empty()) continue;
        const Json row = Json::parse(line, nullptr, false);
        const std::optional<Status> status =
            row.is_object() ? StatusNamed(Text(row, "status")) : std::nullopt;
        if (!status) {
          Error error;
          error.path = path;
          error.message = "this is no runs.jsonl of a merge";
          return Fail(std::move(error));
        }
        ++point.repositories;
        point.findings += Number(row, "findings");
        point.with_findings += Number(row, "findings") > 0;
        point.not_final += !IsFinal(*status);
        point.as_of = std::max(point.as_of, Text(row, "as_of"));
      }
      points[point.as_of] = point;
    }
    TrendPoint now;
    now.as_of = merged_.identity.as_of;
    for (const MergedRow& row : merged_.rows) {
      ++now.repositories;
      now.findings += row.counts.total();
      now.with_findings += row.counts.total() > 0;
      now.not_final += !IsFinal(row.outcome.status);
    }
    points[now.as_of] = now;
    for (auto& [date, point] : points) merged_.trend.push_back(std::move(point));
    return {};
  }

  void WriteRuns(const Sink& sink) const {
    for (const MergedRow& row : merged_.rows) {
      nlohmann::ordered_json json = {
          {"repository", row.row.id},         {"revision", row.row.revision},
          {"commit", row.outcome.commit},     {"tree", row.outcome.tree},
          {"branch", row.outcome.branch},     {"url", row.outcome.url},
          {"owner", row.row.owner},           {"status", Name(row.outcome.status)},
          {"reason", row.outcome.reason},     {"findings", row.counts.total()},
          {"certain", row.counts.certain},    {"likely", row.counts.likely},
          {"possible", row.counts.possible},  {"effort_minutes", row.counts.minutes},
          {"files_found", row.files},         {"files_not_read", row.files_not_read},
          {"not_read", row.not_read},         {"as_of", row.head.identity.as_of},
          {"tool", row.head.identity.tool},   {"build", row.head.identity.build},
          {"rules", row.head.identity.rules}, {"settings", row.head.identity.settings},
          {"key", row.outcome.key},           {"sha256", row.digest}};
      sink(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    }
  }

  void WriteRunsCsv(const Sink& sink) const {
    sink(
        "repository,revision,commit,tree,owner,status,reason,findings,certain,likely,possible,"
        "effort_minutes,files_found,files_not_read,as_of,tool,rules,key\r\n");
    for (const MergedRow& row : merged_.rows) {
      std::string record;
      for (const std::string& field :
           {row.row.id, row.row.revision, row.outcome.commit, row.outcome.tree, row.row.owner,
            std::string(Name(row.outcome.status)), row.outcome.reason,
            std::to_string(row.counts.total()), std::to_string(row.counts.certain),
            std::to_string(row.counts.likely), std::to_string(row.counts.possible),
            std::to_string(row.counts.minutes), std::to_string(row.files),
            std::to_string(row.files_not_read), row.head.identity.as_of, row.head.identity.tool,
            row.head.identity.rules, row.outcome.key})
        record += (record.empty() ? "" : ",") + CsvField(field);
      sink(record + "\r\n");
    }
  }

  const MergeOptions& options_;
  std::vector<Chosen> chosen_;
  Spill families_;
  std::map<std::pair<std::string, std::string>, LibraryUse> libraries_;
  Result<void> trouble_;
  Merged merged_;
};

}  // namespace

void Counts::Add(std::string_view confidence, int64_t effort) {
  ++(confidence == "certain" ? certain : confidence == "likely" ? likely : possible);
  minutes += effort;
}

bool Merged::AllFinal() const {
  return std::all_of(rows.begin(), rows.end(),
                     [](const MergedRow& row) { return IsFinal(row.outcome.status); });
}

int64_t Merged::Findings() const {
  int64_t sum = 0;
  for (const MergedRow& row : rows) sum += row.counts.total();
  return sum;
}

Result<Merged> Merge(const MergeOptions& options) { return Merger(options).Run(); }

}  // namespace unsoap::fleet
