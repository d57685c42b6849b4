// Maps that are joined of others, arguments by name and by place, blocks behind a constructor: what
// of them a request holds. What a part of which nothing is known may add has a place of its own.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("maps that are joined of others, known and unknown: Python, PHP") {
  Check({
      {"a.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'LeadSource': 'Web', 'Country': 'Ireland'}
def push(mail, extra):
    fields = {**COMMON, **extra}
    attributes = [{'attrName': k, 'attrValue': v} for k, v in fields.items()]
    client.service.syncLead(leadRecord={'Email': mail, 'leadAttributeList': {'attribute': attributes}}, returnLead=False)
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, "leadSource": "Web", "country": "Ireland", "eachFieldOfLeadAttributeList": {"$code": "extra"}}]})x"},
      {"b.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'LeadSource': 'Web', 'Country': 'Ireland'}
def push(mail, extra):
    fields = dict(COMMON)
    fields.update(extra)
    attributes = []
    for k, v in fields.items():
        attributes.append({'attrName': k, 'attrValue': v})
    client.service.syncLead(leadRecord={'Email': mail, 'leadAttributeList': {'attribute': attributes}}, returnLead=False)
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, "leadSource": "Web", "country": "Ireland", "eachFieldOfLeadAttributeList": {"$code": "extra"}}]})x"},
      {"c.php", R"x(<?php
function push($mail, $extra) {
  $soap = new SoapClient(@wsdl);
  $fields = array_merge(array('LeadSource' => 'Web', 'Country' => 'Ireland'), $extra);
  $list = array();
  foreach ($fields as $k => $v) { $list[] = array('attrName' => $k, 'attrValue' => $v); }
  $soap->syncLead(array('leadRecord' => array('Email' => $mail, 'leadAttributeList' => array('attribute' => $list)), 'returnLead' => false));
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "$mail"}, "leadSource": "Web", "country": "Ireland", "eachFieldOfLeadAttributeList": {"$code": "$extra"}}]})x"},
  });
}

TEST_CASE("maps that are joined of others, known and unknown: JavaScript, Ruby") {
  Check({
      {"d.js", R"x(const soap = require('soap');
const COMMON = {LeadSource: 'Web', Country: 'Ireland'};
async function push(mail, extra) {
  const client = await soap.createClientAsync(@wsdl);
  const fields = Object.assign({}, COMMON, extra);
  const attribute = Object.entries(fields).map(([k, v]) => ({attrName: k, attrValue: v}));
  client.syncLead({leadRecord: {Email: mail, leadAttributeList: {attribute}}, returnLead: false});
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, "leadSource": "Web", "country": "Ireland", "eachFieldOfLeadAttributeList": {"$code": "extra"}}]})x"},
      {"e.js", R"x(const soap = require('soap');
const COMMON = {LeadSource: 'Web', Country: 'Ireland'};
async function push(mail) {
  const client = await soap.createClientAsync(@wsdl);
  const fields = Object.assign({}, COMMON, {City: 'Cork'});
  const attribute = Object.keys(fields).map(k => ({attrName: k, attrValue: fields[k]}));
  client.syncLead({leadRecord: {Email: mail, leadAttributeList: {attribute}}, returnLead: false});
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, "leadSource": "Web", "country": "Ireland", "city": "Cork"}]})x"},
      {"f.rb", R"x(require 'savon'
SOAP = Savon.client(wsdl: @wsdl)
COMMON = { 'LeadSource' => 'Web', 'Country' => 'Ireland' }.freeze
def push(mail, extra)
  attrs = COMMON.merge(extra).map { |k, v| { attr_name: k, attr_value: v } }
  SOAP.call(:sync_lead, message: { lead_record: { 'Email' => mail, 'leadAttributeList' => { attribute: attrs } }, return_lead: false })
end
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, "leadSource": "Web", "country": "Ireland", "eachFieldOfLeadAttributeList": {"$code": "extra"}}]})x"},
  });
}

TEST_CASE("maps that are joined of others, known and unknown: Java, TypeScript") {
  Check({
      {"F.java", R"x(import com.marketo.mktows.*;
import java.util.*;
class F {
  void push(MktowsPort port, String mail, Map<String, String> extra) {
    Map<String, String> fields = new HashMap<>();
    fields.put("LeadSource", "Web");
    fields.putAll(extra);
    LeadRecord rec = new LeadRecord();
    rec.setEmail(mail);
    ArrayOfAttribute list = new ArrayOfAttribute();
    for (Map.Entry<String, String> e : fields.entrySet()) {
      Attribute a = new Attribute();
      a.setAttrName(e.getKey());
      a.setAttrValue(e.getValue());
      list.getAttribute().add(a);
    }
    rec.setLeadAttributeList(list);
    ParamsSyncLead p = new ParamsSyncLead();
    p.setLeadRecord(rec);
    port.syncLead(p, null);
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, "leadSource": "Web", "eachFieldOfLeadAttributeList": {"$code": "extra"}}]})x"},
      {"g.ts", R"x(const soap = require('soap');
interface Options { leadId: number; batch?: number; }
const DEFAULTS = {batch: 100, lead: 1};
async function read(options: Options) {
  const client = await soap.createClientAsync(@wsdl);
  const {leadId, batch} = {...DEFAULTS, ...options};
  client.getLeadActivity({leadKey: {keyType: 'IDNUM', keyValue: leadId}, batchSize: batch});
}
read({leadId: 9001});
)x",
       R"x({"nextPageToken": {"$answer": "1.nextPageToken"}, "activityTypeIds": [{"$choose": "1 to 10 type ids: unsoap explain ActivityType"}], "leadIds": [9001], "batchSize": 100})x"},
  });
}

TEST_CASE("what is passed by place beside what is passed by name") {
  Check({
      {"A.kt", R"x(import com.marketo.mktows.*
class A(private val port: MktowsPort) {
    fun byMail(vararg mails: String, columns: List<String> = listOf("Salutation", "LastName")) {
        val request = ParamsGetMultipleLeads()
        request.leadSelector = LeadKeySelector().apply {
            keyType = LeadKeyRef.EMAIL
            keyValues = ArrayOfString().apply { stringItems.addAll(mails) }
        }
        request.includeAttributes = ArrayOfString().also { it.stringItems += columns }
        port.getMultipleLeads(request, null)
    }
    fun run() = byMail("a@a.example", "b@a.example")
}
)x",
       R"x({"filterType": "email", "filterValues": ["a@a.example", "b@a.example"], "fields": ["salutation", "lastName"]})x"},
      {"b.py", R"x(from zeep import Client
client = Client(@wsdl)
def release(title, when=None, **tokens):
    args = {'programName': 'Press', 'campaignName': title, 'programTokenList': {'attrib': [{'name': 'my.A', 'value': tokens['a']}]}}
    if when:
        args['campaignRunAt'] = when
    client.service.scheduleCampaign(**args)
release('News', a='Una')
)x",
       R"x({"input": {"tokens": [{"name": "{{my.A}}", "value": "Una"}]}})x"},
      {"C.cs", R"x(using Mkto;
public class C {
    private readonly MktowsPortClient _client = new MktowsPortClient();
    void Find(string type, string value, int more) {
        var k = new LeadKey { keyType = LeadKeyRef.EMAIL, keyValue = value };
        _client.getLead(null, new ParamsGetLead { leadKey = k });
    }
    void Run() { Find(type: "x", "una@a.example", 3); }
}
)x",
       R"x({"filterType": "email", "filterValues": ["una@a.example"]})x"},
  });
}

TEST_CASE("what a block behind a constructor fills: Kotlin") {
  Check({
      {"D.kt", R"x(import com.marketo.mktows.*
class D(private val port: MktowsPort) {
    private fun idKey(id: Int) = LeadKey().apply {
        keyType = LeadKeyRef.IDNUM
        keyValue = id.toString()
    }
    private fun operate(op: ListOperationType, ids: IntArray) {
        val request = ParamsListOperation().apply {
            listOperation = op
            listMemberList = ArrayOfLeadKey().apply { leadKeies.addAll(ids.map(::idKey)) }
        }
        port.listOperation(request, null)
    }
    fun add(list: String, vararg ids: Int) = operate(ListOperationType.ADDTOLIST, ids)
    fun run() = add(list = "x", 7, 8)
}
)x",
       R"x({"input": [{"id": 7}, {"id": 8}]})x"},
      {"E.kt", R"x(import com.marketo.mktows.*
class E(private val port: MktowsPort) {
    fun run() {
        val request = ParamsListOperation()
        request.listOperation = ListOperationType.ADDTOLIST
        request.listMemberList = ArrayOfLeadKey().apply {
            leadKeies.add(LeadKey().apply { keyType = LeadKeyRef.IDNUM; keyValue = "7" })
            this.leadKeies.add(LeadKey().apply { keyType = LeadKeyRef.IDNUM; keyValue = "8" })
        }
        port.listOperation(request, null)
    }
}
)x",
       R"x({"input": [{"id": 7}, {"id": 8}]})x"},
  });
}

TEST_CASE("what is passed by name, looped over by key, or is one of several") {
  Check({
      {"f.vb", R"x(Public Class F
    Private ReadOnly _client As New MktowsPortClient("MktowsApiSoapPort")
    Public Sub Fold(winner As Integer, Optional inSales As Boolean = False)
        Dim params As New ParamsMergeLeads With {.mergeInSales = inSales}
        _client.mergeLeads(Nothing, params)
    End Sub
    Sub Run()
        Fold(7, inSales:=True)
    End Sub
End Class
)x",
       R"x({"leadIds": [{"$choose": "ids of the leads that go"}], "mergeInCRM": true})x"},
      {"g.cls", R"x(public class G {
  static void run(Contact c) {
    wwwMarketoComMktows.MktowsApiSoapPort p = new wwwMarketoComMktows.MktowsApiSoapPort();
    wwwMarketoComMktows.LeadRecord rec = new wwwMarketoComMktows.LeadRecord();
    rec.Email = c.Email;
    rec.leadAttributeList = new wwwMarketoComMktows.ArrayOfAttribute();
    rec.leadAttributeList.attribute = new List<wwwMarketoComMktows.Attribute>();
    Map<String, String> values = new Map<String, String>{ 'LeadSource' => 'Case', 'City' => 'Cork' };
    for (String name : values.keySet()) {
      wwwMarketoComMktows.Attribute a = new wwwMarketoComMktows.Attribute();
      a.attrName = name;
      a.attrValue = values.get(name);
      rec.leadAttributeList.attribute.add(a);
    }
    p.syncLead(rec, false, null);
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "c.Email"}, "leadSource": "Case", "city": "Cork"}]})x"},
      {"h.rb", R"x(require 'savon'
SOAP = Savon.client(wsdl: @wsdl)
OLD = %w[A-1 A-2]
SOAP.call(:get_m_objects, message: { 'type' => 'Opportunity', 'externalKey' => { 'name' => 'External Opportunity Id', 'value' => OLD.first } })
)x",
       R"x({"filterType": "externalOpportunityId", "filterValues": [{"$choose": "externalKey.value: one of A-1, A-2"}]})x"},
  });
}

TEST_CASE("a default that something unknown may replace is not known") {
  Check({
      {"a.js", R"x(const soap = require('soap');
const DEFAULTS = {batch: 100, since: 'x'};
async function read(options) {
  const client = await soap.createClientAsync(@wsdl);
  const o = {...DEFAULTS, ...options};
  client.getMultipleLeads({leadKey: {keyType: 'EMAIL', keyValue: ['a@a.example']}, batchSize: o.batch});
}
)x",
       R"x({"filterType": "email", "filterValues": [{"$choose": "the values of the key"}], "batchSize": {"$code": "o.batch"}})x"},
      {"b.py", R"x(from zeep import Client
client = Client(@wsdl)
DEFAULTS = {'batch': 100}
def read(options):
    o = {**DEFAULTS, **options}
    client.service.getMultipleLeads(leadKey={'keyType': 'EMAIL', 'keyValue': ['a@a.example']}, batchSize=o['batch'])
)x",
       R"x({"filterType": "email", "filterValues": [{"$choose": "the values of the key"}], "batchSize": {"$code": "o['batch']"}})x"},
      {"c.py", R"x(from zeep import Client
client = Client(@wsdl)
def read(options):
    o = {**options, 'batch': 100}
    client.service.getMultipleLeads(leadKey={'keyType': 'EMAIL', 'keyValue': ['a@a.example']}, batchSize=o['batch'])
)x",
       R"x({"filterType": "email", "filterValues": [{"$choose": "the values of the key"}], "batchSize": 100})x"},
  });
}

}  // namespace unsoap
