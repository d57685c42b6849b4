#include "scanner/cli/results.h"

#include <fmt/core.h>

#include <algorithm>
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

Result<std::vector<findings::Report>> LoadOlderReports(const Options& options) {
  std::vector<findings::Report> out;
  for (const std::string& path : options.compare) {
    Result<findings::Report> report = LoadReport(path);
    if (!report) return Fail(report.error());
    out.push_back(std::move(*report));
  }
  return out;
}

std::vector<findings::Progress> ProgressSinceEach(const std::vector<findings::Report>& older,
                                                  const findings::Report& now) {
  std::vector<findings::Progress> out;
  for (const findings::Report& report : older) out.push_back(findings::ProgressSince(report, now));
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.as_of < b.as_of; });
  return out;
}

}  // namespace unsoap::cli
