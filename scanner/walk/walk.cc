#include "scanner/walk/walk.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

#include "scanner/base/budget.h"
#include "scanner/base/parallel.h"
#include "scanner/base/paths.h"
#include "scanner/walk/checkout.h"
#include "scanner/walk/walker.h"

namespace unsoap::walk {
namespace {

using Says = IgnoreRules::Verdict::Says;

/// Directories that belong to a version control system: copies of what is in the tree, and nothing
/// to migrate.
constexpr std::string_view kVersionControl[] = {".git", ".hg", ".svn",  ".bzr",
                                                ".jj",  "CVS", "_darcs"};

}  // namespace

bool IsVersionControl(std::string_view name) {
  return std::ranges::find(kVersionControl, name) != std::end(kVersionControl);
}

void Walker::Run(std::vector<Task> tasks, Share& total) {
  const auto most =
      static_cast<size_t>(options_.jobs > 0 ? options_.jobs : std::min(2 * DefaultJobs(), 32));
  stack_ = std::move(tasks);
  std::vector<Share> shares(most);
  std::vector<std::thread> threads;
  busy_ = threads_ = most;
  for (size_t i = 1; i < most; ++i) {
    try {
      threads.emplace_back([this, &share = shares[i]] { Work(share); });
    } catch (const std::exception&) {  // fewer threads do as well
      const std::lock_guard<std::mutex> lock(mutex_);
      busy_ -= most - i;
      threads_ -= most - i;
      break;
    }
  }
  Work(shares[0]);
  for (std::thread& thread : threads) thread.join();
  const auto move_all = [](auto& from, auto& to) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  for (Share& share : shares) {
    move_all(share.files, total.files);
    move_all(share.skipped, total.skipped);
    move_all(share.links, total.links);
    move_all(share.directories, total.directories);
    move_all(share.repositories, total.repositories);
    move_all(share.module_lists, total.module_lists);
    move_all(share.ignored_in_roots, total.ignored_in_roots);
    total.matched.resize(each_include_.size());
    for (size_t i = 0; i < share.matched.size(); ++i)
      total.matched[i] = total.matched[i] || share.matched[i];
    total.ignored_files += share.ignored_files;
    total.ignored_directories += share.ignored_directories;
  }
}

void Walker::Work(Share& share) {
  std::vector<Task> below;
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    if (stack_.empty()) {
      if (--busy_ == 0) {
        changed_.notify_all();
        return;
      }
      changed_.wait(lock, [this] { return !stack_.empty() || busy_ == 0; });
      if (stack_.empty()) return;
      ++busy_;
      continue;
    }
    Task task = std::move(stack_.back());
    stack_.pop_back();
    lock.unlock();
    below.clear();
    if (Interrupted()) {
      Skip(share, task.shown.empty() ? "." : task.shown, SkipReason::kInterrupted, "", true);
    } else {
      Process(task, share, below);
    }
    lock.lock();
    const size_t added = below.size();
    for (Task& next : below) stack_.push_back(std::move(next));
    // This thread takes one of them itself.
    if (added > 1 && busy_ < threads_) changed_.notify_all();
  }
}

std::shared_ptr<const Descriptor> Walker::Open(const Task& task, int* error) {
  for (int attempt = 0;; ++attempt) {
    int fd = OpenDirectory(task.parent.get(), task.name, task.absolute);
    if (fd >= 0) {
      ++open_;
      return {new Descriptor(fd), [this](const Descriptor* descriptor) {
                delete descriptor;
                --open_;
              }};
    }
    *error = errno;
    if (*error == EINTR) continue;
    if ((*error != EMFILE && *error != ENFILE) || attempt == 500) return nullptr;
    // Give up the descriptors kept for directories still waiting: those are opened by path then.
    {
      std::vector<std::shared_ptr<const Descriptor>> dropped;
      const std::lock_guard<std::mutex> lock(mutex_);
      for (Task& waiting : stack_) dropped.push_back(std::move(waiting.parent));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(attempt < 20 ? 1 : 10));
  }
}

ScopeFiles Walker::Survey(const Task& task, Share& share, bool* has_git_names) const {
  ScopeFiles files;
  int git_names = 0;
  for (const DirectoryEntry& entry : share.listing.entries) {
    const std::string_view name(share.listing.names.data() + entry.name_begin, entry.name_size);
    git_names += name == "HEAD" || name == "objects" || name == "refs";
    if (name[0] != '.') continue;
    if (name == ".gitignore") files.git_ignore = options_.use_vcs_ignore;
    if (name == ".git") {
      files.git = options_.use_vcs_ignore;
      share.repositories.push_back(task.absolute);
    }
    if (name == ".gitmodules") share.module_lists.push_back(task.absolute);
    if (name == ".unsoapignore") files.own_ignore = options_.use_own_ignore;
  }
  *has_git_names = git_names == 3;
  return files;
}

bool Walker::LeavesOut(const Task& task, const IgnoreScope* scope, const Child& child, Share& share,
                       bool* included) const {
  const auto& [absolute, shown, name, is_directory] = child;
  if (scope != nullptr) {
    const auto verdict = IgnoreScope::Decide(scope, absolute, name, is_directory);
    if (verdict.says == Says::kIgnore) {
      ++(is_directory ? share.ignored_directories : share.ignored_files);
      if (options_.record_ignored)
        Skip(share, shown, SkipReason::kIgnored, verdict.Place(), is_directory);
      if (task.is_root)
        share.ignored_in_roots.push_back(
            {shown, SkipReason::kIgnored, verdict.Place(), is_directory});
      return true;
    }
  }
  if (!exclude_.empty()) {
    const auto verdict = exclude_.Decide(shown, name, is_directory);
    if (verdict.says == Says::kIgnore) {
      Skip(share, shown, SkipReason::kExcluded,
           "--exclude " + options_.exclude[static_cast<size_t>(verdict.line) - 1], is_directory);
      return true;
    }
  }
  *included = task.included;
  if (include_.empty()) return false;
  Mark(share, shown, name, is_directory);
  const auto verdict = include_.Decide(shown, name, is_directory);
  if (verdict.says != Says::kNothing) *included = verdict.says == Says::kIgnore;
  if (*included || is_directory || opened_.Decide(shown, name, false).says == Says::kIgnore)
    return false;
  Skip(share, shown, SkipReason::kExcluded, "no --include matches", false);
  return true;
}

void Walker::Process(Task& task, Share& share, std::vector<Task>& below) {
  int error = 0;
  std::shared_ptr<const Descriptor> directory = Open(task, &error);
  task.parent.reset();
  if (directory == nullptr) {
    const bool link = error == ELOOP || error == ENOTDIR;  // replaced since it was listed
    Skip(share, task.shown,
         link                    ? SkipReason::kLink
         : error == ENAMETOOLONG ? SkipReason::kTooDeep
                                 : SkipReason::kUnreadable,
         strerror(error), true);
    return;
  }
  Listing& listing = share.listing;
  listing.names.clear();
  listing.entries.clear();
  error = List(directory->fd(), listing);
  if (error != 0) Skip(share, task.shown, SkipReason::kUnreadable, strerror(error), true);
  if (options_.follow) share.directories.push_back(task.absolute);

  bool has_git_names = false;
  const ScopeFiles files = Survey(task, share, &has_git_names);
  const bool is_git_directory = has_git_names && IsGitDirectory(task.absolute);
  if (is_git_directory) {
    Skip(share, task.shown.empty() ? "." : task.shown, SkipReason::kBareRepository,
         "its files are in its object store: --git-dir reads them there", true);
  }
  const std::shared_ptr<const IgnoreScope> scope =
      files.any() ? EnterDirectory(task.scope, task.absolute, task.shown, files) : task.scope;

  // Children are opened relative to this directory as long as there are descriptors to spare.
  std::shared_ptr<const Descriptor> keep = open_.load() <= keep_open_ ? directory : nullptr;
  std::string absolute = task.absolute;
  if (absolute.back() != '/') absolute += '/';
  std::string shown = task.shown;
  if (!shown.empty() && shown.back() != '/') shown += '/';
  const size_t absolute_base = absolute.size();
  const size_t shown_base = shown.size();
  for (const DirectoryEntry& entry : listing.entries) {
    const std::string_view name(listing.names.data() + entry.name_begin, entry.name_size);
    absolute.resize(absolute_base);
    absolute += name;
    shown.resize(shown_base);
    shown += name;
    const bool is_directory = entry.type == EntryType::kDirectory;
    if (IsVersionControl(name) && (is_directory || name == ".git")) {
      Skip(share, shown, SkipReason::kExcluded, "version control data", is_directory);
      continue;
    }
    if (is_git_directory && IsGitsOwnName(name)) continue;  // named with the directory
    bool included = false;
    if (LeavesOut(task, scope.get(), {absolute, shown, name, is_directory}, share, &included))
      continue;
    switch (entry.type) {
      case EntryType::kFile:
        share.files.push_back({shown, absolute});
        break;
      case EntryType::kDirectory:
        below.push_back({absolute, shown, std::string(name), keep, scope, included, false});
        break;
      case EntryType::kLink:
        share.links.push_back({absolute, shown, scope, included});
        break;
      case EntryType::kSpecial:
        Skip(share, shown, SkipReason::kSpecial, "", false);
        break;
    }
  }
}

}  // namespace unsoap::walk

namespace unsoap::walk {
namespace {

/// What may be left where ignore rules hide a whole tree.
constexpr std::string_view kRuleFiles[] = {".gitignore",    ".gitattributes",     ".gitmodules",
                                           ".unsoapignore", ".unsoapignore.yaml", ".unsoap.yml"};

/// "./a//b/" -> "a/b", "." -> "". Lexical; ".." stays.
std::string Normalise(std::string_view path) {
  std::string out = path.starts_with('/') ? "/" : "";
  size_t begin = 0;
  while (begin < path.size()) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (!part.empty() && part != ".") {
      if (!out.empty() && out.back() != '/') out += '/';
      out += part;
    }
    begin = end + 1;
  }
  return out;
}

/// What the caller leaves out, with the caller's reason. A file that cannot be had is no gap if it
/// would have been left out.
void LeaveOut(const WalkOptions& options, const std::vector<FoundFile>& named, Share& total) {
  const auto is_named = [&](const FoundFile& file) {
    return std::ranges::find(named, file.absolute, &FoundFile::absolute) != named.end();
  };
  std::erase_if(total.files, [&](const FoundFile& file) {
    std::string why = is_named(file) ? std::string() : options.leave_out(file);
    if (why.empty()) return false;
    total.skipped.push_back({file.path, SkipReason::kExcluded, std::move(why), false});
    return true;
  });
  for (Skipped& skipped : total.skipped) {
    const bool is_missing = skipped.reason == SkipReason::kNotCheckedOut ||
                            skipped.reason == SkipReason::kUnreadable ||
                            skipped.reason == SkipReason::kSpecial;
    if (!is_missing || skipped.is_directory) continue;
    std::string why = options.leave_out({skipped.path, ""});
    if (why.empty()) continue;
    skipped.reason = SkipReason::kExcluded;
    skipped.detail = std::move(why);
  }
}

Error RootError(const std::string& root, int number) {
  Error error;
  error.path = root;
  error.message = number == ENOENT ? "no such file or directory" : strerror(number);
  return error;
}

/// A task for each root that is a directory; files that are named go into `total`.
Result<std::vector<Task>> LookAtRoots(const WalkOptions& options, Share* total) {
  std::vector<Task> directories;
  for (const std::string& root : options.roots) {
    errno = 0;
    const std::string real = RealPath(root);
    struct stat info {};
    if (real.empty() || stat(real.c_str(), &info) != 0) return Fail(RootError(root, errno));
    std::string shown = Normalise(root);
    if (S_ISDIR(info.st_mode)) {
      if (access(real.c_str(), R_OK | X_OK) != 0) return Fail(RootError(root, errno));
      if (options.roots.size() == 1) shown.clear();
      Task task;
      task.absolute = real;
      task.shown = std::move(shown);
      task.scope = ScopeAbove(real, options.use_vcs_ignore, options.use_own_ignore);
      task.is_root = true;
      directories.push_back(std::move(task));
    } else if (S_ISREG(info.st_mode)) {
      // Named by the user: no rule can hide it.
      if (options.roots.size() == 1 && shown.starts_with('/')) shown = std::string(NameOf(shown));
      total->files.push_back({std::move(shown), real});
    } else {
      total->skipped.push_back({std::move(shown), SkipReason::kSpecial, "", false});
    }
  }
  return directories;
}

/// Sorted, each file and reason once.
WalkResult ResultOf(const WalkOptions& options, Share total) {
  WalkResult result;
  result.files = std::move(total.files);
  result.skipped = std::move(total.skipped);
  result.ignored_files = total.ignored_files;
  result.ignored_directories = total.ignored_directories;
  if (options.roots.size() > 1) {
    // Roots may overlap: each file is read once, under the first of its paths.
    std::ranges::sort(result.files, [](const FoundFile& a, const FoundFile& b) {
      return std::tie(a.absolute, a.path) < std::tie(b.absolute, b.path);
    });
    const auto same = [](const FoundFile& a, const FoundFile& b) {
      return a.absolute == b.absolute;
    };
    result.files.erase(std::unique(result.files.begin(), result.files.end(), same),
                       result.files.end());
  }
  const int64_t ignored = result.ignored_files + result.ignored_directories;
  result.all_ignored =
      ignored > 0 && std::ranges::all_of(result.files, [](const FoundFile& file) {
        return std::ranges::find(kRuleFiles, NameOf(file.path)) != std::end(kRuleFiles);
      });
  if (result.all_ignored && !options.record_ignored) {
    result.skipped.insert(result.skipped.end(), total.ignored_in_roots.begin(),
                          total.ignored_in_roots.end());
  }
  std::ranges::sort(result.files, {}, &FoundFile::path);
  std::ranges::sort(result.skipped, [](const Skipped& a, const Skipped& b) {
    return std::tie(a.path, a.reason, a.detail) < std::tie(b.path, b.reason, b.detail);
  });
  const auto same = [](const Skipped& a, const Skipped& b) {
    return a.path == b.path && a.reason == b.reason;
  };
  result.skipped.erase(std::unique(result.skipped.begin(), result.skipped.end(), same),
                       result.skipped.end());
  result.mostly_ignored = ignored > 2 * static_cast<int64_t>(result.files.size());
  return result;
}

}  // namespace

std::string_view Name(SkipReason reason) {
  switch (reason) {
    case SkipReason::kIgnored:
      return "ignored";
    case SkipReason::kExcluded:
      return "excluded";
    case SkipReason::kLink:
      return "link";
    case SkipReason::kLinkLoop:
      return "link loop";
    case SkipReason::kOutsideRoot:
      return "outside root";
    case SkipReason::kUnreadable:
      return "unreadable";
    case SkipReason::kSpecial:
      return "special";
    case SkipReason::kTooDeep:
      return "too deep";
    case SkipReason::kNotCheckedOut:
      return "not checked out";
    case SkipReason::kSubmodule:
      return "submodule not there";
    case SkipReason::kBareRepository:
      return "bare repository";
    case SkipReason::kNoMatch:
      return "no match";
    case SkipReason::kInterrupted:
      return kInterruptedReason;
  }
  return "unknown";
}

Result<WalkResult> Walk(const WalkOptions& options) {
  Walker walker(options);
  Share total;
  Result<std::vector<Task>> directories = LookAtRoots(options, &total);
  if (!directories) return tl::unexpected<Error>(directories.error());
  std::vector<std::string> real_roots;
  for (const Task& root : *directories) real_roots.push_back(root.absolute);
  const std::vector<FoundFile> named = total.files;
  walker.Run(*directories, total);
  if (options.follow) {
    walker.FollowLinks(real_roots, total);
  } else {
    walker.ResolveLinks(real_roots, total);
  }
  for (const Task& root : *directories) walker.AddFromIndex(root, total);
  if (!directories->empty()) walker.AddUnmatched(total);
  if (options.leave_out) LeaveOut(options, named, total);
  return ResultOf(options, std::move(total));
}

}  // namespace unsoap::walk
