// Exit statuses: the contract with the shell and with CI. docs/flags.md, "Exit status", says the
// same for users.
#pragma once

#include "scanner/base/out_of_memory.h"
#include "scanner/base/result.h"

namespace unsoap::cli {

inline constexpr int kExitClean = 0;     // finished; nothing reached the gate
inline constexpr int kExitFindings = 1;  // finished; findings at or above --fail-on
inline constexpr int kExitUsage = 2;     // flag, path, configuration or rules: nothing was scanned
inline constexpr int kExitIncomplete = 3;  // finished, not everything was read, and --strict
inline constexpr int kExitOutput = 4;      // a report could not be written
inline constexpr int kExitInternal = 70;   // a bug of ours
inline constexpr int kExitMemory = kOutOfMemoryStatus;  // 71; no report is written
inline constexpr int kExitInterrupted = 130;            // SIGINT; partial results are written
inline constexpr int kExitTerminated = 143;             // SIGTERM; the same

inline int ExitCode(const Error& error) {
  return error.kind == ErrorKind::kOutput ? kExitOutput : kExitUsage;
}

}  // namespace unsoap::cli
