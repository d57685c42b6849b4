// config show: every setting with its value, and where that comes from.
#include <fmt/core.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"

namespace unsoap::cli {
namespace {

/// "app/.unsoap.yml:3", "UNSOAP_JOBS", "--jobs".
std::string OriginOf(const Assignment& assignment) {
  if (assignment.path.empty()) return assignment.origin;
  return fmt::format("{}:{}", assignment.path, assignment.line);
}

struct Row {
  std::string name, value, origin;
};

Row RowOf(const Flag& flag, const std::vector<Assignment>& settings) {
  Row row{std::string(flag.name), "", ""};
  for (const Assignment& assignment : settings) {
    if (assignment.flag != &flag) continue;
    const bool adds = flag.adds_up || flag.help.find("repeatable") != std::string_view::npos ||
                      flag.in_config == InConfig::kWrites;
    // Of a flag that is said twice the last one counts.
    if (!adds) row.value.clear(), row.origin.clear();
    row.value += (row.value.empty() ? "" : ", ") + assignment.value;
    const std::string origin = OriginOf(assignment);
    if (row.origin.find(origin) == std::string::npos)
      row.origin += (row.origin.empty() ? "" : ", ") + origin;
  }
  if (!row.origin.empty()) return row;
  row.value = flag.value.empty() && flag.standard.empty() ? "false" : std::string(flag.standard);
  row.origin = "default";
  return row;
}

}  // namespace

int RunConfig(const Invocation& invocation) {
  const Result<std::string> verb = VerbOf(*FindCommand("config"), invocation);
  if (!verb) return Complain(verb.error());
  std::string out =
      fmt::format("configuration: {}\n\n", invocation.config_path.empty()
                                               ? std::string("none (unsoap init writes one)")
                                               : EscapeForTerminal(invocation.config_path));
  std::vector<Row> rows;
  size_t names = 0, values = 0;
  for (const Flag& flag : Flags()) {
    const bool is_set =
        std::any_of(invocation.settings.begin(), invocation.settings.end(),
                    [&](const Assignment& assignment) { return assignment.flag == &flag; });
    // What is for one run only is shown where it was said.
    if (flag.in_config == InConfig::kNo && !is_set) continue;
    rows.push_back(RowOf(flag, invocation.settings));
    names = std::max(names, rows.back().name.size());
    if (rows.back().value.size() <= 40) values = std::max(values, rows.back().value.size());
  }
  for (const Row& row : rows) {
    out += fmt::format("{:<{}}  {:<{}}  {}\n", row.name, names,
                       row.value.empty() ? "-" : EscapeForTerminal(row.value), values,
                       EscapeForTerminal(row.origin));
  }
  return Print(out, kExitClean);
}

}  // namespace unsoap::cli
