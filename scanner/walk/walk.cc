#include "scanner/walk/walk.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "scanner/base/budget.h"
#include "scanner/base/parallel.h"
#include "scanner/walk/directory.h"
#include "scanner/walk/ignore_rules.h"
#include "scanner/walk/ignore_scope.h"

namespace unsoap {
namespace {

using Says = IgnoreRules::Verdict::Says;

/// Directories that belong to a version control system: copies of what is in the tree, and nothing
/// to migrate.
constexpr std::string_view kVersionControl[] = {".git", ".hg", ".svn",  ".bzr",
                                                ".jj",  "CVS", "_darcs"};

struct Task {
  std::string absolute, shown;  // `shown` is empty for a root whose files are shown relative to it
  std::string name;             // below `parent`
  std::shared_ptr<const Descriptor> parent;  // null: open by `absolute`
  std::shared_ptr<const IgnoreScope> scope;
  bool included = false;  // an include glob matched a directory on the way
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
  std::vector<Link> links;               // only with `follow`
  std::vector<std::string> directories;  // absolute; only with `follow`
  int64_t ignored_files = 0, ignored_directories = 0;
  Listing listing;  // reused
};

class Walker {
 public:
  explicit Walker(const WalkOptions& options)
      : options_(options),
        include_(IgnoreRules::FromList(options.include, "--include")),
        exclude_(IgnoreRules::FromList(options.exclude, "--exclude")),
        // Some descriptors are for the threads themselves and whatever else the process has open.
        keep_open_(std::max<int64_t>(RaiseFileLimit() / 2 - 64, 0)) {}

  /// Walks from the tasks until nothing is left and adds what was found to `total`.
  void Run(std::vector<Task> tasks, Share& total);
  void FollowLinks(const std::vector<std::string>& roots, Share& total);

 private:
  void Work(Share& share);
  void Process(Task& task, Share& share, std::vector<Task>& below);
  std::shared_ptr<const Descriptor> Open(const Task& task, int* error);
  void Skip(Share& share, std::string shown, SkipReason reason, std::string detail,
            bool directory) const {
    share.skipped.push_back({std::move(shown), reason, std::move(detail), directory});
  }

  const WalkOptions& options_;
  const IgnoreRules include_, exclude_;
  const int64_t keep_open_;
  std::atomic<int64_t> open_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> stack_;
  size_t busy_ = 0;  // threads that may still add to the stack
  size_t threads_ = 0;
};

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

  ScopeFiles files;
  for (const DirectoryEntry& entry : listing.entries) {
    if (listing.names[entry.name_begin] != '.') continue;
    const std::string_view name(listing.names.data() + entry.name_begin, entry.name_size);
    if (name == ".gitignore") files.git_ignore = options_.use_vcs_ignore;
    if (name == ".git") files.git = options_.use_vcs_ignore;
    if (name == ".unsoapignore") files.own_ignore = options_.use_own_ignore;
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
    if (std::ranges::find(kVersionControl, name) != std::end(kVersionControl) &&
        (is_directory || name == ".git")) {
      Skip(share, shown, SkipReason::kExcluded, "version control data", is_directory);
      continue;
    }
    if (scope != nullptr) {
      const auto verdict = IgnoreScope::Decide(scope.get(), absolute, name, is_directory);
      if (verdict.says == Says::kIgnore) {
        ++(is_directory ? share.ignored_directories : share.ignored_files);
        if (options_.record_ignored)
          Skip(share, shown, SkipReason::kIgnored, verdict.Place(), is_directory);
        continue;
      }
    }
    if (!exclude_.empty()) {
      const auto verdict = exclude_.Decide(shown, name, is_directory);
      if (verdict.says == Says::kIgnore) {
        Skip(share, shown, SkipReason::kExcluded,
             "--exclude " + options_.exclude[static_cast<size_t>(verdict.line) - 1], is_directory);
        continue;
      }
    }
    bool included = task.included;
    if (!include_.empty()) {
      const auto verdict = include_.Decide(shown, name, is_directory);
      if (verdict.says != Says::kNothing) included = verdict.says == Says::kIgnore;
      if (!included && !is_directory) {
        Skip(share, shown, SkipReason::kExcluded, "no --include matches", false);
        continue;
      }
    }
    switch (entry.type) {
      case EntryType::kFile:
        share.files.push_back({shown, absolute});
        break;
      case EntryType::kDirectory:
        below.push_back({absolute, shown, std::string(name), keep, scope, included});
        break;
      case EntryType::kLink:
        if (options_.follow) {
          share.links.push_back({absolute, shown, scope, included});
        } else {
          Skip(share, shown, SkipReason::kLink, "", false);
        }
        break;
      case EntryType::kSpecial:
        Skip(share, shown, SkipReason::kSpecial, "", false);
        break;
    }
  }
}

/// realpath(3) as a string; empty if there is no such file.
std::string RealPath(const std::string& path) {
  char* real = realpath(path.c_str(), nullptr);
  std::string result = real == nullptr ? "" : real;
  free(real);
  return result;
}

bool IsWithin(std::string_view path, std::string_view directory) {
  if (directory == "/") return true;
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

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
        Run({Task{target, link.shown, "", nullptr, link.scope, link.included}}, share);
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

Error RootError(const std::string& root, int number) {
  Error error;
  error.path = root;
  error.message = number == ENOENT ? "no such file or directory" : strerror(number);
  return error;
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
    case SkipReason::kInterrupted:
      return kInterruptedReason;
  }
  return "unknown";
}

Result<WalkResult> Walk(const WalkOptions& options) {
  Walker walker(options);
  Share total;
  std::vector<Task> tasks;
  std::vector<std::string> real_roots;
  for (const std::string& root : options.roots) {
    errno = 0;
    const std::string real = RealPath(root);
    struct stat info {};
    if (real.empty() || stat(real.c_str(), &info) != 0) return Fail(RootError(root, errno));
    std::string shown = Normalise(root);
    if (S_ISDIR(info.st_mode)) {
      if (access(real.c_str(), R_OK | X_OK) != 0) return Fail(RootError(root, errno));
      if (options.roots.size() == 1) shown.clear();
      real_roots.push_back(real);
      Task task;
      task.absolute = real;
      task.shown = std::move(shown);
      task.scope = ScopeAbove(real, options.use_vcs_ignore, options.use_own_ignore);
      tasks.push_back(std::move(task));
    } else if (S_ISREG(info.st_mode)) {
      // Named by the user: no rule can hide it.
      if (options.roots.size() == 1 && shown.starts_with('/')) shown.erase(0, shown.rfind('/') + 1);
      total.files.push_back({std::move(shown), real});
    } else {
      total.skipped.push_back({std::move(shown), SkipReason::kSpecial, "", false});
    }
  }
  walker.Run(std::move(tasks), total);
  if (options.follow) walker.FollowLinks(real_roots, total);

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
  std::ranges::sort(result.files, {}, &FoundFile::path);
  std::ranges::sort(result.skipped, [](const Skipped& a, const Skipped& b) {
    return std::tie(a.path, a.reason, a.detail) < std::tie(b.path, b.reason, b.detail);
  });
  const auto same = [](const Skipped& a, const Skipped& b) {
    return a.path == b.path && a.reason == b.reason;
  };
  result.skipped.erase(std::unique(result.skipped.begin(), result.skipped.end(), same),
                       result.skipped.end());
  const int64_t ignored = result.ignored_files + result.ignored_directories;
  result.mostly_ignored = ignored > 2 * static_cast<int64_t>(result.files.size());
  return result;
}

}  // namespace unsoap
