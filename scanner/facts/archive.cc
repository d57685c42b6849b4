// libarchive lives in this file and nowhere else.
#include "scanner/facts/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>

#include "scanner/base/budget.h"
#include "scanner/base/text.h"

namespace unsoap::facts {
namespace {

constexpr int64_t kRatioFloor = 16 << 20;

constexpr std::string_view kArchiveNames[] = {
    ".7z",   ".aab", ".aar", ".apk",    ".appx", ".bz2",  ".cab",  ".cpio",  ".crate",
    ".crx",  ".deb", ".ear", ".egg",    ".gem",  ".gz",   ".ipa",  ".iso",   ".jar",
    ".kar",  ".lha", ".lz",  ".lz4",    ".lzh",  ".lzma", ".msix", ".nupkg", ".phar",
    ".rar",  ".rpm", ".sar", ".snupkg", ".tar",  ".tbz2", ".tgz",  ".txz",   ".udeb",
    ".vsix", ".war", ".whl", ".xpi",    ".xz",   ".zip",  ".zst"};

using namespace std::string_view_literals;

/// How archives begin, and where.
struct Magic {
  size_t at;
  std::string_view bytes;
};
constexpr Magic kDisk = {0x8001, "CD001"};
constexpr Magic kArchiveMagic[] = {{0, "PK\x03\x04"},     {0, "7z\xbc\xaf\x27\x1c"},
                                   {0, "Rar!\x1a\x07"},   {0, "!<arch>\ndebian-binary"},
                                   {0, "MSCF\0\0\0\0"sv}, {0, "\xed\xab\xee\xdb"},
                                   {2, "-lh5-"},          {2, "-lh6-"},
                                   {2, "-lh7-"},          kDisk};
constexpr Magic kPackedMagic[] = {{0, "\x1f\x8b\x08"},
                                  {0, "\x1f\x9d\x90"},
                                  {0, "\xfd\x37zXZ\0"sv},
                                  {0, "\x28\xb5\x2f\xfd"},
                                  {0, "\x04\x22\x4d\x18"},
                                  {0, "\x02\x21\x4c\x18"},
                                  {0, "LZIP\1"}};

bool HasMagic(std::string_view bytes, const Magic& magic) {
  return bytes.size() > magic.at && bytes.substr(magic.at).starts_with(magic.bytes);
}
template <size_t N>
bool HasAny(std::string_view bytes, const Magic (&magics)[N]) {
  return std::any_of(std::begin(magics), std::end(magics),
                     [&](const Magic& magic) { return HasMagic(bytes, magic); });
}

/// Only filters of the library's own: for what it was built without it would start a program, and
/// says so with a warning.
bool AddFilters(archive* handle) {
  using Add = int (*)(archive*);
  static const std::vector<Add> own = [] {
    std::vector<Add> out;
    for (const Add add : {archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
                          archive_read_support_filter_xz, archive_read_support_filter_lzma,
                          archive_read_support_filter_zstd, archive_read_support_filter_lz4,
                          archive_read_support_filter_lzip, archive_read_support_filter_compress,
                          archive_read_support_filter_rpm, archive_read_support_filter_uu}) {
      archive* probe = archive_read_new();
      if (probe != nullptr && add(probe) == ARCHIVE_OK) out.push_back(add);
      archive_read_free(probe);
    }
    return out;
  }();
  return std::all_of(own.begin(), own.end(), [&](Add add) { return add(handle) == ARCHIVE_OK; });
}

struct Closer {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using Handle = std::unique_ptr<archive, Closer>;

/// Members and nested archives always; a lone compressed file (`raw`) only by its name, since any
/// text would be one.
Handle Open(std::string_view bytes, bool raw) {
  Handle handle(archive_read_new());
  if (!handle || !AddFilters(handle.get())) return nullptr;
  if (raw) {
    archive_read_support_format_raw(handle.get());
    archive_read_support_format_empty(handle.get());
  } else {
    archive_read_support_format_zip(handle.get());
    archive_read_support_format_tar(handle.get());
    archive_read_support_format_gnutar(handle.get());
    archive_read_support_format_7zip(handle.get());
    archive_read_support_format_rar(handle.get());
    archive_read_support_format_rar5(handle.get());
    archive_read_support_format_cab(handle.get());
    archive_read_support_format_iso9660(handle.get());
    archive_read_support_format_lha(handle.get());
    archive_read_support_format_ar(handle.get());
    archive_read_support_format_cpio(handle.get());
  }
  if (archive_read_open_memory(handle.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return nullptr;
  return handle;
}

/// A member's name as a report may show it: relative, without "..", '/' between parts.
std::string CleanName(std::string_view name) {
  std::string out;
  std::string unified(name);
  std::replace(unified.begin(), unified.end(), '\\', '/');
  for (const std::string_view part : Split(unified, '/')) {
    if (part.empty() || part == "." || part == "..") continue;
    if (!out.empty()) out += '/';
    out += part;
  }
  return ToValidUtf8(out.empty() ? "(no name)" : out);
}

bool LooksBinary(std::string_view bytes) {
  if (bytes.substr(0, 2) == "\xff\xfe" || bytes.substr(0, 2) == "\xfe\xff") return false;
  return bytes.substr(0, 8192).find('\0') != std::string_view::npos;
}

class Walker {
 public:
  Walker(const ArchiveLimits& limits, const MemberCallback& callback, ArchiveResult& result)
      : limits_(limits), callback_(callback), result_(result) {}

  /// False if the bytes are no archive.
  bool Walk(const std::string& path, std::string_view bytes, int depth) {
    if (bytes.size() < 4) return false;
    packed_ = std::max<int64_t>(packed_, static_cast<int64_t>(bytes.size()));
    if (EndsIn(path, ".phar")) {
      std::vector<PharMember> members;
      const PharHealth health = ReadPhar(bytes, static_cast<size_t>(limits_.max_entries), members);
      if (health != PharHealth::kNone) {
        if (health == PharHealth::kTorn) NotRead(path, "damaged");
        WalkPhar(path, members, depth);
        return true;
      }
    }
    Handle handle = Open(bytes, /*raw=*/false);
    archive_entry* entry = nullptr;
    int status = handle ? archive_read_next_header(handle.get(), &entry) : ARCHIVE_FATAL;
    bool raw = false;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      // An empty archive; nobody keeps a disk without a file.
      if (status == ARCHIVE_EOF && IsMagic(bytes) && !HasMagic(bytes, kDisk)) return true;
      if (!IsCompressed(path, bytes)) {
        if (!IsMagic(bytes)) return false;
        NotRead(path, "damaged");
        return true;
      }
      raw = true;
      handle = Open(bytes, /*raw=*/true);
      status = handle ? archive_read_next_header(handle.get(), &entry) : ARCHIVE_FATAL;
      if (status == ARCHIVE_EOF) return true;  // nothing was packed
      // Without a filter the bytes would come back as they are.
      const bool unpacks = handle && archive_filter_count(handle.get()) > 1;
      if (!unpacks || (status != ARCHIVE_OK && status != ARCHIVE_WARN)) {
        NotRead(path, "damaged");
        return true;
      }
    }
    const int64_t before = files_;
    for (; status == ARCHIVE_OK || status == ARCHIVE_WARN;
         status = archive_read_next_header(handle.get(), &entry)) {
      if (stop_) return true;
      if (Interrupted()) {
        NotRead(path, kInterruptedReason);
        stop_ = true;
        return true;
      }
      if (++entries_ > limits_.max_entries) {
        NotRead(path, "too many entries");
        stop_ = true;
        return true;
      }
      const char* name = archive_entry_pathname_utf8(entry);
      if (name == nullptr) name = archive_entry_pathname(entry);
      std::string member = path + "!/" +
                           CleanName(raw               ? StemOf(path)
                                     : name == nullptr ? ""
                                                       : name);
      if (!raw && archive_entry_filetype(entry) != AE_IFREG) continue;
      ++files_;
      if (archive_entry_is_encrypted(entry) != 0) {
        NotRead(member, "encrypted");
        continue;
      }
      ReadMember(handle.get(), std::move(member), depth);
    }
    if (status != ARCHIVE_EOF || (!raw && files_ == before && HasMagic(bytes, kDisk)))
      NotRead(path, "damaged");
    return true;
  }

 private:
  static bool IsMagic(std::string_view bytes) {
    return bytes.starts_with("PK") || HasAny(bytes, kArchiveMagic);
  }
  static bool IsCompressed(std::string_view path, std::string_view bytes) {
    return bytes.starts_with("BZh") || HasAny(bytes, kPackedMagic) ||
           (EndsIn(path, ".lzma") && bytes.starts_with("\x5d\0\0"sv));
  }
  static bool EndsIn(std::string_view path, std::string_view end) {
    return EqualsIgnoreCase(path.substr(path.size() - std::min(path.size(), end.size())), end);
  }
  /// "a/dump.sql.gz" -> "dump.sql"
  static std::string_view StemOf(std::string_view path) {
    path = path.substr(path.find_last_of('/') + 1);
    return path.substr(0, path.rfind('.'));
  }

  void NotRead(std::string_view path, std::string_view reason) {
    if (result_.not_read.size() < 1000) {
      result_.not_read.push_back({std::string(path), std::string(reason)});
    } else {
      ++result_.not_read_more;
    }
  }

  /// Counts unpacked bytes; false if a limit was passed, which ends the walk.
  bool Count(size_t bytes, const std::string& member) {
    result_.bytes += static_cast<int64_t>(bytes);
    if (result_.bytes > limits_.max_total_bytes ||
        (result_.bytes > kRatioFloor && result_.bytes / limits_.max_ratio > packed_)) {
      result_.bomb = true;
      stop_ = true;
      NotRead(member, "bomb");
      return false;
    }
    return true;
  }

  void ReadMember(archive* handle, std::string member, int depth) {
    std::string content;
    std::array<char, 1 << 16> buffer;
    for (;;) {
      const la_ssize_t got = archive_read_data(handle, buffer.data(), buffer.size());
      if (got < 0) {
        NotRead(member, "damaged");
        if (content.empty()) return;
        break;
      }
      if (got == 0) break;
      if (!Count(static_cast<size_t>(got), member)) return;
      if (static_cast<int64_t>(content.size()) + got > limits_.max_member_bytes) {
        NotRead(member, "too large");
        return;
      }
      content.append(buffer.data(), static_cast<size_t>(got));
    }
    HandOn(std::move(member), content, depth);
  }

  void HandOn(std::string member, std::string_view content, int depth) {
    // A tar inside a compressed file has been opened with it; a zip inside a zip is the next level.
    if (HasArchiveName(member) || HasArchiveBytes(content)) {
      if (depth >= limits_.max_depth) {
        NotRead(member, "too deep");
      } else if (Walk(member, content, depth + 1)) {
        return;
      } else if (HasArchiveName(member) && LooksBinary(content)) {
        NotRead(member, "damaged");
      }
    }
    ++result_.members;
    callback_({std::move(member), content, LooksBinary(content)});
  }

  void WalkPhar(const std::string& path, const std::vector<PharMember>& members, int depth) {
    for (const PharMember& member : members) {
      if (stop_ || Interrupted()) return;
      ++entries_;
      std::string name = path + "!/" + CleanName(member.name);
      if (member.packed.empty() && member.unpacked_size > 0) {
        NotRead(name, "damaged");
        continue;
      }
      if (member.packing == PharMember::Packing::kPlain) {
        if (!Count(member.packed.size(), name)) return;
        HandOn(std::move(name), member.packed, depth);
        continue;
      }
      // Phar stores bare deflate streams; a gzip header in front makes one that libarchive reads.
      // Its checks of the trailer fail, which is of no interest: phar has its own checksum.
      std::string stream;
      if (member.packing == PharMember::Packing::kDeflate) {
        stream.assign("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
      }
      stream += member.packed;
      stream.append(8, '\0');
      const Handle handle = Open(stream, /*raw=*/true);
      archive_entry* entry = nullptr;
      if (!handle || archive_read_next_header(handle.get(), &entry) != ARCHIVE_OK) {
        NotRead(name, "damaged");
        continue;
      }
      ReadMember(handle.get(), std::move(name), depth);
    }
  }

  const ArchiveLimits& limits_;
  const MemberCallback& callback_;
  ArchiveResult& result_;
  int64_t entries_ = 0, files_ = 0;
  int64_t packed_ = 1;  // bytes of the outermost archive
  bool stop_ = false;
};

}  // namespace

std::string Inflate(std::string_view stream, size_t most) {
  // Without its own header and trailer it is the body of a gzip file.
  if (stream.size() < 3) return {};
  std::string packed("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
  packed += stream.substr(2);
  packed.append(8, '\0');
  std::string out;
  const Handle handle = Open(packed, /*raw=*/true);
  archive_entry* entry = nullptr;
  if (!handle || archive_read_next_header(handle.get(), &entry) != ARCHIVE_OK) return out;
  std::array<char, 1 << 14> buffer;
  for (la_ssize_t got = 0;
       out.size() < most &&
       (got = archive_read_data(handle.get(), buffer.data(), buffer.size())) > 0;)
    out.append(buffer.data(), std::min(static_cast<size_t>(got), most - out.size()));
  return out;
}

bool HasArchiveName(std::string_view path) {
  const std::string name = Lower(path.substr(path.find_last_of("/!") + 1));
  return std::any_of(
      std::begin(kArchiveNames), std::end(kArchiveNames), [&](std::string_view suffix) {
        return name.size() > suffix.size() && name.substr(name.size() - suffix.size()) == suffix;
      });
}

bool HasArchiveBytes(std::string_view bytes) {
  if (HasAny(bytes, kArchiveMagic) || HasAny(bytes, kPackedMagic)) return true;
  if (bytes.starts_with("BZh") && bytes.substr(4).starts_with("1AY&SY")) return true;
  // A zip names its members at its end: a program that unpacks itself, a picture with one behind.
  constexpr size_t kHead = 512, kTail = (64 << 10) + 22;
  if (bytes.substr(0, kHead).find('\0') == std::string_view::npos) return false;
  return bytes.substr(bytes.size() - std::min(bytes.size(), kTail)).find("PK\x05\x06"sv) !=
         std::string_view::npos;
}

ArchiveResult WalkArchive(std::string_view path, std::string_view bytes,
                          const ArchiveLimits& limits, const MemberCallback& callback) {
  ArchiveResult result;
  if (limits.max_depth <= 0) return result;
  result.is_archive = Walker(limits, callback, result).Walk(std::string(path), bytes, 1);
  return result;
}

ArchiveResult WalkArchiveFile(std::string_view path, const std::string& absolute,
                              const ArchiveLimits& limits, const MemberCallback& callback,
                              int64_t max_file_bytes) {
  ArchiveResult result;
  std::ifstream in(absolute, std::ios::binary | std::ios::ate);
  const int64_t size = in ? static_cast<int64_t>(in.tellg()) : -1;
  std::string bytes;
  if (size < 0) {
    result.not_read.push_back({std::string(path), "unreadable"});
    return result;
  }
  if (size > max_file_bytes) {
    result.not_read.push_back({std::string(path), "too large"});
    return result;
  }
  bytes.resize(static_cast<size_t>(size));
  in.seekg(0);
  in.read(bytes.data(), size);
  bytes.resize(static_cast<size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return WalkArchive(path, bytes, limits, callback);
}

}  // namespace unsoap::facts
