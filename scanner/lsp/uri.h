// Uri: file addresses and absolute paths.
//
// What it is: percent-decoding and -encoding of `file:` addresses of this machine. What it is not:
// a look at the disk. Failure: an address of another scheme or host has no path.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace unsoap::lsp {

std::optional<std::string> PathOfUri(std::string_view uri);
std::string UriOfPath(std::string_view absolute);
/// The part of an address below a folder's: "src/a%20b.php" of "src/a b.php".
std::string EncodePath(std::string_view path);

}  // namespace unsoap::lsp
