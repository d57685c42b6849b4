// JSON, and the bracketed values of YAML, TOML and Terraform, which differ from it only in
// punctuation.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "scanner/facts/structured.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMaxDepth = 256;

class FlowWalker {
 public:
  FlowWalker(FileFacts& facts, size_t begin, const FlowSyntax& syntax,
             std::vector<std::string_view> prefix, const ConfigSink& sink)
      : facts_(facts),
        text_(facts.source.text()),
        pos_(begin),
        syntax_(syntax),
        path_(std::move(prefix)),
        sink_(sink) {}

  size_t Run() {
    size_t count = 0;
    while (SkipBlank()) {
      const char c = text_[pos_];
      if (c == '{' || c == '[') {
        if (open_.size() >= kMaxDepth) {
          NotePartial(facts_, "values are nested too deeply");
          return text_.size();
        }
        BeginValue();
        open_.push_back({c == '{', false, false, 0, pos_});
        path_.emplace_back();
        ++pos_;
      } else if (c == '}' || c == ']') {
        ++pos_;
        if (open_.empty()) return pos_;
        open_.pop_back();
        path_.pop_back();
        if (open_.empty()) return pos_;
        open_.back().done = true;
      } else if (c == ',') {
        ++pos_;
        if (open_.empty()) return pos_ - 1;
        EndItem();
      } else if (c == ':' || (c == '=' && syntax_.equals)) {
        ++pos_;
        if (syntax_.equals && pos_ < text_.size() && text_[pos_] == '>') ++pos_;
      } else {
        const size_t begin = pos_;
        Span value_span;
        const std::string_view value = ReadScalar(value_span);
        if (!open_.empty() && open_.back().done) EndItem();
        if (!open_.empty() && open_.back().is_map && !open_.back().has_key) {
          open_.back().has_key = true;
          open_.back().key_begin = begin;
          path_.back() = value;
          continue;
        }
        BeginValue();
        const size_t from = !open_.empty() && open_.back().is_map ? open_.back().key_begin : begin;
        if (++count > kMaxEntries) {
          NotePartial(facts_, "there are too many values");
          return text_.size();
        }
        sink_(
            {path_, value, {static_cast<uint32_t>(from), static_cast<uint32_t>(pos_)}, value_span});
        if (open_.empty()) return pos_;
        open_.back().done = true;
      }
    }
    if (!open_.empty()) NotePartial(facts_, "a bracket is not closed");
    return pos_;
  }

 private:
  struct Container {
    bool is_map;
    bool has_key;
    bool done;  // the current item has its value
    size_t index;
    size_t key_begin;
  };

  void BeginValue() {
    if (open_.empty()) return;
    if (open_.back().done) EndItem();
    if (!open_.back().is_map) path_.back() = facts_.Keep(std::to_string(open_.back().index));
  }
  void EndItem() {
    Container& top = open_.back();
    top.done = top.has_key = false;
    ++top.index;
  }

  bool SkipBlank() {
    while (pos_ < text_.size()) {
      const char c = text_[pos_];
      const char next = pos_ + 1 < text_.size() ? text_[pos_ + 1] : '\0';
      if (IsDataSpace(c)) {
        ++pos_;
      } else if ((c == '#' && syntax_.hash_comments) ||
                 (c == '/' && next == '/' && syntax_.slash_comments)) {
        const size_t begin = pos_;
        pos_ = std::min(text_.find('\n', pos_), text_.size());
        facts_.comments.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(pos_)});
      } else if (c == '/' && next == '*' && syntax_.slash_comments) {
        const size_t begin = pos_;
        const size_t end = text_.find("*/", pos_ + 2);
        pos_ = end == std::string_view::npos ? text_.size() : end + 2;
        facts_.comments.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(pos_)});
      } else {
        return true;
      }
    }
    return false;
  }

  std::string_view ReadScalar(Span& value_span) {
    const char c = text_[pos_];
    if (c != '"' && c != '\'') return ReadPlain(value_span);
    std::string_view quote = text_.substr(pos_, 1);
    if (syntax_.triple_quotes && text_.substr(pos_, 3) == std::string(3, c)) {
      quote = text_.substr(pos_, 3);
    }
    const bool escapes = c == '"' || !(syntax_.plain_single_quotes || syntax_.doubled_quotes);
    const size_t begin = pos_ + quote.size();
    size_t i = begin;
    bool doubled = false;
    for (;; ++i) {
      if (i >= text_.size()) {
        NotePartial(facts_, "a string is not closed");
        break;
      }
      if (text_[i] == '\\' && escapes) {
        ++i;
      } else if (text_.substr(i, quote.size()) == quote) {
        if (c != '\'' || !syntax_.doubled_quotes || i + 1 >= text_.size() || text_[i + 1] != '\'')
          break;
        doubled = true;
        ++i;
      }
    }
    const size_t end = std::min(i, text_.size());
    pos_ = std::min(end + quote.size(), text_.size());
    value_span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    const std::string_view raw = text_.substr(begin, end - begin);
    if (escapes) return Unescape(facts_, raw);
    if (!doubled) return raw;
    std::string single;
    for (size_t k = 0; k < raw.size(); ++k) {
      single += raw[k];
      if (raw[k] == '\'') ++k;
    }
    return facts_.Keep(std::move(single));
  }

  std::string_view ReadPlain(Span& value_span) {
    const size_t begin = pos_;
    while (pos_ < text_.size()) {
      const char c = text_[pos_];
      if (c == ',' || c == '}' || c == ']' || c == '{' || c == '[' || c == '\n') break;
      if (c == '=' && syntax_.equals) break;
      if (c == ':') {
        // `http://x` is one scalar in YAML; `key: value` and JSON's `key:value` are two.
        const char next = pos_ + 1 < text_.size() ? text_[pos_ + 1] : ' ';
        if (!syntax_.spaces_in_plain || IsDataSpace(next)) break;
      }
      if (IsDataSpace(c) && !syntax_.spaces_in_plain) break;
      if (c == '#' && syntax_.hash_comments && pos_ > begin && IsDataSpace(text_[pos_ - 1])) break;
      ++pos_;
    }
    if (pos_ == begin) ++pos_;
    size_t end = pos_;
    while (end > begin && IsDataSpace(text_[end - 1])) --end;
    value_span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    return text_.substr(begin, end - begin);
  }

  FileFacts& facts_;
  const std::string_view text_;
  size_t pos_;
  const FlowSyntax& syntax_;
  std::vector<std::string_view> path_;
  const ConfigSink& sink_;
  std::vector<Container> open_;
};

/// Reads `digits` hex digits at `i`; false if they are not there.
bool ReadHex(std::string_view text, size_t i, size_t digits, uint32_t& code) {
  if (i + digits > text.size()) return false;
  code = 0;
  for (size_t k = 0; k < digits; ++k) {
    const int value = HexValue(text[i + k]);
    if (value < 0) return false;
    code = code * 16 + static_cast<uint32_t>(value);
  }
  return true;
}

void AppendUtf8(std::string& out, uint32_t code) {
  if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static constexpr unsigned char kLead[] = {0, 0xc0, 0xe0, 0xf0};
  out += static_cast<char>(kLead[tail] | code >> (6 * tail));
  for (int k = tail - 1; k >= 0; --k) out += static_cast<char>(0x80 | (code >> (6 * k) & 0x3f));
}

}  // namespace

void NotePartial(FileFacts& facts, std::string_view reason) {
  facts.health = Health::kPartial;
  if (facts.health_reason.empty()) facts.health_reason = reason;
}

std::string_view Unescape(FileFacts& facts, std::string_view raw) {
  if (raw.find('\\') == std::string_view::npos) return raw;
  std::string out;
  out.reserve(raw.size());
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 >= raw.size()) {
      out += raw[i];
      continue;
    }
    const char c = raw[++i];
    uint32_t code = 0;
    const size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : c == 'x' ? 2 : 0;
    if (digits > 0 && ReadHex(raw, i + 1, digits, code)) {
      i += digits;
      uint32_t low = 0;
      if (code >= 0xd800 && code < 0xdc00 && raw.substr(i + 1, 2) == "\\u" &&
          ReadHex(raw, i + 3, 4, low) && low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i += 6;
      }
      AppendUtf8(out, code);
    } else if (c == 'n') {
      out += '\n';
    } else if (c == 't') {
      out += '\t';
    } else if (c == 'r') {
      out += '\r';
    } else if (c == 'b' || c == 'f') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return facts.Keep(std::move(out));
}

size_t WalkFlow(FileFacts& facts, size_t begin, const FlowSyntax& syntax,
                std::vector<std::string_view> prefix, const ConfigSink& sink) {
  return FlowWalker(facts, begin, syntax, std::move(prefix), sink).Run();
}

void WalkJson(FileFacts& facts, const ConfigSink& sink) {
  FlowSyntax syntax;
  syntax.slash_comments = true;
  WalkFlow(facts, 0, syntax, {}, sink);
}

std::string_view SettingsSink::Key(std::span<const std::string_view> path, std::string_view last) {
  constexpr size_t kMaxKey = 1024, kMaxKeyBytes = 32 << 20;
  if (path.empty()) return last.substr(0, kMaxKey);
  if (path.size() == 1 && last.empty()) return path[0].substr(0, kMaxKey);
  std::string key;
  for (size_t i = path.size(); i-- > 0 && key.size() < kMaxKey;) {
    key = std::string(path[i].substr(0, kMaxKey)) + (key.empty() ? "" : ".") + key;
  }
  if (!last.empty()) key += "." + std::string(last.substr(0, kMaxKey));
  key_bytes_ += key.size();
  if (key_bytes_ > kMaxKeyBytes) return {};
  return facts_.Keep(std::move(key));
}

void SettingsSink::Add(std::span<const std::string_view> path, std::string_view last,
                       std::string_view value, Span span, Span value_span) {
  if (facts_.settings.size() >= kMaxSettings) {
    NotePartial(facts_, "there are too many settings");
    return;
  }
  const std::string_view key = Key(path, last);
  if (!key.empty()) facts_.settings.push_back({key, value, span, value_span});
}

void SettingsSink::operator()(const ConfigEntry& entry) {
  Add(entry.path, {}, entry.value, entry.span, entry.value_span);
  if (entry.path.empty()) return;
  const std::string_view last = entry.path.back();
  // `environment: ["KEY=value"]` as in Compose files.
  if (!last.empty() && IsDigit(last[0])) {
    const size_t equals = entry.value.find('=');
    const std::string_view key = entry.value.substr(0, equals);
    if (equals != std::string_view::npos && equals > 0 && equals < 128 &&
        key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
            std::string_view::npos) {
      Span value_span = entry.value_span;
      value_span.begin =
          std::min<uint32_t>(value_span.begin + static_cast<uint32_t>(equals) + 1, value_span.end);
      Add(entry.path.first(entry.path.size() - 1), key, entry.value.substr(equals + 1), entry.span,
          value_span);
    }
    return;
  }
  // `{name: KEY, value: v}` as in Kubernetes, Azure and Postman files.
  if (entry.path.size() < 2) return;
  const auto item = [&] {
    std::string joined;
    for (const std::string_view part : entry.path.first(entry.path.size() - 1)) {
      joined += part.substr(0, 100);
      joined += '\x1f';
    }
    return joined;
  };
  if (last == "name" || last == "key") {
    pair_item_ = item();
    pair_name_ = entry.value;
  } else if (last == "value" && !pair_name_.empty() && pair_item_ == item()) {
    Add(entry.path.first(entry.path.size() - 2), pair_name_.substr(0, 256), entry.value, entry.span,
        entry.value_span);
    pair_name_ = {};
  }
}

}  // namespace unsoap::facts
