#include "scanner/base/parallel.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "scanner/base/text.h"

#if defined(__linux__)
#include <sched.h>
#endif

namespace unsoap {
namespace {

std::string ReadSmallFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Cores that "quota period" allows; 0 when there is no limit ("max", -1, nonsense).
int Cores(const std::string& quota, const std::string& period) {
  const long long q = std::strtoll(quota.c_str(), nullptr, 10);
  const long long p = std::strtoll(period.c_str(), nullptr, 10);
  if (q <= 0 || p <= 0) return 0;
  return static_cast<int>(std::min<long long>((q + p - 1) / p, 1 << 16));
}

int Tighter(int a, int b) { return a == 0 ? b : b == 0 ? a : std::min(a, b); }

/// The tightest limit of a group and those around it. Inside a container the path is often that of
/// the host and does not exist here; then the mount's own directory is the group.
template <class Read>
int TightestUpwards(std::string path, Read read) {
  int limit = 0;
  for (;;) {
    limit = Tighter(limit, read(path));
    if (path.empty()) return limit;
    path.erase(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
  }
}

int CountCores() {
  int cores = 0;
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) cores = CPU_COUNT(&set);
#endif
  if (cores <= 0) cores = static_cast<int>(std::thread::hardware_concurrency());
  cores = Tighter(std::max(cores, 1),
                  CgroupCpuLimit(ReadSmallFile("/proc/self/cgroup"), "/sys/fs/cgroup"));
  return std::max(cores, 1);
}

}  // namespace

int CgroupCpuLimit(std::string_view proc_self_cgroup, const std::string& sys_fs_cgroup) {
  int limit = 0;
  for (const std::string_view line : Split(proc_self_cgroup, '\n')) {
    // "0::/user.slice" in version 2, "4:cpu,cpuacct:/docker/1f3c" in version 1.
    const size_t first = line.find(':');
    const size_t second = first == line.npos ? line.npos : line.find(':', first + 1);
    if (second == line.npos) continue;
    const std::string controllers(line.substr(first + 1, second - first - 1));
    std::string path(line.substr(second + 1));
    if (path == "/" || path.find("/..") != path.npos) path.clear();
    if (controllers.empty()) {
      const auto read = [&](const std::string& group) {
        const std::string text = ReadSmallFile(sys_fs_cgroup + group + "/cpu.max");
        const size_t space = text.find(' ');
        return space == text.npos ? 0 : Cores(text.substr(0, space), text.substr(space + 1));
      };
      limit = Tighter(limit, TightestUpwards(path, read));
      continue;
    }
    for (const std::string_view name : Split(controllers, ',')) {
      if (name != "cpu") continue;
      for (const std::string& mount : {controllers, std::string("cpu")}) {
        const auto read = [&](const std::string& group) {
          const std::string base = sys_fs_cgroup + "/" + mount + group;
          return Cores(ReadSmallFile(base + "/cpu.cfs_quota_us"),
                       ReadSmallFile(base + "/cpu.cfs_period_us"));
        };
        limit = Tighter(limit, TightestUpwards(path, read));
      }
    }
  }
  return limit;
}

int DefaultJobs() {
  static const int jobs = CountCores();
  return jobs;
}

int JobsFor(int asked, size_t items) {
  const int jobs = asked > 0 ? asked : DefaultJobs();
  const size_t most = std::min<size_t>(std::max<size_t>(items, 1), 1 << 10);
  return static_cast<int>(std::min<size_t>(static_cast<size_t>(jobs), most));
}

int ReaderJobs(int asked) { return asked > 0 ? asked : std::clamp(4 * DefaultJobs(), 8, 32); }

}  // namespace unsoap
