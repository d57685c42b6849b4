#include "scanner/facts/format_call.h"

#include <charconv>

#include "scanner/base/char.h"

namespace unsoap::facts {
namespace {

/// A hole's length at text[at] (0: none), with its name or number.
size_t PercentHole(std::string_view text, size_t at, int* next, FormatPiece* hole) {
  size_t i = at + 1;
  if (i < text.size() &&
      (text[i] == '(' || text[i] == '{' || text[i] == '<')) {  // %(name)s, %{name}, %<name>s
    const char close = text[i] == '(' ? ')' : text[i] == '{' ? '}' : '>';
    const size_t end = text.find(close, i);
    if (end == std::string_view::npos) return 0;
    hole->name = text.substr(i + 1, end - i - 1);
    if (close == '}') return end + 1 - at;
    i = end + 1;
  }
  size_t digits = i;
  int number = 0;
  while (digits < text.size() && digits - i < 6 && IsDigit(text[digits])) {
    number = number * 10 + (text[digits++] - '0');
  }
  const bool numbered = digits > i && digits < text.size() && text[digits] == '$';  // %1$s
  if (numbered) i = digits + 1;
  while (i < text.size() && i - at < 24 &&
         std::string_view("-+ #0'.,*123456789").find(text[i]) != std::string_view::npos)
    ++i;
  while (i < text.size() && std::string_view("hlLqjzt").find(text[i]) != std::string_view::npos)
    ++i;
  if (i >= text.size() ||
      std::string_view("bcdieEfFgGosuxXrSnpaA@v").find(text[i]) == std::string_view::npos)
    return 0;
  if (hole->name.empty()) hole->index = numbered ? number - 1 : (*next)++;
  return i + 1 - at;
}

size_t BraceHole(std::string_view text, size_t at, int* next, FormatPiece* hole) {
  const size_t end = text.find('}', at);
  if (end == std::string_view::npos || end - at > 64) return 0;
  std::string_view inside = text.substr(at + 1, end - at - 1);
  inside = inside.substr(0, inside.find_first_of(":!,."));
  for (char c : inside) {
    if (!IsWordChar(c) && c != '[' && c != ']') return 0;
  }
  int number = 0;
  const auto [last, error] = std::from_chars(inside.data(), inside.data() + inside.size(), number);
  if (inside.empty()) {
    hole->index = (*next)++;
  } else if (error == std::errc() && last == inside.data() + inside.size()) {
    hole->index = number;
  } else {
    hole->name = inside.substr(0, inside.find('['));
  }
  return end + 1 - at;
}

}  // namespace

std::vector<FormatPiece> SplitFormat(std::string_view text, languages::FormatCall::Style style) {
  std::vector<FormatPiece> out;
  const bool percent = style == languages::FormatCall::Style::kPercent;
  const char open = percent ? '%' : '{';
  std::string copied;
  bool is_copied = false;
  size_t begin = 0;
  int next = 0;
  const auto flush = [&](size_t end) {
    FormatPiece piece;
    piece.view = text.substr(begin, end - begin);
    piece.is_copied = is_copied;
    if (is_copied) piece.literal = copied + std::string(piece.view);
    if (!piece.view.empty() || !piece.literal.empty()) out.push_back(std::move(piece));
    copied.clear();
    is_copied = false;
  };
  for (size_t i = 0; i < text.size();) {
    const bool doubled = i + 1 < text.size() && text[i] == text[i + 1];
    if (doubled && (text[i] == open || (!percent && text[i] == '}'))) {
      copied += std::string(text.substr(begin, i + 1 - begin));
      is_copied = true;
      begin = i += 2;
      continue;
    }
    if (text[i] == open) {
      FormatPiece hole;
      hole.is_hole = true;
      const size_t length =
          percent ? PercentHole(text, i, &next, &hole) : BraceHole(text, i, &next, &hole);
      if (length > 0) {
        flush(i);
        out.push_back(hole);
        begin = i += length;
        continue;
      }
    }
    ++i;
  }
  flush(text.size());
  return out;
}

}  // namespace unsoap::facts
