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

std::string WithCondition(const Replacement& r) {
  const std::string when = r.applies ? "" : Short(r.because);
  return when.empty() ? RequestName(r) : RequestName(r) + " if " + when;
}

std::string More(size_t count, const char* join, const char* what) {
  if (count == 0) return {};
  return join + std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string_view RoleWord(const Replacement& r) {
  return r.role == "instead" ? std::string_view("or") : std::string_view(r.role);
}

bool IsConditional(const Replacement& r) { return !r.applies; }

const std::string& ReasonOf(const Replacement& r) { return r.because; }

const Replacement* MainRequest(const Finding& finding) {
  for (const Replacement& r : finding.replacements) {
    if (r.role == "use") return &r;
  }
  return finding.replacements.empty() ? nullptr : &finding.replacements.front();
}

std::string RequestName(const Replacement& r) {
  return r.http_method + " " + r.path + " (" + r.title + ")";
}

std::string UseInstead(const Finding& finding) {
  const std::vector<Replacement>& all = finding.replacements;
  if (all.empty()) return finding.operation.empty() ? "" : "; nothing in REST replaces it";
  std::string out, before, others;
  size_t steps = 0, lookups = 0, alternatives = 0;
  bool of_alternative = false;  // steps of an alternative belong to it
  for (const Replacement& r : all) {
    of_alternative = of_alternative || r.role == "instead";
    if (r.role == "use") {
      out = "; use " + WithCondition(r) + out;
    } else if (r.role == "instead") {
      if (++alternatives <= kMaxAlternatives) others += ", or " + WithCondition(r);
    } else if (of_alternative || !r.applies) {
      continue;
    } else if (r.role == "then") {
      if (++steps < kMaxSteps) out += ", then " + RequestName(r);
    } else if (r.role == "first" && ++lookups <= kMaxAlternatives) {
      before += (before.empty() ? ", after " : " and ") + RequestName(r);
    }
  }
  if (steps >= kMaxSteps) out += More(steps - kMaxSteps + 1, ", then ", "more step");
  if (alternatives > kMaxAlternatives)
    others += More(alternatives - kMaxAlternatives, ", or one of ", "other");
  return out + before + others;
}

}  // namespace unsoap::findings
