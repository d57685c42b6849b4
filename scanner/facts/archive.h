// Archives: jar, war, nupkg, wheel, gem, deb, rpm, phar, zip, tar, cab, iso and compressed files,
// nested, as a stream of members.
//
// What it is: the one wrapper of libarchive, and our own bounded reader of phar. What it is not: an
// extractor: nothing is written to disk, no link is followed, no path is resolved. Limits hold for
// the outermost archive with all that is nested in it; what exceeds one is not unpacked further and
// is named in `not_read`. Failure: a value, never an exception. Thread safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap::facts {

struct ArchiveLimits {
  int max_depth = 3;  // archives inside archives that are opened; 0: none, not even the outermost
  int64_t max_entries = 200'000;
  int64_t max_member_bytes = 64 << 20;  // of one member, unpacked
  int64_t max_total_bytes = 1LL << 30;  // of all members, unpacked
  int64_t max_ratio = 200;              // unpacked to packed, once more than 16 MB are unpacked
};

struct ArchiveMember {
  std::string path;  // "outer.war!/WEB-INF/lib/b.jar!/com/x/Y.class"; '/' separators, no "..", as
                     // the report shows it
  std::string_view bytes;  // valid during the call
  bool is_binary = false;  // holds NUL bytes near its beginning and is not UTF-16: for BinaryText()
};

struct ArchiveResult {
  bool is_archive = false;  // the bytes were recognised
  int64_t members = 0;
  int64_t bytes = 0;  // unpacked
  struct NotRead {
    std::string path;  // of the archive or member
    std::string
        reason;  // "bomb", "too deep", "too large", "too many entries", "encrypted", "damaged"
  };
  std::vector<NotRead> not_read;  // the first thousand
  int64_t not_read_more = 0;      // beyond those
  bool bomb = false;
};

using MemberCallback = std::function<void(const ArchiveMember&)>;

/// True if the name is one that archives have (.jar, .war, .nupkg, .phar, .tar.gz ...). ASCII case
/// is ignored.
bool HasArchiveName(std::string_view path);

/// True for the first bytes of a compressed file or an archive, and for data with a zip behind it.
/// Cheap to deny.
bool HasArchiveBytes(std::string_view bytes);

/// Hands every regular member of the archive `bytes` to `callback`; a nested archive is opened
/// instead of handed on, as long as the depth allows, else handed on as a member and named in
/// not_read.
ArchiveResult WalkArchive(std::string_view path, std::string_view bytes,
                          const ArchiveLimits& limits, const MemberCallback& callback);
/// The same for a file on disk, which is read whole up to `max_file_bytes`.
ArchiveResult WalkArchiveFile(std::string_view path, const std::string& absolute,
                              const ArchiveLimits& limits, const MemberCallback& callback,
                              int64_t max_file_bytes = 512LL << 20);

/// What a zlib stream unpacks to, up to `most` bytes; of a damaged one what stands before the
/// damage.
std::string Inflate(std::string_view stream, size_t most);

/// Reads a phar's own format: a PHP stub that ends in __HALT_COMPILER, a manifest, the files
/// (plain, or deflated by `inflate`). For WalkArchive; apart because it is not libarchive.
struct PharMember {
  std::string_view name, packed;
  uint32_t unpacked_size = 0;
  enum class Packing { kPlain, kDeflate, kBzip2 } packing = Packing::kPlain;
};
enum class PharHealth { kNone, kWhole, kTorn };
/// kNone: the bytes are no phar. Members in the order of the manifest, as far as they are whole.
/// kTorn: there should be more; where the manifest still names the next one, it is the last of
/// `members`, with nothing in `packed` although it has a size.
PharHealth ReadPhar(std::string_view bytes, size_t max_members, std::vector<PharMember>& members);

}  // namespace unsoap::facts
