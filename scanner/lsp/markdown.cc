#include "scanner/lsp/markdown.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::lsp {

std::string Visible(std::string_view text) {
  std::string out;
  bool is_first = true;
  for (const std::string_view line : Split(text, '\n')) {
    if (!is_first) out += '\n';
    out += EscapeForTerminal(line, true);
    is_first = false;
  }
  return out;
}

std::string EscapeMarkdown(std::string_view text) {
  constexpr std::string_view kMarks = "\\`*_{}[]()#+-.!<>|~&:@";
  std::string flat(text);
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  std::string out;
  for (const char c : EscapeForTerminal(flat)) {
    if (kMarks.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string Fenced(std::string_view language, std::string_view code) {
  size_t longest = 2, run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  std::string text = Visible(code);
  if (!text.ends_with('\n')) text += '\n';
  return fence + std::string(language) + "\n" + text + fence + "\n";
}

}  // namespace unsoap::lsp
