// Difference: what became of the findings of an older report.
//
// What it is: a pure function of two reports; equal findings are compared as groups by their family
// (fingerprint.h), because which of three equal ones went away cannot be known, how many can; one
// that stands where it stood is preferred. What it is not: a judgement or a text; reporters/diff.h
// writes it. Both reports outlive it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scanner/findings/report.h"

namespace unsoap::findings {

struct Difference {
  std::vector<const Finding*> fresh;                             // in the order of the new report
  std::vector<const Finding*> fixed;                             // in the order of the old one
  std::vector<std::pair<const Finding*, const Finding*>> moved;  // now, and in the file it was in
  int unchanged = 0;
};
Difference Compare(const Report& before, const Report& now);

/// How far a migration has come since an older report.
struct Progress {
  std::string as_of;  // of the older report
  int before = 0;     // findings then
  int fixed = 0, fresh = 0;
  int now = 0;                                // findings of the newer report
  int minutes_before = 0, minutes_fixed = 0;  // estimated effort
};
Progress ProgressSince(const Report& before, const Report& now);

}  // namespace unsoap::findings
