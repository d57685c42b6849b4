#include "scanner/lsp/actions.h"

#include <fmt/core.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/languages/statement.h"
#include "scanner/rules/dates.h"

namespace unsoap::lsp {
namespace {

constexpr int kDaysOfSuppression = 90;
constexpr const char* kReason = "to be migrated";

struct Place {
  const View& view;
  const Document& document;
  const findings::Finding& finding;
  std::string_view text;
  languages::StatementLines lines;  // of the statement
  std::string indent;               // of its first line
  std::string end;                  // of its lines
};

Place PlaceOf(const View& view, const Document& document, const findings::Finding& finding) {
  const std::string_view text = *document.text;
  const Json start = view.RangeOf(finding.location)["start"];
  const size_t offset = OffsetOf(text, rpc::NumberOf(start, "line"),
                                 rpc::NumberOf(start, "character"), view.client().encoding);
  const languages::StatementLines lines =
      languages::StatementAround(text, offset, languages::FindLanguage(finding.language));
  const std::string_view first = LineOf(text, lines.first);
  const size_t code = std::min(first.find_first_not_of(" \t"), first.size());
  return {view,
          document,
          finding,
          text,
          lines,
          std::string(first.substr(0, code)),
          text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n"};
}

/// A line of the document gets text before it. At the end of a text without a last line break one
/// is added.
Json InsertBefore(const Place& place, int line, std::string text) {
  const size_t at = LineBegin(place.text, line);
  if (at == place.text.size() && !place.text.empty() && !place.text.ends_with('\n'))
    text = place.end + text;
  const Json position = PositionAt(place.text, at, place.view.client().encoding);
  const Json edit = {{"range", {{"start", position}, {"end", position}}},
                     {"newText", std::move(text)}};
  if (!place.view.client().has_document_changes)
    return {{"changes", {{place.document.uri, Json::array({edit})}}}};
  const Json change = {
      {"textDocument", {{"uri", place.document.uri}, {"version", place.document.version}}},
      {"edits", Json::array({edit})}};
  return {{"documentChanges", Json::array({change})}};
}

std::string Indented(const Place& place, std::string_view code) {
  std::string out;
  if (code.ends_with('\n')) code.remove_suffix(1);
  for (const std::string_view line : Split(code, '\n'))
    out += (line.empty() ? "" : place.indent + std::string(line)) + place.end;
  return out;
}

Json Action(const Place& place, std::string title, Json edit) {
  const Json diagnostic = {{"range", place.view.RangeOf(place.finding.location)},
                           {"code", place.finding.rule_id},
                           {"source", "unsoap"},
                           {"message", MessageOf(place.finding)}};
  return {{"title", std::move(title)},
          {"kind", "quickfix"},
          {"diagnostics", Json::array({diagnostic})},
          {"edit", std::move(edit)}};
}

/// The requests that stand for the call, in calling order; then each alternative by itself.
void AddExamples(const Place& place, Json* list) {
  std::vector<const findings::Replacement*> steps;
  for (const findings::Replacement& one : place.finding.replacements) {
    if (one.applies && !one.examples.code.empty() && one.role != "once" && one.role != "instead")
      steps.push_back(&one);
  }
  std::stable_sort(steps.begin(), steps.end(),
                   [](const auto* a, const auto* b) { return a->step < b->step; });
  const auto add = [&](const std::string& title, const std::string& code) {
    list->push_back(
        Action(place, title, InsertBefore(place, place.lines.last + 1, Indented(place, code))));
  };
  std::string code, names;
  for (const findings::Replacement* one : steps) {
    code += one->examples.code + (one->examples.code.ends_with('\n') ? "" : "\n");
    names += (names.empty() ? "" : ", then ") + one->http_method + " " + one->path;
  }
  if (!code.empty()) add("Insert below: " + names, code);
  for (const findings::Replacement& one : place.finding.replacements) {
    if (one.applies || one.role != "use" || one.examples.code.empty()) continue;
    add(fmt::format("Insert below: {} {} ({})", one.http_method, one.path,
                    EscapeForTerminal(one.because)),
        one.examples.code);
  }
}

/// The comment that suppresses the finding; empty where its language has none.
std::string SuppressionOf(const Place& place) {
  const languages::Language* language = languages::FindLanguage(place.finding.language);
  if (language == nullptr) return "";
  const size_t slash = place.finding.rule_id.find('/');
  const std::string rule = place.finding.rule_id.substr(slash + 1);
  const std::optional<int> today = rules::ParseDate(place.view.report().as_of);
  const std::string until = today ? " until=" + rules::FormatDate(*today + kDaysOfSuppression) : "";
  if (!language->line_comments.empty() && !language->line_comments.front().empty() &&
      language->line_comments.front().front() != '\n')
    return fmt::format("{} unsoap-ignore: {} -- {}{}", language->line_comments.front(), rule,
                       kReason, until);
  if (language->block_comments.empty()) return "";
  const auto& [open, close] = language->block_comments.front();
  // A comment that dashes end holds no two of them.
  const char* dashes = close.find("--") == std::string::npos ? "--" : "-";
  return fmt::format("{} unsoap-ignore: {} {} {}{} {}", open, rule, dashes, kReason, until, close);
}

void AddSuppression(const Place& place, Json* list) {
  const std::string comment = SuppressionOf(place);
  if (comment.empty()) return;
  list->push_back(Action(place, fmt::format("Suppress {}: {}", place.finding.rule_id, kReason),
                         InsertBefore(place, place.finding.location.start_line - 1,
                                      place.indent + comment + place.end)));
}

void AddWrapper(const Place& place, Json* list) {
  const findings::WrapperSummary* wrapper = place.view.WrapperOf(place.finding);
  if (wrapper == nullptr || wrapper->location.path.empty()) return;
  const std::string title =
      fmt::format("Open {}, which clears {} call{}", EscapeForTerminal(wrapper->name),
                  wrapper->callers.total, wrapper->callers.total == 1 ? "" : "s");
  list->push_back({{"title", title},
                   {"kind", "quickfix"},
                   {"command",
                    {{"title", title},
                     {"command", kOpenCommand},
                     {"arguments", Json::array({place.view.LocationOf(wrapper->location)})}}}});
}

}  // namespace

Json ActionsAt(const View& view, const Document& document, const std::string& path,
               const Json& range) {
  Json list = Json::array();
  for (const findings::Finding* finding : view.FindingsAt(path, range)) {
    const Place place = PlaceOf(view, document, *finding);
    AddExamples(place, &list);
    AddSuppression(place, &list);
    AddWrapper(place, &list);
  }
  return list;
}

}  // namespace unsoap::lsp
