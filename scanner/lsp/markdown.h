// Markdown: text that nobody wrote as Markdown, put into it.
//
// What it is: escaping for running text and fences for code, so that a scanned file can neither
// format, link, load an image nor end its fence. Control characters are made visible. Pure.
#pragma once

#include <string>
#include <string_view>

namespace unsoap::lsp {

/// As running text: each mark of Markdown and HTML shows as itself; line breaks become blanks.
std::string EscapeMarkdown(std::string_view text);
/// A block of code that ends with a line break; its fence is longer than any in the text.
std::string Fenced(std::string_view language, std::string_view code);
/// Lines with control characters made visible.
std::string Visible(std::string_view text);

}  // namespace unsoap::lsp
