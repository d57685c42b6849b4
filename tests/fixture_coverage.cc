#include "tests/fixture_coverage.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "scanner/base/text.h"
#include "scanner/rules/paths.h"

namespace unsoap {
namespace {

std::vector<std::string> LinesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The words of a line as names are compared, with spaces around each: " restgetlead getlead ".
std::string Names(const std::string& line) {
  std::string out = " ", word;
  const auto flush = [&] {
    if (!word.empty()) out += rules::PathKey(word) + " ";
    word.clear();
  };
  for (const char c : line) {
    const bool is_name = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    if (is_name) word += c;
    if (!is_name) flush();
  }
  flush();
  return out;
}

}  // namespace

void FixtureCoverage::Add(const fixtures::Fixture& fixture, const fixtures::FixtureResult& result) {
  ++fixtures_;
  std::map<std::string, std::set<std::string>> rules_of;
  std::set<std::string> has_tempting;
  for (const fixtures::FileJudgement& one : result.judgements) {
    if (one.judgement.outcome == fixtures::Outcome::kReported) {
      claimed_.insert(one.judgement.rules.begin(), one.judgement.rules.end());
      rules_of[one.path].insert(one.judgement.rules.begin(), one.judgement.rules.end());
    }
    if (one.judgement.outcome != fixtures::Outcome::kValidated) continue;
    has_tempting.insert(one.path);
    for (const std::string& file : fixture.files) {
      if (!one.path.ends_with(file)) continue;
      const std::vector<std::string> lines = LinesOf(fixture.base + "/" + file);
      const size_t line = static_cast<size_t>(one.judgement.line);
      if (line >= 1 && line <= lines.size()) tempting_ += Names(lines[line - 1]) + "\n";
    }
  }
  for (const auto& [path, rules] : rules_of) {
    const bool near = std::ranges::any_of(has_tempting, [&, path = path](const std::string& other) {
      // In the same file, or anywhere in a project.
      return other == path || fixture.files.size() > 1;
    });
    if (near) beside_.insert(rules.begin(), rules.end());
  }
}

std::vector<std::string> FixtureCoverage::Missing(const rules::Pack& pack) const {
  std::vector<std::string> out;
  for (const std::string& name : fixtures::Unclaimed(pack, claimed_, {}))
    out.push_back(name + ": no fixture claims it");
  const auto tempts = [&](const std::vector<std::string>& names) {
    return std::ranges::any_of(names, [&](const std::string& name) {
      return tempting_.find(" " + rules::PathKey(name) + " ") != std::string::npos;
    });
  };
  const auto need = [&](bool has, const char* what, const std::string& name) {
    if (!has)
      out.push_back(
          fmt::format("{} {}: no fixture has a line that only looks like it", what, name));
  };
  for (const rules::Operation& operation : pack.operations)
    need(tempts({operation.name}), "operation", operation.name);
  for (const rules::FlaggedParameter& parameter : pack.parameters)
    need(tempts(parameter.names), "parameter", parameter.id);
  for (const rules::Package& package : pack.packages) {
    const std::string rule = pack.id + "/dependency/" + package.id;
    if (claimed_.contains(rule)) need(beside_.contains(rule), "package", package.id);
  }
  for (const rules::Toolkit& toolkit : pack.toolkits) {
    const std::string rule = "toolkit/" + toolkit.id;
    if (claimed_.contains(rule)) need(beside_.contains(rule), "toolkit", toolkit.id);
  }
  return out;
}

}  // namespace unsoap
