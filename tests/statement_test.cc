// Statement: which lines a statement has, so that code can be put below or in its place.
#include "scanner/languages/statement.h"

#include <string>

#include "tests/catch.h"

namespace unsoap {
namespace {

/// First and last line (from 1) of the statement around the mark, which is taken out.
std::pair<int, int> Of(const char* language, std::string text) {
  const size_t at = text.find("@@");
  text.erase(at, 2);
  const languages::StatementLines lines =
      languages::StatementAround(text, at, languages::FindLanguage(language));
  return {lines.first + 1, lines.last + 1};
}
using Pair = std::pair<int, int>;

}  // namespace

TEST_CASE("a statement ends where its brackets are closed") {
  CHECK(Of("php", "<?php\n$a = 1;\n$c->@@call([\n  'x' => 1,\n]);\n$b = 2;\n") == Pair(3, 5));
  CHECK(Of("php", "<?php\nfunction f() {\n  return $c->@@call([\n  ]);\n}\n") == Pair(3, 4));
  CHECK(
      Of("python",
         "def f(x):\n    client.service.@@call(\n        a={\n        },\n    )\n    return 1\n") ==
      Pair(2, 5));
  CHECK(Of("javascript",
           "run(function () {\n  client.@@call({\n    a: { b: 1 },\n  }, done);\n  go();\n});\n") ==
        Pair(2, 4));
  CHECK(Of("javascript", "client.@@call({ a: 1 }, (error) => {\n  go();\n});\nnext();\n") ==
        Pair(1, 3));
  CHECK(Of("java", "class A {\n  void f() {\n    port.@@call(a,\n        b);\n  }\n}\n") ==
        Pair(3, 4));
  CHECK(Of("ruby", "x = 1\nclient.@@call(:get, message: {\n  a: 1\n})\ny = 2\n") == Pair(2, 4));
  CHECK(Of("go", "func f() {\n\tx := c.@@Call(&Req{\n\t\tA: 1,\n\t})\n\treturn x\n}\n") ==
        Pair(2, 4));
}

TEST_CASE("a place inside of it means the whole statement") {
  CHECK(Of("php", "<?php\n$c->call(\n  '@@getLead',\n  []\n);\n") == Pair(2, 5));
  CHECK(Of("php", "<?php\n$c\n  ->with(1)\n  ->@@call([\n  ]);\n$d = 1;\n") == Pair(2, 5));
  CHECK(Of("java",
           "class A {\n  void f() {\n    a\n        .b()\n        .@@c();\n    d();\n  }\n}\n") ==
        Pair(3, 5));
}

TEST_CASE("brackets in texts and comments are none") {
  CHECK(Of("php", "<?php\n$c->@@call('((');  // ((\n$b = 2;\n") == Pair(2, 2));
  CHECK(Of("javascript", "/* ( */\nc.@@call(`((\n((`);\nd();\n") == Pair(2, 3));
  CHECK(Of("python", "c.@@call(\"\"\"((\n((\"\"\")\nd()\n") == Pair(1, 2));
}

TEST_CASE("what does not pair is a line by itself") {
  CHECK(Of("php", "<?php\n)))\n$c->@@call();\n") == Pair(3, 3));
  std::string open = "<?php\n$c->@@call(\n";
  for (int i = 0; i < 1000; ++i) open += "1,\n";
  CHECK(Of("php", open) == Pair(2, 2));
  CHECK(Of("text", "no code at @@all\nnor here\n") == Pair(1, 1));
  CHECK(Of("php", "@@") == Pair(1, 1));
}

}  // namespace unsoap
