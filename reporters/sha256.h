// SHA-256, for the hashes in the HTML report's content security policy. Not for secrets. Pure.
#pragma once

#include <string>
#include <string_view>

namespace unsoap::reporters {

/// 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);
/// The digest in Base64 with padding, as 'sha256-...' in a policy wants it.
std::string Sha256Base64(std::string_view bytes);

}  // namespace unsoap::reporters
