// Saved results: what convert, diff and plan read back.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/findings/report.h"

namespace unsoap::cli {

/// Reads a file that `--format json` wrote. The error says how to make one.
Result<findings::Report> LoadReport(const std::string& path);

}  // namespace unsoap::cli
