// A lock on a file in the directory says that somebody still works in it.
#include "scanner/fleet/scratch.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace unsoap::fleet {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPrefix = "unsoap-fleet-";

/// Whether the file that was opened still stands under its name. Between opening and locking
/// somebody may have locked it, removed the directory and let it go: such a lock guards nothing.
bool IsStillThere(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return fstat(file, &opened) == 0 && lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

int Lock(const std::string& directory) {
  const std::string path = directory + "/lock";
  const int lock = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_CREAT, 0600);
  if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0 && IsStillThere(lock, path)) return lock;
  if (lock >= 0) close(lock);
  return -1;
}

/// Those of this user whose owner was killed.
void RemoveOrphans(const fs::path& around) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(around, failed)) {
    if (!entry.path().filename().string().starts_with(kPrefix)) continue;
    struct stat info {};
    if (lstat(entry.path().c_str(), &info) != 0 || !S_ISDIR(info.st_mode) ||
        info.st_uid != geteuid())
      continue;
    // Whoever has made one and not locked it yet makes another.
    const int lock = Lock(entry.path().string());
    if (lock < 0) continue;
    fs::remove_all(entry.path(), failed);
    close(lock);
  }
}

}  // namespace

Result<Scratch> Scratch::Make() {
  std::error_code failed;
  const fs::path around = fs::temp_directory_path(failed);
  RemoveOrphans(around);
  for (int attempt = 0; attempt < 100 && !failed; ++attempt) {
    std::string name = (around / (std::string(kPrefix) + "XXXXXX")).string();
    if (mkdtemp(name.data()) == nullptr) break;
    if (const int lock = Lock(name); lock >= 0) return Scratch(std::move(name), lock);
  }
  return Fail(fmt::format("no temporary directory can be made: {}", std::strerror(errno)),
              "set TMPDIR to one that can be written");
}

Scratch::Scratch(Scratch&& other) noexcept
    : directory_(std::exchange(other.directory_, {})), lock_(std::exchange(other.lock_, -1)) {}

Scratch::~Scratch() {
  std::error_code failed;
  if (!directory_.empty()) fs::remove_all(directory_, failed);
  if (lock_ >= 0) close(lock_);
}

std::string Scratch::Folder(size_t number) const {
  const std::string folder = directory_ + "/" + std::to_string(number);
  mkdir(folder.c_str(), 0700);
  return folder;
}

void Scratch::Remove(size_t number) const {
  std::error_code failed;
  fs::remove_all(directory_ + "/" + std::to_string(number), failed);
}

}  // namespace unsoap::fleet
