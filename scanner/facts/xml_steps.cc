// One pass finds the clients, so that a step knows them wherever they stand; a second one the
// calls.
#include "scanner/facts/xml_steps.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {
namespace {

constexpr size_t kMostStrings = 64;  // of an element and what is inside it
constexpr size_t kMostText = 400;    // bytes of a text that may be an address
constexpr int kMostAround = 16;      // elements between a step and its client
constexpr size_t kMostSteps = 20'000;

/// Stands in a row for the blank in an attribute's value or a child's text.
constexpr char kBlank = '~';
/// Stands in a row for the client where a step only sets the header that names an operation.
constexpr std::string_view kHeaderOnly = "header";

/// "a:setHeader[name=x]/constant": an element with an attribute or a child of that text, or another
/// child of it.
struct ElementPattern {
  std::string_view prefix, name, attribute, value, child;
};

ElementPattern PatternOf(std::string_view text) {
  ElementPattern p;
  if (const size_t slash = text.find('/'); slash != std::string_view::npos)
    p.child = text.substr(slash + 1), text = text.substr(0, slash);
  if (const size_t open = text.find('['); open != std::string_view::npos && text.ends_with(']')) {
    const std::string_view test = text.substr(open + 1, text.size() - open - 2);
    const size_t equals = std::min(test.find('='), test.size());
    p.attribute = test.substr(0, equals);
    p.value = test.substr(std::min(equals + 1, test.size()));
    text = text.substr(0, open);
  }
  if (const size_t colon = text.find(':'); colon != std::string_view::npos)
    p.prefix = text.substr(0, colon), text = text.substr(colon + 1);
  p.name = text;
  return p;
}

/// {"operation":"getTags"}: the text that is the member of that name, wherever it stands.
std::string_view MemberOf(std::string_view json, std::string_view name) {
  const std::string quoted = "\"" + std::string(name) + "\"";
  size_t at = json.find(quoted);
  if (at == std::string_view::npos) return {};
  at = json.find_first_not_of(" \t\r\n", at + quoted.size());
  if (at == std::string_view::npos || json[at] != ':') return {};
  at = json.find_first_not_of(" \t\r\n", at + 1);
  if (at == std::string_view::npos || json[at] != '"') return {};
  const size_t end = json.find('"', at + 1);
  return end == std::string_view::npos ? std::string_view() : json.substr(at + 1, end - at - 1);
}

struct Step {
  ElementPattern element;
  std::string_view client, operation;
};

struct Table {
  std::map<std::string_view, std::vector<Step>> clients, calls;  // by the name of the element
};

Step StepOf(std::string_view row) {
  std::vector<std::string_view> words;
  for (const std::string_view word : Split(row, ' ')) {
    if (!Trim(word).empty()) words.push_back(Trim(word));
  }
  Step step;
  if (!words.empty()) step.element = PatternOf(words[0]);
  if (words.size() > 1) step.client = words[1];
  if (words.size() > 2) step.operation = words[2];
  return step;
}

const Table& Steps() {
  static const auto* const kTable = [] {
    auto* table = new Table;
    const languages::Language* language = languages::FindLanguage("xml");
    if (language == nullptr) return table;
    for (const std::string& row : language->xml_clients) {
      const Step step = StepOf(row);
      table->clients[step.element.name].push_back(step);
    }
    for (const std::string& row : language->xml_calls) {
      const Step step = StepOf(row);
      const std::string_view child = step.element.child;
      table->calls[child.empty() ? step.element.name : child].push_back(step);
    }
    return table;
  }();
  return *kTable;
}

class StepReader {
 public:
  explicit StepReader(FileFacts& facts) : facts_(facts) {}

  void Run() {
    const Table& table = Steps();
    ForEach(table.clients, [&](uint32_t i, const Step& step) { Client(i, step); });
    ForEach(table.calls, [&](uint32_t i, const Step& step) { Call(i, step); });
    Callables();
    std::stable_sort(facts_.calls.begin(), facts_.calls.end(), [&](ExprId a, ExprId b) {
      return facts_.at(a).name_span.begin < facts_.at(b).name_span.begin;
    });
  }

 private:
  template <class F>
  void ForEach(const std::map<std::string_view, std::vector<Step>>& steps, const F& f) {
    if (steps.empty()) return;
    for (uint32_t i = 0; i < facts_.elements.size() && facts_.calls.size() < kMostSteps; ++i) {
      const auto known = steps.find(facts_.elements[i].name);
      if (known == steps.end()) continue;
      for (const Step& step : known->second) {
        uint32_t head = i;
        if (!step.element.child.empty()) head = facts_.elements[i].parent;
        if (head != kNone && Fits(head, step.element)) f(i, step);
      }
    }
  }

  bool Fits(uint32_t i, const ElementPattern& p) const {
    const XmlElement& element = facts_.elements[i];
    if (element.name != p.name || (!p.prefix.empty() && element.prefix != p.prefix)) return false;
    if (p.attribute.empty()) return true;
    std::string_view value = Attribute(i, p.attribute).first;
    if (value.empty()) value = TextOfChild(i, p.attribute);
    return std::equal(
        value.begin(), value.end(), p.value.begin(), p.value.end(),
        [](char c, char wanted) { return c == wanted || (c == ' ' && wanted == kBlank); });
  }

  std::string_view TextOfChild(uint32_t i, std::string_view name) const {
    const uint32_t end = facts_.elements[i].span.end;
    for (uint32_t k = i + 1; k < facts_.elements.size() && k <= i + kMostStrings; ++k) {
      const XmlElement& child = facts_.elements[k];
      if (child.span.begin >= end) break;
      if (child.parent == i && child.name == name) return child.text;
    }
    return {};
  }

  std::pair<std::string_view, Span> Attribute(uint32_t i, std::string_view name) const {
    const XmlElement& element = facts_.elements[i];
    for (size_t a = 0; a < element.attributes.size(); ++a) {
      if (element.attributes[a].first == name)
        return {element.attributes[a].second, element.attribute_spans[a]};
    }
    return {};
  }

  ExprId Add(ExprKind kind, Span span, std::string_view text) {
    Expr e;
    e.kind = kind;
    e.span = e.name_span = span;
    e.text = text;
    facts_.exprs.push_back(e);
    return static_cast<ExprId>(facts_.exprs.size() - 1);
  }

  void SetArgs(ExprId id, const std::vector<ExprId>& values) {
    facts_.exprs[id].args_begin = static_cast<uint32_t>(facts_.args.size());
    facts_.exprs[id].args_count = static_cast<uint32_t>(values.size());
    for (const ExprId value : values) {
      Arg arg;
      arg.value = value;
      facts_.args.push_back(arg);
    }
  }

  /// A client made of all that an element and those inside it say.
  ExprId Made(uint32_t i, bool* says_where) {
    std::vector<ExprId> values;
    const Span whole = facts_.elements[i].span;
    for (uint32_t k = i; k < facts_.elements.size() && values.size() < kMostStrings; ++k) {
      const XmlElement& element = facts_.elements[k];
      if (element.span.begin >= whole.end) break;
      for (size_t a = 0; a < element.attributes.size(); ++a) {
        const auto& [name, value] = element.attributes[a];
        if (value.empty() || name.starts_with("xmlns") || name.ends_with("schemaLocation"))
          continue;
        const Span span = element.attribute_spans[a];
        *says_where |=
            value.find("://") != std::string_view::npos || ContainsIgnoreCase(value, "wsdl");
        values.push_back(Add(ExprKind::kString, span, value));
        AddClientsIn(value, span, &values, says_where);
      }
      AddText(element, &values, says_where);
    }
    const ExprId made = Add(ExprKind::kNew, facts_.elements[i].start_tag, kStepClient);
    SetArgs(made, values);
    return made;
  }

  /// <url>https://…</url>, and the name of a client.
  void AddText(const XmlElement& element, std::vector<ExprId>* values, bool* says_where) {
    const std::string_view text = element.text;
    if (text.empty() || text.size() > kMostText || text.find('\n') != std::string_view::npos)
      return;
    if (const auto known = clients_.find(text); known != clients_.end()) {
      *says_where = true;
      values->push_back(Add(ExprKind::kName, TextSpan(element), *known));
    } else if (text.find("://") != std::string_view::npos) {
      *says_where = true;
      values->push_back(Add(ExprKind::kString, TextSpan(element), text));
    }
  }

  /// cxf:bean:marketo?timeout=1: the client of that name.
  void AddClientsIn(std::string_view value, Span span, std::vector<ExprId>* values,
                    bool* says_where) {
    if (clients_.empty() || value.find(':') == std::string_view::npos) return;
    value = value.substr(0, value.find('?'));
    const std::string_view last = value.substr(value.find_last_of(":/") + 1);
    const auto known = clients_.find(last);
    if (known == clients_.end()) return;
    *says_where = true;
    values->push_back(Add(ExprKind::kName, span, *known));
  }

  void Client(uint32_t i, const Step& step) {
    if (!step.client.starts_with('@')) return;
    const auto [name, span] = Attribute(i, step.client.substr(1));
    if (name.empty()) return;
    bool says_where = false;
    Binding b;
    b.value = Made(i, &says_where);
    facts_.calls.push_back(b.value);
    b.target = Add(ExprKind::kName, span, name);
    b.span = facts_.elements[i].start_tag;
    facts_.bindings.push_back(b);
    clients_.insert(name);
  }

  /// header("SOAPAction", value), as a program would set it.
  void Header(uint32_t i, std::string_view value, Span where) {
    const ExprId name = Add(ExprKind::kString, where, kActionHeader);
    const ExprId held = Add(ExprKind::kString, where, value);
    const ExprId call = Add(ExprKind::kCall, where, kHeaderOnly);
    facts_.exprs[call].span = facts_.elements[i].start_tag;
    SetArgs(call, {name, held});
  }

  void Call(uint32_t i, const Step& step) {
    const auto [operation, where] = Operation(i, step.operation);
    if (operation.empty()) return;
    if (step.client == kHeaderOnly) return Header(i, operation, where);
    ExprId client = kNone;
    if (step.client.starts_with('@')) {
      const auto [name, span] = Attribute(i, step.client.substr(1));
      if (!name.empty()) client = Add(ExprKind::kName, span, name);
    } else {
      uint32_t around = i;
      for (int n = 0; step.client != "." && around != kNone && n < kMostAround; ++n) {
        if (facts_.elements[around].name == step.client && around != i) break;
        around = facts_.elements[around].parent;
      }
      if (around == kNone) return;
      bool says_where = false;
      client = Made(around, &says_where);
      if (!says_where) return;
      if (made_.insert(around).second) facts_.calls.push_back(client);
    }
    if (client == kNone) return;
    const ExprId name = Add(ExprKind::kString, where, operation);
    const ExprId call = Add(ExprKind::kCall, where, kStepCall);
    facts_.exprs[call].object = client;
    facts_.exprs[call].span = facts_.elements[i].start_tag;
    SetArgs(call, {name});
    facts_.calls.push_back(call);
  }

  /// <class>shop/observer</class> <method>onOrder</method>: "shop/observer::onOrder", as a program
  /// would write it, where the method is named; <model>shop/cron::pull</model> says so by itself.
  void Callables() {
    const languages::Language* const language = languages::FindLanguage("xml");
    if (language == nullptr || language->runs.empty()) return;
    size_t found = 0;
    for (uint32_t i = 0; i < facts_.elements.size() && found < kMostSteps; ++i) {
      const XmlElement& element = facts_.elements[i];
      const std::string_view text = Trim(element.text);
      if (text.empty() || text.size() > kMostText) continue;
      for (const auto& [owner, method] : language->runs) {
        if (element.name == owner && text.find("::") != std::string_view::npos) {
          Add(ExprKind::kString, TextSpan(element), text), ++found;
          break;
        }
        if (element.name != method || element.parent == kNone) continue;
        const std::string_view of = Trim(TextOfChild(element.parent, owner));
        if (of.empty()) continue;
        Add(ExprKind::kString, TextSpan(element),
            facts_.Keep(std::string(of) + "::" + std::string(text)));
        ++found;
        break;
      }
    }
  }

  /// What names the operation; some tools write it in quotes.
  std::pair<std::string_view, Span> Operation(uint32_t i, std::string_view where) const {
    auto [value, span] = Written(i, where);
    value = Trim(value);
    if (value.size() > 2 && value.front() == value.back() &&
        (value.front() == '"' || value.front() == '\''))
      value = value.substr(1, value.size() - 2);
    return {value, span};
  }

  std::pair<std::string_view, Span> Written(uint32_t i, std::string_view where) const {
    const XmlElement& element = facts_.elements[i];
    if (where == "text") return {element.text, TextSpan(element)};
    if (!where.starts_with('@')) return {};
    where.remove_prefix(1);
    if (const size_t member = where.find('{'); member != std::string_view::npos) {
      const auto [json, at] = Attribute(i, where.substr(0, member));
      return {MemberOf(json, where.substr(member + 1, where.size() - member - 2)), at};
    }
    const size_t query = where.find('?');
    auto [value, span] = Attribute(i, where.substr(0, query));
    if (query == std::string_view::npos) return {value, span};
    const std::string wanted = std::string(where.substr(query + 1)) + "=";
    const size_t at = value.find(wanted);
    if (at == std::string_view::npos || at == 0 || IsWordChar(value[at - 1])) return {};
    value.remove_prefix(at + wanted.size());
    return {value.substr(0, value.find_first_of("&;")), span};
  }

  Span TextSpan(const XmlElement& element) const {
    const std::string_view text = facts_.source.text();
    Span span = element.start_tag;
    const size_t at = text.find(element.text, element.start_tag.end);
    if (at != std::string_view::npos && at < element.span.end)
      span = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + element.text.size())};
    return span;
  }

  FileFacts& facts_;
  std::set<std::string_view> clients_;
  std::set<uint32_t> made_;
};

}  // namespace

void ReadXmlSteps(FileFacts& facts) { StepReader(facts).Run(); }

}  // namespace unsoap::facts
