// SIGINT and SIGTERM: the first asks the scan to stop and write what it has, the second ends the
// process at once.
#pragma once

#include <atomic>

namespace unsoap::cli {

/// Installs the handlers; the flag becomes true on the first signal. Call once, before threads
/// start.
const std::atomic<bool>* WatchForInterrupt();
/// 130 or 143 after a signal, else 0.
int InterruptStatus();

}  // namespace unsoap::cli
