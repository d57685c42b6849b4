// Secrets of the tree: found in each file, and put into the redactor that every output passes.
//
// What it is: the threads and the collecting around evidence/secrets.h and evidence/redactor.h.
// What it is not: what a secret looks like, which evidence/ knows. Failure: of a file in which it
// cannot be known what must not be shown, nothing is.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scanner/evidence/credentials.h"
#include "scanner/evidence/redactor.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/evidence/secrets.h"
#include "scanner/findings/report.h"
#include "scanner/scan.h"
#include "scanner/scan_analysis.h"

namespace unsoap {

struct FoundSecrets {
  std::vector<evidence::Secrets> values;                          // a file: what no output may show
  std::vector<std::vector<evidence::CredentialUse>> credentials;  // a file: of the service
};

/// What went wrong in a file joins `analysis->troubles`.
FoundSecrets FindSecrets(const std::vector<facts::FileFacts>& facts, const ScanOptions& options,
                         const evidence::SecretLook& look, Analysis* analysis);

/// The values of all files, and what `flowed` to where a secret is used, in one automaton, without
/// words that every report needs.
std::shared_ptr<evidence::Redactor> MakeRedactor(std::shared_ptr<const evidence::SecretLook> look,
                                                 const FoundSecrets& secrets,
                                                 const std::vector<std::string>& flowed,
                                                 const std::set<std::string>& paths,
                                                 const findings::Report& report);

}  // namespace unsoap
