// Escaping by medium: the one place where text of the scanned repository is made safe for what it
// is put into.
//
// Contract: input may be malformed UTF-8 and hostile; output is valid UTF-8 that the medium reads
// as that text and as nothing else. Characters that cannot be seen (controls, bidirectional
// overrides, line separators) become visible escapes (\x1b, \u{202e}) wherever people look at the
// result. Pure functions.
//
// Why no template library: those that escape by context (ctemplate is the known one) know HTML, and
// this text goes into ten other media as well; they keep invisible characters, take the template at
// run time, and want the whole page as one dictionary, where a report of 100,000 findings is
// written piece by piece. So each medium has a function here, the renderers have no other way to
// put text into a page, and tests/hostile_text_test.cc reads every format by the rules of its
// medium.
#pragma once

#include <string>
#include <string_view>

namespace unsoap::reporters {

/// Text between tags and in double-quoted or single-quoted attributes; a tab and LF are kept, CR LF
/// becomes LF.
std::string HtmlText(std::string_view text);
/// An http or https address with every character that needs it percent-encoded; empty for any other
/// scheme.
std::string SafeUrl(std::string_view url);
/// A URL for href: http and https only (else empty), escaped for an attribute.
std::string HtmlUrl(std::string_view url);
/// XML 1.0 text and attribute values; line ends in attributes are kept as references.
std::string XmlText(std::string_view text);
/// One CSV field, quoted where needed; a field that a spreadsheet would run as a formula gets a
/// leading apostrophe.
std::string CsvField(std::string_view text);
/// The message of a GitHub workflow command, and a property of one.
std::string GithubMessage(std::string_view text);
std::string GithubProperty(std::string_view text);
/// Plain text inside Markdown, on one line: no markup, no HTML, no mention, nothing that ends a
/// table cell.
std::string MarkdownText(std::string_view text);
/// An inline code span, on one line, also inside a table cell.
std::string MarkdownCode(std::string_view text);
/// A relative path as a URI reference: every byte but unreserved characters and '/' is
/// percent-encoded.
std::string UriPath(std::string_view path);
/// At most `count` code points of `text`, with an ellipsis where something was cut.
std::string Clip(std::string_view text, size_t count);
/// JSON (already serialised) for a <script type="application/json">: no '<', '>', '&', U+2028,
/// U+2029.
std::string JsonForScript(std::string_view json);

}  // namespace unsoap::reporters
