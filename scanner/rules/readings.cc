#include "scanner/rules/readings.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/decide.h"

namespace unsoap::rules {
namespace {

// True if a condition asks for the argument's value.
bool AsksFor(const Pack& pack, const Operation& operation, const std::vector<Condition>& conditions,
             const std::string& path) {
  return std::ranges::any_of(conditions, [&](const Condition& condition) {
    const bool of_value =
        condition.test == Condition::Test::kEquals || condition.test == Condition::Test::kNot;
    return of_value && MeansArgument(pack, operation, condition.parameter, path);
  });
}

bool IsChoice(const KnownArgument& argument) {
  return argument.values.size() > 1 && argument.items.size() <= 1;
}

void Choose(size_t argument, const std::string& value, KnownCall* call) {
  KnownArgument& chosen = call->arguments[argument];
  chosen.values = {value}, chosen.complete = true;
  for (KnownItem& item : chosen.items) item.values = {value}, item.complete = true;
}

}  // namespace

std::vector<Reading> ReadingsOf(const Pack& pack, const Operation& operation, const KnownCall& call,
                                const Mapping& row) {
  std::vector<Reading> out;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const KnownArgument& argument = call.arguments[i];
    if (!IsChoice(argument)) continue;
    const auto asks = [&](const std::vector<Condition>& conditions) {
      return AsksFor(pack, operation, conditions, argument.path);
    };
    const bool by_row = asks(row.when);
    bool counts = by_row;
    for (const RequestStep& step : row.steps) counts = counts || asks(step.when);
    for (const Mapping& other : operation.mappings)
      counts = counts || (other.adds && asks(other.when));
    if (!counts) continue;
    if (out.empty()) out.push_back({call, ""});
    if (out.size() * argument.values.size() > kMostReadings) return {};
    std::vector<Reading> more;
    for (const Reading& reading : out) {
      for (const std::string& value : argument.values) {
        Reading& chosen = more.emplace_back(reading);
        Choose(i, value, &chosen.call);
        if (by_row) continue;
        chosen.when += (chosen.when.empty() ? "" : " and ") + argument.path + " is " + value;
      }
    }
    out = std::move(more);
  }
  return out;
}

}  // namespace unsoap::rules
