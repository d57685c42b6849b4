#include "scanner/cli/packs.h"

#include "scanner/cli/commands.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/loader.h"

namespace unsoap::cli {

Result<PackSet> LoadPacks(const Options& options) {
  PackSet set;
  if (options.rules.empty()) {
    set.all = rules::BuiltinPacks();
    return set;
  }
  for (const std::string& directory : options.rules) {
    std::vector<Error> errors;
    Result<rules::Pack> pack = rules::LoadPack(directory, rules::BuiltinToolkits(), &errors);
    if (!pack) {
      for (size_t i = 1; i < errors.size(); ++i) Complain(errors[i]);
      return Fail(pack.error());
    }
    set.loaded.push_back(std::make_unique<rules::Pack>(std::move(*pack)));
    set.all.push_back(set.loaded.back().get());
  }
  return set;
}

}  // namespace unsoap::cli
