// Readings: one call as several, where an argument is known to be one of several values and each of
// them decides a request: cond ? INSERT : UPDATE.
//
// What it is: the arguments that the conditions of a row, of its steps and of the rows that add to
// it ask for, each with one value at a time. What it is not: a decision which of them differ. Items
// of a list are passed together and are no choice. At most kMostReadings.
#pragma once

#include <string>
#include <vector>

#include "scanner/rules/evaluate.h"
#include "scanner/rules/pack.h"

namespace unsoap::rules {

inline constexpr size_t kMostReadings = 8;

struct Reading {
  KnownCall call;
  std::string when;  // "operation is INSERT": of the arguments that the row itself does not ask for
};

/// Empty where no argument that counts has several values, or too many have.
std::vector<Reading> ReadingsOf(const Pack& pack, const Operation& operation, const KnownCall& call,
                                const Mapping& row);

}  // namespace unsoap::rules
