// TypeText: a type as link compares it: without generics, nullability, references and modifiers;
// and what it says of its elements.
#pragma once

#include <string_view>

namespace unsoap::facts {

/// "?\App\Crm" -> "\App\Crm", "List<Lead>" -> "List", "Lead | null" -> "Lead", "*mktows.Port" ->
/// "mktows.Port", "Lead[]" stays. A view into `text`.
std::string_view TypeText(std::string_view text);

/// True for what stands in the brackets of a type that names the type it holds: "Of Lead".
bool BeginsTypeArgument(std::string_view text);

/// The type of what a value of the type holds, as written: "List<Lead>" -> "Lead", "Map<String,
/// List<Lead>>" -> "List<Lead>", "Lead[]", "[Lead]" and "[]Lead" -> "Lead"; the last argument is
/// what counts. Empty if it holds nothing that it names. A view into `text`.
std::string_view ElementText(std::string_view text);

}  // namespace unsoap::facts
