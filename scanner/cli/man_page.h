// Manual pages, in man's macros, from the tables of commands and flags.
#pragma once

#include <string>

#include "scanner/cli/commands.h"

namespace unsoap::cli {

/// unsoap(1), or with a command its own page, unsoap-scan(1).
std::string ManPage(const Command* command);

}  // namespace unsoap::cli
