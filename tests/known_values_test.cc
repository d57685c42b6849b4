// What is known of a value is said in the request, whichever way the program brings it there:
// through helpers, maps, enumerations, constants elsewhere and holes of envelopes.
// Each case is written for several languages, and has one beside it that must stay open.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("pairs that a helper makes keep their names and values, whatever its types say") {
  Check({
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h, String mail, String town) {
    LeadRecord lead = new LeadRecord();
    lead.setEmail(mail);
    ArrayOfAttribute list = new ArrayOfAttribute();
    list.getAttributes().add(pair("City", town));
    list.getAttributes().add(pair("Country", "Germany"));
    lead.setLeadAttributeList(list);
    ParamsSyncLead params = new ParamsSyncLead();
    params.setLeadRecord(lead);
    port.syncLead(params, h, null);
  }
  private static Attribute pair(String name, String value) {
    Attribute a = new Attribute();
    a.setAttrName(name);
    a.setAttrValue(value);
    return a;
  }
}
)",
       kCity},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h, string mail, string town) {
    var lead = new LeadRecord { Email = mail };
    lead.leadAttributeList = new[] { Pair("City", town), Pair("Country", "Germany") };
    client.syncLead(h, null, new ParamsSyncLead { leadRecord = lead, returnLead = false });
  }
  static Attribute Pair(string name, string value) {
    return new Attribute { attrName = name, attrType = "string", attrValue = value };
  }
}
)",
       kCity},
      {"a.kt", R"(import com.marketo.mktows.*
class A(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader, mail: String, town: String) {
        val lead = LeadRecord()
        lead.email = mail
        val list = ArrayOfAttribute().apply {
            attributes += pair("City", town)
            attributes += pair("Country", "Germany")
        }
        lead.leadAttributeList = list
        val params = ParamsSyncLead().apply { leadRecord = lead }
        port.syncLead(params, h, null)
    }
    private fun pair(key: String, text: String) = Attribute().apply {
        attrName = key
        attrValue = text
    }
}
)",
       kCity},
  });
}

TEST_CASE("a pair whose name nobody knows stays open") {
  Check({
      {"B.java", R"(import com.marketo.mktows.*;
class B {
  void run(MktowsPort port, AuthenticationHeader h, String mail, java.util.Map<String, String> row) {
    LeadRecord lead = new LeadRecord();
    lead.setEmail(mail);
    ArrayOfAttribute list = new ArrayOfAttribute();
    list.getAttributes().add(pair(mail.isEmpty() ? "City" : row.get("field"), "Bonn"));
    lead.setLeadAttributeList(list);
    ParamsSyncLead params = new ParamsSyncLead();
    params.setLeadRecord(lead);
    port.syncLead(params, h, null);
  }
  private static Attribute pair(String name, String value) {
    Attribute a = new Attribute();
    a.setAttrName(name);
    a.setAttrValue(value);
    return a;
  }
}
)",
       R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, )"
       R"("eachFieldOfLeadAttributeList": "Bonn"}]})"},
  });
}

TEST_CASE("pairs that a helper makes without types keep their names and values") {
  Check({
      {"a.ts", R"(import * as soap from 'soap';
function pair(name: string, value: string): { attrName: string; attrValue: string } {
  return { attrName: name, attrValue: value };
}
export async function run(mail: string, town: string) {
  const client = await soap.createClientAsync(@wsdl);
  await client.syncLeadAsync({
    leadRecord: { Email: mail, leadAttributeList: { attribute: [pair('City', town), pair('Country', 'Germany')] } },
  });
}
)",
       kCity},
      {"a.php", R"(<?php
class A {
  function run($mail, $town) {
    $soap = new SoapClient(@wsdl);
    $list = [self::pair('City', $town), self::pair('Country', 'Germany')];
    return $soap->syncLead(['leadRecord' => ['Email' => $mail, 'leadAttributeList' => ['attribute' => $list]]]);
  }
  private static function pair(string $name, string $value): array {
    return ['attrName' => $name, 'attrValue' => $value];
  }
}
)",
       kPhpCity},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def pair(name: str, value: str) -> dict:
    return {'attrName': name, 'attrValue': value}
def run(mail, town):
    return client.service.syncLead(leadRecord={'Email': mail, 'leadAttributeList': {'attribute': [
        pair('City', town), pair('Country', 'Germany')]}})
)",
       kCity},
      {"a.rb", R"(require 'savon'
class A
  def run(mail, town)
    client = Savon.client(wsdl: @wsdl)
    client.call(:sync_lead, message: { lead_record: { 'Email' => mail, lead_attribute_list: {
      attribute: [pair('City', town), pair('Country', 'Germany')] } } })
  end
  def pair(name, value)
    { attr_name: name, attr_value: value }
  end
end
)",
       kCity},
  });
}

TEST_CASE("a list of names and values that is made of a map is the map") {
  Check({
      {"a.php", R"(<?php
function run($mail, $town) {
  $soap = new SoapClient(@wsdl);
  $list = [];
  foreach (['City' => $town, 'Country' => 'Germany'] as $name => $value) {
    $list[] = ['attrName' => $name, 'attrType' => 'string', 'attrValue' => $value];
  }
  return $soap->syncLead(['leadRecord' => ['Email' => $mail, 'leadAttributeList' => ['attribute' => $list]]]);
}
)",
       kPhpCity},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(mail, town):
    fields = {'City': town, 'Country': 'Germany'}
    return client.service.syncLead(leadRecord={'Email': mail, 'leadAttributeList': {'attribute': [
        {'attrName': name, 'attrValue': value} for name, value in fields.items()]}})
)",
       kCity},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
def run(mail, town):
    pairs = []
    for name, value in {'City': town, 'Country': 'Germany'}.items():
        pairs.append({'attrName': name, 'attrValue': value})
    return client.service.syncLead(leadRecord={'Email': mail, 'leadAttributeList': {'attribute': pairs}})
)",
       kCity},
      {"a.js", R"(const soap = require('soap');
async function run(mail, town) {
  const client = await soap.createClientAsync(@wsdl);
  const fields = { City: town, Country: 'Germany' };
  const attribute = Object.entries(fields).map(([name, value]) => ({ attrName: name, attrValue: value }));
  await client.syncLeadAsync({ leadRecord: { Email: mail, leadAttributeList: { attribute } } });
}
)",
       kCity},
      {"b.js", R"(const soap = require('soap');
async function run(mail, town) {
  const client = await soap.createClientAsync(@wsdl);
  const fields = { City: town, Country: 'Germany' };
  await client.syncLeadAsync({ leadRecord: { Email: mail, leadAttributeList: {
    attribute: Object.keys(fields).map(function (name) { return { attrName: name, attrValue: fields[name] }; }) } } });
}
)",
       kCity},
      {"a.rb", R"(require 'savon'
class A
  def run(mail, town)
    Savon.client(wsdl: @wsdl).call(:sync_lead, message: record(mail, 'City' => town, 'Country' => 'Germany'))
  end
  def record(mail, fields)
    { lead_record: { 'Email' => mail, lead_attribute_list: {
      attribute: fields.map { |name, value| { attr_name: name, attr_value: value } } } } }
  end
end
)",
       kCity},
      // What stands in the map is not known.
      {"c.php", R"(<?php
function run($mail, $fields) {
  $soap = new SoapClient(@wsdl);
  $list = [];
  foreach ($fields as $name => $value) $list[] = ['attrName' => $name, 'attrValue' => $value];
  return $soap->syncLead(['leadRecord' => ['Email' => $mail, 'leadAttributeList' => ['attribute' => $list]]]);
}
)",
       R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "$mail"}, )"
       R"("eachFieldOfLeadAttributeList": {"$code": "$value"}}]})"},
  });
}

namespace {

constexpr const char* kTokens =
    R"({"input": {"leads": [{"id": 7}], "tokens": [{"name": "{{my.city}}", "value": "Bonn"}]}})";

}  // namespace

TEST_CASE("a token is written with its braces") {
  Check({
      {"a.php", R"(<?php
$soap = new SoapClient(@wsdl);
$soap->requestCampaign(['source' => 'MKTOWS', 'campaignId' => 3, 'leadList' => ['leadKey' => [['keyType' => 'IDNUM',
  'keyValue' => 7]]], 'programTokenList' => ['attrib' => [['name' => 'my.city', 'value' => 'Bonn']]]]);
)",
       kTokens},
      {"a.rb", R"(require 'savon'
class A
  def run
    Savon.client(wsdl: @wsdl).call(:request_campaign, message: { source: 'MKTOWS', campaign_id: 3,
      lead_list: { lead_key: [{ key_type: 'IDNUM', key_value: 7 }] },
      program_token_list: { attrib: [{ name: 'my.city', value: 'Bonn' }] } })
  end
end
)",
       kTokens},
  });
}

TEST_CASE("a token is known by the parts that make its name") {
  Check({
      {"b.php", R"(<?php
function token($name, $value) { return ['name' => '{{my.' . $name . '}}', 'value' => $value]; }
$soap = new SoapClient(@wsdl);
$soap->requestCampaign(['source' => 'MKTOWS', 'campaignId' => 3, 'leadList' => ['leadKey' => [['keyType' => 'IDNUM',
  'keyValue' => 7]]], 'programTokenList' => ['attrib' => [token('city', 'Bonn')]]]);
)",
       kTokens},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def token(name, value):
    return {'name': '{{my.%s}}' % name, 'value': value}
def run():
    client.service.requestCampaign(source='MKTOWS', campaignId=3, leadList={'leadKey': [{'keyType': 'IDNUM', 'keyValue': 7}]},
                                   programTokenList={'attrib': [token('city', 'Bonn')]})
)",
       kTokens},
      {"a.js", R"(const soap = require('soap');
const token = (name, value) => ({ name: `{{my.${name}}}`, value });
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  await client.requestCampaignAsync({ source: 'MKTOWS', campaignId: 3, leadList: { leadKey: [{ keyType: 'IDNUM', keyValue: 7 }] },
    programTokenList: { attrib: [token('city', 'Bonn')] } });
}
)",
       kTokens},
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h) {
    ArrayOfAttrib tokens = new ArrayOfAttrib();
    tokens.getAttribs().add(token("city", "Bonn"));
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.IDNUM);
    key.setKeyValue("7");
    ArrayOfLeadKey keys = new ArrayOfLeadKey();
    keys.getLeadKeies().add(key);
    ParamsRequestCampaign params = new ParamsRequestCampaign();
    params.setSource(ReqCampSourceType.MKTOWS);
    params.setCampaignId(3);
    params.setLeadList(keys);
    params.setProgramTokenList(tokens);
    port.requestCampaign(params, h);
  }
  private Attrib token(String name, String value) {
    Attrib attrib = new Attrib();
    attrib.setName("{{my." + name + "}}");
    attrib.setValue(value);
    return attrib;
  }
}
)",
       kTokens},
      // What names two of them names none.
      {"c.php", R"(<?php
function run($name) {
  $soap = new SoapClient(@wsdl);
  $soap->requestCampaign(['source' => 'MKTOWS', 'campaignId' => 3, 'leadList' => ['leadKey' => [['keyType' => 'IDNUM',
    'keyValue' => 7]]], 'programTokenList' => ['attrib' => [['name' => '{{my.' . $name . '}}', 'value' => 'Bonn']]]]);
}
)",
       R"({"input": {"leads": [{"id": 7}], "tokens": [{"name": {"$code": "'{{my.' . $name . '}}'"}, "value": "Bonn"}]}})"},
  });
}

namespace {

std::string Campaign(const std::string& id) {
  return "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" "
         "xmlns:n=\"http://www.marketo.com/mktows/"
         "\"><e:Body><n:paramsRequestCampaign><source>MKTOWS"
         "</source><campaignId>" +
         id +
         "</campaignId><leadList><leadKey><keyType>IDNUM</keyType><keyValue>7</keyValue></leadKey>"
         "</leadList></n:paramsRequestCampaign></e:Body></e:Envelope>";
}

// The campaign in the path of the request that leads.
std::string CampaignOf(const std::string& path, const std::string& text) {
  for (const findings::Finding& f : ScanTexts({{path, text}}).findings) {
    if (f.kind != findings::Kind::kEnvelope || f.replacements.empty()) continue;
    return ToJsonText(f.replacements.front().request.path_parameters);
  }
  return "no envelope";
}

std::string Quoted(std::string xml) {
  std::string out;
  for (const char c : xml) out += c == '"' ? std::string("\\\"") : std::string(1, c);
  return out;
}

}  // namespace

TEST_CASE("a constant in the hole of an envelope is its value") {
  const std::string known = R"({"campaignId": 4278})";
  CHECK(CampaignOf("a.php",
                   "<?php\nclass A {\n  const ID = 4278;\n  function run() {\n    $id = "
                   "self::ID;\n    return <<<XML\n" +
                       Campaign("{$id}") + "\nXML;\n  }\n}\n") == known);
  CHECK(CampaignOf("a.js", "const ID = 4278;\nexport const body = `" + Campaign("${ID}") +
                               "`;\n") == known);
  CHECK(CampaignOf("a.py", "ID = 4278\ndef run():\n    return f'''" + Campaign("{ID}") + "'''\n") ==
        known);
  CHECK(CampaignOf("a.rb", "class A\n  ID = 4278\n  def run\n    <<-XML\n" + Campaign("#{ID}") +
                               "\n    XML\n  end\nend\n") == known);
  CHECK(CampaignOf("a.kt", "private const val ID = 4278\nfun run() = \"\"\"" + Campaign("$ID") +
                               "\"\"\"\n") == known);
  CHECK(CampaignOf(
            "A.java",
            "class A {\n  static final int ID = 4278;\n  String run() {\n    "
            "return \"" +
                Quoted(Campaign("@")).replace(Quoted(Campaign("@")).find('@'), 1, "\" + ID + \"") +
                "\";\n  }\n}\n") == known);
  CHECK(CampaignOf(
            "A.cs", "class A {\n  const int Id = 4278;\n  string Run() {\n    return $@\"" + [] {
              std::string out;
              for (const char c : Campaign("{Id}"))
                out += c == '"' ? std::string("\"\"") : std::string(1, c);
              return out;
            }() + "\";\n  }\n}\n") == known);
  // What comes from outside, and a part of a text, stay open.
  CHECK(CampaignOf("b.js", "export const body = (id) => `" + Campaign("${id}") + "`;\n") ==
        R"({"campaignId": {"$code": "${id}"}})");
  CHECK(CampaignOf("c.js", "const ID = 42;\nexport const body = (n) => `" + Campaign("${ID}${n}") +
                               "`;\n") == R"({"campaignId": {"$code": "${ID}${n}"}})");
  CHECK(CampaignOf("d.js", "export const body = () => `" + Campaign("${ID}") +
                               "`;\nlet ID = process.env.CAMPAIGN;\n") ==
        R"({"campaignId": {"$code": "${ID}"}})");
}

namespace {

constexpr const char* kNamedProgram =
    R"({"name": {"$code": "name"}, "includeTags": true, "includeCosts": true})";

}  // namespace

TEST_CASE("a member of an enumeration is the text that it is declared with") {
  Check({
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  enum Kind {
    PROGRAM("Program"), DEAL("Opportunity");
    final String soapName;
    Kind(String soapName) { this.soapName = soapName; }
  }
  void run(MktowsPort port, AuthenticationHeader h, String name) {
    MObjCriteria criterion = new MObjCriteria();
    criterion.setAttrName("Name");
    criterion.setComparison(ComparisonEnum.EQ);
    criterion.setAttrValue(name);
    ArrayOfMObjCriteria criteria = new ArrayOfMObjCriteria();
    criteria.getMObjCriterias().add(criterion);
    ParamsGetMObjects params = new ParamsGetMObjects();
    params.setType(Kind.PROGRAM.soapName);
    params.setMObjCriteriaList(criteria);
    port.getMObjects(params, h);
  }
}
)",
       kNamedProgram},
      {"a.php", R"(<?php
enum Kind: string { case Program = 'Program'; case Deal = 'Opportunity'; }
function run($name) {
  $soap = new SoapClient(@wsdl);
  $soap->getMObjects(['type' => Kind::Program->value, 'mObjCriteriaList' => ['mObjCriteria' => [
    ['attrName' => 'Name', 'comparison' => 'EQ', 'attrValue' => $name]]]]);
}
)",
       R"({"name": {"$code": "$name"}, "includeTags": true, "includeCosts": true})"},
      {"a.ts", R"(import * as soap from 'soap';
enum Kind { Program = 'Program', Deal = 'Opportunity' }
export async function run(name: string) {
  const client = await soap.createClientAsync(@wsdl);
  await client.getMObjectsAsync({ type: Kind.Program, mObjCriteriaList: { mObjCriteria: [
    { attrName: 'Name', comparison: 'EQ', attrValue: name }] } });
}
)",
       kNamedProgram},
      {"a.py", R"(from enum import Enum
from zeep import Client
client = Client(@wsdl)
class Kind(Enum):
    PROGRAM = 'Program'
    DEAL = 'Opportunity'
def run(name):
    client.service.getMObjects(type=Kind.PROGRAM.value, mObjCriteriaList={'mObjCriteria': [
        {'attrName': 'Name', 'comparison': 'EQ', 'attrValue': name}]})
)",
       kNamedProgram},
  });
}

TEST_CASE("a constant that stands in for an enumeration's member is its text") {
  Check({
      {"a.rb", R"(require 'savon'
module Kind
  PROGRAM = 'Program'.freeze
end
class A
  def run(name)
    Savon.client(wsdl: @wsdl).call(:get_m_objects, message: { type: Kind::PROGRAM, m_obj_criteria_list: {
      m_obj_criteria: [{ attr_name: 'Name', comparison: 'EQ', attr_value: name }] } })
  end
end
)",
       kNamedProgram},
      {"a.kt", R"(import com.marketo.mktows.*
private object Kind { const val PROGRAM = "Program" }
class A(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader, name: String) {
        val criterion = MObjCriteria().apply {
            attrName = "Name"
            comparison = ComparisonEnum.EQ
            attrValue = name
        }
        val criteria = ArrayOfMObjCriteria().apply { mObjCriterias.add(criterion) }
        val params = ParamsGetMObjects().apply {
            type = Kind.PROGRAM
            mObjCriteriaList = criteria
        }
        port.getMObjects(params, h)
    }
}
)",
       kNamedProgram},
  });
}

TEST_CASE("a role is its opportunity, its lead and its name") {
  const char* const role =
      R"({"deleteBy": "dedupeFields", "input": [{"externalOpportunityId": {"$code": "deal"}, "leadId": {"$code": "lead"}, "role": "Signatory")";
  const std::vector<Program> programs = {
      {"a.vb", R"(Imports Crm.Marketo ' http://www.marketo.com/mktows/
Public Class A
    Private ReadOnly client As New MktMktowsApiService()
    Public Sub Run(deal As String, lead As Integer)
        Dim person As New MObjAssociation() With {.mObjType = "Lead", .id = lead, .idSpecified = True}
        Dim sale As New MObjAssociation() With {.mObjType = "Opportunity", .externalKey = New Attrib() With {.name = "Deal", .value = deal}}
        Dim role As New MObject()
        role.type = "OpportunityPersonRole"
        role.attribList = New Attrib() {New Attrib() With {.name = "Role", .value = "Signatory"}}
        role.associationList = New MObjAssociation() {sale, person}
        Dim request As New ParamsDeleteMObjects()
        request.mObjectList = New MObject() {role}
        client.deleteMObjects(request)
    End Sub
End Class
)",
       role},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(deal, lead):
    client.service.deleteMObjects(mObjectList={'mObject': [{'type': 'OpportunityPersonRole',
        'attribList': {'attrib': [{'name': 'Role', 'value': 'Signatory'}]},
        'associationList': {'mObjAssociation': [{'mObjType': 'Opportunity', 'externalKey': {'name': 'Deal', 'value': deal}},
                                                {'mObjType': 'Lead', 'id': lead}]}}]})
)",
       role},
      {"a.js", R"(const soap = require('soap');
async function run(deal, lead) {
  const client = await soap.createClientAsync(@wsdl);
  await client.deleteMObjectsAsync({ mObjectList: { mObject: [{ type: 'OpportunityPersonRole',
    attribList: { attrib: [{ name: 'Role', value: 'Signatory' }] },
    associationList: { mObjAssociation: [{ mObjType: 'Lead', id: lead },
      { mObjType: 'Opportunity', externalKey: { name: 'Deal', value: deal } }] } }] } });
}
)",
       role},
      {"a.rb", R"(require 'savon'
class A
  def run(deal, lead)
    Savon.client(wsdl: @wsdl).call(:delete_m_objects, message: { 'mObjectList' => { 'mObject' => [role(deal, lead)] } })
  end
  def role(deal, lead)
    { 'type' => 'OpportunityPersonRole', 'attribList' => { 'attrib' => [{ 'name' => 'Role', 'value' => 'Signatory' }] },
      'associationList' => { 'mObjAssociation' => [{ 'mObjType' => 'Lead', 'id' => lead },
        { 'mObjType' => 'Opportunity', 'externalKey' => { 'name' => 'Deal', 'value' => deal } }] } }
  end
end
)",
       role},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h, string deal, int lead) {
    var role = new MObject {
      type = "OpportunityPersonRole",
      attribList = new[] { new Attrib { name = "Role", value = "Signatory" } },
      associationList = new[] {
        new MObjAssociation { mObjType = "Lead", id = lead, idSpecified = true },
        new MObjAssociation { mObjType = "Opportunity", externalKey = new Attrib { name = "Deal", value = deal } }
      }
    };
    client.deleteMObjects(h, new ParamsDeleteMObjects { mObjectList = new[] { role } });
  }
}
)",
       role},
  };
  for (const Program& program : programs) {
    INFO(program.path << "\n" << program.text);
    const std::string request = RequestsOf(program);
    INFO(request);
    CHECK(request.starts_with(program.request));
  }
}

TEST_CASE("an association of which nobody says with what is no lead's") {
  const std::string open = RequestsOf({"b.php", R"(<?php
function run($kind, $id) {
  $soap = new SoapClient(@wsdl);
  $soap->deleteMObjects(['mObjectList' => ['mObject' => [['type' => 'OpportunityPersonRole',
    'associationList' => ['mObjAssociation' => [['mObjType' => $kind, 'id' => $id]]]]]]]);
}
)",
                                       ""});
  INFO(open);
  CHECK(open.find(R"("leadId": {"$choose": "id of the lead"})") != std::string::npos);
}

TEST_CASE("holes of envelopes are the values that fill them, or code") {
  Check({
      {"a.cfm", R"(<cfset town = "Bonn">
<cfsavecontent variable="envelope"><cfoutput><?xml version="1.0"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="http://www.marketo.com/mktows/">
<SOAP-ENV:Body><ns1:paramsSyncLead><leadRecord><Email>#xmlFormat(form.email)#</Email>
<leadAttributeList><attribute><attrName>City</attrName><attrValue>#town#</attrValue></attribute></leadAttributeList>
</leadRecord></ns1:paramsSyncLead></SOAP-ENV:Body></SOAP-ENV:Envelope></cfoutput></cfsavecontent>
)",
       R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": )"
       R"("#xmlFormat(form.email)#"}, "city": "Bonn"}]})"},
      {"a.go", R"(package main
import "fmt"
const wanted = "ann@a.example"
const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://www.marketo.com/mktows/"><s:Body>
<m:paramsGetLead><leadKey><keyType>%s</keyType><keyValue>%s</keyValue></leadKey></m:paramsGetLead></s:Body></s:Envelope>`
func request() string {
  return fmt.Sprintf(envelope, "EMAIL", wanted)
}
)",
       R"({"filterType": "email", "filterValues": ["ann@a.example"]})"},
      {"b.go", R"(package main
import "fmt"
const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://www.marketo.com/mktows/"><s:Body>
<m:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>%s</keyValue></leadKey></m:paramsGetLead></s:Body></s:Envelope>`
func first() string { return fmt.Sprintf(envelope, "ann@a.example") }
func second() string { return fmt.Sprintf(envelope, "bob@a.example") }
)",
       R"({"filterType": "email", "filterValues": [{"$code": "%s"}]})"},
  });
}

TEST_CASE("the name of a constant that is not in the tree is no value") {
  Check({
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h) {
    client.requestCampaign(h, new ParamsRequestCampaign {
      source = ReqCampSourceType.MKTOWS, campaignId = 7, leadList = new[] { new LeadKey { keyType = LeadKeyRef.IDNUM, keyValue = "5" } },
      programTokenList = new[] { new Attrib { name = "{{my.term}}", value = Settings.Quarter } } });
  }
}
)",
       R"({"input": {"leads": [{"id": 5}], "tokens": [{"name": "{{my.term}}", "value": {"$code": "Settings.Quarter"}}]}})"},
  });
}

TEST_CASE("constants of another file are their texts, whatever object holds them") {
  const std::string keys =
      "'use strict';\nexports.WSDL = @wsdl;\nexports.KeyType = Object.freeze({ EMAIL: 'EMAIL', "
      "DEAL: "
      "'SFDCOPPTYID' });\nexports.HOUSE = 'house@a.example';\n";
  const std::string calls = R"(const soap = require('soap');
const { WSDL, KeyType, HOUSE } = require('./keys');
async function run() {
  const client = await soap.createClientAsync(WSDL);
  await client.getLeadAsync({ leadKey: { keyType: KeyType.EMAIL, keyValue: HOUSE } });
  await client.getLeadAsync({ leadKey: { keyType: KeyType.DEAL, keyValue: '0063000000QqR2b' } });
}
)";
  std::string all;
  for (const findings::Finding& f :
       ScanTexts({{"keys.js", WithWsdl(keys)}, {"calls.js", calls}}).findings) {
    if (f.kind == findings::Kind::kCall && !f.replacements.empty())
      all += ToJsonText(f.replacements[0].request.query) + "\n";
  }
  INFO(all);
  CHECK(all.find(R"("filterType": "email", "filterValues": ["house@a.example"])") !=
        std::string::npos);
  CHECK(all.find(R"("filterType": "sfdcOpptyId", "filterValues": ["0063000000QqR2b"])") !=
        std::string::npos);
}

}  // namespace unsoap
