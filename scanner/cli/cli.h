// The command line: which command, which options, which exit status.
//
// What it is: the only place that reads the environment, prints to stderr and decides exit
// statuses. What it is not: the scan itself (scanner/scan.h).
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/commands.h"

namespace unsoap::cli {

/// What a command line means, from all sources of options, without running it.
Result<Invocation> MakeInvocation(const std::string& program, const std::vector<std::string>& args);

/// Runs one command; never throws. Returns the process's exit status (docs/flags.md, "Exit
/// status").
int Main(int argc, char** argv);

}  // namespace unsoap::cli
