// The two checks of build_request.h: of finished requests, and of templates.
#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/rules/build_request.h"
#include "scanner/rules/paths.h"
#include "scanner/rules/rest_values.h"

namespace unsoap::rules {
namespace {

using Kind = JsonTree::Kind;

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return IsDigit(c) || c == '.'; });
}

// Why a scalar is not of the member's type; empty: it is.
std::string ScalarError(const RestMember& member, const JsonTree& value) {
  const bool is_text = value.kind == Kind::kString;
  if (member.type == "integer" || member.type == "number") {
    std::string_view text = value.text;
    if (text.starts_with('-')) text.remove_prefix(1);
    return value.kind == Kind::kNumber && IsDigits(text) ? "" : "is no number";
  }
  if (member.type == "boolean") return value.kind == Kind::kBool ? "" : "is neither true nor false";
  if (!is_text) return "is no text";
  if (member.type == "datetime" && IsoDateTime(value.text) != value.text)
    return "is no ISO 8601 time with offset";
  if (!member.values.empty() && std::ranges::find(member.values, value.text) == member.values.end())
    return "is none of " + Join(member.values, ", ");
  return {};
}

class Errors {
 public:
  void Members(const std::vector<RestMember>& members, bool open, const JsonTree& object,
               const std::string& where) {
    if (object.kind != Kind::kObject && !object.empty()) return Add(where, "is no object");
    for (size_t i = 0; i < object.names.size(); ++i) {
      const std::string place = where + "." + object.names[i];
      const RestMember* member = FindMember(members, object.names[i]);
      if (member != nullptr) {
        Value(*member, object.items[i], place, false);
      } else if (!open) {
        Add(place, "is not in the definition");
      }
    }
    for (const RestMember& member : members) {
      if (member.required && object.Find(member.name) == nullptr)
        Add(where + "." + member.name, "is required and missing");
    }
  }
  void Add(const std::string& where, const std::string& what) {
    list_.push_back(where + " " + what);
  }
  std::vector<std::string> Take() { return std::move(list_); }

 private:
  void Value(const RestMember& member, const JsonTree& value, const std::string& where,
             bool is_item) {
    if (!value.LeafKind().empty()) return;
    if (member.list && !is_item) {
      if (value.kind != Kind::kList) return Add(where, "is no list");
      if (value.items.empty()) Add(where, "is an empty list");
      if (member.most > 0 && value.items.size() > static_cast<size_t>(member.most))
        Add(where, fmt::format("has more than {} items", member.most));
      for (const JsonTree& item : value.items) Value(member, item, where + "[]", true);
      return;
    }
    if (member.type == "object") return Members(member.members, member.open, value, where);
    const std::string error = ScalarError(member, value);
    if (!error.empty()) Add(where, error);
  }

  std::vector<std::string> list_;
};

// Templates of one step.
class Templates {
 public:
  Templates(const Pack& pack, const Operation& operation,
            const std::vector<std::pair<std::string, const RestEndpoint*>>& names)
      : pack_(pack), names_(names), paths_(RequestPaths(pack, operation)) {}

  void Members(const std::vector<RestMember>& members, bool open, const JsonTree& object,
               const std::string& where) {
    for (size_t i = 0; i < object.names.size(); ++i) {
      const std::string& name = object.names[i];
      if (name == "$fields") {
        if (object.items[i].kind == Kind::kString) Path(object.items[i].text, where);
        for (const JsonTree& path : object.items[i].items) Path(path.text, where);
        continue;
      }
      const RestMember* member = FindMember(members, name);
      if (member == nullptr && !open) {
        Add(where + "." + name, "is not in the definition of the endpoint");
        continue;
      }
      RestMember other;
      Value(member == nullptr ? other : *member, object.items[i], where + "." + name, false);
    }
  }
  void Add(const std::string& where, const std::string& what) {
    list_.push_back(where + " " + what);
  }
  std::vector<std::string> Take() { return std::move(list_); }

 private:
  void Path(const std::string& path, const std::string& where) {
    if (ResolvePath(paths_, path) == nullptr)
      Add(where, fmt::format("names no argument of the operation: \"{}\"", path));
  }

  void Form(const RestMember& member, const JsonTree& node, const std::string& where,
            bool is_item) {
    static const std::vector<std::string> kKeys = {"$from",   "$as",   "$before", "$after", "$open",
                                                   "$close",  "$else", "$where",  "$each",  "$item",
                                                   "$answer", "$or",   "$choose"};
    for (size_t i = 0; i < node.names.size(); ++i) {
      const std::string& key = node.names[i];
      const JsonTree& item = node.items[i];
      if (std::ranges::find(kKeys, key) == kKeys.end()) {
        Add(where, fmt::format("has an unknown key \"{}\"", key));
      } else if (key == "$from" || key == "$each") {
        Path(item.text, where);
      } else if (key == "$where") {
        const std::string& path = node.items[0].text;
        for (const std::string& name : item.names)
          Path(path.substr(0, path.rfind('.') + 1) + name, where);
      } else if (key == "$item") {
        Value(member, item, where, true);
      } else if (key == "$or" || (key == "$else" && item.kind != Kind::kString)) {
        Value(member, item, where, is_item);
      } else if (key == "$answer") {
        Answer(item.text, where);
      } else if (key == "$as" && item.text != "fields" && pack_.FindEnum(item.text) == nullptr) {
        Add(where, fmt::format("translates by \"{}\", which is no enumeration", item.text));
      }
    }
  }

  // "leads.result[0].id": a step of the row, and a member of what its endpoint answers.
  void Answer(const std::string& text, const std::string& where) {
    std::vector<std::string_view> parts = Split(text, '.');
    const RestEndpoint* endpoint = nullptr;
    for (const auto& [name, called] : names_) {
      if (name == parts.front()) endpoint = called;
    }
    if (endpoint == nullptr)
      return Add(where, fmt::format("asks for the answer of \"{}\", which no step is called",
                                    parts.front()));
    const std::vector<RestMember>* members = &endpoint->answer;
    for (size_t i = 1; i < parts.size(); ++i) {
      const std::string_view name = parts[i].substr(0, parts[i].find('['));
      const RestMember* member = FindMember(*members, name);
      if (member == nullptr)
        return Add(where, fmt::format("asks for {}, which {} does not answer", text, endpoint->id));
      if (member->open) return;
      members = &member->members;
    }
  }

  void Value(const RestMember& member, const JsonTree& node, const std::string& where,
             bool is_item) {
    const bool is_form = node.kind == Kind::kObject && !node.names.empty() &&
                         std::ranges::any_of(node.names, [](const std::string& name) {
                           return name.starts_with('$') && name != "$fields";
                         });
    if (is_form) return Form(member, node, where, is_item);
    if (node.kind == Kind::kList) {
      if (!member.list) Add(where, "is no list in the definition");
      for (const JsonTree& item : node.items) Value(member, item, where + "[]", true);
    } else if (node.kind == Kind::kObject) {
      if (member.type != "object") Add(where, "is no object in the definition");
      Members(member.members, member.open, node, where);
    } else {
      const JsonTree typed = member.type == "string" && node.kind != Kind::kString
                                 ? JsonTree::String(node.text)
                                 : node;
      const std::string error = ScalarError(member, typed);
      if (!error.empty()) Add(where, error);
    }
  }

  const Pack& pack_;
  const std::vector<std::pair<std::string, const RestEndpoint*>>& names_;
  const std::vector<RequestPath> paths_;
  std::vector<std::string> list_;
};

}  // namespace

std::vector<std::string> RequestErrors(const RestEndpoint& endpoint, const Request& request) {
  Errors errors;
  errors.Members(endpoint.path_parameters, false, request.path, "path");
  errors.Members(endpoint.query, false, request.query, "query");
  if (!request.body.empty() && endpoint.body.empty()) {
    errors.Add("body", "is not in the definition");
  } else if (!request.body.empty() || !endpoint.body_optional) {
    if (!endpoint.body.empty()) errors.Members(endpoint.body, false, request.body, "body");
  }
  return errors.Take();
}

std::vector<std::string> TemplateErrors(
    const Pack& pack, const Operation& operation, const RequestStep& step,
    const std::vector<std::pair<std::string, const RestEndpoint*>>& names) {
  const RestEndpoint* endpoint = pack.FindEndpoint(step.endpoint);
  if (endpoint == nullptr) return {};
  Templates templates(pack, operation, names);
  templates.Members(endpoint->path_parameters, false, step.path, "path");
  templates.Members(endpoint->query, false, step.query, "query");
  templates.Members(endpoint->body, false, step.body, "body");
  return templates.Take();
}

}  // namespace unsoap::rules
