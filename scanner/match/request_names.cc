#include "scanner/match/request_names.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/match/request_of_call.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/map_members.h"

namespace unsoap::match {
namespace {

/// The element of a list whose getter has its plural: getAttributes(), getLeadKeies().
std::string Singular(const std::string& name) {
  if (name.size() > 4 && name.ends_with("ies")) return name.substr(0, name.size() - 3) + "y";
  return name.size() > 3 && name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
}

}  // namespace

RequestNames::RequestNames(const rules::Pack& pack,
                           const std::vector<const rules::Operation*>& operations)
    : pack_(pack), operations_(operations) {
  for (const rules::Operation* op : operations) {
    wrappers_.insert(Normal(op->request_element));
    wrappers_.insert(Normal(op->name));
    for (const rules::OperationParameter& p : op->parameters) names_[Normal(p.name)] = p.name;
  }
  for (const rules::RequestType& type : pack.types) {
    for (const rules::TypeField& field : type.fields) {
      names_.emplace(Normal(field.name), field.name);
      AddList(field.name, field.type, true);
    }
  }
  for (const rules::Operation* op : operations) {
    for (const rules::OperationParameter& p : op->parameters) AddList(p.name, p.type, false);
  }
}

void RequestNames::AddList(const std::string& name, const std::string& type, bool of_pairs) {
  const rules::RequestType* list = pack_.FindType(type);
  if (list == nullptr || list->fields.size() != 1) return;
  // Both the list's name and that of an item.
  const bool is_plain = pack_.FindType(list->fields[0].type) == nullptr;
  if (!is_plain && (!of_pairs || rules::PairOf(pack_, list) == nullptr)) return;
  if (!is_plain) pair_values_.insert(rules::PairOf(pack_, list)->fields.back().name);
  std::set<std::string_view>& names = is_plain ? text_lists_ : pair_lists_;
  names.insert(name);
  names.insert(list->fields[0].name);
}

const std::string& RequestNames::Known(std::string_view name) const {
  static const std::string none;
  const auto known = names_.find(Normal(name));
  return known == names_.end() ? none : known->second;
}

const RequestNames& RequestNamesIndex::Of(const rules::Pack& pack,
                                          const std::vector<const rules::Operation*>& operations) {
  return made_.try_emplace({&pack, operations}, pack, operations).first->second;
}

bool RequestNames::IsParameter(std::string_view path) const {
  return std::ranges::any_of(operations_, [&](const rules::Operation* op) {
    return std::ranges::any_of(op->parameters,
                               [&](const rules::OperationParameter& p) { return p.name == path; });
  });
}

bool RequestNames::IsObject(std::string_view name) const {
  const auto is_it = [&](const auto& member) {
    return member.name == name && pack_.FindType(member.type) != nullptr;
  };
  return std::ranges::any_of(operations_,
                             [&](const rules::Operation* op) {
                               return std::ranges::any_of(op->parameters, is_it);
                             }) ||
         std::ranges::any_of(pack_.types, [&](const rules::RequestType& type) {
           return std::ranges::any_of(type.fields, is_it);
         });
}

bool RequestNames::IsWrapping(std::string_view name) const {
  return IsAmong(Normal(name), rules::BuiltinWords().request_names);
}

std::string RequestNames::Join(const std::string& path, std::string_view name) const {
  const std::string normal = Normal(name);
  if (name == "[]" || wrappers_.contains(normal)) {
    // `listOperation` is an operation and a parameter of it; a scalar under its own name is the
    // parameter.
    if (name == "[]" || !path.empty() || !names_.contains(normal)) return path;
  }
  if (IsWrapping(name) && path.empty() && !names_.contains(normal)) return path;
  auto known = names_.find(normal);
  if (known == names_.end()) known = names_.find(Singular(normal));
  const std::string shown = known == names_.end() ? std::string(name) : known->second;
  return path.empty() ? shown : path + "." + shown;
}

}  // namespace unsoap::match
