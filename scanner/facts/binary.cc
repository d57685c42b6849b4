#include "scanner/facts/binary.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/read.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMinRun = 4;

bool IsPrintable(unsigned char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; }

/// Lines up to the bound.
struct Lines {
  std::string out;
  bool cut = false;
};

void AddLine(Lines& lines, std::string_view text) {
  if (text.empty()) return;
  if (lines.out.size() + text.size() >= kMaxBinaryText) {
    lines.cut = true;
    return;
  }
  std::string& out = lines.out;
  // One entry is one line.
  for (const char c : text) out += c == '\n' || c == '\r' ? ' ' : c;
  out += '\n';
}

/// Sizes of constant pool entries by their tag, without the tag; 0 for a tag that does not exist.
size_t EntrySize(unsigned char tag) {
  switch (tag) {
    case 3:
    case 4:
    case 9:
    case 10:
    case 11:
    case 12:
    case 17:
    case 18:
      return 4;
    case 5:
    case 6:
      return 8;
    case 7:
    case 8:
    case 16:
    case 19:
    case 20:
      return 2;
    case 15:
      return 3;
    default:
      return 0;
  }
}

Lines ClassText(std::string_view bytes) {
  const auto u16 = [&](size_t at) {
    return static_cast<size_t>(static_cast<unsigned char>(bytes[at])) << 8 |
           static_cast<unsigned char>(bytes[at + 1]);
  };
  Lines out;
  const size_t count = u16(8);
  size_t at = 10;
  for (size_t i = 1; i < count && at < bytes.size(); ++i) {
    const auto tag = static_cast<unsigned char>(bytes[at++]);
    if (tag == 1) {
      if (at + 2 > bytes.size()) break;
      const size_t length = u16(at);
      AddLine(out, ToValidUtf8(bytes.substr(at + 2, length)));
      at += 2 + length;
      continue;
    }
    const size_t size = EntrySize(tag);
    if (size == 0) break;
    if (tag == 5 || tag == 6) ++i;  // long and double take two indexes
    at += size;
  }
  return out;
}

Lines RunsOfText(std::string_view bytes) {
  Lines out;
  size_t begin = 0;
  for (size_t i = 0; i <= bytes.size(); ++i) {
    if (i < bytes.size() && IsPrintable(static_cast<unsigned char>(bytes[i]))) continue;
    if (i - begin >= kMinRun) AddLine(out, bytes.substr(begin, i - begin));
    begin = i + 1;
  }
  // UTF-16, little endian, at either parity; only what is ASCII.
  for (const size_t parity : {0, 1}) {
    std::string run;
    for (size_t i = parity; i + 1 < bytes.size(); i += 2) {
      if (bytes[i + 1] == '\0' && IsPrintable(static_cast<unsigned char>(bytes[i]))) {
        run += bytes[i];
        continue;
      }
      if (run.size() >= kMinRun) AddLine(out, run);
      run.clear();
    }
    if (run.size() >= kMinRun) AddLine(out, run);
  }
  return out;
}

}  // namespace

BinaryKind KindOf(std::string_view bytes) {
  using namespace std::string_view_literals;
  // A Mach-O file for several processors begins like a class file; their number is below any
  // version of the class format.
  if (bytes.size() >= 10 && bytes.starts_with("\xca\xfe\xba\xbe")) {
    return static_cast<unsigned char>(bytes[7]) >= 45 ? BinaryKind::kJavaClass
                                                      : BinaryKind::kProgram;
  }
  if (bytes.size() >= 64 && bytes.starts_with("MZ")) return BinaryKind::kPortableExecutable;
  for (const std::string_view magic :
       {"\x7f\x45LF"sv, "\xcf\xfa\xed\xfe"sv, "\xce\xfa\xed\xfe"sv, "\0asm"sv, "dex\n"sv}) {
    if (bytes.starts_with(magic)) return BinaryKind::kProgram;
  }
  // Python's: two bytes of its version and a line end, which a copy as text would have changed.
  if (bytes.size() >= 16 && bytes.substr(2, 2) == "\r\n" &&
      (bytes[1] == '\r' || bytes[1] == '\xf3'))
    return BinaryKind::kProgram;
  if (bytes.size() >= 16 && bytes.starts_with("FWS") && static_cast<unsigned char>(bytes[3]) <= 64)
    return BinaryKind::kProgram;
  if (bytes.size() >= 12 && bytes.starts_with("FOR1") && bytes.substr(8, 4) == "BEAM")
    return BinaryKind::kProgram;
  return BinaryKind::kOther;
}

bool IsBinary(std::string_view bytes) {
  if (KindOf(bytes) != BinaryKind::kOther) return true;
  if (bytes.starts_with('\0') && bytes.size() > 4 && bytes[1] == '\0' && bytes[2] == '\0' &&
      bytes[3] == '\0') {  // a hole in front of what it holds
    const size_t begin = bytes.find_first_not_of('\0');
    if (begin != std::string_view::npos) bytes.remove_prefix(begin);
  }
  const std::string_view sample = bytes.substr(0, 64 << 10);
  // Only text with a NUL in it is worth the question which encoding it has.
  return sample.find('\0') != std::string_view::npos && Decode(sample).binary;
}

std::string BinaryText(std::string_view bytes, bool* cut) {
  Lines lines = KindOf(bytes) == BinaryKind::kJavaClass ? ClassText(bytes) : RunsOfText(bytes);
  if (cut != nullptr) *cut = lines.cut;
  return std::move(lines.out);
}

}  // namespace unsoap::facts
