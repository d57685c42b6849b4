#include "scanner/rules/pack.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap {

const Operation* Pack::FindOperation(std::string_view name) const {
  const auto at = std::ranges::lower_bound(operations, name, {}, &Operation::name);
  if (at != operations.end() && at->name == name) return &*at;
  for (const Operation& operation : operations) {
    if (std::ranges::find(operation.aliases, name) != operation.aliases.end()) return &operation;
  }
  return nullptr;
}

const RestEndpoint* Pack::FindEndpoint(std::string_view id) const {
  const auto at = std::ranges::lower_bound(endpoints, id, {}, &RestEndpoint::id);
  return at != endpoints.end() && at->id == id ? &*at : nullptr;
}

std::string ExpandTemplate(std::string_view pattern, std::string_view operation) {
  std::string out;
  for (size_t i = 0; i < pattern.size();) {
    if (pattern.substr(i).starts_with("{Op}")) {
      out += UpperFirst(operation), i += 4;
    } else if (pattern.substr(i).starts_with("{op}")) {
      out += operation, i += 4;
    } else if (pattern.substr(i).starts_with("{op_snake}")) {
      out += SnakeCase(operation), i += 10;
    } else {
      out += pattern[i++];
    }
  }
  return out;
}

}  // namespace unsoap
