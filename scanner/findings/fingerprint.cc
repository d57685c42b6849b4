#include "scanner/findings/fingerprint.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <map>

namespace unsoap::findings {

std::string NormalizeForFingerprint(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) continue;
    if ((c == ')' || c == ']' || c == '}') && !out.empty() && out.back() == ',') out.pop_back();
    out += c == '"' || c == '`' ? '\'' : c;
  }
  return out;
}

std::string Fingerprint(std::string_view rule_id, Kind kind, std::string_view enclosing,
                        std::string_view text) {
  // A byte that occurs in none of the parts keeps "ab"+"c" apart from "a"+"bc".
  std::string key;
  for (const std::string_view part : {kFingerprintVersion, rule_id, Name(kind), enclosing}) {
    key += part;
    key += '\0';
  }
  key += NormalizeForFingerprint(text);
  return fmt::format("{:016x}", XXH3_64bits(key.data(), key.size()));
}

void NumberFingerprints(std::vector<Finding>& findings) {
  std::vector<Finding*> order;
  order.reserve(findings.size());
  for (Finding& finding : findings) order.push_back(&finding);
  std::stable_sort(order.begin(), order.end(),
                   [](const Finding* a, const Finding* b) { return Before(*a, *b); });
  std::map<std::string_view, int> seen;
  for (Finding* finding : order) {
    const int n = ++seen[finding->family];
    finding->id = n == 1 ? finding->family : fmt::format("{}-{}", finding->family, n);
  }
}

}  // namespace unsoap::findings
