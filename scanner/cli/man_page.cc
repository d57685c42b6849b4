// Manual pages as roff: the program's, and one of each command.
#include "scanner/cli/man_page.h"

#include <fmt/core.h>

#include "reporters/reporter.h"
#include "scanner/base/text.h"

namespace unsoap::cli {
namespace {

// Text for roff: a leading dot or quote is a request, a backslash an escape, and "-" a hyphen
// unless escaped.
std::string Roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
      out += c;
    }
  }
  return out;
}

std::string FlagEntry(const Flag& flag) {
  std::string out = ".TP\n.B ";
  if (flag.letter != 0) out += fmt::format("\\-{}, ", flag.letter);
  out += fmt::format("\\-\\-{}", Roff(flag.name));
  if (!flag.value.empty()) out += fmt::format(" \\fI{}\\fR", Roff(flag.value));
  std::string help = FullHelp(flag);
  if (!flag.words.empty()) help += ": " + WordsOf(flag);
  return out + fmt::format("\n{}.\n", Roff(help));
}

/// The flags of the commands in `set`, a section or, below OPTIONS, a part for each category.
std::string FlagEntries(uint32_t set, std::string_view macro) {
  std::string out;
  ForEachFlag(
      set,
      [&](std::string_view category) {
        out += fmt::format("{} {}\n", macro,
                           Lower(category) == "general" ? "General flags" : Roff(category));
      },
      [&](const Flag& flag) { out += FlagEntry(flag); });
  return out;
}

std::string FormatEntries(uint32_t set) {
  if ((set & kForReports) == 0) return {};
  std::string out = ".SH FORMATS\n";
  for (const reporters::ReporterInfo& reporter : reporters::Reporters())
    out += fmt::format(".TP\n.B {}\n{}.\n", Roff(reporter.name), Roff(reporter.help));
  return out;
}

std::string Head(std::string_view name, std::string_view help) {
  std::string title;
  for (const char c : name) title += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  std::string what(help);
  if (!what.empty()) what = Lower(what.substr(0, 1)) + what.substr(1);
  return fmt::format(".TH {} 1 \"\" \"unsoap {}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n",
                     Roff(title), UNSOAP_VERSION, Roff(name), Roff(what));
}

constexpr std::string_view kTail =
    ".SH EXIT STATUS\n0 nothing to fail on; 1 findings; 2 usage, configuration or rule error; 3 "
    "not everything was read (\\-\\-strict); 4 a report could not be written; 70 internal error; "
    "71 out of memory; 130, 143 interrupted.\n"
    ".SH FILES\n.TP\n.B .unsoap.yml\nLong flags as keys; the nearest one up to the repository's "
    "root.\n.TP\n.B .unsoapignore\nPaths that are not read, in gitignore syntax.\n.TP\n.B "
    ".unsoapignore.yaml\nFindings that are accepted, with reasons and dates.\n";

std::string SeeAlso(const Command* but) {
  std::string out = ".SH SEE ALSO\n";
  if (but != nullptr) out += ".BR unsoap (1),\n";
  std::string_view last;
  for (const Command& command : Commands()) {
    if (&command != but) last = command.name;
  }
  for (const Command& command : Commands()) {
    if (&command == but) continue;
    out += fmt::format(".BR unsoap\\-{} (1){}\n", command.name, command.name == last ? "" : ",");
  }
  return out;
}

}  // namespace

std::string ManPage(const Command* command) {
  if (command == nullptr) {
    std::string out = Head("unsoap", "Find what still depends on a retired SOAP API");
    out +=
        ".SH SYNOPSIS\n.B unsoap\n[\\fIscan\\fR] [\\fIFLAGS\\fR] [\\fIPATH\\fR...]\n.br\n.B "
        "unsoap\n"
        "\\fICOMMAND\\fR [\\fIFLAGS\\fR] [\\fIOPERANDS\\fR...]\n.SH COMMANDS\n";
    for (const Command& row : Commands()) {
      out += fmt::format(".TP\n.B {} \\fR{}\n{}.\n", Roff(row.name), Roff(row.operands),
                         Roff(row.help));
    }
    return out + FlagEntries(kForAll, ".SH") + FormatEntries(kForAll) + std::string(kTail) +
           SeeAlso(nullptr);
  }
  std::string out = Head(fmt::format("unsoap-{}", command->name), command->help);
  out += fmt::format(".SH SYNOPSIS\n.B unsoap {}\n[\\fIFLAGS\\fR] {}\n.SH DESCRIPTION\n{}.\n",
                     command->name, Roff(command->operands), Roff(command->help));
  if (!command->details.empty()) out += Roff(command->details) + "\n";
  return out + ".SH OPTIONS\n" + FlagEntries(command->set, ".SS") + FormatEntries(command->set) +
         std::string(kTail) + SeeAlso(command);
}

}  // namespace unsoap::cli
