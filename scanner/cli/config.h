// Config: .unsoap.yml, found by walking up from what is scanned to the root of its repository.
//
// What it is: a map whose keys are the long names of flags, with their values. What it is not: a
// second vocabulary; a key that is no flag is an error with its line, column and "did you mean".
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/arguments.h"

namespace unsoap {

struct Config {
  std::string path;  // empty: none was found or wanted
  std::vector<Assignment> values;
};

/// The file that --config names, or the nearest one at or above `start`; none with --no-config.
Result<Config> LoadConfig(const Options& options, const std::string& start);

/// The nearest .unsoap.yml (or .unsoap.yaml) from the directory of `start` up to the one that holds
/// .git; empty if none.
std::string FindConfig(const std::string& start);

/// `path` is for messages.
Result<std::vector<Assignment>> ParseConfig(const std::string& path, const std::string& bytes);

}  // namespace unsoap
