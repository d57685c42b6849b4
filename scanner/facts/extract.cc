#include "scanner/facts/extract.h"

#include <algorithm>

#include "scanner/facts/extractor.h"

namespace unsoap {
namespace {

void AddReason(FileFacts* facts, const std::string& reason) {
  facts->health_reason += (facts->health_reason.empty() ? "" : "; ") + reason;
}

}  // namespace

bool ExtractFacts(const Language& language, const ReadLimits& limits, FileFacts* facts) {
  const SyntaxTree tree = ParseSyntax(language, facts->source.text(), limits);
  if (!tree.failure.empty()) {
    AddReason(facts, tree.failure);
    return false;
  }
  Extractor extractor(language, tree, limits, facts);
  extractor.Run();
  facts->health = Health::kParsed;
  if (tree.has_error) {
    facts->health = Health::kPartial;
    AddReason(facts,
              "syntax error in line " + std::to_string(facts->source.At(tree.error_begin).line));
  }
  if (extractor.dropped()) {
    facts->health = Health::kPartial;
    AddReason(facts, "nested deeper than " + std::to_string(limits.max_depth) + " levels");
  }
  if (tree.lost_matches) {
    facts->health = Health::kPartial;
    AddReason(facts, "too entangled to be matched completely");
  }
  return true;
}

void FinishFacts(FileFacts* facts) {
  for (ExprId id = 0; id < facts->exprs.size(); ++id) {
    const ExprKind kind = facts->exprs[id].kind;
    if (kind == ExprKind::kString || kind == ExprKind::kConcat) facts->strings.push_back(id);
  }
  const auto by_name = [&](ExprId a, ExprId b) {
    return facts->at(a).name_span.begin < facts->at(b).name_span.begin;
  };
  const auto by_span = [&](ExprId a, ExprId b) {
    return facts->at(a).span.begin < facts->at(b).span.begin;
  };
  std::stable_sort(facts->calls.begin(), facts->calls.end(), by_name);
  std::stable_sort(facts->strings.begin(), facts->strings.end(), by_span);
  std::stable_sort(facts->statements.begin(), facts->statements.end(), by_span);
  std::stable_sort(facts->bindings.begin(), facts->bindings.end(),
                   [](const Binding& a, const Binding& b) { return a.span.begin < b.span.begin; });
  std::stable_sort(facts->returns.begin(), facts->returns.end(),
                   [&](const Return& a, const Return& b) { return by_span(a.value, b.value); });
  std::sort(facts->comments.begin(), facts->comments.end());
}

}  // namespace unsoap
