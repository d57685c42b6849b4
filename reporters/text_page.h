// TextPage: lines for a terminal, painted, wrapped and linked as the options say, handed on in
// pieces.
//
// What it is: the typewriter of text.cc. What it is not: anything that knows a report.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "reporters/escape.h"
#include "reporters/layout.h"
#include "reporters/reporter.h"
#include "scanner/base/text.h"

namespace unsoap::reporters {

class TextPage {
 protected:
  enum class Style { kBold, kDim, kRed, kYellow, kBlue, kGreen, kCyan };

  TextPage(const ReportOptions& options, const Sink& sink, std::string paths_from = {})
      : options_(options),
        paths_from_(std::move(paths_from)),
        frame_width_(std::clamp(options.width, 40, 240)),
        width_(std::min(frame_width_, kProse)),
        sink_(sink) {}

  static std::string Safe(std::string_view text) { return EscapeForTerminal(text); }

  std::string Paint(Style style, std::string_view text) const {
    static constexpr std::string_view kCodes[] = {"1", "2", "1;31", "1;33", "34", "32", "36"};
    if (!options_.color || text.empty()) return std::string(text);
    return "\x1b[" + std::string(kCodes[static_cast<size_t>(style)]) + "m" + std::string(text) +
           "\x1b[0m";
  }

  static Style StyleOf(findings::Level level) {
    return level == findings::Level::kError     ? Style::kRed
           : level == findings::Level::kWarning ? Style::kYellow
                                                : Style::kCyan;
  }

  void Line(const std::string& text = {}) {
    buffer_ += text + "\n";
    if (buffer_.size() > 1 << 16) Flush();
  }
  void Flush() {
    if (open_ && !buffer_.empty()) open_ = sink_(buffer_);
    buffer_.clear();
  }

  /// `label` in front of the first line, the rest under it.
  void Item(std::string_view label, Style style, std::string_view text, int indent) {
    const std::string pad(static_cast<size_t>(indent), ' ');
    const int hang = indent + Columns(label) + 1;
    bool first = true;
    for (const std::string& line : Wrap(text, width_ - hang)) {
      Line(first ? pad + Paint(style, label) + " " + line
                 : std::string(static_cast<size_t>(hang), ' ') + line);
      first = false;
    }
  }

  std::string Place(const findings::Location& at) const {
    const std::string text = Safe(paths_from_ + at.path) + ":" + std::to_string(at.start_line) +
                             ":" + std::to_string(at.start_column);
    if (!options_.hyperlinks || options_.root.empty()) return text;
    // What is inside an archive opens as the archive.
    const std::string file = at.path.substr(0, at.path.find("!/"));
    const std::string full = file.starts_with('/') ? file : options_.root + "/" + file;
    return "\x1b]8;;file://" + UriPath(full) + "\x1b\\" + text + "\x1b]8;;\x1b\\";
  }

  bool open() const { return open_; }

  const ReportOptions& options_;
  const std::string paths_from_;  // in front of each path
  const int frame_width_;         // columns for code
  const int width_;               // columns for sentences

 private:
  static constexpr int kProse = 100;  // a longer line is hard to read; code may be wider

  const Sink& sink_;
  std::string buffer_;
  bool open_ = true;
};

}  // namespace unsoap::reporters
