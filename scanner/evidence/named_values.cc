// NamedValues: code, settings and elements, by their facts.
#include "scanner/evidence/named_values.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/text.h"
#include "scanner/evidence/named_tables.h"
#include "scanner/evidence/named_text.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/languages/language.h"

namespace unsoap::evidence {
namespace {

constexpr size_t kMaxKey = 120;
constexpr size_t kMaxValue = 400;
/// How far behind its start tag an element's own text is looked for.
constexpr uint32_t kMostBeforeText = 4096;
constexpr int kMaxDepth = 4;  // of members of members, values inside values

class Names {
 public:
  explicit Names(const facts::FileFacts& facts) : facts_(facts), setters_(SettersOf(facts)) {}

  std::vector<NamedValue> Run() {
    Declarations();
    MapNames();
    for (facts::ExprId id = 0; id < facts_.exprs.size(); ++id) {
      Spend();
      Arguments(id);
      Calls(id);
      Defaults(facts_.exprs[id]);
    }
    Settings();
    for (const facts::XmlElement& element : facts_.elements) Element(element);
    NamesInText(facts_, known_, &all_);
    if (facts_.exprs.empty() && facts_.elements.empty() && facts_.settings.empty())
      NamesInTables(facts_, &all_);
    return std::move(all_);
  }

 private:
  void Add(std::string_view key, Span key_span, std::string_view value, Span value_span,
           std::string section) {
    if (key.empty() || key.size() > kMaxKey || value.size() > kMaxValue) return;
    all_.push_back({std::string(key), key_span, value, value_span, std::move(section), {}});
  }
  static std::string Section(const char* kind, std::string_view name) {
    return std::string(kind) + std::string(name.substr(0, kMaxKey));
  }
  /// The value is in value_ and span_. Of `getenv("K") ?: "x"` it is what stands there.
  bool Constant(facts::ExprId id) {
    if (id == facts::kNone) return false;
    for (int depth = 0; id != facts::kNone && IsAround(facts_.exprs[id]) && depth < kMaxDepth;
         ++depth)
      id = OnlyLiteral(facts_.exprs[id]);
    if (id == facts::kNone || facts_.exprs[id].kind != facts::ExprKind::kString) return false;
    value_ = facts_.exprs[id].text;
    span_ = InsideQuotes(facts_, facts_.exprs[id]);
    return true;
  }
  static bool IsAround(const facts::Expr& e) {
    return e.kind == facts::ExprKind::kChoice ||
           (e.kind == facts::ExprKind::kConcat && e.args_count == 1);
  }
  facts::ExprId OnlyLiteral(const facts::Expr& choice) const {
    facts::ExprId only = facts::kNone;
    for (uint32_t i = 0; i < choice.args_count; ++i) {
      const facts::ExprId value = facts_.begin_args(choice)[i].value;
      if (value == facts::kNone ||
          (facts_.exprs[value].kind != facts::ExprKind::kString && !IsAround(facts_.exprs[value])))
        continue;
      if (only != facts::kNone) return facts::kNone;
      only = value;
    }
    return only;
  }
  /// "marketo.soap" of marketo.soap.secretKey = ...
  std::string Path(facts::ExprId id) const {
    std::string path;
    for (int depth = 0; id != facts::kNone && depth < kMaxDepth; ++depth) {
      path =
          std::string(facts_.exprs[id].text.substr(0, kMaxKey)) + (path.empty() ? "" : "." + path);
      id = facts_.exprs[id].object;
    }
    return path;
  }
  std::string_view TextOf(facts::ExprId id) const {
    return id == facts::kNone ? std::string_view() : facts_.exprs[id].text;
  }

  void Declarations() {
    for (const facts::Binding& binding : facts_.bindings) {
      Spend();
      if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
      const facts::Expr& target = facts_.exprs[binding.target];
      map_names_.emplace(binding.value, target.text);
      // my %crm = (key => 'value'): the list of one map.
      const facts::Expr& value = facts_.exprs[binding.value];
      if (value.kind == facts::ExprKind::kList && value.args_count == 1)
        map_names_.emplace(facts_.begin_args(value)[0].value, target.text);
      if (!Constant(binding.value)) continue;
      std::string_view key = target.text;
      if (target.kind == facts::ExprKind::kIndex && target.args_count > 0)
        key = TextOf(facts_.begin_args(target)[0].value);
      Add(key, target.span, value_, span_, Section("variable ", Path(target.object)));
    }
    for (const facts::Field& field : facts_.fields) {
      if (Constant(field.value))
        Add(field.name, field.span, value_, span_,
            Section("class ", std::to_string(field.class_id)));
    }
    for (facts::FunctionId f = 0; f < facts_.functions.size(); ++f) {
      for (const facts::Param& param : facts_.functions[f].params) {
        if (Constant(param.default_value))
          Add(param.name, param.span, value_, span_, Section("function ", std::to_string(f)));
      }
    }
  }

  /// What maps are assigned to, and the entries that hold them.
  void MapNames() {
    for (const facts::Expr& e : facts_.exprs) {
      if (e.kind != facts::ExprKind::kMap) continue;
      const facts::Arg* args = facts_.begin_args(e);
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (args[i].value != facts::kNone && !args[i].name.empty())
          map_names_.emplace(args[i].value, args[i].name);
      }
    }
  }

  void Arguments(facts::ExprId id) {
    const facts::Expr& e = facts_.exprs[id];
    if (e.kind != facts::ExprKind::kMap && e.kind != facts::ExprKind::kCall &&
        e.kind != facts::ExprKind::kNew)
      return;
    const auto owner = map_names_.find(id);
    const std::string section = "map " + std::to_string(id) +
                                (owner == map_names_.end() ? "" : Section(" ", owner->second));
    const facts::Arg* args = facts_.begin_args(e);
    uint32_t before = e.name_span.empty() || e.name_span == e.span ? e.span.begin : e.name_span.end;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (!args[i].name.empty() && Constant(args[i].value))
        Add(args[i].name, KeyOf(args[i], before), value_, span_, section);
      if (args[i].value != facts::kNone)
        before = std::max(before, facts_.exprs[args[i].value].span.end);
    }
  }
  /// Where the name of an entry or argument stands, behind the one before it.
  Span KeyOf(const facts::Arg& arg, uint32_t before) const {
    if (arg.key != facts::kNone) return facts_.exprs[arg.key].span;
    const uint32_t value = facts_.exprs[arg.value].span.begin;
    if (before >= value) return span_;
    const size_t at = facts_.source.Slice({before, value}).rfind(arg.name);
    if (at == std::string_view::npos) return span_;
    const uint32_t begin = before + static_cast<uint32_t>(at);
    return {begin, begin + static_cast<uint32_t>(arg.name.size())};
  }

  void Calls(facts::ExprId id) {
    const facts::Expr& e = facts_.exprs[id];
    const facts::Arg* args = facts_.begin_args(e);
    if (e.kind == facts::ExprKind::kCall && e.args_count == 1 && Constant(args[0].value)) {
      const std::string_view property = languages::PropertyOf(setters_, e.text);
      if (!property.empty())
        Add(property, e.name_span, value_, span_, Section("object ", TextOf(e.object)));
    }
    // define('MARKETO_USER_ID', '...'), put("userId", "..."), { "userId", "..." }
    // A list with a name is no pair: tags: ["user_id", "account"].
    const bool may_be_pair = e.kind == facts::ExprKind::kCall ||
                             (e.kind == facts::ExprKind::kList && !map_names_.contains(id));
    if (may_be_pair && e.args_count == 2 && args[0].value != facts::kNone &&
        Constant(args[1].value)) {
      const facts::Expr& key = facts_.exprs[args[0].value];
      if (key.kind == facts::ExprKind::kString) Add(key.text, key.span, value_, span_, "pairs");
    }
  }

  /// getenv('MARKETO_KEY') ?: 'value', process.env.MARKETO_KEY || 'value', ENV['MARKETO_KEY'] ||
  /// ...: what is asked for by a name has the constants beside it.
  void Defaults(const facts::Expr& choice) {
    const facts::Arg* values = facts_.begin_args(choice);
    if (choice.kind == facts::ExprKind::kCall && choice.args_count == 1) {
      // get("MARKETO_KEY").getOrElse("value")
      const facts::Expr* name = NameAskedFor(choice.object);
      if (name != nullptr && Constant(values[0].value))
        Add(name->text, name->span, value_, span_, "pairs");
    }
    if (choice.kind != facts::ExprKind::kChoice) return;
    for (uint32_t i = 0; i < choice.args_count; ++i) {
      const facts::Expr* name = NameAskedFor(values[i].value);
      for (uint32_t k = 0; name != nullptr && k < choice.args_count; ++k) {
        if (k != i && Constant(values[k].value))
          Add(name->text, name->span, value_, span_, "pairs");
      }
    }
  }
  /// The member, or the first argument or key, of what reads something by its name.
  const facts::Expr* NameAskedFor(facts::ExprId id) const {
    if (id == facts::kNone) return nullptr;
    const facts::Expr* name = &facts_.exprs[id];
    if (name->kind == facts::ExprKind::kCall || name->kind == facts::ExprKind::kIndex) {
      if (name->args_count == 0 || facts_.begin_args(*name)[0].value == facts::kNone)
        return nullptr;
      name = &facts_.exprs[facts_.begin_args(*name)[0].value];
    } else if (name->kind != facts::ExprKind::kMember) {
      return nullptr;
    }
    return name->text.empty() ? nullptr : name;
  }

  void Settings() {
    for (const facts::Setting& setting : facts_.settings) {
      Spend();
      const std::string_view last = LastParts(setting.key, 1);
      const auto before = static_cast<size_t>(last.data() - setting.key.data());
      Add(setting.key, setting.span, setting.value, setting.value_span,
          facts_.elements.empty() ? Section("settings ", setting.key.substr(0, before))
                                  : "document");
      known_.insert(setting.value_span.begin);
    }
  }

  void Element(const facts::XmlElement& element) {
    Spend();
    for (size_t i = 0; i < element.attributes.size() && i < element.attribute_spans.size(); ++i) {
      Add(element.attributes[i].first, element.start_tag, element.attributes[i].second,
          element.attribute_spans[i], "document");
    }
    if (element.text.empty() || element.text.size() > kMaxValue) return;
    // Text that follows many inner elements is not looked for: each level would look through all.
    const Span near{element.start_tag.begin,
                    std::min(element.span.end, element.start_tag.end + kMostBeforeText)};
    const size_t at = facts_.source.Slice(near).find(element.text);
    if (at == std::string_view::npos) return;
    const auto begin = element.span.begin + static_cast<uint32_t>(at);
    const Span text_span = {begin, begin + static_cast<uint32_t>(element.text.size())};
    Add(element.name, element.start_tag, element.text, text_span, "document");
    // <encryption><key>: the name of the element around it belongs to it.
    if (element.parent != facts::kNone) {
      Add(std::string(facts_.elements[element.parent].name) + "." + std::string(element.name),
          element.start_tag, element.text, text_span, "document");
    }
  }

  const facts::FileFacts& facts_;
  const std::vector<std::string_view> setters_;
  std::vector<NamedValue> all_;
  std::map<facts::ExprId, std::string_view> map_names_;
  std::set<uint32_t> known_;  // where the values of settings begin
  std::string_view value_;
  Span span_;
};

}  // namespace

Span InsideQuotes(const facts::FileFacts& facts, const facts::Expr& literal) {
  const size_t at = literal.text.empty() ? std::string_view::npos
                                         : facts.source.Slice(literal.span).find(literal.text);
  if (at == std::string_view::npos) return literal.span;
  const uint32_t begin = literal.span.begin + static_cast<uint32_t>(at);
  return {begin, begin + static_cast<uint32_t>(literal.text.size())};
}

std::vector<std::string_view> SettersOf(const facts::FileFacts& facts) {
  std::vector<std::string_view> out;
  const auto add = [&](std::string_view id) {
    const languages::Language* language = languages::FindLanguage(id);
    if (language != nullptr)
      out.insert(out.end(), language->setters.begin(), language->setters.end());
  };
  add(facts.language);
  for (const std::string& guest : facts.guests) add(guest);
  return out;
}

std::vector<NamedValue> NamedValues(const facts::FileFacts& facts) { return Names(facts).Run(); }

}  // namespace unsoap::evidence
