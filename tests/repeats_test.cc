// One line that holds the same use more than a thousand times.
#include "scanner/match/repeats.h"

#include <string>
#include <vector>

#include "tests/catch.h"

namespace unsoap::match {
namespace {

using findings::Diagnostic;
using findings::Finding;

std::vector<Finding> OnLine(int line, const std::string& rule, int count) {
  std::vector<Finding> out;
  for (int i = 0; i < count; ++i) {
    Finding f;
    f.rule_id = rule, f.family = "of " + rule;
    f.location.path = "bundle.js";
    f.location.start_line = f.location.end_line = line;
    f.location.start_column = i + 1;
    out.push_back(std::move(f));
  }
  return out;
}

std::vector<Finding> Both(std::vector<Finding> a, const std::vector<Finding>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

TEST_CASE("a thousand equal uses of a line are listed one by one") {
  std::vector<Finding> all = Both(OnLine(1, "r/a", 1000), OnLine(2, "r/a", 1000));
  std::vector<Diagnostic> told;
  FoldRepeats(&all, &told);
  CHECK(all.size() == 2000);
  CHECK(told.empty());
  CHECK(all.back().notes.empty());
}

TEST_CASE("more equal uses of a line are counted in the last that is listed, and told") {
  std::vector<Finding> all = Both(OnLine(7, "r/a", 1203), OnLine(8, "r/a", 2));
  std::vector<Diagnostic> told;
  FoldRepeats(&all, &told);
  REQUIRE(all.size() == 1002);
  CHECK(all[999].location.start_column == 1000);
  CHECK(all[999].properties.at("repeats") == "203");
  REQUIRE(all[999].notes.size() == 1);
  CHECK(all[999].notes[0].starts_with("203 more on this line"));
  CHECK(all[1000].location.start_line == 8);
  REQUIRE(told.size() == 1);
  CHECK(told[0].path == "bundle.js");
  CHECK(told[0].line == 7);
  CHECK(told[0].message.starts_with("1203 uses"));
}

TEST_CASE("what says something else is listed, however crowded its line is") {
  std::vector<Finding> all = Both(OnLine(1, "r/a", 1500), OnLine(1, "r/b", 700));
  all.push_back(all.front());
  all.back().enclosing = "another";
  all.push_back(all.front());
  all.back().confidence = findings::Confidence::kCertain;
  all.push_back(all.front());
  all.back().family = "with another argument";
  std::vector<Diagnostic> told;
  FoldRepeats(&all, &told);
  REQUIRE(all.size() == 1000 + 700 + 3);
  CHECK(all[1000].rule_id == "r/b");
  CHECK(all.back().family == "with another argument");
  CHECK(told.size() == 1);
}

}  // namespace unsoap::match
