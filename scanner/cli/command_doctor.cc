// doctor: what a scan here would use, and what it would miss.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/packs.h"
#include "scanner/git/repository.h"
#include "scanner/languages/language.h"
#include "scanner/settle/settle.h"

namespace unsoap::cli {
namespace {

std::string Row(std::string_view name, const std::string& text) {
  return fmt::format("{:<15} {}\n", name, EscapeForTerminal(text));
}

std::string GitRow(const std::string& directory) {
  const git::GitInfo git = git::ReadGitInfo(directory);
  if (!git.hazard.empty()) return "not opened: " + git.hazard;
  if (git.root.empty()) return "no repository here: --since and --staged need one";
  return git.revision.empty()
             ? "no commit yet"
             : fmt::format("{} at {}", git.branch.empty() ? "detached" : git.branch,
                           git.revision.substr(0, 12));
}

std::string ClangRow() {
  const std::string helper = settle::ClangHelperPath("");
  if (helper.empty() || access(helper.c_str(), X_OK) != 0)
    return "by their grammars alone: unsoap-clang is not beside the program";
  const std::string version = settle::ClangHelperVersion(helper);
  return version.empty() ? "by their grammars alone: unsoap-clang finds no libclang on this system"
                         : "types and macros by libclang: " + version;
}

}  // namespace

int RunDoctor(const Invocation& invocation) {
  const std::string directory = invocation.words.empty() ? "." : invocation.words[0];
  std::error_code failed;
  if (!std::filesystem::is_directory(directory, failed))
    return Complain(
        Error{ErrorKind::kUsage, fmt::format("'{}' is no directory", directory), "", 0, 0, "", ""});
  const Result<PackSet> packs = LoadPacks(invocation.options);
  if (!packs) return Complain(packs.error());
  std::string out = VersionText(false);
  for (const rules::Pack* pack : packs->all)
    out += Row("rules",
               fmt::format("{} {} ({})", pack->id, pack->version, pack->digest.substr(0, 12)));
  out += Row("configuration", invocation.config_path.empty() ? "none (unsoap init writes one)"
                                                             : invocation.config_path);
  out += Row("languages", std::to_string(languages::Languages().size()));
  out += Row("C and C++", ClangRow());
  out += Row("git", GitRow(directory));
  const bool has_baseline =
      std::filesystem::exists(std::filesystem::path(directory) / ".unsoap-baseline.json", failed);
  out += Row("baseline", has_baseline ? ".unsoap-baseline.json (name it with --baseline)" : "none");
  return Print(out, kExitClean);
}

}  // namespace unsoap::cli
