#include "scanner/rules/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/rules/dates.h"

namespace unsoap::rules {
namespace {

struct Choice {
  Check check;
  std::vector<std::string> values;
};

const std::vector<std::string>* ChoicesOf(Check check) {
  static const std::vector<Choice> kChoices = {
      {Check::kSeverity, {"blocker", "change", "rename", "info"}},
      {Check::kPackageKind, {"soap", "dual", "rest"}},
      {Check::kHttpMethod, {"GET", "POST", "PUT", "PATCH", "DELETE"}},
      {Check::kConfidence, {"high", "medium", "low"}},
      {Check::kTimelineKind, {"removal", "maintenance", "documentation", "other"}},
      {Check::kNameStyle,
       {"op", "Op", "op_snake", "request_element", "request_type", "soap_action", "qname",
        "method_entry"}},
      {Check::kRole, {"use", "first", "then", "once", "instead", "with"}},
      {Check::kRestType, {"string", "integer", "number", "boolean", "datetime", "object", "file"}},
      {Check::kContent, {"json", "form", "multipart"}},
      {Check::kShows, {"permissions", "fields", "quotas", "errors"}},
  };
  const auto at = std::ranges::find(kChoices, check, &Choice::check);
  return at == kChoices.end() ? nullptr : &at->values;
}

std::string Suggestion(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = DidYouMean(word, candidates);
  if (!near.empty()) return "did you mean \"" + near + "\"?";
  return candidates.size() <= 12 ? "one of: " + Join(candidates, ", ") : std::string();
}

}  // namespace

PackReader::Scope::Scope(PackReader* r, const YamlNode* n) : reader(r), outer(r->scope_), node(n) {
  reader->scope_ = this;
  std::set<std::string> seen;
  for (size_t i = 0; i + 1 < n->items.size(); i += 2) {
    if (n->items[i].kind != YamlNode::Kind::kScalar) {
      reader->Report(n->items[i], "a key must be a single value");
    } else if (!seen.insert(n->items[i].text).second) {
      reader->Report(n->items[i], fmt::format("key \"{}\" stands here twice", n->items[i].text),
                     "keep one of them");
    }
  }
}

PackReader::Scope::~Scope() {
  reader->scope_ = outer;
  for (size_t i = 0; i + 1 < node->items.size(); i += 2) {
    const YamlNode& key = node->items[i];
    if (key.kind != YamlNode::Kind::kScalar || std::ranges::find(known, key.text) != known.end())
      continue;
    reader->Report(key, fmt::format("unknown key \"{}\"", key.text), Suggestion(key.text, known));
  }
}

const YamlNode* PackReader::Take(const char* key, FieldRule rule) {
  scope_->known.push_back(key);
  const YamlNode* node = scope_->node->Find(key);
  if (node != nullptr && node->kind == YamlNode::Kind::kNull) {
    Report(*node, fmt::format("key \"{}\" has no value", key), "give it one, or remove the key");
    return nullptr;
  }
  if (node == nullptr && rule.required) {
    Report(*scope_->node, fmt::format("key \"{}\" is missing", key));
  }
  return node;
}

bool PackReader::ExpectKind(const YamlNode& node, YamlNode::Kind kind) {
  if (node.kind == kind) return true;
  YamlNode wanted;
  wanted.kind = kind;
  Report(node, fmt::format("{} was expected here, not {}", wanted.KindName(), node.KindName()));
  return false;
}

void PackReader::CheckValue(const YamlNode& node, const std::string& value, Check check) {
  switch (check) {
    case Check::kNone:
      return;
    case Check::kRegex: {
      const Result<Regex> pattern = Regex::Compile(value);
      if (!pattern) {
        Report(node, pattern.error().message, "RE2 knows no look-around and no back-references");
      }
      return;
    }
    case Check::kDate:
      if (!ParseDate(value))
        Report(node, fmt::format("\"{}\" is not a date", value), "write YYYY-MM-DD");
      return;
    case Check::kEndpoint:
    case Check::kOperation:
    case Check::kOperationOrAny:
    case Check::kEnumTypeKey:
      if (check == Check::kOperationOrAny && value == "*") return;
      references_.push_back({check, value, file_, node.line, node.column});
      return;
    default:
      break;
  }
  const std::vector<std::string>* choices = ChoicesOf(check);
  if (check == Check::kShows && value.starts_with("addresses ")) return CheckAddresses(node, value);
  if (choices != nullptr && std::ranges::find(*choices, value) == choices->end()) {
    Report(node, fmt::format("\"{}\" is not one of {}", value, Join(*choices, ", ")),
           Suggestion(value, *choices));
  }
}

// "addresses PATTERN ADDRESS": the pattern has one group, the address a place for it.
void PackReader::CheckAddresses(const YamlNode& node, const std::string& value) {
  const std::vector<std::string_view> words = Split(value, ' ');
  if (words.size() != 3 || words[2].find("{1}") == std::string_view::npos) {
    Report(node, fmt::format("\"{}\" is not \"addresses PATTERN ADDRESS\"", value),
           "neither has blanks; {1} in the address stands for the pattern's group");
    return;
  }
  CheckValue(node, std::string(words[1]), Check::kRegex);
}

bool PackReader::ReadScalar(const YamlNode& node, std::string* out, Check check) {
  if (!ExpectKind(node, YamlNode::Kind::kScalar)) return false;
  *out = node.text;
  while (!out->empty() && out->back() == '\n') out->pop_back();  // block scalars end with one
  CheckValue(node, *out, check);
  return true;
}

void PackReader::operator()(const char* key, std::string& out, FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr || !ReadScalar(*node, &out, rule.check)) return;
  if (rule.required && out.empty()) Report(*node, fmt::format("key \"{}\" is empty", key));
}

void PackReader::operator()(const char* key, bool& out, FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr || !ExpectKind(*node, YamlNode::Kind::kScalar)) return;
  if (node->text != "true" && node->text != "false") {
    Report(*node, fmt::format("\"{}\" is neither true nor false", node->text));
    return;
  }
  out = node->text == "true";
}

static bool ParseInt(const std::string& text, int* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size();
}

void PackReader::operator()(const char* key, int& out, FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr || !ExpectKind(*node, YamlNode::Kind::kScalar)) return;
  if (!ParseInt(node->text, &out))
    Report(*node, fmt::format("\"{}\" is not a whole number", node->text));
}

void PackReader::operator()(const char* key, std::vector<std::string>& out, FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr) return;
  // A list of one may be written without brackets.
  if (node->kind == YamlNode::Kind::kScalar) {
    ReadScalar(*node, &out.emplace_back(), rule.check);
    return;
  }
  if (!ExpectKind(*node, YamlNode::Kind::kList)) return;
  for (const YamlNode& item : node->items) {
    std::string value;
    if (!ReadScalar(item, &value, rule.check)) continue;
    if (std::ranges::find(out, value) != out.end()) {
      Report(item, fmt::format("\"{}\" stands twice in this list", value), "keep one of them");
    }
    out.push_back(std::move(value));
  }
}

void PackReader::operator()(const char* key, std::map<std::string, std::string>& out,
                            FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr || !ExpectKind(*node, YamlNode::Kind::kMap)) return;
  for (size_t i = 0; i + 1 < node->items.size(); i += 2) {
    const YamlNode& name = node->items[i];
    if (rule.check == Check::kEnumTypeKey) CheckValue(name, name.text, rule.check);
    std::string value;
    if (!ReadScalar(node->items[i + 1], &value,
                    rule.check == Check::kOperation ? rule.check : Check::kNone))
      continue;
    if (!out.emplace(name.text, value).second) {
      Report(name, fmt::format("key \"{}\" stands here twice", name.text), "keep one of them");
    }
  }
}

void PackReader::operator()(const char* key, std::map<std::string, int>& out, FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr || !ExpectKind(*node, YamlNode::Kind::kMap)) return;
  for (size_t i = 0; i + 1 < node->items.size(); i += 2) {
    const YamlNode& name = node->items[i];
    CheckValue(name, name.text, rule.check);
    int value = 0;
    if (!ParseInt(node->items[i + 1].text, &value) || value < 0) {
      Report(node->items[i + 1],
             fmt::format("\"{}\" is not a number of minutes", node->items[i + 1].text));
    }
    if (!out.emplace(name.text, value).second) {
      Report(name, fmt::format("key \"{}\" stands here twice", name.text), "keep one of them");
    }
  }
}

// Plain scalars have JSON's types: quoted ones are strings.
JsonTree PackReader::ReadTree(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return {JsonTree::Kind::kNull, {}, {}, {}};
    case YamlNode::Kind::kScalar: {
      const bool is_number = !node.text.empty() && node.text.size() < 16 &&
                             node.text.find_first_not_of("0123456789") == std::string::npos;
      if (!node.quoted && is_number) return JsonTree::Number(node.text);
      if (!node.quoted && (node.text == "true" || node.text == "false"))
        return JsonTree::Bool(node.text == "true");
      return JsonTree::String(node.text);
    }
    case YamlNode::Kind::kList: {
      JsonTree out = JsonTree::List();
      for (const YamlNode& item : node.items) out.items.push_back(ReadTree(item));
      return out;
    }
    case YamlNode::Kind::kMap:
      break;
  }
  JsonTree out = JsonTree::Object();
  for (size_t i = 0; i + 1 < node.items.size(); i += 2) {
    const YamlNode& name = node.items[i];
    if (out.Find(name.text) != nullptr)
      Report(name, fmt::format("key \"{}\" stands here twice", name.text), "keep one of them");
    out.Set(name.text, ReadTree(node.items[i + 1]));
  }
  return out;
}

void PackReader::operator()(const char* key, JsonTree& out, FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr || !ExpectKind(*node, YamlNode::Kind::kMap)) return;
  out = ReadTree(*node);
}

void PackReader::operator()(const char*, SourcePlace& out, FieldRule) {
  out.file = Shown(file_->path);
  out.line = scope_->node->line;
  out.column = scope_->node->column;
}

void PackReader::operator()(const char* key, std::vector<Condition>& out, FieldRule rule) {
  const YamlNode* node = Take(key, rule);
  if (node == nullptr) return;
  if (node->kind == YamlNode::Kind::kScalar && node->text == "always") {
    Condition& always = out.emplace_back();
    always.test = Condition::Test::kAlways;
    always.text = ConditionText(always);
    return;
  }
  if (node->kind != YamlNode::Kind::kList) {
    Report(*node, fmt::format("\"{}\" must be a list of conditions or the word always, not {}", key,
                              node->KindName()));
    return;
  }
  if (node->items.empty()) Report(*node, "a list of conditions is empty", "write \"when: always\"");
  for (const YamlNode& item : node->items) {
    if (ExpectKind(item, YamlNode::Kind::kMap)) ReadCondition(item, &out.emplace_back());
  }
}

std::vector<std::string> PackReader::ReadValues(const YamlNode& node) {
  std::vector<std::string> values;
  if (node.kind == YamlNode::Kind::kList) {
    for (const YamlNode& item : node.items) ReadScalar(item, &values.emplace_back(), Check::kNone);
  } else {
    ReadScalar(node, &values.emplace_back(), Check::kNone);
  }
  if (values.empty())
    Report(node, "a condition without values never holds", "name at least one value");
  return values;
}

void PackReader::ReadCondition(const YamlNode& node, Condition* out) {
  Scope scope(this, &node);
  scope.known = {"parameter", "is",   "is_not",    "given", "constant",
                 "human",     "text", "or_absent", "every", "several"};
  using Test = Condition::Test;
  int tests = 0;
  auto flag = [&](const char* key, const char* word, Test yes, Test no) {
    const YamlNode* value = node.Find(key);
    if (value == nullptr) return;
    ++tests;
    if (value->text != "true" && value->text != "false") {
      Report(*value, fmt::format("\"{}\" is neither true nor false", value->text), word);
    }
    out->test = value->text == "true" ? yes : no;
  };
  if (const YamlNode* parameter = node.Find("parameter"))
    ReadScalar(*parameter, &out->parameter, Check::kNone);
  if (const YamlNode* text = node.Find("text")) ReadScalar(*text, &out->text, Check::kNone);
  if (const YamlNode* absent = node.Find("or_absent")) {
    out->or_absent = absent->text == "true";
    if (!out->or_absent) Report(*absent, "only \"or_absent: true\" can be asked for");
  }
  if (const YamlNode* every = node.Find("every")) {
    out->every = every->text == "true";
    if (!out->every) Report(*every, "only \"every: true\" can be asked for");
  }
  if (const YamlNode* values = node.Find("is")) {
    ++tests, out->test = Test::kEquals, out->values = ReadValues(*values);
  }
  if (const YamlNode* values = node.Find("is_not")) {
    ++tests, out->test = Test::kNot, out->values = ReadValues(*values);
  }
  flag("given", "\"given: true\" holds when the argument is passed", Test::kPresent, Test::kAbsent);
  flag("several", "\"several: true\" holds when more than one is passed", Test::kSeveral,
       Test::kSingle);
  if (const YamlNode* constant = node.Find("constant")) {
    ++tests;
    out->test = Test::kUnknown;
    if (constant->text != "false") {
      Report(*constant, "only \"constant: false\" can be asked for",
             "it holds when the value is not known at scan time");
    }
  }
  if (const YamlNode* human = node.Find("human")) {
    ++tests;
    out->test = Test::kHuman;
    ReadScalar(*human, &out->text, Check::kNone);
    if (!out->parameter.empty())
      Report(node, "a condition for people has no parameter", "remove \"parameter\"");
  } else if (out->parameter.empty()) {
    Report(node, "key \"parameter\" is missing");
  }
  if (tests != 1) {
    Report(node, "a condition needs exactly one of is, is_not, given, several, constant, human");
  }
  if (out->or_absent && out->test != Test::kEquals && out->test != Test::kNot) {
    Report(node, "\"or_absent\" goes with is or is_not");
  }
  if (out->text.empty()) out->text = ConditionText(*out);
}

void PackReader::ReadPackKeys(const YamlNode& node, Pack* out) {
  if (!ExpectKind(node, YamlNode::Kind::kMap)) return;
  Scope scope(this, &node);
  VisitPackFile(*this, *out);
}

// The keys of other files are left alone, so that they are unknown here.
struct ListFilter {
  PackReader* reader;
  const std::set<std::string>* allowed;
  template <class T>
  void operator()(const char* key, T& member, FieldRule rule) {
    if (allowed->count(key) != 0) (*reader)(key, member, rule);
  }
};

void PackReader::ReadListFile(const YamlNode& node, const std::set<std::string>& allowed,
                              Pack* out) {
  if (!ExpectKind(node, YamlNode::Kind::kMap)) return;
  Scope scope(this, &node);
  ListFilter filter{this, &allowed};
  VisitListFiles(filter, *out);
}

void PackReader::Report(int line, int column, std::string message, std::string hint) {
  Report(*file_, line, column, std::move(message), std::move(hint));
}

void PackReader::Report(const PackFile& file, int line, int column, std::string message,
                        std::string hint) {
  Error error;
  error.path = Shown(file.path);
  error.line = line;
  error.column = column;
  error.source = LineOf(file.bytes, line);
  error.message = std::move(message);
  error.hint = std::move(hint);
  errors_.push_back(std::move(error));
}

std::string ConditionText(const Condition& c) {
  std::string values = Join(c.values, " or ");
  if (c.or_absent) values += " or not given";
  std::string name = c.parameter;
  for (size_t at = name.find('|'); at != std::string::npos; at = name.find('|', at))
    name.replace(at, 1, " or ");
  switch (c.test) {
    case Condition::Test::kEquals:
      return name + " is " + values;
    case Condition::Test::kNot:
      return name + " is not " + values;
    case Condition::Test::kPresent:
      return name + " is given";
    case Condition::Test::kAbsent:
      return name + " is not given";
    case Condition::Test::kUnknown:
      return name + " is not known at scan time";
    case Condition::Test::kAlways:
      return "always";
    case Condition::Test::kHuman:
      return c.text;
    case Condition::Test::kSeveral:
      return name + " has several values";
    case Condition::Test::kSingle:
      return name + " has one value";
  }
  return {};
}

}  // namespace unsoap::rules
