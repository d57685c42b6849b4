#include <algorithm>

#include "reporters/renderers.h"

namespace unsoap::reporters {
namespace {

constexpr ReporterInfo kReporters[] = {
    {"checkstyle", ".checkstyle.xml", "Checkstyle XML, for reviewdog and Jenkins",
     RenderCheckstyle},
    {"csv", ".csv", "one row a finding, for a spreadsheet", RenderCsv},
    {"github", "", "GitHub workflow annotations: nine, then a summary", RenderGithub},
    {"gitlab", ".gitlab.json", "GitLab code quality", RenderGitlab},
    {"html", ".html .htm", "one offline page to read and to plan with", RenderHtml},
    {"json", ".json", "everything; `unsoap convert` renders it again", RenderJson},
    {"jsonl", ".jsonl .ndjson", "one JSON object a line: the head, then each finding", RenderJsonl},
    {"junit", ".junit.xml .xml", "JUnit XML: one failed test a finding", RenderJunit},
    {"markdown", ".md .markdown", "a pull-request comment or a step summary, size-capped",
     RenderMarkdown},
    {"rdjson", ".rdjson", "reviewdog diagnostics", RenderRdjson},
    {"sarif", ".sarif .sarif.json", "SARIF 2.1.0, for code scanning", RenderSarif},
    {"sonar", ".sonar.json", "SonarQube generic issues", RenderSonar},
    {"text", ".txt", "for people, in a terminal", RenderText},
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
