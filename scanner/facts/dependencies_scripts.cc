// Manifests of Composer, RubyGems, PyPI and npm.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "scanner/facts/dependencies.h"

namespace unsoap::facts {
namespace {

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsVersion(std::string_view text) {
  text = Trim(text);
  return !text.empty() &&
         (std::string_view("0123456789<>=~^!*v").find(text[0]) != std::string_view::npos);
}

std::string_view KeepLower(FileFacts& facts, std::string_view text) {
  return facts.Keep(Lower(text));
}

/// One package of a list of tables, gathered from its scalars.
struct Item {
  std::string_view index, name, version;
  Span span;
  std::vector<std::string_view> requires_;
  void Flush(LockGraph& graph) {
    graph.AddPackage(name, version, span);
    for (const std::string_view to : requires_) graph.AddRequirement(name, to);
    *this = Item();
  }
};

}  // namespace

namespace manifest {

void ComposerJson(FileFacts& facts) {
  WalkJson(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() == 3 && entry.path[0] == "repositories" && entry.path[2] == "url")
      AddRepositories(facts, entry.value, entry.span);
    if (entry.path.size() != 2 ||
        !IsOneOf(entry.path[0], {"require", "require-dev", "replace", "suggest"}))
      return;
    if (entry.path[0] == "suggest" || entry.path[1].find('/') == std::string_view::npos) return;
    AddDependency(facts, "composer", KeepLower(facts, entry.path[1]), entry.value, entry.span);
  });
}

void ComposerLock(FileFacts& facts) {
  LockGraph graph;
  Item item;
  std::string_view list;
  WalkJson(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() < 3 || !IsOneOf(entry.path[0], {"packages", "packages-dev"})) return;
    if (entry.path[1] != item.index || entry.path[0] != list) {
      item.Flush(graph);
      item.index = entry.path[1];
      list = entry.path[0];
    }
    if (entry.path.size() == 3 && entry.path[2] == "name") {
      item.name = KeepLower(facts, entry.value);
      item.span = entry.span;
    } else if (entry.path.size() == 3 && entry.path[2] == "version") {
      item.version = entry.value;
    } else if (entry.path.size() == 4 && entry.path[2] == "require") {
      item.requires_.push_back(KeepLower(facts, entry.path[3]));
    }
  });
  item.Flush(graph);
  graph.Flush(facts, "composer");
}

void Gemfile(FileFacts& facts) {
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const std::string_view code = Trim(line);
    if (code.substr(0, 4) != "gem " && code.substr(0, 4) != "gem(") return;
    const std::vector<Literal> literals = Literals(line, offset);
    if (literals.empty()) return;
    const std::string_view version =
        literals.size() > 1 && IsVersion(literals[1].text) ? literals[1].text : "";
    AddDependency(facts, "rubygems", literals[0].text, version, literals[0].span);
    AddRepositories(facts, code, literals[0].span);
  });
}

void Gemspec(FileFacts& facts) {
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    if (Trim(line).substr(0, 1) == "#") return;
    if (line.find("add_dependency") == std::string_view::npos &&
        line.find("add_runtime_dependency") == std::string_view::npos &&
        line.find("add_development_dependency") == std::string_view::npos) {
      return;
    }
    std::vector<Literal> literals = Literals(line, offset);
    if (literals.empty()) return;
    const std::string_view version =
        literals.size() > 1 && IsVersion(literals[1].text) ? literals[1].text : "";
    AddDependency(facts, "rubygems", literals[0].text, version, literals[0].span);
  });
}

void GemfileLock(FileFacts& facts) {
  // Sections by indentation: specs at four columns, what they require at six; DEPENDENCIES at two.
  LockGraph graph;
  std::string_view section, package;
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const size_t indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos) return;
    std::string_view rest = Trim(line);
    if (indent == 0) {
      section = rest;
      return;
    }
    const size_t open = rest.find(" (");
    std::string_view name = rest.substr(0, open);
    if (!name.empty() && name.back() == '!') name.remove_suffix(1);
    const std::string_view version =
        open == std::string_view::npos ? "" : rest.substr(open + 2, rest.size() - open - 3);
    const uint32_t begin = offset + static_cast<uint32_t>(indent);
    if (section == "DEPENDENCIES") {
      if (indent == 2) graph.AddDirect(name);
    } else if (IsOneOf(section, {"GEM", "PATH", "GIT"})) {
      if (indent == 4) {
        package = name;
        graph.AddPackage(name, version, {begin, begin + static_cast<uint32_t>(rest.size())});
      } else if (indent == 6) {
        graph.AddRequirement(package, name);
      }
    }
  });
  graph.Flush(facts, "rubygems");
}

void Requirements(FileFacts& facts) {
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const std::string_view text = Trim(line);
    const uint32_t begin =
        offset + static_cast<uint32_t>(text.empty() ? 0 : text.data() - line.data());
    const Span span{begin, begin + static_cast<uint32_t>(text.size())};
    if (text.empty() || text[0] == '#') return;
    const size_t egg = text.find("#egg=");
    if (egg != std::string_view::npos) {
      const std::string_view name = text.substr(egg + 5, text.find('&', egg) - egg - 5);
      AddDependency(facts, "pypi", facts.Keep(CanonicalPypi(name)), "", span);
    } else if (text[0] != '-') {
      AddPythonRequirement(facts, text, span);
    }
    AddRepositories(facts, text, span);
  });
}

void GitModules(FileFacts& facts) {
  WalkIni(facts, [&](const ConfigEntry& entry) {
    if (entry.path.empty() || entry.path.back() != "url") return;
    AddRepositories(facts, entry.value, entry.span);
  });
}

void PyprojectToml(FileFacts& facts) {
  WalkToml(facts, [&](const ConfigEntry& entry) {
    const auto& path = entry.path;
    const auto is = [&](size_t i, std::string_view word) {
      return i < path.size() && path[i] == word;
    };
    if (is(0, "project") && (is(1, "dependencies") || is(1, "optional-dependencies"))) {
      AddPythonRequirement(facts, entry.value, entry.value_span);
    } else if (is(0, "build-system") && is(1, "requires")) {
      AddPythonRequirement(facts, entry.value, entry.value_span);
    } else if (is(0, "dependency-groups") && path.size() == 3) {
      AddPythonRequirement(facts, entry.value, entry.value_span);
    } else if (is(0, "tool") && is(1, "poetry")) {
      size_t at = 2;
      if (is(2, "group")) at = 4;
      if (at >= path.size() || !IsOneOf(path[at], {"dependencies", "dev-dependencies"}) ||
          at + 1 >= path.size())
        return;
      const std::string_view name = path[at + 1];
      if (name == "python" || (path.size() > at + 2 && path[at + 2] != "version" &&
                               path[at + 2] != "git" && path[at + 2] != "path"))
        return;
      AddDependency(facts, "pypi", facts.Keep(CanonicalPypi(name)), entry.value, entry.span);
    }
  });
}

void Pipfile(FileFacts& facts) {
  WalkToml(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() < 2 || !IsOneOf(entry.path[0], {"packages", "dev-packages"})) return;
    if (entry.path.size() > 2 && !IsOneOf(entry.path[2], {"version", "git", "path", "file"}))
      return;
    AddDependency(facts, "pypi", facts.Keep(CanonicalPypi(entry.path[1])), entry.value, entry.span);
  });
}

void PipfileLock(FileFacts& facts) {
  WalkJson(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() != 3 || entry.path[2] != "version" ||
        !IsOneOf(entry.path[0], {"default", "develop"}))
      return;
    AddDependency(facts, "pypi", facts.Keep(CanonicalPypi(entry.path[1])), entry.value, entry.span);
  });
}

void PythonLock(FileFacts& facts) {
  LockGraph graph;
  Item item;
  bool is_root = false;
  const auto flush = [&] {
    if (is_root) {
      for (const std::string_view name : item.requires_) graph.AddDirect(name);
      item = Item();
    }
    item.Flush(graph);
    is_root = false;
  };
  WalkToml(facts, [&](const ConfigEntry& entry) {
    const auto& path = entry.path;
    if (path.size() < 3 || path[0] != "package") return;
    if (path[1] != item.index) {
      flush();
      item.index = path[1];
    }
    if (path.size() == 3 && path[2] == "name") {
      item.name = facts.Keep(CanonicalPypi(entry.value));
      item.span = entry.span;
    } else if (path.size() == 3 && path[2] == "version") {
      item.version = entry.value;
    } else if (path[2] == "source" && path.size() == 4 &&
               IsOneOf(path[3], {"virtual", "editable"})) {
      is_root = true;  // the project itself in uv.lock
    } else if (path[2] == "dependencies" && path.size() >= 4) {
      // uv: dependencies = [{ name = "x" }]; Poetry: [package.dependencies] x = ">=1"
      if (path.size() == 5 && path[4] == "name") {
        item.requires_.push_back(facts.Keep(CanonicalPypi(entry.value)));
      } else if (path[3].find_first_not_of("0123456789") != std::string_view::npos) {
        item.requires_.push_back(facts.Keep(CanonicalPypi(path[3])));
      }
    }
  });
  flush();
  graph.Flush(facts, "pypi");
}

void SetupPy(FileFacts& facts) {
  const std::string_view text = facts.source.text();
  for (const std::string_view keyword :
       {"install_requires", "setup_requires", "tests_require", "extras_require"}) {
    size_t at = 0;
    while ((at = text.find(keyword, at)) != std::string_view::npos) {
      at += keyword.size();
      // The literals up to the bracket that closes the list.
      int depth = 0;
      for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '[' || c == '{' || c == '(') ++depth;
        if ((c == ']' || c == '}' || c == ')') && --depth <= 0) break;
        if (depth == 0 && (c == ',' || c == '\n')) break;
        if (c == '#') at = std::min(text.find('\n', at), text.size() - 1);
        if (c != '"' && c != '\'') continue;
        const size_t close = text.find(c, at + 1);
        if (close == std::string_view::npos) return;
        size_t after = close + 1;
        while (after < text.size() && text[after] == ' ') ++after;
        const bool is_key = after < text.size() && text[after] == ':';
        if (!is_key && depth > 0) {
          AddPythonRequirement(facts, text.substr(at + 1, close - at - 1),
                               {static_cast<uint32_t>(at), static_cast<uint32_t>(close) + 1});
        }
        at = close;
      }
    }
  }
}

void SetupCfg(FileFacts& facts) {
  WalkIni(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() != 2) return;
    if (!(entry.path[0] == "options" &&
          IsOneOf(entry.path[1], {"install_requires", "setup_requires", "tests_require"})) &&
        entry.path[0] != "options.extras_require") {
      return;
    }
    size_t from = entry.value_span.begin;
    for (const std::string_view line : Split(entry.value, '\n')) {
      const std::string_view word = Trim(line);
      const size_t at = facts.source.text().find(word, from);
      Span span = entry.value_span;
      if (!word.empty() && at < entry.value_span.end)
        span = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + word.size())};
      from = span.begin;
      AddPythonRequirement(facts, line, span);
    }
  });
}

void PackageJson(FileFacts& facts) {
  WalkJson(facts, [&](const ConfigEntry& entry) {
    if (entry.path.size() != 2 ||
        !IsOneOf(entry.path[0],
                 {"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"})) {
      return;
    }
    AddDependency(facts, "npm", entry.path[1], entry.value, entry.span);
    AddRepositories(facts, entry.value, entry.span);
  });
}

void PackageLock(FileFacts& facts) {
  LockGraph graph;
  bool has_packages = false;  // lockfile version 2 and 3; version 1 has nested `dependencies`
  const auto name_of = [](std::string_view key) {
    const size_t last = key.rfind("node_modules/");
    return last == std::string_view::npos ? std::string_view() : key.substr(last + 13);
  };
  WalkJson(facts, [&](const ConfigEntry& entry) {
    const auto& path = entry.path;
    if (path.size() >= 3 && path[0] == "packages") {
      has_packages = true;
      const std::string_view name = name_of(path[1]);
      const bool lists = IsOneOf(
          path[2], {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"});
      if (path[1].empty() && lists && path.size() == 4) {
        graph.AddDirect(path[3]);
      } else if (path[2] == "version" && path.size() == 3) {
        graph.AddPackage(name, entry.value, entry.span);
      } else if (lists && path.size() == 4 && path[2] != "devDependencies") {
        graph.AddRequirement(name, path[3]);
      }
    } else if (!has_packages && path.size() >= 3 && path[0] == "dependencies") {
      const size_t n = path.size();
      if (path[n - 1] == "version" && path[n - 3] == "dependencies") {
        graph.AddPackage(path[n - 2], entry.value, entry.span);
      } else if (path[n - 2] == "requires") {
        graph.AddRequirement(path[n - 3], path[n - 1]);
      }
    }
  });
  graph.Flush(facts, "npm");
}

void YarnLock(FileFacts& facts) {
  // Both generations: `name@range, name@range:` at column 0, `version "1"` or `version: 1` below,
  // then `dependencies`.
  LockGraph graph;
  std::string_view name;
  Span span;
  bool in_dependencies = false;
  ForEachLine(facts.source.text(), [&](std::string_view line, uint32_t offset) {
    const size_t indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos || line[indent] == '#') return;
    std::string_view rest = Trim(line);
    if (indent == 0) {
      if (rest[0] == '"') rest.remove_prefix(1);
      const size_t at = rest.find('@', 1);
      name = at == std::string_view::npos || rest.substr(0, 2) == "__" ? std::string_view()
                                                                       : rest.substr(0, at);
      span = {offset, offset + static_cast<uint32_t>(line.size())};
      in_dependencies = false;
      return;
    }
    if (name.empty()) return;
    size_t split =
        rest.find_first_of(" :", rest[0] == '"' ? std::min(rest.find('"', 1), rest.size()) : 0);
    std::string_view key = rest.substr(0, split);
    std::string_view value = split == std::string_view::npos ? "" : Trim(rest.substr(split + 1));
    const auto unquote = [](std::string_view word) {
      if (word.size() >= 2 && word.front() == '"' && word.back() == '"')
        return word.substr(1, word.size() - 2);
      return word;
    };
    key = unquote(key);
    value = unquote(value);
    if (indent == 2) {
      in_dependencies = key == "dependencies" || key == "optionalDependencies";
      if (key == "version") graph.AddPackage(name, value, span);
    } else if (in_dependencies && indent == 4) {
      graph.AddRequirement(name, key);
    }
  });
  graph.Flush(facts, "npm");
}

void PnpmLock(FileFacts& facts) {
  LockGraph graph;
  const auto split = [](std::string_view key, std::string_view& version) {
    if (!key.empty() && key[0] == '/') key.remove_prefix(1);
    key = key.substr(0, key.find('('));
    size_t at = key.rfind('@');
    if (at == std::string_view::npos || at == 0) at = key.rfind('/');  // older: /name/1.0.0
    if (at == std::string_view::npos || at == 0) return key;
    version = key.substr(at + 1);
    return key.substr(0, at);
  };
  std::string_view last_key;
  WalkYaml(facts, [&](const ConfigEntry& entry) {
    const auto& path = entry.path;
    const size_t at = !path.empty() && path[0] == "importers" ? 2 : 0;
    if (path.size() > at + 1 &&
        IsOneOf(path[at], {"dependencies", "devDependencies", "optionalDependencies"})) {
      graph.AddDirect(path[at + 1]);
    } else if (path.size() >= 3 && IsOneOf(path[0], {"packages", "snapshots"})) {
      std::string_view version;
      const std::string_view name = split(path[1], version);
      if (path[0] == "packages" && path[1] != last_key) {
        last_key = path[1];
        graph.AddPackage(name, version, entry.span);
      }
      if (path.size() == 4 && path[2] == "dependencies") graph.AddRequirement(name, path[3]);
    }
  });
  graph.Flush(facts, "npm");
}

}  // namespace manifest
}  // namespace unsoap::facts
