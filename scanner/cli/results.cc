#include "scanner/cli/results.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "scanner/findings/json.h"

namespace unsoap {

Result<Report> LoadReport(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  if (file) bytes.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  if (!file || file.bad()) {
    Error error;
    error.path = path;
    error.message = fmt::format("cannot read the results: {}", std::strerror(errno));
    error.hint = "'unsoap scan --format json=FILE' writes them";
    return Fail(std::move(error));
  }
  return ReadReportJson(bytes, path);
}

}  // namespace unsoap
