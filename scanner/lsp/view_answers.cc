// What the client shows of a file: diagnostics, hovers, lenses and references.
#include <fmt/core.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/lsp/markdown.h"
#include "scanner/lsp/view.h"

namespace unsoap::lsp {
namespace {

constexpr size_t kMostArguments = 12;

int SeverityOf(findings::Level level) {
  switch (level) {
    case findings::Level::kError:
      return 1;
    case findings::Level::kWarning:
      return 2;
    case findings::Level::kNote:
      break;
  }
  return 3;
}

/// The page of what replaces the finding; else that of the service's end.
std::string PageOf(const View& view, const findings::Finding& finding) {
  for (const findings::Replacement& one : finding.replacements) {
    if (one.role == "use" && !one.url.empty()) return one.url;
  }
  for (const findings::RuleInfo& rule : view.report().catalog) {
    if (rule.id != finding.rule_id) continue;
    for (const findings::RuleAdvice& advice : rule.advice) {
      if (!advice.url.empty()) return advice.url;
    }
  }
  return view.report().documentation;
}

bool Covers(const Json& range, const Json& position) {
  const auto key = [](const Json& place) {
    return std::pair(rpc::NumberOf(place, "line"), rpc::NumberOf(place, "character"));
  };
  return key(range["start"]) <= key(position) && key(position) <= key(range["end"]);
}

std::string RequestLine(const findings::Replacement& one) {
  std::string out = one.role == "use" ? "Use" : UpperFirst(one.role);
  out += " `" + one.http_method + " " + one.path + "` " + EscapeMarkdown(one.title);
  if (!one.because.empty()) out += " (" + EscapeMarkdown(one.because) + ")";
  return out;
}

std::string MarkdownOf(const findings::Finding& finding) {
  std::string out =
      fmt::format("**{}** {}\n\n{}\n\n", EscapeMarkdown(finding.rule_id),
                  findings::Name(finding.confidence), EscapeMarkdown(finding.message));
  for (const findings::FlaggedUse& flag : finding.parameters)
    out += "**Decide** " + EscapeMarkdown(flag.name + ": " + flag.guidance) + "\n\n";
  for (const findings::Replacement& one : finding.replacements) {
    out += RequestLine(one) + "\n\n";
    if (one.applies && !one.examples.code.empty())
      out += Fenced(one.examples.language, one.examples.code) + "\n";
    for (const std::string& text : {one.guidance, one.caveat}) {
      if (!text.empty()) out += EscapeMarkdown(text) + "\n\n";
    }
  }
  for (const std::string& note : finding.notes) out += EscapeMarkdown(note) + "\n\n";
  std::string arguments;
  for (const findings::ArgumentValue& argument : finding.arguments) {
    if (&argument - finding.arguments.data() == kMostArguments) break;
    arguments += argument.name + ": " +
                 (argument.values.empty() ? argument.source : Join(argument.values, " | ")) + "\n";
  }
  if (!arguments.empty()) out += "Arguments as the code has them:\n" + Fenced("", arguments) + "\n";
  return out;
}

std::string PlainOf(const findings::Finding& finding) {
  std::string out = finding.rule_id + " " + std::string(findings::Name(finding.confidence)) +
                    "\n\n" + MessageOf(finding) + "\n\n";
  for (const findings::FlaggedUse& flag : finding.parameters)
    out += "decide: " + Visible(flag.name + ": " + flag.guidance) + "\n\n";
  for (const findings::Replacement& one : finding.replacements) {
    if (one.applies && !one.examples.code.empty()) out += Visible(one.examples.code) + "\n\n";
  }
  return out;
}

}  // namespace

std::string MessageOf(const findings::Finding& finding) {
  std::string out = EscapeForTerminal(finding.message);
  for (const findings::Replacement& one : finding.replacements) {
    if (one.role != "use") continue;
    out += "\nuse: " + one.http_method + " " + one.path + " — " + one.title;
    if (!one.because.empty()) out += " (" + EscapeForTerminal(one.because) + ")";
    break;
  }
  return out;
}

Json DiagnosticsOf(const View& view, const std::string& path) {
  Json list = Json::array();
  for (const findings::Finding* finding : view.FindingsIn(path)) {
    Json one = {{"range", view.RangeOf(finding->location)},
                {"severity", SeverityOf(finding->level)},
                {"code", finding->rule_id},
                {"source", "unsoap"},
                {"message", MessageOf(*finding)},
                {"data", {{"id", finding->id}}}};
    if (const std::string page = PageOf(view, *finding); !page.empty())
      one["codeDescription"] = {{"href", page}};
    Json related = Json::array();
    for (const findings::FlowStep& step : finding->flow) {
      if (related.size() == 5) break;
      related.push_back({{"location", view.LocationOf(step.location)},
                         {"message", EscapeForTerminal(step.text)}});
    }
    if (!related.empty()) one["relatedInformation"] = std::move(related);
    list.push_back(std::move(one));
  }
  return list;
}

Json HoverAt(const View& view, const std::string& path, const Json& position) {
  std::string text;
  Json range;
  std::vector<std::string> operations;
  for (const findings::Finding* finding : view.FindingsIn(path)) {
    const Json at = view.RangeOf(finding->location);
    if (!Covers(at, position)) continue;
    if (range.is_null()) range = at;
    text += view.client().markdown ? (text.empty() ? "" : "---\n\n") + MarkdownOf(*finding)
                                   : PlainOf(*finding);
    if (!finding->operation.empty()) operations.push_back(finding->operation);
  }
  if (range.is_null()) return nullptr;
  std::sort(operations.begin(), operations.end());
  operations.erase(std::unique(operations.begin(), operations.end()), operations.end());
  for (const std::string& operation : operations) {
    const Result<std::string> card = view.engine().card(operation);
    if (card) text += view.client().markdown ? Fenced("text", *card) + "\n" : *card;
  }
  return {
      {"contents", {{"kind", view.client().markdown ? "markdown" : "plaintext"}, {"value", text}}},
      {"range", range}};
}

Json LensesOf(const View& view, const std::string& path) {
  Json list = Json::array();
  for (const findings::WrapperSummary& wrapper : view.report().wrappers) {
    if (path.empty() || wrapper.location.path != path) continue;
    Json places = Json::array();
    for (const findings::Location& site : wrapper.callers.sites)
      places.push_back(view.LocationOf(site));
    const Json range = view.RangeOf(wrapper.location);
    const int calls = wrapper.callers.total, files = wrapper.callers.files;
    list.push_back({{"range", range},
                    {"command",
                     {{"title", fmt::format("{} call{} in {} file{}", calls, calls == 1 ? "" : "s",
                                            files, files == 1 ? "" : "s")},
                      {"command", view.client().show_references},
                      {"arguments", {view.UriOf(path), range["start"], std::move(places)}}}}});
  }
  return list;
}

Json ReferencesAt(const View& view, const std::string& path, const Json& position) {
  const findings::WrapperSummary* wrapper =
      view.WrapperAt(path, rpc::NumberOf(position, "line") + 1);
  if (wrapper == nullptr) {
    for (const findings::Finding* finding : view.FindingsIn(path)) {
      if (Covers(view.RangeOf(finding->location), position)) wrapper = view.WrapperOf(*finding);
      if (wrapper != nullptr) break;
    }
  }
  if (wrapper == nullptr) return nullptr;
  Json list = Json::array();
  for (const findings::Location& site : wrapper->callers.sites)
    list.push_back(view.LocationOf(site));
  return list;
}

}  // namespace unsoap::lsp
