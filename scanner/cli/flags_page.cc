// FlagsPage: one row a command, one row a flag, under the headings that --help has.
#include "scanner/cli/flags_page.h"

#include <fmt/core.h>

#include "scanner/cli/commands.h"

namespace unsoap::cli {
namespace {

/// A cell of a table: its bars are no borders.
std::string Cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string Row(const Flag& flag) {
  std::string name = flag.letter != 0 ? fmt::format("`-{}`, ", flag.letter) : "";
  name += fmt::format("`--{}{}{}`", flag.name, flag.value.empty() ? "" : " ", flag.value);
  std::string help(flag.help);
  if (!flag.words.empty()) help += ": " + WordsOf(flag, "`");
  const std::string standard = flag.standard.empty() ? "" : fmt::format("`{}`", flag.standard);
  return fmt::format("| {} | {} | {} |\n", Cell(name), Cell(help), Cell(standard));
}

}  // namespace

std::string FlagsPage() {
  std::string out = "## Commands\n\n| command | |\n|---|---|\n";
  for (const Command& command : Commands())
    out +=
        fmt::format("| `unsoap {}{}{}` | {} |\n", command.name, command.operands.empty() ? "" : " ",
                    Cell(command.operands), Cell(command.help));
  out += "\n## Flags\n";
  ForEachFlag(
      kForAll,
      [&](std::string_view category) {
        out += fmt::format("\n### {}\n\n| flag | | default |\n|---|---|---|\n", category);
      },
      [&](const Flag& flag) { out += Row(flag); });
  return out;
}

}  // namespace unsoap::cli
