// The data block. A report of ten thousand findings must stay small and open at once, so the HTML
// of the findings that are not in the page is kept in pieces, each once: requests, reasons and
// lines of code repeat a lot. Within a piece, frequent markup and the finding's own id, path and
// rule are replaced by one character each, from the range of C1 controls: escaped text never holds
// one.
#include <array>
#include <utility>

#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "scanner/base/text.h"
#include "scanner/findings/json.h"
#include "scanner/findings/kinds.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kOwn = 4;  // marks for what the finding itself repeats: see OwnOf()

/// Longer ones first, where one is part of another.
constexpr std::array<std::string_view, 27> kMarkup = {
    "<span class=\"l\"><span class=\"no\">",
    "<button type=\"button\" class=\"copy\" data-copy=\"",
    "<p class=\"muted\">",
    "<span class=\"s\">",
    "<span class=\"c\">",
    "<span class=\"k\">",
    "<span class=\"n\">",
    "<dt><code>",
    "</code></dd>",
    "</code></dt><dd><code>",
    "</code></p>",
    "</code></li>",
    "<li><code>",
    "</span></span>",
    "</span>",
    "<code>",
    "</code>",
    "<li>",
    "</li>",
    "&quot;",
    "&#39;",
    "&gt;",
    "&lt;",
    "    ",
    "&amp;",
    "<",
    ">",
};
static_assert(kOwn + kMarkup.size() <= 31, "there are 32 marks, one of which is a line break");

/// U+0085 is a line break to some; the marks go around it.
std::string MarkOf(size_t index) {
  const size_t code = 0x80 + index + (index >= 5 ? 1 : 0);
  return {'\xc2', static_cast<char>(code)};
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  size_t at = text.find(from);
  if (at == std::string::npos) return;
  std::string out;
  size_t begin = 0;
  for (; at != std::string::npos; at = text.find(from, begin)) {
    out.append(text, begin, at - begin);
    out += to;
    begin = at + from.size();
  }
  out.append(text, begin);
  text = std::move(out);
}

/// Id, place, path and rule; the place before the path, which is its beginning.
std::array<std::string, kOwn> OwnOf(const findings::Finding& f) {
  const std::string path = HtmlText(f.location.path);
  return {HtmlText(f.id), path + ":" + std::to_string(f.location.start_line), path,
          HtmlText(f.rule_id)};
}

void Pack(std::string& piece, const std::array<std::string, kOwn>& own) {
  for (size_t i = 0; i < kOwn; ++i) {
    if (own[i].size() > 3) ReplaceAll(piece, own[i], MarkOf(i));
  }
  for (size_t i = 0; i < kMarkup.size(); ++i) ReplaceAll(piece, kMarkup[i], MarkOf(kOwn + i));
}

std::string ScriptString(std::string_view text) {
  return JsonForScript(findings::JsonString(text));
}

}  // namespace

std::pair<size_t, bool> HtmlData::Table::Add(const std::string& text) {
  const auto [at, is_new] = ids_.emplace(text, ids_.size());
  if (is_new) items += (items.empty() ? "" : ",\n") + ScriptString(text);
  return {at->second, is_new};
}

std::string HtmlData::Index(Table& table, const std::string& text) {
  const size_t before = table.items.size();
  const size_t index = table.Add(text).first;
  size_ += table.items.size() - before;
  return std::to_string(index);
}

void HtmlData::Add(const findings::Report& report, const ReportOptions& options,
                   const findings::Finding& f) {
  const std::array<std::string, kOwn> own = OwnOf(f);
  std::string out = "[";
  // The id is nobody else's.
  out += ScriptString(own[0]) + "," + Index(values_, own[2]) + "," + Index(values_, own[3]) + "," +
         std::to_string(f.location.start_line) + ",[";
  for (const FilterField& field : FilterFields()) {
    if (&field != &FilterFields().front()) out += ',';
    std::string values;
    for (const std::string& value : field.values(f)) {
      values += (values.empty() ? "" : "\n") + EscapeForTerminal(value);
    }
    out += Index(values_, values);
  }
  out += "],[";
  bool first = true;
  HtmlFinding(report, options, f, [&](std::string piece) {
    if (piece.empty()) return;
    Pack(piece, own);
    out += (first ? "" : ",") + Index(pieces_, piece);
    first = false;
  });
  out += "]]";
  size_ += out.size() + 2;
  findings_ += (findings_.empty() ? "" : ",\n") + out;
}

void HtmlData::Write(const std::function<void(std::string_view)>& put) const {
  std::string head = "{\"kinds\":{";
  for (const findings::KindInfo& kind : findings::Kinds()) {
    if (&kind != &findings::Kinds().front()) head += ',';
    head += findings::JsonString(kind.name) + ":" + findings::JsonString(kind.title);
  }
  head += "},\n\"fields\":[";
  for (const FilterField& field : FilterFields()) {
    if (&field != &FilterFields().front()) head += ',';
    head += "[" + findings::JsonString(field.name) + "," + findings::JsonString(field.title) + "]";
  }
  head += "],\n\"marks\":{";
  for (size_t i = 0; i < kMarkup.size(); ++i) {
    if (i > 0) head += ',';
    head += "\"" + MarkOf(kOwn + i) + "\":" + ScriptString(kMarkup[i]);
  }
  head += "},\n\"own\":[";
  for (size_t i = 0; i < kOwn; ++i) head += (i > 0 ? ",\"" : "\"") + MarkOf(i) + "\"";
  put(head + "],\n\"values\":[");
  put(values_.items);
  put("],\n\"pieces\":[");
  put(pieces_.items);
  put("],\n\"findings\":[\n");
  put(findings_);
  put("]}");
}

}  // namespace unsoap::reporters
