#include "scanner/findings/request_words.h"

#include <vector>

namespace unsoap::findings {
namespace {

constexpr size_t kMaxSteps = 3;         // steps that a message names
constexpr size_t kMaxAlternatives = 2;  // ... and alternatives beside the first request
constexpr size_t kMaxCondition = 80;    // bytes of a condition in a message

// A condition that fits into a sentence: a long one is cut after a whole case or value.
std::string Short(const std::string& condition) {
  if (condition.size() <= kMaxCondition) return condition;
  for (const char* mark : {", or if ", " or "}) {
    const size_t at = condition.rfind(mark, kMaxCondition);
    if (at == std::string::npos) continue;
    return condition.substr(0, at) + (mark[0] == ',' ? ", or in other cases" : " or another");
  }
  return {};
}

std::string Request(const Replacement& r, bool with_condition) {
  std::string out = r.http_method + " " + r.path + " (" + r.title + ")";
  const std::string when = with_condition ? Short(r.when) : "";
  return when.empty() ? out : out + " if " + when;
}

// A report from before there were roles says only that it does not apply.
bool IsOther(const Replacement& r) { return r.role == "use" && !r.applies && r.when.empty(); }

std::string More(size_t count, const char* join, const char* what) {
  if (count == 0) return {};
  return join + std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string_view RoleWord(const Replacement& r) {
  if (r.role == "before") return "first";
  if (r.role == "then") return "then";
  return r.role == "use" && !IsOther(r) ? "use" : "or";
}

bool IsConditional(const Replacement& r) { return !r.applies || !r.when.empty(); }

const std::string& ReasonOf(const Replacement& r) { return r.when.empty() ? r.because : r.when; }

std::string UseInstead(const Finding& finding) {
  const std::vector<Replacement>& all = finding.replacements;
  if (all.empty()) return finding.operation.empty() ? "" : "; nothing in REST replaces it";
  std::string out, before;
  size_t steps = 0, alternatives = 0, lookups = 0;
  bool hidden = false;  // the step before was left out, and what belongs to it
  for (size_t i = 0; i < all.size(); ++i) {
    const Replacement& r = all[i];
    if (r.role == "perhaps" || IsOther(r) || (r.role == "before" && !r.applies)) continue;
    if (r.role == "before") {
      if (++lookups <= kMaxAlternatives)
        before += (before.empty() ? ", after " : " and ") + Request(r, false);
      continue;
    }
    const bool has_alternative = i + 1 < all.size() && all[i + 1].role == "or";
    if (r.role == "or") {
      hidden = hidden || ++alternatives > kMaxAlternatives;
      if (!hidden) out += (r.when.empty() ? " or " : ", or ") + Request(r, true);
      continue;
    }
    hidden = ++steps > kMaxSteps;
    if (hidden) continue;
    out += out.empty() ? "; use " : ", then ";
    out += Request(r, r.role == "use" ? all.size() > 1 : has_alternative);
  }
  if (alternatives > kMaxAlternatives && !all.front().applies) {
    return "; which of " + std::to_string(all.size()) +
           " REST requests replaces it depends on its arguments";
  }
  if (alternatives > kMaxAlternatives)
    out += More(alternatives - kMaxAlternatives, ", or one of ", "other");
  if (steps > kMaxSteps) out += More(steps - kMaxSteps, ", then ", "more step");
  return out + before;
}

}  // namespace unsoap::findings
