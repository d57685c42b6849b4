// Config: .unsoap.yml, found by walking up from what is scanned to the root of its repository.
//
// What it is: a map whose keys are the long names of flags, with their values, and the project's
// own names (own_names.h). What it is not: a second vocabulary; any other key is an error with its
// line, column and "did you mean". docs/schema/config.schema.json says the same to editors.
//
// The nearest file belongs to the tree that is scanned, and that may be hostile: it names no file
// to write, none to read but below its own folder, and lifts limits only so far; what it says
// beyond that is an Error. It is read only if it is a regular file in that folder, not through a
// link. The file that --config names is the user's and may say all that flags can.
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/arguments.h"
#include "scanner/cli/own_names.h"

namespace unsoap::cli {

struct Config {
  std::string path;  // empty: none was found or wanted
  std::vector<Assignment> values;
  OwnNames own;
};

/// The file that --config names, or the nearest one at or above `start`; none with --no-config.
Result<Config> LoadConfig(const Options& options, const std::string& start);

/// The nearest .unsoap.yml (or .unsoap.yaml) from the directory of `start` up to the one that holds
/// .git; empty if none.
std::string FindConfig(const std::string& start);

/// `path` is for messages. `own` gets the keys that are none of a flag; null: they are only
/// checked.
Result<std::vector<Assignment>> ParseConfig(const std::string& path, const std::string& bytes,
                                            OwnNames* own = nullptr);

/// Whether the tree's own configuration, which stands in `folder`, may say so much. Values that
/// name what is read are made to mean a path below `folder`.
Result<void> RestrictToTree(const std::string& folder, std::vector<Assignment>& values);

}  // namespace unsoap::cli
