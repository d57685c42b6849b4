#include "scanner/base/text.h"

#include <algorithm>
#include <cstdint>

#include "scanner/base/char.h"

namespace unsoap {
namespace {

/// Length of the well-formed UTF-8 sequence at `i`, 0 if there is none; `bad` gets the length of
/// the maximal bad part.
size_t SequenceLength(std::string_view s, size_t i, uint32_t* code, size_t* bad) {
  const auto byte = [&](size_t k) { return static_cast<unsigned char>(s[k]); };
  const unsigned char b = byte(i);
  *bad = 1;
  if (b < 0x80) {
    *code = b;
    return 1;
  }
  size_t length = 0;
  unsigned char low = 0x80, high = 0xbf;
  uint32_t value = 0;
  if (b >= 0xc2 && b <= 0xdf) {
    length = 2, value = b & 0x1f;
  } else if (b >= 0xe0 && b <= 0xef) {
    length = 3, value = b & 0x0f;
    if (b == 0xe0) low = 0xa0;
    if (b == 0xed) high = 0x9f;
  } else if (b >= 0xf0 && b <= 0xf4) {
    length = 4, value = b & 0x07;
    if (b == 0xf0) low = 0x90;
    if (b == 0xf4) high = 0x8f;
  } else {
    return 0;
  }
  for (size_t k = 1; k < length; ++k) {
    if (i + k >= s.size() || byte(i + k) < low || byte(i + k) > high) {
      *bad = k;
      return 0;
    }
    value = value << 6 | (byte(i + k) & 0x3f);
    low = 0x80, high = 0xbf;
  }
  *code = value;
  return length;
}

bool IsInvisible(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || c == 0x2028 ||
         c == 0x2029 || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

}  // namespace

std::string Lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), ToLower);
  return out;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ToLower, ToLower);
}

bool ContainsIgnoreCase(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return ToLower(a) == ToLower(b); };
  return part.empty() ||
         std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

std::string SnakeCase(std::string_view camel) {
  std::string out;
  for (size_t i = 0; i < camel.size(); ++i) {
    if (IsUpper(camel[i]) && i > 0) {
      const bool after_small = !IsUpper(camel[i - 1]) && camel[i - 1] != '_';
      const bool before_small =
          i + 1 < camel.size() && IsLower(camel[i + 1]) && camel[i - 1] != '_';
      if (after_small || before_small) out += '_';
    }
    out += ToLower(camel[i]);
  }
  return out;
}

std::string UpperFirst(std::string_view camel) {
  std::string out(camel);
  if (!out.empty()) out[0] = ToUpper(out[0]);
  return out;
}

std::string LowerFirst(std::string_view camel) {
  std::string out(camel);
  if (!out.empty()) out[0] = ToLower(out[0]);
  return out;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == separator) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  return parts;
}

std::string_view Trim(std::string_view text) {
  const char* blank = " \t\r\n\f\v";
  const size_t begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) out += separator;
    out += part;
  }
  return out;
}

std::string EscapeForTerminal(std::string_view text, bool keep_tab) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (size_t i = 0; i < text.size();) {
    uint32_t code = 0;
    size_t bad = 1;
    const size_t length = SequenceLength(text, i, &code, &bad);
    if (length == 0) {
      for (size_t k = 0; k < bad; ++k) {
        const auto b = static_cast<unsigned char>(text[i + k]);
        out += {'\\', 'x', kHex[b >> 4], kHex[b & 15]};
      }
      i += bad;
      continue;
    }
    if (!IsInvisible(code) || (keep_tab && code == '\t')) {
      out += text.substr(i, length);
    } else if (code < 0x100) {
      out += {'\\', 'x', kHex[code >> 4], kHex[code & 15]};
    } else {
      out += {'\\',
              'u',
              '{',
              kHex[code >> 12 & 15],
              kHex[code >> 8 & 15],
              kHex[code >> 4 & 15],
              kHex[code & 15],
              '}'};
    }
    i += length;
  }
  return out;
}

std::string ToValidUtf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size();) {
    uint32_t code = 0;
    size_t bad = 1;
    const size_t length = SequenceLength(bytes, i, &code, &bad);
    if (length == 0) {
      out += "\xef\xbf\xbd";
      i += bad;
    } else {
      out += bytes.substr(i, length);
      i += length;
    }
  }
  return out;
}

size_t CountCodePoints(std::string_view utf8) {
  size_t count = 0;
  for (size_t i = 0; i < utf8.size(); ++count) {
    uint32_t code = 0;
    size_t bad = 1;
    const size_t length = SequenceLength(utf8, i, &code, &bad);
    i += length == 0 ? 1 : length;
  }
  return count;
}

size_t CountUtf16Units(std::string_view utf8) {
  size_t count = 0;
  for (size_t i = 0; i < utf8.size(); ++count) {
    uint32_t code = 0;
    size_t bad = 1;
    const size_t length = SequenceLength(utf8, i, &code, &bad);
    if (length == 4) ++count;
    i += length == 0 ? 1 : length;
  }
  return count;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  size_t best_distance = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    std::vector<size_t> row(candidate.size() + 1);
    for (size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= word.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j < row.size(); ++j) {
        const size_t substitute = diagonal + (ToLower(word[i - 1]) != ToLower(candidate[j - 1]));
        diagonal = row[j];
        row[j] = std::min({substitute, row[j] + 1, row[j - 1] + 1});
      }
    }
    if (row.back() < best_distance) best_distance = row.back(), best = candidate;
  }
  return best;
}

std::string UrlEncode(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (IsAlnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

bool IsAmong(std::string_view word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool EndsInAny(std::string_view text, const std::vector<std::string>& ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](const std::string& end) { return text.ends_with(end); });
}

bool BeginsWithAny(std::string_view text, const std::vector<std::string>& begins) {
  return std::any_of(begins.begin(), begins.end(),
                     [&](const std::string& begin) { return text.starts_with(begin); });
}

}  // namespace unsoap
