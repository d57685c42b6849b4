// SIGINT and SIGTERM: the first asks the scan to stop and write what it has, the second ends the
// process at once.
#pragma once

namespace unsoap::cli {

/// Installs the handlers: the first signal sets the wish to end (base/budget.h). Call once, before
/// threads start.
void WatchForInterrupt();
/// 130 or 143 after a signal, else 0.
int InterruptStatus();

}  // namespace unsoap::cli
