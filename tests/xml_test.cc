// The XML document reader and the search for tags and request elements in other text.
#include "scanner/facts/xml.h"

#include <string>

#include "scanner/facts/structured.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

facts::FileFacts Parse(std::string text) {
  facts::FileFacts facts;
  facts.path = "a.xml";
  facts.source = SourceText(std::move(text));
  facts::ReadXml(facts);
  return facts;
}

std::string Repeat(std::string_view what, size_t count) {
  std::string out;
  out.reserve(what.size() * count);
  for (size_t i = 0; i < count; ++i) out += what;
  return out;
}

bool IsParams(std::string_view name) { return name.substr(0, 6) == "params"; }

std::string Leaves(const facts::EnvelopePiece& piece) {
  std::string out;
  for (const facts::EnvelopeLeaf& leaf : piece.leaves) {
    out += leaf.path + "=" + leaf.text + (leaf.has_hole ? "?" : "") + ";";
  }
  return out;
}

}  // namespace

TEST_CASE("elements carry names, namespaces, attributes, text and spans") {
  const facts::FileFacts facts = Parse(
      "<?xml version=\"1.0\"?>\n<!-- note -->\n<e:Envelope xmlns:e='urn:env' xmlns=\"urn:d&amp;x\">"
      "<Body a='1&#x41;'> x &lt; y <![CDATA[<raw>]]></Body><e:Empty/></e:Envelope>");
  REQUIRE(facts.health == facts::Health::kParsed);
  REQUIRE(facts.elements.size() == 3);
  const facts::XmlElement& envelope = facts.elements[0];
  CHECK(envelope.prefix == "e");
  CHECK(envelope.name == "Envelope");
  CHECK(envelope.namespace_uri == "urn:env");
  CHECK(envelope.parent == facts::kNone);
  const facts::XmlElement& body = facts.elements[1];
  CHECK(body.namespace_uri == "urn:d&x");
  CHECK(body.attributes[0].second == "1A");
  CHECK(facts.source.Slice(body.attribute_spans[0]) == "1&#x41;");
  CHECK(body.text == "x < y <raw>");
  CHECK(body.parent == 0);
  CHECK(facts.source.Slice(facts.elements[2].span) == "<e:Empty/>");
  REQUIRE(facts.comments.size() == 1);
  CHECK(facts.source.Slice(facts.comments[0]) == "<!-- note -->");
}

TEST_CASE("a namespace ends with the element that declares it") {
  const facts::FileFacts facts = Parse("<a xmlns='u'><b xmlns='v'><c/></b><d/></a>");
  REQUIRE(facts.elements.size() == 4);
  CHECK(facts.elements[2].namespace_uri == "v");
  CHECK(facts.elements[3].namespace_uri == "u");
}

TEST_CASE("views stay valid when the facts of a tiny document are moved") {
  facts::FileFacts facts = Parse("<a>b</a>");
  const facts::FileFacts moved = std::move(facts);
  CHECK(moved.elements[0].text == "b");
}

TEST_CASE("malformed documents give what can be read") {
  CHECK(Parse("<a><b>x</a>").elements.size() == 2);
  CHECK(Parse("<a><b>x</a>").elements[1].text == "x");
  CHECK(Parse("<a><b>x</a>").health == facts::Health::kPartial);
  CHECK(Parse("<a b=c d='e>").elements.at(0).attributes.size() == 2);
  CHECK(Parse("</x><y/>").elements.size() == 1);
  CHECK(Parse("<a b=\"1\" <c/>").elements.size() == 2);
  CHECK(Parse("<").elements.empty());
  CHECK(Parse("<!--").comments.size() == 1);
  CHECK(Parse("<![CDATA[").elements.empty());
  CHECK(Parse("").elements.empty());
  CHECK(Parse("<a>" + std::string(3, '\0') + "\xff</a>").elements.size() == 1);
}

TEST_CASE("entities of a document type are neither defined nor expanded") {
  const facts::FileFacts facts = Parse(
      "<!DOCTYPE l [<!ENTITY a \"ha]>\"><!ENTITY b \"&a;&a;\"><!ENTITY f SYSTEM "
      "'file:///etc/passwd'>]>"
      "<l>&b;&f;</l>");
  REQUIRE(facts.elements.size() == 1);
  CHECK(facts.elements[0].text == "&b;&f;");
}

TEST_CASE("hostile documents are read in bounded memory") {
  const facts::FileFacts deep = Parse(Repeat("<a>", 300000));
  CHECK(deep.elements.size() == 1000);
  CHECK(deep.health_reason == "elements are nested too deeply");
  const facts::FileFacts closing = Parse(Repeat("<a>", 100000) + Repeat("</b>", 100000));
  CHECK(closing.health == facts::Health::kPartial);
  const facts::FileFacts many = Parse("<r>" + Repeat("<a/>", 400000) + "</r>");
  CHECK(many.elements.size() == facts::kMaxElements);
  const facts::FileFacts tag = Parse("<a " + Repeat("b='c' ", 10 << 18) + ">");
  REQUIRE(tag.elements.size() == 1);
  CHECK(tag.elements[0].attributes.size() == 1000000);
  for (const char* piece :
       {"<!", "<!--", "<?", "<%", "<a b=\"", "<a b='", "<![CDATA[", "<!DOCTYPE [", "&#", "</"}) {
    INFO(piece);
    CHECK(Parse(Repeat(piece, 200000)).health ==
          (std::string(piece) == "&#" ? facts::Health::kParsed : facts::Health::kPartial));
  }
}

TEST_CASE("a document is recognised by its declaration or its first namespace") {
  CHECK(facts::LooksLikeXml("\xef\xbb\xbf <?xml version='1.0'?>"));
  CHECK(facts::LooksLikeXml("<!-- c -->\n<a:b xmlns:a='u'/>"));
  CHECK_FALSE(facts::LooksLikeXml("<?php echo 1;"));
  CHECK_FALSE(facts::LooksLikeXml("<html><body xmlns='x'>"));
  CHECK_FALSE(facts::LooksLikeXml("text"));
}

TEST_CASE("tags are found in literals of many languages") {
  const auto names = [](std::string_view text) {
    std::string out;
    for (const facts::XmlTag& tag : facts::FindTags(text)) {
      out += tag.close ? "/" : "";
      out += std::string(tag.prefix) + ":" + std::string(tag.name) + (tag.has_hole ? "?" : "") +
             (tag.self_closing ? "!" : "") + " ";
    }
    return out;
  };
  CHECK(names("x = \"<ns1:paramsGetLead>\\n<leadKey/>\"") == "ns1:paramsGetLead :leadKey! ");
  CHECK(names("<ns1:paramsGetLead xmlns:ns1=\\\"http://u\\\">") == "ns1:paramsGetLead ");
  CHECK(names("&lt;ns1:paramsGetLead&gt;&lt;/ns1:paramsGetLead&gt;") ==
        "ns1:paramsGetLead /ns1:paramsGetLead ");
  CHECK(names("\\u003cns1:paramsGetLead\\u003e") == "ns1:paramsGetLead ");
  CHECK(names("%3Cns1%3AparamsGetLead%3E%3C%2Fns1%3AparamsGetLead%3E") ==
        "ns1:paramsGetLead /ns1:paramsGetLead ");
  CHECK(names("'<ns1:params' + op + '>'") == "ns1:params? ");
  CHECK(names("<ns1:params{Name}>") == "ns1:params? ");
  CHECK(names("<#{ns}:paramsGetLead a=\"#{b}\">") == ":paramsGetLead ");
  CHECK(names("<%s:%s>") == ":? ");
  CHECK(names("List<String> a; if (a < b && c<d) {}").empty());
  CHECK(names("{\"a\": \"<a><\\/a>\"}") == ":a /:a ");
  const std::string tag = "<a x=\"1\" y:z='2' q=\"\"3\"\">";
  const std::vector<facts::XmlTag> tags = facts::FindTags(tag, 10);
  REQUIRE(tags.size() == 1);
  CHECK(tags[0].span.begin == 10);
  CHECK(tags[0].span.end == 10 + tag.size());
  REQUIRE(tags[0].attributes.size() == 3);
  CHECK(tags[0].attributes[1].name == "y:z");
  CHECK(tags[0].attributes[2].value == "3");
}

TEST_CASE("a request element is found with its leaves") {
  const std::string text =
      "String x = \"<SOAP-ENV:Body><ns1:paramsGetLead>\\n  <leadKey "
      "xsi:type=\\\"ns1:LeadKey\\\">\" +\n"
      "  \"<keyType>EMAIL</keyType><keyValue>\" + email + \"</keyValue>\" +\n"
      "  \"</leadKey></ns1:paramsGetLead></SOAP-ENV:Body>\";";
  const std::vector<facts::EnvelopePiece> pieces = facts::FindRequestElements(text, IsParams);
  REQUIRE(pieces.size() == 1);
  CHECK(pieces[0].closed);
  CHECK(pieces[0].name == "paramsGetLead");
  CHECK(text.substr(pieces[0].name_span.begin, 13) == "paramsGetLead");
  CHECK(Leaves(pieces[0]) ==
        "leadKey@type=ns1:LeadKey;leadKey.keyType=EMAIL;leadKey.keyValue=email?;");
  CHECK(text.substr(pieces[0].leaves[1].span.begin, 5) == "EMAIL");
  CHECK(text.substr(pieces[0].span.end - 20, 20) == "</ns1:paramsGetLead>");
}

TEST_CASE("leaf text loses what surrounds it in a literal") {
  const auto leaf = [](const std::string& inner) {
    const std::string text = "<params><k>" + inner + "</k></params>";
    const std::vector<facts::EnvelopePiece> pieces = facts::FindRequestElements(text, IsParams);
    REQUIRE(pieces.size() == 1);
    return Leaves(pieces[0]);
  };
  CHECK(leaf("\\n EMAIL \\n") == "k=EMAIL;");
  CHECK(leaf("\" +\n \"EMAIL\" + \"") == "k=EMAIL;");
  CHECK(leaf("<![CDATA[EMAIL]]>") == "k=EMAIL;");
  CHECK(leaf("<!-- optional -->EMAIL") == "k=EMAIL;");
  CHECK(leaf("{0}") == "k={0}?;");
  CHECK(leaf("#{mail}") == "k=#{mail}?;");
  CHECK(leaf("{$this->mail}") == "k={$this->mail}?;");
  CHECK(leaf("$mail") == "k=$mail?;");
  CHECK(leaf("%s") == "k=%s?;");
  CHECK(leaf("' . $mail . '") == "k=$mail?;");
  CHECK(leaf("a &amp; b") == "k=a & b;");
  CHECK(leaf("O'Brien") == "k=O'Brien;");
  CHECK(leaf("100%") == "k=100%;");
}

TEST_CASE("an unfinished request element goes as far as its children") {
  const std::string text =
      "<e:Envelope><ns1:paramsA><x>1</x></e:Body><ns1:paramsB><y>2</y><ns1:paramsC/>"
      "<ns1:params{Op}><z>3</z></ns1:params{Op}>";
  const std::vector<facts::EnvelopePiece> pieces = facts::FindRequestElements(text, IsParams, 100);
  REQUIRE(pieces.size() == 4);
  CHECK_FALSE(pieces[0].closed);
  CHECK(text.substr(pieces[0].span.end - 100 - 4, 4) == "</x>");
  CHECK(Leaves(pieces[0]) == "x=1;");
  CHECK(Leaves(pieces[1]) == "y=2;");
  CHECK(pieces[2].closed);
  CHECK(pieces[3].name_has_hole);
  CHECK(pieces[3].closed);
}

TEST_CASE("hostile fragments are read in bounded memory") {
  for (const char* piece :
       {"<", "<a ", "<a b=\"", "<a b='&lt;", "&lt;a b=&quot;", "<{", "\"", "<a \"", "<params>",
        "<params><k>", "</k>", "<a:", "%3c", "\\u003ca ", "<a b=\\\\\\\\"}) {
    INFO(piece);
    const std::string text = Repeat(piece, 100000);
    CHECK(facts::FindTags(text).size() <= 200000);
    CHECK(facts::FindRequestElements(text, IsParams).size() <= 20000);
  }
}

TEST_CASE("settings are read from the shapes that XML configuration shares") {
  facts::FileFacts facts;
  facts.path = "web.config";
  facts.source = SourceText(
      "<configuration><appSettings><add key='soap.url' value='u1'/></appSettings>"
      "<connectionStrings><add name='db' connectionString='u2'/></connectionStrings>"
      "<userSettings><setting name='Url' serializeAs='String'><value> u3 "
      "</value></setting></userSettings>"
      "<bean><property name='p' value='u4'/><property name='q'>u5</property></bean>"
      "<entry key='e'>u6</entry><properties><a.b>u7</a.b></properties>"
      "<init-param><param-name>n</param-name><param-value>u8</param-value></init-param>"
      "<dict><key>k</key><string>u9</string></dict></configuration>");
  REQUIRE(facts::ReadStructured(facts, "web.config"));
  std::string all;
  for (const facts::Setting& setting : facts.settings) {
    all +=
        std::string(setting.key) + "=" + std::string(facts.source.Slice(setting.value_span)) + " ";
    CHECK(setting.value == facts.source.Slice(setting.value_span));
  }
  CHECK(all == "soap.url=u1 db=u2 Url=u3 p=u4 q=u5 e=u6 a.b=u7 n=u8 k=u9 ");
}
