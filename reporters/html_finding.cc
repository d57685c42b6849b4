// The one template of a finding.
#include <algorithm>

#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "reporters/layout.h"
#include "reporters/links.h"
#include "reporters/syntax.h"
#include "scanner/base/text.h"
#include "scanner/findings/kinds.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

std::string Attribute(std::string_view name, std::string_view value) {
  return value.empty() ? "" : " data-" + std::string(name) + "=\"" + HtmlText(value) + "\"";
}

class Template {
 public:
  Template(const findings::Report& report, const ReportOptions& options,
           const findings::Finding& finding, const std::function<void(std::string)>& put)
      : report_(report), options_(options), f_(finding), put_(put) {}

  void Render() {
    Summary();
    Frame();
    Place();
    Flow();
    Why();
    Migration();
    Parameters();
    Callers();
    Notes();
    Details();
    put_("</div></details></article>\n");
  }

 private:
  std::string At(const findings::Location& at) const { return HtmlPlace(report_, options_, at); }
  /// Where the reader is in that file already, the line says enough.
  std::string Near(const findings::Location& at) const {
    if (at.path != f_.location.path || !options_.link_template.empty()) return At(at);
    return "<code>line " + std::to_string(at.start_line) + "</code>";
  }

  void Summary() {
    const std::string confidence(findings::Name(f_.confidence));
    std::string out =
        "<article class=\"finding " + confidence + "\" id=\"f-" + HtmlText(f_.id) + "\"";
    for (const FilterField& field : FilterFields())
      out += Attribute(field.name, Join(field.values(f_), "\n"));
    put_(out + "><details><summary><span class=\"what\">");
    put_(HtmlText(BriefMessage(report_, f_)) + "</span> <span class=\"meta\">");
    put_("<span class=\"badge " + confidence + "\">" + confidence +
         "</span> <span class=\"level\">" + std::string(findings::Name(f_.level)) + "</span> ");
    put_("<span class=\"mono\">" + HtmlText(PathAndLine()) + "</span> ");
    out = "<span>" + std::string(findings::InfoOf(f_.kind).title) + "</span>";
    if (!f_.operation.empty()) out += " " + HtmlCode(f_.operation);
    if (f_.state == findings::State::kBaseline)
      out += " <span class=\"badge plain\">in the baseline</span>";
    for (const std::string& label : f_.labels)
      out += " <span class=\"badge plain\">" + HtmlText(label) + "</span>";
    put_(out + "</span></summary><div class=\"body\">");
  }

  std::string PathAndLine() const {
    return f_.location.path + ":" + std::to_string(f_.location.start_line);
  }

  void Frame() {
    if (options_.no_snippets || f_.snippet.lines.empty()) return;
    put_("<h3>Where is it?</h3><pre class=\"code\" tabindex=\"0\">");
    int number = f_.snippet.first_line;
    for (const std::string& line : HighlightHtml(f_)) {
      const bool hit = number == f_.location.start_line;
      put_(std::string("<span class=\"l") + (hit ? " hit" : "") + "\"><span class=\"no\">" +
           std::to_string(number++) + "</span>" + line + "</span>");
    }
    put_("</pre>");
  }

  void Place() {
    if (!f_.enclosing.empty()) put_("<p class=\"muted\">In " + HtmlCode(f_.enclosing) + "</p>");
    std::string out = "<p><a href=\"#f-" + HtmlText(f_.id) + "\">Permalink</a> " +
                      HtmlCopy("Copy place", PathAndLine()) + " " +
                      HtmlCopy("Copy link", "#f-" + f_.id);
    if (!options_.link_template.empty()) out += " " + At(f_.location);
    put_(out + "</p>");
  }

  template <class Items, class Convert>
  void List(std::string_view title, std::string_view tag, const Items& items,
            const Convert& convert) {
    if (items.empty()) return;
    const std::string name(tag);
    put_("<h3>" + std::string(title) + "</h3><" + name + ">");
    for (const auto& item : items) put_("<li>" + convert(item) + "</li>");
    put_("</" + name + ">");
  }

  void Flow() {
    List("How the code gets there", "ol", f_.flow, [&](const findings::FlowStep& step) {
      return HtmlText(step.text) + " " + At(step.location);
    });
  }

  void Why() {
    // What the steps above have said is not said again.
    std::vector<findings::Evidence> rest;
    for (const findings::Evidence& e : f_.evidence) {
      const bool said =
          std::any_of(f_.flow.begin(), f_.flow.end(), [&](const findings::FlowStep& step) {
            return step.text == e.text && step.location == e.location;
          });
      if (!said) rest.push_back(e);
    }
    List("Why is it reported?", "ul", rest, [&](const findings::Evidence& e) {
      return HtmlText(e.text) + (e.location.path.empty() ? "" : " " + At(e.location));
    });
  }

  void Soap() {
    put_("<div class=\"side\"><p class=\"t\">SOAP</p><p>" +
         HtmlCode(f_.operation.empty() ? findings::Name(f_.kind) : std::string_view(f_.operation)) +
         "</p>");
    if (!f_.arguments.empty()) {
      put_("<dl class=\"pairs\">");
      for (const findings::ArgumentValue& argument : f_.arguments) {
        const std::string value =
            argument.values.empty() ? argument.source : Join(argument.values, " | ");
        std::string out = "<dt>" + HtmlCode(argument.name) + "</dt><dd>" +
                          (value.empty() ? "not known" : HtmlCode(value));
        if (argument.location.start_line != f_.location.start_line ||
            argument.location.path != f_.location.path)
          out += " <span class=\"muted\">" + Near(argument.location) + "</span>";
        put_(out + "</dd>");
      }
      put_("</dl>");
    }
    put_("</div>");
  }

  /// What a request says about itself below its lines.
  std::string About(const findings::Replacement& r) const {
    std::string out;
    if (!r.guidance.empty()) out += "<p>" + HtmlText(r.guidance) + "</p>";
    if (!r.caveat.empty()) out += "<p>But: " + HtmlText(r.caveat) + "</p>";
    const std::string url = HtmlUrl(r.url);
    if (!url.empty() || !r.permission.empty()) {
      out += "<p class=\"muted\">";
      if (!url.empty()) out += "<a href=\"" + url + "\" rel=\"noreferrer\">Reference</a> ";
      if (!r.permission.empty()) out += "Permission " + HtmlText(r.permission);
      out += "</p>";
    }
    return out;
  }

  std::string Request(const findings::Replacement& r) const {
    const std::string request = RequestLines(r);
    std::string out = "<pre class=\"request\" tabindex=\"0\">" + HtmlText(request) + "</pre>" +
                      HtmlCopy("Copy request", request);
    if (!r.examples.curl.empty()) out += " " + Example("curl", r.examples.curl, r);
    if (!r.examples.code.empty()) out += " " + Example(r.examples.language, r.examples.code, r);
    return out;
  }

  /// As something to run, behind a fold, with the variables to set.
  static std::string Example(const std::string& language, const std::string& text,
                             const findings::Replacement& r) {
    std::string out = "<details class=\"example\"><summary>" + HtmlText(language) + "</summary>" +
                      "<pre class=\"request\" tabindex=\"0\">" + HtmlText(text) + "</pre>" +
                      HtmlCopy(HtmlText("Copy " + language), text);
    if (language == "curl") {
      out += "<dl class=\"pairs\">";
      for (const auto& [name, what] : r.examples.variables)
        out += "<dt>" + HtmlCode(name) + "</dt><dd>" + HtmlText(what) + "</dd>";
      out += "</dl>";
    }
    return out + "</details>";
  }

  void Rest(const findings::Replacement& r) {
    const std::string& reason = findings::ReasonOf(r);
    const std::string condition =
        reason.empty()
            ? ""
            : "<p class=\"muted\">" + std::string(findings::IsConditional(r) ? "if " : "because ") +
                  HtmlText(reason) + "</p>";
    // Steps and alternatives look alike but for a word.
    const std::string word =
        r.applies && r.role != "use" ? std::string(findings::RoleWord(r)) + ": " : "";
    put_("<div class=\"rest\"><p class=\"title\">" + word + HtmlText(r.title) + "</p>" + condition +
         Request(r) + About(r) + "</div>");
  }

  /// Many requests that may be meant: one line each, the rest behind it.
  void Folded(const findings::Replacement& r) {
    put_("<details class=\"rest\"><summary>" + HtmlText(r.title) +
         (findings::ReasonOf(r).empty()
              ? ""
              : " <span class=\"muted\">if " + HtmlText(findings::ReasonOf(r)) + "</span>") +
         "</summary>" + Request(r) + About(r) + "</details>");
  }

  void Migration() {
    if (f_.operation.empty() && f_.replacements.empty()) return;
    put_("<h3>How do I migrate it?</h3><div class=\"sides\">");
    Soap();
    put_("<div class=\"side\"><p class=\"t\">REST</p>");
    constexpr size_t kOpen = 2;  // conditional requests that are shown unfolded
    const BriefReplacements requests = BriefRequests(f_, f_.replacements.size());
    for (const findings::Replacement* r : requests.use) Rest(*r);
    const bool fold = requests.use.size() + requests.some.size() > kOpen;
    if (fold && !requests.some.empty())
      put_(requests.use.empty() ? "<p class=\"muted\">Which one depends on the arguments:</p>"
                                : "<p class=\"muted\">With other arguments:</p>");
    for (const findings::Replacement* r : requests.some) fold ? Folded(*r) : Rest(*r);
    if (f_.replacements.empty()) {
      put_("<p class=\"none\">Nothing in REST replaces it as far as is known.</p>");
    } else if (requests.use.empty() && requests.some.empty()) {
      put_("<p>It moves with the function that it calls; the requests stand there.</p>");
    }
    put_("</div></div>");
  }

  void Parameters() {
    List("Parameters to decide about", "ul", f_.parameters, [&](const findings::FlaggedUse& use) {
      return HtmlCode(use.name) + ": " + HtmlText(use.guidance) + " " + At(use.location);
    });
  }

  void Callers() {
    if (f_.callers.total == 0) return;
    put_("<h3>Who comes through here</h3><p>" + Count(f_.callers.total, "call") + " in " +
         Count(f_.callers.files, "file") + "</p><ul>");
    for (const LineOfSites& line : LinesOf(f_.callers.sites))
      put_("<li>" + At(*line.at) + (line.calls > 1 ? ", " + Count(line.calls, "call") : "") +
           "</li>");
    put_("</ul>");
  }

  void Notes() {
    List("Notes", "ul", BriefNotes(report_, f_),
         [](const std::string& note) { return HtmlText(note); });
  }

  void Details() {
    const SuppressHint hint = HowToSuppress(f_);
    put_("<h3>Suppress</h3><p>" +
         std::string(hint.comment
                         ? "Above or on the line:"
                         : "In <code>.unsoapignore.yaml</code>, for what has no comments:") +
         "</p><pre class=\"request\" tabindex=\"0\">" + HtmlText(hint.text) + "</pre>" +
         HtmlCopy("Copy", hint.text));
    std::string out = "<p class=\"muted\">Rule " + HtmlCode(f_.rule_id) + ", id " + HtmlCode(f_.id);
    if (!f_.toolkit.empty()) out += ", toolkit " + HtmlCode(f_.toolkit);
    if (!f_.owner.empty()) out += ", owner " + HtmlText(f_.owner);
    if (f_.effort_minutes > 0) out += ", about " + Duration(f_.effort_minutes);
    for (const auto& [name, value] : f_.properties)
      out += ", " + HtmlText(name) + " " + HtmlCode(value);
    put_(out + "</p>");
  }

  const findings::Report& report_;
  const ReportOptions& options_;
  const findings::Finding& f_;
  const std::function<void(std::string)>& put_;
};

std::vector<std::string> One(std::string_view value) {
  if (value.empty()) return {};
  return {std::string(value)};
}

}  // namespace

std::string HtmlCode(std::string_view text) { return "<code>" + HtmlText(text) + "</code>"; }

std::string HtmlCopy(std::string_view label, std::string_view text) {
  return "<button type=\"button\" class=\"copy\" data-copy=\"" + HtmlText(text) + "\">" +
         std::string(label) + "</button>";
}

std::string TopFolder(std::string_view path) {
  const size_t slash = path.find('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, slash));
}

std::vector<LineOfSites> LinesOf(const std::vector<findings::Location>& sites) {
  std::vector<LineOfSites> out;
  for (const findings::Location& site : sites) {
    if (!out.empty() && out.back().at->path == site.path &&
        out.back().at->start_line == site.start_line) {
      ++out.back().calls;
    } else {
      out.push_back({&site, 1});
    }
  }
  return out;
}

std::string HtmlPlace(const findings::Report& report, const ReportOptions& options,
                      const findings::Location& at) {
  // A number that is cut in two is another number.
  const std::string code = "<code>" + HtmlText(at.path) +
                           "<span class=\"line\">:" + std::to_string(at.start_line) +
                           "</span></code>";
  const std::string link = HtmlUrl(SourceLink(report, options, at));
  return link.empty() ? code : "<a href=\"" + link + "\" rel=\"noreferrer\">" + code + "</a>";
}

std::string HtmlHref(const ReportOptions& options, const std::string& id) {
  const auto page = options.page_of.find(id);
  return (page == options.page_of.end() ? "" : HtmlText(UriPath(page->second))) + "#f-" +
         HtmlText(id);
}

std::string HtmlSourceLink(const findings::Report& report, const ReportOptions& options,
                           const findings::Location& at) {
  const std::string link = HtmlUrl(SourceLink(report, options, at));
  if (link.empty()) return {};
  return "<a class=\"source\" href=\"" + link + "\" rel=\"noreferrer\">source</a>";
}

void HtmlFinding(const findings::Report& report, const ReportOptions& options,
                 const findings::Finding& f, const std::function<void(std::string)>& put) {
  Template(report, options, f, put).Render();
}

const std::vector<FilterField>& FilterFields() {
  static const std::vector<FilterField> fields = {
      {"confidence", "Confidence",
       [](const findings::Finding& f) { return One(CountedAsWord(f)); }},
      {"level", "Level", [](const findings::Finding& f) { return One(findings::Name(f.level)); }},
      {"state", "Baseline",
       [](const findings::Finding& f) { return One(findings::Name(f.state)); }},
      {"operation", "Operation", [](const findings::Finding& f) { return One(f.operation); }},
      {"kind", "Kind", [](const findings::Finding& f) { return One(findings::Name(f.kind)); }},
      {"language", "Language", [](const findings::Finding& f) { return One(f.language); }},
      {"folder", "Folder",
       [](const findings::Finding& f) { return One(TopFolder(f.location.path)); }},
      {"label", "Label", [](const findings::Finding& f) { return f.labels; }},
      {"owner", "Owner", [](const findings::Finding& f) { return One(f.owner); }},
  };
  return fields;
}

}  // namespace unsoap::reporters
