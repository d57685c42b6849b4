// XML: whole documents as elements, and XML-like fragments inside any other text.
//
// What it is: our own tolerant, streaming tokenizer. Only the five named entities and numeric
// references are decoded; a DOCTYPE is stepped over, so no entity is ever defined, expanded or
// fetched. What it is not: a validator. Nothing recurses; time is linear in the text for every
// input. Failure: never; what cannot be read is stepped over.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"

namespace unsoap::facts {

/// Fills facts.elements (document order, parents before children) and facts.comments from
/// facts.source; sets health.
void ReadXml(FileFacts& facts);
/// True if the text begins like an XML document: a declaration, or an element that declares a
/// namespace.
bool LooksLikeXml(std::string_view text);
/// `<add key value>`, `<property name value>`, `<entry key>`, `<setting name><value>` ... in
/// facts.elements -> facts.settings.
void ReadXmlSettings(FileFacts& facts);
/// The five named and the numeric character references decoded; others stay as written.
std::string DecodeEntities(std::string_view text);

/// A tag found in text that is not itself an XML document: a string literal, a heredoc, SQL, a log,
/// JSON.
struct XmlTag {
  struct Attribute {
    std::string_view name;   // as written, with its prefix
    std::string_view value;  // as written, without quotes
    Span value_span;
  };
  Span span;  // from the bracket to the bracket, in the coordinates of the outer text (base added)
  Span name_span;             // of the local name
  bool close = false;         // </name>
  bool self_closing = false;  // <name/>
  bool has_hole = false;  // the name ends in a placeholder: `<params{0}>`, `<ns1:#{op}>`; `name` is
                          // the part before it
  std::string_view prefix, name;  // slices of the text
  std::vector<Attribute> attributes;
};

/// Every tag in `text`, in order. Tolerates unescaped and escaped brackets (`&lt;`, `&amp;lt;`,
/// `\u003c`, `\x3c`, `%3C`), escaped quotes (`\"`, `""`, `&quot;`), escaped white space (`\n`,
/// `\t`), placeholders in names, attributes and text (`{0}`, `#{x}`,
/// `%s`, `${x}`, `" + x + "`), and CDATA sections (their content is searched too). Generic types
/// and comparisons in source code
/// (`List<String>`, `a < b`) may look like tags: callers look for names that they know.
std::vector<XmlTag> FindTags(std::string_view text, uint32_t base = 0);

/// A leaf below a request element: `<leadKey><keyType>EMAIL</keyType>` is {"leadKey.keyType",
/// "EMAIL"}.
struct EnvelopeLeaf {
  std::string path;  // dotted local names below the piece; an xsi:type attribute is path + "@type"
  std::string
      text;   // trimmed, entities decoded, quotes and joints of a surrounding literal removed
  Span span;  // of the text as written; of the tag when there is no text
  bool has_hole = false;  // part of the value is not constant
};

/// A request element written by hand.
struct EnvelopePiece {
  Span span;  // from its start tag through its end tag, or as far as it goes
  Span start_tag;
  Span name_span;  // of the local name in the start tag
  std::string_view prefix, name;
  bool closed = false;  // its end tag was found
  bool name_has_hole = false;
  std::vector<EnvelopeLeaf> leaves;
  std::vector<XmlTag::Attribute> attributes;
};

/// The elements whose local name satisfies `is_request` (called once a start tag; for a name with a
/// hole, with the part before it), with what they contain. `base` is added to all spans. Views
/// point into `text`.
std::vector<EnvelopePiece> FindRequestElements(
    std::string_view text, const std::function<bool(std::string_view local_name)>& is_request,
    uint32_t base = 0);

}  // namespace unsoap::facts
