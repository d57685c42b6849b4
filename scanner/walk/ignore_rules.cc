#include "scanner/walk/ignore_rules.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::walk {
namespace {

bool IsLiteral(std::string_view text) { return text.find_first_of("*?[\\") == text.npos; }

/// Spaces at the end do not count unless escaped; a backslash protects whatever follows it.
std::string_view TrimTrailingSpaces(std::string_view line) {
  size_t keep = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ' ') continue;
    if (line[i] == '\\' && ++i == line.size()) return line;
    keep = i + 1;
  }
  return line.substr(0, keep);
}

}  // namespace

IgnoreRules::IgnoreRules(std::string_view text, std::string source, bool fold_case)
    : source_(std::move(source)), fold_case_(fold_case) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  int number = 0;
  while (!text.empty()) {
    ++number;
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line[0] == '#') continue;
    if (line.back() == '\r') line.remove_suffix(1);
    AddLine(TrimTrailingSpaces(line.substr(0, line.find('\0'))), number);
  }
}

IgnoreRules IgnoreRules::FromList(const std::vector<std::string>& patterns, std::string source) {
  IgnoreRules rules;
  rules.source_ = std::move(source);
  int number = 0;
  for (const std::string& pattern : patterns) rules.AddLine(pattern, ++number);
  return rules;
}

void IgnoreRules::AddLine(std::string_view line, int number) {
  Rule rule{number, false, false};
  if (line.starts_with('!')) {
    rule.negated = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    rule.directory_only = true;
    line.remove_suffix(1);
  }
  const auto index = static_cast<uint32_t>(rules_.size());
  const bool by_name = line.find('/') == line.npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return;
  rules_.push_back(rule);
  if (IsLiteral(line)) {
    (by_name ? names_ : paths_)[Key(line)].push_back(index);
  } else if (by_name && line.starts_with("*.") && IsLiteral(line.substr(2)) &&
             line.find('.', 2) == line.npos) {
    extensions_[Key(line.substr(2))].push_back(index);
  } else {
    const Glob::Mode mode = by_name ? Glob::Mode::kName : Glob::Mode::kPath;
    patterns_.push_back({index, by_name, Glob(line, mode, fold_case_)});
  }
}

std::string IgnoreRules::Key(std::string_view text) const {
  return fold_case_ ? Lower(text) : std::string(text);
}

IgnoreRules::Verdict IgnoreRules::Decide(std::string_view path, std::string_view name,
                                         bool is_directory) const {
  int64_t best = -1;
  const auto look = [&](const Index& index, std::string_view text) {
    if (index.empty()) return;
    const auto found = index.find(Key(text));
    if (found == index.end()) return;
    for (auto rule = found->second.rbegin(); rule != found->second.rend(); ++rule) {
      if (rules_[*rule].directory_only && !is_directory) continue;
      best = std::max<int64_t>(best, *rule);
      return;
    }
  };
  look(names_, name);
  look(paths_, path);
  const size_t dot = name.rfind('.');
  if (dot != name.npos) look(extensions_, name.substr(dot + 1));
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (static_cast<int64_t>(pattern->rule) < best) break;
    if (rules_[pattern->rule].directory_only && !is_directory) continue;
    if (!pattern->glob.Matches(pattern->by_name ? name : path)) continue;
    best = pattern->rule;
    break;
  }
  if (best < 0) return {};
  const Rule& rule = rules_[static_cast<size_t>(best)];
  return {rule.negated ? Verdict::Says::kKeep : Verdict::Says::kIgnore, this, rule.line};
}

std::string IgnoreRules::Verdict::Place() const {
  return rules == nullptr ? "" : rules->source_ + ":" + std::to_string(line);
}

}  // namespace unsoap::walk
