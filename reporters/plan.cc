#include "reporters/plan.h"

#include <cstdint>
#include <utility>

#include "reporters/escape.h"
#include "reporters/json_writer.h"
#include "reporters/layout.h"
#include "scanner/base/text.h"
#include "scanner/findings/own_report.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kSites = 10, kBuild = 12, kConditional = 4;  // shown to people

std::string PlaceOf(const findings::Finding& f) {
  return f.location.path + ":" + std::to_string(f.location.start_line);
}

std::string WithCondition(const findings::PlanRequest& request) {
  return request.when.empty() ? request.text : request.text + " if " + request.when;
}

std::vector<std::string> Lines(const std::vector<findings::PlanRequest>& requests) {
  std::vector<std::string> out;
  for (const findings::PlanRequest& request : requests) out.push_back(WithCondition(request));
  return out;
}

void Text(const std::vector<findings::PlanItem>& plan, const findings::Report& report,
          const Sink& sink) {
  std::string out = EscapeForTerminal(report.verdict) + "\n\nPlan: " + PlanTotal(plan) + "\n";
  int number = 0;
  for (const findings::PlanItem& item : plan) {
    out += "\n" + std::to_string(++number) + ". " + EscapeForTerminal(item.title) + "\n   " +
           PlanFacts(item) + "\n";
    for (const PlanRow& row : PlanRows(item)) {
      const std::string label = "   " + std::string(row.label) + ": ";
      for (const PlanValue& value : row.values) {
        out += label + EscapeForTerminal(value.text);
        if (!value.when.empty()) out += " if " + EscapeForTerminal(value.when);
        out += "\n";
      }
      if (row.more > 0)
        out += label + "and " + Thousands(static_cast<long long>(row.more)) + " more\n";
    }
    if (!sink(std::exchange(out, {}))) return;
  }
  if (!report.migration.empty()) out += "\nNeeded once, for all of it\n";
  for (const findings::MigrationTopic& topic : report.migration) {
    if (topic.requests.empty())
      out += "   " + EscapeForTerminal(topic.title) + ": " + EscapeForTerminal(topic.text) + "\n";
    if (!topic.rows.empty() && topic.rows.size() <= kSites)
      out += "   - " + EscapeForTerminal(Join(topic.rows, "; ")) + "\n";
  }
  if (!out.empty()) sink(out);
}

void Markdown(const std::vector<findings::PlanItem>& plan, const findings::Report& report,
              const Sink& sink) {
  std::string out = std::string(findings::kPlanMarkdownHead) + MarkdownText(report.verdict) +
                    "\n\n" + PlanTotal(plan) + ".\n";
  for (const findings::PlanItem& item : plan) {
    if (!sink(std::exchange(out, {}) + "\n" + MarkdownPlanItem(item))) return;
  }
  if (!report.migration.empty()) out += "\n## Needed once\n";
  for (const findings::MigrationTopic& topic : report.migration) {
    if (topic.requests.empty())
      out += "\n- **" + MarkdownText(topic.title) + "**: " + MarkdownText(topic.text) + "\n";
    if (!topic.rows.empty() && topic.rows.size() <= kSites)
      out += "  - " + MarkdownText(Join(topic.rows, "; ")) + "\n";
  }
  if (!out.empty()) sink(out);
}

void Csv(const std::vector<findings::PlanItem>& plan, const findings::Report& report,
         const Sink& sink) {
  if (!sink(std::string(findings::kPlanCsvHeader))) return;
  if (!report.complete &&
      !sink("0," + CsvField(findings::NotReadSentence(report)) + ",not-read,,,,,,,,,\n"))
    return;
  int number = 0;
  for (const findings::PlanItem& item : plan) {
    std::vector<std::string> places;
    for (const findings::Finding* f : item.sites) places.push_back(PlaceOf(*f));
    const std::string row =
        std::to_string(++number) + "," + CsvField(item.title) + "," + item.kind + "," +
        CsvField(item.operation) + "," + std::to_string(item.clears) + "," +
        std::to_string(item.effort_minutes) + "," + CsvField(Join(Lines(item.requests), "\n")) +
        "," + CsvField(Join(Lines(item.conditional), "\n")) + "," +
        CsvField(Join(item.flagged, "\n")) + "," + CsvField(Join(item.blockers, "\n")) + "," +
        CsvField(Join(item.owners, "\n")) + "," + CsvField(Join(places, "\n")) + "\n";
    if (!sink(row)) return;
  }
}

void PlanJson(const std::vector<findings::PlanItem>& plan, const findings::Report& report,
              const Sink& sink) {
  JsonWriter json;
  json.Object()
      .Field("schema_version", "1.0")
      .Field("as_of", report.as_of)
      .Field("verdict", report.verdict)
      .Array("items");
  for (const findings::PlanItem& item : plan) {
    json.Break()
        .Object()
        .Field("title", item.title)
        .Field("kind", item.kind)
        .Field("operation", item.operation);
    json.Field("clears", item.clears).Field("effort_minutes", item.effort_minutes);
    const auto list = [&](std::string_view key, const std::vector<std::string>& values) {
      json.Array(key);
      for (const std::string& value : values) json.String(value);
      json.EndArray();
    };
    list("requests", Lines(item.requests));
    list("conditional", Lines(item.conditional));
    list("flagged", item.flagged);
    list("blockers", item.blockers);
    list("owners", item.owners);
    json.Array("sites");
    for (const findings::Finding* f : item.sites) {
      json.Object()
          .Field("id", f->id)
          .Field("path", f->location.path)
          .Field("line", f->location.start_line)
          .EndObject();
    }
    json.EndArray().EndObject();
    if (!sink(json.Take())) return;
  }
  json.Break().EndArray().EndObject().Break();
  sink(json.Take());
}

}  // namespace

std::vector<PlanRow> PlanRows(const findings::PlanItem& item) {
  std::vector<PlanRow> rows;
  const auto cap = [](PlanRow& row, size_t most) {
    if (row.values.size() <= most) return;
    row.more = row.values.size() - most;
    row.values.resize(most);
  };
  const auto add = [&](PlanRow row, size_t most) {
    cap(row, most);
    if (!row.values.empty()) rows.push_back(std::move(row));
  };
  const auto requests = [](std::string_view label, const std::vector<findings::PlanRequest>& from) {
    PlanRow row = {label, true, {}, 0};
    for (const findings::PlanRequest& request : from)
      row.values.push_back({request.text, request.when, {}});
    return row;
  };
  const auto words = [](std::string_view label, bool code, const std::vector<std::string>& from) {
    PlanRow row = {label, code, {}, 0};
    for (const std::string& text : from) row.values.push_back({text, {}, nullptr});
    return row;
  };
  add(requests("build", item.requests), kBuild);
  add(requests("perhaps", item.conditional), kConditional);
  add(words("decide", true, item.flagged), SIZE_MAX);
  add(words("blocked", false, item.blockers), SIZE_MAX);
  add(words("owner", false, item.owners), SIZE_MAX);
  add(words("how", false, item.how), SIZE_MAX);
  PlanRow sites = {"at", true, {}, 0};
  for (const findings::Finding* f : item.sites) sites.values.push_back({PlaceOf(*f), {}, f});
  add(std::move(sites), kSites);
  return rows;
}

std::string PlanFacts(const findings::PlanItem& item) {
  if (item.kind == "set-up") return "once, before the others";
  return "clears " + Count(item.clears, "place") + ", about " + Duration(item.effort_minutes);
}

std::string PlanTotal(const std::vector<findings::PlanItem>& plan) {
  int minutes = 0;
  for (const findings::PlanItem& item : plan) minutes += item.effort_minutes;
  return Count(static_cast<long long>(plan.size()), "item") + ", about " + Duration(minutes);
}

std::string MarkdownPlanItem(const findings::PlanItem& item) {
  std::string out = "- [ ] **" + MarkdownText(item.title) + "**: " + PlanFacts(item) + "\n";
  for (const PlanRow& row : PlanRows(item)) {
    const std::string label = "  - " + std::string(row.label) + ": ";
    for (const PlanValue& value : row.values) {
      out += label + (row.code ? MarkdownCode(value.text) : MarkdownText(value.text));
      if (!value.when.empty()) out += " if " + MarkdownText(value.when);
      out += "\n";
    }
    if (row.more > 0)
      out += label + "and " + Thousands(static_cast<long long>(row.more)) + " more\n";
  }
  return out;
}

bool RenderPlan(std::string_view format, const findings::Report& report, const ReportOptions&,
                const Sink& sink) {
  const std::vector<findings::PlanItem> plan = findings::MakePlan(report);
  if (format == "text") {
    Text(plan, report, sink);
  } else if (format == "markdown") {
    Markdown(plan, report, sink);
  } else if (format == "csv") {
    Csv(plan, report, sink);
  } else if (format == "json") {
    PlanJson(plan, report, sink);
  } else {
    return false;
  }
  return true;
}

}  // namespace unsoap::reporters
