// The value analysis of link: what a variable may hold, whatever else the program holds.
#include "scanner/link/flow.h"

#include "scanner/facts/read.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

struct Source {
  std::string path, text;
};

/// A program of some sources and its solved flow.
struct Solved {
  explicit Solved(const std::vector<Source>& sources) {
    for (const Source& source : sources)
      facts.push_back(facts::ReadFile(source.path, source.text, facts::ReadLimits()));
    std::vector<const facts::FileFacts*> files;
    for (const facts::FileFacts& file : facts) files.push_back(&file);
    program = std::make_unique<link::Program>(std::move(files));
    toolkits = std::make_unique<link::ToolkitIndex>(std::vector<const rules::Pack*>());
    flow = std::make_unique<link::Flow>(*program, *toolkits);
    flow->Solve();
  }

  /// Constants that the first argument of a file's calls of `name` may be, in the order of the
  /// calls.
  std::vector<std::vector<std::string>> ArgumentsOf(link::FileId file, std::string_view name,
                                                    std::vector<bool>* complete = nullptr) const {
    std::vector<std::vector<std::string>> out;
    for (const facts::ExprId call : facts[file].calls) {
      const facts::Expr& e = facts[file].exprs[call];
      if (e.text != name || e.args_count == 0) continue;
      bool all = false;
      out.push_back(
          flow->Constants(flow->NodeOf({file, facts[file].begin_args(e)[0].value}), &all));
      if (complete != nullptr) complete->push_back(all);
    }
    return out;
  }

  std::vector<facts::FileFacts> facts;
  std::unique_ptr<link::Program> program;
  std::unique_ptr<link::ToolkitIndex> toolkits;
  std::unique_ptr<link::Flow> flow;
};

using Values = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("Variables of one name are apart: of files, of functions, of classes") {
  // The same names at the same indexes of every file, so that only the file keeps them apart.
  std::vector<Source> sources;
  for (int i = 0; i < 64; ++i) {
    const std::string n = std::to_string(i);
    sources.push_back({"f" + n + ".php", "<?php\n$op = 'global" + n +
                                             "'; show($op);\n"
                                             "function f() { $op = 'local" +
                                             n +
                                             "'; show($op); }\n"
                                             "class A" +
                                             n + " { private $op = 'field" + n +
                                             "'; function g() { show($this->op); } }\n"});
  }
  const Solved solved(sources);
  for (link::FileId i = 0; i < 64; ++i) {
    const std::string n = std::to_string(i);
    INFO(sources[i].text);
    CHECK(solved.ArgumentsOf(i, "show") == Values{{"global" + n}, {"local" + n}, {"field" + n}});
  }
}
