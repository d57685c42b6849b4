// RestCheck: REST requests that stand in a text as constants, against the pack's definitions.
//
// What it is: a search for paths of the REST API in text of any language; each is compared with the
// definitions: is there such a path, are the names of its query known. Parts that code puts in
// (`{id}`, `${id}`, `" + id + "`, `%s`) fit any part. What it is not: a parser of that language; a
// request that is put together elsewhere is not seen, and nothing is said of bodies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/pack.h"

namespace unsoap::mcp {

struct RestUse {
  int line = 0;
  std::string path;                    // as it stands there
  std::vector<std::string> endpoints;  // "POST /rest/v1/leads.json (Sync Leads)"
  std::vector<std::string> problems;   // empty: valid as far as it can be seen
};

std::vector<RestUse> FindRestUses(std::string_view text,
                                  const std::vector<const rules::Pack*>& packs);

}  // namespace unsoap::mcp
