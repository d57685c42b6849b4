// Decide: which rows of an operation's mapping fit the arguments of one call, and the REST requests
// that follow.
//
// What it is: the evaluation of a mapping's rows over what the linker knows of the arguments, in a
// fixed order, so that equal calls get equal answers; and how the requests stand to each other:
// steps, look-ups, alternatives. What it is not: knowledge of any service (rows are data), or of
// source code.
//
// Order: rows that apply by priority (higher first), then by number of conditions (more first),
// then as in the pack. Requests follow their rows. Where no row that chooses a request applies, the
// possible ones lead, each with its condition; what no row asks for comes last.
#pragma once

#include <map>
#include <string>
#include <vector>

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

/// How a request stands to the one before it in the list.
enum class RequestRole {
  kUse,      // the request
  kThen,     // a further step, after the one before it
  kBefore,   // a look-up that must come before the others
  kOr,       // instead of the one before it
  kPerhaps,  // nothing known asks for it; it may be needed under its condition
};

struct RequestChoice {
  const RestEndpoint* endpoint = nullptr;
  RequestRole role = RequestRole::kUse;
  bool applies = false;  // false: only under the condition in `when`
  std::string because;   // which argument decided; or the same as `when`
  std::string when;      // the condition under which it is this one; empty: for all that is known
  std::string how, caveat;
  std::map<std::string, std::string> query, body, path;  // filled from the arguments' source text
};

struct Verdict {
  std::vector<Decision>
      decisions;  // those that apply first, in order; then possible ones; then the others
  std::vector<RequestChoice> requests;  // each endpoint once
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
