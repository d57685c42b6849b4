#include "scanner/facts/structured.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "scanner/facts/dependencies.h"
#include "scanner/facts/extract.h"
#include "scanner/facts/manifest.h"
#include "scanner/facts/xml.h"
#include "scanner/facts/xml_steps.h"

namespace unsoap::facts {
namespace {

void ReadXmlFile(FileFacts& facts) {
  ReadXml(facts);
  ReadXmlSettings(facts);
  ReadXmlSteps(facts);
}

/// Lock files and lists of packages hold no settings worth a name.
void ReadLock(FileFacts&) {}

using Walk = void (*)(FileFacts&, const ConfigSink&);
void ReadSettings(FileFacts& facts, Walk walk) {
  SettingsSink settings(facts);
  walk(facts, [&](const ConfigEntry& entry) { settings(entry); });
}
void ReadJson(FileFacts& facts) { ReadSettings(facts, WalkJson); }
void ReadYaml(FileFacts& facts) { ReadSettings(facts, WalkYaml); }
void ReadToml(FileFacts& facts) { ReadSettings(facts, WalkToml); }
void ReadIni(FileFacts& facts) { ReadSettings(facts, WalkIni); }
void ReadProperties(FileFacts& facts) { ReadSettings(facts, WalkProperties); }
void ReadEnv(FileFacts& facts) { ReadSettings(facts, WalkEnv); }
void ReadDockerfile(FileFacts& facts) { ReadSettings(facts, WalkDockerfile); }
void ReadHcl(FileFacts& facts) { ReadSettings(facts, WalkHcl); }

constexpr auto kName = StructuredRow::Match::kName;
constexpr auto kPrefix = StructuredRow::Match::kPrefix;
constexpr auto kSuffix = StructuredRow::Match::kSuffix;
constexpr auto kWildcard = StructuredRow::Match::kWildcard;

// The longest pattern that fits wins. Rows are sorted by language, then pattern. Manifests without
// a reader are code.
constexpr StructuredRow kStructuredRows[] = {
    {kSuffix, ".gemspec", "", "rubygems", nullptr, manifest::Gemspec, manifest::OwnOfGemspec},
    {kSuffix, ".gradle", "", "maven", nullptr, manifest::Gradle, manifest::OwnOfGradle},
    {kSuffix, ".gradle.kts", "", "maven", nullptr, manifest::Gradle, manifest::OwnOfGradle},
    {kSuffix, ".sbt", "", "maven", nullptr, manifest::Sbt},
    {kName, "cpanfile", "", "cpan", nullptr, manifest::Cpanfile},
    {kName, "gemfile", "", "rubygems", nullptr, manifest::Gemfile},
    {kName, "gems.rb", "", "rubygems", nullptr, manifest::Gemfile},
    {kName, "mix.exs", "", "hex", nullptr, manifest::MixExs},
    {kName, "setup.py", "", "pypi", nullptr, manifest::SetupPy, manifest::OwnOfSetupPy},
    {kSuffix, ".dockerfile", "dockerfile", "", ReadDockerfile, nullptr},
    {kName, "containerfile", "dockerfile", "", ReadDockerfile, nullptr},
    {kName, "dockerfile", "dockerfile", "", ReadDockerfile, nullptr},
    {kPrefix, "dockerfile.", "dockerfile", "", ReadDockerfile, nullptr},
    {kName, ".env", "env", "", ReadEnv, nullptr},
    {kSuffix, ".env", "env", "", ReadEnv, nullptr},
    {kPrefix, ".env-", "env", "", ReadEnv, nullptr},
    {kPrefix, ".env.", "env", "", ReadEnv, nullptr},
    {kName, ".envrc", "env", "", ReadEnv, nullptr},
    {kName, "go.mod", "go.mod", "go", ReadLock, manifest::GoMod, manifest::OwnOfGoMod},
    {kSuffix, ".hcl", "hcl", "", ReadHcl, nullptr},
    {kSuffix, ".tf", "hcl", "", ReadHcl, nullptr},
    {kSuffix, ".tfvars", "hcl", "", ReadHcl, nullptr},
    {kSuffix, ".cfg", "ini", "", ReadIni, nullptr},
    {kSuffix, ".cnf", "ini", "", ReadIni, nullptr},
    {kSuffix, ".conf", "ini", "", ReadIni, nullptr},
    {kName, ".editorconfig", "ini", "", ReadIni, nullptr},
    {kName, ".gitmodules", "ini", "git", ReadIni, manifest::GitModules},
    {kSuffix, ".inf", "ini", "", ReadIni, nullptr},
    {kSuffix, ".info", "ini", "drupal", ReadIni, manifest::DrupalInfo},
    {kSuffix, ".ini", "ini", "", ReadIni, nullptr},
    {kSuffix, ".make", "ini", "drupal", ReadIni, manifest::DrupalInfo},
    {kName, "setup.cfg", "ini", "pypi", ReadIni, manifest::SetupCfg, manifest::OwnOfSetupCfg},
    {kSuffix, ".har", "json", "", ReadJson, nullptr},
    {kSuffix, ".json", "json", "", ReadJson, nullptr},
    {kSuffix, ".json5", "json", "", ReadJson, nullptr},
    {kSuffix, ".jsonc", "json", "", ReadJson, nullptr},
    {kSuffix, ".postman_collection", "json", "", ReadJson, nullptr},
    {kSuffix, ".postman_environment", "json", "", ReadJson, nullptr},
    {kSuffix, ".tfstate", "json", "", ReadJson, nullptr},
    {kSuffix, ".webmanifest", "json", "", ReadJson, nullptr},
    {kName, "composer.json", "json", "composer", ReadJson, manifest::ComposerJson,
     manifest::OwnOfComposer},
    {kName, "composer.lock", "json", "composer", ReadLock, manifest::ComposerLock},
    {kName, "npm-shrinkwrap.json", "json", "npm", ReadLock, manifest::PackageLock},
    {kName, "package-lock.json", "json", "npm", ReadLock, manifest::PackageLock},
    {kName, "package.json", "json", "npm", ReadJson, manifest::PackageJson, manifest::OwnOfNpm},
    {kName, "pipfile.lock", "json", "pypi", ReadLock, manifest::PipfileLock},
    {kName, "gemfile.lock", "lock", "rubygems", ReadLock, manifest::GemfileLock},
    {kName, "gems.locked", "lock", "rubygems", ReadLock, manifest::GemfileLock},
    {kName, "yarn.lock", "lock", "npm", ReadLock, manifest::YarnLock},
    {kSuffix, ".properties", "properties", "", ReadProperties, nullptr},
    {kWildcard, "*requirements.txt", "requirements", "pypi", ReadLock, manifest::Requirements},
    {kWildcard, "constraints*.txt", "requirements", "pypi", ReadLock, manifest::Requirements},
    {kWildcard, "requirements*.in", "requirements", "pypi", ReadLock, manifest::Requirements},
    {kWildcard, "requirements*.txt", "requirements", "pypi", ReadLock, manifest::Requirements},
    {kSuffix, ".toml", "toml", "", ReadToml, nullptr},
    {kSuffix, ".versions.toml", "toml", "maven", ReadToml, manifest::GradleCatalog},
    {kName, "libs.versions.toml", "toml", "maven", ReadToml, manifest::GradleCatalog},
    {kName, "pipfile", "toml", "pypi", ReadToml, manifest::Pipfile},
    {kName, "poetry.lock", "toml", "pypi", ReadLock, manifest::PythonLock},
    {kName, "pyproject.toml", "toml", "pypi", ReadToml, manifest::PyprojectToml,
     manifest::OwnOfPyproject},
    {kName, "uv.lock", "toml", "pypi", ReadLock, manifest::PythonLock},
    {kSuffix, ".bpel", "xml", "", ReadXmlFile, nullptr},
    {kName, ".classpath", "xml", "jar", ReadXmlFile, manifest::EclipseClasspath},
    {kSuffix, ".config", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".csproj", "xml", "nuget", ReadXmlFile, manifest::MsBuild, manifest::OwnOfMsBuild},
    {kSuffix, ".datasource", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".disco", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".discomap", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".dtsx", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".fsproj", "xml", "nuget", ReadXmlFile, manifest::MsBuild, manifest::OwnOfMsBuild},
    {kSuffix, ".item", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".jmx", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".jrxml", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".kjb", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".ktr", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".nuspec", "xml", "nuget", ReadXmlFile, manifest::MsBuild, manifest::OwnOfMsBuild},
    {kSuffix, ".plist", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".pom", "xml", "maven", ReadXmlFile, manifest::MavenPom, manifest::OwnOfPom},
    {kSuffix, ".proj", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".props", "xml", "nuget", ReadXmlFile, manifest::MsBuild, manifest::OwnOfMsBuild},
    {kSuffix, ".pubxml", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".rdl", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".resx", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".settings", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".svcinfo", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".svcmap", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".targets", "xml", "nuget", ReadXmlFile, manifest::MsBuild, manifest::OwnOfMsBuild},
    {kSuffix, ".tld", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".vbproj", "xml", "nuget", ReadXmlFile, manifest::MsBuild, manifest::OwnOfMsBuild},
    {kSuffix, ".vcxproj", "xml", "nuget", ReadXmlFile, manifest::MsBuild, manifest::OwnOfMsBuild},
    {kSuffix, ".wadl", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".wsdd", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".wsdl", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xaml", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xmi", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xml", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xpdl", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xsd", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xsl", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xslt", "xml", "", ReadXmlFile, nullptr},
    {kName, "directory.packages.props", "xml", "nuget", ReadXmlFile, manifest::MsBuild,
     manifest::OwnOfMsBuild},
    {kName, "ivy.xml", "xml", "maven", ReadXmlFile, manifest::Ivy},
    {kName, "packages.config", "xml", "nuget", ReadXmlFile, manifest::MsBuild,
     manifest::OwnOfMsBuild},
    {kName, "pom.xml", "xml", "maven", ReadXmlFile, manifest::MavenPom, manifest::OwnOfPom},
    {kSuffix, ".info.yml", "yaml", "drupal", ReadYaml, manifest::DrupalInfoYaml},
    {kSuffix, ".yaml", "yaml", "", ReadYaml, nullptr},
    {kSuffix, ".yaml.dist", "yaml", "", ReadYaml, nullptr},
    {kSuffix, ".yml", "yaml", "", ReadYaml, nullptr},
    {kSuffix, ".yml.dist", "yaml", "", ReadYaml, nullptr},
    {kName, "pnpm-lock.yaml", "yaml", "npm", ReadLock, manifest::PnpmLock},
};

bool Fits(const StructuredRow& row, std::string_view name) {
  switch (row.match) {
    case StructuredRow::Match::kName:
      return name == row.pattern;
    case StructuredRow::Match::kPrefix:
      return name.substr(0, row.pattern.size()) == row.pattern;
    case StructuredRow::Match::kSuffix:
      return name.size() >= row.pattern.size() &&
             name.substr(name.size() - row.pattern.size()) == row.pattern;
    case StructuredRow::Match::kWildcard: {
      const size_t star = row.pattern.find('*');
      const std::string_view head = row.pattern.substr(0, star),
                             tail = row.pattern.substr(star + 1);
      return name.size() >= head.size() + tail.size() && name.substr(0, head.size()) == head &&
             name.substr(name.size() - tail.size()) == tail;
    }
  }
  return false;
}

/// A whole name beats a part of one; between parts the longer pattern wins.
size_t Weight(const StructuredRow& row) {
  return row.pattern.size() + (row.match == kName ? 1000 : 0);
}

const StructuredRow* FindRow(std::string_view name) {
  const StructuredRow* best = nullptr;
  for (const StructuredRow& row : kStructuredRows) {
    if (Fits(row, name) && (best == nullptr || Weight(row) > Weight(*best))) best = &row;
  }
  return best;
}

/// True if the first thing in the text that is not space is a bracket.
bool BeginsWithTag(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

}  // namespace

std::span<const StructuredRow> StructuredRows() { return kStructuredRows; }

const StructuredRow* StructuredRowOf(std::string_view path) {
  return FindRow(Lower(path.substr(path.find_last_of("/!\\") + 1)));
}

std::string_view StructuredFormatOf(std::string_view path) {
  const StructuredRow* row = StructuredRowOf(path);
  return row == nullptr ? std::string_view() : row->language;
}

bool ReadStructured(FileFacts& facts, std::string_view name_hint) {
  std::string_view path = name_hint.empty() ? std::string_view(facts.path) : name_hint;
  const std::string name = Lower(path.substr(path.find_last_of("/!\\") + 1));
  const StructuredRow* row = FindRow(name);
  if (row == nullptr) {
    return name.find('.') == std::string::npos && ReadStructuredByContent(facts);
  }
  if (row->read == ReadXmlFile && !BeginsWithTag(facts.source.text())) {
    // A name that XML shares with others (`app.config`, `user.settings`): assignments, or text.
    return false;
  }
  if (row->read != nullptr) {
    facts.language = row->language;
    facts.health = Health::kParsed;
    facts.health_reason.clear();
    row->read(facts);
  }
  if (row->dependencies != nullptr) row->dependencies(facts);
  SortComments(&facts);
  return row->read != nullptr;
}

bool ReadStructuredByContent(FileFacts& facts) {
  if (!LooksLikeXml(facts.source.text())) return false;
  facts.language = "xml";
  ReadXmlFile(facts);
  SortComments(&facts);
  return true;
}

}  // namespace unsoap::facts
