// The stubs of every folder below fixtures/stubs: which generator made them, from which version of
// the WSDL, and how many files they have. That their users are found is claimed in the fixtures.
#include <fmt/core.h>

#include <filesystem>
#include <set>
#include <string>

#include "scanner/rules/builtin.h"
#include "scanner/scan.h"
#include "tests/catch.h"
#include "tests/paths.h"

namespace unsoap {
namespace {

struct Expected {
  const char* fixture;
  const char* main;  // the file that the finding points at
  const char* toolkit;
  const char* generator;
  const char* version;  // "": no file of the stub says it
  int members;
};

constexpr Expected kStubs[] = {
    {"asmx", "Web References/Crm/Reference.cs", "asmx", "wsdl.exe", "1_7", 1},
    {"axis1", "src/generated/java/com/acme/crm/axis/CrmSoapPort.java", "axis1", "Axis 1 WSDL2Java",
     "2_3", 13},
    {"axis2", "src/gen/com/acme/gen/people/PeopleStub.java", "axis2", "Axis 2 WSDL2Java", "2_1", 2},
    {"axis2", "src/gen/com/acme/gen/old/LeadsStub.java", "axis2", "Axis 2 WSDL2Java", "1_4", 5},
    {"cxf", "src/generated-sources/cxf/com/acme/vendor/campaigns/CampaignDoor.java", "cxf",
     "CXF wsdl2java", "", 14},
    {"gsoap", "gen/crm/soapCrmLeadProxy.h", "gsoap", "soapcpp2", "2_3", 7},
    {"gsoap-c", "gen/crm/crm.h", "gsoap", "soapcpp2", "2_1", 6},
    {"wcf", "Acme.Desktop/Service References/LeadSvc/Reference.vb", "wcf", "svcutil", "", 1},
    {"wcf", "Acme.Integration/Service References/LeadSvc/Reference.cs", "wcf", "svcutil", "", 1},
    {"wcf", "Acme.Portal/Connected Services/Directory/Reference.cs", "wcf", "svcutil", "2_9", 1},
    {"wsdl2phpgenerator", "src/Crm/Ws/CrmService.php", "php-wsdl2phpgenerator", "wsdl2phpgenerator",
     "2_1", 9},
    {"wsdl2apex", "force-app/main/default/classes/CrmPort.cls", "wsdl2apex", "wsdl2apex", "2_7", 2},
    {"wsdl2apex", "force-app/main/default/classes/oldCrmSoap.cls", "wsdl2apex", "wsdl2apex", "2_0",
     1},
    {"wsdlinterpreter", "application/libraries/crm/CrmLeadService.php", "php-wsdlinterpreter",
     "WSDLInterpreter", "1_5", 1},
    {"wsdlinterpreter", "tools/old/MktMktowsApiService.php", "php-wsdlinterpreter",
     "WSDLInterpreter", "1_3", 1},
    {"wsimport", "src/generated/java/com/acme/archive/leads/MktowsPort.java", "jax-ws", "wsimport",
     "2_0", 15},
    {"wsimport", "src/generated/java/com/acme/legacy/crm/ws/CrmPort.java", "jax-ws", "wsimport",
     "2_2", 16},
};

std::string Line(const std::string& main, const std::string& toolkit, const std::string& generator,
                 const std::string& version, const std::string& members) {
  return fmt::format("{}: {} by {}, version {}, {} files", main, toolkit, generator,
                     version.empty() ? "unknown" : version, members);
}

std::set<std::string> StubsIn(const std::string& folder) {
  ScanOptions options;
  options.packs = rules::BuiltinPacks();
  options.as_of = "2026-11-23";
  options.walk.roots = {folder};
  options.jobs = options.walk.jobs = 1;
  const Result<ScanOutcome> outcome = Scan(options);
  REQUIRE(outcome.has_value());
  std::set<std::string> out;
  for (const findings::Finding& f : outcome->report.findings) {
    if (f.kind != findings::Kind::kGeneratedClient) continue;
    const auto property = [&](const char* name) {
      const auto at = f.properties.find(name);
      return at == f.properties.end() ? std::string() : at->second;
    };
    out.insert(Line(f.location.path, f.toolkit, property("generator"), property("wsdl_version"),
                    property("members")));
  }
  return out;
}

}  // namespace

TEST_CASE("a stub is one finding with its toolkit, generator, version and files") {
  const std::string root = SourceDir() + "/fixtures/stubs";
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    const std::string fixture = entry.path().filename().string();
    std::set<std::string> expected;
    for (const Expected& e : kStubs) {
      if (fixture == e.fixture)
        expected.insert(Line(e.main, e.toolkit, e.generator, e.version, std::to_string(e.members)));
    }
    INFO("fixtures/stubs/" << fixture);
    CHECK(StubsIn(entry.path().string()) == expected);
  }
}

}  // namespace unsoap
