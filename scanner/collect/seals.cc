#include "scanner/collect/seals.h"

#include <algorithm>
#include <array>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/archive.h"
#include "scanner/facts/binary.h"

namespace unsoap::collect {
namespace {

using namespace std::string_view_literals;

constexpr const char* kDiskImage = "a disk image: mount or unpack it, and scan what is in it";
constexpr const char* kInstaller = "an installer: unpack it, and scan what is in it";
constexpr const char* kFlash = "packed: unpack the Flash file, and scan that";
constexpr const char* kPart = "a part of an archive: join all of its parts, and scan the whole";
constexpr const char* kPgp = "encrypted: 'gpg --decrypt' gives the file itself";

/// How such a file begins, and what to do about it.
struct Seal {
  std::string_view begin, then;  // `then`: in the first kSealed bytes too; empty: no matter
  const char* reason;
};
constexpr size_t kSealed = 4096, kMark = 16;
constexpr Seal kSeals[] = {
    {"\0GITCRYPT\0"sv, "", "encrypted: 'git-crypt unlock' gives the file itself"},
    {"$ANSIBLE_VAULT;", "", "encrypted: 'ansible-vault decrypt' gives the file itself"},
    {"-----BEGIN PGP MESSAGE-----", "", kPgp},
    {"age-encryption.org/v1\n", "", "encrypted: 'age --decrypt' gives the file itself"},
    {"-----BEGIN AGE ENCRYPTED FILE-----", "", "encrypted: 'age --decrypt' gives the file itself"},
    {"Salted__", "", "encrypted: 'openssl enc -d' gives the file itself"},
    {"U2FsdGVkX1", "", "encrypted: 'openssl enc -d -a' gives the file itself"},
    {"VimCrypt~0", "", "encrypted: only its editor opens it, with the key"},
    {"AES\2\0"sv, "", "encrypted: 'aescrypt -d' gives the file itself"},
    {"RCLONE\0\0"sv, "", "encrypted: 'rclone cat' gives the file itself"},
    {"LUKS\xba\xbe", "", "encrypted: 'cryptsetup open' gives the disk that is in it"},
    {"# v2 git bundle\n", "", "a packed repository: 'git clone FILE' gives what is in it"},
    {"# v3 git bundle\n", "", "a packed repository: 'git clone FILE' gives what is in it"},
    {"PACK\0\0\0\2"sv, "", "a packed repository: scan it by its folder (--git-dir)"},
    {"PACK\0\0\0\3"sv, "", "a packed repository: scan it by its folder (--git-dir)"},
    {"HG20\0\0"sv, "", "a packed repository: 'hg clone FILE' gives what is in it"},
    {"HG10BZ", "", "a packed repository: 'hg clone FILE' gives what is in it"},
    {"HG10GZ", "", "a packed repository: 'hg clone FILE' gives what is in it"},
    {"<?php @Zend;", "", "encoded: only the loader of Zend Guard reads it; scan its source"},
    {"<?php ", "?>\nHR+c", "encoded: only the loader of ionCube reads it; scan its source"},
    {"<?php ", "return sg_load('",
     "encoded: only the loader of SourceGuardian reads it; scan its source"},
    {"LRZI\0"sv, "", "packed: 'lrzip -d' gives the file itself"},
    {"\x89LZO\0\r\n"sv, "", "packed: 'lzop -d' gives the file itself"},
    {"GRZipII\0"sv, "", "packed: 'grzip -d' gives the file itself"},
    {"xar!\0\x1c"sv, "", "packed: 'xar -x' gives what is in it"},
    {"PGDMP\1"sv, "", "packed: 'pg_restore -f -' gives the text of the database"},
    {"SIT!\0"sv, "", "packed: unpack it, and scan what is in it"},
    {"StuffIt (c)", "", "packed: unpack it, and scan what is in it"},
    {"7kSt", "", "packed: unpack it, and scan what is in it"},
    {"ISc(", "", kInstaller},
    {"MSWIM\0\0\0"sv, "", kDiskImage},
    {"hsqs", "", kDiskImage},
    {"QFI\xfb\0\0\0"sv, "", kDiskImage},
    {"KDMV\1\0\0\0"sv, "", kDiskImage},
    {"vhdxfile", "", kDiskImage},
    {"conectix", "", kDiskImage},
    {"<<< Oracle VM VirtualBox Disk Image >>>", "", kDiskImage},
};

bool EndsIn(std::string_view path, std::string_view end) {
  return path.size() > end.size() && EqualsIgnoreCase(path.substr(path.size() - end.size()), end);
}

/// What unpacks itself, and the packages of Windows: a program with its files packed behind it.
bool IsInstaller(std::string_view path, std::string_view bytes) {
  if (bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
    constexpr std::string_view kClass = "\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"sv;
    return EndsIn(path, ".msi") || EndsIn(path, ".msp") || EndsIn(path, ".msm") ||
           bytes.find(kClass) != std::string_view::npos;
  }
  return facts::KindOf(bytes) == facts::BinaryKind::kPortableExecutable &&
         (bytes.find("\xef\xbe\xad\xdeNullsoftInst") != std::string_view::npos ||
          bytes.find("Inno Setup Setup Data (") != std::string_view::npos);
}

/// Trailers of disk images.
bool IsDiskImage(std::string_view bytes) {
  constexpr size_t kTrailer = 512;
  if (bytes.size() <= kTrailer) return false;
  const std::string_view trailer = bytes.substr(bytes.size() - kTrailer);
  return trailer.starts_with("koly\0\0\0\4\0\0\2\0"sv) || trailer.starts_with("conectix");
}

/// One packet of OpenPGP.
struct Packet {
  int tag = -1;      // -1: it is none
  size_t begin = 0;  // of its content
  size_t end = 0;    // 0: it goes on in parts
};

Packet PacketAt(std::string_view bytes, size_t at) {
  const auto byte = [&](size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  Packet out;
  if (at >= bytes.size() || byte(at) < 0x80) return out;
  if (byte(at) < 0xc0) {  // the old form: the length of the length is in the tag
    const unsigned kind = byte(at) & 3U;
    out.tag = static_cast<int>(byte(at) >> 2 & 15U);
    const size_t size = kind == 3 ? 0 : size_t{1} << kind;
    size_t length = 0;
    for (size_t i = 0; i < size; ++i) length = length << 8 | byte(at + 1 + i);
    out.begin = at + 1 + size;
    out.end = kind == 3 ? 0 : out.begin + length;
    return out;
  }
  out.tag = static_cast<int>(byte(at) & 63U);
  const size_t first = byte(at + 1);
  if (first < 192) {
    out.begin = at + 2, out.end = out.begin + first;
  } else if (first < 224) {
    out.begin = at + 3, out.end = out.begin + ((first - 192) << 8) + byte(at + 2) + 192;
  } else if (first == 255) {
    out.begin = at + 6;
    out.end = out.begin + (size_t{byte(at + 2)} << 24 | size_t{byte(at + 3)} << 16 |
                           size_t{byte(at + 4)} << 8 | byte(at + 5));
  } else {
    out.begin = at + 2;
  }
  return out;
}

/// A message of OpenPGP without armour: keys of the session, and then what they open.
bool IsPgpMessage(std::string_view bytes) {
  constexpr int kForKey = 1, kForPassword = 3, kSealedData = 9, kGuardedData = 18, kAead = 20;
  constexpr int kMostKeys = 64;
  size_t at = 0;
  for (int i = 0; i <= kMostKeys; ++i) {
    const Packet packet = PacketAt(bytes, at);
    if (packet.tag == kSealedData || packet.tag == kGuardedData || packet.tag == kAead)
      return i > 0;
    if ((packet.tag != kForKey && packet.tag != kForPassword) || packet.begin >= bytes.size())
      return false;
    const auto version = static_cast<unsigned char>(bytes[packet.begin]);
    if (version < 2 || version > 6 || packet.end == 0) return false;
    at = packet.end;
  }
  return false;
}

/// "x.zip.002", "x.tar.gz.ab", "x.z01", "x.r00": what only its first part says.
bool IsPart(std::string_view path) {
  const std::string name = Lower(path.substr(path.find_last_of("/!") + 1));
  const size_t dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0) return false;
  const std::string_view stem = std::string_view(name).substr(0, dot);
  const std::string_view end = std::string_view(name).substr(dot + 1);
  const auto digits = [](std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
  };
  if (end.size() == 3 && (end[0] == 'z' || end[0] == 'r') && digits(end.substr(1))) return true;
  if (!facts::HasArchiveName(stem)) return false;
  if ((end.size() == 2 || end.size() == 3) && digits(end)) return true;
  const std::string_view letters = end.starts_with("part") ? end.substr(4) : end;
  return letters.size() == 2 && IsAlpha(letters[0]) && IsAlpha(letters[1]);
}

}  // namespace

bool IsData(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kSealed);
  return std::any_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && (byte < '\t' || byte > '\r') && byte != 0x1a && byte != 0x1b;
  });
}

std::string SealOf(std::string_view path, std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kSealed);
  for (const Seal& seal : kSeals) {
    if (head.starts_with(seal.begin) && head.find(seal.then) != std::string_view::npos)
      return seal.reason;
  }
  if (IsInstaller(path, bytes)) return kInstaller;
  if (IsDiskImage(bytes)) return kDiskImage;
  if (IsPgpMessage(bytes)) return kPgp;
  const bool is_flash = bytes.size() > 8 && (bytes.starts_with("ZWS") || bytes.starts_with("CWS"));
  if (is_flash && static_cast<unsigned char>(bytes[3]) <= 64 && IsData(bytes) &&
      (bytes[0] == 'Z' || facts::Inflate(bytes.substr(8), 1).empty()))
    return kFlash;
  if (EndsIn(path, ".br") && IsData(bytes)) return "packed: 'brotli -d' gives the file itself";
  // The first part begins like the whole; the last one may end like it.
  if (IsPart(path) && IsData(bytes) && !facts::HasArchiveBytes(bytes.substr(0, kMark)))
    return kPart;
  return {};
}

}  // namespace unsoap::collect
