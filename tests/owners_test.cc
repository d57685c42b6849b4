// CODEOWNERS: which line decides about a path.
#include "scanner/triage/owners.h"

#include "tests/catch.h"

namespace unsoap {

TEST_CASE("the last rule that fits names the owners") {
  const triage::Owners owners(
      "# everything\n*  @all\n*.php @php @web # the old site\n/src/crm/ @crm\ndocs/* @writers\n"
      "/src/crm/free.php\n[Section] @nobody\n!src @wrong\n");
  CHECK(owners.Of("README") == "@all");
  CHECK(owners.Of("a/b.php") == "@php @web");
  CHECK(owners.Of("src/crm/deep/x.php") == "@crm");
  CHECK(owners.Of("other/src/crm/x.py") == "@all");
  CHECK(owners.Of("docs/a.md") == "@writers");
  CHECK(owners.Of("docs/deep/a.md") == "@all");
  CHECK(owners.Of("src/crm/free.php").empty());
}

TEST_CASE("without rules nobody owns anything") {
  CHECK(triage::Owners("").empty());
  CHECK(triage::Owners("\r\n# only words\r\n").Of("a.php").empty());
  CHECK(triage::Owners("*.rb\t@ruby\r\n").Of("lib/a.rb") == "@ruby");
  CHECK(triage::Owners::FromRepository("/nonexistent").empty());
}

}  // namespace unsoap
