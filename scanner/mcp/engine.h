// Engine: what the server asks of the scanner, as functions that whoever starts it gives.
//
// What it is: the border that keeps the protocol away from flags, threads and files. What it is
// not: an engine of its own; every answer is that of `scan`, `plan` and `explain`. The functions
// are called one at a time, from the thread of the server.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/report.h"
#include "scanner/rules/pack.h"

namespace unsoap::mcp {

struct Engine {
  /// The tree as it is now, from nothing.
  std::function<Result<findings::Report>()> scan;
  /// A card as `explain` prints it. Error: nothing has this name, with the nearest that has.
  std::function<Result<std::string>(const std::string& name)> card;
  /// The plan of a report as Markdown.
  std::function<std::string(const findings::Report& report)> plan;
  /// The text of a file below the root. Error: it is not there, lies outside, or is too large.
  std::function<Result<std::string>(const std::string& path)> text;
  /// Text of the tree that no finding holds, without secrets.
  std::function<std::string(std::string_view text)> hide;
  /// What leaves the program: values of secrets that the last scan collected are taken out.
  std::function<std::string(std::string_view text)> output;
  std::vector<const rules::Pack*> packs;
  std::string version;
};

}  // namespace unsoap::mcp
