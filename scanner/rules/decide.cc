#include "scanner/rules/decide.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/paths.h"
#include "scanner/rules/request_list.h"

namespace unsoap::rules {
namespace {

Decision DecideRow(const Evaluator& evaluator, const Mapping& mapping) {
  Decision decision;
  decision.mapping = &mapping;
  decision.applies = true;
  std::vector<std::string> reasons, open, when, against, unknown;
  for (const Condition& condition : mapping.when) {
    const Evaluation outcome = evaluator.Evaluate(condition);
    if (outcome.truth == Truth::kNo) decision.applies = decision.possible = false;
    if (outcome.truth == Truth::kMaybe) decision.applies = false;
    if (outcome.truth == Truth::kNo) against.push_back(evaluator.Seen(condition));
    if (outcome.truth == Truth::kMaybe) unknown.push_back(evaluator.Seen(condition));
    if (outcome.truth == Truth::kMay) decision.may = true;
    if (outcome.truth >= Truth::kMay && !outcome.because.empty())
      reasons.push_back(outcome.because);
    if (!outcome.when.empty()) when.push_back(outcome.when);
    if (condition.test != Condition::Test::kAlways) open.push_back(condition.text);
  }
  decision.may = decision.may && decision.applies;
  decision.because = Join(decision.applies ? reasons : open, " and ");
  decision.when = Join(when, " and ");
  decision.against = Join(decision.possible ? unknown : against, " and ");
  return decision;
}

int Rank(const Decision& d) { return d.applies ? 0 : d.possible ? 1 : 2; }

// A row that chooses a request; the others add to what such rows ask for.
bool Chooses(const Decision& d) { return d.mapping->priority >= 0; }

}  // namespace

Verdict Decide(const Pack& pack, const Operation& operation, const KnownCall& call) {
  Verdict verdict;
  if (operation.replacements.empty()) {
    verdict.nothing_replaces = true;
    verdict.explanation = operation.no_replacement;
  }
  const Evaluator evaluator(pack, operation, call);
  for (const Mapping& mapping : operation.mappings)
    verdict.decisions.push_back(DecideRow(evaluator, mapping));
  std::ranges::stable_sort(verdict.decisions, [](const Decision& a, const Decision& b) {
    if (Rank(a) != Rank(b)) return Rank(a) < Rank(b);
    if (a.mapping->priority != b.mapping->priority)
      return a.mapping->priority > b.mapping->priority;
    return a.mapping->when.size() > b.mapping->when.size();
  });
  if (verdict.nothing_replaces) return verdict;

  const Decision* first = verdict.decisions.empty() ? nullptr : &verdict.decisions.front();
  if (first != nullptr && first->applies && Chooses(*first) && !first->may &&
      first->mapping->use.empty()) {
    verdict.nothing_replaces = true;
    verdict.explanation = first->mapping->how;
    return verdict;
  }
  // When nothing that chooses a request was decided, the default row leads the possible ones.
  const bool decided = std::ranges::any_of(verdict.decisions, [](const Decision& d) {
    return d.applies && Chooses(d) && !d.mapping->is_default;
  });
  RequestList requests(pack, operation, evaluator, &verdict);
  for (const Decision& decision : verdict.decisions) {
    if (decision.applies && Chooses(decision)) requests.Choose(decision);
  }
  for (const Decision& decision : verdict.decisions) {
    if (!decided && decision.mapping->is_default && !decision.applies && decision.possible)
      requests.Offer(decision);
  }
  for (const Decision& decision : verdict.decisions) {
    if (!decision.applies && Chooses(decision)) requests.Offer(decision);
  }
  for (const Decision& decision : verdict.decisions) {
    if (!Chooses(decision) && decision.applies) requests.Extend(decision);
  }
  for (const Decision& decision : verdict.decisions) {
    if (!Chooses(decision) && !decision.applies) requests.Offer(decision);
  }
  requests.Finish();
  return verdict;
}

bool MeansArgument(const Pack& pack, const Operation& operation, const std::string& parameter,
                   const std::string& path) {
  const std::vector<RequestPath> paths = RequestPaths(pack, operation);
  const std::string key = CanonicalPath(paths, path);
  for (std::string_view name : Split(parameter, '|')) {
    if (CanonicalPath(paths, name) == key) return true;
  }
  return false;
}

}  // namespace unsoap::rules
