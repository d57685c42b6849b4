// What a function is given as the rest of its arguments is a list of them all, and a part of a list
// is made of the same items.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("the rest of the arguments is a list: Java, C#, Kotlin") {
  Check({
      {"A.java", R"(// posts to https://100-AAA-001.mktoapi.com/soap/mktows/2_9
import com.marketo.mktows.*;
import java.util.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h) {
    LeadKeySelector selector = new LeadKeySelector();
    selector.setKeyType(LeadKeyRef.EMAIL);
    selector.setKeyValues(texts("ceo@quarz.example", "cfo@quarz.example"));
    ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
    request.setLeadSelector(selector);
    request.setIncludeAttributes(texts("FirstName", "Title"));
    port.getMultipleLeads(request, h);
  }
  private static ArrayOfString texts(String... names) {
    ArrayOfString a = new ArrayOfString();
    List<String> items = a.getStringItems();
    for (String n : names) items.add(n);
    return a;
  }
}
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
      {"B.java", R"(// posts to https://100-AAA-001.mktoapi.com/soap/mktows/2_9
import com.marketo.mktows.*;
import java.util.*;
class B {
  void run(MktowsPort port, AuthenticationHeader h) {
    LeadKeySelector selector = new LeadKeySelector();
    selector.setKeyType(LeadKeyRef.EMAIL);
    selector.setKeyValues(texts("ceo@quarz.example", "cfo@quarz.example"));
    ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
    request.setLeadSelector(selector);
    request.setIncludeAttributes(texts("FirstName", "Title"));
    port.getMultipleLeads(request, h);
  }
  private static ArrayOfString texts(String... names) {
    ArrayOfString a = new ArrayOfString();
    a.getStringItems().addAll(Arrays.asList(names));
    return a;
  }
}
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
      {"A.cs", R"(using Crm.Marketo; // generated from http://www.marketo.com/mktows/
class A {
  MktowsPortClient client = new MktowsPortClient();
  static string[] Texts(params string[] names) { return names; }
  void Run(AuthenticationHeader h) {
    client.getMultipleLeads(h, new ParamsGetMultipleLeads {
      leadSelector = new LeadKeySelector { keyType = LeadKeyRef.EMAIL, keyValues = Texts("ceo@quarz.example", "cfo@quarz.example") },
      includeAttributes = Texts("FirstName", "Title") });
  }
}
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
      {"a.kt", R"(// posts to https://100-AAA-001.mktoapi.com/soap/mktows/2_9
import com.marketo.mktows.*
class A(private val port: MktowsPort) {
    private fun texts(vararg names: String): ArrayOfString {
        val list = ArrayOfString()
        for (name in names) list.stringItems.add(name)
        return list
    }
    fun run(h: AuthenticationHeader) {
        val selector = LeadKeySelector()
        selector.keyType = LeadKeyRef.EMAIL
        selector.keyValues = texts("ceo@quarz.example", "cfo@quarz.example")
        val params = ParamsGetMultipleLeads()
        params.leadSelector = selector
        params.includeAttributes = texts("FirstName", "Title")
        port.getMultipleLeads(params, h)
    }
}
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
  });
}

TEST_CASE("the rest of the arguments is a list: Python, JavaScript, Ruby, PHP") {
  Check({
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def texts(*names):
    return {'stringItem': [n for n in names]}
def run():
    return client.service.getMultipleLeads(
        leadSelector={'@xsi:type': 'LeadKeySelector', 'keyType': 'EMAIL', 'keyValues': texts('ceo@quarz.example', 'cfo@quarz.example')},
        includeAttributes=texts('FirstName', 'Title'))
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
      {"a.js", R"(const soap = require('soap');
const texts = (...names) => ({ stringItem: names });
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  return client.getMultipleLeadsAsync({
    leadSelector: { attributes: { 'xsi:type': 'LeadKeySelector' }, keyType: 'EMAIL', keyValues: texts('ceo@quarz.example', 'cfo@quarz.example') },
    includeAttributes: texts('FirstName', 'Title') });
}
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
      {"a.rb", R"(require 'savon'
class A
  def texts(*names)
    list = []
    names.each { |name| list << name }
    { string_item: list }
  end
  def run
    client = Savon.client(wsdl: @wsdl)
    client.call(:get_multiple_leads, message: {
      lead_selector: { '@xsi:type' => 'ns1:LeadKeySelector', key_type: 'EMAIL', key_values: texts('ceo@quarz.example', 'cfo@quarz.example') },
      include_attributes: texts('FirstName', 'Title') })
  end
end
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
      {"a.php", R"(<?php
class A {
  function texts(...$names) { return array('stringItem' => $names); }
  function run() {
    $soap = new SoapClient(@wsdl);
    return $soap->getMultipleLeads(array(
      'leadSelector' => new SoapVar(array('keyType' => 'EMAIL', 'keyValues' => $this->texts('ceo@quarz.example', 'cfo@quarz.example')), SOAP_ENC_OBJECT, 'LeadKeySelector'),
      'includeAttributes' => $this->texts('FirstName', 'Title')));
  }
}
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": ["firstName", "title"]})x"},
      {"given.php", R"(<?php
class A {
  function texts(...$names) { return array('stringItem' => $names); }
  function run($fields) {
    $soap = new SoapClient(@wsdl);
    return $soap->getMultipleLeads(array(
      'leadSelector' => new SoapVar(array('keyType' => 'EMAIL', 'keyValues' => $this->texts('ceo@quarz.example', 'cfo@quarz.example')), SOAP_ENC_OBJECT, 'LeadKeySelector'),
      'includeAttributes' => $this->texts(...$fields)));
  }
}
)",
       R"x({"filterType": "email", "filterValues": ["ceo@quarz.example", "cfo@quarz.example"], "fields": [{"$choose": "the REST names of the fields in $fields: unsoap explain fields"}]})x"},
  });
}

TEST_CASE("a part of a list has the items of the list") {
  Check({
      {"slice.py", R"(from zeep import Client
client = Client(@wsdl)
def run(accounts):
    records = [{'ForeignSysPersonId': a.key, 'ForeignSysType': 'CUSTOM',
                'leadAttributeList': {'attribute': [{'attrName': 'Title', 'attrType': 'string', 'attrValue': a.title}]}} for a in accounts]
    for i in range(0, len(records), 300):
        client.service.syncMultipleLeads(leadRecordList={'leadRecord': records[i:i + 300]}, dedupEnabled=True)
)",
       R"x({"action": "createOrUpdate", "lookupField": {"$choose": "name of the custom field for the foreign id"}, "input": [{"customFieldForForeignId": {"$code": "a.key"}, "title": {"$code": "a.title"}}]})x"},
      {"slice.rb", R"(require 'savon'
class A
  def run(accounts)
    client = Savon.client(wsdl: @wsdl)
    records = accounts.map { |a| { 'ForeignSysPersonId' => a.key, 'ForeignSysType' => 'CUSTOM' } }
    client.call(:sync_multiple_leads, message: { lead_record_list: { lead_record: records[0..299] }, dedup_enabled: true })
  end
end
)",
       R"x({"action": "createOrUpdate", "lookupField": {"$choose": "name of the custom field for the foreign id"}, "input": [{"customFieldForForeignId": {"$code": "a.key"}}]})x"},
  });
}

}  // namespace unsoap
