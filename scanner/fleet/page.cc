// Sections one after the other; the style sheet is that of a scan's page.
#include "scanner/fleet/page.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "reporters/layout.h"
#include "reporters/sha256.h"
#include "scanner/base/embedded.h"
#include "scanner/findings/own_report.h"
#include "scanner/fleet/exit_sheet.h"

namespace unsoap::fleet {
namespace {

using reporters::HtmlCell;
using reporters::HtmlCode;
using reporters::HtmlTableEnd;
using reporters::HtmlTableHead;
using reporters::HtmlText;
using reporters::Thousands;

constexpr size_t kRows = reporters::kHtmlRows;

std::string Cell(const std::string& html, const char* css = nullptr) {
  return css == nullptr ? "<td>" + html + "</td>"
                        : fmt::format("<td class=\"{}\">{}</td>", css, html);
}
std::string RowHead(const std::string& text) {
  return "<tr><th scope=\"row\">" + HtmlText(text) + "</th>";
}
std::string CountCells(const Counts& counts) {
  return HtmlCell(counts.certain) + HtmlCell(counts.likely) + HtmlCell(counts.possible);
}
std::string Section(const char* id, const char* title, const std::string& hint) {
  return fmt::format("<section id=\"{}\"><h2>{}</h2>{}", id, title,
                     hint.empty() ? "" : "<p class=\"hint\">" + HtmlText(hint) + "</p>");
}

std::string Top(const Merged& merged) {
  const std::string_view css = Embedded("reporters/html/report.css");
  std::string out =
      std::string(findings::kHtmlHead) +
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'sha256-" +
      reporters::Sha256Base64(css) +
      "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" "
      "href=\"data:,\">\n<title>" +
      fmt::format("{} repositories: {}", merged.rows.size(), HtmlText(VerdictOf(merged))) +
      "</title>\n<style>" + std::string(css) +
      "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n"
      "<header class=\"top\"><div>\n<p class=\"eyebrow\">" +
      fmt::format("{} repositories \xc2\xb7 as of {}</p>\n<h1>", merged.rows.size(),
                  HtmlText(merged.identity.as_of));
  std::string verdict = VerdictOf(merged);
  verdict[0] = verdict[0] == 'c' ? 'C' : 'N';
  out += HtmlText(verdict) +
         ".</h1>\n</div></header>\n<div class=\"frame-page\">\n"
         "<nav class=\"sections\" aria-label=\"Sections\"><ul>";
  const auto link = [&](const char* id, const char* title, bool is_shown) {
    if (is_shown) out += fmt::format("<li><a href=\"#{}\">{}</a></li>", id, title);
  };
  link("trend", "Trend", merged.trend.size() > 1);
  link("open", "Not answered", !merged.AllFinal());
  link("repositories", "Repositories", true);
  link("owners", "Owners", !merged.owners.empty());
  link("families", "Families", !merged.families.empty());
  link("wrappers", "Wrappers", !merged.wrappers.empty());
  link("libraries", "Shared libraries", !merged.libraries.empty());
  link("credentials", "Credentials", !merged.secrets.empty());
  link("about", "About", true);
  return out + "</ul></nav>\n<main id=\"main\">\n";
}

std::string Tiles(const Merged& merged) {
  Counts all;
  int64_t with = 0, open = 0;
  for (const MergedRow& row : merged.rows) {
    all.certain += row.counts.certain;
    all.likely += row.counts.likely;
    all.possible += row.counts.possible;
    all.minutes += row.counts.minutes;
    with += row.counts.total() > 0;
    open += !IsFinal(row.outcome.status);
  }
  std::string out = "<section aria-label=\"Numbers\"><dl class=\"numbers\">";
  const auto tile = [&](const char* css, const char* name, const std::string& value) {
    out += fmt::format("<div{}><dt>{}</dt><dd>{}</dd></div>", css, name, value);
  };
  tile("", "Repositories", Thousands(static_cast<int64_t>(merged.rows.size())));
  tile("", "That depend on it", Thousands(with));
  tile("", "Not answered", Thousands(open));
  tile(" class=\"certain\"", "Certain", Thousands(all.certain));
  tile(" class=\"likely\"", "Likely", Thousands(all.likely));
  if (all.possible > 0) tile("", "Possible", Thousands(all.possible));
  tile("", "Estimated effort", reporters::Duration(static_cast<int>(all.minutes)));
  return out + "</dl></section>\n";
}

/// Findings over time: one point a run, at its date's place in the order.
std::string Trend(const Merged& merged) {
  if (merged.trend.size() < 2) return {};
  constexpr int kWidth = 900, kHeight = 200, kLeft = 60, kTop = 20;
  int64_t most = 1;
  for (const TrendPoint& point : merged.trend) most = std::max(most, point.findings);
  const auto x = [&](size_t i) {
    return kLeft +
           static_cast<int>(i) * (kWidth - 2 * kLeft) / static_cast<int>(merged.trend.size() - 1);
  };
  const auto y = [&](int64_t value) {
    return kTop + kHeight - static_cast<int>(value * kHeight / most);
  };
  std::string line, marks, table;
  for (size_t i = 0; i < merged.trend.size(); ++i) {
    const TrendPoint& point = merged.trend[i];
    line += fmt::format("{}{} {}", i == 0 ? "M" : "L", x(i), y(point.findings));
    marks += fmt::format(
        "<circle class=\"fill-certain\" fill=\"#cf3b31\" cx=\"{}\" cy=\"{}\" r=\"4\"/><text "
        "text-anchor=\"middle\" x=\"{}\" y=\"{}\">{}</text><text class=\"soft\" "
        "text-anchor=\"middle\" x=\"{}\" y=\"{}\">{}</text>",
        x(i), y(point.findings), x(i), y(point.findings) - 9, Thousands(point.findings), x(i),
        kTop + kHeight + 20, HtmlText(point.as_of));
    table += RowHead(point.as_of) + HtmlCell(point.repositories) + HtmlCell(point.with_findings) +
             HtmlCell(point.findings) + HtmlCell(point.not_final) + "</tr>\n";
  }
  return Section("trend", "Trend", "Places that depend on the service, run by run.") +
         fmt::format(
             "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Trend\"><svg "
             "class=\"graph\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Findings by "
             "date\"><path class=\"edge\" fill=\"none\" stroke=\"#8b95a1\" "
             "d=\"{}\"/>{}</svg></div>",
             kWidth, kHeight + kTop + 30, line, marks) +
         HtmlTableHead("Trend", "Runs by date",
                       {"As of", "#Repositories", "#That depend", "#Findings", "#Not answered"}) +
         table + HtmlTableEnd(merged.trend.size()) + "</section>\n";
}

std::string Open(const Merged& merged) {
  std::string rows;
  size_t count = 0;
  for (const MergedRow& row : merged.rows) {
    if (IsFinal(row.outcome.status) || ++count > kRows) continue;
    std::string why = HtmlText(row.outcome.reason);
    for (const std::string& one : row.not_read) why += "<br>" + HtmlCode(one);
    rows += RowHead(row.row.id) + Cell(HtmlText(row.row.revision)) +
            Cell(HtmlText(Name(row.outcome.status))) + Cell(why, "wide") +
            Cell(HtmlText(row.row.owner)) + "</tr>\n";
  }
  if (count == 0) return {};
  return Section(
             "open", "Not answered",
             "Nothing can be said of these, or not of all of them. As long as one stands here the "
             "answer is not clear.") +
         HtmlTableHead("Not answered", "Rows without a final result",
                       {"Repository", "Revision", "Status", "Why", "Owner"}) +
         rows + HtmlTableEnd(count) + "</section>\n";
}

std::string Repositories(const Merged& merged) {
  std::vector<const MergedRow*> order;
  for (const MergedRow& row : merged.rows) order.push_back(&row);
  std::stable_sort(order.begin(), order.end(), [](const MergedRow* a, const MergedRow* b) {
    return a->counts.total() > b->counts.total();
  });
  std::string out = Section("repositories", "Repositories",
                            "Those with the most places first; runs.csv has all of them, and "
                            "findings.csv every place.") +
                    HtmlTableHead("Repositories", "Repositories by the number of findings",
                                  {"Repository", "Revision", "Status", "#Certain", "#Likely",
                                   "#Possible", "#Files", "#Not read", "Owner"});
  for (size_t i = 0; i < std::min(order.size(), kRows); ++i) {
    const MergedRow& row = *order[i];
    out +=
        RowHead(row.row.id) +
        Cell(HtmlText(row.row.revision) +
             (row.outcome.commit.empty() ? "" : " " + HtmlCode(row.outcome.commit.substr(0, 12)))) +
        Cell(HtmlText(Name(row.outcome.status))) + CountCells(row.counts) + HtmlCell(row.files) +
        HtmlCell(row.files_not_read) + Cell(HtmlText(row.row.owner)) + "</tr>\n";
  }
  return out + HtmlTableEnd(order.size()) + "</section>\n";
}

std::string Owners(const Merged& merged) {
  if (merged.owners.empty()) return {};
  std::vector<std::pair<std::string, Counts>> order(merged.owners.begin(), merged.owners.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.second.total() > b.second.total();
  });
  std::string out =
      Section("owners", "Owners", "As CODEOWNERS of each repository says, else as the list does.") +
      HtmlTableHead("Owners", "Owners by the number of findings",
                    {"Owner", "#Certain", "#Likely", "#Possible", "Effort"});
  for (size_t i = 0; i < std::min(order.size(), kRows); ++i) {
    const auto& [name, counts] = order[i];
    out += RowHead(name.empty() ? "nobody is named" : name) + CountCells(counts) +
           Cell(reporters::Duration(static_cast<int>(counts.minutes))) + "</tr>\n";
  }
  return out + HtmlTableEnd(order.size()) + "</section>\n";
}

std::string Families(const Merged& merged) {
  if (merged.families.empty()) return {};
  std::string out =
      Section("families", "Families",
              "Places that are equal but for where they lie: copies, forks, one client in many "
              "repositories. What mends one mends the others.") +
      HtmlTableHead("Families", "Families by the number of repositories",
                    {"What", "Operation", "First seen at", "#Repositories", "#Places"});
  for (size_t i = 0; i < std::min(merged.families.size(), kRows); ++i) {
    const Family& family = merged.families[i];
    out += RowHead(family.message) + Cell(HtmlCode(family.operation)) +
           Cell(HtmlText(family.repository) + " " + HtmlCode(family.place), "path") +
           HtmlCell(family.repositories) + HtmlCell(family.sites) + "</tr>\n";
  }
  return out + HtmlTableEnd(merged.families.size() + static_cast<size_t>(merged.families_more)) +
         "</section>\n";
}

std::string Wrappers(const Merged& merged) {
  if (merged.wrappers.empty()) return {};
  std::string out =
      Section("wrappers", "Wrappers",
              "Functions that are the only door to the service for the calls counted "
              "beside them. Migrate one, and they follow.") +
      HtmlTableHead("Wrappers", "Wrappers by the number of calls",
                    {"Wrapper", "Repository", "Defined at", "Operations", "#Calls", "#Files"});
  for (const Wrapper& wrapper : merged.wrappers) {
    out += RowHead(wrapper.name) + Cell(HtmlText(wrapper.repository)) +
           Cell(HtmlCode(wrapper.place), "path") + Cell(HtmlCode(wrapper.operations)) +
           HtmlCell(wrapper.calls) + HtmlCell(wrapper.files) + "</tr>\n";
  }
  return out + HtmlTableEnd(merged.wrappers.size() + static_cast<size_t>(merged.wrappers_more)) +
         "</section>\n";
}

std::string Libraries(const Merged& merged) {
  if (merged.libraries.empty()) return {};
  std::string out =
      Section("libraries", "Shared libraries",
              "Wrappers that other repositories of the list call. They move with the library: "
              "migrate it first, then let those beside it take its new version.") +
      HtmlTableHead(
          "Shared libraries", "Wrappers in libraries by the repositories that call them",
          {"Wrapper", "Library", "Defined at", "Operations", "Used by", "#Repositories", "#Calls"});
  for (size_t i = 0; i < std::min(merged.libraries.size(), kRows); ++i) {
    const LibraryUse& use = merged.libraries[i];
    std::string users;
    for (const std::string& user : use.users) users += (users.empty() ? "" : ", ") + HtmlText(user);
    if (static_cast<size_t>(use.repositories) > use.users.size()) users += " ...";
    out += RowHead(use.wrapper) + Cell(HtmlText(use.repository)) +
           Cell(HtmlCode(use.place), "path") + Cell(HtmlCode(use.operations)) + Cell(users) +
           HtmlCell(use.repositories) + HtmlCell(use.calls) + "</tr>\n";
  }
  return out + HtmlTableEnd(merged.libraries.size()) + "</section>\n";
}

std::string Credentials(const Merged& merged) {
  if (merged.secrets.empty()) return {};
  std::string out =
      Section("credentials", "Credentials to rotate",
              "Rotate or delete these with the account. Values are never part of a report.") +
      HtmlTableHead("Credentials", "Places that hold a credential",
                    {"Repository", "Place", "What", "Owner"});
  const size_t shown = std::min(merged.secrets.size(), kRows);
  for (size_t i = 0; i < shown; ++i) {
    const Secret& secret = merged.secrets[i];
    out += RowHead(secret.repository) + Cell(HtmlCode(secret.place), "path") +
           Cell(HtmlText(secret.message), "wide") + Cell(HtmlText(secret.owner)) + "</tr>\n";
  }
  return out + HtmlTableEnd(merged.secrets.size() + static_cast<size_t>(merged.secrets_more)) +
         "</section>\n";
}

std::string About(const Merged& merged) {
  const Identity& identity = merged.identity;
  std::string out = Section("about", "About", "") + "<dl class=\"pairs\">";
  const auto pair = [&](const char* name, const std::string& value) {
    out += fmt::format("<dt>{}</dt><dd>{}</dd>", name, HtmlCode(value));
  };
  pair("Program", "unsoap " + identity.tool);
  pair("Rules", identity.rules);
  for (const std::string& setting : identity.settings) pair("Setting", setting);
  return out +
         "</dl><p class=\"muted\">exit.json has every revision with its status and the digest of "
         "its "
         "result.</p></section>\n</main></div>\n</body>\n</html>\n";
}

}  // namespace

void WritePage(const Merged& merged, const reporters::Sink& sink) {
  for (const auto part : {Top, Tiles, Trend, Open, Repositories, Owners, Families, Wrappers,
                          Libraries, Credentials, About})
    sink(part(merged));
}

}  // namespace unsoap::fleet
