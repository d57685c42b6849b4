// The document reader: one pass, one explicit stack, no look-ahead beyond the construct at hand.
//
// Linear time on hostile input rests on three habits: a search for a terminator that failed once is
// never made again (Terminator), an end tag is matched by popping (each element is popped once; a
// name that is not open is ignored by its count), and a prefix is looked up in a map of stacks
// instead of walking the open elements.
#include "scanner/facts/xml.h"

#include <algorithm>
#include <unordered_map>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/structured.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMaxDepth = 1000;  // deeper elements are not recorded; later stages build paths
constexpr size_t kMaxAttributes = 1'000'000;  // of one document

bool IsNameStart(char c) {
  return IsAlpha(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
bool IsNameChar(char c) { return IsNameStart(c) || IsDigit(c) || c == '-' || c == '.'; }

void AppendUtf8(std::string& out, uint32_t code) {
  if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

/// Decodes the reference that begins at `text` (an ampersand); returns its length, or 0 if it is
/// none.
size_t DecodeReference(std::string_view text, std::string& out) {
  static constexpr std::pair<std::string_view, char> kNamed[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (const auto& [name, character] : kNamed) {
    if (text.substr(0, name.size()) == name) {
      out += character;
      return name.size();
    }
  }
  if (text.size() < 4 || text[1] != '#') return 0;
  const bool hex = text[2] == 'x' || text[2] == 'X';
  uint32_t code = 0;
  size_t i = hex ? 3 : 2;
  const size_t first = i;
  for (; i < text.size() && i < first + 8; ++i) {
    const int digit = HexValue(text[i]), base = hex ? 16 : 10;
    if (digit < 0 || digit >= base) break;
    code = code * static_cast<uint32_t>(base) + static_cast<uint32_t>(digit);
  }
  if (i == first || i >= text.size() || text[i] != ';') return 0;
  AppendUtf8(out, code);
  return i + 1;
}

/// A terminator to search for; after the first failure no search is made again.
struct Terminator {
  std::string_view text;
  bool exhausted = false;
  size_t Find(std::string_view in, size_t from) {
    if (exhausted) return std::string_view::npos;
    const size_t at = in.find(text, from);
    exhausted = at == std::string_view::npos;
    return at;
  }
};

class DocumentReader {
 public:
  explicit DocumentReader(FileFacts& facts) : facts_(facts), text_(facts.source.text()) {}

  void Read() {
    while (pos_ < text_.size()) {
      size_t open = text_.find('<', pos_);
      if (open == std::string_view::npos) open = text_.size();
      AddText(pos_, open, /*verbatim=*/false);
      pos_ = open;
      if (pos_ < text_.size()) ReadMarkup();
    }
    if (!open_.empty()) Trouble("an element is not closed");
    while (!open_.empty()) Pop(text_.size());
    facts_.health = reason_.empty() ? Health::kParsed : Health::kPartial;
    facts_.health_reason = reason_;
  }

 private:
  struct OpenElement {
    uint32_t element;       // index, or kNone when it is not recorded
    std::string_view name;  // as written, with prefix
    Span text;              // first piece of text
    std::string more;  // all pieces, as soon as there is a second one or one that needs decoding
    std::vector<std::string_view> prefixes;  // declared here
    bool verbatim = false;                   // `text` is CDATA
  };

  void Trouble(const char* what) {
    if (reason_.empty()) reason_ = what;
  }

  bool At(std::string_view what) const { return text_.substr(pos_, what.size()) == what; }

  void ReadMarkup() {
    if (At("<!--")) {
      const size_t begin = pos_;
      const size_t end = comment_end_.Find(text_, pos_ + 4);
      pos_ = end == std::string_view::npos ? text_.size() : end + 3;
      if (end == std::string_view::npos) Trouble("a comment is not closed");
      facts_.comments.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(pos_)});
    } else if (At("<![CDATA[")) {
      size_t end = cdata_end_.Find(text_, pos_ + 9);
      if (end == std::string_view::npos) {
        Trouble("a CDATA section is not closed");
        end = text_.size();
      }
      AddText(pos_ + 9, end, /*verbatim=*/true);
      pos_ = std::min(end + 3, text_.size());
    } else if (At("<!")) {
      SkipDeclaration();
    } else if (At("<?")) {
      SkipThrough(instruction_end_);
    } else if (At("<%")) {
      SkipThrough(server_end_);
    } else if (At("</")) {
      ReadEndTag();
    } else if (pos_ + 1 < text_.size() && IsNameStart(text_[pos_ + 1])) {
      ReadStartTag();
    } else {
      AddText(pos_, pos_ + 1, /*verbatim=*/true);
      Trouble("a bracket begins no tag");
      ++pos_;
    }
  }

  void SkipThrough(Terminator& terminator) {
    const size_t end = terminator.Find(text_, pos_ + 2);
    if (end == std::string_view::npos) Trouble("an instruction is not closed");
    pos_ = end == std::string_view::npos ? pos_ + 2 : end + terminator.text.size();
  }

  /// <!DOCTYPE ...>, with its internal subset stepped over: no entity is ever defined.
  void SkipDeclaration() {
    size_t i = pos_ + 2;
    bool in_subset = false;
    if (!declaration_failed_) {
      while (i < text_.size()) {
        const char c = text_[i];
        if (c == '"' || c == '\'') {
          const size_t close = text_.find(c, i + 1);
          if (close == std::string_view::npos) break;
          i = close + 1;
        } else if (text_.substr(i, 4) == "<!--") {
          const size_t close = text_.find("-->", i + 4);
          if (close == std::string_view::npos) break;
          i = close + 3;
        } else if (c == '[') {
          in_subset = true;
          ++i;
        } else if (c == ']') {
          in_subset = false;
          ++i;
        } else if (c == '>' && !in_subset) {
          pos_ = i + 1;
          return;
        } else {
          ++i;
        }
      }
      declaration_failed_ = true;  // scanned to the end in vain: never again
    }
    Trouble("a declaration is not closed");
    pos_ += 2;
  }

  void ReadEndTag() {
    const size_t begin = pos_;
    size_t i = pos_ + 2;
    while (i < text_.size() && IsNameChar(text_[i])) ++i;
    const std::string_view name = text_.substr(begin + 2, i - begin - 2);
    while (i < text_.size() && text_[i] != '>' && text_[i] != '<') ++i;
    if (i < text_.size() && text_[i] == '>') {
      ++i;
    } else {
      Trouble("an end tag is not closed");
    }
    pos_ = i;
    const auto count = open_count_.find(name);
    if (count == open_count_.end() || count->second == 0) {
      Trouble("an end tag has no start tag");
      return;
    }
    while (open_.back().name != name) {
      Trouble("an element is not closed");
      Pop(begin);
    }
    Pop(pos_);
  }

  void ReadStartTag() {
    const size_t begin = pos_;
    size_t i = pos_ + 1;
    while (i < text_.size() && IsNameChar(text_[i])) ++i;
    const std::string_view name = text_.substr(begin + 1, i - begin - 1);
    XmlElement element;
    OpenElement open;
    bool self_closing = false;
    for (;;) {
      while (i < text_.size() && (IsDataSpace(text_[i]) || text_[i] == '/')) {
        self_closing = text_[i] == '/';
        ++i;
      }
      if (i >= text_.size() || text_[i] == '<') {
        Trouble("a start tag is not closed");
        break;
      }
      if (text_[i] == '>') {
        ++i;
        break;
      }
      self_closing = false;
      i = ReadAttribute(i, element, open);
    }
    pos_ = i;
    element.start_tag = {static_cast<uint32_t>(begin), static_cast<uint32_t>(i)};
    element.span = element.start_tag;
    const size_t colon = name.find(':');
    element.name = colon == std::string_view::npos ? name : name.substr(colon + 1);
    if (colon != std::string_view::npos) element.prefix = name.substr(0, colon);
    element.namespace_uri = Resolve(element.prefix);
    element.parent = open_.empty() ? kNone : open_.back().element;

    open.name = name;
    open.element = kNone;
    if (open_.size() >= kMaxDepth) {
      Trouble("elements are nested too deeply");
    } else if (facts_.elements.size() >= kMaxElements) {
      Trouble("there are too many elements");
    } else {
      open.element = static_cast<uint32_t>(facts_.elements.size());
      facts_.elements.push_back(std::move(element));
    }
    ++open_count_[name];
    open_.push_back(std::move(open));
    if (self_closing) Pop(pos_);
  }

  /// Reads one attribute at `i`, which is neither space, bracket nor slash; returns the offset
  /// behind it, which is greater.
  size_t ReadAttribute(size_t i, XmlElement& element, OpenElement& open) {
    const size_t name_begin = i;
    while (i < text_.size() && !IsDataSpace(text_[i]) && text_[i] != '=' && text_[i] != '>' &&
           text_[i] != '<' && text_[i] != '/') {
      ++i;
    }
    const std::string_view name = text_.substr(name_begin, i - name_begin);
    size_t equals = i;
    while (equals < text_.size() && IsDataSpace(text_[equals])) ++equals;
    if (equals >= text_.size() || text_[equals] != '=') return std::max(i, name_begin + 1);
    i = equals + 1;
    while (i < text_.size() && IsDataSpace(text_[i])) ++i;
    size_t value_begin = i;
    size_t value_end;
    if (i < text_.size() && (text_[i] == '"' || text_[i] == '\'')) {
      Terminator& quote = text_[i] == '"' ? double_quote_ : single_quote_;
      value_begin = i + 1;
      value_end = quote.Find(text_, value_begin);
      if (value_end == std::string_view::npos) {
        Trouble("a quote is not closed");
        value_end = std::min(text_.find_first_of(" \t\r\n<>", value_begin), text_.size());
        i = value_end;
      } else {
        i = value_end + 1;
      }
    } else {
      Trouble("an attribute is not quoted");
      value_end = i;
      while (value_end < text_.size() && !IsDataSpace(text_[value_end]) &&
             text_[value_end] != '>' && text_[value_end] != '<') {
        ++value_end;
      }
      i = value_end;
    }
    if (attribute_count_ >= kMaxAttributes) {
      Trouble("there are too many attributes");
      return i;
    }
    ++attribute_count_;
    const std::string_view value = Decoded(text_.substr(value_begin, value_end - value_begin));
    if (name == "xmlns" || name.substr(0, 6) == "xmlns:") {
      const std::string_view prefix = name.size() > 6 ? name.substr(6) : std::string_view();
      namespaces_[prefix].push_back(value);
      open.prefixes.push_back(prefix);
    }
    element.attributes.emplace_back(name, value);
    element.attribute_spans.push_back(
        {static_cast<uint32_t>(value_begin), static_cast<uint32_t>(value_end)});
    return i;
  }

  std::string_view Resolve(std::string_view prefix) const {
    const auto found = namespaces_.find(prefix);
    if (found == namespaces_.end() || found->second.empty()) return {};
    return found->second.back();
  }

  std::string_view Decoded(std::string_view raw) {
    if (raw.find('&') == std::string_view::npos) return raw;
    return facts_.Keep(DecodeEntities(raw));
  }

  void AddText(size_t begin, size_t end, bool verbatim) {
    if (open_.empty() || open_.back().element == kNone) return;
    const std::string_view piece = text_.substr(begin, end - begin);
    if (Trim(piece).empty()) return;
    OpenElement& open = open_.back();
    if (open.text.empty()) {
      open.text = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
      open.verbatim = verbatim;
      return;
    }
    if (open.more.empty()) {
      const std::string_view first = text_.substr(open.text.begin, open.text.end - open.text.begin);
      open.more = open.verbatim ? std::string(first) : DecodeEntities(first);
    }
    open.more += verbatim ? std::string(piece) : DecodeEntities(piece);
  }

  void Pop(size_t end) {
    OpenElement& open = open_.back();
    if (open.element != kNone) {
      XmlElement& element = facts_.elements[open.element];
      element.span.end = static_cast<uint32_t>(end);
      if (!open.more.empty()) {
        element.text = Trim(facts_.Keep(std::move(open.more)));
      } else if (!open.text.empty()) {
        const std::string_view raw =
            Trim(text_.substr(open.text.begin, open.text.end - open.text.begin));
        element.text = open.verbatim ? raw : Decoded(raw);
      }
    }
    for (const std::string_view prefix : open.prefixes) namespaces_[prefix].pop_back();
    --open_count_[open.name];
    open_.pop_back();
  }

  FileFacts& facts_;
  const std::string_view text_;
  size_t pos_ = 0;
  std::vector<OpenElement> open_;
  std::unordered_map<std::string_view, uint32_t> open_count_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> namespaces_;
  size_t attribute_count_ = 0;
  bool declaration_failed_ = false;
  Terminator comment_end_{"-->"}, cdata_end_{"]]>"}, instruction_end_{"?>"}, server_end_{"%>"};
  Terminator double_quote_{"\""}, single_quote_{"'"};
  std::string reason_;
};

}  // namespace

std::string DecodeEntities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t i = 0;
  while (i < text.size()) {
    const size_t ampersand = std::min(text.find('&', i), text.size());
    out.append(text.substr(i, ampersand - i));
    i = ampersand;
    if (i == text.size()) break;
    const size_t length = DecodeReference(text.substr(i), out);
    if (length == 0) out += '&';
    i += std::max<size_t>(length, 1);
  }
  return out;
}

void ReadXml(FileFacts& facts) { DocumentReader(facts).Read(); }

bool LooksLikeXml(std::string_view text) {
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  text = text.substr(0, 64 << 10);
  for (;;) {
    while (!text.empty() && IsDataSpace(text.front())) text.remove_prefix(1);
    if (text.substr(0, 5) == "<?xml") return true;
    if (text.substr(0, 4) != "<!--") break;
    const size_t end = text.find("-->", 4);
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 3);
  }
  if (text.size() < 2 || text[0] != '<' || !IsNameStart(text[1])) return false;
  const std::string_view tag = text.substr(0, text.find('>'));
  const size_t xmlns = tag.find("xmlns");
  return xmlns != std::string_view::npos && IsDataSpace(tag[xmlns - 1]);
}

}  // namespace unsoap::facts
