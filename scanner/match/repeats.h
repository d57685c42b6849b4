// Repeats: one line that holds the same use thousands of times is not thousands of things to
// migrate.
//
// The first kMostOnLine findings of a line that say the same (rule, kind, confidence, function and
// family) stay; the rest are counted in the last of these (a note and the property "repeats") and
// told in a diagnostic, so that nothing goes unsaid. Generated and minified code has such lines;
// without a bound one of them fills a report of any size. Pure.
#pragma once

#include <vector>

#include "scanner/findings/report.h"

namespace unsoap::match {

/// Sorted findings with their families go in; their order stays.
void FoldRepeats(std::vector<findings::Finding>* findings,
                 std::vector<findings::Diagnostic>* diagnostics);

}  // namespace unsoap::match
