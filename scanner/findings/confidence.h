// Confidence: which evidence gives which confidence, as a table that people can read.
//
// What it is: one row for each way in which a finding of a kind is proven, and what its labels
// change. The stages that find set a finding's confidence themselves, with its evidence; a test
// holds every finding of the fixtures against this table, so `--explain` and the README say what
// really happened. What it is not: knowledge of a service or of a place.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap::findings {

struct ConfidenceRule {
  Kind kind;
  /// Words that Evidence::what must hold: all of them; "a|b" is one of several, "!a" none of it.
  /// Empty: anything.
  std::string_view evidence;
  Confidence confidence;
  std::string_view shows;  // what the evidence shows, as the end of "It is certain because ..."
};

/// In order: the first row that fits a finding decides.
const std::vector<ConfidenceRule>& ConfidenceRules();

/// The row that fits; every kind has one without conditions.
const ConfidenceRule& ConfidenceRuleOf(const Finding& finding);

/// A label that holds the confidence down.
struct ConfidenceCap {
  std::string_view label;
  Confidence at_most;
  std::string_view why;
};
const std::vector<ConfidenceCap>& ConfidenceCaps();

/// What the table says of a finding: its row, capped by its labels.
Confidence ConfidenceOf(const Finding& finding);

}  // namespace unsoap::findings
