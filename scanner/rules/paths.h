// Request paths: which arguments an operation has, as dotted paths through its types.
//
// What it is: the expansion of an operation's parameters over the pack's types ("leadKey.keyType")
// and the one rule by which a path in a condition meets a path at a call. What it is not: values.
// Bounded: depth 8, 2,000 paths.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/pack.h"

namespace unsoap::rules {

struct RequestPath {
  std::vector<std::string> segments;  // as the schema spells them
  std::string type;
  std::string owner;  // type that declares the last segment; empty for a parameter of the operation
};

/// All paths of an operation, its SOAP headers' members included, in schema order.
std::vector<RequestPath> RequestPaths(const Pack& pack, const Operation& operation);

/// The path that `written` means: its last segment and, in order, those before it; the shortest one
/// wins. Null if none.
const RequestPath* ResolvePath(const std::vector<RequestPath>& paths, std::string_view written);

/// Letters and digits only, lower case: "lead_key", "LeadKey" and ":leadKey" are one name.
std::string PathKey(std::string_view segment);
/// "ns1:leadKey[0].key_type" -> {"leadkey", "keytype"}; indexes and namespace prefixes are dropped.
std::vector<std::string> PathKeys(std::string_view path);

}  // namespace unsoap::rules
