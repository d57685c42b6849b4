// SARIF 2.1.0 as GitHub code scanning reads it: one run, complete rules, one location of one line a
// result, paths relative to the repository's root, identity in partialFingerprints. What the format
// has but GitHub punishes stays out: suppressed results become open alerts there, and base ids are
// not resolved.
#include <algorithm>
#include <set>

#include "reporters/json_writer.h"
#include "reporters/layout.h"
#include "reporters/links.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kShownResults =
    5000;                           // GitHub shows this many, so the ones that matter come first
constexpr size_t kMaxSteps = 50;    // of one code flow
constexpr size_t kMaxRelated = 50;  // related locations of one result
constexpr size_t kMaxNotifications = 5000;
constexpr size_t kMaxAlternatives =
    3;  // requests named in a message for arguments that are not known

std::string Safe(std::string_view text) { return EscapeForTerminal(text, true); }

/// Plain text inside a SARIF message, where brackets make links.
std::string MessageText(std::string_view text) {
  std::string out;
  for (const char c : Safe(text)) {
    if (c == '\\' || c == '[' || c == ']') out += '\\';
    out += c;
  }
  return out;
}

/// Something inside an archive is located at the archive: nothing else exists in the repository.
std::string_view FilePath(std::string_view path) { return path.substr(0, path.find("!/")); }

/// Where the code comes from, as an absolute address without a user; empty when it is none.
/// "user@host:path" and "host.name:path", the short forms of what ssh reaches, are spelled out.
std::string RepositoryUri(std::string_view url) {
  if (std::string http = SafeUrl(url); !http.empty()) return http;
  constexpr std::string_view kSsh = "ssh://";
  const bool spelled_out = url.starts_with(kSsh);
  const std::string_view rest = spelled_out ? url.substr(kSsh.size()) : url;
  const size_t end = rest.find(spelled_out ? '/' : ':');
  if (end == std::string_view::npos) return {};
  std::string_view host = rest.substr(0, end);
  const size_t at = host.rfind('@');
  if (!spelled_out && at == std::string_view::npos && host.find('.') == std::string_view::npos)
    return {};
  if (at != std::string_view::npos) host.remove_prefix(at + 1);
  constexpr std::string_view kHost =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:";
  if (host.empty() || host.find_first_not_of(kHost) != std::string_view::npos) return {};
  std::string_view path = rest.substr(end + 1);
  while (path.starts_with('/')) path.remove_prefix(1);
  return std::string(kSsh) + std::string(host) + "/" + UriPath(path);
}

class SarifReport {
 public:
  SarifReport(const findings::Report& report, const ReportOptions& options, const Sink& sink)
      : report_(report),
        options_(options),
        sink_(sink),
        rules_(RuleTexts(report, options.show_suppressed)) {
    int index = 0;
    for (const auto& rule : rules_) rule_index_[rule.first] = index++;
    for (const findings::Finding& f : report.findings)
      has_baseline_ = has_baseline_ || f.state == findings::State::kBaseline;
  }

  void Render() {
    Choose();
    json_.Object();
    json_.Field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        .Field("version", "2.1.0");
    json_.Array("runs").Object();
    Tool();
    Run();
    Invocation();
    json_.Array("results");
    for (const findings::Finding* finding : results_) {
      json_.Break();
      Result(*finding);
      if (!sink_(json_.Take())) return;
    }
    json_.EndArray();
    json_.EndObject().EndArray().EndObject().Break();
    sink_(json_.Take());
  }

 private:
  /// Which results are written, and in which order; `cut_` says what was left out.
  void Choose() {
    results_ = WorstFirst(report_.findings);
    if (options_.show_suppressed) {
      for (const findings::Finding& f : report_.suppressed) results_.push_back(&f);
    }
    if (results_.size() > kShownResults) {
      remarks_.push_back(
          "There are " + Thousands(static_cast<long long>(results_.size())) +
          " results, more than code scanning shows: they are sorted by level, then by confidence.");
    }
    const auto limit = static_cast<size_t>(std::max(options_.sarif_max_results, 1));
    if (results_.size() > limit) {
      remarks_.push_back("Only the first " + Thousands(static_cast<long long>(limit)) +
                         " results are written; " +
                         Thousands(static_cast<long long>(results_.size() - limit)) +
                         " more are in the JSON report.");
      results_.resize(limit);
    }
  }

  void Text(std::string_view key, std::string_view text) {
    json_.Object(key).Field("text", text).EndObject();
  }

  void Tool() {
    json_.Object("tool").Object("driver");
    json_.Field("name", "unsoap").Field("version", Safe(report_.tool_version));
    json_.Field("semanticVersion", Safe(report_.tool_version));
    const std::string about = SafeUrl(report_.documentation);
    if (!about.empty()) json_.Field("informationUri", about);
    json_.Array("rules");
    for (const auto& rule : rules_) Rule(rule.second);
    json_.EndArray();
    json_.Array("notifications");
    const std::pair<std::string_view, std::string_view> kinds[] = {
        {"not-read", "A file was not read."},
        {"read-as-text", "A file was read as plain text although it has a grammar."},
        {"read-in-part", "A file has syntax errors: what stands near them may be missing."},
        {"left-out", "A report of this program, which only repeats what the code has."},
        {"trouble", "Something went wrong with one file or with a setting."},
        {"limit", "This file does not hold everything that the scan found."}};
    for (const auto& [id, text] : kinds) {
      json_.Object().Field("id", id);
      // GitHub's rules want the same of these descriptors as of rules.
      for (const std::string_view key : {"shortDescription", "fullDescription", "help"})
        Text(key, text);
      json_.EndObject();
    }
    json_.EndArray();
    json_.EndObject().EndObject();
  }

  void Rule(const RuleText& rule) {
    static constexpr std::string_view kPrecision[] = {"medium", "high", "very-high"};
    static constexpr std::string_view kSeverity[] = {"recommendation", "warning", "error"};
    json_.Break().Object().Field("id", rule.id).Field("name", rule.name);
    Text("shortDescription", Clip(rule.title, 1024));
    Text("fullDescription", Clip(rule.description, 1024));
    if (!rule.help_url.empty()) json_.Field("helpUri", rule.help_url);
    json_.Object("help")
        .Field("text", rule.help_text)
        .Field("markdown", rule.help_markdown)
        .EndObject();
    json_.Object("defaultConfiguration").Field("level", findings::Name(rule.level)).EndObject();
    json_.Object("properties");
    json_.Field("precision", kPrecision[static_cast<size_t>(rule.precision)]);
    json_.Field("problem.severity", kSeverity[static_cast<size_t>(rule.level)]);
    json_.Array("tags");
    for (const std::string& tag : rule.tags) json_.String(tag);
    json_.EndArray().EndObject().EndObject();
  }

  void Run() {
    std::string id = options_.category;
    if (id.empty())
      id = "unsoap/" + Safe(options_.project.empty() ? report_.root_name : options_.project);
    if (!id.ends_with('/')) id += '/';
    json_.Break().Object("automationDetails").Field("id", id).EndObject();
    json_.Field("columnKind", "utf16CodeUnits");
    const std::string repository = RepositoryUri(report_.repository_url);
    if (!repository.empty()) {
      json_.Array("versionControlProvenance").Object().Field("repositoryUri", repository);
      if (!report_.revision.empty()) json_.Field("revisionId", Safe(report_.revision));
      if (!report_.branch.empty()) json_.Field("branch", Safe(report_.branch));
      json_.EndObject().EndArray();
    }
    json_.Object("properties")
        .Field("verdict", Safe(report_.verdict))
        .Field("asOf", Safe(report_.as_of));
    if (!report_.path_in_repository.empty())
      json_.Field("scannedFolder", Safe(report_.path_in_repository));
    json_.Array("rulePacks");
    for (const findings::RulesIdentity& pack : report_.rules) {
      json_.String(Safe(pack.pack) + " " + Safe(pack.version) + " " + Safe(pack.digest));
    }
    json_.EndArray();
    json_.Field("suppressedResultsLeftOut", options_.show_suppressed
                                                ? int64_t{0}
                                                : static_cast<int64_t>(report_.suppressed.size()));
    json_.EndObject();
  }

  void Invocation() {
    json_.Break().Array("invocations").Object().Field("executionSuccessful", !report_.interrupted);
    if (!report_.command.empty()) json_.Field("commandLine", Safe(report_.command));
    if (options_.stamp && !report_.started_at.empty())
      json_.Field("startTimeUtc", Safe(report_.started_at));
    json_.Array("toolExecutionNotifications");
    if (report_.interrupted)
      Notify("limit", findings::Level::kError, "The scan was interrupted: this is only a part.");
    for (const std::string& remark : remarks_) Notify("limit", findings::Level::kWarning, remark);
    const findings::Coverage& c = report_.coverage;
    for (const findings::NotRead& file : c.not_read)
      Notify("not-read", findings::Level::kWarning, "Not read: " + file.reason, file.path);
    for (const findings::NotRead& file : c.text_only) {
      Notify("read-as-text", findings::Level::kNote, "Read as plain text: " + file.reason,
             file.path);
    }
    for (const findings::NotRead& file : c.partial) {
      Notify("read-in-part", findings::Level::kNote, "Read in part: " + file.reason, file.path);
    }
    if (const int64_t named = static_cast<int64_t>(c.not_read.size()); named < c.files_not_read)
      Notify("not-read", findings::Level::kWarning,
             Count(c.files_not_read - named, "more file") + " not read.");
    for (const findings::NotRead& file : c.left_out)
      Notify("left-out", findings::Level::kNote, file.reason, file.path);
    for (const findings::Diagnostic& d : report_.diagnostics) {
      Notify("trouble", d.level, d.message + (d.hint.empty() ? "" : " (" + d.hint + ")"), d.path,
             d.line);
    }
    if (notifications_ > kMaxNotifications) {
      Notification("limit", findings::Level::kWarning,
                   Thousands(static_cast<long long>(notifications_ - kMaxNotifications)) +
                       " more notifications are in the JSON report.",
                   "", 0);
    }
    json_.EndArray().EndObject().EndArray();
  }

  void Notify(std::string_view id, findings::Level level, const std::string& text,
              const std::string& path = {}, int line = 0) {
    if (++notifications_ <= kMaxNotifications) Notification(id, level, text, path, line);
  }

  void Notification(std::string_view id, findings::Level level, const std::string& text,
                    const std::string& path, int line) {
    json_.Break()
        .Object()
        .Object("descriptor")
        .Field("id", id)
        .EndObject()
        .Field("level", findings::Name(level));
    Text("message", MessageText(text));
    if (!path.empty()) {
      json_.Array("locations").Object().Object("physicalLocation");
      json_.Object("artifactLocation").Field("uri", Uri(path)).EndObject();
      if (line > 0) json_.Object("region").Field("startLine", line).EndObject();
      json_.EndObject().EndObject().EndArray();
    }
    json_.EndObject();
  }

  /// As the root of the repository sees it, and never empty: code scanning refuses the whole file
  /// then.
  std::string Uri(const std::string& path) const {
    const std::string uri = UriPath(findings::RepositoryPath(report_, std::string(FilePath(path))));
    return uri.empty() ? "." : uri.starts_with('/') ? "file://" + uri : uri;
  }

  void Physical(const findings::Location& at) {
    json_.Object("physicalLocation");
    json_.Object("artifactLocation").Field("uri", Uri(at.path)).EndObject();
    if (FilePath(at.path).size() == at.path.size()) {
      json_.Object("region").Field("startLine", std::max(at.start_line, 1));
      json_.Field("startColumn", std::max(at.start_column_utf16, 1));
      // One line only: code scanning shows an alert in a pull request when all its lines are in the
      // diff.
      if (at.end_line == at.start_line && at.end_column_utf16 > at.start_column_utf16) {
        json_.Field("endColumn", at.end_column_utf16);
      }
      json_.EndObject();
    }
    json_.EndObject();
  }

  void Result(const findings::Finding& f) {
    json_.Object()
        .Field("ruleId", rules_.at(f.rule_id).id)
        .Field("ruleIndex", rule_index_.at(f.rule_id));
    json_.Field("level", findings::Name(f.level));
    std::vector<std::pair<std::string, findings::Location>> related;
    std::string message = MessageText(f.message);
    Migration(f, message);
    Related(f, message, related);
    json_.Object("message").Field("text", message).EndObject();
    json_.Array("locations").Object();
    Physical(f.location);
    if (!f.enclosing.empty()) {
      json_.Array("logicalLocations")
          .Object()
          .Field("fullyQualifiedName", Safe(f.enclosing))
          .EndObject()
          .EndArray();
    }
    json_.EndObject().EndArray();
    json_.Object("partialFingerprints");
    if (!f.line_hash.empty()) json_.Field("primaryLocationLineHash", Safe(f.line_hash));
    json_.Field("unsoap/v1", Safe(f.id)).EndObject();
    Flow(f);
    if (!related.empty()) {
      json_.Array("relatedLocations");
      int id = 0;
      for (const auto& [text, at] : related) {
        json_.Object().Field("id", ++id);
        Physical(at);
        Text("message", MessageText(text));
        json_.EndObject();
      }
      json_.EndArray();
    }
    if (has_baseline_ && f.suppressed_by.empty()) {
      json_.Field("baselineState", f.state == findings::State::kBaseline ? "unchanged" : "new");
    }
    if (!f.suppressed_by.empty()) {
      json_.Array("suppressions")
          .Object()
          .Field("kind", f.suppressed_by == "comment" ? "inSource" : "external");
      json_.Field("justification", Safe(f.suppression_reason)).EndObject().EndArray();
    }
    Properties(f);
    json_.EndObject();
  }

  /// The requests that the arguments ask for, where the message does not name them yet; when they
  /// ask for none, the first ones that may be meant. The rule's help lists them all.
  static void Migration(const findings::Finding& f, std::string& message) {
    const auto decided = std::any_of(f.replacements.begin(), f.replacements.end(),
                                     [](const findings::Replacement& r) { return r.applies; });
    size_t count = 0;
    std::string because;
    for (const findings::Replacement& r : f.replacements) {
      if (r.applies != decided) continue;
      const std::string request = r.http_method + " " + r.path + " (" + r.title + ")";
      if (decided) {
        const bool named = f.message.find(request) != std::string::npos;
        if (!named) message += " Use " + MessageText(request) + ".";
        if (r.because.empty() || r.because == because || findings::IsConditional(r)) continue;
        message += " Decided by: " + MessageText(r.because) + ".";
        because = r.because;
      } else if (++count <= kMaxAlternatives) {
        message += count == 1 ? " Depending on the arguments: " : "; ";
        message += MessageText(request);
        if (!findings::ReasonOf(r).empty()) message += " if " + MessageText(findings::ReasonOf(r));
      }
    }
    if (count > kMaxAlternatives) {
      const size_t more = count - kMaxAlternatives;
      message += "; " + std::to_string(more) + " more in the rule's help";
    }
    if (count > 0) message += ".";
  }

  /// Related locations exist for readers only where the message links them.
  static void Related(const findings::Finding& f, std::string& message,
                      std::vector<std::pair<std::string, findings::Location>>& related) {
    const auto link = [&](const std::string& before, const std::string& text,
                          const findings::Location& at) {
      // What stands on the alert's own line needs no link there.
      if (at.path == f.location.path && at.start_line == f.location.start_line) {
        message += before + MessageText(text);
        return;
      }
      if (related.size() >= kMaxRelated) return;
      related.emplace_back(text, at);
      message += before + "[" + MessageText(text) + "](" + std::to_string(related.size()) + ")";
    };
    for (const findings::FlaggedUse& use : f.parameters) {
      // A finding about nothing but a parameter has said it.
      if (f.message.find(use.guidance) != std::string::npos) continue;
      link(" Decide about ", use.name, use.location);
      message += ": " + MessageText(use.guidance);
    }
    std::string separator = " Because ";
    std::set<std::string> said;
    for (const findings::Evidence& evidence : f.evidence) {
      const bool is_said = f.message.find(evidence.text) != std::string::npos;
      const std::string key = evidence.location.path + ":" +
                              std::to_string(evidence.location.start_line) + ":" + evidence.text;
      if (evidence.location.path.empty() || is_said || !said.insert(key).second) continue;
      link(separator, evidence.text, evidence.location);
      separator = ", ";
    }
    if (!said.empty()) message += ".";
    separator = " Called from ";
    for (const findings::Location& site : f.callers.sites) {
      link(separator, site.path + ":" + std::to_string(site.start_line), site);
      separator = ", ";
    }
    if (!f.callers.sites.empty()) {
      const int more = f.callers.total - static_cast<int>(f.callers.sites.size());
      message += more > 0 ? " and " + Count(more, "further place") + "." : ".";
    }
  }

  void Flow(const findings::Finding& f) {
    if (f.flow.size() < 2) return;
    json_.Array("codeFlows").Object().Array("threadFlows").Object().Array("locations");
    for (size_t i = 0; i < std::min(f.flow.size(), kMaxSteps); ++i) {
      json_.Object().Object("location");
      Physical(f.flow[i].location);
      Text("message", MessageText(f.flow[i].text));
      json_.EndObject().EndObject();
    }
    json_.EndArray().EndObject().EndArray().EndObject().EndArray();
  }

  void Properties(const findings::Finding& f) {
    json_.Object("properties")
        .Field("kind", findings::Name(f.kind))
        .Field("confidence", findings::Name(f.confidence));
    if (!f.operation.empty()) json_.Field("operation", Safe(f.operation));
    if (!f.language.empty()) json_.Field("language", Safe(f.language));
    if (f.effort_minutes > 0) json_.Field("effortMinutes", f.effort_minutes);
    if (!f.owner.empty()) json_.Field("owner", Safe(f.owner));
    if (FilePath(f.location.path).size() != f.location.path.size())
      json_.Field("member", Safe(f.location.path));
    if (!f.labels.empty()) {
      // "tags" is the property of the standard for words that tell results apart.
      json_.Array("tags");
      for (const std::string& label : f.labels) json_.String(Safe(label));
      json_.EndArray();
    }
    json_.EndObject();
  }

  const findings::Report& report_;
  const ReportOptions& options_;
  const Sink& sink_;
  const std::map<std::string, RuleText> rules_;
  std::map<std::string, int> rule_index_;
  std::vector<const findings::Finding*> results_;
  std::vector<std::string> remarks_;
  bool has_baseline_ = false;
  size_t notifications_ = 0;
  JsonWriter json_;
};

}  // namespace

void RenderSarif(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  SarifReport(report, options, sink).Render();
}

}  // namespace unsoap::reporters
