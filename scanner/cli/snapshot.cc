#include "scanner/cli/snapshot.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "scanner/base/text.h"

namespace unsoap::cli {
namespace {

namespace fs = std::filesystem;

/// Paths as they were given, from the current directory.
Result<std::vector<std::string>> FromHere(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  std::error_code failed;
  const fs::path here = fs::current_path(failed);
  for (const std::string& word : words) {
    const fs::path path(word);
    out.push_back(path.is_absolute() ? path.lexically_relative(here).generic_string() : word);
    if (out.back().empty())
      return Fail(fmt::format("'{}' is not in the directory that this runs in", word));
  }
  if (out.empty()) out.emplace_back(".");
  return out;
}

Result<void> WriteStandardInput(const std::string& path, const std::string& directory) {
  const fs::path relative = fs::path(path).lexically_normal();
  if (relative.empty() || relative.is_absolute() || *relative.begin() == ".." ||
      !relative.has_filename())
    return Fail("--stdin needs the name that the text would have as a file, below this directory",
                "--stdin --stdin-path src/crm.php: the name says the language");
  const fs::path file = fs::path(directory) / relative;
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  std::ofstream out(file, std::ios::binary);
  std::copy(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>(),
            std::ostreambuf_iterator<char>(out));
  if (!out.flush()) return Fail("what stands on standard input cannot be kept");
  return {};
}

}  // namespace

Snapshot::Inside::Inside(const std::string& directory) {
  before_ = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (before_ >= 0 && chdir(directory.c_str()) != 0) {
    close(before_);
    before_ = -1;
  }
}

Snapshot::Inside::~Inside() {
  if (before_ < 0) return;
  if (fchdir(before_) != 0) std::abort();  // reports would be written somewhere else
  close(before_);
}

Snapshot::Snapshot(Snapshot&& other) noexcept
    : roots(std::move(other.roots)),
      changed(std::move(other.changed)),
      changed_since(std::move(other.changed_since)),
      directory_(std::exchange(other.directory_, {})),
      prefix_(std::move(other.prefix_)) {}

Snapshot::~Snapshot() {
  std::error_code failed;
  if (!directory_.empty()) fs::remove_all(directory_, failed);
}

Result<std::optional<Snapshot>> Snapshot::Take(const Invocation& invocation) {
  const Options& options = invocation.options;
  const int asked = options.staged + options.from_stdin + !options.revision.empty();
  if (asked == 0) return std::optional<Snapshot>();
  if (asked > 1) return Fail("--staged, --rev and --stdin name three different inputs", "use one");
  if (!options.since.empty())
    return Fail("--since compares the files on the disk, not those of --staged, --rev or --stdin",
                options.staged ? "--staged reports what the index changes already" : "");
  std::error_code failed;
  std::string name = (fs::temp_directory_path(failed) / "unsoap-XXXXXX").string();
  if (failed || mkdtemp(name.data()) == nullptr)
    return Fail(fmt::format("no temporary directory can be made: {}", std::strerror(errno)),
                "set TMPDIR to one that can be written");
  Snapshot snapshot(name);
  if (options.from_stdin) {
    Result<void> written = WriteStandardInput(options.stdin_path, name);
    if (!written) return Fail(written.error());
    snapshot.roots = {fs::path(options.stdin_path).lexically_normal().generic_string()};
    return std::optional<Snapshot>(std::move(snapshot));
  }
  Result<std::string> prefix =
      options.staged ? git::WriteIndex(".", name) : git::WriteRevision(".", options.revision, name);
  if (!prefix) return Fail(prefix.error());
  snapshot.prefix_ = *prefix;
  fs::create_directories(fs::path(name) / *prefix, failed);
  Result<std::vector<std::string>> roots = FromHere(invocation.words);
  if (!roots) return Fail(roots.error());
  snapshot.roots = std::move(*roots);
  if (options.staged) {
    const std::string base = snapshot.roots.size() == 1 ? snapshot.roots.front() : ".";
    const bool is_file = fs::is_regular_file(base, failed);
    Result<git::ChangedLines> lines = git::LinesStaged(is_file ? "." : base);
    if (!lines) return Fail(lines.error());
    snapshot.changed = std::move(*lines);
    snapshot.changed_since = "the last commit";
  }
  return std::optional<Snapshot>(std::move(snapshot));
}

}  // namespace unsoap::cli
