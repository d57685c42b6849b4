// Cross-file checks of a rule pack: ids, references, conditions, dates. Part of the loader
// (loader.h).
#pragma once

#include <vector>

#include "scanner/rules/reader.h"

namespace unsoap::rules {

/// Reports to `reader`; also gives every mapping without an id its own.
void CheckPack(Pack* pack, const std::vector<PackFile>& files, PackReader* reader);
void CheckToolkits(const std::vector<Toolkit>& toolkits, const std::vector<PackFile>& files,
                   PackReader* reader);

}  // namespace unsoap::rules
