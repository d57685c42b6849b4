// One row an engine: its variables, and from which number it counts.
#include "scanner/fleet/shard.h"

#include <fmt/core.h>

#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/text.h"

namespace unsoap::fleet {
namespace {

struct Engine {
  const char* name;
  const char* index;  // the variable that makes it this engine
  const char* count;
  const char* first;  // variable with the lowest index; null: `base`
  const char* step;   // variable with the distance of two; null: 1
  int base;
};
constexpr Engine kEngines[] = {
    {"Slurm", "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN",
     "SLURM_ARRAY_TASK_STEP", 0},
    {"Kubernetes", "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", nullptr, nullptr, 0},
    {"GitLab", "CI_NODE_INDEX", "CI_NODE_TOTAL", nullptr, nullptr, 1},
    {"GitHub", "STRATEGY_JOB_INDEX", "STRATEGY_JOB_TOTAL", nullptr, nullptr, 0},
    {"GNU parallel", "PARALLEL_SEQ", "PARALLEL_TOTAL", nullptr, nullptr, 1},
};
constexpr int kMost = 1'000'000;

std::optional<int> Number(std::string_view text) {
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size() || number < 0 || number > kMost)
    return std::nullopt;
  return number;
}

/// A number that an engine has to say. `is_needed` false: it may be absent, and is `otherwise`
/// then.
Result<int> Said(const Engine& engine, const char* name, const Environment& environment,
                 bool is_needed, int otherwise, std::string* understood) {
  const char* value = environment(name);
  if (value == nullptr && !is_needed) return otherwise;
  if (value == nullptr || *value == '\0')
    return Fail(fmt::format("--shard auto: {} says nothing: {} is {}", engine.name, name,
                            value == nullptr ? "not set" : "empty"),
                "docs/fleet has what each engine needs, or write --shard I/N");
  const std::optional<int> number = Number(value);
  if (!number)
    return Fail(
        fmt::format("--shard auto: {}={} is not a number from 0 to {}", name, value, kMost));
  *understood += fmt::format("{}{}={}", understood->empty() ? "" : " ", name, value);
  return *number;
}

Result<Shard> FromEngine(const Engine& engine, const Environment& environment) {
  Shard shard;
  std::string said;
  const Result<int> index = Said(engine, engine.index, environment, true, 0, &said);
  if (!index) return Fail(index.error());
  const Result<int> count = Said(engine, engine.count, environment, true, 0, &said);
  if (!count) return Fail(count.error());
  int first = engine.base, step = 1;
  if (engine.first != nullptr) {
    const Result<int> lowest = Said(engine, engine.first, environment, true, 0, &said);
    if (!lowest) return Fail(lowest.error());
    const Result<int> distance = Said(engine, engine.step, environment, false, 1, &said);
    if (!distance) return Fail(distance.error());
    first = *lowest, step = *distance;
  }
  const int offset = *index - first;
  if (*count < 1 || step < 1 || offset < 0 || offset % step != 0 || offset / step >= *count)
    return Fail(fmt::format("--shard auto: {} does not count to {} from {} in steps of {}: {}",
                            engine.name, *count, first, step, said),
                "an array with gaps has no order of its own: write --shard I/N");
  shard.index = offset / step + 1;
  shard.count = *count;
  shard.understood =
      fmt::format("shard {} of {} ({}: {})", shard.index, shard.count, engine.name, said);
  return shard;
}

}  // namespace

Result<Shard> ParseShard(const std::string& text, const Environment& environment) {
  if (text.empty()) return Shard();
  if (text == "auto") {
    const Engine* found = nullptr;
    for (const Engine& engine : kEngines) {
      const bool is_there = environment(engine.index) != nullptr ||
                            (engine.count != std::string_view("CI_NODE_TOTAL") &&
                             environment(engine.count) != nullptr);
      if (!is_there) continue;
      if (found != nullptr)
        return Fail(fmt::format("--shard auto: {} and {} both say which share this is", found->name,
                                engine.name),
                    "write --shard I/N");
      found = &engine;
    }
    if (found != nullptr) return FromEngine(*found, environment);
    std::string names;
    for (const Engine& engine : kEngines)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", engine.index);
    return Fail("--shard auto: no engine says which share this is",
                fmt::format("none of {} is set; write --shard I/N", names));
  }
  const size_t slash = text.find('/');
  const int index = Number(std::string_view(text).substr(0, slash)).value_or(0);
  const int count =
      slash == std::string::npos ? 0 : Number(std::string_view(text).substr(slash + 1)).value_or(0);
  if (index < 1 || index > count)
    return Fail(fmt::format("--shard: '{}' is no share", text),
                "I/N with I from 1 to N, as in 2/8, or auto");
  Shard shard;
  shard.index = index;
  shard.count = count;
  shard.understood = fmt::format("shard {} of {}", shard.index, shard.count);
  return shard;
}

}  // namespace unsoap::fleet
