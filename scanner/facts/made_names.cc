#include "scanner/facts/made_names.h"

#include <string>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMostBytes = 120;  // of a name

/// What stands in the last brackets: exports[name] -> name.
std::string_view Inside(std::string_view name) {
  constexpr std::string_view kOpen = "[({", kClose = "])}";
  const size_t kind = name.empty() ? std::string_view::npos : kClose.find(name.back());
  if (kind == std::string_view::npos) return {};
  const size_t open = name.find(kOpen[kind]);
  return open == std::string_view::npos ? std::string_view()
                                        : Trim(name.substr(open + 1, name.size() - open - 2));
}

std::string_view WordAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsWordChar(text[end])) ++end;
  return text.substr(at, end - at);
}

}  // namespace

std::string_view MadeKey(std::string_view name) {
  if (name.size() > kMostBytes) return {};
  // A name that begins with the mark is a private one: #send.
  const bool is_code = name.find_first_of("[({\"`") != std::string_view::npos ||
                       name.find('#', 1) != std::string_view::npos || name.starts_with('*');
  if (!is_code) return {};
  // "get_#{name}", `${name}Async`, "Acme::$name"
  for (size_t at = name.find_first_of("$#"); at != std::string_view::npos;
       at = name.find_first_of("$#", at + 1)) {
    size_t from = at + 1;
    if (from < name.size() && name[from] == '{') ++from;
    if (from < name.size() && (IsAlpha(name[from]) || name[from] == '_')) return WordAt(name, from);
  }
  const std::string_view inside = Inside(name);
  const std::string_view text = name.front() == '[' || name.back() == ']' ? inside : name;
  if (name.back() == ']' && text.find('.') != std::string_view::npos) return {};
  // unquote(name), name.downcase.sub('a', 'b'): the first word that is no function.
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"' || text[at] == '\'' || text[at] == '`') return {};
    if (!IsAlpha(text[at]) && text[at] != '_') continue;
    const std::string_view word = WordAt(text, at);
    const bool is_call = at + word.size() < text.size() && text[at + word.size()] == '(';
    if (!is_call) return word;
    at += word.size();
  }
  return {};
}

bool IsWholeKey(std::string_view name) {
  const std::string_view key = MadeKey(name), inside = Inside(name);
  return !key.empty() && (inside == key || name == "*$" + std::string(key) ||
                          (inside.size() == key.size() + 1 && inside[0] == '$'));
}

std::string LettersOf(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (IsAlnum(c)) out += ToLower(c);
  }
  return out;
}

}  // namespace unsoap::facts
