// ScanTree: the notes about REST requests of a whole tree.
//
// What it is: a walk of its own over the files that a scan reads; those that hold the begin of a
// path are read to facts and checked (rest_check.h). What it is not: a part of the scan: no finding
// changes, and files inside archives are not looked at. Failure: an Error where nothing can be
// walked; a file that cannot be read is the scan's to name. Deterministic for any number of
// threads.
#pragma once

#include <vector>

#include "scanner/base/result.h"
#include "scanner/facts/read.h"
#include "scanner/findings/report.h"
#include "scanner/rules/pack.h"
#include "scanner/walk/walk.h"

namespace unsoap::rest {

/// By place. Secrets are not yet taken out.
Result<std::vector<findings::RestNote>> NotesOf(const walk::WalkOptions& walk,
                                                const facts::ReadLimits& limits,
                                                const std::vector<const rules::Pack*>& packs);

}  // namespace unsoap::rest
