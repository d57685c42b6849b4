#include "reporters/plan.h"

#include <algorithm>
#include <utility>

#include "reporters/escape.h"
#include "reporters/json_writer.h"
#include "reporters/layout.h"
#include "scanner/base/text.h"

namespace unsoap {
namespace {

constexpr size_t kSites = 10;  // shown to people; CSV and JSON have all

std::string PlaceOf(const Finding& f) {
  return f.location.path + ":" + std::to_string(f.location.start_line);
}

std::string Total(const std::vector<PlanItem>& plan) {
  int minutes = 0;
  for (const PlanItem& item : plan) minutes += item.effort_minutes;
  return Count(static_cast<long long>(plan.size()), "item") + ", about " + Duration(minutes);
}

void Text(const std::vector<PlanItem>& plan, const Report& report, const Sink& sink) {
  std::string out = EscapeForTerminal(report.verdict) + "\n\nPlan: " + Total(plan) + "\n";
  int number = 0;
  for (const PlanItem& item : plan) {
    out += "\n" + std::to_string(++number) + ". " + EscapeForTerminal(item.title) + "\n";
    out += "   clears " + Count(item.clears, "place") + ", about " + Duration(item.effort_minutes) +
           "\n";
    const auto list = [&](std::string_view label, const std::vector<std::string>& lines) {
      for (const std::string& line : lines)
        out += "   " + std::string(label) + " " + EscapeForTerminal(line) + "\n";
    };
    list("build:", item.requests);
    list("decide:", item.flagged);
    list("blocked:", item.blockers);
    list("owner:", item.owners);
    for (size_t i = 0; i < std::min(item.sites.size(), kSites); ++i) {
      out += "   - " + EscapeForTerminal(PlaceOf(*item.sites[i])) + "\n";
    }
    if (item.sites.size() > kSites)
      out += "   and " + Thousands(static_cast<long long>(item.sites.size() - kSites)) + " more\n";
    if (!sink(std::exchange(out, {}))) return;
  }
  if (!out.empty()) sink(out);
}

void Markdown(const std::vector<PlanItem>& plan, const Report& report, const Sink& sink) {
  std::string out =
      "# Migration plan\n\n" + MarkdownText(report.verdict) + "\n\n" + Total(plan) + ".\n";
  for (const PlanItem& item : plan) {
    out += "\n- [ ] **" + MarkdownText(item.title) + "**: clears " + Count(item.clears, "place") +
           ", about " + Duration(item.effort_minutes) + "\n";
    const auto list = [&](std::string_view label, const std::vector<std::string>& lines,
                          bool code) {
      for (const std::string& line : lines) {
        out += "  - " + std::string(label) + " " +
               (code ? MarkdownCode(line) : MarkdownText(line)) + "\n";
      }
    };
    list("build", item.requests, true);
    list("decide about", item.flagged, true);
    list("blocked:", item.blockers, false);
    list("owner:", item.owners, false);
    for (size_t i = 0; i < std::min(item.sites.size(), kSites); ++i) {
      out += "  - at " + MarkdownCode(PlaceOf(*item.sites[i])) + "\n";
    }
    if (item.sites.size() > kSites)
      out += "  - and " + Thousands(static_cast<long long>(item.sites.size() - kSites)) + " more\n";
    if (!sink(std::exchange(out, {}))) return;
  }
  if (!out.empty()) sink(out);
}

void Csv(const std::vector<PlanItem>& plan, const Sink& sink) {
  if (!sink("order,title,kind,operation,clears,effort_minutes,requests,flagged,blockers,owners,"
            "sites\n"))
    return;
  int number = 0;
  for (const PlanItem& item : plan) {
    std::vector<std::string> places;
    for (const Finding* f : item.sites) places.push_back(PlaceOf(*f));
    const std::string row =
        std::to_string(++number) + "," + CsvField(item.title) + "," + item.kind + "," +
        CsvField(item.operation) + "," + std::to_string(item.clears) + "," +
        std::to_string(item.effort_minutes) + "," + CsvField(Join(item.requests, "\n")) + "," +
        CsvField(Join(item.flagged, "\n")) + "," + CsvField(Join(item.blockers, "\n")) + "," +
        CsvField(Join(item.owners, "\n")) + "," + CsvField(Join(places, "\n")) + "\n";
    if (!sink(row)) return;
  }
}

void PlanJson(const std::vector<PlanItem>& plan, const Report& report, const Sink& sink) {
  JsonWriter json;
  json.Object()
      .Field("schema_version", "1.0")
      .Field("as_of", report.as_of)
      .Field("verdict", report.verdict)
      .Array("items");
  for (const PlanItem& item : plan) {
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
    list("requests", item.requests);
    list("flagged", item.flagged);
    list("blockers", item.blockers);
    list("owners", item.owners);
    json.Array("sites");
    for (const Finding* f : item.sites) {
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

bool RenderPlan(std::string_view format, const Report& report, const ReportOptions&,
                const Sink& sink) {
  const std::vector<PlanItem> plan = MakePlan(report);
  if (format == "text") {
    Text(plan, report, sink);
  } else if (format == "markdown") {
    Markdown(plan, report, sink);
  } else if (format == "csv") {
    Csv(plan, sink);
  } else if (format == "json") {
    PlanJson(plan, report, sink);
  } else {
    return false;
  }
  return true;
}

}  // namespace unsoap
