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
