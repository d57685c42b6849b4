#include "scanner/rules/pack.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::rules {

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

template <class T>
static const T* FindByName(const std::vector<T>& items, std::string_view name,
                           std::string T::*member) {
  const auto at = std::ranges::find(items, name, member);
  return at == items.end() ? nullptr : &*at;
}

const EnumType* Pack::FindEnum(std::string_view name) const {
  return FindByName(enums, name, &EnumType::name);
}

const RequestType* Pack::FindType(std::string_view name) const {
  return FindByName(types, name, &RequestType::name);
}

const FlaggedParameter* Pack::FindParameter(std::string_view id) const {
  return FindByName(parameters, id, &FlaggedParameter::id);
}

bool NamesWeakly(const Pack& pack, std::string_view text) {
  return std::ranges::any_of(pack.surface.weak_anchors, [&](const std::string& anchor) {
    return ContainsIgnoreCase(text, anchor);
  });
}

bool IsNamedAfter(const Pack& pack, std::string_view path) {
  // A member of an archive stands behind a '!'.
  return NamesWeakly(pack, path.substr(path.find_last_of("/!") + 1));
}

std::vector<std::string> Mapping::Endpoints() const {
  std::vector<std::string> out;
  for (const RequestStep& step : steps) {
    if (std::ranges::find(out, step.endpoint) == out.end()) out.push_back(step.endpoint);
  }
  return out;
}

const RestMember* FindMember(const std::vector<RestMember>& members, std::string_view name) {
  const auto at = std::ranges::find(members, name, &RestMember::name);
  return at == members.end() ? nullptr : &*at;
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

}  // namespace unsoap::rules
