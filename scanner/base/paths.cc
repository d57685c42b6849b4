#include "scanner/base/paths.h"

#include <cstdlib>

namespace unsoap {

std::string RealPath(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  std::string result = real == nullptr ? "" : real;
  std::free(real);
  return result;
}

std::string From(const std::string& path, const std::string& base) {
  return path.empty() || path[0] == '/' ? path : base + "/" + path;
}

bool IsWithin(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) && (path.size() == directory.size() ||
                                         directory.ends_with('/') || path[directory.size()] == '/');
}

bool IsWithinOnDisk(const std::string& path, const std::string& directory) {
  const std::string real = RealPath(path), root = RealPath(directory);
  return !real.empty() && !root.empty() && IsWithin(real, root);
}

std::string FolderOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(path.substr(0, slash == std::string_view::npos ? 0 : slash));
}

std::string_view NameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string DirectoryAround(std::string_view directory) {
  std::string around = FolderOf(directory);
  if (around.empty()) around = "/";
  return around;
}

}  // namespace unsoap
