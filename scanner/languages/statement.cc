#include "scanner/languages/statement.h"

#include <algorithm>
#include <string>
#include <vector>

#include "scanner/base/text.h"

namespace unsoap::languages {
namespace {

constexpr size_t kLongest = 4 << 20;  // of a text that is looked at
constexpr int kMostLines = 400;       // of a statement

class Walk {
 public:
  Walk(std::string_view text, const Language* language) : text_(text), language_(language) {}

  StatementLines Around(size_t offset) {
    StatementLines out;
    out.first = out.last = CountLines(0, offset);
    int line = 0;
    size_t base = 0;
    bool is_inside = false;
    for (size_t at = 0, end = 0; at < text_.size(); at = end) {
      end = AfterQuoted(at);
      if (!is_inside && offset < end) {
        is_inside = true;
        base = Context();
        if (out.last - start_ > kMostLines) return out;
        out.first = start_;
      }
      if (text_[at] == '\n') {
        const bool ends = !GoesOn(at + 1);
        if (is_inside && ends && open_.size() <= base && IsContext()) return out.last = line, out;
        ++line;
        if (is_inside && line - out.first > kMostLines) return Alone(offset);
        if (!is_inside && ends && IsContext()) start_ = line;
        continue;
      }
      line += CountLines(at, end);
      if (end == at + 1) See(at);
    }
    out.last = std::max(out.last, line - (text_.ends_with('\n') ? 1 : 0));
    return out;
  }

 private:
  enum class Open : char { kBracket, kBlock };

  StatementLines Alone(size_t offset) const {
    return {CountLines(0, offset), CountLines(0, offset)};
  }
  int CountLines(size_t begin, size_t end) const {
    return static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                                       text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
  }
  /// A line that begins with a member goes on with what stands before it.
  bool GoesOn(size_t line) const {
    const size_t at = text_.find_first_not_of(" \t", line);
    if (at == std::string_view::npos) return false;
    return language_ != nullptr && BeginsWithAny(text_.substr(at), language_->continues);
  }
  bool IsContext() const { return open_.empty() || open_.back() == Open::kBlock; }
  /// How much is open around the statement itself.
  size_t Context() const {
    const auto block = std::find(open_.rbegin(), open_.rend(), Open::kBlock);
    return static_cast<size_t>(open_.rend() - block);
  }

  void See(size_t at) {
    const char c = text_[at];
    if (c == '(' || c == '[') open_.push_back(Open::kBracket);
    if (c == '{') open_.push_back(IsLiteral() ? Open::kBracket : Open::kBlock);
    if ((c == ')' || c == ']' || c == '}') && !open_.empty()) open_.pop_back();
    if (c != ' ' && c != '\t' && c != '\r') before_last_ = last_, last_ = c;
  }
  /// A brace behind an operator or a bracket is a value; one behind an arrow is a body.
  bool IsLiteral() const {
    if (last_ == '>' && (before_last_ == '=' || before_last_ == '-')) return false;
    return last_ != 0 && std::string_view("(,:=[?&|{").find(last_) != std::string_view::npos &&
           !(last_ == '{' && IsContext());
  }

  /// Behind a string or comment that begins here; else behind this byte.
  size_t AfterQuoted(size_t at) const {
    if (language_ == nullptr) return at + 1;
    for (const std::string& mark : language_->line_comments) {
      if (!mark.empty() && text_.compare(at, mark.size(), mark) == 0)
        return std::min(text_.find('\n', at), text_.size());
    }
    for (const auto& [open, close] : language_->block_comments) {
      if (open.empty() || text_.compare(at, open.size(), open) != 0) continue;
      const size_t end = text_.find(close, at + open.size());
      return end == std::string_view::npos ? text_.size() : end + close.size();
    }
    for (const std::string& quote : language_->quotes) {
      if (quote.empty() || text_.compare(at, quote.size(), quote) != 0) continue;
      return AfterString(at + quote.size(), quote);
    }
    return at + 1;
  }
  size_t AfterString(size_t at, const std::string& quote) const {
    const size_t begin = at;
    for (; at < text_.size(); ++at) {
      if (text_[at] == '\\') {
        ++at;
      } else if (text_.compare(at, quote.size(), quote) == 0) {
        return at + quote.size();
      } else if (text_[at] == '\n' && quote == "'") {
        return begin;  // an apostrophe
      }
    }
    return begin;
  }

  const std::string_view text_;
  const Language* const language_;
  std::vector<Open> open_;
  int start_ = 0;
  char last_ = 0, before_last_ = 0;
};

}  // namespace

StatementLines StatementAround(std::string_view text, size_t offset, const Language* language) {
  if (text.size() > kLongest) text = text.substr(0, kLongest);
  return Walk(text, language).Around(std::min(offset, text.size()));
}

}  // namespace unsoap::languages
