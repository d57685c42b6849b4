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
#include "scanner/cli/interrupt.h"

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

Result<std::string> TemporaryDirectory() {
  std::error_code failed;
  std::string name = (fs::temp_directory_path(failed) / "unsoap-XXXXXX").string();
  if (failed || mkdtemp(name.data()) == nullptr)
    return Fail(fmt::format("no temporary directory can be made: {}", std::strerror(errno)),
                "set TMPDIR to one that can be written");
  return name;
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
      is_checkout(other.is_checkout),
      directory_(std::exchange(other.directory_, {})),
      prefix_(std::move(other.prefix_)),
      is_owner_(other.is_owner_) {}

Snapshot::~Snapshot() {
  std::error_code failed;
  if (!directory_.empty() && is_owner_) fs::remove_all(directory_, failed);
}

Result<std::shared_ptr<const GitCheckout>> GitCheckout::Make(const Options& options) {
  for (const auto& [is_given, flag] :
       {std::pair(options.staged, "--staged"), std::pair(options.from_stdin, "--stdin"),
        std::pair(!options.since.empty(), "--since"),
        std::pair(!options.files_from.empty(), "--files-from")}) {
    if (is_given)
      return Fail(fmt::format("--git-dir reads a repository's objects, {} does not", flag),
                  "use one");
  }
  Result<git::Store> store = git::OpenStore(options.git_dir);
  if (!store) return Fail(store.error());
  Result<git::Revision> revision =
      git::FindRevision(*store, options.revision.empty() ? "HEAD" : options.revision);
  if (!revision) return Fail(revision.error());
  WatchForInterrupt();  // what is written below is to go again
  Result<std::string> directory = TemporaryDirectory();
  if (!directory) return Fail(directory.error());
  std::shared_ptr<GitCheckout> checkout(new GitCheckout(*directory));
  checkout->store_ = std::move(*store);
  checkout->revision_ = std::move(*revision);
  Result<void> written =
      git::WriteCheckout(checkout->store_, checkout->revision_, checkout->directory_);
  if (!written) return Fail(written.error());
  return std::shared_ptr<const GitCheckout>(std::move(checkout));
}

GitCheckout::~GitCheckout() {
  std::error_code failed;
  fs::remove_all(directory_, failed);
}

Result<std::optional<Snapshot>> Snapshot::Take(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (invocation.checkout != nullptr) {
    Snapshot snapshot(invocation.checkout->directory());
    snapshot.is_owner_ = false;
    snapshot.is_checkout = true;
    snapshot.roots = invocation.words.empty() ? std::vector<std::string>{"."} : invocation.words;
    for (const std::string& root : snapshot.roots) {
      const fs::path inside = fs::path(root).lexically_normal();
      if (inside.is_absolute() || *inside.begin() == "..")
        return Fail(fmt::format("'{}' is no path in the repository", root),
                    "with --git-dir, paths are those of the revision: services/crm");
    }
    return std::optional<Snapshot>(std::move(snapshot));
  }
  const int asked = options.staged + options.from_stdin + !options.revision.empty();
  if (asked == 0) return std::optional<Snapshot>();
  if (asked > 1) return Fail("--staged, --rev and --stdin name three different inputs", "use one");
  if (!options.since.empty())
    return Fail("--since compares the files on the disk, not those of --staged, --rev or --stdin",
                options.staged ? "--staged reports what the index changes already" : "");
  std::error_code failed;
  const Result<std::string> made = TemporaryDirectory();
  if (!made) return Fail(made.error());
  const std::string& name = *made;
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
