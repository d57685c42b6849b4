// Tags inside any other text, and the request elements made of them.
//
// A tag is scanned from its bracket to the next bracket at most, so the whole text is looked at a
// constant number of times whatever it holds. Brackets, quotes and white space each have several
// spellings, because the text may have been escaped for XML, JSON, JavaScript, a URL, SQL or Visual
// Basic on its way into the file.
#include <algorithm>
#include <array>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/xml.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMaxTags = 500'000;  // collected by FindTags
constexpr size_t kMaxPieces = 20'000;
constexpr size_t kMaxLeaves = 5'000;  // of one piece
constexpr size_t kMaxPathDepth = 32;
constexpr size_t kMaxPathName = 100;  // bytes of one name in a path
constexpr size_t kMaxHole = 160;      // bytes of one placeholder
constexpr size_t kMaxTagLength = 64 << 10;
constexpr size_t kMaxGap = 8 << 10;  // between two tags of one request that has no end tag
constexpr size_t kNone64 = std::string_view::npos;

/// How one way of escaping writes the two brackets. Longer spellings that share a first byte come
/// first.
struct BracketSpelling {
  std::string_view open, close;
};
constexpr BracketSpelling kBrackets[] = {
    {"<", ">"},           {"&lt;", "&gt;"},       {"&amp;lt;", "&amp;gt;"}, {"&#60;", "&#62;"},
    {"&#x3c;", "&#x3e;"}, {"\\u003c", "\\u003e"}, {"\\x3c", "\\x3e"},       {"%3c", "%3e"}};

bool IsNameStart(char c) { return IsAlpha(c) || c == '_'; }
bool IsNameChar(char c) { return IsWordChar(c) || c == '-' || c == '.'; }

bool StartsWith(std::string_view text, size_t at, std::string_view what) {
  if (at >= text.size()) return false;
  return EqualsIgnoreCase(text.substr(at, what.size()), what);
}

/// Length of white space at `at`, plain or escaped (`\n`, `\t`, `\r`, `%20`, `+` is not); 0 if
/// there is none.
size_t SpaceLength(std::string_view text, size_t at) {
  size_t i = at;
  while (i < text.size()) {
    if (IsDataSpace(text[i])) {
      ++i;
    } else if (text[i] == '\\' && i + 1 < text.size() &&
               (text[i + 1] == 'n' || text[i + 1] == 't' || text[i + 1] == 'r' ||
                IsDataSpace(text[i + 1]))) {
      i += 2;
    } else if (StartsWith(text, i, "%20") || StartsWith(text, i, "%0a")) {
      i += 3;
    } else {
      break;
    }
  }
  return i - at;
}

/// Length of a quote in any spelling at `at`; 0 if there is none.
size_t QuoteLength(std::string_view text, size_t at) {
  size_t i = at;
  while (i < text.size() && i < at + 8 && text[i] == '\\') ++i;
  if (i >= text.size()) return 0;
  if (text[i] == '"' || text[i] == '\'') {
    if (i == at && i + 2 < text.size() && text[i + 1] == text[i]) {
      // A doubled quote opens a value in SQL and Visual Basic; before a space or the end of the tag
      // it is an empty value.
      const char next = text[i + 2];
      if (!IsDataSpace(next) && next != '>' && next != '/' && next != '\\') return 2;
    }
    return i + 1 - at;
  }
  for (const std::string_view spelling :
       {"&quot;", "&apos;", "&#34;", "&#39;", "&amp;quot;", "%22"}) {
    if (StartsWith(text, i, spelling)) return i - at + spelling.size();
  }
  return 0;
}

/// Length of a placeholder at `at`: `{0}`, `{$x->y}`, `#{x}`, `${x}`, `{{x}}`, `%s`, `%1$s`, `%1`,
/// `$x`,
/// `" + x + "`, `<?= $x ?>` is not. 0 if there is none.
size_t HoleLength(std::string_view text, size_t at) {
  size_t i = at;
  if (i < text.size() && (text[i] == '#' || text[i] == '$' || text[i] == '%' || text[i] == '@'))
    ++i;
  if (i < text.size() && text[i] == '{') {
    int depth = 0;
    for (; i < text.size() && i < at + kMaxHole; ++i) {
      if (text[i] == '\n' || text[i] == '<') return 0;
      if (text[i] == '{') ++depth;
      if (text[i] == '}' && --depth == 0) return i + 1 - at;
    }
    return 0;
  }
  if (i == at) {
    const char quote = i < text.size() ? text[i] : 0;
    if (quote != '"' && quote != '\'' && quote != '`') return 0;
    // The literal ends here; the placeholder is the code up to the next literal.
    bool code = false;
    for (size_t k = i + 1; k < text.size() && k < at + kMaxHole; ++k) {
      if (text[k] == quote) return code ? k + 1 - at : 0;
      if (text[k] == '<' || text[k] == ';') return 0;
      code = code || IsNameStart(text[k]);
    }
    return 0;
  }
  if (text[at] == '%' && i < text.size() && text[i] == '(') {  // %(name)s
    size_t end = i + 1;
    while (end < text.size() && end < at + kMaxHole && IsWordChar(text[end])) ++end;
    const bool is_name = end > i + 1 && end + 1 < text.size() && text[end] == ')';
    return is_name && IsAlpha(text[end + 1]) ? end + 2 - at : 0;
  }
  if (text[at] == '%') {
    while (i < text.size() && i < at + 8 && (IsDigit(text[i]) || text[i] == '$' || text[i] == '.'))
      ++i;
    if (i < text.size() && (text[i] == 's' || text[i] == 'd' || text[i] == 'v' || text[i] == '@')) {
      return i + 1 - at;
    }
    // Qt numbers its places (%1, %12); the bytes of a URL (%20) do not end at a tag.
    const std::string_view digits = text.substr(at + 1, i - at - 1);
    const bool number =
        !digits.empty() && digits.size() <= 2 && digits[0] != '0' && IsDigit(digits.back());
    const bool last = i >= text.size() || text[i] == '<';
    if (number && (last || (digits.size() == 1 && !IsWordChar(text[i])))) return i - at;
    return 0;
  }
  if (text[at] == '$' && i < text.size() && IsNameStart(text[i])) {
    while (i < text.size() && i < at + kMaxHole && IsWordChar(text[i])) ++i;
    return i - at;
  }
  return 0;
}

/// Walks the tags of a text one after the other.
class TagScanner {
 public:
  TagScanner(std::string_view text, uint32_t base) : text_(text), base_(base) {}

  /// False at the end of the text.
  bool Next(XmlTag& tag) {
    while (pos_ < text_.size()) {
      const size_t begin = NextOpener();
      if (begin == kNone64) return false;
      tag = XmlTag();
      if (ReadTag(begin, tag)) return true;
      pos_ = std::max(pos_, begin + 1);
    }
    return false;
  }

 private:
  /// The next byte sequence that opens a tag in any spelling; sets spelling_.
  size_t NextOpener() {
    static constexpr std::array<bool, 256> kFirst = [] {
      std::array<bool, 256> table{};
      for (const BracketSpelling& s : kBrackets)
        table[static_cast<unsigned char>(s.open[0])] = true;
      return table;
    }();
    for (; pos_ < text_.size(); ++pos_) {
      if (!kFirst[static_cast<unsigned char>(text_[pos_])]) continue;
      for (const BracketSpelling& s : kBrackets) {
        if (s.open[0] == text_[pos_] && StartsWith(text_, pos_, s.open)) {
          spelling_ = &s;
          return pos_;
        }
      }
    }
    return kNone64;
  }

  /// Length of the closing bracket at `i`; 0 if there is none. An attribute of XML need not escape
  /// it (&lt;a>).
  size_t CloseLength(size_t i) const {
    if (i >= text_.size()) return 0;
    if (StartsWith(text_, i, spelling_->close)) return spelling_->close.size();
    return text_[i] == '>' && spelling_->open.front() == '&' ? 1 : 0;
  }
  bool AtClose(size_t i) const { return CloseLength(i) > 0; }
  bool AtOpen(size_t i) const { return i < text_.size() && StartsWith(text_, i, spelling_->open); }

  size_t SlashLength(size_t i) const {
    if (i < text_.size() && text_[i] == '/') return 1;
    if (StartsWith(text_, i, "\\/")) return 2;
    if (StartsWith(text_, i, "%2f")) return 3;
    return 0;
  }
  size_t ColonLength(size_t i) const {
    if (i < text_.size() && text_[i] == ':') return 1;
    if (spelling_->open[0] == '%' && StartsWith(text_, i, "%3a")) return 3;
    return 0;
  }

  bool ReadTag(size_t begin, XmlTag& tag) {
    size_t i = begin + spelling_->open.size();
    const size_t blanks = SpaceLength(text_, i);
    if (blanks > 0) return ReadSpacedTag(begin, tag);
    if (const size_t slash = SlashLength(i); slash > 0) {
      tag.close = true;
      i += slash;
    }
    size_t name_begin = i;
    size_t hole = 0;
    if (i < text_.size() && IsNameStart(text_[i])) {
      while (i < text_.size() && IsNameChar(text_[i])) ++i;
    } else {
      hole = HoleLength(text_, i);
      if (hole == 0) return false;
      i += hole;
    }
    if (const size_t colon = ColonLength(i); colon > 0) {
      tag.prefix = hole > 0 ? std::string_view() : text_.substr(name_begin, i - name_begin);
      i += colon;
      name_begin = i;
      hole = 0;
      while (i < text_.size() && IsNameChar(text_[i])) ++i;
      if (i == name_begin) {
        hole = HoleLength(text_, i);
        if (hole == 0) return false;
      }
    } else if (!tag.close && hole == 0 && begin > 0 && AfterWord(begin)) {
      return false;  // List<String>, a<b
    }
    tag.name = hole > 0 ? text_.substr(name_begin, 0) : text_.substr(name_begin, i - name_begin);
    tag.name_span = {base_ + static_cast<uint32_t>(name_begin),
                     base_ + static_cast<uint32_t>(name_begin + tag.name.size())};
    tag.has_hole = hole > 0;
    // A name that goes on in a placeholder: the literal quote that ends a string directly behind a
    // name is one too.
    if (const size_t more = HoleLength(text_, i); more > 0) {
      tag.has_hole = true;
      i += more;
      while (i < text_.size() && IsNameChar(text_[i])) ++i;
    }
    if (tag.name.empty() && !AtClose(i) && SpaceLength(text_, i) == 0 && SlashLength(i) == 0) {
      return false;
    }
    i = ReadRest(i, begin, tag);
    tag.span = {base_ + static_cast<uint32_t>(begin), base_ + static_cast<uint32_t>(i)};
    pos_ = AfterTag(tag, i);
    return true;
  }

  /// Where to look for the next tag: an attribute may hold some (message="&lt;a&gt;").
  size_t AfterTag(const XmlTag& tag, size_t end) const {
    if (spelling_->open != "<") return end;
    for (const XmlTag::Attribute& attribute : tag.attributes) {
      if (attribute.value.find("&lt;") != kNone64) return attribute.value_span.begin - base_;
    }
    return end;
  }

  /// `< ns1: name >`, `< / ns1: name >`: a formatter of code has been at the text. Only a name with
  /// a prefix and the bracket right behind it, as `a < b` is code.
  bool ReadSpacedTag(size_t begin, XmlTag& tag) {
    size_t i = begin + spelling_->open.size();
    i += SpaceLength(text_, i);
    if (const size_t slash = SlashLength(i); slash > 0) {
      tag.close = true;
      i += slash;
      i += SpaceLength(text_, i);
    }
    const auto name_at = [&] {
      const size_t from = i;
      while (i < text_.size() && i < from + kMaxPathName && IsNameChar(text_[i])) ++i;
      return text_.substr(from, i - from);
    };
    tag.prefix = name_at();
    i += SpaceLength(text_, i);
    const size_t colon = ColonLength(i);
    if (tag.prefix.empty() || colon == 0) return false;
    i += colon;
    i += SpaceLength(text_, i);
    const size_t name_begin = i;
    tag.name = name_at();
    tag.name_span = {base_ + static_cast<uint32_t>(name_begin),
                     base_ + static_cast<uint32_t>(name_begin + tag.name.size())};
    i += SpaceLength(text_, i);
    if (tag.name.empty() || !AtClose(i)) return false;
    i += CloseLength(i);
    tag.span = {base_ + static_cast<uint32_t>(begin), base_ + static_cast<uint32_t>(i)};
    pos_ = i;
    return true;
  }

  /// True if the bracket follows an identifier, as in a generic type or a comparison.
  bool AfterWord(size_t begin) const {
    if (!IsWordChar(text_[begin - 1])) return false;
    // `\n<a>` and `%s<a>` are no words.
    return begin < 2 || (text_[begin - 2] != '\\' && text_[begin - 2] != '%');
  }

  /// Attributes and the closing bracket; returns the offset behind the tag, or behind what could be
  /// read of it.
  size_t ReadRest(size_t i, size_t begin, XmlTag& tag) {
    size_t good = i;  // end of the last thing understood
    while (i < text_.size() && i < begin + kMaxTagLength) {
      i += SpaceLength(text_, i);
      if (AtClose(i)) return i + CloseLength(i);
      if (i >= text_.size() || AtOpen(i)) return good;
      if (const size_t slash = SlashLength(i); slash > 0) {
        if (AtClose(i + slash)) {
          tag.self_closing = !tag.close;
          return i + slash + CloseLength(i + slash);
        }
        i += slash;
        continue;
      }
      if (IsNameStart(text_[i])) {
        const size_t next = ReadAttribute(i, tag);
        if (next > i) {
          i = good = next;
          continue;
        }
      }
      if (const size_t hole = HoleLength(text_, i); hole > 0) {
        i = good = i + hole;
        continue;
      }
      // Joints between the pieces of a concatenated literal; anything else ends the tag.
      static constexpr std::string_view kJoint = "\"'`+.&_,\\()";
      if (kJoint.find(text_[i]) == kNone64) return good;
      ++i;
    }
    return good;
  }

  /// Returns the offset behind the attribute, or `i` if there is none.
  size_t ReadAttribute(size_t i, XmlTag& tag) {
    const size_t name_begin = i;
    while (i < text_.size() && (IsNameChar(text_[i]) || text_[i] == ':')) ++i;
    const size_t name_end = i;
    i += SpaceLength(text_, i);
    if (i < text_.size() && text_[i] == '=') {
      ++i;
    } else if (StartsWith(text_, i, "%3d")) {
      i += 3;
    } else {
      return name_begin;
    }
    i += SpaceLength(text_, i);
    const size_t quote = QuoteLength(text_, i);
    size_t value_begin = i + quote, value_end = value_begin;
    if (quote == 0) {
      if (const size_t hole = HoleLength(text_, i); hole > 0) {
        value_end = i + hole;
      } else {
        while (value_end < text_.size() && !IsDataSpace(text_[value_end]) && !AtClose(value_end) &&
               !AtOpen(value_end) && QuoteLength(text_, value_end) == 0) {
          ++value_end;
        }
      }
      i = value_end;
    } else {
      const std::string_view spelling = text_.substr(i, quote);
      while (value_end < text_.size() && !AtOpen(value_end) &&
             text_.substr(value_end, quote) != spelling) {
        ++value_end;
      }
      const bool closed = text_.substr(value_end, quote) == spelling;
      i = closed ? value_end + quote : value_end;
    }
    tag.attributes.push_back(
        {text_.substr(name_begin, name_end - name_begin),
         text_.substr(value_begin, value_end - value_begin),
         {base_ + static_cast<uint32_t>(value_begin), base_ + static_cast<uint32_t>(value_end)}});
    return i;
  }

  const std::string_view text_;
  const uint32_t base_;
  size_t pos_ = 0;
  const BracketSpelling* spelling_ = kBrackets;
};

std::string WithoutMarkup(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t open = text.find("<!");
    out += text.substr(0, open);
    if (open == kNone64) break;
    text.remove_prefix(open);
    if (text.substr(0, 4) == "<!--") {
      const size_t end = text.find("-->");
      text.remove_prefix(end == kNone64 ? text.size() : end + 3);
    } else if (text.substr(0, 9) == "<![CDATA[") {
      const size_t end = text.find("]]>");
      out += text.substr(9, end == kNone64 ? end : end - 9);
      text.remove_prefix(end == kNone64 ? text.size() : end + 3);
    } else {
      out += text.substr(0, 2);
      text.remove_prefix(2);
    }
  }
  return out;
}

/// True if part of the text is a placeholder.
bool HasHole(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '{' || c == '$' || c == '#' || c == '%' || c == '@') && HoleLength(text, i) > 0)
      return true;
  }
  // #variable#, #format(variable)#
  const std::string_view whole = Trim(text);
  const bool is_hashed = whole.size() > 2 && whole.front() == '#' && whole.back() == '#';
  return is_hashed || text.find("<?") != kNone64 || text.find("<%") != kNone64;
}

std::string_view TrimEscaped(std::string_view text) {
  for (;;) {
    const size_t front = SpaceLength(text, 0);
    text.remove_prefix(front);
    const size_t before = text.size();
    text = Trim(text);
    if (text.size() >= 2 && text[text.size() - 2] == '\\' &&
        (text.back() == 'n' || text.back() == 't' || text.back() == 'r')) {
      text.remove_suffix(2);
    }
    if (front == 0 && text.size() == before) return text;
  }
}

/// The value that stands between two tags.
void SetLeafText(std::string_view raw, EnvelopeLeaf& leaf) {
  std::string text = WithoutMarkup(TrimEscaped(raw));
  // Literal ends inside: the odd pieces between quotes are code, the even ones text.
  const size_t first_quote = text.find_first_of("\"'`");
  if (first_quote != kNone64 && (first_quote == 0 || text[first_quote - 1] != '\\')) {
    const std::vector<std::string_view> pieces = Split(text, text[first_quote]);
    if (pieces.size() % 2 == 1) {
      std::string constant, code;
      for (size_t i = 0; i < pieces.size(); ++i) {
        if (i % 2 == 0) {
          constant += pieces[i];
          continue;
        }
        std::string_view joint = pieces[i];
        while (!joint.empty() && (IsDataSpace(joint.front()) ||
                                  std::string_view("+.&,_\\").find(joint.front()) != kNone64)) {
          joint.remove_prefix(1);
        }
        while (!joint.empty() && (IsDataSpace(joint.back()) ||
                                  std::string_view("+.&,_\\").find(joint.back()) != kNone64)) {
          joint.remove_suffix(1);
        }
        if (!joint.empty()) {
          if (!code.empty()) code += ' ';
          code += joint;
        }
      }
      leaf.has_hole = !code.empty();
      const std::string_view trimmed = TrimEscaped(constant);
      text = trimmed.empty() ? code : std::string(trimmed);
    }
  }
  leaf.has_hole = leaf.has_hole || HasHole(text);
  leaf.text = std::string(Trim(DecodeEntities(TrimEscaped(text))));
}

/// Turns a stream of tags into pieces; at most one piece is open at a time.
class PieceBuilder {
 public:
  PieceBuilder(std::string_view text, uint32_t base, std::vector<EnvelopePiece>& out)
      : text_(text), base_(base), out_(out) {}

  bool active() const { return active_; }
  /// Begins a piece; one that is still open ends before it.
  void Begin(XmlTag& tag) {
    Finish();
    piece_ = EnvelopePiece();
    piece_.span = piece_.start_tag = tag.span;
    piece_.name_span = tag.name_span;
    piece_.prefix = tag.prefix;
    piece_.name = tag.name;
    piece_.name_has_hole = tag.has_hole;
    piece_.closed = tag.self_closing;
    piece_.attributes = std::move(tag.attributes);
    active_ = true;
    if (tag.self_closing) Finish();
  }
  void Finish() {
    if (!active_) return;
    active_ = false;
    open_.clear();
    if (out_.size() < kMaxPieces) out_.push_back(std::move(piece_));
  }
  void Add(const XmlTag& tag) {
    if (tag.span.begin > piece_.span.end + kMaxGap) return Finish();
    if (tag.close) {
      Close(tag);
      return;
    }
    piece_.span.end = tag.span.end;
    if (!open_.empty()) open_.back().has_child = true;
    if (open_.size() >= kMaxPathDepth) return;
    Open child{tag.name, tag.span, false};
    open_.push_back(child);
    for (const XmlTag::Attribute& attribute : tag.attributes) {
      const size_t colon = attribute.name.find(':');
      if (colon != kNone64 && attribute.name.substr(colon + 1) == "type") {
        EnvelopeLeaf leaf;
        SetLeafText(attribute.value, leaf);
        leaf.span = attribute.value_span;
        AddLeaf(std::move(leaf), "@type");
      }
    }
    if (tag.self_closing) {
      EnvelopeLeaf leaf;
      leaf.span = tag.span;
      AddLeaf(std::move(leaf), "");
      open_.pop_back();
    }
  }

 private:
  struct Open {
    std::string_view name;
    Span tag;
    bool has_child;
  };

  void Close(const XmlTag& tag) {
    const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                    [&](const Open& open) { return open.name == tag.name; });
    if (found != open_.rend()) {
      const size_t keep = static_cast<size_t>(open_.rend() - found);
      open_.resize(keep);
      if (!open_.back().has_child) {
        EnvelopeLeaf leaf;
        leaf.span = {open_.back().tag.end, tag.span.begin};
        SetLeafText(text_.substr(leaf.span.begin - base_, leaf.span.end - leaf.span.begin), leaf);
        if (leaf.text.empty()) leaf.span = open_.back().tag;
        AddLeaf(std::move(leaf), "");
      }
      open_.pop_back();
      piece_.span.end = tag.span.end;
      return;
    }
    const bool own = tag.name == piece_.name || (tag.has_hole && piece_.name_has_hole);
    if (own) {
      piece_.closed = true;
      piece_.span.end = tag.span.end;
      Finish();
    } else if (open_.empty()) {
      Finish();  // the end tag of something around the piece
    }
  }

  void AddLeaf(EnvelopeLeaf leaf, std::string_view suffix) {
    if (piece_.leaves.size() >= kMaxLeaves) return;
    for (const Open& open : open_) {
      if (!leaf.path.empty()) leaf.path += '.';
      leaf.path += open.name.substr(0, kMaxPathName);
    }
    leaf.path += suffix;
    piece_.leaves.push_back(std::move(leaf));
  }

  const std::string_view text_;
  const uint32_t base_;
  std::vector<EnvelopePiece>& out_;
  EnvelopePiece piece_;
  std::vector<Open> open_;
  bool active_ = false;
};

}  // namespace

std::vector<XmlTag> FindTags(std::string_view text, uint32_t base) {
  std::vector<XmlTag> tags;
  TagScanner scanner(text, base);
  XmlTag tag;
  while (tags.size() < kMaxTags && scanner.Next(tag)) tags.push_back(std::move(tag));
  return tags;
}

std::vector<EnvelopePiece> FindRequestElements(
    std::string_view text, const std::function<bool(std::string_view local_name)>& is_request,
    uint32_t base) {
  std::vector<EnvelopePiece> pieces;
  PieceBuilder builder(text, base, pieces);
  TagScanner scanner(text, base);
  XmlTag tag;
  while (scanner.Next(tag)) {
    if (!tag.close && is_request(tag.name)) {
      builder.Begin(tag);
    } else if (builder.active()) {
      builder.Add(tag);
    }
  }
  builder.Finish();
  return pieces;
}

}  // namespace unsoap::facts
