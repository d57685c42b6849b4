// The line that a report offers for suppressing a finding does suppress it, in every language.
#include <filesystem>
#include <string>
#include <vector>

#include "reporters/brief.h"
#include "reporters/syntax.h"
#include "scanner/base/text.h"
#include "scanner/findings/json.h"
#include "tests/catch.h"
#include "tests/paths.h"
#include "tests/program.h"

namespace unsoap {
namespace {

findings::Report Scanned(const ScratchDir& scratch) {
  Result<findings::Report> report =
      findings::ReadReportJson(ScanJson(scratch.Root()).dump(), "scan");
  REQUIRE(report.has_value());
  return std::move(*report);
}

std::string WithLineAbove(const std::string& text, int line, const std::string& added) {
  std::string out;
  int number = 1;
  for (const std::string_view each : Split(text, '\n')) {
    if (number++ == line) out += added + "\n";
    out += std::string(each) + "\n";
  }
  return out;
}

TEST_CASE("the line that suppresses, pasted above, suppresses") {
  ScratchDir scratch;
  const std::string project = SourceDir() + "/fixtures/projects/acme-crm/";
  const std::vector<std::string> files = {
      "php/src/Crm/MarketoClient.php", "scripts/activity_report.rb", "scripts/nightly_merge.py",
      "java/src/main/java/com/acme/sync/CampaignSync.java", "soap/describe.xml"};
  for (const std::string& file : files) {
    std::filesystem::create_directories(
        std::filesystem::path(scratch.At("a/" + file)).parent_path());
    std::filesystem::copy_file(project + file, scratch.At("a/" + file));
  }
  const findings::Report report = Scanned(scratch);
  for (const std::string& file : files) {
    INFO(file);
    const std::string path = "a/" + file;
    size_t tried = 0;
    for (const findings::Finding& f : report.findings) {
      if (f.location.path != path || tried++ > 1) continue;
      const reporters::SuppressHint hint = reporters::HowToSuppress(f);
      INFO(hint.text);
      REQUIRE(hint.comment);
      const std::string before = scratch.Read(path);
      scratch.Write(path, WithLineAbove(before, f.location.start_line, hint.text));
      const findings::Report after = Scanned(scratch);
      scratch.Write(path, before);
      CHECK(after.suppressed.size() == 1);
      CHECK(after.findings.size() + 1 == report.findings.size());
    }
    CHECK(tried > 0);
  }
}

TEST_CASE("what has no comments is suppressed by the ignore file") {
  ScratchDir scratch;
  scratch.Write("composer.json", "{\n  \"require\": {\"flickerbox/marketo\": \"1.0\"}\n}\n");
  const findings::Report report = Scanned(scratch);
  if (report.findings.empty()) return;  // the pack has no such package any more
  const reporters::SuppressHint hint = reporters::HowToSuppress(report.findings[0]);
  INFO(hint.text);
  CHECK_FALSE(hint.comment);
  scratch.Write(".unsoapignore.yaml", hint.text + "\n");
  CHECK(Scanned(scratch).suppressed.size() == 1);
}

TEST_CASE("comments, strings, numbers and keywords are coloured by the language's own marks") {
  findings::Finding f;
  f.language = "php";
  f.snippet.first_line = 1;
  f.snippet.lines = {"return call('a<b', 12); // it's done", "/* open", "still */ $x = 1;"};
  f.location.start_line = f.location.end_line = 1;
  f.location.start_column = 8, f.location.end_column = 12;
  const std::vector<std::string> lines = reporters::HighlightHtml(f);
  CHECK(lines[0] ==
        "<span class=\"k\">return</span> <mark>call</mark>(<span "
        "class=\"s\">&#39;a&lt;b&#39;</span>, "
        "<span class=\"n\">12</span>); <span class=\"c\">// it&#39;s done</span>");
  CHECK(lines[1] == "<span class=\"c\">/* open</span>");
  CHECK(lines[2] == "<span class=\"c\">still */</span> $x = <span class=\"n\">1</span>;");
  f.language = "python";
  f.snippet.lines = {"x = 1  # def"};
  f.location.start_line = 9;
  CHECK(reporters::HighlightHtml(f)[0] ==
        "x = <span class=\"n\">1</span>  <span class=\"c\"># def</span>");
  f.language = "a language that nobody knows";
  CHECK(reporters::HighlightHtml(f)[0] == "x = 1  # def");
}

TEST_CASE("the comment is that of the finding's language") {
  findings::Finding f;
  f.language = "xml";
  f.rule_id = "p/getLead";
  CHECK(reporters::HowToSuppress(f).text == "<!-- unsoap-ignore: p/getLead - reason -->");
  f.language = "lua";
  CHECK(reporters::HowToSuppress(f).text == "-- unsoap-ignore: p/getLead -- reason");
  f.language = "vbnet";
  CHECK(reporters::HowToSuppress(f).text == "' unsoap-ignore: p/getLead -- reason");
}

TEST_CASE("a request is one block with what the arguments say filled in") {
  findings::Replacement r;
  r.http_method = "POST", r.path = "/rest/v1/lists/{listId}/leads.json";
  r.request.path_parameters.Set("listId", JsonTree::Answer("1.result[0].id"));
  r.request.query.Set("name", JsonTree::String("two words & a+b"));
  r.request.query.Set("id", JsonTree::List())->items = {JsonTree::Number("3"),
                                                        JsonTree::Code("$id")};
  r.request.body = JsonTree::Object();
  r.request.body.Set("action", JsonTree::String("createOrUpdate"));
  r.request.body.Set("file", JsonTree::Choose("a file"));
  CHECK(reporters::RequestLines(r) ==
        "POST /rest/v1/lists/{result[0].id of step 1}/leads.json\n"
        "    ?name=two%20words%20%26%20a%2Bb\n    &id=3\n    &id={$id}\n\n"
        "{\"action\": \"createOrUpdate\", \"file\": <a file>}");
}

}  // namespace
}  // namespace unsoap
