// Library: what a repository is to others, and they to it: the packages that it is, those that it
// depends on, and through which of its functions the service is reached.
//
// What it is: small data, written into each result and read from there, so that the second pass of
// `fleet --shared` needs no repository. Manifests of copies, tests and examples say nothing of the
// repository and are left out. What it is not: findings. Failure: never; what cannot be read is not
// there. Pure but for ReadLibrary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/manifest.h"
#include "scanner/rules/shared_wrapper.h"

namespace unsoap::fleet {

struct Library {
  struct Package {
    facts::PackageName name;
    std::string folder;  // of its manifest, from the top: "" or "packages/crm/"
    friend auto operator<=>(const Package&, const Package&) = default;
  };
  std::vector<Package> packages;               // sorted
  std::vector<facts::PackageName> depends_on;  // sorted, each once
  std::vector<rules::SharedWrapper> wrappers;  // sorted
  bool empty() const { return packages.empty() && depends_on.empty() && wrappers.empty(); }
};

/// Packages of the tree below a directory; `wrappers` are those that its scan found.
Library ReadLibrary(const std::string& directory, std::vector<rules::SharedWrapper> wrappers);

/// JSON in one line, and back; what is no such JSON gives an empty one.
std::string ToJson(const Library& library);
Library LibraryFromJson(std::string_view json);

}  // namespace unsoap::fleet
