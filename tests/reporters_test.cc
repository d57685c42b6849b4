#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/layout.h"
#include "reporters/reporter.h"
#include "scanner/findings/json.h"
#include "tests/catch.h"
#include "tests/paths.h"
#include "tests/report_samples.h"

namespace unsoap {
namespace {

using nlohmann::json;

std::string Render(std::string_view format, const findings::Report& report,
                   const reporters::ReportOptions& options = {}) {
  const reporters::ReporterInfo* row = reporters::FindReporter(format);
  REQUIRE(row != nullptr);
  std::string out;
  row->render(report, options, [&](std::string_view piece) {
    out += piece;
    return true;
  });
  return out;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The ids of the findings that a rendering mentions.
std::set<std::string> Mentioned(const std::string& text,
                                const std::vector<findings::Finding>& findings) {
  std::set<std::string> ids;
  for (const findings::Finding& f : findings) {
    if (text.find(f.id) != std::string::npos) ids.insert(f.id);
  }
  return ids;
}

TEST_CASE("the table of formats is sorted, documented and without doubles") {
  std::set<std::string_view> extensions;
  std::string_view last;
  for (const reporters::ReporterInfo& row : reporters::Reporters()) {
    CHECK(last < row.name);
    last = row.name;
    CHECK(row.render != nullptr);
    CHECK_FALSE(row.help.empty());
    CHECK(reporters::FindReporter(row.name) == &row);
    if (!row.extensions.empty()) CHECK(extensions.insert(row.extensions).second);
  }
  CHECK(reporters::FindReporter("pdf") == nullptr);
}

TEST_CASE("the longest extension decides the format of a file") {
  CHECK(reporters::ReporterForFile("a/b.json")->name == "json");
  CHECK(reporters::ReporterForFile("b.sarif.json")->name == "sarif");
  CHECK(reporters::ReporterForFile("b.gitlab.json")->name == "gitlab");
  CHECK(reporters::ReporterForFile("b.htm")->name == "html");
  CHECK(reporters::ReporterForFile("b.md")->name == "markdown");
  CHECK(reporters::ReporterForFile("b.pdf") == nullptr);
  CHECK(reporters::ReporterForFile(".json") == nullptr);
}

TEST_CASE("every format of every sample is as its golden file says") {
  // UPDATE_GOLDEN=1 writes the files anew; review the difference.
  const std::filesystem::path folder = std::filesystem::path(SourceDir()) / "fixtures" / "reports";
  const bool update = std::getenv("UPDATE_GOLDEN") != nullptr;
  if (update) std::filesystem::create_directories(folder);
  const std::pair<std::string, findings::Report> cases[] = {{"empty", samples::Empty()},
                                                            {"typical", samples::Typical()},
                                                            {"hostile", samples::Hostile()}};
  for (const auto& [name, report] : cases) {
    for (const reporters::ReporterInfo& row : reporters::Reporters()) {
      const std::filesystem::path path = folder / (name + ".golden." + std::string(row.name));
      const std::string now = Render(row.name, report);
      if (update) std::ofstream(path, std::ios::binary) << now;
      INFO(path.string());
      // Not CHECK(a == b): a difference in a large report is read with diff, not here.
      const bool same = ReadFile(path) == now;
      CHECK(same);
    }
  }
}

TEST_CASE("every format holds the same findings") {
  const findings::Report report = samples::Typical();
  std::set<std::string> all;
  for (const findings::Finding& f : report.findings) all.insert(f.id);
  for (const reporters::ReporterInfo& row : reporters::Reporters()) {
    INFO(row.name);
    CHECK(Mentioned(Render(row.name, report), report.findings) == all);
  }
}

TEST_CASE("a report that was saved as JSON renders as before in every format") {
  for (const findings::Report& report :
       {samples::Empty(), samples::Typical(), samples::Large(120)}) {
    const Result<findings::Report> again =
        findings::ReadReportJson(Render("json", report), "r.json");
    REQUIRE(again.has_value());
    for (const reporters::ReporterInfo& row : reporters::Reporters()) {
      INFO(row.name);
      const bool same = Render(row.name, *again) == Render(row.name, report);
      CHECK(same);
    }
  }
}

TEST_CASE("no format prints raw controls, overrides or malformed bytes") {
  const findings::Report report = samples::Hostile();
  for (const reporters::ReporterInfo& row : reporters::Reporters()) {
    INFO(row.name);
    const std::string out = Render(row.name, report);
    CHECK(out.find('\x1b') == std::string::npos);
    CHECK(out.find('\x07') == std::string::npos);
    CHECK(out.find('\xff') == std::string::npos);
    // JSON for programs carries the text as it is; what people look at shows the override.
    if (row.name != "json" && row.name != "jsonl" && row.name != "gitlab" && row.name != "rdjson" &&
        row.name != "sonar") {
      CHECK(out.find("\xe2\x80\xae") == std::string::npos);
    }
  }
}

TEST_CASE("two calls of a wrapper on one line are one line of the page") {
  findings::Report report = samples::Typical();
  findings::Location first = report.findings[0].location;
  first.path = "jobs/once.rb", first.start_line = first.end_line = 212;
  first.start_column = 4, first.end_column = 9;
  findings::Location second = first, third = first;
  second.start_column = 24, second.end_column = 29;
  third.start_line = third.end_line = 213;
  report.findings[0].callers.total = 3, report.findings[0].callers.files = 1;
  report.findings[0].callers.sites = {first, second, third};
  report.wrappers = {
      {"Crm::push", "", report.findings[0].location, {"syncLead"}, report.findings[0].callers}};
  const std::string page = Render("html", report);
  const auto count = [&](std::string_view text) {
    size_t found = 0;
    for (size_t at = page.find(text); at != std::string::npos; at = page.find(text, at + 1))
      ++found;
    return found;
  };
  CHECK(count("<li><code>jobs/once.rb<span class=\"line\">:212</span></code>, 2 calls</li>") == 1);
  CHECK(count("<li><code>jobs/once.rb<span class=\"line\">:213</span></code></li>") == 1);
  CHECK(count("jobs/once.rb:212 x2<") == 1);
  CHECK(count("jobs/once.rb:213<") == 1);
  CHECK(count(">and ") == 0);
}

TEST_CASE("without snippets no format shows a line of code") {
  reporters::ReportOptions options;
  options.no_snippets = true;
  for (const reporters::ReporterInfo& row : reporters::Reporters()) {
    INFO(row.name);
    CHECK(Render(row.name, samples::Typical(), options).find("one record at a time") ==
          std::string::npos);
  }
}

TEST_CASE("a format stops when its sink breaks") {
  const findings::Report report = samples::Large(2000);
  for (const reporters::ReporterInfo& row : reporters::Reporters()) {
    INFO(row.name);
    size_t bytes = 0;
    row.render(report, {}, [&](std::string_view piece) {
      bytes += piece.size();
      return false;
    });
    CHECK(bytes < 1000000);
  }
}

TEST_CASE("rendering many findings hands over small pieces") {
  const findings::Report report = samples::Large(3000);
  for (const reporters::ReporterInfo& row : reporters::Reporters()) {
    INFO(row.name);
    size_t largest = 0;
    row.render(report, {}, [&](std::string_view piece) {
      largest = std::max(largest, piece.size());
      return true;
    });
    CHECK(largest < 300000);
  }
}

// Text.

TEST_CASE("the underline stands under wide characters and tabs") {
  findings::Finding f = samples::GetLead();
  f.snippet.lines = {"\xe5\xae\xa2\tx = call()"};
  f.snippet.first_line = 7;
  f.location.start_column = 7;
  f.location.end_column = 13;
  const std::vector<reporters::FrameLine> frame = reporters::CodeFrame(f, 80);
  REQUIRE(frame.size() == 1);
  CHECK(frame[0].text == "\xe5\xae\xa2  x = call()");
  CHECK(frame[0].mark_begin == 8);
  CHECK(frame[0].mark_end == 14);
}

TEST_CASE("a long line is cut around the part that matters") {
  findings::Finding f = samples::GetLead();
  f.snippet.lines = {std::string(500, 'a') + "HERE" + std::string(500, 'b')};
  f.snippet.first_line = 7;
  f.location.start_column = 501;
  f.location.end_column = 505;
  const std::vector<reporters::FrameLine> frame = reporters::CodeFrame(f, 40);
  CHECK(frame[0].cut_left);
  CHECK(frame[0].cut_right);
  CHECK(frame[0].text.substr(static_cast<size_t>(frame[0].mark_begin), 4) == "HERE");
  CHECK(reporters::Columns(frame[0].text) <= 40);
}

TEST_CASE("colours and links take no columns") {
  CHECK(reporters::Columns("\x1b[1;31mab\x1b[0m") == 2);
  CHECK(reporters::Columns("\x1b]8;;file:///x\x1b\\ab\x1b]8;;\x1b\\") == 2);
}

TEST_CASE("the text report links places only where asked for") {
  reporters::ReportOptions options;
  options.hyperlinks = true;
  options.root = "/src/a b";
  CHECK(Render("text", samples::Typical(), options)
            .find("\x1b]8;;file:///src/a%20b/src/Crm/Client.php\x1b\\") != std::string::npos);
  findings::Report jar = samples::Empty();
  jar.findings = {samples::Jar()};
  jar.findings[0].location.path = "lib/app.war!/x/y.class";
  CHECK(Render("text", jar, options).find("\x1b]8;;file:///src/a%20b/lib/app.war\x1b\\") !=
        std::string::npos);
}

TEST_CASE("the text report groups by operation") {
  reporters::ReportOptions options;
  options.group_by = "operation";
  const std::string out = Render("text", samples::Typical(), options);
  const size_t get = out.find("\ngetLead\n"), sync = out.find("\nsyncLead\n"),
               none = out.find("\nno single operation\n");
  CHECK(get < sync);
  CHECK(sync < none);
  CHECK(none != std::string::npos);
}

TEST_CASE("the text report says how long it took only with a stamp") {
  reporters::ReportOptions options;
  CHECK(Render("text", samples::Typical(), options).find("took") == std::string::npos);
  options.stamp = true;
  CHECK(Render("text", samples::Typical(), options).find("took 1.25 s") != std::string::npos);
}

TEST_CASE("the text report says once what holds for every finding") {
  findings::Report report = samples::Typical();
  for (findings::Finding& f : report.findings) {
    f.message = "x over SOAP: " + report.fate + "; use POST /rest/v1/leads.json (Sync Leads).";
    f.notes = {"Erratum E-002: The vendor's table links Describe Role where Get Roles is meant.",
               "Only here."};
  }
  const std::string out = Render("text", report);
  CHECK(out.find(report.fate) == std::string::npos);
  CHECK(out.find("Describe Role where") == out.rfind("Describe Role where"));
  CHECK(out.find("note: Only here.") != std::string::npos);
  // A format whose results are read one by one keeps the whole message.
  CHECK(Render("sarif", report).find(report.fate) != std::string::npos);
}

TEST_CASE("the text report shows three requests that may be meant and says how to see the rest") {
  findings::Report report = samples::Empty();
  findings::Finding f = samples::GetLead();
  f.replacements.clear();
  for (const char* path : {"/a", "/b", "/c", "/d", "/e"})
    f.replacements.push_back(
        {path, "T", "GET", path, "", "instead", false, "x is 1", 1, {}, "", "", "", "", {}});
  report.findings = {f};
  std::string out = Render("text", report);
  CHECK(out.find("/c \xe2\x80\x94 T (if x is 1)") != std::string::npos);
  CHECK(out.find("/d") == std::string::npos);
  CHECK(out.find("or:  2 more: unsoap explain getLead\n") != std::string::npos);
  // What a wrapper's caller needs is decided at the wrapper.
  report.findings[0].kind = findings::Kind::kWrapperCall;
  CHECK(Render("text", report).find("or: ") == std::string::npos);
}

TEST_CASE("the text report gives an explanation once in a finding") {
  findings::Report report = samples::Empty();
  findings::Finding f = samples::SyncLead();
  for (findings::Replacement& r : f.replacements) r.guidance = "Look the id up first.";
  f.replacements.push_back(f.replacements[0]);
  f.replacements.back().path = "/other";
  report.findings = {f};
  const std::string out = Render("text", report);
  CHECK(out.find("Look the id up first.") == out.rfind("Look the id up first."));
}

TEST_CASE("the text report lists three reasons and says how to see the rest") {
  findings::Report report = samples::Empty();
  findings::Finding f = samples::GetLead();
  f.evidence.clear();
  for (int i = 0; i < 8; ++i) f.evidence.push_back({"header", "r" + std::to_string(i), f.location});
  f.evidence.push_back({"client", "elsewhere", samples::At("lib/a.rb", 3, 1, 2)});
  report.findings = {f};
  const std::string out = Render("text", report);
  CHECK(out.find("why: r2\n") != std::string::npos);
  CHECK(out.find("why: r3") == std::string::npos);
  CHECK(out.find("why: 6 more: unsoap scan --explain " + f.id) != std::string::npos);
}

TEST_CASE("a frame uses the width of the terminal") {
  findings::Report report = samples::Empty();
  findings::Finding f = samples::GetLead();
  f.snippet.first_line = 7;
  f.snippet.lines = {"call(" + std::string(150, 'x') + ")"};
  f.location.start_column = 1;
  f.location.end_column = 5;
  report.findings = {f};
  reporters::ReportOptions options;
  options.width = 200;
  CHECK(Render("text", report, options).find(f.snippet.lines[0]) != std::string::npos);
  for (options.width = 40; options.width < 120; options.width += 7) {
    const std::string out = Render("text", report, options);
    const size_t at = out.find(" | call(");
    REQUIRE(at != std::string::npos);
    const size_t begin = out.rfind('\n', at) + 1;
    CHECK(reporters::Columns(out.substr(begin, out.find('\n', at) - begin)) <= options.width);
  }
}

TEST_CASE("the receipt adds up in every format for people") {
  const findings::Report report = samples::Typical();
  const findings::Coverage& c = report.coverage;
  REQUIRE(c.files_found ==
          c.files_parsed + c.files_text_only + c.files_dropped_by_prefilter + c.files_not_read);
  for (const char* format : {"text", "html", "markdown"}) {
    INFO(format);
    std::string out = Render(format, report);
    std::replace(out.begin(), out.end(), '\n', ' ');
    for (const int64_t number : {c.files_found, c.files_parsed, c.files_text_only,
                                 c.files_dropped_by_prefilter, c.files_not_read})
      CHECK(out.find(reporters::Thousands(number)) != std::string::npos);
  }
}

TEST_CASE("formats for people count as the verdict does") {
  findings::Report report = samples::Typical();  // 5 certain, 2 likely, one of these a note
  const reporters::Numbers n = reporters::CountFindings(report);
  CHECK(n.certain == 5);
  CHECK(n.likely == 1);
  CHECK(n.notes == 1);
  CHECK(Render("text", report)
            .find("7 findings in 7 files: 5 certain, 1 likely, 1 for your notice") !=
        std::string::npos);
  CHECK(Render("markdown", report).find("| 7 | 5 | 1 | 0 | 1 |") != std::string::npos);
  const std::string html = Render("html", report);
  CHECK(html.find("<dt>Certain</dt><dd>5</dd>") != std::string::npos);
  CHECK(html.find("<dt>Likely</dt><dd>1</dd>") != std::string::npos);
  CHECK(html.find("<dt>Notes</dt><dd>1</dd>") != std::string::npos);
}

TEST_CASE("numbers read well") {
  CHECK(reporters::Thousands(0) == "0");
  CHECK(reporters::Thousands(999) == "999");
  CHECK(reporters::Thousands(1234567) == "1,234,567");
  CHECK(reporters::Duration(45) == "45 min");
  CHECK(reporters::Duration(120) == "2 h");
  CHECK(reporters::Duration(61) == "1 h 1 min");
  CHECK(reporters::Count(1, "directory", "directories") == "1 directory");
}

// SARIF.

json Sarif(const findings::Report& report, const reporters::ReportOptions& options = {}) {
  return json::parse(Render("sarif", report, options))["runs"][0];
}

TEST_CASE("SARIF results point to complete rules and have one place of one line") {
  for (const findings::Report& report : {samples::Typical(), samples::Hostile()}) {
    const json run = Sarif(report);
    const json& rules = run["tool"]["driver"]["rules"];
    CHECK(run["results"].size() == report.findings.size());
    for (const json& result : run["results"]) {
      const json& rule = rules.at(result["ruleIndex"].get<size_t>());
      CHECK(rule["id"] == result["ruleId"]);
      REQUIRE(result["locations"].size() == 1);
      const json& place = result["locations"][0]["physicalLocation"];
      CHECK_FALSE(place["artifactLocation"]["uri"].get<std::string>().empty());
      CHECK_FALSE(place["artifactLocation"].contains("uriBaseId"));
      CHECK_FALSE(place["region"].contains("endLine"));
      CHECK(result["partialFingerprints"].contains("unsoap/v1"));
    }
    for (const json& rule : rules) {
      CHECK_FALSE(rule["help"]["text"].get<std::string>().empty());
      CHECK_FALSE(rule["help"]["markdown"].get<std::string>().empty());
      CHECK(rule["fullDescription"]["text"].get<std::string>().size() <= 1024 * 4);
      CHECK(rule["name"].get<std::string>().size() <= 255);
      CHECK(rule["properties"]["tags"].size() <= 10);
      CHECK(rule["properties"].contains("precision"));
    }
  }
}

TEST_CASE("SARIF columns count UTF-16 units and paths are percent-encoded") {
  const json run = Sarif(samples::Typical());
  CHECK(run["columnKind"] == "utf16CodeUnits");
  bool seen = false;
  for (const json& result : run["results"]) {
    const json& place = result["locations"][0]["physicalLocation"];
    if (place["artifactLocation"]["uri"] != "lib/crm/%E5%AE%A2%E6%88%B7.rb") continue;
    seen = true;
    CHECK(place["region"]["startColumn"] == 14);
    CHECK(place["region"]["endColumn"] == 57);
  }
  CHECK(seen);
}

TEST_CASE("every related location is linked from the message") {
  const json run = Sarif(samples::Typical());
  for (const json& result : run["results"]) {
    if (!result.contains("relatedLocations")) continue;
    const auto message = result["message"]["text"].get<std::string>();
    for (const json& related : result["relatedLocations"]) {
      CHECK(message.find("](" + std::to_string(related["id"].get<int>()) + ")") !=
            std::string::npos);
    }
  }
}

TEST_CASE("suppressed results stay out of SARIF unless asked for") {
  reporters::ReportOptions options;
  CHECK(Sarif(samples::Typical()).dump().find("718293a4b5c6d7e8") == std::string::npos);
  options.show_suppressed = true;
  const json run = Sarif(samples::Typical(), options);
  CHECK(run["results"].size() == 8);
  CHECK(run["results"][7]["suppressions"][0]["kind"] == "inSource");
}

TEST_CASE("every file that was not fully read has a notification") {
  const json notes = Sarif(samples::Typical())["invocations"][0]["toolExecutionNotifications"];
  CHECK(notes.size() == 13 + 1 + 1 + 1 + 1);
  CHECK(notes[0]["descriptor"]["id"] == "not-read");
}

TEST_CASE("SARIF says what it cuts and puts what matters first") {
  reporters::ReportOptions options;
  options.sarif_max_results = 100;
  const json run = Sarif(samples::Large(6000), options);
  CHECK(run["results"].size() == 100);
  CHECK(run["results"][0]["level"] == "error");
  const json notes = run["invocations"][0]["toolExecutionNotifications"];
  CHECK(notes[0]["message"]["text"].get<std::string>().find("6,000 results") != std::string::npos);
  CHECK(notes[1]["message"]["text"].get<std::string>().find("5,900 more") != std::string::npos);
}

TEST_CASE("the SARIF category is the one asked for") {
  reporters::ReportOptions options;
  CHECK(Sarif(samples::Typical())["automationDetails"]["id"] == "unsoap/crm-sync/");
  options.category = "nightly";
  CHECK(Sarif(samples::Typical(), options)["automationDetails"]["id"] == "nightly/");
}

TEST_CASE("SARIF lists every rule of the catalog, and those that a catalog lacks") {
  const auto ids = [](const findings::Report& report) {
    std::set<std::string> out;
    const json run = Sarif(report);
    for (const json& rule : run["tool"]["driver"]["rules"]) out.insert(rule["id"]);
    return out;
  };
  CHECK(ids(samples::Empty()) ==
        std::set<std::string>{"marketo-soap/getLead", "marketo-soap/param/marketoCookie"});
  const std::set<std::string> typical = ids(samples::Typical());
  CHECK(typical.contains("marketo-soap/param/marketoCookie"));
  CHECK(typical.contains("marketo-soap/listMObjects"));
}

TEST_CASE("a remote is an absolute address without a user") {
  const auto uri = [](const std::string& url) {
    findings::Report report = samples::Empty();
    report.repository_url = url;
    const json run = Sarif(report);
    return run.contains("versionControlProvenance")
               ? run["versionControlProvenance"][0]["repositoryUri"].get<std::string>()
               : "";
  };
  CHECK(uri("https://git.example/a/b.git") == "https://git.example/a/b.git");
  CHECK(uri("git@git.example:a/b c.git") == "ssh://git.example/a/b%20c.git");
  CHECK(uri("ssh://git@git.example:22/a/b.git") == "ssh://git.example:22/a/b.git");
  CHECK(uri("/srv/git/b.git").empty());
  CHECK(uri("file:///srv/git/b.git").empty());
  CHECK(uri("javascript:alert(1)//x").empty());
}

TEST_CASE("paths are the repository's where a service shows the repository") {
  findings::Report report = samples::Typical();
  report.path_in_repository = "services/crm/";
  for (const char* format :
       {"sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "sonar"}) {
    INFO(format);
    CHECK(Render(format, report).find("services/crm/src/Crm/Client.php") != std::string::npos);
  }
  for (const char* format : {"text", "csv", "json"}) {
    INFO(format);
    CHECK(Render(format, report).find("services/crm/src") == std::string::npos);
  }
  CHECK(findings::RepositoryPath(report, "a/b.php") == "services/crm/a/b.php");
  CHECK(findings::RepositoryPath(report, "../b.php") == "services/b.php");
  CHECK(findings::RepositoryPath(report, "../../b.php") == "b.php");
  CHECK(findings::RepositoryPath(report, "/b.php") == "/b.php");
}

TEST_CASE("a message names the requests once and lists no more than three that may be meant") {
  findings::Report report = samples::Empty();
  findings::Finding f = samples::GetLead();
  f.replacements.clear();
  for (const char* path : {"/a", "/b", "/c", "/d", "/e"})
    f.replacements.push_back(
        {path, "T", "GET", path, "", "instead", false, "x is 1", 1, {}, "", "", "", "", {}});
  report.findings = {f};
  const auto message = [&] {
    return Sarif(report)["results"][0]["message"]["text"].get<std::string>();
  };
  CHECK(
      message().find("Depending on the arguments: GET /a (T) if x is 1; GET /b (T) if x is 1; GET "
                     "/c (T) if x is 1; 2 more in the rule's help.") != std::string::npos);
  report.findings[0].replacements[0].applies = true;
  report.findings[0].message = "getLead is called; use GET /a (T).";
  CHECK(message().find("Use GET /a") == std::string::npos);
  CHECK(message().find("Decided by: x is 1.") != std::string::npos);
  CHECK(message().find("/b") == std::string::npos);
}

TEST_CASE("a member of an archive is located at the archive in SARIF") {
  findings::Report report = samples::Empty();
  findings::Finding jar = samples::Jar();
  jar.location.path = "lib/app.war!/WEB-INF/lib/x.jar!/A.class";
  report.findings = {jar};
  const json result = Sarif(report)["results"][0];
  CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "lib/app.war");
  CHECK(result["properties"]["member"] == jar.location.path);
}

// The small ones.

TEST_CASE("GitHub gets nine annotations and a summary") {
  const std::string out = Render("github", samples::Large(40));
  size_t commands = 0;
  for (size_t at = 0; at != std::string::npos; at = out.find("\n::", at + 1)) ++commands;
  CHECK(commands == 9 + 1 + 2);  // group and endgroup are no annotations
  CHECK(out.find("31 more findings in the log of this step.") != std::string::npos);
}

TEST_CASE("a hostile path starts no workflow command") {
  const std::string out = Render("github", samples::Hostile());
  CHECK(out.find("\n::warning::y") == std::string::npos);
}

TEST_CASE("what was not read comes first in every format") {
  const findings::Report report = samples::Typical();
  CHECK(report.verdict.starts_with("13 of 4120 files were not read: data/dump-101.bin (binary), "));
  for (const char* format : {"text", "markdown", "github", "csv", "gitlab", "checkstyle", "junit",
                             "rdjson", "sonar", "json", "jsonl", "sarif", "html"}) {
    INFO(format);
    const std::string out = Render(format, report);
    const size_t gap = out.find("dump-101.bin");
    const size_t found = out.find(report.findings.front().location.path);
    REQUIRE(gap != std::string::npos);
    CHECK(gap < found);
  }
  CHECK(Render("junit", report).find("skipped=\"1\"") != std::string::npos);
  findings::Report clean;
  CHECK(Render("junit", clean).find("name=\"no dependency found\"") != std::string::npos);
  clean.complete = false;
  clean.coverage.files_found = clean.coverage.files_not_read = 1;
  clean.coverage.not_read = {{"a", "unreadable"}};
  CHECK(Render("junit", clean).find("name=\"no dependency found\"") == std::string::npos);
}

TEST_CASE("a thousand of the files that were not read are named, the others are counted") {
  findings::Report report;
  report.complete = false;
  report.coverage.files_found = report.coverage.files_not_read = 1500;
  for (int i = 0; i < 1500; ++i)
    report.coverage.not_read.push_back({"f" + std::to_string(i), "unreadable"});
  const json entries = json::parse(Render("gitlab", report));
  REQUIRE(entries.size() == 1001);
  CHECK(entries.back()["description"] == "500 more files were not read");
  CHECK(Render("text", report).find("and 1,490 more") != std::string::npos);
  std::set<std::string> seen;
  for (const json& entry : entries) CHECK(seen.insert(entry["fingerprint"]).second);
}

TEST_CASE("GitLab fingerprints are unique") {
  std::set<std::string> seen;
  for (const json& entry : json::parse(Render("gitlab", samples::Large(500)))) {
    CHECK(seen.insert(entry["fingerprint"]).second);
  }
}

TEST_CASE("Markdown keeps its cap and counts what it leaves out") {
  reporters::ReportOptions options;
  options.markdown_max_bytes = 5000;
  const std::string out = Render("markdown", samples::Large(500), options);
  CHECK(out.size() <= 5000);
  CHECK(out.find("more findings in the JSON and HTML reports.") != std::string::npos);
}

TEST_CASE("reviewdog columns count bytes") {
  const json root = json::parse(Render("rdjson", samples::Typical()));
  for (const json& d : root["diagnostics"]) {
    if (!d["location"].contains("range")) continue;  // what was not read has no lines
    if (d["location"]["range"]["start"]["line"] == 7)
      CHECK(d["location"]["range"]["start"]["column"] == 16);
  }
}

TEST_CASE("Sonar columns count from zero") {
  const json issues = json::parse(Render("sonar", samples::Typical()))["issues"];
  const auto first = std::find_if(issues.begin(), issues.end(), [](const json& issue) {
    return issue["ruleId"] != "unsoap/not-read";
  });
  REQUIRE(first != issues.end());
  CHECK((*first)["primaryLocation"]["textRange"]["startColumn"] == 8);
}

TEST_CASE("a source link fills the template and encodes the path") {
  // Through Markdown, which shows it.
  reporters::ReportOptions options;
  options.link_template = "https://git.example/{repo}/blob/{rev}/{path}#L{line}";
  CHECK(
      Render("markdown", samples::Typical(), options)
          .find(
              "(https://git.example/crm-sync/blob/4f2d8c0b9a7e6f5d4c3b2a190817263544536271/src/Crm/"
              "Client.php#L88)") != std::string::npos);
}

}  // namespace
}  // namespace unsoap
