// Which files a learned name admits: those that show its home, and few others.
#include "scanner/collect/learned_search.h"

#include "tests/catch.h"

namespace unsoap {
namespace {

using collect::LearnedSearch;

link::LearnedNames Names() {
  link::LearnedNames names;
  names.names["Gate"] = {{"libs/js", "gate", {}},
                         {"libs/php", "gate", {"own", "crm"}},
                         {"libs/net", "gateway", {"own", "crm"}}};
  names.names["Client"] = {{"app", "crm_client", {}}};
  names.names["pushPerson"] = {{"app", "people", {}}};
  names.members = {{"Client", "store"}};
  names.together = {{"crm", "store"}};
  return names;
}

TEST_CASE("a file that shows where the name comes from is read") {
  const LearnedSearch search(Names());
  for (const auto& [path, text] : std::vector<std::pair<std::string, std::string>>{
           {"a/x.js", "const { Gate } = require('../libs/js/gate');"},
           {"a/x.ts", "import {\n  Gate,\n} from '../gate';\nnew Gate();"},
           {"a/x.py", "from libs.gate import Gate\n"},
           {"a/x.py", "import libs.gate\ng = libs.gate.Gate()\n"},
           {"a/x.rb", "require_relative '../gate'\nGate.new\n"},
           {"a/x.php", "<?php\nuse Own\\Crm\\Gate;\n"},
           {"a/x.php", "<?php\nnamespace Own\\Crm;\nfunction f() { return new GATE(); }\n"},
           {"a/X.java", "import own.crm.Gate;\nclass X { Gate g; }\n"},
           {"a/X.cs", "using Own.Crm;\nclass X { Gate g; }\n"},
           {"a/beans.xml", "<bean class=\"own.crm.Gate\"/>"},
           {"a/x.pl", "use crm_client;\nmy $c = Client->new;\n"},
           {"a/x.php", "<?php\n$c = new Client(); $c->store(1);\n"},
           {"app/other.rb", "pushPerson(1)\n"}}) {
    CAPTURE(path, text);
    CHECK(search.Search(path, text).enough);
  }
}

TEST_CASE("a file that holds the name as a word of its own is not") {
  const LearnedSearch search(Names());
  for (const auto& [path, text] : std::vector<std::pair<std::string, std::string>>{
           {"a/x.js", "const { Gate } = require('./door');"},
           {"a/x.py", "class Gate:\n    pass\n"},
           {"a/x.py", "from door import Gate\n"},
           {"a/X.java", "import other.Gate;\nclass X { Gate g; }\n"},
           {"a/x.rb", "# the gate\nGate.new\n"},
           {"a/x.php", "<?php\nnamespace Own\\Shop;\nnew Gate();\n"},
           {"app/other.rb", "Client.new\n"}}) {
    CAPTURE(path, text);
    const LearnedSearch::Found found = search.Search(path, text);
    CHECK_FALSE(found.enough);
    CHECK(found.names.size() == 1);
  }
  for (const auto& [path, text] : std::vector<std::pair<std::string, std::string>>{
           {"a/X.java", "Object gate = null;"}, {"a/x.py", "gates = Gateway()"}}) {
    CAPTURE(path, text);
    CHECK(search.Search(path, text).names.empty());
  }
}

TEST_CASE("the case of a name counts where the language says so") {
  const LearnedSearch search(Names());
  CHECK(search.Search("a/x.py", "GATE = 1").names.empty());
  CHECK(search.Search("a/x.php", "<?php new GATE();").names.size() == 1);
  CHECK(search.Search("notes.txt", "the gate").names.size() == 1);
}

TEST_CASE("what shows no home is read where few files hold the name, rarest first") {
  const LearnedSearch search(Names());
  std::vector<LearnedSearch::Found> found(400);
  const auto hold = [&](size_t from, size_t count, const char* text) {
    for (size_t i = from; i < from + count; ++i) found[i] = search.Search("a/x.py", text);
  };
  hold(0, 41, "Gate()");           // an everyday word in more than forty files
  hold(100, 3, "Client()");        // in few
  hold(200, 120, "pushPerson()");  // telling
  hold(390, 2, "crm().store()");
  std::vector<size_t> chosen = search.Choose(found, 300);
  CHECK(chosen.size() == 3 + 120 + 2);
  CHECK(chosen.front() == 100);
  CHECK(search.Choose(found, 100) == std::vector<size_t>{100, 101, 102, 390, 391});
  CHECK(search.Choose(found, 0).empty());
}

}  // namespace
}  // namespace unsoap
