#include "tests/scan_files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "scanner/rules/builtin.h"
#include "scanner/scan.h"
#include "tests/catch.h"
#include "tests/paths.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;

struct Scratch {
  Scratch() {
    std::string name = (fs::temp_directory_path() / "unsoap-scan-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

}  // namespace

findings::Report ScanTexts(const std::map<std::string, std::string>& files, int jobs) {
  const Scratch scratch;
  for (const auto& file : files) {
    fs::create_directories((scratch.path / file.first).parent_path());
    std::ofstream(scratch.path / file.first, std::ios::binary) << file.second;
  }
  ScanOptions options;
  options.walk.roots = {scratch.path.string()};
  options.packs = rules::BuiltinPacks();
  options.as_of = "2026-11-23";
  options.jobs = jobs;
  options.clang_helper = BinaryDir() + "/unsoap-clang";
  Result<ScanOutcome> outcome = Scan(options);
  REQUIRE(outcome.has_value());
  return std::move(outcome->report);
}

}  // namespace unsoap
