// Reports are known by their structure. JSON is read as a stream of events: a report may be large.
#include "scanner/findings/own_report.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "scanner/base/text.h"
#include "scanner/languages/language.h"

namespace unsoap::findings {
namespace {

using Json = nlohmann::json;
using Names = std::set<std::string>;

constexpr size_t kDeepest = 5;  // levels whose names matter
constexpr size_t kMostNames = 2000;

/// The names and the marks of a JSON text: keys of objects by their path ("runs[].tool"), and texts
/// at the paths that tell formats apart.
class Shape : public nlohmann::json_sax<Json> {
 public:
  explicit Shape(std::string_view text) {
    valid_ = Json::sax_parse(text, this, Json::input_format_t::json, /*strict=*/true);
  }
  bool valid() const { return valid_; }
  const Names& Keys(const std::string& path) const { return Find(keys_, path); }
  const Names& Texts(const std::string& path) const { return Find(texts_, path); }
  bool is_array() const { return is_array_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& value) override {
    static const Names kMarks = {"tool.name", "source.name", "runs[].tool.driver.name",
                                 "rules[].engineId", "[].check_name"};
    if (stack_.size() <= kDeepest && kMarks.contains(Path())) Add(texts_[Path()], value);
    return true;
  }
  bool start_object(std::size_t) override { return Open(false); }
  bool start_array(std::size_t) override { return Open(true); }
  bool key(string_t& name) override {
    if (stack_.size() > kDeepest) return true;
    stack_.back().key.clear();
    Add(keys_[Path()], name);
    stack_.back().key = name;
    return true;
  }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  struct Level {
    bool array;
    std::string key;
  };
  static const Names& Find(const std::map<std::string, Names>& in, const std::string& path) {
    static const Names kNone;
    const auto at = in.find(path);
    return at == in.end() ? kNone : at->second;
  }
  static void Add(Names& names, const std::string& name) {
    if (names.size() < kMostNames) names.insert(name);
  }
  std::string Path() const {
    std::string out;
    for (const Level& level : stack_) {
      if (level.array) {
        out += "[]";
      } else if (!level.key.empty()) {
        out += (out.empty() ? "" : ".") + level.key;
      }
    }
    return out;
  }
  bool Open(bool array) {
    if (stack_.empty()) is_array_ = array;
    stack_.push_back({array, ""});
    return true;
  }
  bool Close() {
    stack_.pop_back();
    return true;
  }

  bool valid_ = false, is_array_ = false;
  std::vector<Level> stack_;
  std::map<std::string, Names> keys_, texts_;
};

bool HasAll(const Names& names, std::initializer_list<const char*> wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const char* name) { return names.contains(name); });
}

bool AreOf(const std::string& rule, const std::vector<std::string>& packs) {
  return rule.starts_with(kOwnRules) ||
         std::any_of(packs.begin(), packs.end(), [&](const std::string& pack) {
           return rule.size() > pack.size() && rule.starts_with(pack) && rule[pack.size()] == '/';
         });
}

std::string_view OfJson(std::string_view text, const std::vector<std::string>& packs) {
  const Shape shape(text);
  if (!shape.valid()) return {};
  const Names ours = {"unsoap"};
  const Names& keys = shape.Keys("");
  if (shape.is_array()) {
    const Names& rules = shape.Texts("[].check_name");
    const bool all = !rules.empty() && std::all_of(rules.begin(), rules.end(),
                                                   [&](const auto& r) { return AreOf(r, packs); });
    return all && shape.Keys("[]") ==
                       Names{"check_name", "description", "fingerprint", "location", "severity"}
               ? "gitlab"
               : "";
  }
  if (shape.Texts("tool.name") == ours &&
      HasAll(keys, {"schema_version", "as_of", "complete", "verdict", "service", "coverage",
                    "findings", "summary"}))
    return "json";
  if (shape.Texts("runs[].tool.driver.name") == ours && HasAll(keys, {"version", "runs"}))
    return "sarif";
  if (shape.Texts("source.name") == ours && keys == Names{"diagnostics", "source"}) return "rdjson";
  if (shape.Texts("rules[].engineId") == ours && HasAll(keys, {"rules", "issues"})) return "sonar";
  if (keys == Names{"as_of", "items", "schema_version", "verdict"}) {
    const Names& item = shape.Keys("items[]");
    if (item.empty() || HasAll(item, {"clears", "effort_minutes", "requests", "sites", "title"}))
      return "plan";
  }
  if (keys == Names{"_type", "predicate", "predicateType", "subject"} &&
      HasAll(shape.Keys("predicate"), {"clear", "verdict", "tool", "rules", "rows"}))
    return "exit sheet";
  if (keys == Names{"baseline_version", "findings", "fingerprints"}) return "baseline";
  return {};
}

std::string_view OfJsonLines(std::string_view text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return {};
  const Shape head(text.substr(0, end));
  if (!head.valid() || head.Texts("tool.name") != Names{"unsoap"} ||
      !HasAll(head.Keys(""), {"schema_version", "as_of", "complete", "verdict", "coverage"}))
    return {};
  for (const std::string_view line : Split(text.substr(end + 1), '\n')) {
    if (line.empty()) continue;
    const Shape finding(line);
    if (!finding.valid() || !HasAll(finding.Keys(""), {"id", "rule_id", "location"})) return {};
  }
  return "jsonl";
}

/// Findings or runs of many repositories, each line one of them.
std::string_view OfFleetLines(std::string_view text) {
  for (const std::string_view line : Split(text, '\n')) {
    if (line.empty()) continue;
    const Shape row(line);
    const Names& keys = row.Keys("");
    if (!row.valid() ||
        (!HasAll(keys, {"repository", "revision", "id", "rule_id", "location", "family"}) &&
         !HasAll(keys, {"repository", "revision", "status", "files_not_read", "key", "sha256"})))
      return {};
  }
  return "fleet";
}

std::string_view OfXml(std::string_view text, const std::vector<std::string>& packs) {
  constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  if (!text.starts_with(kDeclaration)) return {};
  text.remove_prefix(kDeclaration.size());
  if (text.starts_with("<testsuites name=\"unsoap\" tests=\"") && text.ends_with("</testsuites>\n"))
    return "junit";
  if (!text.starts_with("<checkstyle version=\"4.3\">\n") || !text.ends_with("</checkstyle>\n"))
    return {};
  bool any = false;
  for (const std::string_view line : Split(text, '\n')) {
    if (!line.starts_with("    <error ")) continue;
    constexpr std::string_view kSource = " source=\"";
    const size_t at = line.rfind(kSource);
    if (at == std::string_view::npos ||
        !AreOf(std::string(line.substr(at + kSource.size())), packs))
      return {};
    any = true;
  }
  return any ? "checkstyle" : "";
}

/// The last lines of the text report say which program and which rules it was.
bool IsTextReport(std::string_view text, const std::vector<std::string>& packs) {
  bool receipt = false, signature = false;
  for (std::string_view line : Split(text, '\n')) {
    std::string plain;  // without the codes of colours
    for (size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\x1b') {
        while (i < line.size() && line[i] != 'm') ++i;
      } else {
        plain += line[i];
      }
    }
    receipt = receipt || plain == "Read";
    if (!plain.starts_with("unsoap ") || plain.find(", as of ") == std::string::npos) continue;
    signature = signature || std::any_of(packs.begin(), packs.end(), [&](const std::string& pack) {
                  return plain.find(", " + pack + " ") != std::string::npos;
                });
  }
  return receipt && signature;
}

bool IsPlanText(std::string_view text) {
  const size_t plan = text.find("\n\nPlan: ");
  if (plan == std::string_view::npos) return false;
  const std::string_view total = text.substr(plan + 2, text.find('\n', plan + 2) - plan - 2);
  if (total.find(" item") == std::string_view::npos ||
      total.find(", about ") == std::string_view::npos)
    return false;
  const std::string_view items = text.substr(plan + 2 + total.size());
  return Trim(items).empty() || items.starts_with("\n\n1. ");
}

bool IsGithubLog(std::string_view text) {
  bool ours = false;
  for (const std::string_view line : Split(text, '\n')) {
    if (line.empty()) continue;
    if (!line.starts_with("::") && !line.starts_with("- ")) return false;
    ours = ours || line.starts_with("::notice title=unsoap::") ||
           line.starts_with("::warning title=unsoap::");
  }
  return ours;
}

}  // namespace

std::string_view OwnReportFormat(std::string_view path, std::string_view text,
                                 const std::vector<std::string>& packs) {
  const std::string name = Lower(path.substr(path.find_last_of("/!") + 1));
  if (name.ends_with(".html") || name.ends_with(".htm"))
    return text.starts_with(kHtmlHead) && text.ends_with("</html>\n") ? "html" : "";
  if (languages::FindLanguage(languages::LanguageOf(path, "")) != nullptr) return {};
  if (text.starts_with('{') || text.starts_with('[')) {
    // A head alone, without findings, is one line of either.
    const std::string_view whole = OfJson(text, packs);
    if (text.starts_with("{\"repository\":")) return OfFleetLines(text);
    return whole.empty() && text.starts_with('{') ? OfJsonLines(text) : whole;
  }
  if (text.starts_with("<?xml")) return OfXml(text, packs);
  if (text.starts_with(kCsvHeader)) return "csv";
  if (text.starts_with(kFleetCsvHeader)) return "fleet";
  if (text.starts_with(kPlanCsvHeader)) return "plan";
  if (text.starts_with(kMarkdownHead))
    return text.find(kMarkdownNumbers) != std::string_view::npos ? "markdown" : "";
  if (text.starts_with(kPlanMarkdownHead))
    return text.find(" item") != std::string_view::npos &&
                   text.find(", about ") != std::string_view::npos &&
                   text.find("\n- [ ] **") != std::string_view::npos
               ? "plan"
               : "";
  if (text.starts_with("::")) return IsGithubLog(text) ? "github" : "";
  if (IsTextReport(text, packs)) return "text";
  return IsPlanText(text) ? "plan" : "";
}

}  // namespace unsoap::findings
