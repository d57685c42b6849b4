// files: what a scan would read, and with --why the decision for every path.
#include <fmt/core.h>

#include <algorithm>

#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/run_scan.h"
#include "scanner/collect/archive_file.h"
#include "scanner/facts/archive.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/walk/member_selection.h"

namespace unsoap::cli {
namespace {

/// What of a needle's kind is said to a reader; the lower the number, the more it says.
std::pair<int, std::string_view> Weight(prefilter::Needle kind) {
  switch (kind) {
    case prefilter::Needle::kStrong:
      return {0, "names the service"};
    case prefilter::Needle::kLearned:
      return {1, "a package or a telling name"};
    case prefilter::Needle::kPart:
      return {2, "names the service beside its word"};
    case prefilter::Needle::kWeak:
      return {3, "may name the service"};
    case prefilter::Needle::kOperation:
      return {4, "the name of an operation or of one of its types"};
    case prefilter::Needle::kEveryday:
      return {5, "an operation's name beside a toolkit's word"};
    case prefilter::Needle::kToolkit:
      return {6, "a word of a toolkit"};
    case prefilter::Needle::kEncoded:
      return {7, "names the service in base64 or by numbers"};
  }
  return {8, ""};
}

/// Why the prefilter handed a file on: the word that says most, and where it stands first.
std::string WhyHandedOn(const prefilter::Prefilter& prefilter,
                        const std::vector<prefilter::Prefilter::NeedleText>& needles,
                        const facts::FileFacts& facts) {
  const prefilter::Prefilter::Match* best = nullptr;
  const std::vector<prefilter::Prefilter::Match> all = prefilter.FindAll(facts.source.text());
  for (const prefilter::Prefilter::Match& match : all) {
    if (best == nullptr || Weight(needles[match.needle].kind) < Weight(needles[best->needle].kind))
      best = &match;
  }
  if (best == nullptr) return "calls what other files define";
  const prefilter::Prefilter::NeedleText& needle = needles[best->needle];
  return fmt::format("line {}: '{}', {}", facts.source.At(static_cast<uint32_t>(best->offset)).line,
                     needle.text, Weight(needle.kind).second);
}

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string LeftOut(const std::string& detail) {
  return fmt::format("{}: {}", walk::Name(walk::SkipReason::kExcluded), detail);
}

/// What stands in an archive, member by member; nothing if the file is none.
void AddMembers(const walk::FoundFile& file, const walk::WalkOptions& walk, int depth, Rows* rows) {
  std::string bytes;
  // What cannot be read says so in a scan; here only names count.
  if (depth <= 0 || !ReadBytesInto(file.absolute, bytes) ||
      !collect::ArchiveFile::MayBe(file.path, bytes))
    return;
  facts::ArchiveLimits limits;
  limits.max_depth = depth;
  const walk::MemberSelection selection(walk.include, walk.exclude);
  facts::WalkArchive(file.path, bytes, limits, [&](const facts::ArchiveMember& member) {
    const std::string why_not = selection.WhyNot(member.path);
    rows->emplace_back(member.path, why_not.empty() ? "read" : LeftOut(why_not));
  });
}

}  // namespace

int RunFiles(const Invocation& invocation) {
  if (invocation.options.hits) {
    // What the prefilter hands on is known only after it ran.
    Result<FinishedScan> finished = RunPipeline(invocation, /*keep_facts=*/true);
    if (!finished) return Complain(finished.error());
    const std::vector<prefilter::Prefilter::NeedleText> needles =
        prefilter::NeedlesOf(finished->packs.all);
    const prefilter::Prefilter prefilter(needles);
    std::string out;
    for (const facts::FileFacts& facts : finished->outcome.facts) {
      out += EscapeForTerminal(facts.path);
      if (invocation.options.why)
        out += "\t" + EscapeForTerminal(WhyHandedOn(prefilter, needles, facts));
      out += "\n";
    }
    return Print(out);
  }
  walk::WalkOptions walk = MakeWalkOptions(invocation);
  walk.record_ignored = invocation.options.why;
  Result<walk::WalkResult> result = walk::Walk(walk);
  if (!result) return Complain(result.error());
  if (!invocation.options.why) {
    std::string out;
    for (const walk::FoundFile& file : result->files) out += EscapeForTerminal(file.path) + "\n";
    return Print(out);
  }
  // One list in the order of the paths: each path with its decision.
  Rows rows;
  for (const walk::FoundFile& file : result->files) {
    rows.push_back({file.path, "read"});
    AddMembers(file, walk, invocation.options.archives, &rows);
  }
  for (const walk::Skipped& skipped : result->skipped) {
    std::string why(walk::Name(skipped.reason));
    if (!skipped.detail.empty()) why += ": " + skipped.detail;
    rows.push_back({skipped.path + (skipped.is_directory ? "/" : ""), std::move(why)});
  }
  std::sort(rows.begin(), rows.end());
  std::string out;
  for (const auto& row : rows)
    out += fmt::format("{}\t{}\n", EscapeForTerminal(row.first), EscapeForTerminal(row.second));
  return Print(out);
}

}  // namespace unsoap::cli
