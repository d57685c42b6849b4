// What is in a list is said in the request, however the list is written, filled and cut.
// Each case is written for several languages, and has one beside it that must stay open.
#include "tests/request_programs.h"

namespace unsoap {

namespace {

constexpr const char* kFields =
    R"({"filterType": "id", "filterValues": [{"$code": "id"}], "fields": ["email", "firstName"]})";

}  // namespace

TEST_CASE("lists of constants are listed, where generated lists are filled with them") {
  Check({
      {"A.java", R"(import com.marketo.mktows.*;
import java.util.*;
class A {
  private static final List<String> FIELDS = Arrays.asList("Email", "FirstName");
  void run(MktowsPort port, AuthenticationHeader h, String id) {
    LeadKeySelector selector = new LeadKeySelector();
    selector.setKeyType(LeadKeyRef.IDNUM);
    ArrayOfString values = new ArrayOfString();
    values.getStringItems().add(id);
    selector.setKeyValues(values);
    ArrayOfString fields = new ArrayOfString();
    fields.getStringItems().addAll(FIELDS);
    ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
    request.setLeadSelector(selector);
    request.setIncludeAttributes(fields);
    port.getMultipleLeads(request, h);
  }
}
)",
       kFields},
      {"B.java", R"(import com.marketo.mktows.*;
import java.util.*;
class B {
  void run(MktowsPort port, AuthenticationHeader h, String id) {
    LeadKeySelector selector = new LeadKeySelector();
    selector.setKeyType(LeadKeyRef.IDNUM);
    ArrayOfString values = new ArrayOfString();
    values.getStringItems().addAll(Collections.singletonList(id));
    selector.setKeyValues(values);
    ArrayOfString fields = new ArrayOfString();
    for (String field : List.of("Email", "FirstName")) fields.getStringItems().add(field);
    ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
    request.setLeadSelector(selector);
    request.setIncludeAttributes(fields);
    port.getMultipleLeads(request, h);
  }
}
)",
       kFields},
      {"a.kt", R"(import com.marketo.mktows.*
private val FIELDS = listOf("Email", "FirstName")
class A(private val port: MktowsPort) {
    fun run(h: AuthenticationHeader, id: String) {
        val selector = LeadKeySelector()
        selector.keyType = LeadKeyRef.IDNUM
        val values = ArrayOfString()
        values.stringItems.add(id)
        selector.keyValues = values
        val fields = ArrayOfString()
        fields.stringItems.addAll(FIELDS)
        val request = ParamsGetMultipleLeads()
        request.leadSelector = selector
        request.includeAttributes = fields
        port.getMultipleLeads(request, h)
    }
}
)",
       kFields},
  });
}

TEST_CASE("lists of constants are listed, where an array of them is the list") {
  Check({
      {"a.vb", R"(Imports Crm.Marketo ' http://www.marketo.com/mktows/
Public Class A
    Private ReadOnly client As New MktowsPortClient()
    Public Sub Run(h As AuthenticationHeaderInfo, id As String)
        Dim selector As New LeadKeySelector()
        selector.keyType = LeadKeyRef.IDNUM
        selector.keyValues = New String() {id}
        Dim request As New ParamsGetMultipleLeads()
        request.leadSelector = selector
        request.includeAttributes = New String() {"Email", "FirstName"}
        client.getMultipleLeads(h, request)
    End Sub
End Class
)",
       kFields},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  static readonly string[] Fields = { "Email", "FirstName" };
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h, string id) {
    var request = new ParamsGetMultipleLeads {
      leadSelector = new LeadKeySelector { keyType = LeadKeyRef.IDNUM, keyValues = new[] { id } },
      includeAttributes = Fields
    };
    client.getMultipleLeads(h, request);
  }
}
)",
       kFields},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
class Reader:
    FIELDS = ('Email', 'FirstName')
    def run(self, id):
        kind = client.get_type('ns0:LeadKeySelector')
        return client.service.getMultipleLeads(leadSelector=kind(keyType='IDNUM', keyValues={'stringItem': [id]}),
                                               includeAttributes={'stringItem': self.FIELDS})
)",
       kFields},
  });
}

namespace {

constexpr const char* kMails =
    R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": )";

}  // namespace

TEST_CASE("a part of a list holds what the list holds") {
  Check({
      {"a.php", R"(<?php
function run(array $rows) {
  $soap = new SoapClient(@wsdl);
  $records = [];
  foreach ($rows as $row) $records[] = ['Email' => $row['mail']];
  foreach (array_chunk($records, 300) as $chunk) {
    $soap->syncMultipleLeads(['leadRecordList' => ['leadRecord' => $chunk]]);
  }
}
)",
       std::string(kMails) + "\"$row['mail']\"}}]}"},
      {"A.java", R"(import com.marketo.mktows.*;
import java.util.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h, String mail) {
    List<LeadRecord> records = new ArrayList<>();
    LeadRecord one = new LeadRecord();
    one.setEmail(mail);
    records.add(one);
    ArrayOfLeadRecord list = new ArrayOfLeadRecord();
    list.getLeadRecords().addAll(records.subList(0, 300));
    ParamsSyncMultipleLeads params = new ParamsSyncMultipleLeads();
    params.setLeadRecordList(list);
    port.syncMultipleLeads(params, h);
  }
}
)",
       std::string(kMails) + "\"mail\"}}]}"},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
using System.Collections.Generic;
using System.Linq;
class A {
  MktowsPortClient client = new MktowsPortClient();
  void Run(AuthenticationHeader h, string mail) {
    var records = new List<LeadRecord>();
    records.Add(new LeadRecord { Email = mail });
    client.syncMultipleLeads(h, new ParamsSyncMultipleLeads { leadRecordList = records.Skip(0).Take(300).ToArray() });
  }
}
)",
       std::string(kMails) + "\"mail\"}}]}"},
      {"a.vb", R"(Imports Crm.Marketo ' http://www.marketo.com/mktows/
Public Class A
    Private ReadOnly client As New MktowsPortClient()
    Public Sub Run(h As AuthenticationHeaderInfo, mail As String)
        Dim records = New List(Of LeadRecord) From {New LeadRecord With {.Email = mail}}
        client.syncMultipleLeads(h, New ParamsSyncMultipleLeads With {.leadRecordList = records.Take(300).ToArray()})
    End Sub
End Class
)",
       std::string(kMails) + "\"mail\"}}]}"},
      {"a.js", R"(const soap = require('soap');
const _ = require('lodash');
async function run(mails) {
  const client = await soap.createClientAsync(@wsdl);
  const records = [];
  for (const mail of mails) records.push({ Email: mail });
  for (const part of _.chunk(records, 300)) {
    await client.syncMultipleLeadsAsync({ leadRecordList: { leadRecord: part } });
  }
}
)",
       std::string(kMails) + "\"mail\"}}]}"},
      {"a.rb", R"(require 'savon'
class A
  def run(mails)
    client = Savon.client(wsdl: @wsdl)
    records = mails.map { |mail| { 'Email' => mail } }
    client.call(:sync_multiple_leads, message: { lead_record_list: { lead_record: records } })
  end
end
)",
       std::string(kMails) + "\"mail\"}}]}"},
  });
}

TEST_CASE("elements in variables and lists are the request, headers beside them are not") {
  const std::string begin = R"(use SOAP::Lite;
my $ns = 'http://www.marketo.com/mktows/';
my $client = SOAP::Lite->proxy('https://100-AAA-001.mktoapi.com/soap/mktows/2_0')->uri($ns);
sub header { return SOAP::Header->name('ns1:AuthenticationHeader' => \SOAP::Header->value(SOAP::Header->name(mktowsUserId => $ENV{U}))); }
sub run {
  my ($mail) = @_;
)";
  const std::string method = "SOAP::Data->name('ns1:paramsGetLead')->attr({ 'xmlns:ns1' => $ns })";
  const std::string key =
      "SOAP::Data->name(leadKey => \\SOAP::Data->value(SOAP::Data->name(keyType => 'EMAIL'), "
      "SOAP::Data->name(keyValue => $mail)))";
  const std::string typed =
      "SOAP::Data->name(leadKey => \\SOAP::Data->value(SOAP::Data->name(keyType => "
      "'EMAIL')->type(''), SOAP::Data->name(keyValue => $mail)->type('string')))";
  const std::string apart =
      "SOAP::Data->name('leadKey')->value(\\SOAP::Data->value(SOAP::Data->name('keyType')->value("
      "'EMAIL'), SOAP::Data->name('keyValue')->value($mail)))";
  const std::string asked = R"({"filterType": "email", "filterValues": [{"$code": "$mail"}]})";
  for (const std::string& body : {
           "  return $client->call(" + method + ", " + key + ");\n",
           "  return $client->call(" + method + ", header(), " + key + ");\n",
           "  my $key = " + key + ";\n  return $client->call(" + method + ", header(), $key);\n",
           "  my $key = " + typed + ";\n  return $client->call(" + method + ", $key, header());\n",
           "  my @params = (" + key + ");\n  return $client->call(" + method +
               ", header(), @params);\n",
           "  my @params = (" + apart + ");\n  return $client->call(" + method + ", @params);\n",
       }) {
    const std::string text = begin + body + "}\n";
    INFO(text);
    CHECK(RequestsOf({"a.pl", text.c_str(), ""}) == asked);
  }
  // A header alone is no key.
  const std::string text = begin + "  return $client->call(" + method + ", header());\n}\n";
  const std::string open = RequestsOf({"a.pl", text.c_str(), ""});
  INFO(open);
  CHECK(open.find("header") == std::string::npos);
}

TEST_CASE("a list holds what is put into it by a function") {
  Check({
      {"a.php", R"(<?php
function run($mail, $town) {
  $soap = new SoapClient(@wsdl);
  $list = array();
  array_push($list, ['attrName' => 'City', 'attrValue' => $town], ['attrName' => 'Country', 'attrValue' => 'Germany']);
  return $soap->syncLead(['leadRecord' => ['Email' => $mail, 'leadAttributeList' => ['attribute' => $list]]]);
}
)",
       kPhpCity},
      {"a.cfc", R"(<cfcomponent>
  <cffunction name="run">
    <cfargument name="mail" type="string">
    <cfargument name="town" type="string">
    <cfset var ws = createObject("webservice", "https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL")>
    <cfset var list = arrayNew(1)>
    <cfset arrayAppend(list, { attrName = "City", attrValue = arguments.town })>
    <cfset arrayAppend(list, { attrName = "Country", attrType = "string", attrValue = "Germany" })>
    <cfset var record = { Email = arguments.mail, leadAttributeList = { attribute = list } }>
    <cfreturn ws.syncLead({ leadRecord = record })>
  </cffunction>
</cfcomponent>
)",
       kCity},
      // Another list is another one.
      {"b.php", R"(<?php
function run($mail, $town, $list) {
  $soap = new SoapClient(@wsdl);
  $other = array();
  array_push($other, ['attrName' => 'City', 'attrValue' => $town]);
  return $soap->syncLead(['leadRecord' => ['Email' => $mail, 'leadAttributeList' => ['attribute' => $list]]]);
}
)",
       R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "$mail"}, )"
       R"("eachFieldOfLeadAttributeList": {"$code": "$list"}}]})"},
  });
}

TEST_CASE("a list holds what is put into it by a method") {
  Check({
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(mail, town):
    pairs = []
    pairs.append({'attrName': 'City', 'attrValue': town})
    pairs.extend([{'attrName': 'Country', 'attrValue': 'Germany'}])
    return client.service.syncLead(leadRecord={'Email': mail, 'leadAttributeList': {'attribute': pairs}})
)",
       kCity},
      {"a.rb", R"(require 'savon'
class A
  def run(mail, town)
    pairs = []
    pairs << { attr_name: 'City', attr_value: town }
    pairs.push({ attr_name: 'Country', attr_value: 'Germany' })
    Savon.client(wsdl: @wsdl).call(:sync_lead, message: { lead_record: { 'Email' => mail, lead_attribute_list: { attribute: pairs } } })
  end
end
)",
       kCity},
      {"a.js", R"(const soap = require('soap');
async function run(mail, town) {
  const client = await soap.createClientAsync(@wsdl);
  const attribute = [];
  attribute.push({ attrName: 'City', attrValue: town }, { attrName: 'Country', attrValue: 'Germany' });
  await client.syncLeadAsync({ leadRecord: { Email: mail, leadAttributeList: { attribute } } });
}
)",
       kCity},
      {"a.vb", R"(Imports Crm.Marketo ' http://www.marketo.com/mktows/
Public Class A
    Private ReadOnly client As New MktowsPortClient()
    Public Sub Run(h As AuthenticationHeaderInfo, mail As String, town As String)
        Dim document As New LeadRecord()
        document.Email = mail
        Dim fields As New List(Of Attribute)
        fields.Add(New Attribute With {.attrName = "City", .attrValue = town})
        fields.Add(New Attribute With {.attrName = "Country", .attrValue = "Germany"})
        document.leadAttributeList = fields.ToArray()
        Dim withdrawal As New ParamsSyncLead()
        withdrawal.leadRecord = document
        withdrawal.returnLead = False
        client.syncLead(h, Nothing, withdrawal)
    End Sub
End Class
)",
       kCity},
  });
}

TEST_CASE("a function of a class puts things into the list that it is given") {
  const std::string begin = R"(import com.marketo.mktows.*;
import java.util.*;
class A {
  static final String[] FIELDS = {"Email", "FirstName"};
  void run(MktowsPort port, AuthenticationHeader h, String id) {
    LeadKeySelector selector = new LeadKeySelector();
    selector.setKeyType(LeadKeyRef.IDNUM);
    ArrayOfString values = new ArrayOfString();
    Collections.addAll(values.getStringItems(), id);
    selector.setKeyValues(values);
    ArrayOfString fields = new ArrayOfString();
)";
  const std::string end = R"(
    ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
    request.setLeadSelector(selector);
    request.setIncludeAttributes(fields);
    port.getMultipleLeads(request, h);
  }
}
)";
  for (const char* fill :
       {"Collections.addAll(fields.getStringItems(), FIELDS);",
        "Collections.addAll(fields.getStringItems(), \"Email\", \"FirstName\");"}) {
    const std::string text = begin + fill + end;
    INFO(text);
    const std::string request = RequestsOf({"A.java", text.c_str(), ""});
    CHECK(request.find(R"("fields": ["email", "firstName"])") != std::string::npos);
  }
}

}  // namespace unsoap
