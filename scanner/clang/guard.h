// Guard: what this process may use while it reads somebody else's code.
//
// libclang opens whatever an #include or a module map names. The guard stands between it and the
// system: open() and its relatives are defined in this program, so that the dynamic linker hands
// them to libclang too, and they refuse every file outside the allowed directories (after links are
// resolved) and everything that is no regular file. So are malloc() and its relatives (ledger.cc),
// which count: a process that has more in use or has asked for more than it may ends itself with a
// status that says so. That depends on the input alone, neither on the machine nor on what runs
// beside it. What it is not: a sandbox against code that already runs in here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/sanitizers.h"

namespace unsoap::clang {

/// Limits for the life of the process and its children. Call before anything is read. `memory`:
/// what one of them may use at once, as counted by the ledger; the system's own limit is far above.
void LimitProcess(int64_t memory);

/// From now on `seconds` of processor time are left; when they are used up, the process is killed.
/// 0: no limit any more.
void AllowSeconds(int seconds);

/// From now on only regular files below these directories (and whatever is open already) can be
/// opened, for reading.
void AllowDirectories(const std::vector<std::string>& directories);

/// From now on these many bytes can be in use more than now, and `work` bytes can be allocated in
/// all; 0: any number. Beyond them the process exits with one of these statuses. Not counted in
/// builds with a sanitizer, which has an allocator of its own.
void AllowMemory(int64_t memory, int64_t work);
inline constexpr int kOutOfMemory = 40, kOutOfWork = 41;

}  // namespace unsoap::clang
