#include "scanner/walk/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "scanner/base/read_bytes.h"

namespace unsoap::walk {
namespace {

EntryType FromMode(mode_t mode) {
  if (S_ISREG(mode)) return EntryType::kFile;
  if (S_ISDIR(mode)) return EntryType::kDirectory;
  if (S_ISLNK(mode)) return EntryType::kLink;
  return EntryType::kSpecial;
}

EntryType TypeOf(int directory, const char* name, unsigned char type) {
  switch (type) {
    case DT_REG:
      return EntryType::kFile;
    case DT_DIR:
      return EntryType::kDirectory;
    case DT_LNK:
      return EntryType::kLink;
    case DT_UNKNOWN: {  // some file systems do not say
      struct stat info {};
      if (fstatat(directory, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return EntryType::kFile;
      return FromMode(info.st_mode);
    }
    default:
      return EntryType::kSpecial;
  }
}

void AddEntry(int fd, const char* name, unsigned char type, Listing& listing) {
  const size_t size = strlen(name);
  if (size == 0 || (name[0] == '.' && (size == 1 || (size == 2 && name[1] == '.')))) return;
  listing.entries.push_back({static_cast<uint32_t>(listing.names.size()),
                             static_cast<uint32_t>(size), TypeOf(fd, name, type)});
  listing.names.append(name, size);
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}

int OpenDirectory(const Descriptor* parent, const std::string& name, const std::string& absolute) {
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  if (parent != nullptr) return openat(parent->fd(), name.c_str(), kFlags);
  return OpenLongPath(absolute, kFlags);
}

int List(int fd, Listing& listing) {
#if defined(__linux__)
  struct Record {  // struct linux_dirent64, which no header declares
    uint64_t inode;
    int64_t offset;
    unsigned short size;
    unsigned char type;
    char name[1];
  };
  alignas(Record) thread_local char buffer[32 << 10];
  for (;;) {
    const long got = syscall(SYS_getdents64, fd, buffer, sizeof buffer);
    if (got == 0) return 0;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    for (long at = 0; at < got;) {
      unsigned short size;
      memcpy(&size, buffer + at + offsetof(Record, size), sizeof size);
      AddEntry(fd, buffer + at + offsetof(Record, name),
               static_cast<unsigned char>(buffer[at + static_cast<long>(offsetof(Record, type))]),
               listing);
      at += size;
    }
  }
#else
  const int copy = dup(fd);
  DIR* directory = copy < 0 ? nullptr : fdopendir(copy);
  if (directory == nullptr) return errno;
  int error = 0;
  for (errno = 0;; errno = 0) {
    const dirent* entry = readdir(directory);
    if (entry == nullptr) {
      error = errno;
      break;
    }
    AddEntry(fd, entry->d_name, entry->d_type, listing);
  }
  closedir(directory);
  return error;
#endif
}

int64_t RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  // Some systems have no hard limit worth the name; what is open at once stays far below this.
  const rlim_t wanted = std::min<rlim_t>(limit.rlim_max, 1 << 16);
  if (limit.rlim_cur < wanted) {
    rlimit raised = limit;
    raised.rlim_cur = wanted;
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return static_cast<int64_t>(std::min<rlim_t>(limit.rlim_cur, 1 << 20));
}

}  // namespace unsoap::walk
