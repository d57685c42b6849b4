#include "scanner/findings/report.h"

#include <set>
#include <string_view>

namespace unsoap {

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

void RemoveSnippets(Report* report) {
  for (std::vector<Finding>* list : {&report->findings, &report->suppressed}) {
    for (Finding& finding : *list) {
      finding.snippet = {};
      for (ArgumentValue& argument : finding.arguments) argument.source.clear();
    }
  }
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

}  // namespace unsoap
