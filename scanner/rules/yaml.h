// YamlNode: one YAML document as a plain tree with positions; the only door to yaml-cpp for rule
// packs.
//
// What it is: maps, lists and scalars as text, each with its line and column. What it is not:
// general YAML; anchors, aliases, tags and several documents in one file are refused, so a small
// file cannot become a large tree. Bounds: 1 MiB, 100,000 nodes, depth 32.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace unsoap::rules {

struct YamlNode {
  enum class Kind : unsigned char { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  bool quoted = false;          // a quoted or block scalar: never a number, boolean or null
  int line = 0, column = 0;     // from 1; the column counts code points
  std::string text;             // of a scalar
  std::vector<YamlNode> items;  // of a list; of a map: key, value, key, value ...

  /// The value of a key of a map, or null.
  const YamlNode* Find(const std::string& key) const;
  const char* KindName() const;  // "a list", for messages
};

/// The only document of a file; `path` is for errors.
Result<YamlNode> ParseYaml(const std::string& path, const std::string& bytes);

/// Text of one line (from 1) without its end.
std::string LineOf(const std::string& bytes, int line);

}  // namespace unsoap::rules
