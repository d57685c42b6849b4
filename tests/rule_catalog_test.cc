#include "scanner/match/rule_catalog.h"

#include <algorithm>
#include <set>

#include "scanner/findings/kinds.h"
#include "scanner/rules/builtin.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

TEST_CASE("the catalog has a rule for every operation, flagged parameter and kind") {
  const std::vector<const rules::Pack*>& packs = rules::BuiltinPacks();
  const std::vector<findings::RuleInfo> catalog = match::RuleCatalog(packs, "2026-11-25");
  std::set<std::string> ids;
  for (const findings::RuleInfo& rule : catalog) CHECK(ids.insert(rule.id).second);
  CHECK(std::is_sorted(
      catalog.begin(), catalog.end(),
      [](const findings::RuleInfo& a, const findings::RuleInfo& b) { return a.id < b.id; }));
  for (const rules::Pack* pack : packs) {
    for (const rules::Operation& operation : pack->operations)
      CHECK(ids.contains(pack->id + "/" + operation.name));
    for (const rules::FlaggedParameter& parameter : pack->parameters)
      CHECK(ids.contains(pack->id + "/param/" + parameter.id));
    for (const findings::KindInfo& kind : findings::Kinds()) {
      if (!kind.rule.empty()) CHECK(ids.contains(pack->id + "/" + std::string(kind.rule)));
    }
    CHECK(ids.contains(pack->id + "/operation"));
  }
}

TEST_CASE("a rule stands alone, has few tags and says the same every day after the removal") {
  const std::vector<findings::RuleInfo> today =
      match::RuleCatalog(rules::BuiltinPacks(), "2026-11-25");
  const std::vector<findings::RuleInfo> tomorrow =
      match::RuleCatalog(rules::BuiltinPacks(), "2026-11-26");
  REQUIRE(today.size() == tomorrow.size());
  for (size_t i = 0; i < today.size(); ++i) {
    INFO(today[i].id);
    CHECK_FALSE(today[i].title.empty());
    CHECK(today[i].description == tomorrow[i].description);
    CHECK(today[i].description.size() <= 1024);
    CHECK(today[i].description.find("..") == std::string::npos);
    CHECK(today[i].tags.size() <= 10);
    CHECK(std::is_sorted(today[i].tags.begin(), today[i].tags.end()));
  }
}

}  // namespace
}  // namespace unsoap
