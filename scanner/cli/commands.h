// Commands: one row each, and what a command gets to work with.
//
// What it is: the table that dispatch, help, completion and the manual page read. To add a command:
// a function in a file command_<name>.cc and a row in commands.cc; tests/cli_flags_test.cc checks
// the row.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/cli/arguments.h"
#include "scanner/cli/flags.h"
#include "scanner/findings/difference.h"

namespace unsoap::cli {

class GitCheckout;

/// Everything a command may look at. Standard output is for results, standard error for people.
struct Invocation {
  Options options;
  std::vector<std::string> words;            // operands
  std::string program;                       // path of this program, to find the helper beside it
  std::string config_path;                   // configuration file in use; empty: none
  std::vector<Assignment> settings;          // what was set and counts, weakest first
  std::vector<findings::Progress> progress;  // since the reports of --compare, oldest first
  std::string command_line;                  // to reproduce, without absolute paths
  std::vector<Assignment> given;             // of the environment, then of the command line
  std::shared_ptr<const GitCheckout> checkout;  // of --git-dir
};

struct Command {
  std::string_view name;
  std::string_view operands;  // "[PATH...]"
  std::string_view verbs;     // "create update prune": the first operand is one of these
  std::string_view help;      // one sentence, no period
  std::string_view details;   // more, for `help NAME`; may be empty
  uint32_t set;               // CommandSet bit that selects its flags
  int (*run)(const Invocation&);
};

std::span<const Command> Commands();
const Command* FindCommand(std::string_view name);
std::vector<std::string> CommandNames();
/// The verb of a command that has verbs; an Error that says which there are, or which was meant.
Result<std::string> VerbOf(const Command& command, const Invocation& invocation);

// The functions behind the rows, each in command_<name>.cc.
int RunBaseline(const Invocation& invocation);
int RunConfig(const Invocation& invocation);
int RunConvert(const Invocation& invocation);
int RunDiff(const Invocation& invocation);
int RunDoctor(const Invocation& invocation);
int RunErrata(const Invocation& invocation);
int RunExplain(const Invocation& invocation);
int RunFleet(const Invocation& invocation);
int RunFiles(const Invocation& invocation);
int RunHelp(const Invocation& invocation);
int RunInit(const Invocation& invocation);
int RunLanguages(const Invocation& invocation);
int RunLsp(const Invocation& invocation);
int RunMcp(const Invocation& invocation);
int RunMerge(const Invocation& invocation);
int RunPlan(const Invocation& invocation);
int RunRules(const Invocation& invocation);
/// One verb of it, in a file of its own; the exit status.
Result<int> RunRulesTest(const Invocation& invocation);
int RunScan(const Invocation& invocation);
int RunTimeline(const Invocation& invocation);
int RunVersion(const Invocation& invocation);
int RunGenerate(const Invocation& invocation);

/// Text of `unsoap help`, or of one command.
std::string HelpText(const Command* command);
/// "unsoap 0.1.0" and, with `verbose`, the compiler and library versions.
std::string VersionText(bool verbose);

/// Prints an error on standard error and gives its exit status.
int Complain(const Error& error);
/// Writes to standard error what is for people.
void Say(std::string_view text);
/// Writes to standard output; the status is kExitOutput if that fails, else `status`.
int Print(std::string_view text, int status = 0);

}  // namespace unsoap::cli
