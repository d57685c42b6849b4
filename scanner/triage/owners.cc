#include "scanner/triage/owners.h"

#include <algorithm>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"

namespace unsoap::triage {
namespace {

constexpr int64_t kMaxBytes = 3 << 20;  // what code hosts accept

// The pattern ends at the first blank that is not escaped.
size_t PatternEnd(std::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == ' ' || line[i] == '\t') {
      return i;
    }
  }
  return line.size();
}

bool Fits(const walk::IgnoreRules& rules, std::string_view path, bool is_directory) {
  const std::string_view name = NameOf(path);
  return rules.Decide(path, name, is_directory).says == walk::IgnoreRules::Verdict::Says::kIgnore;
}

}  // namespace

Owners::Owners(std::string_view text) {
  for (std::string_view line : Split(text, '\n')) {
    line = Trim(line);
    if (line.empty() || line[0] == '#' || line[0] == '!' || line[0] == '[' ||
        line.substr(0, 2) == "^[")
      continue;
    const size_t end = PatternEnd(line);
    const std::string_view pattern = line.substr(0, end);
    std::vector<std::string> owners;
    for (const std::string_view word : Split(line.substr(end), ' ')) {
      const std::string_view owner = Trim(word);
      if (owner.empty()) continue;
      if (owner[0] == '#') break;  // the rest is a comment
      owners.emplace_back(owner);
    }
    const bool only_direct = pattern.size() > 2 && pattern.substr(pattern.size() - 2) == "/*";
    rules_.push_back(
        {walk::IgnoreRules(pattern, "CODEOWNERS", false), only_direct, Join(owners, " ")});
  }
}

Owners Owners::FromRepository(const std::string& root) {
  for (const char* place : {"/.github/CODEOWNERS", "/CODEOWNERS", "/docs/CODEOWNERS"}) {
    // A link may lead from one of the places to another, not out of the tree.
    if (!IsWithinOnDisk(root + place, root)) continue;
    const Result<std::string> text = ReadHead(root + place, static_cast<size_t>(kMaxBytes));
    if (text) return Owners(*text);
  }
  return Owners("");
}

std::string Owners::Of(std::string_view path) const {
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (Fits(rule->pattern, path, false)) return rule->owners;
    if (rule->only_direct) continue;
    for (size_t slash = path.rfind('/'); slash != std::string_view::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
      if (Fits(rule->pattern, path.substr(0, slash), true)) return rule->owners;
    }
  }
  return "";
}

}  // namespace unsoap::triage
