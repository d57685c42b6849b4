#include "scanner/base/source.h"

#include <algorithm>

namespace unsoap {

std::string_view SourceText::Slice(Span span) const {
  const std::string_view view = text_;
  if (span.begin >= view.size() || span.empty()) return {};
  return view.substr(span.begin, span.end - span.begin);
}

const std::vector<uint32_t>& SourceText::Starts() const {
  if (starts_.empty()) {
    starts_.push_back(0);
    for (size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n') ++i;
      if (text_[i] == '\n' || text_[i] == '\r') {
        if (i + 1 < text_.size()) starts_.push_back(static_cast<uint32_t>(i + 1));
      }
    }
  }
  return starts_;
}

Position SourceText::At(uint32_t offset) const {
  const std::vector<uint32_t>& starts = Starts();
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()));
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  Position position;
  position.line = static_cast<int>(next - starts.begin());
  for (uint32_t i = *(next - 1); i < offset; ++i) {
    const auto byte = static_cast<unsigned char>(text_[i]);
    if ((byte & 0xc0) == 0x80) continue;
    ++position.column;
    position.column_utf16 += byte >= 0xf0 ? 2 : 1;
  }
  return position;
}

int SourceText::line_count() const { return static_cast<int>(Starts().size()); }

std::string_view SourceText::Line(int line) const {
  const std::vector<uint32_t>& starts = Starts();
  if (line < 1 || line > static_cast<int>(starts.size())) return {};
  const size_t begin = starts[line - 1];
  size_t end = line < static_cast<int>(starts.size()) ? starts[line] : text_.size();
  while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return std::string_view(text_).substr(begin, end - begin);
}

uint32_t SourceText::LineBegin(int line) const {
  const std::vector<uint32_t>& starts = Starts();
  if (line < 1) return 0;
  if (line > static_cast<int>(starts.size())) return static_cast<uint32_t>(text_.size());
  return starts[line - 1];
}

}  // namespace unsoap
