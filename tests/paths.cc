#include "tests/paths.h"

namespace unsoap {

const std::string& SourceDir() {
  static const std::string path = UNSOAP_SOURCE_DIR;
  return path;
}

const std::string& UnsoapBinary() {
  static const std::string path = UNSOAP_BINARY;
  return path;
}

std::string BinaryDir() { return UnsoapBinary().substr(0, UnsoapBinary().rfind('/')); }

}  // namespace unsoap
