// Which reader a file goes to, and the settings that the readers find.
#include "scanner/facts/structured.h"

#include <set>
#include <string>

#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

facts::FileFacts Read(std::string path, std::string text) {
  facts::FileFacts facts;
  facts.path = std::move(path);
  facts.source = SourceText(std::move(text));
  if (!facts::ReadStructured(facts, facts.path)) facts.language = "(not structured)";
  return facts;
}

/// "key=value;" of each setting, with the value as the span has it when they differ.
std::string Settings(const std::string& path, const std::string& text) {
  const facts::FileFacts facts = Read(path, text);
  std::string out;
  for (const facts::Setting& setting : facts.settings) {
    out += std::string(setting.key) + "=" + std::string(setting.value) + ";";
    CHECK(setting.span.begin <= setting.value_span.begin);
    CHECK(setting.value_span.end <= text.size());
  }
  return out;
}

std::string Repeat(std::string_view what, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += what;
  return out;
}

}  // namespace

TEST_CASE("the table of structured files is sorted, lower case and without doubles") {
  std::set<std::pair<int, std::string>> seen;
  std::pair<std::string_view, std::string_view> last;
  for (const facts::StructuredRow& row : facts::StructuredRows()) {
    INFO(row.pattern);
    CHECK(Lower(row.pattern) == row.pattern);
    CHECK(seen.emplace(static_cast<int>(row.match), row.pattern).second);
    CHECK(last <= std::pair(row.language, row.pattern));
    last = {row.language, row.pattern};
    CHECK(row.ecosystem.empty() == (row.dependencies == nullptr));
    CHECK(row.language.empty() == (row.read == nullptr));
    CHECK((row.read != nullptr || row.dependencies != nullptr));
    if (row.match == facts::StructuredRow::Match::kWildcard)
      CHECK(row.pattern.find('*') != std::string_view::npos);
    if (row.match == facts::StructuredRow::Match::kSuffix) CHECK(row.pattern[0] == '.');
  }
}

TEST_CASE("a file's reader is chosen by the most specific name") {
  CHECK(Read("a/b/Service.WSDL", "<definitions/>").language == "xml");
  CHECK(Read("x.info.yml", "a: b").language == "yaml");
  CHECK(Read("requirements-dev.txt", "zeep").language == "requirements");
  CHECK(Read("Dockerfile.prod", "FROM x").language == "dockerfile");
  CHECK(Read(".env.local", "A=1").language == "env");
  CHECK(Read("main.py", "x = 1").language == "(not structured)");
  CHECK(Read("setup.py", "setup(install_requires=['zeep'])").language == "(not structured)");
  CHECK(Read("setup.py", "setup(install_requires=['zeep'])").dependencies.size() == 1);
  CHECK(Read("notes.config", "plain words").language == "(not structured)");
  CHECK(Read("payload", "<e:Envelope xmlns:e='u'/>").language == "xml");
  CHECK(Read("lib.jar!/META-INF/pom.xml", "<project/>").language == "xml");
}

TEST_CASE("a text that no name claims is known by its content") {
  facts::FileFacts facts;
  facts.path = "request.txt";
  facts.source = SourceText("<?xml version='1.0'?><a/>");
  CHECK(facts::ReadStructuredByContent(facts));
  CHECK(facts.elements.size() == 1);
}

TEST_CASE("JSON settings have dotted keys") {
  CHECK(Settings("a.json", R"({"a": {"b": "x\ny", "c": [1, true, null]}, /* c */ 'd': 2,})") ==
        "a.b=x\ny;a.c.0=1;a.c.1=true;a.c.2=null;d=2;");
  CHECK(Settings("a.json", R"({"u": "\u00e9\ud83d\ude00"})") == "u=\xc3\xa9\xf0\x9f\x98\x80;");
  CHECK(Settings("a.json", R"({"values": [{"key": "soapUrl", "value": "https://x"}]})") ==
        "values.0.key=soapUrl;values.0.value=https://x;values.soapUrl=https://x;");
  CHECK(Settings("a.json", "{\"a\": \"open") == "a=open;");
  const facts::FileFacts facts = Read("a.json", "{\"a\": \"b\"}");
  CHECK(facts.source.Slice(facts.settings.at(0).span) == "\"a\": \"b\"");
  CHECK(facts.source.Slice(facts.settings.at(0).value_span) == "b");
}

TEST_CASE("YAML settings follow indentation, lists, blocks and flow values") {
  CHECK(Settings("a.yml",
                 "---\n# comment\na:\n  b: 'it''s' # note\n  \"c d\": \"x\\ty\"\nlist:\n- one\n- "
                 "k: v\n  l: w\n"
                 "text: |\n  line 1\n\n  line 2\nurl: http://h/p#f\nflow: {p: 1, q: [x y, "
                 "z]}\nanchor: &id value\n"
                 "empty:\nlast: &x\n  deep: !!str 5\n") ==
        "a.b=it's;a.c d=x\ty;list.0=one;list.1.k=v;list.1.l=w;text=line 1\n\nline "
        "2;url=http://h/p#f;flow.p=1;"
        "flow.q.0=x y;flow.q.1=z;anchor=value;last.deep=5;");
  CHECK(Settings("docker-compose.yml",
                 "services:\n  web:\n    environment:\n      - SOAP_KEY=abc=d\n") ==
        "services.web.environment.0=SOAP_KEY=abc=d;services.web.environment.SOAP_KEY=abc=d;");
  CHECK(Settings("k8s.yaml", "env:\n  - name: SOAP_KEY\n    value: abc\r\n") ==
        "env.0.name=SOAP_KEY;env.0.value=abc;env.SOAP_KEY=abc;");
  CHECK(Settings("helm.yaml", "{{- if .Values.x }}\na: {{ .Values.y }}\n{{- end }}\n") ==
        "a={{ .Values.y }};");
  CHECK(Settings("m.yaml", "a: {b: 1,\n  c: 2}\nd: 3\n") == "a.b=1;a.c=2;d=3;");
}

TEST_CASE("TOML settings know tables, arrays of tables and strings over several lines") {
  CHECK(Settings("a.toml",
                 "top = 1\n[a.\"b.c\"]\nk = 'raw\\n' # note\nx.y = \"\"\"two\nlines\"\"\"\nl = [\n "
                 " \"p\", # c\n  \"q\",\n]\n"
                 "[[t]]\nn = 1\n[[t]]\nn = { m = 2 }\n[t.sub]\ns = true\n") ==
        "top=1;a.b.c.k=raw\\n;a.b.c.x.y=two\nlines;a.b.c.l.0=p;a.b.c.l.1=q;t.0.n=1;t.1.n.m=2;t.1."
        "sub.s=true;");
}

TEST_CASE("line formats are read with their quotes, comments and continuations") {
  CHECK(Settings("a.ini", "; c\n[s]\nk = \"v\"\nlong =\n  one\n  two\nz: 3\n") ==
        "s.k=v;s.long=one\ntwo;s.z=3;");
  CHECK(Settings("a.properties", "# c\na.b=c\\:d\nk v w\nlong = x \\\n   y\nu=\\u0041\n") ==
        "a.b=c:d;k=v w;long=x y;u=A;");
  CHECK(Settings(".env", "# c\nexport A=\"b c\" # d\nB='x'\nC=1#2\nnothing\n") ==
        "A=b c;B=x;C=1#2;");
  CHECK(
      Settings(
          "Dockerfile",
          "FROM x\nENV A=1 B=\"two words\" \\\n    C=3\nENV OLD style value\nARG D=4\nRUN E=5\n") ==
      "A=1;B=two words;C=3;OLD=style value;D=4;");
  CHECK(Settings("main.tf",
                 "# c\nresource \"aws_x\" \"y\" {\n  url = \"https://h\" // z\n  env = {\n    K = "
                 "\"v\"\n    L = \"w\"\n  }\n"
                 "  body = <<EOF\n<a/>\nEOF\n}\nnext = 1\n") ==
        "resource.aws_x.y.url=https://"
        "h;resource.aws_x.y.env.K=v;resource.aws_x.y.env.L=w;resource.aws_x.y.body=<a/>;"
        "next=1;");
}

TEST_CASE("hostile configuration is read in bounded memory") {
  CHECK(Read("a.json", Repeat("[", 500000)).health == facts::Health::kPartial);
  CHECK(Read("a.json", Repeat("{\"a\":", 500000)).health == facts::Health::kPartial);
  CHECK(Read("a.json", "[" + Repeat("1,", 300000) + "]").settings.size() == facts::kMaxSettings);
  CHECK(Read("a.yml", Repeat("- ", 100000)).health == facts::Health::kPartial);
  std::string stairs;
  for (size_t i = 0; i < 1000; ++i) stairs += std::string(i, ' ') + "a:\n";
  CHECK(Read("a.yml", stairs + std::string(1000, ' ') + "b: c\n").health ==
        facts::Health::kPartial);
  CHECK(Read("a.yml", "a: &a [x]\n" + Repeat("b: [*a,*a,*a]\n", 1000)).settings.size() == 3001);
  const std::string key(5000, 'k');
  CHECK(Read("a.json",
             "{\"" + key + "\":" + Repeat("{\"" + key + "\":", 100) + "1" + Repeat("}", 101))
            .settings.at(0)
            .key.size() < 3000);
  for (const char* name : {"a.json",       "a.yml",          "a.toml",       "a.ini",
                           "a.properties", ".env",           "Dockerfile",   "a.tf",
                           "a.xml",        "composer.lock",  "Gemfile.lock", "package-lock.json",
                           "yarn.lock",    "pnpm-lock.yaml", "poetry.lock",  "requirements.txt",
                           "pom.xml",      "go.mod",         "x.make",       "setup.py",
                           "build.gradle", "mix.exs",        "build.sbt",    "cpanfile",
                           "a.gemspec",    "Gemfile"}) {
    for (const char* piece : {"[",          "{",    "\"",        "'",          "a: \"",  "a = [",
                              "a = \"\"\"", "\\\n", "- ",        "ENV a=\\\n", "a {\n",  "\n  x",
                              "<a ",        "{:",   "require (", "[[a]]\nb={", "\xff\n", "a=<<E\n",
                              "/*",         "{{",   "a: |\n"}) {
      const facts::FileFacts facts = Read(name, Repeat(piece, 3000));
      CHECK(facts.settings.size() <= 6000);
    }
  }
}
