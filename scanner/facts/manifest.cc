// The own names of packages, one function a format.
#include "scanner/facts/manifest.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "scanner/facts/dependencies.h"
#include "scanner/facts/read.h"
#include "scanner/facts/structured.h"

namespace unsoap::facts {
namespace {

constexpr size_t kLongestName = 300;

std::string_view NameOfFile(std::string_view path) {
  return path.substr(path.find_last_of("/!\\") + 1);
}

/// The first value at one of the paths, joined with dots.
std::string FirstOf(FileFacts& facts, void (*walk)(FileFacts&, const ConfigSink&),
                    std::initializer_list<std::string_view> paths) {
  std::string out;
  walk(facts, [&](const ConfigEntry& entry) {
    std::string path;
    for (const std::string_view part : entry.path)
      path += (path.empty() ? "" : ".") + std::string(part);
    if (out.empty() && std::find(paths.begin(), paths.end(), path) != paths.end())
      out = entry.value;
  });
  return out;
}

/// The literal behind `word` and an equals sign, at the beginning of a line or behind a dot.
std::string Assigned(const FileFacts& facts, std::string_view word) {
  std::string out;
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const size_t at = line.find(word);
    if (!out.empty() || at == std::string_view::npos) return;
    const std::string_view before = Trim(line.substr(0, at));
    std::string_view rest = Trim(line.substr(at + word.size()));
    if (!before.empty() && before.back() != '.' && before.back() != '(') return;
    if (rest.starts_with('=')) rest = Trim(rest.substr(1));
    if (!rest.starts_with('"') && !rest.starts_with('\'')) return;
    const std::vector<Literal> literals =
        Literals(rest, offset + static_cast<uint32_t>(rest.data() - line.data()));
    if (!literals.empty()) out = literals.front().text;
  });
  return out;
}

}  // namespace

namespace manifest {

std::string OwnOfComposer(FileFacts& facts) { return Lower(FirstOf(facts, WalkJson, {"name"})); }
std::string OwnOfNpm(FileFacts& facts) { return FirstOf(facts, WalkJson, {"name"}); }
std::string OwnOfGemspec(FileFacts& facts) { return Assigned(facts, "name"); }
std::string OwnOfPyproject(FileFacts& facts) {
  return CanonicalPypi(FirstOf(facts, WalkToml, {"project.name", "tool.poetry.name"}));
}
std::string OwnOfSetupCfg(FileFacts& facts) {
  return CanonicalPypi(FirstOf(facts, WalkIni, {"metadata.name"}));
}
std::string OwnOfSetupPy(FileFacts& facts) { return CanonicalPypi(Assigned(facts, "name")); }

std::string OwnOfPom(FileFacts& facts) {
  std::string group, inherited, artifact;
  for (const XmlElement& element : facts.elements) {
    if (element.parent == kNone) continue;
    const XmlElement& parent = facts.elements[element.parent];
    const bool is_top = parent.name == "project" && parent.parent == kNone;
    if (is_top && element.name == "groupId") group = element.text;
    if (is_top && element.name == "artifactId") artifact = element.text;
    if (parent.name == "parent" && element.name == "groupId" && inherited.empty())
      inherited = element.text;
  }
  if (group.empty()) group = inherited;
  return group.empty() || artifact.empty() ? "" : group + ":" + artifact;
}

std::string OwnOfGradle(FileFacts& facts) {
  const std::string name = Assigned(facts, "rootProject.name"), group = Assigned(facts, "group");
  return name.empty() ? (group.empty() ? "" : group + ":") : ":" + name;
}

std::string OwnOfMsBuild(FileFacts& facts) {
  std::string package, assembly, id;
  for (const XmlElement& element : facts.elements) {
    if (element.name == "PackageId" && package.empty()) package = element.text;
    if (element.name == "AssemblyName" && assembly.empty()) assembly = element.text;
    if (element.name == "id" && id.empty() && element.parent != kNone &&
        facts.elements[element.parent].name == "metadata")
      id = element.text;
  }
  for (const std::string& name : {package, id, assembly}) {
    if (!name.empty() && name.find('$') == std::string::npos) return Lower(name);
  }
  // A project is called like its file.
  const std::string_view file = NameOfFile(facts.path);
  return Lower(file.ends_with("proj") ? file.substr(0, file.rfind('.')) : std::string_view());
}

std::string OwnOfGoMod(FileFacts& facts) {
  std::string out;
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t) {
    const std::string_view code = Trim(line.substr(0, line.find("//")));
    if (out.empty() && code.starts_with("module ")) out = Trim(code.substr(7));
  });
  return out;
}

}  // namespace manifest

bool IsManifest(std::string_view path) {
  const StructuredRow* const row = StructuredRowOf(path);
  return row != nullptr && row->dependencies != nullptr;
}

Manifest ReadManifest(const std::string& path, std::string_view bytes) {
  Manifest out;
  const StructuredRow* const row = StructuredRowOf(path);
  if (row == nullptr || row->dependencies == nullptr) return out;
  FileFacts facts;
  facts.path = path;
  facts.source = SourceText(Decode(bytes).text);
  ReadStructured(facts, path);
  for (const Dependency& dependency : facts.dependencies) {
    if (dependency.is_direct)
      out.direct.push_back({std::string(dependency.ecosystem), std::string(dependency.name)});
  }
  std::sort(out.direct.begin(), out.direct.end());
  out.direct.erase(std::unique(out.direct.begin(), out.direct.end()), out.direct.end());
  if (row->own == nullptr) return out;
  out.own = {std::string(row->ecosystem), row->own(facts)};
  if (out.own.name.size() > kLongestName) out.own.name.clear();
  return out;
}

}  // namespace unsoap::facts
