// Finding: one place that depends on the service, with everything a reporter needs to show it.
//
// What it is: plain data, format-free, already judged, redacted and sorted. What it is not: tied to
// source text or to a rule object; a reporter never reads a file. docs/schema/findings.schema.json
// is the JSON form, field by field.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/json_tree.h"

namespace unsoap::findings {

enum class Kind : uint8_t {
  kCall,
  kWrapperCall,
  kEnvelope,
  kDefinition,
  kGeneratedClient,
  kBinaryClient,
  kWsdlFile,
  kWsdlReference,
  kEndpoint,
  kNamespace,
  kAuthentication,
  kCredential,
  kParameter,
  kDependency,
  kConfiguration,
};
enum class Confidence : uint8_t { kPossible, kLikely, kCertain };
enum class Level : uint8_t { kNote, kWarning, kError };
enum class State : uint8_t { kNew, kBaseline };

std::string_view Name(Kind kind);
std::string_view Name(Confidence confidence);  // "possible", "likely", "certain"
std::string_view Name(Level level);            // "note", "warning", "error"
std::string_view Name(State state);            // "new", "baseline"

/// Lines and columns from 1; columns in code points, and again in UTF-16 units for SARIF. The end
/// is exclusive.
struct Location {
  std::string path;  // relative to the scan root, '/', never escaped here
  int start_line = 1, start_column = 1, end_line = 1, end_column = 1;
  int start_column_utf16 = 1, end_column_utf16 = 1;
  friend bool operator==(const Location&, const Location&) = default;
};

/// What is passed: `leadKey.keyType` may be EMAIL.
struct ArgumentValue {
  std::string name;  // dotted path in the request
  std::vector<std::string>
      values;          // constants that reach it, sorted; empty when not known at scan time
  std::string source;  // the expression as written, redacted, at most 80 characters
  Location location;
};

struct FlaggedUse {
  std::string name;      // "marketoCookie", or a value that stands for itself: "COOKIE"
  std::string rule_id;   // "marketo-soap/param/marketoCookie"
  std::string severity;  // "blocker", "change", "rename", "info" as the pack says
  std::string guidance;
  Location location;
};

/// A REST request as data. A leaf that is not known is `$code`, `$answer` or `$choose` (JsonTree).
struct Request {
  JsonTree path_parameters = JsonTree::Object(), query = JsonTree::Object(),
           headers = JsonTree::Object();
  JsonTree body;  // kNone: none

  friend bool operator==(const Request&, const Request&) = default;
};

/// A request as something to run.
struct Examples {
  std::string curl;      // one shell command
  std::string language;  // of `code`: the finding's own, "php"; empty: there is none
  std::string code;
  std::map<std::string, std::string> variables;  // "LEAD_ID" -> "integer: leadId"
};

struct Replacement {
  std::string id;  // the vendor's operationId
  std::string title, http_method, path, url;
  /// "use" (replaces the call), "first" and "then" (steps around it), "once" (set-up done once for
  /// the account), "instead" (an alternative to the "use").
  std::string role = "use";
  bool applies = true;  // false: only under the condition in `because`
  std::string because;  // which argument decided, or the condition
  int step = 1;         // the order of calling
  Request request;
  std::string guidance;  // how to do it
  std::string caveat;    // what differs
  std::string permission, limits;
  Examples examples;
};

struct Evidence {
  std::string what;  // "client", "namespace", "endpoint", "stub", "constant", "dispatcher",
                     // "wrapper", "anchor" ...
  std::string text;  // a short sentence
  Location location;
};

/// Something that a finding might have been and is not.
struct RuledOut {
  std::string
      what;  // "operation", "place", "row" (of the mapping; does not fit) or "open-row" (may fit)
  std::string text;
};

struct FlowStep {
  std::string text;
  Location location;
};

struct Callers {
  int direct = 0, total = 0, files = 0;
  std::vector<Location> sites;         // at most 50, sorted
  std::vector<std::string> languages;  // sorted
  std::vector<std::string> entry_points;
};

/// Lines around the finding, secrets blanked; empty with --no-snippets and for binaries.
struct Snippet {
  int first_line = 0;
  std::vector<std::string> lines;
};

struct Finding {
  std::string id;         // fingerprint, 16 hex digits (+ "-n" for the n-th equal one)
  std::string family;     // path-free fingerprint
  std::string line_hash;  // GitHub's primaryLocationLineHash; empty for binaries
  std::string rule_id;    // "marketo-soap/syncLead"
  Kind kind = Kind::kCall;
  std::string operation;  // empty: unknown at scan time or not about one operation
  Confidence confidence = Confidence::kPossible;
  Level level = Level::kNote;
  std::string language;  // "php"
  std::string toolkit;   // "php-soapclient"; empty if none
  std::string message;   // first sentence stands alone
  Location location;
  std::string enclosing;   // "Crm::push"; empty at file level
  int enclosing_line = 0;  // where that function is named; 0: at file level, or no function
  Location callee;         // of a wrapper call: the wrapper's name; in no report
  std::vector<ArgumentValue> arguments;
  std::vector<FlaggedUse> parameters;
  /// The "use" first, then the steps around it, then alternatives with theirs.
  std::vector<Replacement> replacements;
  std::vector<std::string> notes;  // errata, second hop, limits that matter here
  std::vector<Evidence> evidence;
  std::vector<FlowStep> flow;  // at most 50
  Callers callers;
  Snippet snippet;
  int effort_minutes = 0;
  std::vector<std::string>
      labels;  // sorted: "test", "comment", "vendored", "generated", "documentation", "dead" ...
  State state = State::kNew;
  std::string owner;  // from CODEOWNERS; empty if none
  std::map<std::string, std::string>
      properties;  // kind-specific: members, generator, wsdl_version, package, version ...
  /// Only of a scan that was asked to explain; in no report.
  std::vector<RuledOut> ruled_out;
  /// Only in Report::suppressed.
  std::string suppressed_by, suppression_reason;
};

/// True for a call, wrapper call or envelope inside a named function: what the function is there
/// for.
bool IsUseInFunction(const Finding& finding);

/// By path, line, column, kind, rule id, id: the order of every report.
bool Before(const Finding& a, const Finding& b);

}  // namespace unsoap::findings
