// Members of maps as the pairs of the schema's lists.
#include "scanner/rules/map_members.h"

#include <algorithm>
#include <set>
#include <string>

#include "scanner/base/text.h"

namespace unsoap::rules {
namespace {

// Numbers of the objects that pairs would be; those that are read in code count from 1.
constexpr uint32_t kFirstPair = 1U << 30;

// The last dot of a path that is no part of a name in braces: tokens.{{my.note}}.
size_t LastDot(const std::string& path) {
  const size_t open = path.ends_with("}}") ? path.rfind("{{") : std::string::npos;
  return open == std::string::npos || open == 0 ? path.rfind('.') : path.rfind('.', open - 1);
}

std::string Written(const RequestPath& path) {
  std::string out;
  for (const std::string& segment : path.segments) out += (out.empty() ? "" : ".") + segment;
  return out;
}

// True if another argument stands inside the one at `path`: then it is an object, no value.
bool HasMembers(const std::vector<KnownArgument>& arguments, const std::string& path) {
  return std::ranges::any_of(arguments, [&](const KnownArgument& argument) {
    return argument.path.size() > path.size() && argument.path.starts_with(path) &&
           argument.path[path.size()] == '.';
  });
}

// The list that a value with an unknown name stands in: in the list itself, or in its item.
const RequestPath* ListAround(const Pack& pack, const std::vector<RequestPath>& paths,
                              const std::string& outer) {
  const RequestPath* around = ResolvePath(paths, outer);
  if (around == nullptr) return nullptr;
  if (PairOf(pack, pack.FindType(around->type)) != nullptr) return around;
  const RequestPath* list = ResolvePath(paths, outer.substr(0, outer.rfind('.')));
  const RequestType* type = list == nullptr ? nullptr : pack.FindType(list->type);
  const bool is_item = list != nullptr && list != around && PairOf(pack, type) != nullptr &&
                       type->fields[0].type == around->type;
  return is_item ? list : nullptr;
}

}  // namespace

const RequestType* PairOf(const Pack& pack, const RequestType* list) {
  if (list == nullptr || list->fields.size() != 1) return nullptr;
  const RequestType* pair = pack.FindType(list->fields[0].type);
  if (pair == nullptr || pair->fields.size() < 2) return nullptr;
  const bool plain = std::ranges::all_of(
      pair->fields, [](const TypeField& field) { return field.type.starts_with("xs:"); });
  return plain ? pair : nullptr;
}

void AddPairsOfMaps(const Pack& pack, const std::vector<RequestPath>& paths,
                    std::vector<KnownArgument>* arguments) {
  std::vector<KnownArgument> pairs;
  std::set<std::string> read;
  uint32_t number = kFirstPair;
  for (const KnownArgument& argument : *arguments) {
    const size_t dot = LastDot(argument.path);
    if (dot == std::string::npos || HasMembers(*arguments, argument.path)) continue;
    const std::string key = argument.path.substr(dot + 1);
    if (PathKey(key).empty() || ResolvePath(paths, argument.path) != nullptr) continue;
    const RequestPath* list = ListAround(pack, paths, argument.path.substr(0, dot));
    if (list == nullptr) continue;
    const RequestType* type = pack.FindType(list->type);
    const RequestType* pair = PairOf(pack, type);
    const std::string item = Written(*list) + "." + type->fields[0].name;
    KnownArgument name{item + "." + pair->fields.front().name, {key}, true, "", {}};
    KnownArgument value{item + "." + pair->fields.back().name, argument.values, argument.complete,
                        argument.source, argument.items};
    if (value.items.empty())
      value.items.push_back({argument.values, argument.complete, argument.source, {}});
    for (KnownItem& one : value.items) {
      // The map stands for the list; each of its entries is an item.
      std::erase_if(one.around, [&](const auto& object) {
        return object.first.size() == dot && argument.path.starts_with(object.first);
      });
      one.around.emplace_back(item, ++number);
      name.items.push_back({{key}, true, "", one.around});
    }
    pairs.push_back(std::move(name));
    pairs.push_back(std::move(value));
    read.insert(argument.path);
  }
  std::erase_if(*arguments,
                [&](const KnownArgument& argument) { return read.contains(argument.path); });
  std::ranges::move(pairs, std::back_inserter(*arguments));
}

}  // namespace unsoap::rules
