// Whose a value is: an item of one list is no item of another, members of the service's
// enumerations are their names, and what a package's own method is given has no place in the SOAP
// request.
#include "tests/request_programs.h"

namespace unsoap {

namespace {

constexpr const char* kMail = R"({"filterType": "email", "filterValues": [{"$code": "mail"}]})";

}  // namespace

TEST_CASE("members of enumerations that a SOAP client hands out are their names") {
  Check({
      {"a.py", R"(from suds.client import Client
client = Client(@wsdl)
def run(mail):
    key = client.factory.create('LeadKey')
    key.keyType = client.factory.create('LeadKeyRef').EMAIL
    key.keyValue = mail
    return client.service.getLead(key)
)",
       kMail},
      {"b.py", R"(from suds.client import Client
client = Client(@wsdl)
def run(mail):
    key = client.factory.create('LeadKey')
    key.keyType = client.LeadKeyRef.EMAIL
    key.keyValue = mail
    return client.service.getLead(key)
)",
       kMail},
      {"c.py", R"(from zeep import Client
client = Client(@wsdl)
def run(mail):
    kind = client.get_type('ns0:LeadKeyRef')('EMAIL')
    return client.service.getLead(leadKey={'keyType': kind, 'keyValue': mail})
)",
       kMail},
      {"d.py", R"(from zeep import Client
client = Client(@wsdl)
def run(mail):
    factory = client.type_factory('ns0')
    return client.service.getLead(leadKey={'keyType': factory.LeadKeyRef('EMAIL'), 'keyValue': mail})
)",
       kMail},
  });
}

TEST_CASE("the format of a date is no value of a request") {
  const char* const open = R"x({"filterType": "email", "filterValues": [{"$code": "day.)x";
  const auto day = [&](const std::string& call) { return open + call + "\"}]}"; };
  Check({
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(day):
    return client.service.getLead(leadKey={'keyType': 'EMAIL', 'keyValue': day.strftime('%Y-%m')})
)",
       day("strftime('%Y-%m')")},
      {"a.rb", R"(require 'savon'
def run(day)
  client = Savon.client(wsdl: @wsdl)
  client.call(:get_lead, message: { lead_key: { key_type: 'EMAIL', key_value: day.strftime('%Y-%m') } })
end
)",
       day("strftime('%Y-%m')")},
      {"a.js", R"(const soap = require('soap');
async function run(day) {
  const client = await soap.createClientAsync(@wsdl);
  return client.getLeadAsync({ leadKey: { keyType: 'EMAIL', keyValue: day.format('L') } });
}
)",
       day("format('L')")},
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h, org.joda.time.DateTime day) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.EMAIL);
    key.setKeyValue(day.toString("D"));
    ParamsGetLead request = new ParamsGetLead();
    request.setLeadKey(key);
    port.getLead(request, h);
  }
}
)",
       day("toString(\\\"D\\\")")},
      {"a.php", R"(<?php
function run($day) {
  $soap = new SoapClient(@wsdl);
  return $soap->getLead(array('leadKey' => array('keyType' => 'EMAIL', 'keyValue' => $day->format('Y-m'))));
}
)",
       R"x({"filterType": "email", "filterValues": [{"$code": "$day->format('Y-m')"}]})x"},
      {"A.cs", R"(class A {
  void Run(DateTime day) {
    var port = new MktowsPortClient();
    var request = new ParamsGetLead();
    request.leadKey = new LeadKey { keyType = LeadKeyRef.EMAIL, keyValue = day.ToString("s") };
    port.getLead(header, request);
  }
}
)",
       day("ToString(\\\"s\\\")")},
  });
}

TEST_CASE("an item of a list stands in the list in whose value it is written") {
  constexpr const char* kIds = R"({"filterType": "id", "filterValues": [{"$code": "ids"}]})";
  Check({
      {"a.rb", R"(require 'savon'
def run(ids, names)
  client = Savon.client(wsdl: @wsdl)
  request = { lead_selector: { key_type: 'IDNUM', key_values: { string_item: ids } }, attributes!: { lead_selector: { 'xsi:type' => 'ns1:LeadKeySelector' } } }
  request[:activity_name_filter] = { string_item: names }
  client.call(:get_multiple_leads, message: request)
end
)",
       kIds},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(ids, names):
    selector = client.get_type('ns0:LeadKeySelector')(keyType='IDNUM', keyValues={'stringItem': ids})
    request = {'leadSelector': selector, 'activityNameFilter': {'stringItem': names}}
    return client.service.getMultipleLeads(**request)
)",
       kIds},
  });
}

}  // namespace unsoap
