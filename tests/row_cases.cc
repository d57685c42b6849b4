// Cases of the rows: conditions become arguments, with the values that they name.
#include "tests/row_cases.h"

#include <fmt/core.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/paths.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

using Test = rules::Condition::Test;

// The first thing that may be passed for a type, down to a plain value.
void FillAny(const rules::Pack& pack, RequestNode* node) {
  const rules::RequestType* type = pack.FindType(node->type);
  if (node->is_leaf || !node->members.empty()) return;
  const rules::TypeField* field = nullptr;
  if (type != nullptr && !type->fields.empty()) field = &type->fields.front();
  if (field == nullptr) {
    node->is_leaf = true;
    return;
  }
  FillAny(pack, node->Member(field->name, field->type));
}

// A key has a value beside it, as in real requests.
void FillSiblings(const rules::Pack& pack, RequestNode* node) {
  for (const auto& child : node->members) FillSiblings(pack, child.get());
  const rules::RequestType* type = pack.FindType(node->kind.empty() ? node->type : node->kind);
  if (type == nullptr) return;
  const bool keyed = std::ranges::any_of(node->members, [](const auto& m) {
    return m->name.ends_with("Type") || m->name.ends_with("Name");
  });
  for (const rules::TypeField& field : type->fields) {
    if (keyed && field.name.ends_with("Value"))
      node->Member(field.name, field.type)->is_leaf = true;
  }
}

// The arguments that a row asks for.

// A value for the condition: the `index`-th one that it names; false when there is none.
bool ValueFor(const rules::Pack& pack, const rules::Condition& condition, const std::string& type,
              size_t index, std::string* value) {
  if (condition.test == Test::kEquals) {
    if (index >= condition.values.size()) return false;
    *value = condition.values[index];
    if (value->ends_with('*')) value->back() = 'X';
    return true;
  }
  if (condition.test != Test::kNot) return index == 0;
  std::vector<std::string> others;
  if (const rules::EnumType* known = pack.FindEnum(type)) {
    for (const std::string& one : known->values) {
      if (std::ranges::find(condition.values, one) == condition.values.end()) others.push_back(one);
    }
  } else {
    others.push_back("Something Else");
  }
  if (index >= others.size()) return false;
  *value = others[index];
  return true;
}

// Puts one condition's argument into the request. `name` is one of the parameter's alternatives.
bool Put(const rules::Pack& pack, const rules::Operation& operation,
         const rules::Condition& condition, const std::string& name, size_t index,
         RequestNode* request) {
  const std::vector<rules::RequestPath> paths = rules::RequestPaths(pack, operation);
  const rules::RequestPath* path = rules::ResolvePath(paths, name);
  INFO(operation.name << " has " << name);
  REQUIRE(path != nullptr);
  RequestNode* node = request;
  std::vector<std::string> so_far;
  for (const std::string& segment : path->segments) {
    so_far.push_back(segment);
    const auto at = std::ranges::find(paths, so_far, &rules::RequestPath::segments);
    REQUIRE(at != paths.end());
    const rules::RequestType* owner = pack.FindType(at->owner);
    // A member that only one kind of object has makes the object that kind.
    if (owner != nullptr && !owner->base.empty() && node->type == owner->base)
      node->kind = owner->name;
    RequestNode* list = node;
    node = node->Member(segment, at->type);
    if (condition.test == Test::kSeveral && list->type.starts_with("ArrayOf")) node->twice = true;
  }
  const rules::RequestType* kind =
      condition.values.empty() ? nullptr : pack.FindType(condition.values.front());
  if (condition.test == Test::kEquals && kind != nullptr && !kind->base.empty()) {
    if (index > 0) return false;
    node->kind = kind->name;
    if (node->members.empty()) {
      RequestNode* member = node->Member(kind->fields.front().name, kind->fields.front().type);
      FillAny(pack, member);
    }
    return true;
  }
  if (!ValueFor(pack, condition, node->type, index, &node->value)) return false;
  if (condition.test == Test::kPresent) {
    FillAny(pack, node);
    return true;
  }
  // A list's condition is about its elements.
  while (const rules::RequestType* type = pack.FindType(node->type)) {
    if (type->fields.empty()) break;
    std::string value = std::move(node->value);
    node->value.clear();
    node = node->Member(type->fields.front().name, type->fields.front().type);
    node->value = std::move(value);
  }
  node->is_leaf = true;
  return true;
}

// The variation of a condition with or_absent that leaves its argument out.
constexpr const char* kLeftOut = "left out";

}  // namespace

RequestNode* RequestNode::Member(const std::string& member, const std::string& member_type) {
  for (const auto& child : members) {
    if (child->name == member) return child.get();
  }
  members.push_back(std::make_unique<RequestNode>());
  members.back()->name = member, members.back()->type = member_type;
  return members.back().get();
}

std::vector<RequestCase> CasesOfRows(const rules::Pack& pack) {
  std::vector<RequestCase> out;
  const auto add = [&](const rules::Operation& operation, const rules::Mapping& mapping,
                       size_t varied, const std::string& name, size_t index) {
    RequestCase one;
    one.operation = &operation, one.mapping = &mapping;
    one.title = fmt::format("{} ({} #{})", mapping.id, name, index);
    for (size_t i = 0; i < mapping.when.size(); ++i) {
      const rules::Condition& condition = mapping.when[i];
      if (condition.test == Test::kAlways || condition.test == Test::kHuman ||
          condition.test == Test::kAbsent)
        continue;
      if (i == varied && name == kLeftOut) continue;
      const std::string first = condition.parameter.substr(0, condition.parameter.find('|'));
      if (!Put(pack, operation, condition, i == varied ? name : first, i == varied ? index : 0,
               &one.request))
        return false;
    }
    FillSiblings(pack, &one.request);
    out.push_back(std::move(one));
    return true;
  };
  for (const rules::Operation& operation : pack.operations) {
    for (const rules::Mapping& mapping : operation.mappings) {
      bool varied = false;
      for (size_t i = 0; i < mapping.when.size(); ++i) {
        if (mapping.when[i].parameter.empty() || mapping.when[i].test == Test::kAbsent) continue;
        for (const std::string_view name : Split(mapping.when[i].parameter, '|')) {
          size_t index = 0;
          while (index < 20 && add(operation, mapping, i, std::string(name), index)) ++index;
          varied = varied || index > 0;
        }
      }
      for (size_t i = 0; i < mapping.when.size(); ++i) {
        if (mapping.when[i].or_absent) add(operation, mapping, i, kLeftOut, 0);
      }
      if (!varied) add(operation, mapping, mapping.when.size(), "plain", 0);
    }
  }
  for (size_t i = 0; i < out.size(); ++i) out[i].path = fmt::format("row{:03}", i);
  return out;
}

}  // namespace unsoap
