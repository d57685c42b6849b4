// Choose: which of the results in some directories answers a row.
//
// What it is: the record of the row in each directory, and the result it names; what is final comes
// before what is partial, and that before a failure. Two different final results are a conflict,
// and so is one key with different bytes. What it is not: the comparison of rows with each other
// (merge). Failure: none; the outcome says it.
#pragma once

#include <string>
#include <vector>

#include "scanner/fleet/list.h"
#include "scanner/fleet/store.h"

namespace unsoap::fleet {

struct Chosen {
  Outcome outcome;
  Head head;         // where it has a result
  std::string path;  // of the result
};

Chosen ChooseResult(const std::vector<std::string>& directories, const Row& row);

}  // namespace unsoap::fleet
