// Guard: what this process may use while it reads somebody else's code.
//
// libclang opens whatever an #include or a module map names. The guard stands between it and the
// system: open() and its relatives are defined in this program, so that the dynamic linker hands
// them to libclang too, and they refuse every file outside the allowed directories (after links are
// resolved) and everything that is no regular file. Memory, processor time, processes and core
// dumps are limited by the system. What it is not: a sandbox against code that already runs in
// here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unsoap {

/// Limits for the life of the process. Call before anything is read.
void LimitProcess(int64_t memory_bytes);

/// From now on `seconds` of processor time are left; when they are used up, the process is killed.
void AllowSeconds(int seconds);

/// From now on only regular files below these directories (and whatever is open already) can be
/// opened, for reading.
void AllowDirectories(const std::vector<std::string>& directories);

}  // namespace unsoap
