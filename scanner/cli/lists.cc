// Reading a list as a whole; its locations are seen from where it lies.
#include "scanner/cli/lists.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <iterator>

#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"

namespace unsoap::cli {

Result<std::vector<fleet::Row>> ReadList(const std::string& path) {
  if (path == "-") {
    const std::string text{std::istreambuf_iterator<char>(std::cin),
                           std::istreambuf_iterator<char>()};
    return fleet::ParseList(text, "standard input", ".");
  }
  const Result<std::string> text = ReadBytes(path);
  if (!text) {
    Error error = text.error();
    error.path = path;
    struct stat info {};
    error.message =
        fmt::format("the list cannot be read: {}",
                    stat(path.c_str(), &info) != 0 ? std::strerror(errno) : error.message);
    return Fail(std::move(error));
  }
  const std::string folder = FolderOf(path);
  return fleet::ParseList(*text, path,
                          folder.empty() ? (path.starts_with('/') ? "/" : ".") : folder);
}

}  // namespace unsoap::cli
