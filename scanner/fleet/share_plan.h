// SharePlan: which repositories are libraries of which, in what order they are asked again, and
// what each is told.
//
// What it is: the packages of all rows of a list joined with the dependencies of all others. A row
// is told the wrappers of the packages that it depends on directly, as those libraries have them in
// the end; so a library of a library comes first. Libraries that depend on each other in a circle
// are told what the others found by themselves, which ends. Of two rows that are the same package
// (forks) the one counts whose manifest lies nearest to its top, then the first by its id. What it
// is not: a scan, or a store. The same rows give the same plan, whatever their number here. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scanner/fleet/library.h"
#include "scanner/rules/pack.h"

namespace unsoap::fleet {

/// What a row is told.
struct Offer {
  std::vector<rules::Package> packages;  // empty: nothing, it is not asked again
  std::string digest;                    // of it; empty where it is nothing
};

class SharePlan {
 public:
  struct Member {
    std::string id;
    Library library;  // as its first scan has it
  };
  /// Sorted by id.
  explicit SharePlan(std::vector<Member> members);

  /// The rows that it depends on directly, sorted.
  const std::vector<size_t>& Uses(size_t row) const { return uses_[row]; }
  /// True if all that it has to be told is known.
  bool IsReady(size_t row) const;
  bool IsSettled(size_t row) const { return settled_[row]; }
  Offer OfferTo(size_t row) const;
  /// What its last scan found.
  void Settle(size_t row, std::vector<rules::SharedWrapper> wrappers);

 private:
  void FindOwners();
  void FindCircles();
  rules::Package PackageFor(const facts::PackageName& name, size_t owner, size_t user) const;

  struct Owner {
    size_t row = 0;
    std::string folder;
  };
  std::vector<Member> members_;
  std::map<facts::PackageName, Owner> owners_;
  std::vector<std::vector<size_t>> uses_;
  std::vector<size_t> circle_;  // its number, the same for rows that depend on each other
  std::vector<bool> settled_;
  std::vector<std::vector<rules::SharedWrapper>> last_;
};

}  // namespace unsoap::fleet
