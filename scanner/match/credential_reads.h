// CredentialReads: the settings that code puts into the service's header or signs requests with.
//
// What it is: for each file that fills the header, the keys (of settings, entries, constants of
// other files) that flow into a field which holds a credential or into the code that signs; and the
// values that stand under such keys anywhere in the tree. Code that signs something else fills no
// header and reads nothing here. What it is not: a search by name or shape
// (evidence/credentials.h), or what is hidden (flow_secrets.h).
#pragma once

#include <string>
#include <vector>

#include "scanner/evidence/credentials.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/evidence/signals.h"
#include "scanner/link/program.h"
#include "scanner/link/uses.h"

namespace unsoap::match {

struct CredentialRead {
  link::FileId file = 0;          // that reads
  Span span;                      // of the expression that reads
  std::vector<std::string> path;  // constant names, outermost first: {"crm", "z9"}
  std::string use;                // for people: what is done with it
  const rules::Pack* pack = nullptr;
};

/// By file and position; at most kMostReads of a file.
std::vector<CredentialRead> ReadCredentials(const link::Program& program,
                                            const std::vector<evidence::FileSignals>& signals);

/// The files that may hold the values.
void LearnKeys(const std::vector<CredentialRead>& reads, link::LearnedNames* learned);

/// Adds the values of one file that stand under such keys; `uses` stays sorted, values once.
void AddCredentialsByUse(const std::vector<CredentialRead>& reads, const facts::FileFacts& facts,
                         const evidence::CredentialFinder& finder, const evidence::SecretLook& look,
                         std::vector<evidence::CredentialUse>* uses);

}  // namespace unsoap::match
