// What findings say of themselves, over all fixtures at once: every reason is a reason.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include "scanner/findings/confidence.h"
#include "scanner/rules/builtin.h"
#include "scanner/scan.h"
#include "tests/catch.h"
#include "tests/paths.h"

using namespace unsoap;

TEST_CASE("docs/confidence.md has the table of confidence") {
  std::ifstream file(SourceDir() + "/docs/confidence.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  for (const findings::KindInfo& kind : findings::Kinds()) {
    INFO(kind.name);
    REQUIRE_FALSE(kind.proofs.empty());
    CHECK(kind.proofs.back().evidence.empty());  // one fits always
    for (const findings::Proof& proof : kind.proofs) {
      const std::string row = "| " + std::string(proof.shows) + " | " +
                              std::string(findings::Name(proof.confidence)) + " |";
      INFO(row);
      CHECK(page.find(row) != std::string::npos);
    }
  }
}

TEST_CASE("Every finding's evidence says what it is, in words, at a place of the tree") {
  ScanOptions options;
  options.packs = rules::BuiltinPacks();
  options.as_of = "2026-11-25";
  options.clang_helper = BinaryDir() + "/unsoap-clang";
  options.min_confidence = findings::Confidence::kPossible;
  options.walk.roots = {SourceDir() + "/fixtures"};
  const Result<ScanOutcome> outcome = Scan(options);
  REQUIRE(outcome);
  REQUIRE(outcome->report.findings.size() > 100);
  for (const findings::Finding& finding : outcome->report.findings) {
    INFO(finding.location.path << ":" << finding.location.start_line << " " << finding.message);
    std::string words;
    for (const findings::Evidence& evidence : finding.evidence) words += " " + evidence.what;
    INFO(findings::Name(finding.kind)
         << " with" << words << ": " << findings::ProofOf(finding).shows);
    CHECK(findings::Name(finding.confidence) == findings::Name(findings::ConfidenceOf(finding)));
    for (const findings::Evidence& evidence : finding.evidence) {
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
