// Threads: the job count under cgroups, and the loop.
#include "scanner/base/parallel.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/catch.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;

class Directory {
 public:
  Directory() {
    char name[] = "/tmp/unsoap-parallel-XXXXXX";
    root_ = mkdtemp(name);
  }
  ~Directory() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  void Write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  std::string root() const { return root_.string(); }

 private:
  fs::path root_;
};

TEST_CASE("a version 2 quota limits the job count, rounded up") {
  Directory sys;
  sys.Write("box/cpu.max", "150000 100000\n");
  CHECK(CgroupCpuLimit("0::/box\n", sys.root()) == 2);
  sys.Write("box/cpu.max", "max 100000\n");
  CHECK(CgroupCpuLimit("0::/box\n", sys.root()) == 0);
}

TEST_CASE("the tightest quota on the way up counts") {
  Directory sys;
  sys.Write("outer/inner/cpu.max", "400000 100000\n");
  sys.Write("outer/cpu.max", "300000 100000\n");
  CHECK(CgroupCpuLimit("0::/outer/inner\n", sys.root()) == 3);
}

TEST_CASE("a path of the host that is not mounted here falls back to the mount itself") {
  Directory sys;
  sys.Write("cpu.max", "100000 100000\n");
  CHECK(CgroupCpuLimit("0::/kubepods/pod1\n", sys.root()) == 1);
  CHECK(CgroupCpuLimit("0::/../../pod1\n", sys.root()) == 1);
}

TEST_CASE("a version 1 quota limits the job count, -1 does not") {
  Directory sys;
  sys.Write("cpu,cpuacct/docker/x/cpu.cfs_quota_us", "250000\n");
  sys.Write("cpu,cpuacct/docker/x/cpu.cfs_period_us", "100000\n");
  CHECK(CgroupCpuLimit("5:memory:/docker/x\n4:cpu,cpuacct:/docker/x\n", sys.root()) == 3);
  sys.Write("cpu,cpuacct/docker/x/cpu.cfs_quota_us", "-1\n");
  CHECK(CgroupCpuLimit("4:cpu,cpuacct:/docker/x\n", sys.root()) == 0);
}

TEST_CASE("nonsense where the groups should be is no limit") {
  Directory sys;
  sys.Write("cpu.max", "a b c");
  CHECK(CgroupCpuLimit("", sys.root()) == 0);
  CHECK(CgroupCpuLimit("::::\n0\n0:\n", sys.root()) == 0);
}

TEST_CASE("the job count is what was asked for, but never more than the items") {
  CHECK(JobsFor(7, 100) == 7);
  CHECK(JobsFor(7, 3) == 3);
  CHECK(JobsFor(7, 0) == 1);
  CHECK(JobsFor(0, 1000) == DefaultJobs());
  CHECK(DefaultJobs() >= 1);
  CHECK(ReaderJobs(3) == 3);
  CHECK(ReaderJobs(0) >= 8);
}

TEST_CASE("every index is visited once, whatever the jobs and the grain") {
  for (const int jobs : {1, 2, 9}) {
    for (const size_t grain : {1u, 7u, 5000u}) {
      std::vector<std::atomic<int>> seen(1003);
      std::atomic<bool> worker_in_range{true};
      ParallelFor(
          seen.size(), jobs,
          [&](size_t i, int worker) {
            ++seen[i];
            if (worker < 0 || worker >= jobs) worker_in_range = false;
          },
          grain);
      CHECK(std::ranges::all_of(seen, [](const auto& n) { return n == 1; }));
      CHECK(worker_in_range);
    }
  }
  ParallelFor(0, 4, [](size_t, int) { FAIL("there is no index to visit"); });
}

TEST_CASE("an exception leaves the loop on the calling thread") {
  const auto body = [](size_t i, int) {
    if (i == 40) throw std::runtime_error("forty");
  };
  CHECK_THROWS_AS(ParallelFor(1000, 4, body), std::runtime_error);
  CHECK_THROWS_AS(ParallelFor(1000, 1, body), std::runtime_error);
}

}  // namespace
}  // namespace unsoap
