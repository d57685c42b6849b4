// What a walk did not read although it is named: links, patterns of --include, and what the index
// of a git repository has beyond the disk.
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_set>
#include <utility>

#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/walk/checkout.h"
#include "scanner/walk/member_selection.h"
#include "scanner/walk/walker.h"

namespace unsoap::walk {

using Says = IgnoreRules::Verdict::Says;

void Walker::FollowLinks(const std::vector<std::string>& roots, Share& total) {
  // Every directory and file is read once, under the path that comes first: by itself, or through
  // the first link in order. So loops end, chains of links cannot multiply, and the answer is the
  // same for any number of threads.
  std::unordered_set<std::string> seen;
  const auto absorb = [&seen](Share& share, Share* into) {
    for (std::string& directory : share.directories) seen.insert(std::move(directory));
    share.directories.clear();
    for (const FoundFile& file : share.files) seen.insert(file.absolute);
    if (into != nullptr) {
      for (FoundFile& file : share.files) into->files.push_back(std::move(file));
      for (Skipped& skipped : share.skipped) into->skipped.push_back(std::move(skipped));
      into->ignored_files += share.ignored_files;
      into->ignored_directories += share.ignored_directories;
    }
  };
  absorb(total, nullptr);
  std::vector<Link> links = std::move(total.links);
  while (!links.empty()) {
    std::ranges::sort(links, {}, &Link::shown);
    std::vector<Link> more;
    for (Link& link : links) {
      const std::string target = RealPath(link.absolute);
      struct stat info {};
      if (target.empty() || stat(target.c_str(), &info) != 0) {
        const int error = errno;
        Skip(total, link.shown, error == ELOOP ? SkipReason::kLinkLoop : SkipReason::kUnreadable,
             error == ENOENT ? "the link leads nowhere" : strerror(error), false);
        continue;
      }
      const bool directory = S_ISDIR(info.st_mode);
      if (std::ranges::none_of(roots,
                               [&](const std::string& root) { return IsWithin(target, root); })) {
        Skip(total, link.shown, SkipReason::kOutsideRoot, "", directory);
      } else if (directory && IsWithin(link.absolute, target)) {
        Skip(total, link.shown, SkipReason::kLinkLoop, "", true);
      } else if (seen.contains(target)) {
        Skip(total, link.shown, SkipReason::kLink, "its target is read by itself", directory);
      } else if (directory) {
        Share share;
        Run({Task{target, link.shown, "", nullptr, link.scope, link.included, false}}, share);
        std::erase_if(share.files,
                      [&](const FoundFile& file) { return seen.contains(file.absolute); });
        for (Link& next : share.links) more.push_back(std::move(next));
        absorb(share, &total);
      } else if (S_ISREG(info.st_mode)) {
        seen.insert(target);
        total.files.push_back({link.shown, target});
      } else {
        Skip(total, link.shown, SkipReason::kSpecial, "", false);
      }
    }
    links = std::move(more);
  }
}

void Walker::ResolveLinks(const std::vector<std::string>& roots, Share& total) {
  if (total.links.empty()) return;
  std::vector<std::string_view> read;
  for (const FoundFile& file : total.files) read.push_back(file.absolute);
  std::ranges::sort(read);
  for (const Link& link : total.links) {
    const std::string target = RealPath(link.absolute);
    if (target.empty()) {
      const int error = errno;
      Skip(total, link.shown, error == ELOOP ? SkipReason::kLinkLoop : SkipReason::kLink,
           error == ENOENT ? "it leads nowhere" : strerror(error), false);
      continue;
    }
    if (std::ranges::none_of(roots,
                             [&](const std::string& root) { return IsWithin(target, root); })) {
      Skip(total, link.shown, SkipReason::kOutsideRoot, "", false);
      continue;
    }
    // The first file at or below the target; a directory around the link is being read.
    const auto at = std::ranges::lower_bound(read, target);
    const bool is_read =
        IsWithin(link.absolute, target) || (at != read.end() && *at == target) || [&] {
          const std::string below = target + "/";
          const auto first = std::ranges::lower_bound(read, below);
          return first != read.end() && first->starts_with(below);
        }();
    if (!is_read)
      Skip(total, link.shown, SkipReason::kLink, "its target is not read either", false);
  }
  total.links.clear();
}

std::vector<IgnoreRules> Walker::EachAlone(const std::vector<std::string>& patterns) {
  std::vector<IgnoreRules> out;
  for (const std::string& pattern : patterns) {
    std::vector<std::string> either = ArchivesNamed({pattern});
    either.push_back(pattern);
    out.push_back(pattern.starts_with('!') ? IgnoreRules()
                                           : IgnoreRules::FromList(either, "--include"));
  }
  return out;
}

void Walker::Mark(Share& share, std::string_view shown, std::string_view name,
                  bool is_directory) const {
  share.matched.resize(each_include_.size());
  for (size_t i = 0; i < each_include_.size(); ++i) {
    if (!share.matched[i])
      share.matched[i] = each_include_[i].Decide(shown, name, is_directory).says == Says::kIgnore;
  }
}

void Walker::AddUnmatched(Share& total) const {
  total.matched.resize(each_include_.size());
  for (size_t i = 0; i < each_include_.size(); ++i) {
    if (!each_include_[i].empty() && !total.matched[i])
      Skip(total, options_.include[i], SkipReason::kNoMatch,
           "no path matches this pattern of --include", false);
  }
}

const Walker::Place& Walker::PlaceOf(const Task& root, const std::string& directory,
                                     Places& places) const {
  if (const auto at = places.known.find(directory); at != places.known.end()) return at->second;
  Place place;
  place.scope =
      places.by_git ? root.scope : ScopeAbove(root.absolute, false, options_.use_own_ignore);
  const auto join = [](std::string base, const std::string& rest) {
    if (!base.empty() && !rest.empty() && base.back() != '/') base += '/';
    return base + rest;
  };
  const std::string absolute = join(root.absolute, directory), shown = join(root.shown, directory);
  if (!directory.empty()) {
    const std::string_view name = NameOf(directory);
    place = PlaceOf(root, FolderOf(directory), places);
    place.left_out =
        place.left_out ||
        IgnoreScope::Decide(place.scope.get(), absolute, name, true).says == Says::kIgnore ||
        exclude_.Decide(shown, name, true).says == Says::kIgnore;
    if (const auto verdict = include_.Decide(shown, name, true); verdict.says != Says::kNothing)
      place.included = verdict.says == Says::kIgnore;
  }
  const auto exists = [&](const char* name) {
    struct stat info {};
    return lstat((absolute + "/" + name).c_str(), &info) == 0;
  };
  ScopeFiles files;
  if (!place.left_out) {
    const bool by_git = places.by_git && options_.use_vcs_ignore;
    files.git_ignore = by_git && exists(".gitignore");
    files.own_ignore = options_.use_own_ignore && exists(".unsoapignore");
    files.git = by_git && exists(".git");
  }
  if (files.any()) place.scope = EnterDirectory(place.scope, absolute, shown, files);
  return places.known.emplace(directory, std::move(place)).first->second;
}

bool Walker::WouldRead(const Task& root, const std::string& path, bool is_directory,
                       Places& places) const {
  const std::string_view name = NameOf(path);
  const Place& place = PlaceOf(root, FolderOf(path), places);
  const std::string shown =
      root.shown.empty() ? path : root.shown + (root.shown.back() == '/' ? "" : "/") + path;
  const std::string absolute = root.absolute == "/" ? "/" + path : root.absolute + "/" + path;
  if (place.left_out ||
      IgnoreScope::Decide(place.scope.get(), absolute, name, is_directory).says == Says::kIgnore ||
      exclude_.Decide(shown, name, is_directory).says == Says::kIgnore)
    return false;
  if (include_.empty() || is_directory) return true;
  const auto verdict = include_.Decide(shown, name, false);
  return verdict.says == Says::kNothing ? place.included : verdict.says == Says::kIgnore;
}

void Walker::AddKept(const Task& root, const std::vector<std::string>& unfound,
                     Share& total) const {
  Places places;
  places.by_git = false;
  const size_t begin = root.absolute == "/" ? 1 : root.absolute.size() + 1;
  for (const std::string& absolute : unfound) {
    if (absolute.size() <= begin) continue;
    const std::string path = absolute.substr(begin);
    const std::vector<std::string_view> parts = Split(path, '/');
    // Nothing by way of a link, which a walk would not have followed.
    if (std::any_of(parts.begin(), parts.end(), IsVersionControl) || RealPath(absolute) != absolute)
      continue;
    if (!WouldRead(root, path, false, places)) continue;
    const bool slash = !root.shown.empty() && root.shown.back() != '/';
    total.files.push_back({root.shown + (slash ? "/" : "") + path, absolute});
  }
}

void Walker::AddFromIndex(const Task& root, Share& total) {
  std::vector<std::string> tops;
  if (std::string around = RepositoryAround(root.absolute); !around.empty())
    tops.push_back(std::move(around));
  for (const std::string& top : total.repositories) {
    if (IsWithin(top, root.absolute) && top != root.absolute) tops.push_back(top);
  }
  if (tops.empty() && total.module_lists.empty()) return;
  std::ranges::sort(tops);
  std::unordered_set<std::string_view> found;
  for (const FoundFile& file : total.files) found.insert(file.absolute);
  const auto is_found = [&](const std::string& path) { return found.contains(path); };
  std::vector<Absent> absent;
  std::vector<std::string> indexed, kept;
  for (const std::string& top : tops) {
    Indexed more = CompareWithIndex(top, root.absolute, is_found);
    absent.insert(absent.end(), std::make_move_iterator(more.absent.begin()),
                  std::make_move_iterator(more.absent.end()));
    kept.insert(kept.end(), more.unfound.begin(), more.unfound.end());
    if (more.is_read) indexed.push_back(top);
  }
  for (const std::string& directory : total.module_lists) {
    // An index knows better than a list that may be out of date.
    if (!IsWithin(directory, root.absolute) ||
        std::ranges::find(indexed, directory) != indexed.end())
      continue;
    for (Absent& module : FindAbsentModules(directory)) absent.push_back(std::move(module));
  }
  AddKept(root, kept, total);
  Places places;
  for (Absent& one : absent) {
    std::string path =
        one.absolute.size() <= root.absolute.size()
            ? ""
            : one.absolute.substr(root.absolute == "/" ? 1 : root.absolute.size() + 1);
    if (!path.empty() && !WouldRead(root, path, one.is_directory, places)) continue;
    if (one.reason == SkipReason::kNotCheckedOut && !options_.absent_because.empty())
      one.detail = options_.absent_because;
    std::string shown = root.shown;
    if (!path.empty() && !shown.empty() && shown.back() != '/') shown += '/';
    shown += path;
    Skip(total, shown.empty() ? "." : shown, one.reason, std::move(one.detail), one.is_directory);
  }
}

}  // namespace unsoap::walk
