// NamedValues: code, settings and elements by their facts; command lines and rows by the text.
#include "scanner/evidence/named_values.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/text.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/languages/language.h"
#include "scanner/rules/builtin.h"

namespace unsoap::evidence {
namespace {

constexpr size_t kMaxKey = 120;
constexpr size_t kMaxValue = 400;
/// How far behind its start tag an element's own text is looked for.
constexpr uint32_t kMostBeforeText = 4096;
/// Between a name and its value in a row, or an option and its value.
constexpr size_t kMostBetween = 40;
constexpr int kMaxDepth = 4;  // of members of members, values inside values

class Names {
 public:
  explicit Names(const facts::FileFacts& facts)
      : facts_(facts), text_(facts.source.text()), setters_(SettersOf(facts)) {}

  std::vector<NamedValue> Run() {
    Declarations();
    MapNames();
    for (facts::ExprId id = 0; id < facts_.exprs.size(); ++id) {
      Spend();
      Arguments(id);
      Calls(facts_.exprs[id]);
    }
    Settings();
    for (const facts::XmlElement& element : facts_.elements) Element(element);
    Options();
    Variables();
    if (facts_.exprs.empty() && facts_.elements.empty()) Rows(), Lines();
    return std::move(all_);
  }

 private:
  void Add(std::string_view key, Span key_span, std::string_view value, Span value_span,
           std::string section) {
    if (key.empty() || key.size() > kMaxKey || value.size() > kMaxValue) return;
    all_.push_back({std::string(key), key_span, value, value_span, std::move(section), {}});
  }
  static std::string Section(const char* kind, std::string_view name) {
    return std::string(kind) + std::string(name);
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
      path = std::string(facts_.exprs[id].text) + (path.empty() ? "" : "." + path);
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
                                (owner == map_names_.end() ? "" : " " + std::string(owner->second));
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

  void Calls(const facts::Expr& e) {
    const facts::Arg* args = facts_.begin_args(e);
    if (e.kind == facts::ExprKind::kCall && e.args_count == 1 && Constant(args[0].value)) {
      const std::string_view property = PropertyOf(setters_, e.text);
      if (!property.empty())
        Add(property, e.name_span, value_, span_, Section("object ", TextOf(e.object)));
    }
    // define('MARKETO_USER_ID', '...'), put("userId", "..."), { "userId", "..." }
    if ((e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kList) &&
        e.args_count == 2 && args[0].value != facts::kNone && Constant(args[1].value)) {
      const facts::Expr& key = facts_.exprs[args[0].value];
      if (key.kind == facts::ExprKind::kString) Add(key.text, key.span, value_, span_, "pairs");
    }
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

  // The text.

  char At(size_t i) const { return i < text_.size() ? text_[i] : '\n'; }
  static bool IsQuote(char c) { return c == '"' || c == '\''; }
  static bool IsNameChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  }
  static Span SpanOf(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  /// Behind the value that begins here, which a quote or a blank ends.
  size_t EndOfValue(size_t begin, char quote) const {
    const size_t most = std::min(text_.size(), begin + kMaxValue);
    size_t end = begin;
    while (end < most && text_[end] != '\n' &&
           (quote != 0 ? text_[end] != quote
                       : text_[end] != ' ' && text_[end] != '\t' && !IsQuote(text_[end])))
      ++end;
    return end;
  }

  /// sync --secret-key=VALUE, sync --secret-key VALUE, ["--secret-key", "VALUE"]: in every kind of
  /// file that may hold a command.
  void Options() {
    for (size_t at = text_.find("--"); at != std::string_view::npos; at = text_.find("--", at)) {
      Spend();
      const size_t name = at + 2;
      const char before = at == 0 ? '\n' : text_[at - 1];
      size_t end = name;
      while (IsNameChar(At(end)) && end - name <= kMaxKey) ++end;
      at = end;
      ReachCommand(name);
      if (end - name < 2 || end - name > kMaxKey || IsNameChar(before)) continue;
      Option(SpanOf(name, end), IsQuote(before) ? before : '\0');
    }
  }
  void Option(Span name, char quote) {
    size_t at = name.end;
    const bool closed = quote != 0 && At(at) == quote;  // what is next is another word
    if (closed) ++at;
    const size_t joint = at;
    while (at - joint < kMostBetween && (At(at) == ' ' || At(at) == '\t' || At(at) == ',')) ++at;
    if (at == joint && !closed && At(at) == '=') ++at;
    if (at == joint) return;
    const char own = IsQuote(At(at)) ? At(at) : '\0';
    if (closed && own == 0) return;
    const size_t begin = at + (own != 0 ? 1 : 0);
    const size_t end = EndOfValue(begin, own != 0 ? own : quote != 0 && !closed ? quote : '\0');
    const std::string_view value = text_.substr(begin, end - begin);
    if (own == 0 ? !IsPlainValue(value) : value.find(' ') != std::string_view::npos) return;
    const size_t known = all_.size();
    Add(facts_.source.Slice(name), name, value, SpanOf(begin, end),
        Section("command ", std::to_string(command_.begin)));
    if (all_.size() > known) all_.back().command = command_;
  }
  /// The line around an offset, with the lines that it goes on in; offsets only grow.
  void ReachCommand(size_t offset) {
    while (command_.end <= offset) {
      size_t end = command_.end;
      do {
        end = std::min(text_.find('\n', end), text_.size() - 1) + 1;
        Spend();
      } while (end < text_.size() && end >= 2 && text_[end - 2] == '\\');
      command_ = {command_.end, static_cast<uint32_t>(end)};
    }
  }

  /// Without quotes what follows may be prose or code: "--secret-key must be given", KEY=f(x).
  static bool IsPlainValue(std::string_view value) {
    return value.find_first_of("$(){}[]<>") == std::string_view::npos && !value.starts_with('-') &&
           std::any_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  }
  static bool IsShouted(std::string_view name) {
    return name.size() >= 4 && std::all_of(name.begin(), name.end(), [](char c) {
             return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
           });
  }

  /// MARKETO_KEY=VALUE as a word of a command, a unit file, a list of variables.
  void Variables() {
    for (size_t at = text_.find('='); at != std::string_view::npos; at = text_.find('=', at + 1)) {
      Spend();
      size_t begin = at;
      while (begin > 0 && at - begin <= kMaxKey && IsNameChar(text_[begin - 1])) --begin;
      const std::string_view name = text_.substr(begin, at - begin);
      if (!IsShouted(name)) continue;
      size_t end = EndOfValue(at + 1, '\0');
      while (end > at + 1 && (text_[end - 1] == ';' || text_[end - 1] == ',')) --end;
      const std::string_view value = text_.substr(at + 1, end - at - 1);
      if (IsPlainValue(value))
        Add(name, SpanOf(begin, at), value, SpanOf(at + 1, end), "variables");
    }
  }

  /// Languages without a grammar: ('marketo_secret_key', 'VALUE'), secretKey := 'VALUE',
  /// set value = 'VALUE' where name = 'marketo_secret_key'.
  void Rows() {
    Span last;  // of the literal before, inside its quotes
    std::string_view last_word;
    for (size_t at = 0; at < text_.size(); ++at) {
      if (!IsQuote(text_[at])) continue;
      Spend();
      const size_t end = EndOfValue(at + 1, text_[at]);
      if (end >= text_.size() || text_[end] != text_[at]) continue;
      const Span inside = SpanOf(at + 1, end);
      std::string_view word;
      if (!facts_.InComment(inside.begin)) {
        const std::string_view between =
            last.empty() ? std::string_view() : text_.substr(last.end + 1, at - last.end - 1);
        word = Assigned(at, inside);
        if (!last.empty() && facts_.settings.empty() && between.size() <= kMostBetween)
          Pair(last, last_word, inside, word, between);
      }
      last = inside, last_word = word;
      at = end;
    }
  }
  void Pair(Span last, std::string_view last_word, Span inside, std::string_view word,
            std::string_view between) {
    const std::string_view joint = Trim(between), value = facts_.source.Slice(inside);
    if (joint == "," || joint == "=>" || joint == ":" || joint == "=" || joint == "->")
      return Add(facts_.source.Slice(last), last, value, inside, "rows");
    if (last_word.empty() || word.empty() || between.find(';') != std::string_view::npos) return;
    const bool first = IsValueName(last_word), second = IsValueName(word);
    if (first && !second) Add(value, inside, facts_.source.Slice(last), last, "rows");
    if (second && !first) Add(facts_.source.Slice(last), last, value, inside, "rows");
  }
  static bool IsValueName(std::string_view word) {
    const std::vector<std::string>& names = rules::BuiltinSecretWords().value_names;
    return std::find(names.begin(), names.end(), NormalName(word)) != names.end();
  }
  /// Adds the word before a literal that it is given to: secretKey = "...", (def secret-key "...").
  std::string_view Assigned(size_t quote, Span inside) {
    const size_t from = quote > kMostBetween ? quote - kMostBetween : 0;
    size_t end = quote;
    while (end > from && std::string_view(" \t=:<-").find(text_[end - 1]) != std::string_view::npos)
      --end;
    if (end == quote) return {};
    size_t begin = end;
    while (begin > 0 && end - begin < kMaxKey && IsNameChar(text_[begin - 1])) --begin;
    const std::string_view word = text_.substr(begin, end - begin);
    if (!known_.contains(inside.begin))
      Add(word, SpanOf(begin, end), facts_.source.Slice(inside), inside, "assigned");
    return word;
  }

  /// NAME := VALUE, SetEnv NAME VALUE: the last two words of a line.
  void Lines() {
    for (size_t begin = 0; begin < text_.size();) {
      Spend();
      const size_t next = std::min(text_.find('\n', begin), text_.size());
      const std::string_view line = text_.substr(begin, std::min(next - begin, kMaxValue));
      begin = next + 1;
      const std::string_view trimmed = Trim(line);
      const size_t value = trimmed.find_last_of(" \t=") + 1;
      if (value == 0 || !IsPlainValue(trimmed.substr(value))) continue;
      size_t end = value;
      while (end > 0 && std::string_view(" \t=:?").find(trimmed[end - 1]) != std::string_view::npos)
        --end;
      size_t name = end;
      while (name > 0 && IsNameChar(trimmed[name - 1])) --name;
      const auto offset = static_cast<size_t>(trimmed.data() - text_.data());
      if (name < end && !known_.contains(static_cast<uint32_t>(offset + value)))
        Add(trimmed.substr(name, end - name), SpanOf(offset + name, offset + end),
            trimmed.substr(value), SpanOf(offset + value, offset + trimmed.size()), "lines");
    }
  }

  const facts::FileFacts& facts_;
  const std::string_view text_;
  const std::vector<std::string_view> setters_;
  std::vector<NamedValue> all_;
  std::map<facts::ExprId, std::string_view> map_names_;
  std::set<uint32_t> known_;  // where the values of settings begin
  std::string_view value_;
  Span span_, command_;
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

std::string_view PropertyOf(const std::vector<std::string_view>& setters, std::string_view method) {
  for (const std::string_view setter : setters) {
    if (method.size() > setter.size() && method.starts_with(setter))
      return method.substr(setter.size());
  }
  return {};
}

std::vector<NamedValue> NamedValues(const facts::FileFacts& facts) { return Names(facts).Run(); }

}  // namespace unsoap::evidence
