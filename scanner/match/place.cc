#include "scanner/match/place.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::match {
namespace {

constexpr int kContext = 2;            // lines above and below
constexpr size_t kMaxLineBytes = 300;  // of a frame; minified files have one line

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

findings::Snippet Place::Frame(const findings::Location& location) const {
  findings::Snippet snippet;
  snippet.first_line = std::max(1, location.start_line - kContext);
  const int last = std::min(facts_.source.line_count(), location.start_line + kContext);
  for (int line = snippet.first_line; line <= last; ++line) {
    const uint32_t begin = facts_.source.LineBegin(line);
    const auto size =
        static_cast<uint32_t>(std::min(facts_.source.Line(line).size(), kMaxLineBytes));
    snippet.lines.push_back(
        ToValidUtf8(evidence::Blank(facts_.source.text(), {begin, begin + size}, secrets_.spans)));
  }
  return snippet;
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

std::vector<std::string> LabelsOfPath(std::string_view path) {
  std::vector<std::string> labels;
  const auto add = [&](const char* label) {
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.emplace_back(label);
  };
  const std::string lower = Lower(path);
  const std::vector<std::string_view> parts = Split(lower, '/');
  const auto any_of = [](std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    const std::string_view part = parts[i];
    if (any_of(part, {"test", "tests", "spec", "specs", "__tests__", "testing", "fixtures",
                      "testdata", "test-data", "mocks", "__mocks__"}))
      add("test");
    if (part.ends_with(".tests") || part.ends_with(".test") || part.ends_with("-tests"))
      add("test");
    if (any_of(part,
               {"vendor", "vendors", "node_modules", "third_party", "third-party", "thirdparty",
                "bower_components", "site-packages", "contrib", "pods", "external"}))
      add("vendored");
    if (any_of(part, {"doc", "docs", "documentation", "wiki"})) add("documentation");
    if (any_of(part, {"example", "examples", "sample", "samples", "demo", "demos", "example_xml"}))
      add("example");
    if (any_of(part, {"bin", "obj", "target", "dist", "build", "out"})) add("build-output");
    if (any_of(part, {"log", "logs"})) add("log");
  }
  const std::string_view name = parts.back();
  const size_t dot = name.find_last_of('.');
  const std::string_view stem = name.substr(0, dot),
                         extension = dot == std::string_view::npos ? "" : name.substr(dot);
  if (stem.ends_with("_test") || stem.ends_with("_spec") || stem.ends_with(".test") ||
      stem.ends_with(".spec") || stem.starts_with("test_") || stem == "test" || stem == "tests" ||
      stem.ends_with("-test")) {
    add("test");
  }
  const size_t slash = path.find_last_of('/');
  const std::string_view written = path.substr(slash == std::string_view::npos ? 0 : slash + 1);
  const std::string_view written_stem = written.substr(0, written.find_last_of('.'));
  if (written_stem.ends_with("Test") || written_stem.ends_with("Tests") ||
      written_stem.ends_with("Spec") || written_stem.ends_with("TestCase"))
    add("test");
  if (any_of(extension, {".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".rdoc", ".textile",
                         ".txt", ".html", ".htm"}) ||
      stem == "readme" || stem == "changelog" || stem == "changes" || name == "readme") {
    if (extension != ".html" && extension != ".htm" && extension != ".txt") add("documentation");
    if (stem == "readme" || stem.starts_with("change")) add("documentation");
  }
  if (any_of(extension, {".log", ".out", ".dump"})) add("log");
  if (any_of(extension, {".orig", ".bak", ".old", ".rej", ".swp", ".save"}) || name.ends_with("~"))
    add("backup");
  // What a product ships for its users to fill in.
  if (any_of(extension, {".dist", ".example", ".sample", ".template", ".default", ".tmpl"}))
    add("example");
  std::sort(labels.begin(), labels.end());
  return labels;
}

bool IsTestPath(std::string_view path) {
  const std::vector<std::string> labels = LabelsOfPath(path);
  return std::find(labels.begin(), labels.end(), "test") != labels.end();
}

}  // namespace unsoap::match
