// Confidence: how sure a finding is, by its evidence and its labels.
//
// What it is: the one place that decides it, by the proofs of the finding's kind (kinds.h) and what
// labels hold down. What it is not: how sure the stages before are of a value; they hand on
// evidence.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/findings/kinds.h"

namespace unsoap::findings {

/// The proof that fits; every kind has one without conditions.
const Proof& ProofOf(const Finding& finding);

/// A label that holds the confidence down.
struct ConfidenceCap {
  std::string_view label;
  Confidence at_most;
  std::string_view why;
};
const std::vector<ConfidenceCap>& ConfidenceCaps();

/// The confidence of the proof, capped by the finding's labels.
Confidence ConfidenceOf(const Finding& finding);

}  // namespace unsoap::findings
