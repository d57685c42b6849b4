// A call that is reached by several callers, or once a turn of a loop, has one request for each of
// them, as long as all that they pass is written out.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("each caller of a function gives its call a request: PHP, Python, Ruby") {
  CheckAll({
      {"a.php", R"(<?php
class A {
  private $soap;
  public function __construct() { $this->soap = new SoapClient(@wsdl); }
  private function find($type, $value) {
    return $this->soap->getLead(['leadKey' => ['keyType' => $type, 'keyValue' => $value]]);
  }
  public function desk() { return $this->find('EMAIL', 'desk@a.example'); }
  public function house() { return $this->find('IDNUM', 17); }
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
instead GET /rest/v1/lead/{leadId}.json {"leadId": 17}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/lead/{leadId}.json {"leadId": 17})x"},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def find(value, kind='EMAIL'):
    return client.service.getLead(leadKey={'keyType': kind, 'keyValue': value})
def desk():
    return find('desk@a.example')
def owner():
    return find(kind='SFDCLEADOWNERID', value='005D0000001qvXyIAI')
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
instead GET /rest/v1/leads.json {"filterType": "sfdcLeadOwnerId", "filterValues": ["005D0000001qvXyIAI"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/leads.json {"filterType": "sfdcLeadOwnerId", "filterValues": ["005D0000001qvXyIAI"]})x"},
      {"a.rb", R"(require 'savon'
class A
  KINDS = { mail: 'EMAIL', account: 'SFDCACCOUNTID' }.freeze
  def initialize; @soap = Savon.client(wsdl: @wsdl); end
  def find(kind, value)
    @soap.call(:get_lead, message: { lead_key: { key_type: KINDS.fetch(kind), key_value: value } })
  end
  def desk; find(:mail, 'desk@a.example'); end
  def account; find(:account, '001D000000IrmOfIAJ'); end
end
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
instead GET /rest/v1/leads.json {"filterType": "sfdcAccountId", "filterValues": ["001D000000IrmOfIAJ"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/leads.json {"filterType": "sfdcAccountId", "filterValues": ["001D000000IrmOfIAJ"]})x"},
  });
}

TEST_CASE("each caller of a function gives its call a request: JavaScript, Java, C#, Perl") {
  CheckAll({
      {"a.js", R"(const soap = require('soap');
async function fire(campaignId, ids) {
  const client = await soap.createClientAsync(@wsdl);
  return client.requestCampaignAsync({ source: 'MKTOWS', campaignId,
    leadList: { leadKey: ids.map(id => ({ keyType: 'IDNUM', keyValue: id })) } });
}
exports.first = () => fire(21, [901, 902]);
exports.second = () => fire(22, [903]);
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 21} {"input": {"leads": [{"id": 901}, {"id": 902}]}}
instead POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 22} {"input": {"leads": [{"id": 903}]}}
use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 21} {"input": {"leads": [{"id": 901}, {"id": 902}]}}
use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 22} {"input": {"leads": [{"id": 903}]}})x"},
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  private MktowsPort port;
  private SuccessGetLead find(LeadKeyRef type, String value, AuthenticationHeader header) {
    LeadKey key = new LeadKey();
    key.setKeyType(type);
    key.setKeyValue(value);
    ParamsGetLead params = new ParamsGetLead();
    params.setLeadKey(key);
    return port.getLead(params, header);
  }
  SuccessGetLead desk(AuthenticationHeader h) { return find(LeadKeyRef.EMAIL, "desk@a.example", h); }
  SuccessGetLead house(AuthenticationHeader h) { return find(LeadKeyRef.IDNUM, "17", h); }
}
// http://www.marketo.com/mktows/
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
instead GET /rest/v1/lead/{leadId}.json {"leadId": 17}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/lead/{leadId}.json {"leadId": 17})x"},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  object Find(AuthenticationHeader h, LeadKeyRef type, string value) {
    return client.getLead(h, new ParamsGetLead { leadKey = new LeadKey { keyType = type, keyValue = value } });
  }
  public object Desk(AuthenticationHeader h) { return Find(h, LeadKeyRef.EMAIL, "desk@a.example"); }
  public object House(AuthenticationHeader h) { return Find(h, LeadKeyRef.IDNUM, "17"); }
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
instead GET /rest/v1/lead/{leadId}.json {"leadId": 17}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/lead/{leadId}.json {"leadId": 17})x"},
      {"a.pl", R"(use SOAP::Lite;
my $soap = SOAP::Lite->service(@wsdl);
sub find {
  my ($type, $value) = @_;
  return $soap->getLead({ leadKey => { keyType => $type, keyValue => $value } });
}
find('EMAIL', 'desk@a.example');
find('IDNUM', '17');
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
instead GET /rest/v1/lead/{leadId}.json {"leadId": 17}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/lead/{leadId}.json {"leadId": 17})x"},
  });
}

TEST_CASE("what one caller does not say is said for none of them") {
  CheckAll({
      {"a.php", R"(<?php
class A {
  private $soap;
  public function __construct() { $this->soap = new SoapClient(@wsdl); }
  private function find($value) {
    return $this->soap->getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $value]]);
  }
  public function desk() { return $this->find('desk@a.example'); }
  public function any($row) { return $this->find($row['mail']); }
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "$value"}]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "$row['mail']"}]})x"},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def find(value):
    return client.service.getLead(leadKey={'keyType': 'EMAIL', 'keyValue': value})
find('a@a.example')
find('b@a.example')
find('c@a.example')
find('d@a.example')
find('e@a.example')
find('f@a.example')
find('g@a.example')
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "value"}]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["a@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["b@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["c@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["d@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["e@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["f@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["g@a.example"]})x"},
      {"a.js", R"(const soap = require('soap');
async function find(keyValue) {
  const client = await soap.createClientAsync(@wsdl);
  return client.getLeadAsync({ leadKey: { keyType: 'EMAIL', keyValue } });
}
exports.desk = () => find('desk@a.example');
exports.any = mail => find(mail);
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "keyValue"}]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": ["desk@a.example"]}
use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "mail"}]})x"},
  });
}

TEST_CASE("a call in a loop over what is written out has a request a turn") {
  CheckAll({
      {"a.js", R"(const soap = require('soap');
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  for (const [id, table] of [[4001, 'One'], [4002, 'Two']]) {
    await client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 7,
      leadList: { leadKey: [{ keyType: 'IDNUM', keyValue: id }] },
      programTokenList: { attrib: [{ name: '{{my.table}}', value: table }] } });
  }
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 7} {"input": {"leads": [{"id": 4001}], "tokens": [{"name": "{{my.table}}", "value": "One"}]}}
instead POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 7} {"input": {"leads": [{"id": 4002}], "tokens": [{"name": "{{my.table}}", "value": "Two"}]}})x"},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
for lead, mail in [(11, 'a@a.example'), (12, 'b@a.example')]:
    client.service.syncLead(leadRecord={'Id': lead, 'Email': mail}, returnLead=False)
)",
       R"x(use POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": 11, "email": "a@a.example"}]}
instead POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": 12, "email": "b@a.example"}]})x"},
      {"a.rb", R"(require 'savon'
soap = Savon.client(wsdl: @wsdl)
{ 11 => 'a@a.example', 12 => 'b@a.example' }.each do |id, mail|
  soap.call(:sync_lead, message: { lead_record: { 'Id' => id, 'Email' => mail }, return_lead: false })
end
)",
       R"x(use POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": 11, "email": "a@a.example"}]}
instead POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": 12, "email": "b@a.example"}]})x"},
      {"a.php", R"(<?php
$soap = new SoapClient(@wsdl);
foreach (['One' => 11, 'Two' => 12] as $city => $id) {
  $soap->syncLead(['leadRecord' => ['Id' => $id, 'leadAttributeList' => ['attribute' => [
    ['attrName' => 'City', 'attrValue' => $city]]]], 'returnLead' => false]);
}
)",
       R"x(use POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": 11, "city": "One"}]}
instead POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": 12, "city": "Two"}]})x"},
      {"a.pl", R"(use SOAP::Lite;
my $soap = SOAP::Lite->service(@wsdl);
foreach my $mail ('a@a.example', 'b@a.example') {
  $soap->getLead({ leadKey => { keyType => 'EMAIL', keyValue => $mail } });
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "$mail"}]})x"},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
for lead, mail in rows():
    client.service.syncLead(leadRecord={'Id': lead, 'Email': mail}, returnLead=False)
)",
       R"x(use POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": {"$code": "lead"}, "email": {"$code": "mail"}}]})x"},
      {"b.js", R"(const soap = require('soap');
async function run(more) {
  const client = await soap.createClientAsync(@wsdl);
  for (const [id, table] of [[4001, 'One'], ...more]) {
    await client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 7,
      leadList: { leadKey: [{ keyType: 'IDNUM', keyValue: id }] } });
  }
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 7} {"input": {"leads": [{"id": {"$code": "id"}}]}})x"},
  });
}

TEST_CASE("a list in an argument that is left out gives no members") {
  CheckAll({
      {"a.php", R"(<?php
class A {
  private $soap;
  public function __construct() { $this->soap = new SoapClient(@wsdl); }
  private function fire($campaign, array $tokens = []) {
    $params = ['source' => 'MKTOWS', 'campaignId' => $campaign, 'leadList' => ['leadKey' => ['keyType' => 'IDNUM', 'keyValue' => 5]]];
    $params['programTokenList'] = ['attrib' => []];
    foreach ($tokens as $name => $value) {
      $params['programTokenList']['attrib'][] = ['name' => $name, 'value' => $value];
    }
    $this->soap->requestCampaign($params);
  }
  public function first() { $this->fire(21); }
  public function second() { $this->fire(22, ['{{my.note}}' => 'Thanks']); }
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 21} {"input": {"leads": [{"id": 5}]}}
instead POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 22} {"input": {"leads": [{"id": 5}], "tokens": [{"name": "{{my.note}}", "value": "Thanks"}]}}
use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 21} {"input": {"leads": [{"id": 5}]}}
use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": 22} {"input": {"leads": [{"id": 5}], "tokens": [{"name": "{{my.note}}", "value": "Thanks"}]}})x"},
  });
}

}  // namespace unsoap
