// RestCheck: where a path begins is known from the definitions; it ends where a path cannot go on.
#include "scanner/mcp/rest_check.h"

#include <algorithm>
#include <cstddef>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::mcp {
namespace {

constexpr size_t kLongest = 2000;  // of a path with its query

/// "/rest/v1/" of "/rest/v1/leads.json": the first two parts, by which a path is known.
std::string BeginOf(std::string_view path) {
  const size_t second = path.find('/', 1);
  if (second == std::string_view::npos) return std::string(path);
  const size_t third = path.find('/', second + 1);
  return std::string(path.substr(0, third == std::string_view::npos ? path.size() : third + 1));
}

bool EndsPath(char c) {
  return c == '"' || c == '\'' || c == '`' || c == '<' || c == '>' || c == '\n' || c == ')' ||
         c == ',' || c == ';' || c == ' ' || c == '\t' || c == '\r' || c == '\\';
}

/// A part that code fills in.
bool IsOpen(std::string_view part) {
  return part.find_first_of("{}$%#:") != std::string_view::npos || part.empty();
}

bool Fits(std::string_view written, std::string_view defined, bool goes_on) {
  const std::vector<std::string_view> a = Split(written, '/'), b = Split(defined, '/');
  if (a.size() > b.size() || (a.size() < b.size() && !goes_on)) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const bool is_last = i + 1 == a.size();
    if (IsOpen(a[i]) || b[i].starts_with('{')) continue;
    if (a[i] == b[i]) continue;
    if (is_last && goes_on && b[i].starts_with(a[i])) continue;
    return false;
  }
  return true;
}

void CheckQuery(std::string_view query, const std::vector<const rules::RestEndpoint*>& fitting,
                RestUse* use) {
  for (const std::string_view pair : Split(query, '&')) {
    const std::string_view name = pair.substr(0, pair.find('='));
    if (name.empty() || IsOpen(name) || pair.find('=') == std::string_view::npos) continue;
    const bool is_known =
        std::any_of(fitting.begin(), fitting.end(), [&](const rules::RestEndpoint* endpoint) {
          return rules::FindMember(endpoint->query, name) != nullptr;
        });
    if (!is_known)
      use->problems.push_back("the query has no parameter '" + std::string(name.substr(0, 80)) +
                              "' by the definition");
  }
}

RestUse Judge(std::string_view written, bool goes_on,
              const std::vector<const rules::Pack*>& packs) {
  RestUse use;
  use.path = std::string(written);
  const size_t question = written.find('?');
  const std::string_view path = written.substr(0, question);
  std::vector<const rules::RestEndpoint*> fitting;
  for (const rules::Pack* pack : packs) {
    for (const rules::RestEndpoint& endpoint : pack->endpoints) {
      if (Fits(path, endpoint.path, goes_on && question == std::string_view::npos))
        fitting.push_back(&endpoint);
    }
  }
  for (const rules::RestEndpoint* endpoint : fitting)
    use.endpoints.push_back(endpoint->http_method + " " + endpoint->path + " (" + endpoint->title +
                            ")");
  if (fitting.empty()) {
    use.problems.push_back("the definitions that unsoap has know no such path");
  } else if (question != std::string_view::npos) {
    CheckQuery(written.substr(question + 1), fitting, &use);
  }
  return use;
}

}  // namespace

std::vector<RestUse> FindRestUses(std::string_view text,
                                  const std::vector<const rules::Pack*>& packs) {
  std::set<std::string> begins;
  for (const rules::Pack* pack : packs) {
    for (const rules::RestEndpoint& endpoint : pack->endpoints)
      begins.insert(BeginOf(endpoint.path));
  }
  std::set<size_t> places;
  for (const std::string& begin : begins) {
    for (size_t at = text.find(begin); at != std::string_view::npos;
         at = text.find(begin, at + begin.size()))
      places.insert(at);
  }
  std::vector<RestUse> out;
  size_t end = 0;
  int line = 1;
  size_t counted = 0;
  for (const size_t at : places) {
    if (at < end) continue;  // a longer begin was there
    end = at;
    while (end < text.size() && end - at < kLongest && !EndsPath(text[end])) ++end;
    // A quote, then an operator: code goes on where the constant ends.
    size_t next = end;
    if (next < text.size() && (text[next] == '"' || text[next] == '\'' || text[next] == '`'))
      ++next;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\t')) ++next;
    const bool goes_on = next < text.size() && (text[next] == '.' || text[next] == '+' ||
                                                text[next] == '&' || text[next] == '%');
    line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                        text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted = at;
    RestUse use = Judge(text.substr(at, end - at), goes_on, packs);
    use.line = line;
    out.push_back(std::move(use));
  }
  return out;
}

}  // namespace unsoap::mcp
