// mcp: the server for coding agents, over standard input and output, for one root.
#include <fmt/core.h>

#include <filesystem>
#include <iostream>

#include "reporters/plan.h"
#include "scanner/base/read_bytes.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/interrupt.h"
#include "scanner/cli/packs.h"
#include "scanner/cli/rule_card.h"
#include "scanner/cli/run_scan.h"
#include "scanner/evidence/outlet.h"
#include "scanner/mcp/server.h"
#include "scanner/rules/catalog.h"
#include "scanner/rules/dates.h"

namespace unsoap::cli {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kLargestFile = 4 << 20;

/// A file that a client names: below the root after links are resolved, or nothing.
Result<std::string> TextBelow(const fs::path& root, const std::string& path) {
  std::error_code failed;
  const fs::path file = fs::canonical(root / path, failed);
  if (failed) return Fail("there is no such file");
  const fs::path inside = file.lexically_relative(root);
  if (inside.empty() || *inside.begin() == "..") return Fail("it does not lie below the root");
  return ReadBytes(file.string(), {kLargestFile, false});
}

Result<std::string> CardOf(const rules::Packs& packs, const std::string& name,
                           const std::string& day) {
  Result<std::string> card = rules::Explain(packs, name, day);
  return card ? card : RuleCard(packs, name, day, card.error());
}

}  // namespace

int RunMcp(const Invocation& given) {
  Invocation invocation = given;
  if (invocation.words.size() > 1)
    return Complain(
        {ErrorKind::kUsage, "mcp serves one directory", "", 0, 0, "", "unsoap mcp DIR"});
  std::error_code failed;
  const fs::path root =
      fs::canonical(invocation.words.empty() ? "." : invocation.words.front(), failed);
  if (failed || !fs::is_directory(root, failed))
    return Complain(
        {ErrorKind::kUsage,
         fmt::format("'{}' is no directory", given.words.empty() ? "." : given.words[0]), "", 0, 0,
         "", ""});
  invocation.options.progress = "never";
  const Result<PackSet> packs = LoadPacks(invocation.options);
  if (!packs) return Complain(packs.error());
  const std::string day =
      invocation.options.as_of.empty() ? rules::Today() : invocation.options.as_of;

  mcp::Engine engine;
  engine.packs = packs->all;
  engine.version = UNSOAP_VERSION;
  engine.scan = [&]() -> Result<findings::Report> {
    Result<FinishedScan> finished = RunPipeline(invocation, /*keep_facts=*/false);
    if (!finished) return Fail(finished.error());
    return std::move(finished->outcome.report);
  };
  engine.card = [&](const std::string& name) { return CardOf(packs->all, name, day); };
  engine.plan = [](const findings::Report& report) {
    std::string text;
    reporters::RenderPlan("markdown", report, {}, [&](std::string_view part) {
      text += part;
      return true;
    });
    return text;
  };
  engine.text = [&](const std::string& path) { return TextBelow(root, path); };
  engine.hide = [](std::string_view text) { return evidence::ForPeople(text); };
  engine.output = [](std::string_view text) { return evidence::ForOutput(text); };
  WatchForInterrupt();
  if (!mcp::Serve(engine, std::cin, std::cout)) return kExitOutput;
  return InterruptStatus();
}

}  // namespace unsoap::cli
