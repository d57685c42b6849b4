// Pictures as inline SVG: drawn from numbers here, coloured by classes in report.css, so they
// follow the dark view and need no inline style (which the page's policy forbids). Sizes and
// colours are attributes as well, for a server whose policy takes the style away.
#include <algorithm>

#include "reporters/escape.h"
#include "reporters/html_parts.h"
#include "reporters/layout.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kWrappers = 8, kSites = 5, kOperations = 5;
constexpr int kRow = 22, kWidth = 960;

std::string Number(int value) { return std::to_string(value); }

std::string TextAt(int x, int y, std::string_view text, size_t clip, std::string_view css = {}) {
  std::string out = "<text x=\"" + Number(x) + "\" y=\"" + Number(y) + "\"";
  if (!css.empty()) out += " class=\"" + std::string(css) + "\"";
  return out + ">" + HtmlText(Clip(text, clip)) + "</text>";
}

std::string Edge(int x1, int y1, int x2, int y2) {
  const int middle = (x1 + x2) / 2;
  return "<path class=\"edge\" fill=\"none\" stroke=\"#8b95a1\" d=\"M" + Number(x1) + " " +
         Number(y1) + "C" + Number(middle) + " " + Number(y1) + " " + Number(middle) + " " +
         Number(y2) + " " + Number(x2) + " " + Number(y2) + "\"/>";
}

/// The end of a path says more than its beginning.
std::string Tail(std::string_view path, size_t count) {
  if (path.size() <= count) return std::string(path);
  size_t at = path.size() - count;
  while (at < path.size() && (static_cast<unsigned char>(path[at]) & 0xc0) == 0x80) ++at;
  return "\xe2\x80\xa6" + std::string(path.substr(at));
}

}  // namespace

std::string_view SvgColor(std::string_view confidence) {
  return confidence == "certain"  ? "#cf3b31"
         : confidence == "likely" ? "#d68a12"
         : confidence == "note"   ? "#c3cad2"
                                  : "#8b95a1";
}

std::string SvgBar(const ByConfidence& row, int64_t longest) {
  static constexpr std::string_view kClass[] = {"possible", "likely", "certain", "note"};
  static constexpr int kOrder[] = {2, 1, 0, 3};
  std::string out =
      "<svg class=\"bar\" width=\"200\" height=\"10\" viewBox=\"0 0 1000 10\" "
      "preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">";
  int64_t x = 0;
  for (const int i : kOrder) {
    const int64_t width = longest == 0 ? 0 : row.counts[i] * 1000 / longest;
    if (width == 0 && row.counts[i] == 0) continue;
    out += "<rect class=\"fill-" + std::string(kClass[i]) + "\" fill=\"" +
           std::string(SvgColor(kClass[i])) + "\" x=\"" + std::to_string(x) + "\" width=\"" +
           std::to_string(std::max<int64_t>(width, 4)) + "\" height=\"10\"/>";
    x += std::max<int64_t>(width, 4);
  }
  return out + "</svg>";
}

size_t CountedAs(const findings::Finding& f) {
  return f.level == findings::Level::kNote ? 3 : static_cast<size_t>(f.confidence);
}

std::string_view CountedAsWord(const findings::Finding& f) {
  return f.level == findings::Level::kNote ? "note" : findings::Name(f.confidence);
}

std::string SvgProgress(const std::vector<findings::Progress>& progress,
                        const findings::Report& report) {
  if (progress.empty()) return {};
  constexpr int kBar = 480, kStep = 46;
  const int now = progress.front().now, fresh = progress.front().fresh;
  int most = now;
  for (const findings::Progress& step : progress) most = std::max(most, step.before);
  int y = 0;
  std::string body;
  // What stays is grey, what `part` is about has a colour of its own.
  const auto bar = [&](const std::string& words, int rest, int part, std::string_view css,
                       std::string_view fill) {
    const auto width = [&](int count) { return most == 0 ? 0 : count * kBar / most; };
    const auto box = [&](int x, int count, std::string_view name, std::string_view colour) {
      return "<rect class=\"" + std::string(name) + "\" fill=\"" + std::string(colour) + "\" x=\"" +
             Number(x) + "\" y=\"" + Number(y + 18) + "\" width=\"" + Number(width(count)) +
             "\" height=\"16\"/>";
    };
    body += TextAt(0, y + 12, words, 60) + box(0, rest, "fill-possible", "#8b95a1") +
            box(width(rest), part, css, fill);
    y += kStep;
  };
  for (const findings::Progress& step : progress) {
    bar(step.as_of + ": " + Number(step.before) + ", " + Number(step.fixed) + " of them done since",
        step.before - step.fixed, step.fixed, "fill-done", "#2f8f57");
  }
  bar(report.as_of + ": " + Number(now) + (fresh > 0 ? ", " + Number(fresh) + " of them new" : ""),
      now - fresh, fresh, "fill-certain", "#cf3b31");
  return "<svg class=\"progress\" width=\"480\" font-size=\"13\" viewBox=\"0 0 " + Number(kBar) +
         " " + Number(y) +
         "\" role=\"img\" aria-label=\"Findings then and now; the sentence above has the same in "
         "words\">" +
         body + "</svg>";
}

std::string SvgWrappers(const findings::Report& report) {
  if (report.wrappers.empty()) return {};
  std::string body;
  int y = 24;
  body += TextAt(0, 14, "Called from", 40, "head") + TextAt(390, 14, "Wrapper", 40, "head") +
          TextAt(740, 14, "Operation", 40, "head");
  const size_t shown = std::min(report.wrappers.size(), kWrappers);
  for (size_t w = 0; w < shown; ++w) {
    const findings::WrapperSummary& wrapper = report.wrappers[w];
    std::vector<LineOfSites> lines = LinesOf(wrapper.callers.sites);
    if (lines.size() > kSites) lines.resize(kSites);
    const size_t sites = lines.size();
    int hidden = wrapper.callers.total;
    for (const LineOfSites& line : lines) hidden -= line.calls;
    const size_t left = sites + (hidden > 0 ? 1 : 0);
    const size_t right = std::min(wrapper.operations.size(), kOperations);
    const int height = static_cast<int>(std::max<size_t>({left, right, 1})) * kRow + 14;
    const int middle = y + height / 2;
    const auto row = [&](size_t index, size_t count) {
      return middle + static_cast<int>(index) * kRow - static_cast<int>(count - 1) * kRow / 2;
    };
    for (size_t i = 0; i < left; ++i) {
      const int at = row(i, left);
      if (i < sites) {
        const findings::Location& site = *lines[i].at;
        const std::string times = lines[i].calls > 1 ? " x" + Number(lines[i].calls) : "";
        body += TextAt(0, at + 4, Tail(site.path, 38) + ":" + Number(site.start_line) + times, 50);
      } else {
        body += TextAt(0, at + 4,
                       (sites > 0 ? "and " : "") + Count(hidden, sites > 0 ? "more call" : "call"),
                       40, "soft");
      }
      body += Edge(325, at, 380, middle);
    }
    body += "<rect class=\"box\" fill=\"none\" stroke=\"#0a58a8\" x=\"380\" y=\"" +
            Number(middle - 14) + "\" width=\"290\" height=\"28\" rx=\"5\"/>";
    body += TextAt(392, middle + 4, Clip(wrapper.name, 37), 37);
    for (size_t i = 0; i < right; ++i) {
      body += Edge(670, middle, 732, row(i, right)) +
              TextAt(740, row(i, right) + 4, wrapper.operations[i], 28);
    }
    y += height;
  }
  return "<svg class=\"graph\" width=\"960\" font-size=\"12\" viewBox=\"0 0 " + Number(kWidth) +
         " " + Number(y) +
         "\" role=\"img\" aria-label=\"Which places call which wrapper, and which operations it "
         "performs; the table "
         "above has the same in words\">" +
         body + "</svg>";
}

}  // namespace unsoap::reporters
