// Dependencies: the packages that manifests and lock files name.
//
// What it is: one function a manifest format, called by the table in structured.cc after the file's
// own reader ran; each appends to facts.dependencies. What it is not: a resolver; versions are as
// written. Lock files that do not say which packages are direct call those direct that no other
// package of the file requires.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"

namespace unsoap::facts {

namespace manifest {

// Each reads facts.source; formats written in XML read facts.elements.
void ComposerJson(FileFacts& facts);
void ComposerLock(FileFacts& facts);
void Gemfile(FileFacts& facts);
void Gemspec(FileFacts& facts);
void GemfileLock(FileFacts& facts);
void Requirements(FileFacts& facts);  // requirements*.txt, constraints*.txt
void PyprojectToml(FileFacts& facts);
void Pipfile(FileFacts& facts);
void PipfileLock(FileFacts& facts);
void PythonLock(FileFacts& facts);  // poetry.lock, uv.lock
void SetupPy(FileFacts& facts);
void SetupCfg(FileFacts& facts);
void PackageJson(FileFacts& facts);
void PackageLock(FileFacts& facts);
void YarnLock(FileFacts& facts);
void PnpmLock(FileFacts& facts);
void MavenPom(FileFacts& facts);
void Gradle(FileFacts& facts);
void GradleCatalog(FileFacts& facts);
void Ivy(FileFacts& facts);
void Sbt(FileFacts& facts);
void EclipseClasspath(FileFacts& facts);
void MsBuild(FileFacts& facts);  // PackageReference, PackageVersion, Reference with HintPath,
                                 // packages.config
void Cpanfile(FileFacts& facts);
void GoMod(FileFacts& facts);
void MixExs(FileFacts& facts);
void DrupalInfo(FileFacts& facts);
void DrupalInfoYaml(FileFacts& facts);
void GitModules(FileFacts& facts);

}  // namespace manifest

/// The ecosystem of a dependency that is named by the repository it is fetched from ("owner/name").
inline constexpr std::string_view kSourceEcosystem = "git";
/// Appends the repository of an address (https://host/owner/name.git@tag, git@host:owner/name) in a
/// line, if it has one. Many may stand in a line.
void AddRepositories(FileFacts& facts, std::string_view line, Span span);

/// "Zope.Interface_x" -> "zope-interface-x".
std::string CanonicalPypi(std::string_view name);

/// Appends one dependency; names are canonical for the ecosystem already. Ignores empty names and
/// what exceeds the bound.
void AddDependency(FileFacts& facts, std::string_view ecosystem, std::string_view name,
                   std::string_view version, Span span, bool is_direct = true,
                   std::string_view through = {});
/// `zeep[async]>=3.0 ; python_version<"4"` -> zeep, ">=3.0".
void AddPythonRequirement(FileFacts& facts, std::string_view requirement, Span span);

/// Calls with each line without its end, and its offset.
void ForEachLine(std::string_view text,
                 const std::function<void(std::string_view, uint32_t)>& line);

/// A quoted literal of a line of code.
struct Literal {
  std::string_view text;
  Span span;  // with its quotes
};
std::vector<Literal> Literals(std::string_view line, uint32_t offset);

/// The packages of a lock file and who requires whom.
class LockGraph {
 public:
  void AddPackage(std::string_view name, std::string_view version, Span span);
  void AddRequirement(std::string_view from, std::string_view to);
  void AddDirect(std::string_view name) { direct_.insert(name); }
  void Flush(FileFacts& facts, std::string_view ecosystem) const;

 private:
  struct Package {
    std::string_view name, version;
    Span span;
  };
  std::vector<Package> packages_;
  std::map<std::string_view, std::string_view> required_by_;  // first one
  std::set<std::string_view> direct_;
};

}  // namespace unsoap::facts
