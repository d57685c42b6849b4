// Encodings, end to end: a file on disk in each encoding gives the same findings at the right lines
// and columns, in code points in JSON and in UTF-16 units in SARIF.
#include <iconv.h>

#include <string>
#include <vector>

#include "scanner/base/text.h"
#include "scanner/facts/read.h"
#include "tests/catch.h"
#include "tests/program.h"

namespace unsoap {
namespace {

using nlohmann::json;

/// UTF-8 in another encoding; the text must exist in it.
std::string Encode(const std::string& utf8, const std::string& encoding) {
  const iconv_t converter = iconv_open(encoding.c_str(), "UTF-8");
  REQUIRE(converter != reinterpret_cast<iconv_t>(-1));
  std::string out(utf8.size() * 4, '\0');
  char* in = const_cast<char*>(utf8.data());
  char* to = out.data();
  size_t in_left = utf8.size(), out_left = out.size();
  const size_t result = iconv(converter, &in, &in_left, &to, &out_left);
  iconv_close(converter);
  REQUIRE(result == 0);
  out.resize(out.size() - out_left);
  return out;
}

std::string Replace(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// A client and a call on line 5 with text of the user's language before it in the same line.
std::string Source(const std::string& words) {
  return "<?php\n// " + words +
         "\n$crm = new SoapClient('https://100-AEK-913.mktoapi.com/soap/mktows/2_9?WSDL');\n"
         "$key = ['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $mail]];\n$note = '" +
         words + "'; /* " + words + " */ $lead = $crm->getLead($key); // " + words + "\n";
}

/// Line 5 up to the name of the operation.
std::string BeforeCall(const std::string& words) {
  return "$note = '" + words + "'; /* " + words + " */ $lead = $crm->";
}

struct Place {
  int line = 0, column = 0, end_column = 0;
  std::string text;
};

json CallOf(const json& findings) {
  json found;
  for (const json& finding : findings) {
    if (finding["rule_id"] != "marketo-soap/getLead" || finding["kind"] != "call") continue;
    REQUIRE(found.is_null());
    found = finding;
  }
  REQUIRE(found.is_object());
  return found;
}

/// Scans one file and compares the call's place in both formats with what stands before it.
void CheckCall(const std::string& name, const std::string& bytes, int line,
               const std::string& before) {
  const ScratchDir scratch;
  scratch.Write("tree/" + name, bytes);
  const json report = ScanJson(scratch.At("tree"), {"--format", "sarif=../out.sarif"});
  const json call = CallOf(report["findings"]);
  const int columns = static_cast<int>(CountCodePoints(before)) + 1;
  const int length = static_cast<int>(std::string("getLead").size());
  CHECK(call["confidence"] == "certain");
  CHECK(call["location"]["start_line"] == line);
  CHECK(call["location"]["start_column"] == columns);
  CHECK(call["location"]["end_line"] == line);
  CHECK(call["location"]["end_column"] == columns + length);
  CHECK(report["coverage"]["files_parsed"] == 1);
  CHECK(report["coverage"]["files_not_read"] == 0);

  const json sarif = json::parse(scratch.Read("out.sarif"), nullptr, false);
  REQUIRE(sarif.is_object());
  const int units = static_cast<int>(CountUtf16Units(before)) + 1;
  int results = 0;
  for (const json& result : sarif["runs"][0]["results"]) {
    if (result["ruleId"] != "marketo-soap/getLead") continue;
    const json& region = result["locations"][0]["physicalLocation"]["region"];
    if (region["startLine"] != line) continue;
    ++results;
    CHECK(region["startColumn"] == units);
    CHECK(region["endColumn"] == units + length);
  }
  CHECK(results == 1);
}

const std::string kGerman = "Größe: schöne Grüße";
const std::string kFrench = "l’été à l’œuvre — 100 €";
const std::string kJapanese = "リードを取得する";
const std::string kKanji = "顧客";
const std::string kEmoji = "naïve 😀 ﷽ 𝒳";

}  // namespace

TEST_CASE("a call is found at its columns in every encoding") {
  struct Case {
    std::string what, encoding, mark, words;
  };
  const std::vector<Case> cases = {
      {"UTF-8", "UTF-8", "", kEmoji},
      {"UTF-8 with a mark", "UTF-8", "\xef\xbb\xbf", kEmoji},
      {"UTF-16 little-endian", "UTF-16LE", "\xff\xfe", kEmoji},
      {"UTF-16 big-endian", "UTF-16BE", "\xfe\xff", kEmoji},
      {"UTF-16 without a mark", "UTF-16LE", "", kGerman},
      {"UTF-16 big-endian without a mark", "UTF-16BE", "", kGerman},
      {"Latin-1", "ISO-8859-1", "", kGerman},
      {"Windows-1252", "CP1252", "", kFrench},
      {"Shift-JIS", "CP932", "", kJapanese},
      {"Shift-JIS with two kanji", "CP932", "", kKanji},
  };
  for (const Case& each : cases) {
    for (const char* const line_end : {"\n", "\r\n", "\r"}) {
      INFO(each.what << ", line end of " << std::string(line_end).size());
      CheckCall("Crm.php",
                each.mark + Encode(Replace(Source(each.words), "\n", line_end), each.encoding), 5,
                BeforeCall(each.words));
    }
  }
}

TEST_CASE("source in EBCDIC is read, with both of its line ends") {
  for (const char* const page : {"IBM1047", "IBM037"}) {
    for (const char* const line_end : {"\x15", "\x25", "\x0d\x25"}) {
      INFO(page << ", line end of " << std::string(line_end).size());
      CheckCall("Crm.php", Replace(Encode(Source("plain words"), page), "\x25", line_end), 5,
                BeforeCall("plain words"));
    }
  }
}

TEST_CASE("no other text is taken for EBCDIC") {
  struct Case {
    std::string encoding, words;
  };
  const std::string cyrillic = "ДобавитьЛидВСистему";
  for (const Case& each : {Case{"CP932", kJapanese + kKanji}, Case{"UTF-8", cyrillic + kKanji},
                           Case{"KOI8-R", cyrillic}, Case{"CP1251", cyrillic},
                           Case{"GBK", "获取潜在客户"}, Case{"BIG5", "取得潛在客戶"}}) {
    INFO(each.encoding);
    std::string text;
    for (int i = 0; i < 40; ++i) text += each.words;  // not even a blank between
    CHECK(facts::Decode(Encode(text, each.encoding)).encoding != "ebcdic");
  }
  CHECK(facts::Decode(std::string(200, '\xff')).encoding != "ebcdic");
  CHECK(facts::Decode(std::string(200, '@')).encoding != "ebcdic");
}

TEST_CASE("a text that is cut off within a character is read as what it is") {
  const std::string whole = Source(kEmoji) + "// " + kEmoji;  // ends with a character of four bytes
  for (size_t cut = 1; cut <= 3; ++cut) {
    INFO(cut);
    CheckCall("Crm.php", whole.substr(0, whole.size() - cut), 5, BeforeCall(kEmoji));
  }
  const std::string japanese = Encode(Source(kJapanese) + "// " + kJapanese, "CP932");
  CheckCall("Crm.php", japanese.substr(0, japanese.size() - 1), 5, BeforeCall(kJapanese));
}

TEST_CASE("a byte of another encoding among UTF-8 does not move the columns") {
  CheckCall("Crm.php", Source(kEmoji) + "// \xe4\n", 5, BeforeCall(kEmoji));
}

TEST_CASE("a NUL in a source file stops nothing") {
  const std::string words = std::string("a") + '\0' + "b";
  CheckCall("Crm.php", Source(words), 5, BeforeCall(words));
  CheckCall("Crm.php", Source("x") + std::string(3, '\0'), 5, BeforeCall("x"));
}

TEST_CASE("very long lines keep their columns") {
  const std::string words = Replace(std::string(300000, 'x'), "xxxxx", "xxöx😀");
  CheckCall("Crm.php", Source(words), 5, BeforeCall(words));
}

TEST_CASE("a minified file gives its findings on its one line") {
  std::string padding;
  for (int i = 0; i < 4000; ++i)
    padding += "function f" + std::to_string(i) + "(a,b){return a?b:\"ü\"};";
  const std::string before =
      padding +
      "var soap=require(\"soap\");soap.createClient(\"https://100-AEK-913.mktoapi.com/"
      "soap/mktows/2_9?WSDL\",function(e,c){c.";
  const ScratchDir scratch;
  scratch.Write("app.min.js",
                before + "getLead({leadKey:{keyType:\"EMAIL\",keyValue:m}},done)});" + padding);
  const json report = ScanJson(scratch.Root());
  const json call = CallOf(report["findings"]);
  CHECK(call["location"]["start_line"] == 1);
  CHECK(call["location"]["start_column"] == static_cast<int>(CountCodePoints(before)) + 1);
}

TEST_CASE("an envelope in a structured file is found in every encoding") {
  const std::string body =
      "<!-- " + kGerman +
      " -->\n<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" "
      "xmlns:ns1=\"http://www.marketo.com/mktows/\">\n<soapenv:Body><!-- " +
      kGerman + " --><ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>" + kGerman +
      "</keyValue></leadKey></ns1:paramsGetLead></soapenv:Body></soapenv:Envelope>\n";
  const std::string before = "<soapenv:Body><!-- " + kGerman + " -->";
  struct Case {
    std::string name, mark, encoding;
  };
  for (const Case& each :
       {Case{"UTF-8", "\xef\xbb\xbf", "UTF-8"}, Case{"ISO-8859-1", "", "ISO-8859-1"},
        Case{"UTF-16", "\xff\xfe", "UTF-16LE"}, Case{"utf-16", "", "UTF-16BE"}}) {
    INFO(each.name);
    const ScratchDir scratch;
    scratch.Write("request.xml", each.mark + Encode("<?xml version=\"1.0\" encoding=\"" +
                                                        each.name + "\"?>\n" + body,
                                                    each.encoding));
    const json report = ScanJson(scratch.Root());
    int envelopes = 0;
    for (const json& finding : report["findings"]) {
      if (finding["kind"] != "envelope") continue;
      ++envelopes;
      CHECK(finding["rule_id"] == "marketo-soap/getLead");
      CHECK(finding["location"]["start_line"] == 4);
      CHECK(finding["location"]["start_column"] == static_cast<int>(CountCodePoints(before)) + 1);
    }
    CHECK(envelopes == 1);
  }
}

}  // namespace unsoap
