#include "scanner/cli/target.h"

#include <fmt/core.h>

#include <algorithm>

#include "reporters/write_report.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"

namespace unsoap::cli {

Result<Target> TargetOf(const Options& options, const std::vector<std::string>& formats) {
  Target target{formats.front(), ""};
  if (options.outputs.empty()) return target;
  if (options.outputs.size() > 1) return Fail("only one --format here");
  const Output& output = options.outputs[0];
  target.file = output.file == "-" ? "" : output.file;
  if (output.format.empty()) {
    const std::string extension =
        target.file.substr(std::min(target.file.rfind('.'), target.file.size()));
    for (const std::string& format : formats) {
      if (extension == "." + format || (extension == ".md" && format == "markdown"))
        target.format = format;
    }
    return target;
  }
  if (std::find(formats.begin(), formats.end(), output.format) == formats.end()) {
    const std::string near = DidYouMean(output.format, formats);
    return Fail(
        fmt::format("unknown format '{}'", output.format),
        near.empty() ? "one of " + Join(formats, ", ") : fmt::format("did you mean '{}'?", near));
  }
  target.format = output.format;
  return target;
}

int Deliver(const Target& target, const std::string& text) {
  if (target.file.empty()) return Print(text);
  const Result<void> written =
      reporters::WriteOutput(target.file, [&](const reporters::Sink& sink) { sink(text); });
  return written ? kExitClean : Complain(written.error());
}

}  // namespace unsoap::cli
