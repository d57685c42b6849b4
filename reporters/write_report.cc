#include "reporters/write_report.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "scanner/base/paths.h"
#include "scanner/evidence/outlet.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kBuffer = 1 << 16;

/// While it lives, writing to a closed pipe gives EPIPE instead of ending the process.
class IgnorePipeSignal {
 public:
  IgnorePipeSignal() {
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, &before_);
  }
  ~IgnorePipeSignal() { sigaction(SIGPIPE, &before_, nullptr); }
  IgnorePipeSignal(const IgnorePipeSignal&) = delete;
  IgnorePipeSignal& operator=(const IgnorePipeSignal&) = delete;

 private:
  struct sigaction before_ = {};
};

/// Gathers pieces and writes them; remembers the first error.
class Writer {
 public:
  explicit Writer(int descriptor) : descriptor_(descriptor) {}

  bool Put(std::string_view piece) {
    buffer_ += piece;
    return buffer_.size() < kBuffer ? error_ == 0 : Flush();
  }

  bool Flush() {
    std::string_view rest = buffer_;
    while (error_ == 0 && !rest.empty()) {
      const ssize_t written = write(descriptor_, rest.data(), rest.size());
      if (written >= 0) {
        rest.remove_prefix(static_cast<size_t>(written));
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    buffer_.clear();
    return error_ == 0;
  }

  int error() const { return error_; }

 private:
  int descriptor_;
  int error_ = 0;
  std::string buffer_;
};

tl::unexpected<Error> CannotWrite(const std::string& path, int reason) {
  Error error;
  error.kind = ErrorKind::kOutput;
  error.path = path;
  error.message = std::string("the report cannot be written: ") + std::strerror(reason);
  if (reason == ENOENT) error.hint = "the directory does not exist";
  if (reason == EPIPE) error.hint = "the program that read the output ended early";
  return Fail(std::move(error));
}

Result<void> WriteDescriptor(int descriptor, const std::string& name,
                             const std::function<void(const Sink&)>& produce) {
  Writer writer(descriptor);
  const Sink put = [&](std::string_view piece) { return writer.Put(piece); };
  if (const std::shared_ptr<const evidence::Redactor> redactor = evidence::OutputRedactor()) {
    evidence::Redactor::Stream clean(*redactor, put);
    produce([&](std::string_view piece) { return clean.Put(piece); });
    clean.Finish();
  } else {
    produce(put);
  }
  writer.Flush();
  if (writer.error() != 0) return CannotWrite(name, writer.error());
  return {};
}

/// A new file beside `path`, with the permissions that the process's umask gives.
int CreateBeside(const std::string& path, std::string* temporary) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  const std::string base = path.substr(slash == std::string::npos ? 0 : slash + 1);
  for (int attempt = 0; attempt < 1000; ++attempt) {
    // A name of the full length could be too long for the file system.
    *temporary = folder + "." + base.substr(0, 100) + "." + std::to_string(getpid()) + "-" +
                 std::to_string(attempt) + ".tmp";
    const int descriptor =
        open(temporary->c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

Result<void> Replace(const std::string& path, const mode_t* mode,
                     const std::function<void(const Sink&)>& produce) {
  std::string temporary;
  const int descriptor = CreateBeside(path, &temporary);
  if (descriptor < 0) return CannotWrite(path, errno);
  const auto give_up = [&](int reason) -> Result<void> {
    unlink(temporary.c_str());
    return CannotWrite(path, reason);
  };
  Result<void> written = WriteDescriptor(descriptor, path, produce);
  int reason = 0;
  if (written && mode != nullptr && fchmod(descriptor, *mode) != 0) reason = errno;
  if (written && reason == 0 && fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP)
    reason = errno;
  if (close(descriptor) != 0 && reason == 0) reason = errno;
  if (!written) {
    unlink(temporary.c_str());
    return written;
  }
  if (reason == 0 && rename(temporary.c_str(), path.c_str()) != 0) reason = errno;
  if (reason != 0) return give_up(reason);
  return {};
}

}  // namespace

Result<void> WriteOutput(const std::string& path, const std::function<void(const Sink&)>& produce) {
  const IgnorePipeSignal quiet;
  if (path.empty() || path == "-")
    return WriteDescriptor(STDOUT_FILENO, "standard output", produce);
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) {
    if (errno != ENOENT) return CannotWrite(path, errno);
    return Replace(path, nullptr, produce);
  }
  if (S_ISDIR(info.st_mode)) return CannotWrite(path, EISDIR);
  // /dev/stdout may lead to a regular file that the shell opened: what it holds so far is not ours
  // to replace.
  if (!S_ISREG(info.st_mode) || path.starts_with("/dev/") || path.starts_with("/proc/")) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor < 0) return CannotWrite(path, errno);
    Result<void> written = WriteDescriptor(descriptor, path, produce);
    if (close(descriptor) != 0 && written) return CannotWrite(path, errno);
    return written;
  }
  const std::string target = RealPath(path);
  if (target.empty()) return CannotWrite(path, errno);
  const mode_t mode = info.st_mode & 07777;
  return Replace(target, &mode, produce);
}

Result<void> WriteReport(const ReporterInfo& format, const findings::Report& report,
                         const ReportOptions& options, const std::string& path) {
  return WriteOutput(path, [&](const Sink& sink) { format.render(report, options, sink); });
}

}  // namespace unsoap::reporters
