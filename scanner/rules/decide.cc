#include "scanner/rules/decide.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/join_steps.h"
#include "scanner/rules/paths.h"
#include "scanner/rules/readings.h"
#include "scanner/rules/request_way.h"

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

bool IsForPeople(const Mapping& mapping) {
  return std::ranges::any_of(mapping.when,
                             [](const Condition& c) { return c.test == Condition::Test::kHuman; });
}

bool IsSure(const Decision& d) { return d.applies && !d.may; }
const std::string& ConditionOf(const Decision& d) { return d.may ? d.when : d.because; }

// The rows of the table that are taken or may be, in order; those for people are at the end.
std::vector<const Decision*> Candidates(const std::vector<Decision>& table) {
  std::vector<const Decision*> out, people;
  bool decided = false;
  for (const Decision& d : table) {
    if (d.mapping->adds || !d.possible) continue;
    if (IsForPeople(*d.mapping)) {
      people.push_back(&d);
      continue;
    }
    if (decided) continue;
    out.push_back(&d);
    decided = IsSure(d);
  }
  // What is passed fits no row: the ordinary one is the nearest.
  if (out.empty()) {
    for (const Decision& d : table) {
      if (d.mapping->is_default && !d.mapping->adds) out.push_back(&d);
    }
  }
  out.insert(out.end(), people.begin(), people.end());
  return out;
}

// The one that leads: what certainly holds, else the ordinary one, else the first.
const Decision* Leader(const std::vector<const Decision*>& rows) {
  const auto take = [&](auto wanted) -> const Decision* {
    const auto at = std::ranges::find_if(
        rows, [&](const Decision* d) { return !d->mapping->steps.empty() && wanted(*d); });
    return at == rows.end() ? nullptr : *at;
  };
  const Decision* sure = take([](const Decision& d) { return IsSure(d); });
  if (sure != nullptr) return sure;
  // A row for a value that was seen goes before one for values that nobody wrote.
  const bool seen = take([](const Decision& d) { return d.applies; }) != nullptr;
  const Decision* usual =
      take([&](const Decision& d) { return d.mapping->is_default && (d.applies || !seen); });
  return usual != nullptr ? usual : take([&](const Decision& d) { return d.applies || !seen; });
}

void AddNote(const std::string& text, Verdict* verdict) {
  std::vector<std::string>& notes = verdict->notes;
  if (!text.empty() && std::ranges::find(notes, text) == notes.end()) notes.push_back(text);
}

// The rows of an operation with what is known of their conditions, in the order of the table.
std::vector<Decision> TableOf(const Evaluator& evaluator, const Operation& operation) {
  std::vector<Decision> table;
  for (const Mapping& mapping : operation.mappings) table.push_back(DecideRow(evaluator, mapping));
  std::ranges::stable_sort(table, [](const Decision& a, const Decision& b) {
    if (a.mapping->priority != b.mapping->priority)
      return a.mapping->priority > b.mapping->priority;
    return a.mapping->when.size() > b.mapping->when.size();
  });
  return table;
}

// How a row stands to the others: it leads, and it is taken.
struct Standing {
  bool leads = false, applies = false;
  std::string because;
};

std::vector<RequestChoice> RequestsOf(const Pack& pack, const Evaluator& evaluator,
                                      const std::vector<Decision>& table, const Mapping& row,
                                      const Standing& standing, int first, Verdict* verdict) {
  RequestWay way(pack, evaluator, row, standing.applies, standing.because);
  for (const Decision& d : table) {
    if (!d.mapping->adds || !way.Add(d, standing.leads) || !standing.leads) continue;
    const bool has_steps = std::ranges::any_of(d.mapping->steps, [](const RequestStep& step) {
      return step.role != "with" || !step.how.empty();
    });
    if (!has_steps) AddNote(d.mapping->how, verdict);
  }
  return way.Build(first, standing.leads, &verdict->notes);
}

// A row where one of several values of its arguments is passed, and what it asks for then.
struct Case {
  std::string when;
  std::vector<RequestChoice> requests;
};

// Those of a row that ask for different requests; empty: all ask for the same.
std::vector<Case> CasesOf(const Pack& pack, const Operation& operation, const KnownCall& call,
                          const Decision& row, Verdict* verdict) {
  std::vector<Case> out;
  Verdict notes;
  for (const Reading& reading : ReadingsOf(pack, operation, call, *row.mapping)) {
    const Evaluator evaluator(pack, operation, reading.call);
    const Decision own = DecideRow(evaluator, *row.mapping);
    if (!own.possible) continue;
    std::string when = own.because;
    if (!reading.when.empty()) when += (when.empty() ? "" : " and ") + reading.when;
    std::vector<RequestChoice> requests = RequestsOf(pack, evaluator, TableOf(evaluator, operation),
                                                     *row.mapping, {true, false, when}, 1, &notes);
    if (requests.empty()) continue;
    const auto same = std::ranges::find_if(out, [&](const Case& other) {
      return other.requests.front().endpoint == requests.front().endpoint &&
             other.requests.front().request == requests.front().request;
    });
    if (same == out.end()) out.push_back({std::move(when), std::move(requests)});
  }
  if (out.size() < 2) return {};
  for (const std::string& note : notes.notes) AddNote(note, verdict);
  return out;
}

// Puts the requests of a row's cases behind those that are there; the first one leads if the row
// does.
void AddCases(std::vector<Case> cases, bool leads, Verdict* verdict) {
  for (Case& one : cases) {
    const int before = static_cast<int>(verdict->requests.size());
    for (RequestChoice& request : one.requests) {
      ShiftSteps(before, &request);
      if (request.role == "use" && !leads) request.role = "instead";
      verdict->requests.push_back(std::move(request));
    }
    leads = false;
  }
}

void ListRequests(const Pack& pack, const Operation& operation, const KnownCall& call,
                  const Evaluator& evaluator, const std::vector<Decision>& table,
                  std::vector<const Decision*> rows, Verdict* verdict) {
  const Decision* leader = Leader(rows);
  const size_t alternatives = static_cast<size_t>(
      std::ranges::count_if(rows, [](const Decision* d) { return !IsForPeople(*d->mapping); }));
  std::stable_partition(rows.begin(), rows.end(), [&](const Decision* d) { return d == leader; });
  for (const Decision* row : rows) {
    if (row->mapping->steps.empty()) {
      AddNote(
          "If " + ConditionOf(*row) + ", nothing in REST replaces the call. " + row->mapping->how,
          verdict);
      continue;
    }
    const bool leads = row == leader;
    if (!IsForPeople(*row->mapping)) {
      std::vector<Case> cases = CasesOf(pack, operation, call, *row, verdict);
      if (!cases.empty()) {
        AddCases(std::move(cases), leads, verdict);
        continue;
      }
    }
    // A condition on the only request that there is says nothing.
    const bool applies = IsSure(*row) || (leads && alternatives == 1 && row->possible &&
                                          !IsForPeople(*row->mapping));
    std::vector<RequestChoice> requests =
        RequestsOf(pack, evaluator, table, *row->mapping, {leads, applies, ConditionOf(*row)},
                   static_cast<int>(verdict->requests.size()) + 1, verdict);
    for (RequestChoice& request : requests) verdict->requests.push_back(std::move(request));
  }
}

}  // namespace

Verdict Decide(const Pack& pack, const Operation& operation, const KnownCall& call) {
  Verdict verdict;
  const Evaluator evaluator(pack, operation, call);
  const std::vector<Decision> table = TableOf(evaluator, operation);
  verdict.decisions = table;
  std::ranges::stable_sort(verdict.decisions, {}, Rank);
  if (operation.replacements.empty()) {
    verdict.nothing_replaces = true;
    verdict.explanation = operation.no_replacement;
    return verdict;
  }
  const std::vector<const Decision*> rows = Candidates(table);
  if (!rows.empty() && rows.front()->mapping->steps.empty() && IsSure(*rows.front())) {
    verdict.nothing_replaces = true;
    verdict.explanation = rows.front()->mapping->how;
    return verdict;
  }
  ListRequests(pack, operation, call, evaluator, table, rows, &verdict);
  JoinSteps(&verdict.requests);
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
