// Work is counted and bounded: places in a text, spans around a place, steps of a file.
#include "scanner/base/budget.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "scanner/base/source.h"
#include "scanner/base/span_index.h"
#include "scanner/facts/read.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

std::string Times(size_t n, const std::string& text) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += text;
  return out;
}

/// What At promises, by walking.
Position Walk(const std::string& text, size_t offset) {
  Position at;
  for (size_t i = 0; i < std::min(offset, text.size()); ++i) {
    const bool ends =
        text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'));
    const auto byte = static_cast<unsigned char>(text[i]);
    if (ends && i + 1 < text.size()) {
      ++at.line, at.column = at.column_utf16 = 1;
    } else if ((byte & 0xc0) != 0x80) {
      ++at.column, at.column_utf16 += byte >= 0xf0 ? 2 : 1;
    }
  }
  return at;
}

void CheckAllPlaces(const std::string& text) {
  const SourceText source(text);
  for (uint32_t offset = 0; offset <= text.size() + 1; ++offset) {
    const Position is = source.At(offset), wanted = Walk(text, offset);
    if (is.line != wanted.line || is.column != wanted.column ||
        is.column_utf16 != wanted.column_utf16 || source.LineAt(offset) != wanted.line) {
      CAPTURE(offset, is.line, wanted.line, is.column, wanted.column);
      FAIL("another place");
    }
  }
  CHECK(source.line_count() == Walk(text, text.size()).line);
  size_t begin = 0;
  for (int line = 1; line <= source.line_count(); ++line) {
    REQUIRE(source.LineBegin(line) == begin);
    const std::string_view content = source.Line(line);
    REQUIRE(text.compare(begin, content.size(), content) == 0);
    REQUIRE(content.find_first_of("\r\n") == std::string_view::npos);
    begin += content.size();
    const size_t rest = text.size() - begin;
    begin += rest >= 2 && text[begin] == '\r' && text[begin + 1] == '\n' ? 2 : rest >= 1 ? 1 : 0;
    if (line < source.line_count()) REQUIRE(begin < text.size());
  }
  CHECK(source.Line(0).empty());
  CHECK(source.Line(source.line_count() + 1).empty());
}

TEST_CASE("every place of a text has the line and columns that walking gives it") {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("\r"), std::string("\r\n"), std::string("a"),
        std::string("a\nb"), std::string("a\r\nb\r\n"), std::string("\n\n\n"),
        std::string("\r\r\n\n"), Times(255, "x") + "\r\n" + Times(300, "y"),
        Times(254, "x") + "\r\n\n" + Times(255, "\n") + "z",
        Times(200, "\xc3\xa9\xf0\x9f\x98\x80")}) {
    CheckAllPlaces(text);
  }
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {
      "a", " ", "\n", "\r", "\r\n", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "word", "\x80"};
  for (int round = 0; round < 60; ++round) {
    std::string text;
    // Some texts with few line ends: lines longer than what is counted at a time.
    const size_t kinds = round % 3 == 0 ? 2 : pieces.size();
    for (int i = 0; i < 700; ++i) text += pieces[random() % kinds];
    CheckAllPlaces(text);
  }
}

TEST_CASE("a text keeps a count for many bytes, not for each line") {
  const SourceText source(Times(1 << 20, "\n") + "x");
  CHECK(source.line_count() == (1 << 20) + 1);
  CHECK(source.At(1 << 20).line == (1 << 20) + 1);
  CHECK(source.Line((1 << 20) + 1) == "x");
}

TEST_CASE("the spans around a place are those that contain it, the innermost first") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<Span> spans;
    const bool nested = round % 2 == 0;
    for (int i = 0; i < 30; ++i) {
      uint32_t begin = random() % 100, end = begin + random() % 40;
      if (nested) begin = begin / 16 * 16, end = begin + (1u << random() % 6);
      spans.push_back({begin, end});
    }
    const SpanIndex index(spans);
    for (uint32_t offset = 0; offset < 150; ++offset) {
      std::vector<uint32_t> found, wanted;
      index.Around(offset, [&](uint32_t i) { return found.push_back(i), false; });
      for (uint32_t i = 0; i < spans.size(); ++i) {
        if (spans[i].Contains(offset)) wanted.push_back(i);
      }
      CHECK(std::is_sorted(found.begin(), found.end(), [&](uint32_t a, uint32_t b) {
        return spans[a].begin > spans[b].begin;
      }));
      std::sort(found.begin(), found.end());
      CHECK(found == wanted);
      const Span inner{offset, offset + 3};
      const uint32_t around = index.Innermost(inner);
      const bool any =
          std::any_of(spans.begin(), spans.end(), [&](Span span) { return span.Contains(inner); });
      CHECK((around != SpanIndex::kNothing) == any);
      if (around != SpanIndex::kNothing) CHECK(spans[around].Contains(inner));
    }
  }
}

TEST_CASE("a budget ends the work of its thread and of nobody else") {
  Spend(1'000'000);  // without one there is no end
  {
    const Budget outer(100);
    Spend(60);
    {
      const Budget inner(10);
      CHECK_NOTHROW(Spend(10));
      CHECK_THROWS_AS(Spend(), WorkEnded);
    }
    CHECK(outer.spent() == 60);
    CHECK(StepsLeft() == 40);
    CHECK_THROWS_AS(Spend(41), WorkEnded);
  }
  CHECK_NOTHROW(Spend(1'000'000));
}

TEST_CASE("the wish to end ends all work, with or without a budget") {
  SetInterrupted(true);
  CHECK_THROWS_AS(Spend(), WorkEnded);
  const facts::FileFacts facts = facts::ReadFile("a.php", "<?php f();", {});
  SetInterrupted(false);
  CHECK(facts.health_reason == kInterruptedReason);
  CHECK(facts.calls.empty());
  CHECK(facts::ReadFile("a.php", "<?php f();", {}).calls.size() == 1);
}

TEST_CASE("what goes wrong with one file is said without its text") {
  CHECK(ForOneFile("reading it", [] {}).empty());
  CHECK(ForOneFile("reading it", [] { throw std::invalid_argument("secret of the file"); }) ==
        "internal error while reading it: std::invalid_argument");
  CHECK(ForOneFile("reading it", [] { throw WorkEnded(false); }) ==
        "reading it takes too much work");
  CHECK(ForOneFile("reading it", [] { throw WorkEnded(true); }).empty());
  CHECK_THROWS_AS(ForOneFile("reading it", [] { throw std::bad_alloc(); }), std::bad_alloc);
}

TEST_CASE("a file whose reading takes too much work keeps its text and says why") {
  facts::ReadLimits limits;
  limits.max_steps = 1000;
  const std::string source = "<?php // note\n" + Times(200'000, "f($x);\n");
  const facts::FileFacts facts = facts::ReadFile("a.php", source, limits);
  CHECK(facts.health == facts::Health::kTextOnly);
  CHECK(facts.health_reason.find("steps") != std::string::npos);
  CHECK(facts.source.text() == source);
  CHECK(facts.comments.size() == 1);
}

/// Steps that reading a file takes.
int64_t StepsOf(const std::string& path, const std::string& source) {
  const int64_t before = StepsSpent();
  facts::ReadLimits limits;
  limits.max_steps = int64_t{1} << 36;
  const facts::FileFacts facts = facts::ReadFile(path, source, limits);
  CHECK(facts.health != facts::Health::kTextOnly);
  return StepsSpent() - before;
}

TEST_CASE("work grows with the size of a file, in every language and shape") {
  const auto nest = [](const std::string& open, const std::string& close, size_t n) {
    return Times(n, open) + "1" + Times(n, close);
  };
  struct Row {
    std::string path;
    std::string (*make)(size_t n);
  };
  static const auto kNest = nest;
  const std::vector<Row> rows = {
      {"a.pl", [](size_t n) { return "my $x = " + kNest("['a' => ", "]", n) + ";\n"; }},
      {"b.pl", [](size_t n) { return "my $x = " + kNest("{a => [b => ", "]}", n / 2) + ";\n"; }},
      {"c.pl", [](size_t n) { return "my %x = " + kNest("(a => {b => ", "})", n / 2) + ";\n"; }},
      {"d.pl", [](size_t n) { return "f(" + kNest("g(a => ", ")", n) + ");\n"; }},
      {"a.php", [](size_t n) { return "<?php $x = " + kNest("['a' => ", "]", n) + ";"; }},
      {"b.php", [](size_t n) { return "<?php $x = " + kNest("array(1, 'a' => ", ")", n) + ";"; }},
      {"a.rb", [](size_t n) { return "x = " + kNest("{a: [b: ", "]}", n / 2) + "\n"; }},
      {"a.lua", [](size_t n) { return "local x = " + kNest("{a = {", "}}", n / 2) + "\n"; }},
      {"a.py", [](size_t n) { return "x = " + kNest("{'a': [", "]}", n / 2) + "\n"; }},
      {"a.js", [](size_t n) { return "x = " + kNest("{a: [", "]}", n / 2) + ";"; }},
      {"a.groovy", [](size_t n) { return "def x = " + kNest("[a: [", "]]", n / 2) + "\n"; }},
      {"a.ex", [](size_t n) { return "x = " + kNest("%{a: [b: ", "]}", n / 2) + "\n"; }},
      {"a.swift", [](size_t n) { return "let x = " + kNest("[\"a\": [", "]]", n / 2) + "\n"; }},
      {"A.java",
       [](size_t n) { return "class A { Object x = " + kNest("f(new B(", "))", n / 2) + "; }"; }},
      {"a.cs",
       [](size_t n) {
         return "class A { object x = " + kNest("new B { C = f(", ") }", n / 2) + "; }";
       }},
      {"a.go",
       [](size_t n) { return "package a\nvar x = " + kNest("T{a: f(", ")}", n / 2) + "\n"; }},
      {"a.ps1", [](size_t n) { return "$x = " + kNest("@{a = @(", ")}", n / 2) + "\n"; }},
      {"a.kt", [](size_t n) { return "val x = " + kNest("mapOf(a to f(", "))", n / 2) + "\n"; }},
  };
  for (const Row& row : rows) {
    // From a level on that doubling would never end.
    const int64_t small = StepsOf(row.path, row.make(40)), large = StepsOf(row.path, row.make(160));
    INFO(row.path << ": " << small << " steps, four times as deep " << large);
    CHECK(small > 0);
    CHECK(large < 8 * small);
  }
}

}  // namespace
}  // namespace unsoap
