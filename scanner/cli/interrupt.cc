#include "scanner/cli/interrupt.h"

#include <atomic>
#include <csignal>

#include "scanner/base/budget.h"
#include "scanner/cli/exit_codes.h"

namespace unsoap::cli {
namespace {

std::atomic<int> status{0};

// Only what is safe in a handler: lock-free stores. The next signal has its default effect again.
void OnSignal(int signal) {
  status.store(signal == SIGTERM ? kExitTerminated : kExitInterrupted);
  SetInterrupted(true);
  std::signal(signal, SIG_DFL);
}

}  // namespace

void WatchForInterrupt() {
  static_assert(std::atomic<int>::is_always_lock_free);
  std::signal(SIGINT, OnSignal);
  std::signal(SIGTERM, OnSignal);
}

int InterruptStatus() { return status.load(); }

}  // namespace unsoap::cli
