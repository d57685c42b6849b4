// Syntax: what the eye looks for in code of any language: comments, strings, words. For the colours
// of a code frame and for the comment that suppresses a finding.
//
// What it is: a view of language.yaml, and of html/syntax.txt for formats that have no folder of
// their own. What it is not: a parser; it reads a few lines without their surroundings and may be
// wrong about a line in the middle of a long comment. Immutable, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap::reporters {

struct Syntax {
  std::vector<std::string> line_comments;  // with a leading LF: only at the beginning of a line
  std::vector<std::pair<std::string, std::string>> block_comments;
  std::vector<std::string> quotes;  // longest first
  bool tags = false;                // <name attribute="value">
};

/// nullptr where nothing is known of the language.
const Syntax* SyntaxOf(std::string_view language);

/// The snippet's lines as HTML: <span class="c"> comments, "s" strings, "n" numbers, "k" keywords,
/// the finding's part in <mark>.
std::vector<std::string> HighlightHtml(const findings::Finding& finding);

/// What silences the finding, ready to be pasted: a comment of its language, else an entry of
/// .unsoapignore.yaml.
struct SuppressHint {
  bool comment = false;
  std::string text;
};
SuppressHint HowToSuppress(const findings::Finding& finding);

}  // namespace unsoap::reporters
