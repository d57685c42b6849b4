// A file each with its findings; what was not read stands first, as warnings of our own rule.
#include "reporters/brief.h"
#include "reporters/escape.h"
#include "reporters/renderers.h"

namespace unsoap::reporters {

void RenderCheckstyle(const findings::Report& report, const ReportOptions& options,
                      const Sink& sink) {
  if (!sink("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n")) return;
  for (const findings::NotRead& row : MissingRows(report)) {
    if (!sink("  <file name=\"" + XmlText(findings::RepositoryPath(report, row.path)) +
              "\">\n    <error line=\"1\" column=\"1\" severity=\"warning\" message=\"" +
              XmlText(row.reason) + "\" source=\"" + std::string(kNotReadRule) +
              "\"/>\n  </file>\n"))
      return;
  }
  const std::string* file = nullptr;
  for (const findings::Finding* listed : Listed(report, options)) {
    const findings::Finding& f = *listed;
    std::string out;
    if (file == nullptr || *file != f.location.path) {
      if (file != nullptr) out += "  </file>\n";
      out +=
          "  <file name=\"" + XmlText(findings::RepositoryPath(report, f.location.path)) + "\">\n";
      file = &f.location.path;
    }
    const std::string suppressed = SuppressedWords(f);
    const std::string_view severity = !suppressed.empty()                 ? "ignore"
                                      : f.level == findings::Level::kNote ? "info"
                                                                          : findings::Name(f.level);
    out += "    <error line=\"" + std::to_string(f.location.start_line) + "\" column=\"" +
           std::to_string(f.location.start_column) + "\" severity=\"" + std::string(severity) +
           "\" message=\"" +
           XmlText(f.message + (suppressed.empty() ? "" : " (" + suppressed + ")") + " [" + f.id +
                   "]") +
           "\" source=\"" + XmlText(f.rule_id) + "\"/>\n";
    if (!sink(out)) return;
  }
  sink(std::string(file != nullptr ? "  </file>\n" : "") + "</checkstyle>\n");
}

}  // namespace unsoap::reporters
