#include "reporters/escape.h"

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::reporters {
namespace {

constexpr char kUpperHex[] = "0123456789ABCDEF";

/// Visible, with line ends as LF where `lines`, else as spaces.
std::string Visible(std::string_view text, bool lines) {
  std::string out;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '\n') continue;
    std::string_view line = text.substr(begin, i - begin);
    if (i < text.size() && line.ends_with('\r')) line.remove_suffix(1);
    out += EscapeForTerminal(line, true);
    if (i < text.size()) out += lines ? '\n' : ' ';
    begin = i + 1;
  }
  return out;
}

std::string PercentEncode(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) == std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kUpperHex[byte >> 4], kUpperHex[byte & 15]};
    }
  }
  return out;
}

std::string Entities(std::string_view text, bool references) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
        if (references) {
          out += "&#10;";
        } else {
          out += c;
        }
        break;
      case '\t':
        if (references) {
          out += "&#9;";
        } else {
          out += c;
        }
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string HtmlText(std::string_view text) { return Entities(Visible(text, true), false); }

std::string SafeUrl(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  std::string out;
  for (size_t i = 0; i < url.size(); ++i) {
    const char c = url[i];
    const auto byte = static_cast<unsigned char>(c);
    const bool stray = c == '%' && (i + 2 >= url.size() || kHex.find(url[i + 1]) == kHex.npos ||
                                    kHex.find(url[i + 2]) == kHex.npos);
    if (byte <= 0x20 || byte >= 0x7f || stray ||
        std::string_view("\"'<>`\\|{}^").find(c) != std::string_view::npos) {
      out += {'%', kUpperHex[byte >> 4], kUpperHex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out;
}

std::string HtmlUrl(std::string_view url) { return Entities(SafeUrl(url), false); }

std::string Clip(std::string_view text, size_t count) {
  if (text.size() <= count) return std::string(text);
  const std::string valid = ToValidUtf8(text);
  size_t seen = 0, keep = 0;
  for (size_t i = 0; i < valid.size(); ++i) {
    if ((static_cast<unsigned char>(valid[i]) & 0xc0) == 0x80) continue;
    // The last one kept makes room for the ellipsis.
    if (++seen == count) keep = i;
  }
  return seen <= count ? valid : valid.substr(0, keep) + "\xe2\x80\xa6";
}

std::string XmlText(std::string_view text) { return Entities(Visible(text, true), true); }

std::string CsvField(std::string_view text) {
  std::string out = Visible(text, true);
  // What spreadsheets take for a formula; a leading tab or line end is skipped by some of them.
  if (!out.empty() && std::string_view("=+-@\t\n|").find(out[0]) != std::string_view::npos)
    out.insert(0, "'");
  if (out.find_first_of(",\"\n\t;") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string GithubMessage(std::string_view text) {
  return PercentEncode(Visible(text, true), "%\r\n");
}

std::string GithubProperty(std::string_view text) {
  return PercentEncode(Visible(text, true), "%\r\n:,");
}

std::string MarkdownText(std::string_view text) {
  std::string out;
  const std::string visible = Visible(text, false);
  for (size_t i = 0; i < visible.size(); ++i) {
    const char c = visible[i];
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      // A zero-width joiner would be hidden text; an entity stops mentions and links as well and
      // stays searchable.
      case '@':
        out += "&#64;";
        break;
      case '\t':
        out += ' ';
        break;
      case '#':
      case '-':
      case '+':
      case '=':
        // Only at the beginning of a line do these mean anything.
        if (i == 0) out += '\\';
        out += c;
        break;
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '|':
      case '~':
      case '!':
      case '$':
      case '{':
      case '}':
        out += '\\';
        out += c;
        break;
      case ':':
        // "https://x" would become a link by itself.
        out += visible.compare(i, 3, "://") == 0 ? "&#58;" : ":";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string MarkdownCode(std::string_view text) {
  std::string visible = Visible(text, false);
  if (visible.empty()) return {};
  size_t longest = 0, run = 0;
  std::string body;
  for (const char c : visible) {
    run = c == '`' ? run + 1 : 0;
    longest = run > longest ? run : longest;
    // In a table cell a bar ends the cell even inside code, unless escaped; outside a table the
    // backslash would show. U+2223 looks the same and means nothing.
    if (c == '|') {
      body += "\xe2\x88\xa3";
    } else {
      body += c;
    }
  }
  const std::string ticks(longest + 1, '`');
  const std::string pad =
      body.front() == '`' || body.back() == '`' || body.front() == ' ' ? " " : "";
  return ticks + pad + body + pad + ticks;
}

std::string UriPath(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = IsAlnum(c) || std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += {'%', kUpperHex[byte >> 4], kUpperHex[byte & 15]};
    }
  }
  return out;
}

std::string JsonForScript(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '<' || c == '>' || c == '&') {
      out += "\\u00";
      out += {kUpperHex[c >> 4], kUpperHex[c & 15]};
    } else if (json.compare(i, 3, "\xe2\x80\xa8") == 0 || json.compare(i, 3, "\xe2\x80\xa9") == 0) {
      out += json[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace unsoap::reporters
