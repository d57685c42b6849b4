// init: the configuration of a repository, and the check in the CI system that it uses. The texts
// are files beside this one.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "scanner/base/embedded.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"

namespace unsoap::cli {
namespace {

namespace fs = std::filesystem;

struct Row {
  std::string_view marker;  // what shows that the system is used; empty: always
  std::string_view target;  // the file to write; empty: the text is a part of the marker
  std::string_view text;    // below scanner/cli/init/
};
constexpr Row kRows[] = {
    {"", ".unsoap.yml", "unsoap.yml.txt"},
    {".github", ".github/workflows/unsoap.yml", "github.yml.txt"},
    {".gitlab-ci.yml", "", "gitlab.txt"},
    {"azure-pipelines.yml", "", "azure.txt"},
    {"bitbucket-pipelines.yml", "", "bitbucket.txt"},
    {"Jenkinsfile", "", "jenkins.txt"},
    {".pre-commit-config.yaml", "", "pre-commit.txt"},
};

Result<std::string> WriteNew(const std::string& path, std::string_view text) {
  std::error_code failed;
  // A link may lead anywhere: it counts as a file that is there.
  if (fs::symlink_status(path, failed).type() != fs::file_type::not_found)
    return fmt::format("{} is there already and stays as it is\n", path);
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, failed);
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) {
    Error error;
    error.kind = ErrorKind::kOutput;
    error.path = path;
    error.message = "cannot be written";
    return Fail(std::move(error));
  }
  return fmt::format("wrote {}\n", path);
}

}  // namespace

int RunInit(const Invocation& invocation) {
  if (!invocation.words.empty())
    return Complain(Error{ErrorKind::kUsage, "init takes no paths: it writes into this directory",
                          "", 0, 0, "", ""});
  std::string said;
  for (const Row& row : kRows) {
    std::error_code failed;
    if (!row.marker.empty() && !fs::exists(row.marker, failed)) continue;
    const std::string_view text = Embedded("scanner/cli/init/" + std::string(row.text));
    if (row.target.empty()) {
      said += fmt::format("\nadd this to {}:\n\n{}", row.marker, text);
      continue;
    }
    const Result<std::string> written = WriteNew(std::string(row.target), text);
    if (!written) return Complain(written.error());
    said += *written;
  }
  return Print(said, kExitClean);
}

}  // namespace unsoap::cli
