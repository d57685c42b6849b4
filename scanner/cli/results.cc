#include "scanner/cli/results.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "scanner/evidence/outlet.h"
#include "scanner/findings/json.h"
#include "scanner/rules/builtin.h"

namespace unsoap {
namespace {

std::shared_ptr<const Redactor> RedactSaved(Report* report) {
  const auto look = std::make_shared<const SecretLook>(BuiltinSecretWords(), BuiltinPacks());
  auto redactor = std::make_shared<Redactor>(look);
  redactor->Add(SecretsIn(*report, *look));
  redactor->Compile();
  Redact(*redactor, true, report);
  return redactor;
}

}  // namespace

Result<Report> LoadReport(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (file) file.peek();  // a directory opens, and only reading tells
  if (!file.is_open() || file.bad()) {
    Error error;
    error.path = path;
    error.message = fmt::format("cannot read the results: {}", std::strerror(errno));
    error.hint = "'unsoap scan --format json=FILE' writes them";
    return Fail(std::move(error));
  }
  Result<Report> report = ReadReportJson(file, path);
  // Whoever wrote it may have been less careful than this program.
  if (report) UseForOutput(RedactSaved(&*report));
  return report;
}

}  // namespace unsoap
