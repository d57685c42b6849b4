// Choices: what may stand where a command line goes on, for the completions of shells.
//
// What it is: the words that a flag or a command takes, from the same tables that check them. What
// it is not: a check; a word that is not among them may be right (a path, a pattern). Thread safe.
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/commands.h"
#include "scanner/cli/flags.h"

namespace unsoap::cli {

struct Choices {
  std::vector<std::string> words;
  bool files = false, directories = false;
};

/// Of a flag's value; neither words nor paths: nobody can tell.
Choices ChoicesOf(const Flag& flag);
/// Of a command's first operand.
Choices ChoicesOf(const Command& command);
/// The flags that belong to a command.
std::vector<const Flag*> FlagsOf(const Command& command);

}  // namespace unsoap::cli
