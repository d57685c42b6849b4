// The list of columns is read backwards from the word before the rows, the rows forwards.
#include "scanner/evidence/column_values.h"

#include <algorithm>
#include <string>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::evidence {
namespace {

constexpr size_t kMaxList = 4096;   // of the names of columns
constexpr size_t kMaxCell = 65536;  // of one value

bool IsSpace(char c) { return IsBlank(c) || c == '\n' || c == '\r'; }

size_t SkipSpace(std::string_view text, size_t at) {
  while (at < text.size() && IsSpace(text[at])) ++at;
  return at;
}

/// What the columns say, those of `(a, "b", [c])` that ends at `close`; empty if none stand there.
std::vector<NameSays> ColumnsBefore(const SecretLook& look, std::string_view text, size_t close) {
  const size_t least = close > kMaxList ? close - kMaxList : 0;
  size_t open = close;
  while (open > least && text[open - 1] != '(' && text[open - 1] != ')') --open;
  if (open == least || text[open - 1] != '(') return {};
  std::vector<NameSays> columns;
  const std::string_view list = text.substr(open, close - open);
  for (size_t at = 0; at <= list.size();) {
    const size_t end = std::min(list.find(',', at), list.size());
    std::string_view name = list.substr(at, end - at);
    const auto is_name = [](char c) { return IsWordChar(c); };
    while (!name.empty() && !is_name(name.front())) name.remove_prefix(1);
    while (!name.empty() && !is_name(name.back())) name.remove_suffix(1);
    columns.push_back(look.Name(name));
    at = end + 1;
  }
  return columns;
}

/// A cell that begins at `at`: the span of its literal, empty for what is none; `at` goes behind
/// it.
Span Cell(std::string_view text, size_t* at) {
  size_t i = SkipSpace(text, *at);
  const size_t limit = std::min(text.size(), i + kMaxCell);
  // N'x', and \"x\" in a literal of code.
  if (i + 1 < limit && IsAlpha(text[i]) && text[i + 1] == '\'') ++i;
  const bool escaped = i + 1 < limit && text[i] == '\\';
  if (escaped) ++i;
  Span value;
  if (i < limit && (text[i] == '\'' || text[i] == '"')) {
    const char quote = text[i];
    const size_t begin = ++i;
    for (; i < limit; ++i) {
      if (text[i] == '\\' && !(escaped && i + 1 < limit && text[i + 1] == quote)) {
        ++i;
      } else if (text[i] == quote || text[i] == '\\') {
        if (text[i] == quote && i + 1 < limit && text[i + 1] == quote) {
          ++i;
          continue;
        }
        break;
      }
    }
    value = {static_cast<uint32_t>(begin), static_cast<uint32_t>(std::min(i, limit))};
    i = std::min(i + (escaped ? 2 : 1), limit);
  }
  // The rest of it: a cast, a call, an operator.
  for (int depth = 0; i < limit; ++i) {
    if (text[i] == '(') ++depth;
    if (depth == 0 && (text[i] == ',' || text[i] == ')')) break;
    if (text[i] == ')') --depth;
    if (text[i] == ';') break;
  }
  *at = i;
  return value;
}

constexpr size_t kMaxColumns = 200;

/// The cells of a line, without their quotes.
std::vector<Span> CellsOf(std::string_view text, Span line, char sign) {
  std::vector<Span> cells;
  for (uint32_t at = line.begin; at <= line.end && cells.size() <= kMaxColumns;) {
    const bool quoted = at < line.end && text[at] == '"';
    uint32_t end = quoted ? at + 1 : at;
    if (quoted) {
      while (end < line.end && (text[end] != '"' || (end + 1 < line.end && text[end + 1] == '"')))
        end += text[end] == '"' ? 2 : 1;
      end = std::min(end, line.end);
      cells.push_back({at + 1, end});
    }
    while (end < line.end && text[end] != sign) ++end;
    if (!quoted) cells.push_back({at, end});
    at = end + 1;
  }
  return cells;
}

Span LineFrom(std::string_view text, size_t at) {
  size_t end = std::min(text.find('\n', at), text.size());
  if (end > at && text[end - 1] == '\r') --end;
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
}

/// What parts the names of the first line; 0 if they are none.
char SignOfTable(std::string_view header) {
  constexpr size_t kLongestName = 40;
  for (const char sign : {';', '\t', '|', ','}) {
    if (header.find(sign) == std::string_view::npos) continue;
    const std::vector<std::string_view> names = Split(header, sign);
    const bool all = std::all_of(names.begin(), names.end(), [](std::string_view name) {
      name = Trim(name);
      if (name.size() > 2 && name.front() == '"' && name.back() == '"')
        name = name.substr(1, name.size() - 2);
      return !name.empty() && name.size() <= kLongestName && IsAlpha(name[0]) &&
             std::all_of(name.begin(), name.end(),
                         [](char c) { return IsWordChar(c) || c == ' ' || c == '-' || c == '.'; });
    });
    return all && names.size() <= kMaxColumns ? sign : '\0';
  }
  return '\0';
}

}  // namespace

void FindTableValues(const SecretLook& look, std::string_view text, std::vector<Span>* out) {
  const Span header = LineFrom(text, 0);
  if (header.end > kMaxList) return;
  const char sign = SignOfTable(text.substr(0, header.end));
  if (sign == '\0') return;
  std::vector<NameSays> columns;
  for (const Span& name : CellsOf(text, header, sign))
    columns.push_back(look.Name(Trim(text.substr(name.begin, name.end - name.begin))));
  if (std::all_of(columns.begin(), columns.end(),
                  [](NameSays says) { return says == NameSays::kNothing; }))
    return;
  for (size_t at = text.find('\n'); at < text.size(); at = text.find('\n', at)) {
    const Span line = LineFrom(text, ++at);
    if (line.empty()) continue;
    if (line.end - line.begin > kMaxCell) return;
    const std::vector<Span> cells = CellsOf(text, line, sign);
    if (cells.size() != columns.size()) return;
    const bool of_service = std::any_of(cells.begin(), cells.end(), [&](const Span& cell) {
      return look.NamesService(text.substr(cell.begin, cell.end - cell.begin));
    });
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string_view value =
          Trim(text.substr(cells[i].begin, cells[i].end - cells[i].begin));
      const bool hides = columns[i] == NameSays::kSecret
                             ? look.MayBeSecret(value)
                             : columns[i] == NameSays::kPerhaps &&
                                   ((look.IsKeyLike(value) && !look.IsNumberedWord(value)) ||
                                    (of_service && look.IsPassphrase(value)));
      if (hides) out->push_back(cells[i]);
    }
  }
}

void FindColumnValues(const SecretLook& look, std::string_view text, std::vector<Span>* out) {
  std::vector<Span> words;
  look.FindRowWords(text, &words);
  size_t done = 0;
  for (const Span& word : words) {
    size_t close = word.begin;
    while (close > done && IsSpace(text[close - 1])) --close;
    if (close <= done || text[close - 1] != ')') continue;
    size_t at = SkipSpace(text, word.end);
    if (at >= text.size() || text[at] != '(') continue;
    const std::vector<NameSays> columns = ColumnsBefore(look, text, close - 1);
    const bool any = std::any_of(columns.begin(), columns.end(),
                                 [](NameSays says) { return says != NameSays::kNothing; });
    while (any && at < text.size() && text[at] == '(') {
      for (size_t column = 0; at < text.size() && text[at] != ')' && text[at] != ';'; ++column) {
        ++at;  // the bracket or the comma
        const Span span = Cell(text, &at);
        const NameSays says = column < columns.size() ? columns[column] : NameSays::kNothing;
        const std::string_view value = text.substr(span.begin, span.end - span.begin);
        const bool hides = says == NameSays::kSecret
                               ? look.MayBeSecret(value)
                               : says == NameSays::kPerhaps && look.IsKeyLike(value) &&
                                     !look.IsNumberedWord(value);
        if (hides && !span.empty()) out->push_back(span);
      }
      if (at >= text.size() || text[at] != ')') break;
      at = SkipSpace(text, at + 1);
      if (at < text.size() && text[at] == ',') at = SkipSpace(text, at + 1);
    }
    done = at;
  }
}

}  // namespace unsoap::evidence
