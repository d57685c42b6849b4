// fleet: one list of repositories, one child each, one result file each; rows on the way, a table
// at the end.
#include <fmt/core.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>
#include <map>
#include <new>

#include "scanner/base/out_of_memory.h"
#include "scanner/base/parallel.h"
#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/cli/cli.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/identity.h"
#include "scanner/cli/interrupt.h"
#include "scanner/cli/lists.h"
#include "scanner/cli/run_scan.h"
#include "scanner/cli/snapshot.h"
#include "scanner/cli/terminal.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/findings/json.h"
#include "scanner/fleet/library.h"
#include "scanner/fleet/run.h"
#include "scanner/languages/language.h"
#include "scanner/rules/builtin.h"
#include "scanner/scan_analysis.h"

namespace unsoap::cli {
namespace {

constexpr size_t kNamedWaiting = 10;
constexpr size_t kTableRows = 200;  // that are not clean; all stand in the rows of --progress=json

/// In a child: the scan of one row, into its result.
int ScanRow(const Invocation& invocation, const fleet::Work& work, const fleet::Store& store) {
  const std::string revision =
      work.revision.commit.empty() ? work.revision.tree : work.revision.commit;
  std::vector<std::string> words = {"scan",
                                    "--git-dir=" + work.repository.directory,
                                    "--rev=" + revision,
                                    "--as-of=" + work.head.identity.as_of,
                                    fmt::format("--jobs={}", work.threads),
                                    "--progress=never"};
  for (std::string& flag : FlagsForScan(invocation)) words.push_back(std::move(flag));
  Result<Invocation> scan = MakeInvocation(invocation.program, words);
  if (!scan) return Complain(scan.error());
  scan->options.libraries = &work.libraries;
  Result<FinishedScan> finished = RunPipeline(*scan, /*keep_facts=*/false);
  if (!finished) return Complain(finished.error());
  findings::Report& report = finished->outcome.report;
  if (scan->options.no_snippets) findings::RemoveSnippets(&report);
  const fleet::Library library =
      fleet::ReadLibrary(scan->checkout->directory(), std::move(finished->outcome.shared));
  const Result<bool> whole = store.Write(work.head, library, &report);
  if (!whole) return Complain(whole.error());
  return *whole ? fleet::kWroteWhole : fleet::kWrotePart;
}

int ScanRowSafely(const Invocation& invocation, const fleet::Work& work,
                  const fleet::Store& store) {
  try {
    return ScanRow(invocation, work, store);
  } catch (const std::bad_alloc&) {
    OutOfMemory();
  } catch (const std::exception& error) {
    Say(fmt::format("internal error: {}\n", EscapeForTerminal(error.what())));
  }
  return kExitInternal;
}

/// What every scan builds once for the process: children have it from here.
void LoadForAll(const PackSet& packs) {
  rules::BuiltinPacks();
  rules::BuiltinToolkits();
  rules::BuiltinExamples();
  // Their patterns stay compiled.
  const evidence::SecretLook look(rules::BuiltinSecretWords(), packs.all);
  const LinkTools tools(packs.all);
  for (const auto& language : languages::Languages()) {
    languages::LanguagesByContent(language->id, "text");
    languages::LanguagesByContent("", "text");
    languages::RivalLanguages("a.txt", language->id, "text");
  }
}

std::string RowJson(const fleet::Outcome& row, bool was_there, size_t done, size_t of) {
  const auto text = [](std::string_view value) { return findings::JsonString(value); };
  return fmt::format(
      "{{\"repository\":{},\"revision\":{},\"commit\":{},\"status\":{},\"reason\":{},\"findings\":{"
      "},"
      "\"was_there\":{},\"done\":{},\"of\":{}}}\n",
      text(row.id), text(row.revision), text(row.commit), text(fleet::Name(row.status)),
      text(row.reason), row.findings, was_there, done, of);
}

/// Those that need somebody, then the sums, which add up to the list.
std::string Table(const std::vector<fleet::Outcome>& rows, size_t listed) {
  std::map<fleet::Status, size_t> counts;
  size_t widest = 10, shown = 0, hidden = 0;
  for (const fleet::Outcome& row : rows) {
    ++counts[row.status];
    if (row.status != fleet::Status::kClean) widest = std::max(widest, CountCodePoints(row.id));
  }
  widest = std::min<size_t>(widest, 60);
  std::string out;
  for (const fleet::Outcome& row : rows) {
    if (row.status == fleet::Status::kClean) continue;
    if (++shown > kTableRows) {
      ++hidden;
      continue;
    }
    const std::string what = row.status == fleet::Status::kFindings
                                 ? fmt::format("{} found", row.findings)
                                 : EscapeForTerminal(row.reason);
    out += fmt::format("{:<{}}  {:<13}  {}\n", EscapeForTerminal(row.id), widest,
                       fleet::Name(row.status), what);
  }
  if (hidden > 0) out += fmt::format("and {} more\n", hidden);
  if (!out.empty()) out += '\n';
  std::string sums;
  for (const auto& [status, count] : counts)
    sums += fmt::format("{}{} {}", sums.empty() ? "" : ", ", count, fleet::Name(status));
  if (listed > rows.size())
    sums += fmt::format("{}{} in other shards", sums.empty() ? "" : ", ", listed - rows.size());
  return out + fmt::format("{} listed: {}\n", listed, sums);
}

/// One line that is written over, as long as it lasts.
class Line {
 public:
  explicit Line(bool enabled) : enabled_(enabled) {}
  ~Line() { Clear(); }
  void Show(size_t done, size_t of, const std::string& id) {
    if (!enabled_) return;
    fmt::print(stderr, "\r\x1b[K{}/{} repositories  {}", done, of,
               EscapeForTerminal(id).substr(0, 50));
    std::fflush(stderr);
    shown_ = true;
  }
  void Clear() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
    shown_ = false;
  }

 private:
  const bool enabled_;
  bool shown_ = false;
};

int StatusOf(const fleet::FleetRun& run) {
  if (const int interrupted = InterruptStatus()) return interrupted;
  for (const fleet::Outcome& row : run.rows) {
    if (!fleet::IsFinal(row.status)) return kExitIncomplete;
  }
  return run.waiting.empty() ? kExitClean : kExitIncomplete;
}

void SayWaiting(const std::vector<std::string>& waiting) {
  if (waiting.empty()) return;
  std::string names;
  for (size_t i = 0; i < waiting.size() && i < kNamedWaiting; ++i)
    names += (i == 0 ? "" : ", ") + EscapeForTerminal(waiting[i]);
  if (waiting.size() > kNamedWaiting)
    names += fmt::format(" and {} more", waiting.size() - kNamedWaiting);
  Say(fmt::format("--shared waits for the first results of {}: run it again when they are there\n",
                  names));
}

}  // namespace

int RunFleet(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (options.results.empty() || invocation.words.size() != 1)
    return Complain(Fail("fleet takes one list, and --results DIR for a file for each repository",
                         "unsoap fleet list.csv --results results")
                        .value());
  WatchForInterrupt();
  fleet::FleetOptions run;
  Result<std::vector<fleet::Row>> rows = ReadList(invocation.words[0]);
  if (!rows) return Complain(rows.error());
  run.rows = std::move(*rows);
  Result<fleet::Shard> shard = fleet::ParseShard(
      options.shard, [](const char* name) -> const char* { return std::getenv(name); });
  if (!shard) return Complain(shard.error());
  run.shard = std::move(*shard);
  const Result<PackSet> packs = LoadPacks(options);
  if (!packs) return Complain(packs.error());
  Result<fleet::Identity> identity = IdentityOf(invocation, *packs);
  if (!identity) return Complain(identity.error());
  run.identity = std::move(*identity);
  run.results = options.results;
  run.limits = {options.memory_repo, options.timeout_repo};
  run.threads = DefaultJobs();
  run.jobs = options.jobs > 0 ? options.jobs : run.threads;
  run.scan = [&](const fleet::Work& work, const fleet::Store& store) {
    return ScanRowSafely(invocation, work, store);
  };
  run.shared = options.shared;
  run.prepare = [&] { LoadForAll(*packs); };
  const bool as_json = options.progress == "json";
  if (!run.shard.understood.empty() && !options.quiet) Say(run.shard.understood + "\n");
  Line line(options.progress == "always" ||
            (options.progress == "auto" && !options.quiet && IsTerminal(stderr)));
  run.on_row = [&](const fleet::Outcome& row, bool was_there, size_t done, size_t of) {
    if (as_json) Print(RowJson(row, was_there, done, of));
    line.Show(done, of, row.id);
  };
  const Result<fleet::FleetRun> done = fleet::RunFleet(run);
  line.Clear();
  if (!done) return Complain(done.error());
  SayWaiting(done->waiting);
  if (!as_json) return Print(Table(done->rows, run.rows.size()), StatusOf(*done));
  if (!options.quiet) Say(Table(done->rows, run.rows.size()));
  return StatusOf(*done);
}

}  // namespace unsoap::cli
