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
  const facts::FileFacts facts = facts::ReadFile(row.path, row.source, facts::ReadLimits());
  const std::string dump = facts::DumpFacts(facts);
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
       {"bind x = (a | \"b\") @1:7", "class (class) < B @1:27", "bind o = new cls(1) @1:64"}},
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
        "call k.setKeyType((= Ref.EMAIL) as K) in A::f @1:58"}},
      {"A.java",
       "class A { String s = \"a\" + B + \"c\" + \"d\"; String t = String.format(L, \"<%s/>\", x); "
       "}",
       {"field A::s: String = (\"a\" . B . \"cd\") @1:18",
        "field A::t: String = (\"<\" . x . \"/>\") @1:50"}},
      {"A.java",
       "class A { A(int x) { super(x); } static class B { static void g() {} } enum E { "
       "EMAIL(\"e\") } }",
       {"function A::A(x: int) constructor @1:11", "function A.B::g(): void static @1:63",
        "field A.E::EMAIL = new E(\"e\") static @1:81", "call super(x) in A::A @1:22"}},
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
       {"call c.service.<op>(1) @1:20", "call c.service.getLead(2) @2:20",
        "call ops.<op>(3) @3:5"}},
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
       {"bind x = (a | b) @1:1", "bind y = (a | \"d\") @2:1", "return q.getLead() in l @3:15"}},
  });
}

TEST_CASE("C# facts") {
  Check({
      {"A.cs",
       "class A : B<X>, I { readonly Port c = new Port(\"e\"); public string Url { get; set; } = "
       "\"u\"; const int N = 1; }",
       {"class A < B, I @1:7", "field A::c: Port = new Port(\"e\") @1:35",
        "field A::Url: string = \"u\" @1:54", "field A::N: int = 1 static @1:103"}},
      {"A.cs",
       "class A { A(int k, string s = \"d\", params int[] r) : base(k) { this.c = new(k); } }",
       {"function A::A(k: int, s: string = \"d\", ...r: int[]) constructor @1:11",
        "call base(k) in A::A @1:54", "bind this.c = new (k) in A::A @1:64"}},
      {"A.cs",
       "class A { async Task<L> F() { var p = new P { K = new K { T = Ref.EMAIL } }; return await "
       "c?.getLead<X>(h, n: p); } }",
       {"bind p = new P({K: new K({T: Ref.EMAIL})}) in A::F @1:35",
        "call c.getLead(h, n: p) in A::F @1:94", "return c.getLead(h, n: p) in A::F @1:85",
        "function A::F(): Task @1:25"}},
      {"A.cs",
       "namespace A.B { using M = C.D; [Attr(\"x\", N = 1)] class K { } enum E { Email = 1 } }",
       {"space A.B", "import C.D as M @1:17", "annotation Attr[\"x\", N: 1] in K @1:33",
        "class K space A.B @1:57", "field E::Email = 1 static @1:72"}},
      {"A.cs",
       "namespace A.B;\nclass K { string P => x; string Q { get { return y; } } }",
       {"class K space A.B @2:7", "field K::P: string @2:11", "return x in K::P @2:23",
        "return y in K::Q @2:50"}},
      {"A.cs",
       "class A { string s = $\"<{Op,5:x}>\\n\" + @\"c:\\x \"\"q\"\"\" + nameof(A.B); string t = "
       "string.Format(\"<{0}/>\", x); }",
       {"field A::s: string = (\"<\" . Op . \">\\x0ac:\\x \"q\"B\") @1:18",
        "field A::t: string = (\"<\" . x . \"/>\") @1:76"}},
      {"A.cs",
       "class A { void F() { foreach (var l in r.Leads) Use(l); Func<int> f = a => p.getLead(a); x "
       "= (string)y ?? \"d\"; } }",
       {"bind l in r.Leads in A::F @1:35", "return p.getLead(a) in A::F/(closure) @1:76",
        "bind x = (y | \"d\") in A::F @1:90"}},
  });
}

TEST_CASE("Ruby facts") {
  Check({
      {"a.rb",
       "@c.call(:get_lead, message: {lead_key: {'keyType' => 'EMAIL', :v => x}}, :o => 1)\n",
       {"call @c.call(\"get_lead\", message: {lead_key: {keyType: \"EMAIL\", v: x}}, o: 1) @1:4"}},
      {"a.rb",
       "c.send(:sync_lead, r, 2)\nc.public_send(op, r)\n",
       {"call c.sync_lead(r, 2) @1:8", "call c.<op>(r) @2:15"}},
      {"a.rb",
       "module M\n class C < B\n  extend Savon::Model\n  OP = :x\n  attr_accessor :k\n  actions "
       ":get_lead, :y\n end\nend\n",
       {"module M @1:8", "class M.C < B, Savon::Model @2:8", "field M.C::OP = \"x\" static @4:3",
        "field M.C::k @5:17", "call actions(\"get_lead\", \"y\") in M.C @6:3"}},
      {"a.rb",
       "class C\n def initialize(a, b = 1, k: 'd', *r)\n  @a = a\n end\n class << self\n  def f() "
       "1 end\n end\n def self.g; 2; end\nend\n",
       {"function C::initialize(a, b = 1, k = \"d\", ...r) constructor @2:6",
        "bind @a = a in C::initialize @3:3", "function C::f() static @6:7",
        "function C::g() static @8:11", "return 2 in C::g @8:14"}},
      {"a.rb",
       "c = Savon.client do |soap|\n  soap.wsdl = \"#{h}?WSDL\"\nend\n",
       {"bind c = Savon.client(fn (closure)) @1:1",
        "bind soap.wsdl = (h . \"?WSDL\") in (closure) @2:3", "function (closure)(soap) @1:18"}},
      {"a.rb",
       "f(<<~A, <<-'B')\n  <x>#{y}</x>\nA\n  z\\n\nB\n",
       {"call f((\"\\x0a  <x>\" . y . \"</x>\\x0a\"), \"\\x0a  z\\n\\x0a\") @1:1"}},
      {"a.rb",
       "require 'savon'\nrequire_relative '../x'\n# c\n",
       {"import savon @1:1", "import ../x @2:1", "comment @3:1"}},
      {"a.rb",
       "def f(r)\n  if r then :a else 'b' end\nend\nx = %w(a b)\nh[:k]['j'] = \"a\" + B\n@l << "
       "s\n@y ||= 'z'\n",
       {"return (\"a\" | \"b\") in f @2:3", "bind x = [\"a\", \"b\"] @4:1",
        "bind h[\"k\"][\"j\"] = (\"a\" . B) @5:1", "bind @l += s @6:1", "bind @y = \"z\" @7:1"}},
  });
}

TEST_CASE("JavaScript facts") {
  Check({
      {"a.js",
       "soap.createClient(u + '?WSDL', function (err, cl) { client = cl; client.getLead({k: 'v', "
       "short, ...r}, (e, x) => x.y); });",
       {"call soap.createClient((u . \"?WSDL\"), fn (closure)) @1:6",
        "bind client = cl in (closure) @1:53",
        "call client.getLead({k: \"v\", short: short, r}, fn (closure)/(closure)) in (closure) "
        "@1:73",
        "return x.y in (closure)/(closure) @1:114"}},
      {"a.js",
       "const soap = require('soap');\nimport D, {e as f} from 'm';\nimport * as n from "
       "'n';\nconst {a} = require('./x');\n",
       {"import soap as soap @1:7", "import m as D @2:8", "import m e as f @2:12",
        "import n as n @3:8", "import ./x a @4:7"}},
      {"a.js",
       "class C extends B { url = 'x'; static m() {} constructor(k, n = 2, ...r) { super(k); "
       "this.c = new s.Client(k); } }",
       {"class C < B @1:7", "field C::url = \"x\" @1:21", "function C::m() static @1:39",
        "function C::constructor(k, n = 2, ...r) constructor @1:46",
        "bind this.c = new s.Client(k) in C::constructor @1:86"}},
      {"a.js",
       "Foo.prototype.bar = function (x) { return x; };\nexports.sync = async (l) => "
       "c.syncLead(l);\nmodule.exports = {p: function (y) {}};",
       {"function Foo::bar(x) @1:15", "function sync(l) @2:9", "function p(y) @3:19",
        "bind exports.sync = fn sync @2:1"}},
      {"a.js",
       "c[op + 'Async'](1); c['getLead'](2); x = `<a>${a ? 'b' : c}\\n`; const {g, h: i} = c; for "
       "(const o of ['l']) {}",
       {"call c.<(op . \"Async\")>(1) @1:3", "call c.getLead(2) @1:23",
        "bind x = (\"<a>\" . (\"b\" | c) . \"\\x0a\") @1:38", "bind i = c.h @1:75",
        "bind o in [\"l\"] @1:97"}},
  });
}

TEST_CASE("TypeScript facts") {
  for (const char* path : {"a.ts", "a.tsx"}) {
    Check({
        {path,
         "class C<T> extends B implements I { private c: Client | null = null; constructor(private "
         "h: Http, public k?: string) {} }",
         {"class C < B, I @1:7", "field C::c: Client = null @1:37", "field C::h: Http @1:82",
          "function C::constructor(h: Http, k: string = k) constructor @1:70",
          "bind this.h: Http = h in C::constructor @1:82"}},
        {path,
         "const r: Lead = await this.c!.getLead(x as string); enum Op { G = 'getLead', S } "
         "interface I { u: string; f(a: P): L; }",
         {"bind r: Lead = this.c.getLead(x) @1:7", "field Op::G = \"getLead\" static @1:63",
          "field Op::S static @1:78", "field I::u: string @1:96",
          "function I::f(a: P): L no-body @1:107"}},
        {path,
         "import {A as B} from './a'; const f = (x: number): string => x + 'a'; @Inj({p: 1}) class "
         "D {}",
         {"import ./a A as B @1:9", "function f(x: number): string @1:35",
          "annotation Inj[{p: 1}] in D @1:71"}},
    });
  }
}

TEST_CASE("facts of Kotlin, Scala, Groovy, Go, Rust, Swift, VB.NET and Apex") {
  Check({
      {"A.kt",
       "class A(val k: Int) : B() {\n  fun f(e: String): L? {\n    val r = P().apply { x = e }\n   "
       " "
       "return p.getLead(r, header = h)\n  }\n}\nval s = \"\"\"<a>$op\n\"\"\"\n",
       {"class A < B @1:7", "field A::k: Int @1:9", "function A::f(e: String): L @2:7",
        "bind r = new P({x: e}) in A::f @3:9", "call p.getLead(r, header: h) in A::f @4:14"}},
      {"A.scala",
       "import a.b.C\nclass A(p: Port) extends B {\n  def f(e: String): L = {\n    val s = "
       "s\"<a>$e</a>\"\n    p.getLead(s)\n  }\n}\n",
       {"import a.b.C @1:1", "class A < B @2:7", "bind s = (\"<a>\" . e . \"</a>\") in A::f @4:9",
        "return p.getLead(s) in A::f @5:5"}},
      {"A.groovy",
       "class A {\n  def f(String e) {\n    def r = new P(k: e)\n    port.\"$op\"(\"<a>${e}\")\n  "
       "}\n}\n",
       {"class A @1:7", "bind r = new P(k: e) in A::f @3:9",
        "call port.<op>((\"<a>\" . e)) in A::f @4:10"}},
      {"a.go",
       "package a\nfunc (c *C) F(e string) (*L, error) {\n\tr := &m.P{K: e}\n\tx, err := "
       "c.p.GetLead(r)\n\treturn x, err\n}\n",
       {"space a", "function C::F(e: string): L @2:13", "bind c: C = - in C::F @2:7",
        "bind r = new m.P({K: e}) in C::F @3:2", "bind x = c.p.GetLead(r) in C::F @4:2",
        "return x in C::F @5:9"}},
      {"a.rs",
       "impl C { fn f(&self, e: &str) -> String { format!(r#\"<a b=\"c\">{e}{}\"#, self.x) } }\n",
       {"class C @1:6", "function C::f(e: str): String @1:13"}},
      {"a.swift",
       "class C: B {\n  init(u: URL) { self.p = Port(url: u) }\n  func f(_ e: String) -> L { "
       "return p.getLead([\"k\": e]) }\n}\n",
       {"class C < B @1:7", "bind self.p = new Port(url: u) in C::init @2:18",
        "return p.getLead({k: e}) in C::f @3:37"}},
      {"A.vb",
       "Class A\n  Inherits B\n  Sub New()\n    Me.c = New C(\"e\")\n  End Sub\n  Function F(e As "
       "String) As L\n    Dim r As New P()\n    Return Me.c.getLead(\"<\" & e, r)\n  End "
       "Function\nEnd "
       "Class\n",
       {"class A < B @1:7", "bind Me.c = new C(\"e\") in A::(closure) @4:5",
        "bind r = new P() in A::F @7:9", "return Me.c.getLead((\"<\" . e), r) in A::F @8:12"}},
      {"A.cls",
       "public class A extends B { void f(String e) { m.P r = new m.P(); r.k = 'it\\'s'; "
       "port.getLead(r); } }",
       {"class A < B @1:14", "bind r: m.P = new m.P() in A::f @1:51",
        "bind r.k = \"it's\" in A::f @1:66", "call port.getLead(r) in A::f @1:86"}},
  });
}

TEST_CASE("facts come out of files with syntax errors") {
  const facts::FileFacts facts = facts::ReadFile(
      "a.php", "<?php $x = 'a\n'; function ( { $c->getLead($p); \n $c->syncLead($q);",
      facts::ReadLimits());
  CHECK(facts.health == facts::Health::kPartial);
  CHECK_FALSE(facts.health_reason.empty());
  CHECK(facts::DumpFacts(facts).find("c.syncLead(q)") != std::string::npos);
}

TEST_CASE("deep nesting is cut off, not followed") {
  for (const char* path : {"a.php", "A.java", "a.py"}) {
    const std::string start = std::string(path) == "a.php"    ? "<?php $x = "
                              : std::string(path) == "A.java" ? "class A { int x = "
                                                              : "x = ";
    const facts::FileFacts parens = facts::ReadFile(
        path, start + Repeat("(", 100000) + "1" + Repeat(")", 100000) + ";", facts::ReadLimits());
    CHECK(parens.health != facts::Health::kParsed);
    const facts::FileFacts calls = facts::ReadFile(
        path, start + Repeat("f(", 100000) + "1" + Repeat(")", 100000) + ";", facts::ReadLimits());
    CHECK(calls.health != facts::Health::kParsed);
  }
}

TEST_CASE("a long concatenation is not deep") {
  const facts::FileFacts facts = facts::ReadFile(
      "A.java", "class A { String s = \"a\"" + Repeat(" + b + \"c\"", 20000) + "; }",
      facts::ReadLimits());
  REQUIRE(facts.health == facts::Health::kParsed);
  REQUIRE(facts.fields.size() == 1);
  const facts::Expr& value = facts.at(facts.fields[0].value);
  CHECK(value.kind == facts::ExprKind::kConcat);
  CHECK(value.args_count == 40001);
}

TEST_CASE("a parse that takes too much memory falls back to text and leaves the thread usable") {
  facts::ReadLimits limits;
  limits.max_memory = 4 << 20;
  std::string big = "class A { void f() {\n";
  for (int i = 0; i < 60000; ++i) big += "p.getLead(a" + std::to_string(i) + ");\n";
  const facts::FileFacts facts = facts::ReadFile("A.java", big + "} } // end", limits);
  CHECK(facts.health == facts::Health::kTextOnly);
  CHECK(facts.health_reason == "parsing it takes more than 4 MB");
  CHECK(facts.comments.size() == 1);
  CHECK(facts::ReadFile("B.java", "class B { }", limits).health == facts::Health::kParsed);
}

TEST_CASE("a parse that takes too much work falls back to text") {
  facts::ReadLimits limits;
  limits.max_steps = 0;
  const facts::FileFacts facts = facts::ReadFile(
      "A.java", "class A {" + Repeat("int f() { return 1; }\n", 20000) + "}", limits);
  CHECK(facts.health == facts::Health::kTextOnly);
  CHECK(facts.health_reason == "parsing it takes more than 0 million steps");
}

TEST_CASE("what a parser looks at for each error is counted as work") {
  facts::ReadLimits limits;
  limits.max_steps = kStepsPerSecond / 3;
  const std::vector<std::pair<std::string, std::string>> files = {
      // An error in each three bytes, in operations a sixth of the limit: every token is looked up.
      {"a.cc", "auto x = " + Repeat("\"${", 20000) + ";\n"},
      // Each error makes all that was skipped so far one node.
      {"a.groovy", "def x = " + Repeat("\"\\(", 3000) + "\n"}};
  for (const auto& [path, source] : files) {
    INFO(path);
    CHECK(facts::ReadFile(path, source, limits).health_reason ==
          "parsing it takes more than 3 million steps");
  }
}

TEST_CASE("a file larger than the limit is read as text, with its comments") {
  facts::ReadLimits limits;
  limits.max_parse_bytes = 100;
  const facts::FileFacts facts =
      facts::ReadFile("a.php", "<?php $u = 'http://x'; // c\n/* d */" + Repeat(" ", 100), limits);
  CHECK(facts.health == facts::Health::kTextOnly);
  CHECK(facts.comments.size() == 2);
}

TEST_CASE("hostile files end within their budget and are read as text or in part") {
  facts::ReadLimits limits;
  limits.max_steps = kStepsPerSecond / 3;
  limits.max_memory = 64 << 20;
  std::string noise;
  uint32_t seed = 7;
  for (int i = 0; i < 300000; ++i) {
    seed = seed * 1664525 + 1013904223;
    noise += std::string_view("(){}[]<>;,.+-*/=&|!?:@#$%^~`'\"\\ \n")[seed >> 16 & 31];
  }
  const std::string insert = "INSERT INTO `t` VALUES (1,'it\\'s \"x\"',NULL),(2,'y','z');\n";
  const std::vector<std::pair<std::string, std::string>> files = {
      {"a.cs", "class A { void F() { x = " + Repeat("a<", 20000) + "; } }"},
      {"a.ts", noise},
      {"a.php", "<?php " + noise},
      {"b.php", "<?php\n" + Repeat(insert, 10000)},
      {"a.py", Repeat(insert, 10000)},
      {"a.rb", Repeat("<<A ", 20000)},
      {"a.js", "x = " + Repeat("{a:[", 50000)},
      {"A.java", Repeat("class A { void f() { if (x) ", 5000)},
      {"b.js", Repeat("a.b(c).", 30000) + "d()"},
      {"c.js", Repeat("`${", 20000)},
      {"d.rb", Repeat("\"#{", 20000)},
      {"c.php", Repeat("<?php ?>", 30000)},
      {"e.py", "x = " + Repeat("a or ", 30000) + "b"},
  };
  for (const auto& [path, source] : files) {
    INFO(path);
    const facts::FileFacts facts = facts::ReadFile(path, source, limits);
    CHECK(facts.source.text().size() == source.size());
    CHECK((facts.health == facts::Health::kParsed || !facts.health_reason.empty()));
    CHECK_FALSE(facts::DumpFacts(facts).empty());
  }
  CHECK(facts::ReadFile("B.java", "class B { }", limits).health == facts::Health::kParsed);
}

TEST_CASE("text is decoded whatever its encoding") {
  CHECK(facts::Decode("\xef\xbb\xbfx").encoding == "utf-8-bom");
  CHECK(facts::Decode("\xef\xbb\xbfx").text == "x");
  CHECK(facts::Decode(std::string_view("\xff\xfe<\0a\0\xe4\0", 8)).text == "<a\xc3\xa4");
  CHECK(facts::Decode(std::string_view("\xfe\xff\0<\0a\xd8\x3d\xde\x00", 10)).text ==
        "<a\xf0\x9f\x98\x80");
  CHECK(facts::Decode(std::string_view("<\0?\0x\0m\0l\0", 10)).encoding == "utf-16le");
  CHECK(facts::Decode(std::string_view("\0<\0?\0x\0m\0l", 10)).text == "<?xml");
  CHECK(facts::Decode("caf\xe9 \x80").text == "caf\xc3\xa9 \xe2\x82\xac");
  CHECK(facts::Decode("caf\xe9 \x80").encoding == "windows-1252");
  CHECK(facts::Decode("\x82\xa0\x82\xa2 = 1").encoding == "shift-jis");
  CHECK(facts::Decode("\x82\xa0\x82\xa2 = 1").text == "\xe3\x81\x82\xe3\x81\x84 = 1");
  CHECK(facts::Decode(std::string_view("\x7f"
                                       "ELF\0\0\0\0\0\0\0\0",
                                       12))
            .binary);
  std::string text(400, 'x');
  text[200] = '\0';
  CHECK_FALSE(facts::Decode(text).binary);
  CHECK(facts::Decode(text).text[200] == ' ');
  CHECK(facts::Decode("").text.empty());
}

TEST_CASE("UTF-8 that is cut off or has a few bytes of something else stays UTF-8") {
  // The end cuts a sequence off.
  CHECK(facts::Decode("\xc3\xa4 \xe2\x82").encoding == "utf-8");
  CHECK(facts::Decode("\xc3\xa4 \xe2\x82").text == "\xc3\xa4 \xef\xbf\xbd");
  CHECK(facts::Decode("x \xe2\x82").encoding == "utf-8");
  CHECK(facts::Decode("\xc3\xa4 \xe2").text == "\xc3\xa4 \xef\xbf\xbd");
  CHECK(facts::Decode("\xef\xbb\xbfx\xc3").text == "x\xef\xbf\xbd");
  // A letter of Latin-1 at the end of the text.
  CHECK(facts::Decode("caf\xe9").encoding == "windows-1252");
  // One pasted byte among many letters, and as many as there are letters.
  CHECK(facts::Decode(Repeat("\xc3\xa4", 5) + "\xe4.").encoding == "utf-8");
  CHECK(facts::Decode(Repeat("\xc3\xa4", 5) + Repeat("\xe4.", 5)).encoding == "windows-1252");
  // Surrogates, overlong forms and what is beyond the last code point are no UTF-8.
  for (const char* const bad : {"\xed\xa0\x80.", "\xc0\x80.", "\xe0\x80\x80.", "\xf4\x90\x80\x80."})
    CHECK(facts::Decode(bad).encoding == "windows-1252");
}

TEST_CASE("Shift-JIS is told from single-byte text by its structure") {
  // Two kanji are enough, wherever their second bytes are.
  for (const char* const text :
       {"// \x8c\xda\x8b\x71\n", "// \x8e\xe6\x93\xbe\n", "// \x8d\x58\x90\x56\n",
        "// \x83\x8a\x81\x5b\x83\x68\n", "// \x8c\x9f\x8d\xf5", "'\x8c\xda\x8b\x71' // \x8c"}) {
    INFO(text);
    CHECK(facts::Decode(text).encoding == "shift-jis");
  }
  CHECK(facts::Decode("\x8c\xda\x8b\x71").text == "\xe9\xa1\xa7\xe5\xae\xa2");
  // Single-byte text, each well formed as Shift-JIS.
  for (const char* const text : {
           "It\x92s and don\x92t",  // apostrophes
           "rock\x91n\x92roll",     // two, with a letter between
           "l\x92\xe9"
           "cole, l\x92\xe9"
           "t\xe9"
           "e",                  // an accented letter behind one
           "\x9cuvre, c\x9cur",  // ligatures
           "cr\xe9\xe9"
           "e, ann\xe9"
           "e",  // Latin-1
           "na\xefve \xc4pfel \xdc"
           "ber",  // Latin-1
           "f\x81r Gr\x81\xe1"
           "e",          // DOS
           "r\x82sum",   // DOS
           "\x93Hello",  // an opening quote
           "p\xf8\xed\x9a"
           "ern",              // Central Europe
           "100\x80uro\x99x",  // symbols
       }) {
    INFO(text);
    CHECK(facts::Decode(text).encoding == "windows-1252");
  }
  // No text without a byte of 80 to 9F can be taken for it: Latin-1 is safe.
  std::string latin;
  for (int first = 0xa0; first < 0x100; ++first) {
    for (int second = 0x40; second < 0x100; ++second) {
      if (second >= 0x80 && second < 0xa0) continue;
      for (int k = 0; k < 3; ++k) latin += {static_cast<char>(first), static_cast<char>(second)};
      if (facts::Decode(latin).encoding == "shift-jis") FAIL(first << " " << second);
      latin.clear();
    }
  }
}

TEST_CASE("line ends of any kind give the same facts") {
  const std::string source = "<?php\n// c\n$x = 'a';\n$c->getLead($x);\n";
  std::string crlf, cr;
  for (char c : source) {
    crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    cr += c == '\n' ? '\r' : c;
  }
  const std::string dump = facts::DumpFacts(facts::ReadFile("a.php", source, facts::ReadLimits()));
  CHECK(facts::DumpFacts(facts::ReadFile("a.php", crlf, facts::ReadLimits())) == dump);
  CHECK(facts::DumpFacts(facts::ReadFile("a.php", cr, facts::ReadLimits())) == dump);
}

TEST_CASE("a file whose extension lies is read by the language that fits") {
  const facts::FileFacts ruby = facts::ReadFile(
      "DescribeMObject.php",
      "require 'savon'\nclient = Savon.client(wsdl: 'x')\ndef f\n  client.call(:get_lead)\nend\n",
      facts::ReadLimits());
  CHECK(ruby.language == "ruby");
  CHECK(facts::ReadFile("a.php", "<h1>only text</h1>", facts::ReadLimits()).language == "php");
}
