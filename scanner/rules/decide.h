// Decide: which rows of an operation's mapping fit the arguments of one call, and the REST requests
// that follow.
//
// What it is: the evaluation of Conditions over what the linker knows of the arguments, in a fixed
// order, so that equal calls get equal answers. What it is not: knowledge of any service (rows are
// data), or of source code.
//
// Order: rows that apply by priority (higher first), then by number of conditions (more first),
// then as in the pack. Endpoints follow their rows; what no row asks for comes last, each with its
// condition and applies == false.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scanner/rules/pack.h"

namespace unsoap {

/// One argument of a call, as far as it is known.
struct KnownArgument {
  std::string path;  // "leadKey.keyType", in any case style; a leading request wrapper does no harm
  std::vector<std::string> values;  // constants that may reach it; empty: not known. A constructed
                                    // object: its type's name
  bool complete = true;             // false: other values than `values` may reach it, too
  std::string source;               // the expression as written, for templates; may be empty
};

struct KnownCall {
  std::vector<KnownArgument> arguments;
  /// All arguments were seen, so a missing one is not given. False when the request is built out of
  /// sight.
  bool all_seen = false;
};

struct Decision {
  const Mapping* mapping = nullptr;
  bool applies = false;  // every condition holds, or may hold for one of several known values
  bool possible = true;  // nothing known speaks against it (also true when it applies)
  std::string
      because;  // "leadKey.keyType is EMAIL"; with several values "leadKey.keyType may be EMAIL"
  std::string
      against;  // why it does not apply: "leadKey.keyType is EMAIL here"; empty when it does
};

struct RequestChoice {
  const RestEndpoint* endpoint = nullptr;
  bool applies = false;  // false: only under the condition in `because`
  std::string because, how, caveat;
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

}  // namespace unsoap
