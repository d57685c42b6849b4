// Dependencies: packages of a manifest that speak the service, by the packs' lists.
//
// A package that only speaks the replacing API gives nothing; one that speaks both gives kLikely
// with its condition. Version constraints are compared with the bounds of the pack ("<0.6.0") by
// their first number; a constraint that cannot be read is taken to match.
#pragma once

#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/findings/finding.h"
#include "scanner/rules/pack.h"

namespace unsoap::match {

struct DependencyUse {
  const facts::Dependency* dependency = nullptr;
  const rules::Pack* pack = nullptr;
  const rules::Package* package = nullptr;
  findings::Confidence confidence = findings::Confidence::kCertain;
};

std::vector<DependencyUse> MatchDependencies(const facts::FileFacts& facts,
                                             const std::vector<const rules::Pack*>& packs);

/// True if some version that a constraint ("^0.5", ">= 1.0, < 2", "0.5.2") allows lies inside the
/// bounds ("<0.6.0").
bool VersionsMeet(std::string_view constraint, std::string_view bounds);

}  // namespace unsoap::match
