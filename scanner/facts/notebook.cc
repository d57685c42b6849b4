// Notebooks are JSON whose code is split into strings; what matters beside the code is where each
// character came from.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "scanner/facts/documents.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMaxCells = 10'000;

/// Appends the JSON string written at `span` to the cell, unescaped and mapped.
void AppendMapped(std::string_view json, Span span, NotebookCell& cell) {
  FileFacts scratch;  // owns the few unescaped characters
  bool fresh = true;
  for (uint32_t i = span.begin; i < span.end;) {
    if (json[i] != '\\') {
      if (fresh) cell.map.emplace_back(static_cast<uint32_t>(cell.code.size()), i);
      fresh = false;
      cell.code += json[i++];
      continue;
    }
    cell.map.emplace_back(static_cast<uint32_t>(cell.code.size()), i);
    fresh = true;
    uint32_t length = i + 1 < span.end && json[i + 1] == 'u' ? 6 : 2;
    // A surrogate pair is one character.
    const bool pair = length == 6 && i + 12 <= span.end && json.substr(i + 6, 2) == "\\u" &&
                      (json[i + 2] == 'd' || json[i + 2] == 'D');
    if (pair) length = 12;
    length = std::min(length, span.end - i);
    cell.code += Unescape(scratch, json.substr(i, length));
    scratch.pool.clear();
    i += length;
  }
}

}  // namespace

uint32_t NotebookCell::Outer(uint32_t offset) const {
  if (map.empty()) return 0;
  auto next =
      std::upper_bound(map.begin(), map.end(), offset,
                       [](uint32_t value, const auto& piece) { return value < piece.first; });
  if (next == map.begin()) return map.front().second;
  const auto& piece = *(next - 1);
  const uint32_t outer = piece.second + (offset - piece.first);
  // Behind an escape the outer text is longer than the code: stay before the next piece.
  return next == map.end() ? outer : std::min(outer, next->second);
}

std::vector<NotebookCell> ReadNotebook(std::string_view json) {
  std::vector<NotebookCell> cells;
  std::string language;
  FileFacts facts;
  facts.source = SourceText(std::string(json));
  // cells.N.cell_type, cells.N.source[.M]; in format 3 worksheets.W.cells.N.input[.M].
  std::string_view list, index, type;
  NotebookCell cell;
  const auto flush = [&] {
    if (type == "code" && !cell.code.empty() && cells.size() < kMaxCells)
      cells.push_back(std::move(cell));
    cell = NotebookCell();
    type = {};
  };
  WalkJson(facts, [&](const ConfigEntry& entry) {
    const auto& path = entry.path;
    if (path.size() >= 2 && path[0] == "metadata" &&
        (path.back() == "language" || path[1] == "language_info") &&
        (path.back() == "language" || path.back() == "name") &&
        path[path.size() - 2] != "codemirror_mode") {
      if (path.back() == "name" || language.empty()) language = Lower(entry.value);
      return;
    }
    const size_t at = path.size() > 3 && path[0] == "worksheets" ? 2 : 0;
    if (path.size() < at + 3 || path[at] != "cells") return;
    const std::string_view sheet = at == 0 ? std::string_view() : path[1];
    if (path[at + 1] != index || sheet != list) {
      flush();
      index = path[at + 1];
      list = sheet;
    }
    const std::string_view key = path[at + 2];
    if (key == "cell_type") type = entry.value;
    if ((key == "source" || key == "input") && path.size() <= at + 4) {
      AppendMapped(json, entry.value_span, cell);
    }
  });
  flush();
  for (NotebookCell& done : cells) done.language = language.empty() ? "python" : language;
  return cells;
}

}  // namespace unsoap::facts
