#include "scanner/rules/evaluate.h"

#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/map_members.h"

namespace unsoap::rules {
namespace {

bool ValueMatches(std::string_view pattern, std::string_view value) {
  // "ns1:StaticListSelector", "App\\LeadKeySelector": what counts stands last.
  for (char mark : {':', '\\'}) {
    const size_t at = value.rfind(mark);
    if (at != std::string_view::npos) value.remove_prefix(at + 1);
  }
  if (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    return value.size() >= pattern.size() &&
           EqualsIgnoreCase(value.substr(0, pattern.size()), pattern);
  }
  // Generators write NEW_LEAD for NewLead.
  return EqualsIgnoreCase(value, pattern) ||
         (!PathKey(pattern).empty() && PathKey(value) == PathKey(pattern));
}

bool MatchesAny(const Condition& condition, std::string_view value) {
  return std::ranges::any_of(condition.values,
                             [&](const std::string& v) { return ValueMatches(v, value); });
}

// What stands around `first` may be left out, as what only wraps the request, where the path begins
// with that name or nothing else has it: activityNameFilter.stringItem is no item of another list.
bool MaySkip(const std::vector<RequestPath>& paths, const RequestPath& path,
             std::string_view first) {
  const std::string key = PathKey(first);
  if (PathKey(path.segments.front()) == key) return true;
  return std::ranges::count_if(paths, [&](const RequestPath& other) {
           return PathKey(other.segments.back()) == key;
         }) == 1;
}

// An empty text is how code says that it gives nothing.
template <class T>
bool IsEmpty(const T& value) {
  return value.complete && value.values.size() == 1 && value.values.front().empty();
}

}  // namespace

std::string CanonicalPath(const std::vector<RequestPath>& paths, std::string_view written) {
  std::vector<std::string_view> segments = Split(written, '.');
  // "paramsGetLead.leadKey.keyType": wrappers before the first known name are dropped.
  for (size_t skip = 0; skip < segments.size(); ++skip) {
    const std::string_view tail =
        written.substr(static_cast<size_t>(segments[skip].data() - written.data()));
    const RequestPath* path = ResolvePath(paths, tail);
    if (path == nullptr || (skip > 0 && !MaySkip(paths, *path, segments[skip]))) continue;
    std::string out;
    for (const std::string& segment : path->segments) out += "." + PathKey(segment);
    return out;
  }
  std::string out;
  for (const std::string& key : PathKeys(written)) out += "." + key;
  return out;
}

Evaluator::Evaluator(const Pack& pack, const Operation& operation, const KnownCall& call)
    : pack_(pack), operation_(operation), call_(call), paths_(RequestPaths(pack, operation)) {
  AddPairsOfMaps(pack, paths_, &call_.arguments);
  std::erase_if(call_.arguments, [&](const KnownArgument& argument) {
    return IsEmpty(argument) && !IsPairValue(argument.path);
  });
  for (KnownArgument& argument : call_.arguments) {
    if (!IsPairValue(argument.path))
      std::erase_if(argument.items, [](const KnownItem& item) { return IsEmpty(item); });
    keys_.push_back(CanonicalPath(paths_, argument.path));
    for (KnownItem& item : argument.items) {
      for (auto& [path, number] : item.around) path = CanonicalPath(paths_, path);
    }
  }
}

// Of names and values a name with an empty value is passed all the same: it clears the field.
bool Evaluator::IsPairValue(std::string_view path) const {
  const size_t value = path.rfind('.');
  const size_t item = value == std::string_view::npos ? value : path.rfind('.', value - 1);
  if (item == std::string_view::npos) return false;
  const RequestPath* const list = Schema(path.substr(0, item));
  const RequestType* const type = list == nullptr ? nullptr : pack_.FindType(list->type);
  if (type == nullptr || type->fields.size() != 1) return false;
  const RequestType* const pair = pack_.FindType(type->fields[0].type);
  return pair != nullptr && pair->fields.size() > 1 &&
         PathKey(pair->fields.back().name) == PathKey(path.substr(value + 1));
}

Evaluation Evaluator::Evaluate(const Condition& condition) const {
  using Test = Condition::Test;
  if (condition.test == Test::kAlways) return {Truth::kYes, "", ""};
  if (condition.test == Test::kHuman) return {Truth::kMaybe, condition.text};
  Evaluation best{Truth::kNo, condition.text};
  const std::vector<std::string_view> names = Split(condition.parameter, '|');
  // What is not given under one name may be given under another.
  const bool somewhere = condition.or_absent && names.size() > 1 &&
                         std::ranges::any_of(names, [&](std::string_view name) {
                           return !Matching(name, true).empty();
                         });
  for (std::string_view name : names) {
    if (somewhere && Matching(name, true).empty()) continue;
    const Evaluation one = EvaluateFor(condition, name);
    // For an absent argument every name must be missing; otherwise one is enough.
    if (condition.test == Test::kAbsent) {
      if (one.truth == Truth::kNo) return one;
      best = one;
    } else if (one.truth > best.truth) {
      best = one;
    }
  }
  return best;
}

std::string Evaluator::Seen(const Condition& condition) const {
  if (condition.test == Condition::Test::kHuman) return "code does not show it";
  std::vector<std::string> out;
  for (const std::string_view name : Split(condition.parameter, '|')) {
    std::vector<std::string> values;
    const std::vector<const KnownArgument*> found = Matching(name, true);
    for (const KnownArgument* argument : found)
      values.insert(values.end(), argument->values.begin(), argument->values.end());
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    const bool asks_value = condition.test == Condition::Test::kEquals ||
                            condition.test == Condition::Test::kNot ||
                            condition.test == Condition::Test::kUnknown;
    std::string seen(name);
    if (found.empty()) {
      seen += call_.all_seen && !MayHold(name) ? " is not given" : " was not seen";
    } else if (!asks_value) {
      seen += " is given";
    } else if (values.empty()) {
      seen += " is not constant";
    } else {
      seen += " is " + Join(values, " or ");
    }
    out.push_back(std::move(seen));
  }
  return Join(out, ", ");
}

const RequestPath* Evaluator::Schema(std::string_view name) const {
  return ResolvePath(paths_, name);
}

bool Evaluator::IsOfList(std::string_view name) const {
  for (size_t end = name.find('.');; end = name.find('.', end + 1)) {
    const RequestPath* schema = Schema(name.substr(0, end));
    const RequestType* type = schema == nullptr ? nullptr : pack_.FindType(schema->type);
    if (type != nullptr && type->fields.size() == 1) return true;
    if (end == std::string_view::npos) return false;
  }
}

namespace {

// The innermost object around a value at a path; null: none is known there. Code may leave out the
// element of a list: then the objects in the list are its items.
const std::pair<std::string, uint32_t>* ObjectAt(const KnownItem& item, const std::string& path) {
  const auto find = [&](const std::string& wanted) {
    return std::find_if(item.around.rbegin(), item.around.rend(),
                        [&](const auto& object) { return object.first == wanted; });
  };
  auto at = find(path);
  if (at == item.around.rend()) at = find(path.substr(0, path.rfind('.')));
  return at == item.around.rend() ? nullptr : &*at;
}

bool IsWithin(const KnownItem& item, const Evaluator::Scope& scope) {
  return std::ranges::all_of(scope, [&](const auto& object) {
    const auto* around = ObjectAt(item, object.first);
    return around == nullptr || around->second == object.second;
  });
}

}  // namespace

std::vector<KnownItem> Evaluator::Items(std::string_view name, const Scope& scope) const {
  std::vector<const KnownArgument*> found = Matching(name, false);
  // A list's values are its items'.
  const RequestPath* schema = Schema(name);
  const RequestType* type = schema == nullptr ? nullptr : pack_.FindType(schema->type);
  if (type != nullptr && type->fields.size() == 1) {
    std::vector<const KnownArgument*> inner = Matching(name, true);
    std::erase_if(
        inner, [&](const KnownArgument* a) { return std::ranges::find(found, a) != found.end(); });
    if (!inner.empty()) found = inner;
  }
  std::vector<KnownItem> out;
  for (const KnownArgument* argument : found) {
    if (argument->items.empty()) {
      out.push_back({argument->values, argument->complete, argument->source, {}});
      continue;
    }
    for (const KnownItem& item : argument->items) {
      if (IsWithin(item, scope)) out.push_back(item);
    }
  }
  // A list that is written as a whole is no item of itself.
  const std::string path = CanonicalPath(paths_, name);
  const auto is_inside = [&](const KnownItem& item) {
    return std::ranges::any_of(item.around,
                               [&](const auto& object) { return object.first == path; });
  };
  if (std::ranges::any_of(out, is_inside)) {
    std::erase_if(out,
                  [&](const KnownItem& item) { return item.values.empty() && !is_inside(item); });
  }
  return out;
}

std::vector<KnownItem> Evaluator::Whole(std::string_view name, const Scope& scope) const {
  std::vector<KnownItem> out;
  for (const KnownArgument* argument : Matching(name, false)) {
    if (argument->items.empty())
      out.push_back({argument->values, argument->complete, argument->source, {}});
    for (const KnownItem& item : argument->items) {
      if (IsWithin(item, scope)) out.push_back(item);
    }
  }
  return out;
}

bool Evaluator::IsHidden(std::string_view name) const {
  return Matching(name, true).empty() && (!call_.all_seen || MayHold(name));
}

std::vector<Evaluator::Scope> Evaluator::Objects(std::string_view name, const Scope& scope) const {
  const std::string path = CanonicalPath(paths_, name);
  std::vector<Scope> out;
  for (size_t i = 0; i < call_.arguments.size(); ++i) {
    if (!keys_[i].starts_with(path + ".")) continue;
    for (const KnownItem& item : call_.arguments[i].items) {
      const auto* object = ObjectAt(item, path);
      if (object == nullptr || !IsWithin(item, scope)) continue;
      Scope inner = scope;
      inner.push_back(*object);
      if (std::ranges::find(out, inner) == out.end()) out.push_back(std::move(inner));
    }
  }
  return out;
}

// The arguments that `name` means, and those inside them.
std::vector<const KnownArgument*> Evaluator::Matching(std::string_view name,
                                                      bool with_members) const {
  const std::vector<std::string> segments = PathKeys(name);
  const std::string key = CanonicalPath(paths_, name);
  std::vector<const KnownArgument*> out;
  for (size_t i = 0; i < keys_.size(); ++i) {
    const bool same = keys_[i] == key || (segments.size() == 1 && IsLeafOnly(name) &&
                                          keys_[i].ends_with(key.substr(key.rfind('.'))));
    const bool inside = with_members && keys_[i].size() > key.size() && keys_[i].starts_with(key) &&
                        keys_[i][key.size()] == '.';
    if (same || inside) out.push_back(&call_.arguments[i]);
  }
  return out;
}
// A single name that is no parameter of the operation itself means that member wherever it
// stands.
bool Evaluator::IsLeafOnly(std::string_view name) const {
  const RequestPath* path = ResolvePath(paths_, name);
  return path == nullptr || path->segments.size() > 1;
}
// True if an argument around `name` is passed of which nothing is seen: the member may be in it.
bool Evaluator::MayHold(std::string_view name) const {
  const std::string key = CanonicalPath(paths_, name);
  return std::ranges::any_of(keys_, [&](const std::string& around) {
    if (key.size() <= around.size() || !key.starts_with(around) || key[around.size()] != '.')
      return false;
    return std::ranges::none_of(keys_, [&](const std::string& inner) {
      return inner.size() > around.size() && inner.starts_with(around) &&
             inner[around.size()] == '.';
    });
  });
}

// A condition on the kind of an object holds when a member that only this kind has is passed.
bool Evaluator::HasMemberOf(const Condition& condition, std::string_view name) const {
  const std::string key = CanonicalPath(paths_, name);
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (!keys_[i].starts_with(key + ".")) continue;
    const RequestPath* path = ResolvePath(paths_, keys_[i].substr(1));
    if (path != nullptr &&
        std::ranges::find(condition.values, path->owner) != condition.values.end())
      return true;
  }
  return false;
}
bool Evaluator::IsKindOfObject(const Condition& condition) const {
  return !condition.values.empty() &&
         std::ranges::all_of(condition.values, [&](const std::string& v) {
           const RequestType* type = pack_.FindType(v);
           return type != nullptr && !type->base.empty();
         });
}

// Headers stand outside the request: what was not seen of them is not there.
bool Evaluator::IsHeader(std::string_view name) const {
  const RequestPath* schema = Schema(name);
  return schema != nullptr && schema->segments.size() > 1 &&
         std::ranges::find(operation_.soap_headers, schema->segments.front()) !=
             operation_.soap_headers.end();
}

Evaluation Evaluator::EvaluateFor(const Condition& condition, std::string_view name) const {
  using Test = Condition::Test;
  const std::string label(name);
  const bool hidden = !IsHeader(name) && (!call_.all_seen || MayHold(name));
  const Truth missing = hidden ? Truth::kMaybe : Truth::kNo;
  const std::vector<const KnownArgument*> found = Matching(name, true);
  switch (condition.test) {
    case Test::kPresent:
      return found.empty() ? Evaluation{missing, condition.text}
                           : Evaluation{Truth::kYes, label + " is given"};
    case Test::kAbsent:
      if (!found.empty()) return {Truth::kNo, condition.text};
      return {hidden ? Truth::kMaybe : Truth::kYes, label + " is not given"};
    case Test::kSeveral:
    case Test::kSingle: {
      const size_t count = Items(name, {}).size();
      if (count == 0) return {missing, condition.text};
      const bool holds = (count > 1) == (condition.test == Test::kSeveral);
      return {holds ? Truth::kYes : Truth::kNo,
              count > 1 ? label + " has several values" : label + " has one value"};
    }
    case Test::kUnknown:
      if (found.empty()) return {missing, condition.text};
      for (const KnownArgument* argument : found) {
        if (argument->values.empty()) return {Truth::kYes, label + " is not known at scan time"};
      }
      return {Truth::kNo, condition.text};
    default:
      break;
  }
  if (IsKindOfObject(condition) && HasMemberOf(condition, name)) {
    return {Truth::kYes, label + " is " + condition.values.front()};
  }
  std::vector<const KnownArgument*> exact = Matching(name, false);
  // What is known of a list are its items, of an object its members.
  const bool has_values = std::ranges::any_of(exact, [&](const KnownArgument* a) {
    return std::ranges::any_of(
        a->values, [&](const std::string& v) { return !IsTypeName(condition, label, v); });
  });
  if (!has_values && found.size() > exact.size() && !IsKindOfObject(condition)) {
    exact = found;
    std::erase_if(exact, [&](const KnownArgument* a) {
      return std::ranges::all_of(
          a->values, [&](const std::string& v) { return IsTypeName(condition, label, v); });
    });
  }
  if (exact.empty()) exact = found;
  if (exact.empty()) {
    if (condition.or_absent && !hidden) return {Truth::kYes, label + " is not given"};
    return {missing, condition.text};
  }
  std::vector<KnownItem> items;
  for (const KnownArgument* argument : exact)
    items.insert(items.end(), argument->items.begin(), argument->items.end());
  std::erase_if(items, [&](const KnownItem& item) {
    return !item.values.empty() && std::ranges::all_of(item.values, [&](const std::string& v) {
      return IsTypeName(condition, label, v);
    });
  });
  if (items.size() > 1) return EvaluateList(condition, label, items);
  return EvaluateValues(condition, label, exact);
}

// A container's type says nothing about the values in it.
bool Evaluator::IsTypeName(const Condition& condition, const std::string& name,
                           const std::string& value) const {
  const RequestPath* schema = Schema(name);
  return !IsKindOfObject(condition) && pack_.FindType(value) != nullptr && schema != nullptr &&
         pack_.FindType(schema->type) != nullptr;
}

// Items are passed together: one of them is enough, or every one must fit.
Evaluation Evaluator::EvaluateList(const Condition& condition, const std::string& label,
                                   const std::vector<KnownItem>& items) const {
  const bool want = condition.test == Condition::Test::kEquals;
  size_t sure = 0, possible = 0;
  std::vector<std::string> fitting;
  for (const KnownItem& item : items) {
    bool all = !item.values.empty() && item.complete, some = item.values.empty() || !item.complete;
    for (const std::string& value : item.values) {
      const bool fits = MatchesAny(condition, value) == want;
      all = all && fits;
      some = some || fits;
      if (fits) fitting.push_back(value);
    }
    sure += all ? 1 : 0;
    possible += some ? 1 : 0;
  }
  std::ranges::sort(fitting);
  fitting.erase(std::unique(fitting.begin(), fitting.end()), fitting.end());
  const size_t needed = condition.every ? items.size() : 1;
  if (sure >= needed) return {Truth::kYes, label + " is " + Join(fitting, " and "), ""};
  return {possible >= needed ? Truth::kMaybe : Truth::kNo, condition.text};
}

Evaluation Evaluator::EvaluateValues(const Condition& condition, const std::string& label,
                                     const std::vector<const KnownArgument*>& arguments) const {
  const bool want = condition.test == Condition::Test::kEquals;
  std::vector<std::string> fitting;
  size_t known = 0;
  bool open = false;
  for (const KnownArgument* argument : arguments) {
    open = open || argument->values.empty() || !argument->complete;
    for (const std::string& value : argument->values) {
      if (IsTypeName(condition, label, value)) continue;
      ++known;
      if (MatchesAny(condition, value) == want) fitting.push_back(value);
    }
  }
  if (fitting.empty()) return {open ? Truth::kMaybe : Truth::kNo, condition.text};
  std::ranges::sort(fitting);
  fitting.erase(std::unique(fitting.begin(), fitting.end()), fitting.end());
  const bool sure = !open && (fitting.size() == known || known == 1);
  const std::string values = Join(fitting, " or ");
  return {sure ? Truth::kYes : Truth::kMay,
          fmt::format("{} {} {}", label, sure ? "is" : "may be", values), label + " is " + values};
}

}  // namespace unsoap::rules
