// Lines in order from an external sort, whatever fits into its buffer.
#include "scanner/fleet/spill.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/catch.h"

namespace unsoap {
namespace {

std::vector<std::string> Sorted(size_t buffer, const std::vector<std::string>& lines) {
  fleet::Spill spill(buffer);
  for (const std::string& line : lines) REQUIRE(spill.Add(line).has_value());
  std::vector<std::string> out;
  REQUIRE(spill.Sorted([&](std::string_view line) { out.emplace_back(line); }).has_value());
  return out;
}

}  // namespace

TEST_CASE("lines come back sorted and complete, with and without files") {
  std::vector<std::string> lines;
  uint32_t state = 7;
  for (int i = 0; i < 5000; ++i) {
    state = state * 1664525 + 1013904223;
    lines.push_back(std::to_string(state % 3000) + std::string(state % 50, 'x'));
  }
  lines.push_back("");
  std::vector<std::string> wanted = lines;
  std::sort(wanted.begin(), wanted.end());
  for (const size_t buffer : {size_t{1}, size_t{5000}, size_t{100000}, size_t{64} << 20}) {
    INFO(buffer);
    // With the smallest one every line would be a file.
    const std::vector<std::string> some(lines.begin(),
                                        buffer == 1 ? lines.begin() + 50 : lines.end());
    std::vector<std::string> of_some = some;
    std::sort(of_some.begin(), of_some.end());
    CHECK(Sorted(buffer, some) == of_some);
  }
  CHECK(Sorted(100000, lines) == wanted);
  CHECK(Sorted(10, {}).empty());
}

}  // namespace unsoap
