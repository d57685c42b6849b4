// Read: from the raw bytes of one file to its FileFacts: decode, choose a front-end, run it.
//
// Contract: never fails, and throws nothing but std::bad_alloc. A file that cannot be parsed is
// read as plain text and says why (FileFacts::health_reason); so is one whose reading meets an
// error of ours. Work and memory per file are bounded by ReadLimits; what exceeds them falls back
// to text. When the run is to end (base/budget.h) the reason is kInterruptedReason and nothing was
// read. Thread safe: call from any thread; each thread keeps its own parser and arena.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/base/budget.h"
#include "scanner/facts/facts.h"

namespace unsoap::facts {

struct ReadLimits {
  int64_t max_parse_bytes = 4 << 20;        // larger files are read as text
  int64_t max_memory = 256 << 20;           // of one parse
  int64_t max_steps = 2 * kStepsPerSecond;  // of one parse
  /// Of all that is done to one file: parses of several languages, facts, evidence, triage.
  int64_t StepsOfFile() const { return 4 * max_steps + kStepsPerSecond; }
  int max_depth = 2000;  // nesting that is turned into expressions
};

/// How the bytes were understood.
struct Decoded {
  std::string text;      // UTF-8
  std::string encoding;  // "utf-8", "utf-8-bom", "utf-16le", "utf-16be", "utf-32le", "utf-32be",
                         // "windows-1252", "shift-jis"
  bool binary = false;   // NUL bytes and no UTF-16: not text
};
Decoded Decode(std::string_view bytes);

/// The facts of one text file. `path` chooses the language together with the first line and the
/// content.
FileFacts ReadFile(std::string path, std::string_view bytes, const ReadLimits& limits);

}  // namespace unsoap::facts
