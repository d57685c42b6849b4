#include "scanner/rules/build_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "scanner/base/text.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/paths.h"
#include "scanner/rules/rest_values.h"

namespace unsoap::rules {
namespace {

using Kind = JsonTree::Kind;

// A template's map that stands for a value: "$from" and its like; empty for a plain object.
std::string_view FormOf(const JsonTree& node) {
  if (node.kind != Kind::kObject) return {};
  for (const char* form : {"$from", "$answer", "$each", "$choose"}) {
    if (node.Find(form) != nullptr) return form;
  }
  return {};
}

std::string TextOf(const JsonTree& node, const char* key) {
  const JsonTree* found = node.Find(key);
  return found == nullptr ? std::string() : found->text;
}

class Builder {
 public:
  Builder(const Pack& pack, const Evaluator& evaluator, const StepNames& steps, size_t turn,
          BuiltRequest* built)
      : pack_(pack),
        evaluator_(evaluator),
        steps_(steps),
        turn_(turn),
        turns_(built->turns),
        notes_(built->notes) {}

  JsonTree Members(const JsonTree& node, const std::vector<RestMember>& members, bool open,
                   const Evaluator::Scope& scope) {
    JsonTree out = JsonTree::Object();
    if (node.Find("$fields") != nullptr) taken_.clear(), AddTaken(node, &taken_);
    for (size_t i = 0; i < node.names.size(); ++i) {
      if (node.names[i] == "$fields") {
        Fields(node.items[i].text, scope, &out);
        for (const JsonTree& path : node.items[i].items) Fields(path.text, scope, &out);
        continue;
      }
      const RestMember* member = FindMember(members, node.names[i]);
      RestMember other;
      other.name = node.names[i];
      if (member == nullptr && !open) continue;
      JsonTree value = Value(node.items[i], member == nullptr ? other : *member, scope, false);
      if (!value.empty()) out.Set(node.names[i], std::move(value));
    }
    return out;
  }

 private:
  JsonTree Value(const JsonTree& node, const RestMember& member, const Evaluator::Scope& scope,
                 bool is_item) {
    const bool wants_list = member.list && !is_item;
    JsonTree out = Plain(node, member, scope, is_item);
    if (wants_list && !out.empty() && out.kind != Kind::kList) {
      JsonTree list = JsonTree::List();
      list.items.push_back(std::move(out));
      out = std::move(list);
    }
    if (out.kind == Kind::kList && out.items.empty()) return {};
    NoteSpan(member, out);
    const size_t most = static_cast<size_t>(member.most);
    if (wants_list && most > 0 && out.items.size() > most) {
      notes_.push_back(fmt::format("{} are passed for {}, {} fit into one call: split them.",
                                   out.items.size(), member.name, most));
      out.items.resize(most);
    }
    return out;
  }

  // Two known times that are further apart than the definition allows.
  void NoteSpan(const RestMember& member, const JsonTree& span) {
    if (member.type != "object" || member.top <= 0 || span.items.size() != 2) return;
    const std::optional<int> one = ParseDate(span.items[0].text.substr(0, 10));
    const std::optional<int> other = ParseDate(span.items[1].text.substr(0, 10));
    if (!one.has_value() || !other.has_value()) return;
    const int days = std::abs(*one - *other);
    if (days <= member.top) return;
    notes_.push_back(
        fmt::format("{} spans {} days, {} is the most in one call: make {} calls, each with a part "
                    "of the span.",
                    member.name, days, member.top, (days + member.top - 1) / member.top));
  }

  JsonTree Plain(const JsonTree& node, const RestMember& member, const Evaluator::Scope& scope,
                 bool is_item) {
    const std::string_view form = FormOf(node);
    if (form == "$from") return From(node, member, scope, is_item);
    if (form == "$choose") return JsonTree::Choose(TextOf(node, "$choose"));
    if (form == "$each") return Each(node, member, scope);
    if (form == "$answer") {
      const std::string text = TextOf(node, "$answer");
      const size_t dot = text.find('.');
      const std::string step = steps_(std::string_view(text).substr(0, dot));
      if (!step.empty()) return JsonTree::Answer(step + text.substr(std::min(dot, text.size())));
      const JsonTree* otherwise = node.Find("$or");
      if (otherwise != nullptr) return Value(*otherwise, member, scope, is_item);
      return JsonTree::Choose(text.substr(std::min(dot + 1, text.size())) +
                              " of an earlier answer");
    }
    if (node.kind == Kind::kList) {
      JsonTree out = JsonTree::List();
      for (const JsonTree& item : node.items) {
        JsonTree value = Value(item, member, scope, true);
        if (!value.empty()) out.items.push_back(std::move(value));
      }
      return out;
    }
    if (node.kind == Kind::kObject) {
      JsonTree out = Members(node, member.members, member.open, scope);
      return out.items.empty() ? JsonTree() : out;
    }
    if (node.kind == Kind::kString || member.type != "string") return node;
    return JsonTree::String(node.text);
  }

  JsonTree From(const JsonTree& node, const RestMember& member, const Evaluator::Scope& scope,
                bool is_item) {
    const std::string path = TextOf(node, "$from");
    Translation by{TextOf(node, "$as"), TextOf(node, "$before"), TextOf(node, "$after"),
                   TextOf(node, "$open"), TextOf(node, "$close")};
    const RequestPath* schema = evaluator_.Schema(path);
    if (by.as.empty() && schema != nullptr) by.as = Enumeration(schema->type);
    JsonTree out = JsonTree::List();
    for (const KnownItem& item : Chosen(path, node.Find("$where"), scope)) {
      JsonTree value = RestValue(pack_, item, member, by, path);
      if (!value.empty() && std::ranges::find(out.items, value) == out.items.end())
        out.items.push_back(std::move(value));
    }
    if (out.items.empty()) {
      const JsonTree* otherwise = node.Find("$else");
      if (otherwise == nullptr) return {};
      if (otherwise->kind == Kind::kString) return JsonTree::Choose(otherwise->text);
      return Value(*otherwise, member, scope, is_item);
    }
    if (member.list && !is_item) {
      // A call that passes one value passes one of those that it may be.
      const bool is_one = out.items.size() > 1 && scope.empty() && !evaluator_.IsOfList(path);
      return is_one ? OneOf(path, out.items) : std::move(out);
    }
    // Which of several it is in one object is not known.
    if (out.items.size() > 1 && !is_item && !scope.empty()) return OneOf(path, out.items);
    // One request a value, where a list is passed.
    if (out.items.size() == 1 || is_item || !scope.empty() || !evaluator_.IsOfList(path))
      return std::move(out.items.front());
    turns_ = std::max(turns_, out.items.size());
    return std::move(out.items[std::min(turn_, out.items.size() - 1)]);
  }

  static JsonTree OneOf(const std::string& path, const std::vector<JsonTree>& values) {
    const auto code = std::ranges::find_if(
        values, [](const JsonTree& value) { return value.LeafKind() == "$code"; });
    if (code != values.end()) return *code;
    std::vector<std::string> texts;
    for (const JsonTree& value : values) texts.push_back(value.text);
    return JsonTree::Choose(path + ": one of " + Join(texts, ", "));
  }

  // The values at a path; with `where`, {sibling: [values]}, those of objects whose sibling is so.
  std::vector<KnownItem> Chosen(const std::string& path, const JsonTree* where,
                                const Evaluator::Scope& scope) const {
    if (where == nullptr || where->names.empty()) return evaluator_.Items(path, scope);
    const std::string around = path.substr(0, path.rfind('.'));
    std::vector<Evaluator::Scope> objects = evaluator_.Objects(around, scope);
    if (objects.empty()) objects.push_back(scope);
    std::vector<KnownItem> out;
    for (const Evaluator::Scope& object : objects) {
      const std::vector<KnownItem> siblings =
          evaluator_.Items(around + "." + where->names[0], object);
      const bool fits = std::ranges::any_of(siblings, [&](const KnownItem& item) {
        return std::ranges::any_of(item.values, [&](const std::string& value) {
          return std::ranges::any_of(where->items[0].items, [&](const JsonTree& wanted) {
            return EqualsIgnoreCase(wanted.text, value);
          });
        });
      });
      if (!fits) continue;
      const std::vector<KnownItem> items = evaluator_.Items(path, object);
      out.insert(out.end(), items.begin(), items.end());
    }
    return out;
  }

  // The enumeration that has REST names and is the type, or the type of the list's items.
  std::string Enumeration(const std::string& type) const {
    const auto named = pack_.enum_rest_names.lower_bound(type + "/");
    if (named != pack_.enum_rest_names.end() && named->first.starts_with(type + "/")) return type;
    const RequestType* list = pack_.FindType(type);
    if (list == nullptr || list->fields.size() != 1) return {};
    return list->fields[0].type == type ? std::string() : Enumeration(list->fields[0].type);
  }

  JsonTree Each(const JsonTree& node, const RestMember& member, const Evaluator::Scope& scope) {
    JsonTree out = JsonTree::List();
    const JsonTree* item = node.Find("$item");
    if (item == nullptr) return out;
    std::vector<Evaluator::Scope> objects = evaluator_.Objects(TextOf(node, "$each"), scope);
    if (objects.empty() && IsEmptyList(TextOf(node, "$each"), scope)) return out;
    if (objects.empty()) objects.push_back(scope);
    for (const Evaluator::Scope& object : objects) {
      JsonTree value = Value(*item, member, object, true);
      if (!value.empty() && std::ranges::find(out.items, value) == out.items.end())
        out.items.push_back(std::move(value));
    }
    return out;
  }

  // True if the list is known to hold nothing.
  bool IsEmptyList(const std::string& path, const Evaluator::Scope& scope) const {
    const std::vector<KnownItem> lists = evaluator_.Whole(path, scope);
    return !lists.empty() && std::ranges::all_of(lists, [](const KnownItem& list) {
      return list.values.empty() && list.complete;
    });
  }

  struct PairList {
    std::string path, item, name, value;  // of the list, its items, their names and values
    std::string title;                    // the list's own name
  };

  std::optional<PairList> PairsAt(const std::string& path) const {
    const RequestPath* list = evaluator_.Schema(path);
    const RequestType* type = list == nullptr ? nullptr : pack_.FindType(list->type);
    if (type == nullptr || type->fields.size() != 1) return {};
    const RequestType* pair = pack_.FindType(type->fields[0].type);
    if (pair == nullptr || pair->fields.size() < 2) return {};
    const std::string item = path + "." + type->fields[0].name;
    return PairList{path, item, item + "." + pair->fields.front().name,
                    item + "." + pair->fields.back().name, list->segments.back()};
  }

  // Members whose names are values: [{attrName: FirstName, attrValue: x}] -> {firstName: x}.
  void Fields(const std::string& path, const Evaluator::Scope& scope, JsonTree* out) {
    const std::optional<PairList> list = PairsAt(path);
    if (!list.has_value()) return;
    if (evaluator_.IsHidden(path))
      return Open(*list,
                  JsonTree::Choose("the fields in " + list->title +
                                   ", each by its REST name: unsoap explain fields"),
                  out);
    if (WrittenAsWhole(*list, scope, out)) return;
    std::vector<Evaluator::Scope> objects = evaluator_.Objects(list->item, scope);
    if (objects.empty()) objects.push_back(scope);
    for (const Evaluator::Scope& object : objects) {
      const std::vector<KnownItem> names = evaluator_.Items(list->name, object);
      const std::vector<KnownItem> values = evaluator_.Items(list->value, object);
      for (size_t i = 0; i < names.size(); ++i) {
        if (!IsTaken(names[i]))
          Field(*list, names[i], values.size() == names.size() ? &values[i] : nullptr, out);
      }
    }
  }

  // Names whose values an object's templates take under another name: { $where: {name: [PersonId]}
  // }.
  static void AddTaken(const JsonTree& node, std::vector<std::string>* out) {
    if (const JsonTree* where = node.Find("$where"); where != nullptr && !where->items.empty()) {
      for (const JsonTree& name : where->items[0].items) out->push_back(name.text);
    }
    for (const JsonTree& item : node.items) AddTaken(item, out);
  }
  bool IsTaken(const KnownItem& name) const {
    return name.complete && name.values.size() == 1 &&
           std::ranges::any_of(taken_, [&](const std::string& taken) {
             return EqualsIgnoreCase(taken, name.values[0]);
           });
  }

  // True if a member stands there already, in whatever case style the name is written.
  static bool Names(const JsonTree& object, const std::string& name) {
    return std::ranges::any_of(object.names, [&](const std::string& known) {
      return known == name || (!PathKey(name).empty() && PathKey(known) == PathKey(name));
    });
  }

  // One member for each name that it may be; the value alone where no name is known.
  void Field(const PairList& list, const KnownItem& name, const KnownItem* value, JsonTree* out) {
    const bool known = !name.values.empty() && name.complete &&
                       std::ranges::none_of(name.values, [](const std::string& text) {
                         return text.find_first_of("{}<>$") != std::string::npos;
                       });
    if (!known) {
      const KnownItem& shown = value == nullptr ? name : *value;
      return Open(list, RestValue(pack_, shown, {}, {}, "the value of " + list.name), out);
    }
    for (const std::string& text : name.values) {
      RestMember member;
      member.name = RestField(pack_, text);
      if (Names(*out, member.name)) continue;
      if (value != nullptr && value->complete && value->values == std::vector<std::string>{""}) {
        out->Set(member.name, JsonTree::String(""));  // it is cleared
        continue;
      }
      const std::string label = "the value of " + member.name;
      JsonTree leaf =
          value == nullptr ? JsonTree::Choose(label) : RestValue(pack_, *value, member, {}, label);
      if (!leaf.empty()) out->Set(member.name, std::move(leaf));
    }
  }

  // A list that comes from elsewhere as a whole: its fields are known to people alone.
  bool WrittenAsWhole(const PairList& list, const Evaluator::Scope& scope, JsonTree* out) {
    const bool has_pairs = !evaluator_.Items(list.name, scope).empty();
    for (const std::string& path : {list.path, list.item}) {
      for (const KnownItem& item : evaluator_.Whole(path, scope)) {
        const bool is_type = std::ranges::any_of(item.values, [&](const std::string& value) {
          return pack_.FindType(value) != nullptr;
        });
        if (item.values.empty() && item.complete) continue;  // an empty list
        // An object of the list's type says by its members what it holds.
        if (item.source.empty() || (has_pairs && (is_type || !item.values.empty()))) continue;
        Open(list, JsonTree::Code(item.source), out);
        return true;
      }
    }
    return false;
  }

  // The place of fields whose names are not known.
  void Open(const PairList& list, JsonTree leaf, JsonTree* out) {
    const std::string name = "eachFieldOf" + UpperFirst(list.title);
    if (leaf.empty() || out->Find(name) != nullptr) return;
    if (leaf.LeafKind() == "$code")
      notes_.push_back(
          fmt::format("{} stands for the fields that {} gives at run time: each is a "
                      "member of its own, by its REST name (unsoap explain fields).",
                      name, leaf.items[0].text));
    out->Set(name, std::move(leaf));
  }

  const Pack& pack_;
  const Evaluator& evaluator_;
  const StepNames& steps_;
  const size_t turn_;
  size_t& turns_;
  std::vector<std::string>& notes_;
  std::vector<std::string> taken_;  // names of a list's values that have members of their own
};

JsonTree Required(const RestMember& member, bool is_item);

void CompleteMembers(const std::vector<RestMember>& members, JsonTree* object) {
  for (const RestMember& member : members) {
    JsonTree* found = nullptr;
    for (size_t i = 0; i < object->names.size(); ++i) {
      if (object->names[i] == member.name) found = &object->items[i];
    }
    if (found == nullptr) {
      if (member.required) object->Set(member.name, Required(member, false));
      continue;
    }
    if (member.type != "object" || !found->LeafKind().empty()) continue;
    if (found->kind == Kind::kObject) CompleteMembers(member.members, found);
    for (JsonTree& item : found->items) {
      if (found->kind == Kind::kList && item.kind == Kind::kObject && item.LeafKind().empty())
        CompleteMembers(member.members, &item);
    }
  }
}

JsonTree Required(const RestMember& member, bool is_item) {
  if (member.list && !is_item) {
    JsonTree out = JsonTree::List();
    out.items.push_back(Required(member, true));
    return out;
  }
  if (member.type == "object" && !member.members.empty()) {
    JsonTree out = JsonTree::Object();
    CompleteMembers(member.members, &out);
    return out;
  }
  if (!member.note.empty()) return JsonTree::Choose(member.note);
  std::string text = member.name;
  if (!member.values.empty()) text += ": one of " + Join(member.values, ", ");
  return JsonTree::Choose(text);
}

}  // namespace

BuiltRequest BuildRequest(const Pack& pack, const Evaluator& evaluator, const RequestStep& step,
                          const StepNames& steps, size_t turn) {
  BuiltRequest out;
  const RestEndpoint* endpoint = pack.FindEndpoint(step.endpoint);
  if (endpoint == nullptr) return out;
  Builder builder(pack, evaluator, steps, turn, &out);
  out.request.path = builder.Members(step.path, endpoint->path_parameters, false, {});
  out.request.query = builder.Members(step.query, endpoint->query, false, {});
  if (!step.body.empty()) out.request.body = builder.Members(step.body, endpoint->body, false, {});
  return out;
}

void Complete(const RestEndpoint& endpoint, Request* request) {
  CompleteMembers(endpoint.path_parameters, &request->path);
  CompleteMembers(endpoint.query, &request->query);
  const bool has_body = !request->body.HasNothing();
  if (!has_body && (endpoint.body.empty() || endpoint.body_optional)) {
    request->body = {};
    return;
  }
  if (!has_body) request->body = JsonTree::Object();
  CompleteMembers(endpoint.body, &request->body);
  if (request->body.items.empty()) {
    request->body = {};
    return;
  }
  const char* type = endpoint.content == "form"        ? "application/x-www-form-urlencoded"
                     : endpoint.content == "multipart" ? "multipart/form-data"
                                                       : "application/json";
  request->headers.Set("Content-Type", JsonTree::String(type));
}

}  // namespace unsoap::rules
