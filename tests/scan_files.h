// Scan files given as text: what tests of the whole pipeline share.
//
// The files stand in a directory of their own, so that they see neither their neighbours nor the
// ignore rules of this repository; it is deleted again. The day is
// fixed, and no file is given up for its time.
#pragma once

#include <map>
#include <string>

#include "scanner/findings/report.h"

namespace unsoap {

/// The report on `files` (path to text); fails the running test if the scan cannot be done.
findings::Report ScanTexts(const std::map<std::string, std::string>& files, int jobs = 1);

}  // namespace unsoap
