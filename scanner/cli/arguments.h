// Arguments: words of the command line and the environment -> which command, which paths, which
// values for which flags.
//
// What it is: syntax, and the order in which the three sources of a value win (command line,
// environment, configuration file). What it is not: the meaning of a value (flags.h) or of a
// command (commands.h). Pure: the environment is passed in.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/flags.h"

namespace unsoap::cli {

/// A value for a flag, and how to name where it came from ("--fail-on", "UNSOAP_FAIL_ON",
/// "fail-on").
struct Assignment {
  const Flag* flag = nullptr;
  std::string value;
  std::string origin;
  std::string path;  // configuration file; empty otherwise
  int line = 0, column = 0;
  std::string source;  // that line of it
};

struct Arguments {
  std::string command = "scan";  // also when none was named
  bool is_command_named = false;
  std::vector<std::string> words;  // paths or operands, in order
  std::vector<Assignment> flags;
};

/// `args` without the program's name. The first word that is no flag is the command if it is one of
/// `commands`; else it is a path for `scan`. After "--" everything is an operand.
Result<Arguments> ParseArguments(const std::vector<std::string>& args,
                                 const std::vector<std::string>& commands);

/// Values of UNSOAP_<FLAG> among the environment's "NAME=VALUE". Lists are separated by commas; an
/// empty variable is none. Fails if a variable with our prefix belongs to no flag: a setting that
/// is misspelled would count for nothing in silence.
Result<std::vector<Assignment>> ParseEnvironment(const std::vector<std::string>& environment);

/// What of all sources counts, weakest first: the last source wins, flags that add up are joined.
std::vector<Assignment> Effective(const std::vector<std::vector<Assignment>>& sources);

/// Options from all sources: what counts of them, set.
Result<Options> Combine(const std::vector<std::vector<Assignment>>& sources);

/// Fails if a flag on the command line does not belong to the command (`set` is its CommandSet
/// bit).
Result<void> CheckApplicable(const Arguments& arguments, uint32_t set);

}  // namespace unsoap::cli
