// Encoded forms: base64 by groups of six bits, and numbers of characters.
#include "scanner/base/encoded_forms.h"

#include <fmt/format.h>

#include <cstdint>

namespace unsoap {

std::string Base64(std::string_view value) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i + 2 < value.size(); i += 3) {
    const uint32_t bits = static_cast<unsigned char>(value[i]) << 16 |
                          static_cast<unsigned char>(value[i + 1]) << 8 |
                          static_cast<unsigned char>(value[i + 2]);
    for (int shift = 18; shift >= 0; shift -= 6) out += kDigits[bits >> shift & 63];
  }
  return out;
}

std::vector<std::string> Base64Inside(std::string_view value) {
  std::vector<std::string> out;
  for (size_t lead = 0; lead < 3; ++lead) {
    // Six bits a digit: the first that no byte before reaches into, and those before the last that
    // a byte behind does.
    const size_t first = (8 * lead + 5) / 6, count = 8 * (lead + value.size()) / 6 - first;
    const std::string whole =
        Base64(std::string(lead, '\0') + std::string(value) + std::string(2, '\0'));
    out.push_back(whole.substr(first, count));
  }
  return out;
}

std::vector<std::string> NumberForms(std::string_view value) {
  std::vector<std::string> out(5);
  for (const char c : value) {
    const auto code = static_cast<unsigned>(static_cast<unsigned char>(c));
    out[0] += fmt::format("\\u{:04x}", code);
    out[1] += fmt::format("\\x{:02x}", code);
    out[2] += fmt::format("%{:02x}", code);
    out[3] += fmt::format("&#{};", code);
    out[4] += fmt::format("&#x{:x};", code);
  }
  return out;
}

}  // namespace unsoap
