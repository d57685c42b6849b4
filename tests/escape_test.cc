#include "reporters/escape.h"

#include "tests/catch.h"

namespace unsoap {
namespace {

TEST_CASE("HTML text cannot end an element or an attribute") {
  CHECK(reporters::HtmlText("</script>\"'&") == "&lt;/script&gt;&quot;&#39;&amp;");
  CHECK(reporters::HtmlText("a\r\nb\tc\x1b\xe2\x80\xae\xff") == "a\nb\tc\\x1b\\u{202e}\\xff");
  CHECK(reporters::HtmlText("a\rb") == "a\\x0db");
}

TEST_CASE("only web addresses become links") {
  CHECK(reporters::HtmlUrl("https://a.example/x?y=\"&z") == "https://a.example/x?y=%22&amp;z");
  CHECK(reporters::HtmlUrl("javascript:alert(1)").empty());
  CHECK(reporters::HtmlUrl("//a.example").empty());
}

TEST_CASE("XML keeps line ends of attributes and drops what XML cannot hold") {
  CHECK(reporters::XmlText("a\n\"b\"\x01") == "a&#10;&quot;b&quot;\\x01");
}

TEST_CASE("a CSV field never runs as a formula") {
  CHECK(reporters::CsvField("plain") == "plain");
  CHECK(reporters::CsvField("a,\"b\"") == "\"a,\"\"b\"\"\"");
  CHECK(reporters::CsvField("=1+1") == "'=1+1");
  CHECK(reporters::CsvField("@sum(a, b)") == "\"'@sum(a, b)\"");
  CHECK(reporters::CsvField("\t=1") == "\"'\t=1\"");
  CHECK(reporters::CsvField("|cmd") == "'|cmd");
}

TEST_CASE("a workflow command stays one command") {
  CHECK(reporters::GithubMessage("50%\n::error::x") == "50%25%0A::error::x");
  CHECK(reporters::GithubProperty("a,b:c\n") == "a%2Cb%3Ac%0A");
}

TEST_CASE("Markdown text is only text") {
  CHECK(reporters::MarkdownText("[a](b) *c* <d> |e| @f") ==
        "\\[a\\](b) \\*c\\* &lt;d&gt; \\|e\\| &#64;f");
  CHECK(reporters::MarkdownText("# a\n- b") == "\\# a - b");
  CHECK(reporters::MarkdownText("see https://x") == "see https&#58;//x");
}

TEST_CASE("a code span holds any number of backticks") {
  CHECK(reporters::MarkdownCode("a") == "`a`");
  CHECK(reporters::MarkdownCode("a``b") == "```a``b```");
  CHECK(reporters::MarkdownCode("`") == "`` ` ``");
  CHECK(reporters::MarkdownCode("a|b") ==
        "`a\xe2\x88\xa3"
        "b`");
}

TEST_CASE("a path becomes a URI byte by byte") {
  CHECK(reporters::UriPath("src/a b#\xc3\xa9%.php") == "src/a%20b%23%C3%A9%25.php");
  CHECK(reporters::UriPath("a:b") == "a%3Ab");
}

TEST_CASE("JSON in a script element cannot end it") {
  CHECK(reporters::JsonForScript("\"</script>&\xe2\x80\xa8\"") ==
        "\"\\u003C/script\\u003E\\u0026\\u2028\"");
}

}  // namespace
}  // namespace unsoap
