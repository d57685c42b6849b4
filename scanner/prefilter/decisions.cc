#include "scanner/prefilter/decisions.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

#include "scanner/base/parallel.h"
#include "scanner/base/read_bytes.h"

namespace unsoap::prefilter {
namespace {

std::string_view KindName(Needle kind) {
  switch (kind) {
    case Needle::kStrong:
      return "strong";
    case Needle::kPart:
      return "part";
    case Needle::kWeak:
      return "weak";
    case Needle::kOperation:
      return "operation";
    case Needle::kEveryday:
      return "everyday";
    case Needle::kToolkit:
      return "toolkit";
    case Needle::kLearned:
      return "name";
    case Needle::kEncoded:
      return "encoded";
  }
  return "";
}

/// The first match of each needle, with its line.
std::vector<PathDecision::Hit> FirstHits(const Prefilter& prefilter,
                                         const std::vector<Prefilter::NeedleText>& needles,
                                         std::string_view bytes) {
  std::vector<PathDecision::Hit> hits;
  std::vector<bool> seen(needles.size());
  int line = 1;
  size_t counted = 0;
  for (const Prefilter::Match& match : prefilter.FindAll(bytes)) {
    line += static_cast<int>(std::count(bytes.begin() + static_cast<std::ptrdiff_t>(counted),
                                        bytes.begin() + static_cast<std::ptrdiff_t>(match.offset),
                                        '\n'));
    counted = match.offset;
    if (seen[match.needle]) continue;
    seen[match.needle] = true;
    hits.push_back({match.offset, line, needles[match.needle].text, needles[match.needle].kind});
  }
  return hits;
}

void Explain(PathDecision& decision) {
  // The strongest reason is enough; `hits` has the rest.
  const auto best = std::ranges::max_element(decision.hits, {}, [](const PathDecision::Hit& hit) {
    return hit.kind == Needle::kStrong      ? 5
           : hit.kind == Needle::kLearned   ? 4
           : hit.kind == Needle::kPart      ? 3
           : hit.kind == Needle::kWeak      ? 2
           : hit.kind == Needle::kOperation ? 1
                                            : 0;
  });
  if (best != decision.hits.end())
    decision.why = std::string(KindName(best->kind)) + ": " + best->needle;
}

}  // namespace

std::string_view Name(PathDecision::What what) {
  switch (what) {
    case PathDecision::What::kSkipped:
      return "skipped";
    case PathDecision::What::kUnreadable:
      return "unreadable";
    case PathDecision::What::kDropped:
      return "dropped";
    case PathDecision::What::kDeferred:
      return "deferred";
    case PathDecision::What::kCandidate:
      return "candidate";
    case PathDecision::What::kFound:
      return "found";
  }
  return "";
}

std::vector<PathDecision> DecidePaths(const walk::WalkResult& walk) {
  std::vector<PathDecision> decisions;
  for (const walk::FoundFile& file : walk.files) {
    decisions.push_back({file.path, PathDecision::What::kFound, "", false, {}});
  }
  for (const walk::Skipped& skipped : walk.skipped) {
    std::string why(walk::Name(skipped.reason));
    if (!skipped.detail.empty()) why += " " + skipped.detail;
    decisions.push_back(
        {skipped.path, PathDecision::What::kSkipped, std::move(why), skipped.is_directory, {}});
  }
  std::ranges::stable_sort(decisions, {}, &PathDecision::path);
  return decisions;
}

std::vector<PathDecision> DecidePaths(const walk::WalkResult& walk,
                                      const std::vector<Prefilter::NeedleText>& needles, int jobs) {
  const Prefilter prefilter(needles);
  std::vector<PathDecision> read(walk.files.size());
  std::atomic<bool> anchored{false};
  const int readers = ReaderJobs(jobs);
  std::vector<std::string> buffers(static_cast<size_t>(readers));
  ParallelFor(
      walk.files.size(), readers,
      [&](size_t i, int worker) {
        PathDecision& decision = read[i];
        decision.path = walk.files[i].path;
        std::string& bytes = buffers[static_cast<size_t>(worker)];
        const Result<void> done = ReadBytesInto(walk.files[i].absolute, bytes);
        if (!done) {
          decision.what = PathDecision::What::kUnreadable;
          decision.why = done.error().message;
          return;
        }
        const Hits hits = prefilter.Classify(bytes);
        decision.what = hits.Candidate()  ? PathDecision::What::kCandidate
                        : hits.Deferred() ? PathDecision::What::kDeferred
                                          : PathDecision::What::kDropped;
        if (hits.Nothing()) return;
        if (hits.strong) anchored = true;
        decision.hits = FirstHits(prefilter, needles, bytes);
        Explain(decision);
      },
      16);
  for (PathDecision& decision : read) {
    // One strong anchor anywhere admits the files that only hint.
    if (anchored && decision.what == PathDecision::What::kDeferred)
      decision.what = PathDecision::What::kCandidate;
  }
  walk::WalkResult rest;
  rest.skipped = walk.skipped;
  std::vector<PathDecision> decisions = DecidePaths(rest);
  std::ranges::move(read, std::back_inserter(decisions));
  std::ranges::stable_sort(decisions, {}, &PathDecision::path);
  return decisions;
}

}  // namespace unsoap::prefilter
