// Formats with one assignment a line: TOML, INI, properties, .env, Dockerfile, Terraform.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/config.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMaxSections = 100;  // nested blocks, parts of a dotted name

/// Hands out lines and notes whole-line comments.
class Lines {
 public:
  Lines(FileFacts& facts, std::string_view comment_starts)
      : facts_(facts), text_(facts.source.text()), comment_starts_(comment_starts) {}

  /// The next line that holds something, trimmed: [begin, end).
  bool Next(size_t& begin, size_t& end) {
    while (pos_ < text_.size()) {
      line_ = pos_;
      end = std::min(text_.find('\n', pos_), text_.size());
      pos_ = std::min(end + 1, text_.size());
      begin = line_;
      while (begin < end && static_cast<unsigned char>(text_[begin]) <= ' ') ++begin;
      while (end > begin && static_cast<unsigned char>(text_[end - 1]) <= ' ') --end;
      if (begin == end) continue;
      if (comment_starts_.find(text_[begin]) == std::string_view::npos) return true;
      facts_.comments.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    }
    return false;
  }
  size_t line() const { return line_; }
  void GoTo(size_t pos) { pos_ = std::max(pos_, std::min(pos, text_.size())); }

 private:
  FileFacts& facts_;
  const std::string_view text_;
  const std::string_view comment_starts_;
  size_t pos_ = 0, line_ = 0;
};

Span MakeSpan(size_t begin, size_t end) {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(std::max(begin, end))};
}

std::string_view Unquoted(std::string_view text) {
  text = Trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front()) {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

/// `a."b.c".d` as parts.
std::vector<std::string_view> DottedKey(std::string_view key) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  char quote = 0;
  for (size_t i = 0; i <= key.size() && parts.size() < kMaxSections; ++i) {
    if (i < key.size() && quote != 0) {
      if (key[i] == quote) quote = 0;
    } else if (i < key.size() && (key[i] == '"' || key[i] == '\'')) {
      quote = key[i];
    } else if (i == key.size() || key[i] == '.') {
      parts.push_back(Unquoted(key.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  return parts;
}

/// A value to the end of its line: quotes cut, a comment behind it cut. `begin` moves to the
/// value's first byte.
std::string_view LineValue(FileFacts& facts, size_t& begin, size_t end,
                           std::string_view comment_starts) {
  const std::string_view text = facts.source.text();
  while (begin < end && (text[begin] == ' ' || text[begin] == '\t')) ++begin;
  if (begin < end && (text[begin] == '"' || text[begin] == '\'')) {
    const char quote = text[begin];
    for (size_t i = begin + 1; i < end; ++i) {
      if (text[i] == '\\' && quote == '"') {
        ++i;
      } else if (text[i] == quote) {
        ++begin;
        const std::string_view raw = text.substr(begin, i - begin);
        return quote == '"' ? Unescape(facts, raw) : raw;
      }
    }
  }
  size_t stop = begin;
  while (stop < end && !(comment_starts.find(text[stop]) != std::string_view::npos &&
                         stop > begin && (text[stop - 1] == ' ' || text[stop - 1] == '\t'))) {
    ++stop;
  }
  return Trim(text.substr(begin, stop - begin));
}

}  // namespace

void WalkToml(FileFacts& facts, const ConfigSink& sink) {
  const std::string_view text = facts.source.text();
  FlowSyntax syntax;
  syntax.hash_comments = syntax.equals = syntax.triple_quotes = syntax.plain_single_quotes = true;
  Lines lines(facts, "#");
  std::vector<std::string_view> section;
  std::vector<std::pair<std::string_view, size_t>>
      arrays;  // [[name]] seen, with the index of the last
  size_t begin = 0, end = 0, count = 0;
  while (lines.Next(begin, end) && count++ < kMaxEntries) {
    if (text[begin] == '[') {
      const bool is_array = begin + 1 < end && text[begin + 1] == '[';
      const size_t from = begin + (is_array ? 2 : 1);
      const size_t close = std::min(text.substr(0, end).find(']', from), end);
      const std::string_view name = Trim(text.substr(from, close - from));
      section = DottedKey(name);
      // A table below the last element of an array of tables belongs to that element.
      if (is_array) {
        if (!arrays.empty() && arrays.back().first == name) {
          ++arrays.back().second;
        } else {
          arrays.assign(1, {name, 0});
        }
        section.push_back(facts.Keep(std::to_string(arrays.back().second)));
      } else if (!arrays.empty() && name.size() > arrays.back().first.size() &&
                 name.substr(0, arrays.back().first.size()) == arrays.back().first &&
                 name[arrays.back().first.size()] == '.') {
        const size_t depth = DottedKey(arrays.back().first).size();
        section.insert(section.begin() + static_cast<std::ptrdiff_t>(depth),
                       facts.Keep(std::to_string(arrays.back().second)));
      }
      continue;
    }
    size_t equals = begin;
    char quote = 0;
    while (equals < end && (quote != 0 || text[equals] != '=')) {
      if (quote != 0 && text[equals] == quote) {
        quote = 0;
      } else if (quote == 0 && (text[equals] == '"' || text[equals] == '\'')) {
        quote = text[equals];
      }
      ++equals;
    }
    if (equals == end) {
      NotePartial(facts, "a line is no assignment");
      continue;
    }
    std::vector<std::string_view> path = section;
    for (const std::string_view part : DottedKey(Trim(text.substr(begin, equals - begin))))
      path.push_back(part);
    const size_t depth = path.size(), key_begin = begin;
    const ConfigSink widen = [&](const ConfigEntry& entry) {
      ConfigEntry wide = entry;
      if (wide.path.size() == depth) wide.span.begin = static_cast<uint32_t>(key_begin);
      ++count;
      sink(wide);
    };
    const size_t after = WalkFlow(facts, equals + 1, syntax, std::move(path), widen);
    if (after > end) lines.GoTo(std::min(text.find('\n', after), text.size()));
  }
}

void WalkIni(FileFacts& facts, const ConfigSink& sink) {
  const std::string_view text = facts.source.text();
  Lines lines(facts, "#;");
  std::string_view section, key;
  std::string joined;
  size_t begin = 0, end = 0, count = 0, key_begin = 0, key_indent = 0, value_begin = 0,
         value_end = 0;
  const auto flush = [&] {
    if (key.empty()) return;
    const std::string_view path[] = {section, key};
    const std::string_view single = text.substr(value_begin, value_end - value_begin);
    const std::string_view value = joined.empty() ? single : facts.Keep(joined);
    const auto parts = std::span<const std::string_view>(path).subspan(section.empty() ? 1 : 0);
    sink(
        {parts, Unquoted(value), MakeSpan(key_begin, value_end), MakeSpan(value_begin, value_end)});
    key = {};
    joined.clear();
  };
  while (lines.Next(begin, end) && count++ < kMaxEntries) {
    const size_t indent = begin - lines.line();
    if (!key.empty() && indent > key_indent) {
      if (joined.empty()) joined = text.substr(value_begin, value_end - value_begin);
      joined += '\n';
      joined += text.substr(begin, end - begin);
      if (value_begin == value_end) value_begin = begin;
      value_end = end;
      continue;
    }
    flush();
    if (text[begin] == '[') {
      const size_t close = std::min(text.substr(0, end).find(']', begin), end);
      section = Trim(text.substr(begin + 1, close - begin - 1));
      continue;
    }
    const size_t equals = text.substr(0, end).find_first_of("=:", begin);
    if (equals == std::string_view::npos) continue;
    key = Unquoted(text.substr(begin, equals - begin));
    key_begin = begin;
    key_indent = indent;
    value_begin = equals + 1;
    while (value_begin < end && (text[value_begin] == ' ' || text[value_begin] == '\t'))
      ++value_begin;
    value_end = end;
  }
  flush();
}

void WalkProperties(FileFacts& facts, const ConfigSink& sink) {
  const std::string_view text = facts.source.text();
  Lines lines(facts, "#!");
  size_t begin = 0, end = 0, count = 0;
  while (lines.Next(begin, end) && count++ < kMaxEntries) {
    const size_t key_begin = begin;
    size_t i = begin;
    while (i < end && text[i] != '=' && text[i] != ':' && text[i] != ' ' && text[i] != '\t') {
      i += text[i] == '\\' ? 2 : 1;
    }
    i = std::min(i, end);
    const std::string_view key = Unescape(facts, text.substr(begin, i - begin));
    while (i < end && (text[i] == ' ' || text[i] == '\t')) ++i;
    if (i < end && (text[i] == '=' || text[i] == ':')) ++i;
    while (i < end && (text[i] == ' ' || text[i] == '\t')) ++i;
    const size_t value_begin = i;
    std::string_view value = text.substr(i, end - i);
    size_t value_end = end;
    const auto continues = [](std::string_view line) {
      size_t slashes = 0;
      while (slashes < line.size() && line[line.size() - 1 - slashes] == '\\') ++slashes;
      return slashes % 2 == 1;
    };
    if (continues(value)) {
      std::string joined(value.substr(0, value.size() - 1));
      while (lines.Next(begin, end)) {
        const std::string_view more = text.substr(begin, end - begin);
        value_end = end;
        const bool again = continues(more);
        joined += again ? more.substr(0, more.size() - 1) : more;
        if (!again) break;
      }
      value = facts.Keep(std::move(joined));
    }
    const std::string_view path[] = {key};
    sink({path, Unescape(facts, value), MakeSpan(key_begin, value_end),
          MakeSpan(value_begin, value_end)});
  }
}

void WalkEnv(FileFacts& facts, const ConfigSink& sink) {
  const std::string_view text = facts.source.text();
  Lines lines(facts, "#");
  size_t begin = 0, end = 0, count = 0;
  while (lines.Next(begin, end) && count++ < kMaxEntries) {
    const size_t key_begin = begin;
    for (const std::string_view word : {"export ", "set ", "SET "}) {
      if (text.substr(begin, word.size()) == word) begin += word.size();
    }
    const size_t equals = text.substr(0, end).find('=', begin);
    if (equals == std::string_view::npos) continue;
    const std::string_view path[] = {Trim(text.substr(begin, equals - begin))};
    size_t value_begin = equals + 1;
    const std::string_view value = LineValue(facts, value_begin, end, "#");
    sink({path, value, MakeSpan(key_begin, end),
          MakeSpan(value_begin, std::min(value_begin + value.size(), end))});
  }
}

void WalkDockerfile(FileFacts& facts, const ConfigSink& sink) {
  const std::string_view text = facts.source.text();
  Lines lines(facts, "#");
  size_t begin = 0, end = 0, count = 0;
  bool continued = false;  // the previous line of an ENV ended in a backslash
  while (lines.Next(begin, end) && count++ < kMaxEntries) {
    size_t i = begin;
    if (!continued) {
      const std::string_view word = text.substr(begin, 4);
      if (!EqualsIgnoreCase(word, "ENV ") && !EqualsIgnoreCase(word, "ARG ")) continue;
      i += 4;
    }
    continued = text[end - 1] == '\\';
    if (continued) --end;
    while (i < end) {
      while (i < end && (text[i] == ' ' || text[i] == '\t')) ++i;
      const size_t key_begin = i;
      while (i < end && text[i] != '=' && text[i] != ' ') ++i;
      const std::string_view path[] = {text.substr(key_begin, i - key_begin)};
      if (path[0].empty()) break;
      const bool old_form = i < end && text[i] == ' ';  // ENV key value
      size_t value_begin = std::min(i + 1, end);
      size_t value_end = end;
      if (!old_form) {
        value_end = value_begin;
        const char quote = value_begin < end ? text[value_begin] : 0;
        const bool quoted = quote == '"' || quote == '\'';
        if (quoted) ++value_end;
        while (value_end < end && (quoted ? text[value_end] != quote : text[value_end] != ' '))
          ++value_end;
        if (quoted && value_end < end) ++value_end;
      }
      i = value_end;
      const std::string_view value = LineValue(facts, value_begin, value_end, "");
      sink({path, value, MakeSpan(key_begin, value_end),
            MakeSpan(value_begin, std::min(value_begin + value.size(), value_end))});
    }
  }
}

void WalkHcl(FileFacts& facts, const ConfigSink& sink) {
  const std::string_view text = facts.source.text();
  FlowSyntax syntax;
  syntax.hash_comments = syntax.slash_comments = syntax.equals = true;
  Lines lines(facts, "#/");
  std::vector<std::string_view> blocks;
  size_t begin = 0, end = 0, count = 0;
  while (lines.Next(begin, end) && count++ < kMaxEntries) {
    const std::string_view line = text.substr(begin, end - begin);
    if (line[0] == '}') {
      if (!blocks.empty()) blocks.pop_back();
      continue;
    }
    const size_t equals = line.find('=');
    if (line.back() == '{' && (equals == std::string_view::npos || line.find('"') < equals)) {
      std::string name;
      for (const std::string_view part : Split(line.substr(0, line.size() - 1), ' ')) {
        if (part.empty()) continue;
        if (!name.empty()) name += '.';
        name += Unquoted(part);
      }
      if (blocks.size() < kMaxSections) blocks.push_back(facts.Keep(std::move(name)));
      continue;
    }
    if (equals == std::string_view::npos) continue;
    std::vector<std::string_view> path = blocks;
    path.push_back(Unquoted(line.substr(0, equals)));
    size_t value_begin = begin + equals + 1;
    while (value_begin < end && text[value_begin] == ' ') ++value_begin;
    if (text.substr(value_begin, 2) == "<<") {
      // A heredoc: its lines up to the one that holds only the marker.
      std::string_view marker = text.substr(value_begin + 2, end - value_begin - 2);
      if (!marker.empty() && marker[0] == '-') marker.remove_prefix(1);
      const size_t key_begin = begin;
      const size_t from =
          end < text.size() ? std::min(text.find('\n', end), text.size() - 1) + 1 : end;
      size_t to = from;
      while (lines.Next(begin, end) && text.substr(begin, end - begin) != marker) to = end;
      sink({path, text.substr(from, to - from), MakeSpan(key_begin, to), MakeSpan(from, to)});
      continue;
    }
    const size_t depth = path.size(), key_begin = begin;
    const ConfigSink widen = [&](const ConfigEntry& entry) {
      ConfigEntry wide = entry;
      if (wide.path.size() == depth) wide.span.begin = static_cast<uint32_t>(key_begin);
      ++count;
      sink(wide);
    };
    if (value_begin >= end) continue;
    const size_t after = WalkFlow(facts, value_begin, syntax, std::move(path), widen);
    if (after > end) lines.GoTo(std::min(text.find('\n', after), text.size()));
  }
}

}  // namespace unsoap::facts
