// plan: the findings as an ordered work list, from a saved result or a new scan.
#include <filesystem>

#include "reporters/plan.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/results.h"
#include "scanner/cli/run_scan.h"
#include "scanner/cli/target.h"

namespace unsoap::cli {
namespace {

// One operand that is a JSON file is a saved result; anything else is to be scanned.
bool IsSavedResult(const Invocation& invocation) {
  std::error_code ignored;
  return invocation.words.size() == 1 &&
         std::filesystem::path(invocation.words[0]).extension() == ".json" &&
         !std::filesystem::is_directory(invocation.words[0], ignored);
}

}  // namespace

int RunPlan(const Invocation& invocation) {
  const Result<Target> target = TargetOf(invocation.options, {"text", "markdown", "csv", "json"});
  if (!target) return Complain(target.error());
  findings::Report report;
  if (IsSavedResult(invocation)) {
    Result<findings::Report> loaded = LoadReport(invocation.words[0]);
    if (!loaded) return Complain(loaded.error());
    report = std::move(*loaded);
  } else {
    Result<FinishedScan> finished = RunPipeline(invocation, /*keep_facts=*/false);
    if (!finished) return Complain(finished.error());
    report = std::move(finished->outcome.report);
  }
  std::string text;
  reporters::RenderPlan(target->format, report, {}, [&](std::string_view part) {
    text += part;
    return true;
  });
  return Deliver(*target, text);
}

}  // namespace unsoap::cli
