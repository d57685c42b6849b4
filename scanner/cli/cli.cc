// From argv to the command's function: sources of options, help, unknown words, and the last line
// of defence.
#include "scanner/cli/cli.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>

#include "scanner/base/text.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/config.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/file_types.h"
#include "scanner/cli/snapshot.h"
#include "scanner/evidence/outlet.h"

namespace unsoap::cli {
namespace {

bool Exists(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0;
}

std::vector<std::string> Environment() {
  std::vector<std::string> out;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    out.emplace_back(*variable);
  return out;
}

// The command line for a report: what was asked, without where this machine keeps things.
std::string CommandLine(const std::vector<std::string>& args) {
  std::string out = "unsoap";
  for (const std::string& arg : args) {
    std::string word = arg;
    const size_t value = arg.rfind("--", 0) == 0 ? arg.find('=') : std::string::npos;
    const size_t begin = value == std::string::npos ? 0 : value + 1;
    if (begin < word.size() && word[begin] == '/') {
      std::string_view rest = std::string_view(word).substr(begin);
      while (rest.size() > 1 && rest.back() == '/') rest.remove_suffix(1);
      const std::string last(rest.substr(rest.rfind('/') + 1));
      word = word.substr(0, begin) + (last.empty() ? "/" : last);
    }
    const bool plain = !word.empty() && word.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789_-./=:,@%+") == std::string::npos;
    out += plain ? " " + word : fmt::format(" '{}'", word);
  }
  return out;
}

bool Names(const Arguments& arguments, std::string_view flag) {
  return std::any_of(arguments.flags.begin(), arguments.flags.end(),
                     [&](const Assignment& one) { return one.flag->name == flag; });
}

// A first word that is no command and no path: most likely a slip in a command's name.
Result<void> CheckFirstWord(const Arguments& arguments) {
  if (arguments.is_command_named || arguments.words.empty() || Exists(arguments.words[0]) ||
      Names(arguments, "git-dir"))
    return {};
  const std::string near = DidYouMean(arguments.words[0], CommandNames());
  if (near.empty()) return {};  // scan says that the path does not exist
  return Fail(fmt::format("'{}' is neither a command nor a path", arguments.words[0]),
              fmt::format("did you mean '{}'?", near));
}

/// The configuration is that of the first path that is named, or of where this runs.
std::string WhereToStart(const Command& command, const std::vector<std::string>& words) {
  const size_t first = command.verbs.empty() ? 0 : 1;
  return words.size() > first && Exists(words[first]) ? words[first] : ".";
}

/// Whether the nearest .unsoap.yml says how the command works: one of a fleet's list is not the
/// configuration of what is listed.
bool ReadsNearestConfig(const Command& command) {
  return (command.set & (kForFleet | kForMerge)) == 0;
}

Result<Invocation> Prepare(const std::string& program, const Arguments& arguments,
                           const Command& command, const std::vector<std::string>& args) {
  Result<std::vector<Assignment>> environment = ParseEnvironment(Environment());
  if (!environment) return Fail(environment.error());
  Result<Options> first = Combine({*environment, arguments.flags});
  if (!first) return Fail(first.error());
  Invocation invocation;
  std::string start = WhereToStart(command, arguments.words);
  if (!first->git_dir.empty()) {
    Result<std::shared_ptr<const GitCheckout>> checkout = GitCheckout::Make(*first);
    if (!checkout) return Fail(checkout.error());
    invocation.checkout = std::move(*checkout);
    start = invocation.checkout->directory() + "/" +
            (arguments.words.empty() ? "." : arguments.words[0]);
  }
  if (first->config.empty() && !ReadsNearestConfig(command)) first->no_config = true;
  Result<Config> config = LoadConfig(*first, start);
  if (!config) return Fail(config.error());
  const std::vector<std::vector<Assignment>> sources = {config->values, *environment,
                                                        arguments.flags};
  Result<Options> options = Combine(sources);
  if (!options) return Fail(options.error());
  invocation.settings = Effective(sources);
  options->own = std::make_shared<const OwnNames>(std::move(config->own));
  invocation.options = std::move(*options);
  invocation.words = arguments.words;
  invocation.program = program;
  invocation.config_path = config->path;
  invocation.command_line = CommandLine(args);
  invocation.given = std::move(*environment);
  invocation.given.insert(invocation.given.end(), arguments.flags.begin(), arguments.flags.end());
  return invocation;
}

Result<int> Dispatch(const std::string& program, const std::vector<std::string>& args) {
  Result<Arguments> arguments = ParseArguments(args, CommandNames());
  if (!arguments) return Fail(arguments.error());
  // Help and version answer before anything else can be wrong.
  for (const Assignment& flag : arguments->flags) {
    if (flag.flag->name == "help") {
      return Print(
          HelpText(arguments->is_command_named ? FindCommand(arguments->command) : nullptr));
    }
    if (flag.flag->name == "version") return Print(VersionText(false));
    if (flag.flag->name == "type-list") return Print(TypeListText());
  }
  if (Result<void> checked = CheckFirstWord(*arguments); !checked) return Fail(checked.error());
  const Command* command = FindCommand(arguments->command);
  if (command == nullptr)
    return Fail(fmt::format("there is no command '{}' in this build", arguments->command));
  if (Result<void> checked = CheckApplicable(*arguments, command->set); !checked)
    return Fail(checked.error());
  const Result<Invocation> invocation = Prepare(program, *arguments, *command, args);
  if (!invocation) return Fail(invocation.error());
  return command->run(*invocation);
}

}  // namespace

Result<Invocation> MakeInvocation(const std::string& program,
                                  const std::vector<std::string>& args) {
  Result<Arguments> arguments = ParseArguments(args, CommandNames());
  if (!arguments) return Fail(arguments.error());
  const Command* command = FindCommand(arguments->command);
  if (command == nullptr) return Fail(fmt::format("there is no command '{}'", arguments->command));
  if (Result<void> checked = CheckApplicable(*arguments, command->set); !checked)
    return Fail(checked.error());
  return Prepare(program, *arguments, *command, args);
}

int Main(int argc, char** argv) {
  // A closed pipe is an error value of write(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  WatchMemory();
  try {
    const Result<int> status =
        Dispatch(argc > 0 ? argv[0] : "", std::vector<std::string>(argv + (argc > 0), argv + argc));
    return status ? *status : Complain(status.error());
  } catch (const std::bad_alloc&) {
    OutOfMemory();
  } catch (const std::exception& error) {
    Say(fmt::format(
        "unsoap: internal error: {}\nThis is a bug; please report it with the command line.\n",
        EscapeForTerminal(evidence::ForPeople(error.what()))));
  } catch (...) {
    fmt::print(stderr, "unsoap: internal error\n");
  }
  return kExitInternal;
}

}  // namespace unsoap::cli
