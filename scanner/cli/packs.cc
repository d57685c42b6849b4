#include "scanner/cli/packs.h"

#include "scanner/cli/commands.h"
#include "scanner/cli/own_names.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/loader.h"

namespace unsoap::cli {

namespace {

/// The packs with the project's own names and its libraries in them, as copies of their own.
Result<PackSet> AddOwn(const Options& options, PackSet set) {
  const bool has_names = options.own != nullptr && !options.own->empty();
  const bool has_libraries = options.libraries != nullptr && !options.libraries->empty();
  if (!has_names && !has_libraries) return set;
  PackSet with;
  for (const rules::Pack* pack : set.all) {
    auto copy = std::make_unique<rules::Pack>(*pack);
    if (has_names) {
      if (Result<void> added = AddOwnNames(*options.own, copy.get()); !added)
        return Fail(added.error());
    }
    if (has_libraries)
      copy->packages.insert(copy->packages.end(), options.libraries->begin(),
                            options.libraries->end());
    with.all.push_back(copy.get());
    with.loaded.push_back(std::move(copy));
  }
  return with;
}

}  // namespace

Result<PackSet> LoadPacks(const Options& options) {
  PackSet set;
  if (options.rules.empty()) {
    set.all = rules::BuiltinPacks();
    return AddOwn(options, std::move(set));
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
  return AddOwn(options, std::move(set));
}

}  // namespace unsoap::cli
