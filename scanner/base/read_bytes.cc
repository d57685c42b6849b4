#include "scanner/base/read_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <thread>

namespace unsoap {
namespace {

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

Error Reason(const std::string& path, std::string reason) {
  Error error;
  error.message = std::move(reason);
  error.path = path;
  return error;
}

Error FromErrno(const std::string& path, int number) {
  if (number == ELOOP) return Reason(path, "link: a symbolic link, not followed");
  if (number == ENXIO) return Reason(path, "special: not a regular file");
  if (number == ENOENT) return Reason(path, "unreadable: gone since it was listed");
  return Reason(path, std::string("unreadable: ") + strerror(number));
}

/// Other threads give descriptors back all the time; wait for them instead of losing a file.
int OpenPatiently(const std::string& path, int flags) {
  for (int attempt = 0;; ++attempt) {
    const int fd = OpenLongPath(path, flags);
    if (fd >= 0 || (errno != EMFILE && errno != ENFILE && errno != EINTR) || attempt == 200)
      return fd;
    std::this_thread::sleep_for(std::chrono::milliseconds(attempt < 10 ? 1 : 10));
  }
}

Result<void> Read(const std::string& path, std::string& bytes, int64_t limit, bool cut,
                  bool follow_link) {
  bytes.clear();
  const File file(
      OpenPatiently(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (follow_link ? 0 : O_NOFOLLOW)));
  if (file.fd() < 0) return Fail(FromErrno(path, errno));
  struct stat info {};
  if (fstat(file.fd(), &info) != 0) return Fail(FromErrno(path, errno));
  if (!S_ISREG(info.st_mode)) return Fail(Reason(path, "special: not a regular file"));
  const auto too_large = [&](int64_t size) {
    return Reason(path, "too large: " + std::to_string(size) + " bytes, the limit is " +
                            std::to_string(limit));
  };
  if (!cut && info.st_size > limit) return Fail(too_large(info.st_size));

  // One byte more than it should have, so that the end shows in the same call. Files in /proc say 0
  // and have more.
  size_t size = 0;
  size_t want = static_cast<size_t>(std::min<int64_t>(info.st_size, limit)) + 1;
  for (;;) {
    if (bytes.size() < want) bytes.resize(want);
    const ssize_t got = read(file.fd(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fail(FromErrno(path, errno));
    size += static_cast<size_t>(got);
    if (got == 0) break;
    if (static_cast<int64_t>(size) > limit) {
      if (!cut) return Fail(too_large(static_cast<int64_t>(size)));
      size = static_cast<size_t>(limit);
      break;
    }
    if (size == bytes.size())
      want = size + std::min<size_t>(std::max<size_t>(size, 4096), 64 << 20);
  }
  bytes.resize(size);
  return {};
}

}  // namespace

int OpenLongPath(const std::string& path, int flags) {
  if (path.size() < PATH_MAX) return open(path.c_str(), flags | O_CLOEXEC);
  int directory = AT_FDCWD;
  size_t begin = 0;
  for (;;) {
    // As many components at a time as fit.
    std::string piece = path.substr(begin);
    bool last = true;
    if (piece.size() >= PATH_MAX) {
      const size_t slash = piece.rfind('/', PATH_MAX - 2);
      if (slash == piece.npos || slash == 0) {
        if (directory != AT_FDCWD) close(directory);
        errno = ENAMETOOLONG;
        return -1;
      }
      piece.resize(slash);
      begin += slash + 1;
      last = false;
    }
    const int next = openat(directory, piece.c_str(),
                            last ? flags | O_CLOEXEC : O_PATH | O_DIRECTORY | O_CLOEXEC);
    const int error = errno;
    if (directory != AT_FDCWD) close(directory);
    errno = error;
    if (next < 0 || last) return next;
    directory = next;
  }
}

Result<void> ReadBytesInto(const std::string& path, std::string& bytes,
                           const ReadOptions& options) {
  return Read(path, bytes, options.limit, false, options.follow_link);
}

Result<std::string> ReadBytes(const std::string& path, const ReadOptions& options) {
  std::string bytes;
  if (Result<void> done = ReadBytesInto(path, bytes, options); !done) return Fail(done.error());
  return bytes;
}

Result<std::string> ReadOwnFile(const std::string& folder, const std::string& name, int64_t limit) {
  std::string path = folder;
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('/', begin), name.size());
    path += '/' + name.substr(begin, end - begin);
    struct stat info {};
    if (lstat(path.c_str(), &info) != 0) {
      return Fail(errno == ENOENT || errno == ENOTDIR ? Reason(path, "") : FromErrno(path, errno));
    }
    if (S_ISLNK(info.st_mode)) return Fail(FromErrno(path, ELOOP));
    begin = end + 1;
  }
  return ReadBytes(path, {limit, false});
}

Result<std::string> ReadHead(const std::string& path, size_t count) {
  std::string bytes;
  if (Result<void> done = Read(path, bytes, static_cast<int64_t>(count), true, true); !done) {
    return Fail(done.error());
  }
  return bytes;
}

}  // namespace unsoap
