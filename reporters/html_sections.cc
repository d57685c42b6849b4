// The sections of the HTML report that are tables of their own, and the tables themselves.
#include <algorithm>

#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "reporters/layout.h"
#include "scanner/findings/kinds.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kRows = kHtmlRows;

std::string Code(std::string_view text) { return HtmlCode(text); }

}  // namespace

std::string HtmlTableHead(std::string_view label, std::string_view caption,
                          const std::vector<std::string_view>& columns) {
  std::string out = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
                    std::string(label) + "\"><table><caption>" + std::string(caption) +
                    "</caption><thead><tr>";
  for (const std::string_view column : columns) {
    const bool number = column.starts_with('#');
    out += std::string("<th scope=\"col\"") + (number ? " class=\"num\">" : ">") +
           std::string(number ? column.substr(1) : column) + "</th>";
  }
  return out + "</tr></thead><tbody>\n";
}
std::string HtmlTableEnd(size_t rows) {
  std::string out = "</tbody></table></div>\n";
  if (rows > kRows)
    out += "<p class=\"hint\">And " + Thousands(static_cast<long long>(rows - kRows)) +
           " more in the JSON report.</p>\n";
  return out;
}
std::string HtmlCell(int64_t number) { return "<td class=\"num\">" + Thousands(number) + "</td>"; }

std::string HtmlFlagged(const ReportOptions& options,
                        const std::map<std::string, std::vector<HtmlFlag>>& flagged) {
  if (flagged.empty()) return {};
  std::string out =
      "<section id=\"parameters\"><h2>Flagged parameters</h2><p class=\"hint\">REST has no "
      "direct counterpart for "
      "these: each needs a decision.</p>" +
      HtmlTableHead("Flagged parameters", "Flagged parameters and where they are passed",
                    {"Parameter", "#Uses", "What to do", "First places"});
  size_t rows = 0;
  for (const auto& [name, uses] : flagged) {
    if (rows++ >= kRows) break;
    out += "<tr><th scope=\"row\">" + Code(name) + "</th>" +
           HtmlCell(static_cast<int64_t>(uses.size())) + "<td class=\"wide\">" +
           HtmlText(uses.front().use->guidance) + "</td><td class=\"path\">";
    for (size_t i = 0; i < std::min<size_t>(uses.size(), 5); ++i) {
      out += (i > 0 ? "<br>" : "") + std::string("<a href=\"") +
             HtmlHref(options, uses[i].finding->id) + "\">" +
             Code(uses[i].use->location.path + ":" +
                  std::to_string(uses[i].use->location.start_line)) +
             "</a>";
    }
    out += "</td></tr>\n";
  }
  return out + HtmlTableEnd(flagged.size()) + "</section>\n";
}

std::string HtmlPlaces(std::string_view id, std::string_view title,
                       const std::vector<const findings::Finding*>& findings, std::string_view hint,
                       const ReportOptions& options) {
  if (findings.empty()) return {};
  std::string out = "<section id=\"" + std::string(id) + "\"><h2>" + std::string(title) +
                    "</h2><p class=\"hint\">" + std::string(hint) + "</p>" +
                    HtmlTableHead(title, title, {"Place", "Kind", "What", "Details"});
  size_t rows = 0;
  for (const findings::Finding* f : findings) {
    if (rows++ >= kRows) break;
    out += "<tr><th scope=\"row\" class=\"path\"><a href=\"" + HtmlHref(options, f->id) + "\">" +
           Code(f->location.path + ":" + std::to_string(f->location.start_line)) + "</a></th><td>" +
           std::string(findings::InfoOf(f->kind).title) + "</td><td class=\"wide\">" +
           HtmlText(f->message) + "</td><td>";
    for (const auto& [name, value] : f->properties)
      out += HtmlText(name) + ": " + HtmlText(value) + "<br>";
    out += "</td></tr>\n";
  }
  return out + HtmlTableEnd(findings.size()) + "</section>\n";
}

std::string HtmlSuppressed(const findings::Report& report, const ReportOptions& options) {
  if (!options.show_suppressed || report.suppressed.empty()) return {};
  std::string out = "<section id=\"suppressed\"><h2>Suppressed</h2>" +
                    HtmlTableHead("Suppressed", "Findings that do not count, and why",
                                  {"Place", "Rule", "What", "Why not"});
  for (size_t i = 0; i < std::min(report.suppressed.size(), kRows); ++i) {
    const findings::Finding& f = report.suppressed[i];
    out += "<tr><th scope=\"row\" class=\"path\">" + HtmlPlace(report, options, f.location) +
           "</th><td>" + Code(f.rule_id) + " <span class=\"muted\">" + HtmlText(f.id) +
           "</span></td><td class=\"wide\">" + HtmlText(BriefMessage(report, f)) + "</td><td>" +
           HtmlText(SuppressedWords(f)) + "</td></tr>\n";
  }
  return out + HtmlTableEnd(report.suppressed.size()) + "</section>\n";
}

std::string HtmlNotRead(const findings::Report& report) {
  const findings::Coverage& c = report.coverage;
  std::string out = "<section id=\"not-read\"><h2>What was not read</h2>";
  const auto table = [&](std::string_view caption, const std::vector<findings::NotRead>& files) {
    if (files.empty()) return;
    out += HtmlTableHead(caption, caption, {"File", "Reason"});
    for (size_t i = 0; i < std::min(files.size(), kRows); ++i) {
      out += "<tr><th scope=\"row\" class=\"path\">" + Code(files[i].path) + "</th><td>" +
             HtmlText(files[i].reason) + "</td></tr>\n";
    }
    out += HtmlTableEnd(files.size());
  };
  if (c.not_read.empty() && c.text_only.empty() && c.partial.empty() && c.left_out.empty() &&
      report.diagnostics.empty() && c.ignored_by.empty()) {
    return out + "<p class=\"panel\">Every file that was found was read in full.</p></section>\n";
  }
  table("Files that were not read", c.not_read);
  table("Files that were read as plain text only", c.text_only);
  table("Files with syntax errors: what stands near them may be missing", c.partial);
  table("Files that were left out", c.left_out);
  if (!c.ignored_by.empty()) {
    out += HtmlTableHead("Ignored files", "Files left out by ignore rules", {"Rule", "#Files"});
    for (const auto& [reason, count] : c.ignored_by)
      out += "<tr><th scope=\"row\">" + HtmlText(reason) + "</th>" + HtmlCell(count) + "</tr>\n";
    out += HtmlTableEnd(0);
  }
  if (!report.diagnostics.empty()) {
    out += HtmlTableHead("Trouble", "Trouble during the scan", {"Where", "Level", "What"});
    for (size_t i = 0; i < std::min(report.diagnostics.size(), kRows); ++i) {
      const findings::Diagnostic& d = report.diagnostics[i];
      out += "<tr><th scope=\"row\" class=\"path\">" +
             (d.path.empty() ? "the scan"
                             : Code(d.path + (d.line > 0 ? ":" + std::to_string(d.line) : ""))) +
             "</th><td>" + std::string(findings::Name(d.level)) + "</td><td>" +
             HtmlText(d.message + (d.hint.empty() ? "" : " (" + d.hint + ")")) + "</td></tr>\n";
    }
    out += HtmlTableEnd(report.diagnostics.size());
  }
  return out + "</section>\n";
}

std::string HtmlOnce(const findings::Report& report) {
  if (report.migration.empty()) return {};
  std::string out =
      "<section id=\"once\"><h2>Needed once</h2><p class=\"hint\">Whatever the places are, the "
      "migration needs these.</p><ol class=\"plan\">\n";
  for (const findings::MigrationTopic& topic : report.migration) {
    out += "<li><details><summary><span class=\"what\">" + HtmlText(topic.title) +
           "</span></summary><p>" + HtmlText(topic.text) + "</p>";
    for (const findings::Replacement& r : topic.requests) {
      const std::string request = RequestLines(r);
      out += "<pre class=\"request\" tabindex=\"0\">" + HtmlText(request) + "</pre>" +
             HtmlCopy("Copy request", request);
      if (!r.examples.curl.empty())
        out += "<pre class=\"request\" tabindex=\"0\">" + HtmlText(r.examples.curl) + "</pre>" +
               HtmlCopy("Copy curl", r.examples.curl);
    }
    if (!topic.rows.empty()) out += "<ul>";
    for (const std::string& row : topic.rows) out += "<li>" + HtmlText(row) + "</li>";
    if (!topic.rows.empty()) out += "</ul>";
    out += "</details></li>\n";
  }
  return out + "</ol></section>\n";
}

std::string HtmlErrata(const findings::Report& report) {
  if (report.errata.empty() && report.second_hop.empty()) return {};
  std::string out = "<section id=\"notes\"><h2>Corrections and changes ahead</h2>";
  if (!report.errata.empty()) {
    out += HtmlTableHead(
        "Errata",
        "Where the vendor's mapping is wrong or silent, and findings here rely on a correction",
        {"Id", "What", "Source"});
    for (const findings::ErratumUse& use : report.errata) {
      out += "<tr><th scope=\"row\">" + Code(use.id) + "</th><td class=\"wide\">" +
             HtmlText(use.text) + "</td><td>" + HtmlText(use.source) + "</td></tr>\n";
    }
    out += HtmlTableEnd(0);
  }
  if (!report.second_hop.empty()) {
    out += "<h3>The replacements change too</h3><ul>";
    for (const std::string& text : report.second_hop) out += "<li>" + HtmlText(text) + "</li>";
    out += "</ul>";
  }
  return out + "</section>\n";
}

std::string HtmlAbout(const findings::Report& report, const ReportOptions& options) {
  std::string out =
      "<section id=\"about\"><h2>About this report</h2><div class=\"panel\"><dl class=\"pairs\">";
  const auto pair = [&](std::string_view name, const std::string& html) {
    if (!html.empty()) out += "<dt>" + std::string(name) + "</dt><dd>" + html + "</dd>";
  };
  pair("Reproduce", report.command.empty() ? "" : Code(report.command));
  const std::string url = HtmlUrl(report.repository_url);
  pair("Repository", url.empty() ? HtmlText(report.repository_url)
                                 : "<a href=\"" + url + "\" rel=\"noreferrer\">" +
                                       HtmlText(report.repository_url) + "</a>");
  pair("Revision", report.revision.empty() ? "" : Code(report.revision));
  pair("Branch", report.branch.empty() ? "" : Code(report.branch));
  pair("Tool", "unsoap " + HtmlText(report.tool_version));
  for (const findings::RulesIdentity& pack : report.rules)
    pair("Rules", HtmlText(pack.pack + " " + pack.version) + " " + Code(pack.digest));
  pair("As of", HtmlText(report.as_of));
  if (!report.fail_on.empty())
    pair("Gate",
         "--fail-on " + HtmlText(report.fail_on) + ": " + Count(report.gate_count, "finding"));
  if (options.stamp && !report.started_at.empty()) pair("Started", HtmlText(report.started_at));
  out +=
      "</dl><p class=\"muted\">Certain: the service is proven on the way to this use. Likely: an "
      "operation's name is used through a SOAP "
      "toolkit or beside other evidence of the service, without a full trace. Possible: the name "
      "alone.</p></div></section>\n";
  return out;
}

}  // namespace unsoap::reporters
