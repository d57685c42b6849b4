// YAML, line by line: indentation gives the path, a value is read where it begins. Anchors, aliases
// and tags are stepped over and never expanded, so no document can grow.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/config.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMaxLevels = 200;

class YamlWalker {
 public:
  YamlWalker(FileFacts& facts, const ConfigSink& sink)
      : facts_(facts), text_(facts.source.text()), sink_(sink) {
    flow_.hash_comments = flow_.spaces_in_plain = flow_.doubled_quotes = true;
  }

  void Run() {
    while (pos_ < text_.size() && count_ <= kMaxEntries) ReadLine();
    if (count_ > kMaxEntries) NotePartial(facts_, "there are too many values");
  }

 private:
  struct Level {
    size_t indent;
    bool is_list;
    size_t index;
  };

  size_t LineEnd(size_t from) const { return std::min(text_.find('\n', from), text_.size()); }

  void ReadLine() {
    const size_t line = pos_;
    const size_t end = LineEnd(line);
    pos_ = std::min(end + 1, text_.size());
    if (end == text_.size()) pos_ = end;
    size_t i = line;
    while (i < end && (text_[i] == ' ' || text_[i] == '\t')) ++i;
    if (i == end || text_[i] == '\r') return;
    if (text_[i] == '#') {
      facts_.comments.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(end)});
      return;
    }
    const std::string_view start = text_.substr(line, 3);
    if (start == "---" || start == "...") {
      levels_.clear();
      path_.clear();
      i = line + 3;
      while (i < end && text_[i] == ' ') ++i;
      if (i >= end || text_[i] == '\r') return;
    } else if (text_[line] == '%') {
      return;
    }
    // `- - key: value`: each dash opens a list item at its column.
    while (i < end && text_[i] == '-' &&
           (i + 1 == end || text_[i + 1] == ' ' || text_[i + 1] == '\r')) {
      if (!OpenItem(i - line)) return;
      ++i;
      while (i < end && text_[i] == ' ') ++i;
      if (i == end || text_[i] == '\r') return;
    }
    ReadEntry(line, i, end);
  }

  bool OpenItem(size_t indent) {
    while (!levels_.empty() && levels_.back().indent > indent) PopLevel();
    if (!levels_.empty() && levels_.back().indent == indent && levels_.back().is_list) {
      ++levels_.back().index;
    } else {
      if (levels_.size() >= kMaxLevels) {
        NotePartial(facts_, "values are nested too deeply");
        return false;
      }
      levels_.push_back({indent, true, 0});
      path_.emplace_back();
    }
    path_.back() = facts_.Keep(std::to_string(levels_.back().index));
    return true;
  }
  void PopLevel() {
    levels_.pop_back();
    path_.pop_back();
  }

  /// `key: value`, or a scalar item, at `i`.
  void ReadEntry(size_t line, size_t i, size_t end) {
    if (text_.substr(i, 2) == "{{" && line == i) return;  // a template's own line (Helm, Jinja)
    const size_t colon = KeyEnd(i, end);
    if (colon == std::string_view::npos) {
      ReadValue(i, i, end, i - line);
      return;
    }
    const size_t indent = i - line;
    while (!levels_.empty() && levels_.back().indent >= indent) PopLevel();
    if (levels_.size() >= kMaxLevels) {
      NotePartial(facts_, "values are nested too deeply");
      return;
    }
    std::string_view key = Trim(text_.substr(i, colon - i));
    if (key.size() >= 2 && (key.front() == '"' || key.front() == '\'') &&
        key.back() == key.front()) {
      key = key.substr(1, key.size() - 2);
    }
    levels_.push_back({indent, false, 0});
    path_.push_back(key);
    size_t value = colon + 1;
    while (value < end && (text_[value] == ' ' || text_[value] == '\t')) ++value;
    ReadValue(i, value, end, indent);
  }

  /// The colon that ends a key which begins at `i`, or npos.
  size_t KeyEnd(size_t i, size_t end) const {
    const char quote = text_[i];
    if (quote == '"' || quote == '\'') {
      const size_t close = text_.substr(0, end).find(quote, i + 1);
      if (close == std::string_view::npos) return close;
      i = close + 1;
      while (i < end && text_[i] == ' ') ++i;
      return i < end && text_[i] == ':' ? i : std::string_view::npos;
    }
    if (quote == '{' || quote == '[' || quote == '|' || quote == '>') return std::string_view::npos;
    for (; i < end; ++i) {
      if (text_[i] == '#' && i > 0 && text_[i - 1] == ' ') break;
      if (text_[i] == ':' &&
          (i + 1 == end || text_[i + 1] == ' ' || text_[i + 1] == '\t' || text_[i + 1] == '\r')) {
        return i;
      }
    }
    return std::string_view::npos;
  }

  void Emit(size_t begin, std::string_view value, Span value_span) {
    ++count_;
    sink_({path_,
           value,
           {static_cast<uint32_t>(begin), std::max(value_span.end, static_cast<uint32_t>(begin))},
           value_span});
  }

  void ReadValue(size_t begin, size_t i, size_t end, size_t indent) {
    // Anchors and tags stand before the value.
    while (i < end && (text_[i] == '&' || text_[i] == '!')) {
      while (i < end && text_[i] != ' ') ++i;
      while (i < end && text_[i] == ' ') ++i;
    }
    if (i >= end || text_[i] == '\r' || text_[i] == '#') return;
    const char c = text_[i];
    const bool is_template = c == '{' && i + 1 < end && text_[i + 1] == '{';
    if (c == '|' || c == '>') {
      ReadBlock(begin, end, indent);
    } else if (((c == '{' || c == '[') && !is_template) || c == '"' || c == '\'') {
      const ConfigSink count = [&](const ConfigEntry& entry) {
        ++count_;
        ConfigEntry wide = entry;
        if (wide.path.size() == path_.size()) wide.span.begin = static_cast<uint32_t>(begin);
        sink_(wide);
      };
      const size_t after = WalkFlow(facts_, i, flow_, path_, count);
      if (after > end) pos_ = std::min(LineEnd(after) + 1, text_.size());
    } else {
      size_t stop = i;
      while (stop < end &&
             !(text_[stop] == '#' && (text_[stop - 1] == ' ' || text_[stop - 1] == '\t')))
        ++stop;
      if (stop < end)
        facts_.comments.push_back({static_cast<uint32_t>(stop), static_cast<uint32_t>(end)});
      while (stop > i && static_cast<unsigned char>(text_[stop - 1]) <= ' ') --stop;
      Emit(begin, text_.substr(i, stop - i),
           {static_cast<uint32_t>(i), static_cast<uint32_t>(stop)});
    }
  }

  /// A block scalar: all following lines that are empty or indented deeper than its key.
  void ReadBlock(size_t begin, size_t line_end, size_t indent) {
    size_t at = std::min(line_end + 1, text_.size());
    const size_t first = at;
    size_t last = at, margin = std::string_view::npos;
    std::string value;
    while (at < text_.size()) {
      const size_t end = LineEnd(at);
      size_t i = at;
      while (i < end && text_[i] == ' ') ++i;
      const bool blank = i == end || text_[i] == '\r';
      if (!blank && i - at <= indent && !(levels_.empty())) break;
      if (!blank && margin == std::string_view::npos) margin = i - at;
      const size_t cut = blank ? end : at + std::min(margin, i - at);
      std::string_view content = text_.substr(cut, end - cut);
      if (!content.empty() && content.back() == '\r') content.remove_suffix(1);
      value += content;
      value += '\n';
      if (!blank) last = end;
      at = end < text_.size() ? end + 1 : end;
    }
    pos_ = at;
    while (!value.empty() && value.back() == '\n') value.pop_back();
    Emit(begin, facts_.Keep(std::move(value)),
         {static_cast<uint32_t>(first), static_cast<uint32_t>(std::max(first, last))});
  }

  FileFacts& facts_;
  const std::string_view text_;
  const ConfigSink& sink_;
  FlowSyntax flow_;
  size_t pos_ = 0, count_ = 0;
  std::vector<Level> levels_;
  std::vector<std::string_view> path_;
};

}  // namespace

void WalkYaml(FileFacts& facts, const ConfigSink& sink) { YamlWalker(facts, sink).Run(); }

}  // namespace unsoap::facts
