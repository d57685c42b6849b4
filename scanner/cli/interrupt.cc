#include "scanner/cli/interrupt.h"

#include <csignal>

#include "scanner/base/budget.h"
#include "scanner/cli/exit_codes.h"

namespace unsoap::cli {
namespace {

std::atomic<bool> interrupted{false};
std::atomic<int> status{0};

// Only what is safe in a handler: lock-free stores. The next signal has its default effect again.
void OnSignal(int signal) {
  status.store(signal == SIGTERM ? kExitTerminated : kExitInterrupted);
  interrupted.store(true);
  SetInterrupted(true);
  std::signal(signal, SIG_DFL);
}

}  // namespace

const std::atomic<bool>* WatchForInterrupt() {
  static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);
  std::signal(SIGINT, OnSignal);
  std::signal(SIGTERM, OnSignal);
  return &interrupted;
}

int InterruptStatus() { return status.load(); }

}  // namespace unsoap::cli
