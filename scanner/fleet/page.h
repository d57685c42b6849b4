// The page: one answer over many repositories as one HTML file that needs nothing else.
//
// What it is: Merged as tables and one picture, in the style of a scan's own page, without a
// script. Its size depends on the list. What it is not: a list of findings; findings.jsonl and the
// page of a single repository are. Pure.
#pragma once

#include "reporters/reporter.h"
#include "scanner/fleet/merge.h"

namespace unsoap::fleet {

void WritePage(const Merged& merged, const reporters::Sink& sink);

}  // namespace unsoap::fleet
