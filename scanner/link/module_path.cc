#include "scanner/link/module_path.h"

#include "scanner/base/text.h"

namespace unsoap::link {

std::string Stem(std::string_view path) {
  const size_t slash = path.find_last_of('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const size_t dot = name.find('.');
  if (dot != std::string_view::npos && dot > 0) name = name.substr(0, dot);
  return Lower(name);
}

std::string DottedStem(std::string_view path, const std::vector<std::string>& ends) {
  std::string_view name = path.substr(path.find_last_of('/') + 1);
  const size_t dot = name.find_last_of('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  name = name.substr(0, dot);
  for (const std::string& end : ends) {
    if (name.ends_with(end)) name.remove_suffix(end.size());
  }
  return name.find('.') == std::string_view::npos ? std::string() : Lower(name);
}

std::vector<std::string> PartsOf(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text) {
    if (c == '.' || c == '/' || c == '\\' || c == ':') {
      if (!part.empty()) parts.push_back(Lower(part));
      part.clear();
    } else {
      part += c;
    }
  }
  if (!part.empty()) parts.push_back(Lower(part));
  return parts;
}

}  // namespace unsoap::link
