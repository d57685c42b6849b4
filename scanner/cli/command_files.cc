// files: what a scan would read, and with --why the decision for every path.
#include <fmt/core.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/run_scan.h"

namespace unsoap {

int RunFiles(const Invocation& invocation) {
  if (invocation.options.hits) {
    // What the prefilter hands on is known only after it ran.
    Result<FinishedScan> finished = RunPipeline(invocation, /*keep_facts=*/true);
    if (!finished) return Complain(finished.error());
    std::string out;
    for (const FileFacts& facts : finished->outcome.facts)
      out += EscapeForTerminal(facts.path) + "\n";
    return Print(out);
  }
  WalkOptions walk = MakeWalkOptions(invocation);
  walk.record_ignored = invocation.options.why;
  Result<WalkResult> result = Walk(walk);
  if (!result) return Complain(result.error());
  if (!invocation.options.why) {
    std::string out;
    for (const FoundFile& file : result->files) out += EscapeForTerminal(file.path) + "\n";
    return Print(out);
  }
  // One list in the order of the paths: each path with its decision.
  std::vector<std::pair<std::string, std::string>> rows;
  for (const FoundFile& file : result->files) rows.push_back({file.path, "read"});
  for (const Skipped& skipped : result->skipped) {
    std::string why(Name(skipped.reason));
    if (!skipped.detail.empty()) why += ": " + skipped.detail;
    rows.push_back({skipped.path + (skipped.is_directory ? "/" : ""), std::move(why)});
  }
  std::sort(rows.begin(), rows.end());
  std::string out;
  for (const auto& row : rows)
    out += fmt::format("{}\t{}\n", EscapeForTerminal(row.first), EscapeForTerminal(row.second));
  return Print(out);
}

}  // namespace unsoap
