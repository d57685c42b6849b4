// Progress: one line on standard error that is rewritten in place, and gone when the work is done.
//
// Shown only after half a second, so that short work shows nothing. Any thread may report; at most
// ten updates a second reach the terminal.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "scanner/scan.h"

namespace unsoap::cli {

class ProgressLine {
 public:
  explicit ProgressLine(bool enabled);
  ~ProgressLine();  // removes the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(const ScanOptions::Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;
  const bool enabled_;
  const Clock::time_point start_;
  std::mutex mutex_;
  Clock::time_point last_;
  bool shown_ = false;
};

}  // namespace unsoap::cli
