// The link of awkward programs: large literals, deep chains, cycles. Each has to end, keep what it
// found, and give the same report whatever the number of threads. No test depends on time: one that
// would not end is killed by the time limit of the test run.
#include <nlohmann/json.hpp>
#include <string>

#include "tests/catch.h"
#include "tests/paths.h"
#include "tests/program.h"

namespace unsoap {
namespace {

using nlohmann::json;

const std::string kClient =
    "$soap = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');\n";

/// Findings of a kind, with those of one operation only if it is given.
size_t Count(const json& report, const std::string& kind, const std::string& operation = {}) {
  size_t n = 0;
  for (const json& finding : report["findings"]) {
    n += finding["kind"] == kind &&
         (operation.empty() || finding.value("operation", "") == operation);
  }
  return n;
}

const json* Find(const json& report, const std::string& kind, const std::string& enclosing) {
  for (const json& finding : report["findings"]) {
    if (finding["kind"] == kind && finding.value("enclosing", "") == enclosing) return &finding;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a list of a hundred thousand names hides no call beside it") {
  const ScratchDir tree;
  std::string names = "<?php\n$names = [\n";
  for (int i = 0; i < 100'000; ++i) names += "'name" + std::to_string(i) + "',\n";
  names += "];\n" + kClient +
           "foreach ($names as $name) { $soap->$name([]); }\n"
           "$soap->getTags([]);\n";
  tree.Write("names.php", names);
  const json report = ScanJson(tree.Root(), {"--max-file-size", "16M", "--timeout-file", "60"});
  CHECK(Count(report, "call", "getTags") == 1);
  CHECK(report["coverage"]["files_not_read"] == 0);
}

TEST_CASE("a chain of two thousand functions ends, and its flow is bounded") {
  const ScratchDir tree;
  constexpr int kLength = 2000;
  std::string code = "<?php\nfunction f0($soap) { return $soap->getTags([]); }\n";
  for (int i = 1; i < kLength; ++i) {
    code += "function f" + std::to_string(i) + "($soap) { return f" + std::to_string(i - 1) +
            "($soap); }\n";
  }
  code += kClient + "f" + std::to_string(kLength - 1) + "($soap);\n";
  tree.Write("chain.php", code);
  const json report = ScanJson(tree.Root());
  CHECK(Count(report, "call", "getTags") == 1);
  CHECK(Find(report, "definition", "f0") != nullptr);
  for (const json& finding : report["findings"]) CHECK(finding["flow"].size() <= 50);
}

TEST_CASE("functions that call each other and classes that extend each other end") {
  const ScratchDir tree;
  tree.Write("cycle.php", "<?php\n" + kClient + R"(
class A extends B { function go($x) { return $this->back($x); } }
class B extends A {
  private $soap;
  function __construct($soap) { $this->soap = $soap; }
  function back($x) { return $x ? $this->go($x - 1) : $this->soap->mergeLeads([]); }
}
function ping($n, $soap) { return $n ? pong($n - 1, $soap) : $soap->getTags([]); }
function pong($n, $soap) { return ping($n, $soap); }
ping(3, $soap);
(new B($soap))->go(2);
)");
  const json report = ScanJson(tree.Root());
  CHECK(Count(report, "call", "getTags") == 1);
  CHECK(Count(report, "call", "mergeLeads") == 1);
  CHECK(Find(report, "definition", "ping") != nullptr);
  CHECK(Find(report, "definition", "B::back") != nullptr);
}

TEST_CASE("lists that are copied into each other round and round end, in few steps") {
  constexpr int kHelpers = 6;
  const std::string list = "java.util.List<Attr>";
  std::string helpers, calls;
  for (int i = 0; i < kHelpers; ++i) {
    const auto number = [&](int k) { return std::to_string((i + k) % kHelpers); };
    helpers += "static Rec copy" + number(0) +
               "(Rec old) { Rec r = new Rec(); r.getList().addAll(old.getList()); for (Attr a : "
               "old.getList()) { Attr b = new Attr(); b.setName(a.getName()); "
               "r.getList().add(b); } return r; }\n"
               "static Rec twice" +
               number(0) + "(Rec old) { Rec r = copy" + number(0) + "(copy" + number(1) +
               "(old)); r.setList(copy" + number(2) + "(r).getList()); return r; }\n";
    calls += "first = Helper.twice" + number(0) + "(first); send(first);\n";
  }
  const ScratchDir tree;
  tree.Write("Copies.java",
             "package a;\nimport com.marketo.mktows.*;\n"
             "class Rec { " +
                 list + " list; " + list + " getList() { if (list == null) list = new java.util." +
                 "ArrayList<Attr>(); return this.list; } void setList(" + list +
                 " l) { this.list = l; } }\n"
                 "class Attr { String name; String getName() { return this.name; } void "
                 "setName(String n) { this.name = n; } }\n"
                 "class Helper {\n" +
                 helpers +
                 "}\nclass Client { MktowsPort port;\n"
                 "SyncLeadResult send(Rec r) { ParamsSyncLead p = new ParamsSyncLead(); "
                 "LeadRecord l = new LeadRecord(); l.setLeadAttributeList(r.getList()); "
                 "p.setLeadRecord(l); return port.syncLead(p, null); }\n"
                 "void run(Rec first) {\n" +
                 calls + "} }\n");
  const json report = ScanJson(tree.Root());
  CHECK(Count(report, "call", "syncLead") == 1);
  CHECK(Count(report, "wrapper-call", "syncLead") == kHelpers);
}

TEST_CASE("nested literals and selectors of a thousand levels end") {
  const ScratchDir tree;
  std::string code = "const soap = require('soap');\nconst deep = ";
  for (int i = 0; i < 1000; ++i) code += "{a: [";
  code += "'getLead'";
  for (int i = 0; i < 1000; ++i) code += "]}";
  code +=
      ";\nsoap.createClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL', (e, c) => "
      "c.getTags({}, done));\nx";
  for (int i = 0; i < 1000; ++i) code += ".a";
  tree.Write("deep.js", code + ";\n");
  const json report = ScanJson(tree.Root());
  CHECK(Count(report, "call", "getTags") == 1);
}

TEST_CASE("callers are counted over files and languages, with the entry points") {
  const ScratchDir tree;
  tree.Write("crm.ts", R"(import * as soap from 'soap';
export class Crm {
  async tags() {
    const c = await soap.createClientAsync('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');
    return c.getTagsAsync({});
  }
}
)");
  tree.Write("one.ts",
             "import { Crm } from './crm';\n"
             "export function one() { return new Crm().tags(); }\n"
             "export function two() { return new Crm().tags(); }\n");
  tree.Write("three.js", "const { Crm } = require('./crm');\nnew Crm().tags();\n");
  const json report = ScanJson(tree.Root());
  const json* door = Find(report, "definition", "Crm::tags");
  REQUIRE(door != nullptr);
  const json& callers = (*door)["callers"];
  CHECK(callers["direct"] == 3);
  CHECK(callers["total"] == 3);
  CHECK(callers["files"] == 2);
  CHECK(callers["languages"] == json({"javascript", "typescript"}));
  CHECK(callers["sites"].size() == 3);
  // The way from a caller to the service, step by step.
  const json* call = Find(report, "wrapper-call", "one");
  REQUIRE(call != nullptr);
  REQUIRE((*call)["flow"].size() == 3);
  CHECK((*call)["flow"][0]["location"]["path"] == "one.ts");
  CHECK((*call)["flow"][2]["location"]["path"] == "crm.ts");
}

TEST_CASE("the report of the idioms is the same on one thread and on eight") {
  const auto scan = [](const char* jobs) {
    json report = json::parse(
        RunUnsoap({"scan", "fixtures/idioms", "--format", "json", "-j", jobs}, SourceDir()).out);
    report.erase("command");  // names the number
    return report.dump();
  };
  const std::string one = scan("1");
  CHECK(one.size() > 100'000);
  CHECK((one == scan("8")));
}

}  // namespace unsoap
