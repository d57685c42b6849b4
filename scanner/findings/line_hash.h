// LineHashes: GitHub's `primaryLocationLineHash` for every line of a text.
//
// What it is: the identity by which GitHub code scanning recognises an alert after its line moved.
// A wrong value makes the upload warn, so it is computed over the whole decoded file exactly as
// GitHub does. What it is not: our own fingerprint (Finding::id), which also survives edits nearby.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap::findings {

/// One value a line, "c129715d7a2bc9a3:1". Lines are counted as GitHub counts them: after a final
/// newline there is one more, empty line. Malformed UTF-8 counts as U+FFFD. A byte order mark
/// counts: give the text with it.
/// Of one text, kept in twelve bytes a line: files of ten million lines have findings, too.
class LineHashTable {
 public:
  explicit LineHashTable(std::string_view utf8);
  /// "hash:n", n counting the equal hashes up to the line (from 1); empty if there is no such line.
  std::string Of(int line) const;
  size_t size() const { return hashes_.size(); }

 private:
  std::vector<uint64_t> hashes_;
  std::vector<uint32_t> numbers_;
};

std::vector<std::string> LineHashes(std::string_view utf8);

}  // namespace unsoap::findings
