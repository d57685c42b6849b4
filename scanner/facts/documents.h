// Documents that hold code: notebooks, Markdown, AsciiDoc, reStructuredText.
//
// What it is: where the code stands and in which language. What it is not: a reader of that code. A
// block of Markdown, AsciiDoc or reStructuredText is a span of the outer text (indented blocks keep
// their indentation). The code of a notebook cell is written as JSON strings, so it becomes a text
// of its own with a map back to the outer offsets. Failure: never; linear in the text. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/source.h"

namespace unsoap::facts {

enum class DocumentKind { kNone, kMarkdown, kAsciiDoc, kRestructuredText, kNotebook };
/// By the file's name (.md, .markdown, .mdx, .adoc, .asciidoc, .asc, .rst, .ipynb).
DocumentKind DocumentKindOf(std::string_view path);

struct CodeBlock {
  Span span;             // of the code, without fences and directives
  std::string language;  // as the document says, lower case ("php", "shell", "c#"); empty when it
                         // says nothing
};
/// The code blocks of a document, in order; empty for kNone and kNotebook.
std::vector<CodeBlock> FindCodeBlocks(std::string_view text, DocumentKind kind);

/// One code cell of a notebook.
struct NotebookCell {
  std::string language;  // the kernel's, lower case; "python" when the notebook says nothing
  std::string code;      // unescaped; lines end with '\n'
  /// For each piece of `code` that is contiguous in the outer text: where it begins in `code` and
  /// where in the outer text. Offsets between two entries differ by the same amount on both sides;
  /// an escape is a piece of its own.
  std::vector<std::pair<uint32_t, uint32_t>> map;
  /// The outer offset of an offset in `code`.
  uint32_t Outer(uint32_t offset) const;
};
/// The code cells of an .ipynb (format 3 and 4). A front-end reads `code` as a file of its own in
/// `language`; Outer() turns its spans into spans of the notebook, which keeps its path.
std::vector<NotebookCell> ReadNotebook(std::string_view json);

}  // namespace unsoap::facts
