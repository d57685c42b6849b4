// What is new, fixed and moved between two reports: text, JSON, Markdown, CSV, one line each, and
// annotations for what is new.
#include "reporters/diff.h"

#include "reporters/escape.h"
#include "reporters/json_writer.h"
#include "reporters/layout.h"
#include "scanner/base/text.h"
#include "scanner/findings/json.h"

namespace unsoap::reporters {
namespace {

using findings::Difference;
using findings::Finding;

std::string PlaceOf(const Finding& f) {
  return f.location.path + ":" + std::to_string(f.location.start_line);
}

std::string Total(const Difference& d) {
  return std::to_string(d.fresh.size()) + " new, " + std::to_string(d.fixed.size()) + " fixed, " +
         std::to_string(d.moved.size()) + " moved to another file, " + std::to_string(d.unchanged) +
         " unchanged";
}

/// Each finding with its mark and a note, new ones first.
template <class Take>
void Each(const Difference& d, const Take& take) {
  for (const Finding* f : d.fresh) take("new", *f, std::string());
  for (const auto& [now, then] : d.moved) take("moved", *now, then->location.path);
  for (const Finding* f : d.fixed) take("fixed", *f, std::string());
}

std::string Text(const Difference& d) {
  std::string out;
  Each(d, [&](std::string_view what, const Finding& f, const std::string& was) {
    out += what == "new" ? "+ " : what == "moved" ? "~ " : "- ";
    out += EscapeForTerminal(PlaceOf(f)) + "  " + EscapeForTerminal(f.rule_id) + "  " +
           EscapeForTerminal(f.message);
    if (!was.empty()) out += "  (was in " + EscapeForTerminal(was) + ")";
    out += "\n";
  });
  return out + Total(d) + "\n";
}

std::string Concise(const Difference& d) {
  std::string out;
  Each(d, [&](std::string_view what, const Finding& f, const std::string& was) {
    out += EscapeForTerminal(PlaceOf(f)) + ":" + std::to_string(f.location.start_column) + ": " +
           std::string(what) + " " + EscapeForTerminal(f.rule_id) + " " +
           EscapeForTerminal(f.message);
    if (!was.empty()) out += " (was in " + EscapeForTerminal(was) + ")";
    out += " [" + EscapeForTerminal(f.id) + "]\n";
  });
  return out + Total(d) + "\n";
}

std::string Json(const Difference& d) {
  std::string lists[3];
  Each(d, [&](std::string_view what, const Finding& f, const std::string& was) {
    std::string& list = lists[what == "new" ? 0 : what == "moved" ? 1 : 2];
    const std::string finding = findings::FindingToJson(f, {});
    list += (list.empty() ? "\n    " : ",\n    ") +
            (was.empty()
                 ? finding
                 : "{\"was\": " + findings::JsonString(was) + ", \"finding\": " + finding + "}");
  });
  const auto list = [](const std::string& items) {
    return "[" + items + (items.empty() ? "]" : "\n  ]");
  };
  return "{\n  \"schema_version\": \"1.0\",\n  \"summary\": {\"new\": " +
         std::to_string(d.fresh.size()) + ", \"fixed\": " + std::to_string(d.fixed.size()) +
         ", \"moved\": " + std::to_string(d.moved.size()) +
         ", \"unchanged\": " + std::to_string(d.unchanged) + "},\n  \"new\": " + list(lists[0]) +
         ",\n  \"moved\": " + list(lists[1]) + ",\n  \"fixed\": " + list(lists[2]) + "\n}\n";
}

std::string Markdown(const Difference& d) {
  std::string out = "## unsoap: what has changed\n\n**" + Total(d) + "**\n", section;
  Each(d, [&](std::string_view what, const Finding& f, const std::string& was) {
    if (what != section) {
      section = what;
      out += "\n### " +
             std::string(what == "new"     ? "New"
                         : what == "moved" ? "Moved"
                                           : "Fixed") +
             "\n\n";
    }
    out += "- " + MarkdownCode(PlaceOf(f)) + " " + MarkdownCode(f.rule_id) + ": " +
           MarkdownText(f.message);
    if (!was.empty()) out += " (was in " + MarkdownCode(was) + ")";
    out += "\n";
  });
  return out;
}

std::string Csv(const Difference& d) {
  std::string out = "change,id,rule_id,level,path,line,was_in,message,effort_minutes\n";
  Each(d, [&](std::string_view what, const Finding& f, const std::string& was) {
    out += std::string(what) + "," + CsvField(f.id) + "," + CsvField(f.rule_id) + "," +
           std::string(findings::Name(f.level)) + "," + CsvField(f.location.path) + "," +
           std::to_string(f.location.start_line) + "," + CsvField(was) + "," + CsvField(f.message) +
           "," + std::to_string(f.effort_minutes) + "\n";
  });
  return out;
}

/// Annotations for what is new: a change is judged by them.
std::string Github(const Difference& d) {
  std::string out;
  for (const Finding* f : d.fresh) {
    const std::string_view command =
        f->level == findings::Level::kNote ? "notice" : findings::Name(f->level);
    out += "::" + std::string(command) + " file=" + GithubProperty(f->location.path) +
           ",line=" + std::to_string(f->location.start_line) +
           ",title=" + GithubProperty(f->rule_id) + "::" + GithubMessage(f->message) + "\n";
  }
  return out + "::notice title=unsoap::" + GithubMessage(Total(d)) + "\n";
}

struct Row {
  std::string_view name;
  std::string (*render)(const Difference&);
};
constexpr Row kRows[] = {{"text", Text}, {"json", Json},       {"markdown", Markdown},
                         {"csv", Csv},   {"concise", Concise}, {"github", Github}};

}  // namespace

const std::vector<std::string>& DiffFormats() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Row& row : kRows) names.emplace_back(row.name);
    return names;
  }();
  return kNames;
}

std::string RenderDiff(const std::string& format, const findings::Difference& difference) {
  for (const Row& row : kRows) {
    if (row.name == format) return row.render(difference);
  }
  return {};
}

}  // namespace unsoap::reporters
