#include "scanner/cli/results.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "scanner/evidence/outlet.h"
#include "scanner/findings/json.h"
#include "scanner/rules/builtin.h"

namespace unsoap::cli {
namespace {

std::shared_ptr<const evidence::Redactor> RedactSaved(findings::Report* report) {
  const auto look = std::make_shared<const evidence::SecretLook>(rules::BuiltinSecretWords(),
                                                                 rules::BuiltinPacks());
  auto redactor = std::make_shared<evidence::Redactor>(look);
  redactor->Add(evidence::SecretsIn(*report, *look));
  redactor->Compile();
  evidence::Redact(*redactor, true, report);
  return redactor;
}

}  // namespace

Result<findings::Report> LoadReport(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (file) file.peek();  // a directory opens, and only reading tells
  if (!file.is_open() || file.bad()) {
    Error error;
    error.path = path;
    error.message = fmt::format("cannot read the results: {}", std::strerror(errno));
    error.hint = "'unsoap scan --format json=FILE' writes them";
    return Fail(std::move(error));
  }
  Result<findings::Report> report = findings::ReadReportJson(file, path);
  // Whoever wrote it may have been less careful than this program.
  if (report) evidence::UseForOutput(RedactSaved(&*report));
  return report;
}

}  // namespace unsoap::cli
