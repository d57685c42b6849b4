// Decode: from bytes to UTF-8. What is no UTF-8 and has no mark is taken for EBCDIC where it is
// text as such, for Shift-JIS where it is well formed as such and holds what single-byte text would
// hardly have, else for Windows-1252, which reads every byte.
#include <algorithm>
#include <array>

#include "scanner/base/text.h"
#include "scanner/facts/ebcdic.h"
#include "scanner/facts/read.h"
#include "scanner/facts/shift_jis.h"

namespace unsoap::facts {
namespace {

void AppendUtf8(std::string* out, uint32_t code) {
  if (code < 0x80) {
    *out += static_cast<char>(code);
  } else if (code < 0x800) {
    *out += {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 63))};
  } else if (code < 0x10000) {
    *out += {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 63)),
             static_cast<char>(0x80 | (code & 63))};
  } else {
    *out += {static_cast<char>(0xf0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 63)),
             static_cast<char>(0x80 | (code >> 6 & 63)), static_cast<char>(0x80 | (code & 63))};
  }
}

unsigned char Byte(std::string_view bytes, size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

std::string FromUtf16(std::string_view bytes, bool big) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit = [&](size_t i) -> uint32_t {
    return big ? Byte(bytes, i) << 8 | Byte(bytes, i + 1)
               : Byte(bytes, i + 1) << 8 | Byte(bytes, i);
  };
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    uint32_t code = unit(i);
    if (code >= 0xd800 && code < 0xdc00 && i + 3 < bytes.size()) {
      const uint32_t low = unit(i + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i += 2;
      }
    }
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    AppendUtf8(&out, code);
  }
  return out;
}

std::string FromWindows1252(std::string_view bytes) {
  static constexpr std::array<uint16_t, 32> kHigh = {
      0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
      0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (size_t i = 0; i < bytes.size(); ++i) {
    const unsigned char b = Byte(bytes, i);
    AppendUtf8(&out, b >= 0x80 && b < 0xa0 ? kHigh[b - 0x80] : b);
  }
  return out;
}

/// How well bytes fit UTF-8.
struct Utf8Fit {
  size_t sequences = 0;  // whole ones of two bytes and more
  size_t bad = 0;        // maximal bad parts
  size_t cut = 0;        // bytes of a sequence that the end of the text cuts off; no bad part
};

Utf8Fit FitUtf8(std::string_view bytes) {
  Utf8Fit fit;
  for (size_t i = 0; i < bytes.size();) {
    const unsigned char b = Byte(bytes, i);
    if (b < 0x80) {
      ++i;
      continue;
    }
    const size_t length = b >= 0xf5 || b < 0xc2 ? 0 : b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
    size_t have = length == 0 ? 0 : 1;
    while (have > 0 && have < length && i + have < bytes.size()) {
      const unsigned char next = Byte(bytes, i + have);
      const bool overlong = have == 1 && ((b == 0xe0 && next < 0xa0) || (b == 0xf0 && next < 0x90));
      const bool no_scalar =
          have == 1 && ((b == 0xed && next >= 0xa0) || (b == 0xf4 && next >= 0x90));
      if ((next & 0xc0) != 0x80 || overlong || no_scalar) break;
      ++have;
    }
    if (length != 0 && have == length) {
      ++fit.sequences;
    } else if (length != 0 && i + have == bytes.size()) {
      fit.cut = have;
    } else {
      ++fit.bad;
    }
    i += std::max<size_t>(have, 1);
  }
  return fit;
}

/// UTF-8, also where the end cuts a sequence off (a dump, a log) or a few bytes of another encoding
/// were pasted in. One high byte alone at the end is a letter of Latin-1.
bool IsUtf8(const Utf8Fit& fit) {
  if (fit.bad == 0) return fit.cut != 1 || fit.sequences > 0;
  return fit.sequences > 4 * fit.bad;
}

std::string FromUtf8(std::string_view bytes, const Utf8Fit& fit) {
  return fit.bad == 0 && fit.cut == 0 ? std::string(bytes) : ToValidUtf8(bytes);
}

/// A character that text has, or a byte of one.
bool IsOfText(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string FromUtf32(std::string_view bytes, bool big) {
  std::string out;
  out.reserve(bytes.size() / 4);
  for (size_t i = 0; i + 3 < bytes.size(); i += 4) {
    uint32_t code = 0;
    for (size_t k = 0; k < 4; ++k)
      code |= static_cast<uint32_t>(Byte(bytes, i + k)) << 8 * (big ? 3 - k : k);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
    AppendUtf8(&out, code);
  }
  return out;
}

/// UTF-32 with or without a mark: the high bytes of all units are zero, and nearly all second ones.
/// 1: little-endian, 2: big-endian.
int LooksLikeUtf32(std::string_view bytes) {
  const size_t count = std::min<size_t>(bytes.size(), 4096) & ~size_t{3};
  if (count < 8) return 0;
  size_t low = 0, high = 0, wrong_little = 0, wrong_big = 0;
  for (size_t i = 0; i < count; i += 4) {
    wrong_little += bytes[i + 3] != '\0' || Byte(bytes, i + 2) > 0x10;
    wrong_big += bytes[i] != '\0' || Byte(bytes, i + 1) > 0x10;
    low += IsOfText(bytes[i]) && bytes[i + 1] == '\0' && bytes[i + 2] == '\0';
    high += IsOfText(bytes[i + 3]) && bytes[i + 2] == '\0' && bytes[i + 1] == '\0';
  }
  const size_t units = count / 4;
  if (wrong_little == 0 && low * 10 >= units * 7) return 1;
  if (wrong_big == 0 && high * 10 >= units * 7) return 2;
  return 0;
}

/// Text that was padded with NUL bytes, or has them in the place of blanks: without them nothing is
/// left but the characters of text. Data has others.
bool IsPaddedText(std::string_view sample) {
  std::string rest;
  for (const char c : sample) {
    if (c == '\0') continue;
    if (!IsOfText(c)) return false;
    rest += c;
  }
  return !rest.empty() && FitUtf8(rest).bad * 20 <= rest.size();
}

/// UTF-16 without a mark: ASCII text has a zero in every second byte.
int LooksLikeUtf16(std::string_view bytes) {
  const size_t count = std::min<size_t>(bytes.size(), 4096) & ~size_t{1};
  if (count < 4) return 0;
  size_t even = 0, odd = 0;
  for (size_t i = 0; i < count; i += 2) {
    even += bytes[i] == '\0';
    odd += bytes[i + 1] == '\0';
  }
  const size_t units = count / 2;
  if (odd * 10 >= units * 7 && even * 20 <= units) return 1;  // little-endian
  if (even * 10 >= units * 7 && odd * 20 <= units) return 2;  // big-endian
  return 0;
}

}  // namespace

Decoded Decode(std::string_view bytes) {
  Decoded out;
  if (bytes.starts_with("\xef\xbb\xbf")) {
    out.encoding = "utf-8-bom";
    bytes.remove_prefix(3);
    out.text = FromUtf8(bytes, FitUtf8(bytes));
    return out;
  }
  // The mark of little-endian UTF-32 begins like that of UTF-16.
  if (const int wide = LooksLikeUtf32(bytes); wide != 0) {
    out.encoding = wide == 1 ? "utf-32le" : "utf-32be";
    out.text = FromUtf32(bytes, wide == 2);
    if (out.text.starts_with("\xef\xbb\xbf")) out.text.erase(0, 3);
    std::replace(out.text.begin(), out.text.end(), '\0', ' ');
    return out;
  }
  const bool little_mark = bytes.starts_with("\xff\xfe"), big_mark = bytes.starts_with("\xfe\xff");
  const int guess = little_mark || big_mark ? 0 : LooksLikeUtf16(bytes);
  if (little_mark || big_mark || guess != 0) {
    const bool big = big_mark || guess == 2;
    out.encoding = big ? "utf-16be" : "utf-16le";
    out.text = FromUtf16(guess == 0 ? bytes.substr(2) : bytes, big);
    std::replace(out.text.begin(), out.text.end(), '\0', ' ');
    return out;
  }
  if (IsEbcdic(bytes)) {
    out.encoding = "ebcdic";
    out.text = FromEbcdic(bytes);
    return out;
  }
  // A file that a disk or a record format has padded ends before its padding.
  const size_t begin = bytes.find_first_not_of('\0');
  const auto head = [&] { return bytes.substr(begin).substr(0, 64 << 10); };
  if (const size_t end = bytes.find_last_not_of('\0');
      begin != std::string_view::npos && end + 1 < bytes.size() && IsPaddedText(head()))
    bytes = bytes.substr(0, end + 1);
  // A few NUL bytes are a damaged text file, however small; many are no text unless all the rest
  // is. They become spaces, so that no grammar stops at them.
  const size_t sample = std::min<size_t>(bytes.size(), 64 << 10);
  const auto nuls = static_cast<size_t>(
      std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(sample), '\0'));
  if (nuls * 100 > sample && (nuls > 4 || nuls * 20 > sample) &&
      (begin == std::string_view::npos || !IsPaddedText(head()))) {
    out.binary = true;
    out.encoding = "binary";
    return out;
  }
  if (const Utf8Fit fit = FitUtf8(bytes); IsUtf8(fit)) {
    out.encoding = "utf-8";
    out.text = FromUtf8(bytes, fit);
  } else if (std::string japanese; FromShiftJis(bytes, &japanese)) {
    out.encoding = "shift-jis";
    out.text = std::move(japanese);
  } else {
    out.encoding = "windows-1252";
    out.text = FromWindows1252(bytes);
  }
  std::replace(out.text.begin(), out.text.end(), '\0', ' ');
  return out;
}

}  // namespace unsoap::facts
