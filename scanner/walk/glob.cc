#include "scanner/walk/glob.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "scanner/base/char.h"

namespace unsoap::walk {
namespace {

uint8_t FoldByte(uint8_t c) { return static_cast<uint8_t>(ToLower(static_cast<char>(c))); }
bool IsGraph(char c) { return c > 32 && c < 127; }

struct NamedClass {
  std::string_view name;
  bool (*has)(char);
};
constexpr NamedClass kClasses[] = {
    {"alnum", IsAlnum},
    {"alpha", IsAlpha},
    {"blank", IsBlank},
    {"cntrl", [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; }},
    {"digit", IsDigit},
    {"graph", IsGraph},
    {"lower", IsLower},
    {"print", [](char c) { return c == ' ' || IsGraph(c); }},
    {"punct", [](char c) { return IsGraph(c) && !IsAlnum(c); }},
    {"space", IsSpace},
    {"upper", IsUpper},
    {"xdigit", [](char c) { return HexValue(c) >= 0; }},
};

}  // namespace

Glob::Glob(std::string_view pattern, Mode mode, bool fold_case)
    : path_mode_(mode == Mode::kPath), fold_case_(fold_case) {
  // git compares the literal beginning of a path pattern by itself and gives only the rest to its
  // matcher; so a `**` that is the first wildcard spans directories even in the middle of a name
  // ("foo**/bar").
  const size_t first_wildcard = std::min(pattern.find_first_of("*?[\\"), pattern.size());
  for (size_t i = 0; i < pattern.size();) {
    const auto c = static_cast<uint8_t>(pattern[i]);
    if (c == '*') {
      const size_t begin = i;
      while (i < pattern.size() && pattern[i] == '*') ++i;
      const std::string_view rest = pattern.substr(i);
      const bool spans = i - begin >= 2 && (begin == first_wildcard || pattern[begin - 1] == '/') &&
                         (rest.empty() || rest[0] == '/' || rest.starts_with("\\/"));
      if (!path_mode_) {
        Add(Kind::kStar);
      } else if (!spans) {
        Add(Kind::kStar);
      } else if (!rest.empty() && rest[0] == '/') {
        Add(Kind::kDirectories);
        Add(Kind::kInside);
        ++i;
      } else {
        Add(Kind::kStarStar);
      }
    } else if (c == '?') {
      Add(Kind::kAny);
      ++i;
    } else if (c == '[') {
      i = CompileSet(pattern, i + 1);
    } else if (c == '\\') {
      ++i;
      if (i == pattern.size()) {
        Add(Kind::kNever);
      } else {
        Add(Kind::kByte, static_cast<uint8_t>(pattern[i++]));
      }
    } else {
      Add(Kind::kByte, fold_case_ ? FoldByte(c) : c);
      ++i;
    }
  }
  for (const Token& token : tokens_) {
    if (token.kind != Kind::kByte) break;
    head_ += static_cast<char>(token.byte);
  }
  for (size_t i = tokens_.size(); i > head_.size() && tokens_[i - 1].kind == Kind::kByte; --i) {
    tail_ += static_cast<char>(tokens_[i - 1].byte);
  }
  std::reverse(tail_.begin(), tail_.end());
}

/// Compiles the set whose '[' stands before `at`; gives the position after its ']'. Membership is
/// decided here for each of the 256 bytes, in the order of the set's parts, because git folds only
/// the text and only in some of the parts.
size_t Glob::CompileSet(std::string_view pattern, size_t at) {
  const auto byte = [&](size_t i) -> uint8_t {
    return i < pattern.size() ? static_cast<uint8_t>(pattern[i]) : 0;
  };
  const auto malformed = [&] {
    Add(Kind::kNever);
    return pattern.size();
  };
  std::bitset<256> set;
  const bool negated = byte(at) == '!' || byte(at) == '^';
  if (negated) ++at;
  uint8_t previous = 0;
  for (bool first = true; first || byte(at) != ']'; first = false, ++at) {
    uint8_t c = byte(at);
    if (c == 0) return malformed();
    if (c == '\\') {
      c = byte(++at);
      if (c == 0) return malformed();
      set.set(c);
    } else if (c == '-' && previous != 0 && byte(at + 1) != 0 && byte(at + 1) != ']') {
      c = byte(++at);
      if (c == '\\') c = byte(++at);
      if (c == 0) return malformed();
      for (unsigned b = previous; b <= c; ++b) {
        set.set(b);
        if (fold_case_ && IsUpper(static_cast<char>(b))) set.set(b | 0x20);
      }
      c = 0;
    } else if (c == '[' && byte(at + 1) == ':') {
      const size_t name = at + 2;
      size_t end = name;
      while (byte(end) != 0 && byte(end) != ']') ++end;
      if (byte(end) == 0) return malformed();
      if (end == name || byte(end - 1) != ':') {
        set.set('[');  // not a class after all
      } else {
        const std::string_view text = pattern.substr(name, end - 1 - name);
        const auto* found = std::ranges::find(kClasses, text, &NamedClass::name);
        if (found == std::end(kClasses)) return malformed();
        for (unsigned b = 0; b < 256; ++b) {
          if (found->has(static_cast<uint8_t>(b))) set.set(b);
        }
        if (fold_case_ && text == "upper") {
          for (unsigned b = 'a'; b <= 'z'; ++b) set.set(b);
        }
        at = end;
        c = 0;
      }
    } else {
      set.set(c);
    }
    previous = c;
  }
  if (negated) set.flip();
  if (path_mode_) set.reset('/');
  tokens_.push_back({Kind::kSet, 0, static_cast<uint32_t>(sets_.size())});
  sets_.push_back(set);
  return at + 1;
}

bool Glob::Accepts(const Token& token, uint8_t c) const {
  switch (token.kind) {
    case Kind::kByte:
      return token.byte == c;
    case Kind::kAny:
    case Kind::kStar:
      return !path_mode_ || c != '/';
    case Kind::kSet:
      return sets_[token.index].test(c);
    case Kind::kStarStar:
    case Kind::kInside:
      return true;
    case Kind::kDirectories:
    case Kind::kNever:
      return false;
  }
  return false;
}

bool Glob::Matches(std::string_view text) const {
  const auto begins = [this](std::string_view part, std::string_view literal) {
    for (size_t i = 0; i < literal.size(); ++i) {
      const auto c = static_cast<uint8_t>(part[i]);
      if ((fold_case_ ? FoldByte(c) : c) != static_cast<uint8_t>(literal[i])) return false;
    }
    return true;
  };
  if (text.size() < head_.size() + tail_.size()) return false;
  if (!begins(text, head_) || !begins(text.substr(text.size() - tail_.size()), tail_)) return false;
  if (head_.size() == tokens_.size()) return text.size() == head_.size();

  // All ways through the pattern at once, one bit each: bit i stands before token i.
  const size_t count = tokens_.size();
  const size_t words = count / 64 + 1;
  std::array<uint64_t, 32> small{};
  std::vector<uint64_t> large;
  uint64_t* now = small.data();
  uint64_t* next = small.data() + 16;
  if (words > 16) {
    large.resize(2 * words);
    now = large.data();
    next = large.data() + words;
  }
  // Adds a state and those it reaches without a byte. Wildcards that may match nothing lead only
  // forwards.
  const auto add = [&](uint64_t* set, size_t state) {
    for (;;) {
      set[state / 64] |= uint64_t{1} << (state % 64);
      if (state == count) return;
      const Kind kind = tokens_[state].kind;
      if (kind == Kind::kDirectories) {
        set[(state + 1) / 64] |= uint64_t{1} << ((state + 1) % 64);
        state += 2;
      } else if (kind == Kind::kStar || kind == Kind::kStarStar) {
        ++state;
      } else {
        return;
      }
    }
  };
  add(now, head_.size());
  for (size_t at = head_.size(); at < text.size(); ++at) {
    const auto raw = static_cast<uint8_t>(text[at]);
    const uint8_t c = fold_case_ ? FoldByte(raw) : raw;
    bool alive = false;
    std::fill(next, next + words, 0);
    for (size_t word = 0; word < words; ++word) {
      for (uint64_t bits = now[word]; bits != 0; bits &= bits - 1) {
        const size_t state = word * 64 + static_cast<size_t>(std::countr_zero(bits));
        if (state == count || !Accepts(tokens_[state], c)) continue;
        alive = true;
        const Kind kind = tokens_[state].kind;
        if (kind == Kind::kStar || kind == Kind::kStarStar) {
          add(next, state);
        } else if (kind == Kind::kInside) {
          next[state / 64] |= uint64_t{1} << (state % 64);
          if (c == '/') add(next, state + 1);
        } else {
          add(next, state + 1);
        }
      }
    }
    if (!alive) return false;
    std::swap(now, next);
  }
  return (now[count / 64] >> (count % 64) & 1) != 0;
}

}  // namespace unsoap::walk
