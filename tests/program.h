// Program: runs the program under test as a user does, in a directory of its own.
//
// What it is: a scratch directory and a run with its status, output and error text. What it is not:
// a shell; arguments are passed as they are.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace unsoap {

/// A directory that goes away with the object; canonical, so that paths compare.
class ScratchDir {
 public:
  ScratchDir();
  ~ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;

  /// Writes a file below it, with the folders that it needs; gives its full path.
  std::string Write(const std::string& path, const std::string& bytes) const;
  std::string Read(const std::string& path) const;
  std::string At(const std::string& path) const { return (root_ / path).string(); }
  std::string Root() const { return root_.string(); }

 private:
  std::filesystem::path root_;
};

struct ProgramRun {
  int status = -1;  // exit status; 128 + the signal where one ended it
  std::string out;
  std::string error;  // standard error
};

/// Runs unsoap with `arguments` in `directory`; no configuration or git settings of the user count.
ProgramRun RunUnsoap(const std::vector<std::string>& arguments, const std::string& directory);

/// `unsoap scan` of the whole directory as JSON, with `flags`. The status must be 0, 1 or 3.
nlohmann::json ScanJson(const std::string& directory, const std::vector<std::string>& flags = {});

}  // namespace unsoap
