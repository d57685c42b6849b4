// The rule packs: their content, the loader's messages, and the decision for every row of every
// mapping.
#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "scanner/base/text.h"
#include "scanner/rules/binary.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/catalog.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/decide.h"
#include "scanner/rules/loader.h"
#include "scanner/rules/paths.h"
#include "scanner/rules/yaml.h"
#include "tests/catch.h"
#include "tests/paths.h"

using namespace unsoap;

namespace {

const rules::Pack& BuiltIn() { return *rules::BuiltinPacks().front(); }

const rules::Operation& Op(const char* name) {
  const rules::Operation* operation = BuiltIn().FindOperation(name);
  REQUIRE(operation != nullptr);
  return *operation;
}

// "listOperation=ADDTOLIST; strict=true; leadKey.keyValue~$id" -> a call; "=" gives a value, "~"
// only a source.
rules::KnownCall Call(const std::string& text, bool all_seen = true) {
  rules::KnownCall call;
  call.all_seen = all_seen;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, ';');) {
    part.erase(0, part.find_first_not_of(' '));
    const size_t at = part.find_first_of("=~");
    rules::KnownArgument& argument = call.arguments.emplace_back();
    argument.path = part.substr(0, at);
    if (at == std::string::npos) continue;
    argument.source = part.substr(at + 1);
    argument.complete = part[at] == '=';
    if (argument.complete) argument.values = {part.substr(at + 1)};
  }
  return call;
}

// "+a,+b,-c": requests in order, + where they apply.
std::string Requests(const rules::Verdict& verdict, bool all = false) {
  std::string out;
  for (const rules::RequestChoice& choice : verdict.requests) {
    if (!choice.applies && !all) continue;
    if (!out.empty()) out += ", ";
    out += choice.endpoint->id;
  }
  return out;
}

std::string DecideText(const char* operation, const std::string& call, bool all_seen = true) {
  return Requests(rules::Decide(BuiltIn(), Op(operation), Call(call, all_seen)));
}

// Arguments under which every condition of a row holds.
rules::KnownCall Satisfying(const rules::Mapping& mapping) {
  rules::KnownCall call;
  call.all_seen = true;
  for (const rules::Condition& condition : mapping.when) {
    const std::string path = condition.parameter.substr(0, condition.parameter.find('|'));
    using Test = rules::Condition::Test;
    if (condition.test == Test::kAlways || condition.test == Test::kHuman ||
        condition.test == Test::kAbsent)
      continue;
    rules::KnownArgument& argument = call.arguments.emplace_back();
    argument.path = path;
    argument.source = "$x";
    if (condition.test == Test::kEquals) {
      argument.values = {condition.values.front()};
      if (argument.values.front().ends_with('*')) argument.values.front().back() = 'X';
    }
    if (condition.test == Test::kNot) argument.values = {"SOMETHING_ELSE"};
    if (condition.test == Test::kSeveral) argument.items.resize(2);
  }
  return call;
}

bool IsForPeople(const rules::Mapping& mapping) {
  return std::ranges::any_of(mapping.when, [](const rules::Condition& c) {
    return c.test == rules::Condition::Test::kHuman;
  });
}

std::string UseOf(const rules::Mapping& mapping) {
  const auto use = std::ranges::find(mapping.steps, "use", &rules::RequestStep::role);
  return use == mapping.steps.end() ? std::string() : use->endpoint;
}

// What the definitions refuse in the requests.
std::string Invalid(const rules::Verdict& verdict) {
  std::string out;
  for (const rules::RequestChoice& choice : verdict.requests) {
    for (const std::string& error : rules::RequestErrors(*choice.endpoint, choice.request))
      out += choice.endpoint->id + ": " + error + "\n";
  }
  return out;
}

std::string Text(const JsonTree& tree) { return ToJsonText(tree); }

}  // namespace

TEST_CASE("every mapping row applies to a call that meets its conditions") {
  int rows = 0;
  for (const rules::Pack* pack : rules::BuiltinPacks()) {
    for (const rules::Operation& operation : pack->operations) {
      for (const rules::Mapping& mapping : operation.mappings) {
        ++rows;
        INFO(mapping.id);
        const rules::Verdict verdict = rules::Decide(*pack, operation, Satisfying(mapping));
        const auto row = std::ranges::find(verdict.decisions, &mapping, &rules::Decision::mapping);
        REQUIRE(row != verdict.decisions.end());
        CHECK(row->possible);
        CHECK(row->applies != IsForPeople(mapping));
        if (operation.replacements.empty()) {
          CHECK(verdict.nothing_replaces);
          CHECK_FALSE(verdict.explanation.empty());
          continue;
        }
        if (mapping.steps.empty()) {
          if (!mapping.adds) {
            CHECK(verdict.nothing_replaces);
            CHECK(verdict.explanation == mapping.how);
            CHECK(verdict.requests.empty());
          } else {
            CHECK(std::ranges::find(verdict.notes, mapping.how) != verdict.notes.end());
          }
          continue;
        }
        // Every call that the row names is among the requests; with its condition when people have
        // to decide.
        for (const rules::RequestStep& step : mapping.steps) {
          if (!step.when.empty()) continue;  // only with further arguments
          const auto request = std::ranges::find_if(
              verdict.requests,
              [&](const rules::RequestChoice& c) { return c.endpoint->id == step.endpoint; });
          INFO(step.endpoint);
          if (step.role != "with") REQUIRE(request != verdict.requests.end());
        }
        // What a row that decides asks for replaces the call.
        if (!mapping.adds && !IsForPeople(mapping)) {
          REQUIRE_FALSE(verdict.requests.empty());
          CHECK(verdict.requests.front().endpoint->id == UseOf(mapping));
          CHECK(verdict.requests.front().role == "use");
          CHECK(verdict.requests.front().applies);
        }
        CHECK(Invalid(verdict) == "");
      }
    }
  }
  CHECK(rows > 100);
}

TEST_CASE("the arguments of a call decide its replacement") {
  CHECK(DecideText("getLead", "leadKey.keyType=EMAIL; leadKey.keyValue~$mail") ==
        "getLeadsByFilterUsingGET");
  CHECK(DecideText("getLead", "leadKey.keyType=IDNUM; leadKey.keyValue=12") ==
        "getLeadByIdUsingGET");
  CHECK(DecideText("getLead", "leadKey.keyType~$t") == "");
  CHECK(DecideText("syncLead", "leadRecord.Email~$mail; returnLead=false") == "syncLeadUsingPOST");
  CHECK(DecideText("syncLead", "leadRecord.Email~$mail; marketoCookie~$c") ==
        "syncLeadUsingPOST, associateLeadUsingPOST");
  CHECK(DecideText("syncLead",
                   "leadRecord.ForeignSysPersonId~$id; leadRecord.ForeignSysType=CUSTOM") ==
        "syncLeadUsingPOST, createLeadFieldUsingPOST");
  CHECK(DecideText("listOperation",
                   "listOperation=REMOVEFROMLIST; listKey.keyType=MKTOLISTNAME; "
                   "listMemberList.leadKey.keyType=IDNUM") ==
        "removeLeadsFromListUsingDELETE, getListsUsingGET");
  CHECK(DecideText("listOperation",
                   "listOperation=ADDTOLIST; listMemberList.leadKey.keyType=EMAIL") ==
        "addLeadsToListUsingPOST, getListsUsingGET, getLeadsByFilterUsingGET");
  CHECK(DecideText("getMObjects", "type=Program; id=3") == "getProgramByIdUsingGET");
  CHECK(DecideText("getMObjects", "type=Program") == "browseProgramsUsingGET");
  CHECK(DecideText("deleteMObjects", "mObjectList.mObject.type=OpportunityLeadRole") ==
        "deleteOpportunityRolesUsingPOST");
  CHECK(DecideText("getMultipleLeads", "leadSelector.staticListId=7") ==
        "getLeadsByListIdUsingGET_1");
  CHECK(DecideText("requestCampaign",
                   "source=MKTOWS; campaignName=Welcome; programName=P; "
                   "leadList.leadKey.keyType=IDNUM") ==
        "triggerCampaignUsingPOST, getSmartCampaignByNameUsingGET");
}

TEST_CASE("case style, wrappers and index of an argument's path do not matter") {
  for (const char* path :
       {"leadKey.keyType", "lead_key.key_type", "paramsGetLead.leadKey.keyType", "keyType",
        "LeadKey.KeyType", "request.lead_key[0].key_type", "ns1:leadKey.ns1:keyType"}) {
    INFO(path);
    CHECK(DecideText("getLead", std::string(path) + "=EMAIL") == "getLeadsByFilterUsingGET");
  }
  // The id of an association is not the id of the object asked for.
  CHECK(DecideText("getMObjects", "type=Program; mObjAssociationList.mObjAssociation.id=3") ==
        "browseProgramsUsingGET");
}

TEST_CASE("requests are built from the arguments by the definitions") {
  const auto first = [](const char* operation, const std::string& call) {
    const rules::Verdict verdict = rules::Decide(BuiltIn(), Op(operation), Call(call));
    CHECK(Invalid(verdict) == "");
    REQUIRE_FALSE(verdict.requests.empty());
    return verdict.requests.front();
  };
  const rules::RequestChoice by_mail =
      first("getLead", "leadKey.keyType=EMAIL; leadKey.keyValue~$mail");
  CHECK(Text(by_mail.request.query) ==
        R"({"filterType": "email", "filterValues": [{"$code": "$mail"}]})");
  CHECK(by_mail.because == "leadKey.keyType is EMAIL");
  CHECK(Text(first("getLead", "leadKey.keyType=IDNUM; leadKey.keyValue=12").request.path) ==
        R"({"leadId": 12})");
  CHECK(
      Text(first("getLead", "leadKey.keyType=SFDCCONTACTID; leadKey.keyValue=00Q").request.query) ==
      R"({"filterType": "sfdcContactId", "filterValues": ["00Q"]})");
  CHECK(Text(first("syncMObjects", "mObject.type=Opportunity; operation=INSERT")
                 .request.body.items[1]) == R"("createOnly")");
  CHECK(Text(first("mergeLeads",
                   "winningLeadKeyList.attribute.attrName=IDNUM; "
                   "winningLeadKeyList.attribute.attrValue=1; "
                   "losingLeadKeyLists.keyList.attribute.attrName=IDNUM; "
                   "losingLeadKeyLists.keyList.attribute.attrValue~$b")
                 .request.query) == R"({"leadIds": [{"$code": "$b"}]})");
  CHECK(
      Text(first("getLeadActivity",
                 "leadKey.keyType=IDNUM; leadKey.keyValue=7; startPosition.oldestCreatedAt="
                 "2013-01-31 10:00; activityFilter.includeTypes.activityType=FillOutForm")
               .request.query) ==
      R"({"nextPageToken": {"$answer": "2.nextPageToken"}, "activityTypeIds": [2], "leadIds": [7]})");
}

TEST_CASE("an empty text is no argument") {
  CHECK(DecideText("syncLead", "leadRecord.Email~$mail; leadRecord.Id=; marketoCookie=") ==
        "syncLeadUsingPOST");
}

TEST_CASE("a call of which nothing is known merges no rows that exclude one another") {
  for (const rules::Operation& operation : BuiltIn().operations) {
    INFO(operation.name);
    const rules::Verdict verdict = rules::Decide(BuiltIn(), operation, {});
    CHECK(Invalid(verdict) == "");
    if (operation.replacements.empty()) continue;
    REQUIRE_FALSE(verdict.requests.empty());
    CHECK(verdict.requests.front().role == "use");
    int step = 0;
    std::set<int> steps;
    for (const rules::RequestChoice& choice : verdict.requests) {
      CHECK(steps.insert(choice.step).second);
      step = std::max(step, choice.step);
    }
    CHECK(step == static_cast<int>(verdict.requests.size()));
  }
  const rules::Verdict sync = rules::Decide(BuiltIn(), Op("syncLead"), {});
  CHECK(Text(sync.requests[0].request.body) ==
        R"({"action": "createOrUpdate", "lookupField": "email", )"
        R"("input": [{"email": {"$choose": "e-mail address of the lead"}, )"
        R"("eachFieldOfLeadAttributeList": {"$choose": "the fields in leadAttributeList, each by )"
        R"(its REST name: unsoap explain fields"}}]})");
  CHECK_FALSE(sync.requests[0].applies);
  const rules::Verdict merge = rules::Decide(BuiltIn(), Op("mergeLeads"), {});
  CHECK(merge.requests[0].request.query.Find("mergeInCRM") == nullptr);
}

TEST_CASE("a list of names and values stands in the body however it is written") {
  const auto body = [](const std::string& call) {
    const rules::Verdict verdict = rules::Decide(BuiltIn(), Op("syncLead"), Call(call));
    CHECK(Invalid(verdict) == "");
    REQUIRE_FALSE(verdict.requests.empty());
    return Text(verdict.requests[0].request.body.items.back());
  };
  const std::string mail = "leadRecord.Email~$mail; ";
  CHECK(body(mail) == R"([{"email": {"$code": "$mail"}}])");
  // A map, in the list or in its item, under the names of the service or of the language.
  for (const char* path :
       {"leadRecord.leadAttributeList.FirstName", "leadAttributeList.attribute.FirstName",
        "lead_record.lead_attribute_list.first_name"}) {
    INFO(path);
    CHECK(body(mail + path + "~$first") ==
          R"([{"email": {"$code": "$mail"}, "firstName": {"$code": "$first"}}])");
  }
  // What comes from elsewhere as a whole.
  CHECK(body(mail + "leadRecord.leadAttributeList~$list") ==
        R"([{"email": {"$code": "$mail"}, "eachFieldOfLeadAttributeList": {"$code": "$list"}}])");
  CHECK(body(mail + "leadRecord.leadAttributeList.attribute~$list") ==
        R"([{"email": {"$code": "$mail"}, "eachFieldOfLeadAttributeList": {"$code": "$list"}}])");
  // Of which all is known, which is nothing.
  rules::KnownCall empty = Call(mail + "leadRecord.leadAttributeList~[]");
  empty.arguments.back().complete = true;
  CHECK(
      Text(rules::Decide(BuiltIn(), Op("syncLead"), empty).requests[0].request.body.items.back()) ==
      R"([{"email": {"$code": "$mail"}}])");
  // Names that are made at run time.
  CHECK(body(mail + "leadAttributeList.attribute.attrName~$k; "
                    "leadAttributeList.attribute.attrValue~$v") ==
        R"([{"email": {"$code": "$mail"}, "eachFieldOfLeadAttributeList": {"$code": "$v"}}])");
  // Conditions see the pairs of a map, too.
  CHECK(DecideText("syncLead", mail + "leadAttributeList.Industry~$x").find("syncCompanies") !=
        std::string::npos);
}

TEST_CASE("a step that several rows ask for is one step under all of their conditions") {
  const rules::Verdict activity = rules::Decide(BuiltIn(), Op("getLeadActivity"), {});
  const auto count = [&](const char* id) {
    return std::ranges::count_if(activity.requests, [&](const rules::RequestChoice& choice) {
      return choice.endpoint->id == id;
    });
  };
  CHECK(count("getAllActivityTypesUsingGET") == 1);
  CHECK(count("getActivitiesPagingTokenUsingGET") == 1);
  const auto types = std::ranges::find_if(activity.requests, [](const auto& c) {
    return c.endpoint->id == "getAllActivityTypesUsingGET";
  });
  REQUIRE(types != activity.requests.end());
  CHECK(types->because ==
        "activityFilter.includeTypes is given, or activityFilter.excludeTypes is given");
  // What follows the request that replaces the call takes its answer, whatever decides that one.
  const rules::Verdict sync =
      rules::Decide(BuiltIn(), Op("syncLead"), Call("marketoCookie~$cookie; leadRecord~$record"));
  for (const rules::RequestChoice& choice : sync.requests) {
    if (choice.endpoint->id != "associateLeadUsingPOST") continue;
    INFO(Text(choice.request.path));
    CHECK(Text(choice.request.path).find("$answer") != std::string::npos);
  }
}

TEST_CASE("a span of time that is too long for one call is said") {
  const rules::Verdict verdict = rules::Decide(
      BuiltIn(), Op("getMultipleLeads"),
      Call("leadSelector=LastUpdateAtSelector; leadSelector.oldestUpdatedAt=2013-01-01; "
           "leadSelector.latestUpdatedAt=2013-05-31"));
  CHECK(std::ranges::find(verdict.notes,
                          "updatedAt spans 150 days, 31 is the most in one call: make 5 calls, "
                          "each with a part of the span.") != verdict.notes.end());
}

TEST_CASE("several possible values give every replacement that may be needed") {
  rules::KnownCall call;
  call.arguments.push_back({"leadKey.keyType", {"EMAIL", "IDNUM"}, true, "$type", {}});
  const rules::Verdict verdict = rules::Decide(BuiltIn(), Op("getLead"), call);
  REQUIRE(verdict.requests.size() == 2);
  CHECK(verdict.requests[0].because == "leadKey.keyType is EMAIL");
  CHECK(verdict.requests[1].because == "leadKey.keyType is IDNUM");
  CHECK(verdict.requests[1].role == "instead");
  CHECK_FALSE(verdict.requests[0].applies);
}

TEST_CASE("options of one call merge into one body") {
  const rules::Verdict verdict = rules::Decide(
      BuiltIn(), Op("scheduleCampaign"),
      Call("programName=P; campaignName=C; campaignRunAt=2030-01-02T03:04:05.000-06:00; "
           "cloneToProgramName~$other; programTokenList.attrib.name={{my.x}}; "
           "programTokenList.attrib.value~$x"));
  CHECK(Text(verdict.requests[0].request.body) ==
        R"({"input": {"runAt": "2030-01-02T03:04:05-06:00", "cloneToProgramName": {"$code": )"
        R"("$other"}, "tokens": [{"name": "{{my.x}}", "value": {"$code": "$x"}}]}})");
}

TEST_CASE("names and values of one list stay together") {
  rules::KnownCall call;
  call.all_seen = true;
  const auto item = [](const char* value, const char* source, uint32_t record, uint32_t attribute) {
    rules::KnownItem out{{}, true, source, {}};
    if (*value != 0) out.values = {value};
    if (record > 0) out.around.emplace_back("leadRecordList.leadRecord", record);
    if (attribute > 0)
      out.around.emplace_back("leadRecordList.leadRecord.leadAttributeList.attribute", attribute);
    return out;
  };
  call.arguments = {{"leadRecordList.leadRecord.Email",
                     {},
                     false,
                     "",
                     {item("a@example.com", "", 1, 0), item("", "$b", 2, 0)}},
                    {"leadRecordList.leadRecord.leadAttributeList.attribute.attrName",
                     {},
                     false,
                     "",
                     {item("FirstName", "", 1, 3), item("LastName", "", 2, 4)}},
                    {"leadRecordList.leadRecord.leadAttributeList.attribute.attrValue",
                     {},
                     false,
                     "",
                     {item("", "$first", 1, 3), item("Roe", "", 2, 4)}}};
  const rules::Verdict verdict = rules::Decide(BuiltIn(), Op("syncMultipleLeads"), call);
  CHECK(Text(*verdict.requests[0].request.body.Find("input")) ==
        R"([{"email": "a@example.com", "firstName": {"$code": "$first"}}, )"
        R"({"email": {"$code": "$b"}, "lastName": "Roe"}])");
}

TEST_CASE("a value without a counterpart says so and offers nothing") {
  const rules::Verdict verdict =
      rules::Decide(BuiltIn(), Op("getLead"), Call("leadKey.keyType=LEADOWNEREMAIL"));
  CHECK(verdict.nothing_replaces);
  CHECK(verdict.requests.empty());
  CHECK(verdict.explanation.find("custom lead field") != std::string::npos);
  CHECK(rules::Decide(BuiltIn(), Op("requestCampaign"), Call("source=SALES; campaignId=3"))
            .nothing_replaces);
  CHECK(rules::Decide(BuiltIn(), Op("listMObjects"), {}).nothing_replaces);
}

TEST_CASE("dates count days and speak of them") {
  CHECK(*rules::ParseDate("1970-01-02") == 1);
  CHECK(rules::FormatDate(*rules::ParseDate("2024-02-29")) == "2024-02-29");
  CHECK_FALSE(rules::ParseDate("2025-02-29"));
  CHECK_FALSE(rules::ParseDate("2025-2-29"));
  CHECK_FALSE(rules::ParseDate("2025-13-01"));
  CHECK_FALSE(rules::ParseDate("yesterday!"));
  CHECK(rules::DatePhrase("2026-07-31", "2026-11-23") == "removed 115 days ago");
  CHECK(rules::DatePhrase("2026-07-31", "2026-07-19") == "12 days left");
  CHECK(rules::DatePhrase("2026-07-31", "2026-07-31") == "removed today");
  CHECK(rules::DatePhrase("2026-07-31", "2026-08-01") == "removed yesterday");
  CHECK(rules::DatePhrase("2026-07-31", "2026-07-30") == "1 day left");
  CHECK(rules::DatePhrase("2026-07-31", "soon").empty());
}

TEST_CASE("a day sees only what had been said by then") {
  CHECK(rules::RemovalBelievedOn(BuiltIn(), "2024-01-01").empty());
  CHECK(rules::RemovalBelievedOn(BuiltIn(), "2024-12-19") == "2025-10-31");
  CHECK(rules::RemovalBelievedOn(BuiltIn(), "2025-10-19") == "2026-01-31");
  CHECK(rules::RemovalBelievedOn(BuiltIn(), "2026-01-22") == "2026-03-31");
  CHECK(rules::RemovalBelievedOn(BuiltIn(), "2026-11-23") == "2026-07-31");
  CHECK(rules::VisibleTimeline(BuiltIn(), "2025-01-01").size() == 2);
  CHECK(rules::VisibleTimeline(BuiltIn(), "2026-11-23").size() == 6);
}

TEST_CASE("the binary form gives back what was put in") {
  rules::Pack copy;
  const std::string bytes = rules::PackToBinary(BuiltIn());
  REQUIRE(rules::PackFromBinary(bytes, &copy));
  CHECK(rules::PackToBinary(copy) == bytes);
  CHECK(copy.operations.size() == 23);
  for (size_t cut : {size_t{0}, size_t{5}, bytes.size() / 2, bytes.size() - 1}) {
    rules::Pack broken;
    CHECK_FALSE(rules::PackFromBinary(std::string_view(bytes).substr(0, cut), &broken));
  }
}

TEST_CASE("the built-in pack is what its directory loads to") {
  std::vector<Error> errors;
  const Result<rules::Pack> pack =
      rules::LoadPack(SourceDir() + "/rules/marketo-soap", rules::BuiltinToolkits(), &errors);
  for (const Error& error : errors) UNSCOPED_INFO(Format(error));
  REQUIRE(pack);
  CHECK(pack->digest == BuiltIn().digest);
  CHECK(pack->operations.size() == BuiltIn().operations.size());
  // A toolkit a file.
  const std::filesystem::directory_iterator files(SourceDir() + "/rules/toolkits");
  CHECK(pack->toolkits.size() == static_cast<size_t>(std::distance(begin(files), end(files))));
}

TEST_CASE("a card shows an operation without needing the vendor's pages") {
  const Result<std::string> card = rules::Explain(rules::BuiltinPacks(), "get_lead", "2026-11-23");
  REQUIRE(card);
  for (const char* part :
       {"getLead  (operation of", "removed 115 days ago", "paramsGetLead",
        "leadKey.keyType is EMAIL", "Get Leads by Filter Type: GET /rest/v1/leads.json",
        "filterType=email", "20103", "developer.adobe.com", "[blocker]", "Sources"}) {
    INFO(part);
    CHECK(card->find(part) != std::string::npos);
  }
  for (const std::string_view line : Split(*card, '\n')) {
    INFO(line);
    CHECK((CountCodePoints(line) <= 80 || line.find("://") != std::string_view::npos ||
           line.find('@') != std::string_view::npos ||
           line.find("permission") != std::string_view::npos));
  }
}

TEST_CASE("every name in the packs has a card, and a wrong one a suggestion") {
  for (const rules::Operation& o : BuiltIn().operations)
    CHECK(rules::Explain(rules::BuiltinPacks(), o.name, "2026-11-23"));
  for (const rules::FlaggedParameter& p : BuiltIn().parameters) {
    INFO(p.id);
    CHECK(rules::Explain(rules::BuiltinPacks(), p.id, "2026-11-23"));
    CHECK(rules::Explain(rules::BuiltinPacks(), BuiltIn().id + "/param/" + p.id, "2026-11-23"));
  }
  for (const rules::RestEndpoint& e : BuiltIn().endpoints)
    CHECK(rules::RulesShow(rules::BuiltinPacks(), e.id));
  for (const rules::Package& p : BuiltIn().packages)
    CHECK(rules::RulesShow(rules::BuiltinPacks(), p.id));
  for (const rules::Toolkit& t : BuiltIn().toolkits)
    CHECK(rules::RulesShow(rules::BuiltinPacks(), t.id));
  const Result<std::string> wrong = rules::Explain(rules::BuiltinPacks(), "getLaed", "2026-11-23");
  REQUIRE_FALSE(wrong);
  CHECK(Format(wrong.error()) ==
        "error: no operation, parameter or rule is called \"getLaed\"\nhint: did you mean "
        "\"getLead\"?\n");
}

TEST_CASE("the timeline of a past day knows nothing of later days") {
  const std::string then = rules::TimelineText(rules::BuiltinPacks(), "2025-10-19");
  CHECK(then.find("104 days left (2026-01-31)") != std::string::npos);
  CHECK(then.find("2026-07-31") == std::string::npos);
  CHECK(then.find("2026-01-22") == std::string::npos);
  CHECK(rules::TimelineText(rules::BuiltinPacks(), "2026-11-23")
            .find("removed 115 days ago (2026-07-31)") != std::string::npos);
  CHECK(rules::TimelineJson(rules::BuiltinPacks(), "2025-10-19").find("2026-01-22") ==
        std::string::npos);
  CHECK(rules::ErrataText(rules::BuiltinPacks()).find("opportunity-roles-read") !=
        std::string::npos);
}

// The loader.

namespace {

// A pack that loads; a test replaces one file.
std::vector<rules::PackFile> TinyPack() {
  return {
      {"pack.yaml",
       "id: tiny\nversion: \"1\"\nservice: Tiny Service\nshort: Tiny\nremoved_on: 2020-02-29\n"},
      {"surface.yaml",
       "namespaces: [\"urn:tiny\"]\nendpoint_pattern: 'tiny\\.example/soap'\nstrong_anchors: "
       "[tinysoap]\n"
       "service_names: [TinyService]\nport_names: [TinyPort]\n"},
      {"endpoints.yaml",
       "endpoints:\n  - {id: readThing, title: Read, method: GET, path: \"/things/{id}\", "
       "path_parameters: [{name: id, required: true}], query: [{name: fields}]}\n"},
      {"enums.yaml", "enums:\n  - {name: Kind, values: [RED, BLUE]}\n"},
      {"operations/fetch.yaml",
       "operation: fetchThing\ntitle: Fetches a thing.\nrequest_element: fetchThing\nsource: "
       "manual\n"
       "parameters:\n  - {name: kind, type: Kind}\n  - {name: fast, type: \"xs:boolean\"}\n"
       "replacements: [readThing]\nmappings:\n  - {when: [{parameter: kind, is: RED}], steps: "
       "[{call: readThing}]}\n"},
  };
}

std::string ErrorsWith(const std::string& path, const std::string& bytes) {
  std::vector<rules::PackFile> files = TinyPack();
  std::erase_if(files, [&](const rules::PackFile& f) { return f.path == path; });
  files.push_back({path, bytes});
  std::string out;
  for (const Error& error : rules::BuildPack(files, "p/", {}).errors) out += Format(error);
  return out;
}

std::string Fetch(const std::string& mapping) {
  return ErrorsWith(
      "operations/fetch.yaml",
      "operation: fetchThing\ntitle: T\nrequest_element: fetchThing\nsource: manual\nparameters:\n"
      "  - {name: kind, type: Kind}\n  - {name: fast, type: \"xs:boolean\"}\n"
      "replacements: [readThing]\nmappings:\n  - " +
          mapping + "\n");
}

}  // namespace

TEST_CASE("a pack for another service loads, and the engine's names come from it") {
  const rules::LoadedPack loaded = rules::BuildPack(TinyPack(), "p/", rules::BuiltinToolkits());
  for (const Error& error : loaded.errors) UNSCOPED_INFO(Format(error));
  REQUIRE(loaded.errors.empty());
  rules::KnownCall call;
  call.arguments.push_back({"kind", {"RED"}, true, ""});
  const rules::Verdict verdict = rules::Decide(loaded.pack, loaded.pack.operations.front(), call);
  REQUIRE(verdict.requests.size() == 1);
  CHECK(verdict.requests.front().applies);
  bool has_port = false;
  for (const rules::Toolkit& toolkit : loaded.pack.toolkits) {
    for (const rules::Toolkit::Client& client : toolkit.clients) {
      has_port = has_port || client.method == "getTinyPort";
      CHECK(client.type.find("{Port}") == std::string::npos);
      CHECK(client.type.find("ktows") == std::string::npos);
    }
  }
  CHECK(has_port);
}

TEST_CASE("the loader says what is wrong, where, and what to do") {
  CHECK(ErrorsWith("pack.yaml",
                   "id: tiny\nversion: \"1\"\nservice: T\nshort: T\nremovd_on: 2020-02-29\n") ==
        "p/pack.yaml:1:1: error: key \"removed_on\" is missing\n  id: tiny\n  ^\n"
        "p/pack.yaml:5:1: error: unknown key \"removd_on\"\n  removd_on: 2020-02-29\n  ^\n"
        "hint: did you mean \"removed_on\"?\n");
  CHECK(ErrorsWith(
            "pack.yaml",
            "id: tiny\nid: tiny\nversion: \"1\"\nservice: T\nshort: T\nremoved_on: 2021-02-29\n") ==
        "p/pack.yaml:2:1: error: key \"id\" stands here twice\n  id: tiny\n  ^\nhint: keep one of "
        "them\n"
        "p/pack.yaml:6:13: error: \"2021-02-29\" is not a date\n  removed_on: 2021-02-29\n         "
        "     ^\n"
        "hint: write YYYY-MM-DD\n");
  CHECK(ErrorsWith(
            "enums.yaml",
            "enums:\n  - {name: Kind, values: [RED, BLUE]}\n  - {name: Kind, values: [A]}\n") ==
        "p/enums.yaml:3:5: error: enumeration \"Kind\" is defined twice\n    - {name: Kind, "
        "values: [A]}\n      ^\n"
        "hint: the first one is at p/enums.yaml:2\n");
  CHECK(ErrorsWith("enum.yaml", "enums: []\n") ==
        "p/enum.yaml: error: no part of a rule pack has this name\nhint: did you mean "
        "\"enums.yaml\"?\n");
  CHECK(ErrorsWith("enums.yaml", "enums:\n  - {name: Kind, values: {RED: 1}}\n") ==
        "p/enums.yaml:2:26: error: a list was expected here, not a map\n    - {name: Kind, values: "
        "{RED: 1}}\n"
        "                           ^\n");
  CHECK(Fetch("{when: [{parameter: kind, is: RED}], steps: [{call: readThin}]}") ==
        "p/operations/fetch.yaml:10:57: error: no endpoint has the id \"readThin\"\n"
        "    - {when: [{parameter: kind, is: RED}], steps: [{call: readThin}]}\n"
        "                                                          ^\nhint: did you mean "
        "\"readThing\"?\n");
  const auto error = [](const std::string& row) {
    const std::string text = Fetch(row);
    const size_t at = text.find("error: ");
    return at == std::string::npos ? text : text.substr(at + 7, text.find('\n', at) - at - 7);
  };
  CHECK(Fetch("{when: [{parameter: kin, is: RED}], steps: [{call: readThing}]}") ==
        "p/operations/fetch.yaml:10:5: error: fetchThing has no parameter \"kin\"\n"
        "    - {when: [{parameter: kin, is: RED}], steps: [{call: readThing}]}\n      ^\nhint: did "
        "you mean \"kind\"?\n");
  CHECK(error("{when: [{parameter: kind, is: GREEN}], steps: [{call: readThing}]}") ==
        "\"GREEN\" is no value of Kind");
  CHECK(error("{when: [{parameter: fast, is: maybe}], steps: [{call: readThing}]}") ==
        "\"maybe\" is no value of xs:boolean");
  CHECK(error("{when: [{parameter: kind}], steps: [{call: readThing}]}") ==
        "a condition needs exactly one of is, is_not, given, several, constant, human");
  CHECK(error("{when: always, steps: [{call: readThing, query: {field: x}}]}") ==
        "readThing: query.field is not in the definition of the endpoint");
  CHECK(error("{when: always, steps: [{call: readThing, path: {id: {$from: knd}}}]}") ==
        "readThing: path.id names no argument of the operation: \"knd\"");
  CHECK(error("{when: always, steps: [{call: readThing, path: {id: {$answer: other.id}}}]}") ==
        "readThing: path.id asks for the answer of \"other\", which no step is called");
  CHECK(error("{when: always, steps: [{call: readThing, path: {id: {$form: kind}}}]}") ==
        "readThing: path.id has an unknown key \"$form\"");
  CHECK(Fetch("{when: always, steps: [{call: readThing, role: before}]}")
            .find("\"before\" is not one of use, first, then, once, instead, with") !=
        std::string::npos);
  CHECK(error("{when: always, steps: [{call: readThing, role: first}]}") ==
        "a row needs one step that replaces the call");
  const std::string regex = ErrorsWith(
      "surface.yaml",
      "namespaces: [\"urn:tiny\"]\nendpoint_pattern: '(?=x)'\nstrong_anchors: [tinysoap]\n");
  CHECK(regex ==
        "p/surface.yaml:2:19: error: bad regular expression: invalid perl operator: (?=\n"
        "  endpoint_pattern: '(?=x)'\n                    ^\nhint: RE2 knows no look-around and no "
        "back-references\n");
  CHECK(ErrorsWith(
            "timeline.yaml",
            "timeline:\n  - {date: 2020-03-01, kind: removal, event: Gone, source: manual}\n") ==
        "p/timeline.yaml:2:5: error: the removal date in force is 2020-03-01, but pack.yaml says "
        "2020-02-29\n"
        "    - {date: 2020-03-01, kind: removal, event: Gone, source: manual}\n      ^\n");
}

TEST_CASE("hostile YAML is refused with a bound, not followed") {
  auto message = [](const std::string& bytes) {
    const Result<rules::YamlNode> node = rules::ParseYaml("f.yaml", bytes);
    return node ? std::string("parsed") : node.error().message;
  };
  CHECK(message("a: &x [1]\nb: *x\n") == "anchors are not allowed in rule packs");
  CHECK(message("a: *x\n") != "parsed");
  CHECK(message("a: !!binary x\n") == "tags are not allowed in rule packs");
  CHECK(message(std::string(100, '[') + std::string(100, ']')) == "nested deeper than 32 levels");
  CHECK(message(std::string(100000, '[')) != "parsed");
  CHECK(message(std::string((1 << 20) + 1, 'a')) == "file is larger than 1 MiB");
  CHECK(message("a: \xff\n") == "file is not UTF-8");
  CHECK(message("a: 1\n---\nb: 2\n") == "a second document in one file");
  CHECK(message("") == "file is empty");
  std::string many = "a: [";
  for (int i = 0; i < 100001; ++i) many += "1,";
  CHECK(message(many + "1]\n") == "more than 100000 values in one file");
}

TEST_CASE("an author sees up to twenty errors at once") {
  std::string bytes = "enums:\n  - {name: Kind, values: [RED, BLUE]}\n";
  for (int i = 0; i < 40; ++i) bytes += "  - {nam: X, values: [A]}\n";
  std::vector<rules::PackFile> files = TinyPack();
  std::erase_if(files, [](const rules::PackFile& f) { return f.path == "enums.yaml"; });
  files.push_back({"enums.yaml", bytes});
  CHECK(rules::BuildPack(files, "p/", {}).errors.size() == rules::kMaxPackErrors);
}

TEST_CASE("the digest follows contents and names, not the order of files") {
  std::vector<rules::PackFile> files = TinyPack();
  const std::string digest = rules::PackDigest(files);
  CHECK(digest.size() == 32);
  std::ranges::reverse(files);
  CHECK(rules::PackDigest(files) == digest);
  files.front().bytes += " ";
  CHECK(rules::PackDigest(files) != digest);
}

TEST_CASE("a pack in a directory serves a service the engine never heard of") {
  std::vector<Error> errors;
  const Result<rules::Pack> pack = rules::LoadPack(SourceDir() + "/fixtures/packs/parcel-soap",
                                                   rules::BuiltinToolkits(), &errors);
  for (const Error& error : errors) UNSCOPED_INFO(Format(error));
  REQUIRE(pack);
  const rules::Verdict verdict = rules::Decide(*pack, *pack->FindOperation("trackParcel"),
                                               Call("kind=CUSTOMER; reference~ref"));
  CHECK(Requests(verdict) == "searchParcels");
  CHECK(Text(verdict.requests[0].request.query) == R"({"reference": {"$code": "ref"}})");
  CHECK(rules::Decide(*pack, *pack->FindOperation("cancelParcel"), {}).explanation ==
        "Parcels cannot be called back any more.");
  const rules::Validation missing = rules::ValidatePack(SourceDir() + "/fixtures/packs/none", {});
  CHECK_FALSE(missing.ok);
  CHECK(missing.text.find("rule pack is not a directory") != std::string::npos);
}
