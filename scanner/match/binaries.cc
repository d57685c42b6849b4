#include "scanner/match/binaries.h"

#include <algorithm>
#include <map>

#include "scanner/base/budget.h"
#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/findings/confidence.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/link/toolkit_index.h"
#include "scanner/match/copies.h"
#include "scanner/match/place.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {
namespace {

std::string_view FileName(std::string_view path) {
  return path.substr(path.find_last_of("/!") + 1);
}
std::string_view FolderOf(std::string_view path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}
/// "com/x/Y$1.class" -> "Y".
std::string_view StemOf(std::string_view path) {
  const std::string_view name = FileName(path);
  return name.substr(0, std::min(name.find_last_of('.'), name.find('$')));
}

bool IsPackage(std::string_view path) {
  return EndsInAny(Lower(FileName(path)), rules::BuiltinWords().packages);
}

/// The outermost package among the archives of a path, or empty.
bool InPackage(const std::string& path) {
  for (size_t at = path.find("!/"); at != std::string::npos; at = path.find("!/", at + 2)) {
    if (IsPackage(path.substr(0, at))) return true;
  }
  return false;
}

/// What is said once for a package. Keys to be rotated and manifests stand for themselves.
bool IsFolded(findings::Kind kind) {
  return kind != findings::Kind::kCredential && kind != findings::Kind::kDependency &&
         kind != findings::Kind::kConfiguration;
}

/// What one artefact says of one pack.
struct Sight {
  const rules::Pack* pack = nullptr;
  std::vector<std::string> members;
  std::set<std::string> operations;
  std::vector<findings::Evidence> evidence;
  std::string version;
  const rules::Package* package = nullptr;
  uint64_t digest = 0;
  bool all_built_here = true;
};

/// What a signal in a binary is as evidence; nullptr for a signal that says nothing there.
const char* WhatSays(evidence::SignalKind kind) {
  using evidence::SignalKind;
  static constexpr std::pair<SignalKind, const char*> kSays[] = {
      {SignalKind::kNamespace, "namespace"}, {SignalKind::kCodePackage, "generated-package"},
      {SignalKind::kType, "generated-type"}, {SignalKind::kRequestElement, "request"},
      {SignalKind::kEndpoint, "endpoint"},   {SignalKind::kWsdlReference, "wsdl"},
      {SignalKind::kHost, "host"},           {SignalKind::kAnchor, "anchor"},
  };
  const auto* at = std::find_if(std::begin(kSays), std::end(kSays),
                                [&](const auto& says) { return says.first == kind; });
  return at == std::end(kSays) ? nullptr : at->second;
}

class Binaries {
 public:
  Binaries(const BinaryInput& input, std::vector<findings::Finding>& findings)
      : in_(input), findings_(findings) {
    for (const rules::Pack* pack : input.packs) {
      describers_.emplace(pack, Describer(*pack, input.as_of,
                                          input.effort == nullptr ? pack->effort : *input.effort));
    }
    const rules::Words& words = rules::BuiltinWords();
    for (const std::string& path : *input.paths) {
      const std::string lower = Lower(path);
      if (EndsInAny(lower, words.class_sources)) source_stems_.insert(std::string(StemOf(path)));
      for (const std::string& end : words.projects) {
        if (lower.ends_with(end)) projects_.insert(Lower(path.substr(0, path.size() - end.size())));
      }
    }
  }

  void Run() {
    for (const facts::Artefact* artefact : in_.artefacts) {
      if (Interrupted()) break;
      Look(*artefact);
    }
    FoldPackages();
    DropSymbols();
    for (auto& [key, sight] : sights_) Emit(key.first, sight);
    std::sort(findings_.begin(), findings_.end(), findings::Before);
  }

 private:
  void Look(const facts::Artefact& artefact) {
    for (const facts::BinaryPart& part : artefact.parts) LookInto(artefact, part);
    // A library that is known by its name alone, whatever could be read of it.
    for (const std::string& container : artefact.containers) {
      const std::string name = Lower(FileName(container));
      if (!name.ends_with(".jar")) continue;
      for (const rules::Pack* pack : in_.packs) {
        for (const rules::Package& package : pack->packages) {
          if (package.ecosystem != "jar" || package.kind == "rest") continue;
          const bool named = std::any_of(
              package.names.begin(), package.names.end(), [&](const std::string& pattern) {
                return link::MatchesStar(Lower(pattern), name) ||
                       link::MatchesStar(Lower(pattern), name.substr(0, name.size() - 4));
              });
          if (!named) continue;
          Sight& sight = SightOf(artefact.path, pack);
          sight.package = &package;
          sight.digest = artefact.digest;
          sight.all_built_here = false;
          AddEvidence("package", package.title, container, &sight);
        }
      }
    }
  }

  Sight& SightOf(const std::string& path, const rules::Pack* pack) {
    Sight& sight = sights_[{path, pack}];
    sight.pack = pack;
    return sight;
  }

  static void AddEvidence(const char* what, const std::string& text, const std::string& path,
                          Sight* sight) {
    for (const findings::Evidence& known : sight->evidence) {
      if (known.what == what) return;
    }
    findings::Evidence evidence = {what, ToValidUtf8(text.substr(0, 80)), {}};
    evidence.location.path = path;
    sight->evidence.push_back(std::move(evidence));
  }

  void LookInto(const facts::Artefact& artefact, const facts::BinaryPart& part) {
    facts::FileFacts facts;
    facts.path = part.path;
    facts.source = SourceText(part.text);
    const evidence::FileSignals signals = SignalsOf(part, facts);
    for (const rules::Pack* pack : in_.packs) {
      const Heard heard = Listen(signals, pack);
      if (!heard.evidence.empty()) Add(artefact, part, facts.source, heard, pack);
    }
  }

  evidence::FileSignals SignalsOf(const facts::BinaryPart& part,
                                  const facts::FileFacts& facts) const {
    evidence::FileSignals signals = in_.scanner->Scan(facts);
    if (part.kind != facts::BinaryKind::kJavaClass) return signals;
    // Class files write a package with slashes.
    facts::FileFacts dotted;
    std::string text = part.text;
    std::replace(text.begin(), text.end(), '/', '.');
    dotted.source = SourceText(std::move(text));
    for (const evidence::Signal& signal : in_.scanner->Scan(dotted).all) {
      if (signal.kind == evidence::SignalKind::kCodePackage) signals.all.push_back(signal);
    }
    return signals;
  }

  /// What a part says of one pack.
  struct Heard {
    std::set<std::string> operations;
    std::vector<std::pair<const char*, Span>> evidence;  // what it is, and where it stands
  };

  static Heard Listen(const evidence::FileSignals& signals, const rules::Pack* pack) {
    Heard heard;
    for (const evidence::Signal& signal : signals.all) {
      const char* const says = signal.pack == pack ? WhatSays(signal.kind) : nullptr;
      if (says == nullptr) continue;
      if (signal.operation != nullptr) heard.operations.insert(signal.operation->name);
      heard.evidence.emplace_back(says, signal.span);
    }
    return heard;
  }

  void Add(const facts::Artefact& artefact, const facts::BinaryPart& part, const SourceText& source,
           const Heard& heard, const rules::Pack* pack) {
    // The class files of a folder are one artefact, named by the first that speaks of the service.
    const bool is_loose_class = part.kind == facts::BinaryKind::kJavaClass && !artefact.is_archive;
    const std::string& key =
        !is_loose_class
            ? artefact.path
            : class_folders_.try_emplace({std::string(FolderOf(part.path)), pack}, part.path)
                  .first->second;
    Sight& sight = SightOf(key, pack);
    // Data may only quote code.
    const bool is_data = part.kind == facts::BinaryKind::kOther;
    sight.digest = artefact.digest;
    sight.members.push_back(part.path);
    sight.all_built_here = sight.all_built_here && BuiltHere(artefact, part);
    for (const auto& [what, span] : heard.evidence)
      AddEvidence(is_data ? "data" : what, std::string(source.Slice(span)), part.path, &sight);
    sight.operations.insert(heard.operations.begin(), heard.operations.end());
    Words(part.text, pack, &sight.operations);
    for (const std::string& pattern :
         {pack->surface.wsdl_version_pattern, pack->surface.version_pattern}) {
      Span whole, version;
      if (!pattern.empty() && sight.version.empty() &&
          Regex(pattern).Find(part.text, 0, &whole, &version))
        sight.version = std::string(source.Slice(version));
    }
  }

  /// Operations by their plain names, in a part that is known to speak of the service.
  static void Words(std::string_view text, const rules::Pack* pack,
                    std::set<std::string>* operations) {
    for (const std::string_view line : Split(text, '\n')) {
      if (const rules::Operation* op = pack->FindOperation(line)) operations->insert(op->name);
    }
  }

  /// True if the tree holds what the part was made from: the class's source, or the project of that
  /// name.
  bool BuiltHere(const facts::Artefact& artefact, const facts::BinaryPart& part) const {
    if (part.kind == facts::BinaryKind::kJavaClass)
      return source_stems_.contains(std::string(StemOf(part.path)));
    if (artefact.is_archive || !InBuildOutput(artefact.path)) return false;
    const std::string_view name = FileName(artefact.path);
    return projects_.contains(Lower(std::string(ProjectOf(artefact.path)) +
                                    std::string(name.substr(0, name.find_last_of('.')))));
  }

  void FoldPackages() {
    std::vector<findings::Finding> kept;
    for (findings::Finding& finding : findings_) {
      if (const auto copies = in_.copies->find(finding.location.path);
          copies != in_.copies->end()) {
        for (const std::string& path : copies->second) TakeIntoPackage(finding, path);
      }
      if (!TakeIntoPackage(finding, finding.location.path)) kept.push_back(std::move(finding));
    }
    findings_ = std::move(kept);
  }

  /// False if the path is in no package, or the finding stands for itself.
  bool TakeIntoPackage(const findings::Finding& finding, const std::string& path) {
    if (!IsInPackage(finding.kind, path)) return false;
    const rules::Pack* pack = nullptr;
    for (const rules::Pack* each : in_.packs) {
      if (finding.rule_id.starts_with(each->id + "/")) pack = each;
    }
    if (pack == nullptr) return false;
    Sight& sight = SightOf(path.substr(0, path.find("!/")), pack);
    sight.all_built_here = false;
    if (!finding.operation.empty()) sight.operations.insert(finding.operation);
    if (std::find(sight.members.begin(), sight.members.end(), path) == sight.members.end())
      sight.members.push_back(path);
    if (const auto at = finding.properties.find("wsdl_version");
        at != finding.properties.end() && sight.version.empty())
      sight.version = at->second;
    AddEvidence(finding.confidence == findings::Confidence::kCertain  ? "use"
                : finding.confidence == findings::Confidence::kLikely ? "likely-use"
                                                                      : "trace",
                finding.evidence.empty() ? finding.rule_id : finding.evidence.front().text, path,
                &sight);
    return true;
  }

  /// True if nothing but data speaks of the service.
  static bool IsData(const Sight& sight) {
    return std::ranges::all_of(sight.evidence,
                               [](const findings::Evidence& e) { return e.what == "data"; });
  }

  /// Debugger symbols beside the program that they belong to say nothing new.
  void DropSymbols() {
    std::set<std::string> programs;
    for (const auto& [key, sight] : sights_) {
      if (!IsData(sight)) programs.insert(key.first.substr(0, key.first.find_last_of('.')));
    }
    std::erase_if(sights_, [&](const auto& row) {
      return IsData(row.second) &&
             programs.contains(row.first.first.substr(0, row.first.first.find_last_of('.')));
    });
  }

  void Emit(const std::string& path, Sight& sight) {
    if (Fold(path, sight)) return;
    const Describer& about = describers_.at(sight.pack);
    findings::Finding finding;
    finding.kind = findings::Kind::kBinaryClient;
    finding.rule_id = sight.pack->id + "/binary-client";
    finding.level = about.LevelOf(finding.kind);
    finding.language = "binary";
    finding.location.path = path;
    finding.labels = LabelsOfPath(path);
    finding.evidence = std::move(sight.evidence);
    finding.confidence = findings::ConfidenceOf(finding);
    const size_t members = sight.members.size();
    if (sight.operations.size() == 1) finding.operation = *sight.operations.begin();
    finding.properties["members"] = std::to_string(members);
    if (members > 0) finding.properties["first_member"] = sight.members.front();
    if (!sight.operations.empty())
      finding.properties["operations"] =
          Join({sight.operations.begin(), sight.operations.end()}, ", ");
    if (!sight.version.empty()) finding.properties["wsdl_version"] = sight.version;
    if (sight.package != nullptr) {
      finding.properties["package"] = sight.package->title;
      if (!sight.package->advice.empty()) finding.notes.push_back(sight.package->advice);
    }
    const bool several = members > 1;
    finding.message = (sight.package != nullptr ? sight.package->title + ", a packed client of the "
                                                : std::string("Compiled code that speaks the ")) +
                      sight.pack->service_short + " API" +
                      (several ? " (" + std::to_string(members) + " members)" : "") + ": " +
                      about.Fate() +
                      "; rebuild it from migrated sources, or remove it with its last user.";
    finding.family =
        findings::Fingerprint(finding.rule_id, finding.kind, "", std::string(FileName(path)));
    finding.effort_minutes = about.Effort(finding);
    by_digest_.emplace(std::make_pair(sight.digest, sight.pack), findings_.size());
    findings_.push_back(std::move(finding));
  }

  /// What was built here goes to the source's finding, a second copy of the same bytes to the
  /// first.
  bool Fold(const std::string& path, const Sight& sight) {
    if (sight.digest != 0) {
      const auto same = by_digest_.find({sight.digest, sight.pack});
      if (same != by_digest_.end()) {
        NoteCopy(path, &findings_[same->second]);
        return true;
      }
    }
    if (!sight.all_built_here || sight.members.empty()) return false;
    const std::string project(InBuildOutput(path) ? ProjectOf(path) : FolderOf(path));
    std::set<std::string_view> stems;
    for (const std::string& member : sight.members) stems.insert(StemOf(member));
    findings::Finding* best = nullptr;
    for (findings::Finding& finding : findings_) {
      const std::string& source = finding.location.path;
      if (finding.kind == findings::Kind::kBinaryClient || !source.starts_with(project) ||
          InBuildOutput(source) || finding.confidence < findings::Confidence::kLikely)
        continue;
      if (!IsFolded(finding.kind)) continue;
      if (best == nullptr ||
          (stems.contains(StemOf(source)) && !stems.contains(StemOf(best->location.path))))
        best = &finding;
    }
    if (best == nullptr) return false;
    NoteCopy(path, best);
    return true;
  }

  const BinaryInput& in_;
  std::vector<findings::Finding>& findings_;
  std::map<const rules::Pack*, Describer> describers_;
  std::map<std::pair<std::string, const rules::Pack*>, Sight> sights_;  // by the artefact's path
  std::map<std::pair<std::string, const rules::Pack*>, std::string> class_folders_;
  std::map<std::pair<uint64_t, const rules::Pack*>, size_t> by_digest_;
  std::set<std::string> source_stems_;  // of source files that become class files
  std::set<std::string> projects_;      // paths of .NET projects without extension, lower case
};

}  // namespace

bool IsInPackage(findings::Kind kind, const std::string& path) {
  return IsFolded(kind) && InPackage(path);
}

void AddBinaries(const BinaryInput& input, std::vector<findings::Finding>* findings) {
  Binaries(input, *findings).Run();
}

}  // namespace unsoap::match
