// A map that is joined of others has under each name what the last part gives, or the first one
// where the language keeps that; what is surely there hides what stood before it.
#include "tests/request_programs.h"

namespace unsoap {

TEST_CASE("a later part of a joined map hides what stood before it: Ruby, Perl") {
  CheckAll({
      {"a.rb", R"(require 'savon'
class A
  DEFAULTS = { source: 'MKTOWS', program_name: 'Welcome', campaign_name: 'Day 1' }.freeze
  def run(user)
    soap = Savon.client(wsdl: @wsdl)
    soap.call(:request_campaign, message: DEFAULTS.merge(campaign_name: 'Nudge',
      lead_list: { lead_key: { key_type: 'IDNUM', key_value: user.marketo_id } }))
  end
end
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "user.marketo_id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"b.rb", R"(require 'savon'
class A
  DEFAULTS = { source: 'MKTOWS', program_name: 'Welcome', campaign_name: 'Day 1' }.freeze
  def run(user)
    soap = Savon.client(wsdl: @wsdl)
    message = { **DEFAULTS, campaign_name: 'Nudge' }
    message[:lead_list] = { lead_key: { key_type: 'IDNUM', key_value: user.marketo_id } }
    soap.call(:request_campaign, message: message)
  end
end
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "user.marketo_id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"c.rb", R"(require 'savon'
class A
  DEFAULTS = { source: 'MKTOWS', program_name: 'Welcome', campaign_name: 'Nudge' }.freeze
  def run(user, given = {})
    soap = Savon.client(wsdl: @wsdl)
    own = { campaign_name: 'Day 1', lead_list: { lead_key: { key_type: 'IDNUM', key_value: user.marketo_id } } }
    soap.call(:request_campaign, message: own.merge(DEFAULTS))
  end
end
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "user.marketo_id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"a.pl", R"(use SOAP::Lite;
my %defaults = (source => 'MKTOWS', programName => 'Welcome', campaignName => 'Day 1');
sub run {
  my ($id) = @_;
  my $soap = SOAP::Lite->service(@wsdl);
  my $message = { %defaults, campaignName => 'Nudge', leadList => { leadKey => [ { keyType => 'IDNUM', keyValue => $id } ] } };
  return $soap->requestCampaign($message);
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "$id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
  });
}

TEST_CASE("a later part of a joined map hides what stood before it: JavaScript") {
  CheckAll({
      {"a.js", R"(const soap = require('soap');
const DEFAULTS = { source: 'MKTOWS', programName: 'Welcome', campaignName: 'Day 1' };
async function run(id) {
  const client = await soap.createClientAsync(@wsdl);
  return client.requestCampaignAsync({ ...DEFAULTS, campaignName: 'Nudge', leadList: { leadKey: [{ keyType: 'IDNUM', keyValue: id }] } });
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"b.js", R"(const soap = require('soap');
const DEFAULTS = { source: 'MKTOWS', programName: 'Welcome', campaignName: 'Day 1' };
async function run(id) {
  const client = await soap.createClientAsync(@wsdl);
  const message = Object.assign({}, DEFAULTS, { campaignName: 'Nudge' });
  message.leadList = { leadKey: [{ keyType: 'IDNUM', keyValue: id }] };
  return client.requestCampaignAsync(message);
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"c.js", R"(const soap = require('soap');
const _ = require('lodash');
async function run(id) {
  const client = await soap.createClientAsync(@wsdl);
  const message = _.defaults({ campaignName: 'Nudge', leadList: { leadKey: [{ keyType: 'IDNUM', keyValue: id }] } },
    { source: 'MKTOWS', programName: 'Welcome', campaignName: 'Day 1' });
  return client.requestCampaignAsync(message);
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"unsure.js", R"(const soap = require('soap');
const DEFAULTS = { source: 'MKTOWS', programName: 'Welcome', campaignName: 'Day 1' };
async function run(id, given) {
  const client = await soap.createClientAsync(@wsdl);
  return client.requestCampaignAsync({ ...DEFAULTS, ...(given ? { campaignName: 'Nudge' } : {}), leadList: { leadKey: [{ keyType: 'IDNUM', keyValue: id }] } });
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Day 1"})x"},
  });
}

TEST_CASE("a later part of a joined map hides what stood before it: Python, PHP") {
  CheckAll({
      {"a.py", R"(from zeep import Client
client = Client(@wsdl)
DEFAULTS = {'source': 'MKTOWS', 'programName': 'Welcome', 'campaignName': 'Day 1'}
def run(lead_id):
    message = {**DEFAULTS, 'campaignName': 'Nudge', 'leadList': {'leadKey': [{'keyType': 'IDNUM', 'keyValue': lead_id}]}}
    return client.service.requestCampaign(**message)
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "lead_id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"b.py", R"(from zeep import Client
client = Client(@wsdl)
DEFAULTS = {'source': 'MKTOWS', 'programName': 'Welcome', 'campaignName': 'Day 1'}
def run(lead_id):
    message = dict(DEFAULTS, campaignName='Nudge', leadList={'leadKey': [{'keyType': 'IDNUM', 'keyValue': lead_id}]})
    return client.service.requestCampaign(**message)
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "lead_id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"c.py", R"(from zeep import Client
client = Client(@wsdl)
def run(lead_id):
    message = {'source': 'MKTOWS', 'programName': 'Welcome', 'campaignName': 'Day 1'}
    message.update({'campaignName': 'Nudge', 'leadList': {'leadKey': [{'keyType': 'IDNUM', 'keyValue': lead_id}]}})
    return client.service.requestCampaign(**message)
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "lead_id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"a.php", R"(<?php
class A {
  private $defaults = array('source' => 'MKTOWS', 'programName' => 'Welcome', 'campaignName' => 'Day 1');
  function run($id) {
    $soap = new SoapClient(@wsdl);
    $message = array_merge($this->defaults, array('campaignName' => 'Nudge', 'leadList' => array('leadKey' => array('keyType' => 'IDNUM', 'keyValue' => $id))));
    return $soap->requestCampaign($message);
  }
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "$id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"b.php", R"(<?php
const DEFAULTS = ['source' => 'MKTOWS', 'programName' => 'Welcome', 'campaignName' => 'Day 1'];
function run($id) {
  $soap = new SoapClient(@wsdl);
  return $soap->requestCampaign(['campaignName' => 'Nudge', 'leadList' => ['leadKey' => ['keyType' => 'IDNUM', 'keyValue' => $id]]] + DEFAULTS);
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "$id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
      {"c.php", R"(<?php
const DEFAULTS = ['source' => 'MKTOWS', 'programName' => 'Welcome', 'campaignName' => 'Day 1'];
function run($id) {
  $soap = new SoapClient(@wsdl);
  return $soap->requestCampaign([...DEFAULTS, 'campaignName' => 'Nudge', 'leadList' => ['leadKey' => ['keyType' => 'IDNUM', 'keyValue' => $id]]]);
}
)",
       R"x(use POST /rest/v1/campaigns/{campaignId}/trigger.json {"campaignId": {"$answer": "1.result[0].id"}} {"input": {"leads": [{"id": {"$code": "$id"}}]}}
first GET /rest/asset/v1/smartCampaign/byName.json {"name": "Nudge"})x"},
  });
}

}  // namespace unsoap
