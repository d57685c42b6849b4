// Every row of every mapping, from source text to the finding: a PHP call and a hand-written
// envelope with the arguments that the row asks for must be answered by that row's request.
//
// The sources are made from the pack's own rows and types, so a new row is tested by being there.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/text.h"
#include "scanner/rules/build_request.h"
#include "scanner/rules/builtin.h"
#include "tests/catch.h"
#include "tests/client_programs.h"
#include "tests/scan_files.h"

namespace unsoap {
namespace {

using Case = RequestCase;
using Test = rules::Condition::Test;

const rules::Pack& BuiltIn() { return *rules::BuiltinPacks().front(); }

bool IsForPeople(const rules::Mapping& mapping) {
  return std::ranges::any_of(mapping.when,
                             [](const rules::Condition& c) { return c.test == Test::kHuman; });
}

using ByFile = std::map<std::string, std::vector<findings::Finding>>;

ByFile ScanAll(const std::map<std::string, std::string>& files) {
  ByFile out;
  for (const findings::Finding& f : ScanTexts(files).findings) {
    if (f.kind == findings::Kind::kCall || f.kind == findings::Kind::kEnvelope)
      out[f.location.path].push_back(f);
  }
  return out;
}

// The judgement.

std::string Lead(const findings::Finding& finding) {
  std::string out;
  for (const findings::Replacement& r : finding.replacements) {
    out += fmt::format("\n      {} {} ({})", r.applies ? "use" : "or", r.id, r.because);
  }
  for (const findings::ArgumentValue& a : finding.arguments)
    out += fmt::format("\n      argument {} = {}", a.name, Join(a.values, "|"));
  return out.empty() ? " nothing" : out;
}

// The part of a condition that people recognise: the last name of its argument.
bool Names(const std::string& because, const rules::Condition& condition) {
  return std::ranges::any_of(Split(condition.parameter, '|'), [&](std::string_view name) {
    return because.find(name) != std::string::npos;
  });
}

// What the definitions refuse in the requests, and what is no plain value in them.
std::string Refused(const findings::Finding& finding) {
  std::string out;
  for (const findings::Replacement& r : finding.replacements) {
    const rules::RestEndpoint* endpoint = BuiltIn().FindEndpoint(r.id);
    if (endpoint == nullptr) return r.id + " is no endpoint";
    const rules::Request request = {r.request.path_parameters, r.request.query, r.request.headers,
                                    r.request.body};
    for (const std::string& error : rules::RequestErrors(*endpoint, request))
      out += "\n      " + r.id + ": " + error;
    if (!r.examples.curl.starts_with("curl ")) out += "\n      " + r.id + " has no command";
  }
  return out;
}

std::string Judge(const Case& one, const findings::Finding& finding) {
  const rules::Mapping& mapping = *one.mapping;
  const auto find = [&](const std::string& id) {
    return std::ranges::find(finding.replacements, id, &findings::Replacement::id);
  };
  const std::string refused = Refused(finding);
  if (!refused.empty()) return "the definitions refuse:" + refused;
  if (one.operation->replacements.empty() || (mapping.steps.empty() && !mapping.adds)) {
    if (!finding.replacements.empty()) return "a request is offered:" + Lead(finding);
    return finding.message.find("nothing in REST replaces it") == std::string::npos
               ? "the message does not say that nothing replaces it: " + finding.message
               : "";
  }
  if (finding.replacements.empty()) return "nothing is offered";
  if (finding.replacements.front().role != "use") return "no \"use\" leads:" + Lead(finding);
  if (mapping.steps.empty()) {
    return std::ranges::find(finding.notes, mapping.how) != finding.notes.end()
               ? ""
               : "the row's text is not among the notes" + Lead(finding);
  }
  for (const rules::RequestStep& step : mapping.steps) {
    if (!step.when.empty() || step.role == "with") continue;
    const auto at = find(step.endpoint);
    if (at == finding.replacements.end()) return step.endpoint + " is missing:" + Lead(finding);
    if (!at->applies && !IsForPeople(mapping))
      return step.endpoint + " is not asked for:" + Lead(finding);
  }
  if (IsForPeople(mapping) || mapping.adds) return "";
  const findings::Replacement& first = finding.replacements.front();
  const auto use = std::ranges::find(mapping.steps, "use", &rules::RequestStep::role);
  if (first.id != use->endpoint) return "another request leads:" + Lead(finding);
  for (const rules::Condition& condition : mapping.when) {
    if (!condition.parameter.empty() && !Names(first.because, condition))
      return "because does not name " + condition.parameter + ":" + Lead(finding);
  }
  return "";
}

}  // namespace

TEST_CASE("each row of the mapping answers a call and an envelope with its arguments") {
  const rules::Pack& pack = BuiltIn();
  const std::vector<Case> cases = CasesOfRows(pack);
  std::map<std::string, std::string> sources;
  std::set<const rules::Mapping*> rows;
  for (const Case& one : cases) {
    rows.insert(one.mapping);
    sources[one.path + ".php"] = PhpSource(pack, one);
    const std::string xml = XmlSource(pack, one);
    if (xml.find("$unknown") == std::string::npos)
      sources[one.path + ".xml"] = xml;
    else
      sources[one.path + "_envelope.php"] = HeredocSource(pack, one);
  }
  size_t all = 0;
  for (const rules::Operation& operation : pack.operations) all += operation.mappings.size();
  CHECK(rows.size() == all);
  const ByFile found = ScanAll(sources);
  std::string wrong;
  for (const Case& one : cases) {
    for (const char* ending : {".php", ".xml", "_envelope.php"}) {
      const std::string path = one.path + ending;
      if (!sources.contains(path)) continue;
      const auto at = found.find(path);
      std::string why;
      if (at == found.end() || at->second.size() != 1) {
        why = fmt::format("{} uses are found", at == found.end() ? 0 : at->second.size());
      } else {
        why = Judge(one, at->second.front());
      }
      if (!why.empty()) wrong += fmt::format("\n{}: {}\n{}", one.title, why, sources[path]);
    }
  }
  INFO(wrong);
  CHECK(wrong.empty());
}

}  // namespace unsoap
