// language.yaml -> its binary form (MessagePack), checked: the only place where language files are
// parsed as YAML. Used by the build-time embedding tool and by tests; the scanner itself only
// decodes the result.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace unsoap::languages {

/// Errors name `path` with line and column, and suggest the key that was meant.
Result<std::string> CompileLanguage(std::string_view path, const std::string& yaml);

}  // namespace unsoap::languages
