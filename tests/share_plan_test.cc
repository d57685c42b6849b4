// Who is told what, and when.
#include "scanner/fleet/share_plan.h"

#include "tests/catch.h"

namespace unsoap::fleet {
namespace {

rules::SharedWrapper WrapperIn(const std::string& path) {
  rules::SharedWrapper wrapper;
  wrapper.name = "push", wrapper.title = "push", wrapper.path = path, wrapper.line = 1;
  wrapper.operations = {"syncLead"};
  return wrapper;
}

/// A package of its own name in npm, with one wrapper if `wraps`.
SharePlan::Member Member(const std::string& id, std::vector<std::string> depends_on,
                         bool wraps = false, const std::string& folder = "") {
  SharePlan::Member member{id, {}};
  member.library.packages = {{{"npm", id.substr(0, 1)}, folder}};
  for (std::string& name : depends_on) member.library.depends_on.push_back({"npm", name});
  if (wraps) member.library.wrappers = {WrapperIn(folder + "index.js")};
  return member;
}

TEST_CASE("a library of a library comes first") {
  SharePlan plan({Member("a", {}, true), Member("b", {"a"}), Member("c", {"b"})});
  CHECK(plan.IsReady(0));
  CHECK(!plan.IsReady(1));
  CHECK(plan.OfferTo(0).digest.empty());
  plan.Settle(0, {WrapperIn("index.js")});
  REQUIRE(plan.IsReady(1));
  CHECK(!plan.IsReady(2));
  const Offer offer = plan.OfferTo(1);
  REQUIRE(offer.packages.size() == 1);
  CHECK(offer.packages[0].title == "a");
  CHECK(offer.packages[0].shared.at(0).repository == "a");
  CHECK(!offer.digest.empty());
  // What it has in the end counts, not what it had at first.
  plan.Settle(1, {WrapperIn("b.js")});
  REQUIRE(plan.IsReady(2));
  CHECK(plan.OfferTo(2).packages.at(0).shared.at(0).path == "b.js");
}

TEST_CASE("a circle is told what its rows found by themselves") {
  SharePlan plan({Member("a", {"b"}, true), Member("b", {"a"}, true), Member("c", {"a"})});
  CHECK(plan.IsReady(0));
  CHECK(plan.IsReady(1));
  CHECK(!plan.IsReady(2));
  const std::string before = plan.OfferTo(1).digest;
  plan.Settle(0, {WrapperIn("other.js")});
  CHECK(plan.OfferTo(1).digest == before);
  CHECK(plan.OfferTo(2).packages.at(0).shared.at(0).path == "other.js");
}

TEST_CASE("of two rows that are one package the nearest to its top counts, then the first") {
  SharePlan deep(
      {Member("a1", {}, true, "packages/a/"), Member("a2", {}, true), Member("b", {"a"})});
  CHECK(deep.Uses(2) == std::vector<size_t>{1});
  SharePlan forks({Member("a1", {}, true), Member("a2", {}, true), Member("b", {"a"})});
  CHECK(forks.Uses(2) == std::vector<size_t>{0});
}

TEST_CASE("of a repository with several packages each has what lies in its folder") {
  SharePlan::Member many{"m", {}};
  many.library.packages = {{{"npm", "core"}, "packages/core/"}, {{"npm", "m"}, ""}};
  many.library.wrappers = {WrapperIn("index.js"), WrapperIn("packages/core/x.js")};
  SharePlan::Member user{"u", {}};
  user.library.depends_on = {{"npm", "core"}};
  SharePlan plan({many, user});
  plan.Settle(0, many.library.wrappers);
  REQUIRE(plan.OfferTo(1).packages.size() == 1);
  CHECK(plan.OfferTo(1).packages[0].shared.size() == 1);
  CHECK(plan.OfferTo(1).packages[0].shared[0].path == "packages/core/x.js");
}

TEST_CASE("a repository that is fetched is known by its id") {
  SharePlan::Member library{"Acme/Crm", {}}, user{"u", {}};
  library.library.wrappers = {WrapperIn("lib/crm.rb")};
  user.library.depends_on = {{"git", "acme/crm"}};
  SharePlan plan({library, user});
  plan.Settle(0, library.library.wrappers);
  CHECK(plan.OfferTo(1).packages.size() == 1);
}

TEST_CASE("a library is what its JSON says") {
  Library library = Member("a", {"b", "c"}, true, "x/").library;
  library.wrappers[0].type = "Acme.Crm", library.wrappers[0].makers = {"Acme.open"};
  library.wrappers[0].values = {{"leadKey.keyType", "EMAIL", "'EMAIL'", "", -1},
                                {"leadKey.keyValue", "", "$mail", "mail", 0}};
  const Library back = LibraryFromJson(ToJson(library));
  CHECK(back.packages == library.packages);
  CHECK(back.depends_on == library.depends_on);
  CHECK(back.wrappers == library.wrappers);
  CHECK(LibraryFromJson("[").empty());
  CHECK(LibraryFromJson(R"({"wrappers": [1], "packages": {}, "depends_on": []})").packages.empty());
}

}  // namespace
}  // namespace unsoap::fleet
