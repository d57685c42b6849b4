#include "reporters/links.h"

#include <algorithm>
#include <set>

#include "scanner/base/text.h"

namespace unsoap {
namespace {

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

const KindInfo& InfoOf(Kind kind) { return Kinds()[static_cast<size_t>(kind)]; }

/// A name that GitHub shows beside the id: letters only, at most 255.
std::string NameOf(std::string_view id) {
  std::string out;
  bool upper = true;
  for (const char c : id.substr(id.find('/') == std::string_view::npos ? 0 : id.find('/') + 1)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (word) out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
    upper = !word;
  }
  return out.empty() ? "Rule" : out.substr(0, 255);
}

struct Collected {
  const Finding* first = nullptr;
  std::map<std::string, const Replacement*> replacements;
  std::set<std::string> kinds;
  Level level = Level::kNote;
  Confidence confidence = Confidence::kCertain;
};

RuleText Describe(const Report& report, const std::string& id, const Collected& rule) {
  const Finding& f = *rule.first;
  const std::string service =
      report.service_name.empty() ? "the service" : "the " + EscapeForTerminal(report.service_name);
  RuleText text;
  text.id = EscapeForTerminal(id);
  text.name = NameOf(id);
  text.level = rule.level;
  text.confidence = rule.confidence;
  const std::string operation = EscapeForTerminal(f.operation);
  if (!operation.empty()) {
    text.title = operation + " of " + service + " is used";
    text.description = "Code depends on the operation " + operation + " of " + service;
  } else {
    text.title = std::string(InfoOf(f.kind).title) + " of " + service;
    text.description = std::string(InfoOf(f.kind).meaning);
    if (text.description.ends_with('.')) text.description.pop_back();
    text.description += " (" + service + ")";
  }
  if (!report.removed_on.empty())
    text.description += ", which ends on " + EscapeForTerminal(report.removed_on);
  text.description += ".";
  text.help_text = text.description;
  text.help_markdown = MarkdownText(text.description) + "\n";
  if (rule.replacements.empty()) {
    if (!operation.empty()) {
      text.help_text += " No REST replacement is known for the uses found.";
      text.help_markdown += "\nNo REST replacement is known for the uses found.\n";
    }
  } else {
    text.help_text += " REST replacements:";
    text.help_markdown += "\n| REST request | Name | When |\n|---|---|---|\n";
    for (const auto& entry : rule.replacements) {
      const Replacement& r = *entry.second;
      text.help_text +=
          " " + EscapeForTerminal(r.http_method + " " + r.path + " (" + r.title + ");");
      const std::string url = HtmlUrl(r.url);
      const bool linkable = !url.empty() && url.find_first_of("()[]| ") == std::string::npos;
      text.help_markdown +=
          "| " + MarkdownCode(r.http_method + " " + r.path) + " | " +
          (linkable ? "[" + MarkdownText(r.title) + "](" + url + ")" : MarkdownText(r.title)) +
          " | " + MarkdownText(r.because) + " |\n";
    }
    text.help_text.back() = '.';
  }
  text.help_markdown += "\nRun " +
                        MarkdownCode("unsoap explain " + (f.operation.empty() ? id : f.operation)) +
                        " for the whole card.\n";
  text.tags = {"deprecated-api", "maintainability", "migration"};
  for (const std::string& kind : rule.kinds) {
    if (text.tags.size() < 10) text.tags.push_back(kind);
  }
  std::sort(text.tags.begin(), text.tags.end());
  return text;
}

}  // namespace

std::string SourceLink(const Report& report, const ReportOptions& options, const Location& at) {
  std::string link = options.link_template;
  if (link.empty()) return link;
  // The path goes in last: a path that holds "{line}" must not be expanded.
  ReplaceAll(link, "{repo}", UriPath(report.root_name));
  ReplaceAll(link, "{rev}", UriPath(report.revision.empty() ? report.branch : report.revision));
  ReplaceAll(link, "{line}", std::to_string(at.start_line));
  ReplaceAll(link, "{path}", UriPath(at.path));
  return link;
}

std::map<std::string, RuleText> RuleTexts(const Report& report, bool with_suppressed) {
  std::map<std::string, Collected> rules;
  const auto collect = [&](const std::vector<Finding>& findings) {
    for (const Finding& f : findings) {
      Collected& rule = rules[f.rule_id];
      if (rule.first == nullptr) rule.first = &f;
      rule.kinds.insert(std::string(Name(f.kind)));
      rule.level = std::max(rule.level, f.level);
      rule.confidence = std::min(rule.confidence, f.confidence);
      for (const Replacement& r : f.replacements)
        rule.replacements.emplace(r.id + r.http_method + r.path, &r);
    }
  };
  collect(report.findings);
  if (with_suppressed) collect(report.suppressed);
  std::map<std::string, RuleText> texts;
  for (const auto& [id, rule] : rules) texts.emplace(id, Describe(report, id, rule));
  return texts;
}

}  // namespace unsoap
