// Manifest: what a project calls its own package, and which packages it depends on.
//
// What it is: the manifests of structured.h read for their names alone, in the spelling of
// Dependency, so that the name of one project and the dependency of another compare as they are.
// What it is not: a resolver; versions do not matter. Failure: never; a malformed file gives what
// can be read. Thread safe.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"

namespace unsoap::facts {

struct PackageName {
  std::string ecosystem, name;
  friend auto operator<=>(const PackageName&, const PackageName&) = default;
};

struct Manifest {
  /// Its own; the name is empty where the file does not say it. Of Maven's coordinates a file may
  /// say one half, "group:" or ":artifact".
  PackageName own;
  std::vector<PackageName> direct;  // dependencies, sorted, each once
};

/// Whether the name of a file is that of one that names packages.
bool IsManifest(std::string_view path);
Manifest ReadManifest(const std::string& path, std::string_view bytes);

namespace manifest {

// Each gives the name of the file's own package, from facts.source or, of XML, facts.elements.
std::string OwnOfComposer(FileFacts& facts);
std::string OwnOfNpm(FileFacts& facts);
std::string OwnOfGemspec(FileFacts& facts);
std::string OwnOfPyproject(FileFacts& facts);
std::string OwnOfSetupCfg(FileFacts& facts);
std::string OwnOfSetupPy(FileFacts& facts);
std::string OwnOfPom(FileFacts& facts);
std::string OwnOfGradle(FileFacts& facts);
std::string OwnOfMsBuild(FileFacts& facts);
std::string OwnOfGoMod(FileFacts& facts);

}  // namespace manifest
}  // namespace unsoap::facts
