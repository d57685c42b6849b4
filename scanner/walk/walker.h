// Walker: the state of Walk while it works; internal to walk.cc (the directories) and walk_gaps.cc
// (links, patterns without a match, what git says is there and is not).
//
// What it is not: an interface; other modules use walk.h.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/walk/directory.h"
#include "scanner/walk/ignore_rules.h"
#include "scanner/walk/ignore_scope.h"
#include "scanner/walk/member_selection.h"
#include "scanner/walk/walk.h"

namespace unsoap::walk {

struct Task {
  std::string absolute, shown;  // `shown` is empty for a root whose files are shown relative to it
  std::string name;             // below `parent`
  std::shared_ptr<const Descriptor> parent;  // null: open by `absolute`
  std::shared_ptr<const IgnoreScope> scope;
  bool included = false;  // an include glob matched a directory on the way
  bool is_root = false;
};

struct Link {
  std::string absolute, shown;
  std::shared_ptr<const IgnoreScope> scope;
  bool included;
  bool ignored_as_file = false;
};

/// What one thread has found.
struct Share {
  std::vector<FoundFile> files;
  std::vector<Skipped> skipped;
  std::vector<Link> links;
  std::vector<Skipped> ignored_in_roots;
  std::vector<std::string> directories;   // absolute; only with `follow`
  std::vector<std::string> repositories;  // absolute; they hold `.git`
  std::vector<std::string> module_lists;  // absolute; they hold `.gitmodules`
  std::vector<bool> matched;              // by pattern of `include`
  int64_t ignored_files = 0, ignored_directories = 0;
  Listing listing;  // reused
};

/// A directory of a version control system.
bool IsVersionControl(std::string_view name);

class Walker {
 public:
  explicit Walker(const WalkOptions& options)
      : options_(options),
        include_(IgnoreRules::FromList(options.include, "--include")),
        opened_(IgnoreRules::FromList(ArchivesNamed(options.include), "--include")),
        exclude_(IgnoreRules::FromList(options.exclude, "--exclude")),
        each_include_(EachAlone(options.include)),
        // Some descriptors are for the threads themselves and whatever else the process has open.
        keep_open_(std::max<int64_t>(RaiseFileLimit() / 2 - 64, 0)) {}

  /// Walks from the tasks until nothing is left and adds what was found to `total`.
  void Run(std::vector<Task> tasks, Share& total);
  void FollowLinks(const std::vector<std::string>& roots, Share& total);
  /// Without `follow`: a link to what was read anyway is none that was left out.
  void ResolveLinks(const std::vector<std::string>& roots, Share& total);
  /// What git says is there, below the root of `task`: what is not is a gap, and what it keeps is
  /// read although it ignores files of that name.
  void AddFromIndex(const Task& task, Share& total);
  void AddUnmatched(Share& total) const;

 private:
  /// What the walk would decide in a directory that need not be there.
  struct Place {
    std::shared_ptr<const IgnoreScope> scope;
    bool included = false, left_out = false;
  };
  struct Places {
    bool by_git = true;                            // whether git's own rules count
    std::unordered_map<std::string, Place> known;  // by path relative to the root
  };
  const Place& PlaceOf(const Task& root, const std::string& directory, Places& places) const;
  bool WouldRead(const Task& root, const std::string& path, bool is_directory,
                 Places& places) const;
  /// Files that git keeps and that its rules alone have hidden.
  void AddKept(const Task& root, const std::vector<std::string>& unfound, Share& total) const;
  static std::vector<IgnoreRules> EachAlone(const std::vector<std::string>& patterns);
  void Mark(Share& share, std::string_view shown, std::string_view name, bool is_directory) const;

  void Work(Share& share);
  void Process(Task& task, Share& share, std::vector<Task>& below);
  /// What of a listed directory says how to go on in it, and whether it may be a repository's own.
  ScopeFiles Survey(const Task& task, Share& share, bool* has_git_names) const;
  struct Child {
    const std::string& absolute;
    const std::string& shown;
    std::string_view name;
    bool is_directory;
  };
  /// Whether rules leave out a child, which is noted then; else `included` says whether a pattern
  /// names it.
  bool LeavesOut(const Task& task, const IgnoreScope* scope, const Child& child, Share& share,
                 bool* included) const;
  std::shared_ptr<const Descriptor> Open(const Task& task, int* error);
  void Skip(Share& share, std::string shown, SkipReason reason, std::string detail,
            bool directory) const {
    share.skipped.push_back({std::move(shown), reason, std::move(detail), directory});
  }

  const WalkOptions& options_;
  const IgnoreRules include_;
  const IgnoreRules opened_;  // archives of which an include glob names members
  const IgnoreRules exclude_;
  const std::vector<IgnoreRules> each_include_;  // empty for a pattern that takes back
  const int64_t keep_open_;
  std::atomic<int64_t> open_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> stack_;
  size_t busy_ = 0;  // threads that may still add to the stack
  size_t threads_ = 0;
};

}  // namespace unsoap::walk
