// help and version: text made from the tables of commands and flags.
#include <fmt/core.h>

#include "reporters/reporter.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"

namespace unsoap::cli {
namespace {

// "  -j, --jobs N      " with the help beside it, or below where the left part is too long.
std::string FlagLine(const Flag& flag) {
  const std::string letter = flag.letter == 0 ? "    " : fmt::format("-{}, ", flag.letter);
  std::string left = fmt::format("  {}--{}", letter, flag.name);
  if (!flag.value.empty()) left += fmt::format(" {}", flag.value);
  std::string help = FullHelp(flag);
  if (!flag.words.empty()) help += fmt::format(" [{}]", WordsOf(flag));
  if (left.size() > 28) return fmt::format("{}\n{:30}{}\n", left, "", help);
  return fmt::format("{:30}{}\n", left, help);
}

std::string FlagsText(uint32_t set) {
  std::string out;
  ForEachFlag(
      set, [&](std::string_view category) { out += fmt::format("\n{}:\n", category); },
      [&](const Flag& flag) { out += FlagLine(flag); });
  return out;
}

/// The formats of reports, for the commands that write them.
std::string FormatsText(uint32_t set) {
  if ((set & kForReports) == 0) return {};
  std::string out = "\nFormats (-f, --format):\n";
  for (const reporters::ReporterInfo& reporter : reporters::Reporters())
    out += fmt::format("  {:12}{}\n", reporter.name, reporter.help);
  return out;
}

}  // namespace

std::string HelpText(const Command* command) {
  std::string out;
  if (command != nullptr) {
    out = fmt::format("{}.\n\nUsage: unsoap {} [FLAGS] {}\n", command->help, command->name,
                      command->operands);
    if (!command->details.empty()) out += fmt::format("\n{}\n", command->details);
    return out + FlagsText(command->set) + FormatsText(command->set);
  }
  out =
      "unsoap finds what still depends on a retired SOAP API, and says which REST request replaces "
      "each use.\n\n"
      "Usage: unsoap [scan] [FLAGS] [PATH...]\n       unsoap COMMAND [FLAGS] "
      "[OPERANDS...]\n\nCommands:\n";
  for (const Command& row : Commands()) out += fmt::format("  {:12}{}\n", row.name, row.help);
  out += "\n'unsoap help COMMAND' shows the flags of a command. Flags of scan:\n";
  out += FlagsText(kForScan);
  out +=
      "\nEvery long flag can be set as UNSOAP_<FLAG> in the environment and as a key of "
      ".unsoap.yml.\n"
      "Exit status: 0 nothing to fail on, 1 findings, 2 usage or configuration error, 3 not all "
      "was read (--strict),\n"
      "4 a report could not be written, 70 internal error, 71 out of memory,\n"
      "130 or 143 interrupted.\n";
  return out;
}

int RunHelp(const Invocation& invocation) {
  if (invocation.words.empty()) return Print(HelpText(nullptr));
  const Command* command = FindCommand(invocation.words[0]);
  if (command != nullptr) return Print(HelpText(command));
  const std::string near = DidYouMean(invocation.words[0], CommandNames());
  Error error;
  error.message = fmt::format("there is no command '{}'", invocation.words[0]);
  error.hint =
      near.empty() ? "'unsoap help' lists all commands" : fmt::format("did you mean '{}'?", near);
  return Complain(error);
}

std::string VersionText(bool verbose) {
  std::string out = "unsoap " UNSOAP_VERSION "\n";
  if (verbose) out += fmt::format("compiler: {}\n", __VERSION__);
  return out;
}

int RunVersion(const Invocation& invocation) {
  return Print(VersionText(invocation.options.verbose));
}

}  // namespace unsoap::cli
