#include "scanner/lsp/uri.h"

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::lsp {
namespace {

constexpr std::string_view kScheme = "file://";

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::optional<std::string> PathOfUri(std::string_view uri) {
  if (!EqualsIgnoreCase(uri.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  uri.remove_prefix(kScheme.size());
  constexpr std::string_view kHere = "localhost/";
  if (uri.starts_with(kHere)) uri.remove_prefix(kHere.size() - 1);
  if (!uri.starts_with('/')) return std::nullopt;
  uri = uri.substr(0, uri.find_first_of("?#"));
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    const int high = uri[i] == '%' && i + 2 < uri.size() ? HexValue(uri[i + 1]) : -1;
    const int low = high < 0 ? -1 : HexValue(uri[i + 2]);
    if (low < 0) {
      path += uri[i];
    } else {
      path += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (path.find('\0') != std::string::npos) return std::nullopt;
  return path;
}

std::string EncodePath(std::string_view path) {
  std::string out;
  bool is_first = true;
  for (const std::string_view part : Split(path, '/')) {
    out += (is_first ? "" : "/") + UrlEncode(part);
    is_first = false;
  }
  return out;
}

std::string UriOfPath(std::string_view absolute) {
  return std::string(kScheme) + EncodePath(absolute);
}

}  // namespace unsoap::lsp
