// Packs in use: those of --rules, or the built-in ones.
#pragma once

#include <memory>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/flags.h"
#include "scanner/rules/pack.h"

namespace unsoap::cli {

struct PackSet {
  std::vector<std::unique_ptr<rules::Pack>> loaded;  // owner of those from --rules
  std::vector<const rules::Pack*> all;
};

/// Prints every error of a pack but the first on standard error; the first is the Result's.
Result<PackSet> LoadPacks(const Options& options);

}  // namespace unsoap::cli
