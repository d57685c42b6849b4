// Children: work done in processes of their own, so that the end of one is known and nothing more.
//
// What it is: a copy of this process for each piece of work (what was loaded stays loaded, nothing
// is started anew), with limits of memory and time, its words on standard error kept up to a limit
// and the rest thrown away. A child leads a process group of its own, which ends with it and with
// this process. What it is not: a sandbox, or a scheduler. Needs a process without other threads.
// Failure: Start() is false where no process can be had. Threading: one thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace unsoap::fleet {

struct Limits {
  int64_t memory = 0;  // bytes of address space; 0: none
  double seconds = 0;  // wall time; 0: none
};

class Children {
 public:
  Children() = default;
  ~Children() { EndAll(); }
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  struct Ended {
    size_t work = 0;
    enum class How : uint8_t { kStatus, kSignal, kTimeout } how = How::kStatus;
    int value = 0;     // status or signal
    std::string said;  // on standard error
  };

  /// `body` gives the child's status. `work` comes back when it ended.
  bool Start(size_t work, const Limits& limits, const std::function<int()>& body);
  size_t running() const { return running_.size(); }
  /// Those that ended; waits for one, at most so long.
  std::vector<Ended> Wait(int milliseconds);
  void EndAll();

 private:
  using Clock = std::chrono::steady_clock;
  struct Child {
    size_t work;
    pid_t pid;
    int said;  // descriptor
    Clock::time_point deadline;
    bool is_late = false, is_open = true;
    std::string text;
  };
  void Listen(Child& child);

  std::vector<Child> running_;
};

}  // namespace unsoap::fleet
