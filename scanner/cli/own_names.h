// Own names: what a project calls its own doors to the service, in its .unsoap.yml.
//
//   wrappers: {crm_push: syncLead}                  functions, each with the operation it performs
//   clients:                                        classes whose objects are clients
//     Acme\Crm\Gateway: {push: syncLead}            its methods
//     LegacyPort:                                   no methods: those that are called as operations
//   packages:                                       private packages that speak the service's API
//     acme/crm: {ecosystem: composer, imports: [Acme\Crm], clients: {...}}
//
// What it is: three keys of the configuration, read with their places and turned into rows of the
// packs in use. What it is not: flags; nothing else can set them. What they name is found beside
// what is found anyway: no name takes anything away. Bounded: 1,000 names, as the file is the
// tree's.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/pack.h"
#include "scanner/rules/yaml.h"

namespace unsoap::cli {

/// A word of the file and where it stands.
struct PlacedName {
  std::string text;
  int line = 0, column = 0;
  std::string source;  // that line
};
struct OwnClient {
  PlacedName type;
  std::vector<std::pair<std::string, PlacedName>> methods;  // method, operation
};
struct OwnPackage {
  PlacedName name;
  std::string ecosystem;
  std::vector<std::string> imports;
  std::vector<OwnClient> clients;
};
struct OwnNames {
  std::string path;                                          // of the file, for messages
  std::vector<std::pair<std::string, PlacedName>> wrappers;  // function, operation
  std::vector<OwnClient> clients;
  std::vector<OwnPackage> packages;
  bool empty() const { return wrappers.empty() && clients.empty() && packages.empty(); }
};

/// The keys of the configuration that are none of a flag.
std::vector<std::string> OwnKeys();
bool IsOwnKey(std::string_view key);

/// Adds the value of such a key; `bytes` is the file's text.
Result<void> ReadOwnNames(const std::string& key, const rules::YamlNode& value,
                          const std::string& bytes, OwnNames* out);

/// The pack with the names added; an Error for an operation that it does not have.
Result<void> AddOwnNames(const OwnNames& names, rules::Pack* pack);

}  // namespace unsoap::cli
