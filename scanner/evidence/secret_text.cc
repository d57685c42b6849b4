// The values beside the names of secrets in any text: `name = value` however it is punctuated.
#include "scanner/evidence/secret_text.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::evidence {
namespace {

constexpr uint32_t kReach = 300;     // of a name along its line
constexpr uint32_t kWritten = 1000;  // the longest line that people write
constexpr uint32_t kGap = 80;        // between a name and its value
constexpr uint32_t kMaxValue = 400;  // of a value
constexpr int kMaxPieces = 24;       // of a value that is put together

bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool IsBreak(char c) { return c == '\n' || c == '\r'; }
bool IsOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

/// Neither a blank nor what ends a value in prose.
bool IsOfWord(char c) {
  return static_cast<unsigned char>(c) > ' ' && !IsOneOf(c, "\"'`,;<>(){}[]|&=:\\");
}

/// &quot; and its kin: a quote in text that was escaped once; its size, or 0.
uint32_t EscapedQuote(std::string_view text) {
  for (const std::string_view quote : {"&quot;", "&#39;", "&#34;", "&apos;", "%22", "%27",
                                       "\\u0022", "\\u0027", "\\x22", "\\x27"}) {
    if (text.size() >= quote.size() && EqualsIgnoreCase(text.substr(0, quote.size()), quote))
      return static_cast<uint32_t>(quote.size());
  }
  return 0;
}
/// &gt; and its kin, an equals sign of an address.
uint32_t EscapedSeparator(std::string_view text) {
  for (const std::string_view mark : {"&gt;", "\\u003e", "\\x3e", "%3E", "%3D", "%3A"}) {
    if (text.size() >= mark.size() && EqualsIgnoreCase(text.substr(0, mark.size()), mark))
      return static_cast<uint32_t>(mark.size());
  }
  return 0;
}

/// &quot; and the like, of markup; its size, or 0.
uint32_t EntityAt(std::string_view text) {
  if (text.empty() || text[0] != '&') return 0;
  size_t end = 1;
  while (end < text.size() && end < 9 && (IsWordChar(text[end]) || text[end] == '#')) ++end;
  return end > 2 && end < text.size() && text[end] == ';' ? static_cast<uint32_t>(end) + 1 : 0;
}

/// A quote that ends no literal: 'it''s', and 'it'\''s' of a shell; its size with what belongs to
/// it, or 0. The second character of an empty literal doubles nothing.
uint32_t QuoteInside(std::string_view text, char quote, bool may_double) {
  // 'one\''two' where a backslash escapes nothing: otherwise a word would follow a literal's end.
  if (text.size() > 3 && text[0] == '\\' && text[1] == quote && text[2] == quote &&
      IsWordChar(text[3]))
    return 3;
  if (text.size() < 2 || text[0] != quote) return 0;
  if (may_double && text[1] == quote) return 2;
  return quote == '\'' && text.starts_with("'\\''") ? 4 : 0;
}

/// What stands between literals that are put together.
bool IsJoint(char c) { return IsBlank(c) || IsBreak(c) || IsOneOf(c, ".+&_\\~|<>^*@-,"); }
/// The same, without lists and with the brackets of nested calls.
bool IsOperator(char c) { return c != ',' && (IsJoint(c) || IsOneOf(c, "()[]")); }

size_t QuoteIndex(char c) { return c == '"' ? 0 : c == '\'' ? 1 : 2; }

/// (99), (10, 2): the length of a type; its size, or 0.
uint32_t LengthOfType(std::string_view text) {
  if (text.empty() || text[0] != '(') return 0;
  const size_t end = text.substr(0, 12).find_first_not_of("0123456789, ", 1);
  return end == std::string_view::npos || end < 2 || text[end] != ')'
             ? 0
             : static_cast<uint32_t>(end) + 1;
}

}  // namespace

SecretText::SecretText(const SecretLook& look, std::string_view text,
                       std::function<TextMode(uint32_t)> mode)
    : look_(look), text_(text), mode_(std::move(mode)) {}

void SecretText::Lex(Line* line) const {
  line->quoted.clear();
  line->quotes = {};
  for (uint32_t i = line->begin; i < line->end; ++i) {
    if (!IsQuote(text_[i])) continue;
    const size_t which = QuoteIndex(text_[i]);
    if (line->quotes[which]++ == 0) line->first[which] = i;
  }
  for (uint32_t i = line->begin; i < line->end; ++i) {
    const char quote = text_[i];
    if (!IsQuote(quote)) continue;
    // A comment of Basic, which may hold literals of its own.
    if (quote == '\'' && i + 1 < line->end && IsBlank(text_[i + 1]) &&
        std::all_of(text_.begin() + line->begin, text_.begin() + i, IsBlank))
      continue;
    // don't, it's: no quote opens inside a word.
    if (quote == '\'' && i > line->begin && IsWordChar(text_[i - 1]) && i + 1 < line->end &&
        IsWordChar(text_[i + 1]))
      continue;
    uint32_t end = i + 1;
    while (end < line->end) {
      const uint32_t inner = QuoteInside(text_.substr(end, line->end - end), quote, end > i + 1);
      if (text_[end] == quote && inner == 0) break;
      end += inner > 0 ? inner : text_[end] == '\\' ? 2 : 1;
    }
    end = std::min(end, line->end);
    line->quoted.push_back({i + 1, end});
    i = end;
  }
}

const SecretText::Line& SecretText::LineAt(uint32_t offset) {
  if (has_line_ && line_.begin <= offset && offset <= line_.end) return line_;
  size_t begin = offset, end = offset;
  while (begin > 0 && !IsBreak(text_[begin - 1])) --begin;
  while (end < text_.size() && !IsBreak(text_[end])) ++end;
  line_.begin = static_cast<uint32_t>(begin), line_.end = static_cast<uint32_t>(end);
  Lex(&line_);
  has_line_ = true;
  return line_;
}

const Span* SecretText::QuotedAt(const Line& line, uint32_t offset) const {
  const auto after =
      std::upper_bound(line.quoted.begin(), line.quoted.end(), offset,
                       [](uint32_t at, const Span& span) { return at < span.begin; });
  if (after == line.quoted.begin()) return nullptr;
  const Span& span = *std::prev(after);
  return offset < span.end ? &span : nullptr;
}

void SecretText::Find(const std::vector<Span>& near, const std::vector<Span>& beside,
                      std::vector<Span>* out) {
  std::vector<Span> names;
  look_.FindNames(text_, &names);
  std::vector<Span> windows;
  for (const Span& found : names) {
    Span name = found;
    while (name.begin > 0 && found.begin - name.begin < 60 && IsWordChar(text_[name.begin - 1]))
      --name.begin;
    while (name.end < text_.size() && name.end - found.end < 60 && IsWordChar(text_[name.end]))
      ++name.end;
    // SECRET-KEY
    while (name.end + 1 < text_.size() && name.end - found.end < 60 &&
           (IsWordChar(text_[name.end]) ||
            (text_[name.end] == '-' && IsWordChar(text_[name.end + 1]))))
      ++name.end;
    const NameSays says = look_.Name(Slice(name.begin, name.end));
    if (says == NameSays::kNothing) continue;
    Direct(name, out);
    if (says != NameSays::kSecret) continue;
    Before(name, out);
    const Line& line = LineAt(name.end);
    windows.push_back({std::max(line.begin, name.begin > kReach ? name.begin - kReach : 0),
                       std::min(line.end, name.end + kReach)});
  }
  for (const Span& place : near) {
    // The line and two on either side: what a frame shows together.
    uint32_t begin = std::min<uint32_t>(place.begin, static_cast<uint32_t>(text_.size()));
    uint32_t end = std::min<uint32_t>(place.end, static_cast<uint32_t>(text_.size()));
    for (int lines = 0; begin > 0 && place.begin - begin < kReach; --begin) {
      if (text_[begin - 1] == '\n' && ++lines > 2) break;
    }
    for (int lines = 0; end < text_.size() && end - place.end < kReach; ++end) {
      if (text_[end] == '\n' && ++lines > 2) break;
    }
    windows.push_back({begin, end});
  }
  for (const Span& place : beside) {
    const Line& line = LineAt(place.begin);
    // In a line that a program wrote, everything stands beside everything.
    if (line.end - line.begin > kWritten) continue;
    windows.push_back({std::max(line.begin, place.begin > kReach ? place.begin - kReach : 0),
                       std::min(line.end, place.end + kReach)});
  }
  std::sort(windows.begin(), windows.end());
  looked_ = 0;
  for (const Span& window : windows) {
    const uint32_t begin = std::max(window.begin, looked_);
    if (begin < window.end) Around(begin, window.end, out);
    looked_ = std::max(looked_, window.end);
  }
}

/// A quote that is a character of the bare value that begins at `begin`: it closes nothing, and
/// more of the value follows.
bool SecretText::IsInside(const Line& line, uint32_t begin, uint32_t at) const {
  if (!IsQuote(text_[at]) || begin == line.begin) return false;
  if (!IsBlank(text_[begin - 1]) && !IsOneOf(text_[begin - 1], "=:|")) return false;
  if (at + 1 >= line.end || IsBlank(text_[at + 1]) || IsOneOf(text_[at + 1], ",;)}]")) return false;
  const size_t which = QuoteIndex(text_[at]);
  return line.quotes[which] == 1 && line.first[which] == at;
}

void SecretText::Direct(Span name, std::vector<Span>* out) {
  // What follows the end of an element is no value of its.
  uint32_t tag = name.begin;
  while (tag > 0 && name.begin - tag < kGap &&
         (IsWordChar(text_[tag - 1]) || IsOneOf(text_[tag - 1], ".:-")))
    --tag;
  if (tag > 1 && text_[tag - 1] == '/' && IsOneOf(text_[tag - 2], "<\\;")) return;
  Gap gap;
  gap.name = name, gap.at = name.end;
  gap.limit = static_cast<uint32_t>(std::min<size_t>(text_.size(), name.end + kGap));
  // The literal that holds the name: its end is no beginning of a value.
  const Span* const around = QuotedAt(LineAt(name.begin), name.begin);
  gap.literal_end = around == nullptr ? 0 : around->end;
  while (gap.at < gap.limit) {
    Step step = Punctuation(&gap);
    if (step == Step::kOther) {
      const char c = text_[gap.at];
      step = IsWordChar(c) || (c == '-' && gap.equals) ? Word(&gap) : Key(&gap);
    }
    if (step == Step::kOn) continue;
    if (step == Step::kValue) {
      const bool strong = look_.Name(Slice(name.begin, name.end)) == NameSays::kSecret;
      Value(gap.at, strong, gap.separated, out);
    }
    return;
  }
}

SecretText::Step SecretText::Punctuation(Gap* gap) const {
  uint32_t& at = gap->at;
  const char c = text_[at];
  const std::string_view rest = text_.substr(at, gap->limit - at);
  const uint32_t mark = EscapedSeparator(rest);
  if (IsBlank(c)) {
    ++at;
  } else if (gap->literal_end > 0 && at == gap->literal_end && IsQuote(c)) {
    ++at;
  } else if (gap->literal_end > 0 && at > gap->literal_end && IsOneOf(c, ".+&") &&
             rest.size() > 1 && !IsWordChar(rest[1])) {
    gap->separated = true, ++at;  // "<secretKey>" + "value"
  } else if (IsBreak(c)) {
    if (!gap->separated || (c == '\n' && ++gap->breaks > 1)) return Step::kEnd;
    ++at;
  } else if (mark > 0) {
    at += mark, gap->separated = true;
  } else if (rest.starts_with("<-") || rest.starts_with("<<-")) {
    gap->separated = gap->equals = true, at += c == rest[1] ? 3 : 2;
  } else if (gap->separated && rest.starts_with("<<") && rest.size() > 2 && IsQuote(rest[2])) {
    at += 2;  // {secret_key, <<"value">>}
  } else if (rest.starts_with("</") || rest.starts_with("<!") ||
             (c == '<' && gap->separated && gap->words == 0)) {
    const size_t close = rest.find('>');
    if (close == std::string_view::npos) return Step::kEnd;
    at += static_cast<uint32_t>(close) + 1, gap->separated = true;
  } else if (IsOneOf(c, "&+.|") && rest.size() > 1 && rest[1] == '=') {
    gap->separated = gap->equals = true, at += 2;  // secretKey += "..."
  } else if (c == '&' && rest.size() > 2 && IsBlank(rest[1]) && !IsQuote(rest[2])) {
    gap->separated = true, ++at;  // the next cell of a table
  } else if (IsOneOf(c, "=:>(,|[{?~!") || rest.starts_with("->")) {
    gap->equals |= c == '=' || c == ':' || c == '>';
    gap->separated = true, at += c == '-' ? 2 : 1;
  } else if (c == '\\' && rest.size() > 1 && !IsQuote(rest[1])) {
    ++at;
  } else if (IsOneOf(c, ")]}*") && !gap->separated) {
    ++at;
  } else if (!gap->separated && (IsQuote(c) || c == '\\' || EscapedQuote(rest) > 0) && at > 0 &&
             !IsBlank(text_[at - 1])) {
    // The end of the name's own quotes.
    const uint32_t escaped = EscapedQuote(rest);
    at += escaped > 0 ? escaped : c == '\\' ? 2 : 1;
  } else {
    return Step::kOther;
  }
  return Step::kOn;
}

SecretText::Step SecretText::Word(Gap* gap) const {
  // A type, or the attribute that holds the value: `As String =`, `type="x" value=`.
  uint32_t& at = gap->at;
  const uint32_t limit = gap->limit;
  uint32_t end = at;
  while (end < limit && (IsWordChar(text_[end]) || text_[end] == '-' || text_[end] == '.')) ++end;
  const uint32_t length = LengthOfType(text_.substr(end, limit - end));
  uint32_t next = end + length;
  while (next < limit && IsBlank(text_[next])) ++next;
  if (length > 0 && gap->words < 6) {
    ++gap->words, at = next, gap->separated = true;  // varchar(99)
    return Step::kOn;
  }
  const std::string_view word = Slice(at, end);
  const bool assigns = next < limit && (text_[next] == '=' || text_[next] == ':') &&
                       !text_.substr(next).starts_with("==") && word.size() < 24;
  const bool type = next > end && next < limit && IsWordChar(text_[next]) && word.size() < 12;
  const bool quote = next > end && next < limit && IsQuote(text_[next]);
  const bool holds = assigns && look_.IsValueName(word);
  if (assigns && gap->words < 5 && !holds && next + 1 < limit && IsQuote(text_[next + 1])) {
    // Another attribute of the same tag.
    const size_t close = text_.substr(0, limit).find(text_[next + 1], next + 2);
    if (close != std::string_view::npos && close + 1 < limit && text_[close + 1] != ',') {
      ++gap->words, at = static_cast<uint32_t>(close) + 1;
      return Step::kOn;
    }
  }
  const bool skips = holds || (assigns && (gap->equals || gap->words > 0 || word.size() < 4)) ||
                     quote || (type && !gap->equals && word.size() < 4);
  if (gap->words < 6 && skips && !look_.IsKeyLike(word)) {
    ++gap->words, at = next, gap->separated = true;
    return Step::kOn;
  }
  return Step::kValue;
}

SecretText::Step SecretText::Key(Gap* gap) const {
  // "secretKey", "value": "..."; a key of something else ends the search.
  const uint32_t at = gap->at, limit = gap->limit;
  const char c = text_[at];
  const size_t quoted = IsQuote(c) ? text_.substr(0, std::min(limit, at + 40)).find(c, at + 1)
                                   : std::string_view::npos;
  if (quoted == std::string_view::npos) return Step::kValue;
  auto next = static_cast<uint32_t>(quoted) + 1;
  while (next < limit && IsBlank(text_[next])) ++next;
  // A colon and a bracket end a comment.
  const std::string_view sign = text_.substr(next, 2);
  const bool key = next < limit && ((sign.starts_with(':') && sign != ":)") || sign == "=>");
  if (!key) return Step::kValue;
  if (!look_.IsValueName(Slice(at + 1, static_cast<uint32_t>(quoted)))) return Step::kEnd;
  gap->at = next, gap->separated = true;
  return Step::kOn;
}

void SecretText::Widen(std::vector<Span>* spans) {
  std::sort(spans->begin(), spans->end());
  uint32_t done = 0;  // what lies before was looked at
  for (Span& span : *spans) {
    if (span.end <= done) continue;
    const Line& line = LineAt(span.begin);
    const Span* quoted = QuotedAt(line, span.begin);
    const uint32_t limit = std::min(quoted != nullptr ? quoted->end : line.end, span.end + kReach);
    if (quoted == nullptr && mode_(span.begin) == TextMode::kCode) continue;
    // What follows the user of an address is its host.
    uint32_t word = span.begin;
    while (word > line.begin && span.begin - word < kReach &&
           !IsOneOf(text_[word - 1], " \t\"'`<>(),;"))
      --word;
    if (Slice(word, span.begin).find("://") != std::string_view::npos) continue;
    // The end of an element, unless none begins in the literal.
    const bool markup =
        quoted == nullptr ||
        Slice(quoted->begin, std::min(quoted->end, quoted->begin + kMaxValue)).find('<') <
            span.begin - quoted->begin;
    uint32_t end = span.end;
    // It may have been cut in the middle of an entity.
    for (uint32_t at = end; at > span.begin && end - at < 9 && text_[at] != ';'; --at) {
      const uint32_t entity = EntityAt(text_.substr(at, 10));
      if (at + entity > end) end = at + entity;
    }
    while (end < limit) {
      const uint32_t entity = EntityAt(text_.substr(end, 10));
      const char c = text_[end];
      if (static_cast<unsigned char>(c) <= ' ' || IsOneOf(c, ",;|")) break;
      if (markup && text_.substr(end).starts_with("</")) break;
      if (text_.substr(end).starts_with("://")) break;
      if (quoted == nullptr && IsOneOf(c, "\"'`)}]") && !IsInside(line, span.begin, end)) break;
      end += std::max(1U, entity);
    }
    span.end = std::max(span.end, end);
    done = span.end;
  }
}

void SecretText::Join(std::vector<Span>* spans) const {
  constexpr uint32_t kJoint = 120;
  const auto size = static_cast<uint32_t>(text_.size());
  const auto fits = [&](Span piece, Span joint) {
    const bool listed = Slice(joint.begin, joint.end).find(',') != std::string_view::npos;
    return look_.IsKeyPiece(Slice(piece.begin, piece.end), listed);
  };
  const size_t count = spans->size();
  for (size_t i = 0; i < count; ++i) {
    for (Span at = (*spans)[i]; at.end + 1 < size && IsQuote(text_[at.end]);) {
      uint32_t next = at.end + 1;
      while (next < size && next - at.end < kJoint && IsJoint(text_[next])) ++next;
      if (next >= size || next == at.end + 1 || !IsQuote(text_[next])) break;
      const size_t close =
          text_.substr(0, std::min(size, next + kMaxValue)).find(text_[next], next + 1);
      if (close == std::string_view::npos) break;
      const Span piece{next + 1, static_cast<uint32_t>(close)};
      if (!fits(piece, {at.end + 1, next})) break;
      spans->push_back(piece);
      at = piece;
    }
    for (Span at = (*spans)[i]; at.begin > 2 && IsQuote(text_[at.begin - 1]);) {
      uint32_t before = at.begin - 1;  // the end of the joint
      while (before > 0 && at.begin - before < kJoint && IsJoint(text_[before - 1])) --before;
      if (before < 2 || before == at.begin - 1 || !IsQuote(text_[before - 1])) break;
      const size_t open = text_.rfind(text_[before - 1], before - 2);
      if (open == std::string_view::npos || before - open > kMaxValue) break;
      const Span piece{static_cast<uint32_t>(open) + 1, before - 1};
      if (!fits(piece, {before, at.begin - 1})) break;
      spans->push_back(piece);
      at = piece;
    }
  }
}

void SecretText::Chains(std::vector<Span>* spans, std::vector<std::string>* values) const {
  constexpr uint32_t kJoint = 120;
  const auto size = static_cast<uint32_t>(text_.size());
  std::vector<Span> chain;
  const auto judge = [&] {
    if (chain.size() > 1) {
      std::string joined;
      for (const Span& piece : chain) joined += Slice(piece.begin, piece.end);
      const Span secret = look_.InPieces(joined);
      uint32_t at = 0;
      for (const Span& piece : chain) {
        const uint32_t begin = at;
        at += piece.end - piece.begin;
        if (begin < secret.end && at > secret.begin) spans->push_back(piece);
      }
      if (!secret.empty())
        values->push_back(joined.substr(secret.begin, secret.end - secret.begin));
    }
    chain.clear();
  };
  Line line;
  for (uint32_t begin = 0; begin < size;) {
    line.begin = line.end = begin;
    while (line.end < size && !IsBreak(text_[line.end])) ++line.end;
    Lex(&line);
    for (const Span& literal : line.quoted) {
      // Long literals are texts, and chains of many are tables.
      const bool fits =
          !literal.empty() && literal.end < line.end && literal.end - literal.begin <= kMaxValue;
      bool joined = fits && !chain.empty() && chain.size() < kMaxPieces;
      if (joined) {
        const uint32_t from = chain.back().end + 1, to = literal.begin - 1;
        joined = to > from && to - from < kJoint;
        for (uint32_t i = from; joined && i < to; ++i) joined = IsOperator(text_[i]);
      }
      if (!joined) judge();
      if (fits) chain.push_back(literal);
    }
    begin = line.end + 1;
  }
  judge();
}

bool SecretText::IsPhraseOfService(Span value) const {
  if (!look_.IsPassphrase(Slice(value.begin, value.end))) return false;
  uint32_t begin = value.begin, end = value.end;
  while (begin > 0 && value.begin - begin < kReach && !IsBreak(text_[begin - 1])) --begin;
  while (end < text_.size() && end - value.end < kReach && !IsBreak(text_[end])) ++end;
  constexpr uint32_t kPiece = 100;  // of a name at most
  for (uint32_t at = begin; at < end; at += kPiece / 2) {
    if (look_.NamesService(Slice(at, std::min(end, at + kPiece)))) return true;
  }
  return false;
}

bool SecretText::Value(uint32_t at, bool strong, bool after_separator, std::vector<Span>* out) {
  if (Quoted(&at, strong, out)) return true;
  return at < text_.size() && Bare(at, strong, after_separator, out);
}

bool SecretText::Quoted(uint32_t* from, bool strong, std::vector<Span>* out) {
  const auto size = static_cast<uint32_t>(text_.size());
  uint32_t& at = *from;
  bool any = false;
  for (int piece = 0; piece < kMaxPieces && at < size; ++piece) {
    const std::string_view rest = text_.substr(at);
    const uint32_t escaped = EscapedQuote(rest);
    const bool slash = rest[0] == '\\' && rest.size() > 1 && IsQuote(rest[1]);
    if (!IsQuote(rest[0]) && !slash && escaped == 0) break;
    // ""value"" in a literal that doubles its quotes
    const bool twice =
        escaped == 0 && !slash && rest.size() > 2 && rest[1] == rest[0] && IsWordChar(rest[2]);
    const std::string_view quote = rest.substr(0, escaped > 0 ? escaped : slash || twice ? 2 : 1);
    uint32_t begin = at + static_cast<uint32_t>(quote.size());
    // """value"""
    while (begin < size && quote.size() == 1 && begin < at + 3 && text_[begin] == quote[0]) ++begin;
    uint32_t end = begin;
    const uint32_t limit = std::min(size, begin + kMaxValue);
    while (end < limit && !IsBreak(text_[end])) {
      const uint32_t inner =
          quote.size() == 1 ? QuoteInside(text_.substr(end, limit - end), quote[0], end > begin)
                            : 0;
      if (inner == 0 && text_.substr(end).starts_with(quote)) break;
      const bool skips = text_[end] == '\\' && !slash && (quote.size() == 1 || twice);
      const bool both = skips && twice && text_.substr(end + 1).starts_with(quote);
      end += inner > 0 ? inner : both ? 3 : skips ? 2 : 1;
    }
    end = std::min(end, limit);
    const std::string_view value = Slice(begin, end);
    if (!value.empty() && (strong ? look_.MayBeSecret(value)
                                  : look_.IsKeyLike(value) || IsPhraseOfService({begin, end})))
      out->push_back({begin, end}), any = true;
    if (piece == 0 && !any) {
      at = size;  // it is no value, and nothing behind it is
      return false;
    }
    // 'one' . 'two', "one" + "two", "one" "two" on the next line
    at = end + static_cast<uint32_t>(quote.size());
    uint32_t joint = at;
    while (joint < size && joint < at + 40 && (IsOneOf(text_[joint], " \t\r\n.+&_\\~|<$"))) ++joint;
    if (joint == at || joint >= size) break;
    at = joint;
  }
  return any;
}

bool SecretText::Bare(uint32_t at, bool strong, bool after_separator, std::vector<Span>* out) {
  const auto size = static_cast<uint32_t>(text_.size());
  const auto hides = [&](std::string_view value) {
    return strong ? look_.MayBeSecret(value)
                  : look_.IsKeyLike(value) ||
                        IsPhraseOfService({at, at + static_cast<uint32_t>(value.size())});
  };
  uint32_t end = at;
  const uint32_t limit = std::min(size, at + kMaxValue);
  while (end<limit&& static_cast<unsigned char>(text_[end])> ' ' &&
         !IsOneOf(text_[end], "\"'`<>,;)}|&\\"))
    ++end;
  std::string_view token = Slice(at, end);
  while (token.ends_with("*/") || token.ends_with(".") || token.ends_with(":") ||
         token.ends_with("]"))
    token.remove_suffix(token.ends_with("*/") ? 2 : 1);
  const char next = end < size ? text_[end] : '\n';
  if (token.size() < 4 || token[0] == '$' || token[0] == '%' || token.find('(') != token.npos)
    return false;
  // What something is assigned to is a name.
  uint32_t behind = end;
  while (behind < limit && IsBlank(text_[behind])) ++behind;
  const std::string_view sign = text_.substr(behind, 2);
  if (behind > end && sign != "==" && (sign.starts_with('=') || sign == ":=" || sign == "<-"))
    return false;
  const bool prose = mode_(at) == TextMode::kProse || QuotedAt(LineAt(at), at) != nullptr;
  const bool hide = prose && after_separator
                        ? hides(token) && (strong || !look_.IsNumberedWord(token))
                        : look_.IsKeyLike(token) && token.find('.') == token.npos &&
                              token.find('[') == token.npos && next != '(' &&
                              !look_.IsNumberedWord(token);
  if (hide) out->push_back({at, at + static_cast<uint32_t>(token.size())});
  return hide;
}

void SecretText::Before(Span name, std::vector<Span>* out) {
  const Line& line = LineAt(name.begin);
  // The last literal that ends before the name.
  auto after = std::upper_bound(line.quoted.begin(), line.quoted.end(), name.begin,
                                [](uint32_t at, const Span& span) { return at < span.begin; });
  while (after != line.quoted.begin() && std::prev(after)->end >= name.begin) --after;
  if (after == line.quoted.begin()) return;
  const Span literal = *std::prev(after);
  if (name.begin - literal.end > kGap) return;
  // Words, one of which joins them, a comparison, and the name's own quote.
  bool joins = false;
  int words = 0;
  for (uint32_t at = literal.end + 1; at < name.begin;) {
    uint32_t end = at;
    while (end < name.begin && IsWordChar(text_[end])) ++end;
    if (end > at) {
      joins |= look_.IsBeforeName(Slice(at, end));
      if (++words > 5) return;
      at = end;
    } else if (!IsBlank(text_[at]) && !IsQuote(text_[at]) && !IsOneOf(text_[at], "=.-@$")) {
      return;
    } else {
      ++at;
    }
  }
  if (joins && look_.MayBeSecret(Slice(literal.begin, literal.end))) out->push_back(literal);
}

void SecretText::Around(uint32_t begin, uint32_t end, std::vector<Span>* out) {
  // Half of an address looks like a key: words are looked at whole.
  const auto cuts = [&](uint32_t at) {
    return at > 0 && at < text_.size() && IsOfWord(text_[at - 1]) && IsOfWord(text_[at]);
  };
  for (uint32_t i = begin; cuts(i) && begin - i < kMaxValue; --i) {
    if (!cuts(i - 1)) begin = i - 1;
  }
  for (uint32_t i = end; cuts(i) && i - end < kMaxValue; ++i) {
    if (!cuts(i + 1)) end = i + 1;
  }
  for (uint32_t i = begin; i < end;) {
    const Line& line = LineAt(i);
    const uint32_t stop = std::min(end, line.end);
    while (i < stop) {
      const Span* quoted = QuotedAt(line, i);
      if (quoted != nullptr && quoted->begin == i && quoted->end <= line.end) {
        const std::string_view content = Slice(quoted->begin, quoted->end);
        if (look_.IsKeyLike(content) && !look_.IsNumberedWord(content)) {
          out->push_back(*quoted);
          i = quoted->end;
          continue;
        }
      }
      if (!IsOfWord(text_[i])) {
        ++i;
        continue;
      }
      uint32_t token = i;
      while (token < stop && IsOfWord(text_[token])) ++token;
      const bool prose = quoted != nullptr || mode_(i) == TextMode::kProse;
      if (prose && (token >= size_t{text_.size()} || text_[token] != '(') &&
          look_.IsBareKey(Slice(i, token)) && !look_.IsNumberedWord(Slice(i, token)))
        out->push_back({i, token});
      i = token;
    }
    i = std::max(i, line.end);
    while (i < end && IsBreak(text_[i])) ++i;
  }
}

}  // namespace unsoap::evidence
