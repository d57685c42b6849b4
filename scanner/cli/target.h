// Target: format and place of the commands whose output is no report (cards, lists, the plan).
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/flags.h"

namespace unsoap::cli {

struct Target {
  std::string format;
  std::string file;  // empty: standard output
};

/// From --format and -o. The first of `formats` is the default; a file's extension tells the format
/// when none was named.
Result<Target> TargetOf(const Options& options, const std::vector<std::string>& formats);

/// Writes it whole or not at all; an exit status.
int Deliver(const Target& target, const std::string& text);

}  // namespace unsoap::cli
