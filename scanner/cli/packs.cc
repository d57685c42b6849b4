#include "scanner/cli/packs.h"

#include "scanner/cli/commands.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/loader.h"

namespace unsoap {

Result<PackSet> LoadPacks(const Options& options) {
  PackSet set;
  if (options.rules.empty()) {
    set.all = BuiltinPacks();
    return set;
  }
  for (const std::string& directory : options.rules) {
    std::vector<Error> errors;
    Result<Pack> pack = LoadPack(directory, BuiltinToolkits(), &errors);
    if (!pack) {
      for (size_t i = 1; i < errors.size(); ++i) Complain(errors[i]);
      return Fail(pack.error());
    }
    set.loaded.push_back(std::make_unique<Pack>(std::move(*pack)));
    set.all.push_back(set.loaded.back().get());
  }
  return set;
}

}  // namespace unsoap
