// The names of bases are looked up where they are written.
#include "scanner/link/foreign_bases.h"

#include <algorithm>

namespace unsoap::link {

bool HasForeignBase(const Program& program, ClassRef c) {
  const std::vector<ClassRef>& line = program.Lineage(c);
  return std::any_of(line.begin(), line.end(), [&](const ClassRef& r) {
    const std::vector<std::string_view>& bases = program.cls(r).bases;
    return std::any_of(bases.begin(), bases.end(), [&](std::string_view base) {
      return program.ResolveClass(r.file, base).empty();
    });
  });
}

}  // namespace unsoap::link
