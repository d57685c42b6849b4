// RestCheck: REST requests that stand in a file as constants, against the packs' definitions and
// what the packs say of requests in code.
//
// What it is: a search for paths of the REST API in the text of a file of any language; each is
// compared with the definitions: is there such a path, are the names of its query known, are lists
// and numbers as small as they have to be; and with rest_rules.yaml. Named values (entries of maps,
// keyword arguments) in the same function count to the request that stands nearest. Parts that code
// puts in (`{id}`, `${id}`, `" + id + "`, `%s`) fit any part. What it is not: a judgement of SOAP,
// or of bodies that are put together elsewhere; what stands in a comment is no request. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/rules/pack.h"

namespace unsoap::rest {

struct Problem {
  std::string rule;    // "marketo-soap/rest/unknown-path"
  std::string since;   // empty: no day is known
  std::string text;    // sentences
  std::string source;  // of a rule of the pack
};

struct RestUse {
  Span span;
  int line = 0;
  std::string path;                    // as it stands there
  std::vector<std::string> endpoints;  // "POST /rest/v1/leads.json (Sync Leads)"
  std::vector<Problem> problems;       // empty: valid as far as it can be seen
};

/// `is_ours`: the file is known to speak to the service; else a path that no definition has counts
/// only where the file names the service or has another path of it, since others begin so, too.
std::vector<RestUse> FindRestUses(const facts::FileFacts& file,
                                  const std::vector<const rules::Pack*>& packs, bool is_ours);

/// The first parts of all paths ("/rest/v1/"): what stands in a text that holds a request; sorted.
std::vector<std::string> BeginsOf(const std::vector<const rules::Pack*>& packs);

}  // namespace unsoap::rest
