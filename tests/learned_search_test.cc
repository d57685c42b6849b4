// Which files a learned name admits: those that show its home, and few others.
#include "scanner/collect/learned_search.h"

#include <array>

#include "tests/catch.h"

namespace unsoap {
namespace {

using collect::LearnedSearch;

link::LearnedNames Names() {
  link::LearnedNames names;
  names.names["Gate"] = {{"libs/js", "gate", {}, {}},
                         {"libs/php", "gate", {"own", "crm"}, {}},
                         {"libs/net", "gateway", {"own", "crm"}, {}}};
  names.names["Client"] = {{"app", "crm_client", {}, {}}};
  names.names["pushPerson"] = {{"app", "people", {}, {}}};
  names.members = {{"Client", "store", {}}};
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

TEST_CASE("code of another language cannot mean it") {
  link::LearnedNames names;
  names.names["pushPerson"] = {{"app", "people", {}, "php"}};
  names.members = {{"Crm", "push", "ruby"}, {"crm_gate", "store", "php"}};
  const LearnedSearch search(names);
  for (const auto& [path, text] :
       std::vector<std::pair<std::string, std::string>>{{"a/x.php", "<?php pushPerson(1);"},
                                                        {"a/x.txt", "pushPerson"},
                                                        {"a/routes.yml", "call: pushPerson"},
                                                        {"a/x.erb", "<% pushPerson(1) %>"}}) {
    CAPTURE(path, text);
    CHECK(search.Search(path, text).names.size() == 1);
  }
  for (const auto& [path, text] : std::vector<std::pair<std::string, std::string>>{
           {"a/x.js", "pushPerson(1)"},
           {"app/X.java", "class X { void f() { pushPerson(1); } }"},
           {"a/x.js", "Crm.push(1)"},
           {"a/x.py", "crm_gate().store(1)"}}) {
    CAPTURE(path, text);
    CHECK(search.Search(path, text).names.empty());
    CHECK_FALSE(search.Search(path, text).enough);
  }
  CHECK(search.Search("a/x.rb", "Crm.push(1)").enough);
  CHECK(search.Search("a/x.erb", "<% Crm.push(1) %>").enough);
  CHECK(search.Search("a/x.php", "<?php $g = new crm_gate(); $g->store(1);").enough);
}

TEST_CASE("what one language's code uses of another's is no stranger") {
  link::LearnedNames names;
  names.names["pushPerson"] = {{"app", "people", {}, "c"}};
  const LearnedSearch search(names);
  CHECK(search.Search("a/x.swift", "pushPerson(1)").names.size() == 1);
  CHECK(search.Search("a/x.mm", "pushPerson(1);").names.size() == 1);
  CHECK(search.Search("a/x.py", "pushPerson(1)").names.empty());
}

TEST_CASE("an everyday class with an everyday method counts where it stands as a class") {
  link::LearnedNames names;
  names.members = {{"source", "test", {}}, {"Crm", "push", {}}};
  const LearnedSearch search(names);
  for (const auto& [path, text] : std::vector<std::pair<std::string, std::string>>{
           {"a/x.php", "<?php $s = new source(); $s->test();"},
           {"a/x.php", "<?php source::test();"},
           {"a/x.rb", "source.test"},
           {"a/x.rb", "def run(crm: Crm) crm.push(1) end"},
           {"a/x.php", "<?php function f(Crm $c) { $c->push(1); }"}}) {
    CAPTURE(path, text);
    CHECK(search.Search(path, text).enough);
  }
  for (const auto& [path, text] : std::vector<std::pair<std::string, std::string>>{
           {"a/x.php", "<?php $source = 1; test($source);"},
           {"a/x.php", "<?php // the source of the test\n"},
           {"a/x.php", "<?php $row['source'] = $this->test();"},
           {"a/x.js", "var source = 1; test(source)"}}) {
    CAPTURE(path, text);
    CHECK_FALSE(search.Search(path, text).enough);
  }
}

TEST_CASE("a name that many declare themselves says no more than an everyday word") {
  link::LearnedNames names;
  names.names["getInstance"] = {{"app", "gate", {}, {}}};
  names.names["pushPerson"] = {{"app", "gate", {}, {}}};
  const LearnedSearch search(names);
  const auto found = [&](const char* path, const char* own, const char* calls) {
    std::vector<LearnedSearch::Found> out(100, search.Search(path, calls));
    for (size_t i = 0; i < 6; ++i) out[i] = search.Search(path, own);
    return out;
  };
  for (const auto& [path, own, calls] : std::vector<std::array<const char*, 3>>{
           {"a/x.php", "<?php class A { static function getInstance() {} }",
            "<?php A::getInstance();"},
           {"a/x.py", "def getInstance():\n    pass\n", "a.getInstance()\n"},
           {"a/x.rb", "def self.getInstance\nend\n", "A.getInstance\n"},
           {"a/x.js", "function getInstance() {}", "a.getInstance()"},
           {"a/x.go", "func getInstance() {}", "a.getInstance()"},
           {"a/x.kt", "fun getInstance() {}", "A.getInstance()"}}) {
    CAPTURE(path);
    CHECK(search.Choose(found(path, own, calls), 300).empty());
  }
  // Six files that only call it are no six namesakes.
  CHECK(search.Choose(found("a/x.py", "a.getInstance()\n", "b.getInstance()\n"), 300).size() ==
        100);
  CHECK(search.Choose(found("a/x.py", "a.pushPerson()\n", "b.pushPerson()\n"), 300).size() == 100);
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
