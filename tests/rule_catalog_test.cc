#include "scanner/match/rule_catalog.h"

#include <algorithm>
#include <set>

#include "scanner/rules/builtin.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

TEST_CASE("the catalog has a rule for every operation, flagged parameter and kind") {
  const std::vector<const Pack*>& packs = BuiltinPacks();
  const std::vector<RuleInfo> catalog = RuleCatalog(packs, "2026-11-25");
  std::set<std::string> ids;
  for (const RuleInfo& rule : catalog) CHECK(ids.insert(rule.id).second);
  CHECK(std::is_sorted(catalog.begin(), catalog.end(),
                       [](const RuleInfo& a, const RuleInfo& b) { return a.id < b.id; }));
  for (const Pack* pack : packs) {
    for (const Operation& operation : pack->operations)
      CHECK(ids.contains(pack->id + "/" + operation.name));
    for (const FlaggedParameter& parameter : pack->parameters)
      CHECK(ids.contains(pack->id + "/param/" + parameter.id));
    for (const KindInfo& kind : Kinds()) {
      // These are found as operations and parameters.
      const std::set<Kind> others = {Kind::kCall, Kind::kWrapperCall, Kind::kEnvelope,
                                     Kind::kDefinition, Kind::kParameter};
      if (!others.contains(kind.kind)) CHECK(ids.contains(pack->id + "/" + std::string(kind.name)));
    }
    CHECK(ids.contains(pack->id + "/operation"));
  }
}

TEST_CASE("a rule stands alone, has few tags and says the same every day after the removal") {
  const std::vector<RuleInfo> today = RuleCatalog(BuiltinPacks(), "2026-11-25");
  const std::vector<RuleInfo> tomorrow = RuleCatalog(BuiltinPacks(), "2026-11-26");
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
