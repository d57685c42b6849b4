// Decide: which rows of an operation's mapping fit the arguments of one call, and the REST requests
// that follow.
//
// What it is: the evaluation of a mapping's rows over what the linker knows of the arguments, in a
// fixed order, so that equal calls get equal answers; and how the requests stand to each other:
// steps, look-ups, alternatives. What it is not: knowledge of any service (rows are data), or of
// source code.
//
// Rows that decide are a decision table: by priority (higher first), then by number of conditions
// (more first), then as in the pack, the first row that holds is taken, and those after it are not
// listed. Rows before it that may hold are alternatives, each with its condition. Where no row
// certainly holds, every one that may hold is listed with its condition, the default row first.
// Rows that add are applied to what the deciding rows ask for.
#pragma once

#include <string>
#include <vector>

#include "scanner/rules/build_request.h"
#include "scanner/rules/evaluate.h"
#include "scanner/rules/pack.h"

namespace unsoap::rules {

struct Decision {
  const Mapping* mapping = nullptr;
  bool applies = false;  // every condition holds, or may hold for one of several known values
  bool may = false;      // it applies, but other values may reach the call, too
  bool possible = true;  // nothing known speaks against it (also true when it applies)
  std::string
      because;  // "leadKey.keyType is EMAIL"; with several values "leadKey.keyType may be EMAIL"
  std::string when;  // may: the condition alone, "leadKey.keyType is EMAIL"
  std::string
      against;  // why it does not apply: "leadKey.keyType is EMAIL here"; empty when it does
};

struct RequestChoice {
  const RestEndpoint* endpoint = nullptr;
  /// "use" (replaces the call), "first" and "then" (steps around it), "once" (set-up done once for
  /// the account), "instead" (an alternative to the "use").
  std::string role;
  bool applies = false;  // false: only under the condition in `because`
  std::string because;   // which argument decided, or the condition
  int step = 0;          // calling order, from 1; alternatives count on
  std::string how, caveat;
  Request request;  // complete and valid by the endpoint's definition
};

struct Verdict {
  std::vector<Decision>
      decisions;  // those that apply first, in order; then possible ones; then the others
  /// The "use", the steps around it, then the alternatives with theirs.
  std::vector<RequestChoice> requests;
  bool nothing_replaces =
      false;                // the row that decides has no replacement, or the operation has none
  std::string explanation;  // why nothing does; empty otherwise
  std::vector<std::string>
      notes;  // guidance of rows that apply but call nothing more ("strict: ...")
};

Verdict Decide(const Pack& pack, const Operation& operation, const KnownCall& call);

/// True if a condition's parameter means the argument at `path`.
bool MeansArgument(const Pack& pack, const Operation& operation, const std::string& parameter,
                   const std::string& path);

}  // namespace unsoap::rules
