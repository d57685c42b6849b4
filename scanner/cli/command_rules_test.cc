// rules test: a pack against fixtures that state their findings.
#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/packs.h"
#include "scanner/cli/target.h"
#include "scanner/fixtures/fixtures.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/dates.h"

namespace unsoap::cli {
namespace {

constexpr std::array kOutcomes = {fixtures::Outcome::kReported, fixtures::Outcome::kValidated,
                                  fixtures::Outcome::kNoisy, fixtures::Outcome::kMissing,
                                  fixtures::Outcome::kWrong};

struct Run {
  std::string pack;      // "parcel-soap 1.0.0"
  std::string fixtures;  // folder
  size_t count = 0;
  std::vector<fixtures::FileJudgement> judgements;
  std::vector<std::string> mistakes, unclaimed;
  std::array<int, kOutcomes.size()> by_outcome = {};

  bool Failed() const {
    const auto of = [&](fixtures::Outcome outcome) {
      return by_outcome[static_cast<size_t>(outcome)];
    };
    return of(fixtures::Outcome::kNoisy) + of(fixtures::Outcome::kMissing) +
                   of(fixtures::Outcome::kWrong) >
               0 ||
           !unclaimed.empty();
  }
  int Status() const {
    if (!mistakes.empty()) return kExitUsage;
    return Failed() ? kExitFindings : kExitClean;
  }
};

Result<Run> TestPacks(const PackSet& packs, const std::vector<rules::Toolkit>& shared,
                      const std::string& fixtures, const Invocation& invocation) {
  Run run;
  run.fixtures = fixtures;
  for (const rules::Pack* pack : packs.all)
    run.pack += (run.pack.empty() ? "" : ", ") + pack->id + " " + pack->version;
  const Result<std::vector<fixtures::Fixture>> found = fixtures::FindFixtures(fixtures);
  if (!found) return Fail(found.error());
  ScanOptions options;
  options.packs = packs.all;
  options.as_of = invocation.options.as_of.empty() ? rules::Today() : invocation.options.as_of;
  std::set<std::string> named;
  for (const fixtures::Fixture& fixture : *found) {
    Result<fixtures::FixtureResult> result = fixtures::TestFixture(fixture, options);
    if (!result) return Fail(result.error());
    ++run.count;
    for (std::string& mistake : result->mistakes) run.mistakes.push_back(std::move(mistake));
    for (fixtures::FileJudgement& judgement : result->judgements) {
      ++run.by_outcome[static_cast<size_t>(judgement.judgement.outcome)];
      named.insert(judgement.judgement.rules.begin(), judgement.judgement.rules.end());
      run.judgements.push_back(std::move(judgement));
    }
  }
  for (const rules::Pack* pack : packs.all) {
    for (std::string& name : fixtures::Unclaimed(*pack, named, shared))
      run.unclaimed.push_back(std::move(name));
  }
  return run;
}

std::string TextOf(const Run& run, bool all) {
  std::string out = EscapeForTerminal(fmt::format("{}: {} fixture{} in {}", run.pack, run.count,
                                                  run.count == 1 ? "" : "s", run.fixtures)) +
                    "\n";
  std::string path;
  for (const fixtures::FileJudgement& one : run.judgements) {
    const fixtures::Judgement& judgement = one.judgement;
    if (!all && !fixtures::IsFailure(judgement.outcome)) continue;
    if (one.path != path) out += "\n" + EscapeForTerminal(one.path) + "\n";
    path = one.path;
    out += fmt::format("  {:<9} {:>5}  {}\n", fixtures::Name(judgement.outcome), judgement.line,
                       EscapeForTerminal(judgement.text));
    if (!judgement.detail.empty())
      out += fmt::format("{:19}{}\n", "", EscapeForTerminal(judgement.detail));
  }
  if (!run.mistakes.empty()) out += "\nMistakes in the claims:\n";
  for (const std::string& mistake : run.mistakes) {
    for (const std::string_view line : Split(mistake, '\n'))
      out += "  " + EscapeForTerminal(line) + "\n";
  }
  if (!run.unclaimed.empty()) out += "\nNo fixture claims:\n";
  for (const std::string& name : run.unclaimed) out += "  " + EscapeForTerminal(name) + "\n";
  out += "\n";
  for (const fixtures::Outcome outcome : kOutcomes) {
    out += fmt::format("{}{} {}", outcome == kOutcomes.front() ? "" : ", ",
                       run.by_outcome[static_cast<size_t>(outcome)], fixtures::Name(outcome));
  }
  return out + "\n";
}

std::string JsonOf(const Run& run) {
  nlohmann::ordered_json out;
  out["pack"] = run.pack;
  out["fixtures"] = run.fixtures;
  out["count"] = run.count;
  out["ok"] = run.Status() == kExitClean;
  for (const fixtures::Outcome outcome : kOutcomes)
    out["outcomes"][std::string(fixtures::Name(outcome))] =
        run.by_outcome[static_cast<size_t>(outcome)];
  out["results"] = nlohmann::ordered_json::array();
  for (const auto& [path, judgement] : run.judgements) {
    nlohmann::ordered_json& row = out["results"].emplace_back();
    row["path"] = path, row["line"] = judgement.line;
    row["outcome"] = std::string(fixtures::Name(judgement.outcome));
    row["text"] = judgement.text;
    if (!judgement.detail.empty()) row["detail"] = judgement.detail;
  }
  out["mistakes"] = run.mistakes;
  out["unclaimed"] = run.unclaimed;
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

Result<int> RunRulesTest(const Invocation& invocation) {
  const Result<Target> target = TargetOf(invocation.options, {"text", "json"});
  if (!target) return Fail(target.error());
  Options options = invocation.options;
  std::string fixtures = options.fixtures;
  const bool is_own = invocation.words.size() > 1;
  if (is_own) options.rules = {invocation.words[1]};
  if (fixtures.empty()) {
    if (!is_own)
      return Fail("the directory of the pack is missing",
                  "unsoap rules test DIR; with --fixtures alone the built-in pack is tested");
    fixtures = invocation.words[1] + (invocation.words[1].ends_with('/') ? "tests" : "/tests");
  }
  const Result<PackSet> packs = LoadPacks(options);
  if (!packs) return Fail(packs.error());
  static const std::vector<rules::Toolkit> kNone;
  const Result<Run> run = TestPacks(
      *packs, options.rules.empty() ? kNone : rules::BuiltinToolkits(), fixtures, invocation);
  if (!run) return Fail(run.error());
  const int written = Deliver(
      *target, target->format == "json" ? JsonOf(*run) : TextOf(*run, invocation.options.verbose));
  return written == kExitClean ? run->Status() : written;
}

}  // namespace unsoap::cli
