// The one writer: values in every encoding, pieces of a stream, words that stay, and time.
#include "scanner/evidence/redactor.h"

#include "scanner/findings/report.h"
#include "scanner/rules/builtin.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

std::shared_ptr<const evidence::SecretLook> Look() {
  static const auto look = std::make_shared<const evidence::SecretLook>(rules::BuiltinSecretWords(),
                                                                        rules::BuiltinPacks());
  return look;
}

std::shared_ptr<evidence::Redactor> With(const std::vector<std::string>& values,
                                         const std::vector<std::string>& kept = {}) {
  auto redactor = std::make_shared<evidence::Redactor>(Look());
  redactor->Add(values);
  for (const std::string& word : kept) redactor->Keep(word);
  redactor->Compile();
  return redactor;
}

}  // namespace

TEST_CASE("a value is replaced in every encoding") {
  const auto redactor = With({"a\"b<c>&7Xy/9'z"});
  for (const char* text :
       {"a\"b<c>&7Xy/9'z", "A\"B<C>&7XY/9'Z", "a\\\"b<c>&7Xy/9'z", "a\\\"b<c>&7Xy\\/9'z",
        "a&quot;b&lt;c&gt;&amp;7Xy/9&#39;z", "a&#34;b&lt;c&gt;&amp;7Xy/9&#39;z",
        "a%22b%3Cc%3E%267Xy%2F9%27z", "a%22b%3cc%3e%267Xy%2f9%27z", "6122623c633e263758792f39277a",
        "z'9/yX7&>c<b\"a"}) {
    INFO(text);
    const std::string clean = redactor->CleanValues(std::string("[") + text + "]");
    CHECK(clean == "[***]");
  }
  // base64 of the value alone, and behind "u:" and "me:"
  const auto plain = With({"hunter2Pass9Q7"});
  for (const char* text :
       {"aHVudGVyMlBhc3M5UTc=", "dTpodW50ZXIyUGFzczlRNw==", "bWU6aHVudGVyMlBhc3M5UTc="}) {
    INFO(text);
    CHECK(plain->CleanValues(text).size() < 12);
  }
}

TEST_CASE("ordinary words stay, as whole literals they are hidden") {
  const auto redactor = With({"email", "sunshine", "production", "hunter2Pass9"});
  CHECK(redactor->CleanValues("\"email\": \"production\", sunshine") ==
        "\"email\": \"production\", sunshine");
  CHECK(redactor->Hides("sunshine"));
  CHECK_FALSE(redactor->Hides("sunrise"));
  CHECK(redactor->CleanValues("x=hunter2Pass9;") == "x=***;");
  // A value that is a part of a path would break it.
  CHECK(With({"hunter2Pass9"}, {"src/hunter2Pass9.php"})->CleanValues("hunter2Pass9") ==
        "hunter2Pass9");
}

TEST_CASE("overlapping values are replaced together") {
  const auto redactor = With({"abc123def", "123defGHI", "abc123defGHI456"});
  CHECK(redactor->CleanValues("<abc123defGHI>") == "<***>");
  CHECK(redactor->CleanValues("<abc123defGHI456>") == "<***>");
  CHECK(redactor->CleanValues("<abc123de>") == "<abc123de>");
}

TEST_CASE("a text is hidden as the numbers or characters that it is made of, too") {
  const auto redactor = With({});
  for (const char* text : {"{0x51, 0x37, 0x78, 0x4b, 0x39, 0x2d, 0x41, 0x42, 0x71}",
                           "[113, 55, 120, 75, 57, 45, 65, 66, 113, 90]",
                           "{'q', '7', 'x', 'K', '9', '-', 'A', 'B', 'q'}",
                           "(chr(113).chr(55).chr(120).chr(75).chr(57).chr(45).chr(65))"}) {
    INFO(text);
    const std::string clean = redactor->Clean(text);
    CHECK(clean == std::string(1, text[0]) + "***" + text[std::string_view(text).size() - 1]);
  }
  for (const char* text : {"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]", "[300, 1000, 34, 9999]",
                           "{'a', 'b', 'c'}", "{0x01, 0x02, 0x03, 0xff}", "chr(10).chr(13)"})
    CHECK(redactor->Clean(text) == text);
}

TEST_CASE("an output keeps its syntax whatever a value is made of") {
  const auto redactor = With({"\"q7Xw92Lp\"", "a7Q\",\"z9K", "k7W</td><td>p9Z"});
  CHECK(redactor->CleanOutput("{\"text\":\"q7Xw92Lp\"}") == "{\"text\":\"***\"}");
  for (const char* text : {"[\"a7Q\",\"z9K\"]", "<td>k7W</td><td>p9Z</td>"})
    CHECK(redactor->CleanOutput(text) == text);
  CHECK(redactor->CleanOutput("\"a7Q\\\",\\\"z9K\"") == "\"***\"");
  CHECK(redactor->CleanOutput("<td>k7W&lt;/td&gt;&lt;td&gt;p9Z</td>") == "<td>***</td>");
  CHECK(redactor->CleanValues("[a7Q\",\"z9K]") == "[***]");
  const auto numbers = With({"71004,71009,71030", "4711081512345", "[8101, 8102]"});
  for (const char* text :
       {"[71004,71009,71030]", "{\"line\":4711081512345}", "{\"ids\":[8101, 8102]}"})
    CHECK(numbers->CleanOutput(text) == text);
  CHECK(numbers->Clean("ids = 71004,71009,71030") == "ids = ***");
  CHECK(numbers->Hides("4711081512345"));
}

TEST_CASE("a value is replaced across the pieces of a stream") {
  const auto redactor = With({"hunter2Pass9"});
  const std::string text = std::string(70000, 'x') + " hunter2Pass9 " + std::string(70000, 'y');
  for (const size_t piece : {1u, 7u, 65536u, 1000000u}) {
    std::string out;
    evidence::Redactor::Stream stream(*redactor, [&](std::string_view part) {
      out += part;
      return true;
    });
    for (size_t i = 0; i < text.size(); i += piece)
      REQUIRE(stream.Put(std::string_view(text).substr(i, piece)));
    REQUIRE(stream.Finish());
    CHECK(out == std::string(70000, 'x') + " *** " + std::string(70000, 'y'));
  }
}

TEST_CASE("everything in a report that came from source text is cleaned, our own words are not") {
  const std::string value = "hunter2Pass9";
  const auto redactor = With({value});
  findings::Report report;
  findings::Finding finding;
  finding.id = "0123456789abcdef", finding.family = "fedcba9876543210";
  finding.rule_id = "marketo-soap/getLead";
  finding.message = "calls " + value;
  finding.arguments.push_back({"leadKey.keyValue", {value, "EMAIL"}, "'" + value + "'", {}});
  finding.snippet.lines = {"$a = '" + value + "';", "$b = 'EMAIL'; $s = 'cz437V5nn8HkjqaY65';"};
  finding.properties["version"] = "git+https://u:tok5cpffEY@git.example/m.git";
  finding.suppression_reason = "was " + value;
  finding.flow.push_back({"passes '" + value + "'", {}});
  finding.replacements.resize(1);
  finding.replacements[0].request.path_parameters.Set("leadId", JsonTree::String(value));
  finding.replacements[0].request.body = JsonTree::List();
  finding.replacements[0].request.body.items.push_back(JsonTree::Code("'" + value + "'"));
  report.findings.push_back(finding);
  report.diagnostics.push_back(
      {findings::Level::kWarning, "a.php", 1, "'until=" + value + "' is no date", ""});
  evidence::Redact(*redactor, false, &report);
  const findings::Finding& clean = report.findings[0];
  CHECK(clean.id == "0123456789abcdef");
  CHECK(clean.family == "fedcba9876543210");
  CHECK(clean.message == "calls ***");
  CHECK(clean.arguments[0].values == std::vector<std::string>{"***", "EMAIL"});
  CHECK(clean.arguments[0].source == "'***'");
  CHECK(clean.snippet.lines ==
        std::vector<std::string>{"$a = '***';", "$b = 'EMAIL'; $s = '***';"});
  CHECK(clean.properties.at("version") == "git+https://***@git.example/m.git");
  CHECK(clean.suppression_reason == "was ***");
  CHECK(clean.flow[0].text == "passes '***'");
  CHECK(ToJsonText(clean.replacements[0].request.path_parameters) == R"({"leadId": "***"})");
  CHECK(ToJsonText(clean.replacements[0].request.body) == R"([{"$code": "'***'"}])");
  CHECK(report.diagnostics[0].message == "'until=***' is no date");
}

TEST_CASE("a saved report of others is searched by names") {
  findings::Report report;
  findings::Finding finding;
  finding.snippet.lines = {"$marketoSecretKey = 'My0wnChosenKey-3';"};
  finding.message = "My0wnChosenKey-3";
  report.findings.push_back(finding);
  auto redactor = std::make_shared<evidence::Redactor>(Look());
  redactor->Add(evidence::SecretsIn(report, *Look()));
  redactor->Compile();
  evidence::Redact(*redactor, true, &report);
  CHECK(report.findings[0].snippet.lines[0] == "$marketoSecretKey = '***';");
  CHECK(report.findings[0].message == "***");
}

}  // namespace unsoap
