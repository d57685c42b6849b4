// Attributes that a loop or a closure makes of a map stand in the request by the map's names: a map
// that is handed over, joined of others, or written item by item. What nobody can know keeps its
// template.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("a map that is handed over becomes fields: PHP") {
  Check({
      {"a.php", R"x(<?php
class Leads {
  private $soap;
  public function __construct() { $this->soap = new SoapClient(@wsdl); }
  private function record($email, array $fields) {
    $list = array();
    foreach ($fields as $name => $value) {
      $list[] = array('attrName' => $name, 'attrValue' => $value);
    }
    return array('Email' => $email, 'leadAttributeList' => array('attribute' => $list));
  }
  public function run() {
    return $this->soap->syncLead(array('leadRecord' => $this->record('una@a.example', array('FirstName' => 'Una', 'City' => 'Mayo')), 'returnLead' => false));
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"b.php", R"x(<?php
class Batch {
  private $records = array();
  private $dedup = true;
  public static function create() { return new self(); }
  public function person($email, array $fields) {
    $list = array();
    foreach ($fields as $name => $value) {
      $list[] = array('attrName' => $name, 'attrValue' => $value);
    }
    $this->records[] = array('Email' => $email, 'leadAttributeList' => array('attribute' => $list));
    return $this;
  }
  public function allowDuplicates() { $this->dedup = false; return $this; }
  public function toParams() {
    return array('leadRecordList' => array('leadRecord' => $this->records), 'dedupEnabled' => $this->dedup);
  }
}
$soap = new SoapClient(@wsdl);
$t = Batch::create()->person('una@a.example', array('FirstName' => 'Una', 'City' => 'Mayo'))->person('b@a.example', array('FirstName' => 'Bea'))->allowDuplicates();
$soap->syncMultipleLeads($t->toParams());
)x",
       R"x({"action": "createDuplicate", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}, {"email": "b@a.example", "firstName": "Bea"}]})x"},
      {"c.php", R"x(<?php
class Batch {
  private $records = array();
  public function add($email, $city) {
    $this->records[] = array('Email' => $email, 'leadAttributeList' => array('attribute' => array(array('attrName' => 'City', 'attrValue' => $city))));
    return $this;
  }
  public function toParams() {
    return array('leadRecordList' => array('leadRecord' => $this->records), 'dedupEnabled' => true);
  }
}
$soap = new SoapClient(@wsdl);
$t = new Batch();
$t->add('una@a.example', 'Mayo');
$t->add('b@a.example', 'Cork');
$soap->syncMultipleLeads($t->toParams());
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "city": "Mayo"}, {"email": "b@a.example", "city": "Cork"}]})x"},
  });
}

TEST_CASE("a map that is handed over becomes fields: Ruby, Python") {
  Check({
      {"a.rb", R"x(require 'savon'
class A
  DEFAULTS = { 'City' => 'Cork', 'Country' => 'Ireland' }.freeze
  def initialize; @soap = Savon.client(wsdl: @wsdl); end
  def visitor
    push('una@a.example', DEFAULTS.merge('FirstName' => 'Una', 'City' => 'Mayo'))
  end
  private
  def push(mail, attributes)
    record = { 'Email' => mail, 'leadAttributeList' => { 'attribute' => to_list(attributes) } }
    @soap.call(:sync_lead, message: { lead_record: record, return_lead: false })
  end
  def to_list(attributes)
    attributes.map { |name, value| { 'attrName' => name, 'attrType' => 'string', 'attrValue' => value } }
  end
end
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "country": "Ireland", "firstName": "Una", "city": "Mayo"}]})x"},
      {"b.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'Country': 'Ireland', 'City': 'Cork'}
def run():
    merged = COMMON | {'FirstName': 'Una', 'City': 'Mayo'}
    attributes = list(map(lambda kv: {'attrName': kv[0], 'attrValue': kv[1]}, merged.items()))
    client.service.syncLead(leadRecord={'Email': 'una@a.example', 'leadAttributeList': {'attribute': attributes}}, returnLead=False)
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "country": "Ireland", "firstName": "Una", "city": "Mayo"}]})x"},
      {"c.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'Country': 'Ireland', 'City': 'Cork'}
def push(mail, **fields):
    attributes = []
    for name, value in fields.items():
        attributes.append({'attrName': name, 'attrValue': value})
    client.service.syncLead(leadRecord={'Email': mail, 'leadAttributeList': {'attribute': attributes}}, returnLead=False)
def run():
    push('una@a.example', FirstName='Una', City='Mayo')
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"2.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'LeadSource': 'Print', 'City': 'Cork'}
def record(fields):
    merged = {**COMMON, **fields}
    attributes = [dict(attrName=k, attrValue=v) for k, v in merged.items()]
    return {'Email': 'una@a.example', 'leadAttributeList': {'attribute': attributes}}
def run():
    client.service.syncLead(leadRecord=record({'FirstName': 'Una'}), returnLead=False)
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "leadSource": "Print", "city": "Cork", "firstName": "Una"}]})x"},
  });
}

TEST_CASE("each turn has the fields of its own map: Python") {
  Check({
      {"4.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'LeadSource': 'Print', 'City': 'Cork'}
PEOPLE = [('una@a.example', {'FirstName': 'Una', 'City': 'Mayo'}), ('b@a.example', {'FirstName': 'Bea'})]
def record(mail, fields):
    merged = {**COMMON, **fields}
    attributes = [dict(attrName=k, attrValue=v) for k, v in merged.items()]
    return {'Email': mail, 'leadAttributeList': {'attribute': attributes}}
def run():
    client.service.syncMultipleLeads(leadRecordList={'leadRecord': [record(m, f) for m, f in PEOPLE]})
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "leadSource": "Print", "firstName": "Una", "city": "Mayo"}, {"email": "b@a.example", "leadSource": "Print", "city": "Cork", "firstName": "Bea"}]})x"},
      {"4b.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'LeadSource': 'Print', 'City': 'Cork'}
PEOPLE = [('una@a.example', {'FirstName': 'Una'}), ('b@a.example', {'FirstName': 'Bea', 'Phone': '1'})]
def record(mail, fields):
    merged = {**COMMON, **fields}
    attributes = [dict(attrName=k, attrValue=v) for k, v in merged.items()]
    return {'Email': mail, 'leadAttributeList': {'attribute': attributes}}
def run():
    client.service.syncMultipleLeads(leadRecordList={'leadRecord': [record(m, f) for m, f in PEOPLE]})
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "leadSource": "Print", "city": "Cork", "firstName": "Una"}, {"email": "b@a.example", "leadSource": "Print", "city": "Cork", "firstName": "Bea", "phone": "1"}]})x"},
      {"4d.py", R"x(from zeep import Client
client = Client(@wsdl)
COMMON = {'LeadSource': 'Print', 'City': 'Cork'}
PEOPLE = [('una@a.example', {'FirstName': 'Una'}), ('b@a.example', {'FirstName': 'Bea'})]
def record(mail, fields):
    merged = {**COMMON, **fields}
    attributes = [dict(attrName=k, attrValue=v) for k, v in merged.items()]
    return {'Email': mail, 'leadAttributeList': {'attribute': attributes}}
def run():
    client.service.syncMultipleLeads(leadRecordList={'leadRecord': [record(m, f) for m, f in PEOPLE]})
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "leadSource": "Print", "city": "Cork", "firstName": "Una"}, {"email": "b@a.example", "leadSource": "Print", "city": "Cork", "firstName": "Bea"}]})x"},
  });
}

TEST_CASE("a map that is handed over becomes fields: JavaScript, C#") {
  Check({
      {"a.js", R"x(const soap = require('soap');
const attributes = (fields) => ({ attribute: Object.entries(fields).map(([attrName, attrValue]) => ({ attrName, attrValue })) });
const base = { Country: 'Ireland', City: 'Cork' };
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  return client.syncLeadAsync({ leadRecord: { Email: 'una@a.example', leadAttributeList: attributes({ ...base, FirstName: 'Una', City: 'Mayo' }) }, returnLead: false });
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "country": "Ireland", "firstName": "Una", "city": "Mayo"}]})x"},
      {"k2.js", R"x(const soap = require('soap');
function attributes(fields) {
  return Object.keys(fields).map(function (name) { return { attrName: name, attrType: 'string', attrValue: fields[name] }; });
}
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const list = attributes({ FirstName: 'Una', City: 'Mayo' });
  return client.syncLeadAsync({ leadRecord: { Email: 'una@a.example', leadAttributeList: { attribute: list } }, returnLead: false });
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"k3.js", R"x(const soap = require('soap');
function attributes(fields) {
  return Object.entries(fields).map(([n, v]) => ({ attrName: n, attrType: 'string', attrValue: v }));
}
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const list = attributes(Object.assign({}, { City: 'Cork' }, { FirstName: 'Una', City: 'Mayo' }));
  return client.syncLeadAsync({ leadRecord: { Email: 'una@a.example', leadAttributeList: { attribute: list } }, returnLead: false });
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"A.cs", R"x(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
using System.Linq;
using System.Collections.Generic;
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    var fields = new Dictionary<string, string> { ["FirstName"] = "Una", ["City"] = "Mayo" };
    var record = new LeadRecord { Email = "una@a.example" };
    record.leadAttributeList = fields.Select(f => new Attribute { attrName = f.Key, attrType = "string", attrValue = f.Value }).ToArray();
    client.syncLead(h, null, new ParamsSyncLead { leadRecord = record, returnLead = false });
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"B.cs", R"x(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
using System.Linq;
using System.Collections.Generic;
class B {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    var fields = new Dictionary<string, string> { { "FirstName", "Una" }, { "City", "Mayo" } };
    var list = new List<Attribute>();
    foreach (var pair in fields) list.Add(new Attribute { attrName = pair.Key, attrValue = pair.Value });
    client.syncLead(h, null, new ParamsSyncLead { leadRecord = new LeadRecord { Email = "una@a.example", leadAttributeList = list.ToArray() }, returnLead = false });
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
  });
}

TEST_CASE("a map that is handed over becomes fields: Java") {
  Check({
      {"C.java", R"x(import com.marketo.mktows.*;
import java.util.*;
class C {
  private MktowsPort port;
  void run(AuthenticationHeader header) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("FirstName", "Una");
    fields.put("City", "Mayo");
    ArrayOfAttribute list = new ArrayOfAttribute();
    fields.forEach((name, value) -> {
      Attribute a = new Attribute();
      a.setAttrName(name);
      a.setAttrValue(value);
      list.getAttributes().add(a);
    });
    LeadRecord record = new LeadRecord();
    record.setEmail("una@a.example");
    record.setLeadAttributeList(list);
    ParamsSyncLead params = new ParamsSyncLead();
    params.setLeadRecord(record);
    port.syncLead(params, header);
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"B2.java", R"x(import com.marketo.mktows.*;
import java.util.*;
import java.util.stream.*;
class B {
  private MktowsPort port;
  void run(AuthenticationHeader header) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("FirstName", "Una");
    fields.put("City", "Mayo");
    LeadRecord record = new LeadRecord();
    record.setEmail("una@a.example");
    ArrayOfAttribute list = new ArrayOfAttribute();
    list.getAttributes().addAll(fields.entrySet().stream().map(e -> attribute(e.getKey(), e.getValue())).collect(Collectors.toList()));
    record.setLeadAttributeList(list);
    ParamsSyncLead params = new ParamsSyncLead();
    params.setLeadRecord(record);
    port.syncLead(params, header);
  }
  private static Attribute attribute(String name, String value) {
    Attribute a = new Attribute();
    a.setAttrName(name);
    a.setAttrValue(value);
    return a;
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
  });
}

TEST_CASE("a map that is handed over becomes fields: Kotlin, Groovy") {
  Check({
      {"A.kt", R"x(import com.marketo.mktows.*
class A(private val port: MktowsPort) {
  private fun attributes(fields: Map<String, String>) = ArrayOfAttribute().apply {
    fields.forEach { (name, value) -> attributes.add(Attribute().apply { attrName = name; attrValue = value }) }
  }
  fun run(header: AuthenticationHeader) {
    val base = mapOf("Country" to "Ireland", "City" to "Cork")
    val params = ParamsSyncLead().apply {
      leadRecord = LeadRecord().apply {
        email = "una@a.example"
        leadAttributeList = attributes(base + mapOf("FirstName" to "Una", "City" to "Mayo"))
      }
      isReturnLead = false
    }
    port.syncLead(params, header)
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "city": "Mayo", "country": "Ireland", "firstName": "Una"}]})x"},
      {"14.kt", R"x(import com.marketo.mktows.*
class B(private val port: MktowsPort) {
  fun run(header: AuthenticationHeader) {
    val fields = mapOf("FirstName" to "Una", "City" to "Mayo")
    val list = ArrayOfAttribute()
    fields.forEach { (n, v) -> list.attributes.add(Attribute().apply { attrName = n; attrValue = v }) }
    val record = LeadRecord()
    record.email = "una@a.example"
    record.leadAttributeList = list
    val params = ParamsSyncLead()
    params.leadRecord = record
    port.syncLead(params, header)
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"a.groovy", R"x(import com.marketo.mktows.*
class A {
  MktowsPort port
  def run() {
    def fields = [FirstName: 'Una', City: 'Mayo']
    def attributes = fields.collect { k, v -> new Attribute(attrName: k, attrValue: v) }
    def record = new LeadRecord(email: 'una@a.example', leadAttributeList: new ArrayOfAttribute(attributes: attributes))
    port.syncLead(new ParamsSyncLead(leadRecord: record, returnLead: false), null)
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
      {"b.groovy", R"x(import com.marketo.mktows.*
class A {
  MktowsPort port
  def run() {
    def base = [Country: 'Ireland', City: 'Cork']
    def fields = [*: base, FirstName: 'Una', City: 'Mayo']
    def list = []
    fields.each { name, value ->
      list << new Attribute(attrName: name, attrValue: value)
    }
    def record = new LeadRecord(email: 'una@a.example', leadAttributeList: new ArrayOfAttribute(attributes: list))
    port.syncLead(new ParamsSyncLead(leadRecord: record, returnLead: false), null)
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "country": "Ireland", "firstName": "Una", "city": "Mayo"}]})x"},
  });
}

TEST_CASE("a map that is handed over becomes fields: Groovy, Scala") {
  Check({
      {"c.groovy", R"x(import com.marketo.mktows.*
class A {
  MktowsPort port
  def run() {
    def fields = [Country: 'Ireland', City: 'Cork'] + [FirstName: 'Una', City: 'Mayo']
    def attributes = fields.collect { new Attribute(attrName: it.key, attrValue: it.value) }
    def record = new LeadRecord(email: 'una@a.example', leadAttributeList: new ArrayOfAttribute(attributes: attributes))
    port.syncLead(new ParamsSyncLead(leadRecord: record, returnLead: false), null)
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "country": "Ireland", "firstName": "Una", "city": "Mayo"}]})x"},
      {"A.scala", R"x(import com.marketo.www.mktows._
object Fields { val common: Map[String, String] = Map("City" -> "Cork", "Country" -> "Ireland") }
class A(port: MktowsPort) {
  private def toArray(fields: Map[String, String]): Array[Attribute] =
    fields.toArray.map { case (name, value) => new Attribute(name, "string", value) }
  def visitor(): ResultSyncLead = {
    val record = new LeadRecord()
    record.setEmail("una@a.example")
    record.setLeadAttributeList(toArray(Fields.common ++ Map("FirstName" -> "Una", "City" -> "Mayo")))
    val params = new ParamsSyncLead()
    params.setLeadRecord(record)
    params.setReturnLead(false)
    port.syncLead(params).getResult
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "country": "Ireland", "firstName": "Una", "city": "Mayo"}]})x"},
      {"2.scala", R"x(import com.marketo.www.mktows._
class A(port: MktowsPort) {
  def visitor(): ResultSyncLead = {
    val record = new LeadRecord()
    record.setEmail("una@a.example")
    val fields = Map("FirstName" -> "Una", "City" -> "Mayo")
    record.setLeadAttributeList(fields.map { case (name, value) => new Attribute(name, "string", value) }.toArray)
    val params = new ParamsSyncLead()
    params.setLeadRecord(record)
    port.syncLead(params).getResult
  }
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "una@a.example", "firstName": "Una", "city": "Mayo"}]})x"},
  });
}

TEST_CASE("an empty value clears a field: PHP") {
  Check({
      {"e.php", R"x(<?php
function run() {
  $soap = new SoapClient(@wsdl);
  $soap->syncLead(array('leadRecord' => array('Email' => 'a@a.example', 'leadAttributeList' => array('attribute' => array(array('attrName' => 'Phone', 'attrValue' => ''), array('attrName' => 'City', 'attrValue' => 'Cork'))))));
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@a.example", "phone": "", "city": "Cork"}]})x"},
      {"e2.php", R"x(<?php
function run() {
  $soap = new SoapClient(@wsdl);
  $list = array();
  foreach (array('Phone' => '', 'City' => 'Cork') as $n => $v) $list[] = array('attrName' => $n, 'attrValue' => $v);
  $soap->syncLead(array('leadRecord' => array('Email' => 'a@a.example', 'leadAttributeList' => array('attribute' => $list))));
}
)x",
       R"x({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": "a@a.example", "phone": "", "city": "Cork"}]})x"},
  });
}

}  // namespace unsoap
