// The JSON schema of .unsoap.yml, made from the table of flags; docs/schema/config.schema.json is
// its published form.
#pragma once

#include <string>

namespace unsoap::cli {

std::string ConfigSchema();

}  // namespace unsoap::cli
