// A pull-request comment or a step summary: the verdict, the numbers, where to start, then findings
// until the size cap. What does not fit is counted, never dropped in silence.
#include <algorithm>
#include <map>

#include "reporters/brief.h"
#include "reporters/layout.h"
#include "reporters/links.h"
#include "reporters/plan.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"
#include "scanner/findings/own_report.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

std::string Place(const findings::Report& report, const ReportOptions& options,
                  const findings::Location& at) {
  const std::string text = MarkdownCode(at.path + ":" + std::to_string(at.start_line));
  const std::string link = SafeUrl(SourceLink(report, options, at));
  if (link.empty() || link.find_first_of("()|") != std::string::npos) return text;
  return "[" + text + "](" + link + ")";
}

std::string Head(const findings::Report& report) {
  const findings::Summary& s = report.summary;
  std::string out = std::string(findings::kMarkdownHead) + MarkdownText(report.verdict) + "**\n\n";
  const Numbers n = CountFindings(report);
  out += std::string(findings::kMarkdownNumbers) + "|--:|--:|--:|--:|--:|--:|--:|--:|\n| " +
         Thousands(s.total) + " | " + Thousands(n.certain) + " | " + Thousands(n.likely) + " | " +
         Thousands(n.possible) + " | " + Thousands(n.notes) + " | " + Thousands(s.fresh) + " | " +
         Thousands(s.files) + " | " + Duration(s.effort_minutes) + " |\n\n";
  out += MarkdownText(Receipt(report.coverage)) + ".\n";
  return out;
}

std::string Files(const char* title, const std::vector<findings::NotRead>& files, int64_t total) {
  constexpr size_t kListed = 20;
  if (total == 0) return {};
  std::string out = std::string("\n") + title + ":\n\n";
  const size_t shown = std::min(files.size(), kListed);
  for (size_t i = 0; i < shown; ++i)
    out += "- " + MarkdownCode(files[i].path) + ": " + MarkdownText(files[i].reason) + "\n";
  const auto more = total - static_cast<int64_t>(shown);
  return more > 0 ? out + "- and " + Thousands(more) + " more, see the JSON report\n" : out;
}

std::string Wrappers(const findings::Report& report, const ReportOptions& options) {
  if (report.wrappers.empty()) return {};
  std::string out =
      "\n### Start here\n\n| Wrapper | The only door for | Calls | Files |\n|---|---|--:|--:|\n";
  size_t shown = 0;
  for (const findings::WrapperSummary& w : report.wrappers) {
    if (shown++ == 10) break;
    out += "| " + MarkdownCode(w.name) + " " + Place(report, options, w.location) + " | " +
           MarkdownText(findings::OperationsOf(w)) + " | " + Thousands(w.callers.total) + " | " +
           Thousands(w.callers.files) + " |\n";
  }
  return out;
}

std::string Operations(const findings::Report& report) {
  std::map<std::string, std::pair<int, const findings::Finding*>> rows;
  for (const findings::Finding& f : report.findings) {
    if (f.operation.empty()) continue;
    auto& row = rows[f.operation];
    ++row.first;
    if (row.second == nullptr && !f.replacements.empty()) row.second = &f;
  }
  if (rows.empty()) return {};
  std::string out = "\n### By operation\n\n| Operation | Findings | REST |\n|---|--:|---|\n";
  for (const auto& [operation, row] : rows) {
    std::string rest = "no replacement known here";
    if (row.second != nullptr) {
      const findings::Replacement& r = row.second->replacements.front();
      rest = MarkdownCode(r.http_method + " " + r.path) + " " + MarkdownText(r.title);
    }
    out += "| " + MarkdownCode(operation) + " | " + Thousands(row.first) + " | " + rest + " |\n";
  }
  return out;
}

/// What the whole migration needs, folded.
std::string Once(const findings::Report& report) {
  if (report.migration.empty()) return {};
  std::string out = "\n<details><summary>Needed once, for all of it</summary>\n\n";
  for (const findings::MigrationTopic& topic : report.migration) {
    out += "- **" + MarkdownText(topic.title) + "**: " + MarkdownText(topic.text) + "\n";
    for (const findings::Replacement& r : topic.requests)
      out +=
          "  - " + MarkdownCode(r.http_method + " " + r.path) + " " + MarkdownText(r.title) + "\n";
    constexpr size_t kRows = 20;
    for (size_t i = 0; i < std::min(topic.rows.size(), kRows); ++i)
      out += "  - " + MarkdownText(topic.rows[i]) + "\n";
    if (topic.rows.size() > kRows)
      out += "  - and " + Thousands(static_cast<long long>(topic.rows.size() - kRows)) +
             " more: " + MarkdownCode("unsoap explain " + topic.id) + "\n";
  }
  return out + "\n</details>\n";
}

/// Folded: a comment is read from its verdict on, and the list is long.
std::string Plan(const findings::Report& report) {
  constexpr size_t kItems = 10;
  const std::vector<findings::PlanItem> plan = findings::MakePlan(report);
  if (plan.empty()) return {};
  std::string out = "\n<details><summary>Plan: " + PlanTotal(plan) + "</summary>\n\n";
  for (size_t i = 0; i < std::min(plan.size(), kItems); ++i) out += MarkdownPlanItem(plan[i]);
  if (plan.size() > kItems)
    out += "\nAnd " + Count(static_cast<long long>(plan.size() - kItems), "more item") + ": " +
           MarkdownCode("unsoap plan") + "\n";
  return out + "\n</details>\n";
}

std::string One(const findings::Report& report, const ReportOptions& options,
                const findings::Finding& f) {
  std::string out = "- " + Place(report, options, f.location) + " **" +
                    std::string(findings::Name(f.level)) + "**, " +
                    std::string(findings::Name(f.confidence));
  for (const std::string& label : f.labels) out += ", " + MarkdownText(label);
  out += ": " + MarkdownText(BriefMessage(report, f)) + " " + MarkdownCode(f.id) + "\n";
  const BriefReplacements requests = BriefRequests(f, 3);
  const auto request = [&](const findings::Replacement& r) {
    out += "  - " + std::string(findings::RoleWord(r)) + " " +
           MarkdownCode(r.http_method + " " + r.path) + " " + MarkdownText(r.title);
    if (!findings::ReasonOf(r).empty())
      out += (findings::IsConditional(r) ? " if " : ": ") + MarkdownText(findings::ReasonOf(r));
    out += "\n";
  };
  for (const findings::Replacement* r : requests.use) request(*r);
  for (const findings::Replacement* r : requests.some) request(*r);
  if (requests.more > 0)
    out += "  - or " + Thousands(static_cast<long long>(requests.more)) +
           " more: " + MarkdownCode("unsoap explain " + f.operation) + "\n";
  for (const findings::FlaggedUse& use : f.parameters) {
    out += "  - decide about " + MarkdownCode(use.name) + ": " + MarkdownText(use.guidance) + "\n";
  }
  return out;
}

}  // namespace

void RenderMarkdown(const findings::Report& report, const ReportOptions& options,
                    const Sink& sink) {
  const auto cap = static_cast<size_t>(std::max(options.markdown_max_bytes, 2000));
  constexpr size_t kReserve = 300;  // for the words about what was cut
  size_t used = 0, left_out = 0;
  bool open = true;
  const auto put = [&](const std::string& text) {
    if (!open || used + text.size() + kReserve > cap) return false;
    used += text.size();
    open = sink(text);
    return true;
  };
  const findings::Coverage& c = report.coverage;
  bool whole = put(Head(report));
  for (const findings::Progress& step : options.progress) {
    whole =
        put("\nSince " + MarkdownText(step.as_of) + ": " + Thousands(step.fixed) + " of " +
            Count(step.before, "finding") + " done, about " + Duration(step.minutes_fixed) +
            " of " + Duration(step.minutes_before) + "; " + Thousands(step.fresh) + " new.\n") &&
        whole;
  }
  whole = put(Files("Not read", c.not_read, c.files_not_read)) && whole;
  whole = put(Files("Left out", c.left_out, static_cast<int64_t>(c.left_out.size()))) && whole;
  whole = put(Wrappers(report, options)) && whole;
  whole = put(Once(report)) && whole;
  whole = put(Plan(report)) && whole;
  whole = put(Operations(report)) && whole;
  if (!report.findings.empty()) put("\n### Findings\n\n");
  for (const findings::Finding& f : report.findings) {
    if (left_out > 0 || !put(One(report, options, f))) ++left_out;
    if (!open) return;
  }
  if (options.show_suppressed && !report.suppressed.empty()) {
    whole = put("\n### Suppressed\n\n") && whole;
    for (const findings::Finding& f : report.suppressed) {
      whole = put("- " + Place(report, options, f.location) + " " + MarkdownCode(f.rule_id) + ": " +
                  MarkdownText(SuppressedWords(f)) + "\n") &&
              whole;
    }
  }
  if (left_out > 0) {
    sink("\nAnd " + Count(static_cast<long long>(left_out), "more finding") +
         " in the JSON and HTML reports.\n");
  } else if (!whole) {
    sink("\nMore is in the JSON and HTML reports.\n");
  }
}

}  // namespace unsoap::reporters
