#include "scanner/cli/results.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "scanner/findings/json.h"

namespace unsoap {

Result<Report> LoadReport(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (file) file.peek();  // a directory opens, and only reading tells
  if (!file.is_open() || file.bad()) {
    Error error;
    error.path = path;
    error.message = fmt::format("cannot read the results: {}", std::strerror(errno));
    error.hint = "'unsoap scan --format json=FILE' writes them";
    return Fail(std::move(error));
  }
  return ReadReportJson(file, path);
}

}  // namespace unsoap
