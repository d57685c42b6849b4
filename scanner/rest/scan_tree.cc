#include "scanner/rest/scan_tree.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/budget.h"
#include "scanner/base/parallel.h"
#include "scanner/base/read_bytes.h"
#include "scanner/facts/binary.h"
#include "scanner/findings/own_report.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/rest/rest_check.h"

namespace unsoap::rest {
namespace {

void AddNotes(const facts::FileFacts& file, const std::vector<const rules::Pack*>& packs,
              std::vector<findings::RestNote>* notes) {
  for (RestUse& use : FindRestUses(file, packs, false)) {
    const Position begin = file.source.At(use.span.begin), end = file.source.At(use.span.end);
    for (Problem& problem : use.problems) {
      findings::RestNote note;
      note.location = {file.path,  begin.line,         begin.column,    end.line,
                       end.column, begin.column_utf16, end.column_utf16};
      note.rule = std::move(problem.rule), note.since = std::move(problem.since);
      note.text = std::move(problem.text), note.source = std::move(problem.source);
      note.request = use.path, note.endpoints = use.endpoints;
      notes->push_back(std::move(note));
    }
  }
}

}  // namespace

Result<std::vector<findings::RestNote>> NotesOf(const walk::WalkOptions& walk,
                                                const facts::ReadLimits& limits,
                                                const std::vector<const rules::Pack*>& packs) {
  Result<walk::WalkResult> walked = walk::Walk(walk);
  if (!walked) return Fail(walked.error());
  std::vector<prefilter::Prefilter::NeedleText> needles;
  for (const std::string& begin : BeginsOf(packs))
    needles.push_back({begin, prefilter::Needle::kLearned, false});
  std::vector<findings::RestNote> out;
  if (needles.empty()) return out;
  const prefilter::Prefilter any(std::move(needles));
  std::vector<std::string> ids;
  for (const rules::Pack* pack : packs) ids.push_back(pack->id);
  std::vector<std::vector<findings::RestNote>> of_file(walked->files.size());
  ParallelFor(
      walked->files.size(), walk.jobs,
      [&](size_t i, int) {
        const walk::FoundFile& file = walked->files[i];
        if (Interrupted()) return;
        const Result<std::string> bytes = ReadBytes(file.absolute);
        if (!bytes || facts::IsBinary(*bytes) || !any.Classify(*bytes).learned ||
            !findings::OwnReportFormat(file.path, *bytes, ids).empty())
          return;
        const facts::FileFacts read = facts::ReadFile(file.path, *bytes, limits);
        const Budget budget(limits.StepsOfFile());
        ForOneFile("looking for requests in it", [&] { AddNotes(read, packs, &of_file[i]); });
      },
      16);
  for (std::vector<findings::RestNote>& notes : of_file)
    std::move(notes.begin(), notes.end(), std::back_inserter(out));
  return out;
}

}  // namespace unsoap::rest
