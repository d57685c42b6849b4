// What hangs on a wrapper: the report's "start here".
#include "scanner/findings/plan.h"
#include "tests/catch.h"
#include "tests/scan_files.h"

namespace unsoap {
namespace {

const char* const kClient = R"(<?php
class Crm {
  private $soap;
  public function __construct() {
    $this->soap = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');
  }
  public function send($name, $request) { return $this->soap->__soapCall($name, [$request]); }
  public function relay($what, $request) { return $this->send($what, $request); }
}
)";

}  // namespace

TEST_CASE("a dispatcher is the door for what its callers name, at any distance") {
  const findings::Report report = ScanTexts({
      {"Crm.php", kClient},
      {"a.php",
       "<?php\n$crm = new Crm();\n$crm->send('getLead', $r);\n$crm->relay('syncLead', $r);\n"},
      {"b.php", "<?php\n$crm = new Crm();\n$crm->send('mergeLeads', $r);\n"},
  });
  REQUIRE(report.wrappers.size() == 2);
  const findings::WrapperSummary& send = report.wrappers[0];
  CHECK(send.name == "Crm::send");
  CHECK(send.operations == std::vector<std::string>{"getLead", "mergeLeads", "syncLead"});
  CHECK(send.callers.direct == 3);
  CHECK(send.callers.total == 4);
  CHECK(send.callers.files == 3);
  CHECK_FALSE(send.finding_id.empty());
  CHECK(report.wrappers[1].name == "Crm::relay");
  CHECK(report.wrappers[1].operations == std::vector<std::string>{"syncLead"});
  const std::vector<findings::PlanItem> plan = findings::MakePlan(report);
  REQUIRE(plan.size() > 1);
  CHECK(plan[0].title == "Build: Token client");
  CHECK(plan[1].title == "Migrate Crm::send (getLead, mergeLeads, syncLead)");
}

TEST_CASE("a wrapper whose operation nobody names says so") {
  findings::WrapperSummary wrapper;
  CHECK(findings::OperationsOf(wrapper) == "operations not known");
  wrapper.operations = {"getLead", "syncLead"};
  CHECK(findings::OperationsOf(wrapper) == "getLead, syncLead");
}

}  // namespace unsoap
