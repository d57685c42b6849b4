// Cards: everything that a pack knows can be reached, and stands there in full.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "scanner/rules/builtin.h"
#include "scanner/rules/catalog.h"
#include "scanner/rules/dates.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

const rules::Pack& BuiltIn() { return *rules::BuiltinPacks().front(); }

// Text without blanks: cards break lines between any two words.
std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\n') out += c;
  }
  return out;
}

}  // namespace

TEST_CASE("everything that a pack knows has a card") {
  const rules::Packs packs = rules::BuiltinPacks();
  std::vector<std::string> names = {"fields", "errors", "quotas"};
  const rules::Pack& pack = BuiltIn();
  for (const rules::Operation& o : pack.operations) {
    names.push_back(o.name);
    for (const rules::Mapping& m : o.mappings) names.push_back(m.id);
  }
  for (const rules::FlaggedParameter& p : pack.parameters) names.push_back(p.id);
  for (const rules::RestEndpoint& e : pack.endpoints) names.push_back(e.id);
  for (const rules::FieldMap& f : pack.fields) names.push_back(f.soap.empty() ? f.rest : f.soap);
  for (const rules::ErrorCode& e : pack.errors) {
    if (!e.soap.empty()) names.push_back(e.soap);
  }
  for (const rules::RequestType& t : pack.types) names.push_back(t.name);
  for (const rules::EnumType& e : pack.enums) names.push_back(e.name);
  for (const rules::MigrationTopic& t : pack.migration) names.push_back(t.id);
  for (const rules::Package& p : pack.packages) names.push_back(p.id);
  for (const rules::Toolkit& t : pack.toolkits) names.push_back(t.id);
  for (const rules::Erratum& e : pack.errata) names.push_back(e.id);
  for (const rules::SecondHop& s : pack.second_hop) names.push_back(s.id);
  for (const std::string& header : pack.surface.auth_header_elements) names.push_back(header);
  for (const std::string& header : pack.surface.context_header_elements) names.push_back(header);
  for (const std::string& name : names) {
    INFO(name);
    CHECK(rules::Explain(packs, name, "2026-11-23"));
    CHECK(rules::ExplainJson(packs, name, "2026-11-23"));
  }
  const auto card = [&](const char* name) { return *rules::Explain(packs, name, "2026-11-23"); };
  CHECK(card("FirstName").find("> firstName") != std::string::npos);
  CHECK(card("20103").find("Lead not found > 1004") != std::string::npos);
  CHECK(card("1007").find("several leads match") != std::string::npos);
  CHECK(card("1078").find("merge failures") != std::string::npos);
  CHECK(card("identityUsingGET").find("Bearer") == std::string::npos);
  CHECK(card("errors").find("Try 502") != std::string::npos);
  const Result<std::string> none = rules::Explain(packs, "FirstNam", "2026-11-23");
  REQUIRE_FALSE(none);
  CHECK(none.error().hint == "did you mean \"FirstName\"?");
}

TEST_CASE("every sentence of a pack stands where a reader finds it") {
  const rules::Packs packs = rules::BuiltinPacks();
  const rules::Pack& pack = BuiltIn();
  constexpr const char* kDay = "2026-11-23";
  const auto check = [&](const std::string& name, std::vector<std::string> sentences) {
    const Result<std::string> card = rules::Explain(packs, name, kDay);
    REQUIRE(card);
    const std::string shown = OneLine(*card);
    for (const std::string& sentence : sentences) {
      INFO(name << " does not say: " << sentence);
      CHECK(shown.find(OneLine(sentence)) != std::string::npos);
    }
  };
  for (const rules::Operation& o : pack.operations) {
    std::vector<std::string> says = {o.title, o.limits, o.no_replacement, o.request_element,
                                     o.source};
    for (const rules::OperationParameter& p : o.parameters) says.push_back(p.name);
    for (const rules::Mapping& m : o.mappings) {
      says.insert(says.end(), {m.how, m.caveat});
      for (const rules::Condition& c : m.when) says.push_back(c.text);
      for (const rules::RequestStep& s : m.steps) {
        const rules::RestEndpoint* e = pack.FindEndpoint(s.endpoint);
        REQUIRE(e != nullptr);
        says.insert(says.end(), {s.how, s.caveat, e->title, e->path});
      }
    }
    for (const rules::Erratum& e : pack.errata) {
      if (std::ranges::count(e.operations, o.name) > 0) says.push_back(e.right);
    }
    for (const rules::SecondHop& s : pack.second_hop) {
      if (std::ranges::count(s.operations, o.name) > 0) says.push_back(s.text);
    }
    if (!o.replacements.empty()) says.push_back("curl ");
    check(o.name, std::move(says));
  }
  for (const rules::FlaggedParameter& p : pack.parameters)
    check(p.id, {p.title, p.issue, p.action, p.severity, p.source});
  for (const rules::RestEndpoint& e : pack.endpoints) {
    std::vector<std::string> says = {e.title,  e.path, e.http_method, e.permission,
                                     e.limits, e.url,  "curl "};
    for (const auto* members : {&e.path_parameters, &e.query, &e.body, &e.answer}) {
      for (const rules::RestMember& m : *members) says.insert(says.end(), {m.name, m.note});
    }
    check(e.id, std::move(says));
  }
  std::vector<std::string> fields = pack.field_rules;
  for (const rules::FieldMap& f : pack.fields)
    fields.insert(fields.end(), {f.soap, f.rest, f.note});
  check("fields", std::move(fields));
  std::vector<std::string> errors;
  for (const rules::ErrorCode& e : pack.errors)
    errors.insert(errors.end(), {e.soap, e.meaning, e.rest});
  check("errors", std::move(errors));
  check("quotas", pack.quotas);
  for (const rules::MigrationTopic& t : pack.migration) check(t.id, {t.title, t.text});
  for (const rules::Package& p : pack.packages)
    check(p.id, {p.kind, p.ecosystem, p.versions, p.condition, p.advice});
  for (const rules::EnumType& e : pack.enums) {
    std::vector<std::string> says = e.values;
    says.push_back(e.note);
    check(e.name, std::move(says));
  }
  for (const auto& [key, name] : pack.enum_rest_names) check(key.substr(0, key.find('/')), {name});
  for (const rules::Erratum& e : pack.errata) check(e.id, {e.where, e.wrong, e.right, e.proof});
  for (const rules::SecondHop& s : pack.second_hop) check(s.id, {s.topic, s.since, s.text});
  const std::string timeline = OneLine(rules::TimelineText(packs, kDay));
  for (const rules::TimelineEvent* e : rules::VisibleTimeline(pack, kDay)) {
    for (const std::string& text : {e->event, e->note, e->source, e->date}) {
      INFO("the timeline does not say: " << text);
      CHECK(timeline.find(OneLine(text)) != std::string::npos);
    }
  }
}

}  // namespace unsoap
