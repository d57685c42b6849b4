// Parallel: how many threads to use, and a loop spread over them.
//
// What it is: DefaultJobs(), which honours the affinity mask and the CPU quota of cgroups version 1
// and 2 (a container with two cores on a machine of 64 gets two), and ParallelFor over plain
// std::thread. What it is not: a task graph. Results never depend on the number of threads as long
// as body(i) writes only to what belongs to index i or to its worker; put things in order after the
// loop. Failure: an exception thrown by the body stops the loop and is thrown again from
// ParallelFor, the first one wins.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace unsoap {

/// Threads for work that keeps a core busy: cores this process may use, at least 1. Computed once.
int DefaultJobs();
/// `asked` if positive, else DefaultJobs(); never more than there are `items`, never less than 1.
int JobsFor(int asked, size_t items);
/// Threads for work that waits for the file system: more than there are cores.
int ReaderJobs(int asked);

/// The quota part of DefaultJobs(), for tests: the text of /proc/self/cgroup and the directory that
/// stands for /sys/fs/cgroup. 0: no limit. A quota of one and a half cores counts as two.
int CgroupCpuLimit(std::string_view proc_self_cgroup, const std::string& sys_fs_cgroup);

/// Calls body(index, worker) for each index below count, `worker` below the number of jobs. Indices
/// are handed out in ascending order, `grain` at a time. The calling thread works too; with one job
/// no thread is started.
template <class Body>
void ParallelFor(size_t count, int jobs, Body&& body, size_t grain = 1) {
  grain = std::max<size_t>(grain, 1);
  const int workers = JobsFor(jobs, (count + grain - 1) / grain);
  if (workers <= 1) {
    for (size_t i = 0; i < count; ++i) body(i, 0);
    return;
  }
  std::atomic<size_t> next{0};
  std::atomic<bool> stop{false};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto work = [&](int worker) {
    try {
      while (!stop.load(std::memory_order_relaxed)) {
        const size_t begin = next.fetch_add(grain, std::memory_order_relaxed);
        if (begin >= count) return;
        const size_t end = std::min(count, begin + grain);
        for (size_t i = begin; i < end; ++i) body(i, worker);
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      if (!failure) failure = std::current_exception();
      stop = true;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(static_cast<size_t>(workers) - 1);
  for (int worker = 1; worker < workers; ++worker) {
    // No more threads to be had is no reason to fail: the work is shared by those that started.
    try {
      threads.emplace_back(work, worker);
    } catch (const std::exception&) {
      break;
    }
  }
  work(0);
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace unsoap
