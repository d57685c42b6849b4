#include "scanner/cli/progress.h"

#include <fmt/core.h>

#include <cstdio>

namespace unsoap::cli {

ProgressLine::ProgressLine(bool enabled) : enabled_(enabled), start_(Clock::now()), last_(start_) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::Show(const ScanOptions::Progress& progress) {
  if (!enabled_) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (now - start_ < std::chrono::milliseconds(500) || now - last_ < std::chrono::milliseconds(100))
    return;
  last_ = now;
  shown_ = true;
  if (progress.total > 0) {
    fmt::print(stderr, "\r\x1b[K{} {}/{} files", progress.stage, progress.done, progress.total);
  } else {
    fmt::print(stderr, "\r\x1b[K{} {} files", progress.stage, progress.done);
  }
  std::fflush(stderr);
}

}  // namespace unsoap::cli
