#include "tests/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/catch.h"
#include "tests/paths.h"

namespace unsoap {

namespace fs = std::filesystem;

namespace {

std::string ReadFileAt(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

ScratchDir::ScratchDir() {
  std::string name = (fs::temp_directory_path() / "unsoap-test-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  root_ = fs::canonical(name);
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

std::string ScratchDir::Write(const std::string& path, const std::string& bytes) const {
  const fs::path full = root_ / path;
  fs::create_directories(full.parent_path());
  std::ofstream(full, std::ios::binary) << bytes;
  return full.string();
}

std::string ScratchDir::Read(const std::string& path) const { return ReadFileAt(root_ / path); }

ProgramRun RunUnsoap(const std::vector<std::string>& arguments, const std::string& directory) {
  const ScratchDir outputs;  // files: a pipe nobody empties would block the program
  const std::string out = outputs.At("out"), error = outputs.At("error"), home = outputs.Root();
  std::vector<char*> argv = {const_cast<char*>(UnsoapBinary().c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const int to = ::open(out.c_str(), O_WRONLY | O_CREAT, 0600);
    const int errors_to = ::open(error.c_str(), O_WRONLY | O_CREAT, 0600);
    const int from = ::open("/dev/null", O_RDONLY);
    ::dup2(from, 0), ::dup2(to, 1), ::dup2(errors_to, 2);
    ::setenv("HOME", home.c_str(), 1);
    ::setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    ::unsetenv("XDG_CONFIG_HOME");
    if (::chdir(directory.c_str()) == 0) ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  int state = 0;
  REQUIRE(::waitpid(child, &state, 0) == child);
  ProgramRun run;
  run.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  run.out = ReadFileAt(out);
  run.error = ReadFileAt(error);
  return run;
}

nlohmann::json ScanJson(const std::string& directory, const std::vector<std::string>& flags) {
  std::vector<std::string> arguments = {"scan", "--no-config", "--format", "json"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  arguments.push_back(".");
  const ProgramRun run = RunUnsoap(arguments, directory);
  INFO(run.error);
  REQUIRE((run.status == 0 || run.status == 1 || run.status == 3));
  const nlohmann::json report = nlohmann::json::parse(run.out, nullptr, false);
  REQUIRE(report.is_object());
  return report;
}

}  // namespace unsoap
