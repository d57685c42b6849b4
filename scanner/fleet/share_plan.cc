#include "scanner/fleet/share_plan.h"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "reporters/sha256.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/dependencies.h"

namespace unsoap::fleet {
namespace {

constexpr size_t kLongestModule = 300;

/// As a regular expression that takes any joint between the parts of a name.
std::string PatternOf(std::string_view name) {
  constexpr std::string_view kJoints = ".\\:/-_";
  std::string out;
  if (name.size() > kLongestModule || ToValidUtf8(name) != name) return out;
  for (const char c : name) {
    if (kJoints.find(c) != std::string_view::npos) {
      if (!out.ends_with("]+")) out += "[-_.:/\\\\]+";
    } else {
      if (!IsWordChar(c) && (c & 0x80) == 0) out += '\\';
      out += c;
    }
  }
  return out.empty() ? out : out + "([.:/\\\\].*)?";
}

/// Modules by which code may name a file of a package: by its namespace, or where it lies.
void AddModules(const rules::SharedWrapper& wrapper, std::string_view path,
                std::set<std::string>* out) {
  if (!wrapper.space.empty()) out->insert(PatternOf(wrapper.space));
  path = path.substr(0, path.rfind('.'));
  const std::vector<std::string_view> parts = Split(path, '/');
  // From the top, and from below the one folder that holds the sources.
  for (size_t i = 0; i < parts.size() && i < 2; ++i) {
    if (i == 0 || i + 1 < parts.size()) out->insert(PatternOf(parts[i]));
  }
}

size_t DepthOf(std::string_view folder) {
  return static_cast<size_t>(std::count(folder.begin(), folder.end(), '/'));
}

std::string DigestOf(const std::vector<rules::Package>& packages) {
  std::string text;
  const auto add = [&](std::string_view part) {
    text += std::to_string(part.size()) + ':' + std::string(part) + ';';
  };
  for (const rules::Package& package : packages) {
    add(package.id);
    for (const std::string& import : package.imports) add(import);
    Library all;
    all.wrappers = package.shared;
    add(ToJson(all));
    for (const rules::SharedWrapper& wrapper : package.shared) add(wrapper.repository);
  }
  return reporters::Sha256Hex(text).substr(0, 40);
}

}  // namespace

SharePlan::SharePlan(std::vector<Member> members)
    : members_(std::move(members)),
      uses_(members_.size()),
      circle_(members_.size()),
      settled_(members_.size()),
      last_(members_.size()) {
  FindOwners();
  for (size_t row = 0; row < members_.size(); ++row) {
    std::set<size_t> uses;
    for (const facts::PackageName& name : members_[row].library.depends_on) {
      const auto owner = owners_.find(name);
      if (owner != owners_.end() && owner->second.row != row) uses.insert(owner->second.row);
    }
    uses_[row].assign(uses.begin(), uses.end());
  }
  FindCircles();
}

void SharePlan::FindOwners() {
  for (size_t row = 0; row < members_.size(); ++row) {
    for (const Library::Package& package : members_[row].library.packages) {
      const auto [at, is_new] = owners_.try_emplace(package.name, Owner{row, package.folder});
      const auto order = [](size_t r, const std::string& folder) {
        return std::tuple(DepthOf(folder), r, folder);
      };
      if (!is_new && order(row, package.folder) < order(at->second.row, at->second.folder))
        at->second = {row, package.folder};
    }
    // Who fetches it from its repository names that: git:owner/name, or a submodule.
    owners_.try_emplace({std::string(facts::kSourceEcosystem), Lower(members_[row].id)},
                        Owner{row, ""});
  }
}

void SharePlan::FindCircles() {
  // Tarjan's strongly connected components; the number of one is that of its first row.
  constexpr size_t kNone = static_cast<size_t>(-1);
  std::vector<size_t> number(members_.size(), kNone), low(members_.size());
  std::vector<bool> is_open(members_.size());
  std::vector<size_t> open;
  size_t next = 0;
  struct Step {
    size_t row, use;
  };
  for (size_t first = 0; first < members_.size(); ++first) {
    if (number[first] != kNone) continue;
    std::vector<Step> steps = {{first, 0}};
    while (!steps.empty()) {
      const size_t row = steps.back().row;
      if (number[row] == kNone) {
        number[row] = low[row] = next++;
        open.push_back(row);
        is_open[row] = true;
      }
      if (steps.back().use < uses_[row].size()) {
        const size_t use = uses_[row][steps.back().use++];
        if (number[use] == kNone) {
          steps.push_back({use, 0});
        } else if (is_open[use]) {
          low[row] = std::min(low[row], number[use]);
        }
        continue;
      }
      steps.pop_back();
      if (!steps.empty()) low[steps.back().row] = std::min(low[steps.back().row], low[row]);
      if (low[row] != number[row]) continue;
      for (size_t member = kNone; member != row;) {
        member = open.back();
        open.pop_back();
        is_open[member] = false;
        circle_[member] = row;
      }
    }
  }
}

bool SharePlan::IsReady(size_t row) const {
  return std::all_of(uses_[row].begin(), uses_[row].end(),
                     [&](size_t use) { return settled_[use] || circle_[use] == circle_[row]; });
}

rules::Package SharePlan::PackageFor(const facts::PackageName& name, size_t owner,
                                     size_t user) const {
  const Member& member = members_[owner];
  const std::string& folder = owners_.at(name).folder;
  // A package inside of another one is not that one's.
  const bool is_whole = name.ecosystem == facts::kSourceEcosystem;
  const auto is_inside = [&](const std::string& path) {
    if (is_whole) return true;
    if (!path.starts_with(folder)) return false;
    return std::none_of(member.library.packages.begin(), member.library.packages.end(),
                        [&](const Library::Package& other) {
                          return other.folder.size() > folder.size() &&
                                 path.starts_with(other.folder);
                        });
  };
  rules::Package package;
  package.id = "library:" + name.ecosystem + ":" + name.name;
  package.title = name.name, package.ecosystem = "copy-in", package.kind = "soap";
  std::set<std::string> imports = {PatternOf(name.name)};
  const bool in_circle = circle_[owner] == circle_[user];
  for (const rules::SharedWrapper& wrapper : in_circle ? member.library.wrappers : last_[owner]) {
    if (!is_inside(wrapper.path)) continue;
    package.shared.push_back(wrapper);
    package.shared.back().repository = member.id;
    AddModules(wrapper, std::string_view(wrapper.path).substr(folder.size()), &imports);
  }
  imports.erase("");
  package.imports.assign(imports.begin(), imports.end());
  return package;
}

Offer SharePlan::OfferTo(size_t row) const {
  Offer out;
  std::set<size_t> named;  // rows that it depends on by the name of a package
  for (const facts::PackageName& name : members_[row].library.depends_on) {
    const auto owner = owners_.find(name);
    if (owner != owners_.end() && name.ecosystem != facts::kSourceEcosystem)
      named.insert(owner->second.row);
  }
  for (const facts::PackageName& name : members_[row].library.depends_on) {
    const auto owner = owners_.find(name);
    if (owner == owners_.end() || owner->second.row == row) continue;
    if (name.ecosystem == facts::kSourceEcosystem && named.contains(owner->second.row)) continue;
    rules::Package package = PackageFor(name, owner->second.row, row);
    if (!package.shared.empty()) out.packages.push_back(std::move(package));
  }
  if (!out.packages.empty()) out.digest = DigestOf(out.packages);
  return out;
}

void SharePlan::Settle(size_t row, std::vector<rules::SharedWrapper> wrappers) {
  last_[row] = std::move(wrappers);
  settled_[row] = true;
}

}  // namespace unsoap::fleet
