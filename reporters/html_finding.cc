#include <algorithm>

#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "reporters/layout.h"
#include "reporters/links.h"
#include "scanner/base/text.h"
#include "scanner/findings/json.h"

namespace unsoap {
namespace {

std::string Code(std::string_view text) { return "<code>" + HtmlText(text) + "</code>"; }

std::string Copy(std::string_view label, std::string_view text) {
  return "<button type=\"button\" class=\"copy\" data-copy=\"" + HtmlText(text) + "\">" +
         std::string(label) + "</button>";
}

/// Byte offset of a code point column (from 1) in a line.
size_t OffsetOf(std::string_view line, int column) {
  size_t at = 0;
  for (int point = 1; point < column && at < line.size(); ++point) {
    for (++at; at < line.size() && (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80;) ++at;
  }
  return at;
}

/// Code points [begin, end) of the line that the finding marks.
std::pair<int, int> Mark(const Finding& f, std::string_view line) {
  const int length = static_cast<int>(CountCodePoints(line));
  const int begin = std::clamp(f.location.start_column - 1, 0, length);
  const int end = f.location.end_line == f.location.start_line
                      ? std::clamp(f.location.end_column - 1, begin, length)
                      : length;
  return {begin, end};
}

std::string Frame(const Finding& f) {
  std::string out = "<h3>Where is it?</h3><pre class=\"code\" tabindex=\"0\">";
  int number = f.snippet.first_line;
  for (const std::string& raw : f.snippet.lines) {
    const std::string line = ToValidUtf8(raw);
    const bool hit = number == f.location.start_line;
    out += std::string("<span class=\"l") + (hit ? " hit" : "") + "\"><span class=\"no\">" +
           std::to_string(number) + "</span>";
    if (hit) {
      const auto mark = Mark(f, line);
      const size_t begin = OffsetOf(line, mark.first + 1), end = OffsetOf(line, mark.second + 1);
      const std::string_view view = line;
      out += HtmlText(view.substr(0, begin)) + "<mark>" +
             HtmlText(view.substr(begin, end - begin)) + "</mark>" + HtmlText(view.substr(end));
    } else {
      out += HtmlText(line);
    }
    out += "</span>";
    ++number;
  }
  return out + "</pre>";
}

std::string Pairs(const std::map<std::string, std::string>& map, std::string_view title) {
  if (map.empty()) return {};
  std::string out = "<p class=\"muted\">" + std::string(title) + "</p><dl class=\"pairs\">";
  for (const auto& [name, value] : map)
    out += "<dt>" + Code(name) + "</dt><dd>" + Code(value) + "</dd>";
  return out + "</dl>";
}

std::string Rest(const Replacement& r) {
  std::string out = "<div class=\"rest\"><p>" + Code(r.http_method + " " + r.path) + "</p><p>";
  const std::string url = HtmlUrl(r.url);
  out += url.empty() ? HtmlText(r.title)
                     : "<a href=\"" + url + "\" rel=\"noreferrer\">" + HtmlText(r.title) + "</a>";
  out += "</p>";
  if (!r.because.empty())
    out += std::string("<p class=\"muted\">") + (r.applies ? "because " : "if ") +
           HtmlText(r.because) + "</p>";
  out += Pairs(r.query, "Query") + Pairs(r.body, "Body");
  if (!r.guidance.empty()) out += "<p>" + HtmlText(r.guidance) + "</p>";
  if (!r.caveat.empty()) out += "<p>But: " + HtmlText(r.caveat) + "</p>";
  if (!r.permission.empty())
    out += "<p class=\"muted\">Needs the permission " + HtmlText(r.permission) + "</p>";
  return out + "</div>";
}

std::string Migration(const Finding& f) {
  if (f.operation.empty() && f.replacements.empty()) return {};
  std::string out =
      "<h3>How do I migrate it?</h3><div class=\"sides\"><div class=\"side\"><p "
      "class=\"t\">SOAP</p><p>" +
      Code(f.operation.empty() ? Name(f.kind) : std::string_view(f.operation)) + "</p>";
  if (!f.arguments.empty()) {
    out += "<dl class=\"pairs\">";
    for (const ArgumentValue& argument : f.arguments) {
      const std::string value =
          argument.values.empty() ? argument.source : Join(argument.values, " | ");
      out += "<dt>" + Code(argument.name) + "</dt><dd>" +
             (value.empty() ? "not known" : Code(value)) + "</dd>";
    }
    out += "</dl>";
  }
  out += "</div><div class=\"side\"><p class=\"t\">REST</p>";
  for (const Replacement& r : f.replacements) out += Rest(r);
  if (f.replacements.empty())
    out += "<p class=\"none\">Nothing in REST replaces it as far as is known.</p>";
  return out + "</div></div>";
}

std::string Attribute(std::string_view name, std::string_view value) {
  return value.empty() ? "" : " data-" + std::string(name) + "=\"" + HtmlText(value) + "\"";
}

}  // namespace

std::string TopFolder(std::string_view path) {
  const size_t slash = path.find('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, slash));
}

std::string HtmlPlace(const Report& report, const ReportOptions& options, const Location& at) {
  const std::string code = Code(at.path + ":" + std::to_string(at.start_line));
  const std::string link = HtmlUrl(SourceLink(report, options, at));
  return link.empty() ? code : "<a href=\"" + link + "\" rel=\"noreferrer\">" + code + "</a>";
}

std::string HtmlSourceLink(const Report& report, const ReportOptions& options, const Location& at) {
  const std::string link = HtmlUrl(SourceLink(report, options, at));
  if (link.empty()) return {};
  return "<a class=\"source\" href=\"" + link + "\" rel=\"noreferrer\">source</a>";
}

std::string HtmlFinding(const Report& report, const ReportOptions& options, const Finding& f) {
  const auto place = [&](const Location& at) { return HtmlPlace(report, options, at); };
  const std::string confidence(Name(f.confidence));
  const std::string path = f.location.path + ":" + std::to_string(f.location.start_line);
  std::string out = "<article class=\"finding " + confidence + "\" id=\"f-" + HtmlText(f.id) + "\"";
  out += Attribute("confidence", confidence) + Attribute("operation", f.operation) +
         Attribute("kind", Name(f.kind)) + Attribute("language", f.language) +
         Attribute("folder", TopFolder(f.location.path)) +
         Attribute("label", Join(f.labels, "\n")) + Attribute("state", Name(f.state));
  out += "><details><summary><span class=\"what\">" + HtmlText(f.message) +
         "</span><span class=\"meta\"><span class=\"badge " + confidence + "\">" + confidence +
         "</span><span class=\"mono\">" + HtmlText(path) + "</span><span>" +
         std::string(Kinds()[static_cast<size_t>(f.kind)].title) + "</span>";
  if (!f.operation.empty()) out += Code(f.operation);
  if (f.state == State::kBaseline) out += "<span class=\"badge plain\">in the baseline</span>";
  for (const std::string& label : f.labels)
    out += "<span class=\"badge plain\">" + HtmlText(label) + "</span>";
  out += "</span></summary><div class=\"body\">";
  if (!options.no_snippets && !f.snippet.lines.empty()) out += Frame(f);
  if (!f.enclosing.empty()) out += "<p class=\"muted\">In " + Code(f.enclosing) + "</p>";
  out += "<p><a href=\"#f-" + HtmlText(f.id) + "\">Permalink</a> " + Copy("Copy place", path) +
         " " + Copy("Copy link", "#f-" + f.id);
  if (!options.link_template.empty()) out += " " + place(f.location);
  out += "</p>";
  if (!f.flow.empty()) {
    out += "<h3>How the code gets there</h3><ol>";
    for (const FlowStep& step : f.flow)
      out += "<li>" + HtmlText(step.text) + " " + place(step.location) + "</li>";
    out += "</ol>";
  }
  if (!f.evidence.empty()) {
    out += "<h3>Why is it reported?</h3><ul>";
    for (const Evidence& e : f.evidence) {
      out += "<li>" + HtmlText(e.text);
      if (!e.location.path.empty()) out += " " + place(e.location);
      out += "</li>";
    }
    out += "</ul>";
  }
  out += Migration(f);
  if (!f.parameters.empty()) {
    out += "<h3>Parameters to decide about</h3><ul>";
    for (const FlaggedUse& use : f.parameters) {
      out += "<li>" + Code(use.name) + ": " + HtmlText(use.guidance) + " " + place(use.location) +
             "</li>";
    }
    out += "</ul>";
  }
  if (f.callers.total > 0) {
    out += "<h3>Who comes through here</h3><p>" + Count(f.callers.total, "call") + " in " +
           Count(f.callers.files, "file") + "</p><ul>";
    for (const Location& site : f.callers.sites) out += "<li>" + place(site) + "</li>";
    out += "</ul>";
  }
  if (!f.notes.empty()) {
    out += "<h3>Notes</h3><ul>";
    for (const std::string& note : f.notes) out += "<li>" + HtmlText(note) + "</li>";
    out += "</ul>";
  }
  const std::string suppress = "unsoap-ignore: " + f.rule_id + " -- reason";
  out += "<h3>Suppress</h3><p>" + Code(suppress) + " " + Copy("Copy", suppress) + "</p>";
  out += "<p class=\"muted\">Rule " + Code(f.rule_id) + ", id " + Code(f.id);
  if (!f.toolkit.empty()) out += ", toolkit " + Code(f.toolkit);
  if (!f.owner.empty()) out += ", owner " + HtmlText(f.owner);
  if (f.effort_minutes > 0) out += ", about " + Duration(f.effort_minutes);
  for (const auto& [name, value] : f.properties) out += ", " + HtmlText(name) + " " + Code(value);
  return out + "</p></div></details></article>\n";
}

int HtmlData::Intern(std::string_view text) {
  // The script shows text only, but a reader must see what hides in it.
  std::string visible = EscapeForTerminal(text, true);
  const auto found = ids_.find(visible);
  if (found != ids_.end()) return found->second;
  const int id = static_cast<int>(ids_.size());
  const std::string json = JsonForScript(JsonString(visible));
  strings_ += (strings_.empty() ? "" : ",") + json;
  size_ += json.size() + 1;
  ids_.emplace(std::move(visible), id);
  return id;
}

void HtmlData::Add(const Finding& f) {
  const auto at = [&](const std::string& text, const Location& place) {
    return "[" + Index(text) + "," + Index(place.path) + "," + std::to_string(place.start_line) +
           "]";
  };
  std::string out = "{\"i\":" + JsonForScript(JsonString(EscapeForTerminal(f.id))) +
                    ",\"r\":" + Index(f.rule_id) + ",\"k\":" + Index(Name(f.kind)) +
                    ",\"o\":" + Index(f.operation) + ",\"c\":" + Index(Name(f.confidence)) +
                    ",\"g\":" + Index(f.language) + ",\"b\":" + Index(Name(f.state)) +
                    ",\"m\":" + Index(f.message) + ",\"p\":" + Index(f.location.path) +
                    ",\"d\":" + Index(TopFolder(f.location.path)) +
                    ",\"n\":" + std::to_string(f.location.start_line) +
                    ",\"e\":" + Index(f.enclosing);
  const auto list = [&](std::string_view key, const auto& items, const auto& convert) {
    if (items.empty()) return;
    out += ",\"" + std::string(key) + "\":[";
    bool first = true;
    for (const auto& item : items) {
      if (!first) out += ',';
      first = false;
      out += convert(item);
    }
    out += "]";
  };
  if (snippets_ && !f.snippet.lines.empty()) {
    std::pair<int, int> mark = {0, 0};
    const int hit = f.location.start_line - f.snippet.first_line;
    if (hit >= 0 && hit < static_cast<int>(f.snippet.lines.size()))
      mark = Mark(f, f.snippet.lines[static_cast<size_t>(hit)]);
    out += ",\"h\":[" + std::to_string(mark.first) + "," + std::to_string(mark.second) +
           "],\"s\":[" + std::to_string(f.snippet.first_line) + ",[";
    bool first = true;
    for (const std::string& line : f.snippet.lines) {
      out += (first ? "" : ",") + Index(line);
      first = false;
    }
    out += "]]";
  }
  list("F", f.flow, [&](const FlowStep& step) { return at(step.text, step.location); });
  list("E", f.evidence, [&](const Evidence& e) { return at(e.text, e.location); });
  list("A", f.arguments, [&](const ArgumentValue& a) {
    return "[" + Index(a.name) + "," + Index(a.values.empty() ? a.source : Join(a.values, " | ")) +
           "]";
  });
  list("P", f.parameters, [&](const FlaggedUse& use) {
    return "[" + Index(use.name) + "," + Index(use.guidance) + "]";
  });
  list("L", f.labels, [&](const std::string& label) { return Index(label); });
  list("N", f.notes, [&](const std::string& note) { return Index(note); });
  list("R", f.replacements, [&](const Replacement& r) {
    const std::string row = "[" + Index(r.http_method) + "," + Index(r.path) + "," +
                            Index(r.title) + "," + Index(r.because) + "," + Index(r.guidance) +
                            "," + Index(r.caveat) + "," + Index(r.applies ? "y" : "") + "]";
    const auto [found, fresh] = rest_ids_.emplace(row, static_cast<int>(rest_ids_.size()));
    if (fresh) {
      rest_ += (rest_.empty() ? "" : ",") + row;
      size_ += row.size() + 1;
    }
    return std::to_string(found->second);
  });
  out += "}";
  size_ += out.size() + 2;
  findings_ += (findings_.empty() ? "" : ",\n") + out;
}

std::string HtmlData::Json() const {
  std::string out = "{\"kinds\":{";
  for (const KindInfo& kind : Kinds()) {
    if (&kind != &Kinds().front()) out += ',';
    out += JsonString(kind.name) + ":" + JsonString(kind.title);
  }
  return out + "},\n\"strings\":[" + strings_ + "],\n\"rest\":[" + rest_ + "],\n\"findings\":[\n" +
         findings_ + "]}";
}

}  // namespace unsoap
