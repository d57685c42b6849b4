// Fuzz targets: every reader of hostile bytes as a function of them, in one table.
//
// What it is: what the libFuzzer program (fuzzer.cc) and the smoke test (tests/fuzz_smoke_test.cc)
// run alike: a name, the entry point, and which fixtures are its seeds. What it is not: an
// expectation of what is found; a target only demands what holds for every input (spans inside the
// text, text that is UTF-8, what was written can be read again). Failure: a demand that does not
// hold prints a sentence and aborts. Thread safety: one thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap::fuzz {

struct Input {
  std::string name;  // of the fixture it comes from, for people
  std::string bytes;
};

struct Target {
  std::string name;  // "xml", "extract-php": also the folder of its regressions
  std::function<void(std::string_view)> run;
  std::function<std::vector<Input>()> seeds;
  /// Words that are worth trying in its inputs.
  std::vector<std::string> words;
  int cost = 1;  // how many runs of a cheap target one of its runs takes, roughly
};

/// All targets, sorted by name; those of the languages with a grammar are made from the languages
/// there are.
const std::vector<Target>& Targets();
/// nullptr if there is none.
const Target* FindTarget(std::string_view name);

/// Prints `what` and ends the process if `holds` is false.
void Demand(bool holds, std::string_view what);

/// Inputs that name a file: "NAME\nBYTES". Without a line feed everything is the content and the
/// name is empty.
struct NamedFile {
  std::string name;
  std::string_view bytes;
};
NamedFile SplitNamed(std::string_view input);

}  // namespace unsoap::fuzz
