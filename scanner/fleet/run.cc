// What is there, what is to be done, and what became of each child.
#include "scanner/fleet/run.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/out_of_memory.h"
#include "scanner/base/text.h"
#include "scanner/fleet/scratch.h"
#include "scanner/git/library.h"

namespace unsoap::fleet {
namespace {

constexpr size_t kLongestReason = 300;

/// The first line of what was said, without what a reader knows.
std::string FirstLine(std::string_view said) {
  std::string_view line = Trim(said.substr(0, said.find('\n')));
  for (const std::string_view prefix : {"error: ", "unsoap: "}) {
    if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
  }
  return ToValidUtf8(line.substr(0, kLongestReason));
}

class Fleet {
 public:
  explicit Fleet(const FleetOptions& options) : options_(options), store_(options.results) {
    git::LeaveOutUserSettings();
  }

  Result<FleetRun> Run() {
    if (Result<void> made = store_.Prepare(); !made) return Fail(made.error());
    for (size_t rank = 0; rank < options_.rows.size(); ++rank) {
      if (options_.shard.Has(rank))
        tasks_.push_back({&options_.rows[rank], rank, {}, {}, {}, 0, {}});
    }
    of_ = tasks_.size();
    for (Task& task : tasks_) {
      if (Interrupted()) break;
      Look(task);
      if (!trouble_.message.empty()) return Fail(trouble_);
    }
    if (!Interrupted() && !to_do_.empty()) WorkOff();
    if (options_.shared && !Interrupted() && trouble_.message.empty()) Share();
    if (!trouble_.message.empty()) return Fail(trouble_);
    FleetRun out;
    for (Task& task : tasks_) out.rows.push_back(std::move(task.outcome));
    out.waiting.assign(waiting_.begin(), waiting_.end());
    return out;
  }

 private:
  struct Task {
    const Row* row;
    size_t rank;  // in the list
    git::Store repository;
    git::Revision revision;
    Outcome outcome;
    int64_t bytes;
    Offer offer;  // of the second pass
  };
  /// Of a row of the list, whoever made it.
  struct First {
    std::string key, tree;
    bool complete = false;
  };

  /// What is known before anything is read; a task that is to be done joins `to_do_`.
  void Look(Task& task) {
    Outcome& outcome = task.outcome;
    outcome.id = task.row->id;
    outcome.revision = task.row->revision;
    Result<git::Store> repository = git::OpenStore(task.row->location);
    if (!repository) return EndWith(task, Status::kMissing, Said(repository.error(), *task.row));
    task.repository = std::move(*repository);
    Result<git::Revision> revision = git::FindRevision(task.repository, task.row->revision);
    if (!revision) return EndWith(task, Status::kNoRevision, Said(revision.error(), *task.row));
    task.revision = std::move(*revision);
    task.repository.open.reset();  // thousands need not be open at once
    outcome.commit = task.revision.commit;
    outcome.tree = task.revision.tree;
    outcome.branch = task.revision.branch;
    // An address that is a path of one machine says nothing on another.
    if (task.repository.url.find("://") != std::string::npos
            ? !task.repository.url.starts_with("file:")
            : task.repository.url.find('@') != std::string::npos)
      outcome.url = task.repository.url;
    outcome.key = Store::KeyOf(options_.identity, outcome.id, outcome.tree);
    if (const std::optional<Head> head = store_.Find(outcome.key, true)) {
      outcome.findings = head->findings;
      return End(task, head->findings > 0 ? Status::kFindings : Status::kClean, "", true);
    }
    to_do_.push_back(&task);
  }

  /// An error without where this machine keeps things.
  static std::string Said(const Error& error, const Row& row) {
    std::string text = error.message;
    for (size_t at; (at = text.find(row.location)) != std::string::npos;)
      text.replace(at, row.location.size(), NameOfPlace(row.location));
    return text;
  }
  static std::string NameOfPlace(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return std::string(path.substr(path.rfind('/') + 1));
  }

  void WorkOff() {
    for (Task* task : to_do_) task->bytes = git::StoreBytes(task->repository);
    std::stable_sort(to_do_.begin(), to_do_.end(),
                     [](const Task* a, const Task* b) { return a->bytes > b->bytes; });
    std::vector<std::string> keys;
    for (const Task* task : to_do_) keys.push_back(task->outcome.key);
    store_.Sweep(keys);
    const Result<Scratch> scratch = Scratch::Make();
    if (!scratch) {
      trouble_ = scratch.error();
      return;
    }
    if (!is_prepared_) options_.prepare();
    is_prepared_ = true;
    const size_t most = static_cast<size_t>(std::max(options_.jobs, 1));
    Children children;
    for (size_t next = 0; (next < to_do_.size() || children.running() > 0) && !Interrupted();) {
      while (next < to_do_.size() && children.running() < most) {
        if (Begin(children, next, *scratch)) {
          ++next;
        } else if (children.running() > 0) {
          break;  // one that ends gives its place
        } else {
          EndWith(*to_do_[next++], Status::kError, "no process can be started");
        }
      }
      for (const Children::Ended& ended : children.Wait(200)) {
        Judge(*to_do_[ended.work], ended);
        scratch->Remove(ended.work);
        if (!trouble_.message.empty()) return;
      }
    }
  }

  bool Begin(Children& children, size_t number, const Scratch& scratch) {
    const Task& task = *to_do_[number];
    // The last ones share the machine.
    const size_t left = std::min(to_do_.size() - number + children.running(),
                                 static_cast<size_t>(std::max(options_.jobs, 1)));
    const int threads = std::max(1, options_.threads / static_cast<int>(std::max<size_t>(left, 1)));
    const std::string folder = scratch.Folder(number);
    return children.Start(number, options_.limits, [&] {
      setenv("TMPDIR", folder.c_str(), 1);
      Head head;
      head.key = task.outcome.key;
      head.repository = task.row->id;
      head.tree = task.outcome.tree;
      head.identity = options_.identity;
      head.shared = task.offer.digest;
      return options_.scan({*task.row, task.repository, task.revision, std::move(head), threads,
                            task.offer.packages},
                           store_);
    });
  }

  void Judge(Task& task, const Children::Ended& ended) {
    using How = Children::Ended::How;
    if (ended.how == How::kTimeout)
      return EndWith(task, Status::kTimeout,
                     fmt::format("longer than {} s", options_.limits.seconds));
    if (ended.how == How::kSignal)
      return EndWith(task, Status::kDied,
                     fmt::format("ended by signal {} ({})", ended.value, strsignal(ended.value)));
    if (ended.value == kOutOfMemoryStatus)
      return EndWith(task, Status::kMemory,
                     options_.limits.memory > 0
                         ? fmt::format("more than {} bytes of memory", options_.limits.memory)
                         : "memory is used up");
    const bool wrote = ended.value == kWroteWhole || ended.value == kWrotePart;
    const std::optional<Head> head =
        wrote ? store_.Find(task.outcome.key, ended.value == kWroteWhole) : std::nullopt;
    if (!head) {
      const std::string said = FirstLine(ended.said);
      return EndWith(task, Status::kError,
                     said.empty() ? fmt::format("status {} and no result", ended.value) : said);
    }
    task.outcome.findings = head->findings;
    if (!head->complete) return End(task, Status::kPartial, "not everything was read", false);
    End(task, head->findings > 0 ? Status::kFindings : Status::kClean, "", false);
  }

  void EndWith(Task& task, Status status, std::string reason) {
    task.outcome.key.clear();
    End(task, status, std::move(reason), false);
  }
  void End(Task& task, Status status, std::string reason, bool was_there) {
    task.outcome.status = status;
    task.outcome.reason = std::move(reason);
    if (!IsToBeTold(task)) Record(task);
    if (trouble_.message.empty()) options_.on_row(task.outcome, was_there, ++done_, of_);
  }
  void Record(const Task& task) {
    if (Result<void> recorded = store_.Record(task.outcome); !recorded) trouble_ = recorded.error();
  }
  /// True if the record stands already for what comes of this first result.
  bool IsToBeTold(const Task& task) const {
    if (!options_.shared || !task.outcome.first.empty() || !HasResult(task.outcome.status))
      return false;
    const std::optional<Outcome> before = store_.Recorded(task.outcome.id);
    return before && before->first == task.outcome.key && before->tree == task.outcome.tree &&
           before->revision == task.outcome.revision && HasResult(before->status);
  }

  // The second pass.

  void Share() {
    std::vector<Task*> mine(options_.rows.size());
    for (Task& task : tasks_) mine[task.rank] = &task;
    std::vector<First> firsts;
    std::vector<SharePlan::Member> members;
    for (size_t rank = 0; rank < options_.rows.size() && !Interrupted(); ++rank) {
      const std::optional<First> first =
          mine[rank] != nullptr ? FirstOf(*mine[rank]) : FirstElsewhere(options_.rows[rank]);
      if (!first) waiting_.insert(options_.rows[rank].id);
      firsts.push_back(first.value_or(First{}));
      members.push_back({options_.rows[rank].id,
                         first ? store_.LibraryOf(first->key, first->complete) : Library{}});
    }
    if (!waiting_.empty() || Interrupted()) return;
    done_ = of_ = 0;
    SharePlan plan(std::move(members));
    while (trouble_.message.empty() && !Interrupted() && TellAll(plan, firsts, mine)) {
    }
    for (size_t rank = 0; rank < mine.size(); ++rank) {
      if (mine[rank] == nullptr || plan.IsSettled(rank)) continue;
      for (const size_t use : plan.Uses(rank)) {
        if (!plan.IsSettled(use)) waiting_.insert(options_.rows[use].id);
      }
    }
  }

  static std::optional<First> FirstOf(const Task& task) {
    if (!HasResult(task.outcome.status)) return std::nullopt;
    return First{task.outcome.key, task.outcome.tree, IsFinal(task.outcome.status)};
  }

  std::optional<First> FirstElsewhere(const Row& row) const {
    std::string key;
    // Where its repository can be seen, that says what is to be expected of the other share.
    if (const Result<git::Store> store = git::OpenStore(row.location)) {
      if (const Result<git::Revision> revision = git::FindRevision(*store, row.revision))
        key = Store::KeyOf(options_.identity, row.id, revision->tree);
    }
    const std::optional<Outcome> recorded = store_.Recorded(row.id);
    if (!recorded || recorded->revision != row.revision || !HasResult(recorded->status))
      return std::nullopt;
    if (key.empty()) key = recorded->first.empty() ? recorded->key : recorded->first;
    for (const bool complete : {true, false}) {
      const std::optional<Head> head = store_.Find(key, complete);
      if (head && head->repository == row.id &&
          Store::KeyOf(options_.identity, row.id, head->tree) == key)
        return First{key, head->tree, complete};
    }
    return std::nullopt;
  }

  /// One round: every row of which all is known that it has to be told. False where there is none.
  bool TellAll(SharePlan& plan, const std::vector<First>& firsts, const std::vector<Task*>& mine) {
    bool is_further = false;
    to_do_.clear();
    const auto settle = [&](size_t rank, const std::string& key, bool complete) {
      plan.Settle(rank, store_.LibraryOf(key, complete).wrappers);
      is_further = true;
    };
    std::vector<size_t> ready;  // before any of this round is settled: a circle is told at once
    for (size_t rank = 0; rank < mine.size(); ++rank) {
      if (!plan.IsSettled(rank) && plan.IsReady(rank)) ready.push_back(rank);
    }
    for (const size_t rank : ready) {
      Task* const task = mine[rank];
      if (task != nullptr && !task->outcome.first.empty()) continue;  // it was, and failed
      Offer offer = plan.OfferTo(rank);
      const First& first = firsts[rank];
      const std::string key =
          offer.digest.empty()
              ? first.key
              : Store::KeyOf(options_.identity, options_.rows[rank].id, first.tree, offer.digest);
      const std::optional<Head> head =
          store_.Find(key, offer.digest.empty() ? first.complete : true);
      if (task == nullptr) {
        if (head || store_.Find(key, false)) settle(rank, key, head.has_value() && head->complete);
        continue;
      }
      task->outcome.first = first.key, task->outcome.shared = offer.digest;
      task->outcome.key = key;
      if (head) {
        if (!offer.digest.empty()) TakeHead(*task, *head);
        Record(*task);
        settle(rank, key, head->complete);
        continue;
      }
      task->offer = std::move(offer);
      to_do_.push_back(task);
    }
    of_ += to_do_.size();
    const std::vector<Task*> asked = to_do_;
    if (!asked.empty() && trouble_.message.empty()) WorkOff();
    for (Task* task : asked) {
      if (HasResult(task->outcome.status) && trouble_.message.empty() && !Interrupted())
        settle(task->rank, task->outcome.key, IsFinal(task->outcome.status));
      task->offer = {};
    }
    return is_further;
  }

  static void TakeHead(Task& task, const Head& head) {
    task.outcome.findings = head.findings;
    task.outcome.status = head.findings > 0 ? Status::kFindings : Status::kClean;
    task.outcome.reason.clear();
  }

  const git::GitLibrary library_;  // comes up once
  const FleetOptions& options_;
  const Store store_;
  std::vector<Task> tasks_;
  std::vector<Task*> to_do_;
  size_t done_ = 0, of_ = 0;
  bool is_prepared_ = false;
  std::set<std::string> waiting_;
  Error trouble_;
};

}  // namespace

Result<FleetRun> RunFleet(const FleetOptions& options) { return Fleet(options).Run(); }

}  // namespace unsoap::fleet
