// Hand-built reports for the tests of everything that comes after triage: one with nothing in it,
// one as a real project gives, one whose every string attacks the medium it is shown in, and one as
// large as asked.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scanner/findings/report.h"

namespace unsoap::samples {

inline findings::Location At(std::string path, int line, int column, int end_column) {
  findings::Location at;
  at.path = std::move(path);
  at.start_line = at.end_line = line;
  at.start_column = at.start_column_utf16 = column;
  at.end_column = at.end_column_utf16 = end_column;
  return at;
}

inline findings::Report Frame() {
  findings::Report r;
  r.tool_version = "0.1.0";
  r.rules = {{"marketo-soap", "2026.11", "5f0c9e3a7b1d2c4e6f8091a2b3c4d5e6"}};
  r.as_of = "2026-11-23";
  r.service_name = "Marketo Engage SOAP API";
  r.service_short = "Marketo SOAP";
  r.removed_on = "2026-07-31";
  r.fate = "the Marketo Engage SOAP API was removed on 2026-07-31 (removed 115 days ago)";
  r.documentation = "https://vendor.example/soap/migration";
  r.timeline = {
      {"2025-10-31", "announced-removal", "2025-01-15", "2025-10-20", "release notes", ""},
      {"2026-07-31", "removed", "2026-03-26", "", "release notes", "after two postponements"},
  };
  r.command = "unsoap scan .";
  r.root_name = "crm-sync";
  r.repository_url = "https://git.example/shop/crm-sync";
  r.revision = "4f2d8c0b9a7e6f5d4c3b2a190817263544536271";
  r.branch = "main";
  r.fail_on = "likely";
  // Some rules have no finding, and some findings' rules stand in no catalog.
  r.catalog = {
      {"marketo-soap/getLead",
       "getLead of the Marketo Engage SOAP API is used",
       "getLead of the Marketo Engage SOAP API: Reads the leads that one key finds. The Marketo "
       "Engage SOAP API was removed on 2026-07-31.",
       findings::Level::kError,
       findings::Confidence::kCertain,
       {"deprecated-api", "leads", "migration", "soap"},
       {{"leadKey.keyType is EMAIL",
         {"GET /rest/v1/leads.json (Get Leads by Filter Type)"},
         "https://developer.adobe.com/marketo-apis/api/mapi/#operation/getLeadsByFilterUsingGET",
         "Filter by e-mail address."},
        {"leadKey.keyType is LEADOWNEREMAIL", {}, "", "REST has no such filter."}}},
      {"marketo-soap/param/marketoCookie",
       "marketoCookie has no plain counterpart in REST",
       "marketoCookie: Sync Leads does not tie a cookie to the lead.",
       findings::Level::kWarning,
       findings::Confidence::kLikely,
       {"deprecated-api", "migration", "parameter", "soap"},
       {}}};
  return r;
}

inline findings::Report Empty() {
  findings::Report r = Frame();
  r.verdict =
      "Marketo SOAP is off since 2026-07-31 (115 days before 2026-11-23). Nothing in this code "
      "depends on it.";
  r.coverage.files_found = 12;
  r.coverage.files_parsed = 9;
  r.coverage.files_text_only = 1;
  r.coverage.files_dropped_by_prefilter = 2;
  r.coverage.bytes_read = 48211;
  r.summary = findings::Summarize(r.findings);
  return r;
}

inline findings::Replacement Rest(std::string id, std::string title, std::string method,
                                  std::string path, std::string because) {
  findings::Replacement rest;
  rest.id = std::move(id);
  rest.title = std::move(title);
  rest.http_method = std::move(method);
  rest.path = std::move(path);
  rest.because = std::move(because);
  rest.url = "https://developer.adobe.com/marketo-apis/api/mapi/#operation/" + rest.id;
  return rest;
}

inline findings::Finding SyncLead() {
  findings::Finding f;
  f.id = "0a1b2c3d4e5f6071";
  f.family = "77aa0b1c2d3e4f50";
  f.line_hash = "39f2c81a5be7704d:1";
  f.rule_id = "marketo-soap/syncLead";
  f.kind = findings::Kind::kCall;
  f.operation = "syncLead";
  f.confidence = findings::Confidence::kCertain;
  f.level = findings::Level::kError;
  f.language = "php";
  f.toolkit = "php-soapclient";
  f.message =
      "syncLead is called over SOAP, which was removed on 2026-07-31. Use Sync Leads, then "
      "Associate "
      "Lead for the cookie.";
  f.location = At("src/Crm/Client.php", 88, 16, 63);
  f.enclosing = "Crm\\Client::push";
  f.arguments = {
      {"leadRecord.Email", {}, "$lead->email", At("src/Crm/Client.php", 81, 9, 32)},
      {"marketoCookie", {}, "$_COOKIE['_mkto_trk']", At("src/Crm/Client.php", 85, 9, 50)}};
  f.parameters = {{"marketoCookie", "marketo-soap/param/marketoCookie", "change",
                   "Sync Leads takes no cookie: call Associate Lead with it afterwards.",
                   At("src/Crm/Client.php", 85, 9, 50)}};
  findings::Replacement sync =
      Rest("syncLeadUsingPOST", "Sync Leads", "POST", "/rest/v1/leads.json",
           "the record is looked up by its e-mail address");
  JsonTree record = JsonTree::Object();
  record.Set("email", JsonTree::Code("$lead->email"));
  sync.request.body = JsonTree::Object();
  sync.request.body.Set("action", JsonTree::String("createOrUpdate"));
  sync.request.body.Set("lookupField", JsonTree::String("email"));
  sync.request.body.Set("input", JsonTree::List())->items.push_back(record);
  sync.request.headers.Set("Content-Type", JsonTree::String("application/json"));
  sync.examples.curl = "curl -X POST \"$MARKETO_REST/rest/v1/leads.json\"";
  sync.examples.variables = {{"EMAIL", "string: email"}};
  sync.guidance = "Send up to 300 records in one request; read `status` of each record.";
  sync.permission = "Read-Write Lead";
  findings::Replacement associate =
      Rest("associateLeadUsingPOST", "Associate Lead", "POST",
           "/rest/v1/leads/{leadId}/associate.json", "marketoCookie is passed");
  associate.role = "then", associate.step = 2;
  associate.request.path_parameters.Set("leadId", JsonTree::Answer("1.result[0].id"));
  associate.request.query.Set("cookie", JsonTree::Code("$_COOKIE['_mkto_trk']"));
  associate.caveat = "needs the id that Sync Leads returned";
  f.replacements = {sync, associate};
  f.notes = {"REST names fields differently: `Email` is `email`."};
  f.evidence = {{"client", "$this->soap is built from the service's WSDL",
                 At("src/Crm/Client.php", 31, 23, 71)},
                {"constant", "WSDL is https://na-l.marketo.com/soap/mktows/3_1?WSDL",
                 At("src/Crm/Client.php", 14, 11, 65)}};
  f.flow = {{"the WSDL's address", At("src/Crm/Client.php", 14, 11, 65)},
            {"the client is made", At("src/Crm/Client.php", 31, 23, 71)},
            {"the operation is called", At("src/Crm/Client.php", 88, 16, 63)}};
  f.callers.direct = 2;
  f.callers.total = 5;
  f.callers.files = 3;
  f.callers.sites = {At("src/Controller/Signup.php", 40, 9, 31),
                     At("src/Jobs/Nightly.php", 77, 13, 35)};
  f.callers.languages = {"php"};
  f.callers.entry_points = {"bin/nightly"};
  f.snippet.first_line = 85;
  f.snippet.lines = {"\t\t$params->marketoCookie = $_COOKIE['_mkto_trk'];", "",
                     "\t\t// one record at a time",
                     "\t\treturn $this->soap->__soapCall('syncLead', [$params]);", "\t}"};
  f.location = At("src/Crm/Client.php", 88, 10, 56);
  f.effort_minutes = 90;
  f.owner = "@shop/crm";
  f.properties = {{"wsdl_version", "3_1"}};
  return f;
}

inline findings::Finding GetLead() {
  findings::Finding f;
  f.id = "1b2c3d4e5f607182";
  f.family = "88bb1c2d3e4f5061";
  f.line_hash = "41aa7f0e6cd2953b:1";
  f.rule_id = "marketo-soap/getLead";
  f.operation = "getLead";
  f.confidence = findings::Confidence::kLikely;
  f.level = findings::Level::kWarning;
  f.language = "ruby";
  f.toolkit = "savon";
  f.message = "getLead is called through a SOAP client whose service is not traced.";
  f.location = At("lib/crm/\xe5\xae\xa2\xe6\x88\xb7.rb", 7, 13, 56);
  f.location.start_column_utf16 = 14;
  f.location.end_column_utf16 = 57;
  f.enclosing = "Crm#find";
  f.arguments = {{"leadKey.keyType",
                  {"EMAIL", "IDNUM"},
                  "type",
                  At("lib/crm/\xe5\xae\xa2\xe6\x88\xb7.rb", 7, 40, 44)}};
  findings::Replacement by_filter = Rest("getLeadsByFilterUsingGET", "Get Leads by Filter Type",
                                         "GET", "/rest/v1/leads.json", "leadKey.keyType is EMAIL");
  by_filter.request.query.Set("filterType", JsonTree::String("email"));
  by_filter.request.query.Set("filterValues", JsonTree::List())
      ->items.push_back(JsonTree::Code("value"));
  by_filter.applies = false;
  findings::Replacement by_id = Rest("getLeadByIdUsingGET", "Get Lead by Id", "GET",
                                     "/rest/v1/lead/{leadId}.json", "leadKey.keyType is IDNUM");
  by_id.request.path_parameters.Set("leadId", JsonTree::Code("value"));
  by_id.role = "instead", by_id.step = 2;
  by_id.applies = false;
  f.replacements = {by_filter, by_id};
  f.evidence = {{"anchor", "the file names the service",
                 At("lib/crm/\xe5\xae\xa2\xe6\x88\xb7.rb", 2, 3, 20)}};
  f.snippet.first_line = 6;
  f.snippet.lines = {
      "  def find(type, value)",
      "    x = \"\xf0\x9f\x98\x80\"; @api.call(:get_lead, message: key(type, value))", "  end"};
  f.effort_minutes = 45;
  f.labels = {"test"};
  f.state = findings::State::kBaseline;
  return f;
}

inline findings::Finding ListMObjects() {
  findings::Finding f;
  f.id = "2c3d4e5f60718293";
  f.line_hash = "9d1c0b7746aa1f52:1";
  f.rule_id = "marketo-soap/listMObjects";
  f.kind = findings::Kind::kEnvelope;
  f.operation = "listMObjects";
  f.confidence = findings::Confidence::kCertain;
  f.level = findings::Level::kError;
  f.language = "xml";
  f.message = "A request envelope for listMObjects. Nothing in REST replaces it.";
  f.location = At("docs/requests/list.xml", 4, 5, 27);
  f.evidence = {{"namespace", "the envelope has the service's namespace",
                 At("docs/requests/list.xml", 2, 20, 55)}};
  f.snippet.first_line = 4;
  f.snippet.lines = {"    <mkt:paramsListMObjects/>"};
  f.notes = {"Keep the list of object names in your own configuration."};
  f.effort_minutes = 30;
  f.labels = {"documentation"};
  return f;
}

inline findings::Finding Credential() {
  findings::Finding f;
  f.id = "3d4e5f60718293a4";
  f.line_hash = "77b0aa19c3d52e61:1";
  f.rule_id = "marketo-soap/credential";
  f.kind = findings::Kind::kCredential;
  f.confidence = findings::Confidence::kCertain;
  f.level = findings::Level::kWarning;
  f.language = "properties";
  f.message = "An encryption key of the service is stored here. Delete it with the account.";
  f.location = At("config/.env", 3, 1, 33);
  f.snippet.first_line = 3;
  f.snippet.lines = {
      "MARKETO_ENCRYPTION_KEY="
      "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80"
      "\xa2"};
  f.effort_minutes = 15;
  f.properties = {{"advice", "delete"}};
  return f;
}

inline findings::Finding WrapperCall() {
  findings::Finding f;
  f.id = "4e5f60718293a4b5";
  f.line_hash = "5e8831dd09bb2a7c:1";
  f.rule_id = "marketo-soap/syncLead";
  f.kind = findings::Kind::kWrapperCall;
  f.operation = "syncLead";
  f.confidence = findings::Confidence::kLikely;
  f.level = findings::Level::kNote;
  f.language = "php";
  f.message = "Crm\\Client::push performs syncLead.";
  f.location = At("src/Jobs/Nightly.php", 77, 13, 35);
  f.enclosing = "Nightly::run";
  f.flow = {{"the wrapper is called", At("src/Jobs/Nightly.php", 77, 13, 35)},
            {"the wrapper calls syncLead", At("src/Crm/Client.php", 88, 10, 56)}};
  f.snippet.first_line = 77;
  f.snippet.lines = {"            $client->push($lead);"};
  return f;
}

inline findings::Finding Jar() {
  findings::Finding f;
  f.id = "5f60718293a4b5c6";
  f.rule_id = "marketo-soap/binary-client";
  f.kind = findings::Kind::kBinaryClient;
  f.confidence = findings::Confidence::kCertain;
  f.level = findings::Level::kWarning;
  f.language = "archive";
  f.message = "Compiled client classes of the service.";
  f.location = At("vendor/lib/marketo-soap-sdk-2.7.jar", 1, 1, 1);
  f.effort_minutes = 20;
  f.labels = {"vendored"};
  f.properties = {{"members", "214"}};
  return f;
}

inline findings::Finding Package() {
  findings::Finding f;
  f.id = "60718293a4b5c6d7";
  f.line_hash = "1c22f5e0d7a94b38:1";
  f.rule_id = "marketo-soap/dependency";
  f.kind = findings::Kind::kDependency;
  f.confidence = findings::Confidence::kCertain;
  f.level = findings::Level::kWarning;
  f.language = "composer";
  f.message = "The package acme/marketo-soap speaks to the service.";
  f.location = At("composer.json", 5, 9, 36);
  f.snippet.first_line = 5;
  f.snippet.lines = {"        \"acme/marketo-soap\": \"^1.2\""};
  f.effort_minutes = 30;
  f.properties = {{"ecosystem", "composer"}, {"package", "acme/marketo-soap"}, {"version", "^1.2"}};
  return f;
}

inline void Finish(findings::Report& r) {
  std::sort(r.findings.begin(), r.findings.end(), findings::Before);
  r.summary = findings::Summarize(r.findings);
}

inline findings::Report Typical() {
  findings::Report r = Frame();
  r.verdict =
      "Marketo SOAP is off since 2026-07-31 (115 days before 2026-11-23): 5 certain places in 5 "
      "files "
      "fail today, 2 more are likely.";
  r.findings = {SyncLead(),    GetLead(), ListMObjects(), Credential(),
                WrapperCall(), Jar(),     Package()};
  Finish(r);
  findings::Finding hidden = GetLead();
  hidden.id = "718293a4b5c6d7e8";
  hidden.location = At("lib/old.rb", 3, 1, 20);
  hidden.suppressed_by = "comment";
  hidden.suppression_reason = "dead since the last release";
  r.suppressed = {hidden};
  findings::WrapperSummary wrapper;
  wrapper.name = "Crm\\Client::push";
  wrapper.finding_id = "0a1b2c3d4e5f6071";
  wrapper.location = At("src/Crm/Client.php", 78, 21, 25);
  wrapper.operations = {"syncLead"};
  wrapper.callers = SyncLead().callers;
  r.wrappers = {wrapper};
  r.errata = {{"E-002", "The vendor's table links Describe Role where Get Roles is meant.",
               "migration guide"}};
  r.second_hop = {"An access token in the query string is refused since 2026-08-31."};
  r.diagnostics = {{findings::Level::kWarning, "composer.lock", 12, "syntax error",
                    "facts near it may be missing"}};
  r.coverage.files_found = 4120;
  r.coverage.files_parsed = 287;
  r.coverage.files_text_only = 120;
  r.coverage.files_partial = 3;
  r.coverage.files_dropped_by_prefilter = 3700;
  r.coverage.files_not_read = 13;
  r.coverage.files_ignored = 900;
  r.coverage.directories_ignored = 4;
  r.coverage.bytes_read = 41234567;
  for (int i = 1; i <= 13; ++i) {
    r.coverage.not_read.push_back({"data/dump-" + std::to_string(100 + i) + ".bin",
                                   i % 2 ? "binary" : "unreadable: permission denied"});
  }
  r.coverage.text_only = {{"gen/huge.php", "larger than 8 MB"}};
  r.coverage.partial = {{"src/broken.php", "it has syntax errors"}};
  r.coverage.ignored_by = {{"gitignore", 880}, {"unsoapignore", 20}};
  r.coverage.left_out = {{"old/unsoap.json", "report of unsoap (json): left out"}};
  r.complete = false;
  r.verdict = findings::NotReadSentence(r) + r.verdict;
  r.gate_count = 6;
  r.seconds = 1.25;
  r.started_at = "2026-11-23T10:00:00Z";
  return r;
}

/// Text that breaks out of HTML, XML, CSV, Markdown, terminals and workflow commands where a
/// reporter forgets to escape.
inline std::string Attack() {
  return "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`&amp;]]>--> "
         "|=cmd()\x1b[31m"
         "\x07\xe2\x80\xae"
         "gnp\xe2\x80\xa8\xe2\x80\xa9::error::x%0A\r\n\xff\xfe [a](javascript:alert(3)) ${x}{{y}}";
}

inline findings::Report Hostile() {
  findings::Report r = Frame();
  const std::string bad = Attack();
  r.verdict = "Verdict " + bad;
  r.root_name = bad;
  r.branch = bad;
  r.revision = bad;
  r.repository_url = "javascript:alert(4)//" + bad;
  r.command = "unsoap scan " + bad;
  r.path_in_repository = bad + "/";
  r.documentation = "https://vendor.example/" + bad;
  r.catalog = {{"marketo-soap/" + bad,
                bad,
                bad,
                findings::Level::kError,
                findings::Confidence::kCertain,
                {bad},
                {{bad, {bad, bad}, "javascript:alert(7)" + bad, bad}}}};
  findings::Finding f = SyncLead();
  f.id = "8293a4b5c6d7e8f9";
  f.message = "Message " + bad;
  f.operation = "sync" + bad;
  f.rule_id = "marketo-soap/" + bad;
  f.location.path = "src/" + bad + ".php";
  f.enclosing = bad;
  f.language = bad;
  f.toolkit = bad;
  f.arguments[0].name = f.arguments[0].source = bad;
  f.arguments[0].values = {bad};
  f.parameters[0].name = f.parameters[0].guidance = f.parameters[0].rule_id =
      f.parameters[0].severity = bad;
  for (findings::Replacement& rest : f.replacements) {
    rest.title = rest.path = rest.because = rest.guidance = rest.caveat = rest.permission = bad;
    rest.http_method = bad;
    rest.url = "javascript:alert(5)" + bad;
    rest.limits = bad;
    rest.request = {}, rest.examples = {};
    // Each kind of text once: what is repeated five hundred times stays a page.
    if (&rest == &f.replacements.front()) {
      rest.request.query.Set(bad, JsonTree::String(bad));
      rest.examples = {bad, bad, "", {{bad, "x"}}};
    } else {
      rest.request.body = JsonTree::Object();
      rest.request.body.Set("x", JsonTree::Code(bad));
    }
  }
  f.notes = {bad};
  f.evidence[0].text = f.evidence[0].what = bad;
  f.flow[0].text = f.flow[0].location.path = bad;
  f.labels = {bad};
  f.owner = bad;
  f.properties = {{bad, bad}};
  f.snippet.lines = {bad, "", "", bad + bad, bad};
  r.findings = {f};
  findings::Finding second = SyncLead();
  second.id = "93a4b5c6d7e8f90a";
  second.message = "=1+1";
  second.location.path = "-rf\n::warning::y";
  r.findings.push_back(second);
  Finish(r);
  findings::WrapperSummary wrapper;
  wrapper.name = bad;
  wrapper.operations = {bad};
  wrapper.location.path = bad;
  wrapper.callers.total = 3;
  wrapper.callers.sites = {f.location};
  r.wrappers = {wrapper};
  r.errata = {{bad, bad, bad}};
  r.second_hop = {bad};
  r.diagnostics = {{findings::Level::kError, bad, 1, bad, bad}};
  r.coverage.files_not_read = 1;
  r.coverage.not_read = {{bad, bad}};
  r.coverage.left_out = {{bad, bad}};
  r.complete = false;
  r.coverage.ignored_by = {{bad, 1}};
  r.timeline[0].note = r.timeline[0].source = bad;
  return r;
}

/// `count` findings over a few operations, folders and kinds.
inline findings::Report Large(int count) {
  findings::Report r = Frame();
  r.verdict =
      "Marketo SOAP is off since 2026-07-31 (115 days before 2026-11-23): a large code base fails.";
  r.findings.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    findings::Finding f = i % 3 == 0 ? GetLead() : i % 3 == 1 ? SyncLead() : WrapperCall();
    std::string digits = std::to_string(i);
    f.id = std::string(16 - digits.size(), '0') + digits;
    f.location.path =
        "module" + std::to_string(i % 17) + "/src/File" + std::to_string(i / 7) + ".php";
    f.location.start_line = f.location.end_line = 10 + i % 7;
    f.snippet.first_line = f.location.start_line - (i % 3 == 0 ? 1 : i % 3 == 1 ? 3 : 0);
    r.findings.push_back(std::move(f));
  }
  Finish(r);
  r.coverage.files_found = r.coverage.files_parsed = count / 7 + 1;
  return r;
}

}  // namespace unsoap::samples
