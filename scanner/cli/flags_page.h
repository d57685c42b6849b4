// The tables of commands and flags as Markdown: the second half of docs/flags.md.
#pragma once

#include <string>

namespace unsoap::cli {

/// From "## Commands" on; ends with a line end.
std::string FlagsPage();

}  // namespace unsoap::cli
