// Front-ends: what each language's source says, as DumpFacts shows it; and that hostile input costs
// bounded time and memory.
#include "scanner/facts/facts.h"

#include <sstream>

#include "scanner/base/text.h"
#include "scanner/facts/read.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

struct Row {
  const char* path;  // chooses the language
  const char* source;
  std::vector<const char*> lines;  // each must be a line of the dump; "!x": no line may contain x
};

void Check(const Row& row) {
  const FileFacts facts = ReadFile(row.path, row.source, ReadLimits());
  const std::string dump = DumpFacts(facts);
  INFO(row.path << "\n" << row.source << "\n---\n" << dump);
  for (const char* line : row.lines) {
    INFO(line);
    if (line[0] == '!') {
      CHECK(dump.find(line + 1) == std::string::npos);
    } else {
      CHECK(("\n" + dump).find(std::string("\n") + line + "\n") != std::string::npos);
    }
  }
}

void Check(const std::vector<Row>& rows) {
  for (const Row& row : rows) Check(row);
}

std::string Repeat(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("PHP facts") {
  Check({
      {"a.php",
       "<?php $this->client->__soapCall('getLead', array($p), $o, self::$h);",
       {"call this.client.__soapCall(\"getLead\", [p], o, self::h) @1:22", "file php parsed"}},
      {"a.php",
       "<?php $c->$op($p); $f($x); call_user_func(array($c, 'getLead'), $p);",
       {"call c.<op>(p) @1:11", "call f(x) @1:20",
        "call call_user_func([c, \"getLead\"], p) @1:28"}},
      {"a.php",
       "<?php $a['k']['j'] = 1; $list[] = $x; $o->p->q = 'EMAIL';",
       {"bind a[\"k\"][\"j\"] = 1 @1:7", "bind list += x @1:25", "bind o.p.q = \"EMAIL\" @1:39"}},
      {"a.php",
       "<?php $s = <<<XML\n<a>{$x}</a>\n\\$y\nXML;\n$n = <<<'E'\n\\n$z\nE;\n",
       {"bind s = (\"<a>\" . x . \"</a>\\x0a$y\") @1:7", "bind n = \"\\n$z\" @5:1"}},
      {"a.php",
       "<?php $x = \"a $b[k] {$c->d} \\x41\" . 'it\\'s \\n';",
       {"bind x = (\"a \" . b[k] . \" \" . c.d . \" Ait's \\n\") @1:7"}},
      {"a.php",
       "<?php class A extends B implements C { use T; const OP = 'x'; private static ?\\App\\Crm "
       "$c = null; }",
       {"class A < B, C, T @1:13", "field A::OP = \"x\" static @1:53",
        "field A::c: \\App\\Crm = null static @1:88"}},
      {"a.php",
       "<?php class A { function __construct(private Crm $crm, $x = 'd', ...$r) {} }",
       {"function A::__construct(crm: Crm, x = \"d\", ...r) constructor @1:26",
        "field A::crm: Crm @1:38", "bind this.crm: Crm = crm in A::__construct @1:38"}},
      {"a.php",
       "<?php define('OP', 'getLead'); const X = 1; $q = sprintf('<%s>%1$s', $op);",
       {"bind OP = \"getLead\" @1:14", "bind X = 1 @1:38",
        "bind q = (\"<\" . op . \">\" . op) @1:45", "!call sprintf"}},
      {"a.php",
       "<p>text</p><?php namespace A\\B; use C\\D as E; use F\\{G, H as I}; require_once __DIR__ . "
       "'/x.php'; ?>",
       {"space A\\B", "import C\\D as E @1:37", "import F G @1:54", "import F H as I @1:57",
        "import /x.php @1:66"}},
      {"a.php",
       "<?php foreach ($ops as $k => $op) { $x = match($op) { 'a' => 1, default => 2 }; } // c",
       {"bind op in ops @1:16", "bind x = (1 | 2) @1:37", "comment @1:83"}},
      {"a.php",
       "<?php $x = $a ?: 'b'; new class extends B { function m() {} }; $o = new $cls(1);",
       {"bind x = (\"b\") @1:7", "class (class) < B @1:27", "bind o = new cls(1) @1:64"}},
  });
}

TEST_CASE("Java facts") {
  Check({
      {"A.java",
       "class A { MktowsPort port; void f() { port.getLead(params, header()); } }",
       {"field A::port: MktowsPort @1:22", "call port.getLead(params, header()) in A::f @1:44"}},
      {"A.java",
       "import com.x.*; import com.y.Z; import static a.B.c;",
       {"import com.x * @1:1", "import com.y.Z @1:17", "import a.B.c @1:33"}},
      {"A.java",
       "class A { void f() { List<Lead> l = new ArrayList<>(); k.setKeyType((K) Ref.EMAIL); } }",
       {"bind l: List = new ArrayList() in A::f @1:33",
        "call k.setKeyType(Ref.EMAIL) in A::f @1:58"}},
      {"A.java",
       "class A { String s = \"a\" + B + \"c\" + \"d\"; String t = String.format(L, \"<%s/>\", x); "
       "}",
       {"field A::s: String = (\"a\" . B . \"cd\") @1:18",
        "field A::t: String = (\"<\" . x . \"/>\") @1:50"}},
      {"A.java",
       "class A { A(int x) { super(x); } static class B { static void g() {} } enum E { "
       "EMAIL(\"e\") } }",
       {"function A::A(x: int) constructor @1:11", "function A.B::g(): void static @1:63",
        "field A.E::EMAIL = \"e\" static @1:81", "call super(x) in A::A @1:22"}},
      {"A.java",
       "@WebService(name = \"x\") class A { @Inject Port p; @Override public void f(@P final T a) "
       "{} }",
       {"annotation WebService[name: \"x\"] in A @1:1", "annotation Inject @1:35",
        "annotation Override in A::f @1:51", "function A::f(a: T): void @1:73"}},
      {"A.java",
       "class A { void f() { run(() -> p.getLead(x), y -> { return y; }, p::syncLead, B.class); } "
       "}",
       {"call run(fn A::f/(closure), fn A::f/(closure), p.syncLead, B) in A::f @1:22",
        "call p.getLead(x) in A::f/(closure) @1:34",
        "return p.getLead(x) in A::f/(closure) @1:32"}},
      {"A.java",
       "class A { Object f() { return new B() { public void call() { p.getLead(); } }; } }",
       {"class A.(class) < B @1:39", "call p.getLead() in A.(class)::call @1:64"}},
  });
}

TEST_CASE("Python facts") {
  Check({
      {"a.py",
       "client.service.getLead(leadKey={'keyType': 'EMAIL'}, *a, **kw)\n",
       {"call client.service.getLead(leadKey: {keyType: \"EMAIL\"}, a, kw) @1:16"}},
      {"a.py",
       "getattr(c.service, op)(1)\ngetattr(c.service, 'getLead')(2)\nops[op](3)\n",
       {"call c.service.<op>(1) @1:20", "call c.service.getLead(2) @2:20", "call ops[op](3) @3:1"}},
      {"a.py",
       "from a.b import c as d, e\nimport x.y as z, w\nfrom .m import *\n",
       {"import a.b c as d @1:17", "import a.b e @1:25", "import x.y as z @2:8", "import w @2:18",
        "import .m * @3:16"}},
      {"a.py",
       "x = f'<a>{op}</a>' + \"b\"\ny = '<%s>%(n)s' % (op, 1)\nz = '{}{name}{{'.format(a, "
       "name=b)\nw = r'\\n' b'\\x41'\n",
       {"bind x = (\"<a>\" . op . \"</a>b\") @1:1", "bind z = (a . b . \"{\") @3:1",
        "bind w = \"\\nA\" @4:1"}},
      {"a.py",
       "class A(B):\n  '''doc'''\n  url = 'u'\n  @staticmethod\n  def f(self, x: int = 1, *a) -> "
       "str: return x\n",
       {"class A < B @1:7", "field A::url = \"u\" @3:3",
        "function A::f(x: int = 1, ...a): str static @5:7", "annotation staticmethod in A::f @4:3",
        "comment @2:3", "return x in A::f @5:46"}},
      {"a.py",
       "with open('f') as g:\n  pass\nfor k, v in d.items(): pass\na, b = 1, 2\nself.x = y = 3\n",
       {"bind g = open(\"f\") @1:6", "bind v in d.items() @3:8", "bind b = 2 @4:4",
        "bind self.x = (= 3) @5:1"}},
      {"a.py", "'''\nclient.service.getLead()\n'''\n", {"comment @1:1", "!call"}},
      {"a.py",
       "x = a if c else b\ny = a or 'd'\nl = lambda q: q.getLead()\n",
       {"bind x = (a | b) @1:1", "bind y = (a | \"d\") @2:1",
        "return q.getLead() in (closure) @3:15"}},
  });
}

TEST_CASE("facts come out of files with syntax errors") {
  const FileFacts facts =
      ReadFile("a.php", "<?php $x = 'a\n'; function ( { $c->getLead($p); \n $c->syncLead($q);",
               ReadLimits());
  CHECK(facts.health == Health::kPartial);
  CHECK_FALSE(facts.health_reason.empty());
  CHECK(DumpFacts(facts).find("c.syncLead(q)") != std::string::npos);
}

TEST_CASE("deep nesting is cut off, not followed") {
  for (const char* path : {"a.php", "A.java", "a.py"}) {
    const std::string start = std::string(path) == "a.php"    ? "<?php $x = "
                              : std::string(path) == "A.java" ? "class A { int x = "
                                                              : "x = ";
    const FileFacts parens =
        ReadFile(path, start + Repeat("(", 100000) + "1" + Repeat(")", 100000) + ";", ReadLimits());
    CHECK(parens.health != Health::kParsed);
    const FileFacts calls = ReadFile(
        path, start + Repeat("f(", 100000) + "1" + Repeat(")", 100000) + ";", ReadLimits());
    CHECK(calls.health != Health::kParsed);
  }
}

TEST_CASE("a long concatenation is not deep") {
  const FileFacts facts = ReadFile(
      "A.java", "class A { String s = \"a\"" + Repeat(" + b + \"c\"", 2000) + "; }", ReadLimits());
  REQUIRE(facts.health == Health::kParsed);
  REQUIRE(facts.fields.size() == 1);
  const Expr& value = facts.at(facts.fields[0].value);
  CHECK(value.kind == ExprKind::kConcat);
  CHECK(value.args_count == 4001);
}

TEST_CASE("a parse that takes too much memory falls back to text and leaves the thread usable") {
  ReadLimits limits;
  limits.max_memory = 4 << 20;
  std::string big = "class A { void f() {\n";
  for (int i = 0; i < 60000; ++i) big += "p.getLead(a" + std::to_string(i) + ");\n";
  const FileFacts facts = ReadFile("A.java", big + "} } // end", limits);
  CHECK(facts.health == Health::kTextOnly);
  CHECK(facts.health_reason == "parsing it takes more than 4 MB");
  CHECK(facts.comments.size() == 1);
  CHECK(ReadFile("B.java", "class B { }", limits).health == Health::kParsed);
}

TEST_CASE("a parse that takes too long falls back to text") {
  ReadLimits limits;
  limits.max_seconds = 0;
  const FileFacts facts =
      ReadFile("A.java", "class A {" + Repeat("int f() { return 1; }\n", 20000) + "}", limits);
  CHECK(facts.health == Health::kTextOnly);
  CHECK(facts.health_reason == "parsing it takes more than 0 ms");
}

TEST_CASE("a file larger than the limit is read as text, with its comments") {
  ReadLimits limits;
  limits.max_parse_bytes = 100;
  const FileFacts facts =
      ReadFile("a.php", "<?php $u = 'http://x'; // c\n/* d */" + Repeat(" ", 100), limits);
  CHECK(facts.health == Health::kTextOnly);
  CHECK(facts.comments.size() == 2);
}
