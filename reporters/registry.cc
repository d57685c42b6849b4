#include <algorithm>

#include "reporters/renderers.h"

namespace unsoap::reporters {
namespace {

constexpr ReporterInfo kReporters[] = {
    {"checkstyle", ".checkstyle.xml", "Checkstyle XML, for reviewdog and Jenkins", false,
     RenderCheckstyle},
    {"concise", "", "one line a finding, path:line:column, as editors read it", false,
     RenderConcise},
    {"csv", ".csv", "one row a finding, for a spreadsheet", false, RenderCsv},
    {"github", "", "GitHub workflow annotations: nine, then a summary", false, RenderGithub},
    {"gitlab", ".gitlab.json", "GitLab code quality", false, RenderGitlab},
    {"html", ".html .htm", "one offline page to read and to plan with", false, RenderHtml},
    {"json", ".json", "everything; `unsoap convert` renders it again", true, RenderJson},
    {"jsonl", ".jsonl .ndjson", "one JSON object a line: the head, then each finding", true,
     RenderJsonl},
    {"junit", ".junit.xml .xml", "JUnit XML: one failed test a finding", false, RenderJunit},
    {"markdown", ".md .markdown", "a pull-request comment or a step summary, size-capped", false,
     RenderMarkdown},
    {"rdjson", ".rdjson", "reviewdog diagnostics", false, RenderRdjson},
    {"sarif", ".sarif .sarif.json", "SARIF 2.1.0, for code scanning", true, RenderSarif},
    {"sonar", ".sonar.json", "SonarQube generic issues", false, RenderSonar},
    {"text", ".txt", "for people, in a terminal", false, RenderText},
};

}  // namespace

std::span<const ReporterInfo> Reporters() { return kReporters; }

const ReporterInfo* FindReporter(std::string_view name) {
  const auto at = std::find_if(std::begin(kReporters), std::end(kReporters),
                               [&](const ReporterInfo& row) { return row.name == name; });
  return at == std::end(kReporters) ? nullptr : at;
}

const ReporterInfo* ReporterForFile(std::string_view path) {
  const ReporterInfo* best = nullptr;
  size_t best_length = 0;
  for (const ReporterInfo& row : kReporters) {
    std::string_view rest = row.extensions;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(' '), rest.size());
      const std::string_view extension = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (path.size() > extension.size() && path.ends_with(extension) &&
          extension.size() > best_length) {
        best = &row;
        best_length = extension.size();
      }
    }
  }
  return best;
}

}  // namespace unsoap::reporters
