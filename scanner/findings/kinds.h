// Kinds: all that is said of a kind of finding, one row each; and which evidence gives which
// confidence.
//
// What it is: the one table that names, levels, explains, prices and proves findings.
// What it is not: knowledge of a service or of a place; what a pack or a team says of minutes
// (effort.yaml) goes before the table.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap::findings {

/// A way in which a finding of a kind is proven.
struct Proof {
  /// Words that Evidence::what must hold: all of them; "a|b" is one of several, "!a" none of it.
  /// Empty: anything.
  std::string_view evidence;
  Confidence confidence;
  std::string_view shows;  // what the evidence shows, as the end of "It is certain because ..."
};

struct KindInfo {
  Kind kind;
  std::string_view name;     // in JSON: "wrapper-call"
  std::string_view title;    // for people: "Wrapper call"
  std::string_view meaning;  // a sentence
  Level level;               // once the service is gone; before that no more than a warning
  int minutes;               // of work, unless an effort model says otherwise
  /// The rule of all findings of the kind, without the pack; empty: rules are operations or
  /// parameters. A call whose operation is not known has one, too.
  std::string_view rule;
  Confidence precision;  // what most of the rule's findings have
  std::string_view how;  // to mend what the rule finds, a sentence
  /// In order, the first that fits decides; the last fits always.
  std::vector<Proof> proofs;
};

/// By Kind.
const std::vector<KindInfo>& Kinds();
const KindInfo& InfoOf(Kind kind);

}  // namespace unsoap::findings
