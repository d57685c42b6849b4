#include "scanner/base/json_tree.h"

#include <algorithm>
#include <cstdio>

namespace unsoap {

JsonTree JsonTree::Leaf(const char* kind, std::string text) {
  JsonTree out = Object();
  out.names.emplace_back(kind);
  out.items.push_back(String(std::move(text)));
  return out;
}

std::string_view JsonTree::LeafKind() const {
  if (kind != Kind::kObject || names.size() != 1 || items[0].kind != Kind::kString) return {};
  const std::string& name = names[0];
  return name == "$code" || name == "$answer" || name == "$choose" ? std::string_view(name)
                                                                   : std::string_view();
}

const std::string& JsonTree::LeafText() const { return LeafKind().empty() ? text : items[0].text; }

const JsonTree* JsonTree::Find(std::string_view name) const {
  if (kind != Kind::kObject) return nullptr;
  const auto at = std::ranges::find(names, name);
  return at == names.end() ? nullptr : &items[static_cast<size_t>(at - names.begin())];
}

JsonTree* JsonTree::Set(const std::string& name, JsonTree value) {
  const auto at = std::ranges::find(names, name);
  if (at != names.end()) {
    JsonTree& item = items[static_cast<size_t>(at - names.begin())];
    item = std::move(value);
    return &item;
  }
  names.push_back(name);
  items.push_back(std::move(value));
  return &items.back();
}

void MergeInto(JsonTree* into, const JsonTree& more) {
  if (more.empty()) return;
  if (into->empty() || (into->LeafKind() == "$choose" && more.LeafKind() != "$choose")) {
    *into = more;
    return;
  }
  if (!into->LeafKind().empty() || !more.LeafKind().empty()) return;
  if (into->kind == JsonTree::Kind::kObject && more.kind == JsonTree::Kind::kObject) {
    for (size_t i = 0; i < more.names.size(); ++i) {
      const auto at = std::ranges::find(into->names, more.names[i]);
      if (at == into->names.end()) {
        into->Set(more.names[i], more.items[i]);
      } else {
        MergeInto(&into->items[static_cast<size_t>(at - into->names.begin())], more.items[i]);
      }
    }
  } else if (into->kind == JsonTree::Kind::kList && more.kind == JsonTree::Kind::kList) {
    // One record's members stand for all of them.
    for (size_t i = 0; i < into->items.size() && !more.items.empty(); ++i)
      MergeInto(&into->items[i], more.items[std::min(i, more.items.size() - 1)]);
    if (into->items.empty()) into->items = more.items;
  }
}

std::string JsonEscape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", byte);
      out += buffer;
    } else {
      out += c;
    }
  }
  return out;
}

std::string ToJsonText(const JsonTree& tree, int indent, size_t width) {
  switch (tree.kind) {
    case JsonTree::Kind::kNone:
    case JsonTree::Kind::kNull:
      return "null";
    case JsonTree::Kind::kBool:
    case JsonTree::Kind::kNumber:
      return tree.text;
    case JsonTree::Kind::kString:
      return "\"" + JsonEscape(tree.text) + "\"";
    default:
      break;
  }
  const bool is_object = tree.kind == JsonTree::Kind::kObject;
  const auto write = [&](const std::string& first, const std::string& next, const std::string& end,
                         int inner) {
    std::string out = is_object ? "{" : "[";
    for (size_t i = 0; i < tree.items.size(); ++i) {
      out += i == 0 ? first : "," + next;
      if (is_object) out += "\"" + JsonEscape(tree.names[i]) + "\": ";
      out += ToJsonText(tree.items[i], inner, width);
    }
    return out + end + (is_object ? "}" : "]");
  };
  std::string line = write("", " ", "", -1);
  if (indent < 0 || tree.items.empty() || !tree.LeafKind().empty() ||
      line.size() + static_cast<size_t>(indent) <= width)
    return line;
  const std::string blanks = "\n" + std::string(static_cast<size_t>(indent), ' ');
  return write(blanks + "  ", blanks + "  ", blanks, indent + 2);
}

}  // namespace unsoap
