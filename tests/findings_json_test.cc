#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "scanner/findings/json.h"
#include "scanner/findings/kinds.h"
#include "tests/catch.h"
#include "tests/paths.h"
#include "tests/report_samples.h"

namespace unsoap {
namespace {

std::string Write(const findings::Report& report, findings::JsonOptions options = {}) {
  std::string out;
  CHECK(findings::WriteReportJson(report, options, [&](std::string_view piece) {
    out += piece;
    return true;
  }));
  return out;
}

TEST_CASE("a report read back from its JSON writes the same JSON") {
  findings::JsonOptions stamped;
  stamped.stamp = true;
  for (const findings::Report& report :
       {samples::Empty(), samples::Typical(), samples::Hostile(), samples::Large(50)}) {
    const std::string json = Write(report, stamped);
    const Result<findings::Report> again = findings::ReadReportJson(json, "r.json");
    REQUIRE(again.has_value());
    CHECK(Write(*again, stamped) == json);
    CHECK(again->findings.size() == report.findings.size());
    CHECK(again->summary.total == report.summary.total);
  }
}

TEST_CASE("times are in the JSON only with a stamp") {
  CHECK(Write(samples::Typical()).find("started_at") == std::string::npos);
}

TEST_CASE("without snippets no source text is written") {
  findings::JsonOptions options;
  options.snippets = false;
  const std::string json = Write(samples::Typical(), options);
  CHECK(json.find("__soapCall") == std::string::npos);
  CHECK(json.find("\"snippet\"") == std::string::npos);
  CHECK(json.find("\"source\": \"$") == std::string::npos);
}

TEST_CASE("each finding stands on its own line") {
  const std::string json = Write(samples::Typical());
  CHECK(json.find("\n  " + findings::FindingToJson(samples::SyncLead(), {}) + ",\n") !=
        std::string::npos);
}

TEST_CASE("writing stops when the sink breaks") {
  int pieces = 0;
  CHECK_FALSE(findings::WriteReportJson(samples::Large(1000), {},
                                        [&](std::string_view) { return ++pieces < 3; }));
  CHECK(pieces == 3);
}

TEST_CASE("a report of schema 1.0 is read: its requests were text") {
  const Result<findings::Report> report = findings::ReadReportJson(
      R"({"schema_version": "1.0", "findings": [{"id": "1", "rule_id": "p/getLead", "kind": "call",
      "operation": "getLead", "replacements": [
        {"id": "a", "http_method": "GET", "path": "/lead/{leadId}.json", "because": "x is 1",
         "query": {"{leadId}": "$id", "fields": "id"}},
        {"id": "b", "http_method": "GET", "path": "/b", "role": "then"},
        {"id": "c", "http_method": "GET", "path": "/c", "role": "or", "applies": false,
         "when": "x is 2", "body": {"action": "createOnly"}},
        {"id": "d", "http_method": "GET", "path": "/d", "role": "before"}]}]})",
      "old.json");
  REQUIRE(report);
  const std::vector<findings::Replacement>& r = report->findings.at(0).replacements;
  REQUIRE(r.size() == 4);
  CHECK(ToJsonText(r[0].request.path_parameters) == R"({"leadId": "$id"})");
  CHECK(ToJsonText(r[0].request.query) == R"({"fields": "id"})");
  CHECK(r[0].role == "use");
  CHECK(r[0].applies);
  CHECK(r[1].step == 2);
  CHECK(r[2].role == "instead");
  CHECK_FALSE(r[2].applies);
  CHECK(r[2].because == "x is 2");
  CHECK(ToJsonText(r[2].request.body) == R"({"action": "createOnly"})");
  CHECK(r[3].role == "first");
}

TEST_CASE("what is no report is refused with a reason") {
  const auto error = [](std::string_view text) {
    const Result<findings::Report> result = findings::ReadReportJson(text, "x.json");
    REQUIRE_FALSE(result.has_value());
    return Format(result.error());
  };
  CHECK(error("{").find(
            "x.json: error: cannot be read as a report: parse error at line 1, column 2") == 0);
  CHECK(error("[]").find("x.json: error: not a report: it has no schema_version") == 0);
  CHECK(error("{\"schema_version\": \"9.0\"}")
            .find("schema version 9.0 is not one that this program reads (2.0)") !=
        std::string::npos);
  CHECK(error("{\"schema_version\": \"1.0\", \"findings\": [{\"kind\": \"banana\"}]}")
            .find("unknown kind \"banana\"") != std::string::npos);
  CHECK(
      error("{\"schema_version\": \"1.0\", \"findings\": [{\"id\": 7}]}").find("must be string") !=
      std::string::npos);
}

TEST_CASE("a summary counts what is there") {
  const findings::Summary summary = samples::Typical().summary;
  CHECK(summary.total == 7);
  CHECK(summary.fresh == 6);
  CHECK(summary.files == 7);
  CHECK(summary.by_confidence.at("certain") == 5);
  CHECK(summary.by_operation.at("syncLead") == 2);
  CHECK(summary.by_parameter.at("marketoCookie") == 1);
}

TEST_CASE("every kind has a row in the order of the enumeration") {
  for (size_t i = 0; i < findings::Kinds().size(); ++i) {
    CHECK(findings::Kinds()[i].kind == static_cast<findings::Kind>(i));
    CHECK_FALSE(findings::Kinds()[i].meaning.empty());
  }
  CHECK(findings::Name(findings::Kind::kConfiguration) == "configuration");
}

using Json = nlohmann::json;

const Json& Resolve(const Json& schema, const Json& node) {
  const auto ref = node.find("$ref");
  if (ref == node.end()) return node;
  return schema.at(Json::json_pointer(ref->get<std::string>().substr(1)));
}

/// Every member that the code has, with its form and whether it is always there, and no other.
void CheckDescribed(const Json& schema, const Json& published, const Json& code,
                    const std::string& at) {
  INFO(at);
  const Json& node = Resolve(schema, published);
  if (code.contains("enum")) {
    CHECK(node.value("enum", Json()) == code["enum"]);
    return;
  }
  const bool is_constant = node.contains("const") && node["const"].is_string();
  CHECK((is_constant ? "string" : node.value("type", "")) == code["type"]);
  if (code["type"] == "array") CheckDescribed(schema, node["items"], code["items"], at + "[]");
  if (!code.contains("properties")) return;
  std::set<std::string> mine, theirs;
  for (const auto& [name, value] : code["properties"].items()) mine.insert(name);
  for (const auto& [name, value] : node["properties"].items()) theirs.insert(name);
  CHECK(mine == theirs);
  CHECK(code["required"].get<std::set<std::string>>() ==
        node.value("required", Json::array()).get<std::set<std::string>>());
  for (const auto& [name, value] : code["properties"].items()) {
    if (theirs.contains(name))
      CheckDescribed(schema, node["properties"][name], value, at + "." + name);
  }
}

TEST_CASE("the published schema has the members that are written and read, and no other") {
  std::ifstream file(SourceDir() + "/docs/schema/findings.schema.json");
  const Json schema = Json::parse(file);
  CheckDescribed(schema, schema, Json::parse(findings::DescribeReport()), "report");
}

}  // namespace
}  // namespace unsoap
