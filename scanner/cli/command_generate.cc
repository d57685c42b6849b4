// generate: manual pages, completions for four shells and the published schemas, all from the
// tables.
#include <fmt/core.h>

#include <filesystem>

#include "reporters/write_report.h"
#include "scanner/base/embedded.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/completion.h"
#include "scanner/cli/config_schema.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/flags_page.h"
#include "scanner/cli/man_page.h"
#include "scanner/cli/packs.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/skill.h"

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

/// True if there is nothing at the path, or a file that this command wrote.
bool MayReplace(const std::filesystem::path& skill) {
  std::error_code failed;
  const auto type = std::filesystem::symlink_status(skill, failed).type();
  if (type == std::filesystem::file_type::not_found) return true;
  if (type != std::filesystem::file_type::regular) return false;
  const Result<std::string> head = ReadHead(skill.string(), 4096);
  return head && head->find(rules::kSkillMark) != std::string::npos;
}

/// A folder with instructions for a coding agent.
Result<int> WriteSkill(const Invocation& invocation) {
  namespace fs = std::filesystem;
  if (invocation.words.size() != 2)
    return Fail("generate skill writes into one folder", "unsoap generate skill DIR");
  const fs::path folder = invocation.words[1];
  if (!MayReplace(folder / "SKILL.md")) {
    Error error;
    error.path = (folder / "SKILL.md").string();
    error.message = "this file is there, and unsoap did not write it";
    error.hint = "name another folder";
    return Fail(std::move(error));
  }
  const Result<PackSet> packs = LoadPacks(invocation.options);
  if (!packs) return Fail(packs.error());
  const std::string day =
      invocation.options.as_of.empty() ? rules::Today() : invocation.options.as_of;
  const std::vector<rules::SkillFile> files =
      rules::MakeSkill(packs->all, day, invocation.options.rules.empty());
  for (const rules::SkillFile& file : files) {
    const fs::path path = folder / file.path;
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    if (Result<void> written = reporters::WriteOutput(
            path.string(), [&](const reporters::Sink& sink) { sink(file.text); });
        !written)
      return Fail(written.error());
  }
  return Print(
      fmt::format("wrote {} files into {}\n", files.size(), EscapeForTerminal(folder.string())));
}

Result<int> Generate(const Invocation& invocation) {
  const Result<std::string> what = VerbOf(*FindCommand("generate"), invocation);
  if (!what) return Fail(what.error());
  if (*what == "man") return PrintManPage(invocation.words);
  if (*what == "schema") return PrintSchema(invocation.words);
  if (*what == "skill") return WriteSkill(invocation);
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
