// Every fixture is scanned and must give exactly the findings that its comments claim.
#include "scanner/fixtures/fixtures.h"

#include <fmt/core.h>

#include <string>
#include <vector>

#include "scanner/base/text.h"
#include "scanner/rules/builtin.h"
#include "tests/catch.h"
#include "tests/fixture_coverage.h"
#include "tests/paths.h"

namespace unsoap {
namespace {

ScanOptions Options() {
  ScanOptions options;
  options.packs = rules::BuiltinPacks();
  options.as_of = "2026-11-23";
  options.clang_helper = BinaryDir() + "/unsoap-clang";
  return options;
}

FixtureCoverage& Claims() {
  static FixtureCoverage coverage;
  return coverage;
}

// Golden reports are no code; a pack of another service has fixtures of its own.
const Result<std::vector<fixtures::Fixture>>& Fixtures() {
  static const Result<std::vector<fixtures::Fixture>> fixtures =
      fixtures::FindFixtures(SourceDir() + "/fixtures", {"reports", "packs"});
  return fixtures;
}

std::string Differences(const fixtures::Fixture& fixture) {
  const Result<fixtures::FixtureResult> result = fixtures::TestFixture(fixture, Options());
  if (!result) return Format(result.error());
  Claims().Add(fixture, *result);
  std::vector<std::string> out = result->mistakes;
  for (const auto& [path, judgement] : result->judgements) {
    if (!fixtures::IsFailure(judgement.outcome)) continue;
    out.push_back(fmt::format("{}:{}: {}: {}\n    {}", path, judgement.line,
                              fixtures::Name(judgement.outcome), judgement.text, judgement.detail));
  }
  return Join(out, "\n");
}

}  // namespace

TEST_CASE("every fixture gives exactly the findings that its comments claim") {
  static const Result<std::vector<fixtures::Fixture>>& fixtures = Fixtures();
  REQUIRE(fixtures);
  const size_t index = GENERATE(Catch::Generators::range(size_t{0}, fixtures->size()));
  const fixtures::Fixture& fixture = (*fixtures)[index];
  const std::string differences = Differences(fixture);
  INFO("fixtures/" << fixture.name << "\n" << differences);
  CHECK(differences.empty());
}

// After the one above: it adds up what that one saw.
TEST_CASE("every operation, parameter, package and toolkit has a fixture and a line that is none") {
  static const Result<std::vector<fixtures::Fixture>>& fixtures = Fixtures();
  REQUIRE(fixtures);
  if (Claims().fixtures() < fixtures->size()) {
    WARN("skipped: not every fixture was scanned before");
    return;
  }
  for (const rules::Pack* pack : rules::BuiltinPacks()) {
    const std::vector<std::string> missing = Claims().Missing(*pack);
    INFO(Join(missing, "\n"));
    CHECK(missing.empty());
  }
}

}  // namespace unsoap
