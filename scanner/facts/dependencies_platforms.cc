// Manifests of Maven, Gradle, Ivy, sbt, Eclipse, NuGet, CPAN, Go, Hex and Drupal.
#include <algorithm>
#include <map>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "scanner/facts/dependencies.h"

namespace unsoap::facts {
namespace {

std::string_view Attribute(const XmlElement& element, std::string_view name) {
  for (const auto& [key, value] : element.attributes) {
    if (EqualsIgnoreCase(key, name)) return value;
  }
  return {};
}

bool StartsWith(std::string_view text, std::string_view head) {
  return text.substr(0, head.size()) == head;
}

std::string_view FileName(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

/// "soap-client-1.2.3.jar" -> soap-client, 1.2.3
void AddArtefact(FileFacts& facts, std::string_view path, Span span) {
  std::string_view name = FileName(path);
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return;
  name = name.substr(0, dot);
  std::string_view version;
  for (size_t i = 0; i + 1 < name.size(); ++i) {
    if (name[i] == '-' && IsDigit(name[i + 1])) {
      version = name.substr(i + 1);
      name = name.substr(0, i);
      break;
    }
  }
  AddDependency(facts, "jar", name, version, span);
}

}  // namespace

namespace manifest {

void MavenPom(FileFacts& facts) {
  struct Coordinates {
    std::string_view group, artifact, version;
    Span span;  // of the artifact: the line that people look for
  };
  std::map<uint32_t, Coordinates> found;  // element index of <dependency> or <plugin>
  std::map<std::string_view, std::string_view> properties;
  for (const XmlElement& element : facts.elements) {
    if (element.parent == kNone) continue;
    const std::string_view parent = facts.elements[element.parent].name;
    if (parent == "properties") properties.emplace(element.name, element.text);
    if (parent != "dependency" && parent != "plugin") continue;
    Coordinates& coordinates = found[element.parent];
    if (element.name == "groupId") coordinates.group = element.text;
    if (element.name == "artifactId") {
      coordinates.artifact = element.text;
      coordinates.span = element.span;
    }
    if (element.name == "version") coordinates.version = element.text;
  }
  for (const auto& [index, coordinates] : found) {
    if (coordinates.artifact.empty()) continue;
    std::string_view version = coordinates.version;
    if (StartsWith(version, "${") && version.back() == '}') {
      const auto property = properties.find(version.substr(2, version.size() - 3));
      if (property != properties.end()) version = property->second;
    }
    const std::string_view group =
        coordinates.group.empty() ? "org.apache.maven.plugins" : coordinates.group;
    AddDependency(facts, "maven",
                  facts.Keep(std::string(group) + ":" + std::string(coordinates.artifact)), version,
                  coordinates.span);
  }
}

void Gradle(FileFacts& facts) {
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const std::vector<Literal> literals = Literals(line, offset);
    if (literals.empty()) return;
    const auto named = [&](std::string_view key) -> std::string_view {
      for (const Literal& literal : literals) {
        std::string_view before = Trim(line.substr(0, literal.span.begin - offset));
        if (before.empty() || (before.back() != ':' && before.back() != '=')) continue;
        before = Trim(before.substr(0, before.size() - 1));
        if (before.size() >= key.size() && before.substr(before.size() - key.size()) == key)
          return literal.text;
      }
      return {};
    };
    const std::string_view group = named("group"), artifact = named("name");
    if (!group.empty() && !artifact.empty()) {
      AddDependency(facts, "maven", facts.Keep(std::string(group) + ":" + std::string(artifact)),
                    named("version"), {literals.front().span.begin, literals.back().span.end});
      return;
    }
    for (const Literal& literal : literals) {
      // group:artifact[:version[:classifier]]
      const std::string_view text = literal.text;
      const size_t first = text.find(':');
      if (first == 0 || first == std::string_view::npos ||
          text.find_first_of(" /\\,;*") != std::string_view::npos)
        continue;
      const size_t second = text.find(':', first + 1);
      const std::string_view name = text.substr(0, second);
      if (name.size() == first + 1) continue;
      std::string_view version = second == std::string_view::npos ? "" : text.substr(second + 1);
      AddDependency(facts, "maven", name, version.substr(0, version.find_first_of(":@")),
                    literal.span);
    }
    if (line.find("files(") != std::string_view::npos) {
      for (const Literal& literal : literals) {
        if (literal.text.size() > 4 && literal.text.substr(literal.text.size() - 4) == ".jar") {
          AddArtefact(facts, literal.text, literal.span);
        }
      }
    }
  });
}

void GradleCatalog(FileFacts& facts) {
  struct Library {
    std::string_view module, group, name, version, reference;
    Span span;
  };
  std::map<std::string_view, std::string_view> versions;
  std::map<std::string_view, Library> libraries;
  WalkToml(facts, [&](const ConfigEntry& entry) {
    const auto& path = entry.path;
    if (path.size() >= 2 && path[0] == "versions") versions.emplace(path[1], entry.value);
    if (path.size() < 2 || path[0] != "libraries") return;
    Library& library = libraries[path[1]];
    if (library.span.empty()) library.span = entry.span;
    library.span.end = std::max(library.span.end, entry.span.end);
    if (path.size() == 2) {
      const size_t colon = entry.value.rfind(':');
      library.module = entry.value.substr(0, colon);
      if (colon != std::string_view::npos) library.version = entry.value.substr(colon + 1);
    } else if (path.back() == "ref" || path.back() == "version.ref") {
      library.reference = entry.value;
    } else if (path[2] == "module") {
      library.module = entry.value;
    } else if (path[2] == "group") {
      library.group = entry.value;
    } else if (path[2] == "name") {
      library.name = entry.value;
    } else if (path[2] == "version") {
      library.version = entry.value;
    }
  });
  for (auto& [key, library] : libraries) {
    if (library.module.empty()) {
      library.module = facts.Keep(std::string(library.group) + ":" + std::string(library.name));
    }
    const auto version = versions.find(library.reference);
    AddDependency(facts, "maven", library.module,
                  version != versions.end() ? version->second : library.version, library.span);
  }
}

void Ivy(FileFacts& facts) {
  for (const XmlElement& element : facts.elements) {
    if (element.name != "dependency" || Attribute(element, "name").empty()) continue;
    const std::string_view group = Attribute(element, "org");
    AddDependency(facts, "maven",
                  facts.Keep(std::string(group) + ":" + std::string(Attribute(element, "name"))),
                  Attribute(element, "rev"), element.span);
  }
}

void Sbt(FileFacts& facts) {
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const std::vector<Literal> literals = Literals(line, offset);
    for (size_t i = 0; i + 1 < literals.size(); ++i) {
      const auto joint = [&](size_t k) {
        return Trim(line.substr(literals[k].span.end - offset,
                                literals[k + 1].span.begin - literals[k].span.end));
      };
      const std::string_view first = joint(i);
      if (first != "%" && first != "%%" && first != "%%%") continue;
      const bool versioned = i + 2 < literals.size() && joint(i + 1) == "%";
      AddDependency(
          facts, "maven",
          facts.Keep(std::string(literals[i].text) + ":" + std::string(literals[i + 1].text)),
          versioned ? literals[i + 2].text : "",
          {literals[i].span.begin, literals[versioned ? i + 2 : i + 1].span.end});
      i += versioned ? 2 : 1;
    }
  });
}

void EclipseClasspath(FileFacts& facts) {
  for (const XmlElement& element : facts.elements) {
    if (element.name == "classpathentry" && Attribute(element, "kind") == "lib") {
      AddArtefact(facts, Attribute(element, "path"), element.span);
    }
  }
}

void MsBuild(FileFacts& facts) {
  const std::vector<XmlElement>& elements = facts.elements;
  std::map<uint32_t, std::string_view> child_versions;
  for (const XmlElement& element : elements) {
    if (element.name == "Version" && element.parent != kNone)
      child_versions[element.parent] = element.text;
  }
  for (uint32_t i = 0; i < elements.size(); ++i) {
    const XmlElement& element = elements[i];
    if (element.name == "PackageReference" || element.name == "PackageVersion" ||
        element.name == "GlobalPackageReference") {
      std::string_view name = Attribute(element, "Include");
      if (name.empty()) name = Attribute(element, "Update");
      std::string_view version = Attribute(element, "Version");
      if (version.empty() && child_versions.count(i) > 0) version = child_versions[i];
      AddDependency(facts, "nuget", facts.Keep(Lower(name)), version, element.span);
    } else if (element.name == "package" && !Attribute(element, "id").empty()) {
      AddDependency(facts, "nuget", facts.Keep(Lower(Attribute(element, "id"))),
                    Attribute(element, "version"), element.span);
    } else if (element.name == "dependency" && !Attribute(element, "id").empty()) {  // .nuspec
      AddDependency(facts, "nuget", facts.Keep(Lower(Attribute(element, "id"))),
                    Attribute(element, "version"), element.span);
    } else if (element.name == "Reference") {
      // "Vendor.Client, Version=1.0.0.0, Culture=neutral"
      const std::string_view include = Attribute(element, "Include");
      const size_t comma = include.find(',');
      const size_t version = include.find("Version=");
      std::string_view text = version == std::string_view::npos ? "" : include.substr(version + 8);
      AddDependency(facts, "nuget", facts.Keep(Lower(Trim(include.substr(0, comma)))),
                    text.substr(0, text.find(',')), element.span);
    }
  }
}

void Cpanfile(FileFacts& facts) {
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const std::string_view code = Trim(line);
    const std::string_view word = code.substr(0, code.find_first_of(" ('\""));
    if (word != "requires" && word != "recommends" && word != "suggests" &&
        word != "test_requires" && word != "build_requires" && word != "configure_requires" &&
        word != "author_requires") {
      return;
    }
    const std::vector<Literal> literals = Literals(line, offset);
    if (literals.empty()) return;
    AddDependency(facts, "cpan", literals[0].text, literals.size() > 1 ? literals[1].text : "",
                  literals[0].span);
  });
}

void GoMod(FileFacts& facts) {
  bool in_block = false;
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    std::string_view code = Trim(line.substr(0, line.find("//")));
    const bool indirect = line.find("// indirect") != std::string_view::npos;
    if (StartsWith(code, "require (") || code == "require(") {
      in_block = true;
      return;
    }
    if (code == ")") in_block = false;
    if (StartsWith(code, "require ")) {
      code = Trim(code.substr(8));
    } else if (!in_block) {
      return;
    }
    const size_t space = code.find(' ');
    if (space == std::string_view::npos) return;
    const uint32_t begin = offset + static_cast<uint32_t>(code.data() - line.data());
    AddDependency(facts, "go", code.substr(0, space), Trim(code.substr(space)),
                  {begin, begin + static_cast<uint32_t>(code.size())}, !indirect);
  });
}

void MixExs(FileFacts& facts) {
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    if (StartsWith(Trim(line), "#")) return;
    for (size_t at = line.find("{:"); at != std::string_view::npos; at = line.find("{:", at + 2)) {
      size_t end = at + 2;
      while (end < line.size() && (line[end] == '_' || IsLower(line[end]) || IsDigit(line[end])))
        ++end;
      if (end >= line.size() || line[end] != ',') continue;
      const std::vector<Literal> literals =
          Literals(line.substr(end), offset + static_cast<uint32_t>(end));
      AddDependency(facts, "hex", line.substr(at + 2, end - at - 2),
                    literals.empty() ? "" : literals[0].text,
                    {offset + static_cast<uint32_t>(at), offset + static_cast<uint32_t>(end)});
    }
  });
}

// A module's version counts from the core that it is for ("7.x-1.5"), which the file names once.
std::string OfCore(std::string_view core, std::string_view version) {
  if (core.empty() || version.empty() || StartsWith(version, core))
    return std::string(version.empty() ? core : version);
  return std::string(core) + (version[0] == '(' ? " " : "-") + std::string(version);
}

void DrupalInfo(FileFacts& facts) {
  std::string core;
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t) {
    const size_t equals = line.find('=');
    if (equals != std::string_view::npos && Trim(line.substr(0, equals)) == "core")
      core = std::string(Trim(line.substr(equals + 1)));
  });
  // `dependencies[] = module`, and make files: `projects[module][version] = 1.0`.
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const std::string_view code = Trim(line);
    const size_t equals = code.find('=');
    if (equals == std::string_view::npos || code[0] == ';') return;
    const std::string_view key = Trim(code.substr(0, equals));
    std::string_view value = Trim(code.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    const Span span{offset, offset + static_cast<uint32_t>(line.size())};
    if (StartsWith(key, "dependencies[") || key == "projects[]") {
      const size_t space = value.find_first_of(" (");
      std::string_view name = value.substr(0, space);
      if (const size_t colon = name.find(':'); colon != std::string_view::npos)
        name = name.substr(colon + 1);
      AddDependency(facts, "drupal", facts.Keep(Lower(name)),
                    facts.Keep(OfCore(
                        core, space == std::string_view::npos ? "" : Trim(value.substr(space)))),
                    span);
    } else if (StartsWith(key, "projects[")) {
      const size_t close = std::min(key.find(']'), key.size());
      const std::string_view rest = key.substr(close);
      if (rest == "]" || rest == "][version]") {
        AddDependency(facts, "drupal", facts.Keep(Lower(key.substr(9, close - 9))),
                      facts.Keep(OfCore(core, value)), span);
      }
    }
  });
}

void DrupalInfoYaml(FileFacts& facts) {
  std::string core = "8.x";  // the first one whose modules are described in YAML
  WalkYaml(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() == 1 && entry.path[0] == "core") core = std::string(entry.value);
  });
  WalkYaml(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() != 2 || entry.path[0] != "dependencies") return;
    std::string_view name = entry.value;
    const size_t space = name.find_first_of(" (");
    const std::string_view version =
        space == std::string_view::npos ? "" : Trim(name.substr(space));
    name = name.substr(0, space);
    if (const size_t colon = name.find(':'); colon != std::string_view::npos)
      name = name.substr(colon + 1);
    AddDependency(facts, "drupal", facts.Keep(Lower(name)), facts.Keep(OfCore(core, version)),
                  entry.value_span);
  });
}

}  // namespace manifest
}  // namespace unsoap::facts
