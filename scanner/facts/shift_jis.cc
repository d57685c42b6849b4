#include "scanner/facts/shift_jis.h"

#include <iconv.h>

namespace unsoap {

static bool Likely(std::string_view bytes) {
  size_t kana = 0, two_bytes = 0, single = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto b = static_cast<unsigned char>(bytes[i]);
    if (b < 0x80) continue;
    const bool lead = (b >= 0x81 && b <= 0x9f) || (b >= 0xe0 && b <= 0xfc);
    if (!lead) {
      if (b < 0xa1 || b > 0xdf) return false;
      ++single;  // half-width kana, or a letter of Latin-1
      continue;
    }
    if (++i >= bytes.size()) return false;
    const auto second = static_cast<unsigned char>(bytes[i]);
    if (second < 0x40 || second == 0x7f || second > 0xfc) return false;
    ++two_bytes;
    kana += b == 0x82 || b == 0x83;
  }
  return two_bytes >= 2 && kana > 0 && single <= two_bytes;
}

bool FromShiftJis(std::string_view bytes, std::string* utf8) {
  if (!Likely(bytes)) return false;
  const iconv_t converter = iconv_open("UTF-8", "CP932");
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  utf8->resize(bytes.size() * 3);
  char* in = const_cast<char*>(bytes.data());
  char* out = utf8->data();
  size_t in_left = bytes.size(), out_left = utf8->size();
  const bool ok =
      iconv(converter, &in, &in_left, &out, &out_left) != static_cast<size_t>(-1) && in_left == 0;
  iconv_close(converter);
  utf8->resize(utf8->size() - out_left);
  return ok;
}

}  // namespace unsoap
