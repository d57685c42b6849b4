// Guard: the limits that the system keeps, and the open() that looks before it opens.
#include "scanner/clang/guard.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace unsoap::clang {
namespace {

// Plain data without destructors: the functions below are called from the first to the last
// instruction of the process.
struct Allowed {
  bool active = false;
  std::vector<std::string> directories;  // resolved, with a slash at the end
};
Allowed& TheAllowed() {
  static auto* const kAllowed = new Allowed;
  return *kAllowed;
}

void Limit(int resource, rlim_t value) {
  rlimit limit = {};
  if (getrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0) return;
  if (limit.rlim_max != RLIM_INFINITY && value > limit.rlim_max) value = limit.rlim_max;
  limit.rlim_cur = value;
  setrlimit(static_cast<__rlimit_resource_t>(resource), &limit);
}

bool MayOpen(const char* path) {
  char resolved[PATH_MAX];
  if (path == nullptr || realpath(path, resolved) == nullptr) return false;
  const std::string text = resolved;
  for (const std::string& directory : TheAllowed().directories) {
    if (text.compare(0, directory.size(), directory) == 0) return true;
  }
  return false;
}

int GuardedOpen(int directory, const char* path, int flags, mode_t mode) {
  const bool active = TheAllowed().active;
  if (active) {
    const bool reads = (flags & O_ACCMODE) == O_RDONLY && (flags & (O_CREAT | O_TRUNC)) == 0;
    const bool is_plain = directory == AT_FDCWD || (path != nullptr && path[0] == '/');
    if (!reads || !is_plain || !MayOpen(path)) {
      errno = EACCES;
      return -1;
    }
    flags |= O_NONBLOCK;  // a pipe must not hold us up before we have seen that it is one
  }
  const int fd = static_cast<int>(syscall(SYS_openat, directory, path, flags, mode));
  if (fd < 0 || !active) return fd;
  struct stat status = {};
  if (fstat(fd, &status) != 0 || !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) {
    close(fd);
    errno = EACCES;
    return -1;
  }
  return fd;
}

}  // namespace

void LimitProcess(int64_t memory) {
#if !defined(UNSOAP_SANITIZER_ALLOCATES)      // its shadow memory is larger than any limit
  constexpr rlim_t kCodeAndStacks = 1 << 30;  // libclang with all that it needs, and then some
  Limit(RLIMIT_AS, 2 * static_cast<rlim_t>(memory) + kCodeAndStacks);
#else
  static_cast<void>(memory);
#endif
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
}

void AllowSeconds(int seconds) {
  if (seconds == 0) return Limit(RLIMIT_CPU, RLIM_INFINITY);
  timespec used = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  Limit(RLIMIT_CPU, static_cast<rlim_t>(used.tv_sec) + static_cast<rlim_t>(seconds) + 1);
}

void AllowDirectories(const std::vector<std::string>& directories) {
  TheAllowed().directories.clear();
  for (const std::string& directory : directories) {
    char resolved[PATH_MAX];
    if (realpath(directory.c_str(), resolved) == nullptr) continue;
    std::string text = resolved;
    if (text.back() != '/') text += '/';
    TheAllowed().directories.push_back(std::move(text));
  }
  TheAllowed().active = true;
}

}  // namespace unsoap::clang

// Exported (CMake: ENABLE_EXPORTS), so that libclang's and LLVM's calls arrive here. The C
// library's own functions do not come this way, and need not: none of them opens what a source file
// names.
extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : 0;
  va_end(rest);
  return unsoap::clang::GuardedOpen(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : 0;
  va_end(rest);
  return unsoap::clang::GuardedOpen(AT_FDCWD, path, flags, mode);
}

int openat(int directory, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : 0;
  va_end(rest);
  return unsoap::clang::GuardedOpen(directory, path, flags, mode);
}

int openat64(int directory, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : 0;
  va_end(rest);
  return unsoap::clang::GuardedOpen(directory, path, flags, mode);
}

}  // extern "C"
