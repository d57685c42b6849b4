// Binaries: compiled and packed code that speaks the service: one finding an artefact, whatever
// number of its members do.
//
// Parts of an artefact prove it when the namespace or a generated package or type of the service
// stands in them (certain); an endpoint, a host or another anchor makes it likely; data that is no
// code (a database, symbols for a debugger) only possible. Loose class files of one folder are one
// artefact. Uses in text members of a package (jar, phar, wheel ...) are part of its finding, since
// a package is rebuilt or replaced as a whole; credentials and dependencies stay findings of their
// own. What it is not: a reader (facts/artefact.h). Deterministic.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "scanner/evidence/signals.h"
#include "scanner/facts/artefact.h"
#include "scanner/findings/finding.h"
#include "scanner/match/copies.h"
#include "scanner/match/describe.h"

namespace unsoap::match {

struct BinaryInput {
  std::vector<const facts::Artefact*> artefacts;  // sorted by path
  const evidence::SignalScanner* scanner = nullptr;
  std::vector<const rules::Pack*> packs;
  std::string as_of;
  const rules::EffortModel* effort = nullptr;  // nullptr: the pack's
  const std::set<std::string>* paths =
      nullptr;                            // of all files, to know what was built from the tree
  const RepeatedFiles* copies = nullptr;  // of files that have findings, in archives
};

/// True if what a finding of this kind says at a path is said once for the package that holds it.
bool IsInPackage(findings::Kind kind, const std::string& path);

/// Adds the findings, folds what stands inside packages, and folds what was built from sources of
/// the tree that have findings themselves into the first of those (properties "copies" and
/// "copy_paths"). `findings` stay sorted by Before().
void AddBinaries(const BinaryInput& input, std::vector<findings::Finding>* findings);

}  // namespace unsoap::match
