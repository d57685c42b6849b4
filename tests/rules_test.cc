// The rule packs: their content, the loader's messages, and the decision for every row of every
// mapping.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "scanner/rules/binary.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/catalog.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/decide.h"
#include "scanner/rules/loader.h"
#include "scanner/rules/paths.h"
#include "scanner/rules/yaml.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

const Pack& BuiltIn() { return *BuiltinPacks().front(); }

const Operation& Op(const char* name) {
  const Operation* operation = BuiltIn().FindOperation(name);
  REQUIRE(operation != nullptr);
  return *operation;
}

// "listOperation=ADDTOLIST; strict=true; leadKey.keyValue~$id" -> a call; "=" gives a value, "~"
// only a source.
KnownCall Call(const std::string& text, bool all_seen = true) {
  KnownCall call;
  call.all_seen = all_seen;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, ';');) {
    part.erase(0, part.find_first_not_of(' '));
    const size_t at = part.find_first_of("=~");
    KnownArgument& argument = call.arguments.emplace_back();
    argument.path = part.substr(0, at);
    if (at == std::string::npos) continue;
    argument.source = part.substr(at + 1);
    if (part[at] == '=') argument.values = {part.substr(at + 1)};
  }
  return call;
}

// "+a,+b,-c": requests in order, + where they apply.
std::string Requests(const Verdict& verdict, bool all = false) {
  std::string out;
  for (const RequestChoice& choice : verdict.requests) {
    if (!choice.applies && !all) continue;
    if (!out.empty()) out += ", ";
    out += choice.endpoint->id;
  }
  return out;
}

std::string DecideText(const char* operation, const std::string& call, bool all_seen = true) {
  return Requests(Decide(BuiltIn(), Op(operation), Call(call, all_seen)));
}

// Arguments under which every condition of a row holds.
KnownCall Satisfying(const Mapping& mapping) {
  KnownCall call;
  call.all_seen = true;
  for (const Condition& condition : mapping.when) {
    const std::string path = condition.parameter.substr(0, condition.parameter.find('|'));
    using Test = Condition::Test;
    if (condition.test == Test::kAlways || condition.test == Test::kHuman ||
        condition.test == Test::kAbsent)
      continue;
    KnownArgument& argument = call.arguments.emplace_back();
    argument.path = path;
    argument.source = "$x";
    if (condition.test == Test::kEquals) {
      argument.values = {condition.values.front()};
      if (argument.values.front().ends_with('*')) argument.values.front().back() = 'X';
    }
    if (condition.test == Test::kNot) argument.values = {"SOMETHING_ELSE"};
  }
  return call;
}

bool IsForPeople(const Mapping& mapping) {
  return std::ranges::any_of(mapping.when,
                             [](const Condition& c) { return c.test == Condition::Test::kHuman; });
}

}  // namespace

TEST_CASE("every mapping row applies to a call that meets its conditions") {
  int rows = 0;
  for (const Pack* pack : BuiltinPacks()) {
    for (const Operation& operation : pack->operations) {
      for (const Mapping& mapping : operation.mappings) {
        ++rows;
        INFO(mapping.id);
        const Verdict verdict = Decide(*pack, operation, Satisfying(mapping));
        const auto row = std::ranges::find(verdict.decisions, &mapping, &Decision::mapping);
        REQUIRE(row != verdict.decisions.end());
        CHECK(row->possible);
        CHECK(row->applies != IsForPeople(mapping));
        if (operation.replacements.empty()) {
          CHECK(verdict.nothing_replaces);
          CHECK_FALSE(verdict.explanation.empty());
          continue;
        }
        if (mapping.use.empty()) {
          if (mapping.priority >= 0) {
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
        for (const std::string& id : mapping.use) {
          const auto request = std::ranges::find_if(
              verdict.requests, [&](const RequestChoice& c) { return c.endpoint->id == id; });
          INFO(id);
          REQUIRE(request != verdict.requests.end());
          if (!IsForPeople(mapping)) CHECK(request->applies);
        }
        // A row that decides comes first.
        if (verdict.decisions.front().mapping == &mapping && !IsForPeople(mapping)) {
          CHECK(verdict.requests.front().endpoint->id == mapping.use.front());
        }
      }
    }
  }
  CHECK(rows == 120);
}

TEST_CASE("the arguments of a call decide its replacement") {
  CHECK(DecideText("getLead", "leadKey.keyType=EMAIL; leadKey.keyValue~$mail") ==
        "getLeadsByFilterUsingGET");
  CHECK(DecideText("getLead", "leadKey.keyType=IDNUM; leadKey.keyValue=12") ==
        "getLeadByIdUsingGET");
  CHECK(DecideText("getLead", "leadKey.keyType~$t") ==
        "getLeadByIdUsingGET, getLeadsByFilterUsingGET");
  CHECK(DecideText("syncLead", "leadRecord.Email~$mail; returnLead=false") == "syncLeadUsingPOST");
  CHECK(DecideText("syncLead", "leadRecord.Email~$mail; marketoCookie~$c") ==
        "syncLeadUsingPOST, associateLeadUsingPOST");
  CHECK(DecideText("syncLead",
                   "leadRecord.ForeignSysPersonId~$id; leadRecord.ForeignSysType=CUSTOM") ==
        "createLeadFieldUsingPOST, syncLeadUsingPOST, importLeadUsingPOST");
  CHECK(DecideText("listOperation",
                   "listOperation=REMOVEFROMLIST; listKey.keyType=MKTOLISTNAME; "
                   "listMemberList.leadKey.keyType=IDNUM") ==
        "removeLeadsFromListUsingDELETE, getListsUsingGET, getStaticListByNameUsingGET");
  CHECK(DecideText("listOperation",
                   "listOperation=ADDTOLIST; listMemberList.leadKey.keyType=EMAIL") ==
        "addLeadsToListUsingPOST, getLeadsByFilterUsingGET");
  CHECK(DecideText("getMObjects", "type=Program; id=3") == "getProgramByIdUsingGET");
  CHECK(DecideText("deleteMObjects", "mObjectList.mObject.type=OpportunityLeadRole") ==
        "deleteOpportunityRolesUsingPOST");
  CHECK(DecideText("getMultipleLeads", "leadSelector.staticListId=7") ==
        "getLeadsByListIdUsingGET_1, createExportLeadsUsingPOST");
  CHECK(DecideText("requestCampaign", "source=MKTOWS; campaignName=Welcome; programName=P") ==
        "getSmartCampaignByNameUsingGET, triggerCampaignUsingPOST");
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
        "getOpportunityRolesUsingGET");
}

TEST_CASE("templates are filled from the arguments") {
  const Verdict verdict =
      Decide(BuiltIn(), Op("getLead"), Call("leadKey.keyType=EMAIL; leadKey.keyValue~$mail"));
  REQUIRE(verdict.requests.size() == 2);
  const RequestChoice& first = verdict.requests[0];
  CHECK(first.query ==
        std::map<std::string, std::string>{{"filterType", "email"}, {"filterValues", "$mail"}});
  CHECK(first.because == "leadKey.keyType is EMAIL");
  CHECK_FALSE(verdict.requests[1].applies);
  CHECK(verdict.requests[1].because == "leadKey.keyType is IDNUM");
  const Verdict by_id =
      Decide(BuiltIn(), Op("getLead"), Call("leadKey.keyType=IDNUM; leadKey.keyValue~$id"));
  CHECK(by_id.requests[0].path == std::map<std::string, std::string>{{"leadId", "$id"}});
  const Verdict insert =
      Decide(BuiltIn(), Op("syncMObjects"), Call("mObject.type=Opportunity; operation=INSERT"));
  CHECK(insert.requests[0].body == std::map<std::string, std::string>{{"action", "createOnly"}});
}

TEST_CASE("several possible values give every replacement that may be needed") {
  KnownCall call;
  call.arguments.push_back({"leadKey.keyType", {"EMAIL", "IDNUM"}, true, "$type"});
  const Verdict verdict = Decide(BuiltIn(), Op("getLead"), call);
  CHECK(Requests(verdict) == "getLeadByIdUsingGET, getLeadsByFilterUsingGET");
  CHECK(verdict.requests[0].because == "leadKey.keyType may be IDNUM");
  CHECK(verdict.requests[1].because == "leadKey.keyType may be EMAIL");
}

TEST_CASE("a call of which nothing is known lists all replacements with their conditions") {
  const Verdict verdict = Decide(BuiltIn(), Op("getLead"), {});
  CHECK(Requests(verdict).empty());
  CHECK(Requests(verdict, true) == "getLeadByIdUsingGET, getLeadsByFilterUsingGET");
  CHECK(verdict.requests[1].because == "leadKey.keyType is EMAIL");
  CHECK_FALSE(verdict.nothing_replaces);
}

TEST_CASE("a value without a counterpart says so and offers nothing") {
  const Verdict verdict = Decide(BuiltIn(), Op("getLead"), Call("leadKey.keyType=LEADOWNEREMAIL"));
  CHECK(verdict.nothing_replaces);
  CHECK(verdict.requests.empty());
  CHECK(verdict.explanation.find("custom lead field") != std::string::npos);
  CHECK(Decide(BuiltIn(), Op("requestCampaign"), Call("source=SALES; campaignId=3"))
            .nothing_replaces);
  CHECK(Decide(BuiltIn(), Op("listMObjects"), {}).nothing_replaces);
}

TEST_CASE("dates count days and speak of them") {
  CHECK(*ParseDate("1970-01-02") == 1);
  CHECK(FormatDate(*ParseDate("2024-02-29")) == "2024-02-29");
  CHECK_FALSE(ParseDate("2025-02-29"));
  CHECK_FALSE(ParseDate("2025-2-29"));
  CHECK_FALSE(ParseDate("2025-13-01"));
  CHECK_FALSE(ParseDate("yesterday!"));
  CHECK(DatePhrase("2026-07-31", "2026-11-23") == "removed 115 days ago");
  CHECK(DatePhrase("2026-07-31", "2026-07-19") == "12 days left");
  CHECK(DatePhrase("2026-07-31", "2026-07-31") == "removed today");
  CHECK(DatePhrase("2026-07-31", "2026-08-01") == "removed yesterday");
  CHECK(DatePhrase("2026-07-31", "2026-07-30") == "1 day left");
  CHECK(DatePhrase("2026-07-31", "soon").empty());
}

TEST_CASE("a day sees only what had been said by then") {
  CHECK(RemovalBelievedOn(BuiltIn(), "2024-01-01").empty());
  CHECK(RemovalBelievedOn(BuiltIn(), "2024-12-19") == "2025-10-31");
  CHECK(RemovalBelievedOn(BuiltIn(), "2025-10-19") == "2026-01-31");
  CHECK(RemovalBelievedOn(BuiltIn(), "2026-01-22") == "2026-03-31");
  CHECK(RemovalBelievedOn(BuiltIn(), "2026-11-23") == "2026-07-31");
  CHECK(VisibleTimeline(BuiltIn(), "2025-01-01").size() == 2);
  CHECK(VisibleTimeline(BuiltIn(), "2026-11-23").size() == 6);
}

TEST_CASE("the binary form gives back what was put in") {
  Pack copy;
  const std::string bytes = PackToBinary(BuiltIn());
  REQUIRE(PackFromBinary(bytes, &copy));
  CHECK(PackToBinary(copy) == bytes);
  CHECK(copy.operations.size() == 23);
  for (size_t cut : {size_t{0}, size_t{5}, bytes.size() / 2, bytes.size() - 1}) {
    Pack broken;
    CHECK_FALSE(PackFromBinary(std::string_view(bytes).substr(0, cut), &broken));
  }
}

TEST_CASE("the built-in pack is what its directory loads to") {
  std::vector<Error> errors;
  const Result<Pack> pack =
      LoadPack(UNSOAP_SOURCE_DIR "/rules/marketo-soap", BuiltinToolkits(), &errors);
  for (const Error& error : errors) UNSCOPED_INFO(Format(error));
  REQUIRE(pack);
  CHECK(pack->digest == BuiltIn().digest);
  CHECK(pack->operations.size() == BuiltIn().operations.size());
  CHECK(pack->toolkits.size() == 25);
}
