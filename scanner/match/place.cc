#include "scanner/match/place.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/toolkit_index.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {
namespace {

constexpr int kContext = 2;              // lines above and below
constexpr uint32_t kMaxLineBytes = 300;  // of a frame; minified files have one line
constexpr uint32_t kMaxUseBytes = 150;   // of a use that stands behind those
constexpr std::string_view kBuildOutput = "build-output";

/// "a.test.js": stem "a.test" and extension ".js".
struct FileName {
  explicit FileName(std::string_view name)
      : whole(name), stem(name.substr(0, name.find_last_of('.'))) {
    extension = name.substr(stem.size());
  }
  std::string_view whole, stem, extension;
};

}  // namespace

Place::Place(const facts::FileFacts& facts, const evidence::Secrets& secrets)
    : facts_(facts), secrets_(secrets) {}

findings::Location Place::At(Span span) const {
  findings::Location out;
  out.path = facts_.path;
  const Position begin = facts_.source.At(span.begin),
                 end = facts_.source.At(std::max(span.begin, span.end));
  out.start_line = begin.line, out.start_column = begin.column,
  out.start_column_utf16 = begin.column_utf16;
  out.end_line = end.line, out.end_column = end.column, out.end_column_utf16 = end.column_utf16;
  return out;
}

findings::Location Place::OneLine(Span span) const {
  const int line = facts_.source.At(span.begin).line;
  const uint32_t line_end =
      facts_.source.LineBegin(line) + static_cast<uint32_t>(facts_.source.Line(line).size());
  if (span.end > line_end) span.end = std::max(span.begin, line_end);
  return At(span);
}

findings::Snippet Place::Frame(Span use) const {
  findings::Snippet snippet;
  const int used = facts_.source.At(use.begin).line;
  snippet.first_line = std::max(1, used - kContext);
  const int last = std::min(facts_.source.line_count(), used + kContext);
  for (int line = snippet.first_line; line <= last; ++line) {
    const uint32_t begin = facts_.source.LineBegin(line);
    const auto size = static_cast<uint32_t>(facts_.source.Line(line).size());
    const Span shown = Shown({begin, begin + size}, line == used ? use : Span{});
    snippet.lines.push_back(
        (shown.begin > begin ? "\u2026" : "") +
        ToValidUtf8(evidence::Blank(facts_.source.text(), shown, secrets_.spans)));
  }
  return snippet;
}

Span Place::Shown(Span line, Span use) const {
  const std::string_view text = facts_.source.text();
  const uint32_t end = std::min({line.end, use.end, use.begin + kMaxUseBytes});
  if (use.empty() || end <= line.begin + kMaxLineBytes)
    return {line.begin, std::min(line.end, line.begin + kMaxLineBytes)};
  // What stands far behind is shown at the end, with what is before it; no character is cut.
  Span out = {end - kMaxLineBytes, end};
  const auto inside = [&](uint32_t at) {
    return at < line.end && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  while (inside(out.begin)) ++out.begin;
  while (inside(out.end)) ++out.end;
  return out;
}

std::string Place::LineHash(int line) const {
  if (!hashes_) hashes_.emplace(facts_.source.text());
  return hashes_->Of(line);
}

std::string Place::Text(Span span, size_t limit) const {
  if (span.end > span.begin + 4 * limit) span.end = span.begin + static_cast<uint32_t>(4 * limit);
  std::string out;
  bool blank = false;
  for (const char c : evidence::Blank(facts_.source.text(), span, secrets_.spans)) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
    if (out.size() >= limit) {
      out += "...";
      break;
    }
  }
  return ToValidUtf8(out);
}

bool IsBuildFolder(std::string_view folder) {
  for (const rules::PlaceWords& place : rules::BuiltinWords().places) {
    if (place.label == kBuildOutput && IsAmong(folder, place.folders)) return true;
  }
  return false;
}

std::vector<std::string> LabelsOfPath(std::string_view path) {
  const FileName written(path.substr(path.find_last_of('/') + 1));
  const std::string lower = Lower(path);
  std::vector<std::string_view> folders = Split(lower, '/');
  const FileName name(folders.back());
  folders.pop_back();
  std::vector<std::string> labels;
  for (const rules::PlaceWords& place : rules::BuiltinWords().places) {
    const bool is_here =
        std::any_of(folders.begin(), folders.end(),
                    [&](std::string_view folder) {
                      return IsAmong(folder, place.folders) || EndsInAny(folder, place.folder_ends);
                    }) ||
        IsAmong(name.stem, place.stems) || EndsInAny(name.stem, place.stem_ends) ||
        EndsInAny(written.stem, place.written_ends) ||
        BeginsWithAny(name.stem, place.stem_begins) ||
        (!name.extension.empty() && IsAmong(name.extension, place.extensions)) ||
        std::any_of(place.names.begin(), place.names.end(), [&](const std::string& pattern) {
          return link::MatchesStar(pattern, name.whole);
        });
    if (is_here) labels.push_back(place.label);
  }
  std::sort(labels.begin(), labels.end());
  return labels;
}

bool IsTestPath(std::string_view path) {
  const std::vector<std::string> labels = LabelsOfPath(path);
  return std::find(labels.begin(), labels.end(), "test") != labels.end();
}

}  // namespace unsoap::match
