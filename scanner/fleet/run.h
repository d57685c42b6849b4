// Run: the rows of one shard, each to its end.
//
// What it is: what is done already (a result has the row's key), then the rest, the largest first,
// a child process each, until all are. Every row of the shard comes to an Outcome, whatever becomes
// of its child. What it is not: a scan; the caller hands in what a child does. An interruption ends
// the children; what was finished stays and the rest is kNotRun, which no record says. Failure: an
// Error where the results' directory cannot be written. Threading: one thread, see children.h.
//
// With `shared` there is a second pass: who depends on a package of another row is scanned once
// more, told that package's wrappers (share_plan.h). It needs the first result of every row of the
// list, whoever made it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/fleet/children.h"
#include "scanner/fleet/list.h"
#include "scanner/fleet/shard.h"
#include "scanner/fleet/share_plan.h"
#include "scanner/fleet/store.h"
#include "scanner/git/objects.h"

namespace unsoap::fleet {

/// What a child ends with, beside the statuses of the program itself.
inline constexpr int kWroteWhole = 0, kWrotePart = 3;

struct Work {
  const Row& row;
  const git::Store& repository;
  const git::Revision& revision;
  Head head;                                     // to be completed by Store::Write
  int threads;                                   // so many are free for it
  const std::vector<rules::Package>& libraries;  // what it is told of others
};

struct FleetOptions {
  std::vector<Row> rows;  // of the whole list, sorted by id
  Shard shard;
  std::string results;
  Identity identity;
  Limits limits;
  bool shared = false;
  int jobs = 1;     // children at once
  int threads = 1;  // of the machine
  /// Before the first child: loads what all of them need.
  std::function<void()> prepare;
  /// In the child: scans and writes; the status of the process.
  std::function<int(const Work&, const Store&)> scan;
  /// In the order in which rows end; one that is scanned again comes once more.
  std::function<void(const Outcome&, bool was_there, size_t done, size_t of)> on_row;
};

struct FleetRun {
  std::vector<Outcome> rows;         // one for each row of the shard, sorted by id
  std::vector<std::string> waiting;  // ids of rows that others wait for, sorted
};
Result<FleetRun> RunFleet(const FleetOptions& options);

}  // namespace unsoap::fleet
