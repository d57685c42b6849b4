#include "scanner/match/stubs.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "scanner/base/char.h"
#include "scanner/base/paths.h"
#include "scanner/base/regex.h"
#include "scanner/link/learned.h"

namespace unsoap::match {
namespace {

/// What proves the service by itself: a type's name alone may belong to any service.
bool NamesService(evidence::SignalKind kind) {
  switch (kind) {
    case evidence::SignalKind::kNamespace:
    case evidence::SignalKind::kCodePackage:
    case evidence::SignalKind::kEndpoint:
    case evidence::SignalKind::kWsdlReference:
    case evidence::SignalKind::kRequestElement:
    case evidence::SignalKind::kAuthField:
      return true;
    default:
      return false;
  }
}

/// True if a string of the file is an address or a namespace of something else.
bool NamesAnother(const facts::FileFacts& facts, const evidence::SignalScanner& scanner) {
  return std::any_of(facts.strings.begin(), facts.strings.end(), [&](facts::ExprId s) {
    return scanner.IsOtherUrl(facts.source.Slice(facts.exprs[s].span));
  });
}

/// True if the name stands in the file as a whole word, outside comments.
bool Names(const facts::FileFacts& facts, std::string_view name) {
  const std::string_view text = facts.source.text();
  const auto is_part = [&](size_t i) { return i < text.size() && IsWordChar(text[i]); };
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + name.size()) &&
        !facts.InComment(static_cast<uint32_t>(at)))
      return true;
  }
  return false;
}

/// True if the service has a type of that name.
bool IsTypeOf(const rules::Pack& pack, std::string_view name) {
  const auto has = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return has(pack.surface.types) || has(pack.surface.common_types) ||
         pack.FindType(name) != nullptr ||
         std::any_of(pack.enums.begin(), pack.enums.end(),
                     [&](const rules::EnumType& type) { return type.name == name; });
}

/// How a file declares the service's operations.
struct Declared {
  facts::ClassId port =
      facts::kNone;  // the class that declares the most; kNone: functions do, or nothing
  size_t operations = 0;
  bool is_interface = false;
  bool has_requests = false;  // types of requests stand beside it
};

Declared DeclaredIn(const facts::FileFacts& facts, const link::ToolkitIndex& toolkits,
                    const rules::Pack& pack) {
  std::map<facts::ClassId, std::set<const rules::Operation*>> by_class;
  for (const facts::Function& function : facts.functions) {
    if (const rules::Operation* operation = toolkits.OperationDeclared(function, facts))
      by_class[function.class_id].insert(operation);
  }
  Declared out;
  for (const auto& [cls, operations] : by_class) {
    if (operations.size() <= out.operations) continue;
    out.port = cls, out.operations = operations.size();
    out.is_interface =
        cls != facts::kNone && facts.classes[cls].kind == facts::ClassKind::kInterface;
  }
  out.has_requests =
      std::any_of(facts.classes.begin(), facts.classes.end(), [&](const facts::Class& c) {
        return link::ToolkitIndex::OperationOfType(pack, c.name) != nullptr;
      });
  return out;
}

}  // namespace

struct StubFinder::Impl {
  struct Mark {
    const rules::Toolkit* toolkit;
    Regex regex;
  };
  std::vector<Mark> marks;
  std::map<const rules::Pack*, Regex> versions, endpoint_versions;

  std::string VersionIn(const rules::Pack* pack,
                        const std::vector<const facts::FileFacts*>& files) const {
    for (const auto* patterns : {&versions, &endpoint_versions}) {
      for (const facts::FileFacts* facts : files) {
        Span whole, version;
        if (patterns->at(pack).Find(facts->source.text(), 0, &whole, &version))
          return std::string(facts->source.Slice(version));
      }
    }
    return {};
  }
};

StubFinder::StubFinder(const std::vector<const rules::Pack*>& packs)
    : impl_(std::make_unique<Impl>()) {
  for (const rules::Pack* pack : packs) {
    for (const rules::Toolkit& toolkit : pack->toolkits) {
      for (const std::string& mark : toolkit.generated_markers)
        impl_->marks.push_back({&toolkit, Regex(mark)});
    }
    impl_->versions.emplace(pack, Regex(pack->surface.wsdl_version_pattern));
    impl_->endpoint_versions.emplace(pack, Regex(pack->surface.version_pattern));
  }
}
StubFinder::~StubFinder() = default;

link::GeneratedFile StubFinder::Generated(const facts::FileFacts& facts,
                                          const evidence::FileSignals& signals) const {
  link::GeneratedFile out;
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
  for (const evidence::Signal& signal : signals.all) {
    if (NamesService(signal.kind)) return {out.toolkit, signal.pack};
  }
  return out;
}

void StubFinder::Spread(const link::Program& program,
                        const std::vector<evidence::FileSignals>& signals,
                        const evidence::SignalScanner& scanner,
                        std::vector<link::GeneratedFile>* generated) const {
  // A generator's run fills a package, or where there are none a folder.
  struct Package {
    std::vector<link::FileId> members;
    int others = 0;
    link::GeneratedFile as;
  };
  const auto key = [&](link::FileId f) {
    const facts::FileFacts& facts = program.file(f);
    return FolderOf(facts.path) + "\n" +
           (facts.space.empty() ? std::string() : facts.language + "\n" + facts.space);
  };
  std::unordered_map<std::string, Package> packages;
  std::vector<bool> another(program.file_count());
  for (link::FileId f = 0; f < program.file_count(); ++f) {
    const link::GeneratedFile& file = (*generated)[f];
    if (file.toolkit == nullptr) continue;
    Package& package = packages[key(f)];
    if (file.pack != nullptr) {
      package.members.push_back(f);
      if (package.as.pack == nullptr) package.as = file;
    } else if (NamesAnother(program.file(f), scanner)) {
      another[f] = true, ++package.others;
    }
  }
  std::vector<std::pair<link::FileId, link::GeneratedFile>> spread;
  for (link::FileId f = 0; f < program.file_count(); ++f) {
    link::GeneratedFile& file = (*generated)[f];
    if (file.pack != nullptr) continue;
    const bool names_service = signals[f].strong != nullptr;
    const auto at = packages.find(key(f));
    static const Package kNothing;
    const Package& around = at == packages.end() ? kNothing : at->second;
    if (file.toolkit == nullptr) {
      // Without a mark of its own, but in the package of many that have one, a type of the service,
      // or named by one: generated code names nothing beside it that is written by hand.
      const facts::FileFacts& facts = program.file(f);
      if (facts.space.empty() || around.members.empty()) continue;
      const auto is_named = [&](const facts::Class& c) {
        return IsTypeOf(*around.as.pack, c.name) ||
               std::any_of(around.members.begin(), around.members.end(),
                           [&](link::FileId m) { return Names(program.file(m), c.name); });
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

std::vector<Stub> StubFinder::Group(const link::Program& program,
                                    const link::ToolkitIndex& toolkits,
                                    const std::vector<link::GeneratedFile>& generated) const {
  std::map<std::string, std::vector<link::FileId>> folders;
  std::unordered_map<link::FileId, Declared> declared;
  for (link::FileId f = 0; f < program.file_count(); ++f) {
    if (generated[f].pack == nullptr) continue;
    folders[FolderOf(program.file(f).path)].push_back(f);
    declared[f] = DeclaredIn(program.file(f), toolkits, *generated[f].pack);
  }
  std::vector<std::vector<link::FileId>> parts;
  std::vector<size_t> without_port;
  for (const auto& [folder, files] : folders) {
    // A file with both a port and its types is a stub by itself; what else is there goes to the one
    // that it names.
    const size_t first = parts.size();
    std::vector<link::FileId> rest;
    for (const link::FileId f : files) {
      const bool whole = declared[f].operations > 0 && declared[f].has_requests;
      whole ? parts.push_back({f}) : rest.push_back(f);
    }
    if (parts.size() == first) parts.emplace_back();
    for (const link::FileId f : rest) {
      size_t to = first;
      for (size_t p = parts.size(); p-- > first && parts.size() > first + 1;) {
        const facts::FileFacts& whole = program.file(parts[p].front());
        if (!whole.classes.empty() && Names(program.file(f), whole.classes[0].name)) to = p;
      }
      parts[to].push_back(f);
    }
    const bool has_port = std::any_of(files.begin(), files.end(),
                                      [&](link::FileId f) { return declared[f].operations > 0; });
    if (!has_port) without_port.push_back(first);
  }
  // Types may have a package of their own, which the port's files name.
  for (const size_t types : without_port) {
    const std::string& space = program.file(parts[types].front()).space;
    if (space.empty()) continue;
    for (size_t p = 0; p < parts.size(); ++p) {
      const bool is_its_port = std::any_of(parts[p].begin(), parts[p].end(), [&](link::FileId f) {
        return declared[f].operations > 0 && Names(program.file(f), space);
      });
      if (!is_its_port) continue;
      parts[p].insert(parts[p].end(), parts[types].begin(), parts[types].end());
      parts[types].clear();
      break;
    }
  }
  std::vector<Stub> out;
  for (std::vector<link::FileId>& part : parts) {
    if (part.empty()) continue;
    std::sort(part.begin(), part.end());
    Stub stub;
    stub.main = part.front();
    for (const link::FileId f : part) {
      const auto rank = [](const Declared& d) {
        return std::make_tuple(d.operations, d.port != facts::kNone, d.has_requests,
                               d.is_interface);
      };
      if (rank(declared[f]) > rank(declared[stub.main])) stub.main = f;
    }
    stub.folder = FolderOf(program.file(stub.main).path);
    stub.port = declared[stub.main].port;
    stub.pack = generated[stub.main].pack, stub.toolkit = generated[stub.main].toolkit;
    std::vector<const facts::FileFacts*> texts = {&program.file(stub.main)};
    for (const link::FileId f : part) texts.push_back(&program.file(f));
    stub.version = impl_->VersionIn(stub.pack, texts);
    stub.files = std::move(part);
    out.push_back(std::move(stub));
  }
  std::sort(out.begin(), out.end(), [](const Stub& a, const Stub& b) { return a.main < b.main; });
  return out;
}

std::set<std::string> NamesOf(const std::vector<Stub>& stubs, const link::Program& program) {
  std::set<std::string> out;
  for (const Stub& stub : stubs) {
    if (stub.port != facts::kNone) {
      const std::string_view port = program.cls({stub.main, stub.port}).name;
      if (link::WordsIn(port) >= 2) out.emplace(port);
    }
    for (const link::FileId f : stub.files) {
      const std::string& space = program.file(f).space;
      if (space.find_first_of(".\\:") != std::string::npos) out.insert(space);
    }
  }
  return out;
}

}  // namespace unsoap::match
