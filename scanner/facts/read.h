// Read: from the raw bytes of one file to its FileFacts: decode, choose a front-end, run it.
//
// Contract: never fails and never throws. A file that cannot be parsed is read as plain text and
// says why (FileFacts::health_reason). Work and memory per file are bounded by ReadLimits; a parse
// that exceeds them falls back to text. Thread safe: call from any thread; each thread keeps its
// own parser and arena.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/facts/facts.h"

namespace unsoap {

struct ReadLimits {
  int64_t max_parse_bytes = 4 << 20;  // larger files are read as text
  int64_t max_memory = 256 << 20;     // of one parse
  double max_seconds = 2.0;           // of one parse
  int max_depth = 2000;               // nesting that is turned into expressions
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

}  // namespace unsoap
