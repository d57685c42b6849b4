// Completions: what each shell is told about the command line, as a script in its language.
//
// What it is: text made from the tables of commands and flags. What it is not: installed anywhere;
// `unsoap generate complete-SHELL` prints it. tests/completion_test.py loads each in its shell.
#pragma once

#include <string>

namespace unsoap::cli {

std::string BashCompletion();
std::string ZshCompletion();
std::string FishCompletion();
std::string PowerShellCompletion();

}  // namespace unsoap::cli
