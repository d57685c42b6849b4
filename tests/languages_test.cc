// Every language's data: its query compiles, its captures are in the vocabulary, errors of both say
// where and what.
#include <fstream>
#include <iterator>
#include <set>

#include "scanner/base/embedded.h"
#include "scanner/facts/fact_query.h"
#include "scanner/languages/compile_language.h"
#include "scanner/languages/language.h"
#include "tests/catch.h"
#include "tests/paths.h"

using namespace unsoap;

static std::string ReadAll(const std::string& path) {
  std::ifstream in(SourceDir() + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

static std::string FactsPath(const Language& language) {
  return "scanner/languages/" + (language.inherits.empty() ? language.id : language.inherits) +
         "/facts.scm";
}

TEST_CASE("every language compiles its query against its grammar") {
  REQUIRE(Languages().size() >= 3);
  for (const auto& language : Languages()) {
    INFO(language->id);
    CHECK_FALSE(language->title.empty());
    CHECK(FindLanguage(language->id) == language.get());
    if (language->symbol.empty()) continue;
    const GrammarRow* grammar = FindGrammar(language->symbol);
    REQUIRE(grammar != nullptr);
    const std::string path = FactsPath(*language);
    REQUIRE(Embedded(path).data() != nullptr);
    auto query = CompileFactQuery(*grammar, path, Embedded(path));
    if (!query) FAIL(Format(query.error()));
    // The parser library knows what its grammars can build at all; an inherited query was checked
    // with its own.
    auto checked = CheckFactQuery(*grammar, path, Embedded(path));
    if (!checked) FAIL(Format(checked.error()));
    CHECK(query->get()->vocabulary.size() >= 2);
  }
}

TEST_CASE("no two languages claim the same extension, file name or interpreter") {
  std::set<std::string> seen;
  for (const auto& language : Languages()) {
    for (const auto* list : {&language->extensions, &language->filenames, &language->shebangs}) {
      for (const std::string& name : *list) {
        INFO(language->id << " " << name);
        CHECK(seen.insert(name).second);
      }
    }
  }
}

TEST_CASE(
    "the vocabulary that the documentation lists is the one that queries are checked against") {
  const std::string readme = ReadAll("scanner/languages/README.md");
  for (const auto& language : Languages()) {
    if (language->symbol.empty()) continue;
    auto query = CompileFactQuery(*FindGrammar(language->symbol), "facts.scm",
                                  Embedded(FactsPath(*language)));
    REQUIRE(query);
    for (const std::string& capture : query->get()->vocabulary) {
      INFO(capture);
      CHECK(readme.find("`@" + capture + "`") != std::string::npos);
    }
  }
}

TEST_CASE("an unknown capture is an error that says where it stands and what was meant") {
  const GrammarRow* grammar = FindGrammar("tree_sitter_java");
  REQUIRE(grammar != nullptr);
  auto query =
      CompileFactQuery(*grammar, "scanner/languages/java/facts.scm",
                       "(identifier) @name\n(method_invocation name: (_) @call.nmae) @call\n");
  REQUIRE_FALSE(query);
  CHECK(Format(query.error()) ==
        "scanner/languages/java/facts.scm:2:30: error: unknown capture @call.nmae\n"
        "  (method_invocation name: (_) @call.nmae) @call\n"
        "                               ^\n"
        "hint: did you mean @call.name?\n");
}

TEST_CASE("a node that the grammar does not have is an error with its place") {
  auto query =
      CompileFactQuery(*FindGrammar("tree_sitter_java"), "facts.scm", "(method_call) @call\n");
  REQUIRE_FALSE(query);
  CHECK(
      Format(query.error()) ==
      "facts.scm:1:2: error: the grammar has no node 'method_call'\n  (method_call) @call\n   ^\n");
}

TEST_CASE("a misspelt key of a language file is an error with its place and the right key") {
  auto compiled = CompileLanguage("x/language.yaml", "id: x\ntitle: X\nextension: [.x]\n");
  REQUIRE_FALSE(compiled);
  CHECK(Format(compiled.error()) ==
        "x/language.yaml:3:1: error: unknown key 'extension'\n  extension: [.x]\n  ^\nhint: did "
        "you mean 'extensions'?\n");
}

TEST_CASE("a value of the wrong kind in a language file is an error") {
  auto compiled = CompileLanguage("x/language.yaml", "id: x\ntitle: X\ncase: camell\n");
  REQUIRE_FALSE(compiled);
  CHECK(Format(compiled.error()) ==
        "x/language.yaml:3:7: error: 'camell' is no value of 'case'\n  case: camell\n        "
        "^\nhint: did you mean 'camel'?\n");
  compiled = CompileLanguage("x/language.yaml", "id: x\ntitle: X\nextensions: .x\n");
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().message == "'extensions' takes a list");
}

TEST_CASE("a file's language is found by its name, then by its first lines") {
  CHECK(LanguageOf("a/b.php", "") == "php");
  CHECK(LanguageOf("a/B.PHP", "") == "php");
  CHECK(LanguageOf("marketo_ma.drush.inc", "") == "php");
  CHECK(LanguageOf("settings.php.dist", "") == "php");
  CHECK(LanguageOf("Crm.java.orig", "") == "java");
  CHECK(LanguageOf("bin/sync", "#!/usr/bin/env python3\nimport suds\n") == "python");
  CHECK(LanguageOf("bin/sync", "#!/usr/bin/env -S PYTHONPATH=x python3.11 -u\n") == "python");
  CHECK(LanguageOf("bin/sync", "#!/usr/bin/php5 -q\n<?php") == "php");
  CHECK(LanguageOf("bin/sync", "# -*- mode: python; coding: utf-8 -*-\n") == "python");
  CHECK(LanguageOf("bin/sync", "// vim: set ft=php :\n") == "php");
  CHECK(LanguageOf("notes.txt", "hello").empty());
  CHECK(LanguageOf("", "").empty());
}
