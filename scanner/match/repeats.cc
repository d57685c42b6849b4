// Repeats of one use on one line: the first thousand, and how many more.
#include "scanner/match/repeats.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <tuple>

namespace unsoap::match {
namespace {

constexpr size_t kMostOnLine = 1000;

struct Listed {
  size_t count = 0;  // of the line, whatever is listed
  size_t last = 0;   // place of the last that is listed, among the findings that stay
};

}  // namespace

void FoldRepeats(std::vector<findings::Finding>* findings,
                 std::vector<findings::Diagnostic>* diagnostics) {
  using Same =
      std::tuple<std::string, findings::Kind, findings::Confidence, std::string, std::string>;
  size_t kept = 0;
  for (size_t first = 0, end = 0; first < findings->size(); first = end) {
    const findings::Location place = (*findings)[first].location;
    while (end < findings->size() && (*findings)[end].location.path == place.path &&
           (*findings)[end].location.start_line == place.start_line)
      ++end;
    const bool is_crowd = end - first > kMostOnLine;
    std::map<Same, Listed> listed;
    for (size_t i = first; i < end; ++i) {
      findings::Finding& f = (*findings)[i];
      if (is_crowd) {
        Listed& same = listed[{f.rule_id, f.kind, f.confidence, f.enclosing, f.family}];
        if (++same.count > kMostOnLine) continue;
        same.last = kept;
      }
      if (kept != i) (*findings)[kept] = std::move(f);
      ++kept;
    }
    for (const auto& [key, same] : listed) {
      if (same.count <= kMostOnLine) continue;
      findings::Finding& last = (*findings)[same.last];
      const std::string more = fmt::format("{}", same.count - kMostOnLine);
      last.properties["repeats"] = more;
      last.notes.push_back(
          fmt::format("{} more on this line say the same and are not listed one by one.", more));
      diagnostics->push_back(
          {findings::Level::kNote, last.location.path, last.location.start_line,
           fmt::format("{} uses that say the same stand on this line; the first {} are listed",
                       same.count, kMostOnLine),
           ""});
    }
  }
  findings->resize(kept);
}

}  // namespace unsoap::match
