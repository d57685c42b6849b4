#include "scanner/match/stubs.h"

#include <algorithm>

#include "scanner/base/regex.h"

namespace unsoap {

struct StubFinder::Impl {
  struct Mark {
    const Pack* pack;
    const Toolkit* toolkit;
    Regex regex;
  };
  std::vector<Mark> marks;
  std::map<const Pack*, Regex> versions, endpoint_versions;
};

StubFinder::StubFinder(const std::vector<const Pack*>& packs) : impl_(std::make_unique<Impl>()) {
  for (const Pack* pack : packs) {
    for (const Toolkit& toolkit : pack->toolkits) {
      for (const std::string& mark : toolkit.generated_markers)
        impl_->marks.push_back({pack, &toolkit, Regex(mark)});
    }
    impl_->versions.emplace(pack, Regex(pack->surface.wsdl_version_pattern));
    impl_->endpoint_versions.emplace(pack, Regex(pack->surface.version_pattern));
  }
}
StubFinder::~StubFinder() = default;

const Toolkit* StubFinder::Generated(const FileFacts& facts, const FileSignals& signals) const {
  if (signals.all.empty()) return nullptr;
  // A type's name alone may belong to any service; its namespace, package, endpoint or fields do
  // not.
  bool named = false;
  for (const Signal& signal : signals.all) {
    switch (signal.kind) {
      case SignalKind::kNamespace:
      case SignalKind::kCodePackage:
      case SignalKind::kEndpoint:
      case SignalKind::kWsdlReference:
      case SignalKind::kRequestElement:
      case SignalKind::kAuthField:
        named = true;
        break;
      default:
        break;
    }
  }
  if (!named) return nullptr;
  for (const Impl::Mark& mark : impl_->marks) {
    const std::vector<std::string>& languages = mark.toolkit->languages;
    if (!languages.empty() &&
        std::find(languages.begin(), languages.end(), facts.language) == languages.end())
      continue;
    if (mark.regex.Matches(facts.source.text())) return mark.toolkit;
  }
  return nullptr;
}

void StubFinder::Spread(const Program& program, const std::vector<FileSignals>& signals,
                        std::vector<const Toolkit*>* generated) const {
  struct Folder {
    int members = 0;
    const Toolkit* toolkit = nullptr;
  };
  const auto key = [&](FileId f) {
    const FileFacts& facts = program.file(f);
    const size_t slash = facts.path.find_last_of('/');
    return (slash == std::string::npos ? "" : facts.path.substr(0, slash)) + "\n" + facts.language +
           "\n" + facts.space;
  };
  std::map<std::string, Folder> folders;
  for (FileId f = 0; f < program.file_count(); ++f) {
    if ((*generated)[f] == nullptr) continue;
    Folder& folder = folders[key(f)];
    ++folder.members;
    if (folder.toolkit == nullptr) folder.toolkit = (*generated)[f];
  }
  for (FileId f = 0; f < program.file_count(); ++f) {
    if ((*generated)[f] != nullptr || signals[f].strong == nullptr || program.file(f).space.empty())
      continue;
    const auto at = folders.find(key(f));
    if (at != folders.end() && at->second.members >= 3) (*generated)[f] = at->second.toolkit;
  }
}

std::vector<Stub> StubFinder::Group(const Program& program, const std::vector<FileSignals>& signals,
                                    const std::vector<const Toolkit*>& generated) const {
  std::map<std::string, Stub> by_folder;
  for (FileId f = 0; f < program.file_count(); ++f) {
    if (generated[f] == nullptr) continue;
    const FileFacts& facts = program.file(f);
    const size_t slash = facts.path.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "" : facts.path.substr(0, slash);
    Stub& stub = by_folder[folder];
    stub.folder = folder;
    stub.files.push_back(f);
    if (stub.toolkit == nullptr) stub.toolkit = generated[f];
    for (const Signal& signal : signals[f].all) {
      if (stub.pack == nullptr) stub.pack = signal.pack;
    }
    if (stub.pack == nullptr) continue;
    // The file that declares the port or the service speaks for the stub.
    const Surface& surface = stub.pack->surface;
    for (const Class& c : facts.classes) {
      const auto is = [&](const std::vector<std::string>& names) {
        return std::find(names.begin(), names.end(), c.name) != names.end();
      };
      if (is(surface.port_types)) stub.main = f;
      if (stub.main == kNone && (is(surface.service_names) || is(surface.port_names)))
        stub.main = f;
    }
    Span whole, version;
    for (const auto* patterns : {&impl_->versions, &impl_->endpoint_versions}) {
      if (stub.version.empty() &&
          patterns->at(stub.pack).Find(facts.source.text(), 0, &whole, &version)) {
        stub.version = std::string(facts.source.Slice(version));
      }
    }
  }
  std::vector<Stub> out;
  for (auto& [folder, stub] : by_folder) {
    if (stub.pack == nullptr) continue;
    if (stub.main == kNone) stub.main = stub.files.front();
    out.push_back(std::move(stub));
  }
  return out;
}

}  // namespace unsoap
