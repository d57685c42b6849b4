// The floor under every scanner: walk a tree as unsoap does and read every file, searching nothing.
// With --needles FILE (one a line) it also runs the prefilter, so that the two can be compared in
// one binary. Built with the tests, run by bench/run.sh.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "scanner/base/parallel.h"
#include "scanner/base/read_bytes.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/walk/walk.h"

int main(int argc, char** argv) {
  using namespace unsoap;
  using namespace unsoap::prefilter;
  using namespace unsoap::walk;
  std::vector<Prefilter::NeedleText> needles;
  int first = 1;
  if (argc > 3 && std::strcmp(argv[1], "--needles") == 0) {
    std::ifstream in(argv[2]);
    for (std::string line; std::getline(in, line);) {
      if (!line.empty()) needles.push_back({line, Needle::kOperation});
    }
    first = 3;
  }
  WalkOptions options;
  options.roots.assign(argv + first, argv + argc);
  const Result<WalkResult> walk = Walk(options);
  if (!walk) {
    std::fputs(Format(walk.error()).c_str(), stderr);
    return 2;
  }
  const Prefilter prefilter(needles);
  const int readers = ReaderJobs(0);
  std::vector<std::string> buffers(static_cast<size_t>(readers));
  std::atomic<int64_t> bytes{0}, hits{0};
  ParallelFor(
      walk->files.size(), readers,
      [&](size_t i, int worker) {
        std::string& buffer = buffers[static_cast<size_t>(worker)];
        if (!ReadBytesInto(walk->files[i].absolute, buffer)) return;
        bytes += static_cast<int64_t>(buffer.size());
        if (!needles.empty() && !prefilter.Classify(buffer).Nothing()) ++hits;
      },
      16);
  std::printf("%zu files, %lld bytes, %lld with hits\n", walk->files.size(),
              static_cast<long long>(bytes.load()), static_cast<long long>(hits.load()));
  return 0;
}
