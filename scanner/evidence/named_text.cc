// NamesInText: one pass over the text for each way to write a name and its value.
#include "scanner/evidence/named_text.h"

#include <algorithm>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/rules/builtin.h"

namespace unsoap::evidence {
namespace {

constexpr size_t kMaxKey = 120;
constexpr size_t kMaxValue = 400;
/// Between a name and its value in a row, or an option and its value.
constexpr size_t kMostBetween = 40;

class TextNames {
 public:
  TextNames(const facts::FileFacts& facts, const std::set<uint32_t>& known,
            std::vector<NamedValue>* all)
      : facts_(facts), text_(facts.source.text()), known_(known), all_(*all) {}

  void Run() {
    Options();
    Variables();
    if (facts_.exprs.empty() && facts_.elements.empty()) Rows(), Lines();
  }

 private:
  void Add(std::string_view key, Span key_span, std::string_view value, Span value_span,
           std::string section) {
    if (key.empty() || key.size() > kMaxKey || value.size() > kMaxValue) return;
    all_.push_back({std::string(key), key_span, value, value_span, std::move(section), {}});
  }
  char At(size_t i) const { return i < text_.size() ? text_[i] : '\n'; }
  static bool IsQuote(char c) { return c == '"' || c == '\''; }
  static bool IsNameChar(char c) { return IsWordChar(c) || c == '-' || c == '.'; }
  static Span SpanOf(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  /// Behind the value that begins here, which a quote or a blank ends.
  size_t EndOfValue(size_t begin, char quote) const {
    const size_t most = std::min(text_.size(), begin + kMaxValue);
    size_t end = begin;
    while (end < most && text_[end] != '\n' &&
           (quote != 0 ? text_[end] != quote : !IsBlank(text_[end]) && !IsQuote(text_[end])))
      ++end;
    return end;
  }

  /// sync --secret-key=VALUE, sync --secret-key VALUE, ["--secret-key", "VALUE"]: in every kind of
  /// file that may hold a command.
  void Options() {
    for (size_t at = text_.find("--"); at != std::string_view::npos; at = text_.find("--", at)) {
      Spend();
      const size_t name = at + 2;
      const char before = at == 0 ? '\n' : text_[at - 1];
      size_t end = name;
      while (IsNameChar(At(end)) && end - name <= kMaxKey) ++end;
      at = end;
      ReachCommand(name);
      if (end - name < 2 || end - name > kMaxKey || IsNameChar(before)) continue;
      Option(SpanOf(name, end), IsQuote(before) ? before : '\0');
    }
  }
  void Option(Span name, char quote) {
    size_t at = name.end;
    const bool closed = quote != 0 && At(at) == quote;  // what is next is another word
    if (closed) ++at;
    const size_t joint = at;
    while (at - joint < kMostBetween && (IsBlank(At(at)) || At(at) == ',')) ++at;
    if (at == joint && !closed && At(at) == '=') ++at;
    if (at == joint) return;
    const char own = IsQuote(At(at)) ? At(at) : '\0';
    if (closed && own == 0) return;
    const size_t begin = at + (own != 0 ? 1 : 0);
    const size_t end = EndOfValue(begin, own != 0 ? own : quote != 0 && !closed ? quote : '\0');
    const std::string_view value = text_.substr(begin, end - begin);
    if (own == 0 ? !IsPlainValue(value) : value.find(' ') != std::string_view::npos) return;
    const size_t known = all_.size();
    Add(facts_.source.Slice(name), name, value, SpanOf(begin, end),
        "command " + std::to_string(command_.begin));
    if (all_.size() > known) all_.back().command = command_;
  }
  /// The line around an offset, with the lines that it goes on in; offsets only grow.
  void ReachCommand(size_t offset) {
    while (command_.end <= offset) {
      size_t end = command_.end;
      do {
        end = std::min(text_.find('\n', end), text_.size() - 1) + 1;
        Spend();
      } while (end < text_.size() && end >= 2 && text_[end - 2] == '\\');
      command_ = {command_.end, static_cast<uint32_t>(end)};
    }
  }

  /// Without quotes what follows may be prose or code: "--secret-key must be given", KEY=f(x).
  static bool IsPlainValue(std::string_view value) {
    return !IsMember(value) && value.find_first_of("$(){}[]<>") == std::string_view::npos &&
           !value.starts_with('-') && std::any_of(value.begin(), value.end(), IsDigit);
  }
  /// settings.KEY2: names with points between them.
  static bool IsMember(std::string_view value) {
    const std::vector<std::string_view> parts = Split(value, '.');
    return parts.size() > 1 && std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
             return part.empty() || IsDigit(part[0]) ||
                    part.find_first_of("+/=-") != std::string_view::npos;
           });
  }
  static bool IsShouted(std::string_view name) {
    return name.size() >= 4 && std::all_of(name.begin(), name.end(), [](char c) {
             return IsUpper(c) || IsDigit(c) || c == '_';
           });
  }

  /// MARKETO_KEY=VALUE as a word of a command, a unit file, a list of variables.
  void Variables() {
    for (size_t at = text_.find('='); at != std::string_view::npos; at = text_.find('=', at + 1)) {
      Spend();
      size_t begin = at;
      while (begin > 0 && at - begin <= kMaxKey && IsNameChar(text_[begin - 1])) --begin;
      const std::string_view name = text_.substr(begin, at - begin);
      if (!IsShouted(name)) continue;
      size_t end = EndOfValue(at + 1, '\0');
      while (end > at + 1 && (text_[end - 1] == ';' || text_[end - 1] == ',')) --end;
      const std::string_view value = text_.substr(at + 1, end - at - 1);
      if (IsPlainValue(value))
        Add(name, SpanOf(begin, at), value, SpanOf(at + 1, end), "variables");
    }
  }

  /// Languages without a grammar: ('marketo_secret_key', 'VALUE'), secretKey := 'VALUE',
  /// set value = 'VALUE' where name = 'marketo_secret_key'.
  void Rows() {
    Span last;  // of the literal before, inside its quotes
    std::string_view last_word;
    for (size_t at = 0; at < text_.size(); ++at) {
      if (!IsQuote(text_[at])) continue;
      Spend();
      const size_t end = EndOfValue(at + 1, text_[at]);
      if (end >= text_.size() || text_[end] != text_[at]) continue;
      const Span inside = SpanOf(at + 1, end);
      std::string_view word;
      if (!facts_.InComment(inside.begin)) {
        const std::string_view between =
            last.empty() ? std::string_view() : text_.substr(last.end + 1, at - last.end - 1);
        word = Assigned(at, inside);
        if (!last.empty() && facts_.settings.empty() && between.size() <= kMostBetween)
          Pair(last, last_word, inside, word, between);
      }
      last = inside, last_word = word;
      at = end;
    }
  }
  void Pair(Span last, std::string_view last_word, Span inside, std::string_view word,
            std::string_view between) {
    const std::string_view joint = Trim(between), value = facts_.source.Slice(inside);
    if (joint == "," || joint == "=>" || joint == ":" || joint == "=" || joint == "->")
      return Add(facts_.source.Slice(last), last, value, inside, "rows");
    if (last_word.empty() || word.empty() || between.find(';') != std::string_view::npos) return;
    const bool first = IsValueName(last_word), second = IsValueName(word);
    if (first && !second) Add(value, inside, facts_.source.Slice(last), last, "rows");
    if (second && !first) Add(facts_.source.Slice(last), last, value, inside, "rows");
  }
  static bool IsValueName(std::string_view word) {
    const std::vector<std::string>& names = rules::BuiltinSecretWords().value_names;
    return std::find(names.begin(), names.end(), NormalName(word)) != names.end();
  }
  /// Adds the word before a literal that it is given to: secretKey = "...", (def secret-key "...").
  std::string_view Assigned(size_t quote, Span inside) {
    const size_t from = quote > kMostBetween ? quote - kMostBetween : 0;
    size_t end = quote;
    while (end > from && std::string_view(" \t=:<-").find(text_[end - 1]) != std::string_view::npos)
      --end;
    if (end == quote) return {};
    size_t begin = end;
    while (begin > 0 && end - begin < kMaxKey && IsNameChar(text_[begin - 1])) --begin;
    const std::string_view word = text_.substr(begin, end - begin);
    if (!known_.contains(inside.begin))
      Add(word, SpanOf(begin, end), facts_.source.Slice(inside), inside, "assigned");
    return word;
  }

  /// NAME := VALUE, SetEnv NAME VALUE: the last two words of a line.
  void Lines() {
    for (size_t begin = 0; begin < text_.size();) {
      Spend();
      const size_t next = std::min(text_.find('\n', begin), text_.size());
      const std::string_view line = text_.substr(begin, std::min(next - begin, kMaxValue));
      begin = next + 1;
      const std::string_view trimmed = Trim(line);
      const size_t value = trimmed.find_last_of(" \t=") + 1;
      if (value == 0 || !IsPlainValue(trimmed.substr(value))) continue;
      size_t end = value;
      while (end > 0 && std::string_view(" \t=:?").find(trimmed[end - 1]) != std::string_view::npos)
        --end;
      size_t name = end;
      while (name > 0 && IsNameChar(trimmed[name - 1])) --name;
      const auto offset = static_cast<size_t>(trimmed.data() - text_.data());
      if (name < end && !known_.contains(static_cast<uint32_t>(offset + value)))
        Add(trimmed.substr(name, end - name), SpanOf(offset + name, offset + end),
            trimmed.substr(value), SpanOf(offset + value, offset + trimmed.size()), "lines");
    }
  }

  const facts::FileFacts& facts_;
  const std::string_view text_;
  const std::set<uint32_t>& known_;
  std::vector<NamedValue>& all_;
  Span command_;
};

}  // namespace

void NamesInText(const facts::FileFacts& facts, const std::set<uint32_t>& known,
                 std::vector<NamedValue>* all) {
  TextNames(facts, known, all).Run();
}

}  // namespace unsoap::evidence
