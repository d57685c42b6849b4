#include "scanner/facts/documents.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::facts {
namespace {

constexpr std::pair<std::string_view, DocumentKind> kDocumentNames[] = {
    {".adoc", DocumentKind::kAsciiDoc},        {".asc", DocumentKind::kAsciiDoc},
    {".asciidoc", DocumentKind::kAsciiDoc},    {".ipynb", DocumentKind::kNotebook},
    {".markdown", DocumentKind::kMarkdown},    {".md", DocumentKind::kMarkdown},
    {".mdx", DocumentKind::kMarkdown},         {".mkd", DocumentKind::kMarkdown},
    {".rst", DocumentKind::kRestructuredText},
};

/// Walks a text line by line, with the line's indentation.
struct LineCursor {
  std::string_view text;
  size_t begin = 0, end = 0, next = 0, indent = 0;
  explicit LineCursor(std::string_view t) : text(t) { Load(0); }
  bool AtEnd() const { return begin >= text.size(); }
  void Load(size_t at) {
    begin = at;
    end = std::min(text.find('\n', at), text.size());
    next = std::min(end + 1, text.size());
    if (end == text.size()) next = end;
    indent = 0;
    while (begin + indent < end && (text[begin + indent] == ' ' || text[begin + indent] == '\t'))
      ++indent;
  }
  void Advance() { Load(next); }
  std::string_view Content() const { return Trim(text.substr(begin, end - begin)); }
};

/// The word that names a language: "php", "php+HTML", "{.php .x}", "c#" -> up to a separator.
std::string LanguageWord(std::string_view info) {
  info = Trim(info);
  while (!info.empty() && (info[0] == '{' || info[0] == '.' || info[0] == ' '))
    info.remove_prefix(1);
  return Lower(info.substr(0, info.find_first_of(" \t{},;:\"'=")));
}

void Add(std::vector<CodeBlock>& blocks, size_t begin, size_t end, std::string language) {
  if (begin < end)
    blocks.push_back(
        {{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, std::move(language)});
}

/// Lines from the cursor on that are blank or indented by at least `indent`; leaves the cursor
/// behind them.
void AddIndented(LineCursor& line, size_t indent, std::string language,
                 std::vector<CodeBlock>& blocks) {
  const size_t begin = line.begin;
  size_t end = begin;
  for (; !line.AtEnd(); line.Advance()) {
    if (line.Content().empty()) continue;
    if (line.indent < indent) break;
    end = line.next;
  }
  Add(blocks, begin, end, std::move(language));
}

std::vector<CodeBlock> Markdown(std::string_view text) {
  std::vector<CodeBlock> blocks;
  bool after_blank = true;
  for (LineCursor line(text); !line.AtEnd();) {
    const std::string_view content = line.Content();
    const char mark = content.empty() ? ' ' : content[0];
    size_t fence = 0;
    while (fence < content.size() && content[fence] == mark) ++fence;
    if ((mark == '`' || mark == '~') && fence >= 3) {
      std::string language = LanguageWord(content.substr(fence));
      line.Advance();
      const size_t begin = line.begin;
      size_t end = text.size();
      for (; !line.AtEnd(); line.Advance()) {
        const std::string_view close = line.Content();
        if (close.size() >= fence && close.find_first_not_of(mark) == std::string_view::npos) {
          end = line.begin;
          line.Advance();
          break;
        }
      }
      Add(blocks, begin, end, std::move(language));
      after_blank = false;
    } else if (after_blank && !content.empty() && (line.indent >= 4 || text[line.begin] == '\t')) {
      AddIndented(line, text[line.begin] == '\t' ? 1 : 4, "", blocks);
      after_blank = true;
    } else {
      after_blank = content.empty();
      line.Advance();
    }
  }
  return blocks;
}

std::vector<CodeBlock> AsciiDoc(std::string_view text) {
  std::vector<CodeBlock> blocks;
  std::string language;
  for (LineCursor line(text); !line.AtEnd();) {
    const std::string_view content = line.Content();
    if (content.substr(0, 7) == "[source") {
      const size_t comma = content.find(',');
      language = comma == std::string_view::npos
                     ? ""
                     : LanguageWord(content.substr(comma + 1, content.find(']') - comma - 1));
      line.Advance();
      continue;
    }
    const bool listing =
        content.size() >= 4 && (content.find_first_not_of('-') == std::string_view::npos ||
                                content.find_first_not_of('.') == std::string_view::npos);
    if (!listing) {
      if (content.empty() || content[0] != '.') language.clear();
      line.Advance();
      continue;
    }
    line.Advance();
    const size_t begin = line.begin;
    size_t end = text.size();
    for (; !line.AtEnd(); line.Advance()) {
      if (line.Content() == content) {
        end = line.begin;
        line.Advance();
        break;
      }
    }
    Add(blocks, begin, end, std::move(language));
    language.clear();
  }
  return blocks;
}

std::vector<CodeBlock> RestructuredText(std::string_view text) {
  std::vector<CodeBlock> blocks;
  for (LineCursor line(text); !line.AtEnd();) {
    const std::string_view content = line.Content();
    std::string language;
    bool opens = content.size() >= 2 && content.substr(content.size() - 2) == "::";
    for (const std::string_view directive : {".. code-block::", ".. code::", ".. sourcecode::"}) {
      if (content.substr(0, directive.size()) != directive) continue;
      language = LanguageWord(content.substr(directive.size()));
      opens = true;
    }
    const size_t outer = line.indent;
    line.Advance();
    if (!opens || (content.substr(0, 2) == ".." && content.find("code") == std::string_view::npos))
      continue;
    // Options (`:linenos:`) and blank lines before the code.
    while (!line.AtEnd() &&
           (line.Content().empty() || (line.indent > outer && line.Content()[0] == ':')))
      line.Advance();
    if (!line.AtEnd() && line.indent > outer)
      AddIndented(line, outer + 1, std::move(language), blocks);
  }
  return blocks;
}

}  // namespace

DocumentKind DocumentKindOf(std::string_view path) {
  const std::string name = Lower(path);
  for (const auto& [suffix, kind] : kDocumentNames) {
    if (name.size() > suffix.size() && name.substr(name.size() - suffix.size()) == suffix)
      return kind;
  }
  return DocumentKind::kNone;
}

std::vector<CodeBlock> FindCodeBlocks(std::string_view text, DocumentKind kind) {
  switch (kind) {
    case DocumentKind::kMarkdown:
      return Markdown(text);
    case DocumentKind::kAsciiDoc:
      return AsciiDoc(text);
    case DocumentKind::kRestructuredText:
      return RestructuredText(text);
    default:
      return {};
  }
}

}  // namespace unsoap::facts
