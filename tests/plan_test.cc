#include "reporters/plan.h"

#include <set>
#include <string>

#include "tests/catch.h"
#include "tests/report_samples.h"

namespace unsoap {
namespace {

std::string Render(std::string_view format, const Report& report) {
  std::string out;
  CHECK(RenderPlan(format, report, {}, [&](std::string_view piece) {
    out += piece;
    return true;
  }));
  return out;
}

TEST_CASE("a plan begins with wrappers and ends with what can be deleted") {
  const Report report = samples::Typical();
  const std::vector<PlanItem> plan = MakePlan(report);
  REQUIRE(plan.size() == 6);
  CHECK(plan[0].title == "Migrate Crm\\Client::push (syncLead)");
  CHECK(plan[0].clears == 5);
  CHECK(plan[0].sites.size() == 2);  // the call inside and the call of the wrapper
  CHECK(plan[0].requests ==
        std::vector<std::string>{"POST /rest/v1/leads.json (Sync Leads)",
                                 "POST /rest/v1/leads/{leadId}/associate.json (Associate Lead)"});
  CHECK(plan[0].flagged == std::vector<std::string>{"marketoCookie"});
  CHECK(plan[0].owners == std::vector<std::string>{"@shop/crm"});
  CHECK(plan[0].effort_minutes == 90);
  CHECK(plan[1].operation == "getLead");
  CHECK(plan[2].blockers == std::vector<std::string>{"nothing in REST replaces listMObjects"});
  CHECK(plan[5].kind == "clean-up");
}

TEST_CASE("every finding is in exactly one item of the plan") {
  for (const Report& report : {samples::Typical(), samples::Hostile(), samples::Large(300)}) {
    std::set<const Finding*> seen;
    int effort = 0;
    for (const PlanItem& item : MakePlan(report)) {
      for (const Finding* f : item.sites) CHECK(seen.insert(f).second);
      effort += item.effort_minutes;
    }
    CHECK(seen.size() == report.findings.size());
    CHECK(effort == report.summary.effort_minutes);
  }
}

TEST_CASE("a plan renders for people and for trackers, safely") {
  CHECK(
      Render("text", samples::Typical())
          .find(
              "1. Migrate Crm\\Client::push (syncLead)\n   clears 5 places, about 1 h 30 min\n") !=
      std::string::npos);
  CHECK(Render("markdown", samples::Typical())
            .find("- [ ] **Migrate getLead**: clears 1 place, about 45 min\n") !=
        std::string::npos);
  CHECK(Render("csv", samples::Typical()).find("\n2,Migrate getLead,operation,getLead,1,45,") !=
        std::string::npos);
  CHECK(Render("json", samples::Typical()).find("\"title\":\"Migrate getLead\"") !=
        std::string::npos);
  for (const char* format : {"text", "markdown", "csv"})
    CHECK(Render(format, samples::Hostile()).find('\x1b') == std::string::npos);
  CHECK_FALSE(RenderPlan("pdf", samples::Typical(), {}, [](std::string_view) { return true; }));
}

TEST_CASE("an empty report has an empty plan") {
  CHECK(MakePlan(samples::Empty()).empty());
  CHECK(Render("text", samples::Empty()).find("Plan: 0 items, about 0 min") != std::string::npos);
}

}  // namespace
}  // namespace unsoap
