// libclang within a whole scan: what it settles, what it must not read, and what it costs when a
// file kills it. The helper alone is tested in settle_test.cc.
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/catch.h"
#include "tests/paths.h"
#include "tests/program.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kPort =
    "struct MktowsApiSoapBindingProxy { int getLead(int* request, int& answer); };\n"
    "typedef MktowsApiSoapBindingProxy Gate;\n";
const std::string kUse =
    "// https://100-AEK-913.mktoapi.com/soap/mktows/2_7\n"
    "const char* kUrl = \"https://100-AEK-913.mktoapi.com/soap/mktows/2_7\";\n";
const std::string kCall = "int f(int* q, int& a) { auto& g = gate(); return g.getLead(q, a); }\n";

bool HasHelper() {
  if (fs::exists(BinaryDir() + "/unsoap-clang")) return true;
  WARN("unsoap-clang was not built: libclang is missing");
  return false;
}

/// How sure the scan is of the calls of getLead in a file; empty where there is none.
std::string CallIn(const json& report, const std::string& path) {
  std::string out;
  for (const json& finding : report["findings"]) {
    if (finding["kind"] == "call" && finding["location"]["path"] == path)
      out += finding["confidence"].get<std::string>();
  }
  return out;
}

}  // namespace

TEST_CASE("a header of the tree makes a call certain, or refutes it") {
  if (!HasHelper()) return;
  const ScratchDir tree;
  tree.Write("port.h", kPort + "Gate& gate();\n");
  tree.Write("shelf.h", "struct Shelf { int getLead(int* q, int& a); };\nShelf& gate();\n");
  tree.Write("ours.cc", "#include \"port.h\"\n" + kUse + kCall);
  tree.Write("own.cc", "#include \"shelf.h\"\n" + kUse + kCall);
  tree.Write("missing.cc", "#include \"made_by_the_build.h\"\n" + kUse + kCall);
  const json settled = ScanJson(tree.Root());
  CHECK(CallIn(settled, "ours.cc") == "certain");
  CHECK(CallIn(settled, "own.cc").empty());
  CHECK(CallIn(settled, "missing.cc") == "likely");
  // The grammar alone knows neither.
  const json alone = ScanJson(tree.Root(), {"--no-clang"});
  CHECK(CallIn(alone, "ours.cc") == "likely");
  CHECK(CallIn(alone, "own.cc") == "likely");
  CHECK(CallIn(alone, "missing.cc") == "likely");
}

TEST_CASE("a header outside the tree is not read, whatever names it") {
  if (!HasHelper()) return;
  const ScratchDir around;
  around.Write("outside/shelf.h",
               "struct Shelf { int getLead(int* q, int& a); };\nShelf& gate();\n");
  around.Write("tree/a.cc", "#include \"../outside/shelf.h\"\n" + kUse + kCall);
  around.Write("tree/b.cc", "#include \"" + around.At("outside/shelf.h") + "\"\n" + kUse + kCall);
  fs::create_symlink("../outside/shelf.h", around.At("tree/link.h"));
  around.Write("tree/c.cc", "#include \"link.h\"\n" + kUse + kCall);
  const json report = ScanJson(around.At("tree"));
  for (const char* const name : {"a.cc", "b.cc", "c.cc"}) {
    INFO(name);
    CHECK(CallIn(report, name) == "likely");
  }
}

TEST_CASE("each file that kills libclang keeps the grammar's findings and is named, every time") {
  if (!HasHelper()) return;
  std::string bomb = "#define A0 1+1+1+1+1+1+1+1+1+1\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "A" + std::to_string(i - 1);
    bomb += "#define A" + std::to_string(i);
    for (int k = 0; k < 10; ++k) bomb += (k == 0 ? " " : "+") + before;
    bomb += "\n";
  }
  const std::string crash = "#pragma clang __debug crash\n";
  const std::vector<std::pair<std::string, std::string>> files = {
      {"port.h", kPort + "Gate& gate();\n"},
      {"bomb.cc", "#include \"port.h\"\n" + kUse + bomb + "int x = A8;\n" + kCall},
      {"crash.cc", "#include \"port.h\"\n" + kUse + kCall + crash},
      {"good.cc", "#include \"port.h\"\n" + kUse + kCall},
      {"late/crash.cc", "#include \"../port.h\"\n" + kUse + crash + kCall},
      {"late/good.cc", "#include \"../port.h\"\n" + kUse + kCall},
  };
  // Files made in one order and the other, a question beside others and one after the other.
  std::string first;
  for (const char* const jobs : {"1", "8"}) {
    const ScratchDir tree;
    for (size_t i = 0; i < files.size(); ++i) {
      const auto& file = files[*jobs == '1' ? i : files.size() - 1 - i];
      tree.Write(file.first, file.second);
    }
    const json report = ScanJson(tree.Root(), {"--jobs", jobs});
    std::set<std::string> named;
    std::string said;
    for (const json& diagnostic : report["diagnostics"]) {
      const std::string message = diagnostic["message"].get<std::string>();
      if (message.find("libclang") == std::string::npos) continue;
      named.insert(diagnostic["path"].get<std::string>());
      said += diagnostic["path"].get<std::string>() + ": " + message + "\n";
    }
    CHECK(named == std::set<std::string>{"bomb.cc", "crash.cc", "late/crash.cc"});
    for (const char* const path : {"bomb.cc", "crash.cc", "late/crash.cc"}) {
      INFO(path);
      CHECK(CallIn(report, path) == "likely");
    }
    CHECK(CallIn(report, "good.cc") == "certain");
    CHECK(CallIn(report, "late/good.cc") == "certain");
    CHECK(report["coverage"]["files_not_read"] == 0);
    const std::string whole = said + report["findings"].dump(1);
    if (first.empty()) first = whole;
    CHECK(whole == first);
  }
}

}  // namespace unsoap
