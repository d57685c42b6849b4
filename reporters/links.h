// Links from a finding to where its code can be read, and the words that reporters share about
// rules.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reporters/escape.h"
#include "reporters/reporter.h"

namespace unsoap {

/// --link-template with {repo}, {rev}, {path}, {line} filled in; empty without a template. Not
/// escaped for HTML.
std::string SourceLink(const Report& report, const ReportOptions& options, const Location& at);

/// What can be said about a rule from the findings that carry it.
struct RuleText {
  std::string id, name, title, description;
  std::string help_text, help_markdown;
  Level level = Level::kNote;                    // the highest of its findings
  Confidence confidence = Confidence::kCertain;  // the lowest of its findings
  std::vector<std::string> tags;                 // sorted
};
/// Every rule of the findings and, when asked for, of the suppressed ones; by id.
std::map<std::string, RuleText> RuleTexts(const Report& report, bool with_suppressed);

}  // namespace unsoap
