// Lines and columns by counts at fixed steps: nothing here walks a line or the whole text twice.
#include "scanner/base/source.h"

#include <algorithm>

namespace unsoap {
namespace {

constexpr size_t kBlock = 256;

}  // namespace

SourceText::SourceText(std::string text) : text_(std::move(text)) {
  text_.reserve(64);
  blocks_.reserve(text_.size() / kBlock);
  Counts counts;
  for (size_t end = kBlock; end <= text_.size(); end += kBlock) {
    counts = Add(counts, end - kBlock, end);
    blocks_.push_back(counts);
  }
}

SourceText::Counts SourceText::Add(Counts counts, size_t begin, size_t end) const {
  const char* const text = text_.data();  // what follows the last byte is readable: a zero
  // Plain sums of comparisons, which the compiler does many at a time.
  uint32_t points = 0, astral = 0, line_ends = 0;
  for (size_t i = begin; i < end; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    points += (byte & 0xc0) != 0x80;
    astral += byte >= 0xf0;
  }
  const size_t last = std::min(end, text_.empty() ? 0 : text_.size() - 1);
  for (size_t i = begin; i < last; ++i) {
    line_ends += (text[i] == '\n') | ((text[i] == '\r') & (text[i + 1] != '\n'));
  }
  return {counts.line_ends + line_ends, counts.points + points, counts.astral + astral};
}

SourceText::Counts SourceText::Before(size_t offset) const {
  offset = std::min(offset, text_.size());
  const size_t block = std::min(offset / kBlock, blocks_.size());
  return Add(block == 0 ? Counts() : blocks_[block - 1], block * kBlock, offset);
}

/// Where the text goes on after so many line ends; its end if there are fewer.
size_t SourceText::AfterLineEnd(uint32_t line_ends) const {
  if (line_ends == 0) return 0;
  const auto block = std::lower_bound(
      blocks_.begin(), blocks_.end(), line_ends,
      [](const Counts& counts, uint32_t wanted) { return counts.line_ends < wanted; });
  uint32_t seen = block == blocks_.begin() ? 0 : std::prev(block)->line_ends;
  const size_t last = text_.empty() ? 0 : text_.size() - 1;
  for (size_t i = static_cast<size_t>(block - blocks_.begin()) * kBlock; i < last; ++i) {
    if (text_[i] != '\n' && (text_[i] != '\r' || text_[i + 1] == '\n')) continue;
    if (++seen == line_ends) return i + 1;
  }
  return text_.size();
}

std::string_view SourceText::Slice(Span span) const {
  const std::string_view view = text_;
  if (span.begin >= view.size() || span.empty()) return {};
  return view.substr(span.begin, span.end - span.begin);
}

Position SourceText::At(uint32_t offset) const {
  const Counts at = Before(offset);
  const Counts begin = Before(AfterLineEnd(at.line_ends));
  Position position;
  position.line = static_cast<int>(at.line_ends) + 1;
  position.column = static_cast<int>(at.points - begin.points) + 1;
  position.column_utf16 = position.column + static_cast<int>(at.astral - begin.astral);
  return position;
}

int SourceText::LineAt(uint32_t offset) const {
  return static_cast<int>(Before(offset).line_ends) + 1;
}

int SourceText::line_count() const { return static_cast<int>(Before(text_.size()).line_ends) + 1; }

std::string_view SourceText::Line(int line) const {
  if (line < 1 || line > line_count()) return {};
  const size_t begin = LineBegin(line);
  size_t end = AfterLineEnd(static_cast<uint32_t>(line));
  while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return std::string_view(text_).substr(begin, end - begin);
}

uint32_t SourceText::LineBegin(int line) const {
  return line < 1 ? 0 : static_cast<uint32_t>(AfterLineEnd(static_cast<uint32_t>(line) - 1));
}

}  // namespace unsoap
