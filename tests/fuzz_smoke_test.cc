// A smoke pass over the fuzz targets: the seeds, what once went wrong, and mutations that are the
// same in every run.
//
// What it is: the entry points of tests/fuzz/ without a fuzzer, so that they stay alive and no
// input that was found is forgotten. What it is not: a search; `./dev fuzz` is. A target that fails
// aborts; the input is named above.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/catch.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/targets.h"

namespace unsoap::fuzz {
namespace {

namespace fs = std::filesystem;

/// Mutations of a cheap target; a dear one gets its share. UNSOAP_FUZZ_MUTATIONS=N for a longer
/// run.
size_t Mutations() {
  const char* const wanted = std::getenv("UNSOAP_FUZZ_MUTATIONS");
  return wanted == nullptr ? 400 : std::strtoull(wanted, nullptr, 10);
}
constexpr size_t kSeeds = 120;            // of a cheap target, evenly taken
constexpr size_t kMaxMutation = 4 << 10;  // bytes of one mutation

/// xorshift64*: the same numbers on every machine.
class Numbers {
 public:
  explicit Numbers(uint64_t seed) : state_(seed * 2 + 1) {}
  size_t Below(size_t bound) {
    state_ ^= state_ >> 12, state_ ^= state_ << 25, state_ ^= state_ >> 27;
    return bound == 0 ? 0 : static_cast<size_t>((state_ * 0x2545f4914f6cdd1dULL) >> 33) % bound;
  }

 private:
  uint64_t state_;
};

std::string Mutated(const std::vector<Input>& seeds, const Target& target, Numbers& numbers) {
  std::string text = seeds[numbers.Below(seeds.size())].bytes;
  // The name of a file stays: without it the rest is hardly read.
  const size_t begin = std::min(text.size(), kMaxMutation);
  text.resize(begin);
  for (size_t changes = 1 + numbers.Below(6); changes > 0; --changes) {
    const size_t at = numbers.Below(text.size() + 1);
    const size_t count = std::min(numbers.Below(32) + 1, text.size() - at);
    switch (numbers.Below(7)) {
      case 0:
        text.erase(at, count);
        break;
      case 1:
        text.insert(at, text.substr(at, count));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(numbers.Below(256));
        break;
      case 3:
        if (!target.words.empty())
          text.insert(at, target.words[numbers.Below(target.words.size())]);
        break;
      case 4: {
        const std::string& other = seeds[numbers.Below(seeds.size())].bytes;
        const size_t from = numbers.Below(other.size() + 1);
        text.insert(at, other.substr(from, 1 + numbers.Below(256)));
        break;
      }
      case 5: {
        // Nesting and repetition.
        std::string piece = text.substr(at, 1 + numbers.Below(6)), many;
        for (size_t i = 1 + numbers.Below(100); i > 0; --i) many += piece;
        text.insert(at, many);
        break;
      }
      default:
        text.resize(at);
        break;
    }
    if (text.size() > kMaxMutation) text.resize(kMaxMutation);
  }
  return text;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Runs it; with UNSOAP_FUZZ_KEEP=FILE the input stands there first, for when it ends the process.
void RunOn(const Target& target, const std::string& input) {
  if (const char* const file = std::getenv("UNSOAP_FUZZ_KEEP")) {
    std::ofstream(file, std::ios::binary) << input;
  }
  target.run(input);
}

}  // namespace

TEST_CASE("every target takes its seeds, and mutations of them") {
  REQUIRE(fs::is_directory(kFixtures));
  for (const Target& target : Targets()) {
    const std::vector<Input> seeds = target.seeds();
    INFO("target " << target.name);
    REQUIRE_FALSE(seeds.empty());
    const size_t wanted = std::max<size_t>(kSeeds / static_cast<size_t>(target.cost), 8);
    const size_t step = seeds.size() / wanted + 1;
    for (size_t i = 0; i < seeds.size(); i += step) {
      INFO("seed " << seeds[i].name);
      RunOn(target, seeds[i].bytes);
    }
    Numbers numbers(1);
    for (size_t i = 0; i < Mutations() / static_cast<size_t>(target.cost); ++i) {
      INFO("mutation " << i);
      RunOn(target, Mutated(seeds, target, numbers));
    }
    target.run("");
  }
}

TEST_CASE("what once went wrong goes right") {
  for (const fs::directory_entry& folder : fs::directory_iterator("tests/fuzz/regressions")) {
    INFO(folder.path().string());
    const Target* const target = FindTarget(folder.path().filename().string());
    REQUIRE(target != nullptr);
    std::set<fs::path> files;
    for (const fs::directory_entry& file : fs::directory_iterator(folder))
      files.insert(file.path());
    for (const fs::path& file : files) {
      INFO(file.string());
      RunOn(*target, ReadAll(file));
    }
  }
}

TEST_CASE("targets have names of their own, and each language with a grammar has one") {
  std::set<std::string> names;
  for (const Target& target : Targets()) {
    INFO(target.name);
    CHECK(names.insert(target.name).second);
    CHECK(target.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
          std::string::npos);
    CHECK(FindTarget(target.name) == &target);
  }
  CHECK(names.count("extract-php") == 1);
}

}  // namespace unsoap::fuzz
