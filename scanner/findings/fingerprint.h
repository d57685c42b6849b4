// Fingerprints: which finding of today is which finding of yesterday.
//
// What it is: Finding::family, a hash of the rule, the kind, the chain of enclosing definitions and
// the text of the use without blanks; and Finding::id, the family made unique inside one report.
// What it is not: GitHub's line hash (line_hash.h), which changes with the lines that follow.
//
// An id survives moved lines, reformatting, edits elsewhere in the file and a rename of the file,
// because neither path nor position is in it. It changes when the use itself changes, or the
// function around it is renamed. The price: several equal uses (the same text, in functions of the
// same name) are told apart only by their order of path and position: "<family>", "<family>-2",
// "<family>-3". When the first of three equal uses is removed, the third number disappears, not the
// first. A baseline counts equal ones, so the count is still right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap::findings {

/// Changes whenever the recipe changes; a baseline names the version it was made with.
inline constexpr std::string_view kFingerprintVersion = "unsoap/v2";

/// 16 hex digits. `text` is the use: of a call its tree in words (match/identity.h), else the
/// source as written (an element, a setting).
std::string Fingerprint(std::string_view rule_id, Kind kind, std::string_view enclosing,
                        std::string_view text);

/// `text` without blanks, with one kind of quotes, and without the comma that some formatters put
/// before a closing bracket.
std::string NormalizeForFingerprint(std::string_view text);

/// Sets `id` of each finding from its `family`, by path and position; whatever order `findings`
/// has, it keeps.
void NumberFingerprints(std::vector<Finding>& findings);

}  // namespace unsoap::findings
