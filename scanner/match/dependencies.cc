#include "scanner/match/dependencies.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/dependencies.h"
#include "scanner/link/toolkit_index.h"

namespace unsoap::match {
namespace {

/// The first dotted number in a text: "~> 0.5.1" -> {0, 5, 1}; empty if there is none.
std::vector<int> FirstVersion(std::string_view text) {
  size_t i = text.find_first_of("0123456789");
  std::vector<int> out;
  while (i < text.size() && out.size() < 4) {
    int number = 0, digits = 0;
    while (i < text.size() && IsDigit(text[i]) && digits++ < 8)
      number = number * 10 + (text[i++] - '0');
    out.push_back(number);
    if (i + 1 >= text.size() || text[i] != '.' || !IsDigit(text[i + 1])) break;
    ++i;
  }
  return out;
}

int Compare(std::vector<int> a, std::vector<int> b) {
  const size_t size = std::max(a.size(), b.size());
  a.resize(size), b.resize(size);
  for (size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

}  // namespace

bool VersionsMeet(std::string_view constraint, std::string_view bounds) {
  const std::vector<int> have = FirstVersion(constraint);
  if (have.empty() || bounds.empty()) return true;
  const bool upper_only = Trim(constraint).starts_with("<");
  for (const std::string_view part : Split(bounds, ',')) {
    const std::string_view bound = Trim(part);
    const std::vector<int> limit = FirstVersion(bound);
    if (limit.empty()) continue;
    const int order = Compare(have, limit);
    if (bound.starts_with("<=") && order > 0 && !upper_only) return false;
    if (bound.starts_with("<") && !bound.starts_with("<=") && order >= 0 && !upper_only)
      return false;
    if (bound.starts_with(">=") && order < 0 && upper_only) return false;
    if (bound.starts_with(">=") && order < 0 && !Trim(constraint).starts_with(">")) return false;
    if ((bound.starts_with("=") || IsDigit(bound[0])) && order != 0) return false;
  }
  return true;
}

std::vector<DependencyUse> MatchDependencies(const facts::FileFacts& facts,
                                             const std::vector<const rules::Pack*>& packs) {
  std::vector<DependencyUse> out;
  for (const facts::Dependency& dependency : facts.dependencies) {
    for (const rules::Pack* pack : packs) {
      const rules::Package* best = nullptr;
      for (const rules::Package& package : pack->packages) {
        // Code that is fetched from its repository: git:owner/name.
        const bool is_source = dependency.ecosystem == facts::kSourceEcosystem;
        if (!is_source && package.ecosystem != dependency.ecosystem) continue;
        const std::string wanted = (is_source ? "git:" : "") + Lower(dependency.name);
        const bool named = std::any_of(
            package.names.begin(), package.names.end(),
            [&](const std::string& name) { return link::MatchesStar(Lower(name), wanted); });
        if (!named || !VersionsMeet(dependency.version, package.versions)) continue;
        // The same coordinates may be listed for an old SOAP and a new REST generation; the version
        // decided.
        if (best == nullptr || (best->kind == "rest" && package.kind != "rest")) best = &package;
      }
      if (best == nullptr || best->kind == "rest") continue;
      out.push_back(
          {&dependency, pack, best,
           best->kind == "dual" ? findings::Confidence::kLikely : findings::Confidence::kCertain});
    }
  }
  return out;
}

}  // namespace unsoap::match
