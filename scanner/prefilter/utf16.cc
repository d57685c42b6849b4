#include "scanner/prefilter/utf16.h"

#include <algorithm>
#include <cstddef>

namespace unsoap::prefilter {

Utf16 GuessUtf16(std::string_view bytes) {
  if (bytes.size() < 2) return Utf16::kNo;
  if (bytes.starts_with("\xff\xfe")) return Utf16::kLittle;
  if (bytes.starts_with("\xfe\xff")) return Utf16::kBig;
  const std::string_view head = bytes.substr(0, std::min<size_t>(bytes.size(), 1024) & ~size_t{1});
  if (head.find('\0') == head.npos) return Utf16::kNo;
  size_t even = 0, odd = 0;
  for (size_t i = 0; i < head.size(); i += 2) {
    even += head[i] == '\0';
    odd += head[i + 1] == '\0';
  }
  const size_t units = head.size() / 2;
  if (odd > even && odd * 4 >= units) return Utf16::kLittle;
  if (even > odd && even * 4 >= units) return Utf16::kBig;
  return Utf16::kNo;
}

std::string NarrowUtf16(std::string_view bytes, Utf16 order) {
  const size_t low = order == Utf16::kLittle ? 0 : 1;
  std::string out(bytes.size() / 2, '\0');
  for (size_t i = 0; i < out.size(); ++i) {
    const auto unit = static_cast<uint8_t>(bytes[2 * i + low]);
    const bool ascii = bytes[2 * i + 1 - low] == '\0' && unit < 0x80;
    out[i] = static_cast<char>(ascii ? unit : 0xff);
  }
  return out;
}

}  // namespace unsoap::prefilter
