#include "scanner/rules/card_text.h"

#include <fmt/format.h>

#include "scanner/base/text.h"

namespace unsoap::rules {

std::string WrapText(std::string_view text, std::string first, size_t indent) {
  std::string out, line = std::move(first);
  bool empty = true;
  for (std::string_view word : Split(text, ' ')) {
    if (word.empty()) continue;
    if (!empty && CountCodePoints(line) + 1 + CountCodePoints(word) > kCardWidth) {
      out += line + "\n";
      line = std::string(indent, ' ');
      empty = true;
    }
    if (!empty) line += " ";
    line += word;
    empty = false;
  }
  return out + line + "\n";
}

std::string Row(std::string_view label, std::string_view text) {
  if (text.empty()) return {};
  return WrapText(text, fmt::format("  {:<14}", label), 16);
}

}  // namespace unsoap::rules
