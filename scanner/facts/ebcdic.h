// EBCDIC to UTF-8: sources that a mainframe's tools copied as bytes.
//
// What it is: code pages 037 and 1047, told by their letters and blanks standing where text in any
// other encoding has none. What it is not: other national pages; words are right in them, a few
// marks are not. Pure and thread safe.
#pragma once

#include <string>
#include <string_view>

namespace unsoap::facts {

/// True if the beginning is text in EBCDIC and in nothing else. Cheap to deny.
bool IsEbcdic(std::string_view bytes);

/// Every byte is read; both of the line ends (15 and 25) are line feeds. Text without any is parted
/// into records of the length that it has, and the blanks at their ends go.
std::string FromEbcdic(std::string_view bytes);

}  // namespace unsoap::facts
