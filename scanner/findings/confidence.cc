#include "scanner/findings/confidence.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::findings {
namespace {

bool Has(const Finding& finding, std::string_view what) {
  return std::any_of(finding.evidence.begin(), finding.evidence.end(),
                     [&](const Evidence& e) { return e.what == what; });
}

bool Fits(const Proof& proof, const Finding& finding) {
  if (proof.evidence.empty()) return true;
  for (const std::string_view word : Split(proof.evidence, ' ')) {
    bool found = false;
    for (const std::string_view name : Split(word.starts_with('!') ? word.substr(1) : word, '|'))
      found |= Has(finding, name);
    if (found == word.starts_with('!')) return false;
  }
  return true;
}

}  // namespace

const Proof& ProofOf(const Finding& finding) {
  const std::vector<Proof>& proofs = InfoOf(finding.kind).proofs;
  return *std::ranges::find_if(proofs, [&](const Proof& proof) { return Fits(proof, finding); });
}

const std::vector<ConfidenceCap>& ConfidenceCaps() {
  static const std::vector<ConfidenceCap> caps = {
      {"backup", Confidence::kPossible, "a backup copy beside the source does not run"},
      {"documentation", Confidence::kLikely, "documentation does not run"},
  };
  return caps;
}

Confidence ConfidenceOf(const Finding& finding) {
  Confidence confidence = ProofOf(finding).confidence;
  for (const ConfidenceCap& cap : ConfidenceCaps()) {
    if (std::find(finding.labels.begin(), finding.labels.end(), cap.label) != finding.labels.end())
      confidence = std::min(confidence, cap.at_most);
  }
  return confidence;
}

}  // namespace unsoap::findings
