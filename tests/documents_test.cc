// Code inside documents and notebooks, and what a WSDL says.
#include "scanner/facts/documents.h"

#include "scanner/facts/wsdl.h"
#include "scanner/facts/xml.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

std::string Blocks(const std::string& text, facts::DocumentKind kind) {
  std::string out;
  for (const facts::CodeBlock& block : facts::FindCodeBlocks(text, kind)) {
    out += block.language + "[" + text.substr(block.span.begin, block.span.end - block.span.begin) +
           "]";
  }
  return out;
}

}  // namespace

TEST_CASE("documents are known by their names") {
  CHECK(facts::DocumentKindOf("a/README.MD") == facts::DocumentKind::kMarkdown);
  CHECK(facts::DocumentKindOf("a.rst") == facts::DocumentKind::kRestructuredText);
  CHECK(facts::DocumentKindOf("a.adoc") == facts::DocumentKind::kAsciiDoc);
  CHECK(facts::DocumentKindOf("a.ipynb") == facts::DocumentKind::kNotebook);
  CHECK(facts::DocumentKindOf("md") == facts::DocumentKind::kNone);
}

TEST_CASE("Markdown has fenced and indented code") {
  CHECK(Blocks("# t\n\n```php\n$a;\n```\ntext\n~~~~ {.ruby}\nx\n```\n~~~~\n",
               facts::DocumentKind::kMarkdown) == "php[$a;\n]ruby[x\n```\n]");
  CHECK(Blocks("para\n    not code\n\n    code\n\n    more\nend\n",
               facts::DocumentKind::kMarkdown) == "[    code\n\n    more\n]");
  CHECK(Blocks("1. item\n\n   ```C#\n   x\n   ```\n", facts::DocumentKind::kMarkdown) ==
        "c#[   x\n]");
  CHECK(Blocks("```xml\n<a>", facts::DocumentKind::kMarkdown) == "xml[<a>]");
}

TEST_CASE("AsciiDoc has source listings") {
  CHECK(Blocks("[source,java]\n.Title\n----\nint x;\n----\n\n....\nliteral\n....\n",
               facts::DocumentKind::kAsciiDoc) == "java[int x;\n][literal\n]");
}

TEST_CASE("reStructuredText has directives and literal blocks") {
  CHECK(Blocks(".. code-block:: python\n   :linenos:\n\n   x = 1\n\n   y = 2\n\ntext::\n\n  "
               "lit\n\nend\n.. note::\n   no\n",
               facts::DocumentKind::kRestructuredText) ==
        "python[   x = 1\n\n   y = 2\n][  lit\n]");
}

TEST_CASE("a notebook's code cells map back to the file") {
  const std::string json = R"json({"cells": [
    {"cell_type": "markdown", "source": ["# no"]},
    {"cell_type": "code", "outputs": [{"text": ["out"]}], "source": ["a = \"\u00e9\"\n", "call(a)"]},
    {"source": "one\ntwo", "cell_type": "code"}],
    "metadata": {
  "kernelspec" : {"language" : "python", "name" : "k"}, "language_info" : {
    "name" : "R", "version" : "4"
  }
}
})json";
  const std::vector<facts::NotebookCell> cells = facts::ReadNotebook(json);
  REQUIRE(cells.size() == 2);
  CHECK(cells[0].language == "r");
  CHECK(cells[0].code == "a = \"\xc3\xa9\"\ncall(a)");
  CHECK(cells[1].code == "one\ntwo");
  for (const facts::NotebookCell& cell : cells) {
    for (const char* word : {"a = ", "call", "one", "two", "(a)"}) {
      const size_t at = cell.code.find(word);
      if (at == std::string::npos) continue;
      INFO(word);
      CHECK(json.substr(cell.Outer(static_cast<uint32_t>(at)), std::string(word).size()) == word);
    }
  }
  CHECK(facts::ReadNotebook("{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"x\\u").size() ==
        1);
  CHECK(facts::ReadNotebook("").empty());
  CHECK(
      facts::ReadNotebook(
          R"({"worksheets": [{"cells": [{"cell_type": "code", "input": ["x"], "language": "python"}]}]})")
          .at(0)
          .code == "x");
}

TEST_CASE("hostile documents end") {
  for (const facts::DocumentKind kind :
       {facts::DocumentKind::kMarkdown, facts::DocumentKind::kAsciiDoc,
        facts::DocumentKind::kRestructuredText}) {
    for (const char* piece :
         {"```\n", "    x\n\n", "----\n", "a::\n\n b\n", "::\n", "~~~", "[source\n", "\n", "\t"}) {
      std::string text;
      for (int i = 0; i < 5000; ++i) text += piece;
      CHECK(facts::FindCodeBlocks(text, kind).size() <= 5000);
    }
  }
}

TEST_CASE("a WSDL says its operations, addresses and version") {
  facts::FileFacts facts;
  facts.source = SourceText(R"(<?xml version="1.0"?><!-- Version: 2.7 -->
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:x="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:svc">
<wsdl:types><x:schema><x:include schemaLocation="t.xsd"/><x:element name="paramsA"/><x:complexType name="T"><x:element name="in"/></x:complexType></x:schema></wsdl:types>
<wsdl:portType name="P"><wsdl:operation name="a"/><wsdl:operation name="b"/></wsdl:portType>
<wsdl:binding name="B"><wsdl:operation name="a"/></wsdl:binding>
<wsdl:service name="S"><wsdl:port name="Q"><soap:address location="https://h/api"/></wsdl:port></wsdl:service></wsdl:definitions>)");
  facts::ReadXml(facts);
  const facts::WsdlSummary wsdl = facts::Summarise(facts);
  CHECK(wsdl.is_wsdl);
  CHECK(wsdl.target_namespace == "urn:svc");
  REQUIRE(wsdl.operations.size() == 2);
  CHECK(wsdl.operations[1].name == "b");
  CHECK(facts.source.Slice(wsdl.operations[1].span) == "b");
  CHECK(wsdl.addresses.at(0).name == "https://h/api");
  CHECK(wsdl.imports.at(0).name == "t.xsd");
  CHECK(wsdl.elements.size() == 1);
  CHECK(wsdl.types == 1);
  CHECK(wsdl.bindings.at(0).name == "B");
  CHECK(wsdl.services.at(0).name == "S");
  CHECK(wsdl.version_comment == "Version: 2.7");
}

TEST_CASE("another document is no WSDL") {
  facts::FileFacts facts;
  facts.source = SourceText("<definitions xmlns='urn:other'/>");
  facts::ReadXml(facts);
  CHECK_FALSE(facts::Summarise(facts).is_wsdl);
  facts = facts::FileFacts();
  facts.source =
      SourceText("<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='u'/>");
  facts::ReadXml(facts);
  CHECK(facts::Summarise(facts).is_schema);
}
