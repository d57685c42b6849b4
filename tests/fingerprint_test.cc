#include "scanner/findings/fingerprint.h"

#include "tests/catch.h"

namespace unsoap {
namespace {

std::string Call(std::string_view text) {
  return findings::Fingerprint("p/getLead", findings::Kind::kCall, "Crm::push", text);
}

findings::Finding At(const std::string& path, int line, const std::string& family) {
  findings::Finding finding;
  finding.location.path = path;
  finding.location.start_line = line;
  finding.family = family;
  return finding;
}

}  // namespace

TEST_CASE("a fingerprint is sixteen hexadecimal digits and the same on every machine") {
  CHECK(Call("$c->getLead($p)").size() == 16);
  CHECK(Call("$c->getLead($p)").find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(Call("$c->getLead($p)") == Call("$c->getLead($p)"));
}

TEST_CASE("a fingerprint survives reformatting") {
  CHECK(Call("$c->getLead($p, 1)") == Call("$c\n    ->getLead(\n\t$p,\r\n  1,\n)"));
  CHECK(findings::NormalizeForFingerprint("f( [1, 2, ], {a: 1,\n} )") == "f([1,2],{a:1})");
}

TEST_CASE("a fingerprint changes with the call, its rule, its kind and the function around it") {
  const std::string before = Call("$c->getLead($p)");
  CHECK(before != Call("$c->getLead($q)"));
  CHECK(before != Call("$c->getLead($p, 1)"));
  CHECK(before !=
        findings::Fingerprint("p/syncLead", findings::Kind::kCall, "Crm::push", "$c->getLead($p)"));
  CHECK(before != findings::Fingerprint("p/getLead", findings::Kind::kWrapperCall, "Crm::push",
                                        "$c->getLead($p)"));
  CHECK(before !=
        findings::Fingerprint("p/getLead", findings::Kind::kCall, "Crm::pull", "$c->getLead($p)"));
}

TEST_CASE("a part cannot pass for its neighbour") {
  CHECK(findings::Fingerprint("ab", findings::Kind::kCall, "c", "x") !=
        findings::Fingerprint("a", findings::Kind::kCall, "bc", "x"));
  CHECK(findings::Fingerprint("a", findings::Kind::kCall, "b", "cx") !=
        findings::Fingerprint("a", findings::Kind::kCall, "bc", "x"));
}

TEST_CASE("equal findings are numbered by path and position, whatever their order") {
  std::vector<findings::Finding> findings = {At("b", 1, "f"), At("a", 9, "f"), At("a", 2, "f"),
                                             At("a", 5, "g")};
  findings::NumberFingerprints(findings);
  CHECK(findings[0].id == "f-3");
  CHECK(findings[1].id == "f-2");
  CHECK(findings[2].id == "f");
  CHECK(findings[3].id == "g");
}

TEST_CASE("moved lines and a renamed file keep an id") {
  std::vector<findings::Finding> before = {At("src/crm.php", 3, "f"), At("src/crm.php", 8, "g")};
  std::vector<findings::Finding> after = {At("lib/marketing.php", 40, "f"),
                                          At("lib/marketing.php", 41, "g")};
  findings::NumberFingerprints(before);
  findings::NumberFingerprints(after);
  CHECK(before[0].id == after[0].id);
  CHECK(before[1].id == after[1].id);
}

}  // namespace unsoap
