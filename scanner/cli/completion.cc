// Completion scripts for bash, zsh, fish and PowerShell, from the tables of commands and flags.
#include "scanner/cli/completion.h"

#include <fmt/core.h>

#include "scanner/base/text.h"
#include "scanner/cli/choices.h"

namespace unsoap::cli {
namespace {

std::string Letter(const Flag& flag, std::string_view before) {
  return flag.letter == 0 ? "" : fmt::format("{}-{}", before, flag.letter);
}

/// "--type|-t", as a pattern of a case.
std::string Pattern(const Flag& flag) {
  return fmt::format("--{}{}", flag.name, Letter(flag, "|"));
}

/// "baseline|config", the names of commands for which `holds`.
template <class Predicate>
std::string CommandsWhere(std::string_view separator, Predicate holds) {
  std::vector<std::string> names;
  for (const Command& command : Commands()) {
    if (holds(command)) names.emplace_back(command.name);
  }
  return Join(names, separator);
}
bool Every(const Command&) { return true; }

std::string BashValues() {
  std::string out;
  for (const Flag& flag : Flags()) {
    if (flag.value.empty()) continue;
    const Choices choices = ChoicesOf(flag);
    const std::string kind = choices.directories ? "-d" : "-f";
    std::string does = "return";
    if (choices.files || choices.directories) {
      does = fmt::format("local IFS=$'\\n'; COMPREPLY=($(compgen {} -- \"$word\")); return", kind);
    } else if (!choices.words.empty()) {
      does = fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$word\")); return",
                         Join(choices.words, " "));
    }
    out += fmt::format("    {}) {} ;;\n", Pattern(flag), does);
  }
  return out;
}

/// Inside single quotes: of zsh, which ends a description at brackets and colons, of fish, or of
/// PowerShell.
enum class Shell { kZsh, kFish, kPowerShell };
std::string Quoted(std::string_view text, Shell shell) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += shell == Shell::kZsh ? "'\\''" : shell == Shell::kFish ? "\\'" : "''";
    } else if (shell == Shell::kZsh && (c == '[' || c == ']' || c == ':')) {
      out += std::string("\\") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string ZshAction(const Choices& choices) {
  if (!choices.words.empty() && choices.files)
    return fmt::format("{{_alternative \"words\\:word\\:({})\" \"files\\:path\\:_files\"}}",
                       Join(choices.words, " "));
  if (!choices.words.empty()) return fmt::format("({})", Join(choices.words, " "));
  return choices.directories ? "_files -/" : choices.files ? "_files" : " ";
}

std::string ZshFlags(const Command& command) {
  std::string out;
  for (const Flag* flag : FlagsOf(command)) {
    const std::string help = Quoted(flag->help, Shell::kZsh);
    std::string action;
    if (!flag->value.empty())
      action = fmt::format(":{}:{}", Quoted(flag->value, Shell::kZsh), ZshAction(ChoicesOf(*flag)));
    out += fmt::format("    '*--{}{}[{}]{}' \\\n", flag->name, flag->value.empty() ? "" : "=", help,
                       action);
    if (flag->letter != 0) {
      out += fmt::format("    '*-{}{}[{}]{}' \\\n", flag->letter, flag->value.empty() ? "" : "+",
                         help, action);
    }
  }
  return out;
}

std::string PowerShellList(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words)
    quoted.push_back("'" + Quoted(word, Shell::kPowerShell) + "'");
  return "@(" + Join(quoted, ", ") + ")";
}

constexpr std::string_view kPowerShellBody = R"(
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -and $words.Count -gt 0) { $words = @($words | Select-Object -SkipLast 1) }
  $command = 'scan'
  $operands = 0
  $skip = $false
  foreach ($word in $words) {
    if ($skip) { $skip = $false; continue }
    $flag = $flags | Where-Object { $_.Names -ccontains $word } | Select-Object -First 1
    if ($flag) { $skip = $flag.TakesValue; continue }
    if ($word.StartsWith('-')) { continue }
    if ($operands -eq 0 -and $command -eq 'scan' -and $commands.Contains($word)) { $command = $word; continue }
    $operands++
  }
  $found = @()
  if ($skip) {
    $found = @($flag.Words | ForEach-Object { @{ Text = $_; Help = $_ } })
  } elseif ($wordToComplete.StartsWith('-')) {
    $found = @($flags | Where-Object { $_.Commands -contains $command } |
      ForEach-Object { @{ Text = $_.Names[0]; Help = $_.Help } })
  } else {
    if ($operands -eq 0 -and -not ($words -ccontains $command)) {
      $found = @($commands.Keys | ForEach-Object { @{ Text = $_; Help = $commands[$_] } })
    }
    if ($operands -eq 0 -and $choices.ContainsKey($command)) {
      $found += @($choices[$command] | ForEach-Object { @{ Text = $_; Help = $_ } })
    }
  }
  $found | Where-Object { $_.Text.StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_.Text, $_.Text, 'ParameterValue', $_.Help)
  }
}
)";

}  // namespace

std::string BashCompletion() {
  std::string with_value, flags, operands;
  for (const Flag& flag : Flags()) {
    if (!flag.value.empty()) with_value += (with_value.empty() ? "" : "|") + Pattern(flag);
  }
  for (const Command& command : Commands()) {
    std::string all;
    for (const Flag* flag : FlagsOf(command))
      all += fmt::format("{}--{}{}", all.empty() ? "" : " ", flag->name, Letter(*flag, " "));
    flags += fmt::format("    {}) flags='{}' ;;\n", command.name, all);
    const Choices choices = ChoicesOf(command);
    if (!choices.words.empty())
      operands += fmt::format("    {}:0) words='{}' ;;\n", command.name, Join(choices.words, " "));
  }
  const std::string without_paths =
      CommandsWhere("|", [](const Command& command) { return !ChoicesOf(command).files; });
  return fmt::format(
      "# bash completion for unsoap: source it, or put it where bash-completion looks.\n"
      "_unsoap() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}\n"
      "  local command='' operands=0 flags='' words='' i\n"
      "  COMPREPLY=()\n"
      "  # --flag=value comes as three words.\n"
      "  if [ \"$word\" = = ]; then word=''\n"
      "  elif [ \"$before\" = = ]; then before=${{COMP_WORDS[COMP_CWORD-2]}}; fi\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${{COMP_WORDS[i]}} in\n"
      "      {}) [ \"${{COMP_WORDS[i+1]}}\" = = ] && i=$((i + 1)); i=$((i + 1)) ;;\n"
      "      -*) ;;\n"
      "      {}) if [ -z \"$command\" ] && [ $operands = 0 ]; then command=${{COMP_WORDS[i]}}\n"
      "        else operands=$((operands + 1)); fi ;;\n"
      "      *) operands=$((operands + 1)) ;;\n"
      "    esac\n"
      "  done\n"
      "  case $before in\n{}  esac\n"
      "  case ${{command:-scan}} in\n{}  esac\n"
      "  case $word in\n    -*) COMPREPLY=($(compgen -W \"$flags\" -- \"$word\")); return ;;\n  "
      "esac\n"
      "  case $command:$operands in\n    :0) words='{}' ;;\n{}  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  case $command in\n    {}) return ;;\n  esac\n"
      "  local IFS=$'\\n'\n"
      "  COMPREPLY+=($(compgen -f -- \"$word\"))\n}}\ncomplete -o filenames -F _unsoap unsoap\n",
      with_value, CommandsWhere("|", Every), BashValues(), flags, Join(CommandNames(), " "),
      operands, without_paths);
}

std::string ZshCompletion() {
  std::string out =
      "#compdef unsoap\n# zsh completion for unsoap: put it into a directory of $fpath as "
      "_unsoap.\n";
  for (const Command& command : Commands()) {
    const Choices choices = ChoicesOf(command);
    std::string operands;
    if (!choices.words.empty())
      operands += fmt::format("    '1:word:({})' \\\n", Join(choices.words, " "));
    if (choices.files) operands += "    '*:path:_files' \\\n";
    out += fmt::format("_unsoap_{}() {{\n  _arguments -s -S : \\\n{}{}\n}}\n", command.name,
                       ZshFlags(command), operands);
  }
  std::string commands;
  for (const Command& command : Commands())
    commands += fmt::format("    '{}:{}'\n", command.name, Quoted(command.help, Shell::kZsh));
  const std::string names = CommandsWhere("|", Every);
  return out +
         fmt::format(
             "_unsoap_commands() {{\n  local -a commands=(\n{}  )\n"
             "  _describe -t commands command commands\n}}\n"
             "_unsoap_first() {{ _alternative 'commands:command:_unsoap_commands' "
             "'files:path:_files' }}\n"
             "_unsoap_any() {{\n  _arguments -s -S : \\\n{}    '1:word:_unsoap_first' "
             "\\\n    '*:path:_files'\n}}\n"
             "_unsoap() {{\n  local command='' \n  local -i i\n"
             "  for ((i = 2; i < CURRENT; i++)); do\n    case $words[i] in\n      -*) ;;\n"
             "      {}) command=$words[i]; break ;;\n      *) break ;;\n    esac\n  done\n"
             "  if [[ -z $command ]]; then _unsoap_any; return; fi\n"
             "  words=($words[1] \"${{(@)words[i+1,-1]}}\")\n  (( CURRENT -= i - 1 ))\n"
             "  _unsoap_$command\n}}\n"
             "if [[ $funcstack[1] = _unsoap ]]; then _unsoap \"$@\"; else compdef _unsoap unsoap; "
             "fi\n",
             commands, ZshFlags(*FindCommand("scan")), names);
}

std::string FishCompletion() {
  std::string out = fmt::format(
      "# fish completion for unsoap: put it into ~/.config/fish/completions/unsoap.fish\n"
      "function __unsoap_command\n  for word in (commandline -opc)[2..-1]\n    switch $word\n"
      "      case '-*'\n      case {}\n        echo $word\n        return\n      case '*'\n"
      "        break\n    end\n  end\n  echo scan\nend\n"
      "function __unsoap_is\n  contains -- (__unsoap_command) $argv\nend\n",
      CommandsWhere(" ", Every));
  for (const Command& command : Commands()) {
    out += fmt::format("complete -c unsoap -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                       Quoted(command.help, Shell::kFish));
    const Choices choices = ChoicesOf(command);
    if (!choices.files)
      out += fmt::format("complete -c unsoap -n '__unsoap_is {}' -f\n", command.name);
    if (choices.words.empty()) continue;
    const std::string words = Join(choices.words, " ");
    out += fmt::format(
        "complete -c unsoap -n '__unsoap_is {0}; and __fish_seen_subcommand_from {0}; and test "
        "(count "
        "(commandline -opc)) -eq 2' -a '{1}'\n",
        command.name, words);
  }
  for (const Flag& flag : Flags()) {
    const std::string commands = CommandsWhere(
        " ", [&](const Command& command) { return (command.set & flag.commands) != 0; });
    out += fmt::format("complete -c unsoap -n '__unsoap_is {}' -l {}", commands, flag.name);
    if (flag.letter != 0) out += fmt::format(" -s {}", flag.letter);
    const Choices choices = ChoicesOf(flag);
    if (!choices.words.empty()) {
      out += fmt::format(" -x -a '{}'", Join(choices.words, " "));
    } else if (choices.directories) {
      out += " -x -a '(__fish_complete_directories)'";
    } else if (!flag.value.empty()) {
      out += choices.files ? " -r -F" : " -x";
    }
    out += fmt::format(" -d '{}'\n", Quoted(flag.help, Shell::kFish));
  }
  return out;
}

std::string PowerShellCompletion() {
  std::string out =
      "# PowerShell completion for unsoap: unsoap generate complete-powershell | Out-String | "
      "Invoke-Expression\n"
      "Register-ArgumentCompleter -Native -CommandName unsoap -ScriptBlock {\n"
      "  param($wordToComplete, $commandAst, $cursorPosition)\n  $commands = [ordered]@{\n";
  std::string choices;
  for (const Command& command : Commands()) {
    out += fmt::format("    '{}' = '{}'\n", command.name, Quoted(command.help, Shell::kPowerShell));
    const std::vector<std::string> words = ChoicesOf(command).words;
    if (!words.empty())
      choices += fmt::format("    '{}' = {}\n", command.name, PowerShellList(words));
  }
  out += "  }\n  $choices = @{\n" + choices + "  }\n  $flags = @(\n";
  const auto flags = Flags();
  for (size_t i = 0; i < flags.size(); ++i) {
    const Flag& flag = flags[i];
    std::vector<std::string> names = {"--" + std::string(flag.name)}, commands;
    if (flag.letter != 0) names.push_back(Letter(flag, ""));
    for (const Command& command : Commands()) {
      if ((command.set & flag.commands) != 0) commands.emplace_back(command.name);
    }
    out += fmt::format(
        "    @{{ Names = {}; TakesValue = ${}; Words = {}; Commands = {}; Help = '{}' }}{}\n",
        PowerShellList(names), !flag.value.empty(), PowerShellList(ChoicesOf(flag).words),
        PowerShellList(commands), Quoted(flag.help, Shell::kPowerShell),
        i + 1 < flags.size() ? "," : "");
  }
  return out + "  )" + std::string(kPowerShellBody);
}

}  // namespace unsoap::cli
