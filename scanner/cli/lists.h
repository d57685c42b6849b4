// The list that fleet and merge are given: a file, or standard input.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/fleet/list.h"

namespace unsoap::cli {

/// "-" is standard input, whose locations are below the current directory.
Result<std::vector<fleet::Row>> ReadList(const std::string& path);

}  // namespace unsoap::cli
