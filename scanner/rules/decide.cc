#include "scanner/rules/decide.h"

#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/paths.h"

namespace unsoap {
namespace {

enum class Truth {
  kNo,
  kMaybe,
  kMay,
  kYes
};  // kMay: one of several values fits; kMaybe: not known

// What the schema says about a path; every way to write one argument has the same key.
std::string Canonical(const std::vector<RequestPath>& paths, std::string_view written) {
  std::vector<std::string_view> segments = Split(written, '.');
  // "paramsGetLead.leadKey.keyType": wrappers before the first known name are dropped.
  for (size_t skip = 0; skip < segments.size(); ++skip) {
    const std::string_view tail =
        written.substr(static_cast<size_t>(segments[skip].data() - written.data()));
    const RequestPath* path = ResolvePath(paths, tail);
    if (path == nullptr) continue;
    std::string out;
    for (const std::string& segment : path->segments) out += "." + PathKey(segment);
    return out;
  }
  std::string out;
  for (const std::string& key : PathKeys(written)) out += "." + key;
  return out;
}

bool ValueMatches(std::string_view pattern, std::string_view value) {
  // "ns1:StaticListSelector", "App\\LeadKeySelector": what counts stands last.
  for (char mark : {':', '\\'}) {
    const size_t at = value.rfind(mark);
    if (at != std::string_view::npos) value.remove_prefix(at + 1);
  }
  if (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    return value.size() >= pattern.size() &&
           EqualsIgnoreCase(value.substr(0, pattern.size()), pattern);
  }
  return EqualsIgnoreCase(value, pattern);
}

bool MatchesAny(const Condition& condition, std::string_view value) {
  return std::ranges::any_of(condition.values,
                             [&](const std::string& v) { return ValueMatches(v, value); });
}

struct Outcome {
  Truth truth = Truth::kMaybe;
  std::string because;
};

class Evaluator {
 public:
  Evaluator(const Pack& pack, const Operation& operation, const KnownCall& call)
      : pack_(pack), call_(call), paths_(RequestPaths(pack, operation)) {
    for (const KnownArgument& argument : call.arguments)
      keys_.push_back(Canonical(paths_, argument.path));
  }

  Outcome Evaluate(const Condition& condition) const {
    using Test = Condition::Test;
    if (condition.test == Test::kAlways) return {Truth::kYes, ""};
    if (condition.test == Test::kHuman) return {Truth::kMaybe, condition.text};
    Outcome best{Truth::kNo, condition.text};
    for (std::string_view name : Split(condition.parameter, '|')) {
      const Outcome one = EvaluateFor(condition, name);
      // For an absent argument every name must be missing; otherwise one is enough.
      if (condition.test == Test::kAbsent) {
        if (one.truth == Truth::kNo) return one;
        best = one;
      } else if (one.truth > best.truth) {
        best = one;
      }
    }
    return best;
  }

  /// What is known of the arguments that a condition asks for, where it does not hold.
  std::string Seen(const Condition& condition) const {
    if (condition.test == Condition::Test::kHuman) return "code does not show it";
    std::vector<std::string> out;
    for (const std::string_view name : Split(condition.parameter, '|')) {
      std::vector<std::string> values;
      const std::vector<const KnownArgument*> found = Matching(name, true);
      for (const KnownArgument* argument : found)
        values.insert(values.end(), argument->values.begin(), argument->values.end());
      std::ranges::sort(values);
      values.erase(std::unique(values.begin(), values.end()), values.end());
      const bool asks_value = condition.test == Condition::Test::kEquals ||
                              condition.test == Condition::Test::kNot ||
                              condition.test == Condition::Test::kUnknown;
      std::string seen(name);
      if (found.empty()) {
        seen += call_.all_seen ? " is not given" : " was not seen";
      } else if (!asks_value) {
        seen += " is given";
      } else if (values.empty()) {
        seen += " is not constant";
      } else {
        seen += " is " + Join(values, " or ");
      }
      out.push_back(std::move(seen));
    }
    return Join(out, ", ");
  }

  std::string Fill(const std::string& text) const {
    return FillTemplate(text, [&](std::string_view path) {
      const KnownArgument* argument = Find(path);
      if (argument == nullptr) return "{" + std::string(path) + "}";
      if (!argument->source.empty()) return argument->source;
      if (argument->values.size() == 1) return argument->values.front();
      return "{" + std::string(path) + "}";
    });
  }

 private:
  // The arguments that `name` means, and those inside them.
  std::vector<const KnownArgument*> Matching(std::string_view name, bool with_members) const {
    const std::vector<std::string> segments = PathKeys(name);
    const std::string key = Canonical(paths_, name);
    std::vector<const KnownArgument*> out;
    for (size_t i = 0; i < keys_.size(); ++i) {
      const bool same = keys_[i] == key || (segments.size() == 1 && IsLeafOnly(name) &&
                                            keys_[i].ends_with(key.substr(key.rfind('.'))));
      const bool inside = with_members && keys_[i].size() > key.size() &&
                          keys_[i].starts_with(key) && keys_[i][key.size()] == '.';
      if (same || inside) out.push_back(&call_.arguments[i]);
    }
    return out;
  }
  // A single name that is no parameter of the operation itself means that member wherever it
  // stands.
  bool IsLeafOnly(std::string_view name) const {
    const RequestPath* path = ResolvePath(paths_, name);
    return path == nullptr || path->segments.size() > 1;
  }
  const KnownArgument* Find(std::string_view name) const {
    const std::vector<const KnownArgument*> found = Matching(name, false);
    return found.empty() ? nullptr : found.front();
  }

  // A condition on the kind of an object holds when a member that only this kind has is passed.
  bool HasMemberOf(const Condition& condition, std::string_view name) const {
    const std::string key = Canonical(paths_, name);
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (!keys_[i].starts_with(key + ".")) continue;
      const RequestPath* path = ResolvePath(paths_, keys_[i].substr(1));
      if (path != nullptr &&
          std::ranges::find(condition.values, path->owner) != condition.values.end())
        return true;
    }
    return false;
  }
  bool IsKindOfObject(const Condition& condition) const {
    return !condition.values.empty() &&
           std::ranges::all_of(condition.values, [&](const std::string& v) {
             const RequestType* type = pack_.FindType(v);
             return type != nullptr && !type->base.empty();
           });
  }

  Outcome EvaluateFor(const Condition& condition, std::string_view name) const {
    using Test = Condition::Test;
    const std::string label(name);
    const Truth missing = call_.all_seen ? Truth::kNo : Truth::kMaybe;
    const std::vector<const KnownArgument*> found = Matching(name, true);
    switch (condition.test) {
      case Test::kPresent:
        return found.empty() ? Outcome{missing, condition.text}
                             : Outcome{Truth::kYes, label + " is given"};
      case Test::kAbsent:
        if (!found.empty()) return {Truth::kNo, condition.text};
        return {call_.all_seen ? Truth::kYes : Truth::kMaybe, label + " is not given"};
      case Test::kUnknown:
        if (found.empty()) return {missing, condition.text};
        for (const KnownArgument* argument : found) {
          if (argument->values.empty()) return {Truth::kYes, label + " is not known at scan time"};
        }
        return {Truth::kNo, condition.text};
      default:
        break;
    }
    if (IsKindOfObject(condition) && HasMemberOf(condition, name)) {
      return {Truth::kYes, label + " is " + condition.values.front()};
    }
    std::vector<const KnownArgument*> exact = Matching(name, false);
    // What is known of a list are its items, of an object its members.
    const bool has_values =
        std::ranges::any_of(exact, [](const KnownArgument* a) { return !a->values.empty(); });
    if (!has_values && found.size() > exact.size() && !IsKindOfObject(condition)) {
      exact = found;
      std::erase_if(exact, [](const KnownArgument* a) { return a->values.empty(); });
    }
    if (exact.empty()) exact = found;
    if (exact.empty()) {
      if (condition.or_absent && call_.all_seen) return {Truth::kYes, label + " is not given"};
      return {missing, condition.text};
    }
    return EvaluateValues(condition, label, exact);
  }

  Outcome EvaluateValues(const Condition& condition, const std::string& label,
                         const std::vector<const KnownArgument*>& arguments) const {
    const bool want = condition.test == Condition::Test::kEquals;
    std::vector<std::string> fitting;
    size_t known = 0;
    bool open = false;
    for (const KnownArgument* argument : arguments) {
      open = open || argument->values.empty() || !argument->complete;
      for (const std::string& value : argument->values) {
        ++known;
        if (MatchesAny(condition, value) == want) fitting.push_back(value);
      }
    }
    if (fitting.empty()) return {open ? Truth::kMaybe : Truth::kNo, condition.text};
    std::ranges::sort(fitting);
    fitting.erase(std::unique(fitting.begin(), fitting.end()), fitting.end());
    const bool sure = !open && (fitting.size() == known || known == 1);
    return {sure ? Truth::kYes : Truth::kMay,
            fmt::format("{} {} {}", label, sure ? "is" : "may be", Join(fitting, " or "))};
  }

  const Pack& pack_;
  const KnownCall& call_;
  std::vector<RequestPath> paths_;
  std::vector<std::string> keys_;
};

Decision DecideRow(const Evaluator& evaluator, const Mapping& mapping) {
  Decision decision;
  decision.mapping = &mapping;
  decision.applies = true;
  std::vector<std::string> reasons, open, against, unknown;
  for (const Condition& condition : mapping.when) {
    const Outcome outcome = evaluator.Evaluate(condition);
    if (outcome.truth == Truth::kNo) decision.applies = decision.possible = false;
    if (outcome.truth == Truth::kMaybe) decision.applies = false;
    if (outcome.truth == Truth::kNo) against.push_back(evaluator.Seen(condition));
    if (outcome.truth == Truth::kMaybe) unknown.push_back(evaluator.Seen(condition));
    if (outcome.truth >= Truth::kMay && !outcome.because.empty())
      reasons.push_back(outcome.because);
    if (condition.test != Condition::Test::kAlways) open.push_back(condition.text);
  }
  decision.because = Join(decision.applies ? reasons : open, " and ");
  decision.against = Join(decision.possible ? unknown : against, " and ");
  return decision;
}

bool Has(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

// Parameters of an endpoint's path: "/rest/v1/lead/{leadId}.json" has leadId.
bool HasPathParameter(const RestEndpoint& endpoint, const std::string& name) {
  return endpoint.path.find("{" + name + "}") != std::string::npos;
}

void Merge(const Evaluator& evaluator, const Mapping& mapping, RequestChoice* choice) {
  const RestEndpoint& endpoint = *choice->endpoint;
  for (const auto& [name, text] : mapping.query) {
    if (Has(endpoint.query_parameters, name)) choice->query.emplace(name, evaluator.Fill(text));
  }
  for (const auto& [name, text] : mapping.body) {
    if (Has(endpoint.body_parameters, name)) choice->body.emplace(name, evaluator.Fill(text));
  }
  for (const auto& [name, text] : mapping.path) {
    if (HasPathParameter(endpoint, name)) choice->path.emplace(name, evaluator.Fill(text));
  }
}

class Collector {
 public:
  Collector(const Pack& pack, const Evaluator& evaluator, Verdict* verdict)
      : pack_(pack), evaluator_(evaluator), verdict_(verdict) {}

  void Add(const Decision& decision, bool applies) {
    for (const std::string& id : decision.mapping->use) {
      RequestChoice* choice = Get(id, applies, decision.because);
      if (choice == nullptr) continue;
      if (choice->applies == applies) {
        Merge(evaluator_, *decision.mapping, choice);
        if (choice->how.empty()) choice->how = decision.mapping->how;
        if (choice->caveat.empty()) choice->caveat = decision.mapping->caveat;
      }
    }
  }
  /// A row that calls nothing itself: its values belong to requests that others ask for.
  void AddOption(const Decision& decision) {
    for (RequestChoice& choice : verdict_->requests) {
      if (choice.applies) Merge(evaluator_, *decision.mapping, &choice);
    }
    verdict_->notes.push_back(decision.mapping->how);
  }
  RequestChoice* Get(const std::string& id, bool applies, const std::string& because) {
    for (RequestChoice& choice : verdict_->requests) {
      if (choice.endpoint->id == id) return &choice;
    }
    const RestEndpoint* endpoint = pack_.FindEndpoint(id);
    if (endpoint == nullptr) return nullptr;
    RequestChoice& choice = verdict_->requests.emplace_back();
    choice.endpoint = endpoint;
    choice.applies = applies;
    choice.because = because;
    return &choice;
  }

 private:
  const Pack& pack_;
  const Evaluator& evaluator_;
  Verdict* verdict_;
};

}  // namespace

Verdict Decide(const Pack& pack, const Operation& operation, const KnownCall& call) {
  Verdict verdict;
  const Evaluator evaluator(pack, operation, call);
  for (const Mapping& mapping : operation.mappings)
    verdict.decisions.push_back(DecideRow(evaluator, mapping));
  auto rank = [](const Decision& d) { return d.applies ? 0 : d.possible ? 1 : 2; };
  std::ranges::stable_sort(verdict.decisions, [&](const Decision& a, const Decision& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    if (a.mapping->priority != b.mapping->priority)
      return a.mapping->priority > b.mapping->priority;
    return a.mapping->when.size() > b.mapping->when.size();
  });

  // When nothing that chooses a request was decided, the default row leads the possible ones.
  const bool decided = std::ranges::any_of(verdict.decisions, [](const Decision& d) {
    return d.applies && d.mapping->priority >= 0 && !d.mapping->is_default;
  });
  Collector collector(pack, evaluator, &verdict);
  if (operation.replacements.empty()) {
    verdict.nothing_replaces = true;
    verdict.explanation = operation.no_replacement;
    return verdict;
  }
  const Decision* first = verdict.decisions.empty() ? nullptr : &verdict.decisions.front();
  if (first != nullptr && first->applies && first->mapping->priority >= 0 &&
      first->mapping->use.empty() && first->because.find(" may be ") == std::string::npos) {
    verdict.nothing_replaces = true;
    verdict.explanation = first->mapping->how;
    return verdict;
  }
  std::vector<const Decision*> options;
  for (const Decision& decision : verdict.decisions) {
    if (!decision.applies) continue;
    if (decision.mapping->use.empty()) {
      options.push_back(&decision);
    } else {
      collector.Add(decision, true);
    }
  }
  if (!decided) {
    for (const Decision& decision : verdict.decisions) {
      if (decision.mapping->is_default && !decision.applies && decision.possible)
        collector.Add(decision, false);
    }
  }
  for (const Decision* option : options) collector.AddOption(*option);
  for (const Decision& decision : verdict.decisions) {
    if (!decision.applies) collector.Add(decision, false);
  }
  for (const std::string& id : operation.replacements)
    collector.Get(id, false, "the job needs this step too");
  std::stable_partition(verdict.requests.begin(), verdict.requests.end(),
                        [](const RequestChoice& c) { return c.applies; });
  // Nothing known at all: the usual order of the pack, each with its condition.
  const bool any =
      std::ranges::any_of(verdict.requests, [](const RequestChoice& c) { return c.applies; });
  const bool has_default =
      std::ranges::any_of(operation.mappings, [](const Mapping& m) { return m.is_default; });
  if (!any && !has_default) {
    auto order = [&](const RequestChoice& c) {
      return std::ranges::find(operation.replacements, c.endpoint->id) -
             operation.replacements.begin();
    };
    std::ranges::stable_sort(verdict.requests, [&](const RequestChoice& a, const RequestChoice& b) {
      return order(a) < order(b);
    });
  }
  return verdict;
}

bool MeansArgument(const Pack& pack, const Operation& operation, const std::string& parameter,
                   const std::string& path) {
  const std::vector<RequestPath> paths = RequestPaths(pack, operation);
  const std::string key = Canonical(paths, path);
  for (std::string_view name : Split(parameter, '|')) {
    if (Canonical(paths, name) == key) return true;
  }
  return false;
}

}  // namespace unsoap
