#include "scanner/facts/unquote.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::facts {
namespace {

bool Contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void AppendUtf8(std::string* out, uint32_t code) {
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
  if (code < 0x80) {
    *out += static_cast<char>(code);
  } else if (code < 0x800) {
    *out += {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 63))};
  } else if (code < 0x10000) {
    *out += {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 63)),
             static_cast<char>(0x80 | (code & 63))};
  } else {
    *out += {static_cast<char>(0xf0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 63)),
             static_cast<char>(0x80 | (code >> 6 & 63)), static_cast<char>(0x80 | (code & 63))};
  }
}

/// Up to `most` digits of a base from `at`; false if there is none.
bool Number(std::string_view text, size_t* at, int base, size_t most, uint32_t* code) {
  const size_t begin = *at;
  *code = 0;
  for (; *at < text.size() && *at - begin < most; ++*at) {
    const int digit = HexValue(text[*at]);
    if (digit < 0 || digit >= base) break;
    *code = *code * base + digit;
  }
  return *at > begin;
}

/// One escape after the escape character; `at` stands on the character after it.
void AppendEscape(std::string* out, std::string_view text, size_t* at) {
  const char c = text[(*at)++];
  uint32_t code = 0;
  switch (c) {
    case 'n':
      *out += '\n';
      return;
    case 't':
      *out += '\t';
      return;
    case 'r':
      *out += '\r';
      return;
    case 'a':
      *out += '\a';
      return;
    case 'b':
      *out += '\b';
      return;
    case 'f':
      *out += '\f';
      return;
    case 'v':
      *out += '\v';
      return;
    case 'e':
      *out += '\x1b';
      return;
    case 's':
      *out += ' ';
      return;
    case '\n':
      return;
    case '\r':
      if (*at < text.size() && text[*at] == '\n') ++*at;
      return;
    case 'x':
    case 'u':
    case 'U': {
      if (*at < text.size() && text[*at] == '{') {
        size_t digits = *at + 1;
        if (Number(text, &digits, 16, 8, &code) && digits < text.size() && text[digits] == '}') {
          *at = digits + 1;
          AppendUtf8(out, code);
          return;
        }
      } else if (Number(text, at, 16, c == 'x' ? 2 : c == 'u' ? 4 : 8, &code)) {
        // A surrogate pair is one character.
        if (code >= 0xd800 && code < 0xdc00 && text.substr(*at, 2) == "\\u") {
          size_t low_at = *at + 2;
          uint32_t low = 0;
          if (Number(text, &low_at, 16, 4, &low) && low >= 0xdc00 && low < 0xe000) {
            *at = low_at;
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          }
        }
        AppendUtf8(out, code);
        return;
      }
      *out += {'\\', c};
      return;
    }
    default:
      if (c >= '0' && c <= '7') {
        --*at;
        if (Number(text, at, 8, 3, &code)) AppendUtf8(out, code);
        return;
      }
      // An unknown escape keeps its character; before a letter most languages keep the backslash
      // too (regexps, paths).
      if (IsAlpha(c)) *out += '\\';
      *out += c;
  }
}

}  // namespace

Quoted TakeQuotes(const languages::Language& language, std::string_view literal) {
  Quoted out;
  std::string_view rest = literal;
  for (const std::string& symbol : language.symbols) {
    if (!rest.starts_with(symbol) || rest.size() == symbol.size()) continue;
    rest.remove_prefix(symbol.size());
    break;
  }
  // Letters before the quote, in any order and number of those the language has: rb"", $@"".
  size_t letters = 0;
  bool raw = false;
  while (letters < rest.size() && letters < 4) {
    const auto matches = [&](const std::string& p) {
      return EqualsIgnoreCase(rest.substr(letters, p.size()), p);
    };
    const auto it = std::find_if(language.prefixes.begin(), language.prefixes.end(), matches);
    const auto raw_it =
        std::find_if(language.raw_prefixes.begin(), language.raw_prefixes.end(), matches);
    if (it == language.prefixes.end() && raw_it == language.raw_prefixes.end()) break;
    raw = raw || raw_it != language.raw_prefixes.end();
    letters += raw_it != language.raw_prefixes.end() ? raw_it->size() : it->size();
  }
  for (const std::string& quote : language.quotes) {
    std::string_view body = rest.substr(letters);
    if (!body.starts_with(quote)) continue;
    body.remove_prefix(quote.size());
    // [==[ ]==] and @" "@ close with their mirror image.
    std::string mirror(quote.rbegin(), quote.rend());
    std::replace(mirror.begin(), mirror.end(), '[', ']');
    std::string close = quote;
    if (quote.back() == '(') close.back() = ')';
    if (quote.back() == '[') close.back() = ']';
    if (quote.back() == '{') close.back() = '}';
    if (quote.back() == '<') close.back() = '>';
    if (close != quote) {
      close = close.substr(close.size() - 1);
    } else {
      std::reverse(close.begin(), close.end());  // #"…"#
    }
    if (quote.size() > 1 && body.ends_with(mirror)) close = mirror;
    if (body.ends_with(close)) body.remove_suffix(close.size());
    out.body = body;
    out.quote = quote;
    out.raw = raw || Contains(language.raw_quotes, quote);
    return out;
  }
  out.body = rest;
  return out;
}

bool IsPlain(const languages::Language& language, const Quoted& quoted) {
  switch (language.escapes) {
    case languages::Language::Escapes::kNone:
      return true;
    case languages::Language::Escapes::kDouble:
      return quoted.quote.empty() || quoted.body.find(quoted.quote[0]) == std::string_view::npos;
    case languages::Language::Escapes::kBackslash:
      if (quoted.raw && !Contains(language.raw_quotes, quoted.quote)) {
        return quoted.quote.empty() ||
               quoted.body.find(std::string(quoted.quote) + std::string(quoted.quote)) ==
                   std::string_view::npos;
      }
      return quoted.body.find(language.escape_char) == std::string_view::npos;
  }
  return true;
}

std::string Unescape(const languages::Language& language, const Quoted& quoted) {
  std::string out;
  const std::string_view body = quoted.body;
  const bool doubles = language.escapes == languages::Language::Escapes::kDouble ||
                       (quoted.raw && !Contains(language.raw_quotes, quoted.quote));
  for (size_t i = 0; i < body.size();) {
    if (doubles) {
      if (!quoted.quote.empty() && body[i] == quoted.quote[0] && i + 1 < body.size() &&
          body[i + 1] == body[i])
        ++i;
      out += body[i++];
    } else if (body[i] == language.escape_char[0] && i + 1 < body.size()) {
      if (quoted.raw) {
        const char next = body[i + 1];
        if (next != '\\' && (quoted.quote.empty() || next != quoted.quote[0])) out += body[i];
        out += next;
        i += 2;
      } else if (language.case_escapes.find(body[i + 1]) != std::string::npos) {
        i += 2;
      } else {
        ++i;
        AppendEscape(&out, body, &i);
      }
    } else {
      out += body[i++];
    }
  }
  return out;
}

}  // namespace unsoap::facts
