// Atoms: what a node of the value graph (flow.h) may hold, and what its nodes and edges stand for.
//
// What it is: plain values; who makes them and what they mean where is flow's. What it is not: a
// graph. Ids are indices into tables that the flow owns.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/link/program.h"
#include "scanner/link/toolkit_index.h"

namespace unsoap::link {

using NodeId = uint32_t;
using AtomId = uint32_t;
using StringId = uint32_t;

/// Stands in a string for a piece that is not constant.
inline constexpr char kHole = '\x01';

enum class AtomKind : uint8_t {
  kString,        // a: StringId; may hold kHole
  kEnumMember,    // a: StringId of the member's name, b: StringId of the type's simple name
  kExternalType,  // a: StringId: an instance of a type outside the program
  kInstance,      // a, b: ClassRef: an instance of a class of the program
  kClass,         // a, b: ClassRef: the class itself
  kExternalName,  // a: StringId: a class or module outside the program, as a value
  kModule,        // a: FileId
  kFunction,      // a, b: FnRef
  kObject,        // a: ObjectId: what one construction, map or list gave
  kClient,        // a: index into clients()
  kParam,         // a, b: FnRef, c: index; d, e: StringIds put before and after it (0: none)
  kMethod,        // a, b: ExprRef that takes a method of a client without calling it
  kResolver,      // a, b: ExprRef of the promise whose value it is called with
};

struct Atom {
  AtomKind kind;
  uint32_t a = 0, b = 0, c = 0, d = 0, e = 0;
  friend bool operator==(const Atom&, const Atom&) = default;
};

/// A place where a client of a SOAP toolkit comes into being.
struct ClientSite {
  ExprRef at;    // the construction or call; expr == kNone for a class that is a client itself
  ClassRef cls;  // that class
  const ClientForm* form = nullptr;
};

/// A map, list or constructed object, with the nodes of its fields.
struct Object {
  ExprRef at;
  std::string_view type;  // as written for constructions; empty for maps and lists
  std::map<std::string, NodeId, std::less<>>
      fields;                     // "[]" holds items and values under unknown keys
  std::vector<NodeId> arguments;  // of a construction, by place; kNone where one has a name
  bool empty() const { return fields.empty() && arguments.empty(); }
  /// Arguments by place, then fields by name; at most `most` of them.
  std::vector<NodeId> Members(size_t most) const;
};

inline constexpr size_t kMaxAtoms = 24;  // values that a node keeps

/// How values go along an edge, for questions about one call (question.h). `by` is a node: the call
/// that enters a function or comes back from it, the object that is written or read.
enum class WayKind : uint8_t { kSame, kEnter, kLeave, kStore, kLoad };
struct Way {
  WayKind kind = WayKind::kSame;
  NodeId by = facts::kNone;
};

/// What a node stands for that is no expression.
struct Slot {
  enum class Kind : uint8_t {
    kLocal,   // a variable, parameter, result, or a step between
    kShared,  // a variable of a file, a setting: no frame of a call holds it
    kField,   // a, b: ClassRef
    kMember,  // a: object
  } kind = Kind::kLocal;
  uint32_t a = 0, b = 0;
};

/// A copy of a node's values that costs no allocation: what rules walk over while they add.
class AtomList {
 public:
  AtomList(const std::vector<AtomId>& atoms)  // NOLINT: a set is meant where a list is asked for
      : size_(atoms.size()) {
    std::copy(atoms.begin(), atoms.end(), atoms_.begin());
  }
  const AtomId* begin() const { return atoms_.data(); }
  const AtomId* end() const { return atoms_.data() + size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::array<AtomId, kMaxAtoms> atoms_;  // as many as a node keeps
  size_t size_;
};

}  // namespace unsoap::link
