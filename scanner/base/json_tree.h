// JsonTree: one JSON value as plain data, for requests that are built, merged and printed.
//
// What it is: null, booleans, numbers, strings, lists and objects whose members keep their order;
// numbers keep their text. A leaf that is not known is an object of one key: `$code` (an expression
// of the scanned source), `$answer` (a value of an earlier step's answer) or `$choose` (what only
// people can decide). What it is not: a parser of JSON, or a promise that names differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap {

struct JsonTree {
  enum class Kind : uint8_t { kNone, kNull, kBool, kNumber, kString, kList, kObject };
  Kind kind = Kind::kNone;         // kNone: there is no value
  std::string text;                // "true", "300", or the string
  std::vector<std::string> names;  // of an object's members
  std::vector<JsonTree> items;     // of a list; of an object: one for each name

  static JsonTree String(std::string text) { return {Kind::kString, std::move(text), {}, {}}; }
  static JsonTree Number(std::string text) { return {Kind::kNumber, std::move(text), {}, {}}; }
  static JsonTree Bool(bool value) { return {Kind::kBool, value ? "true" : "false", {}, {}}; }
  static JsonTree Object() { return {Kind::kObject, {}, {}, {}}; }
  static JsonTree List() { return {Kind::kList, {}, {}, {}}; }
  static JsonTree Code(std::string text) { return Leaf("$code", std::move(text)); }
  static JsonTree Answer(std::string text) { return Leaf("$answer", std::move(text)); }
  static JsonTree Choose(std::string text) { return Leaf("$choose", std::move(text)); }

  bool empty() const { return kind == Kind::kNone; }
  /// A list or an object without members counts as well.
  bool HasNothing() const { return empty() || (IsContainer() && items.empty()); }
  bool IsContainer() const { return kind == Kind::kList || kind == Kind::kObject; }
  /// "$code", "$answer" or "$choose"; empty for anything else.
  std::string_view LeafKind() const;
  /// What a leaf that is not known says; the text of a scalar.
  const std::string& LeafText() const;
  const JsonTree* Find(std::string_view name) const;
  /// Sets a member, in place where it exists.
  JsonTree* Set(const std::string& name, JsonTree value);

  friend bool operator==(const JsonTree&, const JsonTree&) = default;

 private:
  static JsonTree Leaf(const char* kind, std::string text);
};

/// Members of `more` that `into` lacks; objects and the items of lists are merged in turn, what is
/// there already stays, but a `$choose` gives way to a value.
void MergeInto(JsonTree* into, const JsonTree& more);

/// JSON in one line: `{"a": 1, "b": ["x"]}`; with `indent` of 0 or more, one member a line where
/// the value does not fit into `width`.
std::string ToJsonText(const JsonTree& tree, int indent = -1, size_t width = 80);
/// The text between quotes with what JSON wants escaped; without the quotes.
std::string JsonEscape(std::string_view text);

}  // namespace unsoap
