// Tools: the table, and one function for each row.
#include "scanner/mcp/tools.h"

#include <algorithm>
#include <map>

#include "scanner/base/budget.h"
#include "scanner/base/text.h"
#include "scanner/facts/read.h"
#include "scanner/findings/plan.h"
#include "scanner/languages/language.h"
#include "scanner/languages/statement.h"
#include "scanner/mcp/answers.h"
#include "scanner/rest/rest_check.h"

namespace unsoap::mcp {
namespace {

constexpr int64_t kPage = 20, kLargestPage = 100;

Json Text(const char* description) { return {{"type", "string"}, {"description", description}}; }
Json Texts(const char* description) {
  return {{"type", "array"}, {"items", {{"type", "string"}}}, {"description", description}};
}
Json Number(const char* description) {
  return {{"type", "integer"}, {"minimum", 0}, {"description", description}};
}

std::string TextOf(const Json& arguments, const char* key) {
  const auto at = arguments.find(key);
  return at != arguments.end() && at->is_string() ? at->get<std::string>() : std::string();
}

int64_t NumberOf(const Json& arguments, const char* key, int64_t otherwise) {
  const auto at = arguments.find(key);
  return at != arguments.end() && at->is_number_integer() ? std::max<int64_t>(0, at->get<int64_t>())
                                                          : otherwise;
}

std::vector<std::string> TextsOf(const Json& arguments, const char* key) {
  std::vector<std::string> out;
  const auto at = arguments.find(key);
  if (at == arguments.end() || !at->is_array()) return out;
  for (const Json& one : *at) {
    if (one.is_string()) out.push_back(one.get<std::string>());
  }
  return out;
}

bool Wanted(const findings::Finding& finding, const Json& arguments) {
  const auto is = [&](const char* key, std::string_view value) {
    const std::string asked = TextOf(arguments, key);
    return asked.empty() || asked == value;
  };
  const std::string path = TextOf(arguments, "path");
  return is("operation", finding.operation) && is("kind", findings::Name(finding.kind)) &&
         is("confidence", findings::Name(finding.confidence)) &&
         (path.empty() || finding.location.path.starts_with(path));
}

/// An item is known by the sites that it has, whatever else is done meanwhile.
std::string IdOf(const findings::PlanItem& item) {
  return item.sites.empty() ? item.kind + ":" + item.title : item.sites.front()->id;
}

}  // namespace

struct Tools::Row {
  const char* name;
  const char* title;
  const char* description;
  Json properties;
  std::vector<std::string> required;
  Result<Json> (Tools::*call)(const Json&);
};

const std::vector<Tools::Row>& Tools::Rows() {
  static const std::vector<Row> rows = {
      {"scan",
       "Scan the tree",
       "Scans the tree as it is now. Gives the verdict, counts, the wrappers to begin with and "
       "what "
       "was not read.",
       Json::object(),
       {},
       &Tools::Scan},
      {"findings",
       "List findings",
       "Lists findings of the last scan, the worst first in each file, a page at a time.",
       {{"operation", Text("Only of this SOAP operation")},
        {"kind", Text("Only of this kind, such as call or credential")},
        {"confidence", Text("Only of this confidence: certain, likely or possible")},
        {"path", Text("Only below this path")},
        {"offset", Number("How many to pass over")},
        {"limit", Number("How many to give, 20 unless told, at most 100")}},
       {},
       &Tools::Findings},
      {"finding",
       "One finding whole",
       "One finding with its code, arguments, the requests that replace it as data, an example in "
       "its language, and what a person has to decide.",
       {{"id", Text("The id, as findings and next give it")}},
       {"id"},
       &Tools::Finding},
      {"next",
       "What to do next",
       "The next item of the plan with everything that it needs and nothing else. Pass the items "
       "that are done or put off.",
       {{"skip", Texts("Values of `item` of earlier answers")}},
       {},
       &Tools::Next},
      {"explain",
       "Card",
       "A card about an operation, parameter, REST call, field, error code, header or rule.",
       {{"name", Text("What to explain, such as getLead, FirstName or 20103")}},
       {"name"},
       &Tools::Explain},
      {"fields",
       "Names of fields",
       "What SOAP fields are called in REST.",
       {{"names", Texts("SOAP names; all of them when left out")}},
       {},
       &Tools::Fields},
      {"check",
       "Check files after an edit",
       "Scans again and says of these files what is still SOAP, what is new and what is gone, and "
       "whether the REST requests that stand there as constants exist by the definitions.",
       {{"paths", Texts("Files, relative to the root")}},
       {"paths"},
       &Tools::Check},
      {"done",
       "Is the migration done?",
       "Scans again: is nothing left, and was everything read?",
       Json::object(),
       {},
       &Tools::Done},
  };
  return rows;
}

Json Tools::List() {
  Json out = Json::array();
  for (const Row& row : Rows()) {
    out.push_back(
        {{"name", row.name},
         {"title", row.title},
         {"description", row.description},
         {"inputSchema",
          {{"type", "object"},
           {"properties", row.properties},
           {"required", row.required},
           {"additionalProperties", false}}},
         {"annotations",
          {{"readOnlyHint", true}, {"destructiveHint", false}, {"openWorldHint", false}}}});
  }
  return out;
}

bool Tools::Has(const std::string& name) {
  return std::any_of(Rows().begin(), Rows().end(),
                     [&](const Row& row) { return name == row.name; });
}

Result<Json> Tools::Call(const std::string& name, const Json& arguments) {
  for (const Row& row : Rows()) {
    if (name != row.name) continue;
    std::vector<std::string> known;
    for (const auto& [key, schema] : row.properties.items()) known.push_back(key);
    for (const auto& [key, value] : arguments.items()) {
      if (row.properties.contains(key)) continue;
      const std::string near = DidYouMean(key, known);
      return Fail(name + " has no argument '" + key + "'",
                  near.empty() ? "" : "did you mean '" + near + "'?");
    }
    for (const std::string& key : row.required) {
      if (!arguments.contains(key)) return Fail(name + " needs the argument '" + key + "'");
    }
    return (this->*row.call)(arguments);
  }
  return Fail("there is no tool '" + name + "'");
}

Result<void> Tools::ScanNow() {
  Result<findings::Report> report = engine_.scan();
  if (!report) return Fail(report.error());
  report_ = std::move(*report);
  return {};
}

Result<const findings::Report*> Tools::Current() {
  if (!report_) {
    if (const Result<void> scanned = ScanNow(); !scanned) return Fail(scanned.error());
  }
  return &*report_;
}

Result<Json> Tools::Scan(const Json&) {
  if (const Result<void> scanned = ScanNow(); !scanned) return Fail(scanned.error());
  return SummaryOf(*report_);
}

Result<Json> Tools::Findings(const Json& arguments) {
  const Result<const findings::Report*> report = Current();
  if (!report) return Fail(report.error());
  const int64_t offset = NumberOf(arguments, "offset", 0);
  const int64_t limit = std::min(NumberOf(arguments, "limit", kPage), kLargestPage);
  Json list = Json::array();
  int64_t count = 0;
  for (const findings::Finding& finding : (*report)->findings) {
    if (!Wanted(finding, arguments)) continue;
    if (count >= offset && count < offset + limit) list.push_back(Brief(finding));
    ++count;
  }
  Json out = {{"count", count}, {"offset", offset}, {"findings", std::move(list)}};
  if (offset + limit < count) out["next_offset"] = offset + limit;
  return out;
}

Result<Json> Tools::Finding(const Json& arguments) {
  const Result<const findings::Report*> report = Current();
  if (!report) return Fail(report.error());
  const std::string id = TextOf(arguments, "id");
  for (const findings::Finding& finding : (*report)->findings) {
    if (finding.id == id) return Whole(finding, [&](const auto& one) { return StatementOf(one); });
  }
  return Fail("the last scan has no finding '" + id + "'",
              "ids change with the code: ask findings or next again");
}

Result<Json> Tools::Next(const Json& arguments) {
  const Result<const findings::Report*> report = Current();
  if (!report) return Fail(report.error());
  const std::vector<std::string> skip = TextsOf(arguments, "skip");
  const std::vector<findings::PlanItem> plan = findings::MakePlan(**report);
  size_t left = 0;
  const findings::PlanItem* next = nullptr;
  for (const findings::PlanItem& item : plan) {
    if (std::find(skip.begin(), skip.end(), IdOf(item)) != skip.end()) continue;
    if (next == nullptr) next = &item;
    ++left;
  }
  if (next == nullptr)
    return Json{{"item", nullptr}, {"left", 0}, {"then", "ask done: it scans the tree again"}};
  Json out = {{"item", IdOf(*next)}, {"left", left}};
  out.update(ItemOf(*next, **report, [&](const auto& one) { return StatementOf(one); }));
  return out;
}

Result<Json> Tools::Explain(const Json& arguments) {
  Result<std::string> card = engine_.card(TextOf(arguments, "name"));
  if (!card) return Fail(card.error());
  return Json{{"card", *card}};
}

Result<Json> Tools::Fields(const Json& arguments) {
  const std::vector<std::string> names = TextsOf(arguments, "names");
  std::map<std::string, std::string> known;
  for (const rules::Pack* pack : engine_.packs) {
    for (const rules::FieldMap& field : pack->fields) known.emplace(field.soap, field.rest);
  }
  Json out = {{"fields", Json::object()}, {"unknown", Json::array()}};
  for (const auto& [soap, rest] : known) {
    if (names.empty()) out["fields"][soap] = rest;
  }
  for (const std::string& name : names) {
    if (const auto at = known.find(name); at != known.end())
      out["fields"][name] = at->second;
    else
      out["unknown"].push_back(name);
  }
  if (!out["unknown"].empty())
    out["advice"] = "custom fields keep names of their own: ask the account's describe call";
  return out;
}

Json Tools::StatementOf(const findings::Finding& finding) const {
  const Result<std::string> bytes = engine_.text(finding.location.path);
  if (!bytes) return nullptr;
  const SourceText source(facts::Decode(*bytes).text);
  const int line = std::min(finding.location.start_line, source.line_count());
  size_t offset = source.LineBegin(line);
  const std::string& text = source.text();
  for (int column = 1; column < finding.location.start_column && offset < text.size(); ++column) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80)
      ++offset;
  }
  const languages::StatementLines lines =
      languages::StatementAround(text, offset, languages::FindLanguage(finding.language));
  return {{"first_line", lines.first + 1}, {"last_line", lines.last + 1}};
}

Json Tools::RestOf(const std::string& path, const std::string& text) const {
  Json list = Json::array();
  const facts::FileFacts facts = facts::ReadFile(path, text, {});
  const Budget budget(facts::ReadLimits().StepsOfFile());
  ForOneFile("looking for requests in it", [&] {
    for (const rest::RestUse& use : rest::FindRestUses(facts, engine_.packs, true)) {
      Json problems = Json::array();
      for (const rest::Problem& problem : use.problems)
        problems.push_back(problem.text +
                           (problem.since.empty() ? "" : " (" + problem.since + ")"));
      list.push_back({{"line", use.line},
                      {"endpoints", use.endpoints},
                      {"problems", std::move(problems)},
                      {"from_tree", {{"path", engine_.hide(use.path)}}}});
    }
  });
  return list;
}

Result<Json> Tools::Check(const Json& arguments) {
  const std::vector<std::string> paths = TextsOf(arguments, "paths");
  std::set<std::string> before;
  const bool had_report = report_.has_value();
  if (had_report) {
    for (const findings::Finding& finding : report_->findings) before.insert(finding.id);
  }
  if (const Result<void> scanned = ScanNow(); !scanned) return Fail(scanned.error());
  Json files = Json::array();
  for (const std::string& path : paths) {
    Json file = {{"still_soap", Json::array()}, {"new", Json::array()}, {"rest", Json::array()}};
    file["from_tree"]["path"] = path;
    for (const findings::Finding& finding : report_->findings) {
      if (finding.location.path != path) continue;
      const bool is_new = had_report && !before.contains(finding.id);
      file[is_new ? "new" : "still_soap"].push_back(Brief(finding));
    }
    const Result<std::string> text = engine_.text(path);
    if (!text) {
      file["not_read"] = text.error().message;
    } else {
      file["rest"] = RestOf(path, *text);
    }
    files.push_back(std::move(file));
  }
  return Json{{"files", std::move(files)},
              {"left_in_the_tree", report_->summary.total},
              {"complete", report_->complete}};
}

Result<Json> Tools::Done(const Json&) {
  if (const Result<void> scanned = ScanNow(); !scanned) return Fail(scanned.error());
  Json out = {{"clear", report_->findings.empty() && report_->complete},
              {"verdict", report_->verdict},
              {"left", report_->summary.total},
              {"suppressed", report_->suppressed.size()},
              {"complete", report_->complete},
              {"receipt", ReceiptOf(*report_)}};
  Json rules = Json::array();
  for (const findings::RulesIdentity& pack : report_->rules)
    rules.push_back({{"pack", pack.pack}, {"version", pack.version}, {"digest", pack.digest}});
  out["rules"] = std::move(rules);
  return out;
}

}  // namespace unsoap::mcp
