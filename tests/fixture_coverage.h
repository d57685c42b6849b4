// Fixture coverage: does a fixture claim each operation, flagged parameter, package and toolkit of
// a pack, and does one hold a tempting line for it that is no use?
//
// What it is: a sum over the results of fixtures, asked at the end. What it is not: a run of them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scanner/fixtures/fixtures.h"

namespace unsoap {

class FixtureCoverage {
 public:
  void Add(const fixtures::Fixture& fixture, const fixtures::FixtureResult& result);
  size_t fixtures() const { return fixtures_; }
  /// "toolkit handsoap: no fixture claims it", sorted by the pack.
  std::vector<std::string> Missing(const rules::Pack& pack) const;

 private:
  size_t fixtures_ = 0;
  std::set<std::string> claimed_;  // rules of claims that were met
  std::string tempting_;           // names in lines that are said to be no use, a line each
  std::set<std::string> beside_;   // rules of met claims in files that have such a line, too
};

}  // namespace unsoap
