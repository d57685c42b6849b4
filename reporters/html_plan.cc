// The plan as a section: one entry an item, closed, its rows those of every other rendering.
#include <algorithm>

#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "reporters/layout.h"
#include "reporters/plan.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kItems = 200;

std::string Value(const findings::Report& report, const ReportOptions& options, const PlanRow& row,
                  const PlanValue& value) {
  std::string out;
  if (value.finding != nullptr) {
    out = "<a href=\"" + HtmlHref(options, value.finding->id) + "\"><code>" + HtmlText(value.text) +
          "</code></a>";
    if (!options.link_template.empty())
      out += " " + HtmlSourceLink(report, options, value.finding->location);
  } else {
    out = row.code ? "<code>" + HtmlText(value.text) + "</code>" : HtmlText(value.text);
  }
  if (!value.when.empty()) out += " <span class=\"muted\">if " + HtmlText(value.when) + "</span>";
  return out;
}

std::string Rows(const findings::Report& report, const ReportOptions& options,
                 const findings::PlanItem& item) {
  std::string out = "<dl class=\"rows\">";
  for (const PlanRow& row : PlanRows(item)) {
    std::string label(row.label);
    label[0] = static_cast<char>(label[0] & ~0x20);
    out += "<dt>" + label + "</dt>";
    for (const PlanValue& value : row.values)
      out += "<dd>" + Value(report, options, row, value) + "</dd>";
    if (row.more > 0)
      out +=
          "<dd class=\"muted\">and " + Thousands(static_cast<long long>(row.more)) + " more</dd>";
  }
  return out + "</dl>";
}

}  // namespace

std::string HtmlPlan(const findings::Report& report, const ReportOptions& options) {
  const std::vector<findings::PlanItem> plan = findings::MakePlan(report);
  if (plan.empty()) return {};
  std::string out = "<section id=\"plan\"><h2>Plan</h2><p class=\"hint\">" + PlanTotal(plan) +
                    ". Every finding is in exactly one item; the first items clear most. "
                    "<code>unsoap plan</code> writes it for an issue tracker.</p><ol "
                    "class=\"plan\">\n";
  for (size_t i = 0; i < std::min(plan.size(), kItems); ++i) {
    const findings::PlanItem& item = plan[i];
    out += "<li class=\"" + item.kind + "\"><details><summary><span class=\"what\">" +
           HtmlText(item.title) + "</span> <span class=\"meta\"><span>" + PlanFacts(item) +
           "</span>";
    if (!item.flagged.empty())
      out += " <span>" + Count(static_cast<long long>(item.flagged.size()), "parameter") +
             " to decide</span>";
    if (!item.blockers.empty()) out += " <span class=\"badge certain\">blocked</span>";
    for (const std::string& owner : item.owners)
      out += " <span class=\"badge plain\">" + HtmlText(owner) + "</span>";
    out += "</span></summary>" + Rows(report, options, item) + "</details></li>\n";
  }
  out += "</ol>\n";
  if (plan.size() > kItems)
    out += "<p class=\"hint\">And " + Count(static_cast<long long>(plan.size() - kItems), "item") +
           " more in the output of <code>unsoap plan</code>.</p>\n";
  return out + "</section>\n";
}

}  // namespace unsoap::reporters
