// Links from a finding to where its code can be read, and the words that reporters share about
// rules.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reporters/escape.h"
#include "reporters/reporter.h"

namespace unsoap::reporters {

/// --link-template with {repo}, {rev}, {path}, {line} filled in; empty without a template. Not
/// escaped for HTML.
std::string SourceLink(const findings::Report& report, const ReportOptions& options,
                       const findings::Location& at);

/// A rule in the words of the formats that list rules; safe for a terminal, markdown for Markdown.
struct RuleText {
  std::string id, name, title, description;
  std::string help_text, help_markdown;
  std::string help_url;  // of the first request that replaces it; empty: none
  findings::Level level = findings::Level::kNote;
  findings::Confidence precision = findings::Confidence::kCertain;
  std::vector<std::string> tags;  // sorted, at most ten
};
/// Every rule of the catalog, by id; and those of findings (and, when asked for, of suppressed
/// ones) that a catalog lacks.
std::map<std::string, RuleText> RuleTexts(const findings::Report& report, bool with_suppressed);

}  // namespace unsoap::reporters
