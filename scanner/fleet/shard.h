// Shard: which share of a list this process works on.
//
// What it is: "2/8", or what the engine that started this process says of it: Slurm, Kubernetes,
// GitLab, GitHub (with the two variables of docs/fleet) and GNU parallel. A share is every count-th
// row in the order of ids, so it is the same on every machine, whatever the repositories weigh.
// What it is not: a guess. Failure: an Error where nothing, not all, or more than one engine says
// it, or where a number is none or out of its range. Pure: the environment is passed in.
#pragma once

#include <functional>
#include <string>

#include "scanner/base/result.h"

namespace unsoap::fleet {

struct Shard {
  int index = 1, count = 1;  // index from 1
  std::string understood;    // "shard 2 of 8 (Slurm: SLURM_ARRAY_TASK_ID=1 ...)"; empty: not asked
  bool Has(size_t rank) const {
    return static_cast<int>(rank % static_cast<size_t>(count)) == index - 1;
  }
};

/// The value of a variable; nullptr where it is not set.
using Environment = std::function<const char*(const char*)>;

/// `text` is that of --shard.
Result<Shard> ParseShard(const std::string& text, const Environment& environment);

}  // namespace unsoap::fleet
