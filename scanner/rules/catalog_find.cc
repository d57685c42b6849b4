#include "scanner/rules/catalog_find.h"

#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/paths.h"

namespace unsoap::rules {
namespace {

bool Same(std::string_view a, std::string_view b) { return PathKey(a) == PathKey(b); }

// By what a manifest writes, or by its title.
bool FindPackage(const Pack& pack, const std::string& name, Found* found) {
  for (const Package& package : pack.packages) {
    const bool named = std::ranges::any_of(
        package.names, [&](const std::string& n) { return EqualsIgnoreCase(n, name); });
    if (!named && !EqualsIgnoreCase(package.title, name)) continue;
    found->package = &package;
    found->kind = Found::Kind::kPackage;
    return true;
  }
  return false;
}

bool FindField(const Pack& pack, const std::string& name, Found* found) {
  for (const FieldMap& field : pack.fields) {
    const bool named = (!field.soap.empty() && Same(field.soap, name)) ||
                       (!field.rest.empty() && Same(field.rest, name));
    if (named || name == "fields") found->fields.push_back(&field);
  }
  found->kind = Found::Kind::kField;
  return !found->fields.empty();
}

// "20103", or one of several codes: "611, 500, 502", "1076-1080".
bool HasCode(const std::string& codes, const std::string& code) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (size_t i = 0; i < codes.size();) {
    size_t end = i;
    while (end < codes.size() && is_digit(codes[end])) ++end;
    const std::string one = codes.substr(i, end - i);
    if (one == code) return true;
    if (!one.empty() && end + 1 < codes.size() && codes[end] == '-' && is_digit(codes[end + 1]) &&
        one.size() == code.size() && one < code && code <= codes.substr(end + 1, code.size()))
      return true;
    i = end + 1;
  }
  return false;
}

bool FindError(const Pack& pack, const std::string& name, Found* found) {
  const bool is_code = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  for (const ErrorCode& error : pack.errors) {
    const bool named = is_code && (error.soap == name || HasCode(error.rest, name));
    if (named || name == "errors") found->errors.push_back(&error);
  }
  found->kind = Found::Kind::kError;
  if (!found->errors.empty()) return true;
  found->kind = Found::Kind::kQuotas;
  return name == "quotas" && !pack.quotas.empty();
}

// The type of a header is named like its element, with or without "Info".
bool FindHeader(const Pack& pack, const std::string& name, Found* found) {
  found->type = pack.FindType(name + "Info");
  found->kind = Found::Kind::kType;
  return found->type != nullptr;
}

bool FindIn(const Pack& pack, const std::string& name, Found* found) {
  found->pack = &pack;
  for (const Operation& operation : pack.operations) {
    const bool alias = std::ranges::find(operation.aliases, name) != operation.aliases.end();
    if (!Same(operation.name, name) && !Same(operation.request_element, name) && !alias) continue;
    found->kind = Found::Kind::kOperation;
    found->operation = &operation;
    return true;
  }
  for (const FlaggedParameter& parameter : pack.parameters) {
    if (parameter.id == name) found->parameters = {&parameter};
  }
  if (found->parameters.empty()) {
    for (const FlaggedParameter& parameter : pack.parameters) {
      const bool named =
          std::ranges::any_of(parameter.names, [&](const std::string& n) { return Same(n, name); });
      const bool valued = parameter.standalone &&
                          std::ranges::find(parameter.values, name) != parameter.values.end();
      if (named || valued || Same(parameter.id, name)) found->parameters.push_back(&parameter);
    }
  }
  if (!found->parameters.empty()) {
    found->kind = Found::Kind::kParameter;
    return true;
  }
  auto look = [&](const auto& items, auto id, auto** out, Found::Kind kind) {
    for (const auto& item : items) {
      if (!EqualsIgnoreCase(item.*id, name)) continue;
      *out = &item;
      found->kind = kind;
      return true;
    }
    return false;
  };
  for (const Operation& operation : pack.operations) {
    found->operation = &operation;
    if (look(operation.mappings, &Mapping::id, &found->mapping, Found::Kind::kMapping)) return true;
  }
  found->operation = nullptr;
  return look(pack.endpoints, &RestEndpoint::id, &found->endpoint, Found::Kind::kEndpoint) ||
         look(pack.endpoints, &RestEndpoint::title, &found->endpoint, Found::Kind::kEndpoint) ||
         look(pack.packages, &Package::id, &found->package, Found::Kind::kPackage) ||
         FindPackage(pack, name, found) ||
         look(pack.toolkits, &Toolkit::id, &found->toolkit, Found::Kind::kToolkit) ||
         look(pack.errata, &Erratum::id, &found->erratum, Found::Kind::kErratum) ||
         look(pack.second_hop, &SecondHop::id, &found->second_hop, Found::Kind::kSecondHop) ||
         look(pack.enums, &EnumType::name, &found->enumeration, Found::Kind::kEnum) ||
         FindField(pack, name, found) || FindError(pack, name, found) ||
         look(pack.types, &RequestType::name, &found->type, Found::Kind::kType) ||
         FindHeader(pack, name, found) ||
         look(pack.migration, &MigrationTopic::id, &found->topic, Found::Kind::kTopic);
}

std::vector<std::string> AllNames(const Packs& packs) {
  std::vector<std::string> names;
  for (const Pack* pack : packs) {
    for (const Operation& o : pack->operations) names.push_back(o.name);
    for (const FlaggedParameter& p : pack->parameters) {
      names.push_back(p.id);
      names.insert(names.end(), p.names.begin(), p.names.end());
      if (p.standalone) names.insert(names.end(), p.values.begin(), p.values.end());
    }
    for (const RestEndpoint& e : pack->endpoints) names.push_back(e.id);
    for (const Package& p : pack->packages) {
      names.push_back(p.id);
      names.insert(names.end(), p.names.begin(), p.names.end());
    }
    for (const Toolkit& t : pack->toolkits) names.push_back(t.id);
    for (const Erratum& e : pack->errata) names.push_back(e.id);
    for (const SecondHop& s : pack->second_hop) names.push_back(s.id);
    for (const EnumType& e : pack->enums) names.push_back(e.name);
    for (const FieldMap& f : pack->fields) {
      for (const std::string* name : {&f.soap, &f.rest}) {
        if (!name->empty()) names.push_back(*name);
      }
    }
    for (const RequestType& t : pack->types) names.push_back(t.name);
    for (const MigrationTopic& t : pack->migration) names.push_back(t.id);
    names.insert(names.end(), {"fields", "errors", "quotas"});
  }
  return names;
}

}  // namespace

const char* KindName(Found::Kind kind) {
  switch (kind) {
    case Found::Kind::kOperation:
      return "operation";
    case Found::Kind::kParameter:
      return "parameter";
    case Found::Kind::kEndpoint:
      return "endpoint";
    case Found::Kind::kMapping:
      return "mapping";
    case Found::Kind::kPackage:
      return "package";
    case Found::Kind::kToolkit:
      return "toolkit";
    case Found::Kind::kErratum:
      return "erratum";
    case Found::Kind::kSecondHop:
      return "second-hop";
    case Found::Kind::kEnum:
      return "enumeration";
    case Found::Kind::kField:
      return "field";
    case Found::Kind::kError:
      return "error";
    case Found::Kind::kQuotas:
      return "quotas";
    case Found::Kind::kType:
      return "type";
    case Found::Kind::kTopic:
      return "topic";
  }
  return "";
}

Result<Found> FindRule(const Packs& packs, const std::string& name) {
  for (const Pack* pack : packs) {
    std::string local = name;
    if (local.starts_with(pack->id + "/")) local.erase(0, pack->id.size() + 1);
    if (local.starts_with("param/")) local.erase(0, 6);
    Found found;
    if (!PathKey(local).empty() && FindIn(*pack, local, &found)) return found;
  }
  const std::string near = DidYouMean(name, AllNames(packs));
  return Fail(
      fmt::format("no operation, parameter or rule is called \"{}\"", name),
      near.empty() ? "\"unsoap rules list\" shows them all" : "did you mean \"" + near + "\"?");
}

}  // namespace unsoap::rules
