// The same requests in every kind of client: each row of each mapping, written for nine of them,
// must be answered by the requests that PHP's arrays are answered by, value by value.
#include "tests/client_programs.h"

#include <fmt/core.h>

#include <map>
#include <regex>

#include "scanner/base/json_tree.h"
#include "scanner/rules/builtin.h"
#include "tests/catch.h"
#include "tests/scan_files.h"

namespace unsoap {
namespace {

// What is asked for, without the spelling of what is not known.
std::string Requests(const findings::Finding& finding) {
  std::string out;
  for (const findings::Replacement& r : finding.replacements) {
    out += fmt::format("\n    {} {} {} {} {}", r.applies ? "" : "(perhaps)", r.step, r.role,
                       r.http_method, r.path);
    for (const JsonTree* tree : {&r.request.path_parameters, &r.request.query, &r.request.body}) {
      if (!tree->HasNothing()) out += " " + ToJsonText(*tree);
    }
  }
  if (out.empty()) out = "\n    nothing";
  static const std::regex kUnknown(R"re("\$code": "[^"]*unknown[^"]*"|name of \$?unknown)re");
  return std::regex_replace(out, kUnknown, R"("$code": "unknown")");
}

}  // namespace

TEST_CASE("each row of the mapping gives the same requests in every kind of client") {
  const rules::Pack& pack = *rules::BuiltinPacks().front();
  std::map<std::string, std::string> sources;
  std::vector<std::vector<ClientProgram>> cases;
  for (const RequestCase& one : CasesOfRows(pack)) {
    cases.push_back(ClientPrograms(pack, one));
    for (const ClientProgram& program : cases.back()) sources[program.path] = program.text;
  }
  std::map<std::string, std::string> found;
  for (const findings::Finding& f : ScanTexts(sources).findings) {
    if (f.kind == findings::Kind::kCall || f.kind == findings::Kind::kEnvelope)
      found[f.location.path] += Requests(f);
  }
  std::map<std::string, std::pair<size_t, size_t>> right;
  std::string wrong;
  for (const std::vector<ClientProgram>& programs : cases) {
    const std::string& expected = found[programs.front().path];
    for (const ClientProgram& program : programs) {
      auto& [good, all] = right[program.client];
      ++all;
      if (!expected.empty() && found[program.path] == expected) {
        ++good;
        continue;
      }
      wrong += fmt::format("\n{}:{}\n  instead of{}\n{}", program.client, found[program.path],
                           expected, program.text);
    }
  }
  std::string counts;
  for (const auto& [client, count] : right)
    counts += fmt::format("\n{}: {} of {}", client, count.first, count.second);
  INFO(wrong << counts);
  CHECK(wrong.empty());
  CHECK(right.size() == 9);
}

}  // namespace unsoap
