#include "reporters/links.h"

#include <algorithm>

#include "reporters/layout.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/findings/kinds.h"

namespace unsoap::reporters {
namespace {

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// A name that GitHub shows beside the id: letters only, at most 255.
std::string NameOf(std::string_view id) {
  std::string out;
  bool upper = true;
  for (const char c : id.substr(id.find('/') == std::string_view::npos ? 0 : id.find('/') + 1)) {
    const bool word = IsAlnum(c);
    if (word) out += upper ? ToUpper(c) : c;
    upper = !word;
  }
  return out.empty() ? "Rule" : out.substr(0, 255);
}

constexpr size_t kMaxTags = 10;    // GitHub shows as many
constexpr size_t kMaxHelp = 8000;  // bytes of one rule's help; the rest is behind `unsoap explain`

std::string ExplainHint(const findings::RuleInfo& rule) {
  const size_t slash = rule.id.rfind('/');
  return MarkdownCode("unsoap explain " +
                      rule.id.substr(slash == std::string::npos ? 0 : slash + 1));
}

RuleText Describe(const findings::RuleInfo& rule) {
  RuleText text;
  text.id = EscapeForTerminal(rule.id);
  text.name = NameOf(rule.id);
  text.title = EscapeForTerminal(rule.title);
  text.description = EscapeForTerminal(rule.description);
  text.level = rule.level;
  text.precision = rule.precision;
  text.help_text = text.description;
  text.help_markdown = MarkdownText(rule.description) + "\n";
  if (!rule.advice.empty()) {
    text.help_text += "\n\nREST instead of SOAP:";
    text.help_markdown += "\n| When | REST request | How |\n|---|---|---|\n";
  }
  size_t shown = 0;
  for (const findings::RuleAdvice& advice : rule.advice) {
    std::string requests, cells;
    for (const std::string& use : advice.use) {
      requests += (requests.empty() ? "" : ", then ") + EscapeForTerminal(use);
      cells += (cells.empty() ? "" : ", then ") + MarkdownCode(use);
    }
    if (requests.empty()) requests = cells = "nothing";
    const std::string url = HtmlUrl(advice.url);
    if (text.help_url.empty()) text.help_url = SafeUrl(advice.url);
    if (!url.empty() && url.find_first_of("()[]| ") == std::string::npos)
      cells += " ([reference](" + url + "))";
    std::string line = "\n- " + EscapeForTerminal(advice.when) + ": " + requests + ".";
    std::string row = "| " + MarkdownText(advice.when) + " | " + cells + " | ";
    if (!advice.how.empty()) {
      line += " " + EscapeForTerminal(advice.how);
      row += MarkdownText(advice.how) + " ";
    }
    if (text.help_markdown.size() + row.size() > kMaxHelp) break;
    text.help_text += line;
    text.help_markdown += row + "|\n";
    ++shown;
  }
  text.help_markdown += "\n";
  if (shown < rule.advice.size()) {
    const std::string more = Count(static_cast<long long>(rule.advice.size() - shown), "more case");
    text.help_text += "\n- " + more + ".";
    text.help_markdown += more + ". ";
  }
  text.help_markdown += ExplainHint(rule) + " prints the whole card.\n";
  for (const std::string& tag : rule.tags) {
    if (text.tags.size() < kMaxTags) text.tags.push_back(EscapeForTerminal(tag));
  }
  return text;
}

/// What the findings themselves say of a rule that is not in the catalog: the report comes from a
/// version of this program that wrote none.
class FromFindings {
 public:
  explicit FromFindings(const findings::Report& report) : report_(report) {}

  void Collect(const std::vector<findings::Finding>& findings) {
    for (const findings::Finding& f : findings) {
      const auto [at, is_new] = rules_.try_emplace(f.rule_id);
      findings::RuleInfo& rule = at->second;
      if (is_new) Begin(f, rule);
      rule.level = std::max(rule.level, f.level);
      rule.precision = std::min(rule.precision, f.confidence);
      for (const findings::Replacement& r : f.replacements) {
        const std::string use = r.http_method + " " + r.path + " (" + r.title + ")";
        const bool known =
            std::any_of(rule.advice.begin(), rule.advice.end(),
                        [&](const findings::RuleAdvice& a) { return a.use.front() == use; });
        if (!known) rule.advice.push_back({r.because, {use}, r.url, ""});
      }
    }
  }
  const std::map<std::string, findings::RuleInfo>& rules() const { return rules_; }

 private:
  void Begin(const findings::Finding& f, findings::RuleInfo& rule) const {
    const std::string service =
        report_.service_name.empty() ? "the service" : "the " + report_.service_name;
    rule.id = f.rule_id;
    rule.level = findings::Level::kNote;
    if (!f.operation.empty()) {
      rule.title = f.operation + " of " + service + " is used";
      rule.description = "Code depends on the operation " + f.operation + " of " + service;
    } else {
      const findings::KindInfo& kind = findings::InfoOf(f.kind);
      rule.title = std::string(kind.title) + " of " + service;
      rule.description = std::string(kind.meaning);
      if (rule.description.ends_with('.')) rule.description.pop_back();
      rule.description += " (" + service + ")";
    }
    if (!report_.removed_on.empty()) rule.description += ", which ends on " + report_.removed_on;
    rule.description += ".";
    rule.tags = {"deprecated-api", "migration", "soap"};
  }

  const findings::Report& report_;
  std::map<std::string, findings::RuleInfo> rules_;
};

/// The last part of the repository's address, without ".git"; else the scanned directory's name.
std::string RepositoryName(const findings::Report& report) {
  std::string_view url = report.repository_url;
  while (url.ends_with('/')) url.remove_suffix(1);
  if (url.ends_with(".git")) url.remove_suffix(4);
  const size_t at = url.find_last_of("/:");
  const std::string_view name = at == std::string_view::npos ? "" : url.substr(at + 1);
  return name.empty() ? report.root_name : std::string(name);
}

}  // namespace

std::string SourceLink(const findings::Report& report, const ReportOptions& options,
                       const findings::Location& at) {
  std::string link = options.link_template;
  if (link.empty()) return link;
  // The path goes in last: a path that holds "{line}" must not be expanded.
  ReplaceAll(link, "{repo}", UriPath(RepositoryName(report)));
  ReplaceAll(link, "{rev}", UriPath(report.revision.empty() ? report.branch : report.revision));
  ReplaceAll(link, "{line}", std::to_string(at.start_line));
  ReplaceAll(link, "{path}", UriPath(findings::RepositoryPath(report, at.path)));
  return link;
}

std::map<std::string, RuleText> RuleTexts(const findings::Report& report, bool with_suppressed) {
  std::map<std::string, RuleText> texts;
  for (const findings::RuleInfo& rule : report.catalog) texts.emplace(rule.id, Describe(rule));
  FromFindings others(report);
  others.Collect(report.findings);
  if (with_suppressed) others.Collect(report.suppressed);
  for (const auto& [id, rule] : others.rules()) {
    if (!texts.contains(id)) texts.emplace(id, Describe(rule));
  }
  return texts;
}

}  // namespace unsoap::reporters
