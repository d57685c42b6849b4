// The command line: which command, which options, which exit status.
//
// What it is: the only place that reads the environment, prints to stderr and decides exit
// statuses. What it is not: the scan itself (scanner/scan.h).
#pragma once

namespace unsoap::cli {

/// Runs one command; never throws. Returns the process's exit status (docs/flags.md, "Exit
/// status").
int Main(int argc, char** argv);

}  // namespace unsoap::cli
