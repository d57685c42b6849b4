// Diff: the difference of two reports, in the formats that have words for what is gone and moved;
// the others show the newer report with what is new.
#pragma once

#include <string>
#include <vector>

#include "scanner/findings/difference.h"

namespace unsoap::reporters {

/// text, json, markdown, csv, concise, github.
const std::vector<std::string>& DiffFormats();
/// `format` is one of them.
std::string RenderDiff(const std::string& format, const findings::Difference& difference);

}  // namespace unsoap::reporters
