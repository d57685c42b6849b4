#include "scanner/facts/type_text.h"

#include "scanner/base/text.h"

namespace unsoap::facts {

std::string_view TypeText(std::string_view text) {
  text = Trim(text);
  while (!text.empty() && (text[0] == '?' || text[0] == '*' || text[0] == '&' || text[0] == ':')) {
    text = Trim(text.substr(1));
  }
  for (std::string_view word :
       {"const ", "final ", "readonly ", "mut ", "struct ", "enum ", "class ", "unsigned "}) {
    if (text.starts_with(word)) text = Trim(text.substr(word.size()));
  }
  if (const size_t generic = text.find('<'); generic != std::string_view::npos && generic > 0) {
    text = Trim(text.substr(0, generic));
  } else if (text.find('|') != std::string_view::npos) {
    // Of a union only the alternative that is no "nothing" counts, and only if there is one.
    std::string_view only;
    int count = 0;
    for (std::string_view part : Split(text, '|')) {
      part = Trim(part);
      if (part == "null" || part == "None" || part == "undefined" || part == "false" ||
          part.empty())
        continue;
      only = part;
      ++count;
    }
    if (count == 1) text = only;
  }
  while (!text.empty() &&
         (text.back() == '?' || text.back() == '*' || text.back() == '&' || text.back() == '!')) {
    text = Trim(text.substr(0, text.size() - 1));
  }
  if (text == "var" || text == "auto" || text == "val" || text == "let" || text == "def") return {};
  return text;
}

}  // namespace unsoap::facts
