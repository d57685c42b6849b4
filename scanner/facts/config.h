// Configuration files as a stream of scalars, each with its path from the file's root.
//
// What it is: one small reader a format, all bounded and tolerant: a malformed file gives what can
// be read. What it is not: a conforming parser (YAML anchors are not resolved, TOML dates are
// text); nothing here allocates in proportion to anything but the text. A walk stops after
// kMaxEntries scalars and says so in facts.health_reason.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "scanner/facts/facts.h"

namespace unsoap::facts {

struct ConfigEntry {
  std::span<const std::string_view>
      path;  // keys and list indexes; valid during the call, its strings as long as the facts
  std::string_view value;  // unquoted and unescaped
  Span span;               // key and value
  Span value_span;         // as written, without quotes
};
using ConfigSink = std::function<void(const ConfigEntry&)>;

inline constexpr size_t kMaxEntries = 500'000;

void WalkJson(FileFacts& facts,
              const ConfigSink& sink);  // comments, trailing commas, single quotes tolerated
void WalkYaml(FileFacts& facts, const ConfigSink& sink);
void WalkToml(FileFacts& facts, const ConfigSink& sink);
void WalkIni(FileFacts& facts,
             const ConfigSink& sink);  // indented continuation lines joined by a line feed
void WalkProperties(FileFacts& facts, const ConfigSink& sink);
void WalkEnv(FileFacts& facts, const ConfigSink& sink);         // KEY=value, export KEY=value
void WalkDockerfile(FileFacts& facts, const ConfigSink& sink);  // ENV and ARG
void WalkHcl(FileFacts& facts, const ConfigSink& sink);  // Terraform: blocks and simple assignments

/// How a bracketed value is written in one format.
struct FlowSyntax {
  bool hash_comments = false, slash_comments = false;
  bool equals = false;               // `=` between key and value (`:` always)
  bool spaces_in_plain = false;      // YAML: an unquoted scalar may hold spaces
  bool triple_quotes = false;        // TOML
  bool doubled_quotes = false;       // YAML: '' in single quotes
  bool plain_single_quotes = false;  // no escapes in single quotes
};
/// Reads one bracketed or scalar value at `begin`, its path below `prefix`; returns the offset
/// behind it.
size_t WalkFlow(FileFacts& facts, size_t begin, const FlowSyntax& syntax,
                std::vector<std::string_view> prefix, const ConfigSink& sink);
/// Backslash escapes (\n, \t, \", \\, \/, \uXXXX, \UXXXXXXXX, \xXX) decoded; a slice of the source
/// if there are none.
std::string_view Unescape(FileFacts& facts, std::string_view raw);
/// Notes why a file could not be read whole; the first reason stays.
void NotePartial(FileFacts& facts, std::string_view reason);

/// Turns entries into facts.settings: keys joined with dots; `- KEY=value` items, and
/// `name`/`value` pairs of one list item, also under the name itself.
class SettingsSink {
 public:
  explicit SettingsSink(FileFacts& facts) : facts_(facts) {}
  void operator()(const ConfigEntry& entry);

 private:
  std::string_view Key(std::span<const std::string_view> path, std::string_view last);
  void Add(std::span<const std::string_view> path, std::string_view last, std::string_view value,
           Span span, Span value_span);

  FileFacts& facts_;
  size_t key_bytes_ = 0;
  std::string pair_item_;  // path of the list item whose `name` was seen
  std::string_view pair_name_;
};

}  // namespace unsoap::facts
