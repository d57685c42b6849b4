// Every language's data: its query compiles, its captures are in the vocabulary, errors of both say
// where and what.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
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

static std::string FactsPath(const languages::Language& language) {
  return "scanner/languages/" + (language.inherits.empty() ? language.id : language.inherits) +
         "/facts.scm";
}

TEST_CASE("every language compiles its query against its grammar") {
  REQUIRE(languages::Languages().size() >= 3);
  for (const auto& language : languages::Languages()) {
    INFO(language->id);
    CHECK_FALSE(language->title.empty());
    CHECK(languages::FindLanguage(language->id) == language.get());
    if (language->symbol.empty()) continue;
    const facts::GrammarRow* grammar = facts::FindGrammar(language->symbol);
    REQUIRE(grammar != nullptr);
    const std::string path = FactsPath(*language);
    REQUIRE(Embedded(path).data() != nullptr);
    auto query = facts::CompileFactQuery(*grammar, path, Embedded(path));
    if (!query) FAIL(Format(query.error()));
    // The parser library knows what its grammars can build at all; an inherited query was checked
    // with its own.
    auto checked = facts::CheckFactQuery(*grammar, path, Embedded(path));
    if (!checked) FAIL(Format(checked.error()));
    CHECK(query->get()->vocabulary.size() >= 2);
  }
}

TEST_CASE("no two languages claim the same extension, file name or interpreter") {
  std::set<std::string> seen;
  for (const auto& language : languages::Languages()) {
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
  for (const auto& language : languages::Languages()) {
    if (language->symbol.empty()) continue;
    auto query = facts::CompileFactQuery(*facts::FindGrammar(language->symbol), "facts.scm",
                                         Embedded(FactsPath(*language)));
    REQUIRE(query);
    for (const std::string& capture : query->get()->vocabulary) {
      INFO(capture);
      CHECK(readme.find("`@" + capture + "`") != std::string::npos);
    }
  }
}

TEST_CASE("an unknown capture is an error that says where it stands and what was meant") {
  const facts::GrammarRow* grammar = facts::FindGrammar("tree_sitter_java");
  REQUIRE(grammar != nullptr);
  auto query = facts::CompileFactQuery(
      *grammar, "scanner/languages/java/facts.scm",
      "(identifier) @name\n(method_invocation name: (_) @call.nmae) @call\n");
  REQUIRE_FALSE(query);
  CHECK(Format(query.error()) ==
        "scanner/languages/java/facts.scm:2:30: error: unknown capture @call.nmae\n"
        "  (method_invocation name: (_) @call.nmae) @call\n"
        "                               ^\n"
        "hint: did you mean @call.name?\n");
}

TEST_CASE("a node that the grammar does not have is an error with its place") {
  auto query = facts::CompileFactQuery(*facts::FindGrammar("tree_sitter_java"), "facts.scm",
                                       "(method_call) @call\n");
  REQUIRE_FALSE(query);
  CHECK(
      Format(query.error()) ==
      "facts.scm:1:2: error: the grammar has no node 'method_call'\n  (method_call) @call\n   ^\n");
}

TEST_CASE("a misspelt key of a language file is an error with its place and the right key") {
  auto compiled =
      languages::CompileLanguage("x/language.yaml", "id: x\ntitle: X\nextension: [.x]\n");
  REQUIRE_FALSE(compiled);
  CHECK(Format(compiled.error()) ==
        "x/language.yaml:3:1: error: unknown key 'extension'\n  extension: [.x]\n  ^\nhint: did "
        "you mean 'extensions'?\n");
}

TEST_CASE("a value of the wrong kind in a language file is an error") {
  auto compiled = languages::CompileLanguage("x/language.yaml", "id: x\ntitle: X\ncase: camell\n");
  REQUIRE_FALSE(compiled);
  CHECK(Format(compiled.error()) ==
        "x/language.yaml:3:7: error: 'camell' is no value of 'case'\n  case: camell\n        "
        "^\nhint: did you mean 'camel'?\n");
  compiled = languages::CompileLanguage("x/language.yaml", "id: x\ntitle: X\nextensions: .x\n");
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().message == "'extensions' takes a list");
}

TEST_CASE("a file's language is found by its name, then by its first lines") {
  CHECK(languages::LanguageOf("a/b.php", "") == "php");
  CHECK(languages::LanguageOf("a/B.PHP", "") == "php");
  CHECK(languages::LanguageOf("marketo_ma.drush.inc", "") == "php");
  CHECK(languages::LanguageOf("settings.php.dist", "") == "php");
  CHECK(languages::LanguageOf("Crm.java.orig", "") == "java");
  CHECK(languages::LanguageOf("bin/sync", "#!/usr/bin/env python3\nimport suds\n") == "python");
  CHECK(languages::LanguageOf("bin/sync", "#!/usr/bin/env -S PYTHONPATH=x python3.11 -u\n") ==
        "python");
  CHECK(languages::LanguageOf("bin/sync", "#!/usr/bin/php5 -q\n<?php") == "php");
  CHECK(languages::LanguageOf("bin/sync", "# -*- mode: python; coding: utf-8 -*-\n") == "python");
  CHECK(languages::LanguageOf("bin/sync", "// vim: set ft=php :\n") == "php");
  CHECK(languages::LanguageOf("notes.txt", "hello").empty());
  CHECK(languages::LanguageOf("", "").empty());
}

TEST_CASE("every language with a grammar has fixtures of its own") {
  for (const auto& language : languages::Languages()) {
    if (language->symbol.empty()) continue;
    const std::string folder = SourceDir() + "/fixtures/" + language->id;
    INFO("fixtures/" << language->id << " is missing: see scanner/languages/README.md");
    std::error_code none;
    REQUIRE(std::filesystem::is_directory(folder, none));
    CHECK_FALSE(std::filesystem::is_empty(folder, none));
  }
}

TEST_CASE("a language is known by whole names and by the longest extension") {
  for (const auto& [path, language] :
       std::map<std::string, std::string>{{"Rakefile", "ruby"},
                                          {"lib/tasks/sync.rake", "ruby"},
                                          {"Jenkinsfile", "groovy"},
                                          {"a/.bashrc", "bash"},
                                          {"page.html.erb", "erb"},
                                          {"App.vue", "html"},
                                          {"lib/A.pm", "perl"},
                                          {"a.ps1", "powershell"},
                                          {"a.TSX", "tsx"},
                                          {"a.mm", "objc"},
                                          {"a.blade.php", "php"},
                                          {"a.kts", "kotlin"},
                                          {"Sync.trigger", "apex"},
                                          {"a.exs", "elixir"},
                                          {"a.vb", "vbnet"},
                                          {"a.php~", "php"},
                                          {"a.rb.bak", "ruby"},
                                          {"a.hs", "haskell"}}) {
    INFO(path);
    CHECK(languages::LanguageOf(path, "") == language);
  }
}

TEST_CASE("first lines name the language of a file that its name does not") {
  for (const auto& [head, language] :
       std::map<std::string, std::string>{{"#!/bin/sh\n", "bash"},
                                          {"#!/usr/bin/perl -w\n", "perl"},
                                          {"#! /usr/bin/env node\n", "javascript"},
                                          {"#!/usr/local/bin/ruby2.7\n", "ruby"},
                                          {"#!/usr/bin/env pwsh\n", "powershell"},
                                          {"#!/usr/bin/lua5.3\n", "lua"},
                                          {"/* -*- Mode: C++; tab-width: 2 -*- */\n", "cpp"},
                                          {"-- vim: ft=lua\n", "lua"},
                                          {"# vi: set filetype=ruby :\n", "ruby"},
                                          {"#!/bin/false\n", ""},
                                          {"#!\n", ""}}) {
    INFO(head);
    CHECK(languages::LanguageOf("bin/sync", head) == language);
  }
}

static bool Contains(const std::vector<std::string_view>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

TEST_CASE("content speaks where the extension lies") {
  // Ruby in a file that calls itself PHP, and PHP that is PHP.
  const std::string ruby = "require 'savon'\n\nclass Sync\n  def run\n    1\n  end\nend\n";
  CHECK(Contains(languages::LanguagesByContent("php", ruby), "ruby"));
  CHECK(languages::LanguagesByContent("php", "<?php\nrequire 'x';\n").empty());
  // A page that calls itself PHP holds none.
  CHECK(Contains(languages::LanguagesByContent("php", "<!DOCTYPE html>\n<html></html>\n"), "html"));
  // Nothing doubts a language without a sign of its own.
  CHECK(languages::LanguagesByContent("java", ruby).empty());
}

TEST_CASE("a header may be C, C++ or Objective-C") {
  CHECK(languages::LanguageOf("a.h", "") == "c");
  CHECK(Contains(languages::RivalLanguages("a.h", "c",
                                           "#pragma once\nnamespace crm {\nclass A {\n public:\n"
                                           "  virtual int f();\n};\n}\n"),
                 "cpp"));
  CHECK(Contains(languages::RivalLanguages("a.h", "c",
                                           "#import <Foundation/Foundation.h>\n@interface A : "
                                           "NSObject\n@end\n"),
                 "objc"));
  CHECK(languages::RivalLanguages("a.h", "c", "#ifndef A_H\nint f(void);\n#endif\n").empty());
  // A shebang or modeline that disagrees with the name.
  CHECK(Contains(languages::RivalLanguages("run.sh", "bash", "#!/usr/bin/env python3\nimport os\n"),
                 "python"));
  CHECK(Contains(languages::RivalLanguages("a.h", "c", "// -*- C++ -*-\n"), "cpp"));
}
