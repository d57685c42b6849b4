// Windows: which few bytes of each needle are searched for, and in which of Teddy's buckets.
//
// The choice decides the speed: common windows, or unlike windows in one bucket, make thirty times
// more candidates. So each needle offers its rarest windows, and each is put where it adds least to
// the expected number of candidates. A needle that contains another one is found through the
// other's window. Deterministic; about a millisecond for a full pack.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/prefilter/teddy.h"

namespace unsoap::prefilter {

struct WindowChoice {
  uint32_t needle = 0;
  uint32_t offset = 0;  // of the window within the needle
  uint8_t size = 0;     // below kWindow only for needles that short
  uint8_t bucket = 0;
};

struct WindowPlan {
  std::vector<WindowChoice>
      choices;  // one for each needle that is not empty, in the needles' order
  double candidates_per_megabyte = 0;  // expected in source code; over 500 a scan becomes slower
};
/// `folded`: the needles, each byte folded with FoldLoosely.
WindowPlan ChooseWindows(const std::vector<std::string>& folded);

}  // namespace unsoap::prefilter
