// RestCheck: where a path begins is known from the definitions; it ends where a path cannot go on.
#include "scanner/rest/rest_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/text.h"

namespace unsoap::rest {
namespace {

using rules::Pack, rules::RestEndpoint, rules::RestMember, rules::RestRule;

constexpr size_t kLongest = 2000;   // of a path with its query
constexpr size_t kMostUses = 2000;  // in one file

/// "/rest/v1/" of "/rest/v1/leads.json": the first two parts, by which a path is known.
std::string BeginOf(std::string_view path) {
  const size_t second = path.find('/', 1);
  if (second == std::string_view::npos) return std::string(path);
  const size_t third = path.find('/', second + 1);
  return std::string(path.substr(0, third == std::string_view::npos ? path.size() : third + 1));
}

bool EndsPath(char c) {
  return c == '"' || c == '\'' || c == '`' || c == '<' || c == '>' || c == '\n' || c == ')' ||
         c == ';' || c == ' ' || c == '\t' || c == '\r' || c == '\\';
}

/// A part that code fills in.
bool IsOpen(std::string_view part) {
  return part.find_first_of("{}$%#:") != std::string_view::npos || part.empty();
}

/// How many parts of a defined path stand there as they are; negative if it is another path.
int Fit(std::string_view written, std::string_view defined, bool goes_on) {
  const std::vector<std::string_view> a = Split(written, '/'), b = Split(defined, '/');
  if (a.size() > b.size() || (a.size() < b.size() && !goes_on)) return -1;
  int same = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const bool is_last = i + 1 == a.size();
    if (IsOpen(a[i]) || b[i].starts_with('{')) continue;
    if (a[i] == b[i]) {
      ++same;
    } else if (!is_last || !goes_on || !b[i].starts_with(a[i])) {
      return -1;
    }
  }
  return same;
}

std::optional<int64_t> WholeNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What a request is given under a name, as far as it can be seen.
struct Given {
  std::string_view name;
  int64_t count = 1;              // of a list
  std::optional<int64_t> number;  // of a constant
};

/// A use with what it may be.
struct Candidate {
  RestUse use;
  const Pack* pack = nullptr;
  std::vector<const RestEndpoint*> endpoints;
};

class Judge {
 public:
  explicit Judge(Candidate* candidate) : candidate_(*candidate) {}

  /// What is said of the request whatever it is given.
  void OfPath() {
    if (candidate_.endpoints.empty())
      return Add("unknown-path", "The definitions that unsoap has know no such path.");
    for (const RestRule& rule : candidate_.pack->rest_rules) {
      if (rule.parameters.empty() && IsAbout(rule)) Add(rule);
    }
  }

  /// A value in the query, or beside the request in code. `is_query`: an unknown name is wrong.
  void OfValue(const Given& given, bool is_query) {
    bool is_told = false;
    if (candidate_.pack == nullptr || (!is_query && IsAnswered(given.name))) return;
    for (const RestRule& rule : candidate_.pack->rest_rules) {
      if (std::find(rule.parameters.begin(), rule.parameters.end(), given.name) ==
              rule.parameters.end() ||
          !IsAbout(rule) || (rule.more_than > 0 && given.count <= rule.more_than))
        continue;
      Add(rule);
      is_told = true;
    }
    if (is_told || candidate_.endpoints.empty()) return;
    const RestMember* member = MemberFor(given.name);
    const std::string name(given.name.substr(0, 80));
    if (member == nullptr) {
      if (is_query)
        Add("unknown-parameter", "The query has no parameter '" + name + "' by the definition.");
      return;
    }
    if (member->most > 0 && given.count > member->most)
      Add("too-many", fmt::format("'{}' takes at most {} values in one request; {} are given.",
                                  name, member->most, given.count));
    if (member->top > 0 && given.number && *given.number > member->top)
      Add("too-large",
          fmt::format("'{}' is at most {}; {} is given.", name, member->top, *given.number));
  }

 private:
  /// The one with the highest limits, of all requests that it may be.
  const RestMember* MemberFor(std::string_view name) const {
    const RestMember* best = nullptr;
    for (const RestEndpoint* endpoint : candidate_.endpoints) {
      for (const auto* members : {&endpoint->query, &endpoint->body}) {
        const RestMember* member = rules::FindMember(*members, name);
        if (member == nullptr) continue;
        const auto limit = [](int value) { return value == 0 ? 1 << 30 : value; };
        if (best == nullptr || limit(member->most) > limit(best->most) ||
            limit(member->top) > limit(best->top))
          best = member;
      }
    }
    return best;
  }
  /// A name that the request's answer has is more likely read than given.
  bool IsAnswered(std::string_view name) const {
    return std::any_of(candidate_.endpoints.begin(), candidate_.endpoints.end(),
                       [&](const RestEndpoint* endpoint) {
                         return rules::FindMember(endpoint->answer, name) != nullptr;
                       });
  }
  bool IsAbout(const RestRule& rule) const {
    if (rule.endpoints.empty()) return true;
    // Where it may be another request as well, nothing is said.
    return !candidate_.endpoints.empty() &&
           std::all_of(candidate_.endpoints.begin(), candidate_.endpoints.end(),
                       [&](const RestEndpoint* endpoint) {
                         return std::find(rule.endpoints.begin(), rule.endpoints.end(),
                                          endpoint->id) != rule.endpoints.end();
                       });
  }
  void Add(const RestRule& rule) {
    Put({candidate_.pack->id + "/rest/" + rule.id, rule.since, rule.topic + ": " + rule.text,
         rule.source});
  }
  void Add(const char* id, std::string text) {
    const std::string pack = candidate_.pack == nullptr ? "" : candidate_.pack->id + "/";
    Put({pack + "rest/" + id, "", std::move(text), ""});
  }
  void Put(Problem problem) {
    for (const Problem& one : candidate_.use.problems) {
      if (one.rule == problem.rule && one.text == problem.text) return;
    }
    candidate_.use.problems.push_back(std::move(problem));
  }

  Candidate& candidate_;
};

void JudgeQuery(std::string_view query, Judge* judge) {
  for (const std::string_view pair : Split(query, '&')) {
    const size_t equals = pair.find('=');
    Given given;
    given.name = pair.substr(0, equals);
    if (given.name.empty() || IsOpen(given.name) || equals == std::string_view::npos) continue;
    const std::string_view value = pair.substr(equals + 1);
    given.count = 1 + std::count(value.begin(), value.end(), ',');
    given.number = WholeNumber(value);
    judge->OfValue(given, true);
  }
}

Candidate CandidateOf(std::string_view written, bool goes_on,
                      const std::vector<const Pack*>& packs) {
  Candidate out;
  out.use.path = std::string(written);
  const size_t question = written.find('?');
  const std::string_view path = written.substr(0, question);
  const bool is_open_end = goes_on && question == std::string_view::npos;
  int best = 0;
  for (const Pack* pack : packs) {
    for (const RestEndpoint& endpoint : pack->endpoints) {
      if (!path.starts_with(BeginOf(endpoint.path))) continue;
      if (out.pack == nullptr) out.pack = pack;  // the first that has such paths at all
      const int fit = out.pack == pack ? Fit(path, endpoint.path, is_open_end) : -1;
      // A part that code puts in is rather an id than a word of another path.
      if (fit < 0 || (fit < best && !is_open_end)) continue;
      if (fit > best && !is_open_end) out.endpoints.clear();
      best = std::max(best, fit);
      out.endpoints.push_back(&endpoint);
    }
  }
  for (const RestEndpoint* endpoint : out.endpoints)
    out.use.endpoints.push_back(endpoint->http_method + " " + endpoint->path + " (" +
                                endpoint->title + ")");
  Judge judge(&out);
  judge.OfPath();
  if (question != std::string_view::npos) JudgeQuery(written.substr(question + 1), &judge);
  return out;
}

/// The smallest function around the offset; kNone at file level.
facts::FunctionId FunctionAt(const facts::FileFacts& file, uint32_t offset) {
  facts::FunctionId best = facts::kNone;
  for (facts::FunctionId id = 0; id < file.functions.size(); ++id) {
    const Span span = file.functions[id].span;
    if (span.Contains(offset) && (best == facts::kNone || file.functions[best].span.Contains(span)))
      best = id;
  }
  return best;
}

/// Entries of maps and keyword arguments, for the request that stands nearest in their function.
void JudgeEntries(const facts::FileFacts& file, std::vector<Candidate>* candidates) {
  std::vector<facts::FunctionId> functions;
  for (const Candidate& candidate : *candidates)
    functions.push_back(FunctionAt(file, candidate.use.span.begin));
  for (const facts::Expr& expr : file.exprs) {
    if (expr.kind != facts::ExprKind::kMap && expr.kind != facts::ExprKind::kCall) continue;
    Spend();
    const facts::FunctionId function = FunctionAt(file, expr.span.begin);
    Candidate* nearest = nullptr;
    for (size_t i = 0; i < candidates->size(); ++i) {
      Candidate& candidate = (*candidates)[i];
      if (functions[i] != function) continue;
      const auto distance = [&](const Candidate& one) {
        const int64_t apart = int64_t{one.use.span.begin} - int64_t{expr.span.begin};
        return apart < 0 ? -apart : apart;
      };
      if (nearest == nullptr || distance(candidate) < distance(*nearest)) nearest = &candidate;
    }
    if (nearest == nullptr) continue;
    for (uint32_t i = 0; i < expr.args_count; ++i) {
      const facts::Arg& argument = file.begin_args(expr)[i];
      if (argument.name.empty()) continue;
      Given given;
      given.name = argument.name;
      if (argument.value != facts::kNone) {
        const facts::Expr& value = file.at(argument.value);
        if (value.kind == facts::ExprKind::kList) given.count = value.args_count;
        if (value.kind == facts::ExprKind::kConstant) given.number = WholeNumber(value.text);
      }
      Judge(nearest).OfValue(given, false);
    }
  }
}

}  // namespace

std::vector<std::string> BeginsOf(const std::vector<const Pack*>& packs) {
  std::set<std::string> begins;
  for (const Pack* pack : packs) {
    for (const RestEndpoint& endpoint : pack->endpoints) begins.insert(BeginOf(endpoint.path));
  }
  return {begins.begin(), begins.end()};
}

std::vector<RestUse> FindRestUses(const facts::FileFacts& file,
                                  const std::vector<const Pack*>& packs, bool is_ours) {
  const std::string_view text = file.source.text();
  std::set<size_t> places;
  for (const std::string& begin : BeginsOf(packs)) {
    for (size_t at = text.find(begin); at != std::string_view::npos;
         at = text.find(begin, at + begin.size()))
      places.insert(at);
  }
  std::vector<Candidate> found;
  size_t end = 0;
  for (const size_t at : places) {
    if (at < end || file.InComment(static_cast<uint32_t>(at))) continue;
    if (found.size() == kMostUses) break;
    end = at;
    while (end < text.size() && end - at < kLongest && !EndsPath(text[end]) &&
           (text[end] != ',' || text.substr(at, end - at).find('?') != std::string_view::npos))
      ++end;
    // A quote, then an operator: code goes on where the constant ends.
    size_t next = end;
    if (next < text.size() && (text[next] == '"' || text[next] == '\'' || text[next] == '`'))
      ++next;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\t')) ++next;
    const bool goes_on = next < text.size() && (text[next] == '.' || text[next] == '+' ||
                                                text[next] == '&' || text[next] == '%');
    Candidate candidate = CandidateOf(text.substr(at, end - at), goes_on, packs);
    candidate.use.span = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    candidate.use.line = file.source.LineAt(candidate.use.span.begin);
    found.push_back(std::move(candidate));
  }
  const bool is_known = is_ours || std::any_of(found.begin(), found.end(), [&](const Candidate& c) {
                          return !c.endpoints.empty() || rules::NamesWeakly(*c.pack, text) ||
                                 rules::IsNamedAfter(*c.pack, file.path);
                        });
  if (!is_known) return {};
  JudgeEntries(file, &found);
  std::vector<RestUse> out;
  for (Candidate& candidate : found) out.push_back(std::move(candidate.use));
  return out;
}

}  // namespace unsoap::rest
