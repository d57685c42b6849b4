// The headline: which request replaces a call is said alike wherever it is said: at the call, at
// the definition that holds it, at the calls of that definition, in the table at the end, in SARIF
// and in CSV.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "reporters/reporter.h"
#include "scanner/base/text.h"
#include "scanner/findings/request_words.h"
#include "tests/catch.h"
#include "tests/scan_files.h"

namespace unsoap {
namespace {

std::string Render(std::string_view format, const findings::Report& report) {
  const reporters::ReporterInfo* row = reporters::FindReporter(format);
  REQUIRE(row != nullptr);
  std::string out;
  row->render(report, {}, [&](std::string_view piece) {
    out += piece;
    return true;
  });
  return out;
}

// The row of a finding in the CSV.
std::string RowOf(const std::string& csv, const std::string& id) {
  for (const std::string_view line : Split(csv, '\n')) {
    if (line.starts_with(id + ",")) return std::string(line);
  }
  return {};
}

struct Case {
  const char *call, *passed, *id;
};

// A wrapper that passes its second parameter into the call, and one that calls it.
std::string Php(const Case& one) {
  return std::string(
             "<?php\nclass Api {\n  private $soap;\n  function __construct() {\n    $this->soap = "
             "new "
             "SoapClient('https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL');\n  }\n  function "
             "run($v) {\n    return $this->soap->") +
         one.call + ";\n  }\n}\nfunction job(Api $api, $value) {\n  return $api->run(" +
         one.passed + ");\n}\nfunction again(Api $api, $value) {\n  return $api->run(" +
         one.passed + ");\n}\n";
}

}  // namespace

TEST_CASE("the request that replaces a call leads everywhere, and is the same one") {
  const Case cases[] = {
      {"getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $v]])", "$value",
       "getLeadsByFilterUsingGET"},
      {"getLead(['leadKey' => ['keyType' => 'IDNUM', 'keyValue' => $v]])", "12",
       "getLeadByIdUsingGET"},
      {"syncLead(['leadRecord' => ['ForeignSysPersonId' => $v, 'ForeignSysType' => 'CUSTOM'], "
       "'returnLead' => true])",
       "$value", "syncLeadUsingPOST"},
      {"syncLead(['leadRecord' => ['Email' => $v], 'returnLead' => false, 'marketoCookie' => "
       "$_COOKIE['_mkto_trk']])",
       "$value", "syncLeadUsingPOST"},
      {"listOperation(['listOperation' => 'ADDTOLIST', 'listKey' => ['keyType' => 'MKTOLISTNAME', "
       "'keyValue' => 'a'], 'listMemberList' => [['keyType' => 'EMAIL', 'keyValue' => $v]]])",
       "$value", "addLeadsToListUsingPOST"},
      {"requestCampaign(['source' => 'MKTOWS', 'campaignName' => 'a', 'programName' => 'b', "
       "'leadList' => [['keyType' => 'EMAIL', 'keyValue' => $v]]])",
       "$value", "triggerCampaignUsingPOST"},
      {"getLeadActivity(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $v]])", "$value",
       "getLeadActivitiesUsingGET"},
      {"getMultipleLeads(['leadSelector' => new SoapVar(['staticListName' => $v], SOAP_ENC_OBJECT, "
       "'StaticListSelector')])",
       "$value", "getLeadsByListIdUsingGET_1"},
  };
  for (const Case& one : cases) {
    INFO(one.call);
    const findings::Report report = ScanTexts({{"a.php", Php(one)}});
    const nlohmann::json sarif = nlohmann::json::parse(Render("sarif", report));
    const std::string csv = Render("csv", report), text = Render("text", report);
    std::map<findings::Kind, int> seen;
    std::string target;
    for (const findings::Finding& f : report.findings) {
      if (f.operation.empty()) continue;
      const findings::Replacement* use = findings::MainRequest(f);
      REQUIRE(use != nullptr);
      ++seen[f.kind];
      CHECK(use->id == one.id);
      CHECK(&f.replacements.front() == use);
      const std::string name = findings::RequestName(*use);
      target = use->http_method + " " + use->path;
      // A call of a wrapper moves with it: the request is the wrapper's.
      const bool moves = f.kind == findings::Kind::kWrapperCall;
      if (!moves) CHECK(f.message.find("; use " + name) != std::string::npos);
      CHECK(RowOf(csv, f.id).find("," + use->http_method + "," + use->path + "," + use->title +
                                  ",") != std::string::npos);
      const auto& results = sarif["runs"][0]["results"];
      const auto result = std::ranges::find_if(results, [&](const nlohmann::json& r) {
        return r.dump().find(f.id) != std::string::npos;
      });
      REQUIRE(result != results.end());
      const std::string said = (*result)["message"]["text"];
      if (!moves) CHECK(said.find("use " + name) != std::string::npos);
    }
    CHECK(seen[findings::Kind::kCall] == 1);
    CHECK(seen[findings::Kind::kDefinition] == 1);
    CHECK(seen[findings::Kind::kWrapperCall] == 2);
    const size_t table = text.find("Operation ");
    REQUIRE(table != std::string::npos);
    CHECK(text.find(target, table) != std::string::npos);
  }
}

TEST_CASE("the table at the end says how many requests an operation needs") {
  const std::string program =
      Php({"getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $v]])", "$value", ""}) +
      "function other($soap, $id) {\n  $c = new "
      "SoapClient('https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL');\n  "
      "return $c->getLead(['leadKey' => ['keyType' => 'IDNUM', 'keyValue' => "
      "$id]]);\n}\n";
  const std::string text = Render("text", ScanTexts({{"a.php", program}}));
  const size_t table = text.find("Operation ");
  REQUIRE(table != std::string::npos);
  CHECK(text.find("GET /rest/v1/leads.json and 1 more", table) != std::string::npos);
}

}  // namespace unsoap
