// ScanTimes: where the time of one scan went, for --stats.
//
// What it is: marks of a clock that never goes back, in seconds, and the rounds of linking. What it
// is not: a part of any result; nothing decides by it.
#pragma once

#include <chrono>

namespace unsoap {

inline double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct ScanTimes {
  double start = Now();
  double read = 0, linked = 0;                       // when that stage was over
  double text = 0, program = 0, flow = 0, uses = 0;  // of linking, over all rounds
};

}  // namespace unsoap
