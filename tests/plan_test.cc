#include "reporters/plan.h"

#include <set>
#include <string>

#include "tests/catch.h"
#include "tests/report_samples.h"

namespace unsoap {
namespace {

std::string Render(std::string_view format, const findings::Report& report) {
  std::string out;
  CHECK(reporters::RenderPlan(format, report, {}, [&](std::string_view piece) {
    out += piece;
    return true;
  }));
  return out;
}

TEST_CASE("a plan begins with wrappers and ends with what can be deleted") {
  const findings::Report report = samples::Typical();
  const std::vector<findings::PlanItem> plan = findings::MakePlan(report);
  REQUIRE(plan.size() == 6);
  CHECK(plan[0].title == "Migrate Crm\\Client::push (syncLead)");
  CHECK(plan[0].clears == 5);
  CHECK(plan[0].sites.size() == 2);  // the call inside and the call of the wrapper
  CHECK(plan[0].requests ==
        std::vector<findings::PlanRequest>{
            {"POST /rest/v1/leads.json (Sync Leads)", ""},
            {"POST /rest/v1/leads/{leadId}/associate.json (Associate Lead)", ""}});
  CHECK(plan[0].conditional.empty());
  CHECK(plan[0].flagged == std::vector<std::string>{"marketoCookie"});
  CHECK(plan[0].owners == std::vector<std::string>{"@shop/crm"});
  CHECK(plan[0].effort_minutes == 90);
  CHECK(plan[1].operation == "getLead");
  CHECK(plan[2].blockers == std::vector<std::string>{"nothing in REST replaces listMObjects"});
  CHECK(plan[5].kind == "clean-up");
}

TEST_CASE("an item lists what arguments ask for, and the rest with its condition") {
  findings::Report report = samples::Empty();
  findings::Finding call = samples::GetLead();
  std::swap(call.replacements[0], call.replacements[1]);
  call.replacements[0].role = "use", call.replacements[0].applies = true;
  call.replacements[0].step = 1, call.replacements[1].step = 2;
  call.replacements[1].role = "instead";
  findings::Finding definition = samples::GetLead();
  definition.kind = findings::Kind::kDefinition;
  definition.id = "00000000000000d1";
  report.findings = {call, definition};
  const std::string by_id = "GET /rest/v1/lead/{leadId}.json (Get Lead by Id)";
  const std::string by_filter = "GET /rest/v1/leads.json (Get Leads by Filter Type)";
  std::vector<findings::PlanItem> plan = findings::MakePlan(report);
  REQUIRE(plan.size() == 1);
  CHECK(plan[0].requests == std::vector<findings::PlanRequest>{{by_id, ""}});
  CHECK(plan[0].conditional ==
        std::vector<findings::PlanRequest>{{by_filter, "leadKey.keyType is EMAIL"}});
  CHECK(
      Render("text", report).find("   perhaps: " + by_filter + " if leadKey.keyType is EMAIL\n") !=
      std::string::npos);

  // Where no argument decides, the usual request stands first, and its condition stays.
  report.findings = {definition};
  plan = findings::MakePlan(report);
  CHECK(plan[0].requests ==
        std::vector<findings::PlanRequest>{{by_filter, "leadKey.keyType is EMAIL"}});
  CHECK(plan[0].conditional ==
        std::vector<findings::PlanRequest>{{by_id, "leadKey.keyType is IDNUM"}});
}

/// A dispatcher, a wrapper that calls it, a function between them and the code, and a call of that.
findings::Report Layered() {
  findings::Report report = samples::Empty();
  const auto finding = [&](std::string id, findings::Kind kind, int line, std::string enclosing) {
    findings::Finding f = samples::GetLead();
    f.id = std::move(id), f.kind = kind, f.enclosing = std::move(enclosing);
    f.location = samples::At("crm.rb", line, 1, 9);
    f.effort_minutes = 10;
    f.flow.clear();
    report.findings.push_back(f);
  };
  finding("d0", findings::Kind::kDefinition, 10, "Client::request");
  finding("c0", findings::Kind::kCall, 12, "Client::request");
  finding("d1", findings::Kind::kDefinition, 20, "Client::get_lead");
  finding("c1", findings::Kind::kCall, 22, "Client::get_lead");
  finding("d2", findings::Kind::kDefinition, 30, "find_by_email");
  finding("w1", findings::Kind::kWrapperCall, 32, "find_by_email");
  finding("w2", findings::Kind::kWrapperCall, 40, "main");
  for (size_t i : {0, 1}) report.findings[i].operation.clear();
  for (size_t i : {0, 1}) {
    report.findings[i].parameters = {{"leadKey.keyType", "p/1", "blocker", "Decide.", {}}};
    report.findings[i].replacements.clear();
  }
  report.findings[3].parameters = report.findings[1].parameters;
  const findings::Location dispatcher = report.findings[0].location,
                           wrapper = report.findings[2].location;
  report.findings[6].flow = {{"calls find_by_email()", report.findings[6].location},
                             {"find_by_email() is defined here", report.findings[4].location},
                             {"Client::get_lead() is defined here", wrapper}};
  report.findings[5].flow = {{"calls Client::get_lead()", report.findings[5].location},
                             {"Client::get_lead() is defined here", wrapper}};
  findings::Callers callers;
  callers.total = 3;
  callers.sites = {report.findings[3].location, report.findings[5].location,
                   report.findings[6].location};
  report.wrappers.push_back({"Client::request", "d0", dispatcher, {}, callers});
  callers.total = 2;
  callers.sites.clear();  // cut off: the flow of the calls says the same
  report.wrappers.push_back({"Client::get_lead", "d1", wrapper, {"getLead"}, callers});
  return report;
}

TEST_CASE("a dispatcher keeps itself, and callers go with the wrapper of their operation") {
  const findings::Report report = Layered();
  const std::vector<findings::PlanItem> plan = findings::MakePlan(report);
  REQUIRE(plan.size() == 2);
  CHECK(plan[0].title == "Migrate Client::request");
  CHECK(plan[0].clears == 3);
  CHECK(plan[0].sites.size() == 2);
  CHECK(plan[0].flagged.empty());
  CHECK(plan[0].blockers.empty());
  CHECK(plan[1].title == "Migrate Client::get_lead (getLead)");
  CHECK(plan[1].sites.size() == 5);
  CHECK(plan[1].effort_minutes == 50);
  CHECK(plan[1].flagged == std::vector<std::string>{"leadKey.keyType"});
  CHECK(plan[1].blockers == std::vector<std::string>{"leadKey.keyType: Decide."});
}

TEST_CASE("a title names three operations and counts the rest") {
  findings::Report report = Layered();
  report.wrappers[0].operations = {"a", "b", "c", "d", "e"};
  CHECK(findings::MakePlan(report)[0].title == "Migrate Client::request (a, b, c and 2 more)");
}

TEST_CASE("every finding is in exactly one item of the plan") {
  for (const findings::Report& report :
       {samples::Typical(), samples::Hostile(), samples::Large(300)}) {
    std::set<const findings::Finding*> seen;
    int effort = 0;
    for (const findings::PlanItem& item : findings::MakePlan(report)) {
      for (const findings::Finding* f : item.sites) CHECK(seen.insert(f).second);
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
  CHECK_FALSE(
      reporters::RenderPlan("pdf", samples::Typical(), {}, [](std::string_view) { return true; }));
}

TEST_CASE("an empty report has an empty plan") {
  CHECK(findings::MakePlan(samples::Empty()).empty());
  CHECK(Render("text", samples::Empty()).find("Plan: 0 items, about 0 min") != std::string::npos);
}

}  // namespace
}  // namespace unsoap
