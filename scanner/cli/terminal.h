// What the streams of this process are: terminals or not, how wide, with colours or not.
#pragma once

#include <cstdio>
#include <string_view>

namespace unsoap::cli {

bool IsTerminal(std::FILE* stream);
/// Columns of the terminal behind `stream`; where it is none, those of $COLUMNS, else 100.
int TerminalWidth(std::FILE* stream);
/// `when` is the value of --color. "auto": on a terminal that is not "dumb", unless NO_COLOR is
/// set.
bool UseColor(std::string_view when, std::FILE* stream);

}  // namespace unsoap::cli
