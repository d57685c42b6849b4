// Artefact: a compiled or packed file of the tree, with the text of its parts that name a service.
//
// What it is: what the collector keeps of a jar, an assembly, a class file or a zip beside the
// facts of its text members. What it is not: facts; nothing in it has a line. Only parts in which a
// strong needle stood are kept, so an artefact without parts is one that does not speak of any
// service. Plain data.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "scanner/facts/binary.h"

namespace unsoap::facts {

struct BinaryPart {
  std::string path;  // "lib/a.war!/WEB-INF/lib/b.jar!/com/x/Y.class"; the artefact's own path when
                     // it is no archive
  std::string text;  // BinaryText() of it
  BinaryKind kind = BinaryKind::kOther;
};

struct Artefact {
  std::string path;  // relative to the scan root
  bool is_archive = false;
  uint64_t digest = 0;               // of the bytes: equal ones are copies
  std::set<std::string> containers;  // the archive itself and those inside it that were opened
  std::vector<BinaryPart> parts;     // in the order of the archive
};

}  // namespace unsoap::facts
