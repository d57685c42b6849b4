#include "scanner/facts/type_text.h"

#include <string>
#include <vector>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {
namespace {

/// Where the bracket at `open` is closed; npos if it is not.
size_t MatchingEnd(std::string_view text, size_t open) {
  int depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<' || c == '[' || c == '(') ++depth;
    const bool closes =
        c == ']' || c == ')' || (c == '>' && text[i - 1] != '=' && text[i - 1] != '-');
    if (closes && --depth == 0) return i;
  }
  return std::string_view::npos;
}

/// The last of the types between the brackets; Swift's [Key: Value] has a colon between them.
std::string_view LastArgument(std::string_view inner, bool by_colon) {
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i < inner.size(); ++i) {
    const char c = inner[i];
    if (c == '<' || c == '[' || c == '(') ++depth;
    if (c == ']' || c == ')' || (c == '>' && i > 0 && inner[i - 1] != '=' && inner[i - 1] != '-'))
      --depth;
    if (depth == 0 && (c == ',' || (by_colon && c == ':'))) begin = i + 1;
  }
  return Trim(inner.substr(begin));
}

}  // namespace

namespace {

using languages::Language;

/// Words of types, of all languages: a type is compared with others whatever it is written in.
struct TypeWords {
  std::vector<std::string> modifiers = languages::OfAnyLanguage(&Language::type_modifiers);
  std::vector<std::string> element_modifiers =
      languages::OfAnyLanguage(&Language::element_modifiers);
  std::vector<std::string> inferred = languages::OfAnyLanguage(&Language::inferred_types);
  std::vector<std::string> arguments = languages::OfAnyLanguage(&Language::type_arguments);
  std::vector<std::string> maps = languages::OfAnyLanguage(&Language::map_types);
  std::vector<std::string> nothing = languages::OfAnyLanguage(&Language::no_types);
};

const TypeWords& Words() {
  static const auto* const kWords = new TypeWords;
  return *kWords;
}

/// The text behind a word and the blank after it; empty if it does not begin with one of them.
std::string_view BehindWord(std::string_view text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (text.size() > word.size() && text.starts_with(word) && text[word.size()] == ' ')
      return Trim(text.substr(word.size()));
  }
  return {};
}

/// The same in any case.
std::string_view BehindArgumentWord(std::string_view text) {
  for (const std::string& word : Words().arguments) {
    if (text.size() > word.size() + 1 && text[word.size()] == ' ' &&
        EqualsIgnoreCase(text.substr(0, word.size()), word))
      return text.substr(word.size() + 1);
  }
  return {};
}

}  // namespace

bool BeginsTypeArgument(std::string_view text) { return !BehindArgumentWord(text).empty(); }

std::string_view TypeText(std::string_view text) {
  text = Trim(text);
  // A type that is declared further down stands in quotes (Python).
  if (text.size() > 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0])
    text = Trim(text.substr(1, text.size() - 2));
  while (!text.empty() && (text[0] == '?' || text[0] == '*' || text[0] == '&' || text[0] == ':')) {
    text = Trim(text.substr(1));
  }
  for (std::string_view rest; !(rest = BehindWord(text, Words().modifiers)).empty();) text = rest;
  if (const size_t generic = text.find('<'); generic != std::string_view::npos && generic > 0) {
    text = Trim(text.substr(0, generic));
  } else if (text.find('|') != std::string_view::npos) {
    // Of a union only the alternative that is no "nothing" counts, and only if there is one.
    std::string_view only;
    int count = 0;
    for (std::string_view part : Split(text, '|')) {
      part = Trim(part);
      if (part.empty() || IsAmong(part, Words().nothing)) continue;
      only = part;
      ++count;
    }
    if (count == 1) text = only;
  }
  while (!text.empty() &&
         (text.back() == '?' || text.back() == '*' || text.back() == '&' || text.back() == '!')) {
    text = Trim(text.substr(0, text.size() - 1));
  }
  return IsAmong(text, Words().inferred) ? std::string_view() : text;
}

std::string_view ElementText(std::string_view text) {
  text = Trim(text);
  while (!text.empty() &&
         (text.back() == '?' || text.back() == '*' || text.back() == '&' || text.back() == '!'))
    text = Trim(text.substr(0, text.size() - 1));
  if (text.ends_with("[]")) return Trim(text.substr(0, text.size() - 2));
  if (text.starts_with("[]")) return Trim(text.substr(2));
  if (text.size() < 3) return {};
  for (const std::string& map : Words().maps) {
    if (!text.starts_with(map)) continue;
    const size_t key = MatchingEnd(text, map.size() - 1);
    return key == std::string_view::npos ? std::string_view() : Trim(text.substr(key + 1));
  }
  const size_t open = text.find_first_of("<[(");
  if (open == std::string_view::npos || MatchingEnd(text, open) != text.size() - 1) return {};
  std::string_view inner = text.substr(open + 1, text.size() - open - 2);
  if (text[open] == '(') {  // Visual Basic's List(Of Lead)
    inner = BehindArgumentWord(inner);
    if (inner.empty()) return {};
  }
  inner = LastArgument(inner, open == 0);
  for (std::string_view rest; !(rest = BehindWord(inner, Words().element_modifiers)).empty();)
    inner = rest;
  const bool is_type = !inner.empty() && (IsAlpha(inner[0]) || inner[0] == '_' || inner[0] == '[' ||
                                          inner[0] == ':' || inner[0] == '\\');
  return is_type ? inner : std::string_view();
}

}  // namespace unsoap::facts
