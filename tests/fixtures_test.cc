// Every fixture is scanned and must give exactly the findings that its comments claim.
//
// fixtures/projects/<name>/ and every folder with a `.project` file are scanned as a whole; any
// other file is a project of its own. Each is scanned twice: as it is, and with the expectation
// comments blanked; both must give the same.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "scanner/base/text.h"
#include "scanner/rules/builtin.h"
#include "scanner/scan.h"
#include "tests/catch.h"
#include "tests/expectations.h"
#include "tests/paths.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;

struct Fixture {
  std::string name;             // "php/soapclient/get_lead.php" or "projects/acme-crm"
  std::vector<fs::path> files;  // sorted, without .expect and .project
  fs::path base;                // directory that paths in reports are relative to
};

std::string Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool IsMeta(const fs::path& path) {
  const std::string name = path.filename().string();
  return path.extension() == ".expect" || name == ".project" || name == "README.md";
}

std::vector<Fixture> FindFixtures() {
  const fs::path root = fs::path(SourceDir()) / "fixtures";
  std::map<std::string, Fixture> found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || IsMeta(entry.path())) continue;
    const fs::path relative = entry.path().lexically_relative(root);
    if (*relative.begin() == "reports") continue;  // golden reports, not code
    // The nearest folder that is one project, or the file alone.
    fs::path project;
    for (fs::path folder = relative.parent_path(); !folder.empty(); folder = folder.parent_path()) {
      if (fs::exists(root / folder / ".project") || folder.parent_path() == "projects")
        project = folder;
    }
    Fixture& fixture = found[(project.empty() ? relative : project).string()];
    fixture.base = project.empty() ? entry.path().parent_path() : root / project;
    fixture.files.push_back(entry.path());
  }
  std::vector<Fixture> out;
  for (auto& row : found) {
    row.second.name = row.first;
    std::sort(row.second.files.begin(), row.second.files.end());
    out.push_back(std::move(row.second));
  }
  return out;
}

// A directory of its own for one scan: a fixture must not see its neighbours, nor the ignore rules
// of this repository.
struct Scratch {
  Scratch() {
    std::string name = (fs::temp_directory_path() / "unsoap-fixture-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

using ByFile = std::map<std::string, std::vector<Finding>>;

ByFile ScanFiles(const std::map<std::string, std::string>& files) {
  const Scratch scratch;
  for (const auto& file : files) {
    fs::create_directories((scratch.path / file.first).parent_path());
    std::ofstream(scratch.path / file.first, std::ios::binary) << file.second;
  }
  ScanOptions options;
  options.walk.roots = {scratch.path.string()};
  options.packs = BuiltinPacks();
  options.as_of = "2026-11-23";
  options.jobs = 1;
  options.clang_helper = BinaryDir() + "/unsoap-clang";
  const Result<ScanOutcome> outcome = Scan(options);
  REQUIRE(outcome.has_value());
  ByFile out;
  for (const Finding& finding : outcome->report.findings) {
    // What is inside an archive is claimed at the archive.
    const std::string path = finding.location.path.substr(0, finding.location.path.find("!/"));
    out[path].push_back(finding);
  }
  return out;
}

std::vector<std::string> Places(const ByFile& findings) {
  std::vector<std::string> out;
  for (const auto& file : findings) {
    for (const Finding& f : file.second) {
      out.push_back(fmt::format("{}:{}:{} {} {} {}", file.first, f.location.start_line,
                                f.location.start_column, f.rule_id, Name(f.kind),
                                Name(f.confidence)));
    }
  }
  return out;
}

std::string Differences(const Fixture& fixture) {
  std::map<std::string, std::string> original, stripped;
  std::map<std::string, std::vector<Expectation>> expected;
  std::vector<std::string> out;
  for (const fs::path& path : fixture.files) {
    const std::string name = path.lexically_relative(fixture.base).generic_string();
    const std::string bytes = Read(path);
    fs::path beside = path;
    beside += ".expect";
    const bool has_beside = fs::exists(beside);
    FixtureText text = has_beside ? ParseExpectFile(Read(beside)) : ParseExpectations(bytes);
    for (const std::string& mistake : text.mistakes)
      out.push_back(fmt::format("{}: {}", name, mistake));
    expected[name] = std::move(text.expectations);
    original[name] = bytes;
    stripped[name] = has_beside ? bytes : text.stripped;
  }
  ByFile found = ScanFiles(stripped);
  if (stripped != original) {
    const std::vector<std::string> with = Places(ScanFiles(original)), without = Places(found);
    if (with != without) {
      out.push_back("the expectation comments change what is found:\n    with:\n      " +
                    Join(with, "\n      ") + "\n    without:\n      " + Join(without, "\n      "));
    }
  }
  const bool may_miss = fixture.name.rfind("known_misses/", 0) == 0;
  for (const auto& file : expected) {
    for (std::string& line : Compare(file.first, file.second, found[file.first], may_miss))
      out.push_back(std::move(line));
    found.erase(file.first);
  }
  for (const auto& file : found) {
    for (std::string& line : Compare(file.first, {}, file.second, false))
      out.push_back(std::move(line));
  }
  return Join(out, "\n");
}

}  // namespace

TEST_CASE("every fixture gives exactly the findings that its comments claim") {
  static const std::vector<Fixture> fixtures = FindFixtures();
  REQUIRE_FALSE(fixtures.empty());
  const size_t index = GENERATE(Catch::Generators::range(size_t{0}, FindFixtures().size()));
  const Fixture& fixture = fixtures[index];
  const std::string differences = Differences(fixture);
  INFO("fixtures/" << fixture.name << "\n" << differences);
  CHECK(differences.empty());
}

}  // namespace unsoap
