// Directory: opening and listing one directory with as few system calls as there are.
//
// What it is: getdents64 with the entry types the file system gives, openat relative to the parent
// while its descriptor is still open, and the way back by path when descriptors run out. What it is
// not: any decision about what is read. Thread safety: free functions; a Descriptor may be shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace unsoap::walk {

/// An open directory; closed with its last owner.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

enum class EntryType : uint8_t { kFile, kDirectory, kLink, kSpecial };
struct DirectoryEntry {
  uint32_t name_begin, name_size;  // in the listing's `names`
  EntryType type;
};
struct Listing {
  std::string names;
  std::vector<DirectoryEntry> entries;
  std::string Name(const DirectoryEntry& entry) const {
    return names.substr(entry.name_begin, entry.name_size);
  }
};

/// Opens `parent`/`name` if the parent is still open, else `absolute`. -1 and errno on failure;
/// links are not followed.
int OpenDirectory(const Descriptor* parent, const std::string& name, const std::string& absolute);
/// Appends nothing and gives errno if the directory cannot be read to its end; what was listed
/// before stays.
int List(int fd, Listing& listing);

/// Lets the process open as many files as the system's hard limit allows, and gives that number.
int64_t RaiseFileLimit();

}  // namespace unsoap::walk
