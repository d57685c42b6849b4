// Tools: what an agent may ask, and the answers, short enough for a context window.
//
// What it is: a table of tools (name, schema, function) over the last scan. `scan`, `check` and
// `done` look at the tree as it is now; the others answer from what was scanned last, and scan
// first where nothing was. Everything that comes out of the scanned tree (paths, names, code,
// arguments, messages that quote them) stands under a key "from_tree", and the answer says that
// this is data: a comment in a scanned file instructs nobody. What it is not: the protocol
// (server.h). Failure: an Error for a call that means nothing here; the message is for the agent.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scanner/mcp/engine.h"

namespace unsoap::mcp {

using Json = nlohmann::ordered_json;

class Tools {
 public:
  /// The engine outlives it.
  explicit Tools(const Engine& engine) : engine_(engine) {}

  /// As `tools/list` wants them.
  static Json List();
  static bool Has(const std::string& name);
  Result<Json> Call(const std::string& name, const Json& arguments);

  /// What was scanned last; scans where nothing was.
  Result<const findings::Report*> Current();

 private:
  struct Row;
  static const std::vector<Row>& Rows();
  Result<Json> Scan(const Json& arguments);
  Result<Json> Findings(const Json& arguments);
  Result<Json> Finding(const Json& arguments);
  Result<Json> Next(const Json& arguments);
  Result<Json> Explain(const Json& arguments);
  Result<Json> Fields(const Json& arguments);
  Result<Json> Check(const Json& arguments);
  Result<Json> Done(const Json& arguments);
  /// {first_line, last_line} of the statement around a finding; null where there is no text.
  Json StatementOf(const findings::Finding& finding) const;
  /// The REST requests that stand in a file.
  Json RestOf(const std::string& path, const std::string& text) const;
  Result<void> ScanNow();

  const Engine& engine_;
  std::optional<findings::Report> report_;
};

}  // namespace unsoap::mcp
