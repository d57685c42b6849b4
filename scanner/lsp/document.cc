#include "scanner/lsp/document.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::lsp {
namespace {

/// Behind the end of the line that begins at `at`, and where that end begins.
size_t NextLine(std::string_view text, size_t at, size_t* end) {
  *end = std::min(text.find_first_of("\r\n", at), text.size());
  if (*end == text.size()) return text.size();
  return *end + (text.compare(*end, 2, "\r\n") == 0 ? 2 : 1);
}

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Units of a character that begins with this byte.
int UnitsOf(char c, Encoding encoding) {
  if (encoding == Encoding::kUtf8) return 1;
  return static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
}

size_t AtUnit(std::string_view line, int unit, Encoding encoding) {
  size_t at = 0;
  for (int seen = 0; at < line.size() && seen < unit;) {
    if (encoding == Encoding::kUtf8) {
      ++seen, ++at;
      continue;
    }
    seen += UnitsOf(line[at], encoding);
    // A place inside a character is the one before it.
    if (seen > unit) break;
    ++at;
    while (at < line.size() && Continues(line[at])) ++at;
  }
  while (at > 0 && at < line.size() && Continues(line[at])) --at;
  return at;
}

int UnitsIn(std::string_view text, Encoding encoding) {
  return static_cast<int>(encoding == Encoding::kUtf8 ? text.size() : CountUtf16Units(text));
}

int AfterColumns(std::string_view line, int columns) {
  size_t at = 0;
  for (int seen = 0; seen < columns && at < line.size(); ++seen) {
    ++at;
    while (at < line.size() && Continues(line[at])) ++at;
  }
  return static_cast<int>(at);
}

}  // namespace

size_t LineBegin(std::string_view text, int line) {
  size_t at = 0, end = 0;
  for (int i = 0; i < line && at < text.size(); ++i) at = NextLine(text, at, &end);
  return at;
}

std::string_view LineOf(std::string_view text, int line) {
  const size_t begin = LineBegin(text, line);
  size_t end = begin;
  NextLine(text, begin, &end);
  return text.substr(begin, end - begin);
}

size_t OffsetOf(std::string_view text, int line, int character, Encoding encoding) {
  const size_t begin = LineBegin(text, std::max(line, 0));
  size_t end = begin;
  NextLine(text, begin, &end);
  return begin + AtUnit(text.substr(begin, end - begin), character, encoding);
}

std::string Changed(std::string text, const Json& change, Encoding encoding) {
  const std::string with = rpc::TextOf(change, "text");
  const Json& range = rpc::MemberOf(change, "range");
  if (!range.is_object()) return with;
  const auto offset = [&](const char* key) {
    const Json& place = rpc::MemberOf(range, key);
    return OffsetOf(text, rpc::NumberOf(place, "line"), rpc::NumberOf(place, "character"),
                    encoding);
  };
  const size_t begin = offset("start");
  const size_t end = std::max(offset("end"), begin);
  return text.replace(begin, end - begin, with);
}

Json PositionAt(std::string_view text, size_t offset, Encoding encoding) {
  int line = 0;
  size_t begin = 0, end = 0;
  while (begin < text.size()) {
    const size_t next = NextLine(text, begin, &end);
    if (next > offset || next == end) break;
    begin = next;
    ++line;
  }
  const std::string_view before = text.substr(begin, std::min(offset, text.size()) - begin);
  return {{"line", line}, {"character", UnitsIn(before, encoding)}};
}

Json RangeOf(const findings::Location& at, std::string_view text, Encoding encoding) {
  const auto place = [&](int line, int column, int column_utf16) -> Json {
    const int unit = encoding == Encoding::kUtf16
                         ? column_utf16 - 1
                         : AfterColumns(LineOf(text, line - 1), column - 1);
    return {{"line", std::max(line - 1, 0)}, {"character", std::max(unit, 0)}};
  };
  return {{"start", place(at.start_line, at.start_column, at.start_column_utf16)},
          {"end", place(at.end_line, at.end_column, at.end_column_utf16)}};
}

}  // namespace unsoap::lsp
