// SplitFormat: a format template into literal pieces and holes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/languages/language.h"

namespace unsoap::facts {

struct FormatPiece {
  bool is_hole = false;
  bool is_copied = false;  // the literal is in `literal` (it had %% or {{), otherwise `view` points
                           // into the template
  std::string_view view;
  std::string literal;
  std::string_view name;  // hole: its name; empty for a positional one
  int index = -1;         // hole: which argument
};
std::vector<FormatPiece> SplitFormat(std::string_view text, languages::FormatCall::Style style);

}  // namespace unsoap::facts
