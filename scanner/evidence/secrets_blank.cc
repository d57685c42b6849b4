// Spans of secrets put together, a text without them, and the search of a text without facts.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/evidence/secret_text.h"
#include "scanner/evidence/secrets.h"

namespace unsoap::evidence {

std::vector<Span> Merged(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<Span> out;
  for (const Span& span : spans) {
    if (span.empty()) continue;
    if (!out.empty() && span.begin <= out.back().end) {
      out.back().end = std::max(out.back().end, span.end);
    } else {
      out.push_back(span);
    }
  }
  return out;
}

std::string Blank(std::string_view text, Span of, const std::vector<Span>& spans) {
  of.end = std::min(of.end, static_cast<uint32_t>(text.size()));
  std::string out;
  uint32_t at = of.begin;
  auto span = std::lower_bound(spans.begin(), spans.end(), of.begin,
                               [](const Span& s, uint32_t begin) { return s.end <= begin; });
  for (; span != spans.end() && span->begin < of.end; ++span) {
    if (span->begin > at) out += text.substr(at, span->begin - at);
    // A value that spans lines keeps its line breaks, so that frames stay aligned.
    out += "***";
    const uint32_t end = std::min(of.end, span->end);
    for (uint32_t i = std::max(at, span->begin); i < end; ++i) {
      if (text[i] == '\n') out += '\n';
    }
    at = span->end;
  }
  if (at < of.end) out += text.substr(at, of.end - at);
  return out;
}

Secrets SecretsInText(const SecretLook& look, std::string_view text) {
  Secrets out;
  std::vector<Span> found;
  look.FindPatterns(text, &found);
  SecretText reader(look, text, [](uint32_t) { return TextMode::kCode; });
  reader.Find({}, {}, &found);
  for (const Span& span : found) {
    const std::string_view value = Trim(text.substr(span.begin, span.end - span.begin));
    if (value.size() >= 3 && value.size() <= kMaxSecret) out.values.emplace_back(value);
  }
  look.FindRandom(text, &found);
  reader.Chains(&found, &out.values);
  const size_t whole = found.size();
  reader.Join(&found);
  for (size_t i = whole; i < found.size(); ++i)
    out.values.emplace_back(text.substr(found[i].begin, found[i].end - found[i].begin));
  out.spans = Merged(std::move(found));
  std::sort(out.values.begin(), out.values.end());
  out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
  return out;
}

}  // namespace unsoap::evidence
