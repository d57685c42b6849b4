// The word before a name, past what joins its parts and what marks its type.
#include "scanner/collect/declared.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::collect {

bool IsNameByte(char c) { return IsWordChar(c) || (c & 0x80) != 0; }

bool IsDeclared(std::string_view text, size_t at, size_t size,
                const std::vector<std::string>& words) {
  if (words.empty()) return true;  // the language does not say: any mention may be it
  size_t end = at;
  const auto is_joint = [](char c) { return c == '.' || c == ':' || c == '\\' || c == '$'; };
  while (end > 0 && (IsNameByte(text[end - 1]) || is_joint(text[end - 1]))) --end;
  const std::string_view prefix = text.substr(end, at - end);
  const auto declares = [&](std::string_view word) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& known) { return EqualsIgnoreCase(known, word); });
  };
  if (!prefix.empty() && declares(prefix.substr(0, prefix.find_first_of(".:\\$")))) return true;
  while (end > 0 && (IsBlank(text[end - 1]) || text[end - 1] == '*' || text[end - 1] == '&')) --end;
  const bool is_after_type = end > 0 && (IsNameByte(text[end - 1]) || text[end - 1] == '>');
  size_t begin = end;
  while (begin > 0 && IsNameByte(text[begin - 1])) --begin;
  if (end > begin && declares(text.substr(begin, end - begin))) return true;
  // "(": a function is declared by the type before it.
  if (!is_after_type || !declares("(")) return false;
  size_t next = at + size;
  while (next < text.size() && IsBlank(text[next])) ++next;
  return next < text.size() && text[next] == '(';
}

}  // namespace unsoap::collect
