// What a loop, a closure or a comprehension makes of a list that is written out stands in the
// request item by item. Each case is written for several languages, and has ones beside it in which
// nobody knows all items: those keep their template.
#include "tests/request_programs.h"

namespace unsoap {

namespace {

constexpr const char* kLeads = R"({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})";

}  // namespace

TEST_CASE("each item of a list that a loop goes over stands in the request: PHP, Python, Ruby") {
  Check({
      {"a.php", R"(<?php
function run() {
  $soap = new SoapClient(@wsdl);
  $keys = array();
  foreach (array(1001, 1002) as $id) {
    $keys[] = array('keyType' => 'IDNUM', 'keyValue' => $id);
  }
  return $soap->requestCampaign(array('source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => array('leadKey' => $keys)));
}
)",
       kLeads},
      {"b.php", R"(<?php
const STAFF = [1001, 1002];
function run() {
  $soap = new SoapClient(@wsdl);
  $keys = array_map(function ($id) { return ['keyType' => 'IDNUM', 'keyValue' => (string) $id]; }, STAFF);
  return $soap->requestCampaign(['source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => ['leadKey' => $keys]]);
}
)",
       kLeads},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
STAFF = (1001, 1002)
def run():
    keys = []
    for lead_id in STAFF:
        keys.append({'keyType': 'IDNUM', 'keyValue': str(lead_id)})
    return client.service.requestCampaign(source='MKTOWS', campaignId=7, leadList={'leadKey': keys})
)",
       kLeads},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
def key(number):
    return {'keyType': 'IDNUM', 'keyValue': number}
def run(staff=(1001, 1002)):
    return client.service.requestCampaign(source='MKTOWS', campaignId=7, leadList={'leadKey': [key(n) for n in [1001, 1002]]})
)",
       kLeads},
      {"a.rb", R"(require 'savon'
class A
  STAFF = [1001, 1002].freeze
  def run
    client = Savon.client(wsdl: @wsdl)
    keys = STAFF.map { |id| { key_type: 'IDNUM', key_value: id } }
    client.call(:request_campaign, message: { source: 'MKTOWS', campaign_id: 7, lead_list: { lead_key: keys } })
  end
end
)",
       kLeads},
      {"b.rb", R"(require 'savon'
class A
  def run
    client = Savon.client(wsdl: @wsdl)
    keys = []
    [1001, 1002].each { |id| keys << { key_type: 'IDNUM', key_value: id.to_s } }
    client.call(:request_campaign, message: { source: 'MKTOWS', campaign_id: 7, lead_list: { lead_key: keys } })
  end
end
)",
       kLeads},
  });
}

TEST_CASE("each item of a list that a loop goes over stands in the request: JavaScript, Java, C#") {
  Check({
      {"a.js", R"(const soap = require('soap');
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const leadKey = ['1001', '1002'].map(keyValue => ({ keyType: 'IDNUM', keyValue }));
  return client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 7, leadList: { leadKey } });
}
)",
       kLeads},
      {"b.js", R"(const soap = require('soap');
const STAFF = [1001, 1002];
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const keys = [];
  STAFF.forEach((id) => { keys.push({ keyType: 'IDNUM', keyValue: String(id) }); });
  return client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 7, leadList: { leadKey: keys } });
}
)",
       kLeads},
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  private static final int[] STAFF = {1001, 1002};
  static LeadKey key(int id) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.IDNUM);
    key.setKeyValue(String.valueOf(id));
    return key;
  }
  void run(MktowsPort port, AuthenticationHeader h) {
    ArrayOfLeadKey list = new ArrayOfLeadKey();
    for (int id : STAFF) {
      list.getLeadKeies().add(key(id));
    }
    ParamsRequestCampaign params = new ParamsRequestCampaign();
    params.setSource(ReqCampSourceType.MKTOWS);
    params.setCampaignId(7);
    params.setLeadList(list);
    port.requestCampaign(params, h);
  }
}
)",
       kLeads},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
using System.Linq;
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    client.requestCampaign(h, new ParamsRequestCampaign {
      source = ReqCampSourceType.MKTOWS, campaignId = 7,
      leadList = new[] { "1001", "1002" }.Select(id => new LeadKey { keyType = LeadKeyRef.IDNUM, keyValue = id }).ToArray() });
  }
}
)",
       kLeads},
  });
}

TEST_CASE("each item of a list that a loop goes over stands in the request: C#, Kotlin") {
  Check({
      {"B.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
using System.Collections.Generic;
class B {
  static readonly string[] Staff = { "1001", "1002" };
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    var keys = new List<LeadKey>();
    foreach (var id in Staff) keys.Add(new LeadKey { keyType = LeadKeyRef.IDNUM, keyValue = id });
    client.requestCampaign(h, new ParamsRequestCampaign { source = ReqCampSourceType.MKTOWS, campaignId = 7, leadList = keys.ToArray() });
  }
}
)",
       kLeads},
      {"a.kt", R"(import com.marketo.mktows.*
private val STAFF = listOf("1001", "1002")
class A(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader) {
        val list = ArrayOfLeadKey()
        for (id in STAFF) {
            val key = LeadKey()
            key.keyType = LeadKeyRef.IDNUM
            key.keyValue = id
            list.leadKeies.add(key)
        }
        val params = ParamsRequestCampaign()
        params.source = ReqCampSourceType.MKTOWS
        params.campaignId = 7
        params.leadList = list
        port.requestCampaign(params, h)
    }
}
)",
       kLeads},
  });
}

namespace {

constexpr const char* kTokens =
    R"({"input": {"runAt": "2016-09-01T05:30:00Z", "tokens": [)"
    R"({"name": "{{my.term}}", "value": "Autumn"}, {"name": "{{my.city}}", "value": )";

}  // namespace

TEST_CASE("a map's names and values stand each in their place: PHP, Python, Ruby, JavaScript") {
  Check({
      {"a.php", R"(<?php
function run($town) {
  $soap = new SoapClient(@wsdl);
  $list = array();
  foreach (array('{{my.term}}' => 'Autumn', '{{my.city}}' => $town) as $name => $value) {
    $list[] = array('name' => $name, 'value' => $value);
  }
  $soap->scheduleCampaign(array('programName' => 'P', 'campaignName' => 'C', 'campaignRunAt' => '2016-09-01T05:30:00Z',
                                'programTokenList' => array('attrib' => $list)));
}
)",
       std::string(kTokens) + R"({"$code": "$town"}}]}})"},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(town):
    tokens = {'{{my.term}}': 'Autumn', '{{my.city}}': town}
    client.service.scheduleCampaign(programName='P', campaignName='C', campaignRunAt='2016-09-01T05:30:00Z',
                                    programTokenList={'attrib': [{'name': k, 'value': v} for k, v in tokens.items()]})
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
def run(town):
    found = []
    for name, text in [('{{my.term}}', 'Autumn'), ('{{my.city}}', town)]:
        found.append({'name': name, 'value': text})
    client.service.scheduleCampaign(programName='P', campaignName='C', campaignRunAt='2016-09-01T05:30:00Z',
                                    programTokenList={'attrib': found})
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
      {"c.py", R"(from zeep import Client
client = Client(@wsdl)
def run(town):
    tokens = {'term': 'Autumn', 'city': town}
    found = []
    for name in tokens:
        found.append({'name': '{{my.%s}}' % name, 'value': tokens[name]})
    client.service.scheduleCampaign(programName='P', campaignName='C', campaignRunAt='2016-09-01T05:30:00Z',
                                    programTokenList={'attrib': found})
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
      {"a.rb", R"(require 'savon'
class A
  def run(town)
    client = Savon.client(wsdl: @wsdl)
    tokens = { '{{my.term}}' => 'Autumn', '{{my.city}}' => town }
    client.call(:schedule_campaign, message: { program_name: 'P', campaign_name: 'C', campaign_run_at: '2016-09-01T05:30:00Z',
      program_token_list: { attrib: listed(tokens) } })
  end
  def listed(tokens)
    tokens.map { |name, value| { name: name, value: value } }
  end
end
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
      {"a.js", R"(const soap = require('soap');
async function run(town) {
  const client = await soap.createClientAsync(@wsdl);
  const tokens = { '{{my.term}}': 'Autumn', '{{my.city}}': town };
  const attrib = Object.entries(tokens).map(([name, value]) => ({ name, value }));
  return client.scheduleCampaignAsync({ programName: 'P', campaignName: 'C', campaignRunAt: '2016-09-01T05:30:00Z', programTokenList: { attrib } });
}
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
  });
}

TEST_CASE("a map's names and values stand each in their place: JavaScript, Java, C#") {
  Check({
      {"b.js", R"(const soap = require('soap');
async function run(town) {
  const client = await soap.createClientAsync(@wsdl);
  const tokens = { '{{my.term}}': 'Autumn', '{{my.city}}': town };
  const attrib = Object.keys(tokens).map(name => ({ name, value: tokens[name] }));
  return client.scheduleCampaignAsync({ programName: 'P', campaignName: 'C', campaignRunAt: '2016-09-01T05:30:00Z', programTokenList: { attrib } });
}
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
      {"A.java", R"(import com.marketo.mktows.*;
import java.util.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h, String town) {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("{{my.term}}", "Autumn");
    tokens.put("{{my.city}}", town);
    ArrayOfAttrib list = new ArrayOfAttrib();
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      Attrib attrib = new Attrib();
      attrib.setName(token.getKey());
      attrib.setValue(token.getValue());
      list.getAttribs().add(attrib);
    }
    ParamsScheduleCampaign params = new ParamsScheduleCampaign();
    params.setProgramName("P");
    params.setCampaignName("C");
    params.setCampaignRunAt("2016-09-01T05:30:00Z");
    params.setProgramTokenList(list);
    port.scheduleCampaign(params, h);
  }
}
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
using System.Collections.Generic;
using System.Linq;
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h, string town) {
    var tokens = new Dictionary<string, string> { { "{{my.term}}", "Autumn" }, { "{{my.city}}", town } };
    client.scheduleCampaign(h, new ParamsScheduleCampaign { programName = "P", campaignName = "C", campaignRunAt = "2016-09-01T05:30:00Z",
      programTokenList = tokens.Select(t => new Attrib { name = t.Key, value = t.Value }).ToArray() });
  }
}
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
  });
}

TEST_CASE("a map's names and values stand each in their place: Kotlin") {
  Check({
      {"a.kt", R"(import com.marketo.mktows.*
class A(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader, town: String) {
        val list = ArrayOfAttrib()
        for ((name, value) in mapOf("{{my.term}}" to "Autumn", "{{my.city}}" to town)) {
            val attrib = Attrib()
            attrib.name = name
            attrib.value = value
            list.attribs.add(attrib)
        }
        val params = ParamsScheduleCampaign()
        params.programName = "P"
        params.campaignName = "C"
        params.campaignRunAt = "2016-09-01T05:30:00Z"
        params.programTokenList = list
        port.scheduleCampaign(params, h)
    }
}
)",
       std::string(kTokens) + R"({"$code": "town"}}]}})"},
  });
}

TEST_CASE("rows that are lists are taken apart by their places") {
  const char* const records =
      R"({"action": "createOrUpdate", "lookupField": "email", "input": [)"
      R"({"email": "ann@a.example", "city": "Bonn"}, {"email": "bob@a.example", "city": "Kiel"}]})";
  Check({
      {"a.php", R"(<?php
function record($mail, $town) {
  return ['Email' => $mail, 'leadAttributeList' => ['attribute' => [['attrName' => 'City', 'attrValue' => $town]]]];
}
function run() {
  $soap = new SoapClient(@wsdl);
  $rows = [['ann@a.example', 'Bonn'], ['bob@a.example', 'Kiel']];
  $records = [];
  foreach ($rows as $row) {
    list($mail, $town) = $row;
    $records[] = record($mail, $town);
  }
  return $soap->syncMultipleLeads(['leadRecordList' => ['leadRecord' => $records]]);
}
)",
       records},
      {"b.php", R"(<?php
function run() {
  $soap = new SoapClient(@wsdl);
  $records = [];
  foreach ([['ann@a.example', 'Bonn'], ['bob@a.example', 'Kiel']] as $row) {
    $records[] = ['Email' => $row[0], 'leadAttributeList' => ['attribute' => [['attrName' => 'City', 'attrValue' => $row[1]]]]];
  }
  return $soap->syncMultipleLeads(['leadRecordList' => ['leadRecord' => $records]]);
}
)",
       records},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
ROWS = [('ann@a.example', 'Bonn'), ('bob@a.example', 'Kiel')]
def record(mail, town):
    return {'Email': mail, 'leadAttributeList': {'attribute': [{'attrName': 'City', 'attrValue': town}]}}
def run():
    records = [record(mail, town) for mail, town in ROWS]
    return client.service.syncMultipleLeads(leadRecordList={'leadRecord': records})
)",
       records},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
ROWS = [{'mail': 'ann@a.example', 'town': 'Bonn'}, {'mail': 'bob@a.example', 'town': 'Kiel'}]
def run():
    records = []
    for row in ROWS:
        records.append({'Email': row['mail'], 'leadAttributeList': {'attribute': [{'attrName': 'City', 'attrValue': row['town']}]}})
    return client.service.syncMultipleLeads(leadRecordList={'leadRecord': records})
)",
       records},
      {"a.rb", R"(require 'savon'
class A
  def run
    client = Savon.client(wsdl: @wsdl, convert_request_keys_to: :none)
    records = [['ann@a.example', 'Bonn'], ['bob@a.example', 'Kiel']].map do |mail, town|
      { 'Email' => mail, 'leadAttributeList' => { 'attribute' => [{ 'attrName' => 'City', 'attrValue' => town }] } }
    end
    client.call(:sync_multiple_leads, message: { 'leadRecordList' => { 'leadRecord' => records } })
  end
end
)",
       records},
      {"a.js", R"(const soap = require('soap');
const rows = [{ mail: 'ann@a.example', town: 'Bonn' }, { mail: 'bob@a.example', town: 'Kiel' }];
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const leadRecord = rows.map(({ mail, town }) => ({ Email: mail, leadAttributeList: { attribute: [{ attrName: 'City', attrValue: town }] } }));
  return client.syncMultipleLeadsAsync({ leadRecordList: { leadRecord } });
}
)",
       records},
  });
}

TEST_CASE("a list of which nobody knows all items keeps its template") {
  const auto open = [](const char* code) {
    return R"({"input": {"leads": [{"id": {"$code": ")" + std::string(code) + R"("}}]}})";
  };
  Check({
      // The list comes from outside.
      {"a.php", R"(<?php
function run(array $ids) {
  $soap = new SoapClient(@wsdl);
  $keys = array();
  foreach ($ids as $id) { $keys[] = array('keyType' => 'IDNUM', 'keyValue' => $id); }
  return $soap->requestCampaign(array('source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => array('leadKey' => $keys)));
}
)",
       open("$id")},
      // Two callers give two lists.
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
def run(ids):
    keys = [{'keyType': 'IDNUM', 'keyValue': i} for i in ids]
    return client.service.requestCampaign(source='MKTOWS', campaignId=7, leadList={'leadKey': keys})
run([1001, 1002])
run([1003])
)",
       R"({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})"},
      // Each turn makes a request of its own.
      {"c.py", R"(from zeep import Client
client = Client(@wsdl)
def run():
    for lead in (1001, 1002):
        keys = []
        keys.append({'keyType': 'IDNUM', 'keyValue': lead})
        client.service.requestCampaign(source='MKTOWS', campaignId=7, leadList={'leadKey': keys})
)",
       R"({"input": {"leads": [{"id": 1001}]}})"},
  });
}

TEST_CASE("a loop that leaves some items out gives none of them as certain") {
  const std::string all = R"("id": 1001}, {"id": 1002})";
  for (const Program& program : std::vector<Program>{
           {"a.php", R"(<?php
function run($only) {
  $soap = new SoapClient(@wsdl);
  $keys = array();
  foreach (array(1001, 1002) as $id) {
    if ($id > $only) continue;
    $keys[] = array('keyType' => 'IDNUM', 'keyValue' => $id);
  }
  return $soap->requestCampaign(array('source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => array('leadKey' => $keys)));
}
)",
            ""},
           {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(least):
    keys = [{'keyType': 'IDNUM', 'keyValue': i} for i in (1001, 1002) if i > least]
    return client.service.requestCampaign(source='MKTOWS', campaignId=7, leadList={'leadKey': keys})
)",
            ""},
           {"a.js", R"(const soap = require('soap');
async function run(least) {
  const client = await soap.createClientAsync(@wsdl);
  const keys = [1001, 1002].filter(id => id > least).map(id => ({ keyType: 'IDNUM', keyValue: id }));
  return client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 7, leadList: { leadKey: keys } });
}
)",
            ""},
           {"a.rb", R"(require 'savon'
class A
  def run(least)
    client = Savon.client(wsdl: @wsdl)
    keys = [1001, 1002].select { |id| id > least }.map { |id| { key_type: 'IDNUM', key_value: id } }
    client.call(:request_campaign, message: { source: 'MKTOWS', campaign_id: 7, lead_list: { lead_key: keys } })
  end
end
)",
            ""},
           {"A.java", R"(import com.marketo.mktows.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h, int least) {
    ArrayOfLeadKey list = new ArrayOfLeadKey();
    for (int id : new int[] {1001, 1002}) {
      if (id < least) { continue; }
      LeadKey key = new LeadKey();
      key.setKeyType(LeadKeyRef.IDNUM);
      key.setKeyValue(String.valueOf(id));
      list.getLeadKeies().add(key);
    }
    ParamsRequestCampaign params = new ParamsRequestCampaign();
    params.setSource(ReqCampSourceType.MKTOWS);
    params.setCampaignId(7);
    params.setLeadList(list);
    port.requestCampaign(params, h);
  }
}
)",
            ""},
           // The variable is something else behind the loop's head.
           {"b.php", R"(<?php
function run($add) {
  $soap = new SoapClient(@wsdl);
  $keys = array();
  foreach (array(1001, 1002) as $id) {
    $id = $id + $add;
    $keys[] = array('keyType' => 'IDNUM', 'keyValue' => $id);
  }
  return $soap->requestCampaign(array('source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => array('leadKey' => $keys)));
}
)",
            ""},
       }) {
    const std::string request = RequestsOf(program);
    INFO(program.text << "\n" << request);
    CHECK(!request.empty());
    CHECK(request.find(all) == std::string::npos);
  }
}

TEST_CASE("callers of a wrapper give it lists of their own") {
  const std::vector<std::pair<const char*, std::string>> wrappers = {
      {"a.php", R"(<?php
class Mailer {
  function __construct() { $this->soap = new SoapClient(@wsdl); }
  function trigger(array $ids, array $tokens = array()) {
    $keys = array();
    foreach ($ids as $id) $keys[] = array('keyType' => 'IDNUM', 'keyValue' => $id);
    $list = array();
    foreach ($tokens as $name => $value) $list[] = array('name' => $name, 'value' => $value);
    return $this->soap->requestCampaign(array('source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => array('leadKey' => $keys),
                                              'programTokenList' => array('attrib' => $list)));
  }
}
$mailer = new Mailer();
$mailer->trigger(array(1001, 1002), array('{{my.term}}' => 'Autumn'));
$mailer->trigger(array(1003));
)"},
      {"a.py", R"(from zeep import Client
class Mailer:
    def __init__(self):
        self.client = Client(@wsdl)
    def trigger(self, ids, tokens=()):
        keys = [{'keyType': 'IDNUM', 'keyValue': i} for i in ids]
        found = [{'name': name, 'value': text} for name, text in tokens]
        return self.client.service.requestCampaign(source='MKTOWS', campaignId=7, leadList={'leadKey': keys},
                                                   programTokenList={'attrib': found})
mailer = Mailer()
mailer.trigger([1001, 1002], [('{{my.term}}', 'Autumn')])
mailer.trigger((1003,))
)"},
  };
  for (const auto& [path, text] : wrappers) {
    std::string all;
    for (const findings::Finding& f : ScanTexts({{path, WithWsdl(text)}}).findings) {
      if (f.kind != findings::Kind::kWrapperCall || f.replacements.empty()) continue;
      all += ToJsonText(f.replacements[0].request.body) + "\n";
    }
    INFO(path << "\n" << all);
    const size_t first = all.find(R"("leads": [{"id": 1001}, {"id": 1002}])");
    const size_t tokens = all.find(R"("tokens": [{"name": "{{my.term}}", "value": "Autumn"}])");
    const size_t second = all.find(R"("leads": [{"id": 1003}])");
    CHECK(first != std::string::npos);
    CHECK(tokens != std::string::npos);
    CHECK(second != std::string::npos);
    // What one caller gives is not what the other does.
    CHECK(all.find("Autumn", tokens + 60) == std::string::npos);
  }
}

}  // namespace unsoap
