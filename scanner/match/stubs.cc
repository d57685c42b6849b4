#include "scanner/match/stubs.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <tuple>
#include <unordered_map>

#include "scanner/base/regex.h"
#include "scanner/link/learned.h"

namespace unsoap {
namespace {

std::string FolderOf(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

/// What proves the service by itself: a type's name alone may belong to any service.
bool NamesService(SignalKind kind) {
  switch (kind) {
    case SignalKind::kNamespace:
    case SignalKind::kCodePackage:
    case SignalKind::kEndpoint:
    case SignalKind::kWsdlReference:
    case SignalKind::kRequestElement:
    case SignalKind::kAuthField:
      return true;
    default:
      return false;
  }
}

/// True if a string of the file is an address or a namespace of something else.
bool NamesAnother(const FileFacts& facts, const SignalScanner& scanner) {
  return std::any_of(facts.strings.begin(), facts.strings.end(), [&](ExprId s) {
    return scanner.IsOtherUrl(facts.source.Slice(facts.exprs[s].span));
  });
}

/// True if the name stands in the file as a whole word, outside comments.
bool Names(const FileFacts& facts, std::string_view name) {
  const std::string_view text = facts.source.text();
  const auto is_part = [&](size_t i) {
    return i < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_');
  };
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + name.size()) &&
        !facts.InComment(static_cast<uint32_t>(at)))
      return true;
  }
  return false;
}

/// True if the service has a type of that name.
bool IsTypeOf(const Pack& pack, std::string_view name) {
  const auto has = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return has(pack.surface.types) || has(pack.surface.common_types) ||
         pack.FindType(name) != nullptr ||
         std::any_of(pack.enums.begin(), pack.enums.end(),
                     [&](const EnumType& type) { return type.name == name; });
}

/// How a file declares the service's operations.
struct Declared {
  ClassId port = kNone;  // the class that declares the most; kNone: functions do, or nothing
  size_t operations = 0;
  bool is_interface = false;
  bool has_requests = false;  // types of requests stand beside it
};

Declared DeclaredIn(const FileFacts& facts, const ToolkitIndex& toolkits, const Pack& pack) {
  std::map<ClassId, std::set<const Operation*>> by_class;
  for (const Function& function : facts.functions) {
    if (const Operation* operation = toolkits.OperationDeclared(function, facts))
      by_class[function.class_id].insert(operation);
  }
  Declared out;
  for (const auto& [cls, operations] : by_class) {
    if (operations.size() <= out.operations) continue;
    out.port = cls, out.operations = operations.size();
    out.is_interface = cls != kNone && facts.classes[cls].kind == ClassKind::kInterface;
  }
  out.has_requests = std::any_of(facts.classes.begin(), facts.classes.end(), [&](const Class& c) {
    return ToolkitIndex::OperationOfType(pack, c.name) != nullptr;
  });
  return out;
}

}  // namespace

struct StubFinder::Impl {
  struct Mark {
    const Toolkit* toolkit;
    Regex regex;
  };
  std::vector<Mark> marks;
  std::map<const Pack*, Regex> versions, endpoint_versions;

  std::string VersionIn(const Pack* pack, const std::vector<const FileFacts*>& files) const {
    for (const auto* patterns : {&versions, &endpoint_versions}) {
      for (const FileFacts* facts : files) {
        Span whole, version;
        if (patterns->at(pack).Find(facts->source.text(), 0, &whole, &version))
          return std::string(facts->source.Slice(version));
      }
    }
    return {};
  }
};

StubFinder::StubFinder(const std::vector<const Pack*>& packs) : impl_(std::make_unique<Impl>()) {
  for (const Pack* pack : packs) {
    for (const Toolkit& toolkit : pack->toolkits) {
      for (const std::string& mark : toolkit.generated_markers)
        impl_->marks.push_back({&toolkit, Regex(mark)});
    }
    impl_->versions.emplace(pack, Regex(pack->surface.wsdl_version_pattern));
    impl_->endpoint_versions.emplace(pack, Regex(pack->surface.version_pattern));
  }
}
StubFinder::~StubFinder() = default;

GeneratedFile StubFinder::Generated(const FileFacts& facts, const FileSignals& signals) const {
  GeneratedFile out;
  for (const Impl::Mark& mark : impl_->marks) {
    const std::vector<std::string>& languages = mark.toolkit->languages;
    if (!languages.empty() &&
        std::find(languages.begin(), languages.end(), facts.language) == languages.end())
      continue;
    if (!mark.regex.Matches(facts.source.text())) continue;
    out.toolkit = mark.toolkit;
    break;
  }
  if (out.toolkit == nullptr) return out;
  for (const Signal& signal : signals.all) {
    if (NamesService(signal.kind)) return {out.toolkit, signal.pack};
  }
  return out;
}

void StubFinder::Spread(const Program& program, const std::vector<FileSignals>& signals,
                        const SignalScanner& scanner, std::vector<GeneratedFile>* generated) const {
  // A generator's run fills a package, or where there are none a folder.
  struct Package {
    std::vector<FileId> members;
    int others = 0;
    GeneratedFile as;
  };
  const auto key = [&](FileId f) {
    const FileFacts& facts = program.file(f);
    return FolderOf(facts.path) + "\n" +
           (facts.space.empty() ? std::string() : facts.language + "\n" + facts.space);
  };
  std::unordered_map<std::string, Package> packages;
  std::vector<bool> another(program.file_count());
  for (FileId f = 0; f < program.file_count(); ++f) {
    const GeneratedFile& file = (*generated)[f];
    if (file.toolkit == nullptr) continue;
    Package& package = packages[key(f)];
    if (file.pack != nullptr) {
      package.members.push_back(f);
      if (package.as.pack == nullptr) package.as = file;
    } else if (NamesAnother(program.file(f), scanner)) {
      another[f] = true, ++package.others;
    }
  }
  std::vector<std::pair<FileId, GeneratedFile>> spread;
  for (FileId f = 0; f < program.file_count(); ++f) {
    GeneratedFile& file = (*generated)[f];
    if (file.pack != nullptr) continue;
    const bool names_service = signals[f].strong != nullptr;
    const auto at = packages.find(key(f));
    static const Package kNothing;
    const Package& around = at == packages.end() ? kNothing : at->second;
    if (file.toolkit == nullptr) {
      // Without a mark of its own, but in the package of many that have one, a type of the service,
      // or named by one: generated code names nothing beside it that is written by hand.
      const FileFacts& facts = program.file(f);
      if (facts.space.empty() || around.members.empty()) continue;
      const auto is_named = [&](const Class& c) {
        return IsTypeOf(*around.as.pack, c.name) ||
               std::any_of(around.members.begin(), around.members.end(),
                           [&](FileId m) { return Names(program.file(m), c.name); });
      };
      const bool all_named = !facts.classes.empty() &&
                             std::all_of(facts.classes.begin(), facts.classes.end(), is_named);
      if (all_named || (names_service && around.members.size() >= 3))
        spread.emplace_back(f, around.as);
    } else if (another[f]) {
      if (names_service) file = {};
    } else if (!around.members.empty() && around.others == 0) {
      file.pack = around.as.pack;
    } else if (!around.members.empty() || around.others == 0) {
      file = {};  // nobody knows whose it is
    }
  }
  for (const auto& [f, as] : spread) (*generated)[f] = as;
}

std::vector<Stub> StubFinder::Group(const Program& program, const ToolkitIndex& toolkits,
                                    const std::vector<GeneratedFile>& generated) const {
  std::map<std::string, std::vector<FileId>> folders;
  std::unordered_map<FileId, Declared> declared;
  for (FileId f = 0; f < program.file_count(); ++f) {
    if (generated[f].pack == nullptr) continue;
    folders[FolderOf(program.file(f).path)].push_back(f);
    declared[f] = DeclaredIn(program.file(f), toolkits, *generated[f].pack);
  }
  std::vector<std::vector<FileId>> parts;
  std::vector<size_t> without_port;
  for (const auto& [folder, files] : folders) {
    // A file with both a port and its types is a stub by itself; what else is there goes to the one
    // that it names.
    const size_t first = parts.size();
    std::vector<FileId> rest;
    for (const FileId f : files) {
      const bool whole = declared[f].operations > 0 && declared[f].has_requests;
      whole ? parts.push_back({f}) : rest.push_back(f);
    }
    if (parts.size() == first) parts.emplace_back();
    for (const FileId f : rest) {
      size_t to = first;
      for (size_t p = parts.size(); p-- > first && parts.size() > first + 1;) {
        const FileFacts& whole = program.file(parts[p].front());
        if (!whole.classes.empty() && Names(program.file(f), whole.classes[0].name)) to = p;
      }
      parts[to].push_back(f);
    }
    const bool has_port = std::any_of(files.begin(), files.end(),
                                      [&](FileId f) { return declared[f].operations > 0; });
    if (!has_port) without_port.push_back(first);
  }
  // Types may have a package of their own, which the port's files name.
  for (const size_t types : without_port) {
    const std::string& space = program.file(parts[types].front()).space;
    if (space.empty()) continue;
    for (size_t p = 0; p < parts.size(); ++p) {
      const bool is_its_port = std::any_of(parts[p].begin(), parts[p].end(), [&](FileId f) {
        return declared[f].operations > 0 && Names(program.file(f), space);
      });
      if (!is_its_port) continue;
      parts[p].insert(parts[p].end(), parts[types].begin(), parts[types].end());
      parts[types].clear();
      break;
    }
  }
  std::vector<Stub> out;
  for (std::vector<FileId>& part : parts) {
    if (part.empty()) continue;
    std::sort(part.begin(), part.end());
    Stub stub;
    stub.main = part.front();
    for (const FileId f : part) {
      const auto rank = [](const Declared& d) {
        return std::make_tuple(d.operations, d.port != kNone, d.has_requests, d.is_interface);
      };
      if (rank(declared[f]) > rank(declared[stub.main])) stub.main = f;
    }
    stub.folder = FolderOf(program.file(stub.main).path);
    stub.port = declared[stub.main].port;
    stub.pack = generated[stub.main].pack, stub.toolkit = generated[stub.main].toolkit;
    std::vector<const FileFacts*> texts = {&program.file(stub.main)};
    for (const FileId f : part) texts.push_back(&program.file(f));
    stub.version = impl_->VersionIn(stub.pack, texts);
    stub.files = std::move(part);
    out.push_back(std::move(stub));
  }
  std::sort(out.begin(), out.end(), [](const Stub& a, const Stub& b) { return a.main < b.main; });
  return out;
}

std::set<std::string> NamesOf(const std::vector<Stub>& stubs, const Program& program) {
  std::set<std::string> out;
  for (const Stub& stub : stubs) {
    if (stub.port != kNone) {
      const std::string_view port = program.cls({stub.main, stub.port}).name;
      if (WordsIn(port) >= 2) out.emplace(port);
    }
    for (const FileId f : stub.files) {
      const std::string& space = program.file(f).space;
      if (space.find_first_of(".\\:") != std::string::npos) out.insert(space);
    }
  }
  return out;
}

}  // namespace unsoap
