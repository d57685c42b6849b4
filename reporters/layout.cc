#include "reporters/layout.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "scanner/base/text.h"

namespace unsoap::reporters {
namespace {

struct Range {
  char32_t first, last;
};

// Blocks whose characters take two columns, and marks that take none; coarse on purpose: a frame
// that is off by one in a rare script is a blemish, a table of every character is a burden.
constexpr Range kWide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},  {0x25fd, 0x25fe}, {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},  {0x26c4, 0x26c5}, {0x2705, 0x2705},
    {0x270a, 0x270b},   {0x2728, 0x2728},   {0x274c, 0x274c},  {0x2753, 0x2755}, {0x2795, 0x2797},
    {0x2b50, 0x2b50},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},  {0xa960, 0xa97c}, {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd}};
constexpr Range kNone[] = {{0x300, 0x36f},    {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},
                           {0x64b, 0x65f},    {0x900, 0x902},   {0xe31, 0xe31},   {0xe34, 0xe3a},
                           {0x200b, 0x200f},  {0x20d0, 0x20f0}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
                           {0xe0100, 0xe01ef}};

template <size_t N>
bool In(const Range (&ranges)[N], char32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& range) { return range.first <= code && code <= range.last; });
}

/// The code point at `i` of valid UTF-8, and its length.
char32_t Decode(std::string_view s, size_t i, size_t* length) {
  const auto lead = static_cast<unsigned char>(s[i]);
  *length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  char32_t code = *length == 1 ? lead : lead & (0x7fu >> *length);
  for (size_t k = 1; k < *length && i + k < s.size(); ++k) {
    code = code << 6 | (static_cast<unsigned char>(s[i + k]) & 0x3f);
  }
  *length = std::min(*length, s.size() - i);
  return code;
}

/// The end of the colour (CSI ... m) or link (OSC ... ST) that begins at `i`. Only our own
/// sequences get here.
size_t SkipSequence(std::string_view s, size_t i) {
  const bool link = s.substr(i).starts_with("\x1b]");
  const size_t end = link ? s.find("\x1b\\", i + 2) : s.find('m', i);
  return end == std::string_view::npos ? s.size() : end + (link ? 2 : 1);
}

constexpr int kTabWidth = 4;

/// `line` with tabs expanded and escaped; `columns[i]` is the column at which code point i of the
/// line begins.
std::string Expand(std::string_view line, std::vector<int>* columns) {
  const std::string valid = ToValidUtf8(line);
  std::string out;
  int column = 0;
  for (size_t i = 0; i < valid.size();) {
    size_t length = 1;
    Decode(valid, i, &length);
    columns->push_back(column);
    const std::string_view one = std::string_view(valid).substr(i, length);
    if (one == "\t") {
      const int blanks = kTabWidth - column % kTabWidth;
      out.append(static_cast<size_t>(blanks), ' ');
      column += blanks;
    } else {
      const std::string visible = EscapeForTerminal(one);
      out += visible;
      column += Columns(visible);
    }
    i += length;
  }
  columns->push_back(column);
  return out;
}

/// Columns [begin, end) of `text`; a wide character that is cut in half is left out.
std::string Slice(std::string_view text, int begin, int end) {
  std::string out;
  int column = 0;
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    const int wide = ColumnsOf(Decode(text, i, &length));
    if (column >= begin && column + wide <= end) out += text.substr(i, length);
    column += wide;
    i += length;
  }
  return out;
}

void Fit(FrameLine& line, int width) {
  const int total = Columns(line.text);
  if (total <= width) return;
  // The mark is shown from its beginning, with some of what stands before it.
  int begin = 0;
  if (line.mark_begin >= 0 && line.mark_end > width) {
    begin = std::max(0, std::min(line.mark_begin - width / 4, total - width));
  }
  line.cut_left = begin > 0;
  line.cut_right = begin + width < total;
  line.text = Slice(line.text, begin, begin + width);
  if (line.mark_begin >= 0) {
    line.mark_begin = std::max(0, line.mark_begin - begin);
    line.mark_end = std::min(width, line.mark_end - begin);
  }
}

}  // namespace

int ColumnsOf(char32_t code) {
  return code < 0x300 ? 1 : In(kNone, code) ? 0 : In(kWide, code) ? 2 : 1;
}

int Columns(std::string_view utf8) {
  int columns = 0;
  for (size_t i = 0; i < utf8.size();) {
    if (utf8[i] == '\x1b') {
      i = SkipSequence(utf8, i);
      continue;
    }
    size_t length = 1;
    columns += ColumnsOf(Decode(utf8, i, &length));
    i += length;
  }
  return columns;
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  std::string line;
  int used = 0;
  for (const std::string_view word : Split(text, ' ')) {
    if (word.empty()) continue;
    const int columns = Columns(word);
    if (!line.empty() && used + 1 + columns > width) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    if (!line.empty()) line += ' ', ++used;
    line += word;
    used += columns;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::vector<FrameLine> CodeFrame(const findings::Finding& finding, int width) {
  std::vector<FrameLine> frame;
  const findings::Location& at = finding.location;
  for (size_t i = 0; i < finding.snippet.lines.size(); ++i) {
    FrameLine line;
    line.number = finding.snippet.first_line + static_cast<int>(i);
    std::vector<int> columns;
    line.text = Expand(finding.snippet.lines[i], &columns);
    if (line.number == at.start_line) {
      const auto column = [&](int point) {
        const auto index = static_cast<size_t>(std::max(point - 1, 0));
        return columns[std::min(index, columns.size() - 1)];
      };
      line.mark_begin = column(at.start_column);
      line.mark_end = at.end_line == at.start_line ? column(at.end_column) : columns.back();
      line.mark_end = std::max(line.mark_end, line.mark_begin + 1);
    }
    Fit(line, std::max(width, 20));
    frame.push_back(std::move(line));
  }
  return frame;
}

std::vector<const findings::Finding*> WorstFirst(const std::vector<findings::Finding>& findings) {
  std::vector<const findings::Finding*> order;
  for (const findings::Finding& f : findings) order.push_back(&f);
  std::stable_sort(order.begin(), order.end(),
                   [](const findings::Finding* a, const findings::Finding* b) {
                     return std::pair(b->level, b->confidence) < std::pair(a->level, a->confidence);
                   });
  return order;
}

std::string Thousands(long long number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<long long>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) {
    digits.insert(static_cast<size_t>(at), ",");
  }
  return digits;
}

std::string Duration(int minutes) {
  if (minutes < 60) return std::to_string(minutes) + " min";
  const std::string hours = Thousands(minutes / 60) + " h";
  return minutes % 60 == 0 ? hours : hours + " " + std::to_string(minutes % 60) + " min";
}

std::string Count(long long number, std::string_view singular, std::string_view plural) {
  std::string out = Thousands(number) + " ";
  out += number == 1      ? std::string(singular)
         : plural.empty() ? std::string(singular) + "s"
                          : std::string(plural);
  return out;
}

}  // namespace unsoap::reporters
