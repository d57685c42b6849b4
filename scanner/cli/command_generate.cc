// generate: manual pages, completions for four shells and the published schemas, all from the
// tables.
#include <fmt/core.h>

#include "scanner/base/embedded.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/completion.h"
#include "scanner/cli/config_schema.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/flags_page.h"
#include "scanner/cli/man_page.h"

namespace unsoap::cli {
namespace {

/// The page of the command that is named, or the program's.
Result<int> PrintManPage(const std::vector<std::string>& words) {
  if (words.size() < 2) return Print(ManPage(nullptr));
  if (const Command* command = FindCommand(words[1])) return Print(ManPage(command));
  const std::string near = DidYouMean(words[1], CommandNames());
  return Fail(
      fmt::format("there is no command '{}'", words[1]),
      near.empty() ? "'unsoap help' lists all commands" : fmt::format("did you mean '{}'?", near));
}

/// The JSON schema of the findings, as published under docs/schema/, or that of .unsoap.yml.
Result<int> PrintSchema(const std::vector<std::string>& words) {
  if (words.size() < 2 || words[1] == "findings") {
    const std::string_view schema = Embedded("docs/schema/findings.schema.json");
    if (schema.data() == nullptr) return Fail("this build holds no schema");
    return Print(schema);
  }
  if (words[1] == "config") return Print(ConfigSchema());
  const std::string near = DidYouMean(words[1], {"findings", "config"});
  return Fail(fmt::format("there is no schema '{}'", words[1]),
              near.empty() ? "one of findings, config" : fmt::format("did you mean '{}'?", near));
}

Result<int> Generate(const Invocation& invocation) {
  const Result<std::string> what = VerbOf(*FindCommand("generate"), invocation);
  if (!what) return Fail(what.error());
  if (*what == "man") return PrintManPage(invocation.words);
  if (*what == "schema") return PrintSchema(invocation.words);
  if (*what == "flags") return Print(FlagsPage());
  if (*what == "complete-bash") return Print(BashCompletion());
  if (*what == "complete-zsh") return Print(ZshCompletion());
  if (*what == "complete-fish") return Print(FishCompletion());
  return Print(PowerShellCompletion());
}

}  // namespace

int RunGenerate(const Invocation& invocation) {
  const Result<int> status = Generate(invocation);
  return status ? *status : Complain(status.error());
}

}  // namespace unsoap::cli
