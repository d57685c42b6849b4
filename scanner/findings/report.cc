#include "scanner/findings/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "scanner/base/text.h"

namespace unsoap::findings {

std::string OperationsOf(const WrapperSummary& wrapper) {
  std::string out;
  for (const std::string& operation : wrapper.operations)
    out += (out.empty() ? "" : ", ") + operation;
  return out.empty() ? "operations not known" : out;
}

std::string RepositoryPath(const Report& report, const std::string& path) {
  // Several roots that were named by absolute paths are shown so.
  if (path.starts_with('/')) return path;
  std::string base = report.path_in_repository;
  std::string_view rest = path;
  while (rest.starts_with("../") && !base.empty()) {
    rest.remove_prefix(3);
    base.pop_back();  // its slash
    base.erase(base.rfind('/') + 1);
  }
  return base + std::string(rest);
}

namespace {

void HideCode(JsonTree* tree) {
  if (tree->LeafKind() == "$code") tree->items[0].text = "an expression of the source";
  for (JsonTree& item : tree->items) HideCode(&item);
}

}  // namespace

void RemoveSnippets(Report* report) {
  for (std::vector<Finding>* list : {&report->findings, &report->suppressed}) {
    for (Finding& finding : *list) {
      finding.snippet = {};
      for (ArgumentValue& argument : finding.arguments) argument.source.clear();
      for (Replacement& r : finding.replacements) {
        for (JsonTree* tree : {&r.request.path_parameters, &r.request.query, &r.request.body})
          HideCode(tree);
        r.examples.language.clear(), r.examples.code.clear();
      }
    }
  }
}

namespace {

/// The first of them with their reasons; the lists of the report have the others.
std::string FirstOf(const std::vector<NotRead>& files, int64_t total) {
  constexpr size_t kNamed = 3;
  std::string out;
  const size_t named = std::min(files.size(), kNamed);
  for (size_t i = 0; i < named; ++i) {
    out += (i == 0 ? "" : ", ") + EscapeForTerminal(files[i].path) + " (" +
           EscapeForTerminal(files[i].reason) + ")";
  }
  const int64_t more = total - static_cast<int64_t>(named);
  return more > 0 && named > 0 ? fmt::format("{} and {} more", out, more) : out;
}

}  // namespace

std::string NotReadSentence(const Report& report) {
  const Coverage& c = report.coverage;
  std::string out;
  if (report.interrupted) out = "The scan was interrupted: what follows is only a part. ";
  if (c.files_not_read > 0) {
    out +=
        fmt::format("{} of {} {} not read: {}. ", c.files_not_read,
                    c.files_found == 1 ? "1 file" : fmt::format("{} files", c.files_found),
                    c.files_not_read == 1 ? "was" : "were", FirstOf(c.not_read, c.files_not_read));
  }
  if (c.files_given_up > 0) {
    out += fmt::format(
        "{} not read by {} grammar to the end. ",
        c.files_given_up == 1 ? "1 file was" : fmt::format("{} files were", c.files_given_up),
        c.files_given_up == 1 ? "its" : "their");
  }
  return out;
}

Summary Summarize(const std::vector<Finding>& findings) {
  Summary summary;
  std::set<std::string_view> files;
  for (const Finding& f : findings) {
    ++summary.total;
    if (f.state == State::kNew) ++summary.fresh;
    ++summary.by_confidence[std::string(Name(f.confidence))];
    ++summary.by_kind[std::string(Name(f.kind))];
    if (!f.operation.empty()) ++summary.by_operation[f.operation];
    if (!f.language.empty()) ++summary.by_language[f.language];
    ++summary.by_rule[f.rule_id];
    ++summary.by_level[std::string(Name(f.level))];
    for (const FlaggedUse& use : f.parameters) ++summary.by_parameter[use.name];
    files.insert(f.location.path);
    summary.effort_minutes += f.effort_minutes;
  }
  summary.files = static_cast<int>(files.size());
  return summary;
}

}  // namespace unsoap::findings
