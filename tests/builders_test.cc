// What objects of the program's own collect for a request: builders that are called one by one or
// in a chain, functions by their names that make each item, callers that give a whole object. What
// only a condition writes is not taken for what is there.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("each call of a builder adds its own item: Java, Python") {
  Check({
      {"A.java", R"x(import com.marketo.mktows.*;
import java.util.*;
class Batch {
  private final ArrayOfLeadRecord records = new ArrayOfLeadRecord();
  Batch add(String email) {
    LeadRecord r = new LeadRecord();
    r.setEmail(email);
    records.getLeadRecords().add(r);
    return this;
  }
  ParamsSyncMultipleLeads build() {
    ParamsSyncMultipleLeads p = new ParamsSyncMultipleLeads();
    p.setLeadRecordList(records);
    p.setDedupEnabled(true);
    return p;
  }
}
class A {
  private MktowsPort port;
  void run(AuthenticationHeader h) {
    port.syncMultipleLeads(new Batch().add("una@a.example").add("b@a.example").build(), h);
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example"}, {"email": "b@a.example"}]})x"},
      {"a.py", R"x(from zeep import Client
client = Client(@wsdl)
class Batch:
    def __init__(self):
        self.records = []
    def add(self, email, city):
        self.records.append({'Email': email, 'leadAttributeList': {'attribute': [{'attrName': 'City', 'attrValue': city}]}})
        return self
def run():
    t = Batch()
    t.add('una@a.example', 'Mayo')
    t.add('b@a.example', 'Cork')
    client.service.syncMultipleLeads(leadRecordList={'leadRecord': t.records}, dedupEnabled=True)
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "city": "Mayo"}, {"email": "b@a.example", "city": "Cork"}]})x"},
      {"b.py", R"x(from zeep import Client
client = Client(@wsdl)
class Batch:
    def __init__(self):
        self.records = []
    def add(self, email, city):
        self.records.append({'Email': email, 'leadAttributeList': {'attribute': [{'attrName': 'City', 'attrValue': city}]}})
        return self
    def to_params(self):
        return {'leadRecordList': {'leadRecord': self.records}, 'dedupEnabled': True}
def run():
    t = Batch().add('una@a.example', 'Mayo').add('b@a.example', 'Cork')
    client.service.syncMultipleLeads(**t.to_params())
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "city": "Mayo"}, {"email": "b@a.example", "city": "Cork"}]})x"},
  });
}

TEST_CASE("each call of a builder adds its own item: PHP") {
  Check({
      {"c.php", R"x(<?php
class Batch {
  private $records = array();
  public function add($email) {
    $this->records[] = array('Email' => $email);
    return $this;
  }
}
function run() {
$soap = new SoapClient(@wsdl);
$t = new Batch();
$t->add('una@a.example');
$t->add('b@a.example');
$soap->syncMultipleLeads(array('leadRecordList' => array('leadRecord' => $t->records), 'dedupEnabled' => true));
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example"}, {"email": "b@a.example"}]})x"},
      {"d.php", R"x(<?php
class Batch {
  private $records;
  public function __construct() { $this->records = array(); }
  public function add($email) {
    $this->records[] = array('Email' => $email);
    return $this;
  }
}
function run() {
$soap = new SoapClient(@wsdl);
$t = new Batch();
$t->add('una@a.example');
$t->add('b@a.example');
$soap->syncMultipleLeads(array('leadRecordList' => array('leadRecord' => $t->records), 'dedupEnabled' => true));
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example"}, {"email": "b@a.example"}]})x"},
      {"f.php", R"x(<?php
class Batch {
  private $records = array();
  public function add($email) {
    $this->records[] = array('Email' => $email);
    return $this;
  }
}
class Other {
  function run() {
    $soap = new SoapClient(@wsdl);
    $t = (new Batch())->add('una@a.example')->add('b@a.example');
    $soap->syncMultipleLeads(array('leadRecordList' => array('leadRecord' => $t->records), 'dedupEnabled' => true));
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example"}, {"email": "b@a.example"}]})x"},
  });
}

TEST_CASE("what a builder was given last is what it has: Java, Python, PHP") {
  CheckAll({
      {"A.java", R"x(import com.marketo.mktows.*;
class KeyBuilder {
  private LeadKeyRef type = LeadKeyRef.EMAIL;
  private String value;
  KeyBuilder type(LeadKeyRef type) { this.type = type; return this; }
  KeyBuilder value(String value) { this.value = value; return this; }
  LeadKey build() {
    LeadKey key = new LeadKey();
    key.setKeyType(type);
    key.setKeyValue(value);
    return key;
  }
}
class A {
  private MktowsPort port;
  void byId(AuthenticationHeader h) {
    ParamsGetLead params = new ParamsGetLead();
    params.setLeadKey(new KeyBuilder().type(LeadKeyRef.IDNUM).value("17").build());
    port.getLead(params, h);
  }
  void byMail(AuthenticationHeader h) {
    ParamsGetLead params = new ParamsGetLead();
    params.setLeadKey(new KeyBuilder().value("a@a.example").build());
    port.getLead(params, h);
  }
}
)x",
       R"x(use GET /rest/v1/lead/{leadId}.json {"leadId": 17}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["a@a.example"]})x"},
      {"a.py", R"x(from zeep import Client
client = Client(@wsdl)
class Key:
    def __init__(self):
        self.type = 'EMAIL'
        self.value = None
    def of(self, value):
        self.value = value
        return self
    def by_id(self):
        self.type = 'IDNUM'
        return self
    def build(self):
        return {'keyType': self.type, 'keyValue': self.value}
def run():
    client.service.getLead(leadKey=Key().of('17').by_id().build())
def mail():
    client.service.getLead(leadKey=Key().of('a@a.example').build())
)x",
       R"x(use GET /rest/v1/lead/{leadId}.json {"leadId": 17}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["a@a.example"]})x"},
      {"a.php", R"x(<?php
class Batch {
  private $dedup = true;
  private $records = array();
  public static function create() { return new self(); }
  public function add($email) { $this->records[] = array('Email' => $email); return $this; }
  public function allowDuplicates() { $this->dedup = false; return $this; }
  public function toParams() { return array('leadRecordList' => array('leadRecord' => $this->records), 'dedupEnabled' => $this->dedup); }
}
function run() {
  $soap = new SoapClient(@wsdl);
  $t = Batch::create()->add('a@a.example')->allowDuplicates();
  $soap->syncMultipleLeads($t->toParams());
}
)x",
       R"x(use POST /rest/v1/leads.json {"action": "createDuplicate", "input": [{"email": "a@a.example"}]}
instead POST /bulk/v1/leads.json {"format": "csv"} {"file": {"$choose": "CSV file below 10 MB, its first row the REST names of the fields"}}
then GET /bulk/v1/leads/batch/{batchId}.json {"batchId": {"$answer": "2.result[0].batchId"}}
then GET /bulk/v1/leads/batch/{batchId}/failures.json {"batchId": {"$answer": "2.result[0].batchId"}}
then GET /bulk/v1/leads/batch/{batchId}/warnings.json {"batchId": {"$answer": "2.result[0].batchId"}})x"},
  });
}

TEST_CASE("what a builder was given last is what it has: Python") {
  CheckAll({
      {"no.py", R"x(from zeep import Client
client = Client(@wsdl)
class Key:
    def __init__(self):
        self.type = 'EMAIL'
    def by_id(self):
        self.type = 'IDNUM'
        return self
    def build(self, value):
        return {'keyType': self.type, 'keyValue': value}
def run(numeric):
    key = Key()
    if numeric:
        key.by_id()
    client.service.getLead(leadKey=key.build('17'))
)x",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["17"]}
instead GET /rest/v1/lead/{leadId}.json {"leadId": 17})x"},
  });
}

TEST_CASE("a named function makes each item of a list: PHP, Python, JavaScript, C#") {
  Check({
      {"a.php", R"x(<?php
function lead_id_key($id) {
  return ['attribute' => [['attrName' => 'IDNUM', 'attrType' => 'string', 'attrValue' => $id]]];
}
$api = new SoapClient(@wsdl);
$duplicates = [1203341, 1203377];
$api->mergeLeads(['winningLeadKeyList' => lead_id_key(1198000), 'losingLeadKeyLists' => ['keyList' => array_map('lead_id_key', $duplicates)], 'mergeInSales' => true]);
)x",
       R"x({"leadIds": [1203341, 1203377], "mergeInCRM": true})x"},
      {"b.php", R"x(<?php
class A {
  private function key($id) { return ['keyType' => 'IDNUM', 'keyValue' => $id]; }
  public function run() {
    $soap = new SoapClient(@wsdl);
    $soap->requestCampaign(['source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => ['leadKey' => array_map([$this, 'key'], [1001, 1002])]]);
  }
}
)x",
       R"x({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})x"},
      {"a.py", R"x(from zeep import Client
client = Client(@wsdl)
def key(number):
    return {'keyType': 'IDNUM', 'keyValue': number}
def run():
    client.service.requestCampaign(source='MKTOWS', campaignId=7, leadList={'leadKey': list(map(key, [1001, 1002]))})
)x",
       R"x({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})x"},
      {"a.js", R"x(const soap = require('soap');
function key(id) { return { keyType: 'IDNUM', keyValue: id }; }
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const leadKey = [1001, 1002].map(key);
  return client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 7, leadList: { leadKey } });
}
)x",
       R"x({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})x"},
      {"A.cs", R"x(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
using System.Linq;
class A {
  MktowsPortClient client = new MktowsPortClient();
  static LeadKey Key(int id) { return new LeadKey { keyType = LeadKeyRef.IDNUM, keyValue = id.ToString() }; }
  void Run(AuthenticationHeader h) {
    client.requestCampaign(h, new ParamsRequestCampaign { source = ReqCampSourceType.MKTOWS, campaignId = 7, leadList = new[] { 1001, 1002 }.Select(Key).ToArray() });
  }
}
)x",
       R"x({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})x"},
  });
}

TEST_CASE("a named function makes each item of a list: Java, Ruby, PHP") {
  Check({
      {"A.java", R"x(import com.marketo.mktows.*;
import java.util.*;
import java.util.stream.*;
class A {
  private static LeadKey key(int id) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.IDNUM);
    key.setKeyValue(String.valueOf(id));
    return key;
  }
  void run(MktowsPort port, AuthenticationHeader h) {
    ArrayOfLeadKey list = new ArrayOfLeadKey();
    list.getLeadKeies().addAll(Stream.of(1001, 1002).map(A::key).collect(Collectors.toList()));
    ParamsRequestCampaign params = new ParamsRequestCampaign();
    params.setCampaignId(7);
    params.setLeadList(list);
    port.requestCampaign(params, h);
  }
}
)x",
       R"x({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})x"},
      {"B.java", R"x(import com.marketo.mktows.*;
import java.util.*;
import java.util.stream.*;
class A {
  private LeadKey key(int id) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.IDNUM);
    key.setKeyValue(String.valueOf(id));
    return key;
  }
  void run(MktowsPort port, AuthenticationHeader h) {
    ArrayOfLeadKey list = new ArrayOfLeadKey();
    list.getLeadKeies().addAll(Arrays.asList(1001, 1002).stream().map(this::key).collect(Collectors.toList()));
    ParamsRequestCampaign params = new ParamsRequestCampaign();
    params.setCampaignId(7);
    params.setLeadList(list);
    port.requestCampaign(params, h);
  }
}
)x",
       R"x({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})x"},
      {"a.rb", R"x(require 'savon'
class A
  def key(id)
    { key_type: 'IDNUM', key_value: id }
  end
  def run
    client = Savon.client(wsdl: @wsdl)
    client.call(:request_campaign, message: { source: 'MKTOWS', campaign_id: 7, lead_list: { lead_key: [1001, 1002].map(&method(:key)) } })
  end
end
)x",
       R"x({"input": {"leads": [{"id": 1001}, {"id": 1002}]}})x"},
      {"no1.php", R"x(<?php
class A {
  private function key($id) { $id = $this->real($id); return ['keyType' => 'IDNUM', 'keyValue' => $id]; }
  public function run() {
    $soap = new SoapClient(@wsdl);
    $soap->requestCampaign(['source' => 'MKTOWS', 'campaignId' => 7, 'leadList' => ['leadKey' => array_map([$this, 'key'], [1001, 1002])]]);
  }
}
)x",
       R"x({"input": {"leads": [{"id": {"$choose": "id of the lead"}}]}})x"},
  });
}

TEST_CASE("a named function makes each item of a list: JavaScript") {
  Check({
      {"no2.js", R"x(const soap = require('soap');
function key(id) { return { keyType: 'IDNUM', keyValue: id }; }
async function run(ids) {
  const client = await soap.createClientAsync(@wsdl);
  const leadKey = ids.map(key);
  return client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 7, leadList: { leadKey } });
}
)x",
       R"x({"input": {"leads": [{"id": {"$choose": "id of the lead"}}]}})x"},
  });
}

TEST_CASE("callers say what is in an object of which only the type is seen: TypeScript, Scala") {
  CheckAll({
      {"4.ts", R"x(import * as soap from 'soap';
export enum KeyType { Id = 'IDNUM', Opportunity = 'SFDCOPPTYID', OwnerMail = 'LEADOWNEREMAIL' }
interface LeadKey { keyType: KeyType; keyValue: string }
export class LeadGateway {
  private constructor(private readonly client: soap.Client) {}
  static async open(): Promise<LeadGateway> {
    return new LeadGateway(await soap.createClientAsync(@wsdl));
  }
  private async read(key: LeadKey): Promise<unknown> {
    const [answer] = await this.client.getLeadAsync({ leadKey: key });
    return answer;
  }
  accountManager(): Promise<unknown> {
    return this.read({ keyType: KeyType.Opportunity, keyValue: '006D000000HjPqRIAV' });
  }
  ownerOf(): Promise<unknown> {
    return this.read({ keyType: KeyType.OwnerMail, keyValue: 'rep@pelagia.example.gr' });
  }
}
)x",
       R"x(use GET /rest/v1/leads.json {"filterType": "sfdcOpptyId", "filterValues": ["006D000000HjPqRIAV"]}
use GET /rest/v1/leads.json {"filterType": "sfdcOpptyId", "filterValues": ["006D000000HjPqRIAV"]})x"},
      {"1.scala", R"x(import com.marketo.www.mktows._
case class Watch(leadId: Int, page: Int = 100)
class A(port: MktowsPort) {
  def one() = read(Watch(leadId = 70411))
  def two() = read(Watch(70412, page = 20))
  private def read(watch: Watch) = {
    val key = new LeadKey()
    key.setKeyType(LeadKeyRef.IDNUM)
    key.setKeyValue(watch.leadId.toString)
    val params = new ParamsGetLead()
    params.setLeadKey(key)
    port.getLead(params, null)
  }
}
)x",
       R"x(use GET /rest/v1/lead/{leadId}.json {"leadId": 70411}
use GET /rest/v1/lead/{leadId}.json {"leadId": 70412}
use GET /rest/v1/lead/{leadId}.json {"leadId": 70411}
instead GET /rest/v1/lead/{leadId}.json {"leadId": 70412})x"},
  });
}

}  // namespace unsoap
