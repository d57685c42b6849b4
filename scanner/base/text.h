// Small text functions that more than one stage needs. Pure; no locale; inputs may be malformed
// UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unsoap {

/// ASCII-only case folding.
std::string Lower(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
/// True where `part` is in `text`, ASCII case ignored.
bool ContainsIgnoreCase(std::string_view text, std::string_view part);

/// "getMObjects" -> "get_m_objects"; the splitting that Savon and Rails use (a capital after a
/// capital begins a new word only when a small letter follows it).
std::string SnakeCase(std::string_view camel);
/// "getLead" -> "GetLead".
std::string UpperFirst(std::string_view camel);
std::string LowerFirst(std::string_view camel);

std::vector<std::string_view> Split(std::string_view text, char separator);
std::string_view Trim(std::string_view text);
std::string Join(const std::vector<std::string>& parts, std::string_view separator);
bool IsAmong(std::string_view word, const std::vector<std::string>& words);
bool EndsInAny(std::string_view text, const std::vector<std::string>& ends);
bool BeginsWithAny(std::string_view text, const std::vector<std::string>& begins);

/// For terminals and logs: C0/C1 controls, DEL, bidirectional overrides, U+2028/9 and malformed
/// bytes become visible escapes (\x1b, \u{202e}); everything else is kept. A tab is kept if
/// `keep_tab`.
std::string EscapeForTerminal(std::string_view text, bool keep_tab = false);

/// For one value in an address: all but letters, digits and "-._~" as %XX.
std::string UrlEncode(std::string_view text);

/// Replaces malformed UTF-8 sequences by U+FFFD, one for each maximal bad part.
std::string ToValidUtf8(std::string_view bytes);
/// Code points in valid UTF-8 (malformed bytes count one each).
size_t CountCodePoints(std::string_view utf8);
size_t CountUtf16Units(std::string_view utf8);

/// The candidate nearest to `word` by edit distance if near enough to be what was meant, else
/// empty.
std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace unsoap
