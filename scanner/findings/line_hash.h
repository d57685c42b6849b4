// LineHashes: GitHub's `primaryLocationLineHash` for every line of a text.
//
// What it is: the identity by which GitHub code scanning recognises an alert after its line moved.
// A wrong value makes the upload warn, so it is computed over the whole decoded file exactly as
// GitHub does. What it is not: our own fingerprint (Finding::id), which also survives edits nearby.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unsoap {

/// One value a line, "c129715d7a2bc9a3:1". Lines are counted as GitHub counts them: after a final
/// newline there is one more, empty line. Malformed UTF-8 counts as U+FFFD. A byte order mark
/// counts: give the text with it.
std::vector<std::string> LineHashes(std::string_view utf8);

}  // namespace unsoap
