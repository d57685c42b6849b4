// fork, limits, and waiting by the pipe that ends with its child.
#include "scanner/fleet/children.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "scanner/base/sanitizers.h"

namespace unsoap::fleet {
namespace {

constexpr size_t kMostSaid = 16 << 10;

void Limit(int what, int64_t value) {
  rlimit limit{};
  if (getrlimit(static_cast<__rlimit_resource_t>(what), &limit) != 0) return;
  limit.rlim_cur = static_cast<rlim_t>(value);
  if (limit.rlim_max == RLIM_INFINITY || limit.rlim_cur < limit.rlim_max)
    limit.rlim_max = limit.rlim_cur;
  setrlimit(static_cast<__rlimit_resource_t>(what), &limit);
}

[[noreturn]] void BeChild(pid_t parent, int said, const Limits& limits,
                          const std::function<int()>& body) {
  setpgid(0, 0);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it ended before that
#else
  (void)parent;
#endif
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(nothing, STDIN_FILENO);
  dup2(nothing, STDOUT_FILENO);
  dup2(said, STDERR_FILENO);
  Limit(RLIMIT_CORE, 0);
#if !defined(UNSOAP_SANITIZER_ALLOCATES)  // its shadow memory is larger than any limit
  if (limits.memory > 0) Limit(RLIMIT_AS, limits.memory);
#else
  static_cast<void>(limits);
#endif
  const int status = body();
  std::fflush(stderr);
  _exit(status);  // what this process would do at its end is its parent's
}

}  // namespace

bool Children::Start(size_t work, const Limits& limits, const std::function<int()>& body) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) BeChild(parent, ends[1], limits, body);
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return false;
  }
  setpgid(pid, pid);  // whoever comes first
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  const auto time =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limits.seconds));
  running_.push_back({work, pid, ends[0],
                      limits.seconds > 0 ? Clock::now() + time : Clock::time_point::max(), false,
                      true, ""});
  return true;
}

void Children::Listen(Child& child) {
  char buffer[4096];
  for (;;) {
    const ssize_t count = read(child.said, buffer, sizeof buffer);
    if (count > 0) {
      const size_t space = kMostSaid - std::min(kMostSaid, child.text.size());
      child.text.append(buffer, std::min(space, static_cast<size_t>(count)));
    } else if (count == 0) {
      child.is_open = false;
      return;
    } else if (errno != EINTR) {
      if (errno != EAGAIN) child.is_open = false;
      return;
    }
  }
}

std::vector<Children::Ended> Children::Wait(int milliseconds) {
  std::vector<pollfd> waiting;
  const Clock::time_point now = Clock::now();
  for (const Child& child : running_) {
    waiting.push_back({child.is_open ? child.said : -1, POLLIN, 0});
    if (child.deadline != Clock::time_point::max() && !child.is_late) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(child.deadline - now).count() + 1;
      milliseconds = static_cast<int>(std::clamp<int64_t>(left, 0, milliseconds));
    }
    // It said its last word and is on its way out.
    if (!child.is_open) milliseconds = std::min(milliseconds, 5);
  }
  poll(waiting.data(), waiting.size(), milliseconds);
  std::vector<Ended> out;
  for (Child& child : running_) {
    if (child.is_open) Listen(child);
    if (!child.is_late && Clock::now() >= child.deadline) {
      child.is_late = true;
      kill(-child.pid, SIGKILL);
    }
    int status = 0;
    if (waitpid(child.pid, &status, WNOHANG) != child.pid) continue;
    kill(-child.pid, SIGKILL);  // what it started
    if (child.is_open) Listen(child);
    close(child.said);
    Ended ended;
    ended.work = child.work;
    ended.said = std::move(child.text);
    const bool by_signal = WIFSIGNALED(status);
    ended.how = by_signal && child.is_late ? Ended::How::kTimeout
                : by_signal                ? Ended::How::kSignal
                                           : Ended::How::kStatus;
    ended.value = by_signal ? WTERMSIG(status) : WEXITSTATUS(status);
    out.push_back(std::move(ended));
    child.pid = -1;
  }
  std::erase_if(running_, [](const Child& child) { return child.pid < 0; });
  return out;
}

void Children::EndAll() {
  for (const Child& child : running_) kill(-child.pid, SIGKILL), kill(child.pid, SIGKILL);
  for (const Child& child : running_) {
    while (waitpid(child.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    close(child.said);
  }
  running_.clear();
}

}  // namespace unsoap::fleet
