// From source text to requests: what the requests of a finding hold for the arguments that are
// really passed, in several languages.
#include <algorithm>
#include <tuple>

#include "scanner/base/json_tree.h"
#include "scanner/findings/finding.h"
#include "tests/catch.h"
#include "tests/scan_files.h"

namespace unsoap {
namespace {

// The requests that the arguments ask for, in calling order is what `step` says: "use POST path
// query body", one a line.
std::string Requests(const findings::Finding& finding, bool conditional = false) {
  std::string out;
  for (const findings::Replacement& r : finding.replacements) {
    if (!r.applies && !conditional) continue;
    out += std::to_string(r.step) + " " + r.role + " " + r.http_method + " " + r.path;
    for (const JsonTree* tree : {&r.request.path_parameters, &r.request.query, &r.request.body}) {
      if (!tree->HasNothing()) out += " " + ToJsonText(*tree);
    }
    out += "\n";
  }
  return out;
}

constexpr const char* kPhp =
    "<?php\nclass C {\n  private $soap;\n  function __construct() {\n    $this->soap = new "
    "SoapClient('https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL');\n  }\n  function run($v) "
    "{\n    return $this->soap->";

// The call in the program that calls `call` on a PHP SoapClient.
findings::Finding OfPhp(const std::string& call) {
  for (const findings::Finding& f : ScanTexts({{"a.php", kPhp + call + ";\n  }\n}\n"}}).findings) {
    if (f.kind == findings::Kind::kCall) return f;
  }
  FAIL("no call is found: " + call);
  return {};
}

// The requests of the only call in a program.
std::string OfCall(const std::string& path, const std::string& text) {
  std::string out;
  for (const findings::Finding& f : ScanTexts({{path, text}}).findings) {
    if (f.kind == findings::Kind::kCall) out += Requests(f);
  }
  return out;
}

constexpr const char* kWsdl = "'https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL'";

// Upsert by address, then the cookie.
std::string UpsertAndAssociate(const std::string& mail, const std::string& cookie) {
  return R"(1 use POST /rest/v1/leads.json {"action": "createOrUpdate", "lookupField": "email", "input": )"
         R"([{"email": {"$code": ")" +
         mail + "\"}}]}\n" +
         R"(2 then POST /rest/v1/leads/{leadId}/associate.json {"leadId": {"$answer": "1.result[0].id"}} )"
         R"({"cookie": {"$code": ")" +
         cookie + "\"}}\n";
}

// The bodies of the requests that replace the findings of one kind, one a line.
std::string Bodies(const std::string& path, const std::string& text, findings::Kind kind) {
  std::string out;
  for (const findings::Finding& f : ScanTexts({{path, text}}).findings) {
    if (f.kind != kind || f.replacements.empty()) continue;
    const JsonTree* input = f.replacements.front().request.body.Find("input");
    out += (input == nullptr ? std::string("none") : ToJsonText(*input)) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("items of a list without element names are kept apart") {
  CHECK(Requests(OfPhp("getMObjects(['type' => 'Program', 'mObjCriteriaList' => [['attrName' => "
                       "'Tag Type', 'comparison' => 'EQ', 'attrValue' => 'Region'], ['attrName' => "
                       "'Tag Value', 'comparison' => 'EQ', 'attrValue' => $v]]])")) ==
        "1 use GET /rest/asset/v1/program/byTag.json "
        R"({"tagType": "Region", "tagValue": {"$code": "$v"}, "maxReturn": 200})"
        "\n");
  CHECK(Requests(OfPhp("syncMultipleLeads(['leadRecordList' => [['Email' => $v, "
                       "'leadAttributeList' => [['attrName' => 'FirstName', 'attrValue' => 'Ann'], "
                       "['attrName' => 'LastName', 'attrValue' => 'Roe']]], ['Email' => "
                       "'b@example.com']]])")) ==
        "1 use POST /rest/v1/leads.json "
        R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": )"
        R"("$v"}, "firstName": "Ann", "lastName": "Roe"}, {"email": "b@example.com"}]})"
        "\n");
  CHECK(
      Requests(OfPhp("getMultipleLeads(['leadSelector' => new SoapVar(['keyType' => 'EMAIL', "
                     "'keyValues' => ['a@example.com', $v]], SOAP_ENC_OBJECT, 'LeadKeySelector'), "
                     "'batchSize' => 1000, 'includeAttributes' => ['FirstName', 'MyField']])")) ==
      "1 use GET /rest/v1/leads.json "
      R"({"filterType": "email", "filterValues": ["a@example.com", {"$code": "$v"}], "fields": )"
      R"(["firstName", "MyField"], "batchSize": 300})"
      "\n");
}

TEST_CASE("a key that is no id is looked up first, and its answer goes on") {
  CHECK(Requests(OfPhp("listOperation(['listOperation' => 'ADDTOLIST', 'listKey' => ['keyType' => "
                       "'MKTOLISTNAME', 'keyValue' => 'Launch.Guests'], 'listMemberList' => "
                       "['leadKey' => [['keyType' => 'EMAIL', 'keyValue' => $v]]]])")) ==
        "3 use POST /rest/v1/lists/{listId}/leads.json "
        R"({"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$answer": )"
        R"("2.result[0].id"}}]})"
        "\n"
        R"(1 first GET /rest/v1/lists.json {"name": ["Guests"], "programName": ["Launch"]})"
        "\n"
        R"(2 first GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": )"
        R"("$v"}], "fields": ["id"]})"
        "\n");
}

TEST_CASE("more than fit into one call are not dropped in silence") {
  std::string losers;
  for (int i = 0; i < 30; ++i)
    losers += "['attribute' => [['attrName' => 'IDNUM', 'attrValue' => '" + std::to_string(i + 2) +
              "']]], ";
  const findings::Finding merge = OfPhp(
      "mergeLeads(['winningLeadKeyList' => ['attribute' => [['attrName' => 'IDNUM', "
      "'attrValue' => '1']]], 'losingLeadKeyLists' => ['keyList' => [" +
      losers + "]]])");
  REQUIRE(merge.replacements.size() == 1);
  CHECK(merge.replacements[0].request.query.Find("leadIds")->items.size() == 25);
  CHECK(merge.replacements[0].request.query.Find("mergeInCRM") == nullptr);
  CHECK(std::find(merge.notes.begin(), merge.notes.end(),
                  "30 are passed for leadIds, 25 fit into one call: split them.") !=
        merge.notes.end());
}

TEST_CASE("what passes nothing is not there") {
  const std::string sync =
      "1 use POST /rest/v1/leads.json "
      R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@example.com"}]})"
      "\n";
  CHECK(Requests(OfPhp("syncLead(['leadRecord' => ['Email' => 'a@example.com', 'Id' => null, "
                       "'ForeignSysPersonId' => ''], 'returnLead' => false, 'marketoCookie' => "
                       "''])")) == sync);
  const auto xml = ScanTexts(
      {{"a.xml",
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xmlns:ns1=\"http://www.marketo.com/mktows/\"><e:Body><ns1:paramsSyncLead><leadRecord><Id "
        "xsi:nil=\"true\"/><Email>a@example.com</Email><ForeignSysPersonId xsi:nil=\"true\"/>"
        "</leadRecord><returnLead>false</returnLead><marketoCookie xsi:nil=\"true\"/>"
        "</ns1:paramsSyncLead></e:Body></e:Envelope>\n"}});
  REQUIRE(xml.findings.size() >= 1);
  for (const findings::Finding& f : xml.findings) {
    if (f.kind != findings::Kind::kEnvelope) continue;
    CHECK(Requests(f) == sync);
    for (const findings::FlaggedUse& use : f.parameters) CHECK(use.severity != "blocker");
  }
}

TEST_CASE("stubs of Java: getters of lists, factories of elements, constants of enumerations") {
  const auto java = ScanTexts(
      {{"A.java",
        "import com.marketo.mktows.*;\nclass A {\n  MktowsPort port;\n  AuthenticationHeader "
        "header;\n  ObjectFactory make = new ObjectFactory();\n  void request(String value) {\n    "
        "ParamsRequestCampaign request = new ParamsRequestCampaign();\n    "
        "request.setSource(ReqCampSourceType.MKTOWS);\n    "
        "request.setCampaignId(make.createParamsRequestCampaignCampaignId(44));\n    LeadKey key = "
        "new LeadKey();\n    key.setKeyType(LeadKeyRef.IDNUM);\n    key.setKeyValue(value);\n    "
        "ArrayOfLeadKey keys = new ArrayOfLeadKey();\n    keys.getLeadKeies().add(key);\n    "
        "request.setLeadList(make.createParamsRequestCampaignLeadList(keys));\n    "
        "port.requestCampaign(request, header);\n  }\n}\n"}});
  bool seen = false;
  for (const findings::Finding& f : java.findings) {
    if (f.kind != findings::Kind::kCall) continue;
    seen = true;
    CHECK(Requests(f) ==
          "1 use POST /rest/v1/campaigns/{campaignId}/trigger.json "
          R"({"campaignId": 44} {"input": {"leads": [{"id": {"$code": "value"}}]}})"
          "\n");
  }
  CHECK(seen);
}

TEST_CASE("arrays of C# hold what is in them, however they are written") {
  for (const char* array : {"new LeadRecord[] { record }", "new[] { record }", "[record]"}) {
    INFO(array);
    const auto report = ScanTexts(
        {{"A.cs",
          std::string(
              "using Crm.Marketo; // generated from http://www.marketo.com/mktows/\nclass A "
              "{\n  MktowsPortClient client = new MktowsPortClient();\n  void "
              "Push(AuthenticationHeader header, string mail) {\n    var record = new "
              "LeadRecord { Email = mail };\n    client.syncMultipleLeads(header, new "
              "ParamsSyncMultipleLeads { leadRecordList = ") +
              array + ", dedupEnabled = true });\n  }\n}\n"}});
    bool seen = false;
    for (const findings::Finding& f : report.findings) {
      if (f.kind != findings::Kind::kCall) continue;
      seen = true;
      CHECK(Requests(f) ==
            "1 use POST /rest/v1/leads.json "
            R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": )"
            R"("mail"}}]})"
            "\n");
    }
    CHECK(seen);
  }
}

TEST_CASE("a wrapper that passes its parameter on has one request for each case") {
  const findings::Finding call = OfPhp("syncLead($v)");
  REQUIRE_FALSE(call.replacements.empty());
  CHECK(Requests(call).empty());
  for (const findings::Replacement& r : call.replacements) {
    const JsonTree* key = r.request.body.Find("lookupField");
    const JsonTree* input = r.request.body.Find("input");
    if (key == nullptr || input == nullptr) continue;
    // The key of the request stands in its record; one whose name people choose by a stand-in.
    const std::string member = key->LeafKind() == "$choose" ? "customFieldForForeignId" : key->text;
    INFO(ToJsonText(r.request.body));
    CHECK(input->items[0].Find(member) != nullptr);
    CHECK_FALSE(r.because.empty());
  }
  CHECK(
      call.message.find("use POST /rest/v1/leads.json (Sync Leads) if leadRecord.Email is given") !=
      std::string::npos);
}

TEST_CASE("names of members that are constants elsewhere are their names") {
  const std::string wsdl = kWsdl;
  CHECK(
      OfCall("a.php",
             "<?php\nconst COOKIE = 'marketoCookie';\nclass Keys { const MAIL = 'Email'; }\n"
             "class C {\n  const RECORD = 'leadRecord';\n  function run($v, $w) {\n    $soap = new "
             "SoapClient(" +
                 wsdl +
                 ");\n    $request = [self::RECORD => [Keys::MAIL => $v]];\n    "
                 "$request[COOKIE] = $w;\n    return $soap->syncLead($request);\n  }\n}\n") ==
      UpsertAndAssociate("$v", "$w"));
  CHECK(OfCall("a.js",
               "const soap = require('soap');\nconst KEYS = { MAIL: 'Email' };\nconst COOKIE = "
               "'marketoCookie';\nsoap.createClient(" +
                   wsdl +
                   ", (error, client) => {\n  const [v, w] = "
                   "process.argv;\n  client.syncLead({ leadRecord: { [KEYS.MAIL]: v }, [COOKIE]: w "
                   "}, () => {});"
                   "\n});\n") == UpsertAndAssociate("v", "w"));
  CHECK(
      OfCall("a.py",
             "from zeep import Client\nMAIL = 'Email'\nclass Keys:\n    COOKIE = 'marketoCookie'\n"
             "client = Client(" +
                 wsdl +
                 ")\ndef run(v, w):\n    request = {'leadRecord': {MAIL: v}, "
                 "Keys.COOKIE: w}\n    return client.service.syncLead(**request)\n") ==
      UpsertAndAssociate("v", "w"));
  CHECK(OfCall("a.rb",
               "require 'savon'\nMAIL = 'Email'\nmodule Keys\n  COOKIE = "
               ":marketo_cookie\nend\nclass C\n  "
               "def run(v, w)\n    client = Savon.client(wsdl: " +
                   wsdl +
                   ")\n    client.call(:sync_lead, "
                   "message: { lead_record: { MAIL => v }, Keys::COOKIE => w })\n  end\nend\n") ==
        UpsertAndAssociate("v", "w"));
  // An entry's own name is no variable.
  CHECK(OfCall("b.js",
               "const soap = require('soap');\nconst Email = 'Id', marketoCookie = 'x';\n"
               "soap.createClient(" +
                   wsdl +
                   ", (error, client) => {\n  const [v, w] = process.argv;\n  "
                   "client.syncLead({ leadRecord: { Email: v }, marketoCookie: w }, () => "
                   "{});\n});\n") == UpsertAndAssociate("v", "w"));
}

TEST_CASE("an object is of the type that a factory was asked for") {
  const std::string wsdl = kWsdl;
  const std::string suds =
      "from suds.client import Client\nclient = Client(" + wsdl + ")\ndef run(v, w):\n";
  CHECK(
      OfCall(
          "a.py",
          suds +
              "    lead = client.factory.create('ns0:LeadRecord')\n    lead.Email = v\n    return "
              "client.service.syncLead(lead, False, w)\n") == UpsertAndAssociate("v", "w"));
  CHECK(OfCall("b.py",
               suds + "    key = client.factory.create('LeadKey')\n    key.keyType = "
                      "client.factory.create('LeadKeyRef').IDNUM\n    key.keyValue = v\n    return "
                      "client.service.getLead(key)\n") ==
        "1 use GET /rest/v1/lead/{leadId}.json {\"leadId\": {\"$code\": \"v\"}}\n");
  const std::string zeep = "from zeep import Client\nclient = Client(" + wsdl +
                           ")\ntypes = client.type_factory('ns0')\ndef run(v, w):\n";
  CHECK(OfCall("c.py", zeep + "    lead = types.LeadRecord(Email=v)\n    return "
                              "client.service.syncLead(lead, False, "
                              "w)\n") == UpsertAndAssociate("v", "w"));
  CHECK(
      OfCall("d.py",
             zeep +
                 "    make = client.get_type('ns0:LeadRecord')\n    return client.service.syncLead("
                 "leadRecord=make(Email=v), returnLead=False, marketoCookie=w)\n") ==
      UpsertAndAssociate("v", "w"));
  CHECK(OfCall("a.php", "<?php\nclass C {\n  function run($v, $w) {\n    $soap = new SoapClient(" +
                            wsdl +
                            ");\n    $lead = new LeadRecord(null, $v);\n    return "
                            "$soap->syncLead(new ParamsSyncLead("
                            "$lead, false, $w));\n  }\n}\n") == UpsertAndAssociate("$v", "$w"));
}

TEST_CASE("an object that carries the name of its member stands for it") {
  const std::string wsdl = kWsdl;
  CHECK(
      OfCall(
          "a.php",
          "<?php\nclass C {\n  function run($v, $w) {\n    $soap = new SoapClient(" + wsdl +
              ");\n    $lead = new SoapVar(['Email' => $v], SOAP_ENC_OBJECT, null, null, "
              "'leadRecord');\n"
              "    $cookie = new SoapVar($w, XSD_STRING, null, null, 'marketoCookie');\n    return "
              "$soap->syncLead(new SoapVar([$lead, $cookie], SOAP_ENC_OBJECT));\n  }\n}\n") ==
      UpsertAndAssociate("$v", "$w"));
  CHECK(OfCall(
            "A.java",
            "import com.marketo.mktows.*;\nimport javax.xml.bind.JAXBElement;\nimport "
            "javax.xml.namespace.QName;\nclass A {\n  MktowsPort port;\n  void run(String v, "
            "String w, "
            "AuthenticationHeader header) {\n    LeadRecord lead = new LeadRecord();\n    "
            "lead.setEmail(new JAXBElement<String>(new QName(\"\", \"Email\"), String.class, "
            "v));\n    "
            "ParamsSyncLead request = new ParamsSyncLead();\n    request.setLeadRecord(lead);\n    "
            "request.setMarketoCookie(new JAXBElement<String>(new QName(\"marketoCookie\"), "
            "String.class, w));\n    port.syncLead(request, header, null);\n  }\n}\n") ==
        UpsertAndAssociate("v", "w"));
}

TEST_CASE("what may be null is not the word") {
  const std::string call =
      "syncLead(['leadRecord' => ['Email' => $v], 'returnLead' => false, 'marketoCookie' => ";
  CHECK(Requests(OfPhp(call + "$_COOKIE['mkto'] ?? null])")) ==
        UpsertAndAssociate("$v", "$_COOKIE['mkto'] ?? null"));
  CHECK(
      Requests(OfPhp(call + "null])")) ==
      R"(1 use POST /rest/v1/leads.json {"action": "createOrUpdate", "lookupField": "email", "input": )"
      R"([{"email": {"$code": "$v"}}]})"
      "\n");
}

TEST_CASE("fields that a caller gives as a map stand in its request, the map itself in the call") {
  const std::string wsdl = kWsdl;
  const std::string php =
      "<?php\nclass C {\n  private $soap;\n  function __construct() {\n    $this->soap = new "
      "SoapClient(" +
      wsdl +
      ");\n  }\n  function push($mail, array $fields) {\n    return "
      "$this->soap->syncLead(['leadRecord' "
      "=> ['Email' => $mail, 'leadAttributeList' => $fields], 'returnLead' => false]);\n  }\n  "
      "function "
      "run($m, $f) {\n    $this->push($m, ['FirstName' => $f, 'Company' => 'Acme']);\n  }\n}\n";
  const std::string python =
      "from zeep import Client\nclient = Client(" + wsdl +
      ")\n\ndef push(mail, fields):\n    return client.service.syncLead(leadRecord={'Email': mail, "
      "'leadAttributeList': fields}, returnLead=False)\n\ndef run(m, f):\n    push(m, "
      "{'FirstName': f, "
      "'Company': 'Acme'})\n";
  const std::string ruby =
      "require 'savon'\nclass C\n  def initialize\n    @client = Savon.client(wsdl: " + wsdl +
      ")\n  end\n  def push(mail, fields)\n    @client.call(:sync_lead, message: { lead_record: { "
      "'Email' "
      "=> mail, lead_attribute_list: fields }, return_lead: false })\n  end\n  def run(m, f)\n    "
      "push(m, "
      "{ 'FirstName' => f, 'Company' => 'Acme' })\n  end\nend\n";
  const std::string node =
      "const soap = require('soap');\nasync function push(mail, fields) {\n  const client = await "
      "soap.createClientAsync(" +
      wsdl +
      ");\n  return client.syncLeadAsync({ leadRecord: { Email: mail, leadAttributeList: fields }, "
      "returnLead: false });\n}\nfunction run(m, f) {\n  return push(m, { FirstName: f, Company: "
      "'Acme' "
      "});\n}\n";
  for (const auto& [path, text, mark] : {std::tuple{"a.php", php, "$"},
                                         {"a.py", python, ""},
                                         {"a.rb", ruby, ""},
                                         {"a.js", node, ""}}) {
    INFO(path);
    const std::string dollar = mark;
    CHECK(Bodies(path, text, findings::Kind::kCall) ==
          R"([{"email": {"$code": ")" + dollar +
              R"(mail"}, "eachFieldOfLeadAttributeList": {"$code": ")" + dollar + "fields\"}}]\n");
    CHECK(Bodies(path, text, findings::Kind::kWrapperCall) ==
          R"([{"email": {"$code": ")" + dollar +
              R"(m"}, "company": "Acme", "firstName": {"$code": ")" + dollar + "f\"}}]\n");
  }
}

TEST_CASE("fields whose names are made at run time keep their place in the request") {
  const std::string wsdl = kWsdl;
  const auto body = [](const char* code) {
    return std::string(
               R"([{"email": {"$code": "mail"}, "eachFieldOfLeadAttributeList": {"$code": ")") +
           code + "\"}}]\n";
  };
  CHECK(
      Bodies(
          "a.py",
          "from zeep import Client\nclient = Client(" + wsdl +
              ")\n\ndef push(mail, made):\n    return client.service.syncLead(leadRecord={'Email': "
              "mail, 'leadAttributeList': {'attribute': to_list(made)}}, returnLead=False)\n",
          findings::Kind::kCall) == body("to_list(made)"));
  CHECK(
      Bodies(
          "a.js",
          "const soap = require('soap');\nasync function push(mail, made) {\n  const client = "
          "await "
          "soap.createClientAsync(" +
              wsdl +
              ");\n  const list = [];\n  for (const k in made) list.push({ attrName: k, attrValue: "
              "made[k] });\n  return client.syncLeadAsync({ leadRecord: { Email: mail, "
              "leadAttributeList: { attribute: list } }, returnLead: false });\n}\n",
          findings::Kind::kCall) == body("made[k]"));
  const std::string java =
      "import com.marketo.mktows.*;\nclass A {\n  void push(MktowsPort port, String mail, "
      "ArrayOfAttribute list) {\n    ParamsSyncLead p = new ParamsSyncLead();\n    LeadRecord r = "
      "new "
      "LeadRecord();\n    r.setEmail(mail);\n    r.setLeadAttributeList(list);\n    "
      "p.setLeadRecord(r);\n    port.syncLead(p, null);\n  }\n}\n";
  CHECK(Bodies("A.java", java, findings::Kind::kCall) == body("list"));
  CHECK(
      Bodies(
          "A.cs",
          "using Crm.Marketo; // generated from http://www.marketo.com/mktows/\nclass A {\n  void "
          "Push(MktowsPortClient client, string mail, Attribute[] list) {\n    "
          "client.syncLead(null, new ParamsSyncLead { leadRecord = new LeadRecord { Email = mail, "
          "leadAttributeList = list }, returnLead = false });\n  }\n}\n",
          findings::Kind::kCall) == body("list"));
  // Known names are members, and an empty list is nothing.
  CHECK(ToJsonText(*OfPhp("syncLead(['leadRecord' => ['Email' => $v, 'leadAttributeList' => "
                          "['attribute' => []]], 'returnLead' => false])")
                        .replacements.front()
                        .request.body.Find("input")) == R"([{"email": {"$code": "$v"}}])");
}

TEST_CASE("what is written into a request from outside is not all of it") {
  const std::string wsdl = kWsdl;
  const auto offers = [](const std::string& path, const std::string& text) {
    std::string out;
    for (const findings::Finding& f : ScanTexts({{path, text}}).findings) {
      if (f.kind == findings::Kind::kCall) out += Requests(f, true);
    }
    return out;
  };
  for (const std::string& text :
       {std::string("  options.batchSize = 100;\n"),
        std::string("  options.batchSize = options.batchSize || 100;\n"),
        std::string("  options = Object.assign({ batchSize: 100 }, options);\n")}) {
    INFO(text);
    const std::string out =
        offers("a.js", "const soap = require('soap');\nfunction all(options, done) {\n" + text +
                           "  soap.createClient(" + wsdl +
                           ", (err, client) => client.getMultipleLeads(options, done));\n}\n");
    CHECK(out.find("use GET /rest/v1/leads.json") != std::string::npos);
    CHECK(out.find("instead GET /rest/v1/lists/{listId}/leads.json") != std::string::npos);
    CHECK(out.find("instead POST /bulk/v1/leads/export/create.json") != std::string::npos);
  }
  const std::string php = offers("a.php",
                                 "<?php\nclass C {\n  private $soap;\n  function __construct() { "
                                 "$this->soap = new SoapClient(" +
                                     wsdl +
                                     "); }\n  function all($o) {\n    $o['batchSize'] = 100;\n    "
                                     "return $this->soap->getMultipleLeads($o);\n  }\n}\n");
  CHECK(php.find("instead POST /bulk/v1/leads/export/create.json") != std::string::npos);
  // What is made here is all.
  const std::string own = Requests(OfPhp("getMultipleLeads(['batchSize' => 100])"), true);
  CHECK(own.find("instead POST /bulk/v1/leads/export/create.json") == std::string::npos);
}

TEST_CASE("a request that calls make is read as one that is written") {
  const std::string by_mail =
      R"(1 use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": ")";
  const std::string savon =
      "require 'savon'\nclient = Savon.client(wsdl: " + std::string(kWsdl) + ")\n";
  for (const char* call :
       {"client.call(:get_lead) do\n  message(lead_key: { key_type: 'EMAIL', key_value: mail "
        "})\nend\n",
        "client.call(:get_lead) do |locals|\n  locals.message lead_key: { key_type: 'EMAIL', "
        "key_value: "
        "mail }\nend\n",
        "client.call(:get_lead) { message lead_key: { key_type: 'EMAIL', key_value: mail } }\n",
        "client.call(:get_lead) { |l| l.message(lead_key: { key_type: 'EMAIL', key_value: mail }) "
        "}\n"}) {
    INFO(call);
    CHECK(OfCall("a.rb", savon + call) == by_mail + "mail\"}]}\n");
  }
  CHECK(
      OfCall(
          "b.rb",
          "require 'handsoap'\nclass Crm < Handsoap::Service\n  endpoint :uri => "
          "'https://100-AAA-001.mktoapi.com/soap/mktows/2_9', :version => 1\n  def find(mail)\n    "
          "invoke('mkt:paramsGetLead') do |message|\n      message.add 'leadKey' do |k|\n        "
          "k.add 'keyType', 'EMAIL'\n        k.add 'keyValue', mail\n      end\n    end\n  "
          "end\nend\n") == by_mail + "mail\"}]}\n");
  const std::string lite =
      "use SOAP::Lite;\nmy $soap = "
      "SOAP::Lite->proxy('https://100-AAA-001.mktoapi.com/soap/mktows/2_9')"
      "->uri('http://www.marketo.com/mktows/');\n";
  for (const char* call :
       {"$soap->call('paramsGetLead', SOAP::Data->name('leadKey' => \\SOAP::Data->value("
        "SOAP::Data->name('keyType' => 'EMAIL'), SOAP::Data->name('keyValue' => $mail))));\n",
        "$soap->call('paramsGetLead', SOAP::Data->name('leadKey')->value(\\SOAP::Data->value("
        "SOAP::Data->name('keyType')->value('EMAIL'), "
        "SOAP::Data->name('keyValue')->value($mail))));\n"}) {
    INFO(call);
    CHECK(OfCall("c.pl", lite + call) == by_mail + "$mail\"}]}\n");
  }
  CHECK(OfCall("d.pl", lite + "$soap->call('paramsSyncLead', SOAP::Data->name('leadRecord' => "
                              "\\SOAP::Data->value(SOAP::Data->name('Email' => $mail))), "
                              "SOAP::Data->name('marketoCookie' => $cookie));\n") ==
        UpsertAndAssociate("$mail", "$cookie"));
}

TEST_CASE("calls with a member's name that make no request are none of it") {
  // What a callback does, and values that are looked up under a name.
  const std::string node = OfCall(
      "a.js",
      "const soap = require('soap');\nsoap.createClient(" + std::string(kWsdl) +
          ", (err, client) => {\n  client.getLead({ leadKey: { keyType: 'IDNUM', keyValue: id } }, "
          "(e, answer) => {\n    page.add('keyType', 'EMAIL');\n    page.message({ leadKey: 'x' "
          "});\n  });\n});\n");
  CHECK(node == "1 use GET /rest/v1/lead/{leadId}.json {\"leadId\": {\"$code\": \"id\"}}\n");
  const std::string looked_up =
      ToJsonText(*OfPhp("syncLead(['leadRecord' => ['Email' => $v->get('Email', 'none')]])")
                      .replacements.front()
                      .request.body.Find("input"));
  CHECK(looked_up == "[{\"email\": {\"$code\": \"$v->get('Email', 'none')\"}}]");
  CHECK(OfPhp("getLead($v->get('leadKey', []))").replacements.size() > 1);
}

}  // namespace unsoap
