// One offline page. Everything but search and paging is plain HTML, so it reads without the script
// and under a policy that forbids scripts; the page's own policy admits exactly its style and its
// script, by hash.
#include <algorithm>
#include <initializer_list>
#include <map>

#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "reporters/layout.h"
#include "reporters/renderers.h"
#include "reporters/sha256.h"
#include "scanner/base/embedded.h"
#include "scanner/base/text.h"
#include "scanner/findings/own_report.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kInPage = 500;         // findings written as HTML
constexpr size_t kMany = 5000;          // of more than so many fewer are: each takes ten times
constexpr size_t kInPageOfMany = 100;   // what it takes as data, and the page is to hold them all
constexpr size_t kMaxBytes = 15 << 19;  // of the whole page, about
constexpr size_t kPiece = 1 << 16;
constexpr size_t kRows = kHtmlRows;

std::string Code(std::string_view text) { return HtmlCode(text); }

class HtmlReport {
 public:
  HtmlReport(const findings::Report& report, const ReportOptions& options, const Sink& sink)
      : report_(report), options_(options), sink_(sink) {
    for (const findings::Finding& f : report.findings) {
      Add(operations_[f.operation], f);
      Add(folders_[TopFolder(f.location.path)], f);
      Add(files_[f.location.path], f);
      has_notes_ = has_notes_ || f.level == findings::Level::kNote;
      for (const findings::FlaggedUse& use : f.parameters) flagged_[use.name].push_back({&f, &use});
      if (f.kind == findings::Kind::kCredential || f.kind == findings::Kind::kAuthentication)
        credentials_.push_back(&f);
      if (f.kind == findings::Kind::kDependency || f.kind == findings::Kind::kBinaryClient ||
          f.kind == findings::Kind::kGeneratedClient) {
        packages_.push_back(&f);
      }
      const findings::Replacement* const use = findings::MainRequest(f);
      if (!f.operation.empty() && use != nullptr) rest_.emplace(f.operation, use);
    }
    operations_.erase("");
  }

  void Render() {
    Put(Head());
    Put(Tiles());
    Put(Progress());
    Put(StartHere());
    Put(HtmlOnce(report_));
    Put(HtmlPlan(report_, options_));
    Put(Operations());
    Put(Folders());
    Findings();
    Put(HtmlFlagged(options_, flagged_));
    Put(HtmlPlaces("credentials", "Credentials and signing code", credentials_,
                   "Rotate or delete these with the account. Values are never part of a report.",
                   options_));
    Put(HtmlPlaces("packages", "Dependencies, generated and binary clients", packages_,
                   "Remove these when nothing calls them any more.", options_));
    Put(HtmlSuppressed(report_, options_));
    Put(HtmlNotRead(report_));
    Put(HtmlErrata(report_));
    Put(HtmlAbout(report_, options_));
    Put("</main></div>\n<script type=\"application/json\" id=\"data\">");
    data_.Write([&](std::string_view piece) { Put(piece); });
    Put("</script>\n<script>" + std::string(Embedded("reporters/html/report.js")) +
        "</script>\n</body>\n</html>\n");
  }

 private:
  using Rows = std::map<std::string, ByConfidence>;

  static void Add(ByConfidence& row, const findings::Finding& f) {
    ++row.counts[CountedAs(f)];
    row.minutes += f.effort_minutes;
  }

  void Put(std::string_view text) {
    written_ += text.size();
    // In pieces, because the data block is large and a sink may be slow.
    for (; open_ && !text.empty(); text.remove_prefix(std::min(text.size(), kPiece))) {
      open_ = sink_(text.substr(0, kPiece));
    }
  }

  std::string Place(const findings::Location& at) const { return HtmlPlace(report_, options_, at); }

  std::string Head() {
    const std::string_view css = Embedded("reporters/html/report.css");
    const std::string_view js = Embedded("reporters/html/report.js");
    const std::string name =
        report_.root_name.empty() ? "unsoap report" : HtmlText(report_.root_name);
    std::string out =
        std::string(findings::kHtmlHead) +
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'sha256-" +
        Sha256Base64(css) + "'; script-src 'sha256-" + Sha256Base64(js) +
        "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" "
        "href=\"data:,\">\n<title>" +
        name + ": " + HtmlText(report_.service_short) + "</title>\n<style>" + std::string(css) +
        "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n"
        "<header class=\"top\"><div>\n<p class=\"eyebrow\">" +
        name + " \xc2\xb7 " + HtmlText(report_.service_name) + " \xc2\xb7 as of " +
        HtmlText(report_.as_of) +
        (options_.index.empty() ? ""
                                : " \xc2\xb7 <a href=\"" + HtmlText(UriPath(options_.index)) +
                                      "\">all operations</a>") +
        "</p>\n<h1>" + HtmlText(report_.verdict) + "</h1>\n";
    out += Trail();
    const findings::Coverage& c = report_.coverage;
    out += "<p class=\"receipt\">" + HtmlText(Receipt(c)) +
           ". <a href=\"#not-read\">What was not read</a></p>\n</div></header>\n";
    out += "<div class=\"frame-page\">\n<nav class=\"sections\" aria-label=\"Sections\"><ul>";
    const auto link = [&](std::string_view id, std::string_view title, int64_t count, bool shown) {
      if (!shown) return;
      out += "<li><a href=\"#" + std::string(id) + "\">" + std::string(title);
      if (count >= 0) out += " <span class=\"n\">" + Thousands(count) + "</span>";
      out += "</a></li>";
    };
    link("start", "Start here", -1, !report_.wrappers.empty());
    link("once", "Needed once", -1, !report_.migration.empty());
    link("plan", "Plan", -1, !report_.findings.empty());
    link("operations", "Operations", static_cast<int64_t>(operations_.size()),
         !operations_.empty());
    link("files", "Files", report_.summary.files, !files_.empty());
    link("findings", "Findings", report_.summary.total, true);
    link("parameters", "Parameters", static_cast<int64_t>(flagged_.size()), !flagged_.empty());
    link("credentials", "Credentials and signing", static_cast<int64_t>(credentials_.size()),
         !credentials_.empty());
    link("packages", "Packages and clients", static_cast<int64_t>(packages_.size()),
         !packages_.empty());
    link("suppressed", "Suppressed", static_cast<int64_t>(report_.suppressed.size()),
         options_.show_suppressed && !report_.suppressed.empty());
    link("not-read", "Not read", c.files_not_read, true);
    link("notes", "Notes", -1, !report_.errata.empty() || !report_.second_hop.empty());
    link("about", "About", -1, true);
    return out + "</ul></nav>\n<main id=\"main\">\n";
  }

  /// One line until it is opened: a phone has little room for a history.
  std::string Trail() const {
    if (report_.timeline.empty()) return {};
    std::string all, last;
    for (const findings::TimelineEntry& entry : report_.timeline) {
      const bool holds = entry.superseded_on.empty();
      if (holds) last = entry.date;
      all += std::string("<li") + (holds ? " class=\"now\">" : ">") + "<time>" +
             HtmlText(entry.date) + "</time> " + HtmlText(Words(entry.event));
      if (!entry.said_on.empty()) all += ", said on " + HtmlText(entry.said_on);
      if (!holds) all += ", replaced on " + HtmlText(entry.superseded_on);
      all += "</li>";
    }
    return "<details class=\"trail\"><summary>" +
           Count(static_cast<long long>(report_.timeline.size()), "announced date") +
           (last.empty() ? "" : ", the last one <time>" + HtmlText(last) + "</time>") +
           "</summary><ol aria-label=\"Announced dates\">" + all + "</ol></details>\n";
  }

  static std::string Words(std::string_view event) {
    std::string out(event);
    std::replace(out.begin(), out.end(), '-', ' ');
    return out;
  }

  std::string Tiles() const {
    const findings::Summary& s = report_.summary;
    const Numbers n = CountFindings(report_);
    std::string out = "<section aria-label=\"Numbers\"><dl class=\"numbers\">";
    out += "<div class=\"certain\"><dt>Certain</dt><dd>" + Thousands(n.certain) + "</dd></div>";
    out += "<div class=\"likely\"><dt>Likely</dt><dd>" + Thousands(n.likely) + "</dd></div>";
    if (n.possible > 0) out += "<div><dt>Possible</dt><dd>" + Thousands(n.possible) + "</dd></div>";
    if (n.notes > 0) out += "<div><dt>Notes</dt><dd>" + Thousands(n.notes) + "</dd></div>";
    out += "<div><dt>Files</dt><dd>" + Thousands(s.files) + "</dd></div>";
    if (s.fresh != s.total) out += "<div><dt>New</dt><dd>" + Thousands(s.fresh) + "</dd></div>";
    if (!report_.suppressed.empty()) {
      out += "<div><dt>Suppressed</dt><dd>" +
             Thousands(static_cast<long long>(report_.suppressed.size())) + "</dd></div>";
    }
    return out + "<div><dt>Estimated effort</dt><dd class=\"small\">" + Duration(s.effort_minutes) +
           "</dd></div></dl></section>\n";
  }

  std::string Progress() const {
    if (options_.progress.empty()) return {};
    std::string out = "<section id=\"progress\"><h2>Progress</h2>";
    for (const findings::Progress& step : options_.progress) {
      out += "<p class=\"hint\">Since <time>" + HtmlText(step.as_of) +
             "</time>: " + Thousands(step.fixed) + " of " + Count(step.before, "finding") +
             " done, about " + Duration(step.minutes_fixed) + " of " +
             Duration(step.minutes_before) + "; " + Thousands(step.fresh) + " new.</p>";
    }
    return out + "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Progress\">" +
           SvgProgress(options_.progress, report_) + "</div></section>\n";
  }

  std::string StartHere() const {
    if (report_.wrappers.empty()) return {};
    std::string out =
        "<section id=\"start\"><h2>Start here</h2><p class=\"hint\">Each of these functions "
        "is the only door to the service for the calls counted beside it. Migrate one, and they "
        "follow.</p>" +
        HtmlTableHead("Wrappers", "Wrappers by the number of calls that depend on them",
                      {"Wrapper", "Defined at", "Operations", "#Calls", "#Files"});
    size_t rows = 0;
    for (const findings::WrapperSummary& w : report_.wrappers) {
      if (rows++ >= kRows) break;
      out += "<tr><th scope=\"row\">" +
             (w.finding_id.empty() ? Code(w.name)
                                   : "<a href=\"" + HtmlHref(options_, w.finding_id) + "\">" +
                                         Code(w.name) + "</a>") +
             "</th><td class=\"path\">" + Place(w.location) + "</td><td>" +
             (w.operations.empty() ? HtmlText(findings::OperationsOf(w))
                                   : Code(findings::OperationsOf(w))) +
             "</td>" + HtmlCell(w.callers.total) + HtmlCell(w.callers.files) + "</tr>\n";
    }
    return out + HtmlTableEnd(report_.wrappers.size()) +
           "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Wrapper call "
           "graph\">" +
           SvgWrappers(report_) + "</div></section>\n";
  }

  std::string Legend() const {
    std::string out = "<ul class=\"legend\">";
    for (const std::string_view name : {"certain", "likely", "possible", "note"}) {
      if (name == "note" && !has_notes_) continue;
      out += std::string(
                 "<li><svg viewBox=\"0 0 10 10\" width=\"10\" height=\"10\" "
                 "aria-hidden=\"true\"><rect fill=\"" +
                 std::string(SvgColor(name)) + "\" class=\"fill-" + std::string(name) +
                 "\" width=\"10\" height=\"10\"/></svg>") +
             std::string(name) + "</li>";
    }
    return out + "</ul>";
  }

  static int64_t Longest(const Rows& rows) {
    int64_t longest = 0;
    for (const auto& row : rows) longest = std::max(longest, row.second.total());
    return longest;
  }

  std::string Counts(const ByConfidence& row, int64_t longest) const {
    return HtmlCell(row.counts[2]) + HtmlCell(row.counts[1]) + HtmlCell(row.counts[0]) +
           (has_notes_ ? HtmlCell(row.counts[3]) : "") + "<td class=\"share\">" +
           SvgBar(row, longest) + "</td>";
  }

  std::vector<std::string_view> Columns(std::string_view first,
                                        std::initializer_list<std::string_view> rest) const {
    std::vector<std::string_view> out = {first, "#Certain", "#Likely", "#Possible"};
    if (has_notes_) out.push_back("#Notes");
    out.push_back("Share");
    out.insert(out.end(), rest);
    return out;
  }

  std::string Operations() const {
    if (operations_.empty()) return {};
    std::string out =
        "<section id=\"operations\"><h2>By operation</h2>" + Legend() +
        HtmlTableHead("Operations",
                      "Findings by operation and confidence, and the REST request that "
                      "most often replaces it",
                      Columns("Operation", {"#Effort", "REST"}));
    const int64_t longest = Longest(operations_);
    for (const auto& [name, row] : operations_) {
      const auto page = options_.pages.find(name);
      out += "<tr><th scope=\"row\">" +
             (page == options_.pages.end()
                  ? Code(name)
                  : "<a href=\"" + HtmlText(UriPath(page->second)) + "\">" + Code(name) + "</a>") +
             "</th>" + Counts(row, longest) + "<td class=\"num\">" +
             Duration(static_cast<int>(row.minutes)) + "</td><td class=\"path\">";
      const auto rest = rest_.find(name);
      if (rest == rest_.end()) {
        out += "no replacement known here";
      } else {
        const findings::Replacement& r = *rest->second;
        out += Code(r.http_method + " " + r.path) + "<br><span class=\"muted\">" +
               HtmlText(r.title) + "</span>";
      }
      out += "</td></tr>\n";
    }
    return out + HtmlTableEnd(0) + "</section>\n";
  }

  std::string Folders() const {
    if (files_.empty()) return {};
    std::string out = "<section id=\"files\"><h2>By folder and file</h2>" + Legend() +
                      HtmlTableHead("Folders", "Findings by top folder", Columns("Folder", {}));
    const auto table = [&](const Rows& rows, bool folder) {
      const int64_t longest = Longest(rows);
      size_t shown = 0;
      for (const auto& [name, row] : rows) {
        if (shown++ >= kRows) break;
        out += "<tr><th scope=\"row\">" + Code(folder && name != "." ? name + "/" : name) +
               "</th>" + Counts(row, longest) + "</tr>\n";
      }
      out += HtmlTableEnd(rows.size());
    };
    table(folders_, true);
    out += HtmlTableHead("Files", "Findings by file", Columns("File", {}));
    table(files_, false);
    return out + "</section>\n";
  }

  void Findings() {
    std::string head = "<section id=\"findings\"><h2>Findings</h2>";
    if (report_.findings.empty()) {
      Put(head +
          "<p class=\"panel\">Nothing was found. That means as much as what was read: see the "
          "receipt above.</p></section>\n");
      return;
    }
    if (!options_.pages.empty()) {
      const auto rest = options_.pages.find("");
      Put(head +
          "<p class=\"panel\">Each operation has a page of its own: see <a "
          "href=\"#operations\">By operation</a>." +
          (rest == options_.pages.end()
               ? ""
               : " What is about no single operation is on <a href=\"" +
                     HtmlText(UriPath(rest->second)) + "\">one more</a>.") +
          "</p></section>\n");
      return;
    }
    head +=
        "<form class=\"filters\" role=\"search\" aria-label=\"Filter findings\">"
        "<div class=\"search\"><label for=\"search\">Search</label><input id=\"search\" "
        "type=\"search\" autocomplete=\"off\" spellcheck=\"false\"><button type=\"button\" "
        "id=\"clear\">Clear</button> <button type=\"button\" "
        "id=\"help-open\">Keys</button> <label for=\"sort\">Order</label><select id=\"sort\">"
        "<option value=\"\">worst first</option><option value=\"place\">by file</option>"
        "<option value=\"operation\">by operation</option></select></div><div "
        "id=\"chips\"></div></form>\n";
    head += "<p class=\"count\" id=\"count\" aria-live=\"polite\">" +
            Count(static_cast<long long>(report_.findings.size()), "finding") +
            "</p>\n<div id=\"list\">\n";
    Put(head);
    size_t in_page = 0;
    const size_t most_in_page = report_.findings.size() > kMany ? kInPageOfMany : kInPage;
    const std::vector<const findings::Finding*> order = WorstFirst(report_.findings);
    for (const findings::Finding* const f : order) {
      if (in_page >= most_in_page || !open_) break;
      std::string html;
      HtmlFinding(report_, options_, *f, [&](const std::string& piece) { html += piece; });
      Put(html);
      ++in_page;
    }
    size_t in_data = 0;
    for (size_t i = in_page; i < report_.findings.size() && open_; ++i) {
      if (written_ + data_.size() > kMaxBytes) break;
      data_.Add(report_, options_, *order[i]);
      ++in_data;
    }
    std::string tail =
        "</div>\n<div class=\"pager\"><button type=\"button\" "
        "id=\"previous\">Previous</button><span id=\"where\"></span>"
        "<button type=\"button\" id=\"next\">Next</button></div>\n";
    if (in_data > 0) {
      tail += "<p class=\"hint nojs\">" + Count(static_cast<long long>(in_data), "more finding") +
              " show with scripts allowed, or in the JSON report.</p>\n";
    }
    const size_t missing = report_.findings.size() - in_page - in_data;
    if (missing > 0)
      tail += "<p class=\"hint\">" + Count(static_cast<long long>(missing), "more finding") +
              " in the JSON report: this page is at its limit.</p>\n";
    tail +=
        "<dialog id=\"help\" aria-labelledby=\"help-title\"><h3 "
        "id=\"help-title\">Keys</h3><p><kbd>/</kbd> search<br><kbd>j</kbd> "
        "<kbd>k</kbd> next and previous finding<br><kbd>o</kbd> open and close<br><kbd>?</kbd> "
        "this help</p>"
        "<button type=\"button\" id=\"help-close\">Close</button></dialog></section>\n";
    Put(tail);
  }

  const findings::Report& report_;
  const ReportOptions& options_;
  const Sink& sink_;
  Rows operations_, folders_, files_;
  std::map<std::string, std::vector<HtmlFlag>> flagged_;
  std::vector<const findings::Finding*> credentials_, packages_;
  std::map<std::string, const findings::Replacement*> rest_;
  bool has_notes_ = false;
  HtmlData data_;
  size_t written_ = 0;
  bool open_ = true;
};

}  // namespace

void RenderHtml(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  HtmlReport(report, options, sink).Render();
}

}  // namespace unsoap::reporters
