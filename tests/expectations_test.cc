// The fixtures' judge is judged: a comparison that lets something pass would make every fixture
// worthless.
#include "scanner/fixtures/expectations.h"

#include "tests/catch.h"

namespace unsoap {
namespace {

findings::Finding At(int line, const std::string& rule,
                     findings::Kind kind = findings::Kind::kCall) {
  findings::Finding finding;
  finding.rule_id = "p/" + rule;
  finding.kind = kind;
  finding.confidence = findings::Confidence::kCertain;
  finding.location.start_line = line;
  return finding;
}

std::vector<std::string> Differences(const std::string& text,
                                     const std::vector<findings::Finding>& findings,
                                     bool may_miss = false) {
  const fixtures::FixtureText fixture = fixtures::ParseExpectations(text);
  REQUIRE(fixture.mistakes.empty());
  return fixtures::Compare("a", fixture.expectations, findings, may_miss);
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "an expectation is read from a comment of any language and claims the next line that is none") {
  for (const char* comment : {"// expect: getLead", "# expect: getLead", "-- expect: getLead",
                              "; expect: getLead", "% expect: getLead", "<!-- expect: getLead -->",
                              "/* expect: getLead */", "' expect: getLead", "REM expect: getLead",
                              "*> expect: getLead", "  /// expect: getLead"}) {
    INFO(comment);
    const fixtures::FixtureText fixture =
        fixtures::ParseExpectations(std::string("x\n") + comment + "\n" + comment + "\ncall\n");
    REQUIRE(fixture.expectations.size() == 2);
    CHECK(fixture.expectations[0].line == 4);
    CHECK(fixture.expectations[1].line == 4);
    CHECK(fixture.expectations[0].rule == "getLead");
  }
}

TEST_CASE("stripping keeps every line and offset") {
  const std::string text = "a\r\n  // expect: getLead kind=call\r\nb\n";
  const fixtures::FixtureText fixture = fixtures::ParseExpectations(text);
  CHECK(fixture.stripped.size() == text.size());
  CHECK(fixture.stripped == "a\r\n" + std::string(30, ' ') + "\r\nb\n");
}

TEST_CASE("what is claimed and found is no difference") {
  CHECK(Differences("// expect: getLead kind=call confidence=certain\ncall\n", {At(2, "getLead")})
            .empty());
  CHECK(Differences("// expect-none: a local function\ncall\n", {}).empty());
}

TEST_CASE("a claim that is not met, a finding that is not claimed and a wrong one are told apart") {
  CHECK(Differences("// expect: getLead\ncall\n", {}) == Lines{"a:2: missing: expect: getLead"});
  CHECK(Differences("call\n", {At(1, "getLead")}) ==
        Lines{"a:1: noisy: expect: getLead kind=call confidence=certain"});
  CHECK(Differences("// expect-none: why\ncall\n", {At(2, "getLead")}) ==
        Lines{"a:2: noisy: expect: getLead kind=call confidence=certain\n    expect-none: why"});
  CHECK(Differences("// expect: getLead kind=envelope\ncall\n", {At(2, "getLead")}) ==
        Lines{"a:2: wrong: expect: getLead kind=envelope\n    found: expect: getLead kind=call "
              "confidence=certain"});
}

TEST_CASE("one finding meets one claim") {
  CHECK(Differences("// expect: getLead\n// expect: getLead\ncall\n", {At(3, "getLead")}).size() ==
        1);
  CHECK(Differences("// expect: getLead\ncall\n", {At(2, "getLead"), At(2, "getLead")}).size() ==
        1);
}

TEST_CASE("every attribute is compared") {
  findings::Finding finding = At(2, "getLead");
  finding.operation = "getLead";
  finding.labels = {"test"};
  finding.parameters.push_back({"cookie", "p/param/cookie", "blocker", "", {}});
  finding.replacements.push_back({});
  finding.replacements[0].id = "getLeadUsingGET";
  for (const char* right : {"operation=getLead", "param=cookie", "label=test",
                            "replacement=getLeadUsingGET", "level=note"}) {
    CHECK(
        Differences(std::string("// expect: p/getLead ") + right + "\ncall\n", {finding}).empty());
  }
  for (const char* wrong :
       {"operation=syncLead", "param=other", "label=comment", "replacement=none", "level=error",
        "confidence=likely", "kind=envelope", "toolkit=soap"}) {
    CHECK(Differences(std::string("// expect: getLead ") + wrong + "\ncall\n", {finding}).size() ==
          1);
  }
}

TEST_CASE("a known miss fails when it is found, and outside of its folder") {
  const std::string text = "// expect-miss: getLead too clever\ncall\n";
  CHECK(Differences(text, {}, true).empty());
  CHECK(
      Differences(text, {At(2, "getLead")}, true) ==
      Lines{"a:2: wrong: expect-miss: getLead too clever\n    a known miss is found now, move the "
            "fixture"});
  CHECK(Differences(text, {}, false) ==
        Lines{"a:2: wrong: expect-miss: getLead too clever\n    expect-miss stands outside of "
              "known_misses/"});
}

TEST_CASE("a mistake in an expectation is said") {
  CHECK(fixtures::ParseExpectations("// expect: getLead knd=call\nx\n").mistakes ==
        Lines{"line 1: unknown attribute 'knd=call'"});
  CHECK(fixtures::ParseExpectations("// expect:\nx\n").mistakes ==
        Lines{"line 1: an expectation names a rule"});
  CHECK(fixtures::ParseExpectations("// expect-none:\nx\n").mistakes ==
        Lines{"line 1: expect-none says why"});
  CHECK(fixtures::ParseExpectations("// expect-miss: getLead\nx\n").mistakes ==
        Lines{"line 1: expect-miss says why"});
  CHECK(fixtures::ParseExpectations("// expect: getLead\n").mistakes ==
        Lines{"an expectation at the end of the file claims no line"});
}

TEST_CASE("a file without comments has its expectations beside it") {
  const fixtures::FixtureText fixture =
      fixtures::ParseExpectFile("# about\n3: expect: getLead kind=dependency\nx\n");
  REQUIRE(fixture.expectations.size() == 1);
  CHECK(fixture.expectations[0].line == 3);
  CHECK(fixture.mistakes == Lines{"line 3: not of the form 'LINE: expect: RULE ...'"});
}

}  // namespace unsoap
