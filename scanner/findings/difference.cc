// Two reports, group by group of equal findings.
#include "scanner/findings/difference.h"

#include <algorithm>
#include <map>

namespace unsoap::findings {

Difference Compare(const Report& before, const Report& now) {
  std::map<std::string, std::vector<const Finding*>> then;
  for (const Finding& finding : before.findings) then[finding.family].push_back(&finding);
  Difference out;
  for (const Finding& finding : now.findings) {
    std::vector<const Finding*>& group = then[finding.family];
    // Prefer the one that stands where this one stands, then one in the same file.
    auto match = std::find_if(group.begin(), group.end(), [&](const Finding* f) {
      return f->location.path == finding.location.path &&
             f->location.start_line == finding.location.start_line;
    });
    if (match == group.end()) {
      match = std::find_if(group.begin(), group.end(), [&](const Finding* f) {
        return f->location.path == finding.location.path;
      });
    }
    if (match == group.end()) match = group.begin();
    if (match == group.end()) {
      out.fresh.push_back(&finding);
      continue;
    }
    if ((*match)->location.path == finding.location.path) {
      ++out.unchanged;
    } else {
      out.moved.emplace_back(&finding, *match);
    }
    group.erase(match);
  }
  for (const Finding& finding : before.findings) {
    const std::vector<const Finding*>& left = then[finding.family];
    if (std::find(left.begin(), left.end(), &finding) != left.end()) out.fixed.push_back(&finding);
  }
  return out;
}

Progress ProgressSince(const Report& before, const Report& now) {
  const Difference difference = Compare(before, now);
  Progress out;
  out.as_of = before.as_of;
  out.before = static_cast<int>(before.findings.size());
  out.now = static_cast<int>(now.findings.size());
  out.fixed = static_cast<int>(difference.fixed.size());
  out.fresh = static_cast<int>(difference.fresh.size());
  for (const Finding& finding : before.findings) out.minutes_before += finding.effort_minutes;
  for (const Finding* finding : difference.fixed) out.minutes_fixed += finding->effort_minutes;
  return out;
}

}  // namespace unsoap::findings
