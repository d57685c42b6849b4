// Paths as modules name them: their stems and parts, folded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unsoap::link {

/// "lib/crm/client.rb" -> "client".
std::string Stem(std::string_view path);
/// "src/marketo.service.ts" -> "marketo.service"; empty if there is no dot in it. `ends`: what a
/// stem may end with that is no part of it.
std::string DottedStem(std::string_view path, const std::vector<std::string>& ends);
/// Parts of a module or path as written, whatever the language's separator.
std::vector<std::string> PartsOf(std::string_view text);

}  // namespace unsoap::link
