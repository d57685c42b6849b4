// Redactor: an Aho-Corasick automaton over folded bytes, and the encodings of each value.
#include "scanner/evidence/redactor.h"

#include <algorithm>
#include <unordered_set>

#include "scanner/base/char.h"
#include "scanner/base/encoded_forms.h"
#include "scanner/base/flat_table.h"
#include "scanner/base/text.h"

namespace unsoap::evidence {
namespace {

constexpr size_t kMaxPattern = 512;  // of a longer value its beginning is looked for
constexpr size_t kStreamChunk = 1 << 16;

unsigned char Folded(char c) { return static_cast<unsigned char>(ToLower(c)); }

std::string Hex(std::string_view value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : value) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string Escaped(std::string_view value, bool (*plain)(char),
                    const std::function<std::string(char)>& escape) {
  std::string out;
  for (const char c : value) out += plain(c) ? std::string(1, c) : escape(c);
  return out;
}

/// True for text that in an output is the syntax between two strings: a value with a quote or a tag
/// in it is written there with an escape, and as it is it would take the syntax away. Digits and
/// the marks between them are a number of an output, or a list of some.
bool HoldsSyntax(std::string_view pattern) {
  if (pattern.find_first_not_of("0123456789+-.,:[]{} ") == std::string_view::npos) return true;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;  // \"
    } else if (c == '"' && pattern.substr(i + 1).starts_with('"')) {
      ++i;  // "" in a cell of a table
    } else if (c == '"' || c == '<' || c == '>' || c == '\n' || c == '\r') {
      return true;
    }
  }
  return false;
}

/// A value without the quotes around it, which hide nothing.
std::string_view WithoutQuotes(std::string_view value) {
  while (value.size() > 2 && value.front() == value.back() &&
         (value.front() == '"' || value.front() == '\'' || value.front() == '`'))
    value = value.substr(1, value.size() - 2);
  return value;
}

/// The forms in which a value is written in an output or in other source text.
std::vector<std::string> Written(std::string_view value) {
  std::vector<std::string> out = {std::string(value)};
  const auto add = [&](std::string text) {
    if (text != value && text.size() >= 8) out.push_back(std::move(text));
  };
  const auto hex = [](const char* before, const char* after) {
    return [before, after](char c) { return before + Hex(std::string_view(&c, 1)) + after; };
  };
  add(Escaped(
      value, [](char c) { return IsAlnum(c) || c == '-' || c == '_' || c == '.'; }, hex("%", "")));
  add(Escaped(
      value, [](char c) { return c != '"' && c != '\\' && c != '/'; },
      [](char c) { return std::string("\\") + c; }));
  add(Escaped(
      value, [](char c) { return c != '"' && c != '\\'; },
      [](char c) { return std::string("\\") + c; }));
  // As literals write it: the quote behind a backslash, or twice.
  for (const char quote : {'\'', '"'}) {
    std::string slashed, doubled;
    for (const char c : value) {
      if (c == quote || c == '\\') slashed += '\\';
      if (c == quote) doubled += c;
      slashed += c, doubled += c;
    }
    add(std::move(slashed)), add(std::move(doubled));
  }
  const auto entity = [](const char* quote, const char* apostrophe) {
    return [quote, apostrophe](char c) -> std::string {
      switch (c) {
        case '&':
          return "&amp;";
        case '<':
          return "&lt;";
        case '>':
          return "&gt;";
        case '"':
          return quote;
        default:
          return apostrophe;
      }
    };
  };
  const auto plain_xml = [](char c) {
    return c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
  };
  add(Escaped(value, plain_xml, entity("&quot;", "&#39;")));
  add(Escaped(value, plain_xml, entity("&quot;", "&apos;")));
  add(Escaped(value, plain_xml, entity("&#34;", "&#39;")));
  add(Escaped(
      value, [](char c) { return c != '<' && c != '>' && c != '&' && c != '\''; },
      hex("\\u00", "")));
  return out;
}

/// The forms into which code turns a value: base64, hexadecimal, backwards.
std::vector<std::string> Turned(std::string_view value) {
  std::vector<std::string> out;
  // A piece of base64 depends on where in its groups of three the value begins.
  out.push_back(Base64(value));
  for (const char* lead : {"\1", "\1\1"})
    out.push_back(Base64(lead + std::string(value)).substr(std::min<size_t>(4, value.size())));
  out.push_back(Hex(value));
  out.emplace_back(value.rbegin(), value.rend());
  std::erase_if(out, [&](const std::string& text) { return text == value || text.size() < 8; });
  return out;
}

}  // namespace

struct Redactor::Automaton {
  struct Node {
    uint32_t fail = 0;
    uint32_t length = 0;  // of the longest pattern that ends here; 0: none
    uint32_t shown = 0;   // of the longest one without an output's syntax in it
    uint32_t parent = 0;
    unsigned char byte = 0;
  };
  std::unordered_set<std::string> whole;  // every value, for literals
  std::vector<std::string> kept;
  std::vector<std::string> distinctive;
  std::vector<Node> nodes = {Node{}};
  FlatTable<uint32_t> edges;
  size_t longest = 0;

  uint32_t Next(uint32_t node, unsigned char byte) const {
    const uint32_t* to = edges.Get(uint64_t{node} << 8 | byte);
    return to == nullptr ? 0 : *to;
  }
  void Insert(std::string_view pattern) {
    uint32_t node = 0;
    for (const char c : pattern.substr(0, kMaxPattern)) {
      const auto entry = edges.Insert(uint64_t{node} << 8 | Folded(c));
      if (entry.fresh) {
        *entry.value = static_cast<uint32_t>(nodes.size());
        nodes.push_back({0, 0, 0, node, Folded(c)});
      }
      node = *entry.value;
    }
    const size_t size = std::min(pattern.size(), kMaxPattern);
    nodes[node].length = static_cast<uint32_t>(size);
    if (!HoldsSyntax(pattern.substr(0, size))) nodes[node].shown = nodes[node].length;
    longest = std::max(longest, size);
  }
  void Link() {
    // Breadth first: nodes of one depth after those of the depth before.
    std::vector<uint32_t> depth(nodes.size(), 0), order(nodes.size());
    for (uint32_t i = 0; i < nodes.size(); ++i) {
      depth[i] = i == 0 ? 0 : depth[nodes[i].parent] + 1;
      order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return depth[a] < depth[b]; });
    for (const uint32_t i : order) {
      if (depth[i] < 2) continue;
      uint32_t fail = nodes[nodes[i].parent].fail;
      while (fail != 0 && Next(fail, nodes[i].byte) == 0) fail = nodes[fail].fail;
      nodes[i].fail = Next(fail, nodes[i].byte);
      nodes[i].length = std::max(nodes[i].length, nodes[nodes[i].fail].length);
      nodes[i].shown = std::max(nodes[i].shown, nodes[nodes[i].fail].shown);
    }
  }
  std::string Without(std::string_view text, uint32_t Node::*length) const {
    const std::vector<Span> spans = Find(text, length);
    if (spans.empty()) return std::string(text);
    return Blank(text, {0, static_cast<uint32_t>(text.size())}, spans);
  }
  /// Spans of patterns in `text`, sorted and merged. `length`: those of any text, or those that may
  /// be taken out of an output.
  std::vector<Span> Find(std::string_view text, uint32_t Node::*length = &Node::length) const {
    std::vector<Span> out;
    if (nodes.size() == 1) return out;
    uint32_t node = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const unsigned char byte = Folded(text[i]);
      uint32_t next = Next(node, byte);
      while (next == 0 && node != 0) node = nodes[node].fail, next = Next(node, byte);
      node = next;
      if (nodes[node].*length == 0) continue;
      auto begin = static_cast<uint32_t>(i + 1 - nodes[node].*length);
      while (!out.empty() && out.back().end >= begin) {
        begin = std::min(begin, out.back().begin);
        out.pop_back();
      }
      out.push_back({begin, static_cast<uint32_t>(i + 1)});
    }
    return out;
  }
};

Redactor::Redactor(std::shared_ptr<const SecretLook> look)
    : look_(std::move(look)), automaton_(std::make_unique<Automaton>()) {}
Redactor::~Redactor() = default;

void Redactor::Add(const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (!automaton_->whole.insert(value).second) continue;
    const std::string_view inside = WithoutQuotes(value);
    if (look_->IsDistinctive(inside)) automaton_->distinctive.emplace_back(inside);
  }
}

void Redactor::Keep(std::string_view text) { automaton_->kept.emplace_back(text); }

void Redactor::Compile() {
  std::vector<std::string> values;
  values.swap(automaton_->distinctive);
  std::sort(values.begin(), values.end());
  if (!automaton_->kept.empty() && !values.empty()) {
    // What stands in a word that must stay is none: found with an automaton of its own.
    Automaton raw;
    for (const std::string& value : values) raw.Insert(value);
    raw.Link();
    std::unordered_set<std::string> common;
    for (const std::string& text : automaton_->kept) {
      for (const Span& span : raw.Find(text))
        common.insert(Lower(std::string_view(text).substr(span.begin, span.end - span.begin)));
    }
    std::erase_if(values, [&](const std::string& value) { return common.contains(Lower(value)); });
  }
  automaton_->kept.clear();
  // Where there is not room for everything, each value as it is written counts more than the forms
  // of any.
  size_t bytes = 0;
  for (auto* forms : {&Written, &Turned}) {
    for (const std::string& value : values) {
      for (const std::string& pattern : forms(value)) {
        bytes += std::min(pattern.size(), kMaxPattern);
        if (bytes > kMaxPatternBytes) break;
        automaton_->Insert(pattern);
      }
    }
  }
  automaton_->Link();
}

bool Redactor::Hides(std::string_view literal) const {
  literal = Trim(literal);
  if (literal.size() < 3) return false;
  return automaton_->whole.contains(std::string(literal)) || look_->LooksRandom(literal);
}

std::string Redactor::Clean(std::string_view text) const {
  std::vector<Span> spans = automaton_->Find(text);
  look_->FindPatterns(text, &spans);
  look_->FindRandom(text, &spans);
  if (spans.empty()) return std::string(text);
  return Blank(text, {0, static_cast<uint32_t>(text.size())}, Merged(std::move(spans)));
}

std::string Redactor::CleanValues(std::string_view text) const {
  return automaton_->Without(text, &Automaton::Node::length);
}

std::string Redactor::CleanOutput(std::string_view text) const {
  return automaton_->Without(text, &Automaton::Node::shown);
}

Redactor::Stream::Stream(const Redactor& redactor, std::function<bool(std::string_view)> out)
    : redactor_(redactor), out_(std::move(out)) {}

bool Redactor::Stream::Put(std::string_view piece) {
  // Without values nothing needs to be held back.
  if (redactor_.automaton_->longest == 0) return out_(piece);
  held_ += piece;
  return held_.size() < kStreamChunk + redactor_.automaton_->longest || Flush(false);
}

bool Redactor::Stream::Finish() { return Flush(true); }

bool Redactor::Stream::Flush(bool all) {
  const std::vector<Span> spans = redactor_.automaton_->Find(held_, &Automaton::Node::shown);
  size_t cut = held_.size();
  if (!all) {
    cut -= std::min(cut, redactor_.automaton_->longest);
    // A value that reaches over the cut stays whole.
    for (const Span& span : spans) {
      if (span.begin < cut && cut < span.end) cut = span.begin;
    }
  }
  const std::string out = Blank(held_, {0, static_cast<uint32_t>(cut)}, spans);
  held_.erase(0, cut);
  return out.empty() || out_(out);
}

}  // namespace unsoap::evidence
