// lsp: the server for editors, over standard input and output.
#include <fmt/core.h>

#include <iostream>
#include <utility>

#include "scanner/base/budget.h"
#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/cli/cli.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/config.h"
#include "scanner/cli/packs.h"
#include "scanner/cli/rule_card.h"
#include "scanner/cli/run_scan.h"
#include "scanner/evidence/outlet.h"
#include "scanner/facts/read.h"
#include "scanner/lsp/server.h"
#include "scanner/rules/dates.h"
#include "scanner/scan_memory.h"

namespace unsoap::cli {
namespace {

constexpr int64_t kLargestFile = 4 << 20, kLargestConfig = 1 << 20;

/// The flags of the command line for one folder, with the configuration that lies there.
Result<Invocation> For(const Invocation& given, const std::string& directory) {
  std::vector<std::string> words = {"lsp"};
  for (const Assignment& one : given.given) {
    if (one.origin.starts_with("-"))
      words.push_back("--" + std::string(one.flag->name) + "=" + one.value);
  }
  words.insert(words.end(), {"--", directory});
  return MakeInvocation(given.program, words);
}

/// One folder; what is remembered of it holds as long as its configuration does.
class Folder : public lsp::Tree {
 public:
  Folder(const Invocation& given, std::string directory)
      : given_(given), directory_(std::move(directory)) {}

  Result<void> Load() {
    config_ = ConfigNow();
    memory_ = std::make_unique<ScanMemory>();
    Result<Invocation> invocation = For(given_, directory_);
    if (!invocation) return Fail(invocation.error());
    invocation_ = std::move(*invocation);
    Result<PackSet> packs = LoadPacks(invocation_.options);
    if (!packs) return Fail(packs.error());
    packs_ = std::move(*packs);
    Result<ScanOptions> options = MakeScanOptions(invocation_, packs_.all, &effort_);
    if (!options) return Fail(options.error());
    options_ = std::move(*options);
    return {};
  }

  Result<findings::Report> Scan(
      collect::Memory::Texts texts,
      const std::function<void(int64_t done, int64_t total)>& progress) override {
    if (config_ != ConfigNow()) {
      if (Result<void> loaded = Load(); !loaded) return Fail(loaded.error());
    }
    memory_->files.SetTexts(std::move(texts));
    options_.memory = &memory_->files;
    options_.known = memory_.get();
    if (invocation_.options.as_of.empty() && options_.as_of != rules::Today()) {
      options_.as_of = rules::Today();
      memory_->conclusion.reset();  // it speaks of another day
    }
    options_.progress = [&](const ScanOptions::Progress& now) { progress(now.done, now.total); };
    Result<ScanOutcome> outcome = unsoap::Scan(options_);
    if (!outcome) return Fail(outcome.error());
    evidence::UseForOutput(outcome->redactor);
    return std::move(outcome->report);
  }

 private:
  /// Its path and its text.
  std::string ConfigNow() const {
    if (given_.options.no_config) return "";
    const std::string path =
        given_.options.config.empty() ? FindConfig(directory_) : given_.options.config;
    if (path.empty()) return "";
    const Result<std::string> text = ReadBytes(path, {kLargestConfig, true});
    return path + '\0' + (text ? *text : "");
  }

  const Invocation& given_;
  const std::string directory_;
  std::string config_;
  Invocation invocation_;
  PackSet packs_;
  rules::EffortModel effort_;
  ScanOptions options_;
  std::unique_ptr<ScanMemory> memory_;
};

std::string TextBelow(const std::string& directory, const std::string& path) {
  const Result<std::string> bytes = ReadOwnFile(directory, path, kLargestFile);
  return bytes ? facts::Decode(*bytes).text : "";
}

}  // namespace

int RunLsp(const Invocation& invocation) {
  if (invocation.words.size() > 1)
    return Complain({ErrorKind::kUsage, "lsp takes one directory", "", 0, 0, "", "unsoap lsp DIR"});
  const Result<PackSet> packs = LoadPacks(invocation.options);
  if (!packs) return Complain(packs.error());
  lsp::Engine engine;
  engine.version = UNSOAP_VERSION;
  engine.directory = RealPath(invocation.words.empty() ? "." : invocation.words.front());
  if (engine.directory.empty())
    return Complain({ErrorKind::kUsage,
                     fmt::format("'{}' is no directory", invocation.words.front()), "", 0, 0, "",
                     ""});
  engine.open = [&](const std::string& directory) -> Result<std::unique_ptr<lsp::Tree>> {
    auto folder = std::make_unique<Folder>(invocation, directory);
    if (Result<void> loaded = folder->Load(); !loaded) return Fail(loaded.error());
    return folder;
  };
  engine.card = [&](const std::string& name) {
    const std::string day =
        invocation.options.as_of.empty() ? rules::Today() : invocation.options.as_of;
    Result<std::string> card = rules::Explain(packs->all, name, day);
    return card ? card : RuleCard(packs->all, name, day, card.error());
  };
  engine.output = [](std::string_view text) { return evidence::ForOutput(text); };
  engine.interrupt = SetInterrupted;
  engine.text = TextBelow;
  // Nothing is written, so that a signal may end the process at once.
  return lsp::Serve(engine, std::cin, std::cout);
}

}  // namespace unsoap::cli
