// What findings say of themselves, over all fixtures at once: every reason is a reason.
#include <algorithm>
#include <cctype>

#include "scanner/rules/builtin.h"
#include "scanner/scan.h"
#include "tests/catch.h"
#include "tests/paths.h"

using namespace unsoap;

TEST_CASE("Every finding's evidence says what it is, in words, at a place of the tree") {
  ScanOptions options;
  options.packs = BuiltinPacks();
  options.as_of = "2026-11-25";
  options.clang_helper = BinaryDir() + "/unsoap-clang";
  options.min_confidence = Confidence::kPossible;
  options.walk.roots = {SourceDir() + "/fixtures"};
  const Result<ScanOutcome> outcome = Scan(options);
  REQUIRE(outcome);
  REQUIRE(outcome->report.findings.size() > 100);
  for (const Finding& finding : outcome->report.findings) {
    INFO(finding.location.path << ":" << finding.location.start_line << " " << finding.message);
    for (const Evidence& evidence : finding.evidence) {
      INFO(evidence.what << ": " << evidence.text);
      // "client", "generated-client": never empty, never what happened to lie in memory.
      REQUIRE_FALSE(evidence.what.empty());
      REQUIRE(std::all_of(evidence.what.begin(), evidence.what.end(),
                          [](unsigned char c) { return std::islower(c) || c == '-'; }));
      REQUIRE(std::none_of(evidence.text.begin(), evidence.text.end(),
                           [](unsigned char c) { return c < 0x20; }));
      REQUIRE(evidence.location.path.size() < 4096);
    }
  }
}
