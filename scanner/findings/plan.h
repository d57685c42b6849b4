// Plan: a report as an ordered work list: wrappers first, by how many calls each clears, then the
// rest by operation. What the migration needs once and is to be built (a token client) comes before
// them.
//
// What it is: a pure function of the report; every finding is in exactly one item. What it is not:
// a new judgement; effort, owner and blockers are those of the findings. Deterministic.
#pragma once

#include <string>
#include <vector>

#include "scanner/findings/report.h"

namespace unsoap::findings {

struct PlanRequest {
  std::string text;  // "POST /rest/v1/leads.json (Sync Leads)"
  std::string when;  // "leadKey.keyType is IDNUM"; empty where the arguments ask for it
  friend bool operator==(const PlanRequest&, const PlanRequest&) = default;
};

struct PlanItem {
  std::string title;                    // "Migrate Crm\Client::push (syncLead)"
  std::string kind;                     // "set-up", "wrapper", "operation" or "clean-up"
  std::string operation;                // the first one; empty for clean-up
  std::vector<std::string> operations;  // of a wrapper: all that it performs, sorted
  int clears = 0;                     // calls that are done with it, the wrapper's callers included
  std::vector<const Finding*> sites;  // into the report, in its order
  /// To build: what some site's arguments ask for, in calling order; for an operation of which no
  /// site says, the usual one with its condition.
  std::vector<PlanRequest> requests;
  std::vector<PlanRequest> conditional;  // alternatives, and what no site settles
  std::vector<std::string> flagged;      // parameters to decide about, sorted
  std::vector<std::string>
      blockers;  // why it cannot be finished as it is; empty if nothing stands in the way
  std::vector<std::string> owners;  // sorted
  std::vector<std::string> how;     // of a set-up: sentences
  int effort_minutes = 0;
};

/// The report outlives the plan.
std::vector<PlanItem> MakePlan(const Report& report);

}  // namespace unsoap::findings
