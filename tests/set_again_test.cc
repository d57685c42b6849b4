// One request object that is used for several calls: each call passes what was set last before it,
// where that is sure; where a branch or a loop decides, all that may be set stays.
#include "tests/request_programs.h"

namespace unsoap {

namespace {

constexpr const char* kFirstSecond =
    R"({"filterType": "email", "filterValues": ["first@example.com"]})"
    "\n"
    R"({"filterType": "email", "filterValues": ["second@example.com"]})";
// One call asks for one of them: a list of both would ask for more.
constexpr const char* kBoth =
    R"({"filterType": "email", "filterValues": [{"$choose": "leadKey.keyValue: one of first@example.com, second@example.com"}]})";
constexpr const char* kSecond =
    R"({"filterType": "email", "filterValues": ["second@example.com"]})";

}  // namespace

TEST_CASE("what is set again before the next call is that call's alone: Java, C#, Kotlin") {
  Check({
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  void run(MktowsPort port, AuthenticationHeader h) {
    try {
      ParamsGetLead request = new ParamsGetLead();
      LeadKey key = new LeadKey();
      key.setKeyType(LeadKeyRef.EMAIL);
      key.setKeyValue("first@example.com");
      request.setLeadKey(key);
      port.getLead(request, h);
      key.setKeyValue("second@example.com");
      port.getLead(request, h);
    } catch (RuntimeException e) {
      throw e;
    }
  }
}
)",
       kFirstSecond},
      {"B.java", R"(import com.marketo.mktows.*;
class B {
  private static LeadKey key(String mail) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.EMAIL);
    key.setKeyValue(mail);
    return key;
  }
  void run(MktowsPort port, AuthenticationHeader h) {
    ParamsGetLead request = new ParamsGetLead();
    request.setLeadKey(key("first@example.com"));
    port.getLead(request, h);
    request.setLeadKey(key("second@example.com"));
    port.getLead(request, h);
  }
}
)",
       kFirstSecond},
      {"A.cs", R"(class A {
  void Run() {
    var port = new MktowsPortClient();
    var request = new ParamsGetLead();
    request.leadKey = new LeadKey { keyType = LeadKeyRef.EMAIL, keyValue = "first@example.com" };
    port.getLead(header, request);
    request.leadKey = new LeadKey { keyType = LeadKeyRef.EMAIL, keyValue = "second@example.com" };
    port.getLead(header, request);
  }
}
)",
       kFirstSecond},
      {"A.kt", R"(import com.marketo.mktows.*
class A(private val port: MktowsPort, private val h: AuthenticationHeader) {
  fun run() {
    val request = ParamsGetLead()
    val key = LeadKey()
    key.keyType = LeadKeyRef.EMAIL
    key.keyValue = "first@example.com"
    request.leadKey = key
    port.getLead(request, h)
    key.keyValue = "second@example.com"
    port.getLead(request, h)
  }
}
)",
       kFirstSecond},
  });
}

TEST_CASE(
    "what is set again before the next call is that call's alone: PHP, Python, Ruby, JavaScript") {
  Check({
      {"a.php", R"(<?php
function run() {
  $soap = new SoapClient(@wsdl);
  $p = new stdClass();
  $p->leadKey = new stdClass();
  $p->leadKey->keyType = 'EMAIL';
  $p->leadKey->keyValue = 'first@example.com';
  $soap->getLead($p);
  $p->leadKey->keyValue = 'second@example.com';
  return $soap->getLead($p);
}
)",
       kFirstSecond},
      {"b.php", R"(<?php
$soap = new SoapClient(@wsdl);
$params = array('leadKey' => array('keyType' => 'EMAIL', 'keyValue' => 'first@example.com'));
$soap->getLead($params);
$params = array('leadKey' => array('keyType' => 'EMAIL', 'keyValue' => 'second@example.com'));
$soap->getLead($params);
)",
       kFirstSecond},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run():
    request = {'leadKey': {'keyType': 'EMAIL', 'keyValue': 'first@example.com'}}
    client.service.getLead(**request)
    request['leadKey'] = {'keyType': 'EMAIL', 'keyValue': 'second@example.com'}
    return client.service.getLead(**request)
)",
       kFirstSecond},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
def run():
    key = {'keyType': 'EMAIL', 'keyValue': 'first@example.com'}
    client.service.getLead(leadKey=key)
    key = {'keyType': 'EMAIL', 'keyValue': 'second@example.com'}
    client.service.getLead(leadKey=key)
)",
       kFirstSecond},
      {"a.rb", R"(require 'savon'
def run
  client = Savon.client(wsdl: @wsdl)
  request = { lead_key: { key_type: 'EMAIL', key_value: 'first@example.com' } }
  client.call(:get_lead, message: request)
  request[:lead_key] = { key_type: 'EMAIL', key_value: 'second@example.com' }
  client.call(:get_lead, message: request)
end
)",
       kFirstSecond},
      {"a.js", R"(const soap = require('soap');
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  const args = { leadKey: { keyType: 'EMAIL', keyValue: 'first@example.com' } };
  await client.getLeadAsync(args);
  args.leadKey.keyValue = 'second@example.com';
  await client.getLeadAsync(args);
}
)",
       kFirstSecond},
      {"b.js", R"(const soap = require('soap');
async function run() {
  const client = await soap.createClientAsync(@wsdl);
  let mail = 'first@example.com';
  await client.getLeadAsync({ leadKey: { keyType: 'EMAIL', keyValue: mail } });
  mail = 'second@example.com';
  await client.getLeadAsync({ leadKey: { keyType: 'EMAIL', keyValue: mail } });
}
)",
       kFirstSecond},
  });
}

TEST_CASE("a helper that sets a member of the request sets it where it is called") {
  Check({
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  private static void fill(ParamsGetLead request, String mail) {
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.EMAIL);
    key.setKeyValue(mail);
    request.setLeadKey(key);
  }
  void run(MktowsPort port, AuthenticationHeader h) {
    ParamsGetLead request = new ParamsGetLead();
    fill(request, "first@example.com");
    port.getLead(request, h);
    fill(request, "second@example.com");
    port.getLead(request, h);
  }
}
)",
       kFirstSecond},
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def blank():
    return {'leadKey': {'keyType': 'EMAIL', 'keyValue': 'first@example.com'}}
def run():
    request = blank()
    request['leadKey']['keyValue'] = 'second@example.com'
    return client.service.getLead(**request)
)",
       kSecond},
  });
}

TEST_CASE("what a branch or a turn of a loop may set stays beside the other") {
  Check({
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
def run(again):
    request = {'leadKey': {'keyType': 'EMAIL', 'keyValue': 'first@example.com'}}
    if again:
        request['leadKey']['keyValue'] = 'second@example.com'
    return client.service.getLead(**request)
)",
       kBoth},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
def run(mails):
    request = {'leadKey': {'keyType': 'EMAIL', 'keyValue': 'first@example.com'}}
    for mail in mails:
        client.service.getLead(**request)
        request['leadKey']['keyValue'] = 'second@example.com'
)",
       kBoth},
      {"a.rb", R"(require 'savon'
def run(again)
  client = Savon.client(wsdl: @wsdl)
  request = { lead_key: { key_type: 'EMAIL', key_value: 'first@example.com' } }
  request[:lead_key][:key_value] = 'second@example.com' if again
  client.call(:get_lead, message: request)
end
)",
       kBoth},
      {"a.php", R"(<?php
function run($again) {
  $soap = new SoapClient(@wsdl);
  $key = array('keyType' => 'EMAIL', 'keyValue' => 'first@example.com');
  if ($again)
    $key['keyValue'] = 'second@example.com';
  return $soap->getLead(array('leadKey' => $key));
}
)",
       kBoth},
      {"A.java", R"(import com.marketo.mktows.*;
class A {
  private final LeadKey key = new LeadKey();
  void run(MktowsPort port, AuthenticationHeader h, int way) {
    ParamsGetLead request = new ParamsGetLead();
    LeadKey key = new LeadKey();
    key.setKeyType(LeadKeyRef.EMAIL);
    request.setLeadKey(key);
    switch (way) {
      case 1:
        key.setKeyValue("first@example.com");
        break;
      default:
        key.setKeyValue("second@example.com");
    }
    port.getLead(request, h);
  }
}
)",
       kBoth},
      {"a.js", R"(const soap = require('soap');
async function run(again) {
  const client = await soap.createClientAsync(@wsdl);
  let mail = 'first@example.com';
  again && (mail = 'second@example.com');
  await client.getLeadAsync({ leadKey: { keyType: 'EMAIL', keyValue: mail } });
}
)",
       R"({"filterType": "email", "filterValues": [{"$code": "mail"}]})"},
  });
}

}  // namespace unsoap
