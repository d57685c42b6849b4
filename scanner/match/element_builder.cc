#include "scanner/match/element_builder.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::match {
namespace {

constexpr int kMostLines = 60;  // that a request may have

/// What stands between quotes in a line.
std::vector<Span> QuotedWords(std::string_view text, Span line) {
  std::vector<Span> out;
  for (uint32_t at = line.begin; at < line.end; ++at) {
    if (text[at] != '"' && text[at] != '\'') continue;
    const size_t close = text.find(text[at], at + 1);
    if (close == std::string_view::npos || close >= line.end) break;
    out.push_back({at + 1, static_cast<uint32_t>(close)});
    at = static_cast<uint32_t>(close);
  }
  return out;
}

bool IsElementName(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), IsWordChar);
}

/// The line that begins at `begin`, without its end.
Span LineAt(std::string_view text, size_t begin) {
  return {static_cast<uint32_t>(begin),
          static_cast<uint32_t>(std::min(text.find('\n', begin), text.size()))};
}

size_t Indentation(std::string_view line) {
  return std::min(line.find_first_not_of(" \t\r"), line.size());
}

}  // namespace

std::vector<SeenArgument> ReadElementBuilder(link::FileId file, const facts::FileFacts& facts,
                                             uint32_t at) {
  const std::string_view text = facts.source.text();
  std::vector<SeenArgument> out;
  std::vector<std::pair<size_t, std::string>> around;  // indentation and path of the elements
  const size_t before = text.rfind('\n', at);
  Span line = LineAt(text, before == std::string_view::npos ? 0 : before + 1);
  const size_t outer = Indentation(facts.source.Slice(line));
  for (int lines = 0; lines < kMostLines && line.end < text.size(); ++lines) {
    line = LineAt(text, line.end + 1);
    const std::string_view whole = facts.source.Slice(line);
    if (Trim(whole).empty()) continue;
    const size_t depth = Indentation(whole);
    if (depth <= outer) break;
    while (!around.empty() && around.back().first >= depth) around.pop_back();
    const std::vector<Span> words = QuotedWords(text, line);
    if (words.empty() || facts.InComment(words[0].begin)) continue;
    const std::string_view name = facts.source.Slice(words[0]);
    if (!IsElementName(name)) continue;
    SeenArgument argument;
    argument.path = (around.empty() ? "" : around.back().second + ".") + std::string(name);
    around.emplace_back(depth, argument.path);
    argument.file = file, argument.span = words[0];
    if (words.size() > 1) {
      const std::string_view value = facts.source.Slice(words[1]);
      argument.values = {std::string(value)}, argument.complete = true;
      argument.source = std::string(value.substr(0, 80)), argument.span = words[1];
    }
    out.push_back(std::move(argument));
  }
  return out;
}

}  // namespace unsoap::match
