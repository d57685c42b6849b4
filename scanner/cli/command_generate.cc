// generate: a manual page, completions for three shells and the published schemas, all from the
// tables.
#include <fmt/core.h>

#include "scanner/base/embedded.h"
#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"

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

std::string ManPage() {
  std::string out = fmt::format(
      ".TH UNSOAP 1 \"\" \"unsoap {}\"\n.SH NAME\nunsoap \\- find what still depends on a "
      "retired SOAP API\n.SH SYNOPSIS\n.B unsoap\n[\\fIscan\\fR] [\\fIFLAGS\\fR] "
      "[\\fIPATH\\fR...]\n.br\n.B unsoap\n\\fICOMMAND\\fR [\\fIFLAGS\\fR] [\\fIOPERANDS\\fR...]\n"
      ".SH COMMANDS\n",
      UNSOAP_VERSION);
  for (const Command& command : Commands()) {
    out += fmt::format(".TP\n.B {} \\fR{}\n{}.\n", Roff(command.name), Roff(command.operands),
                       Roff(command.help));
  }
  std::string_view category;
  for (const Flag& flag : Flags()) {
    if (flag.category != category) {
      category = flag.category;
      out +=
          fmt::format(".SH {}\n", Lower(category) == "general" ? "GENERAL FLAGS" : Roff(category));
    }
    out += ".TP\n.B ";
    if (flag.letter != 0) out += fmt::format("\\-{}, ", flag.letter);
    out += fmt::format("\\-\\-{}", Roff(flag.name));
    if (!flag.value.empty()) out += fmt::format(" \\fI{}\\fR", Roff(flag.value));
    out += fmt::format("\n{}.\n", Roff(flag.help));
  }
  out +=
      ".SH EXIT STATUS\n0 nothing to fail on; 1 findings; 2 usage, configuration or rule error; 3 "
      "not everything was "
      "read (\\-\\-strict); 4 a report could not be written; 70 internal error; 71 out of memory; "
      "130, 143 "
      "interrupted.\n"
      ".SH FILES\n.TP\n.B .unsoap.yml\nLong flags as keys; the nearest one up to the repository's "
      "root.\n.TP\n"
      ".B .unsoapignore\nPaths that are not read, in gitignore syntax.\n.TP\n.B "
      ".unsoapignore.yaml\nFindings that are "
      "accepted, with reasons and dates.\n";
  return out;
}

std::string SpacedFlags() {
  std::string out;
  for (const Flag& flag : Flags()) {
    if (flag.letter != 0) out += fmt::format("-{} ", flag.letter);
    out += fmt::format("--{} ", flag.name);
  }
  out.pop_back();
  return out;
}

std::string BashCompletion() {
  std::string cases;
  for (const Flag& flag : Flags()) {
    if (flag.words.empty()) continue;
    cases += fmt::format("    --{}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                         flag.name, flag.words);
  }
  return fmt::format(
      "# bash completion for unsoap: source it, or put it where bash-completion looks.\n"
      "_unsoap() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}} "
      "before=${{COMP_WORDS[COMP_CWORD-1]}}\n"
      "  case $before in\n{}  esac\n  case $word in\n"
      "    -*) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n  esac\n"
      "  [ \"$COMP_CWORD\" = 1 ] && COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n"
      "  COMPREPLY+=($(compgen -f -- \"$word\"))\n}}\ncomplete -o filenames -F _unsoap unsoap\n",
      cases, SpacedFlags(), Join(CommandNames(), " "));
}

// Inside single quotes of zsh and fish; brackets and colons end a zsh description.
std::string Quoted(std::string_view text, bool zsh) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += zsh ? "'\\''" : "\\'";
    } else if (zsh && (c == '[' || c == ']' || c == ':')) {
      out += std::string("\\") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string ZshCompletion() {
  std::string out =
      "#compdef unsoap\n# zsh completion for unsoap: put it into a directory of $fpath as "
      "_unsoap.\n_arguments -s \\\n";
  for (const Flag& flag : Flags()) {
    std::string action;
    if (!flag.value.empty()) {
      action = fmt::format(":{}:{}", Quoted(flag.value, true),
                           flag.words.empty() ? "_files" : fmt::format("({})", flag.words));
    }
    out += fmt::format("  '*--{}{}[{}]{}' \\\n", flag.name, flag.value.empty() ? "" : "=",
                       Quoted(flag.help, true), action);
    if (flag.letter != 0) {
      out += fmt::format("  '*-{}{}[{}]{}' \\\n", flag.letter, flag.value.empty() ? "" : "+",
                         Quoted(flag.help, true), action);
    }
  }
  std::string names;
  for (const std::string& name : CommandNames()) names += name + " ";
  return out + fmt::format(
                   "  '1: :_alternative \"commands\\:command\\:({})\" \"files\\:path\\:_files\"' "
                   "\\\n  '*:path:_files'\n",
                   names);
}

std::string FishCompletion() {
  std::string out =
      "# fish completion for unsoap: put it into ~/.config/fish/completions/unsoap.fish\n";
  for (const Command& command : Commands()) {
    out += fmt::format("complete -c unsoap -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                       Quoted(command.help, false));
  }
  for (const Flag& flag : Flags()) {
    out += fmt::format("complete -c unsoap -l {}", flag.name);
    if (flag.letter != 0) out += fmt::format(" -s {}", flag.letter);
    if (!flag.words.empty()) {
      out += fmt::format(" -x -a '{}'", flag.words);
    } else if (!flag.value.empty()) {
      out += " -r";
    }
    out += fmt::format(" -d '{}'\n", Quoted(flag.help, false));
  }
  return out;
}

// The JSON schema of the findings, as published under docs/schema/.
int PrintSchema() {
  const std::string_view schema = Embedded("docs/schema/findings.schema.json");
  if (schema.data() != nullptr) return Print(schema);
  return Complain(Error{ErrorKind::kUsage, "this build holds no schema", "", 0, 0, "", ""});
}

}  // namespace

int RunGenerate(const Invocation& invocation) {
  const std::vector<std::string> kinds = {"man", "complete-bash", "complete-zsh", "complete-fish",
                                          "schema"};
  const std::string kind = invocation.words.empty() ? "" : invocation.words[0];
  if (kind == "man") return Print(ManPage());
  if (kind == "complete-bash") return Print(BashCompletion());
  if (kind == "complete-zsh") return Print(ZshCompletion());
  if (kind == "complete-fish") return Print(FishCompletion());
  if (kind == "schema") return PrintSchema();
  Error error;
  error.message =
      kind.empty() ? "generate needs to know what" : fmt::format("cannot generate '{}'", kind);
  const std::string near = DidYouMean(kind, kinds);
  error.hint =
      near.empty() ? "one of " + Join(kinds, ", ") : fmt::format("did you mean '{}'?", near);
  return Complain(error);
}

}  // namespace unsoap::cli
