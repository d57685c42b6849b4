#include "reporters/write_report.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/catch.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() {
    char name[] = "/tmp/unsoap-write-XXXXXX";
    path = mkdtemp(name);
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

size_t FilesIn(const fs::path& folder) {
  return static_cast<size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

void Hello(const reporters::Sink& sink) { sink("hello\n"); }

TEST_CASE("a report replaces the old one and keeps its permissions") {
  Folder folder;
  const fs::path path = folder.path / "r.json";
  std::ofstream(path) << "old";
  chmod(path.c_str(), 0640);
  REQUIRE(reporters::WriteOutput(path, Hello).has_value());
  CHECK(Read(path) == "hello\n");
  struct stat info = {};
  stat(path.c_str(), &info);
  CHECK((info.st_mode & 0777) == 0640);
  CHECK(FilesIn(folder.path) == 1);
}

TEST_CASE("a symbolic link keeps pointing where it did") {
  Folder folder;
  std::ofstream(folder.path / "real.json") << "old";
  fs::create_symlink("real.json", folder.path / "link.json");
  REQUIRE(reporters::WriteOutput(folder.path / "link.json", Hello).has_value());
  CHECK(fs::is_symlink(folder.path / "link.json"));
  CHECK(Read(folder.path / "real.json") == "hello\n");
}

TEST_CASE("a missing directory is an output error with a hint") {
  const Result<void> result = reporters::WriteOutput("/nonexistent/r.json", Hello);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == ErrorKind::kOutput);
  CHECK(Format(result.error()) ==
        "/nonexistent/r.json: error: the report cannot be written: No such file or directory\n"
        "hint: the directory does not exist\n");
}

TEST_CASE("a directory is not overwritten") {
  Folder folder;
  CHECK_FALSE(reporters::WriteOutput(folder.path, Hello).has_value());
}

TEST_CASE("a full device is an error") {
  if (access("/dev/full", W_OK) != 0) return;
  const Result<void> result = reporters::WriteOutput("/dev/full", Hello);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message.find("No space left") != std::string::npos);
}

TEST_CASE("a file that cannot grow leaves the old report whole") {
  Folder folder;
  const fs::path path = folder.path / "r.json";
  std::ofstream(path) << "old";
  // A limit on file sizes stands for a disk that is full.
  struct rlimit before = {};
  getrlimit(RLIMIT_FSIZE, &before);
  struct rlimit small = before;
  small.rlim_cur = 4096;
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const Result<void> result = reporters::WriteOutput(
      path, [](const reporters::Sink& sink) { sink(std::string(1 << 20, 'x')); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == ErrorKind::kOutput);
  CHECK(Read(path) == "old");
  CHECK(FilesIn(folder.path) == 1);
}

TEST_CASE("a FIFO whose reader goes away is an error and no signal") {
  Folder folder;
  const fs::path path = folder.path / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  const Result<void> result = reporters::WriteOutput(path, [&](const reporters::Sink& sink) {
    close(reader);
    sink(std::string(1 << 20, 'x'));
  });
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message.find("Broken pipe") != std::string::npos);
  CHECK(fs::is_fifo(path));
}

TEST_CASE("a FIFO with a reader gets the report") {
  Folder folder;
  const fs::path path = folder.path / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reporters::WriteOutput(path, Hello).has_value());
  char text[16] = {};
  CHECK(read(reader, text, sizeof text) == 6);
  close(reader);
}

}  // namespace
}  // namespace unsoap
