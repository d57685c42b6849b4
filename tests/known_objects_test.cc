// What is read of an object is what that object has, not what others have under the same name.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("a list that is filled here is not the one that a table of the file has by that name") {
  Check({
      {"a.js", R"(const soap = require('soap');
const shared = { stringItem: ['Email', 'LastName'] };
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const keyValues = { stringItem: [] };
  keyValues.stringItem.push('a@a.example');
  await client.getMultipleLeadsAsync({ leadSelector: { attributes: { 'xsi:type': 'ns1:LeadKeySelector' }, keyType: 'EMAIL', keyValues }, includeAttributes: shared });
}
)",
       R"x({"filterType": "email", "filterValues": ["a@a.example"], "fields": ["email", "lastName"]})x"},
      {"a.ts", R"(import { createClientAsync } from 'soap';
const defaults = { batchSize: 100, includeAttributes: { stringItem: ['Email'] } };
export async function run() {
  const client = await createClientAsync(@wsdl);
  const keyValues = { stringItem: [] as string[] };
  for (const name of ['a', 'b']) keyValues.stringItem.push(`${name}@a.example`);
  await client.getMultipleLeadsAsync({ leadSelector: { attributes: { 'xsi:type': 'ns1:LeadKeySelector' }, keyType: 'EMAIL', keyValues }, ...defaults });
}
)",
       R"x({"filterType": "email", "filterValues": ["a@a.example", "b@a.example"], "fields": ["email"], "batchSize": 100})x"},
      {"a.py", R"(from zeep import Client
SHARED = {'stringItem': ['Email', 'LastName']}
def run():
    client = Client(@wsdl)
    keys = {'stringItem': []}
    keys['stringItem'].append('a@a.example')
    client.service.getMultipleLeads(leadSelector={'xsi:type': 'LeadKeySelector', 'keyType': 'EMAIL', 'keyValues': keys}, includeAttributes=SHARED)
)",
       R"x({"filterType": "email", "filterValues": ["a@a.example"], "fields": ["email", "lastName"]})x"},
      {"a.rb", R"(require 'savon'
SHARED = { string_item: %w[Email LastName] }
def run
  soap = Savon.client(wsdl: @wsdl)
  keys = { string_item: [] }
  keys[:string_item] << 'a@a.example'
  soap.call(:get_multiple_leads, message: { lead_selector: { :'@xsi:type' => 'ns1:LeadKeySelector', key_type: 'EMAIL', key_values: keys }, include_attributes: SHARED })
end
)",
       R"x({"filterType": "email", "filterValues": ["a@a.example"], "fields": ["email", "lastName"]})x"},
      {"a.php", R"(<?php
$shared = ['stringItem' => ['Email', 'LastName']];
function run($soap, $shared) {
  $soap = new SoapClient(@wsdl);
  $keys = ['stringItem' => []];
  $keys['stringItem'][] = 'a@a.example';
  $soap->getMultipleLeads(['leadSelector' => new SoapVar(['keyType' => 'EMAIL', 'keyValues' => $keys], SOAP_ENC_OBJECT, 'LeadKeySelector'), 'includeAttributes' => $shared]);
}
run(null, $shared);
)",
       R"x({"filterType": "email", "filterValues": ["a@a.example"], "fields": ["email", "lastName"]})x"},
      // A setting that code reads of what it is given is still found by its name.
      {"b.js", R"(const soap = require('soap');
const settings = { leadKeyType: 'EMAIL' };
async function run(options) {
  const client = await soap.createClientAsync(@wsdl);
  await client.getLeadAsync({ leadKey: { keyType: options.leadKeyType, keyValue: 'a@a.example' } });
}
)",
       R"x({"filterType": "email", "filterValues": ["a@a.example"]})x"},
  });
}

TEST_CASE("parts of the items of a loop are not taken for each other") {
  Check({
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(more):
    fields = []
    for name, value in [('City', 'Bonn'), *more]:
        fields.append({'attrName': name, 'attrValue': value})
    client.service.syncLead(leadRecord={'Email': 'a@a.example', 'leadAttributeList': {'attribute': fields}}, returnLead=False)
)",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@a.example", "eachFieldOfLeadAttributeList": {"$code": "value"}}]})x"},
      {"a.php", R"(<?php
function run($soap, array $more) {
  $soap = new SoapClient(@wsdl);
  $fields = [];
  foreach (array_filter($more) as $name => $value) {
    $fields[] = ['attrName' => $name, 'attrValue' => $value];
  }
  $soap->syncLead(['leadRecord' => ['Email' => 'a@a.example', 'leadAttributeList' => ['attribute' => $fields]], 'returnLead' => false]);
}
run(null, ['City' => 'Bonn']);
)",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@a.example", "city": "Bonn"}]})x"},
      {"b.js", R"(const soap = require('soap');
async function run(more) {
  const client = await soap.createClientAsync(@wsdl);
  const attribute = [];
  for (const [attrName, attrValue] of [['City', 'Bonn'], ['Country', 'Germany']]) attribute.push({ attrName, attrValue });
  await client.syncLeadAsync({ leadRecord: { Email: 'a@a.example', leadAttributeList: { attribute } }, returnLead: false });
}
)",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@a.example", "city": "Bonn", "country": "Germany"}]})x"},
      {"a.js", R"(const soap = require('soap');
async function run(more) {
  const client = await soap.createClientAsync(@wsdl);
  const attribute = [];
  for (const [attrName, attrValue] of [['City', 'Bonn'], ...more]) attribute.push({ attrName, attrValue });
  await client.syncLeadAsync({ leadRecord: { Email: 'a@a.example', leadAttributeList: { attribute } }, returnLead: false });
}
)",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@a.example", "eachFieldOfLeadAttributeList": {"$code": "attrValue"}}]})x"},
      {"a.rb", R"(require 'savon'
def run(more)
  soap = Savon.client(wsdl: @wsdl)
  list = []
  ([['City', 'Bonn']] + more).each { |name, value| list << { attr_name: name, attr_value: value } }
  soap.call(:sync_lead, message: { lead_record: { 'Email' => 'a@a.example', lead_attribute_list: { attribute: list } }, return_lead: false })
end
)",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@a.example", "eachFieldOfLeadAttributeList": {"$code": "value"}}]})x"},
      {"Keys.kt", R"(// made from https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL
import com.marketo.mktows.*
class Keys(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader) {
        val params = ParamsListOperation()
        params.listOperation = ListOperationType.ADDTOLIST
        params.listKey = ListKey().apply { keyType = ListKeyType.MKTOLISTNAME; keyValue = "VIP" }
        params.listMemberList = keys(21, 22)
        port.listOperation(params, h)
    }
    private fun keys(vararg ids: Int) = ArrayOfLeadKey().apply {
        ids.forEach { id -> leadKeies.add(LeadKey().apply { keyType = LeadKeyRef.IDNUM; keyValue = id.toString() }) }
    }
}
)",
       R"x({"input": [{"id": {"$choose": "listMemberList.leadKey.keyValue: one of 21, 22"}}]})x"},
  });
}

TEST_CASE("the name of a constant that is declared elsewhere is not its value") {
  Check({
      {"A.java", R"(// made from https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL
import com.marketo.mktows.*;
import org.a.Accounts;
class A {
  private MktowsPort port;
  void run(AuthenticationHeader header) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.EMAIL);
    key.setKeyValue(Accounts.DESK);
    ParamsGetLead params = new ParamsGetLead();
    params.setLeadKey(key);
    port.getLead(params, header);
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "Accounts.DESK"}]})x"},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    client.getLead(h, new ParamsGetLead { leadKey = new LeadKey { keyType = LeadKeyRef.EMAIL, keyValue = Accounts.Desk } });
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "Accounts.Desk"}]})x"},
      {"a.ts", R"(import { createClientAsync } from 'soap';
import { KeyType } from './types';
export async function run() {
  const client = await createClientAsync(@wsdl);
  await client.getLeadAsync({ leadKey: { keyType: KeyType.Opportunity, keyValue: '17' } });
}
)",
       R"x({"filterType": "email", "filterValues": ["17"]})x"},
      {"b.ts", R"(import { createClientAsync } from 'soap';
enum KeyType { Mail = 'EMAIL', Opportunity = 'SFDCOPPTYID' }
export async function run() {
  const client = await createClientAsync(@wsdl);
  await client.getLeadAsync({ leadKey: { keyType: KeyType.Opportunity, keyValue: '006D000000HjPqRIAV' } });
}
)",
       R"x({"filterType": "sfdcOpptyId", "filterValues": ["006D000000HjPqRIAV"]})x"},
      {"a.py", R"(from enum import Enum
from zeep import Client
class KeyType(Enum):
    MAIL = 'EMAIL'
    OWNER = 'SFDCLEADOWNERID'
client = Client(@wsdl)
client.service.getLead(leadKey={'keyType': KeyType.OWNER.value, 'keyValue': '005D0000001qvXyIAI'})
)",
       R"x({"filterType": "sfdcLeadOwnerId", "filterValues": ["005D0000001qvXyIAI"]})x"},
      {"a.php", R"(<?php
enum KeyType: string { case Mail = 'EMAIL'; case Owner = 'SFDCLEADOWNERID'; }
$soap = new SoapClient(@wsdl);
$soap->getLead(['leadKey' => ['keyType' => KeyType::Owner->value, 'keyValue' => '005D0000001qvXyIAI']]);
)",
       R"x({"filterType": "sfdcLeadOwnerId", "filterValues": ["005D0000001qvXyIAI"]})x"},
      {"b.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    client.getLead(h, new ParamsGetLead { leadKey = new LeadKey { keyType = LeadKeyRef.SFDCCONTACTID, keyValue = "0033000000QpVxTAAV" } });
  }
}
)",
       R"x({"filterType": "sfdcContactId", "filterValues": ["0033000000QpVxTAAV"]})x"},
  });
}

TEST_CASE("what parts a text, or joins a list, is not the value") {
  Check({
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    LeadKeySelector selector = new LeadKeySelector();
    selector.keyType = LeadKeyRef.IDNUM;
    selector.keyValues = "410,411".Split(',');
    client.getMultipleLeads(h, new ParamsGetMultipleLeads { leadSelector = selector });
  }
}
)",
       R"x({"filterType": "id", "filterValues": [{"$code": "\"410,411\".Split(',')"}]})x"},
      {"A.java", R"(// made from https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL
import com.marketo.mktows.*;
class A {
  private MktowsPort port;
  void run(AuthenticationHeader header) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.EMAIL);
    key.setKeyValue("desk".concat("@a.example"));
    ParamsGetLead params = new ParamsGetLead();
    params.setLeadKey(key);
    port.getLead(params, header);
  }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "\"desk\".concat(\"@a.example\")"}]})x"},
      {"a.js", R"(const soap = require('soap');
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  await client.getLeadAsync({ leadKey: { keyType: 'EMAIL', keyValue: ['desk', 'a.example'].join('@') } });
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "['desk', 'a.example'].join('@')"}]})x"},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
client.service.getLead(leadKey={'keyType': 'EMAIL', 'keyValue': 'desk@a.example'.encode('utf-8')})
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "'desk@a.example'.encode('utf-8')"}]})x"},
      {"a.rb", R"(require 'savon'
soap = Savon.client(wsdl: @wsdl)
soap.call(:get_lead, message: { lead_key: { key_type: 'EMAIL', key_value: ['desk', 'a.example'].join('@') } })
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "['desk', 'a.example'].join('@')"}]})x"},
      {"A.kt", R"(// made from https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL
import com.marketo.mktows.*
class A(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader) {
        val params = ParamsGetLead()
        params.leadKey = LeadKey().apply { keyType = LeadKeyRef.EMAIL; keyValue = "desk@a.example!".removeSuffix("!") }
        port.getLead(params, h)
    }
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "\"desk@a.example!\".removeSuffix(\"!\")"}]})x"},
      // What only changes a text is still given it.
      {"b.php", R"(<?php
$soap = new SoapClient(@wsdl);
$soap->getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => trim('desk@a.example')]]);
)",
       R"x({"filterType": "email", "filterValues": ["desk@a.example"]})x"},
  });
}

}  // namespace unsoap
