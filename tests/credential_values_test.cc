// A credential's value is in no report, also where it flowed into the arguments of a call.
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/paths.h"
#include "tests/program.h"

namespace unsoap {

TEST_CASE("a key that is an argument of a call is not shown") {
  const ScratchDir tree;
  const std::string key = "98765432101234567890123456789012ABCDEF12";
  const std::string client =
      "<?php\n$c = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');\n";
  tree.Write("constant.php", client + "$encryptionKey = '" + key +
                                 "';\n$c->getLead(['leadKey' => ['keyType' => 'EMAIL', "
                                 "'keyValue' => $encryptionKey]]);\n");
  tree.Write(".env", "MARKETO_ENCRYPTION_KEY=" + key + "\n");
  tree.Write("setting.php", client +
                                "$c->getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => "
                                "getenv('MARKETO_ENCRYPTION_KEY')]]);\n");
  for (const char* format : {"json", "html", "sarif", "text", "markdown", "csv"}) {
    const ProgramRun run = RunUnsoap({"scan", ".", "--format", format}, tree.Root());
    INFO(format);
    CHECK(run.out.size() > 100);
    CHECK(run.out.find(key) == std::string::npos);
    CHECK(run.error.find(key) == std::string::npos);
  }
}

TEST_CASE("what records are numbered by is no key, a key by the same name is one") {
  const ScratchDir tree;
  const std::string key = "98765432101234567890123456789012ABCDEF12";
  const auto program = [](const std::string& value) {
    return R"(<?php
function attrib($name, $value) { return array('name' => $name, 'value' => $value); }
function deal($key) { return array('type' => 'Opportunity', 'externalKey' => attrib('DealNumber', $key)); }
$mkt = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');
$mkt->syncMObjects(array('mObjectList' => array('mObject' => array(deal(')" +
           value + "'))), 'operation' => 'UPSERT'));\n";
  };
  for (const char* shown : {"DL-9003", "D-2041", "OPP-7781", "SN-800", "INV-2014-17", "T-1"}) {
    tree.Write("a.php", program(shown));
    const ProgramRun run = RunUnsoap({"scan", ".", "--format", "json"}, tree.Root());
    INFO(shown);
    CHECK(run.out.find("\"externalOpportunityId\":\"" + std::string(shown) + "\"") !=
          std::string::npos);
  }
  for (const std::string& hidden : {key, std::string("k9-QzT7-x81mB")}) {
    tree.Write("a.php", program(hidden));
    const ProgramRun run = RunUnsoap({"scan", ".", "--format", "json"}, tree.Root());
    INFO(hidden);
    CHECK(run.out.size() > 100);
    CHECK(run.out.find(hidden) == std::string::npos);
  }
}

}  // namespace unsoap
