#include "scanner/triage/triage.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "scanner/base/budget.h"
#include "scanner/git/repository.h"
#include "scanner/triage/baseline.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

// A file whose comments are the parts from "//" or "/*" on.
facts::FileFacts File(const std::string& text) {
  facts::FileFacts file;
  file.path = "a.php";
  file.health = facts::Health::kParsed;
  file.source = SourceText(text);
  for (size_t at = text.find("/"); at != std::string::npos; at = text.find("/", at)) {
    const bool is_block = text.compare(at, 2, "/*") == 0;
    if (!is_block && text.compare(at, 2, "//") != 0) {
      ++at;
      continue;
    }
    const size_t end =
        is_block ? text.find("*/", at) + 2 : std::min(text.find('\n', at), text.size());
    file.comments.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
    at = end;
  }
  return file;
}

findings::Finding At(int line, const std::string& rule, const std::string& family = "f") {
  findings::Finding finding;
  finding.rule_id = rule;
  finding.family = finding.id = family;
  finding.location.path = "a.php";
  finding.location.start_line = finding.location.end_line = line;
  return finding;
}

triage::Triaged Run(std::vector<findings::Finding> findings, const std::string& text,
                    const std::string& as_of = "2026-11-23") {
  triage::TriageOptions options;
  options.root = "/nowhere";
  options.as_of = as_of;
  Result<triage::Triaged> result =
      triage::Triage(std::move(findings), triage::ReadInlineSuppressions(File(text)), options);
  REQUIRE(result.has_value());
  return std::move(*result);
}

struct Directory {
  Directory() {
    char name[] = "/tmp/unsoap-triage-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~Directory() { REQUIRE(std::system(("rm -rf '" + path + "'").c_str()) == 0); }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(path + "/" + name) << text;
  }
  bool Git(const std::string& arguments) const {
    return std::system(("cd '" + path +
                        "' && git -c user.name=n -c user.email=e -c init.defaultBranch=main " +
                        arguments + " >/dev/null 2>&1")
                           .c_str()) == 0;
  }
  std::string path;
};

}  // namespace

TEST_CASE("a suppression covers its own line when code stands before it") {
  const triage::Triaged triaged =
      Run({At(1, "p/getLead"), At(2, "p/getLead")},
          "$c->getLead(); // unsoap-ignore: getLead -- moves in March\n$c->getLead();\n");
  REQUIRE(triaged.suppressed.size() == 1);
  CHECK(triaged.suppressed[0].location.start_line == 1);
  CHECK(triaged.suppressed[0].suppressed_by == "inline");
  CHECK(triaged.suppressed[0].suppression_reason == "moves in March");
  CHECK(triaged.findings.size() == 1);
  CHECK(triaged.diagnostics.empty());
}

TEST_CASE("a suppression alone on its line covers the next line of code") {
  const std::string text =
      "/* unsoap-ignore: p/get*, syncLead -- later */\n// another "
      "comment\n\n$c->getLead();\n$c->getLead();\n";
  const triage::Triaged triaged = Run({At(4, "p/getLead"), At(5, "p/getLead")}, text);
  REQUIRE(triaged.suppressed.size() == 1);
  CHECK(triaged.suppressed[0].location.start_line == 4);
}

TEST_CASE("a suppression for the file covers all lines, of its rules only") {
  const triage::Triaged triaged =
      Run({At(2, "p/getLead"), At(3, "p/syncLead")},
          "// unsoap-ignore-file: getLead -- generated\n$c->getLead();\n$c->syncLead();\n");
  REQUIRE(triaged.suppressed.size() == 1);
  CHECK(triaged.suppressed[0].rule_id == "p/getLead");
}

TEST_CASE("a suppression that has run out brings its finding back and is said") {
  const std::string text = "$c->getLead(); // unsoap-ignore: getLead -- later until=2026-11-23\n";
  CHECK(Run({At(1, "p/getLead")}, text, "2026-11-23").suppressed.size() == 1);
  const triage::Triaged triaged = Run({At(1, "p/getLead")}, text, "2026-11-24");
  CHECK(triaged.suppressed.empty());
  REQUIRE(triaged.diagnostics.size() == 1);
  CHECK(triaged.diagnostics[0].message == "this suppression ran out on 2026-11-23");
}

TEST_CASE(
    "a suppression without rule, without reason or without a finding is said and suppresses "
    "nothing") {
  const struct {
    const char* comment;
    const char* message;
  } kRows[] = {
      {"// unsoap-ignore", "this suppression names no rule, so it suppresses nothing"},
      {"// unsoap-ignore: -- why", "this suppression names no rule, so it suppresses nothing"},
      {"// unsoap-ignore: getLead",
       "this suppression gives no reason ('-- why'), so it suppresses nothing"},
      {"// unsoap-ignore: syncLead -- why", "this suppression suppresses nothing"},
      {"// unsoap-ignore: getLead -- why until=soon",
       "this suppression 'until=soon' is no date (YYYY-MM-DD), so it suppresses nothing"},
  };
  for (const auto& row : kRows) {
    const triage::Triaged triaged =
        Run({At(1, "p/getLead")}, std::string("$c->getLead(); ") + row.comment + "\n");
    CHECK(triaged.findings.size() == 1);
    REQUIRE(triaged.diagnostics.size() == 1);
    CHECK(triaged.diagnostics[0].message == row.message);
    CHECK(triaged.diagnostics[0].line == 1);
  }
}

TEST_CASE("a string or a longer word that holds the marker is no suppression") {
  CHECK(triage::ReadInlineSuppressions(File("$x = 'unsoap-ignore: getLead -- no';\n// a comment\n"))
            .empty());
  CHECK(triage::ReadInlineSuppressions(File("// unsoap-ignored: x\n// my-unsoap-ignore: x\n"))
            .empty());
}

TEST_CASE("rules are named with or without their pack, and with stars") {
  CHECK(triage::RuleMatches("getLead", "p/getLead"));
  CHECK(triage::RuleMatches("p/getLead", "p/getLead"));
  CHECK(triage::RuleMatches("get*", "p/getLead"));
  CHECK(triage::RuleMatches("param/*", "p/param/cookie"));
  CHECK(triage::RuleMatches("*", "p/getLead"));
  CHECK_FALSE(triage::RuleMatches("Lead", "p/getLead"));
  CHECK_FALSE(triage::RuleMatches("get", "p/getLead"));
}

TEST_CASE("the ignore file suppresses by rule and path, with an end") {
  Directory directory;
  directory.Write(".unsoapignore.yaml",
                  "- id: getLead\n  paths: [old/**]\n  reason: legacy\n- id: f2\n  reason: known\n "
                  " expires: 2026-01-01\n"
                  "- id: mergeLeads\n  reason: none here\n");
  triage::TriageOptions options;
  options.root = directory.path;
  options.as_of = "2026-11-23";
  std::vector<findings::Finding> findings = {At(1, "p/getLead"), At(2, "p/getLead"),
                                             At(3, "p/syncLead", "f2")};
  findings[1].location.path = "old/b.php";
  const Result<triage::Triaged> triaged = triage::Triage(findings, {}, options);
  REQUIRE(triaged.has_value());
  REQUIRE(triaged->suppressed.size() == 1);
  CHECK(triaged->suppressed[0].location.path == "old/b.php");
  CHECK(triaged->suppressed[0].suppressed_by == "ignore-file");
  REQUIRE(triaged->diagnostics.size() == 2);
  CHECK(triaged->diagnostics[0].message == "the entry 'f2' ran out on 2026-01-01");
  CHECK(triaged->diagnostics[1].message == "the entry 'mergeLeads' suppresses nothing");
  CHECK(triaged->diagnostics[1].line == 7);
}

TEST_CASE("a wrong ignore file is shown with its line and column") {
  const auto message = [](const std::string& text) {
    const auto result = triage::ParseIgnoreFile(".unsoapignore.yaml", text);
    return result ? "no error" : Format(result.error());
  };
  CHECK(message("- id: a\n  raeson: b\n") ==
        ".unsoapignore.yaml:2:3: error: unknown key 'raeson'\n    raeson: b\n    ^\nhint: did you "
        "mean 'reason'?\n");
  CHECK(message("- id: a\n") ==
        ".unsoapignore.yaml:1:3: error: an entry needs a reason\n  - id: a\n    ^\n");
}

TEST_CASE("a baseline hides as many equal findings as it knows, and is written as it was read") {
  const std::vector<findings::Finding> two = {At(1, "p/getLead"), At(2, "p/getLead")};
  const triage::Baseline baseline = triage::UpdateBaseline({}, two, "before the migration");
  REQUIRE(baseline.entries.size() == 1);
  CHECK(baseline.entries[0].count == 2);
  const Result<triage::Baseline> again =
      triage::ParseBaseline(triage::BaselineJson(baseline), "b.json");
  REQUIRE(again.has_value());
  CHECK(triage::BaselineJson(*again) == triage::BaselineJson(baseline));

  std::vector<findings::Finding> three = {At(1, "p/getLead"), At(2, "p/getLead"),
                                          At(3, "p/getLead"), At(4, "p/x", "g")};
  CHECK(triage::ApplyBaseline(*again, three).empty());
  CHECK(three[0].state == findings::State::kBaseline);
  CHECK(three[1].state == findings::State::kBaseline);
  CHECK(three[2].state == findings::State::kNew);
  CHECK(three[3].state == findings::State::kNew);
}

TEST_CASE("pruning a baseline removes what is gone and adds nothing") {
  const triage::Baseline baseline =
      triage::UpdateBaseline({}, {At(1, "p/getLead"), At(2, "p/getLead"), At(3, "p/x", "g")}, "");
  const std::vector<findings::Finding> now = {At(1, "p/getLead"), At(9, "p/new", "h")};
  const triage::Baseline pruned = triage::PruneBaseline(baseline, now);
  REQUIRE(pruned.entries.size() == 1);
  CHECK(pruned.entries[0].count == 1);
  CHECK(triage::UpdateBaseline(baseline, now, "").entries.size() == 2);
}

TEST_CASE("what is no baseline, or one of another recipe, is refused") {
  for (const char* text :
       {"", "[]", "{}", "{\"baseline_version\": 1}",
        "{\"baseline_version\": \"1\", \"fingerprints\": 3}",
        "{\"baseline_version\": 1, \"fingerprints\": \"unsoap/v1\", \"findings\": [{}]}",
        "{\"baseline_version\": 2, \"fingerprints\": \"unsoap/v1\", \"findings\": []}"}) {
    CHECK_FALSE(triage::ParseBaseline(text, "b.json").has_value());
  }
}

TEST_CASE("only findings on lines changed since the revision are kept") {
  Directory directory;
  REQUIRE(directory.Git("init"));
  directory.Write("a.php", "one\ntwo\nthree\n");
  REQUIRE(directory.Git("add ."));
  REQUIRE(directory.Git("commit -m x"));
  directory.Write("a.php", "one\nTWO\nthree\n");
  directory.Write("b.php", "new\n");
  triage::TriageOptions options;
  options.root = directory.path;
  options.since = "HEAD";
  std::vector<findings::Finding> findings = {At(1, "p/x"), At(2, "p/x"), At(3, "p/x"),
                                             At(1, "p/x")};
  findings[3].location.path = "b.php";
  Result<triage::Triaged> triaged = triage::Triage(findings, {}, options);
  REQUIRE(triaged.has_value());
  REQUIRE(triaged->findings.size() == 2);
  CHECK(triaged->findings[0].location.start_line == 2);
  CHECK(triaged->findings[1].location.path == "b.php");
  CHECK(triaged->suppressed[0].suppressed_by == "unchanged");

  // What was interrupted is no judgement: every finding stays.
  SetInterrupted(true);
  triaged = triage::Triage(findings, {}, options);
  SetInterrupted(false);
  REQUIRE(triaged.has_value());
  CHECK(triaged->findings.size() == 4);

  options.since = "nowhere";
  triaged = triage::Triage(findings, {}, options);
  REQUIRE_FALSE(triaged.has_value());
  CHECK(triaged.error().message == "--since: there is no revision 'nowhere' here");
}

TEST_CASE("where the code comes from is told without credentials") {
  CHECK(git::WithoutCredentials("https://u:p@git.example/x.git") == "https://git.example/x.git");
  CHECK(git::WithoutCredentials("https://git.example/a@b") == "https://git.example/a@b");
  CHECK(git::WithoutCredentials("git@git.example:x.git") == "git@git.example:x.git");
  Directory directory;
  CHECK(git::ReadGitInfo(directory.path).revision.empty());
  REQUIRE(directory.Git("init"));
  REQUIRE(directory.Git("commit --allow-empty -m x"));
  REQUIRE(directory.Git("remote add origin https://u:p@git.example/x.git"));
  const git::GitInfo info = git::ReadGitInfo(directory.path);
  CHECK(info.revision.size() == 40);
  CHECK(info.branch == "main");
  CHECK(info.repository_url == "https://git.example/x.git");
}

}  // namespace unsoap
