// TypeText: a type as link compares it: without generics, nullability, references and modifiers.
#pragma once

#include <string_view>

namespace unsoap::facts {

/// "?\App\Crm" -> "\App\Crm", "List<Lead>" -> "List", "Lead | null" -> "Lead", "*mktows.Port" ->
/// "mktows.Port", "Lead[]" stays. A view into `text`.
std::string_view TypeText(std::string_view text);

}  // namespace unsoap::facts
