// Branches: what a call passes in one of them is not passed together with what another passes.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/program.h"

namespace unsoap {
namespace {

using nlohmann::json;

const std::string kUrl = "https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL";

struct Program {
  std::string name, code;
};

/// The request of each case of the one call, by its condition.
std::vector<json> RequestsOf(const Program& program) {
  const ScratchDir tree;
  tree.Write(program.name, program.code);
  const json report = ScanJson(tree.Root());
  std::vector<json> out;
  for (const json& finding : report["findings"]) {
    if (finding["kind"] != "call") continue;
    for (const json& r : finding["replacements"]) {
      if (r["role"] == "use" || r["role"] == "instead") out.push_back(r);
    }
  }
  return out;
}

/// The members of the first record of a request's body; empty where there is none.
json RecordOf(const json& replacement) {
  const json& request = replacement["request"];
  if (!request.contains("body") || !request["body"].contains("input")) return json::object();
  return request["body"]["input"][0];
}

void CheckOneOfTwo(const Program& program) {
  INFO(program.name << "\n" << program.code);
  bool by_id = false, by_mail = false;
  for (const json& r : RequestsOf(program)) {
    const json record = RecordOf(r);
    CHECK_FALSE((record.contains("id") && record.contains("email")));
    CHECK(r["applies"] == "if");
    by_id |= record.contains("id");
    by_mail |= record.contains("email");
  }
  CHECK(by_id);
  CHECK(by_mail);
}

void CheckTogether(const Program& program) {
  INFO(program.name << "\n" << program.code);
  const std::vector<json> requests = RequestsOf(program);
  REQUIRE_FALSE(requests.empty());
  CHECK(requests[0]["applies"] == "yes");
}

std::string Php(const std::string& fill) {
  return "<?php\n$soap = new SoapClient('" + kUrl + "');\nfunction save($soap, $who, $name) {\n" +
         "  $rec = new stdClass();\n" + fill +
         "  $soap->syncLead(array('leadRecord' => $rec, 'returnLead' => false));\n}\n";
}

}  // namespace

TEST_CASE("what two branches write makes a request for each") {
  for (const Program& program : std::vector<Program>{
           {"block.php",
            Php("  if (is_numeric($who)) {\n    $rec->Id = $who;\n  } else {\n    $rec->Email = "
                "$who;\n  }\n")},
           {"statement.php",
            Php("  if (is_numeric($who)) $rec->Id = $who; else $rec->Email = $who;\n")},
           {"other_way.php",
            Php("  if (strpos($who, '@')) {\n    $rec->Email = $who;\n  } else {\n    $rec->Id = "
                "$who;\n  }\n")},
           {"colon.php",
            Php("  if (is_numeric($who)):\n    $rec->Id = $who;\n  else:\n    $rec->Email = "
                "$who;\n  endif;\n")},
           {"lead.py",
            "from suds.client import Client\nclient = Client('" + kUrl +
                "')\ndef save(who):\n    rec = client.factory.create('LeadRecord')\n    if "
                "who.isdigit():\n        rec.Id = who\n    else:\n        rec.Email = who\n    "
                "client.service.syncLead(rec, False)\n"},
           {"lead.rb",
            "require 'savon'\nclient = Savon.client(wsdl: '" + kUrl +
                "')\ndef save(client, who)\n  rec = {}\n  if who.is_a?(Integer)\n    rec['Id'] = "
                "who\n  else\n    rec['Email'] = who\n  end\n  client.call(:sync_lead, message: { "
                "'leadRecord' => rec, 'returnLead' => false })\nend\n"},
           {"lead.js",
            "const soap = require('soap');\nsoap.createClient('" + kUrl +
                "', (err, client) => {\n  const rec = {};\n  if (typeof process.argv[2] === "
                "'number') {\n    rec.Id = process.argv[2];\n  } else {\n    rec.Email = "
                "process.argv[2];\n  }\n  client.syncLead({ leadRecord: rec, returnLead: false }, "
                "() => {});\n});\n"},
           {"Lead.java",
            "import com.marketo.mktows.*;\nclass Lead {\n  MktowsPort port;\n  void save(String "
            "who, AuthenticationHeader h) {\n    LeadRecord rec = new LeadRecord();\n    if "
            "(who.matches(\"[0-9]+\"))\n    {\n      rec.setId(who);\n    }\n    else\n    {\n     "
            " rec.setEmail(who);\n    }\n    ParamsSyncLead p = new ParamsSyncLead();\n    "
            "p.setLeadRecord(rec);\n    p.setReturnLead(false);\n    port.syncLead(p, h);\n  "
            "}\n}\n"},
       })
    CheckOneOfTwo(program);
}

TEST_CASE("what may be written together makes one request") {
  for (const Program& program : std::vector<Program>{
           {"two_ifs.php",
            Php("  if ($who) {\n    $rec->Id = $who;\n  }\n  if ($name) {\n    $rec->Email = "
                "$name;\n  } else {\n    $name = 1;\n  }\n")},
           {"members.php",
            Php("  $rec->Email = $who;\n  if ($name) {\n    $rec->FirstName = $name;\n  } else {\n "
                "   $rec->LastName = $name;\n  }\n")},
           {"lead.py",
            "from suds.client import Client\nclient = Client('" + kUrl +
                "')\ndef save(who, mail):\n    rec = client.factory.create('LeadRecord')\n    if "
                "who:\n        rec.Id = who\n    else:\n        print('none')\n    rec.Email = "
                "mail\n    client.service.syncLead(rec, False)\n"},
       })
    CheckTogether(program);
}

}  // namespace unsoap
