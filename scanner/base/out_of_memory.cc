// Last words: nothing here allocates.
#include "scanner/base/out_of_memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <new>

namespace unsoap {
namespace {

constexpr char kMessage[] =
    "unsoap: out of memory\n"
    "hint: scan with fewer threads (--jobs 1) or a lower --max-memory, or leave out what is large "
    "(--exclude)\n";

alignas(16) char handler_stack[32 << 10];
const char* stack_begin = nullptr;  // of the first thread, about

void OnTerminate() {
  if (const std::exception_ptr current = std::current_exception()) {
    try {
      std::rethrow_exception(current);
    } catch (const std::bad_alloc&) {
      OutOfMemory();
    } catch (...) {
    }
  }
  std::signal(SIGABRT, SIG_DFL);
  std::abort();
}

/// A fault below the stack of the first thread and inside what it may grow to: the system gave it
/// no page. Any other fault is a bug and ends the process as one.
void OnFault(int signal, siginfo_t* info, void*) {
  rlimit limit{};
  const auto at = reinterpret_cast<uintptr_t>(info->si_addr);
  const auto begin = reinterpret_cast<uintptr_t>(stack_begin);
  const bool bounded = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  const uintptr_t size = bounded ? limit.rlim_cur : uintptr_t{64} << 20;
  if (at < begin && begin - at < size - size / 8) OutOfMemory();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void OutOfMemory() {
  // Nothing is to be done if it cannot be written.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  _exit(kOutOfMemoryStatus);
}

void WatchMemory() {
  stack_begin = static_cast<const char*>(__builtin_frame_address(0));
  std::set_terminate(OnTerminate);
  stack_t stack{};
  stack.ss_sp = handler_stack;
  stack.ss_size = sizeof handler_stack;
  if (sigaltstack(&stack, nullptr) != 0) return;
  struct sigaction action {};
  action.sa_sigaction = OnFault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigaction(SIGSEGV, &action, nullptr);
}

}  // namespace unsoap
