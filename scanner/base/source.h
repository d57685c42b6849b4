// SourceText: the decoded bytes of one file, and the way from byte offsets to lines and columns.
//
// What it is: UTF-8 text (whatever the file was encoded in) with counts of lines and characters at
// every 256 bytes, so that a place is found in the same few steps however long its line is and
// however many lines there are. What it is not: the file on disk; nothing here reads. Offsets are
// bytes into `text`, half open. Lines and columns start at 1. Lines end at LF, CRLF or CR. Thread
// safety: const after construction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap {

/// Bytes [begin, end) of one text.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
  friend auto operator<=>(const Span&, const Span&) = default;
  bool Contains(uint32_t offset) const { return begin <= offset && offset < end; }
  bool Contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool empty() const { return begin >= end; }
};

/// A point for people and for SARIF at once.
struct Position {
  int line = 1;
  int column = 1;        // Unicode code points
  int column_utf16 = 1;  // UTF-16 code units
};

class SourceText {
 public:
  SourceText() = default;
  /// Views into text() outlive a move of the SourceText: the capacity keeps even a short text on
  /// the heap.
  explicit SourceText(std::string text);

  const std::string& text() const { return text_; }
  /// Gives the text away; views into it stay valid as long as the string that takes it.
  std::string Release() { return std::move(text_); }
  std::string_view Slice(Span span) const;

  /// Position of a byte offset; past the end gives the end.
  Position At(uint32_t offset) const;
  /// Line of a byte offset; past the end gives the last.
  int LineAt(uint32_t offset) const;
  /// Number of lines; a final newline does not begin another line; an empty text has one.
  int line_count() const;
  /// Text of a line (from 1) without its end; empty if there is no such line.
  std::string_view Line(int line) const;
  /// Byte offset at which a line (from 1) begins.
  uint32_t LineBegin(int line) const;

 private:
  /// What stands before a byte.
  struct Counts {
    uint32_t line_ends = 0;  // the last one of a text, which begins no line, is none
    uint32_t points = 0;     // Unicode code points
    uint32_t astral = 0;     // of these: two UTF-16 code units
  };
  Counts Add(Counts counts, size_t begin, size_t end) const;
  Counts Before(size_t offset) const;
  size_t AfterLineEnd(uint32_t line_ends) const;

  std::string text_;
  std::vector<Counts> blocks_;  // before each 256 bytes but the first
};

}  // namespace unsoap
