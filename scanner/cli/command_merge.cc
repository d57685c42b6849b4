// merge: what fleet wrote, as one answer; rows that have none are named.
#include <fmt/core.h>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/interrupt.h"
#include "scanner/cli/lists.h"
#include "scanner/fleet/exit_sheet.h"
#include "scanner/fleet/merge.h"

namespace unsoap::cli {
namespace {

/// As the gate of a scan decides, from the words of a saved finding.
bool Reaches(const Gate& gate, std::string_view confidence, std::string_view level) {
  const auto rank = [](std::string_view word, const auto& names) {
    int at = 0;
    for (const auto& name : names) {
      if (findings::Name(name) == word) return at;
      ++at;
    }
    return at;
  };
  using findings::Confidence, findings::Level;
  return !gate.never &&
         rank(confidence,
              std::initializer_list<Confidence>{Confidence::kPossible, Confidence::kLikely,
                                                Confidence::kCertain}) >=
             static_cast<int>(gate.confidence) &&
         rank(level, std::initializer_list<Level>{Level::kNote, Level::kWarning, Level::kError}) >=
             static_cast<int>(gate.level);
}

void SayOpen(const fleet::Merged& merged) {
  for (const fleet::MergedRow& row : merged.rows) {
    if (fleet::IsFinal(row.outcome.status)) continue;
    Say(fmt::format("{}: {}: {}\n", EscapeForTerminal(row.row.id), fleet::Name(row.outcome.status),
                    EscapeForTerminal(row.outcome.reason)));
  }
}

}  // namespace

int RunMerge(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (invocation.words.empty() || options.list.empty() || options.out_dir.empty())
    return Complain(Fail("merge takes the directories of results, --list FILE and --out-dir DIR",
                         "unsoap merge results --list list.csv --out-dir answer")
                        .value());
  fleet::MergeOptions merge;
  Result<std::vector<fleet::Row>> rows = ReadList(options.list);
  if (!rows) return Complain(rows.error());
  merge.rows = std::move(*rows);
  merge.directories = invocation.words;
  merge.out = options.out_dir;
  merge.against = options.against;
  merge.reaches_gate = [&](std::string_view confidence, std::string_view level) {
    return Reaches(options.gate, confidence, level);
  };
  WatchForInterrupt();
  const Result<fleet::Merged> merged = fleet::Merge(merge);
  if (!merged) return Complain(merged.error());
  if (const int interrupted = InterruptStatus()) return interrupted;
  SayOpen(*merged);
  const int status = !merged->AllFinal()                         ? kExitIncomplete
                     : merged->at_gate > 0 && !options.exit_zero ? kExitFindings
                                                                 : kExitClean;
  return Print(fleet::VerdictOf(*merged) + "\n", status);
}

}  // namespace unsoap::cli
