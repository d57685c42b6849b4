// GitHub shows ten annotations of a kind and step: the nine that matter most, then one that says
// how many there are. All findings follow in a folded group of the log, as plain lines.
#include <algorithm>

#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/layout.h"
#include "reporters/renderers.h"
#include "scanner/base/text.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kAnnotations = 9;

std::string Command(const findings::Report& report, const findings::Finding& f) {
  const findings::Location& at = f.location;
  std::string message = f.message;
  if (!f.replacements.empty()) {
    const findings::Replacement& r = *findings::MainRequest(f);
    message += "\n" + std::string(r.applies ? "use " : "perhaps ") + r.http_method + " " + r.path +
               " (" + r.title + ")" +
               (findings::ReasonOf(r).empty()
                    ? ""
                    : (findings::IsConditional(r) ? " if " : ": ") + findings::ReasonOf(r));
  }
  const std::string_view command =
      f.level == findings::Level::kNote ? "notice" : findings::Name(f.level);
  std::string place = " file=" + GithubProperty(findings::RepositoryPath(report, at.path)) +
                      ",line=" + std::to_string(at.start_line);
  if (at.end_line == at.start_line) {
    place +=
        ",col=" + std::to_string(at.start_column) + ",endColumn=" + std::to_string(at.end_column);
  }
  return "::" + std::string(command) + place + ",title=" + GithubProperty(f.rule_id) +
         "::" + GithubMessage(message) + "\n";
}

}  // namespace

void RenderGithub(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  const std::vector<const findings::Finding*> order = WorstFirst(report.findings);
  // What was not read comes before all that was found.
  if (!report.complete) {
    const std::string missing(Trim(findings::NotReadSentence(report)));
    if (!sink("::warning title=unsoap::" +
              GithubMessage(missing.empty() ? report.verdict : missing) + "\n"))
      return;
  }
  for (size_t i = 0; i < std::min(order.size(), kAnnotations); ++i) {
    if (!sink(Command(report, *order[i]))) return;
  }
  const size_t more = order.size() - std::min(order.size(), kAnnotations);
  std::string summary = report.verdict;
  if (more > 0)
    summary +=
        "\n" + Count(static_cast<long long>(more), "more finding") + " in the log of this step.";
  if (!sink("::notice title=unsoap::" + GithubMessage(summary) + "\n")) return;
  const std::vector<const findings::Finding*> listed = Listed(report, options);
  if (listed.empty()) return;
  if (!sink("::group::All findings\n")) return;
  for (const findings::Finding* each : listed) {
    const findings::Finding& f = *each;
    const std::string suppressed = SuppressedWords(f);
    // A line may not begin with "::": a path could.
    if (!sink("- " + EscapeForTerminal(findings::RepositoryPath(report, f.location.path)) + ":" +
              std::to_string(f.location.start_line) + ": " + std::string(findings::Name(f.level)) +
              " " + EscapeForTerminal(f.rule_id) + " [" + EscapeForTerminal(f.id) + "]" +
              (suppressed.empty() ? "" : " " + EscapeForTerminal(suppressed)) + "\n")) {
      return;
    }
  }
  sink("::endgroup::\n");
}

}  // namespace unsoap::reporters
