// What is known to be one of several values is one request for each of them, and what a list passes
// together is one request after the other. A wrapper whose callers give constants asks for what
// each of them gives, and for no more.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("each caller of a wrapper has the requests of its own constant: JavaScript, TypeScript") {
  CheckAll({
      {"lists.ts", R"(import { createClientAsync, Client } from 'soap';
enum ListOp { Add = 'ADDTOLIST', Remove = 'REMOVEFROMLIST', Check = 'ISMEMBEROFLIST' }
class Lists {
  constructor(private readonly client: Client) {}
  static async open() { return new Lists(await createClientAsync(@wsdl)); }
  add(id: number) { return this.run(ListOp.Add, id); }
  has(id: number) { return this.run(ListOp.Check, id); }
  private run(listOperation: ListOp, id: number) {
    return this.client.listOperationAsync({
      listOperation, listKey: { keyType: 'MKTOLISTNAME', keyValue: 'VIP' },
      listMemberList: { leadKey: [{ keyType: 'IDNUM', keyValue: id }] } });
  }
}
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use GET /rest/v1/lists/{listId}/leads/ismember.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "id"}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
instead GET /rest/v1/lists/{listId}/leads/ismember.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "id"}]})x"},
      {"lists.js", R"(const soap = require('soap');
const ListOp = Object.freeze({ ADD: 'ADDTOLIST', CHECK: 'ISMEMBEROFLIST', DROP: 'REMOVEFROMLIST' });
async function run(listOperation, id) {
  const client = await soap.createClientAsync(@wsdl);
  return client.listOperationAsync({
    listOperation, listKey: { keyType: 'MKTOLISTNAME', keyValue: 'VIP' },
    listMemberList: { leadKey: [{ keyType: 'IDNUM', keyValue: id }] } });
}
exports.add = id => run(ListOp.ADD, id);
exports.has = id => run(ListOp.CHECK, id);
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
instead GET /rest/v1/lists/{listId}/leads/ismember.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "id"}]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use GET /rest/v1/lists/{listId}/leads/ismember.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "id"}]}
first GET /rest/v1/lists.json {"name": ["VIP"]})x"},
  });
}

TEST_CASE("each caller of a wrapper has the requests of its own constant: Java, Kotlin, C#") {
  CheckAll({
      {"Lists.java", R"(// made from https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL
import com.marketo.mktows.*;
class Lists {
  enum Change {
    ADD("ADDTOLIST"), DROP("REMOVEFROMLIST");
    private final String soapName;
    Change(String soapName) { this.soapName = soapName; }
    String soapName() { return soapName; }
  }
  private MktowsPort port;
  void add(LeadKey lead, AuthenticationHeader h) { change(Change.ADD, lead, h); }
  void drop(LeadKey lead, AuthenticationHeader h) { change(Change.DROP, lead, h); }
  private void change(Change change, LeadKey lead, AuthenticationHeader h) {
    ParamsListOperation p = new ParamsListOperation();
    p.setListOperation(ListOperationType.fromValue(change.soapName()));
    ListKey list = new ListKey();
    list.setKeyType(ListKeyType.MKTOLISTNAME);
    list.setKeyValue("VIP");
    p.setListKey(list);
    port.listOperation(p, h);
  }
}
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$choose": "ids of the leads"}]} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
instead DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$choose": "ids of the leads"}]} {"input": [{"id": {"$choose": "id of the lead"}}]})x"},
      {"Lists.kt", R"(// made from https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL
import com.marketo.mktows.*
enum class Change(val soap: ListOperationType) { ADD(ListOperationType.ADDTOLIST), DROP(ListOperationType.REMOVEFROMLIST) }
class Lists(private val port: MktowsPort) {
    fun add(h: AuthenticationHeader) = change(Change.ADD, h)
    fun drop(h: AuthenticationHeader) = change(Change.DROP, h)
    private fun change(how: Change, h: AuthenticationHeader) {
        val params = ParamsListOperation()
        params.listOperation = how.soap
        params.listKey = ListKey().apply { keyType = ListKeyType.MKTOLISTNAME; keyValue = "VIP" }
        port.listOperation(params, h)
    }
}
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$choose": "ids of the leads"}]} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
instead DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$choose": "ids of the leads"}]} {"input": [{"id": {"$choose": "id of the lead"}}]})x"},
      {"Lists.cs", R"(// made from https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL
using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class Lists {
  MktowsPortClient client = new MktowsPortClient();
  public void Add(AuthenticationHeader h, LeadKey[] leads) { Change(ListOperationType.ADDTOLIST, h, leads); }
  public void Drop(AuthenticationHeader h, LeadKey[] leads) { Change(ListOperationType.REMOVEFROMLIST, h, leads); }
  void Change(ListOperationType how, AuthenticationHeader h, LeadKey[] leads) {
    client.listOperation(h, new ParamsListOperation { listOperation = how,
      listKey = new ListKey { keyType = ListKeyType.MKTOLISTNAME, keyValue = "VIP" }, listMemberList = leads });
  }
}
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
first GET /rest/v1/leads.json {"filterType": {"$choose": "the key of the leads, such as email: unsoap explain LeadKeyRef"}, "filterValues": [{"$choose": "the values of the key"}], "fields": ["id"]}
use DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$choose": "ids of the leads"}]} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
first GET /rest/v1/leads.json {"filterType": {"$choose": "the key of the leads, such as email: unsoap explain LeadKeyRef"}, "filterValues": [{"$choose": "the values of the key"}], "fields": ["id"]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$choose": "id of the lead"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
first GET /rest/v1/leads.json {"filterType": {"$choose": "the key of the leads, such as email: unsoap explain LeadKeyRef"}, "filterValues": [{"$choose": "the values of the key"}], "fields": ["id"]}
instead DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$choose": "ids of the leads"}]} {"input": [{"id": {"$choose": "id of the lead"}}]})x"},
  });
}

TEST_CASE("each caller of a wrapper has the requests of its own constant: Python, PHP, Ruby") {
  CheckAll({
      {"lists.py", R"(from enum import Enum
from zeep import Client
client = Client(@wsdl)
class Change(str, Enum):
    ADD = 'ADDTOLIST'
    DROP = 'REMOVEFROMLIST'
def change(how: Change, lead_id: int):
    return client.service.listOperation(listOperation=how.value, listKey={'keyType': 'MKTOLISTNAME', 'keyValue': 'VIP'},
                                        listMemberList={'leadKey': [{'keyType': 'IDNUM', 'keyValue': lead_id}]})
def add(lead_id):
    change(Change.ADD, lead_id)
def drop(lead_id):
    change(Change.DROP, lead_id)
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "lead_id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
instead DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "lead_id"}]} {"input": [{"id": {"$code": "lead_id"}}]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "lead_id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "lead_id"}]} {"input": [{"id": {"$code": "lead_id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]})x"},
      {"lists.php", R"(<?php
enum Change: string { case Add = 'ADDTOLIST'; case Drop = 'REMOVEFROMLIST'; }
class Lists {
  private SoapClient $soap;
  function __construct() { $this->soap = new SoapClient(@wsdl); }
  function add(int $id) { return $this->change(Change::Add, $id); }
  function drop(int $id) { return $this->change(Change::Drop, $id); }
  private function change(Change $how, int $id) {
    return $this->soap->listOperation(['listOperation' => $how->value, 'listKey' => ['keyType' => 'MKTOLISTNAME', 'keyValue' => 'VIP'],
      'listMemberList' => ['leadKey' => [['keyType' => 'IDNUM', 'keyValue' => $id]]]]);
  }
}
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "$id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "$id"}]} {"input": [{"id": {"$code": "$id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "$id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
instead DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "$id"}]} {"input": [{"id": {"$code": "$id"}}]})x"},
      {"lists.rb", R"(require 'savon'
class Lists
  module Change
    ADD = 'ADDTOLIST'.freeze
    DROP = 'REMOVEFROMLIST'.freeze
  end
  def add(id) = change(Change::ADD, id)
  def drop(id)
    change(Change::DROP, id)
  end
  private
  def change(how, id)
    client = Savon.client(wsdl: @wsdl)
    client.call(:list_operation, message: { list_operation: how, list_key: { key_type: 'MKTOLISTNAME', key_value: 'VIP' },
      list_member_list: { lead_key: [{ key_type: 'IDNUM', key_value: id }] } })
  end
end
)",
       R"x(use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "id"}]} {"input": [{"id": {"$code": "id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
use POST /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"input": [{"id": {"$code": "id"}}]}
first GET /rest/v1/lists.json {"name": ["VIP"]}
instead DELETE /rest/v1/lists/{listId}/leads.json {"listId": {"$answer": "1.result[0].id"}} {"id": [{"$code": "id"}]} {"input": [{"id": {"$code": "id"}}]})x"},
  });
}

TEST_CASE("one of two maps is passed, never both") {
  CheckAll({
      {"choice.js", R"(const soap = require('soap');
async function run(c) {
  const client = await soap.createClientAsync(@wsdl);
  const leadRecord = c.id ? { Id: c.id, leadAttributeList: { attribute: [{ attrName: 'City', attrValue: c.city }] } }
    : { Email: c.mail, leadAttributeList: { attribute: [{ attrName: 'City', attrValue: c.city }] } };
  return client.syncLeadAsync({ leadRecord, returnLead: false });
}
)",
       R"x(use POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": {"$code": "c.id"}, "city": {"$code": "c.city"}}]}
instead POST /rest/v1/leads.json {"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "c.mail"}, "city": {"$code": "c.city"}}]})x"},
      {"choice.php", R"(<?php
function run($soap, $c) {
  $soap = new SoapClient(@wsdl);
  $key = isset($c['id']) ? array('keyType' => 'IDNUM', 'keyValue' => $c['id']) : array('keyType' => 'EMAIL', 'keyValue' => $c['mail']);
  return $soap->getLead(array('leadKey' => $key));
}
)",
       R"x(use GET /rest/v1/lead/{leadId}.json {"leadId": {"$code": "$c['id']"}}
instead GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "$c['mail']"}]})x"},
      {"choice.py", R"(from zeep import Client
client = Client(@wsdl)
def run(lead_id, mail):
    record = {'Id': lead_id} if lead_id else {'Email': mail}
    return client.service.syncLead(leadRecord=record, returnLead=False)
)",
       R"x(use POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": {"$code": "lead_id"}}]}
instead POST /rest/v1/leads.json {"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}}]})x"},
      {"choice.rb", R"(require 'savon'
class A
  def run(c)
    client = Savon.client(wsdl: @wsdl)
    record = if c.id
      { 'Id' => c.id }
    else
      { 'Email' => c.mail }
    end
    client.call(:sync_lead, message: { lead_record: record, return_lead: false })
  end
end
)",
       R"x(use POST /rest/v1/leads.json {"action": "updateOnly", "lookupField": "id", "input": [{"id": {"$code": "c.id"}}]}
instead POST /rest/v1/leads.json {"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "c.mail"}}]})x"},
  });
}

TEST_CASE("values of one family of keys are one request each") {
  CheckAll({
      {"Switch.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h, string what, string value) {
    var kind = what switch { "account" => LeadKeyRef.SFDCACCOUNTID, "deal" => LeadKeyRef.SFDCOPPTYID, _ => LeadKeyRef.EMAIL };
    client.getLead(h, new ParamsGetLead { leadKey = new LeadKey { keyType = kind, keyValue = value } });
  }
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "value"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcAccountId", "filterValues": [{"$code": "value"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcOpptyId", "filterValues": [{"$code": "value"}]})x"},
      {"When.kt", R"(import com.marketo.mktows.*
class A(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader, ref: String) {
        val key = LeadKey()
        key.keyType = when { ref.startsWith("00Q") -> LeadKeyRef.SFDCLEADID; else -> LeadKeyRef.SFDCCONTACTID }
        key.keyValue = ref
        val params = ParamsGetLead()
        params.leadKey = key
        port.getLead(params, h)
    }
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "sfdcContactId", "filterValues": [{"$code": "ref"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcLeadId", "filterValues": [{"$code": "ref"}]})x"},
      {"when.ts", R"(import { createClientAsync } from 'soap';
async function run(ref: string) {
  const client = await createClientAsync(@wsdl);
  let keyType = 'SFDCCONTACTID';
  if (ref.startsWith('00Q')) keyType = 'SFDCLEADID';
  return client.getLeadAsync({ leadKey: { keyType, keyValue: ref } });
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "sfdcContactId", "filterValues": [{"$code": "ref"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcLeadId", "filterValues": [{"$code": "ref"}]})x"},
      {"match.php", R"(<?php
function run(string $ref, string $kind) {
  $soap = new SoapClient(@wsdl);
  $type = match ($kind) { 'lead' => 'SFDCLEADID', 'contact' => 'SFDCCONTACTID', 'owner' => 'SFDCLEADOWNERID' };
  return $soap->getLead(['leadKey' => ['keyType' => $type, 'keyValue' => $ref]]);
}
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "sfdcContactId", "filterValues": [{"$code": "$ref"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcLeadId", "filterValues": [{"$code": "$ref"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcLeadOwnerId", "filterValues": [{"$code": "$ref"}]})x"},
      {"case.rb", R"(require 'savon'
class A
  def run(ref, kind)
    client = Savon.client(wsdl: @wsdl)
    type = case kind
           when :lead then 'SFDCLEADID'
           when :contact then 'SFDCCONTACTID'
           else 'EMAIL'
           end
    client.call(:get_lead, message: { lead_key: { key_type: type, key_value: ref } })
  end
end
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "email", "filterValues": [{"$code": "ref"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcContactId", "filterValues": [{"$code": "ref"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcLeadId", "filterValues": [{"$code": "ref"}]})x"},
      {"dictionary.py", R"(from zeep import Client
client = Client(@wsdl)
KINDS = {'lead': 'SFDCLEADID', 'contact': 'SFDCCONTACTID'}
def run(ref, kind):
    return client.service.getLead(leadKey={'keyType': KINDS[kind], 'keyValue': ref})
)",
       R"x(use GET /rest/v1/leads.json {"filterType": "sfdcContactId", "filterValues": [{"$code": "ref"}]}
instead GET /rest/v1/leads.json {"filterType": "sfdcLeadId", "filterValues": [{"$code": "ref"}]})x"},
  });
}

TEST_CASE("a choice of the operation is one request each") {
  CheckAll({
      {"Ternary.java", R"(// generated from http://www.marketo.com/mktows/
import com.marketo.mktows.*;
class Ternary {
  void run(MktowsPort port, AuthenticationHeader h, boolean fresh, ArrayOfMObject list) {
    ParamsSyncMObjects p = new ParamsSyncMObjects();
    MObject one = new MObject();
    one.setType("Opportunity");
    list.getMObjects().add(one);
    p.setMObjectList(list);
    p.setOperation(fresh ? SyncOperationEnum.INSERT : SyncOperationEnum.UPDATE);
    port.syncMObjects(p, h);
  }
}
)",
       R"x(use POST /rest/v1/opportunities.json {"input": [{"externalOpportunityId": {"$choose": "your own id of the opportunity"}, "eachFieldOfAttribList": {"$choose": "the fields in attribList, each by its REST name: unsoap explain fields"}, "marketoGUID": {"$choose": "only with dedupeBy or deleteBy=idField; leave it out otherwise, whatever the published definition requires"}, "seq": {"$choose": "leave it out: it belongs to answers, though the published definition requires it here"}}], "action": "createOnly"}
instead POST /rest/v1/opportunities.json {"input": [{"externalOpportunityId": {"$choose": "your own id of the opportunity"}, "eachFieldOfAttribList": {"$choose": "the fields in attribList, each by its REST name: unsoap explain fields"}, "marketoGUID": {"$choose": "only with dedupeBy or deleteBy=idField; leave it out otherwise, whatever the published definition requires"}, "seq": {"$choose": "leave it out: it belongs to answers, though the published definition requires it here"}}], "action": "updateOnly"}
instead POST /rest/asset/v1/program/{id}.json {"id": {"$choose": "id of the program"}} {"costs": [{"startDate": {"$choose": "month of the cost in ISO 8601"}, "cost": {"$choose": "the amount"}, "note": {"$choose": "a note"}}]}
instead POST /rest/asset/v1/program/{id}.json {"id": {"$choose": "id of the program"}} {"tags": [{"tagType": {"$choose": "type of the tag"}, "tagValue": {"$choose": "value of the tag"}}]}
instead POST /rest/v1/opportunities/roles.json {"input": [{"externalOpportunityId": {"$choose": "your own id of the opportunity"}, "leadId": {"$choose": "id of the lead"}, "role": {"$choose": "the role"}, "eachFieldOfAttribList": {"$choose": "the fields in attribList, each by its REST name: unsoap explain fields"}, "marketoGUID": {"$choose": "only with dedupeBy or deleteBy=idField; leave it out otherwise, whatever the published definition requires"}, "seq": {"$choose": "leave it out: it belongs to answers, though the published definition requires it here"}}], "action": "createOnly"}
instead POST /rest/v1/opportunities/roles.json {"input": [{"externalOpportunityId": {"$choose": "your own id of the opportunity"}, "leadId": {"$choose": "id of the lead"}, "role": {"$choose": "the role"}, "eachFieldOfAttribList": {"$choose": "the fields in attribList, each by its REST name: unsoap explain fields"}, "marketoGUID": {"$choose": "only with dedupeBy or deleteBy=idField; leave it out otherwise, whatever the published definition requires"}, "seq": {"$choose": "leave it out: it belongs to answers, though the published definition requires it here"}}], "action": "updateOnly"}
instead POST /rest/asset/v1/program/{id}.json {"id": {"$choose": "id of the program"}} {"name": {"$choose": "name of the program"}})x"},
  });
}

TEST_CASE("a list of names is one request after the other") {
  CheckAll({
      {"a.php", R"(<?php
$soap = new SoapClient(@wsdl);
$soap->getChannels(array('tag' => array('values' => array('stringItem' => array('Webinar', 'Tradeshow')))));
)",
       R"x(use GET /rest/asset/v1/channel/byName.json {"Name": "Webinar"}
then GET /rest/asset/v1/channel/byName.json {"Name": "Tradeshow"})x"},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
def run():
    client.service.getTags(tagList={'tag': [{'type': 'Region'}, {'type': 'Product'}]})
)",
       R"x(use GET /rest/asset/v1/tagType/byName.json {"name": "Region"}
then GET /rest/asset/v1/tagType/byName.json {"name": "Product"})x"},
      {"c.rb", R"(require 'savon'
class A
  def run
    client = Savon.client(wsdl: @wsdl)
    client.call(:get_channels, message: { tag: { values: { string_item: %w[Webinar Tradeshow] } } })
  end
end
)",
       R"x(use GET /rest/asset/v1/channel/byName.json {"Name": "Webinar"}
then GET /rest/asset/v1/channel/byName.json {"Name": "Tradeshow"})x"},
      {"d.js", R"(const soap = require('soap');
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  return client.getChannelsAsync({ tag: { values: { stringItem: ['Webinar', 'Tradeshow', 'Roadshow'] } } });
}
)",
       R"x(use GET /rest/asset/v1/channel/byName.json {"Name": "Webinar"}
then GET /rest/asset/v1/channel/byName.json {"Name": "Tradeshow"}
then GET /rest/asset/v1/channel/byName.json {"Name": "Roadshow"})x"},
      {"E.java", R"(// generated from http://www.marketo.com/mktows/
import com.marketo.mktows.*;
class E {
  void run(MktowsPort port, AuthenticationHeader h) {
    ArrayOfTag tags = new ArrayOfTag();
    for (String type : new String[] {"Region", "Product"}) {
      Tag tag = new Tag();
      tag.setType(type);
      tags.getTags().add(tag);
    }
    ParamsGetTags p = new ParamsGetTags();
    p.setTagList(tags);
    port.getTags(p, h);
  }
}
)",
       R"x(use GET /rest/asset/v1/tagType/byName.json {"name": "Region"}
then GET /rest/asset/v1/tagType/byName.json {"name": "Product"})x"},
      {"f.xml",
       R"(<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:mkt="http://www.marketo.com/mktows/"><soapenv:Body>
<mkt:paramsGetChannels><tag><values><stringItem>Webinar</stringItem><stringItem>Tradeshow</stringItem></values></tag></mkt:paramsGetChannels>
</soapenv:Body></soapenv:Envelope>
)",
       R"x(use GET /rest/asset/v1/channel/byName.json {"Name": "Webinar"}
then GET /rest/asset/v1/channel/byName.json {"Name": "Tradeshow"})x"},
      {"g.py", R"(from zeep import Client
client = Client(@wsdl)
def run(name):
    client.service.getChannels(tag={'values': {'stringItem': 'Webinar' if name is None else name}})
)",
       R"x(use GET /rest/asset/v1/channel/byName.json {"Name": {"$code": "'Webinar' if name is None else name"}})x"},
  });
}

}  // namespace unsoap
