// Whatever stands in the scanned repository, a report holds it as text. Reports are made up from
// pieces that break out of one medium or another, with a fixed seed, and each format is read by the
// rules of its medium, not compared with what its escaping function says.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "reporters/plan.h"
#include "reporters/reporter.h"
#include "scanner/findings/json.h"
#include "scanner/findings/kinds.h"
#include "tests/catch.h"
#include "tests/report_samples.h"

namespace unsoap {
namespace {

using nlohmann::json;

std::string Render(std::string_view format, const findings::Report& report,
                   const reporters::ReportOptions& options = {}) {
  std::string out;
  reporters::FindReporter(format)->render(report, options, [&](std::string_view piece) {
    out += piece;
    return true;
  });
  return out;
}

// What means something to a format, a terminal or a shell.
const std::vector<std::string> kPieces = {"</script>",
                                          "<script>alert(1)</script>",
                                          "<!--",
                                          "-->",
                                          "--",
                                          "]]>",
                                          "<![CDATA[",
                                          "<img src=x onerror=alert(1)>",
                                          "\"",
                                          "'",
                                          "`",
                                          "``",
                                          "&",
                                          "&amp;",
                                          "&#x3c;",
                                          "\\",
                                          "\\\"",
                                          "\n",
                                          "\r",
                                          "\r\n",
                                          "\t",
                                          "\x1b[31m",
                                          "\x1b]8;;http://x\x07",
                                          "\x1b",
                                          "\x07",
                                          "\x08",
                                          std::string(1, '\0'),
                                          "\x7f",
                                          "\xc2\x80",
                                          "\xc2\x85",
                                          "\xc2\x9b",
                                          "\xe2\x80\xa8",
                                          "\xe2\x80\xa9",
                                          "\xe2\x80\xae",
                                          "\xe2\x81\xa6",
                                          "\xe2\x80\x8b",
                                          "\xef\xbb\xbf",
                                          "\xff",
                                          "\xc3",
                                          "\xf0\x9f\x98\x80",
                                          "\xe5\xae\xa2",
                                          "\xed\xa0\x80",
                                          "=1+1",
                                          "+1",
                                          "-1",
                                          "@sum(a)",
                                          "|",
                                          "|cmd",
                                          ";",
                                          ",",
                                          "::error::x",
                                          "::set-output name=a::b",
                                          "%0A",
                                          "%",
                                          "://",
                                          "javascript:alert(1)",
                                          "[a](javascript:b)",
                                          "![a](http://b)",
                                          "# ",
                                          "- ",
                                          "> ",
                                          "* ",
                                          "_",
                                          "~~~",
                                          "```\n",
                                          "<details>",
                                          "</details>",
                                          "@everyone",
                                          "$(rm -rf)",
                                          "${x}",
                                          "{{y}}",
                                          "{path}",
                                          "{line}",
                                          "../../etc",
                                          " ",
                                          "  ",
                                          "a",
                                          "b c",
                                          "0",
                                          "key",
                                          "\xc2\xa0"};

class Hostile {
 public:
  explicit Hostile(unsigned seed) : random_(seed) {}

  std::string Text() {
    std::string out;
    const size_t count = 1 + random_() % 7;
    for (size_t i = 0; i < count; ++i) out += kPieces[random_() % kPieces.size()];
    return out;
  }

  findings::Location Place() {
    findings::Location at = samples::At(Text(), 1 + static_cast<int>(random_() % 9),
                                        1 + static_cast<int>(random_() % 30), 0);
    at.end_column = at.start_column + static_cast<int>(random_() % 12);
    at.start_column_utf16 = at.start_column, at.end_column_utf16 = at.end_column;
    return at;
  }

  findings::Finding One(size_t number) {
    findings::Finding f;
    std::string digits = std::to_string(number);
    f.id = std::string(16 - digits.size(), 'e') + digits;
    f.family = Text(), f.rule_id = Text(), f.operation = Text(), f.language = Language(),
    f.toolkit = Text();
    f.kind = findings::Kinds()[random_() % findings::Kinds().size()].kind;
    f.confidence = static_cast<findings::Confidence>(random_() % 3);
    f.level = static_cast<findings::Level>(random_() % 3);
    f.state = static_cast<findings::State>(random_() % 2);
    f.message = Text(), f.location = Place(), f.enclosing = Text(), f.owner = Text();
    f.line_hash = "39f2c81a5be7704d:1";
    f.arguments = {{Text(), {Text(), Text()}, Text(), Place()}, {Text(), {}, Text(), Place()}};
    f.parameters = {{Text(), Text(), Text(), Text(), Place()}};
    for (int i = 0; i < 3; ++i) {
      findings::Replacement r;
      r.id = Text(), r.title = Text(), r.http_method = Text(), r.path = Text(), r.because = Text(),
      r.guidance = Text();
      r.url = random_() % 2 == 0 ? "https://h.example/" + Text() : Text();
      r.request.query.Set(Text(), JsonTree::String(Text()));
      r.request.path_parameters.Set(Text(), JsonTree::Answer(Text()));
      r.request.body = JsonTree::Object();
      r.request.body.Set(Text(), JsonTree::Code(Text()));
      r.examples = {Text(), Text(), Text(), {{Text(), Text()}}};
      r.role = i == 0 ? "use" : "instead", r.step = i + 1;
      r.caveat = Text(), r.permission = Text(), r.applies = random_() % 2 == 0;
      f.replacements.push_back(r);
    }
    f.notes = {Text()}, f.labels = {Text()}, f.properties = {{Text(), Text()}};
    f.evidence = {{Text(), Text(), Place()}}, f.flow = {{Text(), Place()}};
    f.callers.total = 2, f.callers.files = 1, f.callers.sites = {Place()};
    f.snippet.first_line = std::max(1, f.location.start_line - 1);
    f.snippet.lines = {Line(), Line(), Line()};
    f.effort_minutes = 5;
    return f;
  }

  findings::Report Whole(size_t findings) {
    findings::Report r = samples::Frame();
    r.verdict = Text(), r.root_name = Text(), r.branch = Text(), r.revision = Text(),
    r.command = Text(), r.fate = Text();
    r.repository_url = Text(), r.service_name = Text(), r.service_short = Text(),
    r.documentation = Text(), r.fail_on = Text();
    for (size_t i = 0; i < findings; ++i) r.findings.push_back(One(i));
    samples::Finish(r);
    findings::WrapperSummary w;
    w.name = Text(), w.location = Place(), w.operations = {Text()}, w.finding_id = r.findings[0].id;
    w.callers = r.findings[0].callers;
    r.wrappers = {w};
    r.errata = {{Text(), Text(), Text()}}, r.second_hop = {Text()};
    r.diagnostics = {{findings::Level::kWarning, Text(), 3, Text(), Text()}};
    r.coverage.not_read = {{Text(), Text()}}, r.coverage.text_only = {{Text(), Text()}};
    r.coverage.ignored_by = {{Text(), 2}};
    r.coverage.files_not_read = 1;
    return r;
  }

 private:
  std::string Line() {
    std::string out = Text();
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
  }
  std::string Language() {
    static const std::vector<std::string> names = {"php", "xml",        "python", "lua",
                                                   "erb", "properties", "json",   "text"};
    return names[random_() % names.size()];
  }
  std::mt19937 random_;
};

/// The first character that people cannot see and that is no tab or line end; empty: none.
std::string Unseen(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) return "control at " + std::to_string(i);
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0)
      return "C1 control";
    for (const std::string_view bad :
         {"\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xae", "\xe2\x81\xa6"}) {
      if (text.substr(i).starts_with(bad)) return "an override or a line separator";
    }
  }
  return {};
}

/// Well-formed XML of elements, attributes and text; "" or what is wrong.
std::string XmlTrouble(std::string_view text) {
  std::vector<std::string> open;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '&') {
      const size_t end = text.find(';', i);
      if (end == std::string_view::npos || end - i > 7) return "a stray &";
      i = end + 1;
    } else if (text[i] != '<') {
      if (text.substr(i).starts_with("]]>")) return "]]> in text";
      ++i;
    } else if (text.substr(i).starts_with("<?xml ")) {
      i = text.find("?>", i) + 2;
    } else {
      const size_t begin = i + 1;
      char quote = 0;
      for (++i; i < text.size() && (quote != 0 || text[i] != '>'); ++i) {
        if (text[i] == '<') return "< in a tag";
        if (quote == 0 && text[i] == '"')
          quote = '"';
        else if (quote != 0 && text[i] == quote)
          quote = 0;
      }
      const std::string_view tag = text.substr(begin, i - begin);
      ++i;
      const std::string name(tag.substr(0, tag.find_first_of(" /\n", 1)));
      if (name.starts_with('/')) {
        if (open.empty() || open.back() != name.substr(1)) return "a stray end of " + name;
        open.pop_back();
      } else if (!tag.ends_with('/')) {
        open.push_back(name);
      }
    }
  }
  return open.empty() ? "" : "an element is left open: " + open.back();
}

// What the report writes.
const std::set<std::string, std::less<>> kTags = {
    "!doctype", "html",    "head",   "meta",  "link",   "title",   "body",    "a",      "header",
    "div",      "p",       "h1",     "h2",    "h3",     "details", "summary", "ol",     "ul",
    "li",       "time",    "nav",    "span",  "main",   "section", "dl",      "dt",     "dd",
    "table",    "caption", "thead",  "tbody", "tr",     "th",      "td",      "code",   "br",
    "svg",      "rect",    "path",   "text",  "form",   "label",   "input",   "button", "article",
    "pre",      "mark",    "dialog", "kbd",   "footer", "g",       "line",    "select", "option"};
const std::set<std::string, std::less<>> kAttributes = {"lang",
                                                        "charset",
                                                        "http-equiv",
                                                        "content",
                                                        "name",
                                                        "rel",
                                                        "value",
                                                        "href",
                                                        "class",
                                                        "id",
                                                        "scope",
                                                        "tabindex",
                                                        "role",
                                                        "aria-label",
                                                        "aria-hidden",
                                                        "aria-labelledby",
                                                        "aria-live",
                                                        "viewbox",
                                                        "width",
                                                        "height",
                                                        "fill",
                                                        "stroke",
                                                        "d",
                                                        "x",
                                                        "y",
                                                        "rx",
                                                        "preserveaspectratio",
                                                        "font-size",
                                                        "type",
                                                        "for",
                                                        "autocomplete",
                                                        "spellcheck",
                                                        "data-copy",
                                                        "html",
                                                        "data-confidence",
                                                        "data-level",
                                                        "data-state",
                                                        "data-operation",
                                                        "data-kind",
                                                        "data-language",
                                                        "data-folder",
                                                        "data-label",
                                                        "data-owner",
                                                        "transform"};

std::string Lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// The attributes of a tag, from `*at` to the end of it.
std::string AttributeTrouble(std::string_view text, size_t* at) {
  size_t& i = *at;
  while (i < text.size() && text[i] != '>') {
    if (text[i] == ' ' || text[i] == '/') {
      ++i;
      continue;
    }
    const size_t stop = std::min(text.find_first_of("=> ", i), text.size());
    const std::string attribute = Lowered(text.substr(i, stop - i));
    if (!kAttributes.contains(attribute))
      return "an attribute that is not ours: " + std::string(text.substr(i, 60));
    i = stop;
    if (text[i] != '=') continue;
    if (text[i + 1] != '"') return "an attribute without quotes";
    const size_t close = text.find('"', i + 2);
    const std::string_view value = text.substr(i + 2, close - i - 2);
    if (value.find('<') != std::string_view::npos) return "< in an attribute";
    if (attribute == "href" && !value.starts_with("#") && !value.starts_with("https://") &&
        !value.starts_with("http://") && value != "data:,")
      return "a link to " + std::string(value);
    i = close + 1;
  }
  return "";
}

/// Every tag is one that the report writes, with the attributes that it writes.
std::string HtmlTrouble(std::string_view text) {
  size_t scripts = 0;
  for (size_t i = text.find('<'); i < text.size(); i = text.find('<', i)) {
    if (text[i + 1] == '/') {
      i = std::min(text.find('>', i), text.size());
      continue;
    }
    const size_t end = std::min(text.find_first_of(" />\n", i + 1), text.size());
    const std::string name = Lowered(text.substr(i + 1, end - i - 1));
    if (name == "script" || name == "style") {
      scripts += name == "script" ? 1 : 0;
      // Raw text: it ends at the first end tag, so that must be ours.
      i = text.find("</" + name, end) + 2 + name.size();
      continue;
    }
    if (!kTags.contains(name)) return "a tag that is not ours: " + std::string(text.substr(i, 60));
    i = end;
    if (const std::string trouble = AttributeTrouble(text, &i); !trouble.empty()) return trouble;
  }
  return scripts == 2 ? "" : std::to_string(scripts) + " scripts";
}

/// The rows of RFC 4180.
std::vector<std::vector<std::string>> Csv(std::string_view text) {
  std::vector<std::vector<std::string>> rows = {{""}};
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    if (quoted) {
      if (text[i] != '"')
        cell += text[i];
      else if (i + 1 < text.size() && text[i + 1] == '"')
        cell += text[i++];
      else
        quoted = false;
    } else if (text[i] == '"' && cell.empty()) {
      quoted = true;
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text[i] == '\n') {
      rows.push_back({""});
    } else {
      cell += text[i];
    }
  }
  rows.pop_back();
  return rows;
}

/// A line of Markdown without its code spans and without what a backslash makes plain.
std::string WithoutCode(std::string_view line) {
  std::string out;
  for (size_t i = 0; i < line.size();) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      i += 2;
    } else if (line[i] == '`') {
      size_t run = 0;
      while (i + run < line.size() && line[i + run] == '`') ++run;
      size_t at = i + run, found = std::string_view::npos;
      while (at < line.size()) {
        size_t length = 0;
        while (at + length < line.size() && line[at + length] == '`') ++length;
        if (length == run) {
          found = at;
          break;
        }
        at += std::max<size_t>(length, 1);
      }
      if (found == std::string_view::npos) return out + "UNCLOSED `";
      out += "CODE";
      i = found + run;
    } else {
      out += line[i++];
    }
  }
  return out;
}

std::string MarkdownTrouble(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = WithoutCode(text.substr(begin, end - begin));
    begin = end + 1;
    for (const std::string_view ours : {"<details>", "</details>", "<summary>", "</summary>"}) {
      const size_t at = line.find(ours);
      if (at != std::string::npos) line.erase(at, ours.size());
    }
    for (const std::string_view bad : {"<", "UNCLOSED", "](javascript", "@", "!["}) {
      if (line.find(bad) != std::string::npos) return std::string(bad) + " in: " + line;
    }
  }
  return {};
}

TEST_CASE("hostile text stays text in every format") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    Hostile hostile(seed);
    const findings::Report report = hostile.Whole(6);
    INFO("seed " << seed);
    reporters::ReportOptions options;
    if (seed % 2 == 0) options.link_template = "https://git.example/{repo}/{rev}/{path}#L{line}";
    for (const reporters::ReporterInfo& row : reporters::Reporters()) {
      INFO(row.name);
      const std::string out = Render(row.name, report, options);
      CHECK(out.find('\xff') == std::string::npos);
      std::string marks = out;
      if (row.name == "html") {
        // The data block writes markup as single characters of this range.
        marks = out.substr(0, out.find("id=\"data\""));
      }
      const bool for_programs = row.name == "json" || row.name == "jsonl" || row.name == "gitlab" ||
                                row.name == "rdjson" || row.name == "sonar" || row.name == "sarif";
      if (!for_programs) CHECK(Unseen(marks).empty());
      for (const findings::Finding& f : report.findings) CHECK(out.find(f.id) != std::string::npos);
    }
    CHECK(XmlTrouble(Render("checkstyle", report)) == "");
    CHECK(XmlTrouble(Render("junit", report)) == "");
    CHECK(HtmlTrouble(Render("html", report, options)) == "");
    CHECK(MarkdownTrouble(Render("markdown", report, options)) == "");
    for (const char* format : {"json", "sarif", "gitlab", "rdjson", "sonar"}) {
      INFO(format);
      CHECK_FALSE(json::parse(Render(format, report), nullptr, false).is_discarded());
    }
    const auto rows = Csv(Render("csv", report));
    CHECK(rows.size() == report.findings.size() + report.coverage.not_read.size() + 1);
    for (const auto& cells : rows) {
      CHECK(cells.size() == rows[0].size());
      for (const std::string& cell : cells) {
        if (!cell.empty())
          CHECK(std::string_view("=+-@\t\r\n|").find(cell[0]) == std::string_view::npos);
      }
    }
    const std::string github = Render("github", report);
    size_t commands = 0;
    for (size_t at = 0; at < github.size(); at = github.find('\n', at) + 1) {
      if (!std::string_view(github).substr(at).starts_with("::")) continue;
      ++commands;
      const std::string_view line = std::string_view(github).substr(at, github.find('\n', at) - at);
      const std::string_view word = line.substr(2, line.find_first_of(" :", 2) - 2);
      CHECK(std::set<std::string_view>{"error", "warning", "notice", "group", "endgroup"}.contains(
          word));
    }
    CHECK(commands == report.findings.size() + 3);
    // On a terminal only our own colours and links.
    options.color = options.hyperlinks = true;
    options.root = "/src";
    const std::string text = Render("text", report, options);
    for (size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b', at + 1)) {
      const std::string_view rest = std::string_view(text).substr(at + 1);
      const bool colour =
          rest.starts_with('[') && rest.find_first_not_of("0123456789;", 1) == rest.find('m');
      CHECK((colour || rest.starts_with("]8;;file:///src/") || rest.starts_with("]8;;\x1b\\") ||
             rest.starts_with("\\")));
    }
    for (const char* format : {"text", "markdown", "csv"}) {
      std::string plan;
      reporters::RenderPlan(format, report, {}, [&](std::string_view piece) {
        plan += piece;
        return true;
      });
      INFO("plan " << format);
      CHECK(Unseen(plan).empty());
      if (std::string_view(format) == "markdown") CHECK(MarkdownTrouble(plan) == "");
    }
  }
}

TEST_CASE("hostile text survives saving and reading as JSON") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    Hostile hostile(seed);
    const findings::Report report = hostile.Whole(3);
    const std::string first = Render("json", report);
    const Result<findings::Report> again = findings::ReadReportJson(first, "r.json");
    REQUIRE(again.has_value());
    const bool same = Render("json", *again) == first;
    CHECK(same);
  }
}

}  // namespace
}  // namespace unsoap
