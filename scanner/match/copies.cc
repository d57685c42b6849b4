// Copies that a build made of sources: one finding for both.
#include "scanner/match/copies.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "scanner/base/text.h"
#include "scanner/match/binaries.h"
#include "scanner/match/place.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {
namespace {

constexpr int kMaxPaths = 10;

std::string_view FileName(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

/// "app.min.js" -> "app": what stays of a name when it is built.
std::string Stem(std::string_view path) {
  const std::string name = Lower(FileName(path));
  return name.substr(0, name.find('.'));
}

/// App.config is deployed as Program.exe.config; the wizard of a service reference keeps the
/// endpoint once more.
bool IsDeployedConfig(std::string_view path) {
  return EndsInAny(Lower(FileName(path)), rules::BuiltinWords().deployed_configs);
}
bool IsSourceConfig(std::string_view path) {
  return EndsInAny(Lower(FileName(path)), rules::BuiltinWords().configs) && !IsDeployedConfig(path);
}

/// Build output that is a translation or a bundle of sources, against bin/, which may hold scripts
/// of its own.
bool IsTranslation(std::string_view path) {
  const std::string folders = "/" + Lower(path.substr(0, path.find_last_of('/') + 1));
  return folders.find("/bin/") == std::string::npos && InBuildOutput(path);
}

size_t CommonPrefix(std::string_view a, std::string_view b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                             a.begin());
}

class Folder {
 public:
  Folder(const std::vector<facts::FileFacts>& facts, std::vector<findings::Finding>& findings)
      : findings_(findings) {
    for (const facts::FileFacts& file : facts)
      digest_.emplace(file.path, std::hash<std::string>()(file.source.text()));
    for (size_t i = 0; i < findings.size(); ++i) {
      if (IsCopyPlace(findings[i])) continue;
      const findings::Finding& source = findings[i];
      by_family_[{source.rule_id, source.family}].push_back(i);
      const auto digest = digest_.find(source.location.path);
      if (digest != digest_.end())
        by_place_[{source.rule_id, digest->second, source.location.start_line}].push_back(i);
      if (IsSourceConfig(source.location.path))
        by_line_[{source.rule_id, source.location.start_line}].push_back(i);
    }
  }

  void Run() {
    std::vector<bool> gone(findings_.size());
    for (size_t i = 0; i < findings_.size(); ++i) {
      if (!IsCopyPlace(findings_[i])) continue;
      const findings::Finding* source = SourceOf(findings_[i]);
      if (source == nullptr) continue;
      gone[i] = true;
      NoteCopy(findings_[i].location.path, const_cast<findings::Finding*>(source));
    }
    size_t kept = 0;
    for (size_t i = 0; i < findings_.size(); ++i) {
      if (gone[i]) continue;
      if (kept != i) findings_[kept] = std::move(findings_[i]);
      ++kept;
    }
    findings_.resize(kept);
  }

 private:
  static bool IsCopyPlace(const findings::Finding& finding) {
    const std::string& path = finding.location.path;
    return (InBuildOutput(path) || IsDeployedConfig(path)) &&
           finding.kind != findings::Kind::kBinaryClient;
  }

  const findings::Finding* SourceOf(const findings::Finding& copy) const {
    const std::string& path = copy.location.path;
    std::vector<size_t> candidates;
    const auto take = [&](const auto& index, const auto& key) {
      const auto at = index.find(key);
      if (at != index.end())
        candidates.insert(candidates.end(), at->second.begin(), at->second.end());
    };
    take(by_family_, std::pair{copy.rule_id, copy.family});
    if (const auto digest = digest_.find(path); digest != digest_.end())
      take(by_place_, std::tuple{copy.rule_id, digest->second, copy.location.start_line});
    if (IsDeployedConfig(path)) take(by_line_, std::pair{copy.rule_id, copy.location.start_line});
    std::sort(candidates.begin(), candidates.end());
    const findings::Finding* best = nullptr;
    size_t best_near = 0;
    for (const size_t i : candidates) {
      const findings::Finding& source = findings_[i];
      if (source.kind != copy.kind || !Repeats(copy, source)) continue;
      const size_t near = CommonPrefix(path, source.location.path);
      if (best == nullptr || near > best_near) best = &source, best_near = near;
    }
    return best;
  }

  bool Repeats(const findings::Finding& copy, const findings::Finding& source) const {
    const std::string &from = source.location.path, &to = copy.location.path;
    const auto a = digest_.find(from), b = digest_.find(to);
    if (a != digest_.end() && b != digest_.end() && a->second == b->second)
      return source.location.start_line == copy.location.start_line;
    if (IsDeployedConfig(to))
      return IsSourceConfig(from) && (source.family == copy.family ||
                                      source.location.start_line == copy.location.start_line);
    if (source.family != copy.family) return false;
    return Stem(from) == Stem(to) || (IsTranslation(to) && source.language == copy.language);
  }

  std::vector<findings::Finding>& findings_;
  std::map<std::string, size_t> digest_;
  // Sources by what a copy may share with them.
  std::map<std::pair<std::string, std::string>, std::vector<size_t>> by_family_;
  std::map<std::tuple<std::string, size_t, int>, std::vector<size_t>> by_place_;
  std::map<std::pair<std::string, int>, std::vector<size_t>> by_line_;
};

}  // namespace

bool InBuildOutput(std::string_view path) { return ProjectOf(path).data() != nullptr; }

std::string_view ProjectOf(std::string_view path) {
  // What is inside an archive was not written there by a build of this tree.
  const std::string_view outer = path.substr(0, path.find("!/"));
  for (size_t at = 0; at < outer.size();) {
    const size_t slash = outer.find('/', at);
    if (slash == std::string_view::npos) break;
    if (IsBuildFolder(Lower(outer.substr(at, slash - at)))) return outer.substr(0, at);
    at = slash + 1;
  }
  return {};
}

void NoteCopy(const std::string& path, findings::Finding* finding) {
  std::string& count = finding->properties["copies"];
  const int known = count.empty() ? 0 : std::stoi(count);
  std::string& paths = finding->properties["copy_paths"];
  const bool listed = ("\n" + paths + "\n").find("\n" + path + "\n") != std::string::npos;
  if (listed) return;  // a second finding at the same line of the same copy
  if (known < kMaxPaths) paths += (paths.empty() ? "" : "\n") + path;
  count = std::to_string(known + 1);
}

void FoldCopies(const std::vector<facts::FileFacts>& facts, const RepeatedFiles& repeated,
                std::vector<findings::Finding>* findings) {
  for (findings::Finding& finding : *findings) {
    const auto copies = repeated.find(finding.location.path);
    if (copies == repeated.end()) continue;
    for (const std::string& path : copies->second) {
      if (!IsInPackage(finding.kind, path)) NoteCopy(path, &finding);
    }
  }
  Folder(facts, *findings).Run();
}

}  // namespace unsoap::match
