// `unsoap languages`: the table of what can be read, for people and for programs.
#include <map>
#include <set>
#include <string>

#include "tests/catch.h"
#include "tests/program.h"

namespace unsoap {
namespace {

using nlohmann::json;

std::set<std::string> Words(const json& list) { return list.get<std::set<std::string>>(); }

}  // namespace

TEST_CASE("the table of languages says files, grammar and what is understood") {
  const ScratchDir nowhere;
  const ProgramRun run = RunUnsoap({"languages", "--format", "json"}, nowhere.Root());
  REQUIRE(run.status == 0);
  const json table = json::parse(run.out);
  CHECK(table["schema_version"] == "1.0");
  std::map<std::string, json> by_id;
  for (const json& row : table["languages"]) by_id[row["id"]] = row;
  CHECK(by_id.size() == table["languages"].size());

  const json& php = by_id["php"];
  CHECK(php["title"] == "PHP");
  CHECK(Words(php["files"]).contains(".php"));
  CHECK(php["grammar"]["package"] == "tree-sitter-php");
  CHECK_FALSE(php["grammar"]["version"].get<std::string>().empty());
  CHECK(php["grammar"]["abi"].get<int>() >= 13);
  CHECK(Words(php["understands"]).contains("calls"));
  CHECK(Words(php["understands"]).contains("strings"));

  for (const auto& [id, row] : by_id) {
    INFO(id);
    CHECK_FALSE(row["files"].empty());
    CHECK(Words(row["understands"]).contains("envelopes"));
    // A grammar from which nothing is taken would be a promise that is not kept.
    if (row["grammar"].is_null()) {
      CHECK(row["understands"] == json::array({"envelopes"}));
    } else {
      CHECK(row["understands"].size() > 1);
    }
  }
  CHECK(by_id["haskell"]["grammar"].is_null());
  CHECK(Words(by_id["html"]["understands"]).contains("embedded code"));

  std::set<std::string> formats;
  for (const json& row : table["structured"]) formats.insert(row["id"].get<std::string>());
  for (const char* const id : {"xml", "json", "yaml", "toml", "properties"}) {
    INFO(id);
    CHECK(formats.contains(id));
  }
}

TEST_CASE("the text of the table has a line for each language") {
  const ScratchDir nowhere;
  const ProgramRun run = RunUnsoap({"languages"}, nowhere.Root());
  REQUIRE(run.status == 0);
  CHECK(run.out.starts_with("Programming languages\n"));
  CHECK(run.out.find("\n  php           tree-sitter-php ") != std::string::npos);
  CHECK(run.out.find("\n  haskell       no grammar: plain text") != std::string::npos);
  CHECK(run.out.find("\nStructured files\n") != std::string::npos);
  CHECK(RunUnsoap({"languages", "--format", "sarif"}, nowhere.Root()).status == 2);
}

}  // namespace unsoap
